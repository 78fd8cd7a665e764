"""Sentence → what it adds to the policy told before: it goes on, answers, or echoes it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from geo.claims.aims import reaches_in, regions_in, with_depth
from geo.claims.article import (
    Article,
    Event,
    Hit,
    Sentence,
    first_named,
    hit_of,
    systems_in,
    within,
)
from geo.claims.qualifiers import is_denied, statuses, times_in
from geo.claims.roles import in_a_row
from geo.claims.sentences import piece, speaks_of_arms
from geo.claims.stances import PERMITS, PROPOSED, REFUSES
from geo.claims.words import Actor, anywhere, maker_among

_OPENING = 12
_ASIDE = re.compile(r",[^,]{2,45},\s*(?:\w+\s){0,2}")
_DENIES = re.compile(
    r"(?<!\w)(?:not|no|never|without|declin\w+|refus\w+|withh\w+|не|ні|без|відмов\w+|отказ\w+)\s",
    re.IGNORECASE,
)
_SHUT_OUT = re.compile(
    r"exclud|not (?:yet )?(?:been )?(?:includ|cover|deliver|suppl|sent\b|hand|allow|permit)|"
    r"(?:kept|left|keep\w*|leav\w*|stay\w*|remain\w*|are|is|were|was) (?:\w+ ){0,2}?out of|"
    r"(?:not|n.t) (?:be )?part of|не (?:\w+ )?(?:під|под)(?:пада|ляга)|"
    r"(?:withh[eo]ld|виключен|исключен)\w*|"
    r"не (?:\w+ )?(?:переда|постача|поставля|вход|каса|стосу|поширю|распростран)",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"(?i)\b(?:but|though|and) not (?:for |with )?(?:the )?|"
    r"(?<!\w)(?:але|але й|та|а|но|и) не (?:для )?(?=\w)"
)
_AND_DASH = re.compile(r"[,;]\s(?:а|і|й|и)\s[А-ЯІЇЄҐ][^,.;—–]{2,40}?\s[—–]\s")
_NEAR = 40
NEW = re.compile(
    r"\bnew\b|\bfor now\b|\bso far\b|\bнов(?:ий|е|а|ого|ый|ое|ая|ого)\b|"
    r"речь ид[её]т|[ій]деться|\bпоки\b|\bпока\b",
    re.IGNORECASE,
)
_HANDED = re.compile(
    r"\b(?:given|supplied|sent|delivered|donated)\b|переда[влн]|передан", re.IGNORECASE
)
_MEANT = re.compile(
    r"\b(?:the|these|those) (?:missiles|rockets|weapons|jets|shells)\b|in question|"
    r"[ій]деться про|про як[іеу] [ій]деться|речь ид[её]т|о котор\w+ ид[её]т",
    re.IGNORECASE,
)
ABOUT_IT = re.compile(
    r"\W*(?:[ій]деться про|речь ид[её]т об?) "
    r"(?:удар|пуск|застос|примен|дозв|разреш|обстр|стр[іе]л)",
    re.IGNORECASE,
)
_SUBJECT, _LIST, _AT_ONCE = 45, 2500, 8
_TAKEN_BACK = 600
_SAYS = re.compile(r"sa(?:id|ys)\b|сказа|заяви", re.IGNORECASE)
_ANSWER = re.compile(r"answer|відповід|ответ", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:(?:said|says|заявил\w*) (?!theirs|hers|its own|сво)|"
    r"that|which|who|що|який|яка|что|котор\w+)\b",
    re.IGNORECASE,
)


def tells_range(text: str, sentence: Sentence, last: Event, *, next_to: bool) -> bool:
    """Tell a sentence that says how far the weapons just named go."""
    if not sentence.distances or not anywhere("distance", "far").search(text, *sentence.bounds):
        return False
    if anywhere("distance", "wished").search(text, *sentence.bounds):
        return False
    named = {hit.value for hit in systems_in(text, sentence.bounds)}
    if named and _SHUT_OUT.search(text, *sentence.bounds):
        return False
    if named:
        meant = {hit.value for hit in last.systems}
        mine = not meant and maker_among(named) == last.grantor != ""
        return (bool(named & meant) or mine) and not _DENIES.search(text, *sentence.bounds)
    opening = sentence.start, min(sentence.end, sentence.start + 40)
    return next_to and bool(anywhere("distance", "they").search(text, *opening))


def goes_on(text: str, sentence: Sentence, last: Event) -> bool:
    """Tell a sentence that goes on about the policy told right before."""
    named = {hit.value for hit in systems_in(text, sentence.bounds)}
    others = maker_among(named) not in ("", last.grantor) and not named & {
        hit.value for hit in last.systems
    }
    if named and (others or _SHUT_OUT.search(text, *sentence.bounds)):
        return False
    return bool(
        anywhere("about", "reference").search(text, *sentence.bounds)
        or any(each.start - sentence.start < _OPENING for each in sentence.distances)
        or any(is_denied(text, each) for each in sentence.distances)
        or text[slice(*sentence.bounds)].strip(" .\r\n") in {each.text for each in sentence.dates}
    )


def going_on(article: Article, sentence: Sentence, last: Event, *, ranged: bool) -> Event:
    """Read a sentence that goes on about the policy told right before."""
    text, part = article.text, sentence.bounds
    country = last.target.value if last.target else ""
    regions, excluded, whole = regions_in(text, sentence.places, part, country)
    named = {hit.value for hit in systems_in(text, part)}
    meant = {hit.value for hit in last.systems}
    # a weapon that the permission does not name may be another one
    same = bool(named & meant) or bool(_MEANT.search(text, *part))
    others = any(a.kind == "arms" and a.country != last.grantor for a in sentence.actors)
    sure = ranged and (same if named else not (others or _HANDED.search(text, *part)))
    sure = sure or bool(ABOUT_IT.match(text, *part))
    negated = bool(anywhere("about", "except").search(text, *part))
    reaches = () if negated and not ranged else tuple(
        replace(each, direct=sure, of="weapon" if ranged else each.of)
        for each in reaches_in(text, sentence, part, sentence.places, ranged=ranged)
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
        fresh=bool(NEW.search(text, *part)),
    )


def echoes(
    article: Article, sentence: Sentence, told: Sequence[Event], last: Event | None
) -> Iterator[Event]:
    """Read what is said of a government only beside another one's: "Berlin would not".

    Examples
    --------
    >>> from geo.claims.draft import draft
    >>> text = "London has allowed Ukraine strikes inside Russia. Berlin would not."
    >>> [(each["grantor"], each["stance"]) for each in draft(text)]
    [('GB', 'permits'), ('DE', 'refuses')]
    """
    text = article.text
    for key, stance in (("no", REFUSES), ("yes", ""), ("weighed", PROPOSED)):
        for match in anywhere("echo", key).finditer(text, *sentence.bounds):
            before = [e for e in told if e.cue[0] < match.start()]
            model = before[-1] if before else last
            if model is None or any(
                e.start <= match.start() < e.end and e.cue[0] > match.start() for e in told
            ):
                continue
            said, at = stance or model.stance or PERMITS, match.span()
            subjects = _subjects(text, sentence, at, weighed=key == "weighed")
            if not subjects and _ANSWER.match(text, at[0]):
                if model.stance == PROPOSED:
                    yield replace(
                        _echo(article, sentence, model, at, said, model.grantors), statuses=()
                    )
                continue
            out = {model.grantor, *(hit.value for hit in (model.origin, model.target) if hit)}
            out |= {event.grantor for event in told}
            if (
                key == "yes"
                and _SAYS.match(text, at[0])
                and (  # only of what a government itself said
                    {hit.value for hit in model.statuses} == {"reported"}
                    or anywhere("record", "crowd").search(text, sentence.start, at[0])
                )
            ):
                continue
            if subjects and subjects[-1].country not in out:
                for hit in in_a_row(text, sentence.actors, subjects[-1]):
                    yield _echo(article, sentence, model, at, said, [hit])


def _subjects(text: str, sentence: Sentence, at: tuple[int, int], *, weighed: bool) -> list[Actor]:
    """Find whose echo it is: the subject, or the one a list's entry is headed with."""
    first, _ = piece(text, *sentence.bounds, at[0])
    found = [
        a
        for a in sentence.actors
        if a.kind in ("state", "office") and not a.led
        if _is_subject(text[a.end : at[0]], within=first <= a.start) or 0 <= a.start - at[1] <= 1
    ]
    if not found and weighed:  # "In Washington the government is considering a similar step"
        found = [a for a in sentence.actors if a.start - sentence.start < _AT_ONCE][:1]
    if not found and at[0] - sentence.start < 2 * _SUBJECT:
        found = list(sentence.topics)
    return found


