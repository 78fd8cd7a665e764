"""What names of a map may not do, to the number: distances, parts, lengths, conflicts."""

import numpy as np
import pytest
import shapely

from geo.labels import RULES, Form, MapName, Terrain, conflicting, place

NONE = (np.nan,) * 4
SMALL = shapely.box(20, 45, 32, 57)


def name(key="n", width=30.0, height=8.0, **more):
    return MapName(key=key, forms=(Form(width=width, height=height),), **more)


def ground(width=200.0, height=100.0, **more):
    return Terrain(width=width, height=height, **more)


def box_of(placement):
    return shapely.box(*placement.box)


def test_a_name_stands_by_more_than_half_on_its_own_ground():
    """With fifty-five parts of a hundred it may stand, with fifty it is left out."""
    land = ground(shapes={"land": shapely.box(50, 20, 100, 80)})
    assert list(place((name(width=88, own="land"),), land)) == ["n"]
    assert place((name(width=100, own="land"),), land) == {}


def test_a_foreign_name_never_stands_on_home():
    """Neither in part, nor beside its mark; a name of home's own may."""
    shapes = {"home": shapely.box(0, 0, 60, 40), "r": shapely.box(60, 0, 100, 40)}
    land = ground(100, 40, shapes=shapes, home=frozenset({"home"}), regions=frozenset({"r"}))
    assert place((name(width=50, own="r"),), land) == {}
    assert place((name("at", width=60, own="r", at=(62, 20)),), land) == {}
    beside = place((name("town", width=25, own="r", at=(64, 20)),), land)["town"]
    assert not box_of(beside).intersects(shapes["home"])
    assert list(place((name("own", width=40, own="home"),), land)) == ["own"]


@pytest.mark.parametrize("order", [("worthy", "other"), ("other", "worthy")])
def test_where_one_has_room_the_worthier_stands(order):
    """Names do not overlap, and the order in which they come does not matter."""
    land = ground(70, 14, shapes={"land": shapely.box(0, 0, 70, 14)})
    names = [name(key, width=40, own="land", worth=90 if key == "worthy" else 50) for key in order]
    assert list(place(tuple(names), land)) == ["worthy"]


def test_two_names_keep_apart():
    """By most of a unit, not only by a hair; both keep from the map's edge."""
    land = ground(50, 26, shapes={"land": shapely.box(0, 0, 50, 26)})
    spots = place((name("a", own="land"), name("b", own="land")), land)
    one, other = map(box_of, spots.values())
    assert one.distance(other) >= 0.9
    for box in (one, other):
        assert shapely.box(2.5, 2.5, 47.5, 23.5).buffer(1e-9).contains(box)


def test_of_two_names_that_say_the_same_one_stands():
    """A town called as its region is not named twice."""
    land = ground(shapes={"land": shapely.box(0, 0, 200, 100)})
    town = name("town", own="land", at=(150.0, 50.0), worth=30, like="region")
    assert list(place((name("region", own="land"), town), land)) == ["region"]


def test_a_leader_is_short_and_ends_well_within_its_region():
    """From the edge of the name to three units inside; a name too far for it is left out."""
    shapes = {"r": SMALL}
    led = name(width=40, own="r", longest=RULES.longest_leader)
    land = ground(shapes=shapes, regions=frozenset(shapes))
    spot = place((led,), land)["n"]
    start, end = shapely.Point(spot.leader[:2]), shapely.Point(spot.leader[2:])
    assert box_of(spot).distance(start) < 1e-6
    assert SMALL.contains(end)
    assert SMALL.boundary.distance(end) >= 2.9
    assert start.distance(end) <= RULES.longest_leader == 42.0


def around(free, *, height):
    """Lay home, on which no foreign name stands, around a small region and a free stretch."""
    home = shapely.box(0, 0, 200, height) - SMALL - free
    shapes = {"home": home, "r": SMALL}
    return ground(200, height, shapes=shapes, home=frozenset({"home"}), regions=frozenset({"r"}))


def test_a_name_too_far_for_its_leader_is_left_out():
    """However hard room is to find, it is no longer than a named region's, or than it may be."""
    land = around(shapely.box(140, 0, 200, 100), height=100)
    for longest, found in (
        (RULES.longest_leader, []),
        (RULES.longest_leader_named, []),
        (120.0, ["n"]),
    ):
        assert list(place((name(width=40, own="r", longest=longest, worth=500),), land)) == found


def test_a_leader_is_no_longer_across_than_along():
    """A place within reach by either axis is too far where both add up."""
    land = around(shapely.box(86, 106, 200, 134), height=134)
    for longest, found in ((42.0, []), (70.0, []), (96.0, ["n"])):
        assert list(place((name(width=40, own="r", longest=longest, worth=500),), land)) == found


def test_names_keep_from_the_edge_and_off_what_is_taken():
    """Two and a half units from the edge; what is taken may be touched, not met."""
    land = ground(100, 50, shapes={}, taken=((60, 0, 70, 50),))
    boxes = [(2.4, 9, 30, 17), (2.5, 9, 30, 17), (40, 9, 60, 17), (40, 9, 61, 17), (70, 9, 98, 17)]
    assert land.allows(np.array(boxes, dtype=float)).tolist() == [False, True, True, False, False]


def test_a_name_that_fits_needs_no_leader():
    """Even if it might have one."""
    land = ground(shapes={"r": shapely.box(0, 0, 100, 100)}, regions=frozenset({"r"}))
    assert place((name(own="r", longest=42.0),), land)["n"].leader is None


@pytest.mark.parametrize(
    ("boxes", "leaders", "conflict"),
    [
        (((0, 0, 10, 5), (10.5, 0, 20, 5)), (NONE, NONE), True),
        (((0, 0, 10, 5), (11, 0, 20, 5)), (NONE, NONE), False),
        (((0, 0, 10, 5), (0, 5.5, 10, 10)), (NONE, NONE), True),
        (((0, 0, 10, 5), (40, 0, 50, 5)), ((10, 2, 60, 2), NONE), True),
        (((0, 0, 10, 5), (40, 0, 50, 5)), ((10, 2, 30, 2), NONE), False),
        (((0, 0, 10, 5), (40, 0, 50, 5)), (NONE, (45, 5, 5, 30)), False),
        (((0, 0, 9, 5), (40, 0, 50, 5)), ((5, 5, 45, 40), (45, 5, 5, 40)), True),
        (((0, 0, 9, 5), (40, 0, 50, 5)), ((5, 5, 5, 40), (45, 5, 45, 40)), False),
    ],
)
def test_names_and_leaders_that_meet_conflict(boxes, leaders, conflict):
    """Boxes nearer than their pad, a leader through the other's name, leaders that cross."""
    found = conflicting(np.array(boxes, dtype=float), np.array(leaders, dtype=float))
    assert found[0, 1] == found[1, 0] == conflict


def test_worth_follows_what_a_name_tells():
    """The named region matters before what is touched, that before countries and seas."""
    worth = RULES.worth
    assert worth["named"] > worth["touched"] > worth["settlement"] > worth["country"] > worth["sea"]
    assert (RULES.longest_leader, RULES.longest_leader_named) == (42.0, 70.0)
