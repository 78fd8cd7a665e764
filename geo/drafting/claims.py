"""Text → claims: the clauses that speak of a permission to use arms, and what stands in them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.drafting.clauses import clauses, piece, sentences
from geo.drafting.cues import Names, cues
from geo.drafting.distance import is_changed, is_denied, is_given_up, is_reach
from geo.drafting.given import abilities, is_forbidden, is_open, is_supply, permissions
from geo.places import Place
from geo.quantities import Quantity

_REACH_OF_REFERENCE = 2
_NEIGHBOURS = 2
_BEFORE = 40
_JOINED = re.compile(
    r"\s*(?:,|,?\s(?:and|та|і|й|и)\s|,?\sas well as\s)\s*(?:the\s)?", re.IGNORECASE
)
_BREAK = re.compile(r"[,;]\s+(?:and\s+|та\s+|а\s+|і\s+|и\s+)?|\s(?:and|та|і|а|и)\s+", re.IGNORECASE)
_ADJECTIVE_OF = re.compile(r"[\w.’'-]*\s*")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Hold one thing read off the text, and where it stands."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Hold one clause that speaks of a permission to use arms, or goes on about one.

    Attributes
    ----------
    start, end
        Offsets of the clause; ``sentence`` has those of the sentence around it.
    distances, dates
        The quantities in the clause that can be its reach and its days.
    regions
        First-level regions it names, as ISO 3166-2 codes.
    systems, grantors, statuses
        What else it names; the grantor nearest before the permission's word comes first.
    times
        What it says of the time that is no date: "on Sunday", "last week".
    joint
        Whether that grantor stands in a row with others: then it is not one alone.
    past
        Whether it speaks of what was so before.
    withheld
        Whether it speaks of a permission not given.
    supply
        Whether what is allowed is to hand over arms, which alone is no policy of their use.
    ended
        Whether it speaks of a limit given up: its days end that limit.
    follows
        Where the sentence begins whose permission it goes on about; None where it tells one of
        its own.
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
    times: tuple[Hit, ...] = ()
    joint: bool = False
    past: bool = False
    withheld: bool = False
    supply: bool = False
    ended: bool = False
    follows: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Article:
    """Hold a text and what was found in it, each in its order."""

    text: str
    found: Sequence[Quantity]
    places: Sequence[Place]
    origin: str
    target: str

    def quantities(self, start: int, end: int, *, kind: str) -> list[Quantity]:
        first, last = (bisect_left(self.found, at, key=lambda q: q.start) for at in (start, end))
        return [quantity for quantity in self.found[first:last] if quantity.kind == kind]

    def mentions(self, start: int, end: int) -> Sequence[Place]:
        first, last = (bisect_left(self.places, at, key=lambda p: p.start) for at in (start, end))
        return self.places[first:last]


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
    article = _Article(text=text, found=found, places=places, origin=origin, target=target)
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
    article: _Article, sentence: tuple[int, int], around: tuple[int, int]
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
        before = any(words["past"].search(text, *each) for each in parts[: number + 1])
        after_turn = number > 0 and not words["past"].search(text, *part)
        claim = _read(article, part, sentence, cue.start())
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
        )


def _by_government(article: _Article, part: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Part a clause where another government's permission begins."""
    text, (start, end) = article.text, part
    whose = ""
    for cue in permissions(text, *part):
        grantors, joint = _grantors(article, (start, end), cue.start())
        if joint or not grantors or grantors[0].start > cue.start():
            continue
        first = grantors[0]
        breaks = [mark.end() for mark in _BREAK.finditer(text, start, first.start)]
        if whose not in ("", first.value) and breaks and first.start - breaks[-1] <= _BEFORE:
            yield start, breaks[-1]
            start = breaks[-1]
        whose = first.value
    yield start, end


def _went_on(article: _Article, sentence: tuple[int, int], after: Claim | None) -> Iterator[Claim]:
    """Give the claim of a sentence that goes on about the permission told right before."""
    words, text = cues().words, article.text
    if after is None:
        return
    cue = words["reference"].search(text, *sentence)
    denied = any(is_denied(text, q) for q in article.quantities(*sentence, kind="distance"))
    if cue is None and not denied:
        return
    at = cue.start() if cue else sentence[0]
    claim = _read(article, sentence, sentence, at)
    held = after.follows if after.follows is not None else after.sentence[0]
    withheld = (
        bool(words["negation"].search(text, *sentence))
        or bool(words["sought"].search(text, sentence[0], at))
    ) and not denied
    past = bool(words["past"].search(text, *sentence))
    if not words["span"].search(text, *sentence):
        claim = replace(claim, distances=())
    yield replace(claim, past=past, withheld=withheld, follows=held)


def _is_about(article: _Article, around: tuple[int, int]) -> bool:
    named = {place.country for place in article.mentions(*around)}
    return (
        article.target in named
        or bool(cues().words["about"].search(article.text, *around))
        or bool(cues().systems.pattern.search(article.text, *around))
    )


def _read(article: _Article, part: tuple[int, int], sentence: tuple[int, int], cue: int) -> Claim:
    """Read what stands in a clause."""
    text, places = article.text, article.mentions(*part)
    distances = article.quantities(*part, kind="distance")
    denied = [each for each in distances if is_denied(text, each)]
    reaches = [_now(text, each, part) for each in distances if is_reach(text, each, part, places)]
    grantors, joint = _grantors(article, sentence, cue)
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
            and not _unnamed(text, place.start)
        ),
        systems=tuple(
            hit for hit in _named(text, *part, cues().systems) if not _unnamed(text, hit.start)
        ),
        grantors=grantors,
        joint=joint,
        times=tuple(
            Hit(value=match.group(), start=match.start(), end=match.end())
            for match in cues().words["relative"].finditer(text, *part)
        ),
        statuses=(
            *(Hit(value="denied", start=each.start, end=each.end) for each in denied),
            *_statuses(text, *sentence),
        ),
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


def _unnamed(text: str, at: int) -> bool:
    return bool(cues().before["unnamed"].search(text[max(0, at - _BEFORE) : at]))


def _named(text: str, start: int, end: int, names: Names) -> Iterator[Hit]:
    for name, first, last in names.within(text, start, end):
        yield Hit(value=name, start=first, end=last)


def _grantors(
    article: _Article, sentence: tuple[int, int], cue: int
) -> tuple[tuple[Hit, ...], bool]:
    """Put first whom the permission's word follows: it is their decision that is told."""
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


def _statuses(text: str, start: int, end: int) -> Iterator[Hit]:
    """Give the words of status; what is neither confirmed nor denied is neither."""
    silenced = [
        piece(text, start, end, match.start())
        for match in cues().words["neither"].finditer(text, start, end)
    ]
    spans = [match.span() for match in cues().words["neither"].finditer(text, start, end)]
    for hit in _named(text, start, end, cues().status):
        quiet = hit.value in ("confirmed", "denied") and any(
            first <= hit.start < last for first, last in (*silenced, *spans)
        )
        if not quiet:
            yield hit
