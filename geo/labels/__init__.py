"""Find room for the names of a map: one engine, with hard rules, for pictures and page.

A name never stands on the country measured from unless it belongs there, and never has its middle
in another region; names do not overlap; a leader is short, crosses neither a name nor another
leader, and ends well within its region; what finds no room is left out.

Everything is in one unit of length, points or pixels, x to the right and y upwards.

References
----------
Imhof (1975), Positioning names on maps. Christensen, Marks and Shieber (1995), An empirical study
of algorithms for point-feature label placement: candidates with costs, then a local search.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.labels.candidates import Form, MapName, Offer, Placement, candidates
from geo.labels.ground import RULES, Box, Rules, Terrain, count_meeting, edges

__all__ = ["RULES", "Form", "MapName", "Placement", "Rules", "Terrain", "edges", "place", "stand"]

PAD = 0.9
"""What names keep apart."""

CLEAR, APART, CLOSE = 1.0, 1.6, 0.5
"""What a leader keeps from a name, from another leader, and from one where room is scarce: the
grounds of two names may be smaller than what leaders keep apart."""

TRIED = 24
"""Places of a name tried, the cheapest first, when the search looks for something better."""

ROUNDS, KICKS = 4, 60
"""Rounds of exchanges, and random moves after them, on any map."""

MOVES, HOT, COLD = 9000, 60.0, 1.0
"""Exchanges at random where a name of worth has found no room, and the losses that these put up
with at first and at last."""

EDGE_STEP = 4.0
"""How far apart boxes at the edge are tried."""

_SEED = 20241117

Chosen = list[int | None]


def place(names: tuple[MapName, ...], ground: Terrain) -> dict[str, Placement]:
    """Choose a place for as many names as have one, the most important before all others.

    Parameters
    ----------
    names
        What is to be named; keys are unique.
    ground
        What the names stand on.

    Returns
    -------
    dict
        The placement of each name that found room, by its key, in the order given; the same for
        the same input, everywhere.

    Examples
    --------
    >>> import shapely
    >>> land = shapely.box(0, 0, 60, 40)
    >>> ground = Terrain(width=100, height=40, shapes={"land": land})
    >>> name = MapName(key="n", forms=(Form(width=30, height=8),), own="land")
    >>> spot = place((name,), ground)["n"]
    >>> bool(land.contains(shapely.box(*spot.box))), spot.leader
    (True, None)
    """
    offered = [candidates(name, ground) for name in names]
    chosen = best(names, offered)
    led = [n for n, name in enumerate(names) if name.longest]
    if any(chosen[n] is None for n in led):
        for n in led:
            far = replace(names[n], longest=max(names[n].longest, RULES.longest_leader_named))
            offered[n] = offered[n].joined(candidates(far, ground, led=True, far=True))
        chosen = best(names, offered, hard=True)
    return {
        name.key: offered[n].placement(number)
        for n, (name, number) in enumerate(zip(names, chosen, strict=True))
        if number is not None
    }


def best(names: Sequence[MapName], offers: Sequence[Offer], *, hard: bool = False) -> Chosen:
    """Choose a place for each name, or none where none is free.

    First each name, the worthiest before the others, takes its cheapest free place. Then places
    are exchanged: a name moves and throws out those in its way, which look for other places; what
    costs less in all is kept, until a whole round changes nothing. Some names are then moved at
    random, the same on every run, to leave a poor bargain; where room
    is ``hard`` to find, all are shaken instead, less and less.
    """
    search = _Search(names, offers, apart=CLOSE if hard else APART)
    dice = np.random.default_rng(_SEED)
    search.fill(search.by_worth)
    if hard:
        search.shake(dice)
    for _ in range(ROUNDS):
        if sum(search.improve(n) for n in search.by_worth) == 0:
            break
    for _ in range(0 if hard else KICKS):
        search.kick(int(dice.integers(len(names))) if len(names) else 0, dice)
    return search.result()


def stand(
    sizes: Sequence[tuple[float, float]],
    obstacles: NDArray[Any],
    lines: NDArray[Any],
    *,
    width: float,
    height: float,
) -> tuple[list[tuple[float, float]], float]:
    """Find room for boxes at the edge of a map, over no obstacle, the largest first.

    ``sizes`` are their widths and heights; of ``lines`` they hide as little as may be. Return the
    south-west corner of each, none where there is no room for all, and how much of the lines they
    hide, as a part of the map's girth.

    Examples
    --------
    >>> land, line = shapely.box(0, 0, 60, 30), shapely.LineString([(70, 0), (70, 40)])
    >>> stand([(20, 10), (20, 8)], np.array([land]), np.array([line]), width=100, height=40)
    ([(80.0, 0.0), (0.0, 32.0)], 0.0)
    """
    tree, drawn = shapely.STRtree(obstacles), shapely.union_all(lines)
    placed: dict[int, Box] = {}
    hidden = 0.0
    for n in sorted(range(len(sizes)), key=lambda n: -sizes[n][0] * sizes[n][1]):
        most = np.array([width, height]) - sizes[n]
        x, y = (_from_ends(each) for each in most)
        corners = [(a, b) for b in y[:2] for a in x] + [(a, b) for a in x[:2] for b in y]
        boxes = np.hstack([corners, np.array(corners) + sizes[n]])
        free = (count_meeting(boxes, placed.values()) == 0) & (boxes >= 0).all(axis=1)
        free[tree.query(shapely.box(*boxes.T), predicate="intersects")[0]] = False
        if not free.any():
            return [], 0.0
        over = [shapely.clip_by_rect(drawn, *box).length for box in boxes[free]]
        best = int(np.argmin(np.round(over)))
        west, south, east, north = boxes[free][best].tolist()
        placed[n] = (west, south, east, north)
        hidden += over[best] / (2 * (width + height))
    return [placed[n][:2] for n in range(len(sizes))], hidden


def _from_ends(length: float) -> list[float]:
    """Give places along a length, its ends first."""
    along = [*np.arange(0.0, length, EDGE_STEP).tolist(), length]
    return sorted(along, key=lambda at: min(at, length - at))


class _Search:
    """Hold the places of all names in one row, which conflict, and which are chosen."""

    def __init__(self, names: Sequence[MapName], offers: Sequence[Offer], *, apart: float) -> None:
        self.counts = [len(offer.costs) for offer in offers]
        self.starts = np.concatenate([[0], np.cumsum(self.counts)]).astype(int)
        total = int(self.starts[-1])
        self.costs = np.concatenate([offer.costs for offer in offers]) if offers else np.empty(0)
        self.worth = np.array([name.worth for name in names])
        self.owner = np.repeat(np.arange(len(names)), self.counts)
        boxes = np.concatenate([offer.frames for offer in offers]) if total else np.empty((0, 4))
        leaders = np.concatenate([offer.leaders for offer in offers]) if total else boxes
        self.conflicts = conflicting(boxes, leaders, apart=apart)
        self._bar_doubles(names)
        self.conflicts[self.owner[:, None] == self.owner] = False
        self.adds = self.conflicts.view(np.int8)
        self.bars = np.hstack([self.conflicts, np.zeros((total, 1), dtype=bool)])
        self.chosen: Chosen = [None] * len(names)
        self.standing = np.full(len(names), total)
        self.blocked = np.zeros(total, dtype=np.int16)
        self.by_worth = [int(n) for n in np.argsort(-self.worth, kind="stable")]
        self.order = [
            self.starts[n] + np.argsort(np.round(offer.costs, 6), kind="stable")
            for n, offer in enumerate(offers)
        ]

    def _bar_doubles(self, names: Sequence[MapName]) -> None:
        position = {name.key: n for n, name in enumerate(names)}
        for n, name in enumerate(names):
            if name.like in position:
                one, other = (
                    slice(self.starts[m], self.starts[m + 1]) for m in (n, position[name.like])
                )
                self.conflicts[one, other] = self.conflicts[other, one] = True

    def result(self) -> Chosen:
        return [None if c is None else c - int(self.starts[n]) for n, c in enumerate(self.chosen)]

    def cost(self, n: int) -> float:
        chosen = self.chosen[n]
        return float(self.worth[n] if chosen is None else self.costs[chosen])

    @property
    def total(self) -> float:
        return sum(self.cost(n) for n in range(len(self.chosen)))

    def put(self, n: int, place: int | None) -> None:
        """Move a name, or take it away."""
        before = self.chosen[n]
        if before is not None:
            self.blocked -= self.adds[before]
        if place is not None:
            self.blocked += self.adds[place]
        self.chosen[n] = place
        self.standing[n] = len(self.blocked) if place is None else place

    def fill(self, names: Sequence[int]) -> None:
        """Give each of some names without a place its cheapest free one, if it is worth it."""
        for n in names:
            places = self.order[n]
            free = places[self.blocked[places] == 0]
            if len(free) and self.costs[free[0]] < self.worth[n]:
                self.put(n, int(free[0]))

    def improve(self, n: int) -> bool:
        """Try other places for a name; keep the first exchange that makes the whole cheaper."""
        now = self.cost(n)
        for place in self.order[n][:TRIED]:
            if self.costs[place] >= now:
                return False
            if self._exchange(n, int(place)):
                return True
        return False

    def _exchange(self, n: int, place: int, *, slack: float = 1e-6) -> bool:
        """Move a name to a place, throw out what is in its way, find new places; undo if worse."""
        before, out = self.chosen[n], self._in_the_way(place)
        held = [(m, self.chosen[m]) for m in out]
        cost = self.cost(n) + sum(self.cost(m) for m in out)
        for m in out:
            self.put(m, None)
        self.put(n, place)
        self.fill(sorted(out, key=lambda m: (-self.worth[m], m)))
        if self.cost(n) + sum(self.cost(m) for m in out) < cost - slack:
            return True
        for m in out:
            self.put(m, None)
        self.put(n, before)
        for m, place_before in held:
            self.put(m, place_before)
        return False

    def _in_the_way(self, place: int) -> list[int]:
        barred = np.flatnonzero(self.bars[place, self.standing])
        return [int(m) for m in barred]

    def shake(self, dice: np.random.Generator) -> None:
        """Exchange places at random, with losses that become less and less; keep the best found.

        A name of worth that has no place moves before the others.
        """
        movable = np.array([n for n, places in enumerate(self.order) if len(places)])
        least, kept = self.total, [*self.chosen]
        for heat in np.geomspace(HOT, COLD, MOVES if len(movable) else 0):
            left = [n for n in movable if self.chosen[n] is None and self.worth[n] > HOT]
            n = int(dice.choice(left if left and dice.integers(2) else movable))
            place = int(dice.choice(self.order[n]))
            if self._exchange(n, place, slack=heat * float(np.log(dice.random()))):
                total = self.total
                if total < least - 1e-6:
                    least, kept = total, [*self.chosen]
        for n, found in enumerate(kept):
            self.put(n, found)

    def kick(self, n: int, dice: np.random.Generator) -> None:
        """Move a name and its neighbours at random, settle all anew; go back if that is worse."""
        if not len(self.order) or not len(self.order[n]):
            return
        before, cost = [*self.chosen], self.total
        place = int(dice.choice(self.order[n][:TRIED]))
        for m in self._in_the_way(place):
            self.put(m, None)
        self.put(n, place)
        self.fill([m for m in self.by_worth if self.chosen[m] is None])
        for m in self.by_worth:
            self.improve(m)
        if self.total > cost - 1e-6:
            moved = [m for m, held in enumerate(before) if self.chosen[m] != held]
            for m in moved:
                self.put(m, before[m])


def conflicting(
    boxes: NDArray[np.float64], leaders: NDArray[np.float64], *, apart: float = APART
) -> NDArray[np.bool_]:
    """Say of each two places whether they cannot stand together: by their boxes and leaders."""
    west, south, east, north = boxes.T
    meets: NDArray[np.bool_] = (
        (west[:, None] < east + PAD)
        & (east[:, None] + PAD > west)
        & (south[:, None] < north + PAD)
        & (north[:, None] + PAD > south)
    )
    led = np.flatnonzero(~np.isnan(leaders[:, 0]))
    if len(led):
        crosses = _through(leaders[led], boxes)
        meets[led] |= crosses
        meets[:, led] |= crosses.T
        meets[np.ix_(led, led)] |= _crossing(leaders[led], apart)
    return meets


def _through(lines: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which lines (rows) run through which boxes (columns), by clipping."""
    through = _near(lines, boxes, CLEAR)
    row, column = np.nonzero(through)
    start, span = lines[row, :2], lines[row, 2:] - lines[row, :2]
    span = np.where(np.abs(span) < 1e-9, 1e-9, span)  # noqa: PLR2004 - level or upright
    low = (boxes[column, :2] - CLEAR - start) / span
    high = (boxes[column, 2:] + CLEAR - start) / span
    enters, leaves = np.minimum(low, high).max(axis=1), np.maximum(low, high).min(axis=1)
    through[row, column] = (enters < leaves) & (leaves > 0) & (enters < 1)
    return through


def _near(lines: NDArray[np.float64], boxes: NDArray[np.float64], gap: float) -> NDArray[np.bool_]:
    """Say which lines (rows) lie in boxes that come so near others (columns)."""
    west, south = np.minimum(lines[:, :2], lines[:, 2:]).T - gap
    east, north = np.maximum(lines[:, :2], lines[:, 2:]).T + gap
    near: NDArray[np.bool_] = (
        (west[:, None] < boxes[:, 2])
        & (east[:, None] > boxes[:, 0])
        & (south[:, None] < boxes[:, 3])
        & (north[:, None] > boxes[:, 1])
    )
    return near


def _crossing(lines: NDArray[np.float64], apart: float) -> NDArray[np.bool_]:
    """Say which lines cross, or come so near that they look as if they did."""
    around = np.hstack(
        [np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])]
    )
    crossing = _near(lines, around, apart)
    row, column = np.nonzero(np.triu(crossing))
    drawn = shapely.linestrings(lines.reshape(-1, 2, 2))
    crossing[row, column] = shapely.dwithin(drawn[row], drawn[column], apart)
    crossing[column, row] = crossing[row, column]
    return crossing
