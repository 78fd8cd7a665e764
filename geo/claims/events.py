"""Sentence → what each of its clauses tells of a policy: who, whom, how far, where, when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.claims.article import Article, Sentence, speaks_of_arms, within
from geo.claims.qualifiers import (
    is_changed,
    is_denied,
    is_given_up,
    is_reach,
    kind_of_reach,
    leads_to,
    regions_in,
    statuses,
    times_in,
)
from geo.claims.records import Event, Hit, Reach
from geo.claims.roles import grantors_of, origin_of, other_of, owns, systems_in, target_of
from geo.claims.stances import PERMITS, PROPOSED, REFUSES, Cue, cues_of
from geo.claims.words import anywhere, at_start, maker_among
from geo.places import Place
from geo.quantities import Quantity

_BEFORE = 40
_OPENING = 12
_MOST_AROUND = 2
_DENIES = re.compile(r"(?<!\w)(?:not|no|never|without|не|ні|без)\s", re.IGNORECASE)
_ACROSS = re.compile(
    r"border|frontier|inside|into|strike|target|missile|rocket|ракет|ціл[іеія]|цел[иея]|кордон|"
    r"углиб|вглиб|удар|границ|вглубь",
    re.IGNORECASE,
)
_FAR_APART = 2.5
_DEFENDS = re.compile(
    r"sho[ot]\w* down|intercept|збива|збит|перехоп|сбива|сбит|перехват|"
    r"\bfly (?:its |their )?F-16s? within|літати\b|летать\b",
    re.IGNORECASE,
)
_ACTIVE = ("permit", "grant", "lift")
_NEW = re.compile(r"\bnew\b|\bнов(?:ий|е|а|ого|ый|ое|ая|ого)\b", re.IGNORECASE)
_UNTIL = re.compile(r"until\b|до того\b", re.IGNORECASE)


def events_of(article: Article) -> list[Event]:
    """Read what the clauses of a text tell of policies, in its order."""
    found: list[Event] = []
    for passage in article.passages:
        for number, sentence in enumerate(passage):
            found += _of_sentence(article, passage, number, sentence, found)
    return found


def _of_sentence(
    article: Article,
    passage: Sequence[Sentence],
    number: int,
    sentence: Sentence,
    before: Sequence[Event],
) -> list[Event]:
    text = article.text
    near = passage[max(0, number - 1) : number + 2]
    armed = speaks_of_arms(text, sentence.bounds)
    close = armed or any(speaks_of_arms(text, each.bounds) for each in near)
    last = _last(before, passage, number)
    told: list[Event] = []
    if close:
        cues = cues_of(text, sentence.bounds)
        for cue in cues:
            event = _event(article, sentence, cue, (*before, *told), told[-1] if told else last)
            if event is not None and (armed or last or event.systems or event.reaches):
                told += _each_grantor(event)
    if not told and last is not None:
        next_to = number > 0 and passage[number - 1].bounds == last.sentence
        ranged = _tells_range(text, sentence, last, next_to=next_to)
        if ranged or _goes_on(text, sentence):
            told.append(_going_on(article, sentence, last, ranged=ranged))
    return told


def _tells_range(text: str, sentence: Sentence, last: Event, *, next_to: bool) -> bool:
    """Tell a sentence that says how far the weapons just named go."""
    if not sentence.distances or not anywhere("distance", "far").search(text, *sentence.bounds):
        return False
    if anywhere("distance", "wished").search(text, *sentence.bounds):
        return False
    named = {hit.value for hit in systems_in(text, sentence.bounds)}
    if named:
        meant = {hit.value for hit in last.systems}
        mine = not meant and maker_among(named) == last.grantor != ""
        return (bool(named & meant) or mine) and not _DENIES.search(text, *sentence.bounds)
    opening = sentence.start, min(sentence.end, sentence.start + 40)
    return next_to and bool(anywhere("distance", "they").search(text, *opening))


def _last(before: Sequence[Event], passage: Sequence[Sentence], number: int) -> Event | None:
    """Give the policy told at most two sentences before."""
    starts = {each.start for each in passage[max(0, number - _MOST_AROUND) : number]}
    near = [each for each in before if each.sentence[0] in starts]
    return near[-1] if near else None


def _goes_on(text: str, sentence: Sentence) -> bool:
    return bool(
        anywhere("about", "reference").search(text, *sentence.bounds)
        or any(each.start - sentence.start < _OPENING for each in sentence.distances)
        or any(is_denied(text, each) for each in sentence.distances)
        or text[slice(*sentence.bounds)].strip(" .\r\n") in {each.text for each in sentence.dates}
    )


def _each_grantor(event: Event) -> Iterator[Event]:
    """Part what governments in a row decide: each has a policy of its own."""
    if len(event.grantors) > 1:
        for grantor in event.grantors:
            yield replace(event, grantors=(grantor,))
    else:
        yield event


def _event(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    before: Sequence[Event],
    last: Event | None,
) -> Event | None:
    """Read one clause; None where it is no policy of using arms."""
    text = article.text
    if not cue.stance or _is_supply(text, cue) or _DEFENDS.search(text, *cue.clause):
        return None
    origin, origin_told = origin_of(article, sentence, cue, before)
    grantors, told = grantors_of(article, sentence, cue, origin, before)
    if cue.kind in ("ability", "permission", "limit", "home") and not _granted(
        article, sentence, cue, grantors, told=told, last=last
    ):
        return None
    whose = {hit.value for hit in grantors}
    if origin is not None and origin.value in whose:
        if len(whose) > 1 or not origin_told:
            origin = None
        else:
            return None
    target = target_of(article, sentence, cue, origin, whose, before)
    if target is not None and target.value in whose:
        return None
    if not told and target is None and not before:
        return None
    if origin is None:
        out = whose | ({target.value} if target else set())
        origin = other_of(text, sentence, cue, out)
    event = _filled(article, sentence, cue, grantors, origin, target)
    event = replace(event, grantor_told=told)
    at_war = bool({"UA", "RU"} & article.countries) and told
    return _checked(text, event, cue, at_war=at_war)


def _checked(text: str, event: Event, cue: Cue, *, at_war: bool) -> Event | None:
    """Drop what tells no policy, and take a ban of what lies beyond for a limit."""
    whole = event.origin and event.target and event.reaches and event.stance != PROPOSED
    if (
        not (event.grantors or whole)
        or not (event.origin or event.target or at_war)
        or (cue.kind in ("limit", "unlimited") and owns(text, cue))
        or (cue.kind == "limit" and not (event.reaches or event.regions))
    ):
        return None
    beyond = [each for each in event.reaches if each.quantity.hedge == "more than"]
    if event.stance == REFUSES and beyond and cue.kind in ("forbid", "permit", "ability"):
        # what is forbidden beyond a distance is allowed up to it
        bounds = tuple(
            replace(each, quantity=replace(each.quantity, hedge="up to"), of="limit")
            for each in beyond
        )
        if all(each.of == "limit" for each in beyond):
            return replace(event, stance=PERMITS, reaches=bounds)
    return event


def _is_supply(text: str, cue: Cue) -> bool:
    """Tell whether what is allowed is to hand over arms, not to use them."""
    if cue.kind in ("case", "home", "ability", "limit", "unlimited"):
        return False
    follows = text[cue.end : min(cue.clause[1], cue.end + 45)]
    starts = [0, *(m.start() for m in re.finditer(r"(?<!\S)\S", follows))]
    supply = next((at for at in starts[:5] if at_start("about", "supply").match(follows, at)), None)
    if supply is None:
        return False
    used = anywhere("about", "used").search(follows)
    return used is None or used.start() > supply


def _granted(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    grantors: Sequence[Hit],
    *,
    told: bool,
    last: Event | None,
) -> bool:
    """Tell whether somebody's leave is told of beside what one is able to."""
    if told and grantors and cue.kind != "limit":
        return True
    if last is not None:
        return True
    if cue.kind == "limit":
        return bool(told and grantors and _ACROSS.search(article.text, *cue.clause))
    if not grantors:
        return False
    after = [s for passage in article.passages for s in passage if s.start >= sentence.start][:2]
    return any(
        a.country == grantors[0].value and a.kind == "office" for s in after for a in s.actors
    )


