"""Say what the list of names and of words knows of a name, wherever it stands."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from geo.gazetteer import (
    BARE,
    COMMON,
    GIVEN,
    OTHER,
    PATRONYMIC,
    RARE_GIVEN,
    RARE_SURNAME,
    SURNAME,
    Candidate,
    any_candidates,
    word_flags,
)
from geo.gazetteer.forms import is_cyrillic

from .classes import word_classes
from .spans import word_key

Part = tuple[str, ...]

_FLAGS = (
    (GIVEN, "given"), (SURNAME, "surname"), (COMMON, "common"), (RARE_GIVEN, "rare"),
    (PATRONYMIC, "patronymic"), (RARE_SURNAME, "rare"),
)  # fmt: skip
_CITY = 100_000
_OF_KIND = frozenset({"region_after", "water_words", "area_words"})


class Nature(NamedTuple):
    """Hold what is known of a name.

    ``plain`` are what its one word is besides a place, as features; ``of_persons`` what to
    add where the text has a person of that name.
    """

    features: Part
    plain: Part
    of_persons: Part
    key: str
    cyrillic: bool


@lru_cache(maxsize=16384)
def nature(words: tuple[str, ...], keys: tuple[str, ...], hint: str, *, flat: bool) -> Nature:
    """Describe a name by its words as written, the keys it may be filed under, its kind's hint.

    Raises
    ------
    DataError
        When the index is missing or damaged.

    Examples
    --------
    >>> nature(("Kent",), ("kent",), "", flat=False).plain
    ('is=given', 'is=surname')
    """
    first = word_key(words[0])
    cyrillic = is_cyrillic(first)
    found = any_candidates(keys) if keys else ()
    features = [
        "bias", f"script={'cyr' if cyrillic else 'lat'}", f"words={min(len(words), 3)}",
        f"hint={hint}",
    ]  # fmt: skip
    if not found:
        return Nature((*features, "unknown"), (), (), first, cyrillic)
    best = max(found, key=lambda c: (c.quality not in {OTHER, BARE}, c.population))
    kinds = sorted({c.kind for c in found if c.quality != OTHER}) or ["other"]
    size = _size(found)
    own = best.country in {"UA", "RU", "BY"}
    features += [f"kind={kind}" for kind in kinds]
    features += [f"size={size}", f"quality={best.quality}", f"own={own}"]
    features += [f"{best.kind}:{_population(best.population)}", f"own={own}&size={size}"]
    if flat:
        features.append("flat")
    if len(words) > 1 and word_classes(word_key(words[-1])) & _OF_KIND:
        features.append("names-its-kind")
    if "country" in kinds or "region" in kinds:
        features.append("administrative")
    if len(words) > 1:
        return Nature(tuple(features), (), (), first, cyrillic)
    names = flag_names(first)
    if first not in keys:
        names += [f"lemma-{name}" for name in flag_names(keys[0])]
        features.append(f"inflected&size={size}")
    features += [
        f"is={name}{more}" for name in names for more in ("", f"&size={size}", f"&kind={kinds[0]}")
    ] or [f"is=plain&size={size}"]
    features += [f"self={name}" for name in sorted(word_classes(first))]
    if cyrillic:
        features.append(f"ending={first[-3:]}")
    if flat:
        features += [f"flat&is={name}" for name in names] or ["flat&plain"]
    features.append(f"len={min(len(keys[0]), 6)}")
    plain = tuple(f"is={name}" for name in names)
    return Nature(
        tuple(features), plain, ("person-here", f"person-here&size={size}"), first, cyrillic
    )


def flag_names(word: str) -> list[str]:
    """Give what a word is besides a place: "given", "surname", "common" and the like.

    Raises
    ------
    DataError
        When the index is missing or damaged.
    """
    flags = word_flags(word)
    return [name for flag, name in _FLAGS if flags & flag]


def _population(most: int) -> str:
    """Give the order of magnitude of a number of people."""
    return str(len(str(most))) if most else "0"


def _size(found: Sequence[Candidate]) -> str:
    """Say how large the largest thing of a name is: its people, or that it is more than a town."""
    most = max((c.population for c in found if c.kind == "settlement"), default=0)
    if most < _CITY:
        for option in found:
            if option.kind != "settlement" and option.quality not in {OTHER, BARE}:
                return option.kind
    return _population(most)
