"""Find the nearest point of a border, along the ellipsoid, by a tree of points in space."""

import os
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy.ellipsoid import (
    Floats,
    Ints,
    cartesian,
    chords_m,
    farthest_chord_m,
    ranges,
)
from geo.geodesy.lines import densified, lines_of

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

__all__ = ["Border", "KDTree", "Nearest"]

FIRST_LOOK = 4
IN_A_GROUP = 32
CROWD_AT_ONCE = 256
ROUNDING_M = 1e-6


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
        return cls(*densified(lines_of(origin), error_m=error_m, from_m=reach_m))

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
        off = np.linalg.norm(self.xyz - np.repeat(middle, count, axis=0), axis=1)
        return first, count, middle, np.maximum.reduceat(off, first)

    @cached_property
    def wide_caps(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Group the groups: the first and the number of each of these, and a cap around it."""
        _, _, middle, radius_m = self.caps
        first = np.arange(0, len(middle), IN_A_GROUP)
        count = np.diff(first, append=len(middle))
        wide = middle[first + count // 2]
        off = np.linalg.norm(middle - np.repeat(wide, count, axis=0), axis=1) + radius_m
        return first, count, wide, np.maximum.reduceat(off, first)

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
        chord = np.linalg.norm(middle[group] - asked[some][row], axis=1)
        close = chord - radius_m[group] <= limit[some][row]
        row, group = row[close], group[close]
        point, candidate = np.repeat(some[row], count[group]), ranges(first[group], count[group])
        chord = np.linalg.norm(self.xyz[candidate] - asked[point], axis=1)
        close = chord <= limit[point]
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
