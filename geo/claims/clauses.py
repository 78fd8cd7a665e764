"""Clause → the claim it makes: who, with what, where, how far, when, how surely."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.claims.cues import Names, cues
from geo.claims.distances import is_changed, is_denied, is_given_up, is_reach
from geo.claims.permissions import (
    abilities,
    is_forbidden,
    is_open,
    is_other,
    is_supply,
    permissions,
    statuses,
)
from geo.claims.record import Article, Claim, Hit
from geo.claims.sentences import (
    clauses,
    is_about,
    is_of_others,
    piece,
    speaks_of_arms,
    surroundings,
)
from geo.quantities import Quantity

_BEFORE = 40
_JOINED = re.compile(
    r"\s*(?:,|,?\s(?:and|та|і|й|и)\s|,?\sas well as\s)\s*(?:the\s)?", re.IGNORECASE
)
_ADJECTIVE_OF = re.compile(r"[\w.’'-]*\s*")


def claim_of(article: Article, part: tuple[int, int], sentence: tuple[int, int], cue: int) -> Claim:
    """Read what stands in a clause."""
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
    """Name the governments, the one that decides first, and whether it stands in a row with others.

    The decision is theirs whom the permission's word follows.
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


_REACH_OF_REFERENCE = 2
_NEIGHBOURS = 2
_BEFORE = 40
_BREAK = re.compile(r"[,;]\s+(?:and\s+|та\s+|а\s+|і\s+|и\s+)?|\s(?:and|та|і|а|и)\s+", re.IGNORECASE)


def claims(article: Article) -> list[Claim]:
    """Find the clauses that speak of a permission to use arms.

    Parameters
    ----------
    article
        The text and what was found in it. Lines that begin with a bullet are passed over, and
        those that end without a full stop: in an article they are links to other articles.

    Returns
    -------
    list of Claim
        In the order of the text.
    """
    return [claim for rows in article.passages for claim in _told(article, rows)]


def _told(article: Article, rows: Sequence[tuple[int, int]]) -> list[Claim]:
    """Give the claims of one passage."""
    plain = [list(_stated(article, rows, n)) for n in range(len(rows))]
    given = {each.told for row in plain for each in row if not each.withheld}
    result: list[Claim] = []
    told = -1 - _REACH_OF_REFERENCE
    for n, sentence in enumerate(rows):
        after = _last(result) if n - told <= _REACH_OF_REFERENCE else None
        near = [
            each for row in plain[max(0, n - _NEIGHBOURS) : n + _NEIGHBOURS + 1] for each in row
        ]
        near += [after] if after else []
        stated = (
            plain[n]
            or (list(_bounds(article, sentence)) if given & {each.told for each in near} else [])
            or list(_went_on(article, sentence, after))
        )
        if stated:
            result += stated
            told = n
    return result


def _last(told: Sequence[Claim]) -> Claim | None:
    """Give the claim one goes on about: not one that only leaves out a weapon or a region."""
    back = reversed(told)
    whole = (each for each in back if not (each.withheld and (each.systems or each.regions)))
    return next(whole, next(reversed(told), None))


def _stated(article: Article, rows: Sequence[tuple[int, int]], n: int) -> Iterator[Claim]:
    """Give a claim per clause of a sentence that speaks of arms, of this war, and of permission."""
    around, sentence = surroundings(rows, n), rows[n]
    if not speaks_of_arms(article.text, sentence, around) or not is_about(article, around):
        return
    if not is_of_others(article, sentence):
        yield from _read(article, sentence, leave=_leave(article, rows, n))


def _leave(article: Article, rows: Sequence[tuple[int, int]], n: int) -> tuple[Hit, ...]:
    """Give the governments whose permission or orders the next sentence or the last tells of."""
    words, text = cues().words, article.text
    if not words["ability"].search(text, *rows[n]):
        return ()
    for sentence in (*rows[n + 1 : n + 2], *rows[max(0, n - 1) : n]):
        cue = next(permissions(text, *sentence), words["orders"].search(text, *sentence))
        withheld = any(words[key].search(text, *sentence) for key in ("negation", "sought"))
        if cue and not withheld:
            hits, joint = grantors_of(article, sentence, cue.start())
            if hits and not joint:
                return hits
    return ()


def _bounds(article: Article, sentence: tuple[int, int]) -> Iterator[Claim]:
    """Give the claims of a sentence that states a limit beside a permission, arms unnamed."""
    if not article.quantities(*sentence, kind="distance") or is_of_others(article, sentence):
        return
    for claim in _read(article, sentence, extra=("bound", "today")):
        if claim.distances and claim.follows is None:
            yield claim


def _read(
    article: Article,
    sentence: tuple[int, int],
    *,
    extra: Sequence[str] = (),
    leave: tuple[Hit, ...] = (),
) -> Iterator[Claim]:
    words, text = cues().words, article.text
    whole = any(permissions(text, *sentence))
    parts = [each for part in clauses(text, *sentence) for each in _by_government(article, part)]
    for number, part in enumerate(parts):
        keys = (*extra, "bound") if whole and article.quantities(*part, kind="distance") else extra
        ban = words["ban"].search(text, *part)
        able = next(abilities(text, *part, leave=bool(leave)), None)
        cue = _cue(text, part, ban, able, extra=keys, whole=whole)
        if cue is None:
            continue
        part = _before_negation(text, part, cue.start())  # noqa: PLW2901 - the rest is withheld
        before = any(words["past"].search(text, *each) for each in parts[: number + 1])
        after_turn = number > 0 and not words["past"].search(text, *part)
        claim = claim_of(article, part, sentence, cue.start())
        if cue is able and not claim.grantors:
            claim = replace(claim, grantors=leave)
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
            direct=is_about(article, sentence) or bool(words["weapons"].search(text, *sentence)),
        )


def _cue(
    text: str,
    part: tuple[int, int],
    ban: re.Match[str] | None,
    granted: re.Match[str] | None,
    *,
    whole: bool,
    extra: Sequence[str],
) -> re.Match[str] | None:
    """Find the word that makes a clause one about a permission."""
    words = cues().words
    allowed = next(permissions(text, *part), None)
    if allowed and granted and granted.end() < allowed.start():
        return granted
    able = words["ability"].search(text, *part) if whole else granted
    more = (cue for key in extra for cue in words[key].finditer(text, *part))
    bound = next((cue for cue in more if not is_other(text, cue, part[1])), None)
    return allowed or able or ban or bound


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
    if cue is None and not denied and not _is_date(article, sentence):
        return
    at = cue.start() if cue else sentence[0]
    claim = claim_of(article, _before_negation(text, sentence, at), sentence, at)
    withheld = (
        bool(words["negation"].search(text, claim.start, claim.end))
        or bool(words["sought"].search(text, sentence[0], at))
    ) and not denied
    past = bool(words["past"].search(text, *sentence))
    if not words["span"].search(text, *sentence):
        claim = replace(claim, distances=())
    yield replace(claim, past=past, withheld=withheld, follows=after.told)


def _is_date(article: Article, sentence: tuple[int, int]) -> bool:
    """Tell a sentence that is a date and nothing else, as in a digest."""
    bare = article.text[slice(*sentence)].strip(" .\r\n")
    return any(day.text == bare for day in article.quantities(*sentence, kind="date"))
