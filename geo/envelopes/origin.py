"""Turn a border into points so dense that the nearest of them is as good as the border itself."""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

GEOD = Geod(ellps="WGS84")
LEAST_REACH_KM = 1.0
GREATEST_REACH_KM = 2000.0
METRES_PER_DEGREE = 111_700.0  # no degree of WGS84 is longer, along a meridian or the equator
_USABLE = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")


def reach_in_metres(reach_km: float) -> float:
    """Convert a reach to metres: the one place where policy's unit becomes geometry's."""
    wanted = f"give one from {LEAST_REACH_KM:g} to {GREATEST_REACH_KM:g} km"
    try:
        value = float(reach_km)
    except (TypeError, ValueError) as error:
        raise InputError(f"reach_km={reach_km!r} is not a number; {wanted}.") from error
    if not (isfinite(value) and LEAST_REACH_KM <= value <= GREATEST_REACH_KM):
        raise InputError(f"reach_km={reach_km!r} cannot be measured exactly; {wanted}.")
    return value * 1000.0


def checked(origin: BaseGeometry) -> BaseGeometry:
    """Return the origin in two dimensions, or say what is wrong with it."""
    if not isinstance(origin, BaseGeometry):
        raise InputError(
            f"origin is a {type(origin).__name__}; give a shapely Polygon, LineString or their "
            "Multi-form in longitude and latitude (EPSG:4326)."
        )
    if origin.geom_type not in _USABLE:
        raise InputError(
            f"origin is a {origin.geom_type}; a reach is measured from lines or polygons: give one."
        )
    if origin.is_empty:
        raise InputError("origin is empty; give a border line or an area.")
    bounds = np.array(origin.bounds)
    if not np.isfinite(shapely.get_coordinates(origin)).all():
        raise InputError("origin has coordinates that are NaN or infinite; drop or mend them.")
    if (np.abs(bounds) > (180, 90, 180, 90)).any():
        west, south, east, north = bounds
        raise InputError(
            f"origin spans {west:g} to {east:g} E, {south:g} to {north:g} N and so leaves the "
            "globe; give longitude first, latitude second, in degrees, cut at the antimeridian."
        )
    if not origin.is_valid:
        raise InputError(
            f"origin is not valid ({shapely.is_valid_reason(origin)}); mend it, e.g. with "
            "shapely.make_valid."
        )
    return shapely.force_2d(origin)


def border_lines(origin: BaseGeometry) -> NDArray[np.object_]:
    """Return every ring of an area, every part of a line, as lines."""
    parts = shapely.get_parts(origin)
    if shapely.get_dimensions(origin) == 2:  # noqa: PLR2004 -- an area
        parts = shapely.get_rings(parts)
    return shapely.linestrings(
        *shapely.get_coordinates(parts, return_index=True)[:1],
        indices=shapely.get_coordinates(parts, return_index=True)[1],
    )


def densified(lines: NDArray[np.object_], *, spacing_m: float) -> tuple[Floats, Ints]:
    """Return points along lines, straight in longitude and latitude, and the line of each."""
    lonlat, line = shapely.get_coordinates(lines, return_index=True)
    step = np.diff(lonlat, axis=0)
    same = line[1:] == line[:-1]
    flattest = np.minimum(np.abs(lonlat[1:, 1]), np.abs(lonlat[:-1, 1]))
    length_m = METRES_PER_DEGREE * np.hypot(step[:, 0] * np.cos(np.radians(flattest)), step[:, 1])
    pieces = np.ones(len(lonlat), dtype=np.intp)
    pieces[:-1][same] = np.maximum(np.ceil(length_m[same] / spacing_m), 1).astype(np.intp)
    start = np.repeat(np.arange(len(lonlat)), pieces)
    nth = np.arange(len(start)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = (nth / pieces[start])[:, None]
    step = np.vstack([step, np.zeros(2)])
    return lonlat[start] + along * step[start], line[start]


def cartesian(lonlat: Floats) -> Floats:
    """Return earth-centred coordinates in metres of points on the ellipsoid."""
    lon, lat = np.radians(lonlat).T
    normal = GEOD.a / np.sqrt(1.0 - GEOD.es * np.sin(lat) ** 2)
    return np.column_stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1.0 - GEOD.es) * np.sin(lat),
        ]
    )


