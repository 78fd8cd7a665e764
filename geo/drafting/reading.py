"""Article and clause → the claim it makes: who, with what, where, how far, when, how surely."""

import re
from collections.abc import Iterator
from dataclasses import replace

from geo.drafting.clauses import piece
from geo.drafting.cues import Names, cues
from geo.drafting.distance import is_changed, is_denied, is_reach
from geo.drafting.record import Article, Claim, Hit
from geo.drafting.statuses import statuses
from geo.quantities import Quantity

_BEFORE = 40
_JOINED = re.compile(
    r"\s*(?:,|,?\s(?:and|та|і|й|и)\s|,?\sas well as\s)\s*(?:the\s)?", re.IGNORECASE
)
_ADJECTIVE_OF = re.compile(r"[\w.’'-]*\s*")


def claim_of(article: Article, part: tuple[int, int], sentence: tuple[int, int], cue: int) -> Claim:
    """Read what stands in a clause.

    Parameters
    ----------
    article
        The text and what was found in it.
    part, sentence
        Bounds of the clause, and of the sentence around it.
    cue
        Where its word of permission stands.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    text, places = article.text, article.mentions(*part)
    distances = article.quantities(*part, kind="distance")
    denied = [each for each in distances if is_denied(text, each)]
    reaches = [_now(text, each, part) for each in distances if is_reach(text, each, part, places)]
    grantors, joint = grantors_of(article, sentence, cue)
    return Claim(
        start=part[0],
        end=part[1],
        sentence=sentence,
        distances=tuple(reaches),
        dates=tuple(
            each
            for each in article.quantities(*part, kind="date")
            if not _aside(text, each, part, cue)
        ),
        regions=tuple(
            Hit(value=place.region, start=place.start, end=place.end)
            for place in places
            if place.kind == "region"
            and place.country == article.target
            and place.region
            and not _follows(text, "unnamed", place.start)
        ),
        systems=tuple(
            hit
            for hit in _named(text, *part, cues().systems)
            if not _follows(text, "but", hit.start)
        ),
        grantors=grantors,
        joint=joint,
        times=tuple(
            Hit(value=match.group(), start=match.start(), end=match.end())
            for match in cues().words["relative"].finditer(text, *part)
        ),
        statuses=(
            *(Hit(value="denied", start=each.start, end=each.end) for each in denied),
            *statuses(text, *sentence, grantors=grantors),
        ),
        cue=cue,
    )


def _now(text: str, quantity: Quantity, part: tuple[int, int]) -> Quantity:
    """Take of "raised from 80 to 300 km" what holds now."""
    if quantity.low_km != quantity.high_km and is_changed(text, quantity, part):
        return replace(quantity, low_km=quantity.high_km)
    return quantity


def _aside(text: str, day: Quantity, part: tuple[int, int], cue: int) -> bool:
    """Tell a day that is only near the one in question, or that of something else."""
    if cues().before["beside"].search(text[max(0, day.start - _BEFORE) : day.start]):
        return True
    first, last = piece(text, *part, day.start)
    return (
        first > part[0]
        and not first <= cue < last
        and bool(cues().after["aside"].match(text, first))
    )


def _follows(text: str, words: str, at: int) -> bool:
    return bool(cues().before[words].search(text[max(0, at - _BEFORE) : at]))


def _named(text: str, start: int, end: int, names: Names) -> Iterator[Hit]:
    for name, first, last in names.within(text, start, end):
        yield Hit(value=name, start=first, end=last)


def grantors_of(
    article: Article, sentence: tuple[int, int], cue: int
) -> tuple[tuple[Hit, ...], bool]:
    """Name the governments, first the one the permission's word follows: the decision is theirs.

    Returns
    -------
    tuple
        The governments, and whether the first of them stands in a row with others.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    text = article.text
    hits = [
        hit
        for hit in _named(text, *sentence, cues().grantors)
        if not cues().after["press"].match(text, _ADJECTIVE_OF.match(text, hit.end).end())  # type: ignore[union-attr]
    ]
    taken = {hit.start for hit in hits}
    hits += [
        Hit(value=place.country, start=place.start, end=place.end)
        for place in article.mentions(*sentence)
        if place.kind == "country"
        and place.country not in (None, article.origin, article.target)
        and place.start not in taken
    ]
    hits.sort(key=lambda hit: (hit.start > cue, abs(hit.start - cue)))
    first, second = (*hits[:2], None, None)[:2]
    joint = (
        first is not None
        and second is not None
        and first.value != second.value
        and second.start < first.start <= cue
        and bool(_JOINED.fullmatch(text[_word_end(text, second.end) : first.start]))
    )
    return tuple(hits), joint


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isalnum():
        at += 1
    return at
