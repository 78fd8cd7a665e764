"""Measure on the WGS84 ellipsoid: how far points, lines and areas lie, how large areas are."""

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy.ellipsoid import (
    METRES_PER_DEGREE,
    Bools,
    Floats,
    Ints,
    Origin,
    Shapes,
    area_km2,
    cartesian,
    checked,
    lines_of,
    ranges,
    reach_in_metres,
    stretch,
)
from geo.geodesy.line_to_line import Caps, LonLat, nearest, shortest
from geo.geodesy.point_to_line import Border, KDTree, Nearest, Segments, distance_km

__all__ = [
    "Bools",
    "Border",
    "Floats",
    "Ints",
    "KDTree",
    "LonLat",
    "Nearest",
    "Origin",
    "Segments",
    "Shapes",
    "area_km2",
    "cartesian",
    "checked",
    "distance_km",
    "farthest_km",
    "lines_of",
    "nearest",
    "ranges",
    "reach_in_metres",
    "stretch",
]

SAMPLED_FROM_M = 50_000.0
SAMPLED_TO_M = 0.1
AFAR_M = 3_000_000.0  # farther off, samples are too many that may be the nearest
RIGHT_TO_M = 1.0
BEYOND_M, RIGHT_BEYOND_TO_M = 10_000_000.0, 100.0  # there, places far apart are about as far
MOST_PIECES = 4096
SPECK_DEGREES = 1e-9  # a tenth of a millimetre: nothing to quarter

Measure = Callable[[Floats], tuple[Floats, Floats]]  # of places: metres and the origin's nearest


def farthest_km(regions: Shapes, origin: BaseGeometry) -> Floats:
    """Measure the greatest of the least distances from an origin to the points of each region.

    Parameters
    ----------
    regions
        Areas in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float
        Kilometres, right to a metre, beyond 10,000 km to a hundred; 0 for regions wholly inside
        the origin. Where very many places are equally far (half-way between two borders that keep
        their distance), too little by no more than a thousandth of the region's extent.
    """
    origin = checked(origin)
    border = Border.of(origin, reach_m=SAMPLED_FROM_M, error_m=SAMPLED_TO_M)

    def by_samples(lonlat: Floats) -> tuple[Floats, Floats]:
        found = border.nearest(lonlat)
        return found.distance_m, border.lonlat[found.index]

    def by_caps(lonlat: Floats) -> tuple[Floats, Floats]:
        points = shapely.linestrings(np.stack([lonlat, lonlat], axis=1))
        metres, ends = shortest(Caps.around(points[:, None]), Caps.of(origin))
        return metres, ends[:, 2:]

    spots = shapely.get_coordinates(shapely.point_on_surface(regions))
    afar = border.tree.query(cartesian(spots))[0] > AFAR_M
    farthest_m = np.zeros(len(regions))
    farthest_m[afar] = _search_m(regions[afar], origin, by_caps)
    farthest_m[~afar] = _search_m(regions[~afar], origin, by_samples)
    near = farthest_m < SAMPLED_FROM_M  # nearer than samples of the border are good for
    if near.any():
        farthest_m[near] = _search_m(regions[near], origin, Segments.of(origin).nearest)
    return farthest_m / 1000.0


def _search_m(regions: Shapes, origin: BaseGeometry, nearest: Measure) -> Floats:
    """Quarter regions, and drop the pieces that cannot hold a place farther than one known.

    No place of a piece is farther from the origin than from that spot of it which is nearest to
    the middle of the piece; and from that spot one of the piece's corners is farthest, but for how
    much the piece bends, and distances of more than a quarter of the globe with it. Nor is any
    place farther than the middle is and as far as it is from there.
    """
    farthest_m = np.zeros(len(regions))
    pieces, region = regions, np.arange(len(regions))
    while True:
        kept = ~(shapely.is_empty(pieces) | shapely.covers(origin, pieces))
        pieces, region = pieces[kept], region[kept]
        if not len(pieces):
            return farthest_m
        low, high = np.hsplit(shapely.bounds(pieces), 2)
        middle_m, spot = nearest((low + high) / 2.0)
        corner, piece = shapely.get_coordinates(pieces, return_index=True)
        metres = GEOD.inv(*corner.T, *spot[piece].T)[2]
        order = np.lexsort((metres, region[piece]))
        top = order[np.diff(region[piece[order]], append=-1) != 0]  # the last of each region
        least_m, _ = nearest(corner[top])
        least_m[shapely.intersects_xy(origin, corner[top])] = 0.0
        np.maximum.at(farthest_m, region[piece[top]], least_m)
        most_m = np.maximum.reduceat(metres, np.flatnonzero(np.diff(piece, prepend=-1)))
        most_m = _most_m(middle_m, most_m, (high - low).sum(axis=1))
        right_to_m = np.where(middle_m < BEYOND_M, RIGHT_TO_M, RIGHT_BEYOND_TO_M)
        hopeful = np.flatnonzero(
            (most_m - farthest_m[region] > right_to_m) & ((high - low).min(axis=1) > SPECK_DEGREES)
        )
        few = np.bincount(region[hopeful], minlength=len(regions)) <= MOST_PIECES
        hopeful = hopeful[few[region[hopeful]]]
        pieces = _quarters(pieces[hopeful], low[hopeful], high[hopeful])
        region = np.repeat(region[hopeful], 4)


def _most_m(middle_m: Floats, corner_m: Floats, extent_degrees: Floats) -> Floats:
    """Bound how far any place of a piece is, from its middle and from its farthest corner.

    A distance s bends upwards along a geodesic by 1 / (b tan(s / b)) at least; straight edges in
    longitude and latitude bend themselves.
    """
    extent_m = METRES_PER_DEGREE * extent_degrees
    bend_m = GEOD.a * np.radians(extent_degrees) ** 2 / 2.0
    arc = (corner_m + extent_m) / GEOD.b
    beyond = (arc > np.pi / 2.0) & (arc < np.pi)
    downwards = -1.0 / np.tan(np.where(beyond, arc, 3.0 * np.pi / 4.0)) / GEOD.b
    bend_m += np.where(beyond, downwards, 0.0) * extent_m**2 / 4.0
    from_corner_m = np.where(arc < np.pi, corner_m + bend_m, np.inf)
    return np.minimum(from_corner_m, middle_m + extent_m / 2.0)


def _quarters(pieces: Shapes, low: Floats, high: Floats) -> Shapes:
    """Cut pieces across the middle both ways; some quarters may be empty."""
    (west, south), (east, north), (lon, lat) = low.T, high.T, (low + high).T / 2.0
    boxes = np.array(
        [
            (west, south, lon, lat),
            (lon, south, east, lat),
            (west, lat, lon, north),
            (lon, lat, east, north),
        ]
    )
    quarters = [
        shapely.clip_by_rect(piece, *box)
        for piece, four in zip(pieces, boxes.transpose(2, 0, 1).tolist(), strict=True)
        for box in four
    ]
    return np.array(quarters, dtype=object)
