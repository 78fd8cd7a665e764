"""Policy → its fields, each a value with its evidence or a gap with its name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from geo.claims.article import Article, Event, Hit, Reach, within
from geo.claims.policies import Policy
from geo.claims.words import anywhere, at_end, made_by, weekdays
from geo.quantities import Quantity, quantities
from geo.regimes import REACH_KM

SAME_CLAUSE, SAME_SENTENCE, ELSEWHERE = 0.9, 0.7, 0.5
_YEAR_DIGITS = 4
_KM_PER_MILE = 1.609344
_TOLD_FIRST = re.compile(r"\s?[(/]|,?\s(?:[–—]|or|або|или|чи|тобто|то есть)\s|,\s")
_LEAD = 30
_EFFECT = re.compile(
    r"(?:effect|force|чинності|силу|діє|действует|starting)\W+\w*\s*\Z", re.IGNORECASE
)
_DAY_CHARACTERS = len("2024-11-17")


@dataclass(frozen=True, kw_only=True)
class StatedField:
    """Hold one value of a draft, or the name of a gap.

    Attributes
    ----------
    field
        As in a regimes file; besides those ``hedge`` and ``unit`` of the reach.
    value
        What goes there; None for a gap.
    gap
        What the text leaves open; empty where there is a value.
    start, end
        Offsets of the words it rests on; ``sentence`` has those of the sentence around them.
        None where nothing was found.
    confidence
        How directly the text says it, by rule: 0.9 in the clause of the permission, 0.7 in its
        sentence, 0.5 in another sentence that seems to speak of the same policy.
    """

    field: str
    value: Any = None
    gap: str = ""
    start: int | None = None
    end: int | None = None
    sentence: tuple[int, int] | None = None
    confidence: float = 0.0


def _found(hit: Hit, name: str, event: Event, policy: Policy, *, value: Any = None) -> StatedField:
    """Make a field of words in an event, less sure the farther they stand from its clause."""
    own = policy.owns(event) and event.stance
    inside = event.start <= hit.start < event.end
    near = event.sentence[0] <= hit.start < event.sentence[1]
    sure = SAME_CLAUSE if own and inside else SAME_SENTENCE if own and near else ELSEWHERE
    return StatedField(
        field=name,
        value=hit.value if value is None else value,
        start=hit.start,
        end=hit.end,
        sentence=(min(event.sentence[0], hit.start), max(event.sentence[1], hit.end))
        if near
        else (hit.start, hit.end),
        confidence=sure,
    )


def fields_of(policy: Policy, article: Article) -> tuple[StatedField, ...]:
    """Give one field for each of a regimes file, in its order, and one each for hedge and unit."""
    source = "which report this is: publisher, title, date, address, and what it says in your words"
    return (
        *_reach(policy),
        _one(policy, "grantor", lambda e: e.grantors, "whose decision it is (ISO 3166-1 code)"),
        _stance(policy),
        _one(
            policy,
            "origin",
            lambda e: (e.origin,) if e.origin else (),
            "the country that is let (ISO 3166-1 code)",
        ),
        _one(
            policy,
            "target",
            lambda e: (e.target,) if e.target else (),
            "the country it is aimed at (ISO 3166-1 code)",
        ),
        _systems(policy),
        _several(policy, "scope", lambda e: e.regions, "no region is named; leave it out if so"),
        _several(
            policy, "excluded", lambda e: e.excluded, "no region is left out; leave it out if so"
        ),
        _status(policy, article),
        *_dates(policy, article),
        StatedField(field="source", gap=source),
    )


def _stance(policy: Policy) -> StatedField:
    event = policy.own[0]
    return _found(
        Hit(value=policy.stance, start=event.cue[0], end=event.cue[1]), "stance", event, policy
    )


def _one(policy: Policy, name: str, pick: Any, gap: str) -> StatedField:
    events = sorted(
        policy.events, key=lambda e: (not e.stance, name == "grantor" and not e.grantor_told)
    )
    for event in events:
        for hit in pick(event):
            return _found(hit, name, event, policy)
    return StatedField(field=name, gap=gap)


def _several(policy: Policy, name: str, pick: Any, gap: str) -> StatedField:
    hits = [(hit, event) for event in policy.events for hit in pick(event)]
    if name == "scope":
        out = {hit.value for event in policy.events for hit in event.excluded}
        hits = [(hit, event) for hit, event in hits if hit.value not in out]
    if not hits:
        return StatedField(field=name, gap=gap)
    codes = list(dict.fromkeys(hit.value for hit, _ in hits))
    return _found(hits[0][0], name, hits[0][1], policy, value=codes)


def _systems(policy: Policy) -> StatedField:
    rows = _named_systems(policy)
    if not rows:
        return StatedField(field="systems", gap="which weapons; leave it out if none is named")
    names = list(dict.fromkeys(hit.value for hit, _ in rows))
    return _found(rows[0][0], "systems", rows[0][1], policy, value=names)


def _named_systems(policy: Policy) -> list[tuple[Hit, Event]]:
    """Give the weapons a policy names; of its government's own and others', its own."""
    hits = [(hit, event) for event in policy.events for hit in event.systems]
    own = [(hit, event) for event in policy.own for hit in event.systems]
    made = made_by(policy.grantor)
    rows = own or hits
    return [each for each in rows if each[0].value in made] or rows


def _reach(policy: Policy) -> list[StatedField]:
    none = [
        StatedField(field="hedge", gap="no distance, no hedge"),
        StatedField(field="unit", gap="no distance, no unit"),
        StatedField(field="reach_of", gap="no distance: neither a weapon's range nor a limit"),
    ]
    told = [(reach, event) for event in policy.events for reach in event.reaches]
    if not told:
        gap = 'a distance; write "none" if none was stated'
        return [StatedField(field="reach_km", gap=gap), *none]
    kilometres = [each for each in told if _unit(each[0].quantity).lower().startswith(("k", "к"))]
    first = told[0][0]
    same = [each for each in kilometres if each[0].sentence == first.sentence]
    reach, event = (same or told)[0]
    quantity = reach.quantity
    at = Hit(value="", start=quantity.start, end=quantity.end)
    ends = sorted({quantity.low_km or 0.0, quantity.high_km or 0.0})
    least, greatest = REACH_KM
    if not all(least <= end <= greatest for end in ends):
        stated = "–".join(f"{end:g}" for end in ends)
        gap = f"the text has {stated} km; a reach lies between {least:g} and {greatest:g} km"
        return [replace(_found(at, "reach_km", event, policy), value=None, gap=gap), *none]
    value = ends[0] if len(ends) == 1 else ends
    return [
        _found(at, "reach_km", event, policy, value=value),
        _hedge(told, reach, policy),
        _found(at, "unit", event, policy, value=_unit(quantity)),
        _found(at, "reach_of", event, policy, value=reach.of),
    ]


def miles_told(policy: Policy) -> tuple[float, ...]:
    """Give the reach in miles, where that is how the text tells it first."""
    first = min(policy.reaches, key=lambda reach: reach.quantity.start, default=None)
    told = quantities(_TOLD_FIRST.split(first.quantity.text)[0]) if first else []
    if not told or not _unit(told[0]).lower().startswith(("mi", "мил")):
        return ()
    ends = sorted({told[0].low_km or 0.0, told[0].high_km or 0.0})
    return tuple(round(end / _KM_PER_MILE) for end in ends)


def _unit(quantity: Quantity) -> str:
    """Give the unit as written; of a distance told twice, the kilometres that were read."""
    words: list[str] = re.findall(r"[^\W\d_]+", quantity.text)
    kilometres = (
        word for word in words if word.lower().startswith(("km", "kilo", "км", "кіло", "кило"))
    )
    return next(kilometres, words[-1])


def _hedge(told: Sequence[tuple[Reach, Event]], reach: Reach, policy: Policy) -> StatedField:
    """Take the hedge of the same distance in another unit: "some 190 miles (300 km)"."""
    first = [each for each in told if each[0] is reach]
    for other, event in (*first, *(e for e in told if e[0].sentence == reach.sentence), *told):
        if other.quantity.hedge:
            at = Hit(value="", start=other.quantity.start, end=other.quantity.end)
            return _found(at, "hedge", event, policy, value=other.quantity.hedge)
    return StatedField(field="hedge", gap="none stated: the distance stands without a hedge")


def _status(policy: Policy, article: Article) -> StatedField:
    """Decide how sure a policy is: what officials say on both sides of is disputed."""
    radii = denied_radii(policy, article.text)
    told = ((hit, event) for event in policy.events for hit in event.statuses)
    hits = [each for each in told if each not in radii]
    said = {hit.value for hit, _ in hits}
    if not said:
        gap = "how sure it is: reported, confirmed, denied, disputed"
        return StatedField(field="status", gap=gap)
    stronger = said - {"reported"} or said
    if stronger == {"denied"} and _claimed(hits, article):
        hit, event = next(each for each in hits if each[0].value == "denied")
        return _found(replace(hit, value="disputed"), "status", event, policy)
    if len(stronger) > 1:
        words = " and ".join(sorted(stronger))
        return StatedField(
            field="status", gap=f"the text has words for {words}: decide which holds"
        )
    value = next(iter(stronger))
    hit, event = next(each for each in hits if each[0].value == value)
    return _found(hit, "status", event, policy)


def denied_radii(policy: Policy, text: str) -> list[tuple[Hit, Event]]:
    """Find "denied that a radius had been drawn", which denies no permission."""
    limited = [e for e in policy.own if any(reach.of == "limit" for reach in e.reaches)]
    return [
        (hit, event)
        for event in policy.events
        for hit in event.statuses
        if hit.value == "denied"
        and not any(other is not event for other in limited)
        and (
            anywhere("distance", "limit").search(text, hit.start, hit.end + _LEAD)
            or anywhere("distance", "round").search(text, *event.sentence)
        )
    ]


def _claimed(hits: Sequence[tuple[Hit, Event]], article: Article) -> bool:
    """Find officials who say what others deny: they stand on both sides."""
    for hit, event in hits:
        if hit.value != "denied":
            continue
        around = max(0, event.sentence[0] - 300), event.sentence[1] + 300
        for match in anywhere("record", "claimants").finditer(article.text, *around):
            if not event.sentence[0] <= match.start() < event.sentence[1]:
                return True
    return False


def _dates(policy: Policy, article: Article) -> list[StatedField]:
    first = _first_day(policy, article)
    until = _last_day(policy, article)
    if first.value and until.value and until.value < first.value:
        gap = f"the text has {until.value}, which lies before the first day"
        until = replace(until, value=None, gap=gap)
    return [first, until]


def _first_day(policy: Policy, article: Article) -> StatedField:
    """Take the day in the policy's own clause, or the one it takes effect; else one beside it."""
    vague: StatedField | None = None
    for _, day, event in sorted(_starts(policy, article), key=lambda each: each[0]):
        at, whole = Hit(value="", start=day.start, end=day.end), _whole(day.date, article)
        if whole is not None:
            return _found(at, "from", event, policy, value=whole)
        missing = "the day" if day.date[:_YEAR_DIGITS].isdigit() else "the year"
        gap = f"{missing} is not stated: the text has {day.date}"
        vague = vague or replace(_found(at, "from", event, policy), value=None, gap=gap)
    told = vague or _weekday(policy, article)
    if told is not None:
        return told
    for event in policy.own:
        for hit in event.times:
            said = " ".join(hit.value.split())
            gap = f"the text has “{said}”, which only the day of the report makes a date"
            return replace(_found(hit, "from", event, policy), value=None, gap=gap)
    return StatedField(field="from", gap="the first day is not stated")


