"""Text → claims: the clauses that speak of a permission to use arms, and what stands in them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo.drafting.cues import cues
from geo.places import Place
from geo.quantities import Quantity
from geo.sentences import sentence_starts

_BULLET = re.compile(r"\s*[-*•–·]\s")
_LONGEST_SENTENCE = 2000


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Hold one thing read off the text, and where it stands."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Hold one clause that speaks of a permission to use arms.

    Attributes
    ----------
    start, end
        Offsets of the clause; ``sentence`` has those of the sentence around it.
    distances, dates
        The quantities in the clause.
    regions
        First-level regions it names, as ISO 3166-2 codes.
    systems, grantors, statuses
        What else it names; the grantor nearest before the permission's word comes first.
    past
        Whether it speaks of what was so before.
    withheld
        Whether it speaks of a permission not given.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    distances: tuple[Quantity, ...]
    dates: tuple[Quantity, ...]
    regions: tuple[Hit, ...]
    systems: tuple[Hit, ...]
    grantors: tuple[Hit, ...]
    statuses: tuple[Hit, ...]
    past: bool
    withheld: bool


def claims(
    text: str, found: Sequence[Quantity], places: Sequence[Place], *, target: str
) -> list[Claim]:
    """Find the clauses that speak of a permission to use arms.

    Parameters
    ----------
    text
        Any text. Lines that begin with a bullet are passed over: in an article they are links to
        other articles.
    found, places
        What ``geo.quantities.quantities`` and ``geo.places.geocode`` gave for it.
    target
        ISO 3166-1 code of the country whose regions count.

    Returns
    -------
    list of Claim
        In the order of the text.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    words = cues()
    when = [quantity.start for quantity in found]
    at = [place.start for place in places]
    result = []
    for start, end in _sentences(text):
        if not words.arms.search(text, start, end) or not words.permission.search(text, start, end):
            continue
        clauses = list(_clauses(text, start, end))
        for number, (first, last) in enumerate(clauses):
            cue = words.permission.search(text, first, last)
            if cue is None:
                continue
            stated = found[bisect_left(when, first) : bisect_left(when, last)]
            before = any(words.past.search(text, *each) for each in clauses[: number + 1])
            after_turn = number > 0 and not words.past.search(text, first, last)
            result.append(
                Claim(
                    start=first,
                    end=last,
                    sentence=(start, end),
                    distances=tuple(q for q in stated if q.kind == "distance"),
                    dates=tuple(q for q in stated if q.kind == "date"),
                    regions=tuple(
                        Hit(value=place.region, start=place.start, end=place.end)
                        for place in places[bisect_left(at, first) : bisect_left(at, last)]
                        if place.kind == "region" and place.country == target and place.region
                    ),
                    systems=tuple(_named(text, first, last, words.systems)),
                    grantors=_grantors(text, (start, end), cue.start()),
                    statuses=tuple(_statuses(text, start, end)),
                    past=before and not after_turn,
                    withheld=bool(words.negation.search(text, first, last)),
                )
            )
    return result


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    starts = sentence_starts(text)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if end - start <= _LONGEST_SENTENCE and not _BULLET.match(text, start, end):
            yield start, end


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for turn in cues().turn.finditer(text, start, end):
        if turn.start() > start:
            yield start, turn.start()
            start = turn.start()
    yield start, end


def _named(
    text: str, start: int, end: int, patterns: Mapping[str, re.Pattern[str]]
) -> Iterator[Hit]:
    hits = [
        Hit(value=name, start=match.start(), end=match.end())
        for name, pattern in patterns.items()
        for match in pattern.finditer(text, start, end)
    ]
    yield from sorted(hits, key=lambda hit: hit.start)


def _grantors(text: str, sentence: tuple[int, int], cue: int) -> tuple[Hit, ...]:
    """Put first whom the permission's word follows: it is their decision that is told."""
    hits = list(_named(text, *sentence, cues().grantors))
    return tuple(sorted(hits, key=lambda hit: (hit.start > cue, abs(hit.start - cue))))


def _statuses(text: str, start: int, end: int) -> Iterator[Hit]:
    none = [match.span() for match in cues().neither.finditer(text, start, end)]
    for hit in _named(text, start, end, cues().status):
        if not any(first <= hit.start < last for first, last in none):
            yield hit
