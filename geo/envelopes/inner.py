"""Begin an envelope with a coarse shape that certainly lies inside it."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.ellipsoid import Shapes
from geo.envelopes.task import Task

COARSE_SHARE = 1 / 15


def inner_shape(task: Task, origin: BaseGeometry) -> BaseGeometry:
    """Return a coarse shape that certainly lies inside the envelope and holds the origin.

    The plane shortens no length by more than 0.5 %, simplifying moves the border by no more than
    its tolerance: what is left of the reach cannot lead out of the envelope.
    """
    coarse_m = task.reach_m * COARSE_SHARE
    lines = shapely.linestrings(task.plane.flat(task.border.lonlat), indices=task.border.line)
    lines = shapely.simplify(lines, coarse_m / 2, preserve_topology=False)
    if origin.geom_type.endswith("Polygon"):
        lines = _areas(lines, origin, coarse_m / 2)
    return shapely.union_all(shapely.buffer(lines, 0.995 * task.reach_m - coarse_m, quad_segs=8))


def _areas(lines: Shapes, origin: BaseGeometry, coarse_m: float) -> Shapes:
    """Put simplified rings back together to areas; what is too small for one stays a line.

    Of islets that are mere specks, one in each square of the coarse size stands for the others.
    """
    part = shapely.get_rings(shapely.get_parts(origin), return_index=True)[1]
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