@dataclass(frozen=True)
class Nearest:
    """Say where the origin is nearest to some points, how far, and in which directions."""

    index: Ints
    distance_m: Floats
    azimuth: Floats  # at the origin's point, towards the point asked about


@dataclass(frozen=True)
class Border:
    """Hold the border of an origin as points, near enough to each other for one reach."""

    lonlat: Floats
    line: Ints

    @classmethod
    def of(cls, origin: BaseGeometry, *, reach_m: float, error_m: float) -> "Border":
        """Sample a border so that no distance of about the reach is off by more than the error."""
        lonlat, line = densified(border_lines(origin), spacing_m=sqrt(8.0 * reach_m * error_m))
        return cls(lonlat, line)

    @cached_property
    def tree(self) -> cKDTree:
        """Index the points by straight distance through the earth."""
        return cKDTree(cartesian(self.lonlat), balanced_tree=False, compact_nodes=False)

    def nearest(self, lonlat: Floats) -> Nearest:
        """Find the point of the border that is nearest along the ellipsoid.

        The straight distance c through the earth orders points as geodesics do but for a slack
        that grows with c**3; every point within the slack is measured with GeographicLib.
        """
        asked = cartesian(lonlat)
        count = len(self.lonlat)
        best = np.zeros(len(lonlat), dtype=np.intp)
        distance = np.full(len(lonlat), np.inf)
        azimuth = np.zeros(len(lonlat))
        todo = np.arange(len(lonlat))
        k = min(4, count)
        while len(todo):
            chord, index = self.tree.query(asked[todo], k=k)
            chord, index = chord.reshape(len(todo), k), index.reshape(len(todo), k)
            limit = chord[:, 0] + _slack_m(chord[:, 0])
            row, column = np.nonzero(chord <= limit[:, None])
            candidate, where = index[row, column], todo[row]
            forth, _, metres = GEOD.inv(*self.lonlat[candidate].T, *lonlat[where].T)
            order = np.lexsort((metres, where))
            first = order[np.unique(where[order], return_index=True)[1]]
            found = where[first]
            best[found], distance[found] = candidate[first], metres[first]
            azimuth[found] = forth[first]
            todo = todo[chord[:, -1] <= limit] if k < count else todo[:0]
            k = min(8 * k, count)
        return Nearest(best, distance, azimuth)


def _slack_m(chord_m: Floats) -> Floats:
    """Bound by how much chords and geodesics can disagree about which of two points is nearer."""
    sharpest = GEOD.b**2 / GEOD.a
    flattest = GEOD.a**2 / GEOD.b
    return 1e-6 + 1.05 * chord_m**3 / 24.0 * (sharpest**-2 - flattest**-2)


def distance_km(points: NDArray[np.object_], origin: BaseGeometry) -> Floats:
    """Measure the geodesic distance of points from an origin, 0 inside, in kilometres.

    Parameters
    ----------
    points
        Shapely points in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float
        One distance per point, in kilometres along the WGS84 ellipsoid, right to a metre.

    Raises
    ------
    InputError
        When the origin is empty, not valid, NaN, off the globe or neither line nor area.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> equator = LineString([(0, 0), (1, 0)])
    >>> distance_km(np.array([Point(2, 0), Point(0.5, 0)]), equator).round(3).tolist()
    [111.319, 0.0]
    """
    shape = checked(origin)
    lonlat = shapely.get_coordinates(points)
    border = Border.of(shape, reach_m=1000.0, error_m=0.1)
    metres = border.nearest(lonlat).distance_m
    metres[shapely.intersects_xy(shape, lonlat)] = 0.0
    return metres / 1000.0
