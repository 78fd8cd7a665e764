"""Measure how far regions reach away from an origin."""

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.envelopes.ellipsoid import METRES_PER_DEGREE, Floats, Shapes, cartesian, longest_m
from geo.envelopes.measure import Segments
from geo.envelopes.nearest import Border
from geo.envelopes.origin import checked

SAMPLED_FROM_M = 50_000.0
SAMPLED_TO_M = 0.1
RIGHT_TO_M = 1.0
RIGHT_AFAR_TO_M = 1000.0
AFAR_M = 8_000_000.0  # no region is so large that it goes on past a quarter of the globe
COARSE_DEGREES, SPACED_DEGREES = 0.03, 0.1
FLAT_M = 100.0
MOST_PIECES = 4096
SPECK_DEGREES = 1e-9  # a tenth of a millimetre: nothing to quarter

Nearest = Callable[[Floats], tuple[Floats, Floats]]  # places: metres and the origin's nearest


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
        Kilometres, right to a metre; 0 for regions wholly inside the origin. Where very many
        places are equally far (half-way between two borders that keep their distance), too little
        by no more than a thousandth of the region's extent. Beyond 8,000 km, right to ten
        kilometres.

    Raises
    ------
    InputError
        When the origin cannot be measured from.
    """
    origin = checked(origin)
    outline = shapely.segmentize(shapely.simplify(origin, COARSE_DEGREES), SPACED_DEGREES)
    coarse = shapely.get_coordinates(outline)
    afar = _least_m(_spots(regions), coarse) > AFAR_M
    farthest_m = np.zeros(len(regions))
    farthest_m[afar] = _search_afar_m(regions[afar], coarse)
    farthest_m[~afar] = _search_near_m(regions[~afar], origin)
    return farthest_m / 1000.0


def _search_near_m(regions: Shapes, origin: BaseGeometry) -> Floats:
    border = Border.of(origin, reach_m=SAMPLED_FROM_M, error_m=SAMPLED_TO_M)

    def by_samples(lonlat: Floats) -> tuple[Floats, Floats]:
        found = border.nearest(lonlat)
        return found.distance_m, border.lonlat[found.index]

    farthest_m = _search_m(regions, origin, by_samples)
    near = farthest_m < SAMPLED_FROM_M  # nearer than samples of the border are good for
    if near.any():
        farthest_m[near] = _search_m(regions[near], origin, Segments.of(origin).nearest)
    return farthest_m


def _search_afar_m(regions: Shapes, origin: Floats) -> Floats:
    """Quarter regions so far away that a piece may hold the antipode of a place of the origin.

    Distances change by no more than a metre a metre: that bounds a piece of any shape anywhere.
    """
    farthest_m = np.zeros(len(regions))
    pieces, region = regions, np.arange(len(regions))
    while True:
        kept = ~shapely.is_empty(pieces)
        pieces, region = pieces[kept], region[kept]
        if not len(pieces):
            return farthest_m
        metres = _least_m(_spots(pieces), origin)
        np.maximum.at(farthest_m, region, metres)
        extent_m = _extent_m(pieces)
        hopeful = (metres + extent_m > farthest_m[region]) & (extent_m > RIGHT_AFAR_TO_M)
        low, high = np.hsplit(shapely.bounds(pieces[hopeful]), 2)
        pieces, region = _quarters(pieces[hopeful], low, high), np.repeat(region[hopeful], 4)


def _least_m(places: Floats, origin: Floats) -> Floats:
    least_m = np.empty(len(places))
    lon, lat = origin.T
    for n, place in enumerate(places.tolist()):
        here = np.broadcast_to(np.array([place]).T, origin.T.shape)
        least_m[n] = GEOD.inv(lon, lat, here[0], here[1])[2].min()
    return least_m


def _spots(pieces: Shapes) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(pieces)))


def _extent_m(pieces: Shapes) -> Floats:
    """Bound how far two places of a piece can be apart."""
    low, high = np.hsplit(shapely.bounds(pieces), 2)
    return np.asarray(METRES_PER_DEGREE * (high - low).sum(axis=1))


def _search_m(regions: Shapes, origin: BaseGeometry, nearest: Nearest) -> Floats:
    """Quarter regions, and drop the pieces that cannot hold a place farther than one known.

    No place of a piece is farther from the origin than from that spot of it which is nearest to
    the middle of the piece; and from that spot one of the piece's corners is farthest, but for how
    much the piece bends.
    """
    farthest_m = np.zeros(len(regions))
    pieces, region = regions, np.arange(len(regions))
    while True:
        kept = ~(shapely.is_empty(pieces) | shapely.covers(origin, pieces))
        pieces, region = pieces[kept], region[kept]
        if not len(pieces):
            return farthest_m
        low, high = np.hsplit(shapely.bounds(pieces), 2)
        bend_m = GEOD.a * np.radians(high - low).sum(axis=1) ** 2 / 2.0
        _, spot = nearest((low + high) / 2.0)
        corner, piece = shapely.get_coordinates(pieces, return_index=True)
        chord = np.linalg.norm(cartesian(corner) - cartesian(spot)[piece], axis=1)
        order = np.lexsort((chord, region[piece]))
        top = order[np.diff(region[piece[order]], append=-1) != 0]  # the last of each region
        metres, _ = nearest(corner[top])
        metres[shapely.intersects_xy(origin, corner[top])] = 0.0
        np.maximum.at(farthest_m, region[piece[top]], metres)
        goal_m = (farthest_m[region] + RIGHT_TO_M - bend_m)[piece]
        farther = (longest_m(chord) > goal_m) & ((high - low).min(axis=1) > SPECK_DEGREES)[piece]
        flat = np.flatnonzero(farther & (bend_m < FLAT_M)[piece])  # others are hopeful anyway
        farther[flat] = GEOD.inv(*corner[flat].T, *spot[piece[flat]].T)[2] > goal_m[flat]
        hopeful = np.unique(piece[farther])
        few = np.bincount(region[hopeful], minlength=len(regions)) <= MOST_PIECES
        hopeful = hopeful[few[region[hopeful]]]
        pieces = _quarters(pieces[hopeful], low[hopeful], high[hopeful])
        region = np.repeat(region[hopeful], 4)


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
