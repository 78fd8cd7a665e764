"""Offer places for one name, each with what it costs: within its ground, beside a mark, led."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.labels.ground import LED_STEP, RULES, Box, Boxes, Terrain, count_meeting, shortest

Floats = NDArray[np.float64]
Places = tuple[Boxes, Floats, Floats]
"""Boxes, what each costs, and leaders."""

CROWDED, LINE, OFF_CENTRE = 7.0, 5.0, 6.0
"""Costs of a name's parts near the edge of its ground, on a line; of standing as far from the
middle as the ground is large."""

REACHED = 15.0
"""Cost of a country's name on regions that are reached."""

SECTORS, RING = 16, 10.0
"""Directions and lengths, by so much, in which leaders are offered where room is scarce."""

FEW = 8
"""With so many good places of its own a name needs no leader, as long as it finds one free."""

MOST, MINOR = 36, 30.0
"""Places offered, at most, for one name in one way; a third of them for a name worth little."""

BELOW = 0.25
"""Part of the room above its ink that a letter's frame takes below it."""

AROUND = (
    (1.0, 0.15, 0.0), (-1.0, 0.15, 1.0), (1.0, 0.75, 0.6), (1.0, -0.75, 0.8), (0.0, 1.0, 1.2),
    (0.0, -1.0, 1.4), (-1.0, 0.75, 1.6), (-1.0, -0.75, 1.8), (0.7, 1.0, 1.3), (0.7, -1.0, 1.5),
    (-0.7, 1.0, 1.7), (-0.7, -1.0, 1.9), (0.35, 1.0, 1.3), (0.35, -1.0, 1.5), (-0.35, 1.0, 1.5),
    (-0.35, -1.0, 1.7),
)  # fmt: skip
"""Offsets of a name from its mark, in halves of its size, and what each costs: right before left,
above before below."""


OFF_PT = 0.3
"""The middle of a name's ink lies beside the middle of its type by less."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One way to set a name: its size, how much its letters' frame is higher, and what it costs."""

    width: float
    height: float
    rim: float = 0.0
    cost: float = 0.0


@dataclass(frozen=True, kw_only=True)
class MapName:
    """Say what is to be named, in which forms, and where it belongs.

    Attributes
    ----------
    key
        Unique among the names.
    forms
        The first is the best.
    own
        Key of the ground it belongs to; '' where that is not known.
    also
        Terrain as good as its own.
    at
        The mark it stands beside; None for the name of an area.
    points
        Where its middle may stand, instead: on a line, at an edge.
    gap
        Between mark and name.
    worth
        What it costs to leave it out.
    inside
        The least part of it that stands on its own ground.
    longest
        Greatest length of its leader; 0 for none.
    like
        Key of a name that says the same: only one of the two stands.
    over_marks
        Whether it may cover marks.
    """

    key: str
    forms: tuple[Form, ...]
    own: str = ""
    also: frozenset[str] = frozenset()
    at: tuple[float, float] | None = None
    points: NDArray[np.float64] | None = None
    gap: float = 3.6
    worth: float = 100.0
    inside: float = RULES.region_inside
    longest: float = 0.0
    like: str = ""
    over_marks: bool = False


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Say how and where a name stands: its form, its box, its leader from name to region."""

    form: int
    box: Box
    leader: Box | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Hold the places of one name as columns; a leader is four numbers, or none (NaN).

    ``frames`` are the boxes with the room that letters may take above and below their ink.
    """

    boxes: Boxes
    frames: Boxes
    costs: Floats
    forms: NDArray[np.int64]
    leaders: Floats

    def joined(self, other: "Offer") -> "Offer":
        """Return the places of both."""
        columns = ("boxes", "frames", "costs", "forms", "leaders")
        return Offer(
            **{
                name: np.concatenate([getattr(self, name), getattr(other, name)])
                for name in columns
            }
        )

    def placement(self, number: int) -> Placement:
        """Give one of the places."""
        leader = self.leaders[number]
        led = not np.isnan(leader[0])
        return Placement(
            form=int(self.forms[number]),
            box=_four(self.boxes[number]),
            leader=_four(leader) if led else None,
        )


def _four(row: Floats) -> Box:
    west, south, east, north = (float(value) for value in row)
    return west, south, east, north


def candidates(
    name: MapName, ground: Terrain, *, led: bool | None = None, far: bool = False
) -> Offer:
    """Offer places for a name, in every form, free of all that is fixed.

    Places at a leader alone if asked for, in every direction and near and ``far``; else, where few
    others are any good, they are among them.
    """
    parts: list[tuple[Boxes, Floats, NDArray[np.int64], Floats]] = []
    last = len(name.forms) - 1
    for number, form in enumerate(name.forms):
        ways = [_on_points] if name.points is not None else [_beside] if name.at else [_within]
        if led is not None:
            ways = [partial(_led, far=far)] if led and number == last else []
        elif name.longest and number == last:
            good = sum(int((part[1] < RULES.led).sum()) for part in parts)
            ways += [_led] if good < FEW else []
        for way in ways:
            boxes, costs, leaders = way(name, form, ground)
            keep = _legal(name, form, boxes, ~np.isnan(leaders[:, 0]), ground)
            boxes, costs, leaders = boxes[keep], costs[keep] + form.cost, leaders[keep]
            if not name.over_marks:
                costs = costs + RULES.mark * count_meeting(boxes, ground.marks)
            parts.append((boxes, costs, np.full(len(boxes), number), leaders))
    boxes, costs, forms, leaders = (np.concatenate(part) for part in zip(*parts, strict=True))
    rims = np.array([form.rim for form in name.forms])[forms.astype(int)]
    frames = boxes + np.column_stack([0 * rims, -rims * BELOW, 0 * rims, rims])
    return Offer(boxes=boxes, frames=frames, costs=costs, forms=forms, leaders=leaders)


