"""Measure from points to a line along the ellipsoid: by samples in a tree, or exactly."""

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
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
    Origin,
    Shapes,
    cartesian,
    checked,
    chords_m,
    densified,
    farthest_chord_m,
    lines_of,
    needed,
    ranges,
)

# For so few points at a time a second thread would mostly wait, and waits by spinning. The tree's
# library reads the number of threads once, as it is loaded.
_threads = os.environ.get("OMP_NUM_THREADS")
os.environ["OMP_NUM_THREADS"] = "1"
try:
    from pykdtree.kdtree import KDTree
finally:
    del os.environ["OMP_NUM_THREADS"]
    if _threads is not None:
        os.environ["OMP_NUM_THREADS"] = _threads

__all__ = ["Border", "KDTree", "Nearest", "Segments", "distance_km"]

LONGEST_SEGMENT_M = 1000.0
SEGMENTS_IN_BLOCK = 8
POINTS_AT_ONCE = 128
CUBE_M = 200_000.0
BOW_M = 0.02  # how far a segment may leave its straight chord sideways
SAG_M = 0.2  # how far a chord of the longest segment lies below the ellipsoid, and more

FIRST_LOOK = 4
IN_A_GROUP = 32
CROWD_AT_ONCE = 256
ROUNDING_M = 1e-6
MANY_POINTS = 200_000
THINNED_TO = 0.6  # of the error of samples, where points are left out besides


@dataclass(frozen=True)
class Nearest:
    """Say which point of a border is nearest to some points, how far, and in which direction."""

    index: Ints
    distance_m: Floats
    azimuth: Floats  # at the border's point, towards the point asked about


