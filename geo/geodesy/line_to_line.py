"""Find the shortest geodesics between lines, anywhere on the globe.

A distance changes by no more than a metre when either end moves by a metre. So caps around two
pieces hold nothing nearer than their middles are apart, less both radii. Caps that may hold
something nearer than what is known are opened, down to edges; edges are halved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy.ellipsoid import (
    Bools,
    Floats,
    Ints,
    Shapes,
    cartesian,
    checked,
    estimated_m,
    lines_of,
    longest_m,
    ranges,
    stretch,
)

LonLat = tuple[float, float]

IN_A_CAP = 4
RIGHT_TO_M = 0.005
OPPOSITE_M, RIGHT_OPPOSITE_TO_M = 19_900_000.0, 1.0  # there, places far apart are as near
HALF = 0.5


@dataclass(frozen=True)
class Caps:
    """Hold edges, straight in longitude and latitude, and caps around ever more neighbours.

    The edges come first, then caps around a few edges each, then around a few of those, and so on
    up to one for each owner. What stands in a cap stands together, earlier.

    Attributes
    ----------
    edges
        Start and step of each edge, longitude and latitude.
    owner, middle, radius_m
        Whose an edge or cap is; a place on it; how far it reaches from there at most.
    first, count
        What a cap holds; an edge holds nothing.
    """

    edges: Floats
    owner: Ints
    middle: Floats
    radius_m: Floats
    first: Ints
    count: Ints

    @classmethod
    @lru_cache(maxsize=2)  # one origin is measured from many times
    def of(cls, shape: BaseGeometry) -> Self:
        """Put caps around the lines of a shape."""
        return cls.around([lines_of(shape)])

    @classmethod
    def around(cls, owned: Sequence[Shapes]) -> Self:
        """Put caps around the lines of each owner."""
        lines = np.concatenate(owned)
        whose = np.repeat(np.arange(len(owned)), [len(some) for some in owned])
        lonlat, line = shapely.get_coordinates(lines, return_index=True)
        real = line[1:] == line[:-1]
        start, step = lonlat[:-1][real], np.diff(lonlat, axis=0)[real]
        owner, middle = whose[line[1:][real]], start + step / 2.0
        radius_m = stretch(start, step)[0] / 2.0
        none = np.zeros(len(owner), dtype=np.intp)
        levels = [(owner, middle, radius_m, none, none)]
        below = 0
        while (owner[1:] == owner[:-1]).any():
            rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
            first = np.flatnonzero(rank % IN_A_CAP == 0)
            count = np.diff(first, append=len(owner))
            centre = first + count // 2
            xyz = cartesian(middle)
            chord = np.linalg.norm(xyz - np.repeat(xyz[centre], count, axis=0), axis=1)
            radius_m = np.maximum.reduceat(longest_m(chord) + radius_m, first)
            below, first = below + len(owner), first + below
            owner, middle = owner[centre], middle[centre]
            levels.append((owner, middle, radius_m, first, count))
        edges = np.stack([start, step], axis=1)
        return cls(edges, *(np.concatenate(column) for column in zip(*levels, strict=True)))

    def roots(self, owners: int) -> Ints:
        """Return the one cap around everything of each owner."""
        return np.arange(len(self.owner) - owners, len(self.owner))

    def opened(self, caps: Ints) -> Ints:
        """Return what stands in some caps, one cap after another."""
        return ranges(self.first[caps], self.count[caps])


@dataclass(frozen=True)
class Known:
    """Hold the shortest line known for each owner, in metres and by its ends, and shorten it."""

    metres: Floats
    ends: Floats

    def learn(self, owner: Ints, here: Floats, there: Floats) -> tuple[Floats, Floats, Floats]:
        """Measure lines, keep what is shorter; return metres, and azimuths towards the others."""
        azimuth, back, metres = GEOD.inv(*here.T, *there.T)
        shorter = np.flatnonzero(metres < self.metres[owner])
        order = shorter[np.lexsort((metres[shorter], owner[shorter]))]
        best = order[np.diff(owner[order], prepend=-1) != 0]
        self.metres[owner[best]] = metres[best]
        self.ends[owner[best]] = np.hstack([here[best], there[best]])
        return metres, azimuth, back

    def beaten(self, owner: Ints, least_m: Floats) -> Bools:
        """Say where a lower bound leaves room for a shorter line."""
        room_m = np.where(self.metres[owner] < OPPOSITE_M, RIGHT_TO_M, RIGHT_OPPOSITE_TO_M)
        return np.asarray(np.maximum(least_m, 0.0) < self.metres[owner] - room_m)


def nearest(regions: Shapes, origin: BaseGeometry) -> tuple[Floats, list[tuple[LonLat, LonLat]]]:
    """Measure each region's least distance, and say between which places.

    Parameters
    ----------
    regions
        Areas in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float, list of pairs of places
        Kilometres, right to centimetres, 0 where the two touch; the origin's place and the
        region's, longitude first.
    """
    origin = checked(origin)
    touches = shapely.intersects(origin, regions)
    metres, ends = np.zeros(len(regions)), np.empty((len(regions), 4))
    ends[touches] = np.tile(_inner_places(regions[touches]), 2)
    if not touches.all():
        outlines = [lines_of(region) for region in regions[~touches]]
        metres[~touches], ends[~touches] = shortest(Caps.around(outlines), Caps.of(origin))
    return metres / 1000.0, [((c, d), (a, b)) for a, b, c, d in ends.tolist()]


def _inner_places(regions: Shapes) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(regions)))


def shortest(one: Caps, other: Caps) -> tuple[Floats, Floats]:
    """Find the shortest geodesic from each owner's lines to those of another.

    Parameters
    ----------
    one
        The lines of one owner or more.
    other
        The lines of one owner.

    Returns
    -------
    array of float, array of float
        Metres, no more than half a centimetre too many, or a metre where all is opposite (beyond
        19,900 km); longitude and latitude of the owner's place and of the other's, four columns.

    Examples
    --------
    >>> here, there = shapely.linestrings([[(0, 0), (1, 0)], [(9, 5), (9, -5)]])
    >>> metres, ends = shortest(Caps.around([[here]]), Caps.around([[there]]))
    >>> metres.round(), ends
    (array([890556.]), array([[1., 0., 9., 0.]]))

    Notes
    -----
    Branch and bound. Between two edges the bound is of second order: the distance falls along both
    by its slopes and by half of how sharply it can bend downwards. On a surface whose curvature is
    at most 1/b², as that of the ellipsoid is, the second variation of a geodesic of length s is
    at least -tan(s / 2b) / b for each end that moves, as long as s is less than πb; beyond, only
    the first bound holds. What an edge itself bends against a geodesic is added.

    References
    ----------
    J. Cheeger and D. G. Ebin, Comparison Theorems in Riemannian Geometry (1975), chapter 1: the
    second variation, and the index form against that of a sphere.
    """
    owners = int(one.owner[-1]) + 1
    known = Known(np.full(owners, np.inf), np.full((owners, 4), np.nan))
    mine, theirs = _close_edges(one, other, known)
    _halve(one.owner[mine], one.edges[mine], other.edges[theirs], known)
    return known.metres, known.ends


def _close_edges(one: Caps, other: Caps, known: Known) -> tuple[Ints, Ints]:
    """Open caps of both sides, the wider of two first; return the pairs of edges that are left."""
    mine = one.roots(len(known.metres))
    theirs = np.repeat(other.roots(1), len(mine))
    pairs = []
    while len(mine):
        owner = one.owner[mine]
        metres, slack_m = estimated_m(one.middle[mine], other.middle[theirs])
        order = np.lexsort((metres, owner))
        best = order[np.diff(owner[order], prepend=-1) != 0]
        known.learn(owner[best], one.middle[mine[best]], other.middle[theirs[best]])
        radius_m, their_radius_m = one.radius_m[mine], other.radius_m[theirs]
        least_m = metres - slack_m - radius_m - their_radius_m
        kept = known.beaten(owner, least_m)
        wider = (radius_m >= their_radius_m)[kept]
        mine, theirs, least_m = mine[kept], theirs[kept], least_m[kept]
        caps, their_caps = one.count[mine] > 0, other.count[theirs] > 0
        edges = ~caps & ~their_caps
        pairs.append((mine[edges], theirs[edges], least_m[edges]))
        left, right = caps & (wider | ~their_caps), their_caps & ~(caps & wider)
        mine, theirs = (
            np.append(one.opened(mine[left]), np.repeat(mine[right], other.count[theirs[right]])),
            np.append(np.repeat(theirs[left], one.count[mine[left]]), other.opened(theirs[right])),
        )
    mine, theirs, least_m = (np.concatenate(column) for column in zip(*pairs, strict=True))
    kept = known.beaten(one.owner[mine], least_m)  # now that more is known
    return mine[kept], theirs[kept]


def _halve(owner: Ints, mine: Floats, theirs: Floats, known: Known) -> None:
    """Halve one of two edges, that along which the distance may fall more, and so on.

    Bounds are taken from the middles, and from about where one middle has its nearest on the other
    edge: between edges that keep their distance, only such bounds are close.
    """
    while len(owner):
        middle = np.full(len(owner), HALF)
        metres, slope, their_slope = _slopes(owner, mine, theirs, middle, middle, known)
        fall_m = _fall_m(metres, (mine, middle, slope), (theirs, middle, their_slope))
        kept = known.beaten(owner, metres - fall_m.sum(axis=0))
        owner, mine, theirs, middle = owner[kept], mine[kept], theirs[kept], middle[kept]
        metres, slope, their_slope = metres[kept], slope[kept], their_slope[kept]
        wider = np.greater_equal(*fall_m[:, kept])
        foot, their_foot = _foot(mine, metres, slope), _foot(theirs, metres, their_slope)
        kept = np.full(len(owner), fill_value=True)
        for share, their_share in ((foot, middle), (middle, their_foot), (foot, their_foot)):
            metres, slope, their_slope = _slopes(owner, mine, theirs, share, their_share, known)
            fall_m = _fall_m(metres, (mine, share, slope), (theirs, their_share, their_slope))
            kept &= known.beaten(owner, metres - fall_m.sum(axis=0))
        left, right = kept & wider, kept & ~wider
        owner = np.concatenate([np.tile(owner[left], 2), np.tile(owner[right], 2)])
        mine, theirs = (
            np.concatenate([_halves(mine[left]), np.tile(mine[right], (2, 1, 1))]),
            np.concatenate([np.tile(theirs[left], (2, 1, 1)), _halves(theirs[right])]),
        )


def _slopes(
    owner: Ints, mine: Floats, theirs: Floats, share: Floats, their_share: Floats, known: Known
) -> tuple[Floats, Floats, Floats]:
    """Measure from edge to edge, and how the distance changes along either, metres for a metre."""
    here, there = _at(mine, share), _at(theirs, their_share)
    metres, azimuth, back = known.learn(owner, here, there)
    return metres, _slope(mine, here, azimuth), _slope(theirs, there, back)


def _slope(edges: Floats, place: Floats, azimuth: Floats) -> Floats:
    lat = np.radians(place[:, 1])
    root = 1.0 - GEOD.es * np.sin(lat) ** 2
    heading = np.arctan2(edges[:, 1, 0] * np.cos(lat) * root, edges[:, 1, 1] * (1.0 - GEOD.es))
    return np.asarray(-np.cos(np.radians(azimuth) - heading))


def _fall_m(metres: Floats, *ends: tuple[Floats, Floats, Floats]) -> Floats:
    """Bound how far a distance falls as either end moves along its edge: edges, share, slope."""
    ways = [stretch(edges[:, 0], edges[:, 1]) for edges, _, _ in ends]
    quarter = np.nextafter(np.pi / 2.0, 0.0)  # from here on the tangent stands for no bound at all
    reach_m = metres + sum(length_m for length_m, _ in ways)
    curvature = np.tan(np.minimum(reach_m / (2.0 * GEOD.b), quarter)) / GEOD.b
    falls = []
    for (length_m, bend), (_, share, slope) in zip(ways, ends, strict=True):
        back, ahead = share * length_m, (1.0 - share) * length_m
        sharp = (curvature + bend) / 2.0
        fall_back = np.minimum(slope * back + sharp * back**2, back)
        fall_ahead = np.minimum(-slope * ahead + sharp * ahead**2, ahead)
        falls.append(np.maximum(np.maximum(fall_back, fall_ahead), 0.0))
    return np.stack(falls)


def _foot(edges: Floats, metres: Floats, slope: Floats) -> Floats:
    """Guess from its middle where on an edge the other end has its nearest place, as a share."""
    length_m, _ = stretch(edges[:, 0], edges[:, 1])
    steepening = (1.0 - slope**2) / np.tan(np.maximum(metres, RIGHT_TO_M) / GEOD.b) / GEOD.b
    way = slope / np.maximum(steepening, 1e-12)
    return np.clip(HALF - way / np.maximum(length_m, RIGHT_TO_M), 0.0, 1.0)


def _at(edges: Floats, share: Floats) -> Floats:
    """Return the places a share of the way along edges."""
    return np.asarray(edges[:, 0] + share[:, None] * edges[:, 1])


def _halves(edges: Floats) -> Floats:
    """Return the first halves of edges, then the second halves."""
    start, half = edges[:, 0], edges[:, 1] / 2.0
    first, second = np.stack([start, half], axis=1), np.stack([start + half, half], axis=1)
    return np.concatenate([first, second])