def _filled(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    grantors: tuple[Hit, ...],
    origin: Hit | None,
    target: Hit | None,
) -> Event:
    """Read the rest of a clause."""
    text, part = article.text, cue.clause
    distances = within(sentence.distances, *part)
    places = within(sentence.places, *part)
    denied = [each for each in distances if is_denied(text, each)]
    country = target.value if target else ""
    refused, foreign = cue.stance == REFUSES, "RU" not in {hit.value for hit in grantors}
    regions, excluded, whole = regions_in(text, places, part, country, towns=refused)
    ended = any(is_given_up(text, each, part) for each in distances)
    return Event(
        start=part[0],
        end=part[1],
        sentence=sentence.bounds,
        cue=(cue.start, cue.end),
        stance=cue.stance,
        grantors=grantors,
        origin=origin,
        target=target,
        reaches=tuple(
            each
            for each in _reaches(text, sentence, part, places, foreign=foreign)
            if (cue.stance != REFUSES or each.of == "limit") and _is_after(text, each, cue)
        ),
        regions=() if ended else regions,
        excluded=excluded,
        whole=whole,
        systems=tuple(
            hit for hit in systems_in(text, part) if not leads_to(text, ("about", "but"), hit.start)
        ),
        statuses=(
            *(Hit(value="denied", start=each.start, end=each.end) for each in denied),
            *statuses(text, *sentence.bounds, grantors=grantors, named=sentence.actors),
        ),
        times=times_in(text, sentence.bounds),
        past=ended or _is_past(text, cue),
        ended=ended,
        headline=sentence.headline,
        fresh=bool(_NEW.search(text, *part)),
    )


