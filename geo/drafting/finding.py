"""What a draft says of one field, and on which words it rests."""

from dataclasses import dataclass
from typing import Any

from geo.drafting.groups import ELSEWHERE, SAME_SENTENCE
from geo.drafting.record import Claim, Hit


@dataclass(frozen=True, kw_only=True)
class Finding:
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


def found_at(
    hit: Hit, field: str, claim: Claim, confidence: float, *, value: Any = None
) -> Finding:
    """Make a finding of words in a claim, less sure the farther they stand from its clause.

    Raises
    ------
    Nothing: any words can be found.
    """
    inside = claim.start <= hit.start < claim.end
    near = SAME_SENTENCE if claim.sentence[0] <= hit.start < claim.sentence[1] else ELSEWHERE
    return Finding(
        field=field,
        value=hit.value if value is None else value,
        start=hit.start,
        end=hit.end,
        # words may run on over the end of a line, which ends a sentence
        sentence=(min(claim.sentence[0], hit.start), max(claim.sentence[1], hit.end)),
        confidence=confidence if inside else min(confidence, near),
    )
