"""Text → spans that name places; which places they are is not asked here."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.gazetteer import COMMON, GIVEN, base_forms, is_cyrillic, word_flags
from geo.mentions.features import Around, Part, features
from geo.mentions.model import (
    inside_weight,
    part_weight,
    probability,
    second_look,
    shared_nouns,
    weigh,
    weights,
)
from geo.mentions.spans import Span, spans
from geo.mentions.tokens import Tokens, breaks, demonym, is_capital, tokens, word_classes, word_key

LIKELY = 0.5
"""From this probability on a span counts as the name of a place."""

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
        role = "place" if place >= LIKELY else "inside"
        chance = place if role == "place" else inside * bool(span.keys)
        if chance >= LIKELY:
            start, end = cut.starts[span.first], cut.ends[span.last] + span.dot
            result.append(
                Mention(
                    start,
                    end,
                    cut.text[start:end],
                    span.keys,
                    span.hint,
                    chance,
                    span.first,
                    span.last,
                    role,
                )
            )
    return result


def chances(cut: Tokens, runs: Sequence[Span]) -> Iterator[tuple[float, float]]:
    """Give the probabilities of every span to name a place, and to stand inside another name."""
    known = weights()
    around = surroundings(cut)
    sums, inside = array("d"), array("d")
    weighed: dict[object, tuple[float, float]] = {}
    for span, before, after in zip(runs, [None, *runs], [*runs[1:], None], strict=False):
        seen = _window(cut, span, before, after)
        if seen not in weighed:
            if len(weighed) > _MOST_WINDOWS:
                weighed.clear()
            parts = tuple(features(cut, span, around, (before, after)))
            weighed[seen] = sum(map(part_weight, parts)), sum(map(inside_weight, parts))
        sums.append(weighed[seen][0])
        inside.append(weighed[seen][1])
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


__all__ = [
    "LIKELY",
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
