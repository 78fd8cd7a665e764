"""Find room for labels: inside their shape, beside their point, or outside at a leader.

Everything here is in points of one panel, y upwards. A label never overlaps what is taken.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import decomposition

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.snapshot.lettering import width_pt

Box = tuple[float, float, float, float]

ASCENT = 0.76
ASCENT_MARKED = 0.96
DESCENT = 0.22
LEADING = 1.08
PAD_PT = 0.9
EDGE_PT = 0.5
"""How closely the search for the roomiest place follows a shape's edge."""

MOST_COMPARED = 150
GRID = 48  # rows and columns of the positions tried inside a shape


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
        return ASCENT_MARKED if any(map(decomposition, capitals)) else ASCENT

    @property
    def height(self) -> float:
        """Return the height of the block, in points."""
        return self.size_pt * (self.ascent + DESCENT + LEADING * (len(self.lines) - 1))


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A label with its place: centre, and a leader (from the label to the shape) if it has one."""

    key: str
    setting: Setting
    x: float
    y: float
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None

    @property
    def box(self) -> Box:
        """Return west, south, east, north."""
        half_width, half_height = self.setting.width / 2, self.setting.height / 2
        return (
            self.x - half_width,
            self.y - half_height,
            self.x + half_width,
            self.y + half_height,
        )

    @property
    def baselines(self) -> tuple[float, ...]:
        """Return the y of each line's baseline, from the top."""
        size = self.setting.size_pt
        top = self.y + self.setting.height / 2 - self.setting.ascent * size
        return tuple(top - n * LEADING * size for n in range(len(self.setting.lines)))


@dataclass
class Room:
    """Keep what is taken on one panel: boxes of labels and furniture, marks, and leaders.

    ``marks`` are boxes a label keeps clear of unless it says otherwise.
    """

    width: float
    height: float
    margin: float = 2.5
    boxes: list[Box] = field(default_factory=list)
    leaders: list[Any] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)

    def take(self, box: Box, *, leader: Any = None) -> None:
        """Reserve a box, and the line that leads from it."""
        self.boxes.append(box)
        if leader is not None:
            self.leaders.append(shapely.LineString(leader))

    def free(self, boxes: NDArray[np.float64], *, over_marks: bool = False) -> NDArray[np.bool_]:
        """Say of each box (rows of west, south, east, north) whether it lies free in the panel."""
        west, south, east, north = boxes.T
        ok: NDArray[np.bool_] = (
            (west >= self.margin)
            & (south >= self.margin)
            & (east <= self.width - self.margin)
            & (north <= self.height - self.margin)
        )
        taken = self.boxes if over_marks else [*self.boxes, *self.marks]
        if taken:
            edges = np.add(taken, (-PAD_PT, -PAD_PT, PAD_PT, PAD_PT))
            meets = (
                (west[:, None] < edges[:, 2])
                & (east[:, None] > edges[:, 0])
                & (south[:, None] < edges[:, 3])
                & (north[:, None] > edges[:, 1])
            )
            ok &= ~meets.any(axis=1)
        if self.leaders and ok.any():
            rectangles = shapely.box(west[ok], south[ok], east[ok], north[ok])
            crossed = np.zeros(len(rectangles), dtype=bool)
            for leader in self.leaders:
                crossed |= shapely.intersects(rectangles, leader)
            ok[ok] = ~crossed
        return ok

    @property
    def frame(self) -> Any:
        """Return the rectangle labels may use."""
        inset = self.margin
        return shapely.box(inset, inset, self.width - inset, self.height - inset)


