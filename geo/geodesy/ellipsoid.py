"""Know the ellipsoid: areas on it, and geodesics bounded by the chords between their ends."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import GEOD

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Shapes = NDArray[Any]

ESTIMATED_WELL_M, ESTIMATED_M = 9_000_000.0, 17_000_000.0
METRES_PER_DEGREE = 111_700.0  # no degree of WGS84 is longer, along a meridian or the equator

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)
LONGEST_PIECE_DEGREES = 5.0


def cartesian(lonlat: Floats) -> Floats:
    """Return earth-centred coordinates in metres of points on the ellipsoid."""
    lon, lat = np.radians(lonlat.T)
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = GEOD.a / np.sqrt(1.0 - GEOD.es * sine**2)
    xyz = np.empty((len(lon), 3))
    np.multiply(normal * cosine, np.cos(lon), out=xyz[:, 0])
    np.multiply(normal * cosine, np.sin(lon), out=xyz[:, 1])
    np.multiply(normal * (1.0 - GEOD.es), sine, out=xyz[:, 2])
    return xyz


def estimated_m(here: Floats, there: Floats) -> tuple[Floats, Floats]:
    """Estimate geodesics between places at a tenth of their cost, and bound the error, in metres.

    Beyond 17,000 km, where the estimate is poor, they are measured.

    References
    ----------
    W. D. Lambert, The distance between two widely separated points on the surface of the earth,
    Journal of the Washington Academy of Sciences 32 (1942) 125-130: a great circle between
    parametric latitudes, corrected to the first order of the flattening. The bounds are those of
    400,000 random pairs of places in each of a dozen ranges of distance, and a few per cent.
    """
    one, other = (np.arctan((1.0 - GEOD.f) * np.tan(np.radians(p[:, 1]))) for p in (here, there))
    middle, half = np.sin((one + other) / 2.0) ** 2, np.sin((other - one) / 2.0) ** 2
    turn = np.sin(np.radians(there[:, 0] - here[:, 0]) / 2.0) ** 2
    chord = np.clip(half + (1.0 - middle - half) * turn, 0.0, 1.0)
    arc = 2.0 * np.arcsin(np.sqrt(chord))
    sine = np.sin(arc)
    away = (arc - sine) * middle * (1.0 - half) / np.maximum(1.0 - chord, 1e-12)
    along = (arc + sine) * half * (1.0 - middle) / np.maximum(chord, 1e-24)
    metres = GEOD.a * (arc - GEOD.f / 2.0 * (away + along))
    slack_m = 1e-9 + np.where(metres < ESTIMATED_WELL_M, 1.5e-6, 1e-5) * metres
    far = np.flatnonzero(metres > ESTIMATED_M)
    metres[far], slack_m[far] = GEOD.inv(*here[far].T, *there[far].T)[2], 0.0
    return metres, slack_m


def longest_m(chord: Floats) -> Floats:
    """Bound geodesics by their chords: none is longer than where the ellipsoid is most curved.

    Chords longer than a circle so curved can have belong to almost opposite places.
    """
    sharpest = GEOD.b**2 / GEOD.a
    arc = 2.0 * sharpest * np.arcsin(np.minimum(chord / (2.0 * sharpest), 1.0))
    return np.where(chord < 2.0 * sharpest, arc, np.pi * GEOD.a)


def farthest_chord_m(least: Floats) -> Floats:
    """Bound the chord of whatever is nearest along the ellipsoid, given the least of all chords.

    A geodesic is at least as long as if the ellipsoid were curved everywhere as it is at least.
    """
    flattest = GEOD.a**2 / GEOD.b
    return np.asarray(2.0 * flattest * np.sin(longest_m(least) / (2.0 * flattest)))


def chords_m(a: Floats, b: Floats) -> Floats:
    """Return the distances of all points of one set from all of another."""
    square = np.zeros((len(a), len(b)))
    for axis in range(3):  # a matrix product would lose digits, and start threads for so little
        square += (a[:, axis, None] - b[:, axis]) ** 2
    return np.asarray(np.sqrt(square))


def ranges(first: Ints, count: Ints) -> Ints:
    """Return first, first + 1 … first + count - 1 for each pair, one after another."""
    return np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())


def area_km2(shapes: NDArray[Any]) -> Floats:
    """Measure the areas of shapes on the WGS84 ellipsoid.

    Parameters
    ----------
    shapes
        Shapely geometries in EPSG:4326, longitude first, edges straight in longitude and latitude.

    Returns
    -------
    array of float
        Square kilometres, one for each shape; 0 for lines, points, empty shapes and None.

    Notes
    -----
    The area between the equator and a latitude has a closed form per radian of longitude; it is
    integrated along every edge with five Gauss-Legendre nodes per 5 degrees of latitude, exact to
    rounding. Nothing is projected and no edge is replaced by a geodesic.

    Examples
    --------
    >>> import shapely
    >>> area_km2([shapely.box(-180, -90, 180, 90)]).round(3).tolist()
    [510065621.724]

    References
    ----------
    J. P. Snyder, Map Projections: A Working Manual, USGS 1395 (1987), equation 3-12.
    """
    shapes = np.asarray(shapes, dtype=object)
    parts, shape = shapely.get_parts(shapes, return_index=True)
    if len(parts) and (shapely.get_type_id(parts) >= 4).any():  # noqa: PLR2004 -- nested
        parts, inner = shapely.get_parts(parts, return_index=True)
        shape = shape[inner]
    areas = shapely.get_type_id(parts) == 3  # noqa: PLR2004 -- polygons
    parts, shape = parts[areas], shape[areas]
    rings, part = shapely.get_rings(parts, return_index=True)
    sign = np.where(np.append(True, part[1:] != part[:-1]), 1.0, -1.0)[: len(rings)]
    enclosed = sign * np.abs(_enclosed_m2(rings))
    return np.bincount(shape[part], weights=enclosed, minlength=len(shapes)) / 1e6


def _enclosed_m2(rings: NDArray[Any]) -> Floats:
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, step = lonlat[:-1][same], np.diff(lonlat, axis=0)[same]
    ring = ring[1:][same]
    pieces = np.maximum(np.ceil(np.abs(step[:, 1]) / LONGEST_PIECE_DEGREES), 1).astype(np.intp)
    edge = np.repeat(np.arange(len(ring)), pieces)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step, pieces = (step / pieces[:, None])[edge], pieces[edge]
    low = start[edge, 1] + nth * step[:, 1]
    lat = np.radians(low[:, None] + step[:, 1, None] * (_NODES + 1) / 2)
    strip = _below_m2(lat) @ (_WEIGHTS / 2) * np.radians(step[:, 0])
    return np.asarray(np.bincount(ring[edge], weights=strip, minlength=len(rings)), np.float64)


def _below_m2(lat: Floats) -> Floats:
    """Return the area between the equator and a latitude, per radian of longitude."""
    e, sine = np.sqrt(GEOD.es), np.sin(lat)
    area = GEOD.b**2 / 2 * (sine / (1 - GEOD.es * sine**2) + np.arctanh(e * sine) / e)
    return np.asarray(area)
