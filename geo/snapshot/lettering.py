"""Set type: the packaged faces, the width of a line, text from outside made harmless."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from anyascii import anyascii
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

from geo.inputs import verified
from geo.labels import Form
from geo.regimes import Regime

LONGEST = 2000
"""Characters of one text of a picture: more than any page has room for."""

ASCENT, DESCENT, LEADING = 0.76, 0.22, 1.08
"""Of a line's ink, and from line to line, as parts of its size."""

ASCENT_MARKED = 0.96
FRAME = 0.18
"""How much higher a letter's frame is than its ink, above and below, as a part of its size."""

ELLIPSIS = "…"
FAMILY = "Roboto Condensed"
FILES = {
    "regular": "fonts/RobotoCondensed-Regular.ttf",
    "bold": "fonts/RobotoCondensed-Bold.ttf",
    "italic": "fonts/RobotoCondensed-Italic.ttf",
}
Outline = tuple[NDArray[np.float64], NDArray[np.uint8]]
"""Vertices, and what to do at each, as matplotlib's paths have them."""

_NOTHING: Outline = (np.empty((0, 2)), np.empty(0, dtype=np.uint8))
_MEASURE_PT = 100


@cache
def face(name: str) -> FontProperties:
    """Return one of the faces ``regular``, ``bold`` and ``italic``, its file verified."""
    path, _ = verified(FILES[name])
    return FontProperties(
        family=FAMILY,
        weight="bold" if name == "bold" else "normal",
        style="italic" if name == "italic" else "normal",
        fname=str(path),
    )


@cache
def _font(name: str) -> FT2Font:
    """Open a face to measure with."""
    path, _ = verified(FILES[name])
    font = FT2Font(str(path))
    font.set_size(_MEASURE_PT, 72)
    return font


@cache
def _characters() -> frozenset[int]:
    """List the code points that every face can draw."""
    return frozenset.intersection(*(frozenset(_font(name).get_charmap()) for name in FILES))


@lru_cache(maxsize=1024)  # the same names are asked for again and again
def legible(text: object, *, longest: int = 300) -> str:
    r"""Make text from outside one harmless line that the faces can draw.

    Control and bidirectional characters vanish, any run of white space but that which
    holds a number and its unit together becomes one space, piles
    of combining marks are cut to one, characters without a glyph are transcribed.

    Parameters
    ----------
    text
        Anything; its ``str`` is taken.
    longest
        Greatest number of characters; a longer text ends in an ellipsis.

    Returns
    -------
    str

    Examples
    --------
    >>> legible("Kursk\nOblast\u202e  $x^2$")
    'Kursk Oblast $x^2$'
    >>> legible("서울 Seoul")
    'SeoUl Seoul'
    """
    spaced = re.sub(r"[^\S\u00a0]+", " ", str(text)[: 4 * longest])
    kept = "".join(c for c in spaced if not unicodedata.category(c).startswith("C"))
    composed = re.sub(
        r"([\u0300-\u036f])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFC", kept)
    )
    known = "".join(c if ord(c) in _characters() else anyascii(c) for c in composed)
    drawn = re.sub(" {2,}", " ", known).strip()
    return drawn if len(drawn) <= longest else drawn[: longest - 1].rstrip() + ELLIPSIS


def drawable(told: Any) -> Any:
    """Make every text within what is told of a picture one that the faces can draw."""
    if isinstance(told, str):
        return legible(told, longest=LONGEST)
    if isinstance(told, tuple):
        return tuple(map(drawable, told))
    if is_dataclass(told) and not isinstance(told, Regime | type):
        texts = {field.name: drawable(getattr(told, field.name)) for field in fields(told)}
        return replace(told, **texts)
    return told


def width_pt(text: str, *, size_pt: float, name: str = "regular") -> float:
    """Measure how wide one line of text is, in points, before kerning draws it closer."""
    return sum(_advance(character, name) for character in text) * size_pt


