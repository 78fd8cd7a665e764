"""Draw single marks on a sheet whose unit is the point: areas, lines, hatches, type, badges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from geo.snapshot.labels import ASCENT, DESCENT
from geo.snapshot.lettering import face, width_pt
from geo.snapshot.style import Theme
from geo.wording import Words

POINTS_PER_INCH = 72
HATCH_STEP_PT = 3.6
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
    """Say how an area or a line looks."""

    fill: str = "none"
    edge: str = "none"
    width_pt: float = 0.0
    dashes: tuple[float, ...] = ()
    alpha: float | None = None

    @property
    def stroke(self) -> Any:
        """Return matplotlib's name of the line's style."""
        return (0, self.dashes) if self.dashes else "solid"


@dataclass(frozen=True, kw_only=True)
class Type:
    """Say how a line of text looks."""

    size_pt: float
    colour: str
    face: str = "regular"
    align: str = "left"
    halo: str = ""


class Sheet(Artist):
    """Hold the marks of one part of the page, in the order they were made.

    Its unit is the point, its origin the lower left of its place. In an SVG it is one group.
    """

    def __init__(self, rect: Rect, *, figure: Figure, gid: str, cut: bool) -> None:
        super().__init__()
        self.page = figure
        self.marks: list[Artist] = []
        self.set_gid(gid)
        place = Affine2D().translate(rect.west, rect.south).scale(1 / POINTS_PER_INCH)
        self.unit = place + figure.dpi_scale_trans
        self.edge = Rectangle((0, 0), rect.width, rect.height, transform=self.unit) if cut else None
        figure.add_artist(self, clip=False)

    def put(self, mark: Artist) -> None:
        """Lay a mark above all others."""
        mark.set_figure(self.page)
        if self.edge is not None and mark.get_clip_path() is None:
            mark.set_clip_path(self.edge)
        self.marks.append(mark)

    def halos(self) -> list[Text]:
        """List the marks that stand around type."""
        return [mark for mark in self.marks if isinstance(mark, Text) and mark.get_path_effects()]

    def halo_colours(self) -> dict[str, str]:
        """Map a colour of type to the colour around it."""
        around = self.halos()
        letters = [self.marks[self.marks.index(halo) + 1] for halo in around]
        return {
            str(letter.get_color()): str(halo.get_color())
            for letter, halo in zip(letters, around, strict=True)
            if isinstance(letter, Text)
        }

    def draw(self, renderer: RendererBase) -> None:
        """Draw the marks as one group."""
        renderer.open_group("sheet", gid=self.get_gid())
        for mark in self.marks:
            mark.draw(renderer)
        renderer.close_group("sheet")


@dataclass(frozen=True)
class Pen:
    """Draw on one sheet; later marks lie above earlier ones."""

    sheet: Sheet

    def areas(self, shapes: Iterable[Any], ink: Ink, *, gid: str = "") -> None:
        """Draw areas as one layer."""
        self._paths([area_path(shape) for shape in shapes], ink, gid=gid)

    def lines(self, shapes: Iterable[Any], ink: Ink, *, gid: str = "") -> None:
        """Draw lines as one layer."""
        self._paths([line_path(shape) for shape in shapes], ink, gid=gid)

    def _paths(self, paths: Sequence[Path | None], ink: Ink, *, gid: str) -> None:
        drawn = [path for path in paths if path is not None]
        if drawn:
            layer = PathCollection(
                drawn,
                facecolors=ink.fill,
                edgecolors=ink.edge,
                linewidths=ink.width_pt,
                linestyles=[ink.stroke],
                alpha=ink.alpha,
                joinstyle="round",
                gid=gid or None,
            )
            layer.set_transform(self.sheet.unit)
            self.sheet.put(layer)

    def hatch(self, shape: Any, ink: Ink, *, gid: str = "") -> None:
        """Fill an area with diagonal lines that keep their step in every format and size."""
        path = area_path(shape)
        if path is None:
            return
        west, south, east, north = shape.bounds
        rise = north - south
        first = np.floor((west - rise + south) / HATCH_STEP_PT) * HATCH_STEP_PT - south
        starts = np.arange(first, east + HATCH_STEP_PT, HATCH_STEP_PT)
        strokes = LineCollection(
            [[(x, south), (x + rise, north)] for x in starts],
            colors=ink.edge,
            linewidths=ink.width_pt,
            gid=gid or None,
        )
        strokes.set_transform(self.sheet.unit)
        strokes.set_clip_path(PathPatch(path, transform=self.sheet.unit))
        self.sheet.put(strokes)

    def rule(self, start: tuple[float, float], end: tuple[float, float], ink: Ink) -> None:
        """Draw a straight line."""
        self.lines([shapely.LineString([start, end])], ink)

    def box(self, rect: Rect, ink: Ink, *, gid: str = "") -> None:
        """Draw a rectangle."""
        self.sheet.put(
            Rectangle(
                (rect.west, rect.south),
                rect.width,
                rect.height,
                facecolor=ink.fill,
                edgecolor=ink.edge,
                linewidth=ink.width_pt,
                gid=gid or None,
                transform=self.sheet.unit,
            )
        )

    def dot(self, x: float, y: float, ink: Ink, *, size_pt: float, square: bool = False) -> None:
        """Draw a point's mark."""
        self.sheet.put(
            Line2D(
                [x],
                [y],
                marker="s" if square else "o",
                markersize=size_pt,
                markerfacecolor=ink.fill,
                markeredgecolor=ink.edge,
                markeredgewidth=ink.width_pt,
                transform=self.sheet.unit,
            )
        )

    def letter(self, at: tuple[float, float], text: str, style: Type, *, gid: str = "") -> Text:
        """Set one line with its baseline at a point; text is never read as mathematics."""
        shared: dict[str, Any] = {
            "fontproperties": face(style.face),
            "fontsize": style.size_pt,
            "ha": style.align,
            "va": "baseline",
            "parse_math": False,
            "transform": self.sheet.unit,
        }
        if style.halo:
            around = Text(*at, text, color=style.halo, **shared)
            around.set_path_effects([Stroke(linewidth=style.size_pt * HALO, foreground=style.halo)])
            self.sheet.put(around)
        letters = Text(*at, text, color=style.colour, gid=gid or None, **shared)
        self.sheet.put(letters)
        return letters


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Keep together what every part of the page needs: figure, colours, language."""

    figure: Figure
    theme: Theme
    words: Words

    def sheet(self, rect: Rect, *, gid: str, cut: bool = False) -> Pen:
        """Lay a transparent sheet on a part of the page; what is cut ends at its edge."""
        return Pen(Sheet(rect, figure=self.figure, gid=gid, cut=cut))


def sheets(figure: Figure) -> list[Sheet]:
    """List the sheets of a page, in order."""
    return [sheet for sheet in figure.artists if isinstance(sheet, Sheet)]


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
    pen.sheet.put(
        FancyBboxPatch(
            (x, low),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={height * 0.28}",
            facecolor=theme.ink if filled else theme.paper,
            edgecolor=theme.ink,
            linewidth=0.9,
            linestyle=(0, BROKEN) if status == "disputed" else "solid",
            transform=pen.sheet.unit,
        )
    )
    style = Type(size_pt=size_pt, colour=theme.paper if filled else theme.ink, face="bold")
    pen.letter((x + BADGE_PAD_PT, y), text.upper(), style)
    if status == "denied":
        middle = low + height / 2
        pen.rule((x - 1.5, middle), (x + width + 1.5, middle), Ink(edge=theme.ink, width_pt=0.9))
    return width
