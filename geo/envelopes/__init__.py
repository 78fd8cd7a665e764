"""Measure how far a reach leads from an origin: envelopes along the ellipsoid, and their proof.

An envelope grows from the inside: each piece added is within reach, until none is missing.

Words used here: a *start* is a point on the rim of the inner shape; its *centre* is the nearest
point of the origin; its *tip* lies on the same geodesic, the reach away from the centre. A
*ribbon* is the area between a run of starts and their tips. Runs end where the centre jumps,
because there the envelope has a corner turned inwards; ribbons overlap there, and their union
puts the corner where it belongs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.beside import shared
from geo.crs import GEOD
from geo.envelopes.check import MeasuredError, greatest_error_m, measured_error
from geo.envelopes.plane import Plane, inner_shape, joined, on_globe, probes, rims, tidied
from geo.envelopes.trim import trimmed
from geo.errors import InputError
from geo.geodesy import (
    Bools,
    Border,
    Floats,
    Ints,
    Nearest,
    Origin,
    Shapes,
    checked,
    distance_km,
    reach_in_metres,
)

LEAST_TOLERANCE_M = 0.05
GREATEST_TOLERANCE_M = 100.0

# What each approximation may cost, as shares of the tolerance. Tips lead a little beyond the reach,
# so that the chords between them stray as far to one side of the line as to the other.
BORDER_SHARE = 0.08
LEAD_SHARE = 0.3
ARC_SHARE = 0.75
CORNER_SHARE = 0.15
SMOOTH_SHARE = 0.5
THIN_SHARE = 0.1
SHORT_SHARE = 0.7
EDGE_SHARE = 0.2

ROUNDS = 30
MOST_STARTS = 400_000
LONGEST_RUN = 400
OVERLAP_STEPS = 1.7
BASE_STRIDE = 4


def envelope(origin: Origin, *, reach_km: float, tolerance_m: float = 1.0) -> BaseGeometry:
    """Return the area within a reach of an origin, measured along the WGS84 ellipsoid.

    Parameters
    ----------
    origin
        Polygon, MultiPolygon, LineString or MultiLineString in EPSG:4326, longitude first, its
        edges straight in longitude and latitude (RFC 7946); or a GeoSeries or GeoDataFrame of
        them, whose rows together are measured from. An area includes its interior.
    reach_km
        Geodesic distance in kilometres, 1 to 6,000.
    tolerance_m
        Greatest distance, in metres, by which any point of the envelope's boundary, the straight
        edges between vertices included, may be nearer or farther than the reach; from 0.05 to
        100 m, and no more than a hundredth of the reach.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, valid, cut at the antimeridian, exteriors counter-clockwise. Where a pole lies
        inside, the ring runs along the antimeridian to the pole and back on the other side.

    Raises
    ------
    InputError
        When the origin is empty, not valid, NaN, off the globe, neither line nor area, or a frame
        that is not in EPSG:4326; when the reach or the tolerance is out of range; when the
        envelope would cover the globe.

    Examples
    --------
    >>> from shapely import LineString
    >>> equator = LineString([(0, 0), (1, 0)])
    >>> [round(degrees, 3) for degrees in envelope(equator, reach_km=110.574).bounds]
    [-0.993, -1.0, 1.993, 1.0]

    References
    ----------
    C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013) 43-55.
    H. Butler et al., The GeoJSON Format, RFC 7946 (2016), sections 3.1.1, 3.1.6 and 3.1.9.
    """
    shape = checked(origin)
    reach_m = reach_in_metres(reach_km)
    loosest_m = min(GREATEST_TOLERANCE_M, reach_m / 100.0)
    if not LEAST_TOLERANCE_M <= tolerance_m <= loosest_m:
        raise InputError(
            f"tolerance_m={tolerance_m!r} is out of range for a reach of {reach_km:g} km; give one "
            f"from {LEAST_TOLERANCE_M:g} to {loosest_m:g} m."
        )
    short = trimmed(shape, reach_m=reach_m, tolerance_m=tolerance_m)
    if short is not None:
        return short
    border = Border.of(shape, reach_m=reach_m, error_m=BORDER_SHARE * tolerance_m)
    plane = Plane.around(border, shape, reach_m=reach_m)
    task = Task(border, plane, reach_m, tolerance_m)
    return on_globe(grown(task, shape), plane, error_m=EDGE_SHARE * tolerance_m)


@dataclass(frozen=True)
class Task:
    """Hold what every step of growing needs."""

    border: Border
    plane: Plane
    reach_m: float
    tolerance_m: float

    @property
    def step_m(self) -> float:
        """Space starts so that a chord between two tips leaves its arc by its share.

        Chords are straight in the plane; what that costs the arcs' share can bear up to a tenth.
        """
        bend = max(1.0 / self.reach_m, (1.0 / self.reach_m + self.plane.bend) / 1.1)
        return sqrt(8.0 * ARC_SHARE * self.tolerance_m / bend)

    @property
    def tip_m(self) -> float:
        """Place tips this far from their centres."""
        return self.reach_m + LEAD_SHARE * self.tolerance_m

    def away(self, index: Ints, azimuth: Floats, metres: Floats | float) -> Floats:
        """Return, in the plane, the points so many metres away from points of the border."""
        lon, lat = self.border.lonlat[index].T
        lon, lat, _ = GEOD.fwd(lon, lat, azimuth, np.broadcast_to(metres, azimuth.shape))
        return self.plane.flat(np.column_stack([lon, lat]))


def grown(task: Task, origin: BaseGeometry) -> BaseGeometry:
    """Return the envelope in the plane.

    No piece leads out of the envelope by more than the lead. If no point of the boundary is nearer
    to the origin than the reach, no piece is missing either: the geodesic from a missing point to
    the origin would have to cross the boundary at a point that is nearer.
    """
    shape = inner_shape(task.border, task.plane, origin, reach_m=task.reach_m)
    shape = shapely.union_all([shape, *ribbons(task, shape)])
    settled = np.empty(0, dtype=np.complex128)
    for _ in range(ROUNDS):
        tried, half_m = probes(shape, settled)
        near = task.border.nearest(task.plane.geographic(tried.view(np.float64).reshape(-1, 2)))
        short = near.distance_m < task.reach_m - SHORT_SHARE * task.tolerance_m
        if not short.any():
            return tidied(shape, tolerance_m=task.tolerance_m)
        settled = np.concatenate([settled, tried[~short]])
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


def ribbons(task: Task, inner: BaseGeometry) -> Shapes:
    """Return the ribbons outside an inner shape; each overlaps the next, and the shape."""
    wanted = shapely.length(inner) / task.step_m
    if wanted > MOST_STARTS:
        raise InputError(
            f"the envelope of {task.reach_m / 1000:g} km around this origin would have some "
            f"{wanted:,.0f} vertices, more than {MOST_STARTS:,}; give a longer reach, a greater "
            "tolerance_m, or a simpler origin."
        )
    start, ring, following = rims(shapely.segmentize(inner, task.step_m))
    near = task.border.nearest(task.plane.geographic(start))
    tip = task.away(near.index, near.azimuth, task.tip_m)
    # a geodesic bends in the plane: its direction at the tip is not that from the start
    out = tip - task.away(near.index, near.azimuth, task.tip_m - task.step_m)
    out /= np.hypot(*out.T)[:, None]
    walk, run = _runs(_ends(task, start, tip, out, following), ring)
    opens, closes = np.diff(run, prepend=-1) != 0, np.diff(run, append=-1) != 0
    first, last, runs = walk[opens], walk[closes], np.arange(run[-1] + 1)
    depth_m = near.distance_m - task.step_m
    tucked_m = task.tip_m - ARC_SHARE * task.tolerance_m  # so that no end juts out of the next
    turn = np.degrees(OVERLAP_STEPS * task.step_m / task.reach_m)

    def beside(end: Ints, share: float, metres: Floats | float) -> Floats:
        return task.away(near.index[end], near.azimuth[end] + share * turn, metres)

    outer, piece = joined(
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
    outline, piece = joined(
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
    that runs on smoothly between the two centres, and so keeps the same distance, can excuse it:
    measured there, the distance must be the same, and must lead out on neither side of it.
    """
    chord = tip[following] - tip
    length_m = np.hypot(*chord.T)
    backwards = np.sum(chord * (start[following] - start), axis=1) <= 0
    ends = backwards | (length_m > 1.5 * task.step_m)
    at = np.flatnonzero(~ends)
    chord, length_m = chord[at], length_m[at]
    rise: Floats = np.sum(chord * out[at], axis=1) / length_m
    fall: Floats = -np.sum(chord * out[following[at]], axis=1) / length_m
    beyond_m, share = _beyond(rise, fall, length_m, task.reach_m)
    limit_m = CORNER_SHARE * task.tolerance_m
    doubtful = beyond_m > limit_m
    at, chord, length_m = at[doubtful], chord[doubtful], length_m[doubtful]
    rise, fall, share = rise[doubtful], fall[doubtful], share[doubtful]
    crest = tip[at] + share[:, None] * chord
    near = task.border.nearest(task.plane.geographic(crest))
    way = crest - task.away(near.index, near.azimuth, near.distance_m - task.step_m)
    slope: Floats = np.sum(chord * way, axis=1) / length_m / np.hypot(*way.T)
    before_m, _ = _beyond(rise, -slope, share * length_m, task.reach_m)
    after_m, _ = _beyond(slope, fall, (1.0 - share) * length_m, task.reach_m)
    ends[at] = np.abs(near.distance_m - task.tip_m) > limit_m
    ends[at] |= np.maximum(before_m, after_m) > SMOOTH_SHARE * task.tolerance_m
    return np.asarray(ends)


