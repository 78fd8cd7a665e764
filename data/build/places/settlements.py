"""Choose which of GeoNames' settlements and names the index keeps."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.gazetteer import key

from .regions import rows
from .spelling import in_ukrainian, romanised_russian, romanised_ukrainian

MAIN, CLOSE, OTHER = 0, 1, 2
"""Quality of a name: the place's own, a spelling of it, another name of the place."""

_OWN = frozenset({"UA", "RU", "BY", "MD"})
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’`ʼ.()\- ]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ'’ʼ.()\-\u0301 ]+")
_UKRAINIAN = re.compile(r"[ІіЇїЄєҐґ]")
_RUSSIAN = re.compile(r"[ЫыЭэЁёЪъ]")
_REGION = re.compile(
    r"\b(oblast|region|province|krai|district|область|край|губерния|район|округ)\b|облас"
)
_LARGE = 100_000
_KNOWN = 15_000
_SHORTEST = 4
_SHORT = 6


@dataclass
class Settlement:
    """Hold one settlement on its way into the index."""

    geonames_id: int
    country: str
    admin1: str
    name: str
    lat: float
    lon: float
    population: int
    name_uk: str = ""
    name_ru: str = ""
    names: dict[str, int] = field(default_factory=dict)


def _distance(a: str, b: str, *, most: int) -> int:
    """Count the edits between two keys, or ``most + 1`` when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
        if min(row) > most:
            return most + 1
        before = row
    return before[-1]


def _kept(place: Settlement, alternate: str) -> int | None:
    """Judge an alternate name; None leaves it out."""
    words = alternate.split()
    if not words or not alternate[0].isupper() or len(words) > len(place.name.split()) + 3:
        return None
    filed, main = key(alternate), key(place.name)
    if filed == main:
        return MAIN
    # a region's name may have strayed to its main town
    strayed = _REGION.search(alternate.lower()) and not _REGION.search(place.name.lower())
    if len(filed) < _SHORTEST or alternate.isupper() or strayed:
        return None
    own = place.country in _OWN
    known = own or place.population >= _KNOWN
    if _CYRILLIC.fullmatch(alternate):
        return CLOSE if known else None
    most = 1 if len(main) < _SHORT else 2
    if known and _LATIN.fullmatch(alternate) and _distance(filed, main, most=most) <= most:
        return CLOSE
    renowned = own or place.population >= _LARGE
    return OTHER if renowned and _LATIN.fullmatch(alternate) else None


def _cyrillic_labels(place: Settlement, alternates: list[str]) -> None:
    """Tell a Ukrainian from a Russian form by the letters only one of them has."""
    forms = [a for a in alternates if a[:1].isupper() and _CYRILLIC.fullmatch(a)]
    if not forms or (place.country not in _OWN and place.population < _LARGE):
        return
    clean = [f.replace("\u0301", "") for f in forms]
    uk = [f for f in clean if _UKRAINIAN.search(f) and not _RUSSIAN.search(f)]
    ru = [f for f in clean if not _UKRAINIAN.search(f)]
    plain = [f for f in ru if not _RUSSIAN.search(f)]
    first = {"UA": uk or plain, "RU": ru}.get(place.country, clean)
    place.name_uk = (uk or plain or [""])[0] if place.country != "RU" else (uk or ru or [""])[0]
    place.name_ru = (ru or first or [""])[0]


def _eastern_spellings(place: Settlement) -> None:
    """Add the ways a name of Ukraine, Russia or Belarus is spelled when nobody listed them."""
    if place.country not in _OWN:
        return
    spelled = []
    if place.name_uk and place.country == "UA":
        spelled.append(romanised_ukrainian(place.name_uk))
    if place.name_ru:
        spelled.append(romanised_russian(place.name_ru))
        if place.country == "RU":
            sister = in_ukrainian(place.name_ru)
            if not _UKRAINIAN.search(place.name_uk):
                place.name_uk = sister
            spelled.append(sister)
            if sister.endswith(("іно", "ово", "ево")):
                spelled.append(sister[:-1] + "е")
    for name in spelled:
        place.names.setdefault(name, CLOSE)


def settlements(cities: Path, *, tables: Path) -> list[Settlement]:
    """Give the settlements of GeoNames with the names worth knowing, by GeoNames id."""
    fixes = {(row["country"], row["geonames"]): row for row in rows(tables / "settlements.csv")}
    records = sorted(json.loads(cities.read_text("utf-8")).values(), key=lambda r: r["geonameid"])
    # a fix is meant for the largest place of its name
    largest: dict[tuple[str, str], int] = {}
    for record in records:
        where = (record["countrycode"], record["name"])
        largest[where] = max(record["population"], largest.get(where, 0))
    places = []
    for record in records:
        where = (record["countrycode"], record["name"])
        fix = fixes.get(where) if record["population"] == largest[where] else None
        places.append(_settlement(record, fix))
    return places


def _settlement(record: dict[str, Any], fix: dict[str, str] | None) -> Settlement:
    place = Settlement(
        geonames_id=record["geonameid"],
        country=record["countrycode"],
        admin1=record["admin1code"],
        name=record["name"].replace("’", "'"),
        lat=record["latitude"],
        lon=record["longitude"],
        population=record["population"],
    )
    alternates = [a for a in record["alternatenames"] if a]
    place.names[place.name] = MAIN
    for alternate in alternates:
        if (quality := _kept(place, alternate)) is not None:
            place.names.setdefault(alternate, quality)
    _cyrillic_labels(place, alternates)
    _eastern_spellings(place)
    if fix:
        place.name, place.name_uk, place.name_ru = fix["name"], fix["uk"], fix["ru"]
        own = (fix["name"], fix["uk"], fix["ru"], *fix["aliases"].split(";"))
        place.names.update(dict.fromkeys((name for name in own if name), MAIN))
    if place.country in {"UA", "RU"}:
        place.name = place.name.replace("'", "").replace("ë", "yo").replace("Ë", "Yo")
    return place
