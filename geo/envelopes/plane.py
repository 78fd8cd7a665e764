"""Flatten the part of the globe an envelope can reach, tidy shapes there, and bring them back."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Proj
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.errors import InputError
from geo.geodesy import Bools, Border, Floats, Ints, Shapes, cartesian

# The plane grows without bound towards the one point it lacks: stay this far from it.
COARSE_SHARE = 1 / 15
CLEAR_M = 300_000.0
COMFORTABLE_M = 3_000_000.0
MOST_TURNED = 3.1  # radians
HALVINGS = 40
SHARP = 0.15  # sine of a turn that no arc of ours makes between two chords


@dataclass(frozen=True)
class Plane:
    """Hold an oblique stereographic projection: conformal, whole but for one point.

    Neither the antimeridian nor a pole is an edge in it, and no length comes out shorter than
    0.99998 of itself. Shapes are put together here; no distance is ever measured here.
    """

    lon: float
    lat: float
    bend: float  # of its straight lines against geodesics, at most, in 1/metres

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
        clear = 2.0 * np.arcsin(np.minimum((clear_m + reach_m) / (2.0 * GEOD.a), 1.0))
        outermost = np.pi - clear + reach_m / GEOD.b
        bend = np.tan(np.minimum(outermost, MOST_TURNED) / 2.0) / GEOD.b
        return cls(float(centre[0, 0]), float(centre[0, 1]), float(bend))

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


def rims(shape: BaseGeometry) -> tuple[Floats, Ints, Ints]:
    """Return the points of all rings, the shape on their left; the ring and the next of each."""
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(shape)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(ring, append=-1) != 0
    xy, ring = xy[~closing], ring[~closing]
    following = np.arange(1, len(ring) + 1)
    following[np.diff(ring, append=-1) != 0] = np.flatnonzero(np.diff(ring, prepend=-1) != 0)
    return xy, ring, following


def joined(*pieces: tuple[Floats, Ints]) -> tuple[Floats, Ints]:
    """Put points together by the number that comes with each, in the order given."""
    xy, number = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.argsort(number, kind="stable")
    return xy[order], number[order]


def probes(
    shape: BaseGeometry, settled: NDArray[np.complex128]
) -> tuple[NDArray[np.complex128], Floats]:
    """Return vertices and middles of edges not yet settled, and half the length of each edge."""
    xy, _, following = rims(shape)
    vertex = np.ascontiguousarray(xy).view(np.complex128).ravel()
    half = (vertex[following] - vertex) / 2
    tried, half_m = np.concatenate([vertex, vertex + half]), np.tile(np.abs(half), 2)
    fresh = ~np.isin(tried, settled)
    return tried[fresh], half_m[fresh]


def tidied(shape: BaseGeometry, *, tolerance_m: float) -> BaseGeometry:
    """Return a shape without the pinholes and steps that its pieces leave where they meet."""
    return _without_steps(_without_pinholes(shape, width_m=tolerance_m / 2), height_m=tolerance_m)


def _without_pinholes(shape: BaseGeometry, *, width_m: float) -> BaseGeometry:
    """Fill holes that are nowhere much wider than this."""
    rings, part = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    area = np.abs(shapely.area(shapely.polygons(rings)))
    kept = (np.diff(part, prepend=-1) != 0) | (2 * area / shapely.length(rings) > width_m)
    return shapely.multipolygons(shapely.polygons(rings[kept], indices=part[kept]))


def _without_steps(shape: BaseGeometry, *, height_m: float) -> BaseGeometry:
    """Level steps: where a short edge turns sharply out and back, leave out its inner end.

    They are left where one ribbon ends on another. An envelope has corners turned inwards, but no
    sharp one turned outwards.
    """
    xy, ring, following = rims(shape)
    before = np.argsort(following)
    step = xy[following] - xy
    length = np.hypot(*step.T)
    way = step / np.maximum(length, 1e-12)[:, None]
    turn = way[before, 0] * way[:, 1] - way[before, 1] * way[:, 0]
    outwards, inwards = turn > SHARP, turn < -SHARP
    short = length < height_m
    inner = inwards & ((short & outwards[following]) | (short & outwards)[before])
    if not inner.any():
        return shape
    parts = shapely.orient_polygons(shapely.get_parts(shape))
    part = shapely.get_rings(parts, return_index=True)[1]
    rings = shapely.linearrings(xy[~inner], indices=ring[~inner])
    level = shapely.multipolygons(shapely.polygons(rings, indices=part))
    return level if level.is_valid else shape


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


def inner_shape(
    border: Border, plane: Plane, origin: BaseGeometry, *, reach_m: float
) -> BaseGeometry:
    """Return a coarse shape that certainly lies inside the envelope and holds the origin.

    The plane shortens no length by more than 0.5 %, simplifying moves the border by no more than
    its tolerance: what is left of the reach cannot lead out of the envelope.
    """
    coarse_m = reach_m * COARSE_SHARE
    lonlat, line = border.sparse(to_m=coarse_m / 4)
    lines = shapely.linestrings(plane.flat(lonlat), indices=line)
    lines = shapely.simplify(lines, coarse_m / 2, preserve_topology=False)
    if origin.geom_type.endswith("Polygon"):
        lines = _areas(lines, origin, coarse_m / 2)
    return shapely.union_all(shapely.buffer(lines, 0.995 * reach_m - coarse_m, quad_segs=8))


def _areas(lines: Shapes, origin: BaseGeometry, coarse_m: float) -> Shapes:
    """Put simplified rings back together to areas; what is too small for one stays a line.

    Of islets that are mere specks, one in each square of the coarse size stands for the others.
    """
    rings = shapely.get_num_interior_rings(shapely.get_parts(origin)) + 1
    part = np.repeat(np.arange(len(rings)), rings)
    exterior = np.diff(part, prepend=-1) != 0
    ring = shapely.get_num_coordinates(lines) >= 4  # noqa: PLR2004 -- fewer enclose nothing
    kept = np.isin(part, part[exterior & ring]) & ring
    specks = lines[exterior & ~ring]
    large = shapely.length(specks) > coarse_m
    square = np.round(shapely.bounds(specks)[~large, :2] / coarse_m)
    few = specks[~large][np.unique(square, axis=0, return_index=True)[1]]
    specks = np.concatenate([specks[large], few])
    if not kept.any():
        return np.asarray(specks)
    xy, number = shapely.get_coordinates(lines[kept], return_index=True)
    owner = np.unique(part[kept], return_inverse=True)[1]
    areas = shapely.polygons(shapely.linearrings(xy, indices=number), indices=owner)
    return np.concatenate([shapely.make_valid(areas), specks])