def _is_subject(between: str, *, within: bool) -> bool:
    """Tell a subject by what parts it from its verb: "Britain, diplomats say, followed"."""
    if not between or _ASIDE.fullmatch(between):
        return bool(between)
    return within and len(between) < _SUBJECT and not _CLAUSE.search(between)


def _echo(
    article: Article,
    sentence: Sentence,
    model: Event,
    cue: tuple[int, int],
    stance: str,
    whose: Sequence[Actor] | Sequence[Hit],
) -> Event:
    """Make the event of another government, of the same pair of countries."""
    part = piece(article.text, *sentence.bounds, cue[0])
    grantors = tuple(
        a if isinstance(a, Hit) else Hit(value=a.country, start=a.start, end=a.end) for a in whose
    )
    return Event(
        start=min(part[0], *(a.start for a in whose)),
        end=part[1],
        sentence=sentence.bounds,
        cue=cue,
        stance=stance,
        grantors=grantors,
        origin=model.origin,
        target=model.target,
        systems=tuple(systems_in(article.text, part)),
        statuses=tuple(
            statuses(article.text, *sentence.bounds, grantors=grantors, named=sentence.actors)
        ),
        times=times_in(article.text, part),
    )


def unsaid(article: Article, sentence: Sentence, model: Event | None) -> Iterator[Event]:
    """Read an entry that has no verb: a row of a table, a line of a list of who allows what.

    Where the list is headed by who allows what, an entry of arms or of a distance is a permission.
    """
    text = article.text
    if not sentence.topics or sentence.entry != sentence.start:
        return
    headed = anywhere("entry", "who").search(text, max(0, sentence.start - _LIST), sentence.start)
    rest = max(a.end for a in sentence.topics), sentence.end
    armed = bool(systems_in(text, rest)) or bool(sentence.distances) or speaks_of_arms(text, rest)
    said = next(
        (
            stance
            for key, stance in (
                ("weighed", PROPOSED),
                ("free", PERMITS),
                ("no", REFUSES),
                ("yes", PERMITS),
            )
            if anywhere("entry", key).search(text, *rest)
        ),
        PERMITS if headed and armed and not _DENIES.search(text, *rest) else "",
    )
    above = max(0, sentence.start - _LIST), sentence.start
    if not said or not (armed or headed or speaks_of_arms(text, above)):
        return
    whose = [a for a in sentence.topics if a.country not in ("UA", "RU")]
    if not whose or (model is None and not {"UA", "RU"} & article.countries):
        return
    model = model or Event(
        start=0, end=0, sentence=(0, 0), cue=(0, 0), stance="",
        origin=first_named(article, "UA"), target=first_named(article, "RU"),
    )  # fmt: skip
    event = _echo(article, sentence, model, (rest[0], rest[0]), said, whose)
    country = model.target.value if model.target else ""
    regions, excluded, whole = regions_in(text, sentence.places, rest, country)
    reaches = reaches_in(text, sentence, rest, sentence.places)
    yield replace(
        event, start=sentence.start, end=sentence.end, reaches=reaches, regions=regions,
        excluded=excluded, whole=whole, systems=tuple(systems_in(text, rest)),
    )  # fmt: skip


