"""Make the interactive map: one self-contained HTML file that asks no network for anything."""

from geo.webmap.page import page
from geo.webmap.places import places_page

__all__ = ["page", "places_page"]
