"""Grow an envelope from the inside: each piece added is within reach, until none is missing."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.envelopes.ellipsoid import Bools, Floats, Shapes
from geo.envelopes.inner import inner_shape
from geo.envelopes.nearest import Nearest
from geo.envelopes.ribbons import ribbons
from geo.envelopes.rims import rims, without_pinholes, without_steps
from geo.envelopes.task import SHORT_SHARE, Task
from geo.errors import InputError

ROUNDS = 30


def grown(task: Task, origin: BaseGeometry) -> BaseGeometry:
    """Return the envelope in the plane.

    No piece leads out of the envelope by more than the lead. If no point of the boundary is nearer
    to the origin than the reach, no piece is missing either: the geodesic from a missing point to
    the origin would have to cross the boundary at a point that is nearer.
    """
    shape = inner_shape(task, origin)
    shape = shapely.union_all([shape, *ribbons(task, shape)])
    settled = np.empty(0, dtype=np.complex128)
    for _ in range(ROUNDS):
        probes, half_m = _probes(shape, settled)
        near = task.border.nearest(task.plane.geographic(probes.view(np.float64).reshape(-1, 2)))
        short = near.distance_m < task.reach_m - SHORT_SHARE * task.tolerance_m
        if not short.any():
            shape = without_pinholes(shape, width_m=task.tolerance_m / 2)
            return without_steps(shape, height_m=task.tolerance_m)
        settled = np.concatenate([settled, probes[~short]])
        shape = shapely.union_all([shape, *_sectors(task, near, half_m, short)])
    raise InputError(
        f"the envelope of {task.reach_m / 1000:g} km cannot be drawn within {task.tolerance_m:g} m "
        "of this origin; give a greater tolerance_m or one part of the origin at a time."
    )


def _sectors(task: Task, near: Nearest, half_m: Floats, short: Bools) -> Shapes:
    """Return bent rectangles about points of the origin, from where it fell short to the reach."""
    share = np.linspace(-1.0, 1.0, 9)
    turn = np.degrees(np.minimum(half_m[short] + task.step_m, 4 * task.step_m) / task.reach_m)
    index = np.repeat(near.index[short], len(share))
    azimuth = (near.azimuth[short, None] + turn[:, None] * share).ravel()
    depth_m = np.repeat(near.distance_m[short], len(share)) - task.step_m
    outer = task.away(index, azimuth, task.tip_m).reshape(-1, len(share), 2)
    inner = task.away(index, azimuth, depth_m).reshape(-1, len(share), 2)
    return np.asarray(shapely.polygons(np.concatenate([outer, inner[:, ::-1]], axis=1)))


def _probes(
    shape: BaseGeometry, settled: NDArray[np.complex128]
) -> tuple[NDArray[np.complex128], Floats]:
    """Return vertices and middles of edges not yet settled, and half the length of each edge."""
    xy, _, following = rims(shape)
    vertex = np.ascontiguousarray(xy).view(np.complex128).ravel()
    half = (vertex[following] - vertex) / 2
    probes, half_m = np.concatenate([vertex, vertex + half]), np.tile(np.abs(half), 2)
    fresh = ~np.isin(probes, settled)
    return probes[fresh], half_m[fresh]
