"""Measure how near regions lie to an origin, and what lies between."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.envelopes.ellipsoid import Floats, Ints, Shapes, cartesian, chords_m, farthest_chord_m
from geo.envelopes.index import KDTree
from geo.envelopes.measure import Segments
from geo.envelopes.origin import checked, lines_of, stretch

Place = tuple[float, float]

EDGES_AT_ONCE = 8
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
    tree, widest_m = KDTree(origin.middle), origin.radius_m.max()
    outlines, owner = _close(regions, tree, widest_m)
    apart_m, _ = tree.query(outlines.middle)
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
        gap_m = chords_m(origin.middle, outlines.middle[here]) - outlines.radius_m[here]
        there = np.flatnonzero(gap_m.min(axis=1) - origin.radius_m <= least_m[region])
        theirs, _ = origin.vertices(there)
        metres, spots = outlines.only(here).nearest(theirs)
        back = int(np.argmin(metres))
        if metres[back] < least_m[region]:
            least_m[region], ends[region] = metres[back], np.append(theirs[back], spots[back])
    return least_m, ends


def _close(regions: Shapes, tree: KDTree, widest_m: float) -> tuple[Segments, Ints]:
    """Cut those edges into segments that may hold a region's nearest place; say whose each is."""
    lines = [lines_of(region) for region in regions]
    owner = np.repeat(np.arange(len(regions)), [len(some) for some in lines])
    lonlat, line = shapely.get_coordinates(np.concatenate(lines), return_index=True)
    real = line[1:] == line[:-1]
    start, step, line = lonlat[:-1][real], np.diff(lonlat, axis=0)[real], line[1:][real]
    first = np.flatnonzero(
        (np.arange(len(line)) - np.searchsorted(line, line)) % EDGES_AT_ONCE == 0
    )
    radius_m = np.add.reduceat(stretch(start, step)[0], first)
    apart_m, _ = tree.query(cartesian(start[first]))
    limit_m = np.full(len(regions), np.inf)
    np.minimum.at(limit_m, owner[line[first]], farthest_chord_m(apart_m))
    close = apart_m - radius_m - widest_m <= limit_m[owner[line[first]]]
    close = np.repeat(close, np.diff(first, append=len(line)))
    ends = np.stack([start[close], start[close] + step[close]], axis=1)
    outlines, edge = Segments.cut(shapely.linestrings(ends))
    return outlines, owner[line[close]][edge]


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
