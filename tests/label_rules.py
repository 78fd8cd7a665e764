"""What the labels of a picture must keep to, told by the ink drawn and the shapes under it."""

from itertools import combinations

import shapely

from geo.labels import RULES

ASCENT, DESCENT = 0.93, 0.25
"""Of the letters' frame, as a browser measures it."""

HAIR_PT = 0.05
"""Ink may touch what it must stay within, or off, by this."""


def ink(label):
    """Give the box of the letters drawn."""
    return shapely.box(*shapely.total_bounds([shapely.box(*text.box) for text in label.texts]))


def frame(label):
    """Give the box of the letters' frames: what a browser calls the box of a text."""
    boxes = []
    for text in label.texts:
        west, _, east, _ = text.box
        size, y = text.style.size_pt, text.at[1]
        boxes.append(shapely.box(west, y - DESCENT * size, east, y + ASCENT * size))
    return shapely.box(*shapely.total_bounds(boxes))


def faults(page):
    """List what the labels of a composed page do wrong."""
    return [
        f"{regime}: {fault}"
        for regime, labels in page.labels.items()
        for fault in _faults(labels, page.ground)
    ]


def _faults(labels, ground):
    for label in labels:
        yield from _alone(label, ground)
        if label.placed.leader is not None:
            yield from _led(label, labels, ground)
    for one, other in combinations(labels, 2):
        yield from _together(one, other)


def _alone(label, ground):
    """Judge where one label stands."""
    key, box = label.placed.key, frame(label)
    kind = key.partition("-")[0]
    own = {"region": key, "place": f"region-{label.belongs}"}.get(kind, "")
    home = shapely.union_all([ground.shapes[each] for each in ground.home]).buffer(-HAIR_PT)
    if not _at_home(label, ground) and box.intersects(home):
        yield f"{key} on home"
    within = [each for each in ground.regions if ground.shapes[each].contains(box.centroid)]
    if label.placed.leader is None:
        if own and set(within) - {own}:
            yield f"{key} in {within}"
        if kind == "region" and not within:
            yield f"{key} in no region"
    if kind in ("sea", "home") and not ground.shapes[key].buffer(2.0).contains(ink(label)):
        yield f"{key} leaves its ground"


def _at_home(label, ground):
    """Say whether a label belongs to the country measured from."""
    if label.placed.key in ground.home:
        return True
    known = {f"region-{label.belongs}", f"country-{label.belongs.partition('-')[0]}"}
    return bool(label.belongs) and known.isdisjoint(ground.shapes)


def _together(one, other):
    """Judge two labels of one map."""
    pair = f"{one.placed.key} and {other.placed.key}"
    if ink(one).intersects(ink(other)):
        yield f"{pair} overlap"
    leaders = [each.placed.leader for each in (one, other)]
    if all(leaders) and shapely.intersects(*shapely.linestrings(leaders)):
        yield f"{pair} have leaders that cross"
    texts = {tuple(text.text for text in each.texts) for each in (one, other)}
    kinds = {each.placed.key.partition("-")[0] for each in (one, other)}
    if len(texts) == 1 and kinds <= {"region", "place"}:
        yield f"{pair} say the same"


def _led(label, labels, ground):
    key, leader = label.placed.key, shapely.LineString(label.placed.leader)
    shape = ground.shapes[key]
    if not shape.contains(shapely.Point(label.placed.leader[1])):
        yield f"{key}: the leader ends elsewhere"
    if leader.length > RULES.longest_leader_named:
        yield f"{key}: the leader is {leader.length:.0f} pt long"
    if frame(label).distance(shapely.Point(label.placed.leader[0])) > 2:
        yield f"{key}: the leader begins elsewhere"
    for other in labels:
        if other is not label and leader.intersects(frame(other)):
            yield f"{key}: the leader crosses {other.placed.key}"
