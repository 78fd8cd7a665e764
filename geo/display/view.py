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
    """

    degrees: Box
    metric: str
    upright: Box

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
    kept = np.vstack([box, parts[close & (parts[:, :2] <= parts[:, 2:]).all(axis=1)]])
    return np.concatenate([kept[:, :2].min(axis=0), kept[:, 2:].max(axis=0)])


def _main(boxes: NDArray[np.float64], *, reach: float) -> NDArray[np.float64]:
    """Give the box around the largest box and all that is near, without what is far away."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    box: NDArray[np.float64] = boxes[np.argmax(sizes)]
    while True:
        size = max((box[2:] - box[:2]).max(), reach)
        gaps = np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:]).max(axis=1)
        near = boxes[gaps <= size]
        around = np.concatenate([near[:, :2].min(axis=0), near[:, 2:].max(axis=0)])
        if (around == box).all():
            return box
        box = around
