"""Choose which part of the globe a map may show, its projection, and what is seen at first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC, METRIC, conic, to_geographic, to_metric
from geo.findings import Findings

Box = tuple[float, float, float, float]
"""West, south, east, north."""

_NEAR, _NEAR_OF_LARGE, _MUCH_LARGER = 0.25, 0.5, 3.0  # times the size of what matters
_JUST = 1.05

KM_PER_DEGREE = 111.32
"""Of latitude."""

_TURN = 360.0
_HALF_TURN = 180.0
_SHAPE = 1.5  # width for height or height for width, on the ground, at most
_ROOM = 0.5  # of what must be seen, on every side
_LEAST_ROOM_KM = 100.0
_POLE = 85.0
_RIM = 200  # points around a map
_WIDEST = 175.0
_FAR_OFF = 3.0  # times the farthest reach
_MOST_APART = 3
_APART = 0.1  # of the size of the main map: what lies farther may have a map of its own
_GAIN, _MORE = 1.6, 1.15  # times smaller is the main map's ground, and by another group's leaving
_USUAL_DEGREES = 24.0  # height of the map around Ukraine


@dataclass(frozen=True)
class View:
    """Hold what is ever shown of the globe.

    Attributes
    ----------
    degrees
        West, south, east and north in degrees; east is more than 180 where the antimeridian lies
        within.
    metric
        The CRS it is drawn in, see `geo.crs.conic`.
    upright
        West, south, east and north, in metres, of a map that shows nothing beyond the view.
    asides
        Views of what lies far from the rest, to be shown in maps of their own, and what each
        holds, in metres of its own.
    """

    degrees: Box
    metric: str
    upright: Box
    asides: tuple[tuple["View", Box], ...] = ()

    @property
    def narrowing(self) -> float:
        """Return the length of a degree of longitude against one of latitude, in the middle.

        Examples
        --------
        >>> View(degrees=(30, 44, 40, 60), metric="", upright=(0, 0, 1, 1)).narrowing
        0.6
        """
        return round(float(np.cos(np.radians((self.degrees[1] + self.degrees[3]) / 2))), 1)

    @property
    def magnitude(self) -> float:
        """Return how much more ground there is from south to north than on Ukraine's map."""
        return (self.degrees[3] - self.degrees[1]) / _USUAL_DEGREES

    def clip(self, shapes: Iterable[Any]) -> NDArray[np.object_]:
        """Cut shapes at the edges of the view; across the antimeridian longitudes run on."""
        west, south, east, north = self.degrees
        given = np.array([*shapes], dtype=object)
        if self.asides:
            views = [replace(self, asides=()), *(view for view, _ in self.asides)]
            return np.asarray(shapely.union_all([view.clip(given) for view in views], axis=0))
        if east <= _HALF_TURN:
            clipped: NDArray[np.object_] = shapely.clip_by_rect(given, west, south, east, north)
            return clipped
        near = shapely.clip_by_rect(given, west, south, _HALF_TURN, north)
        beyond = shapely.clip_by_rect(given, -_HALF_TURN, south, east - _TURN, north)
        turned = shapely.transform(beyond, lambda at: at + np.array([_TURN, 0.0]))
        joined: NDArray[np.object_] = shapely.union(near, turned)
        return joined

    def unbroken(self, areas: Iterable[Any]) -> NDArray[np.object_]:
        """Join areas across the antimeridian where it lies within; they may go beyond the view."""
        west, south, east, north = self.degrees
        given = np.array([*areas], dtype=object)
        if east <= _HALF_TURN:
            return given
        return replace(self, degrees=(west - 1, south - 1, east + 1, north + 1)).clip(given)

    def holds(self, longitude: float, latitude: float) -> bool:
        """Say whether a place is within the view."""
        west, south, east, north = self.degrees
        return south < latitude < north and west < self.turned(longitude) < east

    def turned(self, longitude: float) -> float:
        """Give a longitude as it is counted in this view."""
        return longitude + _TURN if longitude < self.degrees[2] - _TURN else longitude


AROUND_UKRAINE = View(
    degrees=(5.0, 39.0, 63.0, 63.0),
    metric=METRIC,
    upright=(-1_564_300, -1_035_700, 1_372_000, 1_455_300),
)
"""The part of the globe for which the packaged layers of Ukraine and Russia are made."""


