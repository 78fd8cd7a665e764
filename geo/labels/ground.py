"""Know the rules, and what lies under any box of a map: a grid of owners, summed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Box = tuple[float, float, float, float]
Boxes = NDArray[np.float64]
"""Rows of west, south, east, north."""

AREA = 2
LED_STEP = 3.0
"""How far apart led names are tried, and their leaders' ends, in cells."""

EDGE = 1.5
"""Half the width of a frame that no name meets."""

Grid = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """State the rules in numbers; lengths are in points, or pixels on a page.

    Attributes
    ----------
    region_inside, place_inside
        Least part of a region's name that stands in its region, of a town's in the town's.
    longest_leader, longest_leader_named
        Of a region that is touched, of one that the permission names.
    leader_depth
        How deep in its region a leader ends, where the region is large enough.
    spill, mark
        Costs of a name's parts outside its ground, of covering a mark.
    led, led_amiss, per_length
        Costs of a leader, of a led name on ground that is reached, of a leader's length.
    worth
        What it costs to leave a name out, by what it names: the order in which names matter.
    """

    region_inside: float = 0.55
    place_inside: float = 0.5
    longest_leader: float = 42.0
    longest_leader_named: float = 70.0
    leader_depth: float = 3.0
    spill: float = 40.0
    mark: float = 30.0
    led: float = 32.0
    led_amiss: float = 60.0
    per_length: float = 0.5
    worth: Mapping[str, float] = field(
        default_factory=lambda: {
            "named": 1000.0,
            "touched": 240.0,
            "home": 200.0,
            "reach": 160.0,
            "capital": 70.0,
            "part": 60.0,
            "neighbour": 50.0,
            "narrow": 48.0,
            "settlement": 32.0,
            "target": 30.0,
            "region": 20.0,
            "town": 18.0,
            "country": 16.0,
            "sea": 14.0,
            "outside": 9.0,
            "tick": 5.0,
        }
    )


RULES = Rules()


