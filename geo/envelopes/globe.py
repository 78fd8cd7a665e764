"""Bring a shape from the plane back to the globe as RFC 7946 wants it."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.ellipsoid import Bools, Floats, Ints, Shapes
from geo.envelopes.plane import Plane

HALVINGS = 40


def on_globe(shape: BaseGeometry, plane: Plane, *, error_m: float) -> BaseGeometry:
    """Return a shape of the plane in longitude and latitude, cut at the antimeridian.

    Edges whose straight line in longitude and latitude would leave the plane's straight line by
    more than the error are halved until none does. Exteriors run counter-clockwise; where a pole
    lies inside, an edge along latitude 90 stands for it.
    """
    lonlat, ring, part = _rings(shape, plane, error_m=error_m)
    poles = plane.flat(np.array([[0.0, 90.0], [0.0, -90.0]]))
    leaps = (np.abs(np.diff(lonlat[:, 0])) > 180.0) & (np.diff(ring) == 0)  # noqa: PLR2004
    if leaps.any() or shapely.intersects_xy(shape, poles).any():
        parts = _faces(lonlat, ring, leaps, shape, plane)
    else:
        parts = shapely.polygons(shapely.linearrings(lonlat, indices=ring), indices=part)
    parts = shapely.orient_polygons(parts)
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _rings(shape: BaseGeometry, plane: Plane, *, error_m: float) -> tuple[Floats, Ints, Ints]:
    """Return the rings in longitude and latitude, halved where needed, and the part of each."""
    rings, part = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    lonlat = plane.geographic(xy)
    fresh = np.full(len(xy) - 1, fill_value=True)
    for _ in range(HALVINGS):
        fresh &= ring[1:] == ring[:-1]
        at = np.flatnonzero(fresh)
        middle = (xy[at] + xy[at + 1]) / 2
        straight = plane.flat(lonlat[at] + _step(lonlat[at], lonlat[at + 1]) / 2)
        off = np.hypot(*(straight - middle).T) > error_m
        if not off.any():
            break
        at, middle = at[off] + 1, middle[off]
        xy, ring = np.insert(xy, at, middle, axis=0), np.insert(ring, at, ring[at])
        lonlat = np.insert(lonlat, at, plane.geographic(middle), axis=0)
        fresh = np.zeros(len(xy) - 1, dtype=np.bool_)
        added = at + np.arange(len(at))
        fresh[added] = fresh[added - 1] = True
    return lonlat, ring, part


def _step(start: Floats, end: Floats) -> Floats:
    """Return the way from points to points, over the antimeridian where that is shorter."""
    step = end - start
    step[:, 0] = (step[:, 0] + 180.0) % 360.0 - 180.0
    return step


def _faces(lonlat: Floats, ring: Ints, leaps: Bools, shape: BaseGeometry, plane: Plane) -> Shapes:
    """Cut rings where they leap over the antimeridian; return what they enclose with its edges."""
    at = np.flatnonzero(leaps)
    here, step = lonlat[at], _step(lonlat[at], lonlat[at + 1])
    side = np.where(step[:, 0] > 0, 180.0, -180.0)
    share = np.divide(side - here[:, 0], step[:, 0], out=np.zeros(len(at)), where=step[:, 0] != 0)
    lat = here[:, 1] + share * step[:, 1]
    line = np.cumsum(np.append(0, (np.diff(ring) != 0) | leaps))
    added = np.column_stack([side, lat]), np.column_stack([-side, lat])
    lonlat = np.insert(lonlat, np.repeat(at + 1, 2), np.stack(added, axis=1).reshape(-1, 2), axis=0)
    line = np.insert(line, np.repeat(at + 1, 2), np.stack([line[at], line[at + 1]], axis=1).ravel())
    lines = shapely.linestrings(lonlat, indices=line)
    frame = shapely.box(-180.0, -90.0, 180.0, 90.0).boundary
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all([frame, *lines])]))
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    shapely.prepare(shape)
    faces = faces[shapely.contains_xy(shape, plane.flat(inner))]
    return np.asarray(shapely.get_parts(shapely.union_all(faces)))
