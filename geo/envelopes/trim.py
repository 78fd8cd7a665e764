"""Draw a short envelope by moving the border outwards, and trimming what then lies too near.

Words used here: free samples in the border's order are *chains* of the envelope's boundary; where
one ends another begins, and there, at a *seam*, the boundary has a corner turned inwards, where
both cross. A part of the border that only just shows in a corner has no free sample. Every corner
is therefore measured, and where something is nearer, it is sampled more closely.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.outline import (
    FREE_SHARE,
    Outline,
    Places,
    Samples,
    in_metres,
    next_in_ring,
    pairs,
)
from geo.geodesy import Floats, Ints, KDTree, ranges

LONGEST_M = 30_000.0
FARTHEST_LAT = 70.0
MISSED = 8e-15  # by metres at half the way of a distance, over its cube, at 39 degrees of latitude

# As shares of the tolerance: what a corner may lie off besides what arcs rise above their chords,
# what of that is let pass; and how far a chord from chain to chain may lie beyond or fall short.
CORNER_SHARE = 0.3
SAG_SHARE = 1.2
BEYOND_SHARE = 0.2
SHORT_SHARE = 1.0
SPOTS = 7
SHORTCUT = 1 / 3  # of the space between samples: no such chord is longer
ROUNDS = 9


def trimmed(origin: BaseGeometry, *, reach_m: float, tolerance_m: float) -> BaseGeometry | None:
    """Return the envelope in longitude and latitude, or None where this way is not sure of it."""
    west, south, east, north = origin.bounds
    room = reach_m / 30_000.0  # a degree of longitude is longer than this, up to that latitude
    steepest = max(-south, north)
    missed_m = MISSED * (0.2 + np.tan(np.radians(steepest))) ** 2 * reach_m**3
    if (
        reach_m > LONGEST_M
        or steepest > FARTHEST_LAT
        or missed_m > FREE_SHARE * tolerance_m
        or west - room < -180.0  # noqa: PLR2004
        or east + room > 180.0  # noqa: PLR2004
    ):
        return None
    outline = Outline.of(origin, reach_m=reach_m, tolerance_m=tolerance_m)
    inner, seams = outline.sampled()
    settled = np.empty(0, dtype=np.complex128)
    for nth in range(1, ROUNDS + 1):
        joints = Joints.of(seams, outline, settled)
        if not len(joints.doubtful):
            return _assembled(inner, seams, joints, outline, origin)
        settled = joints.settled
        seams = outline.resampled(seams, joints.doubtful, joints.spots, nth)
    return None


@dataclass(frozen=True)
class Joints:
    """Say which chain follows which, by what corner; and what has to be looked at more closely.

    Attributes
    ----------
    ends, starts
        Samples where chains end, and where they start.
    partner
        For each end, which start follows.
    corner
        For each end, the place between.
    settled
        Corners found right, to be measured no more.
    doubtful, spots
        Vertices that have to do with ends without a partner; places in space thereabouts.
    """

    ends: Ints
    starts: Ints
    partner: Ints
    corner: Places
    settled: Places
    doubtful: Ints
    spots: Floats

    @classmethod
    def of(cls, seams: Samples, outline: Outline, settled: Places) -> Self:
        """Join each end with the next start of its ring, or else with whichever fits."""
        ring = outline.ring[seams.owner]
        following = next_in_ring(ring)
        before = np.empty_like(following)
        before[following] = np.arange(len(following))
        ends = np.flatnonzero(seams.free & ~seams.free[following])
        starts = np.flatnonzero(seams.free & ~seams.free[before])
        count = np.bincount(ring[starts], minlength=len(outline.ring))
        first = (np.cumsum(count) - count)[ring[ends]]
        partner = np.searchsorted(starts, ends, side="right")
        partner = np.where(partner >= first + count[ring[ends]], first, partner)
        out = seams.lonlat[np.column_stack([ends, following[ends]])]
        back = seams.lonlat[np.column_stack([before[starts], starts])]
        limit_m = CORNER_SHARE * outline.tolerance_m
        corner, sag_m = _crossing(out, back[partner], outline)
        off_m, near = np.full(len(ends), np.inf), np.full(len(ends), -1)
        off_m[np.isin(corner, settled)] = 0.0
        fresh = np.flatnonzero((off_m > 0.0) & ~np.isnan(corner))
        after = back[partner[fresh], 1]
        off_m[fresh], near[fresh] = _off(out[fresh, 0], corner[fresh], after, outline, sag_m[fresh])
        settled = corner[off_m <= limit_m]
        loose = np.flatnonzero(off_m > limit_m)
        open_ = np.sort(partner[loose])
        end, start, spot, cost_m = _fits(out[loose], back[open_], outline)
        taken = np.full(len(open_), fill_value=False)
        partner[loose] = -1
        for k in np.argsort(cost_m, kind="stable"):
            if cost_m[k] > limit_m:
                break
            at = loose[end[k]]
            if partner[at] < 0 and not taken[start[k]]:
                partner[at], corner[at] = open_[start[k]], spot[k]
                taken[start[k]] = True
        lost = np.flatnonzero(partner < 0)
        waiting = starts[open_[~taken]]
        missed = corner[lost][near[lost] >= 0]
        ends_of = np.concatenate([ends[lost], following[ends[lost]], waiting, before[waiting]])
        about = np.append(seams.lonlat[ends_of], missed)
        doubtful = np.concatenate([seams.owner[ends_of], outline.off(about)[1]])
        spots = outline.xyz(about)
        return cls(ends, starts, partner, corner, settled, np.unique(doubtful), spots)


def _crossing(one: Places, other: Places, outline: Outline) -> tuple[Places, Floats]:
    """Return where segments cross, NaN where they do not; and how far arcs rise above that."""
    a, c = one[:, 0], other[:, 0]
    along, across, gap = one[:, 1] - a, other[:, 1] - c, c - a
    turn = _cross(along, across)
    turn[turn == 0.0] = np.nan
    share, other_share = _cross(gap, across) / turn, _cross(gap, along) / turn
    meet = (np.minimum(share, other_share) >= 0.0) & (np.maximum(share, other_share) <= 1.0)
    rise = [
        share * (1.0 - share) * np.abs(in_metres(way, a.imag)) ** 2
        for share, way in ((share, along), (other_share, across))
    ]
    sag_m = np.where(meet, np.maximum(*rise) / (2.0 * outline.lead_m), 0.0)
    sag_m = np.minimum(sag_m, SAG_SHARE * outline.tolerance_m)
    return np.where(meet, a + share * along, np.nan), sag_m


def _off(
    before: Places, corner: Places, after: Places, outline: Outline, sag_m: Floats
) -> tuple[Floats, Ints]:
    """Return how far corners are off the reach, or beyond it the ways there; and what is near."""
    ways = (corner + before) / 2.0, (corner + after) / 2.0
    off_m, near = (part.reshape(3, -1) for part in outline.off(np.concatenate([corner, *ways])))
    return np.maximum(np.abs(off_m[0]) - sag_m, 1.5 * off_m[1:].max(axis=0)), near[0]


def _cross(one: Places, other: Places) -> Floats:
    """Multiply steps crosswise: one and itself exactly to 0, as complex numbers may not."""
    return np.asarray(one.real * other.imag - one.imag * other.real)


def _fits(out: Places, back: Places, outline: Outline) -> tuple[Ints, Ints, Places, Floats]:
    """Pair ends with starts that could follow: crossing, or near with nothing missed between.

    Return the pairs, the place between, and what the pair costs.
    """
    tree = shapely.STRtree(shapely.linestrings(pairs(back)))
    end, start = tree.query(shapely.linestrings(pairs(out)), predicate="intersects")
    corner, sag_m = _crossing(out[end], back[start], outline)
    met = ~np.isnan(corner)
    end, start, corner = end[met], start[met], corner[met]
    cost_m = _off(out[end, 0], corner, back[start, 1], outline, sag_m[met])[0]
    if not len(out):
        return end, start, corner, cost_m
    here, there = outline.xyz(out[:, 0]), outline.xyz(back[:, 1])
    near = min(len(there), 4)
    metres, index = (column.reshape(-1, near) for column in KDTree(there).query(here, k=near))
    row, column = np.nonzero(metres <= SHORTCUT * outline.apart_m)
    a, b = out[row, 0], back[index[row, column], 1]
    shares = np.arange(1, SPOTS + 1)[:, None] / (SPOTS + 1)
    off_m = outline.off((a + shares * (b - a)).ravel())[0].reshape(SPOTS, -1)
    amiss = np.maximum(off_m.max(axis=0) / BEYOND_SHARE, -off_m.min(axis=0) / SHORT_SHARE)
    return (
        np.concatenate([end, row]),
        np.concatenate([start, index[row, column].astype(np.intp)]),
        np.append(corner, (a + b) / 2.0),
        np.concatenate([cost_m, CORNER_SHARE * amiss]),
    )


def _assembled(
    inner: Samples, seams: Samples, joints: Joints, outline: Outline, origin: BaseGeometry
) -> BaseGeometry | None:
    """Put chains together to rings, and rings to areas."""
    samples, where = seams.with_(inner)
    ends, starts = where[joints.ends], where[joints.starts]
    ring = outline.ring[samples.owner]
    size = np.bincount(ring)
    begin = (np.cumsum(size) - size)[ring]
    count = np.bincount(ring[starts], minlength=len(size))
    first = (np.cumsum(count) - count)[ring[starts]]
    end = np.searchsorted(ends, starts)
    end = np.where(end >= first + count[ring[starts]], first, end)  # round the ring's own end
    begin, size = begin[starts], size[ring[starts]]
    length = (ends[end] - starts) % size + 1
    order, number = _cycles(joints.partner[end])
    chain = np.repeat(order, length[order] + 1)
    nth = ranges(np.zeros_like(order), length[order] + 1)
    lonlat = samples.lonlat[begin[chain] + (starts[chain] - begin[chain] + nth) % size[chain]]
    corner = nth == length[chain]
    lonlat[corner] = joints.corner[end[chain[corner]]]
    whole = ~np.isin(ring, ring[~samples.free])
    lonlat = np.append(lonlat, samples.lonlat[whole])
    number = np.concatenate(
        [np.repeat(number, length[order] + 1), len(samples.place) + ring[whole]]
    )
    return _areas(*_smooth(lonlat, number, outline), outline, origin)


def _cycles(following: Ints) -> tuple[Ints, Ints]:
    """Walk from one to the next until the first comes again; return the order, and whose walk."""
    after, order, number = following.tolist(), [], []
    for first in range(len(after)):
        at = first
        while after[at] >= 0:
            order.append(at)
            number.append(first)
            after[at], at = -1, after[at]
    return np.array(order, dtype=np.intp), np.array(number, dtype=np.intp)


def _smooth(lonlat: Places, ring: Ints, outline: Outline) -> tuple[Places, Ints]:
    """Leave out places where the boundary would turn outwards sharply, or back."""
    sharp = np.sin(0.05 + 1.5 * outline.apart_m / outline.lead_m)
    narrow = np.cos(np.radians(lonlat.imag.mean()))
    for _ in range(ROUNDS):
        enough = np.bincount(ring)[ring] > 2  # noqa: PLR2004 - fewer enclose nothing
        if not enough.all():
            lonlat, ring = lonlat[enough], ring[enough]
        following = next_in_ring(ring)
        way = lonlat[following] - lonlat
        way.real *= narrow
        turn = way[following] * way.conj()  # from each step to the next
        size = np.abs(turn)
        jut = (turn.imag > sharp * size) | ((turn.real <= 0.0) & (turn.imag > 0.0)) | (size == 0.0)
        if not jut.any():
            break
        kept = np.full(len(ring), fill_value=True)
        kept[following[jut]] = False
        lonlat, ring = lonlat[kept], ring[kept]
    return lonlat, ring


def _areas(
    lonlat: Places, ring: Ints, outline: Outline, origin: BaseGeometry
) -> BaseGeometry | None:
    """Tell shells from holes, and put each hole into the smallest shell around it."""
    rings = shapely.linearrings(pairs(lonlat), indices=np.unique(ring, return_inverse=True)[1])
    width_m = 2.0 * shapely.area(shapely.polygons(rings)) / shapely.length(rings) * 111_000.0
    rings = rings[width_m > outline.tolerance_m / 4.0]  # what is left between two corners is none
    shell = shapely.is_ccw(rings)
    shells, holes = shapely.polygons(rings[shell]), shapely.polygons(rings[~shell])
    spots = shapely.get_point(rings[~shell], 0)
    real = ~shapely.intersects(origin, spots)
    holes, spots = holes[real], spots[real]
    around, hole = shapely.STRtree(spots).query(shells, predicate="contains")
    order = np.lexsort((shapely.area(shells)[around], hole))
    hole, around = hole[order], around[order]
    nearest = np.diff(hole, prepend=-1) != 0
    if nearest.sum() < len(holes):
        return None
    order = np.argsort(around[nearest], kind="stable")
    inside = shapely.get_exterior_ring(holes)[hole[nearest][order]]
    owner = np.concatenate([np.arange(len(shells)), around[nearest][order]])
    order = np.argsort(owner, kind="stable")
    every = np.concatenate([shapely.get_exterior_ring(shells), inside])[order]
    parts = shapely.orient_polygons(shapely.polygons(every, indices=owner[order]))
    shape = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    return shape if shape.is_valid else None
