"""Draw on sheets, the parts of a page: areas, lines, hatches, type. The unit is the point.

A mark draws itself with any of matplotlib's renderers, whose few methods every format shares.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, groupby
from typing import Any, cast

import numpy as np
import shapely
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.patches import BoxStyle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox
from numpy.typing import NDArray

from geo.snapshot.style import Ink, Rect, Theme, Type, face, outline, width_pt
from geo.wording import Words

HALO = 0.3
"""Width of a halo, as a part of the type's size."""

AREA = 2
HATCH_STEP_PT = 4.2
HATCH_PT = 0.8
SOWN_STEP_PT = 9.0
Signs = tuple[tuple[tuple[float, float], ...], ...]
CROSS: Signs = (((-1.8, -1.8), (1.8, 1.8)), ((-1.8, 1.8), (1.8, -1.8)))
DOT: Signs = (((-0.6, 0.0), (0.6, 0.0)),)


@dataclass(frozen=True, kw_only=True)
class Press:
    """Bring together what a mark is drawn with.

    ``form`` is the format: in a PNG, letters are outlines; in an SVG and a PDF they stay text.
    ``unit`` maps points of the sheet to the renderer's own; ``edge`` is what is cut to, if any.
    """

    renderer: RendererBase
    form: str
    unit: Affine2D
    edge: Bbox | None = None
    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def ink(self, ink: Ink) -> Iterator[GraphicsContextBase]:
        """Give a fresh context with the ink set."""
        gc = self.renderer.new_gc()
        gc.set_clip_rectangle(self.edge)
        gc.set_alpha(ink.alpha)
        gc.set_foreground(ink.edge)
        gc.set_joinstyle("round")
        gc.set_linewidth(0.0 if ink.edge == "none" else ink.width_pt)
        if ink.dashes:
            gc.set_dashes(0, [dash * ink.width_pt for dash in ink.dashes])
        yield gc
        gc.restore()

    @contextmanager
    def tag(self) -> Iterator[None]:
        """Mark a line of a PDF's text with its number; all else is marked as decoration."""
        if self.form != "pdf":
            yield
            return
        write = cast("Any", self.renderer).file.write
        write(b"EMC\n/P <</MCID %d>> BDC\n" % next(self.numbers))
        yield
        write(b"EMC\n/Artifact BMC\n")

    @contextmanager
    def group(self, gid: str) -> Iterator[None]:
        """Name what is drawn within, for an illustrator; without a name there is no group."""
        if gid:
            self.renderer.open_group("layer", gid=gid)
        yield
        if gid:
            self.renderer.close_group("layer")


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Hold areas or lines that look the same: a group, with a path for each, named if need be."""

    paths: tuple[Path, ...]
    ink: Ink
    gid: str = ""
    names: tuple[str, ...] = ()

    def draw(self, press: Press) -> None:
        """Draw the paths in order."""
        fill = None if self.ink.fill == "none" else to_rgba(self.ink.fill, self.ink.alpha)
        with press.group(self.gid), press.ink(self.ink) as gc:
            names = self.names or ("",) * len(self.paths)
            for path, name in zip(self.paths, names, strict=True):
                with press.group(name):
                    press.renderer.draw_path(gc, path, press.unit, fill)


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Hold one line of type with its baseline at a point; it is never read as mathematics."""

    at: tuple[float, float]
    text: str
    style: Type
    gid: str = ""

    @property
    def start(self) -> float:
        """Return where the line begins."""
        width = width_pt(self.text, size_pt=self.style.size_pt, name=self.style.face)
        return self.at[0] - width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.style.align]

    @cached_property
    def path(self) -> Path:
        """Return the letters' outlines."""
        vertices, codes = outline(self.text, name=self.style.face)
        return Path(vertices * self.style.size_pt + np.array([self.start, self.at[1]]), codes)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the ink, its halo aside."""
        drawn = np.asarray(self.path.codes) != Path.CLOSEPOLY  # its vertex is not a place
        at = np.asarray(self.path.vertices)[drawn]
        if not len(at):
            return (*self.at, *self.at)
        (west, south), (east, north) = at.min(axis=0), at.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def draw(self, press: Press) -> None:
        """Draw the halo, then the letters; an SVG's style sheet draws its halos itself."""
        if self.style.halo and press.form != "svg":
            around = Ink(edge=self.style.halo, width_pt=self.style.size_pt * HALO)
            with press.ink(around) as gc:
                press.renderer.draw_path(gc, self.path, press.unit)
        if press.form == "png":
            with press.ink(Ink()) as gc:
                press.renderer.draw_path(gc, self.path, press.unit, to_rgba(self.style.colour))
        else:
            self._set(press)

    def _set(self, press: Press) -> None:
        """Set the line as text, anchored where it is aligned."""
        font = face(self.style.face).copy()
        font.set_size(self.style.size_pt)
        anchor = Text(*self.at, self.text, ha=self.style.align, transform=press.unit)
        x, y = press.unit.transform((self.start, self.at[1]))
        if press.renderer.flipy():
            y = press.renderer.get_canvas_width_height()[1] - y
        with press.group(self.gid), press.tag(), press.ink(Ink(edge=self.style.colour)) as gc:
            press.renderer.draw_text(gc, x, y, self.text, font, 0.0, ismath=False, mtext=anchor)


