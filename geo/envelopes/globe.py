"""Bring a shape from the plane back to the globe as RFC 7946 wants it."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.origin import METRES_PER_DEGREE, Floats
from geo.envelopes.plane import Plane

HALVINGS = 24
SEAM_STEP_DEGREES = 0.005


def on_globe(shape: BaseGeometry, plane: Plane, *, error_m: float) -> BaseGeometry:
    """Return a shape of the plane in longitude and latitude, cut at the antimeridian.

    Edges whose straight line in longitude and latitude would leave the plane's straight line by
    more than the error are halved until none does. Exteriors run counter-clockwise; an edge along
    a pole stands for the pole itself.
    """
    shape = _bisected(shape, plane, error_m=error_m)
    xy, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shape)), return_index=True
    )
    lon = plane.geographic(xy)[:, 0]
    crosses = (np.abs(np.diff(lon)) > 180.0) & (ring[1:] == ring[:-1])
    poles = shapely.points(plane.flat(np.array([[0.0, 90.0], [0.0, -90.0]])))
    if crosses.any() or shapely.intersects(shape, poles).any():
        shape = _cut(shape, plane, error_m=error_m)
    else:
        shape = shapely.transform(shape, plane.geographic)
    parts = shapely.get_parts(shapely.orient_polygons(shape))
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _bisected(shape: BaseGeometry, plane: Plane, *, error_m: float) -> BaseGeometry:
    parts, part = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    xy, ring = shapely.get_coordinates(parts, return_index=True)
    for _ in range(HALVINGS):
        lonlat = plane.geographic(xy)
        step = np.diff(lonlat, axis=0)
        step[:, 0] = (step[:, 0] + 180.0) % 360.0 - 180.0
        straight = plane.flat(lonlat[:-1] + step / 2)
        middle = (xy[1:] + xy[:-1]) / 2
        off = (np.hypot(*(straight - middle).T) > error_m) & (ring[1:] == ring[:-1])
        if not off.any():
            break
        at = np.flatnonzero(off) + 1
        xy = np.insert(xy, at, middle[off], axis=0)
        ring = np.insert(ring, at, ring[at])
    return shapely.multipolygons(
        shapely.polygons(shapely.linearrings(xy, indices=ring), indices=part)
    )


def _cut(shape: BaseGeometry, plane: Plane, *, error_m: float) -> BaseGeometry:
    """Cut along the meridians 0 and 180, then sew 0 together again."""
    seam = _seam(shape, plane)
    shapely.prepare(shape)
    edges = shapely.union_all([shape.boundary, seam])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    faces = faces[shapely.contains(shape, shapely.point_on_surface(faces))]
    halves = [_half(face, plane, error_m=error_m) for face in faces]
    return shapely.simplify(shapely.union_all(halves), 1e-12, preserve_topology=True)


def _seam(shape: BaseGeometry, plane: Plane) -> BaseGeometry:
    """Return the circle of the meridians 0 and 180 where it can touch the shape."""
    lat = np.linspace(-90.0, 90.0, round(180.0 / SEAM_STEP_DEGREES) + 1)
    lat = np.concatenate([lat, lat[-2::-1]])
    lon = np.where(np.arange(len(lat)) < len(lat) // 2, 180.0, 0.0)
    xy = plane.flat(np.column_stack([lon, lat]))
    west, south, east, north = shapely.bounds(shapely.buffer(shape.envelope, 1e5))
    inside = (xy > (west, south)).all(axis=1) & (xy < (east, north)).all(axis=1)
    edge = inside[1:] & inside[:-1]
    return shapely.multilinestrings(
        shapely.linestrings(np.stack([xy[:-1][edge], xy[1:][edge]], axis=1))
    )


def _half(face: BaseGeometry, plane: Plane, *, error_m: float) -> BaseGeometry:
    """Return one face in longitude and latitude, on the side of the seam where it lies."""
    inner = shapely.get_coordinates(shapely.point_on_surface(face))
    side = 1.0 if plane.geographic(inner)[0, 0] > 0 else -1.0
    rings = [
        _on_side(plane.geographic(shapely.get_coordinates(ring)), side, error_m=error_m)
        for ring in shapely.get_rings(face)
    ]
    return shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))


def _on_side(lonlat: Floats, side: float, *, error_m: float) -> Floats:
    """Keep longitudes within one half of the globe; a pole becomes an edge along it."""
    lon, lat = lonlat.T
    lon = np.where(lon * side < -90.0, lon + side * 360.0, lon)
    near = error_m / (METRES_PER_DEGREE * np.maximum(np.cos(np.radians(lat)), 1e-12))
    lon = np.where(np.abs(lon) < near, 0.0, lon)
    lon = np.where(np.abs(lon - side * 180.0) < near, side * 180.0, lon)
    lonlat = np.column_stack([np.clip(lon, *sorted((0.0, side * 180.0))), lat])
    pole = np.abs(lat) > 90.0 - 1e-7  # noqa: PLR2004 -- a centimetre
    for at in np.flatnonzero(pole[1:])[::-1] + 1:
        before, after = lonlat[at - 1, 0], lonlat[(at + 1) % len(lonlat) or 1, 0]
        ends = np.array([[before, np.sign(lat[at]) * 90.0], [after, np.sign(lat[at]) * 90.0]])
        lonlat = np.concatenate([lonlat[:at], ends, lonlat[at + 1 :]])
    return lonlat if (lonlat[0] == lonlat[-1]).all() else np.vstack([lonlat, lonlat[:1]])
