"""Draw the static map: pages for the regimes of a run, as PNG, SVG and PDF, and in words."""

from geo.snapshot.picture import draw, orders, pictures
from geo.snapshot.places import draw_places
from geo.snapshot.style import PAGES

__all__ = ["PAGES", "draw", "draw_places", "orders", "pictures"]
