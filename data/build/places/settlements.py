"""Choose which of GeoNames' settlements and names the index keeps."""

import json
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pymorphy3

from data.build.context import TABLES
from geo.gazetteer import key

from .regions import rows
from .spelling import in_ukrainian, romanised_russian, romanised_ukrainian

MAIN, CLOSE, OTHER = 0, 1, 2
"""Quality of a name: the place's own, a spelling of it, another name of the place."""

_OWN = frozenset({"UA", "RU", "BY", "MD"})
_SLAVIC = _OWN | {"KG", "KZ", "PL"}
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
_FAR = 3
_NEVER = frozenset({"Google"})  # a town called itself so for a month
_GREAT = 50_000
_TOWN = 5_000
_SPELLED = 2


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
    if (
        not words
        or alternate in _NEVER
        or not alternate[0].isupper()
        or len(words) > len(place.name.split()) + 3
    ):
        return None
    filed, main = key(alternate), key(place.name)
    if filed == main:
        return MAIN
    # a region's name may have strayed to its main town
    strayed = _REGION.search(alternate.lower()) and not _REGION.search(place.name.lower())
    cyrillic = _CYRILLIC.fullmatch(alternate)
    odd = alternate.isupper() or strayed or not (cyrillic or _LATIN.fullmatch(alternate))
    if len(filed) < _SHORTEST or odd:
        return None
    own = place.country in _OWN
    known = own or place.population >= _KNOWN
    if cyrillic:
        return (CLOSE if _sounds_alike(alternate, main) else OTHER) if known else None
    most = 1 if len(main) < _SHORT else 2
    # "Newcastle" for "Newcastle upon Tyne", "Hull" for "Kingston upon Hull"
    shorter = f"{main} ".startswith(f"{filed} ") or main.endswith(f" upon {filed}")
    if known and (shorter or _distance(filed, main, most=most) <= most):
        return CLOSE
    return OTHER if own or place.population >= _LARGE else None


@cache
def _russian_names() -> frozenset[str]:
    """Give the names of places in the nominative that the Russian dictionary knows."""
    dictionary = pymorphy3.MorphAnalyzer(lang="ru").dictionary
    nominative: dict[tuple[int, int], bool] = {}
    found = set()
    for word, reading in dictionary.words.iteritems():
        if reading not in nominative:
            tag = str(dictionary.build_tag_info(*reading))
            nominative[reading] = "Geox" in tag and "nomn" in tag
        if nominative[reading]:
            found.add(word.replace("ё", "е"))
    return frozenset(found)


def _nearest(forms: list[str], wanted: str, spelled: Callable[[str], str]) -> str:
    """Give the form whose spelling comes nearest to what is wanted, the first of equals."""
    filed = key(wanted)
    return min(forms, key=lambda form: _distance(key(spelled(form)), filed, most=6), default="")


def _is_known(form: str) -> bool:
    return all(
        part in _russian_names() for part in re.split(r"[ -]", form.lower().replace("ё", "е"))
    )


