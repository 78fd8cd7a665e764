"""Measure areas on the ellipsoid, of shapes whose edges are straight in longitude and latitude."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import GEOD
from geo.geodesy.ellipsoid import Floats

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)
LONGEST_PIECE_DEGREES = 5.0


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
