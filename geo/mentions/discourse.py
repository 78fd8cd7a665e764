"""Look at each span again, knowing what the rest of the text turned out to name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from geo.gazetteer import BARE, COMMON, GIVEN, OTHER, SURNAME, any_candidates, word_flags

from .spans import Span

_SURE = 0.9
_HALF = 0.5
_FLAGS = ((COMMON, "common"), (GIVEN, "given"), (SURNAME, "surname"))


def second_look(runs: Sequence[Span], chances: Sequence[float]) -> Iterator[dict[str, float]]:
    """Give for every span what the chances of the others say of it, in named measures.

    Parameters
    ----------
    runs
        The spans of a text.
    chances
        The probability of each to name a place, at first sight.

    Returns
    -------
    One mapping per span. ``again``: from -1 to 1, how likely the same name is one
    where else it stands; ``home``: 1 where a town of that name lies in a region the
    text surely names, ``home-country`` where in a country of the text.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.
    """
    number: dict[str, int] = defaultdict(int)
    total: dict[str, float] = defaultdict(float)
    regions: dict[str, int] = defaultdict(int)
    countries: dict[str, int] = defaultdict(int)
    for span, chance in zip(runs, chances, strict=True):
        if not span.keys:
            continue
        number[span.keys[0]] += 1
        total[span.keys[0]] += chance
        if chance > _SURE:
            for codes, named in zip((regions, countries), _named(span.keys), strict=True):
                for code in named:
                    codes[code] += 1
    for span, chance in zip(runs, chances, strict=True):
        seen: dict[str, float] = {}
        if span.keys:
            others = number[span.keys[0]] - 1
            if others:
                seen["again"] = 2 * ((total[span.keys[0]] - chance) / others - _HALF)
            if span.first == span.last and not span.hint:
                seen |= _home(span.keys, regions, countries)
        yield seen


def _home(
    keys: tuple[str, ...], regions: dict[str, int], countries: dict[str, int]
) -> dict[str, float]:
    where = _towns(keys)
    if where[0] & regions.keys():
        return dict.fromkeys(("home", *(f"home&{name}" for name in _senses(keys[0]))), 1.0)
    if where[1] & countries.keys():
        return {"home-country": 1.0}
    return {}


@lru_cache(maxsize=16384)
def _named(keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the codes of the regions and countries a name may be."""
    found = [c for c in any_candidates(keys) if c.quality not in {OTHER, BARE}]
    return (
        frozenset(c.region for c in found if c.kind == "region"),
        frozenset(c.country for c in found if c.kind == "country"),
    )


@lru_cache(maxsize=16384)
def _towns(keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the codes of the regions and countries that have a town of a name."""
    towns = [c for c in any_candidates(keys) if c.kind == "settlement" and c.quality != OTHER]
    return frozenset(c.region for c in towns), frozenset(c.country for c in towns)


@lru_cache(maxsize=16384)
def _senses(word: str) -> tuple[str, ...]:
    flags = word_flags(word)
    return tuple(name for flag, name in _FLAGS if flags & flag) or ("plain",)
