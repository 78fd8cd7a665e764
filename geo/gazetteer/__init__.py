"""Names → candidate places: the only reader of the place-name index."""

import json
import mmap
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import marisa_trie

from geo.errors import DataError
from geo.gazetteer.forms import (
    adjective_ending,
    base_forms,
    is_cyrillic,
    key,
    names_behind,
    region_nouns,
    told_kind,
)
from geo.inputs import verified

MAGIC = b"geoplace"
KINDS = ("country", "region", "settlement", "water", "area")
KIND_BITS = 7
"""The low bits of a kind; the next one marks the capital of a country."""
DEGREE = 100_000
"""Coordinates are stored as whole numbers of a hundred-thousandth of a degree."""
POSTING_BITS = 20
"""A posting keeps the place's row in its low bits and the quality of the name above them."""

_NAME = "places/places.bin"


@dataclass(frozen=True, slots=True)
class Index:
    """Hold the open index: two tries and the columns they lead to."""

    names: marisa_trie.Trie
    starts: memoryview
    postings: memoryview
    lat: memoryview
    lon: memoryview
    population: memoryview
    geonames_id: memoryview
    country: memoryview
    region: memoryview
    kind: memoryview
    label_starts: memoryview
    labels: memoryview
    words: marisa_trie.Trie
    word_flags: memoryview
    countries: tuple[str, ...]
    regions: tuple[str, ...]


_CASTS: dict[Literal["B", "H", "I", "i"], str] = {
    "B": "country kind labels word_flags",
    "H": "region",
    "I": "starts postings population geonames_id label_starts",
    "i": "lat lon",
}


def read_index(path: Path) -> Index:
    """Map an index file; nothing but its table of contents is read at once.

    Raises
    ------
    DataError
        When the file is not an index, or is cut short.
    """
    with path.open("rb") as file:
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    head = len(MAGIC) + 4
    if bytes(data[: len(MAGIC)]) != MAGIC:
        raise DataError(f"{path} is not a place-name index; rebuild it with `make data`")
    size = int.from_bytes(data[len(MAGIC) : head], "little")
    contents = json.loads(bytes(data[head : head + size]))
    sections = {
        name: data[start : start + length] for name, (start, length) in contents["sections"].items()
    }
    tries = {name: marisa_trie.Trie().map(sections.pop(name)) for name in ("names", "words")}
    columns = {
        name: sections[name].cast(code) for code, names in _CASTS.items() for name in names.split()
    }
    countries, regions = (tuple(contents[name]) for name in ("countries", "regions"))
    return Index(**tries, **columns, countries=countries, regions=regions)


@cache
def _index() -> Index:
    """Open the packaged index once per process, after checking its bytes."""
    return read_index(verified(_NAME)[0])


MAIN, SPELLING, OTHER, BARE = 0, 1, 2, 3
"""Quality of a name: the place's own, a spelling of it, another name it has, and the short name
a region shares with its main town (``Kursk`` for Kursk Oblast)."""

GIVEN, SURNAME, COMMON, RARE_GIVEN, PATRONYMIC, RARE_SURNAME = 1, 2, 4, 8, 16, 32
"""What a word is besides the name of a place; see `word_flags`."""

_ROW = (1 << POSTING_BITS) - 1
_MOST_WORDS = 6
_MOST_CANDIDATES = 40


class Candidate(NamedTuple):
    """Name one place a name may mean."""

    row: int
    name: str
    kind: str
    lat: float
    lon: float
    country: str
    region: str
    population: int
    geonames_id: int
    quality: int
    capital: bool


@lru_cache(maxsize=16384)
def candidates(name: str) -> tuple[Candidate, ...]:
    """Give the places that are filed under a key, see `key`, the best known first.

    Returns
    -------
    At most 40, by quality of the name and population; none for an unknown name.

    Examples
    --------
    >>> [(c.name, c.kind, c.region) for c in candidates("kursk")]
    [('Kursk', 'settlement', 'RU-KRS'), ('Kursk Oblast', 'region', 'RU-KRS')]
    """
    opened = _index()
    number = opened.names.get(name)
    if number is None:
        return ()
    found = [
        _candidate(posting & _ROW, posting >> POSTING_BITS)
        for posting in opened.postings[opened.starts[number] : opened.starts[number + 1]]
    ]
    found.sort(key=_renown)
    return tuple(found[:_MOST_CANDIDATES])


@lru_cache(maxsize=16384)
def any_candidates(names: tuple[str, ...]) -> tuple[Candidate, ...]:
    """Give the places filed under any of several keys, each once, the best known first.

    Examples
    --------
    >>> [c.name for c in any_candidates(("льв", "львов"))][:1]
    ['Lviv']
    """
    if len(names) == 1:
        return candidates(names[0])
    found: dict[int, Candidate] = {}
    for name in names:
        for option in candidates(name):
            held = found.get(option.row)
            if held is None or option.quality < held.quality:
                found[option.row] = option
    return tuple(sorted(found.values(), key=_renown)[:_MOST_CANDIDATES])


def _renown(option: Candidate) -> tuple[bool, int, int]:
    return option.quality in {OTHER, BARE}, -option.population, option.row


