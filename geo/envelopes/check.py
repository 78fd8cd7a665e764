"""Prove an envelope: measure its error by another route than the one that built it.

The builder searches border points with a k-d tree and works on a plane. The check samples the
finished envelope's edges as they stand in longitude and latitude, finds the nearest place of the
origin's own edges by caps alone, and measures with GeographicLib.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.errors import InputError
from geo.geodesy import Bools, Floats, Segments, checked, lines_of, reach_in_metres, stretch

SEARCHED_TO_M = 0.05
HALVED_AT_ONCE = 500
ROUNDS = 200
RAYS = 1000
BEYOND = np.array([1.0, 1.002, 1.02, 1.1])


@dataclass(frozen=True, kw_only=True)
class MeasuredError:
    """Say how far an envelope is from the truth, and how that was measured.

    Attributes
    ----------
    greatest_m
        The greatest error found, in metres: of a point of the boundary, how far its geodesic
        distance to the origin is from the reach; of an area lost or gained, how far a point of it
        is on the wrong side.
    lon, lat
        Where it was found.
    bound_m
        What no point of the boundary exceeds, between the samples included.
    samples
        How many points were measured.
    """

    greatest_m: float
    lon: float
    lat: float
    bound_m: float
    samples: int


def greatest_error_m(envelope: BaseGeometry, origin: BaseGeometry, *, reach_km: float) -> float:
    """Return the greatest error of an envelope in metres: `measured_error` in one number.

    Examples
    --------
    >>> from shapely import LineString
    >>> equator = LineString([(0, 0), (1, 0)])
    >>> round(greatest_error_m(equator.buffer(1), equator, reach_km=111.319), -1)
    880.0
    """
    return measured_error(envelope, origin, reach_km=reach_km).greatest_m


def measured_error(
    envelope: BaseGeometry, origin: BaseGeometry, *, reach_km: float, step_m: float | None = None
) -> MeasuredError:
    """Measure how far an envelope is from the area within a reach of an origin.

    Parameters
    ----------
    envelope
        Polygon or MultiPolygon in EPSG:4326, edges straight in longitude and latitude; made by
        whatever method.
    origin
        Polygon, MultiPolygon, LineString or MultiLineString in EPSG:4326.
    reach_km
        What the envelope claims, in kilometres.
    step_m
        Begin with a sample at least every so many metres. Left out: with the vertices.

    Returns
    -------
    MeasuredError

    Raises
    ------
    InputError
        When the envelope is no area, or the origin or the reach cannot be used.

    Notes
    -----
    Along an edge the distance from the origin can bend upwards no more sharply than 1/reach plus
    the bend of the edge itself; with the slopes at both ends of a stretch that bounds the error
    anywhere on it. Stretches are halved until no bound exceeds the greatest error found by more
    than 2 % and 5 cm.

    Besides the boundary two things are looked at: every vertex of the origin must lie in the
    envelope (together with the boundary that leaves no way to lose a part), and of 1,000 points
    beyond the reach, just and by up to a tenth, none may lie in it unless another place of the
    origin is near enough (that finds holes filled by mistake).

    Edges along the antimeridian and the poles are cuts, not boundary: they must lie inside.

    Examples
    --------
    >>> from shapely import LineString
    >>> equator = LineString([(0, 0), (1, 0)])
    >>> error = measured_error(equator.buffer(1), equator, reach_km=111.319)
    >>> round(error.greatest_m, -1), abs(round(error.lat))  # a degree of latitude is shorter
    (880.0, 1)
    """
    if not isinstance(envelope, BaseGeometry) or not envelope.geom_type.endswith("Polygon"):
        raise InputError("envelope is not an area; give a Polygon or MultiPolygon in EPSG:4326.")
    origin, reach_m = checked(origin), reach_in_metres(reach_km)
    truth = _Truth.of(origin, reach_m)
    shapely.prepare(envelope)
    start, end, cut = _edges(envelope, step_m)
    boundary, bound_m = _searched(start[~cut], end[~cut], truth)
    found = (
        boundary,
        _cuts((start[cut] + end[cut]) / 2, envelope, truth),
        _lost(envelope, truth),
        _gained(envelope, truth, margin_m=1.0 + boundary[1].max(initial=0.0)),
    )
    lonlat, error = (np.concatenate(column) for column in zip(*found, strict=True))
    worst = int(np.argmax(error))
    return MeasuredError(
        greatest_m=float(error[worst]),
        lon=float(lonlat[worst, 0]),
        lat=float(lonlat[worst, 1]),
        bound_m=float(max(bound_m, error[worst])),
        samples=len(lonlat),
    )


def _edges(envelope: BaseGeometry, step_m: float | None) -> tuple[Floats, Floats, Bools]:
    """Return both ends of every edge, no longer than a step, and whether it is a mere cut."""
    lonlat, ring = shapely.get_coordinates(lines_of(envelope), return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = lonlat[:-1][same], lonlat[1:][same]
    if step_m is not None:
        pieces = np.maximum(np.ceil(_metres(start, end - start)[2] / step_m), 1).astype(np.intp)
        edge = np.repeat(np.arange(len(start)), pieces)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        step = ((end - start) / pieces[:, None])[edge]
        start = start[edge] + nth[:, None] * step
        end = start + step
    return start, end, ((np.abs(start) == (180, 90)) & (start == end)).any(axis=1)


def _metres(lonlat: Floats, step: Floats) -> tuple[Floats, Floats, Floats]:
    """Return steps in metres, east and north and as the crow flies."""
    lat = np.radians(lonlat[:, 1] + step[:, 1] / 2)
    root = 1.0 - GEOD.es * np.sin(lat) ** 2
    normal = GEOD.a / np.sqrt(root)
    east = np.radians(step[:, 0]) * normal * np.cos(lat)
    north = np.radians(step[:, 1]) * normal * (1.0 - GEOD.es) / root
    return east, north, np.hypot(east, north)


@dataclass(frozen=True)
class _Truth:
    """What the envelope is measured against."""

    origin: BaseGeometry
    segments: Segments
    reach_m: float

    @classmethod
    def of(cls, origin: BaseGeometry, reach_m: float) -> "_Truth":
        return cls(origin, Segments.of(origin), reach_m)

    def beyond(self, lonlat: Floats) -> tuple[Floats, Floats]:
        """Return how far points are beyond the reach, and the nearest points of the border."""
        metres, spots = self.segments.nearest(lonlat)
        if self.origin.geom_type.endswith("Polygon"):
            metres[shapely.intersects_xy(self.origin, lonlat)] = 0.0
        return metres - self.reach_m, spots


@dataclass(frozen=True)
class _Ends:
    """Measurements at one end of some stretches: the error, and the direction it comes from."""

    lonlat: Floats
    off_m: Floats
    azimuth: Floats

    @classmethod
    def of(cls, lonlat: Floats, truth: _Truth) -> "_Ends":
        places = np.ascontiguousarray(lonlat).view(np.complex128)[:, 0]  # quicker than by rows
        unlike, which = np.unique(places, return_inverse=True)
        once = np.column_stack([unlike.real, unlike.imag])
        off_m, spots = truth.beyond(once)
        back = GEOD.inv(*spots.T, *once.T)[1]
        which = which.reshape(-1)
        return cls(lonlat, off_m[which], np.radians(back + 180.0)[which])

    @classmethod
    def both(cls, first: "_Ends", second: "_Ends") -> "_Ends":
        return cls(
            np.vstack([first.lonlat, second.lonlat]),
            np.concatenate([first.off_m, second.off_m]),
            np.concatenate([first.azimuth, second.azimuth]),
        )

    def __getitem__(self, chosen: Bools) -> "_Ends":
        return _Ends(self.lonlat[chosen], self.off_m[chosen], self.azimuth[chosen])


def _searched(start: Floats, end: Floats, truth: _Truth) -> tuple[tuple[Floats, Floats], float]:
    """Halve stretches of boundary, the most doubtful first, until none can hide a greater error."""
    ends = _Ends.of(np.vstack([start, end]), truth)
    half = np.arange(len(ends.lonlat)) < len(start)
    low, high = ends[half], ends[~half]
    places, errors = [low.lonlat], [np.abs(low.off_m)]
    greatest_m = float(errors[0].max(initial=0.0))
    bound_m = _bounds_m(low, high, truth.reach_m)
    for _ in range(ROUNDS):
        doubtful = np.flatnonzero(bound_m > 1.02 * greatest_m + SEARCHED_TO_M)
        if not len(doubtful):
            break
        split = np.zeros(len(bound_m), dtype=np.bool_)
        at_once = max(HALVED_AT_ONCE, len(doubtful) // 2)
        split[doubtful[np.argsort(-bound_m[doubtful])[:at_once]]] = True
        middle = _Ends.of((low.lonlat[split] + high.lonlat[split]) / 2, truth)
        places.append(middle.lonlat)
        errors.append(np.abs(middle.off_m))
        greatest_m = max(greatest_m, float(errors[-1].max()))
        new_low, new_high = _Ends.both(low[split], middle), _Ends.both(middle, high[split])
        low, high = _Ends.both(low[~split], new_low), _Ends.both(high[~split], new_high)
        bound_m = np.append(bound_m[~split], _bounds_m(new_low, new_high, truth.reach_m))
    return (np.vstack(places), np.concatenate(errors)), float(bound_m.max(initial=0.0))


def _bounds_m(low: _Ends, high: _Ends, reach_m: float) -> Floats:
    """Bound the error anywhere on stretches, from the errors and slopes at both ends."""
    step = high.lonlat - low.lonlat
    east, north, gap = _metres(low.lonlat, step)
    bend = 1.0 / reach_m + stretch(low.lonlat, step)[1]
    along = np.arctan2(east, north)
    rise, fall = np.cos(low.azimuth - along), np.cos(high.azimuth - along)
    # two parabolas, one from each end: the distance stays below both
    steepening = np.maximum(rise - fall + bend * gap, 1e-12)
    meet = (high.off_m - low.off_m - fall * gap + bend * gap**2 / 2) / steepening
    meet = np.clip(meet, 0.0, gap)
    above = low.off_m + rise * meet + bend * meet**2 / 2
    below = np.minimum(low.off_m, high.off_m) - bend * gap**2 / 8
    return np.asarray(np.maximum.reduce([low.off_m, high.off_m, above, -below]))


def _cuts(lonlat: Floats, envelope: BaseGeometry, truth: _Truth) -> tuple[Floats, Floats]:
    """Measure middles of cuts: they must lie within the reach, and go on beyond the cut."""
    beyond_m, _ = truth.beyond(lonlat)
    across = np.where(np.abs(lonlat) == (180.0, 90.0), lonlat * (-1.0, 1.0), lonlat)
    dead_end = ~shapely.intersects_xy(envelope, across)
    return lonlat, np.maximum(np.where(dead_end, -beyond_m, beyond_m), 0.0)


def _lost(envelope: BaseGeometry, truth: _Truth) -> tuple[Floats, Floats]:
    """Find vertices of the origin outside the envelope: all of the reach is missing there."""
    lonlat = truth.segments.start
    lost = lonlat[~shapely.intersects_xy(envelope, lonlat)]
    return lost, np.full(len(lost), truth.reach_m)


def _gained(envelope: BaseGeometry, truth: _Truth, *, margin_m: float) -> tuple[Floats, Floats]:
    """Find points just beyond the reach of all of the origin, and yet in the envelope."""
    nth, border = np.arange(RAYS), truth.segments.start
    lon, lat = border[nth * len(border) // RAYS].T
    azimuth = nth * 180.0 * (3.0 - np.sqrt(5.0)) % 360.0
    lon, lat, _ = GEOD.fwd(lon, lat, azimuth, truth.reach_m * BEYOND[nth % len(BEYOND)] + margin_m)
    lonlat = np.column_stack([lon, lat])
    lonlat = lonlat[shapely.contains_xy(envelope, lonlat)]
    return lonlat, np.maximum(truth.beyond(lonlat)[0], 0.0)
