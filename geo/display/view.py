"""Choose which part of the globe a map may show, and the projection it is drawn in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import METRIC, conic
from geo.findings import Findings

Box = tuple[float, float, float, float]
"""West, south, east, north."""

KM_PER_DEGREE = 111.32
"""Of latitude."""

_TURN = 360.0
_HALF_TURN = 180.0
_SHAPE = 1.5  # width for height, on the ground
_ROOM = 0.25  # of what must be seen, on every side
_LEAST_ROOM_KM = 100.0
_POLE = 85.0
_WIDEST = 175.0
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
    """

    degrees: Box
    metric: str

    @property
    def narrowing(self) -> float:
        """Return the length of a degree of longitude against one of latitude, in the middle."""
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
            return shapely.clip_by_rect(given, west, south, east, north)
        near = shapely.clip_by_rect(given, west, south, _HALF_TURN, north)
        beyond = shapely.clip_by_rect(given, -_HALF_TURN, south, east - _TURN, north)
        joined: NDArray[np.object_] = shapely.union(
            near, shapely.transform(beyond, lambda at: at + (_TURN, 0))
        )
        return joined

    def unbroken(self, areas: Iterable[Any]) -> NDArray[np.object_]:
        """Join areas across the antimeridian where it lies within; they may go beyond the view."""
        west, south, east, north = self.degrees
        given = np.array([*areas], dtype=object)
        if east <= _HALF_TURN:
            return given
        return View((west - 1, south - 1, east + 1, north + 1), self.metric).clip(given)

    def holds(self, longitude: float, latitude: float) -> bool:
        """Say whether a place is within the view."""
        west, south, east, north = self.degrees
        return south < latitude < north and west < self.turned(longitude) < east

    def turned(self, longitude: float) -> float:
        """Give a longitude as it is counted in this view."""
        return longitude + _TURN if longitude < self.degrees[2] - _TURN else longitude


AROUND_UKRAINE = View((5.0, 39.0, 63.0, 63.0), METRIC)
"""The part of the globe for which the packaged layers of Ukraine and Russia are made."""


def look_at(findings: Findings) -> View:
    """Choose the view for what was found.

    It holds whatever of the regions is within reach, every region a permission names (where there
    is neither, the nearest region), as much of what is measured from as lies within the farthest
    reach of these, and room around.

    Parameters
    ----------
    findings
        What was measured.

    Returns
    -------
    View
        `AROUND_UKRAINE` where Russia is judged from Ukraine; else one made for the run.
    """
    if (findings.home_country, findings.target) == ("UA", "RU"):
        return AROUND_UKRAINE
    parts = shapely.get_parts(_looked_at(findings))
    middle = float(np.mean(shapely.bounds(parts[np.argmax(shapely.area(parts))])[[0, 2]]))
    core = _around(_boxes(parts, middle))
    reach_km = float(findings.envelopes["reach_km"].max())
    near = _grown(core, reach_km)
    sources = _boxes([*findings.origin.geometry, *findings.home.geometry], middle)
    low, high = np.maximum(sources[:, :2], near[:2]), np.minimum(sources[:, 2:], near[2:])
    met = (low < high).all(axis=1)
    seen = _around(np.vstack([core, np.hstack([low, high])[met]]))
    return _view(_grown(seen, min(reach_km, _height_km(seen))))


def _looked_at(findings: Findings) -> NDArray[np.object_]:
    """Give what is within reach and the regions named; the nearest region where there is none."""
    named = {code for regime in findings.regimes for code in regime.scope}
    if not named and findings.inside.empty:
        named = {findings.coverage.sort_values("nearest_km")["region"].iloc[0]}
    regions = findings.regions.geometry[findings.regions["region"].isin(named)]
    return np.array([*regions, *findings.inside.geometry], dtype=object)


def _boxes(shapes: Iterable[Any], middle: float) -> NDArray[np.float64]:
    """Give the box of every part, its longitudes counted to within half a turn of the middle."""
    boxes = shapely.bounds(shapely.get_parts(np.array([*shapes], dtype=object)))
    turns = np.rint((middle - (boxes[:, 0] + boxes[:, 2]) / 2) / _TURN)
    boxes[:, [0, 2]] += turns[:, None] * _TURN
    return np.asarray(boxes)


def _around(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the box around boxes."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _height_km(box: NDArray[np.float64]) -> float:
    return float(box[3] - box[1]) * KM_PER_DEGREE


def _grown(box: NDArray[np.float64], by_km: float) -> NDArray[np.float64]:
    """Move every side outwards, by no less than the distance."""
    up = by_km / KM_PER_DEGREE
    highest = min(max(abs(box[1] - up), abs(box[3] + up)), _POLE)
    across = up / np.cos(np.radians(highest))
    return np.asarray(box + (-across, -up, across, up))


def _view(seen: NDArray[np.float64]) -> View:
    """Add room around, more of it where the part is narrow, and make a projection for it."""
    west, south, east, north = seen
    shrunk = np.cos(np.radians(min(abs(south + north) / 2, _POLE)))
    room = 2 * _LEAST_ROOM_KM / KM_PER_DEGREE
    up = max((north - south) * (1 + 2 * _ROOM), north - south + room)
    across = max((east - west) * shrunk * (1 + 2 * _ROOM), (east - west) * shrunk + room)
    up, across = max(up, across / _SHAPE), max(across, up * _SHAPE)
    width = min(across / shrunk, _WIDEST)
    left = ((west + east - width) / 2 + _HALF_TURN) % _TURN - _HALF_TURN
    middle = (south + north) / 2
    low, high = max(middle - up / 2, -_POLE), min(middle + up / 2, _POLE)
    degrees = (
        round(float(left), 1),
        round(float(low), 1),
        round(float(left + width), 1),
        round(float(high), 1),
    )
    return View(degrees, conic(*degrees))