def _beyond(rise: Floats, fall: Floats, length_m: Floats, reach_m: float) -> tuple[Floats, Floats]:
    """Bound how far a chord leads out between two points at one distance, and tell where.

    Rise and fall are the slopes of the distance at its ends, each as seen from there.
    """
    bend = length_m / reach_m
    share = np.clip((fall + bend / 2) / np.maximum(rise + fall + bend, 1e-12), 0.0, 1.0)
    return share * length_m * (rise + share * bend / 2), share


Measured = tuple[BaseGeometry, float]


def measured_envelopes(
    origin: Origin,
    *,
    reaches_km: Sequence[float],
    told: Callable[[int, int], object] = lambda *_: None,
) -> list[Measured]:
    """Draw the envelope of each reach, and measure its error.

    Parameters
    ----------
    origin
        As for `envelope`.
    reaches_km
        Geodesic distances in kilometres, 1 to 6,000.
    told
        Told how many have been begun, and of how many.

    Returns
    -------
    list of pairs
        For each reach its envelope in EPSG:4326 and its greatest error in metres; the same
        whether one processor worked on them or several.

    Raises
    ------
    InputError
        When the origin cannot be measured from, or a reach is out of range.

    Examples
    --------
    >>> from shapely import LineString
    >>> two = measured_envelopes(LineString([(0, 0), (1, 0)]), reaches_km=[50, 100])
    >>> [error_m < 1 for _, error_m in two]
    [True, True]
    """
    return shared(partial(_measured, checked(origin)), reaches_km, told=told)


def _measured(origin: BaseGeometry, reach_km: float) -> Measured:
    shape = envelope(origin, reach_km=reach_km)
    return shape, greatest_error_m(shape, origin, reach_km=reach_km)


__all__ = [
    "MeasuredError",
    "distance_km",
    "envelope",
    "greatest_error_m",
    "measured_envelopes",
    "measured_error",
]
