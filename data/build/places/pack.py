"""Write the index: one file of columns and tries that a reader can map."""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import marisa_trie

from geo.gazetteer import DEGREE, KIND_BITS, KINDS, MAGIC, POSTING_BITS

_ALIGN = 8


@dataclass(frozen=True)
class Row:
    """Hold one place as the index keeps it."""

    kind: str
    country: str
    region: str
    lat: float
    lon: float
    population: int
    geonames_id: int
    labels: tuple[str, str, str]
    capital: bool = False


def pack(
    places: Sequence[Row], names: Mapping[str, Mapping[int, int]], words: Mapping[str, int]
) -> bytes:
    """Give the bytes of an index: equal input, equal bytes.

    ``names`` leads from a key to row → quality; ``words`` from a word to its flags.
    """
    trie = marisa_trie.Trie(sorted(names))
    by_id = sorted((trie.key_id(name), name) for name in names)
    starts, postings = array("I", [0]), array("I")
    for _id, name in by_id:
        for row, quality in sorted(names[name].items(), key=lambda item: (item[1], item[0])):
            postings.append(quality << POSTING_BITS | row)
        starts.append(len(postings))
    word_trie = marisa_trie.Trie(sorted(words))
    word_flags = bytearray(len(words))
    for word, flag in words.items():
        word_flags[word_trie.key_id(word)] = flag
    countries = sorted({row.country for row in places})
    regions = sorted({row.region for row in places})
    of_country = {code: i for i, code in enumerate(countries)}
    of_region = {code: i for i, code in enumerate(regions)}
    labels, label_starts = bytearray(), array("I", [0])
    for row in places:
        first, uk, ru = row.labels
        labels += f"{first}\t{uk}\t{ru}".rstrip("\t").encode()
        label_starts.append(len(labels))
    sections = {
        "names": trie.tobytes(),
        "starts": starts.tobytes(),
        "postings": postings.tobytes(),
        "lat": array("i", (round(row.lat * DEGREE) for row in places)).tobytes(),
        "lon": array("i", (round(row.lon * DEGREE) for row in places)).tobytes(),
        "population": array("I", (row.population for row in places)).tobytes(),
        "geonames_id": array("I", (row.geonames_id for row in places)).tobytes(),
        "country": bytes(of_country[row.country] for row in places),
        "region": array("H", (of_region[row.region] for row in places)).tobytes(),
        "kind": bytes(KINDS.index(row.kind) | row.capital * (KIND_BITS + 1) for row in places),
        "label_starts": label_starts.tobytes(),
        "labels": bytes(labels),
        "words": word_trie.tobytes(),
        "word_flags": bytes(word_flags),
    }
    return _file(sections, countries, regions)


def _file(sections: Mapping[str, bytes], countries: list[str], regions: list[str]) -> bytes:
    """Lay the sections out behind their table of contents, each on a boundary of 8."""
    table: dict[str, list[int]] = {name: [0, len(data)] for name, data in sections.items()}
    size = 0
    for _ in range(4):  # the table's own length moves what it lists: a few rounds settle it
        head = json.dumps(
            {"countries": countries, "regions": regions, "sections": table},
            separators=(",", ":"), sort_keys=True,
        ).encode()  # fmt: skip
        head += b" " * (-(len(MAGIC) + 4 + len(head)) % _ALIGN)
        at = len(MAGIC) + 4 + len(head)
        for name, data in sections.items():
            table[name] = [at, len(data)]
            at += len(data) + -len(data) % _ALIGN
        settled, size = at == size, at
        if settled:
            break
    body = b"".join(data + b"\0" * (-len(data) % _ALIGN) for data in sections.values())
    return MAGIC + len(head).to_bytes(4, "little") + head + body
