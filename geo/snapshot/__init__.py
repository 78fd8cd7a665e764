"""Draw the static map: one page for every regime of a run, as PNG, SVG and PDF, and in words."""

from geo.snapshot.alternative import alt_text
from geo.snapshot.picture import draw

__all__ = ["alt_text", "draw"]