def look_at(findings: Findings) -> View:
    """Choose the view for what was found.

    It holds whatever of the regions is within reach and every region a permission names (where
    there is neither, the nearest region or all within reach), what of the origin is near them, and
    room around.

    Parameters
    ----------
    findings
        What was measured.

    Returns
    -------
    View
        `AROUND_UKRAINE` where Russia is judged from Ukraine; else one made for the run.
    """
    if findings.usual:
        return AROUND_UKRAINE
    parts = shapely.get_parts(_looked_at(findings))
    middle = float(np.mean(shapely.bounds(parts[np.argmax(shapely.area(parts))])[[0, 2]]))
    core = _boxes(parts, middle)
    shrunk = float(np.cos(np.radians(min(abs(core[:, [1, 3]].mean()), _POLE))))
    scale = np.array([shrunk, 1.0, shrunk, 1.0]) * KM_PER_DEGREE
    sources = _boxes([*findings.origin.geometry, *findings.home.geometry], middle)
    reach_km = float(findings.envelopes["reach_km"].max())
    west, south, east, north = first_look(core * scale, sources * scale, reach=reach_km)
    room = max((east - west) * _ROOM, (north - south) * _ROOM, _LEAST_ROOM_KM)
    room = max(room, min(reach_km, north - south))
    up = north - south + 2 * room
    across = east - west + 2 * room
    up, across = max(up, across / _SHAPE), max(across, up / _SHAPE)
    return _view(((west + east) / 2, (south + north) / 2, across, up) / scale)


def _looked_at(findings: Findings) -> NDArray[np.object_]:
    """Give what is within reach and the regions named.

    Where there is neither, the nearest region, or, if that is far off, all within reach.
    """
    named = set(findings.codes([c for r in findings.regimes for c in (*r.scope, *r.whole)]))
    if not named and findings.inside.empty:
        nearest = findings.coverage.sort_values("nearest_km").iloc[0]
        if nearest["nearest_km"] > _FAR_OFF * findings.envelopes["reach_km"].max():
            return np.asarray(findings.envelopes.geometry)
        named = {nearest["region"]}
    regions = findings.regions.geometry[findings.regions["region"].isin(named)]
    return np.array([*regions, *findings.inside.geometry], dtype=object)


def _boxes(shapes: Iterable[Any], middle: float) -> NDArray[np.float64]:
    """Give the box of every part, its longitudes counted to within half a turn of the middle."""
    boxes = boxes_of(shapes)
    turns = np.rint((middle - (boxes[:, 0] + boxes[:, 2]) / 2) / _TURN)
    boxes[:, [0, 2]] += turns[:, None] * _TURN
    return boxes


def _view(part: NDArray[np.float64]) -> View:
    """Take a projection for a part of the globe, and all that an upright map of it shows.

    The part is given by its middle, width and height in degrees.
    """
    middle, latitude, width, height = part.tolist()
    half = min(width, _WIDEST) / 2
    low, high = max(latitude - height / 2, -_POLE), min(latitude + height / 2, _POLE)
    west, east, latitude = middle - half, middle + half, (low + high) / 2
    metric = conic(west, low, east, high)
    ends = shapely.points([(middle, low), (middle, high), (west, latitude), (east, latitude)])
    sides = to_metric(gpd.GeoDataFrame(geometry=ends, crs=GEOGRAPHIC), metric=metric)
    box = shapely.box(*sides.total_bounds)
    rim = shapely.get_coordinates(shapely.segmentize(box, box.length / _RIM))
    frame = gpd.GeoDataFrame(geometry=shapely.points(rim), crs=metric)
    x, y = shapely.get_coordinates(to_geographic(frame, metric=metric).geometry).T
    x = middle + (x - middle + _HALF_TURN) % _TURN - _HALF_TURN
    west = (x.min() + _HALF_TURN) % _TURN - _HALF_TURN
    return View(
        degrees=(
            float(np.floor(west)),
            float(np.floor(max(y.min(), -_POLE))),
            float(np.ceil(west + np.ptp(x))),
            float(np.ceil(min(y.max(), _POLE))),
        ),
        metric=metric,
        upright=tuple(np.rint(box.bounds).tolist()),
    )


def closer(view: View, boxes: NDArray[np.float64]) -> View:
    """Take a projection for a part of a view: for boxes in degrees, with room around them."""
    west, south, east, north = _around(boxes)
    size = (east - west) * (1 + 2 * _ROOM), (north - south) * (1 + 2 * _ROOM)
    made = _view(np.array([(west + east) / 2, (south + north) / 2, *size]))
    turn = np.array([_TURN * round((west - made.degrees[0]) / _TURN), 0.0])
    low = np.maximum(np.add(made.degrees[:2], turn), view.degrees[:2]) - turn
    high = np.minimum(np.add(made.degrees[2:], turn), view.degrees[2:]) - turn
    return replace(made, degrees=(*low.tolist(), *high.tolist()))


def boxes_of(shapes: Iterable[Any]) -> NDArray[np.float64]:
    """Give the box of every part of the shapes, as rows; an empty part has none."""
    parts = shapely.get_parts(np.array([*shapes], dtype=object))
    return np.asarray(shapely.bounds(parts[~shapely.is_empty(parts)]))