def _starts(policy: Policy, article: Article) -> Iterator[tuple[tuple[int, int], Quantity, Event]]:
    """Give the days that may begin a policy, each with its rank: the lowest goes first."""
    for event in policy.events:
        told = policy.owns(event)
        if event.past != policy.past and told and not event.reaches:
            continue
        for day in _days(article, event, inside=told and event is not policy.own[0]):
            lead = article.text[max(0, day.start - _LEAD) : day.start]
            if at_end("time", "ending").search(lead) or at_end("time", "beside").search(lead):
                continue
            inside = event.start <= day.start < event.end and told
            if policy.past and told and not inside:
                continue
            effect = _EFFECT.search(lead) and not policy.past
            yield (0 if effect else 1 if inside else 2 if told else 3, day.start), day, event


def _days(article: Article, event: Event, *, inside: bool = False) -> list[Quantity]:
    (sentence,) = within(article.sentences, event.sentence[0], event.sentence[0] + 1)
    days = [day for day in sentence.dates if event.start <= day.start < event.end]
    return days if days or inside else list(sentence.dates)


def _whole(stated: str, article: Article) -> date | None:
    if len(stated) == len("--11-17") and stated.startswith("--") and article.day:
        stated = f"{article.day.year}{stated[1:]}"
    return date.fromisoformat(stated) if len(stated) == _DAY_CHARACTERS else None


def _weekday(policy: Policy, article: Article) -> StatedField | None:
    """Resolve "on Thursday", "yesterday" by the day of the report."""
    if article.day is None or policy.past:
        return None
    for event in policy.own:
        for number, pattern in enumerate(weekdays()):
            match = pattern.search(article.text, *event.sentence)
            if match:
                back = (article.day.weekday() - number) % 7
                at = Hit(value="", start=match.start(), end=match.end())
                return _found(at, "from", event, policy, value=article.day - timedelta(days=back))
        for key, back in (("today", 0), ("yesterday", 1)):
            match = anywhere("time", key).search(article.text, *event.sentence)
            if match:
                at = Hit(value="", start=match.start(), end=match.end())
                return _found(at, "from", event, policy, value=article.day - timedelta(days=back))
    return None


def _last_day(policy: Policy, article: Article) -> StatedField:
    for event in policy.events:
        for day in _days(article, event):
            if at_end("time", "ending").search(article.text[max(0, day.start - _LEAD) : day.start]):
                whole = _whole(day.date, article)
                if whole is not None:
                    at = Hit(value="", start=day.start, end=day.end)
                    return _found(at, "until", event, policy, value=whole)
    return StatedField(field="until", gap="the day another report took its place is not stated")
