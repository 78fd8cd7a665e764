"""Narrative: what is said of a policy and its regions, from rows made by hand."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely
from snapshot_findings import found, with_regimes

from geo.coverage import coverage
from geo.inputs import records
from geo.narrative import (
    account,
    attribution,
    choose,
    on_day,
    overview,
    picture_text,
    published,
    share_numeral,
)
from geo.narrative.accounts import leading
from geo.narrative.picture_text import _rows
from geo.narrative.rows import region_rows
from geo.regimes import load_regimes
from geo.tables import plain
from geo.tables.plain import _table
from geo.wording import Words

NEAR, FAR = load_regimes()
BAND = replace(FAR, reach_km=(200.0, 300.0))


def square(lon, width=1.0):
    return shapely.box(lon, 0, lon + width, 1)


def told(regime, shares, *, lang="en"):
    """Tell of a policy whose reaches hold these shares of square regions, by code."""
    places = [3.0 * n for n in range(len(shares))]
    regions = gpd.GeoDataFrame(
        {"region": list(shares), "name": list(shares), "edge_displacement_km": 0.0},
        geometry=list(map(square, places)),
        crs=4326,
    )
    ends = zip(*shares.values(), strict=True)
    held = [
        shapely.MultiPolygon(
            [square(lon - 0.9, width + 0.9) for lon, width in zip(places, end, strict=True)]
        )
        for end in ends
    ]
    envelopes = gpd.GeoDataFrame(
        {"regime": regime.id, "reach_km": regime.reach_km, "scope": [regime.scope] * len(held)},
        geometry=held,
        crs=4326,
    )
    nowhere = gpd.GeoDataFrame({"country": ["XX"]}, geometry=[square(90)], crs=4326)
    origin = shapely.LineString([(0, -0.3), (1, -0.3)])
    table = coverage(regions, envelopes, origin=origin, countries=nowhere)
    words = Words(lang, "narrative")
    rows = region_rows(
        SimpleNamespace(coverage=table, codes=tuple), regime, regions={}, countries={}, words=words
    )
    return account(regime, rows, names={}, lang=lang)


def test_a_region_stands_where_the_farther_end_puts_it():
    """Touched by the farther of two distances alone, it is within reach, and told so."""
    said = told(BAND, {"RU-A": (0.0, 0.4), "RU-B": (0.0, 0.0)})
    assert [row.standing for row in said.rows] == ["partly", "outside"]
    assert said.touched_codes == {"RU-A"}


def test_rows_come_the_most_covered_by_the_farther_end_first():
    """Equal shares go by code."""
    said = told(BAND, {"RU-C": (0.3, 0.4), "RU-B": (0.1, 0.4), "RU-A": (0.0, 0.9), "RU-D": (0, 0)})
    assert [row.region for row in said.rows] == ["RU-A", "RU-B", "RU-C", "RU-D"]


def test_the_detail_tells_whole_regions_from_parts():
    """Who lies wholly within and who partly stand in sentences of their own, with the share."""
    said = told(FAR, {"RU-A": (1.0,), "RU-B": (0.25,), "RU-C": (0.0,)})
    wholly, partly = said.detail
    assert "RU-A" in wholly
    assert "RU-B" not in wholly
    assert "RU-B (25%)" in partly
    assert not any("RU-C" in sentence for sentence in said.detail)


def test_of_two_policies_of_one_day_the_farther_leads():
    """Titles speak of the latest policy; where that is several, of what reaches farthest."""
    near = replace(NEAR, start=FAR.start, status=FAR.status, until=None)
    same_day = [near, replace(FAR, reach_km=(80.0, 300.0))]
    accounts = [told(regime, {"RU-A": (0.5,) * len(regime.reach_km)}) for regime in same_day]
    assert leading(accounts).regime is same_day[1]
    earlier = told(replace(FAR, start=date(2022, 1, 1)), {"RU-A": (0.5,)})
    assert leading([earlier, accounts[0]]).regime is same_day[0]


@pytest.mark.parametrize(
    ("status", "doubted"),
    [("reported", False), ("confirmed", False), ("denied", True), ("disputed", True)],
)
def test_denied_and_disputed_permissions_are_doubted(status, doubted):
    """Doubt follows from the status alone."""
    assert told(replace(FAR, status=status), {"RU-A": (0.5,)}).doubted is doubted


def test_a_limit_is_confirmed_only_where_its_policy_is():
    """Another status leaves a limit a claim; the range of a weapon is neither."""
    stated = {
        status: told(replace(FAR, reach_of="limit", status=status), {"RU-A": (0.5,)}).reach_stated
        for status in ("confirmed", "reported")
    }
    words = Words("en", "narrative")
    assert stated["confirmed"] == words.say("limit_confirmed", reach="300\u00a0km")
    assert stated["reported"] == words.say("limit", reach="300\u00a0km")
    assert told(FAR, {"RU-A": (0.5,)}).reach_stated == "300\u00a0km"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({}, "5 regions wholly, 13 partly within 300\u00a0km"),
        ({"grantor": "GB"}, "United Kingdom: 5 regions wholly, 13 partly within a weapon range of"),
        (
            {"status": "disputed"},
            "permission disputed – 5 regions wholly, 13 partly within 300\u00a0km",
        ),
        ({"stance": "refuses"}, "refusal reported – nothing is permitted"),
        ({"reach_of": "limit"}, "5 regions wholly, 13 partly within a limit of 300\u00a0km"),
    ],
)
def test_a_headline_of_two_policies_tells_of_both(second, told):
    """Each with its reach and count; what is refused, disputed or a limit is called that."""
    both = [{"reach_km": (80.0,), "scope": ()}, {"reach_km": (300.0,), **second}]
    title = picture_text(with_regimes(found(), *both)).title
    first, _, other = title.partition("; ")
    assert "7 regions partly within a weapon range of 80\u00a0km" in first
    assert other.startswith(told)
    assert ("300" in other) == (second.get("stance") != "refuses")
    assert ("permission reported" in first) == bool({"status", "stance"} & second.keys())


def test_the_first_report_of_each_policy_drawn_is_named_and_the_rest_counted():
    """In the few words of a card; a report that two policies share stands once."""
    findings = found()
    told = picture_text(findings)
    every = {
        (source.date, source.publisher) for each in findings.regimes for source in each.sources
    }
    firsts = {min((s.date, s.publisher) for s in each.sources) for each in findings.regimes}
    assert len(firsts) == 2
    assert all(publisher in told.reports for _, publisher in firsts)
    assert told.reports.endswith(f"; {len(every) - len(firsts)}\u00a0more.")
    assert len(told.reports) < len(told.sources)


def test_many_regions_of_a_scope_are_counted_in_short():
    """Two are named and the rest counted; the whole scope names all."""
    said = told(replace(FAR, scope=("RU-A", "RU-B", "RU-C", "RU-D")), {"RU-A": (0.5,)})
    assert said.scope == "RU-A, RU-B, RU-C and RU-D"
    assert said.scope_short == "RU-A, RU-B and 2 more"


def test_a_shorter_attribution_goes_only_under_the_same_licence():
    """What a longer attribution says already is not repeated, unless the licence is another."""
    record = records("boundaries")[0]
    longer = replace(record, attribution="A and B", licence="X")
    assert attribution([replace(record, attribution="A", licence="X"), longer]) == "A and B (X)"
    other = replace(record, attribution="A", licence="Y")
    assert attribution([other, longer]) == "A (Y); A and B (X)"
    free = replace(record, attribution="A", licence="public domain")
    assert attribution([free, longer]) == "A and B (X)"


def test_the_picture_lists_regions_by_the_farthest_reach():
    """The policy that reaches farthest orders the table; regions only named are in it."""
    near = told(replace(NEAR, scope=("RU-D",)), {"RU-A": (0.9,), "RU-B": (0.1,), "RU-D": (0.0,)})
    far = told(BAND, {"RU-A": (0.9, 0.5), "RU-B": (0.1, 0.8), "RU-D": (0.0, 0.0)})
    assert [row.region for row in _rows((near, far))] == ["RU-B", "RU-A", "RU-D"]


def test_few_reaches_are_spread_from_the_smallest_to_the_largest():
    """Of many policies the latest of each reach is drawn, the ends and the latest among them."""
    many = [replace(FAR, id=f"r{n}", reach_km=(10.0 * (n + 1),)) for n in range(12)]
    chosen = [regime.reach_km[0] for regime in choose([*many[3:], *many[:3]], most=4)]
    assert {10.0, 30.0, 120.0} <= set(chosen)
    assert len(chosen) == 4
    twice = [replace(FAR, id=name) for name in ("one", "other")]
    assert [regime.id for regime in choose([*twice, NEAR], most=2)] == ["other", NEAR.id]


def test_a_list_marks_each_day_as_well_as_it_is_known():
    """A day about known is marked; of a placeholder no more than the month is left."""
    vague = replace(
        FAR,
        start=date(2024, 5, 2),
        start_precision="about",
        until=date(2024, 6, 1),
        until_precision="placeholder",
    )
    assert overview([vague])[1][4:6] == ["≈2024-05-02", "≈2024-06"]
    assert overview([NEAR])[1][4] == NEAR.start.isoformat()


def test_a_report_of_a_month_is_published_in_that_month():
    """The day that stands for the month is not told."""
    source = replace(FAR.sources[0], date=date(2024, 11, 1))
    assert published(source) == "2024-11-01"
    assert published(replace(source, date_precision="month")) == "2024-11"


def test_what_came_after_the_last_report_is_not_known():
    """The day of the last report is told as others are; a later one says which was the last."""
    last = max(source.date for source in FAR.sources)
    later = Words("en", "regimes").say("later", day=Words("en").day(last))
    assert later not in on_day([FAR], on=last)
    assert on_day([FAR], on=last.replace(year=last.year + 1))[-1] == later


def test_the_tables_of_a_build_page_are_measured_in_bytes(monkeypatch):
    """Cyrillic letters take two; rows beyond the room are counted, with the file that has them."""
    monkeypatch.setattr(plain, "LARGEST_TABLE_BYTES", 400)
    rows = [("Курська область", "300 км")] * 20
    lines = _table(["Регіон", "Дальність"], rows, lang="uk", file="coverage.csv")
    table = [line for line in lines if line.startswith("|")]
    assert 300 < len("\n".join(table).encode()) <= 400
    assert "coverage.csv" in lines[-1]
    assert str(22 - len(table)) in lines[-1]


def test_a_share_that_could_round_to_two_whole_per_cents_is_told_as_both():
    """The picture, the page and the tables have the same words; of a band the outer two."""
    assert share_numeral([0.4862], ["partly"], [(0.4795, 0.4929)]) == "48–49"
    assert share_numeral([0.4862], ["partly"], [(0.4850, 0.4929)]) == "49"
    assert share_numeral([0.2, 0.4], ["partly"] * 2, [(0.193, 0.207), (0.393, 0.407)]) == "19–41"
    assert share_numeral([0.006], ["partly"], [(0.0, 0.012)]) == "<2"
    assert share_numeral([0.9996], ["inside"], [(0.9996, 0.9996)]) == "100"
