"""Claims → policies: which of them speak of the same one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo.claims.clauses import claim_of
from geo.claims.cues import cues
from geo.claims.record import ELSEWHERE, SAME_CLAUSE, SAME_SENTENCE, Article, Claim, Hit
from geo.quantities import Quantity, names_reach

_NOTHING: dict[str, Any] = dict.fromkeys(
    ("distances", "dates", "regions", "systems", "statuses", "times"), ()
)


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


_OPENING = 40
_RANGE_NEAR, _RANGE_FAR = 600, 1500
_NOT_HELD = ("negation", "wished")


def ranges(article: Article) -> Iterator[Claim]:
    """Give a claim per sentence that tells how far a weapon goes, or "they" do.

    Not those of weapons asked for, or never delivered.

    Parameters
    ----------
    article
        The text and what was found in it.
    """
    words, text = cues().words, article.text
    rows = [row for passage in article.passages for row in passage]
    for before, (start, end) in zip([(0, 0), *rows], rows, strict=False):
        if not article.quantities(start, end, kind="distance"):
            continue
        far = words["far"].search(text, start, end)
        if far is None or any(words[key].search(text, start, end) for key in _NOT_HELD):
            continue
        claim = claim_of(article, (start, end), (start, end), far.start())
        if claim.distances:
            claim = replace(claim, systems=_nearest(claim.systems, claim.distances[0].start))
        if not claim.systems and words["they"].search(text, start, start + _OPENING):
            named = list(cues().systems.within(text, *before))[-1:]
            if named and any(words[key].search(text, *before) for key in _NOT_HELD):
                continue
            claim = replace(claim, systems=tuple(Hit(value=n, start=a, end=b) for n, a, b in named))
        elif not claim.systems:
            continue
        if claim.distances:
            only = {"dates": (), "regions": (), "grantors": (), "statuses": (), "times": ()}
            yield replace(claim, **only, joint=False)  # type: ignore[arg-type]


def _nearest(systems: tuple[Hit, ...], at: int) -> tuple[Hit, ...]:
    """Give the weapon named last before its range, or the first one after."""
    return tuple([hit for hit in systems if hit.start < at][-1:]) or systems[:1]


def reach_by_range(told: Iterable[Claim], groups: Sequence[Group], text: str) -> None:
    """Let the range of a policy's weapon be its reach, where no other distance is stated.

    Parameters
    ----------
    told
        What ``ranges`` gave.
    groups
        The policies; those that get a reach are changed.
    text
        The whole text.
    """
    for claim in told:
        able = [group for group in groups if not group.reach and not _past(group)]
        named = {hit.value for hit in claim.systems}
        by_name = [
            group for group in able if named & group.systems and _is_near(claim, group, _RANGE_FAR)
        ]
        others = [group for group in able if _may_use(claim, named, group, text)]
        meant = by_name or others
        if len(meant) != 1:
            continue
        said = replace(claim, follows=meant[0].own[0].sentence[0])
        first = claim.distances[0].high_km or 0.0
        meant[0].reach += [(each, said) for each in said.distances if names_reach(each, (first,))]
        meant[0].others.append(said)
        meant[0].systems |= named


def _may_use(claim: Claim, named: set[str], group: Group, text: str) -> bool:
    """Tell whether a weapon can be that of a policy which names none, or is spoken of as "it"."""
    if not _is_near(claim, group, _RANGE_NEAR) or (named and group.systems):
        return False
    if any(cues().words["how_far"].search(text, *own.sentence) for own in group.own):
        return False
    made = cues().makers.get(group.whose)
    return made is None or named <= made


def _past(group: Group) -> bool:
    return all(own.past for own in group.own)


def _is_near(claim: Claim, group: Group, most: int) -> bool:
    """Tell whether a sentence follows what is said of a policy, or stands close before it."""
    told = (*group.own, *group.others)
    return any(-_RANGE_NEAR < claim.start - each.sentence[0] < most for each in told)
