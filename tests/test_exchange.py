"""What other programs read: each format against its standard, with tools that are not ours."""

import csv
import io
import json
import re
import sqlite3
import warnings
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import rdflib
import shapely
from lxml import etree
from rdflib.namespace import PROV, RDF, RDFS, XSD

from geo.coverage import Comparison, origin_changes
from geo.findings import find
from geo.origins import choose_origin
from geo.reading import Text
from geo.regimes import load_regimes, select
from geo.tables import (
    comparison_csv,
    coverage_csv,
    envelopes_geojson,
    layers_fgb,
    layers_gpkg,
    layers_parquet,
    places_geojson,
    summary_markdown,
)
from geo.tables.layers import layers, policy_map_kml
from geo.tables.prov import provenance_json

ROOT = Path(__file__).resolve().parents[1]
MAP = rdflib.Namespace("urn:policy-range-mapper:")
HOSTILE = (
    "=cmd|' /C calc'!A0 ]]> </Placemark> <script>alert(1)</script> <img src=\"https://x.invalid/\">"
    " | `code` [a](b) @b #1 www.x.invalid ${x} \u202e\u2066 \x1b[2J \u2028 &lt;b&gt;"
)
LARGEST_SUMMARY_BYTES = 1024 * 1024
CONTENTS = """
    SELECT table_name, min_x, min_y, max_x, max_y, srs_id, data_type, description, last_change
    FROM gpkg_contents
"""