def _legal(
    name: MapName, form: Form, boxes: Boxes, led: NDArray[np.bool_], ground: Terrain
) -> NDArray[np.bool_]:
    """Keep to the map, off what is taken, off home and other regions unless led; exactly."""
    ok = ground.allows(boxes)
    if ground.home and name.own not in ground.home:
        framed = boxes + (0.0, -form.rim, 0.0, form.rim)  # noqa: RUF005 - a sum
        ok[ok] = ~shapely.intersects(ground.homeland, shapely.box(*framed[ok].T))
    if name.own in ground.regions:
        x, y = ((boxes[ok][:, :2] + boxes[ok][:, 2:]) / 2).T
        amid = [(x + off, y + up) for off in (-OFF_PT, OFF_PT) for up in (0.0, form.rim)]
        own = np.all([ground.holds(name.own, *at) for at in amid], axis=0)
        if name.at is not None:
            foreign = ground.on_regions(x, y) | ground.on_regions(x, y + form.rim)
            own |= ~foreign
        ok[ok] = led[ok] | own
    return ok


def _boxes(centres: Floats, form: Form) -> Boxes:
    half = np.array([form.width / 2, form.height / 2])
    return np.hstack([centres - half, centres + half])


def _none(count: int) -> Floats:
    return np.full((count, 4), np.nan)


def _lattice(bounds: Floats, ground: Terrain, *, step: float) -> Floats:
    """Spread points over a box within the map, so many cells apart."""
    step *= ground.step
    west, south = np.maximum(bounds[:2], 0)
    east, north = np.minimum(bounds[2:], (ground.width, ground.height))
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    return np.column_stack([x.ravel(), y.ravel()])


def _within(name: MapName, form: Form, ground: Terrain) -> Places:
    """Stand within the name's own ground, its middle at least, as far from edges as can be."""
    own = frozenset({name.own}) | name.also
    seen = {key: ground.seen(key) for key in sorted(own)}
    seen = {key: shape for key, shape in seen.items() if not shape.is_empty}
    if not seen:
        return np.empty((0, 4)), np.empty(0), _none(0)
    main = name.own if name.own in seen else max(seen, key=lambda key: seen[key].area)
    shape = seen[main]
    wide = np.array([each.bounds for each in seen.values()])
    bounds = np.concatenate([np.nanmin(wide[:, :2], axis=0), np.nanmax(wide[:, 2:], axis=0)])
    small = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) < 40 * form.width * form.height
    centres = _lattice(bounds, ground, step=1.0 if small else 2.0)
    numbers = [ground.numbers[key] for key in own if key in ground.numbers]
    centres = centres[np.isin(ground.owner(centres), numbers)]
    boxes = _boxes(centres, form)
    framed = boxes + (0.0, -form.rim, 0.0, form.rim)  # noqa: RUF005 - a sum
    share = ground.share((name.key, "own"), framed, own)
    keep = share >= name.inside
    if ground.home and name.own not in ground.home:
        keep &= ground.share("home", framed, ground.home) == 0
    boxes, share, centres = boxes[keep], share[keep], centres[keep]
    air = form.height * 0.6
    wider = boxes + (-air, -air, air, air)  # noqa: RUF005 - a sum
    clear = ground.share((name.key, "own"), wider, own)
    amid = ground.middle(main)
    off = np.hypot(*(centres - amid).T) / max(np.sqrt(shape.area), 1.0)
    costs = RULES.spill * (1 - share) + CROWDED * (1 - clear) + OFF_CENTRE * off
    costs += LINE * ground.crossed(boxes)
    if name.own not in ground.regions:
        costs += REACHED * ground.share("reached", boxes, ground.reached)
    most = MOST if name.worth > MINOR else MOST // 3
    return _thinned(boxes, costs, _none(len(boxes)), form, most=most)


def _thinned(
    boxes: Boxes, costs: Floats, leaders: Floats, form: Form, *, most: int = MOST, kinds: Any = None
) -> Places:
    """Keep the cheapest place of each kind, or small block of the map, and of these so many."""
    order = np.argsort(np.round(costs, 6), kind="stable")
    order = order[np.isfinite(costs[order])]
    if kinds is None:
        block = np.array([max(form.width / 6, 2.0), max(form.height / 3, 2.0)])
        across, up = np.floor(boxes[:, :2] / block).T
        kinds = across + 1j * up  # quicker than by rows
    kept = order[np.sort(np.unique(kinds[order], return_index=True)[1])][:most]
    return boxes[kept], costs[kept], leaders[kept]


