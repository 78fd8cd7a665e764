"""Flatten the part of the globe an envelope can reach, without tearing it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from pyproj import Proj
from shapely.geometry.base import BaseGeometry

from geo.envelopes.ellipsoid import Floats, cartesian
from geo.envelopes.nearest import Border
from geo.errors import InputError

# The plane grows without bound towards the one point it lacks: stay this far from it.
CLEAR_M = 300_000.0
COMFORTABLE_M = 3_000_000.0


@dataclass(frozen=True)
class Plane:
    """Hold an oblique stereographic projection: conformal, whole but for one point.

    Neither the antimeridian nor a pole is an edge in it, and no length comes out shorter than
    0.99998 of itself. Shapes are put together here; no distance is ever measured here.
    """

    lon: float
    lat: float

    @classmethod
    def around(cls, border: Border, origin: BaseGeometry, *, reach_m: float) -> "Plane":
        """Centre on the border, or else so that the missing point lies far from the envelope."""
        centre = _lonlat(border.xyz.mean(axis=0, keepdims=True))
        clear_m = _clear_m(centre, border, origin)[0] - reach_m
        if clear_m < COMFORTABLE_M:
            centres = np.vstack([centre, _lonlat(_spread(1000))])
            clear = _clear_m(centres, border, origin) - reach_m
            centre, clear_m = centres[[int(np.argmax(clear))]], clear.max()
        if clear_m < CLEAR_M:
            raise InputError(
                f"an envelope of {reach_m / 1000:g} km around this origin covers the globe or "
                "nearly so; give a smaller reach, or one part of the origin at a time."
            )
        return cls(float(centre[0, 0]), float(centre[0, 1]))

    @cached_property
    def _projection(self) -> Proj:
        return Proj(proj="stere", lon_0=self.lon, lat_0=self.lat, ellps="WGS84")

    def flat(self, lonlat: Floats) -> Floats:
        """Project longitudes and latitudes to metres of the plane."""
        return np.column_stack(self._projection(*lonlat.T))

    def geographic(self, xy: Floats) -> Floats:
        """Bring points of the plane back to longitude and latitude."""
        return np.column_stack(self._projection(xy[:, 0], xy[:, 1], inverse=True))


def _clear_m(centres: Floats, border: Border, origin: BaseGeometry) -> Floats:
    """Measure how far, straight through the earth, the origin is from the centres' antipodes."""
    antipodes = np.column_stack([centres[:, 0] % 360.0 - 180.0, -centres[:, 1]])
    clear_m, _ = border.tree.query(cartesian(antipodes))
    clear_m[shapely.intersects_xy(origin, antipodes)] = 0.0
    return np.asarray(clear_m)


def _lonlat(xyz: Floats) -> Floats:
    x, y, z = xyz.T
    lonlat = np.column_stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])
    return np.asarray(np.degrees(lonlat))


def _spread(count: int) -> Floats:
    """Spread points evenly over the globe along a spiral."""
    nth = np.arange(count) + 0.5
    turn = nth * np.pi * (3.0 - np.sqrt(5.0))
    z = 1.0 - 2.0 * nth / count
    return np.column_stack([np.sqrt(1 - z**2) * np.cos(turn), np.sqrt(1 - z**2) * np.sin(turn), z])
