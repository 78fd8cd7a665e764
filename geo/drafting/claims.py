"""Text → claims: the clauses that speak of a permission to use arms, and what stands in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.drafting.clauses import clauses, sentences
from geo.drafting.cues import cues
from geo.drafting.distance import is_denied, is_given_up
from geo.drafting.given import abilities, is_forbidden, is_open, is_supply, permissions
from geo.drafting.reading import claim_of, grantors_of
from geo.drafting.record import Article, Claim
from geo.places import Place
from geo.quantities import Quantity

_REACH_OF_REFERENCE = 2
_NEIGHBOURS = 2
_BEFORE = 40
_BREAK = re.compile(r"[,;]\s+(?:and\s+|та\s+|а\s+|і\s+|и\s+)?|\s(?:and|та|і|а|и)\s+", re.IGNORECASE)


def claims(
    text: str, found: Sequence[Quantity], places: Sequence[Place], *, origin: str, target: str
) -> list[Claim]:
    """Find the clauses that speak of a permission to use arms.

    Parameters
    ----------
    text
        Any text. Lines that begin with a bullet are passed over, and those that end without a
        full stop but the first: in an article they are links to other articles.
    found, places
        What ``geo.quantities.quantities`` and ``geo.places.geocode`` gave for it.
    origin, target
        ISO 3166-1 codes of the country that is given the permission, which gives none, and of
        the country whose regions count.

    Returns
    -------
    list of Claim
        In the order of the text.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    article = Article(text=text, found=found, places=places, origin=origin, target=target)
    rows = sentences(text)
    result: list[Claim] = []
    told = -1 - _REACH_OF_REFERENCE
    for n, sentence in enumerate(rows):
        after = result[-1] if n - told <= _REACH_OF_REFERENCE else None
        around = rows[max(0, n - _NEIGHBOURS)][0], rows[min(len(rows) - 1, n + _NEIGHBOURS)][1]
        stated = list(_stated(article, sentence, around)) or list(
            _went_on(article, sentence, after)
        )
        if stated:
            result += stated
            told = n
    return result


def candidates(text: str) -> list[tuple[int, int]]:
    """Give the bounds of the stretches in which a permission may be spoken of.

    Raises
    ------
    KeyError
        When the packaged words are damaged.

    Examples
    --------
    >>> candidates("It rained. London allowed strikes. It rained. It rained. It rained. It did.")
    [(0, 57)]
    """
    words = cues().words
    rows = sentences(text)
    result: list[tuple[int, int]] = []
    for n, sentence in enumerate(rows):
        if not words["arms"].search(text, *sentence):
            continue
        if any(words[key].search(text, *sentence) for key in ("permission", "ability", "ban")):
            start = rows[max(0, n - _NEIGHBOURS)][0]
            end = rows[min(len(rows) - 1, n + _NEIGHBOURS)][1]
            if result and start <= result[-1][1]:
                start = result.pop()[0]
            result.append((start, end))
    return result


def _stated(
    article: Article, sentence: tuple[int, int], around: tuple[int, int]
) -> Iterator[Claim]:
    """Give a claim per clause of a sentence that speaks of arms, of this war, and of permission."""
    words, text = cues().words, article.text
    if not words["arms"].search(text, *sentence) or not _is_about(article, around):
        return
    whole = any(permissions(text, *sentence))
    parts = [each for part in clauses(text, *sentence) for each in _by_government(article, part)]
    for number, part in enumerate(parts):
        able = words["ability"].finditer(text, *part) if whole else abilities(text, *part)
        ban = words["ban"].search(text, *part)
        cue = next(permissions(text, *part), None) or next(iter(able), None) or ban
        if cue is None:
            continue
        part = _before_negation(text, part, cue.start())  # noqa: PLW2901 - the rest is withheld
        before = any(words["past"].search(text, *each) for each in parts[: number + 1])
        after_turn = number > 0 and not words["past"].search(text, *part)
        claim = claim_of(article, part, sentence, cue.start())
        forbidden = cue is ban or is_forbidden(text, part)
        if forbidden and any(each.hedge == "more than" for each in claim.distances):
            # what is forbidden beyond a distance is allowed up to it
            bounds = tuple(replace(each, hedge="up to") for each in claim.distances)
            claim, forbidden = replace(claim, distances=bounds), False
        ended = any(is_given_up(text, each, part) for each in claim.distances)
        if ended:  # the regions are those it no longer holds for
            claim = replace(claim, regions=(), ended=True)
        yield replace(
            claim,
            past=ended or (before and not after_turn),
            withheld=forbidden or is_open(text, part, cue, sentence[0]),
            supply=is_supply(text, cue, part[1]),
            direct=_is_about(article, sentence) or bool(words["weapons"].search(text, *sentence)),
        )


def _by_government(article: Article, part: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Part a clause where another government's permission begins."""
    text, (start, end) = article.text, part
    whose = ""
    for cue in permissions(text, *part):
        grantors, joint = grantors_of(article, (start, end), cue.start())
        if joint or not grantors or grantors[0].start > cue.start():
            continue
        first = grantors[0]
        breaks = [mark.end() for mark in _BREAK.finditer(text, start, first.start)]
        if whose not in ("", first.value) and breaks and first.start - breaks[-1] <= _BEFORE:
            yield start, breaks[-1]
            start = breaks[-1]
        whose = first.value
    yield start, end


def _before_negation(text: str, part: tuple[int, int], cue: int) -> tuple[int, int]:
    """Cut off what is denied after a permission: "it covers Kursk and does not cover Bryansk"."""
    denied = cues().words["negation"].search(text, *part)
    if denied is None or denied.start() <= cue:
        return part
    breaks = [mark.start() for mark in _BREAK.finditer(text, cue, denied.start())]
    return (part[0], breaks[-1]) if breaks else part


def _went_on(article: Article, sentence: tuple[int, int], after: Claim | None) -> Iterator[Claim]:
    """Give the claim of a sentence that goes on about the permission told right before."""
    words, text = cues().words, article.text
    if after is None:
        return
    cue = words["reference"].search(text, *sentence)
    denied = any(is_denied(text, q) for q in article.quantities(*sentence, kind="distance"))
    if cue is None and not denied:
        return
    at = cue.start() if cue else sentence[0]
    claim = claim_of(article, _before_negation(text, sentence, at), sentence, at)
    held = after.follows if after.follows is not None else after.sentence[0]
    withheld = (
        bool(words["negation"].search(text, claim.start, claim.end))
        or bool(words["sought"].search(text, sentence[0], at))
    ) and not denied
    past = bool(words["past"].search(text, *sentence))
    if not words["span"].search(text, *sentence):
        claim = replace(claim, distances=())
    yield replace(claim, past=past, withheld=withheld, follows=held)


def _is_about(article: Article, around: tuple[int, int]) -> bool:
    named = {place.country for place in article.mentions(*around)}
    return (
        article.target in named
        or bool(cues().words["about"].search(article.text, *around))
        or bool(cues().systems.pattern.search(article.text, *around))
    )