def first_look(
    core: NDArray[np.float64], sources: NDArray[np.float64], *, reach: float
) -> NDArray[np.float64]:
    """Choose the box that a first look should hold: what matters, and what it is measured from.

    Parameters
    ----------
    core
        Boxes (rows of west, south, east, north) of what matters, in any unit of length.
    sources
        Boxes of the parts of what is measured from, in the same unit.
    reach
        The farthest distance measured, in that unit, too.

    Returns
    -------
    array
        West, south, east, north: of the core what is no farther from the rest than that is large;
        of the sources those near it, whole where they are not much larger, else as far as they
        are near.

    Examples
    --------
    >>> island, land, far = (0, 0, 9, 9), (10, 0, 99, 9), (500, 0, 509, 9)
    >>> first_look(np.array([island]), np.array([land, far]), reach=2).tolist()
    [0.0, 0.0, 13.5, 9.0]
    """
    box = _main(core.astype(float), reach=reach)
    size = max(box[2] - box[0], box[3] - box[1], reach / 2)
    gaps = np.maximum(sources[:, :2] - box[2:], box[:2] - sources[:, 2:]).max(axis=1)
    close = gaps <= max(size * _NEAR, reach * _JUST, gaps.min())
    large = (sources[:, 2:] - sources[:, :2]).max(axis=1) > size * _MUCH_LARGER
    margin = max(size * _NEAR_OF_LARGE, gaps.min() * _JUST)
    grown = box + (-margin, -margin, margin, margin)  # noqa: RUF005 - a sum, not a longer tuple
    parts = sources.astype(float)
    parts[large, :2] = np.maximum(parts[large, :2], grown[:2])
    parts[large, 2:] = np.minimum(parts[large, 2:], grown[2:])
    return _around(np.vstack([box, parts[close & (parts[:, :2] <= parts[:, 2:]).all(axis=1)]]))


def parted(
    core: NDArray[np.float64],
    sources: NDArray[np.float64],
    regions: NDArray[np.object_],
    *,
    reach: float,
    bound: bool,
) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Part what matters into a main group and those far from it, where its map gains by that.

    Core, sources and reach are as for `first_look`, ``regions`` whose each box of the core is. The
    main group has the most of them; it has all sources where these are ``bound``. Return which
    boxes of core and sources each group has, the main group first.

    Examples
    --------
    >>> core = np.array([(0, 0, 9, 9), (9, 0, 20, 9), (50, 40, 52, 42)], dtype=float)
    >>> names = np.array(["one", "two", "isle"], dtype=object)
    >>> [own.tolist() for own, _ in parted(core, core, names, reach=1, bound=False)]
    [[True, True, False], [False, False, True]]
    """
    order, before, step = _chained(core)
    nearest = np.array([_gaps(core, box).argmin() for box in sources])
    groups = [(np.ones(len(core), dtype=bool), np.ones(len(sources), dtype=bool))]
    least = _area(_around(np.vstack([core, first_look(core, sources, reach=reach)]))) / _GAIN
    for cut in np.sort(step)[: -_MOST_APART - 1 : -1]:
        label = np.arange(len(core))
        for box in order[step < cut]:
            label[box] = label[before[box]]
        held = sorted(
            (label == each for each in np.unique(label)),
            key=lambda own: (-len({*regions[own]}), -_area(_around(core[own]))),
        )
        near = [np.full(len(nearest), own is held[0]) if bound else own[nearest] for own in held]
        main = core[held[0]]
        look = first_look(main, sources[near[0]] if near[0].any() else main, reach=reach)
        if cut > _APART * (look[2:] - look[:2]).max() and _area(look) < least:
            groups, least = [*zip(held, near, strict=True)], _area(look) / _MORE
    return groups


def _chained(boxes: NDArray[np.float64]) -> tuple[NDArray[np.int64], ...]:
    """Join boxes one by one, the nearest first, to one joined before.

    Return the order, the box that each is joined to, and, in order, how far it is from that.
    """
    order, before = [0], np.zeros(len(boxes), dtype=int)
    away, step = _gaps(boxes, boxes[0]), [0.0]
    away[0] = np.inf
    for _ in range(len(boxes) - 1):
        box = int(np.argmin(away))
        order.append(box)
        step.append(float(away[box]))
        away[box] = np.inf
        gaps = _gaps(boxes, boxes[box])
        nearer = (gaps < away) & np.isfinite(away)
        before[nearer], away[nearer] = box, gaps[nearer]
    return np.array(order), before, np.array(step)


def _gaps(boxes: NDArray[np.float64], box: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure how far boxes lie from one of them."""
    gaps = np.maximum(np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:]), 0.0)
    return np.asarray(np.hypot(*gaps.T))


def _area(box: NDArray[np.float64]) -> float:
    return float(np.prod(box[2:] - box[:2]))


def _around(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _main(boxes: NDArray[np.float64], *, reach: float) -> NDArray[np.float64]:
    """Give the box around the largest box and all that is near, without what is far away."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    box: NDArray[np.float64] = boxes[np.argmax(sizes)]
    while True:
        size = max((box[2:] - box[:2]).max(), reach)
        gaps = np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:]).max(axis=1)
        near = boxes[gaps <= size]
        around = _around(near)
        if (around == box).all():
            return box
        box = around
