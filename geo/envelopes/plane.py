"""Flatten the part of the globe an envelope can reach, without tearing it."""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Proj
from shapely.geometry.base import BaseGeometry

from geo.envelopes.origin import Border, Floats, cartesian
from geo.errors import InputError


@dataclass(frozen=True)
class Plane:
    """Hold an oblique stereographic projection: conformal, whole but for one point.

    Neither the antimeridian nor a pole is an edge in it. Shapes are put together here; no
    distance is ever measured here.
    """

    lon: float
    lat: float

    @classmethod
    def around(cls, border: Border, origin: BaseGeometry, *, reach_m: float) -> "Plane":
        """Centre on the origin, or so that the one missing point is out of the envelope's way."""
        middle = cartesian(border.lonlat).mean(axis=0)
        lon, lat = _lonlat(middle[None])[0]
        candidates = np.vstack([[lon, lat], _lonlat(_spread(500))])
        antipodes = np.column_stack([(candidates[:, 0] + 360.0) % 360.0 - 180.0, -candidates[:, 1]])
        far_m, _ = border.tree.query(cartesian(antipodes))
        far_m[shapely.intersects_xy(origin, antipodes)] = 0.0
        best = 0 if far_m[0] > 1.2 * reach_m + 1e6 else int(np.argmax(far_m))
        if far_m[best] < 1.05 * reach_m + 5e4:
            raise InputError(
                f"an envelope of {reach_m / 1000:g} km covers all of the globe or nearly; "
                "give a smaller reach, or a part of the origin at a time."
            )
        return cls(*(float(value) for value in candidates[best]))

    @property
    def _projection(self) -> Proj:
        return Proj(proj="stere", lon_0=self.lon, lat_0=self.lat, ellps="WGS84")

    def flat(self, lonlat: Floats) -> Floats:
        """Project longitudes and latitudes to metres of the plane."""
        return np.column_stack(self._projection(*lonlat.T))

    def geographic(self, xy: Floats) -> Floats:
        """Bring points of the plane back to longitude and latitude."""
        return np.column_stack(self._projection(*xy.T, inverse=True))


def _lonlat(xyz: Floats) -> Floats:
    x, y, z = xyz.T
    return np.degrees(np.column_stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))]))


def _spread(count: int) -> Floats:
    """Spread points evenly over the globe along a spiral."""
    nth = np.arange(count) + 0.5
    turn = nth * np.pi * (3.0 - np.sqrt(5.0))
    z = 1.0 - 2.0 * nth / count
    return np.column_stack([np.sqrt(1 - z**2) * np.cos(turn), np.sqrt(1 - z**2) * np.sin(turn), z])