def _beside(name: MapName, form: Form, ground: Terrain) -> Places:
    """Stand around a mark, in the mark's own region or on open ground."""
    if name.at is None:
        return np.empty((0, 4)), np.empty(0), _none(0)
    offsets = np.array(AROUND)
    half = np.array([form.width / 2, form.height / 2])
    reach = half + np.array([1.0, 0.6]) * name.gap
    near = np.array(name.at) + offsets[:, :2] * reach
    far = np.array(name.at) + offsets[:, :2] * (reach + name.gap * 0.6)
    centres = np.concatenate([near, far])
    costs = np.concatenate([offsets[:, 2], offsets[:, 2] + 1.5])
    boxes = _boxes(centres, form)
    share = np.ones(len(boxes))
    keep = np.ones(len(boxes), dtype=bool)
    if name.own in ground.numbers:
        own = {name.own} | name.also
        numbers = [ground.numbers[key] for key in own if key in ground.numbers]
        share = ground.share((name.key, "own"), boxes, own)
        keep = np.isin(ground.owner(centres), numbers) & (share >= RULES.place_inside)
    else:
        foreign = ground.owner(centres)
        keep = ~np.isin(foreign, [ground.numbers[key] for key in ground.regions])
    costs = costs + 0.3 * RULES.spill * (1 - share) + LINE * ground.crossed(boxes)
    return boxes[keep], costs[keep], _none(int(keep.sum()))


def _on_points(name: MapName, form: Form, ground: Terrain) -> Places:
    """Stand on one of the given points, over open ground if that can be."""
    points = np.empty((0, 2)) if name.points is None else name.points
    boxes = _boxes(points, form)
    keep = ground.allows(boxes)
    boxes, points = boxes[keep], points[keep]
    busy = ground.share("regions", boxes, ground.regions)
    reached = ground.share("reached", boxes, ground.reached)
    away = ground.crossed(boxes + (-6.0, -6.0, 6.0, 6.0))  # noqa: RUF005 - a sum
    land = 1 - ground.share("waters", boxes, ground.waters)
    costs = 12.0 * reached + 6.0 * busy + 3.0 * land + 4.0 * away
    return _thinned(boxes, costs, _none(len(boxes)), form)


def _led(name: MapName, form: Form, ground: Terrain, *, far: bool = False) -> Places:
    """Stand outside the ground, with a short straight leader into it."""
    shape = ground.seen(name.own)
    if shape.is_empty:
        return np.empty((0, 4)), np.empty(0), _none(0)
    ends = ground.ends(name.own, deepest=not far)
    away = np.array([form.width / 2 + name.longest, form.height / 2 + name.longest])
    bounds = np.concatenate([ends.min(axis=0) - away, ends.max(axis=0) + away])
    centres = _lattice(bounds, ground, step=LED_STEP)
    boxes = _boxes(centres, form)
    keep = ground.allows(boxes)
    framed = boxes + (0.0, -form.rim, 0.0, form.rim)  # noqa: RUF005 - a sum
    keep &= ground.share((name.key, "own"), framed, [name.own]) < 1 - RULES.region_inside
    if name.own not in ground.home:
        keep &= ground.share("home", framed, ground.home) == 0
    boxes, framed, centres = boxes[keep], framed[keep], centres[keep]
    leaders, length = shortest(boxes, ends)
    keep = (length > RULES.leader_depth) & (length <= name.longest)
    boxes, framed, length = boxes[keep], framed[keep], length[keep]
    centres, leaders = centres[keep], leaders[keep]
    lines = shapely.linestrings(leaders.reshape(-1, 2, 2))
    reached = ground.share("reached", framed, ground.reached)
    amiss = (reached > 0) | np.isin(
        ground.owner(centres), [ground.numbers[key] for key in ground.reached]
    )
    costs = RULES.led + RULES.per_length * length + RULES.led_amiss * (amiss + reached)
    costs += LINE * ground.crossed(boxes)
    costs += ground.priced(boxes)
    if ground.home:
        costs += RULES.led_amiss * shapely.intersects(ground.homeland, lines)
    low, high = np.sort(leaders.reshape(-1, 2, 2), axis=1).transpose(1, 0, 2)
    for fixed, cost in ((ground.marks, RULES.mark), (ground.taken, np.inf)):
        for box in fixed:
            near = np.flatnonzero(((low <= box[2:]) & (high >= box[:2])).all(axis=1))
            costs[near[shapely.intersects(lines[near], shapely.box(*box))]] += cost
    most, kinds = MOST if not amiss.all() else MOST // 2, None
    if far:
        ways = np.arctan2(*(leaders[:, :2] - leaders[:, 2:]).T) * SECTORS / 2 / np.pi
        most, kinds = len(boxes), np.floor(ways) + 1j * np.floor(length / RING)
    return _thinned(boxes, costs, leaders, form, most=most, kinds=kinds)
