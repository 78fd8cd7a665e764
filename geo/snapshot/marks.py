"""Make single marks: a layer of areas or lines, a line of type. The unit is the point.

A mark draws itself with any of matplotlib's renderers, whose few methods every format shares.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox
from numpy.typing import NDArray

from geo.snapshot.lettering import face, outline, width_pt

HALO = 0.3
"""Width of a halo, as a part of the type's size."""

AREA = 2


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
class Press:
    """Bring together what a mark is drawn with.

    ``form`` is the format: in a PNG, letters are outlines; in an SVG and a PDF they stay text.
    ``unit`` maps points of the sheet to the renderer's own; ``edge`` is what is cut to, if any.
    """

    renderer: RendererBase
    form: str
    unit: Affine2D
    edge: Bbox | None = None

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
        with press.group(self.gid), press.ink(Ink(edge=self.style.colour)) as gc:
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
