"""Make small frames to show: shapes simplified together, clipped to the view, rounded."""

from geo.display.frames import USUAL_TOLERANCE_M, Display, coarser, display
from geo.display.view import AROUND_UKRAINE, Box, View

__all__ = ["AROUND_UKRAINE", "USUAL_TOLERANCE_M", "Box", "Display", "View", "coarser", "display"]
