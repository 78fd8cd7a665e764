"""The tables: what stands in them, and that text from outside stays text."""

import json

import geopandas as gpd
import pytest
import shapely

from geo.findings import PLACE_COLUMNS, find
from geo.origins import load_origin
from geo.regimes import load_regimes
from geo.tables import (
    coverage_csv,
    envelopes_geojson,
    layers_gpkg,
    places_geojson,
    summary_markdown,
)
from geo.texts import Text

HOSTILE = 'Kyiv said <script>alert(1)</script> ${x} `y` "z", and Kursk Oblast\u202e =1+1.'


@pytest.fixture(scope="module")
def findings():
    return find(
        Text(text=HOSTILE, source_name="x", sha256="0" * 64, is_html=False),
        load_regimes(),
        origin_name="recognised",
        origin=load_origin("recognised"),
    )


def test_coverage_has_a_row_for_every_region_and_regime(findings):
    """Shares have four decimals, booleans are written in words, lines end alike everywhere."""
    lines = coverage_csv(findings).decode().split("\n")
    assert len(lines) == 2 + len(findings.regions) * 2
    assert lines[0].startswith("regime,reach_km,region,name,area_km2,nearest_km,share,standing,")
    assert "us-atacms-kursk,300,RU-KRS,Kursk Oblast," in "\n".join(lines)
    assert all("\r" not in line for line in lines)


def test_coverage_is_sorted_by_regime_share_and_code(findings):
    """Regimes in their order; within one, the largest share first, then the code."""
    frame = findings.coverage
    for _, rows in frame.groupby("regime", sort=False):
        keys = [(-row.share, row.region) for row in rows.itertuples()]
        assert keys == sorted(keys)


def test_places_keep_the_text_as_text(findings):
    """Every promised property is there; offsets and sentences are the text's own characters."""
    document = json.loads(places_geojson(findings))
    for feature in document["features"]:
        assert set(feature["properties"]) == set(PLACE_COLUMNS)
        found = feature["properties"]
        assert HOSTILE[found["start"] : found["end"]] == found["text"]
        assert found["sentence"] in HOSTILE
    by_name = {f["properties"]["name"]: f["properties"] for f in document["features"]}
    assert by_name["Kyiv"]["distance_km"] == 0
    assert by_name["Kyiv"]["regimes"] == ["us-himars-border", "us-atacms-kursk"]


def test_envelopes_are_whole_and_state_their_error(findings):
    """One feature per regime, valid, seven decimals, the error measured in this run."""
    frame = gpd.read_file(envelopes_geojson(findings).decode())
    assert frame["regime"].tolist() == ["us-himars-border", "us-atacms-kursk"]
    assert frame["reach_km"].tolist() == [80, 300]
    assert frame.geometry.is_valid.all()
    assert (frame["max_error_m"].between(0, 1)).all()
    assert shapely.contains(frame.geometry[1], frame.geometry[0])


def test_the_geopackage_holds_four_layers(findings, tmp_path):
    """Every layer reads back with its rows, in EPSG:4326."""
    file = tmp_path / "layers.gpkg"
    file.write_bytes(layers_gpkg(findings))
    rows = {
        name: len(gpd.read_file(file, layer=name))
        for name in gpd.list_layers(file)["name"].tolist()
    }
    assert rows == {
        "origin": 1,
        "envelopes": 2,
        "regions": len(findings.coverage),
        "places": len(findings.places),
    }
    assert gpd.read_file(file, layer="regions").crs == "EPSG:4326"


def test_the_summary_tells_reach_from_permission(findings):
    """Only regions touched are listed, in whole per cents, and the caveat is said."""
    text = summary_markdown(findings)
    assert "| 100% |" in text
    assert text.count("| named |") == 1
    assert "not a permission" in text
