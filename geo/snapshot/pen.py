"""Draw on sheets, the parts of a page: areas, lines, hatches, type, badges, in points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import shapely
from matplotlib.backend_bases import RendererBase
from matplotlib.patches import BoxStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from geo.snapshot.labels import ASCENT, DESCENT
from geo.snapshot.lettering import width_pt
from geo.snapshot.marks import (
    Ink,
    Layer,
    Letters,
    Press,
    Rect,
    Type,
    area_path,
    line_path,
)
from geo.snapshot.style import Theme
from geo.wording import Words

POINTS_PER_INCH = 72
HATCH_STEP_PT = 4.2
HATCH_PT = 0.8


@dataclass(frozen=True)
class Sheet:
    """Hold the marks of one part of the page, in the order they were made.

    Its unit is the point, its origin the lower left of its place. In an SVG it is one group.
    What is ``cut`` ends at the sheet's edge.
    """

    rect: Rect
    gid: str
    cut: bool = False
    marks: list[Layer | Letters] = field(default_factory=list)

    def letters(self) -> list[Letters]:
        """List the lines of type."""
        return [mark for mark in self.marks if isinstance(mark, Letters)]

    def draw(self, renderer: RendererBase, *, form: str) -> None:
        """Draw the marks as one group."""
        px, rect = float(cast("Any", renderer.points_to_pixels(1.0))), self.rect
        press = Press(
            renderer=renderer,
            form=form,
            unit=Affine2D().translate(rect.west, rect.south).scale(px),
            edge=Bbox.from_bounds(rect.west, rect.south, rect.width, rect.height).transformed(
                Affine2D().scale(px)
            )
            if self.cut
            else None,
        )
        with press.group(self.gid):
            for mark in self.marks:
                mark.draw(press)


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """Hold all that is drawn: the paper's size in points, its colour, and the sheets on it."""

    width: float
    height: float
    paper: str
    dpi: int
    sheets: list[Sheet] = field(default_factory=list)

    def draw(self, renderer: RendererBase, *, form: str) -> None:
        """Draw the paper and every sheet on it."""
        paper = Sheet(Rect(0, 0, self.width, self.height), "paper")
        Pen(paper).box(paper.rect, Ink(fill=self.paper))
        for sheet in (paper, *self.sheets):
            sheet.draw(renderer, form=form)


@dataclass(frozen=True)
class Pen:
    """Draw on one sheet; later marks lie above earlier ones."""

    sheet: Sheet

    def areas(
        self, shapes: Iterable[Any], ink: Ink, *, gid: str = "", names: Sequence[str] = ()
    ) -> None:
        """Draw areas as one layer."""
        self._layer([area_path(shape) for shape in shapes], ink, gid=gid, names=names)

    def lines(self, shapes: Iterable[Any], ink: Ink, *, gid: str = "") -> None:
        """Draw lines as one layer."""
        self._layer([line_path(shape) for shape in shapes], ink, gid=gid)

    def _layer(
        self, paths: Sequence[Path | None], ink: Ink, *, gid: str, names: Sequence[str] = ()
    ) -> None:
        drawn = [
            (path, names[n] if names else "") for n, path in enumerate(paths) if path is not None
        ]
        if drawn:
            made, named = zip(*drawn, strict=True)
            self.sheet.marks.append(Layer(paths=made, ink=ink, gid=gid, names=named))

    def hatch(self, area: Any, ink: Ink, *, gid: str = "") -> None:
        """Fill an area with diagonal lines that keep their step in every format and size."""
        west, south, east, north = shapely.bounds(area)
        if np.isnan(west):
            return
        rise = north - south
        first = np.floor((west - rise + south) / HATCH_STEP_PT) * HATCH_STEP_PT - south
        starts = np.arange(first, east + HATCH_STEP_PT, HATCH_STEP_PT)
        strokes = shapely.multilinestrings([[(x, south), (x + rise, north)] for x in starts])
        self.lines([shapely.intersection(strokes, area)], ink, gid=gid)

    def rule(self, start: tuple[float, float], end: tuple[float, float], ink: Ink) -> None:
        """Draw a straight line."""
        self._layer([Path([start, end])], ink, gid="")

    def box(self, rect: Rect, ink: Ink, *, gid: str = "", rounded: float = 0.0) -> None:
        """Draw a rectangle, its corners rounded if asked for."""
        path = area_path(rect.shape)
        if rounded:
            form = BoxStyle.Round(pad=0.0, rounding_size=rounded)
            path = form(rect.west, rect.south, rect.width, rect.height, 1.0)
        self._layer([path], ink, gid=gid)

    def dot(self, x: float, y: float, ink: Ink, *, size_pt: float, square: bool = False) -> None:
        """Draw a point's mark."""
        form = shapely.box(-1, -1, 1, 1) if square else shapely.Point(0, 0).buffer(1)
        placed = shapely.transform(form, lambda at: at * size_pt / 2 + (x, y))
        self.areas([placed], ink)

    def letter(self, at: tuple[float, float], text: str, style: Type, *, gid: str = "") -> Letters:
        """Set one line with its baseline at a point; text is never read as mathematics."""
        letters = Letters(at=at, text=text, style=style, gid=gid)
        self.sheet.marks.append(letters)
        return letters


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Keep together what every part of the page needs: canvas, colours, language."""

    canvas: Canvas
    theme: Theme
    words: Words

    def sheet(self, rect: Rect, *, gid: str, cut: bool = False) -> Pen:
        """Lay a transparent sheet on a part of the page; what is cut ends at its edge."""
        sheet = Sheet(rect, gid, cut)
        self.canvas.sheets.append(sheet)
        return Pen(sheet)


BADGE_PAD_PT = 3.4
BROKEN = (2.2, 1.6)


def badge_width(text: str, *, size_pt: float) -> float:
    """Measure a badge, in points."""
    return width_pt(text.upper(), size_pt=size_pt, name="bold") + 2 * BADGE_PAD_PT


def badge(
    pen: Pen, at: tuple[float, float], *, status: str, text: str, size_pt: float, theme: Theme
) -> float:
    """Draw a status as a badge with its text's baseline at a point; return its width.

    Confirmed is filled, reported outlined, disputed has a broken outline, denied is struck out.
    """
    x, y = at
    filled = status == "confirmed"
    width = badge_width(text, size_pt=size_pt)
    low, height = y - (DESCENT + 0.12) * size_pt, (ASCENT + DESCENT + 0.3) * size_pt
    ink = Ink(
        fill=theme.ink if filled else theme.paper,
        edge=theme.ink,
        width_pt=0.9,
        dashes=BROKEN if status == "disputed" else (),
    )
    pen.box(Rect(x, low, width, height), ink, rounded=height * 0.28)
    style = Type(size_pt=size_pt, colour=theme.paper if filled else theme.ink, face="bold")
    pen.letter((x + BADGE_PAD_PT, y), text.upper(), style)
    if status == "denied":
        middle = low + height / 2
        pen.rule((x - 1.5, middle), (x + width + 1.5, middle), Ink(edge=theme.ink, width_pt=0.9))
    return width
