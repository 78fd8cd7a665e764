"""Draw the ribbons that lead from an inner shape out to the reach.

Words used here: a *start* is a point on the rim of the inner shape; its *centre* is the nearest
point of the origin; its *tip* lies on the same geodesic, the reach away from the centre. A
*ribbon* is the area between a run of starts and their tips. Runs end where the centre jumps,
because there the envelope has a corner turned inwards; ribbons overlap there, and their union
puts the corner where it belongs.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.ellipsoid import Bools, Floats, Ints, Shapes
from geo.envelopes.rims import rims
from geo.envelopes.task import ARC_SHARE, CORNER_SHARE, THIN_SHARE, Task

LONGEST_RUN = 400
OVERLAP_STEPS = 1.7
BASE_STRIDE = 4


def ribbons(task: Task, inner: BaseGeometry) -> Shapes:
    """Return the ribbons outside an inner shape; each overlaps the next, and the shape."""
    start, ring, following = rims(shapely.segmentize(inner, task.step_m))
    near = task.border.nearest(task.plane.geographic(start))
    tip = task.away(near.index, near.azimuth, task.tip_m)
    out = tip - start
    out /= np.hypot(*out.T)[:, None]
    walk, run = _runs(_ends(task, start, tip, out, following), ring)
    opens, closes = np.diff(run, prepend=-1) != 0, np.diff(run, append=-1) != 0
    first, last, runs = walk[opens], walk[closes], np.arange(run[-1] + 1)
    depth_m = near.distance_m - task.step_m
    tucked_m = task.tip_m - ARC_SHARE * task.tolerance_m  # so that no end juts out of the next
    turn = np.degrees(OVERLAP_STEPS * task.step_m / task.reach_m)

    def beside(end: Ints, share: float, metres: Floats | float) -> Floats:
        return task.away(near.index[end], near.azimuth[end] + share * turn, metres)

    outer, piece = _joined(
        (beside(first, 1.0, depth_m[first]), runs),
        (beside(first, 1.0, tucked_m), runs),
        (beside(first, 0.5, task.tip_m), runs),
        (tip[walk], run),
        (beside(last, -0.5, task.tip_m), runs),
        (beside(last, -1.0, tucked_m), runs),
        (beside(last, -1.0, depth_m[last]), runs),
    )
    lines = shapely.linestrings(outer, indices=piece)
    lines = shapely.simplify(lines, THIN_SHARE * task.tolerance_m, preserve_topology=False)
    base = (start - out * task.step_m)[walk]
    sparse = opens | closes | (np.arange(len(run)) % BASE_STRIDE == 0)
    outline, piece = _joined(
        shapely.get_coordinates(lines, return_index=True), (base[sparse][::-1], run[sparse][::-1])
    )
    drawn = shapely.polygons(shapely.linearrings(outline, indices=piece))
    return np.asarray(shapely.make_valid(drawn))


def _runs(ends: Bools, ring: Ints) -> tuple[Ints, Ints]:
    """Walk every ring from one end of a run to another; return the order, and the run of each.

    No run is longer than a third of its ring, so that none can close into a ring itself.
    """
    size, begin = np.bincount(ring), np.flatnonzero(np.diff(ring, prepend=-1))
    offset = np.arange(len(ring)) - begin[ring]
    ended = np.flatnonzero(ends)[::-1]
    shift = np.zeros(len(size), dtype=np.intp)
    shift[ring[ended]] = offset[ended] + 1
    walk = np.lexsort(((offset - shift[ring]) % size[ring], ring))
    opens = (np.diff(ring, prepend=-1) != 0) | np.roll(ends[walk], 1)
    nth = np.arange(len(walk))
    within = nth - np.maximum.accumulate(np.where(opens, nth, 0))
    longest = np.clip(size // 3, 1, LONGEST_RUN)[ring]
    return walk, np.cumsum(within % longest == 0) - 1


def _ends(task: Task, start: Floats, tip: Floats, out: Floats, following: Ints) -> Bools:
    """Tell after which starts a run has to end, because a chord to the next tip would lead out.

    Seen from either tip, the distance along the chord grows with its slope and bends upwards with
    1/reach; it can lead out most where both distances are equal. If that is too far, only a border
    that runs on smoothly between the two centres, and so keeps the same distance, can excuse it.
    """
    chord = tip[following] - tip
    length_m = np.hypot(*chord.T)
    backwards = np.sum(chord * (start[following] - start), axis=1) <= 0
    ends = backwards | (length_m > 1.5 * task.step_m)
    at = np.flatnonzero(~ends)
    chord, length_m = chord[at], length_m[at]
    bend = length_m / task.reach_m
    rise = np.sum(chord * out[at], axis=1) / length_m
    fall = -np.sum(chord * out[following[at]], axis=1) / length_m
    share = np.clip((fall + bend / 2) / np.maximum(rise + fall + bend, 1e-12), 0.0, 1.0)
    beyond_m = share * length_m * (rise + share * bend / 2)
    limit_m = CORNER_SHARE * task.tolerance_m
    doubtful = beyond_m > limit_m
    at = at[doubtful]
    crest = tip[at] + share[doubtful, None] * chord[doubtful]
    distance_m = task.border.nearest(task.plane.geographic(crest)).distance_m
    ends[at] = np.abs(distance_m - task.tip_m) > limit_m
    return np.asarray(ends)


def _joined(*pieces: tuple[Floats, Ints]) -> tuple[Floats, Ints]:
    """Put points together by the number that comes with each, in the order given."""
    xy, number = (np.concatenate(column) for column in zip(*pieces, strict=True))
    order = np.argsort(number, kind="stable")
    return xy[order], number[order]