def area_path(shape: Any) -> Path | None:
    """Turn an area into one path, holes included; None when there is nothing of it."""
    rings = []
    for polygon in shapely.get_parts(shapely.get_parts(shape)):
        if shapely.get_dimensions(polygon) == AREA and not polygon.is_empty:
            oriented = shapely.orient_polygons(polygon)
            rings += [oriented.exterior, *oriented.interiors]
    return _path([shapely.get_coordinates(ring) for ring in rings], closed=True)


def line_path(shape: Any) -> Path | None:
    """Turn a line into one path; None when there is nothing of it."""
    return _path(
        [shapely.get_coordinates(part) for part in shapely.get_parts(shapely.get_parts(shape))],
        closed=False,
    )


def _path(pieces: Sequence[NDArray[np.float64]], *, closed: bool) -> Path | None:
    pieces = [piece for piece in pieces if len(piece) > 1]
    if not pieces:
        return None
    codes = []
    for piece in pieces:
        steps = np.full(len(piece), Path.LINETO, dtype=Path.code_type)
        steps[0] = Path.MOVETO
        if closed:
            steps[-1] = Path.CLOSEPOLY
        codes.append(steps)
    return Path(np.concatenate(pieces), np.concatenate(codes))


@dataclass(frozen=True)
class Sheet:
    """Hold the marks of one part of the page, in the order they were made.

    Its unit is the point, its origin the lower left of its place. In an SVG it is one group.
    What is ``cut`` ends at the sheet's edge. Sheets that follow each other ``within`` the same
    group are one group around theirs.
    """

    rect: Rect
    gid: str
    cut: bool = False
    within: str = ""
    marks: list[Layer | Letters] = field(default_factory=list)

    def letters(self) -> list[Letters]:
        """List the lines of type."""
        return [mark for mark in self.marks if isinstance(mark, Letters)]

    def draw(self, renderer: RendererBase, *, form: str, numbers: Iterator[int]) -> None:
        """Draw the marks as one group; ``numbers`` count the lines of a PDF's text."""
        px, rect = float(cast("Any", renderer.points_to_pixels(1.0))), self.rect
        press = Press(
            renderer=renderer,
            form=form,
            numbers=numbers,
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
        numbers = count()
        paper.draw(renderer, form=form, numbers=numbers)
        for within, sheets in groupby(self.sheets, key=lambda sheet: sheet.within):
            if within:
                renderer.open_group("map", gid=within)
            for sheet in sheets:
                sheet.draw(renderer, form=form, numbers=numbers)
            if within:
                renderer.close_group("map")


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

    def sown(self, area: Any, ink: Ink, *, sign: Signs, gid: str = "") -> None:
        """Sow an area with small signs at even steps, so that fills differ without colour."""
        west, south, east, north = shapely.bounds(area)
        if np.isnan(west):
            return
        columns = np.arange(np.floor(west / SOWN_STEP_PT), east / SOWN_STEP_PT + 1)
        rows = np.arange(np.floor(south / SOWN_STEP_PT), north / SOWN_STEP_PT + 1)
        strokes = [
            [(x + SOWN_STEP_PT * (column + row % 2 / 2), y + SOWN_STEP_PT * row) for x, y in stroke]
            for column in columns
            for row in rows
            for stroke in sign
        ]
        self.lines([shapely.intersection(shapely.multilinestrings(strokes), area)], ink, gid=gid)

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], ink: Ink, *, gid: str = ""
    ) -> None:
        """Draw a straight line."""
        self._layer([Path([start, end])], ink, gid=gid)

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

    def sheet(self, rect: Rect, *, gid: str, cut: bool = False, within: str = "") -> Pen:
        """Lay a transparent sheet on a part of the page; what is cut ends at its edge."""
        sheet = Sheet(rect, gid, cut, within)
        self.canvas.sheets.append(sheet)
        return Pen(sheet)
