"""Make small frames to show: shapes simplified together, clipped to the view, rounded."""

from geo.display.focus import Box, boxes_of, first_look
from geo.display.frames import Display, coarser, display
from geo.display.view import AROUND_UKRAINE, View

__all__ = [
    "AROUND_UKRAINE",
    "Box",
    "Display",
    "View",
    "boxes_of",
    "coarser",
    "display",
    "first_look",
]
