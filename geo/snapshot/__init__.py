"""Draw the static map: pages for the regimes of a run, as PNG, SVG and PDF, and in words."""

from geo.snapshot.alternative import alt_text
from geo.snapshot.orders import orders
from geo.snapshot.picture import draw, pictures

__all__ = ["alt_text", "draw", "orders", "pictures"]