@dataclass(frozen=True)
class Border:
    """Hold a border as points so dense that the nearest of them stands for the border itself."""

    lonlat: Floats
    line: Ints

    @classmethod
    def of(cls, origin: BaseGeometry, *, reach_m: float, error_m: float) -> "Border":
        """Sample a border so that no distance from the reach on is too great by more than this."""
        lines = lines_of(origin)
        if shapely.get_num_coordinates(lines).sum() < MANY_POINTS:
            return cls(*densified(lines, error_m=error_m, from_m=reach_m))
        lonlat, line = densified(lines, error_m=THINNED_TO * error_m, from_m=reach_m)
        kept = needed(lonlat, line, error_m=(1.0 - THINNED_TO) * error_m, from_m=reach_m)
        return cls(lonlat[kept], line[kept])

    @cached_property
    def xyz(self) -> Floats:
        """Give the points' place in space."""
        return cartesian(self.lonlat)

    @cached_property
    def tree(self) -> KDTree:
        """Index the points by straight distance through the earth."""
        return KDTree(self.xyz)

    @cached_property
    def caps(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Group neighbours: the first and the number of each group, and a cap around it."""
        within = np.arange(len(self.line)) - np.searchsorted(self.line, self.line)
        first = np.flatnonzero(within % IN_A_GROUP == 0)
        count = np.diff(first, append=len(self.line))
        middle = self.xyz[first + count // 2]
        gap = self.xyz - np.repeat(middle, count, axis=0)
        return first, count, middle, np.sqrt(np.maximum.reduceat(_dot(gap, gap), first))

    @cached_property
    def wide_caps(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Group the groups: the first and the number of each of these, and a cap around it."""
        _, _, middle, radius_m = self.caps
        first = np.arange(0, len(middle), IN_A_GROUP)
        count = np.diff(first, append=len(middle))
        wide = middle[first + count // 2]
        off = np.linalg.norm(middle - np.repeat(wide, count, axis=0), axis=1) + radius_m
        return first, count, wide, np.maximum.reduceat(off, first)

    def sparse(self, *, to_m: float) -> tuple[Floats, Ints]:
        """Return points of the border, none left out farther than this from one, and their lines.

        It pays where points are very many: then one of a group stands for its neighbours.
        """
        if len(self.line) < MANY_POINTS:
            return self.lonlat, self.line
        first, count, _, radius_m = self.caps
        kept = np.repeat(2.0 * radius_m > to_m, count)
        kept[first] = True
        kept[np.diff(self.line, append=-1) != 0] = True
        return self.lonlat[kept], self.line[kept]

    def nearest(self, lonlat: Floats) -> Nearest:
        """Find the point of the border that is nearest along the ellipsoid.

        Straight distances through the earth order points as geodesics do but for a slack. All
        points within the slack are looked at; those that a series for the geodesic cannot tell
        apart are measured with GeographicLib.
        """
        asked = cartesian(lonlat)
        point, candidate = self._candidates(asked)
        series = _series_m(self.xyz[candidate], asked[point])
        least = np.full(len(asked), np.inf)
        np.minimum.at(least, point, series)
        kept = series <= (least + _series_slack_m(least))[point]
        point, candidate = point[kept], candidate[kept]
        azimuth, _, metres = GEOD.inv(*self.lonlat[candidate].T, *lonlat[point].T)
        order = np.lexsort((metres, point))
        first = order[np.diff(point[order], prepend=-1) != 0]
        return Nearest(candidate[first], metres[first], azimuth[first])

    def _candidates(self, asked: Floats) -> tuple[Ints, Ints]:
        """Pair places asked about with all points of the border that may be nearest."""
        look = min(FIRST_LOOK, len(self.xyz))
        chord, index = (column.reshape(-1, look) for column in self.tree.query(asked, k=look))
        limit = farthest_chord_m(chord[:, 0]) + ROUNDING_M
        crowded = (chord[:, -1] <= limit) & (look < len(self.xyz))
        point, column = np.nonzero((chord <= limit[:, None]) & ~crowded[:, None])
        pairs = [(point, index[point, column].astype(np.intp))]
        crowd = np.flatnonzero(crowded)
        while len(crowd):
            some, crowd = np.split(crowd, [CROWD_AT_ONCE])
            pairs.append(self._within(asked, some, limit))
        point, candidate = (np.concatenate(column) for column in zip(*pairs, strict=True))
        return point, candidate

    def _within(self, asked: Floats, some: Ints, limit: Floats) -> tuple[Ints, Ints]:
        """Pair some places with all points of the border within a limit, by caps around groups."""
        first, count, middle, radius_m = self.caps
        wide_first, wide_count, wide, wide_m = self.wide_caps
        row, cap = np.nonzero(chords_m(asked[some], wide) - wide_m <= limit[some, None])
        row, group = np.repeat(row, wide_count[cap]), ranges(wide_first[cap], wide_count[cap])
        gap = middle[group] - asked[some][row]
        close = np.sqrt(_dot(gap, gap)) - radius_m[group] <= limit[some][row]
        row, group = row[close], group[close]
        point, candidate = np.repeat(some[row], count[group]), ranges(first[group], count[group])
        gap = self.xyz[candidate] - asked[point]
        close = np.sqrt(_dot(gap, gap)) <= limit[point]
        return point[close], candidate[close]


def _series_m(a: Floats, b: Floats) -> Floats:
    """Estimate geodesics: the arc over the chord, curved as the ellipsoid is half-way, that way."""
    middle, along = (a + b) / 2.0, b - a
    chord = np.sqrt(np.sum(along**2, axis=1))
    x, y, z = middle.T
    lon, lat = np.arctan2(y, x), np.arctan2(z, np.hypot(x, y) * (1.0 - GEOD.es))
    north = np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    meridional = np.sum(along * north, axis=1) ** 2 / np.maximum(chord, 1e-9) ** 2
    root = 1.0 - GEOD.es * np.sin(lat) ** 2
    curvature = np.sqrt(root) / GEOD.a * (1.0 + meridional * (root / (1.0 - GEOD.es) - 1.0))
    return np.asarray(2.0 / curvature * np.arcsin(np.minimum(chord * curvature / 2.0, 1.0)))


def _series_slack_m(metres: Floats) -> Floats:
    """Bound twice the error of the series: under 0.84 m at 2,000 km, less with the fifth power."""
    return ROUNDING_M + 2.0 * (metres / 2e6) ** 5


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
