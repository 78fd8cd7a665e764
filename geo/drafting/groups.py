"""Claims → policies: which of them speak of the same one."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.drafting.claims import Claim
from geo.quantities import Quantity, names_reach

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
    """

    reach: list[tuple[Quantity, Claim]]
    own: list[Claim]
    others: list[Claim]

    def grantor(self) -> str:
        """Give the government of the first claim that names one."""
        return next((whose for claim in self.own + self.others if (whose := _whose(claim))), "")

    def systems(self) -> set[str]:
        """Give the weapons its claims name."""
        return {hit.value for claim in self.own + self.others for hit in claim.systems}

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


def gathered(given: Sequence[Claim]) -> list[Group]:
    """Gather the claims of each policy.

    Parameters
    ----------
    given
        Claims of a permission given, in the order of the text.

    Returns
    -------
    list of Group
        In the order of the text: one per distinct distance, and one per government and weapon
        of the claims that name no distance and can belong to none of these.

    Raises
    ------
    Nothing: no claims make no groups.
    """
    groups = _by_distance(given)
    without = [claim for claim in given if not claim.distances]
    rest = [claim for claim in without if not _join(claim, groups)]
    return sorted([*groups, *_without_distance(rest)], key=lambda group: group.own[0].start)


def _by_distance(given: Sequence[Claim]) -> list[Group]:
    """Give each distinct distance a group, in miles or kilometres, as news rounds them."""
    groups: list[Group] = []
    for claim in given:
        for quantity in claim.distances:
            same = next((g for g in groups if names_reach(quantity, _ends(g.reach[0][0]))), None)
            if same is None:
                groups.append(Group([(quantity, claim)], [claim], []))
            else:
                same.reach.append((quantity, claim))
                if claim not in same.own:
                    same.own.append(claim)
    return groups


def _without_distance(rest: Sequence[Claim]) -> list[Group]:
    """Make a policy of each government's claims that name no distance, one per weapon."""
    groups: list[Group] = []
    for claim in rest:
        if not (claim.systems or claim.regions or claim.grantors):
            continue
        named = {hit.value for hit in claim.systems}
        same = next(
            (
                group
                for group in groups
                if group.grantor() in ("", _whose(claim))
                and (not named or not group.systems() or group.systems() & named)
            ),
            None,
        )
        if same is None:
            groups.append(Group([], [claim], []))
        else:
            same.others.append(claim)
    return groups


def _join(claim: Claim, groups: Sequence[Group]) -> bool:
    """Let a claim without a distance add to the one policy it can mean, if there is one."""
    named = {hit.value for hit in claim.systems}
    able = [
        group for group in groups if _whose(claim) in ("", group.grantor()) or not group.grantor()
    ]
    by_name = [group for group in able if group.systems() & named]
    now = [group for group in able if not all(own.past for own in group.own)]
    unnamed = [group for group in now if not group.systems() or not named]
    for meant in (by_name, [] if claim.past else unnamed):
        if len(meant) == 1:
            meant[0].others.append(claim)
            return True
    return False


def _whose(claim: Claim) -> str:
    return claim.grantors[0].value if claim.grantors else ""


def _ends(quantity: Quantity) -> tuple[float, ...]:
    return tuple(end for end in (quantity.low_km, quantity.high_km) if end)
