"""Claims → policies: which of them speak of the same one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo.drafting.record import Claim
from geo.quantities import Quantity, names_reach

_NOTHING: dict[str, Any] = dict.fromkeys(
    ("distances", "dates", "regions", "systems", "statuses", "times"), ()
)
SAME_CLAUSE, SAME_SENTENCE, ELSEWHERE = 0.9, 0.7, 0.5


@dataclass
class Group:
    """Hold the claims of one policy.

    Attributes
    ----------
    reach
        Each naming of its distance, with its claim.
    own
        The claims that name the distance, or the first claim where there is none.
    others
        The claims that add to it.
    whose
        The government of the first claim that names one.
    systems
        The weapons its claims name.
    """

    reach: list[tuple[Quantity, Claim]] = field(default_factory=list)
    own: list[Claim] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)
    whose: str = ""
    systems: set[str] = field(default_factory=set)

    def add(self, claim: Claim, distance: Quantity | None = None) -> None:
        """Add what a claim says: as its own where it names the distance, or is the first."""
        if distance is not None:
            self.reach.append((distance, claim))
        if claim in self.own[-1:]:
            return
        (self.own if distance is not None or not self.own else self.others).append(claim)
        self.whose = self.whose or _whose(claim)
        self.systems |= {hit.value for hit in claim.systems}

    def ranked(self) -> list[tuple[Claim, float]]:
        """Put its own clauses first, then others of their sentences, then the rest."""
        own = {claim.sentence for claim in self.own}
        near = [claim for claim in self.others if claim.sentence in own]
        far = [claim for claim in self.others if claim.sentence not in own]
        return [
            *((claim, SAME_CLAUSE) for claim in self.own),
            *((claim, SAME_SENTENCE) for claim in near),
            *((claim, ELSEWHERE) for claim in far),
        ]


def gathered(told: Sequence[Claim]) -> list[Group]:
    """Gather the claims of each policy.

    Parameters
    ----------
    told
        Claims in the order of the text; those of a permission withheld make no policy.

    Returns
    -------
    list of Group
        In the order of the text: one per government and distinct distance, and one per government
        and weapon of the claims that name no distance and can belong to none of these.

    Raises
    ------
    Nothing: no claims make no groups.
    """
    given = [claim for claim in told if claim.follows is None and not claim.withheld]
    groups = _by_distance(given)
    rest = [claim for claim in given if not claim.distances and not _join(claim, groups)]
    groups += _without_distance(rest)
    for claim in rest:
        if not claim.grantors:
            _join(claim, groups)
    _went_on(told, groups)
    _only_government(told, groups)
    return sorted(groups, key=lambda group: group.own[0].start)


def _by_distance(given: Iterable[Claim]) -> list[Group]:
    """Give each distinct distance a group, in miles or kilometres, as news rounds them."""
    groups: list[Group] = []
    known: dict[tuple[float | None, float | None, str], Group] = {}
    for claim in given:
        for quantity in () if claim.supply else claim.distances:
            key = quantity.low_km, quantity.high_km, _whose(claim)
            same = known.get(key)
            if same is None or not _may_be(claim, same):
                same = next((g for g in groups if _is_of(quantity, g) and _may_be(claim, g)), None)
            if same is None:
                same = Group()
                groups.append(same)
            same.add(claim, quantity)
            known[key] = same
    return groups


def _is_of(quantity: Quantity, group: Group) -> bool:
    return names_reach(quantity, _ends(group.reach[0][0]))


def _without_distance(rest: Iterable[Claim]) -> list[Group]:
    """Make a policy of each government's claims that name no distance, one per weapon."""
    groups: list[Group] = []
    for claim in rest:
        if not claim.grantors or not claim.direct or claim.supply:
            continue
        named = {hit.value for hit in claim.systems}
        same = next(
            (
                group
                for group in groups
                if group.whose == _whose(claim)
                and (not named or not group.systems or group.systems & named)
            ),
            None,
        )
        if same is None:
            same = Group()
            groups.append(same)
        same.add(claim)
    return groups


def _join(claim: Claim, groups: Iterable[Group]) -> bool:
    """Let a claim without a distance add to the one policy it can mean, if there is one."""
    named = {hit.value for hit in claim.systems}
    able = [
        group for group in groups if _may_be(claim, group) and not (claim.supply and group.whose)
    ]
    by_name = [group for group in able if group.systems & named]
    now = [group for group in able if not all(own.past for own in group.own)]
    unnamed = [group for group in now if not group.systems or not named]
    for meant in (by_name, [] if claim.past else unnamed):
        if len(meant) == 1:
            meant[0].add(claim)
            return True
    return False


def _went_on(told: Iterable[Claim], groups: Sequence[Group]) -> None:
    """Let a claim that goes on about a permission add to the one policy told there."""
    withheld = {claim.sentence[0] for claim in told if claim.withheld and claim.follows is None}
    at: dict[int, list[Group]] = {}
    for group in groups:
        for start in {claim.sentence[0] for claim in (*group.own, *group.others)}:
            at.setdefault(start, []).append(group)
    for claim in told:
        if claim.follows is None or claim.withheld or claim.follows in withheld:
            continue
        meant = [
            group
            for group in at.get(claim.follows, ())
            if (_may_be(claim, group) or claim.grantors[0].start > claim.cue)
            and claim.past == all(own.past for own in group.own)
            and _agrees(claim, group)
            and _same_weapons(claim, group)
        ]
        if len(meant) == 1:
            if not meant[0].reach:
                meant[0].reach += [
                    (each, claim)
                    for each in claim.distances
                    if names_reach(each, _ends(claim.distances[0]))
                ]
            if not _may_be(claim, meant[0]):  # a country beside it decides nothing
                claim = replace(claim, grantors=(), joint=False)  # noqa: PLW2901
            meant[0].add(claim)


def _only_government(told: Sequence[Claim], groups: Iterable[Group]) -> None:
    """Let the one government of a text be that of the policies that name none."""
    telling = [
        claim for claim in told if claim.grantors and not claim.withheld and not claim.supply
    ]
    named = {hit.value for claim in telling for hit in claim.grantors}
    if len(named) != 1 or any(claim.joint for claim in telling):
        return
    for group in groups:
        if not group.whose:
            group.add(replace(telling[0], **_NOTHING))


def _agrees(claim: Claim, group: Group) -> bool:
    """Tell whether a claim names no distance, or the policy's own."""
    return (
        not claim.distances
        or not group.reach
        or any(_is_of(each, group) for each in claim.distances)
    )


def _same_weapons(claim: Claim, group: Group) -> bool:
    """Tell whether a claim names the policy's weapons; another's range says nothing of it."""
    named = {hit.value for hit in claim.systems}
    return not named or bool(named & group.systems) or not group.systems


def _may_be(claim: Claim, group: Group) -> bool:
    """Tell whether a claim names no other government than the policy's."""
    return not group.whose or _whose(claim) in ("", group.whose)


def _whose(claim: Claim) -> str:
    return " ".join(hit.value for hit in claim.grantors[: 2 if claim.joint else 1])


def _ends(quantity: Quantity) -> tuple[float, ...]:
    return tuple(end for end in (quantity.low_km, quantity.high_km) if end)