def _is_after(text: str, reach: Reach, cue: Cue) -> bool:
    """Tell whether a distance is of what is allowed, not of the one who allows it."""
    at = reach.quantity.start
    limited = anywhere("distance", "limit").search(text, cue.clause[0], at)
    return at > cue.start or cue.passive or cue.kind not in _ACTIVE or limited is not None


def _reaches(
    text: str,
    sentence: Sentence,
    part: tuple[int, int],
    places: Sequence[Place],
    *,
    ranged: bool = False,
    foreign: bool = True,
) -> tuple[Reach, ...]:
    return tuple(
        Reach(
            quantity=_now(text, each, part),
            of=kind_of_reach(text, each, part),
            sentence=sentence.bounds,
        )
        for each in within(sentence.distances, *part)
        if is_reach(text, each, part, places, ranged=ranged, foreign=foreign)
    )


def _now(text: str, quantity: Quantity, part: tuple[int, int]) -> Quantity:
    """Take of "raised from 80 to 300 km" what holds now."""
    far_apart = (quantity.high_km or 0) > _FAR_APART * (quantity.low_km or 0)
    if far_apart or (quantity.low_km != quantity.high_km and is_changed(text, quantity, part)):
        return replace(quantity, low_km=quantity.high_km)
    return quantity


def _is_past(text: str, cue: Cue) -> bool:
    """Tell whether a clause speaks of what was so before."""
    if _UNTIL.match(text, cue.clause[1]):
        return True
    before = list(anywhere("time", "past").finditer(text, *cue.clause))
    return bool(before) and not anywhere("time", "now").search(
        text, before[-1].end(), cue.clause[1]
    )


def _going_on(article: Article, sentence: Sentence, last: Event, *, ranged: bool) -> Event:
    """Read a sentence that goes on about the policy told right before."""
    text, part = article.text, sentence.bounds
    country = last.target.value if last.target else ""
    regions, excluded, whole = regions_in(text, sentence.places, part, country)
    negated = bool(anywhere("about", "except").search(text, *part))
    reaches = () if negated and not ranged else tuple(
        replace(each, direct=ranged, of="weapon" if ranged else each.of)
        for each in _reaches(text, sentence, part, sentence.places, ranged=ranged)
    )  # fmt: skip
    denied = [each for each in sentence.distances if is_denied(text, each)]
    grantors = last.grantors
    return Event(
        start=part[0],
        end=part[1],
        sentence=part,
        cue=(part[0], part[0]),
        stance="",
        grantors=grantors,
        origin=last.origin,
        target=last.target,
        reaches=reaches
        if anywhere("distance", "far").search(text, *part)
        or anywhere("distance", "limit").search(text, *part)
        or any(r.quantity.hedge for r in reaches)
        else (),
        regions=regions,
        excluded=excluded,
        whole=whole,
        systems=tuple(systems_in(text, part)),
        statuses=(
            *(Hit(value="denied", start=each.start, end=each.end) for each in denied),
            *statuses(text, *part, grantors=grantors, named=sentence.actors),
        ),
        times=times_in(text, part),
        past=bool(anywhere("time", "past").search(text, *part)),
        fresh=bool(_NEW.search(text, *part)),
    )
