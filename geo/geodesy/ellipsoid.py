"""Bound geodesics by places in space and the chords between them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.crs import GEOD

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Shapes = NDArray[Any]

METRES_PER_DEGREE = 111_700.0  # no degree of WGS84 is longer, along a meridian or the equator


def cartesian(lonlat: Floats) -> Floats:
    """Return earth-centred coordinates in metres of points on the ellipsoid."""
    lon, lat = np.radians(lonlat).T
    normal = GEOD.a / np.sqrt(1.0 - GEOD.es * np.sin(lat) ** 2)
    return np.column_stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1.0 - GEOD.es) * np.sin(lat),
        ]
    )


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