def told(text, regimes, origin_name, origin):
    said = Text(text=text, source_name="=1+1.txt", sha256="0" * 64, is_html=False)
    return find(said, regimes, origin_name=origin_name, origin=origin)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Give findings whose texts are hostile and whose envelopes lie across the antimeridian."""
    file = tmp_path_factory.mktemp("origin") / "=1+1 `x` | <b>.geojson"
    line = {"type": "LineString", "coordinates": [[179, 50, 9], [179.9, 55, 9]]}
    file.write_text(json.dumps(line), encoding="utf-8")
    regimes = [
        replace(regime, label={"en": HOSTILE}, status=status, reach_km=reach_km)
        for regime, status, reach_km in zip(
            load_regimes(), ("denied", "disputed"), ((80.0, 2000.0), (300.0,)), strict=True
        )
    ]
    text = f"Kyiv said {HOSTILE}, and so did Anadyr.\nThe Blorbo Oblast was silent."
    return told(text, regimes, *choose_origin(str(file)))


@pytest.fixture(scope="module", params=["default", "hostile"])
def found(request, findings, hostile):
    return {"default": findings, "hostile": hostile}[request.param]


def read(database, query):
    return database.execute(query).fetchall()


def test_the_geopackage_meets_the_standard(found, tmp_path):
    """OGC 12-128r14: ids, reference systems, extents, geometry headers, spatial indexes."""
    file = tmp_path / "layers.gpkg"
    file.write_bytes(layers_gpkg(found))
    database = sqlite3.connect(file)
    assert read(database, "PRAGMA application_id") == [(int.from_bytes(b"GPKG"),)]
    assert read(database, "PRAGMA user_version") == [(10200,)]
    assert read(database, "PRAGMA integrity_check") == [("ok",)]
    assert read(database, "PRAGMA foreign_key_check") == []
    systems = read(database, "SELECT srs_id, organization FROM gpkg_spatial_ref_sys")
    assert {(-1, "NONE"), (0, "NONE"), (4326, "EPSG")} <= set(systems)
    contents = {row[0]: row[1:] for row in read(database, CONTENTS)}
    for name, frame in layers(found).items():
        row = contents[name]
        assert row[:4] == pytest.approx(frame.total_bounds)
        assert row[4:6] == (4326, "features")
        assert "not a permission" in row[6]
        assert "68/262" in row[6]
        assert row[7] == "1970-01-01T00:00:00Z"
        located = int(frame.geometry.notna().sum())
        assert read(database, f"SELECT count(*) FROM rtree_{name}_geom") == [(located,)]  # noqa: S608 - our own names
        blobs = read(database, f"SELECT geom FROM {name} WHERE geom IS NOT NULL")  # noqa: S608 - same
        assert len(blobs) == located
        # magic, version 0, little-endian with an envelope or none, EPSG:4326
        assert {(b[:3], b[3] & 1, b[4:8]) for (b,) in blobs} == {
            (b"GP\0", 1, (4326).to_bytes(4, "little"))
        }
    database.close()


def test_flatgeobuf_is_indexed_where_it_can_be(found, tmp_path):
    """A window asks the index; a place without a geometry is kept, and then there is no index."""
    for name, content in layers_fgb(found).items():
        assert content.startswith(b"fgb\x03fgb")
        file = tmp_path / name
        file.write_bytes(content)
        frame = layers(found)[file.stem]
        info = pyogrio.read_info(file)
        assert info["capabilities"]["fast_spatial_filter"] == frame.geometry.notna().all()
        assert info["crs"] == "EPSG:4326"
        assert info["features"] == len(frame)
        assert info["total_bounds"] == pytest.approx(frame.total_bounds)
    places = gpd.read_file(tmp_path / "places.fgb")
    assert sorted(places["start"]) == found.places["start"].tolist()
    points = gpd.GeoSeries([None, *found.places.geometry[1:]], crs="EPSG:4326")
    unplaced = replace(found, places=found.places.set_geometry(points))
    (tmp_path / "unplaced.fgb").write_bytes(layers_fgb(unplaced)["places.fgb"])
    places = gpd.read_file(tmp_path / "unplaced.fgb")
    assert places["start"].tolist() == found.places["start"].tolist()


def test_geoparquet_meets_the_standard(found):
    """GeoParquet 1.1: version, WKB, types, box, CRS; edges are planar, as by default."""
    files = layers_parquet(found)
    assert files == layers_parquet(found)
    for name, content in files.items():
        frame = layers(found)[name.removesuffix(".parquet")]
        schema = pq.read_schema(io.BytesIO(content))
        about = json.loads(schema.metadata[b"geo"])
        assert (about["version"], about["primary_column"]) == ("1.1.0", "geometry")
        column = about["columns"]["geometry"]
        assert column["encoding"] == "WKB"
        assert set(column["geometry_types"]) == set(frame.geom_type.dropna())
        assert column["bbox"] == pytest.approx(frame.total_bounds)
        assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
        assert column.get("edges", "planar") == "planar"
        read_back = gpd.read_parquet(io.BytesIO(content))
        assert read_back.geometry.geom_equals_exact(frame.geometry, 0)[frame.geometry.notna()].all()


@pytest.fixture(scope="module")
def kml_schema():
    """Give the OGC's schema of KML 2.2, from the package that carries it."""
    folder = Path(find_spec("fastkml").origin).parent / "schema"
    return etree.XMLSchema(etree.parse(folder / "ogckml22.xsd", etree.XMLParser(no_network=True)))


def test_kml_meets_the_schema(found, kml_schema):
    """OGC 07-147r2; every style used is there; reach and scope, doubted or not, look different."""
    document = etree.fromstring(policy_map_kml(found))
    kml_schema.assertValid(document)
    misplaced = etree.fromstring(etree.tostring(document))
    misplaced[0].append(misplaced[0][0])
    assert not kml_schema.validate(misplaced)
    styles = {
        style.get("id"): etree.tostring(style).partition(b">")[2]
        for style in document.iterfind(".//{*}Style")
    }
    used = {url.text.removeprefix("#") for url in document.iterfind(".//{*}styleUrl")}
    assert used <= set(styles)
    assert styles["reach-plain"] != styles["scope"]
    looks = {styles[f"reach-{look}"] for look in ("plain", "doubted", "case-by-case", "refused")}
    assert len(looks) == 4
    assert b"<color>00ffffff</color>" in styles["reach-refused"]  # nothing is filled
    for color in document.iterfind(".//{*}color"):
        assert re.fullmatch("[0-9a-f]{8}", color.text)
    assert b"<color>ff0c41c2</color>" in styles["reach-plain"]  # aabbggrr of #c2410c