def _sounds_alike(form: str, main: str) -> bool:
    """Tell a spelling of a name from a former name, of which the list has many in Cyrillic."""
    most = max(2, len(main) // 3)
    spelled = (romanised_russian(form), romanised_ukrainian(form))
    return any(_distance(key(each), main, most=most) <= most for each in spelled)


def _cyrillic_labels(place: Settlement, alternates: list[str]) -> None:
    """Tell a Ukrainian from a Russian form by its letters, by a dictionary and by how it sounds.

    The list has Belarusian, Bulgarian, Serbian and other forms beside them, none marked.
    """
    forms = [a for a in alternates if a[:1].isupper() and _CYRILLIC.fullmatch(a)]
    if not forms or (place.country not in _OWN and place.population < _LARGE):
        return
    clean = list(dict.fromkeys(f.replace("\u0301", "") for f in forms))
    uk = [f for f in clean if not _RUSSIAN.search(f)]
    ru = [f for f in clean if not _UKRAINIAN.search(f)]
    known = [f for f in ru if _is_known(f)]
    if place.country == "UA":
        place.name_uk = _nearest(uk or clean, place.name, romanised_ukrainian)
        sound = romanised_ukrainian(place.name_uk)
        found = _nearest(known or ru or [place.name_uk], sound, romanised_russian)
        place.name_ru = _with_yo(found, ru)
        return
    place.name_ru = _with_yo(_nearest(known or ru or clean, place.name, romanised_russian), ru)
    sister = in_ukrainian(place.name_ru)
    place.name_uk = min(uk or [sister], key=lambda form: _apart(form, sister))
    if _distance(key(place.name_uk), key(sister), most=_FAR) > _FAR:
        place.name_uk = sister


def _with_yo(name: str, forms: list[str]) -> str:
    """Give a Russian name with its ё where the list has it both ways."""
    return next((f for f in forms if "ё" in f.lower() and f.replace("ё", "е") == name), name)


def _apart(form: str, sister: str) -> float:
    """Measure how far a Ukrainian form is from what the Russian name should become.

    Half a point more for a form of another language that has its own letters or endings.
    """
    hard = sister.endswith(("ськ", "цьк")) and not form.endswith(("ськ", "цьк"))
    strange = "ґ" in form.lower()
    return _distance(form.lower(), sister.lower(), most=6) + 1.5 * hard + 1.5 * strange


def labels(place: Settlement) -> tuple[str, str, str]:
    """Give the names a place is shown by, in English, Ukrainian and Russian; it is found by more.

    The list marks no language: a Russian ending in a Ukrainian name and a Ukrainian one in a
    Russian name are mended by rule, what no rule mends stands in a table.
    """
    if own := _shown().get((place.country, place.name)):
        return place.name, *own
    ukrainian = re.sub("['ʼ]", "’", place.name_uk)
    if place.country in _SLAVIC:
        ukrainian = re.sub(r"(?<=[сц])к\b", "ьк", ukrainian)
        ukrainian = re.sub(r"(?<=[жчшщ])йо", "о", ukrainian)
        ukrainian = re.sub(r"(?<=[бвгґдзклмнпрстфхц])йо", "ьо", ukrainian)
    hard = re.sub(r"ий\b", "ый", place.name_ru)
    return place.name, ukrainian, hard if hard in place.names else place.name_ru


@cache
def _shown() -> dict[tuple[str, str], tuple[str, str]]:
    return {(r["country"], r["name"]): (r["uk"], r["ru"]) for r in rows(TABLES / "labels.csv")}


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
            if sister.startswith("Є"):
                spelled.append(f"Е{sister[1:]}")
            if sister.endswith(("іно", "ово", "ево")):
                spelled.append(sister[:-1] + "е")
    for name in spelled:
        place.names.setdefault(name, CLOSE)
    if place.country == "UA" and place.population >= _TOWN:
        # what Russian speakers and their papers call it is no other name
        own = (place.name_ru, romanised_russian(place.name_ru), romanised_ukrainian(place.name_uk))
        place.names.update(dict.fromkeys(filter(None, own), MAIN))


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
    great = {key(record["name"]) for record in records if record["population"] >= _GREAT}
    for record in records:
        where = (record["countrycode"], record["name"])
        fix = fixes.get(where) if record["population"] == largest[where] else None
        places.append(_settlement(record, fix, great))
    return places


def _alias(alias: str, own: tuple[str, ...], great: Container[str]) -> int:
    """Tell a shortened name and another spelling from a former name that a city bears now."""
    filed = key(alias)
    near = (_distance(filed, key(name), most=2) <= min(2, len(filed) // 3) for name in own)
    short = alias.isupper() or any(f"{key(name)} ".startswith(f"{filed} ") for name in own)
    longer = any(f"{filed} ".startswith(f"{key(name)} ") for name in own)
    borne = {filed, key(romanised_russian(alias)), key(romanised_ukrainian(alias))}
    other = not any(near) and any(name in great for name in borne)
    return MAIN if short or longer else OTHER if other else CLOSE


def _settlement(
    record: dict[str, Any], fix: dict[str, str] | None, great: Container[str]
) -> Settlement:
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
    for name, homes in ((place.name_uk, {"UA"}), (place.name_ru, {"RU", "BY"})):
        if name:
            own = place.country in homes or place.population >= _KNOWN
            quality = MAIN if own else CLOSE
            place.names[name] = min(quality, place.names.get(name, quality))
    _eastern_spellings(place)
    if fix:
        place.name, place.name_uk, place.name_ru = fix["name"], fix["uk"], fix["ru"]
        own = (fix["name"], fix["uk"], fix["ru"])
        place.names.update(dict.fromkeys(own, MAIN))
        for alias in filter(None, fix["aliases"].split(";")):
            place.names[alias] = min(_alias(alias, own, great), place.names.get(alias, OTHER))
    elif place.country == "UA" and place.name_uk:
        standard = romanised_ukrainian(place.name_uk)
        if _distance(key(standard), key(place.name), most=2) <= _SPELLED:
            place.name = standard
            place.names[standard] = MAIN
    if place.country in {"UA", "RU"}:
        place.name = place.name.replace("'", "").replace("ë", "yo").replace("Ë", "Yo")
    return place