@cache
def _advance(character: str, name: str) -> float:
    """Measure how far a character moves the pen, in parts of the type's size."""
    glyph = _font(name).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURE_PT


@cache
def outline(text: str, *, name: str) -> Outline:
    """Return the outlines of one kerned line that starts at the origin, for type of size 1."""
    glyphs = [
        (vertices + np.array([start, 0.0]), codes)
        for (vertices, codes), start in zip(
            (_glyph(character, name) for character in text), _starts(text, name), strict=True
        )
    ]
    vertices, codes = zip(_NOTHING, *glyphs, strict=True)
    return np.concatenate(vertices), np.concatenate(codes)


def _starts(text: str, name: str) -> NDArray[np.float64]:
    """Find where each character begins; a line not of one glyph a character is not kerned."""
    font: Any = _font(name)  # its stubs take one feature only
    features = ("-liga", "-ccmp")
    kerned = font.set_text(text, flags=LoadFlags.NO_HINTING, features=features)[:, 0]
    if len(kerned) == len(text):
        return np.asarray(kerned / 64 / _MEASURE_PT)
    return np.cumsum([0.0, *(_advance(character, name) for character in text)])[:-1]


@cache
def _glyph(character: str, name: str) -> Outline:
    """Return a character's outline, for type of size 1."""
    font = _font(name)
    font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    vertices, codes = font.get_path()
    return np.asarray(vertices, dtype=float) / _MEASURE_PT, np.asarray(codes, dtype=np.uint8)


def clipped(text: str, *, width: float, size_pt: float, name: str = "regular") -> str:
    """Cut a line to a width in points; a cut line ends in an ellipsis."""
    if width_pt(text, size_pt=size_pt, name=name) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        cut = text[:middle].rstrip() + ELLIPSIS
        if width_pt(cut, size_pt=size_pt, name=name) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def wrapped(
    text: str, *, width: float, size_pt: float, lines: int, name: str = "regular"
) -> Sequence[str]:
    """Break a text into at most so many lines of a width in points; the last one is clipped."""
    done: list[str] = []
    words = text.split(" ")
    while words and len(done) < lines - 1:
        count = 1
        while count < len(words) and (
            width_pt(" ".join(words[: count + 1]), size_pt=size_pt, name=name) <= width
        ):
            count += 1
        done.append(clipped(" ".join(words[:count]), width=width, size_pt=size_pt, name=name))
        words = words[count:]
    if words:
        done.append(clipped(" ".join(words), width=width, size_pt=size_pt, name=name))
    return done


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One way to set a label: its lines, size and face."""

    lines: tuple[str, ...]
    size_pt: float
    face: str = "regular"

    @property
    def width(self) -> float:
        """Return the width of the widest line, in points."""
        return max(width_pt(line, size_pt=self.size_pt, name=self.face) for line in self.lines)

    @property
    def ascent(self) -> float:
        """Return how high the first line rises, as a part of its size; marks on capitals rise."""
        capitals = (c for c in self.lines[0] if c.isupper())
        return ASCENT_MARKED if any(map(unicodedata.decomposition, capitals)) else ASCENT

    @property
    def height(self) -> float:
        """Return the height of the block, in points."""
        return self.size_pt * (self.ascent + DESCENT + LEADING * (len(self.lines) - 1))

    def form(self, cost: float) -> Form:
        """Return its size, for the search."""
        return Form(width=self.width, height=self.height, rim=FRAME * self.size_pt, cost=cost)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A label with its place: centre, and a leader (from the label to the shape) if it has one."""

    key: str
    setting: Setting
    x: float
    y: float
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north."""
        wide, high = self.setting.width / 2, self.setting.height / 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    @property
    def baselines(self) -> tuple[float, ...]:
        """Return the y of each line's baseline, from the top."""
        size = self.setting.size_pt
        top = self.y + self.setting.height / 2 - self.setting.ascent * size
        return tuple(top - n * LEADING * size for n in range(len(self.setting.lines)))
