"""The data dictionary: current, complete, and true of the files themselves."""

import csv
import io
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from geo.comparison import origin_changes
from geo.findings import Comparison
from geo.regimes import Regime, Source
from geo.regimes.read import REGIME_FIELDS, SOURCE_FIELDS
from geo.tables import comparison_csv, coverage_csv, envelopes_geojson, places_geojson
from geo.tables.dictionary import LAYER_COLUMNS, data_dictionary
from geo.tables.layers import layers

DOCS = Path(__file__).resolve().parents[1] / "docs"


def documented(title):
    """List the columns the dictionary has under a heading that holds this."""
    text = data_dictionary()
    section = next(part for part in text.split("\n## ")[1:] if title in part.partition("\n")[0])
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    names = [cell for line in rows for cell in line.split("|")[1].split(",")]
    return [name.strip().strip("`") for name in names]


def test_the_dictionary_in_the_docs_is_current():
    """What stands in docs/ is what the code says now: `python -m geo.tables` writes it."""
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary()


def test_tables_have_the_columns_documented(findings):
    """Heads of the CSV files and properties of the GeoJSON ones, in their order."""
    table = findings.coverage
    other = Comparison(origin_name="x", table=origin_changes(table, table))
    elsewhere = replace(findings, origin_name="x")
    for name, content in (
        ("`coverage.csv`", coverage_csv(elsewhere)),
        ("`comparison.csv`", comparison_csv(other)),
    ):
        assert next(csv.reader(io.StringIO(content.decode()))) == documented(name)
    for name, content in (
        ("`places.geojson`", places_geojson(findings)),
        ("`envelopes.geojson`", envelopes_geojson(findings)),
    ):
        feature = json.loads(content)["features"][0]
        assert list(feature["properties"]) == documented(name)


@pytest.mark.parametrize("layer", LAYER_COLUMNS)
def test_layers_have_the_columns_documented(findings, layer):
    """Every column but the geometry, in whatever order."""
    columns = set(layers(findings)[layer].columns) - {"geometry"}
    assert columns == set(documented(f"Layer `{layer}`"))


def test_a_regimes_file_has_the_fields_documented():
    """What is read is what is documented: no field more, no field less."""
    assert set(documented("`[[regime]]`")) == set(REGIME_FIELDS)
    assert set(documented("`[[regime.source]]`")) == set(SOURCE_FIELDS)
    assert {field.name for field in fields(Source)} == {*SOURCE_FIELDS, "date_precision"}
    assert len(fields(Regime)) == len(REGIME_FIELDS)
