"""Make small frames to show: shapes simplified together, clipped to the view, rounded."""

from geo.display.frames import Display, coarser, display, lines_compared
from geo.display.layers import parts_shown
from geo.display.view import AROUND_UKRAINE, Box, View, boxes_of, first_look

__all__ = [
    "AROUND_UKRAINE",
    "Box",
    "Display",
    "View",
    "boxes_of",
    "coarser",
    "display",
    "first_look",
    "lines_compared",
    "parts_shown",
]
