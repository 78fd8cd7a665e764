"""Measure how near regions lie to an origin, and what lies between."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.envelopes.ellipsoid import Floats, Shapes
from geo.envelopes.origin import checked, lines_of
from geo.envelopes.shortest import Caps, shortest

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
        outlines = [lines_of(region) for region in regions[~touches]]
        metres[~touches], ends[~touches] = shortest(Caps.around(outlines), Caps.of(origin))
    return metres / 1000.0, [((c, d), (a, b)) for a, b, c, d in ends.tolist()]


def _inner_places(regions: Shapes) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(regions)))


def crossed(line: tuple[Place, Place], countries: Shapes, codes: NDArray[np.str_]) -> list[str]:
    """Return the codes of countries that a geodesic crosses for more than a kilometre."""
    (lon, lat), (to_lon, to_lat) = line
    azimuth, _, metres = GEOD.inv(lon, lat, to_lon, to_lat)
    if metres <= CROSSING_M:
        return []
    along = np.linspace(0.0, metres, int(metres / DRAWN_EVERY_M) + 2)
    start = np.broadcast_to(np.array([[lon], [lat], [azimuth]]), (3, len(along)))
    lons, lats, _ = GEOD.fwd(start[0], start[1], start[2], along)
    lons = np.unwrap(lons, period=360.0)  # on over the antimeridian, and again from its other side
    geodesic = shapely.MultiLineString(
        [np.column_stack([lons + turn, lats]) for turn in (-360.0, 0.0, 360.0)]
    )
    met = np.flatnonzero(shapely.intersects(countries, geodesic))
    pieces = shapely.intersection(countries[met], geodesic)
    long = [GEOD.geometry_length(piece) > CROSSING_M for piece in pieces]
    return sorted(codes[met][long].tolist())
