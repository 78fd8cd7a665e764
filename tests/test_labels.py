"""The engine that places names: its hard rules hold on made ground, and it misses no free place."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.labels import RULES, Form, MapName, Terrain, best, place
from geo.labels.candidates import Offer

HOME = shapely.box(0, 0, 60, 100)
NORTH, SOUTH = shapely.box(60, 50, 120, 100), shapely.box(60, 0, 120, 50)
SEA = shapely.box(120, 0, 200, 100)
GROUND = {
    "sea": SEA,
    "region-N": NORTH,
    "region-S": SOUTH,
    "home": HOME,
}


def terrain(**more):
    """Lay out home in the west, two regions beside it, a sea in the east."""
    regions = frozenset({"region-N", "region-S"})
    given = {
        "width": 200,
        "height": 100,
        "shapes": GROUND,
        "home": frozenset({"home"}),
        "regions": regions,
        "reached": regions,
        "waters": frozenset({"sea"}),
    }
    return Terrain(**(given | more))


def name(key, width=30.0, height=8.0, **more):
    """Make a name of one size."""
    return MapName(key=key, forms=(Form(width=width, height=height),), **more)


def box(placement):
    """Give a placement's box as a shape."""
    return shapely.box(*placement.box)


def test_a_name_stands_in_its_region():
    """Where there is room, the whole name is inside, without a leader."""
    found = place((name("region-N", own="region-N"),), terrain())["region-N"]
    assert NORTH.contains(box(found))
    assert found.leader is None


def test_a_name_too_wide_is_led_over_open_water():
    """A name wider than its region stands on the sea, at a leader that ends deep in the region."""
    wide = name("region-N", width=70.0, own="region-N", longest=RULES.longest_leader)
    narrow = dict(GROUND, **{"region-N": shapely.box(60, 80, 80, 100)})
    narrow["region-S"] = shapely.box(60, 0, 80, 80)
    narrow["sea"] = shapely.box(80, 0, 200, 100)
    found = place((wide,), terrain(shapes=narrow))["region-N"]
    assert narrow["sea"].contains(box(found))
    x, y, anchor_x, anchor_y = found.leader
    assert (
        narrow["region-N"]
        .buffer(-RULES.leader_depth / 2)
        .contains(shapely.Point(anchor_x, anchor_y))
    )
    assert np.hypot(anchor_x - x, anchor_y - y) <= RULES.longest_leader


def test_grounds_smaller_than_what_leaders_keep_apart_are_all_named():
    """Neighbours whose leaders cannot but end side by side are led to, each of them."""
    small = {f"region-{n}": shapely.box(80 + n, 50, 81 + n, 51) for n in range(4)}
    ground = terrain(
        shapes={"sea": shapely.box(0, 0, 200, 100), **small},
        home=frozenset(),
        regions=frozenset(small),
        reached=frozenset(small),
    )
    led = tuple(name(key, own=key, longest=42.0, worth=240.0) for key in small)
    found = place(led, ground)
    assert set(found) == set(small)
    leaders = [shapely.LineString(np.reshape(each.leader, (2, 2))) for each in found.values()]
    for n, one in enumerate(leaders):
        assert not any(one.intersects(other) for other in leaders[:n])


def test_a_leader_is_longer_where_nothing_near_is_free():
    """A region in a narrow pass between what is taken is named from beyond its end."""
    small = {"region-N": shapely.box(95, 45, 105, 55)}
    ground = terrain(
        shapes=small,
        home=frozenset(),
        regions=frozenset(small),
        reached=frozenset(small),
        taken=((50, 53, 150, 100), (50, 0, 150, 47)),
    )
    touched = name("region-N", width=40.0, own="region-N", longest=42.0, worth=240.0)
    x, y, end_x, end_y = place((touched,), ground)["region-N"].leader
    assert RULES.longest_leader < np.hypot(x - end_x, y - end_y) <= RULES.longest_leader_named


def test_what_finds_no_room_is_left_out():
    """A name that fits nowhere is not placed wrongly instead."""
    assert place((name("region-N", width=190.0, own="region-N"),), terrain()) == {}


def test_the_worthier_of_two_names_stays():
    """Where only one of two finds room, it is the one worth more, whatever their order."""
    small = {"region-N": shapely.box(80, 40, 112, 50), "home": HOME}
    ground = terrain(shapes=small, regions=frozenset({"region-N"}), reached=frozenset())
    more = name("more", own="region-N", worth=50.0)
    less = name("less", own="region-N", worth=40.0)
    assert set(place((less, more), ground)) == {"more"}
    assert set(place((more, less), ground)) == {"more"}