@dataclass(frozen=True, kw_only=True)
class Terrain:
    """Hold what names stand on.

    Attributes
    ----------
    width, height
        The map's size.
    shapes
        Areas by key: regions, countries, seas; a later one lies above an earlier one.
    home
        Keys of the country measured from and its parts, on which no foreign name stands.
    regions
        Keys of the regions: no other name has its middle there.
    reached
        Those of them that are touched: led names stand elsewhere if they can.
    free
        Keys of the ground that led names prefer, with what it costs; what has no key is 0.
    lines
        Lines better not crossed by a name.
    waters
        Keys of the seas.
    marks
        Boxes better not covered.
    taken
        Boxes that nothing may meet.
    margin
        How far names keep from the map's edge.
    step
        Size of a cell of the grid.
    """

    width: float
    height: float
    shapes: Mapping[str, Any]
    home: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    free: Mapping[str, float] = field(default_factory=dict)
    waters: frozenset[str] = frozenset()
    lines: Any = None
    marks: tuple[Box, ...] = ()
    taken: tuple[Box, ...] = ()
    margin: float = 2.5
    step: float = 1.0

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number the shapes from 1; 0 is what has none."""
        return {key: n for n, key in enumerate(self.shapes, 1)}

    @cached_property
    def owners(self) -> NDArray[np.int16]:
        """Say of each cell, rows upwards, whose it is."""
        grid = np.zeros(self._size, dtype=np.int16)
        for key, number in self.numbers.items():
            grid[self.mask(self.shapes[key])] = number
        return grid

    @property
    def _size(self) -> tuple[int, int]:
        return int(np.ceil(self.height / self.step)), int(np.ceil(self.width / self.step))

    def mask(self, shape: Any) -> NDArray[np.bool_]:
        """Paint an area onto the grid."""
        rows, columns = self._size
        image = Image.new("1", (columns, rows))
        pen = ImageDraw.Draw(image)
        for polygon in shapely.get_parts(shapely.get_parts(shape)):
            if polygon.geom_type == "Polygon" and not polygon.is_empty:
                pen.polygon(self._cells(polygon.exterior), fill=1)
                for hole in polygon.interiors:
                    pen.polygon(self._cells(hole), fill=0)
        return np.asarray(image, dtype=bool)

    def _cells(self, ring: Any) -> list[tuple[float, float]]:
        return [(x, y) for x, y in shapely.get_coordinates(ring) / self.step - 0.5]

    def seen(self, key: str) -> Any:
        """Return the areas of a shape that lie on the map; none for an unknown key."""
        if key not in self._seen:
            self._seen[key] = self._cut(key)
        return self._seen[key]

    def middle(self, key: str) -> Grid:
        """Give the middle of the largest part of a shape: the point farthest from its edges."""
        if key not in self._middles:
            parts = shapely.get_parts(self.seen(key))
            largest = parts[np.argmax(shapely.area(parts))]
            circle = shapely.maximum_inscribed_circle(largest, tolerance=self.step / 2)
            self._middles[key] = shapely.get_coordinates(circle)[0]
        return self._middles[key]

    def ends(self, key: str, *, deepest: bool = True) -> Grid:
        """Spread points where leaders may end: the edge of the deeper part of a shape in view.

        Those less deep are among them where they must not be the ``deepest``.
        """
        shape, found = shapely.simplify(self.seen(key), self.step / 2), [self.middle(key)[None]]
        for depth in RULES.leader_depth / np.array([1, 2, 4]):
            core = shapely.buffer(shape, -depth, quad_segs=2)
            if not core.is_empty:
                inner = shapely.simplify(core, self.step / 2)
                edge = shapely.get_coordinates(shapely.segmentize(inner, LED_STEP))
                inside: Grid = edge[shapely.intersects_xy(self.seen(key), *edge.T)]
                if deepest:
                    return inside
                found.append(inside)
        return np.concatenate(found)

    @cached_property
    def _seen(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _middles(self) -> dict[str, Grid]:
        return {}

    def _cut(self, key: str) -> Any:
        shape = self.shapes.get(key, shapely.Polygon())
        parts = shapely.get_parts(shapely.clip_by_rect(shape, 0, 0, self.width, self.height))
        return shapely.multipolygons(parts[shapely.get_dimensions(parts) == AREA])

    @cached_property
    def _sums(self) -> dict[object, Grid]:
        return {}

    def share(self, key: object, boxes: Boxes, keys: Iterable[str]) -> Grid:
        """Give the part of each box that lies on some shapes; ``key`` names their union."""
        if key not in self._sums:
            numbers = [self.numbers[name] for name in keys if name in self.numbers]
            self._sums[key] = _summed(np.isin(self.owners, numbers))
        return self._part(self._sums[key], boxes)

    def priced(self, boxes: Boxes) -> Grid:
        """Give what the ground under each box costs a led name, as ``free`` has it."""
        if "free" not in self._sums:
            prices = np.zeros(len(self.numbers) + 1)
            for key, price in self.free.items():
                prices[self.numbers.get(key, 0)] = price
            prices[0] = 0.0
            self._sums["free"] = _summed(prices[self.owners])
        return self._part(self._sums["free"], boxes)

    def crossed(self, boxes: Boxes) -> Grid:
        """Give the part of each box that lies on the lines, drawn two cells wide."""
        if self.lines is None:
            return np.zeros(len(boxes))
        if "lines" not in self._sums:
            self._sums["lines"] = _summed(self.mask(shapely.buffer(self.lines, self.step)))
        return self._part(self._sums["lines"], boxes)

    def _part(self, sums: Grid, boxes: Boxes) -> Grid:
        rows, columns = self._size
        cells = np.rint(boxes / self.step).astype(np.int64).T
        west, south, east, north = np.minimum(np.maximum(cells, 0), [[columns], [rows]] * 2)
        whole = np.maximum((cells[2] - cells[0]) * (cells[3] - cells[1]), 1)
        inner = sums[north, east] - sums[north, west] - sums[south, east] + sums[south, west]
        part: Grid = inner / whole
        return part

    def owner(self, points: NDArray[np.float64]) -> NDArray[np.int16]:
        """Say whose the points are."""
        rows, columns = self._size
        cells = (points / self.step).astype(int)
        owned: NDArray[np.int16] = self.owners[
            np.clip(cells[:, 1], 0, rows - 1), np.clip(cells[:, 0], 0, columns - 1)
        ]
        return owned

    @cached_property
    def homeland(self) -> Any:
        """Return the shape of the country measured from, prepared; empty for none."""
        shape = shapely.union_all([self.shapes[key] for key in sorted(self.home)])
        shapely.prepare(shape)
        return shape

    def holds(self, key: str, x: Grid, y: Grid) -> NDArray[np.bool_]:
        """Say of each point whether it is in a shape, exactly."""
        shape = self.seen(key)
        shapely.prepare(shape)
        return np.asarray(shapely.contains_xy(shape, x, y))

    def on_regions(self, x: Grid, y: Grid) -> NDArray[np.bool_]:
        """Say of each point whether it is in any region, exactly."""
        within = np.zeros(len(x), dtype=bool)
        within[self._land.query(shapely.points(x, y), predicate="within")[0]] = True
        return within

    @cached_property
    def _land(self) -> Any:
        return shapely.STRtree([self.shapes[key] for key in sorted(self.regions)])

    def allows(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Say of each box whether it stands within the map and clear of what is taken."""
        edge = self.margin
        ok: NDArray[np.bool_] = (
            (boxes[:, 0] >= edge)
            & (boxes[:, 1] >= edge)
            & (boxes[:, 2] <= self.width - edge)
            & (boxes[:, 3] <= self.height - edge)
        )
        return ok & ~(count_meeting(boxes, self.taken) > 0)


