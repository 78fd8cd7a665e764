"""Move a border outwards: samples a reach away from it, and which of them stay clear of the rest.

Words used here: a *sample* stands the reach away from its *foot*, a vertex or a place on an edge
of the border, on the outer side. It is *free* if no other part of the border is nearer. What is
within reach of the border is a union of discs; between two free samples a disc can rise above
their chord by no more than the arc of that chord, and so far apart are samples.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy import Bools, Floats, Ints, KDTree, cartesian, ranges

# What each approximation may cost, as shares of the tolerance, and how far the samples lead.
LEAD_SHARE = 0.75
BOW_SHARE = 1.5
BORDER_SHARE = 0.18
FREE_SHARE = 0.03
ASKEW_SHARE = 0.1

LONGEST_EDGE_M = 1000.0
IN_A_LEAF = 32
CLOSER = 3
SAME_PLACE = 1e-8
LITTLE = 1 / 8  # of the space between samples: an arc so short is one sample

Places = NDArray[np.complex128]  # longitude + i latitude, or steps; quicker than rows of two


def pairs(places: Places) -> Floats:
    """Return places as rows of longitude and latitude."""
    return np.ascontiguousarray(places).view(np.float64).reshape(*places.shape, 2)


def _metres_per_degree(lat: Floats) -> Floats:
    """Return the length of a degree of longitude and of latitude, in turn."""
    sine = np.sin(np.radians(lat)) ** 2
    root = 1.0 - GEOD.es * sine
    normal = np.radians(GEOD.a) / np.sqrt(root)
    metres = np.empty(2 * len(lat))
    np.multiply(normal, np.sqrt(1.0 - sine), out=metres[::2])
    np.divide((1.0 - GEOD.es) * normal, root, out=metres[1::2])
    return metres


def in_metres(step: Places, lat: Floats) -> Places:
    """Turn steps in degrees, at their latitudes, into metres east + i metres north."""
    return (step.view(np.float64) * _metres_per_degree(lat)).view(np.complex128)


def _ringed(origin: BaseGeometry) -> tuple[Places, Ints]:
    """Return the vertices of the origin as rings, what is outside on their right.

    A line is a ring that runs there and back.
    """
    parts = shapely.get_parts(origin)
    area = origin.geom_type.endswith("Polygon")
    lines = shapely.get_rings(shapely.orient_polygons(parts)) if area else parts
    rows, ring = shapely.get_coordinates(lines, return_index=True)
    lonlat = rows.view(np.complex128).ravel()
    kept = np.append(True, (lonlat[1:] != lonlat[:-1]) | (ring[1:] != ring[:-1]))
    lonlat, ring = lonlat[kept], ring[kept]
    opens, closes = np.diff(ring, prepend=-1) != 0, np.diff(ring, append=-1) != 0
    if area:
        return lonlat[~closes], ring[~closes]
    back = np.flatnonzero(~(opens | closes))[::-1]
    whole, number = np.concatenate([lonlat, lonlat[back]]), np.concatenate([ring, ring[back]])
    order = np.argsort(number, kind="stable")
    return whole[order], number[order]


def next_in_ring(ring: Ints) -> Ints:
    """Return the next of each in its ring."""
    following = np.arange(1, len(ring) + 1)
    following[np.diff(ring, append=-1) != 0] = np.flatnonzero(np.diff(ring, prepend=-1) != 0)
    return following


def _beside(chosen: Bools, following: Ints) -> Bools:
    """Tell what stands right before or after one that is chosen."""
    beside = chosen[following]
    beside[following[chosen]] = True
    return beside


@dataclass(frozen=True)
class Samples:
    """Hold samples in the border's order.

    Attributes
    ----------
    place
        Number of the vertex, plus up to a half around it, up to one on the edge after it.
    """

    place: Floats
    lonlat: Places
    free: Bools

    @property
    def owner(self) -> Ints:
        """Give the vertex of each."""
        return self.place.astype(np.intp)

    def __getitem__(self, chosen: Bools) -> "Samples":
        """Return some of them."""
        return Samples(self.place[chosen], self.lonlat[chosen], self.free[chosen])

    def with_(self, other: "Samples") -> tuple["Samples", Ints]:
        """Put two sets in order, each place once; return where each sample has gone."""
        place = np.concatenate([self.place, other.place])
        order = np.argsort(place, kind="stable")
        new = np.diff(place[order], prepend=-1.0) > SAME_PLACE
        where = np.empty_like(order)
        where[order] = np.cumsum(new) - 1
        lonlat, free = np.append(self.lonlat, other.lonlat), np.append(self.free, other.free)
        kept = order[new]
        return Samples(place[kept], lonlat[kept], free[kept]), where


@dataclass(frozen=True)
class Outline:
    """Hold the border as rings of short edges, with its turns; and points to measure to.

    Attributes
    ----------
    outward
        The direction, east + i north, in which the outside of each edge lies.
    turn
        To the left at each vertex, in radians.
    mitre_m
        What the edges at a vertex lose where it turns inwards so little that their moved lines
        cross before they end; else 0.
    points, owner
        Points of the border in space, and the vertex before each.
    about
        A place amid the border.
    """

    lonlat: Places
    ring: Ints
    step: Places
    length_m: Floats
    outward: Places
    turn: Floats
    mitre_m: Floats
    points: Floats
    owner: Ints
    tree: KDTree
    about: tuple[float, ...]
    lead_m: float
    tolerance_m: float

    @classmethod
    def of(cls, origin: BaseGeometry, *, reach_m: float, tolerance_m: float) -> Self:
        """Cut the border's edges short, and measure their turns."""
        lead_m = reach_m + LEAD_SHARE * tolerance_m
        lonlat, ring = _ringed(origin)
        step = lonlat[next_in_ring(ring)] - lonlat
        length_m = np.abs(in_metres(step, lonlat.imag + step.imag / 2.0))
        pieces = np.maximum(np.ceil(length_m / LONGEST_EDGE_M), 1).astype(np.intp)
        edge = np.repeat(np.arange(len(ring)), pieces)
        step = (step / pieces)[edge]
        lonlat = lonlat[edge] + ranges(np.zeros_like(pieces), pieces) * step
        ring = ring[edge]
        following = next_in_ring(ring)
        step_m = in_metres(step, lonlat.imag + step.imag / 2.0)
        length_m = np.abs(step_m)
        turn, before_m = np.empty((2, len(ring)))
        turn[following] = np.angle(step_m[following] * step_m.conj())
        turn[turn < 1e-9 - np.pi] = np.pi  # the end of a line
        before_m[following] = length_m
        mitre_m = lead_m * np.tan(np.clip(-turn, 0.0, 3.0) / 2.0)
        askew = lead_m / GEOD.b * (0.2 + np.tan(np.radians(np.abs(lonlat.imag))))
        far = (mitre_m > np.minimum(length_m, before_m) / 2.0) | (
            mitre_m * askew > ASKEW_SHARE * tolerance_m
        )
        mitre_m[far] = 0.0
        pieces = np.ceil(length_m / np.sqrt(8.0 * BORDER_SHARE * tolerance_m * lead_m))
        pieces = pieces.astype(np.intp)
        owner = np.repeat(np.arange(len(ring)), pieces)
        about = origin.envelope.centroid.coords[0]
        xyz = cartesian(pairs(lonlat), about=about)
        along = (xyz[following] - xyz) / pieces[:, None]
        points = np.repeat(along, pieces, axis=0)
        points *= ranges(np.zeros_like(pieces), pieces)[:, None]
        points += np.repeat(xyz, pieces, axis=0)
        return cls(
            lonlat, ring, step, length_m, -1j * step_m / length_m, turn, mitre_m,
            points, owner, KDTree(points, leafsize=IN_A_LEAF), about, lead_m, tolerance_m,
        )  # fmt: skip

    @property
    def apart_m(self) -> float:
        """Space samples so that the arc over a chord rises by its share."""
        return float(np.sqrt(8.0 * BOW_SHARE * self.tolerance_m * self.lead_m))

    @property
    def limit_m(self) -> float:
        """Give the distance from which on a sample is free."""
        return self.lead_m - FREE_SHARE * self.tolerance_m

    def sampled(self) -> tuple[Samples, Samples]:
        """Sample all of the border; return the inner ones of chains, and those at their ends.

        With the ends come the samples next to them that are not free.
        """
        owner, along, out, place = self._planned(np.arange(len(self.ring)), self.apart_m)
        lonlat = self._located(owner, along, out)
        xyz = self.xyz(lonlat)
        # what is too near to one sample of a vertex is mostly too near to the others, too
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        count = np.diff(first, append=len(owner))
        one = first + count // 2
        near, found = self._too_near(xyz[one])
        free = np.full(len(owner), fill_value=True)
        free[one] = ~found
        others = ranges(first[found], count[found])
        gap = xyz[others] - np.repeat(self.points[near[found]], count[found], axis=0)
        free[others] = np.einsum("ij,ij->i", gap, gap) >= self.limit_m**2
        asked = free.copy()
        asked[one] = False
        free[asked] = ~self._too_near(xyz[asked])[1]
        samples = Samples(place, lonlat, free)
        following = next_in_ring(self.ring[owner])
        bound = ~samples.free
        seam = _beside(bound, following) & samples.free
        seam |= bound & _beside(samples.free, following)
        straight = along > 0.0  # on an edge, and in line with the samples before and after
        return samples[~(bound | seam | straight)], samples[seam]

    def resampled(self, seams: Samples, doubtful: Ints, spots: Floats, nth: int) -> Samples:
        """Sample the doubtful vertices and edges more closely, where they are doubtful."""
        plan = self._planned(doubtful, self.apart_m / CLOSER**nth)
        lonlat, about_m = self._located(*plan[:3]), 6.0 * self.apart_m / 2**nth
        xyz = self.xyz(lonlat)
        about = KDTree(spots).query(xyz, distance_upper_bound=about_m)[0] < about_m
        more = Samples(plan[3][about], lonlat[about], ~self._too_near(xyz[about])[1])
        seams, _ = seams.with_(more)
        following = next_in_ring(self.ring[seams.owner])
        # what is free far from any end only fills its chain
        return seams[seams.free | _beside(seams.free, following)]

    def _planned(self, chosen: Ints, apart_m: float) -> tuple[Ints, Floats, Places, Floats]:
        """Plan samples around chosen vertices and along the edges after them.

        Return for each the vertex, how far along the edge it is, in which direction it lies, and
        its place.
        """
        turn, length_m, mitre_m = self.turn[chosen], self.length_m[chosen], self.mitre_m[chosen]
        arc_m = np.maximum(turn, 0.0) * self.lead_m
        at_vertex = np.where(turn > 0.0, np.ceil(arc_m / apart_m) + 1.0, 2.0).astype(np.intp)
        at_vertex[(mitre_m > 0.0) | ((turn >= 0.0) & (arc_m < LITTLE * apart_m))] = 1
        free_m = length_m - mitre_m - self.mitre_m[next_in_ring(self.ring)[chosen]]
        on_edge = np.maximum(np.ceil(free_m / apart_m) - 1.0, 0.0).astype(np.intp)
        total = at_vertex + on_edge
        n = np.repeat(np.arange(len(chosen)), total)
        nth = ranges(np.zeros_like(total), total)
        on_arc = nth < at_vertex[n]
        first, each = mitre_m / length_m, free_m / (on_edge + 1) / length_m
        along = first[n] + (nth - (at_vertex - 1)[n]) * each[n]
        along[on_arc] = 0.0
        m = n[on_arc]
        around = np.where(at_vertex == 1, 0.5, 0.0)[m]
        around += nth[on_arc] / np.maximum(at_vertex - 1, 1)[m]
        place = chosen[n] + 0.5 + along / 2.0
        place[on_arc] = chosen[m] + around / 2.1
        back = (around - 1.0) * turn[m]
        far = np.where(mitre_m > 0.0, 1.0 / np.cos(turn / 2.0), 1.0)
        out = np.repeat(self.outward[chosen], total)
        out[on_arc] = (far * self.outward[chosen])[m] * (np.cos(back) + 1j * np.sin(back))
        return chosen[n], along, out, place

    def _located(self, owner: Ints, along: Floats, out: Places) -> Places:
        """Put samples where they belong."""
        foot = self.lonlat[owner] + along * self.step[owner]
        degree_m = _metres_per_degree(foot.imag + out.imag * (self.lead_m / 222_000.0))
        return foot + (self.lead_m * out.view(np.float64) / degree_m).view(np.complex128)

    def _too_near(self, xyz: Floats) -> tuple[Ints, Bools]:
        """Return the point nearest to each place that is nearer than the reach, and if one is."""
        metres, nearest = self.tree.query(xyz, distance_upper_bound=self.limit_m)
        return nearest, metres < self.limit_m

    def xyz(self, lonlat: Places) -> Floats:
        """Put places in space, the middle of the border up."""
        return cartesian(pairs(lonlat), about=self.about)

    def off(self, lonlat: Places) -> tuple[Floats, Ints]:
        """Return how far places are beyond the reach, in metres, and the vertex nearest to each."""
        if not len(lonlat):
            return np.empty(0), np.empty(0, dtype=np.intp)
        metres, nearest = self.tree.query(self.xyz(lonlat))
        return metres - self.lead_m, self.owner[nearest]
