"""Policies → drafts of regimes, each value with its evidence, each gap with its name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from geo.claims.clauses import claims
from geo.claims.cues import cues
from geo.claims.policies import Group, gathered, ranges, reach_by_range
from geo.claims.record import ELSEWHERE, SAME_CLAUSE, Article, Claim, Hit, StatedField, found_at
from geo.claims.sentences import passages, piece
from geo.places import geocode
from geo.quantities import Quantity, quantities
from geo.reading import Reading, normalise
from geo.regimes import REACH_KM

_Said = tuple[Hit, Claim, float]
_BESIDE = 300


def status_of(group: Group, text: str) -> StatedField:
    """Decide how sure a policy is: what officials say on both sides of is disputed."""
    hits = [(hit, claim, rank) for claim, rank in group.ranked() for hit in claim.statuses]
    # what is said of this policy goes before what is said of others that may be the same
    told = {claim.sentence[0] for claim in group.own}
    hits = [each for each in hits if {each[1].sentence[0], each[1].follows} & told] or hits
    words = {hit.value for hit, _, _ in hits}
    if not words:
        return StatedField(
            field="status", gap="how sure it is: reported, confirmed, denied, disputed"
        )
    # who reports that something was confirmed or denied says the latter
    stronger = words - {"reported"} or words
    if stronger == {"denied"}:
        claimed = _claimed(hits, text)
        if claimed is not None:
            return found_at(claimed[0], "status", *claimed[1:])
    if len(stronger) > 1:
        said = " and ".join(sorted(stronger))
        return StatedField(field="status", gap=f"the text has words for {said}: decide which holds")
    value = next(iter(stronger))
    hit, claim, rank = next(each for each in hits if each[0].value == value)
    return found_at(hit, "status", claim, rank)


def _claimed(hits: Sequence[_Said], text: str) -> _Said | None:
    """Find officials who say what others deny: they stand on both sides."""
    for hit, claim, rank in hits:
        if hit.value != "denied":
            continue
        denial = piece(text, *claim.sentence, hit.start)
        around = max(0, claim.sentence[0] - _BESIDE), claim.sentence[1] + _BESIDE
        for match in cues().words["claimants"].finditer(text, *around):
            if not denial[0] <= match.start() < denial[1]:
                return replace(hit, value="disputed"), claim, rank
    return None


_Stated = tuple[Quantity, Claim, float]
_YEAR_DIGITS = 4
_DAY_CHARACTERS = len("2024-11-17")


def findings_of(group: Group, text: str) -> tuple[StatedField, ...]:
    """Read the fields of a policy off what is said of it.

    Parameters
    ----------
    group
        The claims of the policy.
    text
        The text their offsets index.

    Returns
    -------
    tuple of StatedField
        One per field of a regimes file, in its order, and one each for hedge and unit.
    """
    source = "which report this is: publisher, title, date, address, and what it says in your words"
    return (
        *_reach(group),
        _grantor(group),
        _systems(group),
        _scope(group),
        status_of(group, text),
        *_dates(group, text),
        StatedField(field="source", gap=source),
    )


def _reach(group: Group) -> list[StatedField]:
    none = [
        StatedField(field="hedge", gap="no distance, no hedge"),
        StatedField(field="unit", gap="no distance, no unit"),
    ]
    if not group.reach:
        return [
            StatedField(field="reach_km", gap='a distance; write "none" if none was stated'),
            *none,
        ]
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


def _hedge(group: Group, quantity: Quantity, claim: Claim, sure: float) -> StatedField:
    """Take the hedge of the same distance in another unit: "some 190 miles (300 km)"."""
    told = [(quantity, claim), *(pair for pair in group.reach if pair[1] is claim), *group.reach]
    for hedged, where in told:
        if hedged.hedge:
            at = Hit(value="", start=hedged.start, end=hedged.end)
            return found_at(at, "hedge", where, sure, value=hedged.hedge)
    return StatedField(field="hedge", gap="none stated: the distance stands without a hedge")


def _grantor(group: Group) -> StatedField:
    for claim, confidence in group.ranked():
        if claim.joint:
            names = " and ".join(hit.value for hit in reversed(claim.grantors[:2]))
            gap = f"several governments are named, {names} among them: write an entry for each"
            return replace(
                found_at(claim.grantors[0], "grantor", claim, confidence), value=None, gap=gap
            )
        if claim.grantors:
            return found_at(claim.grantors[0], "grantor", claim, confidence)
    return StatedField(field="grantor", gap="whose permission it is (ISO 3166-1 code)")


def _systems(group: Group) -> StatedField:
    made = cues().makers.get(group.whose, frozenset())
    hits = [(hit, claim, rank) for claim, rank in group.ranked() for hit in claim.systems]
    hits = [each for each in hits if each[0].value in made] or hits
    if not hits:
        return StatedField(field="systems", gap="which weapons; leave it out if none is named")
    hit, claim, rank = hits[0]
    names = list(dict.fromkeys(each.value for each, _, _ in hits))
    return found_at(hit, "systems", claim, rank, value=names)


def _scope(group: Group) -> StatedField:
    hits = [(hit, claim, rank) for claim, rank in group.ranked() for hit in claim.regions]
    if not hits:
        return StatedField(field="scope", gap="no region is named; leave it out if so")
    hit, claim, rank = hits[0]
    codes = list(dict.fromkeys(each.value for each, _, _ in hits))
    return found_at(hit, "scope", claim, rank, value=codes)


def _dates(group: Group, text: str) -> list[StatedField]:
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


def _time(group: Group) -> StatedField | None:
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


def _day(field: str, stated: Sequence[_Stated]) -> StatedField:
    if not stated:
        named = "the first day" if field == "from" else "the day another report took its place"
        return StatedField(field=field, gap=f"{named} is not stated")
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


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Hold what a text says of one policy; ``text`` is the whole text the offsets index."""

    id: str
    findings: tuple[StatedField, ...]
    text: str

    def __getitem__(self, field: str) -> Any:
        """Give the value of a field, None where it is a gap."""
        for finding in self.findings:
            if finding.field == field:
                return finding.value
        raise KeyError(field)


