"""Make the interactive map: one self-contained HTML file, or layers for a notebook; no network."""

from geo.webmap.folium_map import notebook_map
from geo.webmap.page import page
from geo.webmap.places import places_page

__all__ = ["notebook_map", "page", "places_page"]
