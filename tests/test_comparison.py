"""Two origins, two regimes: what changes, and by how much."""

import csv
import html
import io
import re
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.coverage import Comparison, origin_changes, regime_difference
from geo.findings import find
from geo.narrative import alt_text, unbroken
from geo.origins import FOR_COMPARISON_ONLY, NAMED_ORIGINS, load_origin
from geo.reading import Text
from geo.regimes import catalogue, load_regimes
from geo.tables import comparison_csv, coverage_csv, places_geojson, summary_markdown
from geo.tables.layers import layers, policy_map_kml
from geo.tables.prov import provenance_json
from geo.webmap import page
from geo.wording import Words

TEXT = Text(text="Kursk Oblast.", source_name="x", sha256="0" * 64, is_html=False)


@pytest.fixture(scope="module")
def compared():
    return find(
        TEXT,
        load_regimes(),
        origin_name="recognised",
        origin=load_origin("recognised"),
        compare=("de-facto-2014", load_origin("de-facto-2014")),
    )


def test_the_de_facto_line_changes_two_regions_at_300_km(compared):
    """Golden: Adygea falls by about 23 points, Krasnodar by about 7, none else."""
    table = compared.comparison.table
    far = table[table["reach_km"] == 300].set_index("region")["change_points"]
    assert far.index.tolist() == ["RU-AD", "RU-KDA"]
    assert far["RU-AD"] == pytest.approx(-23, abs=1)
    assert far["RU-KDA"] == pytest.approx(-7, abs=0.5)


def test_the_comparison_is_a_file_of_its_own(compared):
    """One row per regime, reach and region that differs, with the other origin's name."""
    rows = list(
        csv.DictReader(
            io.StringIO(comparison_csv(compared.comparison, origin_name="recognised").decode())
        )
    )
    assert [row["region"] for row in rows] == ["RU-KDA", "RU-AD", "RU-KDA"]
    assert {row["other_origin"] for row in rows} == {"de-facto-2014"}
    for row in rows:
        change = 100 * (float(row["other_share"]) - float(row["share"]))
        assert float(row["change_points"]) == pytest.approx(change, abs=0.011)


def test_the_summary_tells_the_comparison(compared):
    """The build summary has the other origin's table, labelled for what it is."""
    text = summary_markdown(compared)
    assert "for comparison only" in text
    assert "−23.4 points" in text


def test_an_origin_compared_with_itself_changes_nothing(compared):
    """The same coverage gives an empty table, a file with its head alone, and words for it."""
    table = origin_changes(compared.coverage, compared.coverage)
    same = Comparison(origin_name="recognised", table=table)
    assert table.empty
    assert comparison_csv(same, origin_name="recognised").decode().count("\n") == 1
    assert "No region" in summary_markdown(replace(compared, comparison=same))


def test_the_page_tells_the_comparison_and_what_is_not_drawn(compared):
    """Both shares stand in a table; policies without a distance keep label and sources."""
    left = tuple(regime for regime in catalogue() if not regime.reach_km)
    text = page(replace(compared, undrawn=left))
    table = text[text.index('id="other-origin"') :].partition("</table>")[0]
    assert re.search(r"Adygea.*64–65%.*4[01](–41)?%", table)
    for regime in left:
        assert html.escape(unbroken(regime.label["en"])) in text
        assert all(html.escape(source.url) in text for source in regime.sources)
    assert "≈\u00a0June 2025" in text
    assert "1 June 2025" not in text


def test_the_de_facto_line_leaves_crimea_out_and_nothing_else():
    """Its area is the recognised one's less the two regions; the islets of the rest stay."""
    whole = load_origin("recognised").geometry.iloc[0]
    less = load_origin("de-facto-2014").geometry.iloc[0]
    assert less.is_valid
    assert not less.intersects(shapely.MultiPoint([(34.1, 44.95), (33.52, 44.6)]))
    missing = whole.difference(less)
    west, south, east, north = missing.bounds
    assert (west > 32, south > 44, east < 37, north < 46.3) == (True,) * 4
    assert missing.area == pytest.approx(whole.area - less.area, rel=1e-6)


def test_gains_and_losses_are_listed_the_greatest_first():
    """Regimes keep their order; a change of either sign counts by its size, none is left out."""

    def table(*shares):
        rows = [
            {"regime": regime, "reach_km": 80.0, "region": f"X-{n}", "name": "X", "share": share}
            for regime, some in zip("ba", shares, strict=True)
            for n, share in enumerate(some)
        ]
        return pd.DataFrame(rows).assign(
            standing="partly", nearest_km=1.0, share_low=0.0, share_high=1.0
        )

    changes = origin_changes(table((0.5, 0.5, 0.5), (0.1,)), table((0.4, 0.8, 0.5), (0.9,)))
    assert list(zip(changes["regime"], changes["region"], strict=True)) == [
        *(("b", "X-1"), ("b", "X-0"), ("a", "X-0"))
    ]
    assert changes["change_points"].tolist() == [30, -10, 80]


def test_of_a_band_the_farther_distance_is_compared():
    """What lies between the two distances of the first policy neither enters nor leaves."""
    near, far = load_regimes()
    band, smaller = replace(near, reach_km=(40.0, 80.0)), replace(far, reach_km=(60.0,))
    boxes = [shapely.box(west, 0, west + 0.2, 0.2) for west in (0.1, 0.47, 0.6, 3.0)]
    regions = gpd.GeoDataFrame(
        {"region": list("ABCD"), "name": list("ABCD")}, geometry=boxes, crs=4326
    )
    origin = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (0, 0.2)])], crs=4326)
    less = regime_difference(band, smaller, regions=regions, origin=origin)
    assert (dict(less.entered), list(less.left), list(less.changed)) == ({}, ["C"], ["B"])
    more = regime_difference(smaller, band, regions=regions, origin=origin)
    assert (list(more.entered), dict(more.left), list(more.changed)) == (["C"], {}, ["B"])


@pytest.fixture(scope="module")
def de_facto():
    return find(
        TEXT,
        load_regimes()[:1],
        origin_name="de-facto-2014",
        origin=load_origin("de-facto-2014"),
    )


words_of_the_picture = {
    "en": "For comparison only, not from the recognised border.",
    "uk": "Лише для порівняння, не від визнаного кордону.",
    "ru": "Только для сравнения, не от признанной границы.",
}


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_a_line_for_comparison_is_labelled_everywhere(de_facto, lang):
    """Table, layers, records, summary: each says that this is not the recognised border."""
    found = replace(de_facto, lang=lang)
    label = Words(lang).origin("de-facto-2014", home="")
    worldview = Words(lang).worldview("de-facto-2014")
    rows = list(csv.DictReader(io.StringIO(coverage_csv(found).decode())))
    assert {row["origin"] for row in rows} == {"de-facto-2014"}
    assert worldview in places_geojson(found).decode()
    assert label in summary_markdown(found)
    assert all(set(frame["worldview"]) == {worldview} for frame in layers(found).values())
    for written in (policy_map_kml(found), provenance_json(found)):
        assert label in written.decode()
        assert worldview in written.decode()
    assert "68/262" in worldview
    assert words_of_the_picture[lang] in alt_text(found)
    assert set(FOR_COMPARISON_ONLY) < set(NAMED_ORIGINS)
