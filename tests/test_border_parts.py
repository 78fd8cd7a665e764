"""Policies measured from a part of a border: the worked examples agree with what reports said."""

from pathlib import Path

import pytest

from geo.boundaries import load_regions
from geo.coverage import border_parts, judged_by_part, policy_envelopes
from geo.errors import InputError
from geo.origins import border_part, choose_origin, one_shape
from geo.regimes import LAND_BORDER, Regime, Stretch, catalogue, load_regimes

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
KHARKIV = "us-kharkiv-border"


def judged(regimes: list[Regime], home: str, target: str):
    _, origin = choose_origin(home=home, target=target)
    shape, parts = one_shape(origin), border_parts(regimes)
    table = judged_by_part(
        load_regions(target), policy_envelopes(regimes, shape, parts), shape, parts
    )
    return table[table["standing"] != "outside"]


def test_brazils_strip_lies_along_the_border_by_land_alone():
    """The statistical office counts 11 states with a part of the strip."""
    touched = judged(list(load_regimes(EXAMPLES / "brazil.toml")), "BR", "BR")
    states = ["AC", "AM", "AP", "MS", "MT", "PA", "PR", "RO", "RR", "RS", "SC"]
    assert sorted(touched["region"]) == [f"BR-{state}" for state in states]


def test_a_permission_for_one_stretch_reaches_only_what_lies_opposite():
    regime = next(each for each in catalogue() if each.id == KHARKIV)
    assert regime.origin_part
    assert regime.origin_part.regions == ("UA-63",)
    touched = judged([regime], "UA", "RU")
    assert set(touched["region"]) == {"RU-BEL", "RU-KRS", "RU-VOR"}


def test_the_border_by_land_leaves_the_coast_out():
    """Indonesia's is on three islands; Australia has none."""
    part = Stretch(name=LAND_BORDER, label={})
    land = one_shape(border_part(part, country="ID", target="ID"))
    whole = one_shape(choose_origin(home="ID", target="ID")[1])
    assert 0 < land.length < whole.length / 4
    assert land.difference(whole.buffer(1e-6)).is_empty
    with pytest.raises(InputError, match="has no border"):
        border_part(part, country="AU", target="AU")


def test_the_border_by_land_is_the_one_with_the_target_where_there_is_one():
    part = Stretch(name=LAND_BORDER, label={})
    with_peru = one_shape(border_part(part, country="EC", target="PE"))
    with_any = one_shape(border_part(part, country="EC", target="BR"))
    assert 0 < with_peru.length < with_any.length
