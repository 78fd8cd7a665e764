"""The records between a text and its policies."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.places import Place
from geo.quantities import Quantity

SAME_CLAUSE, SAME_SENTENCE, ELSEWHERE = 0.9, 0.7, 0.5


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Hold one thing read off the text, and where it stands."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Hold one clause that speaks of a permission to use arms, or goes on about one.

    Attributes
    ----------
    start, end
        Offsets of the clause; ``sentence`` has those of the sentence around it.
    cue
        Where the word stands by which it was found.
    distances, dates
        The quantities in the clause that can be its reach and its days.
    regions
        First-level regions it names, as ISO 3166-2 codes.
    systems, grantors, statuses
        What else it names; the grantor nearest before the permission's word comes first.
    times
        What it says of the time that is no date: "on Sunday", "last week".
    joint
        Whether that grantor stands in a row with others: then it is not one alone.
    past
        Whether it speaks of what was so before.
    withheld
        Whether it speaks of a permission not given.
    supply
        Whether what is allowed is to hand over arms, which alone is no policy of their use.
    direct
        Whether its own sentence names the countries at war, or weapons.
    ended
        Whether it speaks of a limit given up: its days end that limit.
    follows
        Where the sentence begins whose permission it goes on about; None where it tells one of
        its own.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    cue: int
    distances: tuple[Quantity, ...]
    dates: tuple[Quantity, ...]
    regions: tuple[Hit, ...]
    systems: tuple[Hit, ...]
    grantors: tuple[Hit, ...]
    statuses: tuple[Hit, ...]
    times: tuple[Hit, ...] = ()
    joint: bool = False
    past: bool = False
    withheld: bool = False
    supply: bool = False
    direct: bool = False
    ended: bool = False
    follows: int | None = None

    @property
    def told(self) -> int:
        """Say where the sentence begins that tells of the permission itself."""
        return self.sentence[0] if self.follows is None else self.follows


@dataclass(frozen=True, kw_only=True)
class Article:
    """Hold a text and what was found in it, each in its order.

    Attributes
    ----------
    text
        The whole text.
    passages
        The bounds of the sentences that may speak of a permission, passage by passage.
    found, places
        The quantities and mentions in them.
    origin, target
        ISO 3166-1 codes of the country that is given a permission, and of the one whose regions
        it may name.
    """

    text: str
    passages: Sequence[Sequence[tuple[int, int]]]
    found: Sequence[Quantity]
    places: Sequence[Place]
    origin: str
    target: str

    def quantities(self, start: int, end: int, *, kind: str) -> list[Quantity]:
        """Give the distances or the dates that begin in a stretch."""
        first, last = (bisect_left(self.found, at, key=lambda q: q.start) for at in (start, end))
        return [quantity for quantity in self.found[first:last] if quantity.kind == kind]

    def mentions(self, start: int, end: int) -> Sequence[Place]:
        """Give the mentions that begin in a stretch."""
        first, last = (bisect_left(self.places, at, key=lambda p: p.start) for at in (start, end))
        return self.places[first:last]


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


def found_at(
    hit: Hit, field: str, claim: Claim, confidence: float, *, value: Any = None
) -> StatedField:
    """Make a finding of words in a claim, less sure the farther they stand from its clause."""
    inside = claim.start <= hit.start < claim.end
    near = SAME_SENTENCE if claim.sentence[0] <= hit.start < claim.sentence[1] else ELSEWHERE
    return StatedField(
        field=field,
        value=hit.value if value is None else value,
        start=hit.start,
        end=hit.end,
        # words may run on over the end of a line, which ends a sentence
        sentence=(min(claim.sentence[0], hit.start), max(claim.sentence[1], hit.end)),
        confidence=confidence if inside else min(confidence, near),
    )
