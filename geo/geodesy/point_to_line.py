"""Measure geodesic distances from lines, exactly and without any index.

The envelopes are built with another search over other points; what is measured here can
therefore prove them.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD, require_geographic
from geo.errors import InputError
from geo.geodesy.ellipsoid import (
    Floats,
    Ints,
    Shapes,
    cartesian,
    chords_m,
    farthest_chord_m,
    ranges,
)
from geo.geodesy.lines import Origin, checked, densified, lines_of

LONGEST_SEGMENT_M = 1000.0
SEGMENTS_IN_BLOCK = 8
POINTS_AT_ONCE = 128
CUBE_M = 200_000.0
BOW_M = 0.02  # how far a segment may leave its straight chord sideways
SAG_M = 0.2  # how far a chord of the longest segment lies below the ellipsoid, and more


@dataclass(frozen=True)
class Segments:
    """Hold lines as short segments, in blocks of neighbours with a cap around each block."""

    start: Floats
    step: Floats
    origin: Floats
    along: Floats
    first: Ints
    count: Ints
    middle: Floats
    radius_m: Floats

    @classmethod
    @lru_cache(maxsize=2)  # one origin is measured from many times
    def of(cls, shape: BaseGeometry) -> Self:
        """Cut the lines of a shape, straight in longitude and latitude, into segments."""
        lines = lines_of(shape)
        lonlat, line = densified(lines, error_m=BOW_M, longest_m=LONGEST_SEGMENT_M)
        xyz = cartesian(lonlat)
        real = line[1:] == line[:-1]
        line = line[1:][real]
        within = np.arange(len(line)) - np.searchsorted(line, line)
        first = np.flatnonzero(within % SEGMENTS_IN_BLOCK == 0)
        count = np.diff(first, append=len(line))
        start, end = xyz[:-1][real], xyz[1:][real]
        middle = start[first + count // 2]
        block = np.repeat(np.arange(len(first)), count)
        ends = (point - middle[block] for point in (start, end))
        off = np.sqrt(np.maximum(*(_dot(end, end) for end in ends)))
        radius_m = np.maximum.reduceat(off, first) + SAG_M
        step = np.diff(lonlat, axis=0)[real]
        blocks = (first, count, middle, radius_m)
        return cls(lonlat[:-1][real], step, start, end - start, *blocks)

    def nearest(self, lonlat: Floats) -> tuple[Floats, Floats]:
        """Return the distances in metres, and the nearest points of the lines."""
        metres, points = np.empty(len(lonlat)), np.empty((len(lonlat), 2))
        asked = cartesian(lonlat)
        cube = np.unique(np.round(asked / CUBE_M), axis=0, return_inverse=True)[1].reshape(-1)
        order = np.argsort(cube, kind="stable")
        for batch in np.split(order, np.flatnonzero(np.diff(cube[order])) + 1):
            for at in range(0, len(batch), POINTS_AT_ONCE):
                some = batch[at : at + POINTS_AT_ONCE]
                metres[some], points[some] = self._nearest(lonlat[some], asked[some])
        return metres, points

    def _nearest(self, lonlat: Floats, asked: Floats) -> tuple[Floats, Floats]:
        # caps: no segment of a block is nearer than its middle less its radius
        centre = asked.mean(axis=0)
        spread = chords_m(asked, centre[None]).max()
        to_centre = chords_m(self.middle, centre[None])[:, 0]
        limit = farthest_chord_m(to_centre.min() + spread) + SAG_M
        near = np.flatnonzero(to_centre - self.radius_m - spread <= limit)
        to_middle = chords_m(asked, self.middle[near])
        limit = farthest_chord_m(to_middle.min(axis=1)) + SAG_M
        point, block = np.nonzero(to_middle - self.radius_m[near] <= limit[:, None])
        block = near[block]
        point = np.repeat(point, self.count[block])
        segment = ranges(self.first[block], self.count[block])
        # chords: the nearest point of each segment, straight through the earth
        gap = asked[point] - self.origin[segment]
        along = self.along[segment]
        share = np.clip(_dot(gap, along) / np.maximum(_dot(along, along), 1e-12), 0.0, 1.0)
        gap -= share[:, None] * along
        chord = np.sqrt(_dot(gap, gap))
        least = np.full(len(asked), np.inf)
        np.minimum.at(least, point, chord)
        kept = chord <= (farthest_chord_m(least) + SAG_M)[point]
        point, segment, share = point[kept], segment[kept], share[kept]
        # geodesics
        spot = self.start[segment] + share[:, None] * self.step[segment]
        _, _, metres = GEOD.inv(*spot.T, *lonlat[point].T)
        order = np.lexsort((metres, point))
        best = order[np.unique(point[order], return_index=True)[1]]
        return np.asarray(metres)[best], spot[best]


def distance_km(points: Shapes | gpd.GeoSeries | gpd.GeoDataFrame, origin: Origin) -> Floats:
    """Measure the geodesic distance of points from an origin, 0 inside, in kilometres.

    Parameters
    ----------
    points
        Shapely points in EPSG:4326, or a frame of them.
    origin
        Polygons or lines in EPSG:4326, edges straight in longitude and latitude, or a frame of
        them.

    Returns
    -------
    array of float
        One distance for each point, in kilometres along the WGS84 ellipsoid, right to
        centimetres.

    Raises
    ------
    InputError
        When something is not a point of the globe, a frame is not in EPSG:4326, or the origin is
        empty, not valid, NaN, off the globe or neither line nor area.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> equator = LineString([(0, 0), (1, 0)])
    >>> distance_km(np.array([Point(2, 0), Point(0.5, 0)]), equator).round(3).tolist()
    [111.319, 0.0]
    """
    shape, lonlat = checked(origin), _places(points)
    metres, _ = Segments.of(shape).nearest(lonlat)
    if shape.geom_type.endswith("Polygon"):
        metres[shapely.intersects_xy(shape, lonlat)] = 0.0
    return metres / 1000.0


def _places(points: Shapes | gpd.GeoSeries | gpd.GeoDataFrame) -> Floats:
    if isinstance(points, gpd.GeoDataFrame | gpd.GeoSeries):
        require_geographic(points, name="points")
        points = points.geometry.to_numpy()
    points = np.asarray(points, dtype=object).reshape(-1)
    if (shapely.get_type_id(points) != shapely.GeometryType.POINT).any():
        raise InputError("points: something else among them; give shapely points only.")
    lonlat = shapely.get_coordinates(points)
    if len(lonlat) < len(points) or not (np.abs(lonlat) <= (180.0, 90.0)).all():
        raise InputError(
            "points: empty or off the globe; give longitude first, latitude second, in degrees."
        )
    return np.asarray(lonlat)


def _dot(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", a, b))
