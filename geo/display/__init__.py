"""Make small frames to show: shapes simplified together, clipped to the view, rounded."""

from geo.display.frames import Display, coarser, display
from geo.display.layers import BORDER_OF_UKRAINE
from geo.display.shapes import VIEW

__all__ = ["BORDER_OF_UKRAINE", "VIEW", "Display", "coarser", "display"]
