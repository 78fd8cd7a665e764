"""The data dictionary: current, complete, and true of the files a run leaves."""

import csv
import json
from dataclasses import asdict, fields
from pathlib import Path

import geopandas as gpd
import pytest
from lxml import etree

from data.build.dictionary import data_dictionary
from geo.places import geocode
from geo.regimes import REGIME_FIELDS, SOURCE_FIELDS, STRETCH_FIELDS, Regime, Source, Stretch
from geo.render import main
from geo.tables.layers import LAYER_COLUMNS

DOCS = Path(__file__).resolve().parents[1] / "docs"


def documented(title):
    """List the columns the dictionary has under a heading that holds this."""
    text = data_dictionary()
    section = next(part for part in text.split("\n## ")[1:] if title in part.partition("\n")[0])
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    names = [cell for line in rows for cell in line.split("|")[1].split(",")]
    return [name.strip().strip("`") for name in names]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Give the folder of a run that leaves every file for programs, with all they may hold."""
    folder = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        code = main(
            [
                *("--out", str(folder), "--regimes", "us", "--quiet"),
                *("--origin", "land-border", "--compare", "de-facto-2014"),
                *("--formats", "csv,geojson,gpkg,fgb,parquet,kml,prov"),
            ]
        )
    assert code == 0
    return folder


def test_the_dictionary_in_the_docs_is_current():
    """What stands in docs/ is what the code says now: `python -m data.build.dictionary`."""
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary()


def test_every_file_is_documented(out):
    """Each file of the run is named in a heading, and no heading comes twice."""
    headings = [line for line in data_dictionary().splitlines() if line.startswith("## ")]
    assert len(set(headings)) == len(headings)
    assert [path.name for path in out.iterdir() if f"`{path.name}`" not in "".join(headings)] == []


@pytest.mark.parametrize("name", ["coverage.csv", "comparison.csv"])
def test_tables_have_the_columns_documented(out, name):
    """Heads of the CSV files, in their order."""
    with (out / name).open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == documented(f"`{name}`")


@pytest.mark.parametrize("name", ["places.geojson", "envelopes.geojson"])
def test_geojson_has_the_properties_documented(out, name):
    """Properties in their order; beside the features the origin and the worldview, no more."""
    document = json.loads((out / name).read_text(encoding="utf-8"))
    for feature in document["features"]:
        assert list(feature["properties"]) == documented(f"`{name}`")
    assert set(document) - {"type", "features"} == set(documented("Both GeoJSON files"))


@pytest.mark.parametrize("layer", LAYER_COLUMNS)
def test_layers_have_the_columns_documented(out, layer):
    """Every column but the geometry, in order, in each of the three formats."""
    frames = (
        gpd.read_file(out / "layers.gpkg", layer=layer),
        gpd.read_file(out / f"{layer}.fgb"),
        gpd.read_parquet(out / f"{layer}.parquet"),
    )
    for frame in frames:
        assert [c for c in frame.columns if c != "geometry"] == documented(f"Layer `{layer}`")


def test_placemarks_have_the_fields_documented(out):
    """Envelopes, regions named and places have fields of their own."""
    found = {}
    for placemark in etree.parse(out / "policy-map.kml").iterfind(".//{*}Placemark"):
        style = placemark.findtext("{*}styleUrl", "places").strip("#").partition("-")[0]
        names = [data.get("name") for data in placemark.iterfind(".//{*}Data")]
        assert found.setdefault(style, names) == names
    assert found == {
        "reach": documented("`policy-map.kml`, envelopes"),
        "scope": documented("`policy-map.kml`, regions named"),
        "places": documented("`policy-map.kml`, places"),
    }


def paths(value, path=""):
    """List the path of every value in a JSON document; a key that is a name of its own is ``*``."""
    if isinstance(value, dict):
        named = path in ("libraries", "outputs")
        for key, item in value.items():
            step = "*" if named else key
            yield from paths(item, f"{path}.{step}" if path else step)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for item in value:
            yield from paths(item, f"{path}[]")
    else:
        yield path


def test_the_manifest_has_the_keys_documented(out):
    """Every path; the moment it was made, and the libraries behind each format, are among them."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    found = set(paths(manifest))
    empty_lists = {path for path in found if any(f"{path}[]" in longer for longer in found)}
    assert found - empty_lists == set(documented("`manifest.json`"))
    assert "pyarrow" in manifest["libraries"]


def test_the_record_has_the_keys_documented(out):
    """Every key of every node."""
    graph = json.loads((out / "provenance.json").read_text(encoding="utf-8"))["@graph"]
    assert {key for node in graph for key in node} == set(documented("`provenance.json`"))


def test_a_place_has_the_keys_documented():
    """What `python -m geo.places` prints, in order; alternatives are told in words."""
    place = asdict(geocode("From Sumy.")[0])
    assert list(place) == documented("`python -m geo.places`")
    told = data_dictionary().partition("| `alternatives` |")[2].partition("\n")[0]
    assert place["alternatives"]
    assert all(f"`{key}`" in told for key in place["alternatives"][0])


def test_a_regimes_file_has_the_fields_documented():
    """What is read is what is documented: no field more, no field less."""
    assert set(documented("`[[regime]]`")) == set(REGIME_FIELDS)
    assert set(documented("`[[regime.source]]`")) == set(SOURCE_FIELDS)
    assert {field.name for field in fields(Stretch)} == set(STRETCH_FIELDS)
    assert set(documented("`[[stretch]]`")) == set(STRETCH_FIELDS)
    assert {field.name for field in fields(Source)} == {*SOURCE_FIELDS, "date_precision"}
    of_a_text = {"as_written", "stated_in"}  # what no file has
    assert len({field.name for field in fields(Regime)} - of_a_text) == len(REGIME_FIELDS)
