"""Weigh a span's features, at first sight and again knowing what the rest of the text names."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from geo.gazetteer import BARE, COMMON, GIVEN, OTHER, SURNAME, any_candidates, word_flags
from geo.mentions.spans import PLURALS, Span, as_region
from geo.mentions.tokens import Tokens

WEIGHTS = "model.json"
_SURE = 0.9
_HALF = 0.5
_ROW = re.compile(
    r"\s*(?:[,;/]|(?:\|\s*[\d.,%–-]{0,8}\s*)+|,?\s(?:and|or|та|і|й|и|або|или)\s|\s[–—]\s|\n\s*(?:[-–—•·*]|\d{1,2}[.)])?)\s*"
)
_ROW_REACH = 3
_FLAGS = ((COMMON, "common"), (GIVEN, "given"), (SURNAME, "surname"))


@cache
def weights(what: str = "weights") -> dict[str, float]:
    """Read the weight of every feature the model knows, for a place or for a name ``inside``."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return dict(json.loads(text).get(what, {}))


def weigh(parts: Iterable[Sequence[str]], known: Mapping[str, float]) -> float:
    """Add up the weights of features; those without one count nothing.

    Examples
    --------
    >>> weigh([("a", "b"), ("c",)], {"a": 2.0, "b": -0.5})
    1.5
    """
    return sum(known.get(feature, 0.0) for part in parts for feature in part)


@lru_cache(maxsize=65536)
def part_weight(part: tuple[str, ...]) -> float:
    """Add up the packaged model's weights of features that often come together."""
    return weigh((part,), weights())


@lru_cache(maxsize=65536)
def inside_weight(part: tuple[str, ...]) -> float:
    """Add up the weights that speak for the name of something else around a place's name."""
    return weigh((part,), weights("inside"))


def probability(weight: float) -> float:
    """Give the probability that what weighs so much names a place.

    Examples
    --------
    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, weight))))


def shared_nouns(tokens: Tokens, runs: list[Span]) -> list[Span]:
    """Let "regions" in "Kursk, Belgorod and Voronezh regions" speak for all three."""
    result = list(runs)
    for at in range(len(runs) - 1, 0, -1):
        span, before = result[at], result[at - 1]
        after = result[at + 1] if at + 1 < len(runs) else span
        gap = tokens.text[tokens.ends[span.last] : tokens.starts[after.first]].strip(" ,")
        spoken_for = after is not span and after.hint == "region" and gap in {"", "and", "or"}
        if span.hint != "region" or not (spoken_for or tokens.words[span.last].lower() in PLURALS):
            continue
        between = tokens.text[tokens.ends[before.last] : tokens.starts[span.first]]
        if before.hint or not before.keys or between.strip(" ,") not in {"", "and", "or"}:
            continue
        known = as_region(
            before.keys[0], ("region", "oblast", "krai", "state", "province", "county")
        )
        if known and between != " ":
            result[at - 1] = Span(before.first, before.last, known, "region")
    return result


def second_look(
    cut: Tokens, runs: Sequence[Span], chances: Sequence[float]
) -> Iterator[dict[str, float]]:
    """Give for every span what the chances of the others say of it, in named measures.

    Parameters
    ----------
    cut, runs
        The words of a text and its spans.
    chances
        The probability of each to name a place, at first sight.

    Returns
    -------
    One mapping per span. ``again``: from -1 to 1, how likely the same name is one
    where else it stands; ``home``: 1 where a town of that name lies in a region the
    text surely names, ``home-country`` where in a country of the text; ``row``: how likely its
    neighbours in a list are places, ``row-of-lines`` where each has a line to itself.
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
    rows = _rows(cut, runs, chances)
    for at, (span, chance) in enumerate(zip(runs, chances, strict=True)):
        seen = rows.get(at, {})
        if span.keys:
            others = number[span.keys[0]] - 1
            if others:
                seen["again"] = 2 * ((total[span.keys[0]] - chance) / others - _HALF)
            if span.first == span.last and not span.hint:
                seen |= _home(span.keys, regions, countries)
        yield seen


def _rows(
    cut: Tokens, runs: Sequence[Span], chances: Sequence[float]
) -> dict[int, dict[str, float]]:
    """Give for the spans that stand in lists, by their number, what those beside them say."""
    rows: dict[int, dict[str, float]] = {}
    first = 0
    for at in range(1, len(runs) + 1):
        if at < len(runs):
            between = cut.ends[runs[at - 1].last], cut.starts[runs[at].first]
            if _ROW.fullmatch(cut.text, *between):
                continue
        for i in range(first, at):
            low, high = max(first, i - _ROW_REACH), min(at, i + _ROW_REACH + 1)
            if high - low > 1:
                gap = cut.text[cut.ends[runs[low].last] : cut.starts[runs[low + 1].first]]
                name = "row-of-lines" if "\n" in gap or "|" in gap else "row"
                beside = (sum(chances[low:high]) - chances[i]) / (high - low - 1)
                rows[i] = {name: 2 * (beside - _HALF)}
        first = at
    return rows


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