def without_retracted(article: Article, events: Sequence[Event]) -> list[Event]:
    """Drop what a text tells and takes back."""
    spots = [
        sentence.start
        for sentence in article.sentences
        if anywhere("about", "retracted").search(article.text, *sentence.bounds)
    ]
    if not spots:
        return list(events)
    return [
        event for event in events
        if any(hit.value == "confirmed" for hit in event.statuses)
        and bisect_left(spots, event.sentence[0] + _TAKEN_BACK)
        == bisect_left(spots, event.sentence[0] - _TAKEN_BACK + 1)
    ]  # fmt: skip


def completed(article: Article, events: Sequence[Event]) -> Iterator[Event]:
    """Add to what is permitted its depth, the weapon left out, and who does the same."""
    sentences = {each.bounds: each for each in article.sentences}
    for bounds, told in groupby(events, key=lambda event: event.sentence):
        sentence = sentences[bounds]
        for event in with_depth(article, sentence, list(told)):
            yield event
            if event.stance == PERMITS and not event.past and not event.headline:
                yield from _but_not(article.text, sentence, event)
                yield from _likewise(article, sentence, event)


def _but_not(text: str, sentence: Sentence, event: Event) -> Iterator[Event]:
    """Read the weapon that a permission leaves out: "but not ATACMS" is a refusal of its own."""
    for match in _BUT_NOT.finditer(text, event.cue[1], sentence.end):
        named = systems_in(text, (match.end(), min(sentence.end, match.end() + _NEAR)))
        kept = {hit.value for hit in event.systems}
        if named and named[0].value not in kept:
            yield replace(
                event, stance=REFUSES, cue=match.span(), reaches=(), regions=(), excluded=(),
                whole=(), systems=(named[0],),
            )  # fmt: skip


def _likewise(article: Article, sentence: Sentence, event: Event) -> Iterator[Event]:
    """Read a second government without a verb: «а Лондон — ракетами на 250 км»."""
    text = article.text
    for match in _AND_DASH.finditer(text, event.cue[1], sentence.end):
        whose = [a for a in sentence.actors if match.start() < a.start < match.end() and not a.led]
        part = match.end(), piece(text, *sentence.bounds, match.end() + 1)[1]
        arms = systems_in(text, part)
        if len(whose) == 1 and whose[0].country != event.grantor and arms:
            yield replace(
                event, start=match.start(), end=part[1], cue=match.span(), regions=(), excluded=(),
                grantors=(hit_of(whose[0]),), systems=tuple(arms), whole=(),
                reaches=reaches_in(text, sentence, part, within(sentence.places, *part)),
            )  # fmt: skip
