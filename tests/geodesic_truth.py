"""Judge envelopes from outside: nothing here is shared with the package under test.

Distances are GeographicLib's, to the points of a border cut into short pieces; the boundary judged
is sampled every so many metres along its edges as GeoJSON draws them.
"""

import numpy as np
import pyproj
import shapely
from scipy.spatial import cKDTree

GEOD = pyproj.Geod(ellps="WGS84")


def cut(shape, *, every_m, drop_seams=False):
    """Sample all rings and lines, linearly in longitude and latitude, corners included."""
    parts = shapely.get_parts(shape)
    lines = shapely.get_rings(parts) if shape.geom_type.endswith("Polygon") else parts
    corners, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[1:] == line[:-1]
    start, end = corners[:-1][joined], corners[1:][joined]
    if drop_seams:  # edges along the antimeridian or a pole, which RFC 7946 asks for
        seam = ((np.abs(start) == (180, 90)) & (start == end)).any(axis=1)
        start, end = start[~seam], end[~seam]
    widest = np.cos(np.radians(np.minimum(np.abs(start[:, 1]), np.abs(end[:, 1]))))
    length_m = 111_700 * np.hypot((end - start)[:, 0] * widest, (end - start)[:, 1])
    pieces = (length_m / every_m).astype(int) + 1
    edge = np.repeat(np.arange(len(start)), pieces + 1)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(pieces + 1) - pieces - 1, pieces + 1)
    along = (nth / pieces[edge])[:, None]
    return start[edge] * (1 - along) + end[edge] * along


def geocentric(lonlat):
    to_space = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(to_space.transform(*lonlat.T, np.zeros(len(lonlat))))


class Truth:
    """Know the distance of any point from one origin."""

    def __init__(self, origin, *, every_m):
        self.origin = origin
        self.border = cut(origin, every_m=every_m)
        self.tree = cKDTree(geocentric(self.border))
        self.random = np.random.default_rng(7)

    def metres(self, lonlat):
        """Measure to every border point that could be nearest, and take the least."""
        metres = np.full(len(lonlat), np.inf)
        space, look, todo = geocentric(lonlat), 16, np.arange(len(lonlat))
        while len(todo):
            look = min(look, len(self.border))
            chord, index = self.tree.query(space[todo], k=range(1, look + 1))
            # points so far apart in straight lines differ by less than this along the ellipsoid
            limit = chord[:, 0] + 3e-17 * chord[:, 0] ** 3 + 1e-6
            row, column = np.nonzero(chord <= limit[:, None])
            distance = GEOD.inv(*self.border[index[row, column]].T, *lonlat[todo[row]].T)[2]
            np.minimum.at(metres, todo[row], distance)
            todo = todo[(chord[:, -1] <= limit) & (look < len(self.border))]
            look *= 8
        if self.origin.geom_type.endswith("Polygon"):
            metres[shapely.intersects_xy(self.origin, lonlat)] = 0
        return metres

    def greatest_error_m(self, envelope, *, reach_km, every_m=100, samples=None):
        """Measure how far the boundary is from the reach; of all samples, or so many at random."""
        points = cut(envelope, every_m=every_m, drop_seams=True)
        if samples is not None and samples < len(points):
            points = self.random.choice(points, samples, replace=False)
        return np.abs(self.metres(points) - reach_km * 1000).max()

    def worst_misjudged_m(self, envelope, *, reach_km, points=2000):
        """Throw points around the envelope; measure how far the worst on the wrong side is off."""
        west, south, east, north = envelope.buffer(0.5).bounds
        lonlat = np.column_stack(
            [
                self.random.uniform(max(west, -180), min(east, 180), points),
                self.random.uniform(max(south, -90), min(north, 90), points),
            ]
        )
        chord, _ = self.tree.query(geocentric(lonlat))
        beyond_m = chord - reach_km * 1000
        close = np.abs(beyond_m) < 0.01 * reach_km * 1000  # no chord is shorter by more than that
        beyond_m[close] = self.metres(lonlat[close]) - reach_km * 1000
        if self.origin.geom_type.endswith("Polygon"):
            beyond_m[shapely.intersects_xy(self.origin, lonlat)] = -reach_km * 1000
        inside = shapely.contains_xy(envelope, lonlat)
        return np.abs(beyond_m[inside == (beyond_m > 0)]).max(initial=0)