def inside(
    key: str,
    shape: Any,
    settings: Sequence[Setting],
    *,
    room: Room,
    lines: Any = None,
    over_marks: bool = False,
) -> Placed | None:
    """Place a label where its box lies inside the shape, as far from the edge as can be.

    Where it can stand at its first size without crossing the ``lines``, it does. The search
    squeezes the shape until the label's box is a square; the point farthest from the edge is then
    where the box has most room (the pole of inaccessibility, for a box).

    References
    ----------
    Garcia-Castellanos and Lombardo (2007), Poles of inaccessibility.
    """
    if lines is not None:
        apart = shapely.difference(shape, lines)
        for part in sorted(shapely.get_parts(apart), key=shapely.area, reverse=True)[:2]:
            placed = inside(key, part, settings[:1], room=room)
            if placed is not None:
                return placed
    visible = _largest(shapely.intersection(shape, room.frame))
    if visible.is_empty:
        return None
    shapely.prepare(visible)
    outline = shapely.boundary(shapely.simplify(visible, EDGE_PT))
    grid = _grid(visible)
    for setting in settings:
        width, height = setting.width, setting.height
        centres = grid
        boxes = _boxes(centres, width, height)
        fits = room.free(boxes, over_marks=over_marks)
        for corner in ([0, 1], [0, 3], [2, 1], [2, 3]):
            fits[fits] = shapely.contains_xy(visible, boxes[fits][:, corner])
        fits[fits] = shapely.contains(visible, shapely.box(*boxes[fits].T))
        if fits.any():
            centres = centres[fits]
            centres = centres[:: len(centres) // MOST_COMPARED + 1]
            squeeze = np.array([height / width, 1.0])
            edge = shapely.transform(outline, lambda at: at * squeeze)  # noqa: B023
            clearance = shapely.distance(shapely.points(centres * squeeze), edge)
            x, y = centres[np.argmax(np.round(clearance, 3))]
            placed = Placed(key=key, setting=setting, x=float(x), y=float(y))
            room.take(placed.box)
            return placed
    return None


def at(key: str, point: tuple[float, float], setting: Setting, *, room: Room) -> Placed | None:
    """Place a label with its middle at a point, or not at all."""
    placed = Placed(key=key, setting=setting, x=point[0], y=point[1])
    if room.free(np.array([placed.box]))[0]:
        room.take(placed.box)
        return placed
    return None


def beside(
    key: str, point: tuple[float, float], settings: Iterable[Setting], *, room: Room, gap: float
) -> Placed | None:
    """Place a label at one of twelve positions around a point, the right upper one preferred."""
    for setting in settings:
        dx, dy = setting.width / 2 + gap, setting.height / 2 + gap * 0.5
        offsets = [
            (dx, 0.8),
            (-dx, 0.8),
            (dx, dy * 0.7),
            (dx, -dy * 0.7),
            (0.0, dy + gap * 0.6),
            (0.0, -dy - gap * 0.6),
            (-dx, dy * 0.7),
            (-dx, -dy * 0.7),
            (dx * 0.7, dy + gap * 0.6),
            (dx * 0.7, -dy - gap * 0.6),
            (-dx * 0.7, dy + gap * 0.6),
            (-dx * 0.7, -dy - gap * 0.6),
        ]
        centres = np.array(point) + np.array(offsets)
        ok = room.free(_boxes(centres, setting.width, setting.height))
        if ok.any():
            x, y = centres[np.argmax(ok)]
            placed = Placed(key=key, setting=setting, x=float(x), y=float(y))
            room.take(placed.box)
            return placed
    return None


def led(
    key: str,
    shape: Any,
    setting: Setting,
    *,
    room: Room,
    costly: Sequence[tuple[Iterable[Any], float]],
    longest: float = 90.0,
    barred: Sequence[Any] = (),
) -> Placed | None:
    """Place a label outside its shape, with a short leader over ground that costs little.

    Parameters
    ----------
    key, shape, setting
        The label and what it belongs to.
    room
        What is taken; the label and its leader are added.
    costly
        Groups of shapes better kept free of the label's box, with the points of leader that each
        group is worth.
    longest
        Greatest length of the leader.
    barred
        Shapes the label's box must not stand on: there it would seem to name them.
    """
    visible = _largest(shapely.intersection(shape, room.frame))
    if visible.is_empty:
        return None
    anchor = shapely.get_coordinates(shapely.maximum_inscribed_circle(visible, tolerance=0.3))[0]
    angles = np.linspace(0, 2 * math.pi, 32, endpoint=False)
    radii = np.arange(8.0, longest, 3.0)
    angle, radius = (grid.ravel() for grid in np.meshgrid(angles, radii))
    reach = np.column_stack([np.cos(angle), np.sin(angle)])
    half = np.array([setting.width / 2, setting.height / 2])
    centres = anchor + reach * radius[:, None] + np.sign(np.round(reach, 6)) * half
    ok = room.free(_boxes(centres, setting.width, setting.height))
    if not ok.any():
        return None
    centres = centres[ok]
    boxes = _boxes(centres, setting.width, setting.height)
    starts = np.clip(anchor, boxes[:, :2], boxes[:, 2:])
    lines = shapely.linestrings(np.stack([starts, np.tile(anchor, (len(starts), 1))], axis=1))
    clear = ~_touching(barred, shapely.box(*boxes.T))
    for box in (*room.boxes, *room.marks):
        clear &= ~shapely.intersects(lines, shapely.box(*box))
    for leader in room.leaders:
        clear &= ~shapely.intersects(lines, leader)
    if not clear.any():
        return None
    lines, centres, starts, boxes = lines[clear], centres[clear], starts[clear], boxes[clear]
    rectangles = shapely.box(*boxes.T)
    cost = shapely.length(lines)
    for ground, worth in costly:
        cost += worth * _touching(ground, rectangles)
    best = int(np.argmin(np.round(cost, 3)))
    leader = (
        (float(starts[best][0]), float(starts[best][1])),
        (float(anchor[0]), float(anchor[1])),
    )
    placed = Placed(
        key=key,
        setting=setting,
        x=float(centres[best][0]),
        y=float(centres[best][1]),
        leader=leader,
    )
    room.take(placed.box, leader=leader)
    return placed


def along(
    key: str, line: Any, setting: Setting, *, room: Room, avoid: Sequence[Any] = ()
) -> Placed | None:
    """Place a label on a line, far from every other label, off the ground to avoid if it can be."""
    visible = shapely.intersection(line, shapely.buffer(room.frame, -6.0, join_style="mitre"))
    if visible.is_empty:
        return None
    points = shapely.get_coordinates(shapely.segmentize(visible, 4.0))
    points = points[room.free(_boxes(points, setting.width, setting.height))]
    if len(points) == 0:
        return None
    lonely = np.full(len(points), np.inf)
    for box in (*room.boxes, *room.marks):
        lonely = np.minimum(lonely, shapely.distance(shapely.points(points), shapely.box(*box)))
    boxes = shapely.box(*_boxes(points, setting.width, setting.height).T)
    lonely -= 1000.0 * _touching(avoid, boxes)
    x, y = points[np.argmax(np.round(lonely, 3))]
    placed = Placed(key=key, setting=setting, x=float(x), y=float(y))
    room.take(placed.box)
    return placed


def _touching(shapes: Iterable[Any], boxes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say of each box whether it touches any of the shapes."""
    touching = np.zeros(len(boxes), dtype=bool)
    for shape in shapes:
        shapely.prepare(shape)
        touching |= shapely.intersects(shape, boxes)
    return touching


def _largest(shape: Any) -> Any:
    """Return the largest area of a shape; an empty polygon if it has none."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004 - areas
    return parts[np.argmax(shapely.area(parts))] if len(parts) else shapely.Polygon()


def _grid(shape: Any) -> NDArray[np.float64]:
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.linspace(west, east, GRID), np.linspace(south, north, GRID))
    centres = np.column_stack([x.ravel(), y.ravel()])
    held: NDArray[np.float64] = centres[shapely.contains_xy(shape, centres)]
    return held


def _boxes(centres: NDArray[np.float64], width: float, height: float) -> NDArray[np.float64]:
    half = np.array([width / 2, height / 2])
    return np.hstack([centres - half, centres + half])
