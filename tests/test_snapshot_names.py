"""The names of a picture: which may be led, what each is worth, how it may be set."""

from types import SimpleNamespace

import pandas as pd
import pytest
import shapely

from geo.labels import RULES, Form, MapName, Terrain, place
from geo.snapshot.names import Offers, _halves
from geo.wording import Words

CODES = {"RU-A": "Named Oblast", "RU-B": "Touched Oblast", "RU-C": "Outer Oblast", "RU-D": "Far"}
SHAPES = {
    code: shapely.box(200.0 * n, 0, 200.0 * n + 100, 100) for n, code in enumerate([*CODES][:3])
}
ROWS = [
    SimpleNamespace(region=code, name=CODES[code], named=code == "RU-A", under=under)
    for code, under in (
        ("RU-A", [SimpleNamespace(shares=(0.1,))]),
        ("RU-B", [SimpleNamespace(shares=(0.1, 0.9)), SimpleNamespace(shares=(0.2,))]),
    )
]


@pytest.fixture(scope="module")
def offered():
    scene = SimpleNamespace(
        view=SimpleNamespace(width=600.0, height=200.0),
        regions={**SHAPES, "RU-D": shapely.box(900, 0, 990, 90)},
    )
    offers = Offers(scene=scene, words=Words("en", "narrative"), type_scale=1.0, least=5.0)
    frame = pd.DataFrame({"region": list(CODES), "name": list(CODES.values())})
    return {
        name.key: (name, settings)
        for name, settings in offers.regions(SimpleNamespace(regions=frame), ROWS)
    }


def test_regions_touched_may_be_led_and_those_out_of_reach_not(offered):
    """The named one farther than others; a region that is not in view has no name at all."""
    longest = {key: name.longest for key, (name, _) in offered.items()}
    assert longest == {
        "region-RU-A": RULES.longest_leader_named,
        "region-RU-B": RULES.longest_leader,
        "region-RU-C": 0.0,
    }


def test_the_named_region_is_worth_most_then_what_is_touched_most(offered):
    """What a regime covers by its farther distance adds to a region's worth."""
    worth = {key: name.worth for key, (name, _) in offered.items()}
    assert worth["region-RU-A"] == RULES.worth["named"]
    assert worth["region-RU-B"] == pytest.approx(RULES.worth["touched"] + 60 * 0.9)
    assert worth["region-RU-C"] == RULES.worth["outside"]


def test_the_named_region_is_set_bold_and_larger(offered):
    """The others in a lighter face; out of reach smaller, and well inside themselves alone."""
    first = {key: settings[0] for key, (_, settings) in offered.items()}
    assert first["region-RU-A"].face == "bold"
    assert first["region-RU-B"].face == first["region-RU-C"].face == "regular"
    sizes = [first[f"region-RU-{letter}"].size_pt for letter in "ABC"]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    assert offered["region-RU-C"][0].inside > offered["region-RU-B"][0].inside


def test_a_name_is_broken_near_its_middle():
    """At a space or after a hyphen; a name of one word stays whole."""
    assert _halves("Nizhny Novgorod Area") == ("Nizhny", "Novgorod Area")
    assert _halves("Kabardino-Balkaria") == ("Kabardino-", "Balkaria")
    assert _halves("Kursk") == ("Kursk",)


def test_a_region_in_reach_bears_its_name_with_little_more_than_a_third_of_it_within(offered):
    """With less of it inside, the name is not put on it; out of reach more must be within."""
    assert offered["region-RU-A"][0].inside == offered["region-RU-B"][0].inside
    assert offered["region-RU-C"][0].inside > 2 * offered["region-RU-B"][0].inside
    least = offered["region-RU-B"][0].inside
    for part, stands in ((0.45, True), (0.32, False)):
        land = shapely.box(40, 0, 40 + part * 60, 40)
        ground = Terrain(width=140, height=40, shapes={"land": land}, regions=frozenset({"land"}))
        form = Form(width=60, height=8)
        name = MapName(key="name", forms=(form,), own="land", inside=least)
        assert ("name" in place((name,), ground)) is stands
    assert 1 / 3 < least < 0.4
