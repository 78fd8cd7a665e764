"""Policy → its status, by whose word it stands or falls."""

from collections.abc import Sequence
from dataclasses import replace

from geo.drafting.clauses import piece
from geo.drafting.cues import cues
from geo.drafting.finding import Finding, found_at
from geo.drafting.groups import Group
from geo.drafting.record import Claim, Hit

_Said = tuple[Hit, Claim, float]
_BESIDE = 300


def status_of(group: Group, text: str) -> Finding:
    """Decide how sure a policy is: what officials say on both sides of is disputed.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    hits = [(hit, claim, rank) for claim, rank in group.ranked() for hit in claim.statuses]
    # what is said of this policy goes before what is said of others that may be the same
    told = {claim.sentence[0] for claim in group.own}
    hits = [each for each in hits if {each[1].sentence[0], each[1].follows} & told] or hits
    words = {hit.value for hit, _, _ in hits}
    if not words:
        return Finding(field="status", gap="how sure it is: reported, confirmed, denied, disputed")
    # who reports that something was confirmed or denied says the latter
    stronger = words - {"reported"} or words
    if stronger == {"denied"}:
        claimed = _claimed(hits, text)
        if claimed is not None:
            return found_at(claimed[0], "status", *claimed[1:])
    if len(stronger) > 1:
        said = " and ".join(sorted(stronger))
        return Finding(field="status", gap=f"the text has words for {said}: decide which holds")
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
