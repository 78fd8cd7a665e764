"""Read the place-name index: columns and tries in one file, mapped and never copied."""

import json
import mmap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import marisa_trie

from geo.errors import DataError
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


_CASTS: dict[str, Literal["B", "H", "I", "i"]] = {
    "starts": "I",
    "postings": "I",
    "lat": "i",
    "lon": "i",
    "population": "I",
    "geonames_id": "I",
    "country": "B",
    "region": "H",
    "kind": "B",
    "label_starts": "I",
    "labels": "B",
    "word_flags": "B",
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
    columns = {name: sections[name].cast(code) for name, code in _CASTS.items()}
    return Index(
        **tries,
        **columns,
        countries=tuple(contents["countries"]),
        regions=tuple(contents["regions"]),
    )


@cache
def index() -> Index:
    """Open the packaged index once per process, after checking its bytes.

    Raises
    ------
    DataError
        When the file is missing or differs from its record.
    """
    path, _record = verified(_NAME)
    return read_index(path)