def test_a_town_keeps_off_home_and_other_regions():
    """Beside a mark at the corner of three grounds the name stands on the town's own."""
    at = (62.0, 52.0)
    found = place((name("place-0", own="region-N", at=at),), terrain())["place-0"]
    assert not HOME.intersects(box(found))
    assert NORTH.contains(box(found).centroid)


def test_a_town_named_like_its_region_is_not_named_twice():
    """Of two names that say the same only the region's stands."""
    region = name("region-N", own="region-N")
    town = name("place-0", own="region-N", at=(90.0, 80.0), like="region-N", worth=32.0)
    assert set(place((region, town), terrain())) == {"region-N"}


def test_names_keep_clear_of_what_is_taken():
    """Nothing meets the furniture, names or leaders."""
    taken = (65.0, 55.0, 115.0, 90.0)
    found = place((name("region-N", own="region-N", longest=40.0),), terrain(taken=(taken,)))
    for placement in found.values():
        assert not box(placement).intersects(shapely.box(*taken))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(min_value=65, max_value=195), st.floats(min_value=5, max_value=95)),
        min_size=1,
        max_size=12,
    )
)
def test_no_two_names_meet(marks):
    """However many towns there are, no two names overlap, and none stands on home."""
    names = tuple(name(f"place-{n}", width=24.0, at=at, worth=30.0) for n, at in enumerate(marks))
    ground = terrain(regions=frozenset())
    found = [box(placement) for placement in place(names, ground).values()]
    assert not any(each.intersects(HOME) for each in found)
    for n, one in enumerate(found):
        assert not any(one.intersects(other) for other in found[:n])


def test_the_same_names_stand_the_same_twice():
    """The search throws dice, but the same ones."""
    names = tuple(
        name(f"place-{n}", at=(70.0 + 7 * n, 20.0 + 5 * n), worth=30.0) for n in range(12)
    )
    assert place(names, terrain()) == place(names, terrain())


def test_the_search_finds_the_room_a_greedy_one_misses():
    """A wide name first takes the only place of a narrow one; the exchange names both."""
    shapes = {"a": shapely.box(10, 10, 110, 20), "home": shapely.box(0, 90, 5, 95)}
    ground = terrain(shapes=shapes, regions=frozenset(), reached=frozenset())
    wide = name("wide", width=44.0, own="a", worth=60.0)
    fixed = MapName(
        key="fixed",
        forms=(Form(width=44.0, height=8.0),),
        points=np.array([[60.0, 15.0], [37.0, 15.0]]),
        worth=50.0,
    )
    assert set(place((wide, fixed), ground)) == {"wide", "fixed"}


@pytest.mark.parametrize("kind", ["named", "touched", "settlement", "tick"])
def test_the_order_of_worth_is_the_one_promised(kind):
    """Named regions before touched ones, those before towns, towns before degrees."""
    order = ["named", "touched", "settlement", "tick"]
    later = order[order.index(kind) + 1 :]
    assert all(RULES.worth[kind] > RULES.worth[other] for other in later)


def puzzle(seed, count=24):
    """Make names with three small places each, so that there is one arrangement at least of all."""
    dice = np.random.default_rng(seed)
    offers = []
    for cell in dice.permutation(count):
        cells = dice.permutation([cell, *dice.integers(0, count, 2)])
        boxes = np.array([(20.0 * c, 0.0, 20.0 * c + 10.0, 8.0) for c in cells])
        offers.append(
            Offer(
                boxes=boxes,
                frames=boxes,
                costs=dice.uniform(0, 5, 3),
                forms=np.zeros(3, dtype=np.int64),
                leaders=np.full((3, 4), np.nan),
            )
        )
    form = Form(width=10, height=8)
    return [MapName(key=f"n{n}", forms=(form,), worth=90) for n in range(count)], offers


def test_where_room_is_hard_to_find_all_that_can_stand_do():
    """Exchanging places leaves some out that shaking finds room for."""
    puzzles = [puzzle(seed) for seed in range(4)]
    assert any(None in best(*each) for each in puzzles)
    assert not any(None in best(*each, hard=True) for each in puzzles)
