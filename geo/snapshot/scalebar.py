"""Measure a scale bar that is true where it stands."""

from geo.snapshot.lettering import width_pt
from geo.snapshot.marks import Rect
from geo.snapshot.scene import View
from geo.snapshot.style import SIZES
from geo.wording import Words

SCALE_KM = (5, 10, 20, 50, 100, 200, 300, 500, 1000)
SCALE_AT = 8.0


def scale_text(bar: tuple[float, float, float], words: Words) -> str:
    """Say what the scale bar measures, and where."""
    side = "south" if bar[2] < 0 else "north"
    latitude = words.say(side, degrees=abs(round(bar[2])))
    return words.say("scale", km=words.number(bar[0]), lat=latitude)


def scale_box(bar: tuple[float, float, float], words: Words) -> Rect:
    """Return the ground the scale bar and its text stand on."""
    text = width_pt(scale_text(bar, words), size_pt=SIZES.tick)
    return Rect(3, 3, max(bar[1], text) + 10, 14)


def scale_bar(view: View) -> tuple[float, float, float]:
    """Choose a round distance for the scale bar; give its length in points and its latitude."""
    fitting = [km for km in SCALE_KM if km * 1000 * view.pt_per_m <= view.width * 0.22]
    km = fitting[-1] if fitting else SCALE_KM[0]
    length, latitude = view.span(km, x=SCALE_AT, y=SCALE_AT)
    return float(km), length, latitude
