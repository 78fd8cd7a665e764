"""Measure how near regions lie to an origin, and what lies between."""

import numpy as np
import shapely
from numpy.typing import NDArray
from pykdtree.kdtree import KDTree
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.envelopes.measure import Segments, farthest_chord_m
from geo.envelopes.origin import Floats, Ints, Shapes, checked, lines_of

Place = tuple[float, float]

CROSSING_M = 1000.0
DRAWN_EVERY_M = 5000.0  # so that straight pieces leave a geodesic by a few metres at most


def nearest(regions: Shapes, origin: BaseGeometry) -> tuple[Floats, list[tuple[Place, Place]]]:
    """Measure each region's least distance, and say between which places.

    Parameters
    ----------
    regions
        Areas in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float, list of pairs of places
        Kilometres, right to centimetres, 0 where the two touch; the origin's place and the
        region's, longitude first.

    Raises
    ------
    InputError
        When the origin cannot be measured from.
    """
    origin = checked(origin)
    touches = shapely.intersects(origin, regions)
    metres, ends = np.zeros(len(regions)), np.empty((len(regions), 4))
    ends[touches] = np.tile(_inner_places(regions[touches]), 2)
    if not touches.all():
        metres[~touches], ends[~touches] = _spans(regions[~touches], Segments.of(origin))
    return metres / 1000.0, [((a, b), (c, d)) for a, b, c, d in ends.tolist()]


def _inner_places(regions: Shapes) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(regions)))


def _spans(regions: Shapes, origin: Segments) -> tuple[Floats, Floats]:
    """Search where outlines come close: one end, at least, of the shortest line is a vertex.

    First from the regions' vertices, where a cap around some of them may hold the nearest; then
    back from the origin's vertices, where caps show that one may be nearer than what was found.
    """
    outlines, owner = _outlines(regions)
    apart_m, _ = KDTree(origin.middle).query(outlines.middle)
    widest_m = origin.radius_m.max()
    clear_m = apart_m - outlines.radius_m - widest_m
    limit_m = np.full(len(regions), np.inf)
    np.minimum.at(limit_m, owner, farthest_chord_m(apart_m))
    mine, block = outlines.vertices(np.flatnonzero(clear_m <= limit_m[owner]))
    metres, spots = origin.nearest(mine)
    order = np.lexsort((metres, owner[block]))
    best = order[np.unique(owner[block][order], return_index=True)[1]]
    least_m, ends = metres[best], np.hstack([spots[best], mine[best]])
    for region in range(len(regions)):
        here = np.flatnonzero((owner == region) & (clear_m <= least_m[region]))
        around_m = least_m[region] + outlines.radius_m[here] + widest_m
        apart = np.stack(
            [np.linalg.norm(origin.middle - one, axis=1) for one in outlines.middle[here]]
        )
        there = np.flatnonzero((apart <= around_m[:, None]).any(axis=0))
        theirs, _ = origin.vertices(there)
        metres, spots = outlines.only(here).nearest(theirs)
        back = int(np.argmin(metres))
        if metres[back] < least_m[region]:
            least_m[region], ends[region] = metres[back], np.append(theirs[back], spots[back])
    return least_m, ends


def _outlines(regions: Shapes) -> tuple[Segments, Ints]:
    """Cut the outlines of all regions into segments; say whose each block is."""
    lines = [lines_of(region) for region in regions]
    owner = np.repeat(np.arange(len(regions)), [len(some) for some in lines])
    outlines, line = Segments.cut(np.concatenate(lines))
    return outlines, owner[line]


def crossed(line: tuple[Place, Place], countries: Shapes, codes: NDArray[np.str_]) -> list[str]:
    """Return the codes of countries that a geodesic crosses for more than a kilometre."""
    (lon, lat), (to_lon, to_lat) = line
    azimuth, _, metres = GEOD.inv(lon, lat, to_lon, to_lat)
    if metres <= CROSSING_M:
        return []
    along = np.linspace(0.0, metres, int(metres / DRAWN_EVERY_M) + 2)
    start = np.broadcast_to(np.array([[lon], [lat], [azimuth]]), (3, len(along)))
    lons, lats, _ = GEOD.fwd(start[0], start[1], start[2], along)
    geodesic = shapely.linestrings(lons, lats)
    met = np.flatnonzero(shapely.intersects(countries, geodesic))
    pieces = shapely.intersection(countries[met], geodesic)
    long = [GEOD.geometry_length(piece) > CROSSING_M for piece in pieces]
    return sorted(codes[met][long].tolist())