def test_kml_cuts_at_the_antimeridian_and_turns_to_the_left(found):
    """No ring spans the globe; outer rings run counter-clockwise, inner ones do not."""
    document = etree.fromstring(policy_map_kml(found))
    rings = document.findall(".//{*}LinearRing")
    assert rings
    for ring in rings:
        points = [
            tuple(map(float, point.split(","))) for point in ring.findtext("{*}coordinates").split()
        ]
        longitudes, latitudes = np.array(points).T
        assert np.abs(longitudes).max() <= 180
        assert np.abs(latitudes).max() <= 90
        assert np.abs(np.diff(longitudes)).max() < 90
        outer = ring.getparent().tag.endswith("outerBoundaryIs")
        assert shapely.LinearRing(points).is_ccw == outer


def test_kml_descriptions_load_nothing(hostile, kml_schema):
    """A globe reads descriptions as HTML: no tag of the text's comes through as one."""
    document = etree.fromstring(policy_map_kml(hostile))
    kml_schema.assertValid(document)
    said = [element.text for element in document.iterfind(".//{*}description")]
    assert any("&lt;img src=" in text for text in said)
    assert not any("<" in text for text in said)
    assert all(text.isprintable() for text in document.itertext() if text.strip())


@pytest.mark.parametrize("write", [places_geojson, envelopes_geojson])
def test_geojson_meets_the_rfc(found, write):
    """RFC 7946: right-hand rule, cut at the antimeridian, no CRS but WGS84, valid when rounded."""
    document = json.loads(write(found))
    assert "crs" not in document
    for feature in document["features"]:
        if feature["geometry"] is None:
            continue
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid
        for part in shapely.get_parts(shape):
            west, south, east, north = part.bounds
            assert -180 <= west <= east <= 180
            assert -90 <= south <= north <= 90
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(ring.is_ccw for ring in part.interiors)


def test_csv_meets_the_rfc_and_computes_nothing(hostile):
    """RFC 4180 but for the line ends; no cell begins as a formula does, other than numbers."""
    changed = origin_changes(hostile.coverage.assign(share=1.0), hostile.coverage)
    comparison = Comparison(origin_name=hostile.origin_name, table=changed)
    name = hostile.origin_name
    for content in (coverage_csv(hostile), comparison_csv(comparison, origin_name=name)):
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
        assert len(rows) > 100
        assert {len(row) for row in rows} == {len(rows[0])}
        for cell in {cell for row in rows for cell in row}:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or float(cell)


def graph_of(found):
    """Read the record as any reader of JSON-LD does."""
    document = provenance_json(found)
    names = [node["id"] for node in json.loads(document)["@graph"]]
    assert len(set(names)) == len(names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of what rdflib does inside itself
        return rdflib.Graph().parse(data=document, format="json-ld")


@pytest.fixture(scope="module")
def korea():
    """Give findings of two other countries, whose regions come from a file of the same name."""
    regimes, _ = select(str(ROOT / "docs" / "examples" / "korea.toml"))
    return told("From Seoul to Pyongyang, 180 km.", regimes, *choose_origin(home="KR", target="KP"))


@pytest.mark.parametrize("which", ["findings", "hostile", "korea"])
def test_the_record_is_prov_in_json_ld(which, request):
    """Every node has a type of PROV-O, every term is one, every link leads to a node."""
    graph = graph_of(request.getfixturevalue(which))
    kinds = {PROV.Entity, PROV.Activity, PROV.Agent, PROV.SoftwareAgent}
    assert set(graph.objects(None, RDF.type)) == kinds
    assert {node for node, _ in graph.subject_objects(RDF.type)} == set(graph.subjects())
    terms = {term for term in graph.predicates() if str(term).startswith(str(PROV))}
    assert all(term in PROV for term in terms)
    linked = {
        node for _, term, node in graph if isinstance(node, rdflib.URIRef) and term != RDF.type
    }
    assert linked <= set(graph.subjects())
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]
    ranges = {
        **dict.fromkeys((MAP.share, MAP.longitude, MAP.reach_km, MAP.confidence), XSD.double),
        MAP.address: XSD.anyURI,
        MAP.in_scope: XSD.boolean,
    }
    days = {
        value.datatype for term in (MAP["from"], MAP.until) for value in graph.objects(None, term)
    }
    assert days <= {XSD.date, XSD.gYearMonth}
    for term, kind in ranges.items():
        assert {value.datatype for value in graph.objects(None, term)} <= {kind}
        assert not any(value.ill_typed for value in graph.objects(None, term))