def shortest(boxes: Boxes, ends: Grid) -> tuple[Grid, Grid]:
    """Lead each box to the nearest of some points; return the leaders and their lengths."""
    x, y = ends.T
    across = np.maximum(np.maximum(boxes[:, :1] - x, x - boxes[:, 2:3]), 0.0)
    up = np.maximum(np.maximum(boxes[:, 1:2] - y, y - boxes[:, 3:]), 0.0)
    squared = across**2 + up**2
    nearest = squared.argmin(axis=1) if len(boxes) else np.empty(0, dtype=int)
    end = ends[nearest]
    start = np.clip(end, boxes[:, :2], boxes[:, 2:])
    return np.hstack([start, end]), np.hypot(*(end - start).T)


def count_meeting(boxes: Boxes, others: Iterable[Box]) -> NDArray[np.int64]:
    """Count for each box those of the others that it overlaps."""
    other = np.array([*others], dtype=float).reshape(-1, 4)
    meets = (
        (boxes[:, None, 0] < other[:, 2])
        & (boxes[:, None, 2] > other[:, 0])
        & (boxes[:, None, 1] < other[:, 3])
        & (boxes[:, None, 3] > other[:, 1])
    )
    counted: NDArray[np.int64] = meets.sum(axis=1)
    return counted


def edges(box: Box) -> list[Box]:
    """Give the four sides of a frame as narrow boxes."""
    west, south, east, north = box
    level = [(west - EDGE, y - EDGE, east + EDGE, y + EDGE) for y in (south, north)]
    return level + [(x - EDGE, south - EDGE, x + EDGE, north + EDGE) for x in (west, east)]


def _summed(mask: NDArray[Any]) -> Grid:
    """Sum a grid from its corner, with a row and a column of nothing before."""
    sums = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1))
    kind = np.int32 if mask.dtype == bool else mask.dtype  # half the way through memory
    sums[1:, 1:] = mask.cumsum(axis=0, dtype=kind).cumsum(axis=1, dtype=kind)
    return sums