def draft(text: str, *, origin: str = "UA", target: str = "RU") -> list[Draft]:
    """Read the policies a text tells of; what it does not tell stays a named gap.

    A policy is a distance in a clause that speaks of a permission to use arms, given and not only
    asked for. Clauses without a distance add to the policy of the same government that names the
    same weapon, else to the one that holds now, if only one does; those left make policies without
    a distance. A sentence that goes on about "the decision" adds to the policy told before it.

    Parameters
    ----------
    text
        An article in English, Ukrainian or Russian.
    origin, target
        ISO 3166-1 codes of the country that is given a permission, and of the one whose regions
        it may name.

    Returns
    -------
    list of Draft
        In the order of the text; empty where no clause tells of a policy.

    Raises
    ------
    DataError
        When the packaged place names are damaged.

    Examples
    --------
    >>> found = draft("Washington allowed strikes with HIMARS up to 50 miles into Russia.")
    >>> [(each["reach_km"], each["hedge"], each["systems"], each["grantor"]) for each in found]
    [(80.5, 'up to', ['HIMARS'], 'US')]
    >>> draft("The match ended after 90 minutes.")
    []
    """
    reading = normalise(text)
    read = reading.text
    told = passages(read)
    # the rest of a long text need not be searched
    kept = _kept(read, [(rows[0][0], rows[-1][1]) for rows in told])
    article = Article(
        text=read,
        passages=told,
        found=quantities(kept),
        places=geocode(kept),
        origin=origin,
        target=target,
    )
    groups = gathered(claims(article))
    reach_by_range(ranges(article), groups, read)
    drafts: list[Draft] = []
    for group in groups:
        drafts.append(_drafted(group, reading, taken={each.id for each in drafts}))
    return drafts


def _kept(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """Blank what lies between the stretches; whatever is kept stands where it stood."""
    ends = [0, *(end for _, end in stretches)]
    starts = [*(start for start, _ in stretches), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    kept = [*(text[slice(*each)] for each in stretches), ""]
    return "".join(
        "".join(c if c == "\n" else " " for c in gap) + stretch
        for gap, stretch in zip(gaps, kept, strict=True)
    )


def _drafted(group: Group, reading: Reading, *, taken: set[str]) -> Draft:
    findings = tuple(_as_given(field, reading) for field in findings_of(group, reading.text))
    values = {finding.field: finding.value for finding in findings}
    return Draft(id=_identifier(values, taken), findings=findings, text=reading.given)


def _as_given(field: StatedField, reading: Reading) -> StatedField:
    """Lead the offsets of a field back to the text as given."""
    if field.start is None or field.end is None or field.sentence is None:
        return field
    start, end = reading.to_given(field.start, field.end)
    return replace(field, start=start, end=end, sentence=reading.to_given(*field.sentence))


def _identifier(values: dict[str, Any], taken: set[str]) -> str:
    reach = values["reach_km"]
    parts = [values["grantor"] or "", *(values["systems"] or [])[:1]]
    if reach is not None:
        parts.append(
            "-".join(f"{end:.0f}" for end in (reach if isinstance(reach, list) else [reach]))
        )
        parts.append("km")
    plain = "-".join(part.lower().replace(" ", "-") for part in parts if part) or "policy"
    return next(
        name for n in range(1, 999) if (name := plain if n == 1 else f"{plain}-{n}") not in taken
    )