def test_the_record_leads_from_a_sentence_to_a_share(findings):
    """One query: sentence, mention, place, region, share, envelope, regime and its report."""
    rows = graph_of(findings).query(
        """
        SELECT ?said ?place ?share ?reach ?status ?report WHERE {
          ?mention prov:wasQuotedFrom ?sentence . ?sentence rdfs:label ?said .
          ?spot prov:wasDerivedFrom ?mention ; rdfs:label ?place ; map:inRegion ?region .
          ?judged prov:wasDerivedFrom ?region , ?envelope ; map:share ?share .
          ?envelope prov:wasDerivedFrom ?regime , map:origin ; map:reach_km ?reach .
          ?regime map:status ?status ; prov:wasDerivedFrom/rdfs:label ?report .
        }""",
        initNs={"prov": PROV, "rdfs": RDFS, "map": MAP},
    )
    kursk = [row for row in rows if str(row.place) == "Kursk Oblast"]
    shares = {float(row.reach): float(row.share) for row in kursk}
    assert shares == {80.0: pytest.approx(0.4862, abs=0.001), 300.0: 1.0}
    assert all(str(row.said) in findings.text.text for row in kursk)
    assert {str(row.status) for row in kursk} == {"confirmed", "reported"}


def test_the_summary_keeps_reach_scope_and_status_apart(findings):
    """A column each, before any region; origin and worldview are said."""
    text = summary_markdown(findings)
    assert "| Regime | Stance | Status | Dates | Reach | Names |" in text
    assert re.search(r"\| permits \| reported \| [^|]* \| 300\u00a0km \| Kursk Oblast \|", text)
    assert re.search(r"\| permits \| confirmed \| [^|]* \| 80\u00a0km \| no region \|", text)
    assert "internationally recognised border, Crimea included" in text
    assert "68/262" in text


def test_the_summary_escapes_what_comes_from_outside(hostile):
    """Labels and names of files open no cell, tag, link, mention or line."""
    text = summary_markdown(hostile)
    for line in text.splitlines():
        bars = line.count("|")
        assert bars in ({7} if line.startswith("|") else {0})
    for opening in ("<script", "<img", "<b>", "[a]", "`", "@b", "www.", " #1", "${", "\u202e"):
        assert opening not in text
    assert "&#60;script&#62;" in text


def test_the_summary_of_many_regimes_fits_a_build_page(hostile):
    """Two hundred with long labels stay under the limit; what is cut is counted."""
    many = [
        replace(
            hostile.regimes[0],
            id=f"r-{n}",
            label={"en": "<|`" * 600},
            scope=("RU-KRS",),
            reach_km=(80.0,),
        )
        for n in range(200)
    ]
    rows = hostile.coverage[hostile.coverage["reach_km"] == 80].assign(standing="partly")
    table = pd.concat([rows.assign(regime=regime.id) for regime in many], ignore_index=True)
    text = summary_markdown(replace(hostile, regimes=tuple(many), coverage=table))
    assert len(text.encode()) < LARGEST_SUMMARY_BYTES
    left = re.search(r"Rows left out here: (\d+); see coverage\.csv", text)
    regions = text.partition("| Share of its area |")[2]
    shown = sum(line.startswith("| &#60;") for line in regions.splitlines())
    labels = {line.split("|")[1].strip() for line in text.splitlines() if line[2:5] == "&#6"}
    assert {(label.count("&#"), label[-1]) for label in labels} == {(119, "…")}
    assert shown > 300
    assert shown + int(left[1]) == len(table)
    assert sum(line.startswith("| &#60;") for line in text.splitlines()) == shown + len(many)
