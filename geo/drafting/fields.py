"""Policy → its fields, each a value with its evidence or a gap with its name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geo.drafting.cues import cues
from geo.drafting.finding import Finding, found_at
from geo.drafting.groups import ELSEWHERE, SAME_CLAUSE, Group
from geo.drafting.record import Claim, Hit
from geo.drafting.verdict import status_of
from geo.quantities import Quantity
from geo.regimes.fields import REACH_KM

_Stated = tuple[Quantity, Claim, float]
_YEAR_DIGITS = 4
_DAY_CHARACTERS = len("2024-11-17")


def findings_of(group: Group, text: str) -> tuple[Finding, ...]:
    """Read the fields of a policy off what is said of it.

    Parameters
    ----------
    group
        The claims of the policy.
    text
        The text their offsets index.

    Returns
    -------
    tuple of Finding
        One per field of a regimes file, in its order, and one each for hedge and unit.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    source = "which report this is: publisher, title, date, address, and what it says in your words"
    return (
        *_reach(group),
        _grantor(group),
        _systems(group),
        _scope(group),
        status_of(group, text),
        *_dates(group, text),
        Finding(field="source", gap=source),
    )


def _reach(group: Group) -> list[Finding]:
    none = [
        Finding(field="hedge", gap="no distance, no hedge"),
        Finding(field="unit", gap="no distance, no unit"),
    ]
    if not group.reach:
        return [Finding(field="reach_km", gap='a distance; write "none" if none was stated'), *none]
    kilometres = [pair for pair in group.reach if _unit(pair[0]).lower().startswith(("k", "к"))]
    quantity, claim = (kilometres or group.reach)[0]
    sure = SAME_CLAUSE if claim.follows is None else ELSEWHERE
    at = Hit(value="", start=quantity.start, end=quantity.end)
    ends = sorted({quantity.low_km or 0.0, quantity.high_km or 0.0})
    least, greatest = REACH_KM
    if not all(least <= end <= greatest for end in ends):
        stated = "–".join(f"{end:g}" for end in ends)
        gap = f"the text has {stated} km; a reach lies between {least:g} and {greatest:g} km"
        return [replace(found_at(at, "reach_km", claim, sure), value=None, gap=gap), *none]
    return [
        found_at(at, "reach_km", claim, sure, value=ends[0] if len(ends) == 1 else ends),
        _hedge(group, quantity, claim, sure),
        found_at(at, "unit", claim, sure, value=_unit(quantity)),
    ]


def _unit(quantity: Quantity) -> str:
    letters = quantity.text.replace("-", " ").split()[-1]
    return letters.lstrip("0123456789.,")


def _hedge(group: Group, quantity: Quantity, claim: Claim, sure: float) -> Finding:
    """Take the hedge of the same distance in another unit: "some 190 miles (300 km)"."""
    told = [(quantity, claim), *(pair for pair in group.reach if pair[1] is claim), *group.reach]
    for hedged, where in told:
        if hedged.hedge:
            at = Hit(value="", start=hedged.start, end=hedged.end)
            return found_at(at, "hedge", where, sure, value=hedged.hedge)
    return Finding(field="hedge", gap="none stated: the distance stands without a hedge")


def _grantor(group: Group) -> Finding:
    for claim, confidence in group.ranked():
        if claim.joint:
            names = " and ".join(hit.value for hit in reversed(claim.grantors[:2]))
            gap = f"several governments are named, {names} among them: write an entry for each"
            return replace(
                found_at(claim.grantors[0], "grantor", claim, confidence), value=None, gap=gap
            )
        if claim.grantors:
            return found_at(claim.grantors[0], "grantor", claim, confidence)
    return Finding(field="grantor", gap="whose permission it is (ISO 3166-1 code)")


def _systems(group: Group) -> Finding:
    made = cues().makers.get(group.whose, frozenset())
    hits = [(hit, claim, rank) for claim, rank in group.ranked() for hit in claim.systems]
    hits = [each for each in hits if each[0].value in made] or hits
    if not hits:
        return Finding(field="systems", gap="which weapons; leave it out if none is named")
    hit, claim, rank = hits[0]
    names = list(dict.fromkeys(each.value for each, _, _ in hits))
    return found_at(hit, "systems", claim, rank, value=names)


def _scope(group: Group) -> Finding:
    hits = [(hit, claim, rank) for claim, rank in group.ranked() for hit in claim.regions]
    if not hits:
        return Finding(field="scope", gap="no region is named; leave it out if so")
    hit, claim, rank = hits[0]
    codes = list(dict.fromkeys(each.value for each, _, _ in hits))
    return found_at(hit, "scope", claim, rank, value=codes)


def _dates(group: Group, text: str) -> list[Finding]:
    starts: list[_Stated] = []
    ends: list[_Stated] = []
    for claim, rank in group.ranked():
        for stated in claim.dates:
            last = claim.ended or (_ends_something(stated, text) and not _turns(claim, text))
            (ends if last else starts).append((stated, claim, rank))
    first, until = _day("from", starts), _day("until", ends)
    if not starts:
        first = _time(group) or first
    if first.value and until.value and until.value < first.value:
        gap = f"the text has {until.value}, which lies before the first day"
        until = replace(until, value=None, gap=gap)
    return [first, until]


def _time(group: Group) -> Finding | None:
    """Name what the policy's own clauses say of its time that is no date."""
    for claim in group.own:
        for hit in claim.times:
            said = " ".join(hit.value.split())
            gap = f"the text has “{said}”, which only the day of the report makes a date"
            return replace(found_at(hit, "from", claim, SAME_CLAUSE), value=None, gap=gap)
    return None


def _ends_something(stated: Quantity, text: str) -> bool:
    return bool(cues().before["ending"].search(text[max(0, stated.start - 10) : stated.start]))


def _turns(claim: Claim, text: str) -> bool:
    """Tell "not allowed, until 17 November": there a permission begins."""
    return bool(cues().words["negation"].search(text, claim.sentence[0], claim.start))


def _day(field: str, stated: Sequence[_Stated]) -> Finding:
    if not stated:
        named = "the first day" if field == "from" else "the day another report took its place"
        return Finding(field=field, gap=f"{named} is not stated")
    often = Counter(quantity.date for quantity, _, _ in stated)

    def weight(each: _Stated) -> tuple[float, int, int]:
        return each[2], often[each[0].date], len(each[0].date.strip("-"))

    quantity, claim, rank = max(stated, key=weight)
    most = weight((quantity, claim, rank))
    rivals = sorted({each[0].date for each in stated if weight(each) == most} - {quantity.date})
    at = Hit(value="", start=quantity.start, end=quantity.end)
    if rivals:
        days = ", ".join((quantity.date, *rivals))
        gap = f"the text has several days, {days}: decide which it is"
        return replace(found_at(at, field, claim, rank), value=None, gap=gap)
    if len(quantity.date) == _DAY_CHARACTERS:
        return found_at(at, field, claim, rank, value=date.fromisoformat(quantity.date))
    missing = "the day" if quantity.date[:_YEAR_DIGITS].isdigit() else "the year"
    gap = f"{missing} is not stated: the text has {quantity.date}"
    return replace(found_at(at, field, claim, rank), value=None, gap=gap)
