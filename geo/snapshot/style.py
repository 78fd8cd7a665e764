"""Fix what the picture looks like: colours by meaning, sizes, faces; and set lines of type."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely
from anyascii import anyascii
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

from geo.inputs import verified
from geo.regimes import Regime

POINTS_PER_INCH = 72
MOST_MAPS = 2
"""Maps side by side, or lines on the one map of a card; more would be too small to name."""

DASHES = {"doubted": (4.0, 2.0), "case-by-case": (0.6, 2.4), "refused": (5.0, 1.6, 0.8, 1.6)}


@dataclass(frozen=True)
class Rect:
    """Stand for a rectangle in points; the origin is at the lower left."""

    west: float
    south: float
    width: float
    height: float

    @property
    def shape(self) -> Any:
        """Return the rectangle as a polygon."""
        return shapely.box(self.west, self.south, self.west + self.width, self.south + self.height)


@dataclass(frozen=True, kw_only=True)
class Ink:
    """Say how an area or a line looks; dashes are in widths of the line."""

    fill: str = "none"
    edge: str = "none"
    width_pt: float = 0.0
    dashes: tuple[float, ...] = ()
    alpha: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Type:
    """Say how a line of text looks."""

    size_pt: float
    colour: str
    face: str = "regular"
    align: str = "left"
    halo: str = ""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Name every colour by what it means; neighbouring meanings differ by 3:1 or carry a line.

    The page uses the same colours for the same meanings.
    """

    paper: str
    ink: str
    muted: str
    rule: str
    sea: str
    sea_ink: str
    river: str
    land: str
    land_edge: str
    land_ink: str
    outside: str
    region_edge: str
    touched: str
    touched_edge: str
    inside: str
    band: str
    touched_doubted: str
    inside_doubted: str
    band_doubted: str
    on_inside: str
    on_doubted: str
    reach: str
    reach_casing: str
    scope: str
    scope_ground: str
    home: str
    mark: str
    mark_edge: str
    halo: str
    graticule: str

    def paint(self, look: str) -> tuple[str, str, str]:
        """Return the fills of the part inside, the band where sources differ, and the rest.

        What is refused is not filled: signs are sown on it.
        """
        if look == "refused":
            return self.outside, self.outside, self.outside
        if look == "doubted":
            return self.inside_doubted, self.band_doubted, self.touched_doubted
        return self.inside, self.band, self.touched


PALETTE = {
    # meaning: on white, on a dark ground
    "paper": ("#ffffff", "#15181b"),
    "ink": ("#1a1e22", "#edebe5"),
    "muted": ("#545d66", "#adb5bd"),
    "rule": ("#d8d5cd", "#363c42"),
    "sea": ("#d7e4ec", "#1a2833"),
    "sea_ink": ("#3f6076", "#9dbbcf"),
    "river": ("#9dbdd1", "#48657b"),
    "land": ("#f3f0e9", "#2a2d30"),
    "land_edge": ("#8d8a83", "#7c8289"),
    "land_ink": ("#5f5c55", "#faf9f6"),
    "outside": ("#ececec", "#6b7076"),
    "region_edge": ("#9b9b9b", "#a3a9af"),
    "touched": ("#9ecae1", "#6b9fc9"),
    "touched_edge": ("#576672", "#0d0f11"),
    "inside": ("#08519c", "#08234f"),
    "band": ("#4f8fc4", "#2f6ca3"),
    "touched_doubted": ("#c3ccd4", "#8f99a2"),
    "inside_doubted": ("#5f6f80", "#262d35"),
    "band_doubted": ("#8c99a6", "#566069"),
    "on_inside": ("#ffffff", "#ffffff"),
    "on_doubted": ("#ffffff", "#ffffff"),
    "reach": ("#c2410c", "#ff9a57"),
    "reach_casing": ("#ffffff", "#15181b"),
    "scope": ("#111417", "#0d0f11"),
    "scope_ground": ("#ffffff", "#ffffff"),
    "home": ("#fffdf6", "#1f2124"),
    "mark": ("#ffd43b", "#ffd43b"),
    "mark_edge": ("#1a1e22", "#0d0f11"),
    "halo": ("#ffffff", "#15181b"),
    "graticule": ("#bccbd4", "#3b4a55"),
}

LIGHT, DARK = (Theme(**{name: both[n] for name, both in PALETTE.items()}) for n in range(2))
THEMES = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Give the type sizes in points."""

    title: float = 23
    panel: float = 13
    country: float = 10
    lead: float = 9
    table: float = 8
    body: float = 7.5
    legend: float = 7
    region: float = 7.2
    region_least: float = 6
    city: float = 6.6
    badge: float = 6.6
    small: float = 6.2
    tick: float = 6


SIZES = Sizes()

LONGEST, ELLIPSIS = 2000, "…"  # characters of one text: more than any page has room for
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
    words = _bound(text.split(" "), width=width, size_pt=size_pt, name=name)
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


def _bound(words: Sequence[str], *, width: float, size_pt: float, name: str) -> list[str]:
    """Keep a number with the word it counts, and a dash off the beginning of a line."""
    bound: list[str] = []
    for word in words:
        counted = bound and bound[-1][-1:].isdigit() and word[:1].isalpha()
        both = f"{bound[-1]} {word}" if counted or (bound and word == "—") else ""
        if both and width_pt(both, size_pt=size_pt, name=name) <= width:
            bound[-1] = both
        else:
            bound.append(word)
    return bound
