"""The tables: what stands in them, and that text from outside stays text."""

import io
import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from lxml import etree

from geo.findings import PLACE_COLUMNS, find
from geo.origins import load_origin
from geo.reading import Text, normalise
from geo.regimes import load_regimes
from geo.tables import (
    coverage_csv,
    envelopes_geojson,
    layers_fgb,
    layers_gpkg,
    layers_parquet,
    places_geojson,
    summary_markdown,
)
from geo.tables.layers import policy_map_kml
from geo.tables.prov import provenance_json

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
        assert found["sentence"] in normalise(HOSTILE).text
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


def test_kml_keeps_holes_and_puts_longitude_first(findings):
    """A hole of an envelope is an inner ring, with the clock; the outer one runs against it."""
    hole = [(36.4, 50.4), (36.4, 50.6), (36.6, 50.6), (36.6, 50.4)]
    holed = shapely.Polygon([(36, 50), (36, 51), (37, 51), (37, 50)], [hole])
    envelopes = findings.envelopes.set_geometry([holed] * len(findings.envelopes), crs=4326)
    root = etree.fromstring(policy_map_kml(replace(findings, envelopes=envelopes)))
    rings = {
        side: [
            shapely.LinearRing(
                [
                    tuple(map(float, pair.split(",")))
                    for pair in ring.findtext(".//{*}coordinates").split()
                ]
            )
            for ring in root.iterfind(f".//{{*}}Folder/{{*}}Placemark//{{*}}{side}BoundaryIs")
        ]
        for side in ("inner", "outer")
    }
    inner = [ring for ring in rings["inner"] if shapely.equals(ring, shapely.LinearRing(hole))]
    outer = [ring for ring in rings["outer"] if shapely.equals(ring, holed.exterior)]
    assert len(inner) == len(outer) == len(envelopes)
    assert not any(ring.is_ccw for ring in inner)
    assert all(ring.is_ccw for ring in outer)


def test_what_is_written_moves_no_point_by_a_centimetre(findings):
    """Coordinates keep seven decimals, distances three, areas one, errors three."""
    document = json.loads(envelopes_geojson(findings))
    found = shapely.from_geojson(json.dumps(document["features"][0]["geometry"]))
    moved = np.abs(
        shapely.get_coordinates(found)
        - shapely.get_coordinates(findings.envelopes.geometry.iloc[0])
    )
    assert 1e-9 < moved.max() <= 5.1e-8
    row = coverage_csv(findings).decode().split("\n")[1].split(",")
    assert [len(value.partition(".")[2]) for value in (row[4], row[5], row[6])] == [1, 3, 4]


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


def test_flatgeobuf_and_kml_read_back(findings, tmp_path):
    """Each layer has its rows and CRS; the globe's file has a placemark per envelope and place."""
    for name, content in layers_fgb(findings).items():
        (tmp_path / name).write_bytes(content)
    rows = {file.stem: len(gpd.read_file(file)) for file in sorted(tmp_path.glob("*.fgb"))}
    assert rows == {
        "envelopes": 2,
        "origin": 1,
        "places": len(findings.places),
        "regions": len(findings.coverage),
    }
    read = gpd.read_file(tmp_path / "envelopes.fgb")
    assert read.crs == "EPSG:4326"
    assert read.geometry[1].equals(findings.envelopes.geometry[1])
    root = etree.fromstring(policy_map_kml(findings))
    names = root.iterfind(".//{*}Placemark/{*}name")
    assert {"80 km", "300 km", "Kursk Oblast", "Kyiv"} <= {name.text for name in names}
    assert not root.xpath("//*[local-name()='script']")
    first = root.find(".//{*}coordinates").text.split()[0].split(",")
    assert 20 < float(first[0]) < 42
    assert 43 < float(first[1]) < 55


def test_geoparquet_reads_back(findings):
    """Geometry, CRS and rows are the findings' own."""
    read = gpd.read_parquet(io.BytesIO(layers_parquet(findings)["envelopes.parquet"]))
    assert read.crs == "EPSG:4326"
    assert read.geometry[1].equals(findings.envelopes.geometry[1])


def test_the_record_leads_from_every_polygon_to_a_sentence_or_report(findings):
    """PROV-O: every name used is defined once; coverage leads back to text, data and reports."""
    document = json.loads(provenance_json(findings))
    assert document["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    graph = {node["id"]: node for node in document["@graph"]}
    assert len(graph) == len(document["@graph"])
    links = ("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasGeneratedBy", "used")

    def near(node):
        for link in (*links, "wasAssociatedWith", "wasRevisionOf"):
            value = node.get(link, [])
            yield from value if isinstance(value, list) else [value]

    assert {name for node in graph.values() for name in near(node)} <= set(graph)
    reached, ahead = set(), ["map:coverage/us-atacms-kursk/300/RU-KRS"]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += near(graph[name])
    assert {"map:origin", "map:regime/us-atacms-kursk", "map:program"} <= reached
    assert any(name.startswith("map:report/") for name in reached)
    sentences = [node for node in graph.values() if node["id"].startswith("map:sentence/")]
    assert sentences
    assert all(node["label"] in normalise(HOSTILE).text for node in sentences)
    quoted = {
        node["wasQuotedFrom"] for name, node in graph.items() if name.startswith("map:mention/")
    }
    assert quoted <= {node["id"] for node in sentences}
    spots = {
        (node["label"], node["map:longitude"], node["map:latitude"])
        for name, node in graph.items()
        if name.startswith("map:place/")
    }
    placed = findings.places[~findings.places.geometry.isna()]
    points = zip(placed["name"], placed.geometry.x, placed.geometry.y, strict=True)
    assert spots == {(name, round(x, 7), round(y, 7)) for name, x, y in points}
