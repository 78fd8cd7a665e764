"""Walk around shapes of the plane, and take from their rims what means nothing."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.ellipsoid import Floats, Ints

SHARP = 0.15  # sine of a turn that no arc of ours makes between two chords


def rims(shape: BaseGeometry) -> tuple[Floats, Ints, Ints]:
    """Return the points of all rings, the shape on their left; the ring and the next of each."""
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(shape)))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.diff(ring, append=-1) != 0
    xy, ring = xy[~closing], ring[~closing]
    following = np.arange(1, len(ring) + 1)
    following[np.diff(ring, append=-1) != 0] = np.flatnonzero(np.diff(ring, prepend=-1) != 0)
    return xy, ring, following


def without_pinholes(shape: BaseGeometry, *, width_m: float) -> BaseGeometry:
    """Fill holes that are nowhere much wider than this."""
    rings, part = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    area = np.abs(shapely.area(shapely.polygons(rings)))
    kept = (np.diff(part, prepend=-1) != 0) | (2 * area / shapely.length(rings) > width_m)
    return shapely.multipolygons(shapely.polygons(rings[kept], indices=part[kept]))


def without_steps(shape: BaseGeometry, *, height_m: float) -> BaseGeometry:
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
