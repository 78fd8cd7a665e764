"""The JSON Schema of a regimes file: what ships is valid by it, what is wrong is not."""

import json
import tomllib
from datetime import date, time
from pathlib import Path

import jsonschema
import pytest
from test_regimes import GOOD, MISTAKES

from geo.boundaries import load_boundary, load_regions
from geo.errors import InputError
from geo.regimes import (
    PRECISIONS,
    REACH_KM,
    REGIME_FIELDS,
    SOURCE_FIELDS,
    STANCES,
    STATUSES,
    STRETCH_FIELDS,
    schema_file,
)

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = [*(ROOT / "data" / "regimes").glob("*.toml"), *(ROOT / "docs").rglob("*.toml")]
SCHEMA = json.loads(schema_file().read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
TABLES = SCHEMA["$defs"]

# What no schema can tell: it compares no two values, knows no part of the world, and editors hand
# it days as text.
BEYOND = {
    *("reach reversed", "dates reversed", "ends the day it begins", "date as text"),
    *("reach not a number", "region of another target", "replaces itself", "port of no address"),
    *("excluded and in scope", "whole and excluded", "part of no border", "part of the target"),
}


def as_editors_see(value):
    """Give the values of TOML as editors hand them to a schema: days and times as text."""
    if isinstance(value, dict):
        return {key: as_editors_see(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_editors_see(each) for each in value]
    return str(value) if isinstance(value, date | time) else value


def valid(text):
    try:
        return VALIDATOR.is_valid(as_editors_see(tomllib.loads(text)))
    except ValueError:  # no TOML, or a number of more digits than Python writes
        return False


def test_the_schema_is_one():
    """It is a schema of its own dialect."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_what_ships_is_valid(file):
    """The catalogue, the built-in pair and every worked example."""
    assert valid(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_seen_while_writing(mistake):
    """Every mistake that reading refuses, but for those that no schema can tell."""
    old, new, _ = MISTAKES[mistake]
    assert valid(GOOD)
    assert valid(GOOD.replace(old, new, 1)) == (mistake in BEYOND)


def test_the_schema_knows_the_words_that_reading_knows():
    """Fields, words, distances, countries and regions: the same in both."""
    assert set(TABLES["regime"]["properties"]) == set(REGIME_FIELDS)
    assert set(TABLES["source"]["properties"]) == set(SOURCE_FIELDS)
    assert set(TABLES["stretch"]["properties"]) == set(STRETCH_FIELDS)
    words = {
        key: tuple(TABLES["regime"]["properties"][key]["enum"]) for key in ("stance", "status")
    }
    assert words == {"stance": STANCES, "status": STATUSES}
    assert tuple(TABLES["precision"]["enum"]) == PRECISIONS
    assert (TABLES["km"]["minimum"], TABLES["km"]["maximum"]) == REACH_KM
    countries = set(load_boundary("countries")["country"])
    assert set(TABLES["country"]["enum"]) == countries
    assert set(TABLES["region of Russia"]["enum"]) == set(load_regions("RU")["region"])
    undivided = set()
    for country in countries:
        try:
            load_regions(country)
        except InputError:
            undivided.add(country)
    assert set(TABLES["divided"]["not"]["enum"]) == undivided
