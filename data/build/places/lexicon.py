"""List which words are also given names, surnames or common words."""

from collections.abc import Container, Iterator
from pathlib import Path

import pymorphy3

from geo.gazetteer import key

GIVEN, SURNAME, COMMON, RARE_GIVEN, PATRONYMIC, RARE_SURNAME = 1, 2, 4, 8, 16, 32
"""What a word is besides a place; the flags of the index's word list."""

_FREQUENT_GIVEN = 1000
_FREQUENT_SURNAMES = 8_000


def _census(path: Path) -> Iterator[tuple[str, int]]:
    for line in path.read_text("ascii").splitlines():
        name, _share, _cumulated, rank = line.split()
        yield name.lower(), int(rank)


def _flag(tag: str, language: str) -> int:
    """Give the flag a dictionary's reading earns; 0 for the names of places."""
    if "Patr" in tag:
        return PATRONYMIC
    if "Name" in tag:
        return GIVEN
    if "Surn" in tag:
        return SURNAME
    if language == "uk":
        # its proper names are marked by nothing but the order of the tag
        common = tag.startswith(("NOUN,inan", "NOUN,anim")) or not tag.startswith("NOUN")
        return COMMON if common else 0
    return 0 if "Geox" in tag or "Orgn" in tag else COMMON


def _slavic(language: str) -> Iterator[tuple[str, int]]:
    """Walk a dictionary's words with the flag each reading earns."""
    dictionary = pymorphy3.MorphAnalyzer(lang=language).dictionary
    flags: dict[tuple[int, int], int] = {}
    for word, reading in dictionary.words.iteritems():
        if reading not in flags:
            flags[reading] = _flag(str(dictionary.build_tag_info(*reading)), language)
        if flags[reading]:
            yield word.replace("ё", "е").replace("'", ""), flags[reading]


def _english(census: Path, english: Path, names: Container[str]) -> Iterator[tuple[str, int]]:
    """Walk the census's names and the English word list."""
    for file in ("dist.female.first", "dist.male.first"):
        for word, rank in _census(census / file):
            yield word, GIVEN if rank <= _FREQUENT_GIVEN else RARE_GIVEN
    for word, rank in _census(census / "dist.all.last"):
        if rank <= _FREQUENT_SURNAMES:
            yield word, SURNAME
        elif word in names:
            yield word, RARE_SURNAME
    for word in english.read_text("utf-8").splitlines():
        if word.isalpha() and word.islower() and key(word) in names:
            yield key(word), COMMON


def lexicon(*, census: Path, english: Path, names: Container[str]) -> dict[str, int]:
    """Give the flags of every word that needs them.

    Given names and patronymics are all kept; surnames and common words only where
    they are also the key of a place, or are frequent.
    """
    flags: dict[str, int] = {}
    for word, flag in _english(census, english, names):
        flags[word] = flags.get(word, 0) | flag
    for language in ("ru", "uk"):
        for word, flag in _slavic(language):
            if flag in {GIVEN, PATRONYMIC} or word in names:
                flags[word] = flags.get(word, 0) | flag
    return flags
