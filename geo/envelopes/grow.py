"""Grow an envelope from the inside: every piece added lies within the reach, until none is missing.

Notation: a *start* is a point on the rim of an inner shape that certainly lies inside the
envelope; its *centre* is the nearest point of the origin; its *tip* lies on the same geodesic
exactly the reach away from the centre. A *ribbon* is the area between a run of starts and their
tips. Runs end where the centre jumps, because there the envelope has a corner turned inwards;
ribbons overlap there, and their union puts the corner where it belongs.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.envelopes.origin import GEOD, Border, Floats, Ints, Nearest
from geo.envelopes.plane import Plane

Shapes = NDArray[Any]

# Shares of the tolerance; what is left covers the straight edges in longitude and latitude.
BORDER_SHARE = 0.05
ARC_SHARE = 0.35
CORNER_SHARE = 0.2
SHORT_SHARE = 0.75

LONGEST_RUN = 100
ROUNDS = 20


@dataclass(frozen=True)
class Task:
    """Hold what every step of growing needs."""

    border: Border
    plane: Plane
    reach_m: float
    tolerance_m: float

    @property
    def step_m(self) -> float:
        """Space starts so that a chord between tips leaves its arc by its share at most."""
        return sqrt(8.0 * self.reach_m * ARC_SHARE * self.tolerance_m)

    def reached(self, index: Ints, azimuth: Floats, metres: Floats | float) -> Floats:
        """Return, in the plane, the points so many metres away from points of the border."""
        lon, lat = self.border.lonlat[index].T
        lon, lat, _ = GEOD.fwd(lon, lat, azimuth, np.broadcast_to(metres, azimuth.shape))
        return self.plane.flat(np.column_stack([lon, lat]))


def grown(task: Task, origin: BaseGeometry) -> BaseGeometry:
    """Return the envelope in the plane, every point of its boundary within the tolerance.

    No piece leads out of the envelope; if no point of the boundary is nearer to the origin than
    the reach, no piece is missing either: the geodesic from a missing point to the origin would
    have to cross the boundary somewhere nearer.
    """
    shape = _inner(task, origin)
    pieces = [_ribbons(task, ring) for ring in _rims(shape, task.step_m)]
    shape = shapely.union_all(np.concatenate([[shape], *pieces]))
    for _ in range(ROUNDS):
        lonlat, half_m = _probes(task, shape)
        near = task.border.nearest(lonlat)
        short = near.distance_m < task.reach_m - SHORT_SHARE * task.tolerance_m
        if not short.any():
            return shape
        pieces = _sectors(task, near, short, (half_m + task.step_m) / task.reach_m)
        shape = shapely.union_all(np.concatenate([[shape], pieces]))
    msg = f"no envelope of {task.reach_m:g} m within {task.tolerance_m:g} m after {ROUNDS} rounds"
    raise ArithmeticError(msg)


def _inner(task: Task, origin: BaseGeometry) -> BaseGeometry:
    """Return a coarse shape that certainly lies inside the envelope and holds the origin.

    The plane shortens no length by more than a hundredth, simplifying moves the border by no more
    than its tolerance: what is left of the reach cannot lead out of the envelope.
    """
    coarse_m = task.reach_m / 25.0
    lines = shapely.linestrings(task.plane.flat(task.border.lonlat), indices=task.border.line)
    lines = shapely.simplify(lines, coarse_m, preserve_topology=False)
    if origin.geom_type.endswith("Polygon"):
        specks = shapely.points(shapely.get_coordinates(shapely.get_point(lines, 0)))
        lines = np.concatenate([_areas(lines, origin), specks])
    return shapely.union_all(shapely.buffer(lines, 0.985 * task.reach_m - coarse_m, quad_segs=8))


def _areas(lines: Shapes, origin: BaseGeometry) -> Shapes:
    """Put simplified rings back together to valid areas; those too small to be one are left out."""
    part = shapely.get_rings(shapely.get_parts(origin), return_index=True)[1]
    usable = shapely.get_num_coordinates(lines) >= 4  # noqa: PLR2004 -- a ring needs four
    exterior = np.append(True, part[1:] != part[:-1])  # noqa: FBT003 -- a value, not an option
    kept = np.isin(part, part[exterior & usable]) & usable
    xy, ring = shapely.get_coordinates(lines[kept], return_index=True)
    if not len(xy):
        return np.empty(0, dtype=object)
    owner = np.unique(part[kept], return_inverse=True)[1]
    areas = shapely.polygons(shapely.linearrings(xy, indices=ring), indices=owner)
    return np.asarray(shapely.make_valid(areas))


def _rims(shape: BaseGeometry, step_m: float) -> list[Floats]:
    """Return points along every ring, the shape always on their left."""
    rings = shapely.get_rings(
        shapely.orient_polygons(shapely.get_parts(shapely.segmentize(shape, step_m)))
    )
    return [shapely.get_coordinates(ring)[:-1] for ring in rings]


def _ribbons(task: Task, start: Floats) -> Shapes:
    """Return the ribbons outside one rim; each overlaps the next, and the shape inside."""
    near = task.border.nearest(task.plane.geographic(start))
    tip = task.reached(near.index, near.azimuth, task.reach_m)
    out = (tip - start) / np.hypot(*(tip - start).T)[:, None]
    ahead = np.roll(start, -1, axis=0) - start
    gap_m = np.hypot(*ahead.T)
    closing = -np.sum((np.roll(out, -1, axis=0) - out) * ahead, axis=1) / gap_m
    leap_m = np.hypot(*(np.roll(tip, -1, axis=0) - tip).T)
    ends = (closing * gap_m / 4 > CORNER_SHARE * task.tolerance_m) | (leap_m > 2 * task.step_m)

    # begin right after a run's end, so that no run has to wrap around
    turned = np.roll(np.arange(len(start)), -1 - int(np.argmax(ends)))
    run = np.append(0, np.cumsum(ends[turned][:-1]))
    within = np.arange(len(run)) - np.searchsorted(run, run)
    fresh = within % LONGEST_RUN == 0
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(run)) - 1

    index, azimuth, tip = near.index[turned], near.azimuth[turned], tip[turned]
    depth_m = near.distance_m[turned] - task.step_m
    base = (start - out * task.step_m)[turned]
    turn = np.degrees(1.5 * np.maximum(gap_m[turned], task.step_m) / (0.9 * task.reach_m))

    def beside(end: Ints, share: float, metres: Floats | float) -> Floats:
        return task.reached(index[end], azimuth[end] + share * turn[end], metres)

    sides = (
        beside(first, 1.0, depth_m[first]),
        beside(first, 1.0, task.reach_m),
        beside(first, 0.5, task.reach_m),
        beside(last, -0.5, task.reach_m),
        beside(last, -1.0, task.reach_m),
        beside(last, -1.0, depth_m[last]),
    )
    outlines = [
        np.vstack([*side[:3], tip[i : j + 1], *side[3:], base[i : j + 1][::-1]])
        for i, j, *side in zip(first, last, *sides, strict=True)
    ]
    owner = np.repeat(np.arange(len(outlines)), [len(outline) for outline in outlines])
    ribbons = shapely.polygons(shapely.linearrings(np.vstack(outlines), indices=owner))
    return np.asarray(shapely.make_valid(ribbons))


def _sectors(task: Task, near: Nearest, chosen: NDArray[np.bool_], turn: Floats) -> Shapes:
    """Return bent rectangles about points of the origin, from where it fell short to the reach."""
    steps = np.linspace(-1.0, 1.0, 9)
    index = np.repeat(near.index[chosen], len(steps))
    azimuth = (near.azimuth[chosen, None] + np.degrees(turn)[chosen, None] * steps).ravel()
    depth_m = np.repeat(near.distance_m[chosen], len(steps)) - task.step_m
    outer = task.reached(index, azimuth, task.reach_m).reshape(-1, len(steps), 2)
    inner = task.reached(index, azimuth, depth_m).reshape(-1, len(steps), 2)
    return np.asarray(shapely.polygons(np.concatenate([outer, inner[:, ::-1]], axis=1)))


def _probes(task: Task, shape: BaseGeometry) -> tuple[Floats, Floats]:
    """Return vertices and middles of edges in longitude and latitude, and half of each edge."""
    xy, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shape)), return_index=True
    )
    same = ring[1:] == ring[:-1]
    a, b = xy[:-1][same], xy[1:][same]
    half_m = np.hypot(*(b - a).T) / 2
    return task.plane.geographic(np.vstack([a, (a + b) / 2])), np.concatenate([half_m, half_m])
