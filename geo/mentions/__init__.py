"""Text → spans that name places; which places they are is not asked here.

A span's features are weighed at first sight, and again knowing what the rest of the text names.
"""

import json
import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from geo.gazetteer import (
    BARE,
    COMMON,
    GIVEN,
    OTHER,
    SURNAME,
    any_candidates,
    base_forms,
    is_cyrillic,
    word_flags,
)
from geo.mentions.features import TOLD, Around, Part, features
from geo.mentions.spans import PLURALS, Span, as_region, spans
from geo.mentions.tokens import Tokens, breaks, demonym, is_capital, tokens, word_classes, word_key

LIKELY = 0.5
"""From this probability on a span counts as the name of a place."""

WEIGHTS = "model.json"
_SURE = 0.9
_HALF = 0.5
_ROW = re.compile(
    r"\s*(?:[,;/]|(?:\|\s*[\d.,%–-]{0,8}\s*)+|,?\s(?:and|or|та|і|й|и|або|или)\s|\s[–—]\s|\n\s*(?:[-–—•·*]|\d{1,2}[.)])?)\s*"
)
_ROW_REACH = 3
_FLAGS = ((COMMON, "common"), (GIVEN, "given"), (SURNAME, "surname"))
_SEEN = 6  # words on either side, more than any feature looks at
_MOST_WINDOWS = 20_000
_PLACES_AFTER = frozenset({"in", "near", "в", "у", "під", "под"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one span that names a place.

    Attributes
    ----------
    start, end
        Offsets of characters into the text as given.
    text
        What stands there.
    keys
        What the gazetteer may file it under; empty when it files nothing.
    hint
        What the words beside it say it is: a kind of place, or nothing.
    probability
        That it names a place at all, or stands inside another name.
    first, last
        Its first and last word.
    role
        ``place``, or ``inside`` for a place's name within the name of something else.
    """

    start: int
    end: int
    text: str
    keys: tuple[str, ...]
    hint: str
    probability: float
    first: int
    last: int
    role: str = "place"


def mentions(text: str) -> list[Mention]:
    """Find the spans of a text that name places, in their order.

    Parameters
    ----------
    text
        Any text: English, Ukrainian or Russian, or a mixture.

    Returns
    -------
    Mentions that do not overlap; ``text[m.start : m.end] == m.text``.

    Examples
    --------
    >>> [m.text for m in mentions("Lloyd Austin spoke in Kyiv about Kursk Oblast.")]
    ['Kyiv', 'Kursk Oblast']
    """
    return [mention for mention in found_in(tokens(text)) if mention.role == "place"]


def found_in(cut: Tokens) -> list[Mention]:
    """Find the mentions of either role in a text that is cut into words already."""
    runs = shared_nouns(cut, list(spans(cut)))
    result = []
    for span, (place, inside) in zip(runs, chances(cut, runs), strict=True):
        place = max(place, _SURE * (span.hint in TOLD))  # noqa: PLW2901 - the noun says so
        role = "place" if place >= LIKELY else "inside"
        chance = place if role == "place" else inside * bool(span.keys)
        if chance >= LIKELY:
            start, end = cut.starts[span.first], cut.ends[span.last] + span.dot
            words = (cut.text[start:end], span.keys, span.hint, chance, span.first, span.last)
            result.append(Mention(start, end, *words, role))
    return result


def chances(cut: Tokens, runs: Sequence[Span]) -> Iterator[tuple[float, float]]:
    """Give the probabilities of every span to name a place, and to stand inside another name."""
    known = weights()
    around = surroundings(cut)
    sums, inside = array("d"), array("d")
    weighed: dict[object, tuple[float, ...]] = {}
    for span, before, after in zip(runs, [None, *runs], [*runs[1:], None], strict=False):
        seen = _window(cut, span, before, after)
        if seen not in weighed:
            if len(weighed) > _MOST_WINDOWS:
                weighed.clear()
            both = zip(*map(_weighed, features(cut, span, around, (before, after))), strict=True)
            weighed[seen] = tuple(map(sum, both))
        for column, weight in zip((sums, inside), weighed[seen], strict=True):
            column.append(weight)
    looks = second_look(cut, runs, array("d", map(probability, sums)))
    for total, within, look in zip(sums, inside, looks, strict=True):
        more = sum(known.get(name, 0.0) * value for name, value in look.items())
        yield probability(total + more), probability(within)


def _window(cut: Tokens, span: Span, before: Span | None, after: Span | None) -> object:
    """Give all that a span's features are made of, so that what repeats is weighed once."""
    low, high = max(0, span.first - _SEEN), span.last + _SEEN + 1
    return (
        span.keys,
        span.hint,
        span.first - low,
        span.last - span.first,
        before and (before.keys, before.last - span.first),
        after and (after.keys, after.first - span.last),
        tuple(cut.words[low:high]),
        tuple(cut.gaps[low : high + 1]),
        bytes(cut.flat[low:high]),
    )


def described(cut: Tokens, runs: Sequence[Span]) -> Iterator[Iterator[Part]]:
    """Give the features of every span of a text."""
    around = surroundings(cut)
    for span, before, after in zip(runs, [None, *runs], [*runs[1:], None], strict=False):
        yield features(cut, span, around, (before, after))


def surroundings(cut: Tokens) -> Around:
    """Learn from the whole text which words are surnames in it and which are places."""
    persons: set[str] = set()
    places: set[str] = set()
    shouted = 0
    for index in cut.capitals:
        word = cut.words[index]
        shouted += word.isupper() and len(word) > 1
        if not index:
            continue
        before = cut.words[index - 1]
        gap = cut.text[cut.ends[index - 1] : cut.starts[index]]
        if gap not in {" ", ". ", "\u00a0", "."} or cut.parted(index - 1):
            continue
        low = word_key(before)
        flags = word_flags(low)
        named = flags & GIVEN and not flags & COMMON and is_capital(before)
        if (
            named
            or (len(before) == 1 and before.isupper())
            or ("title" in word_classes(low) and not is_cyrillic(low))
        ):
            persons.update(base_forms(word_key(word)))
        elif low in _PLACES_AFTER:
            places.update(base_forms(word_key(word)))
    return Around(frozenset(persons), frozenset(places), shouted * 2 > len(cut.words))


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
def _weighed(part: tuple[str, ...]) -> tuple[float, float]:
    """Add up what features that often come together say for a place, and for a name inside."""
    return weigh((part,), weights()), weigh((part,), weights("inside"))


def probability(weight: float) -> float:
    """Give the probability that what weighs so much names a place: half at 0."""
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
        flags = word_flags(keys[0])
        senses = [name for flag, name in _FLAGS if flags & flag] or ["plain"]
        return dict.fromkeys(("home", *(f"home&{name}" for name in senses)), 1.0)
    return {"home-country": 1.0} if where[1] & countries.keys() else {}


@lru_cache(maxsize=16384)
def _named(keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the codes of the regions and countries a name may be."""
    found = [c for c in any_candidates(keys) if c.quality not in {OTHER, BARE}]
    regions = frozenset(c.region for c in found if c.kind == "region")
    return regions, frozenset(c.country for c in found if c.kind == "country")


@lru_cache(maxsize=16384)
def _towns(keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the codes of the regions and countries that have a town of a name."""
    towns = [c for c in any_candidates(keys) if c.kind == "settlement" and c.quality != OTHER]
    return frozenset(c.region for c in towns), frozenset(c.country for c in towns)


__all__ = [
    "LIKELY",
    "TOLD",
    "Mention",
    "Span",
    "Tokens",
    "breaks",
    "demonym",
    "described",
    "found_in",
    "is_capital",
    "mentions",
    "probability",
    "second_look",
    "shared_nouns",
    "spans",
    "tokens",
    "weigh",
    "word_classes",
    "word_key",
]