def _candidate(row: int, quality: int) -> Candidate:
    opened = _index()
    return Candidate(
        row=row,
        name=labels(row)[0],
        kind=KINDS[opened.kind[row] & KIND_BITS],
        lat=opened.lat[row] / DEGREE,
        lon=opened.lon[row] / DEGREE,
        country=opened.countries[opened.country[row]],
        region=opened.regions[opened.region[row]],
        population=opened.population[row],
        geonames_id=opened.geonames_id[row],
        quality=quality,
        capital=opened.kind[row] > KIND_BITS,
    )


def every_place(kinds: Container[str]) -> Iterator[Candidate]:
    """Give every place of some kinds, in the order of the index.

    Examples
    --------
    >>> sum(place.country == "UA" for place in every_place({"country"}))
    1
    """
    numbers = [number for number, kind in enumerate(KINDS) if kind in kinds]
    for row, kind in enumerate(_index().kind):
        if kind & KIND_BITS in numbers:
            yield _candidate(row, MAIN)


def largest(least: int, *, where: Callable[[Any, Any], Any] | None = None) -> list[Candidate]:
    """Give the settlements of at least so many people, the largest first.

    ``where`` tells of longitudes and latitudes which to keep.

    Examples
    --------
    >>> north = largest(5_000_000, where=lambda lon, lat: (lat >= 50) & (lat <= 60))
    >>> [place.name for place in north]
    ['Moscow', 'London', 'Saint Petersburg']
    """
    import numpy as np  # noqa: PLC0415 - who asks for names need not wait for it

    opened = _index()
    people = np.asarray(opened.population)
    settled = np.asarray(opened.kind) & KIND_BITS == KINDS.index("settlement")
    rows = np.flatnonzero((people >= least) & settled)
    if where is not None:
        lon, lat = (np.asarray(column)[rows] / DEGREE for column in (opened.lon, opened.lat))
        rows = rows[where(lon, lat)]
    ordered = rows[np.argsort(-people[rows].astype(np.int64), kind="stable")]
    return [_candidate(int(row), MAIN) for row in ordered]


@lru_cache(maxsize=1)
def capitals() -> dict[str, Candidate]:
    """Give the capital of each country that has one in the index, by ISO 3166-1 code.

    Examples
    --------
    >>> capitals()["UA"].name
    'Kyiv'
    """
    rows = (row for row, kind in enumerate(_index().kind) if kind > KIND_BITS)
    return {place.country: place for place in (_candidate(row, MAIN) for row in rows)}


def labels(row: int) -> tuple[str, str, str]:
    """Give the English, Ukrainian and Russian name of a place, empty where unknown.

    Examples
    --------
    >>> labels(candidates("kursk oblast")[0].row)
    ('Kursk Oblast', 'Курська область', 'Курская область')
    """
    opened = _index()
    start, end = opened.label_starts[row], opened.label_starts[row + 1]
    en, uk, ru = (*str(opened.labels[start:end], "utf-8").split("\t"), "", "")[:3]
    return en, uk, ru


def longest(words: list[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Find the names that begin a run of words, the longest first.

    Parameters
    ----------
    words
        Keys of the words from some place on, six at most; Cyrillic ones may be inflected.

    Returns
    -------
    Pairs: how many words a name takes, and its possible keys, that of their own form first.

    Examples
    --------
    >>> longest(["kursk", "oblast", "borders"])
    [(2, ('kursk oblast',)), (1, ('kursk',))]
    >>> longest(["курской", "области"])[0]
    (2, ('курская область',))
    """
    found: dict[int, list[str]] = {}
    if words:
        _walk("", words[:_MOST_WORDS], 0, found)
    return [(length, tuple(found[length])) for length in sorted(found, reverse=True)]


def _walk(begun: str, words: list[str], taken: int, found: dict[int, list[str]]) -> None:
    word = words[taken]
    for form in base_forms(word) if is_cyrillic(word) else (word,):
        name = f"{begun} {form}" if begun else form
        whole, goes_on = _filed(name)
        if whole:
            found.setdefault(taken + 1, []).append(name)
        if goes_on and taken + 1 < len(words):
            _walk(name, words, taken + 1, found)


@lru_cache(maxsize=65536)
def _filed(name: str) -> tuple[bool, bool]:
    """Tell whether a key is filed, and whether longer ones begin with it as a word."""
    names = _index().names
    return name in names, next(names.iterkeys(name + " "), None) is not None


@lru_cache(maxsize=16384)
def word_flags(word: str) -> int:
    """Tell what a word's key is besides a place: flags ``GIVEN``, ``SURNAME`` and the like.

    Examples
    --------
    >>> bool(word_flags("lloyd") & GIVEN), bool(word_flags("kursk") & COMMON)
    (True, False)
    """
    opened = _index()
    number = opened.words.get(word)
    return 0 if number is None else int(opened.word_flags[number])


__all__ = [
    "BARE",
    "COMMON",
    "DEGREE",
    "GIVEN",
    "KINDS",
    "KIND_BITS",
    "MAGIC",
    "MAIN",
    "OTHER",
    "PATRONYMIC",
    "POSTING_BITS",
    "RARE_GIVEN",
    "RARE_SURNAME",
    "SPELLING",
    "SURNAME",
    "Candidate",
    "adjective_ending",
    "any_candidates",
    "base_forms",
    "candidates",
    "capitals",
    "every_place",
    "is_cyrillic",
    "key",
    "labels",
    "largest",
    "longest",
    "names_behind",
    "read_index",
    "region_nouns",
    "told_kind",
    "word_flags",
]
