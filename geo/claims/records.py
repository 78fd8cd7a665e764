"""The records between the clauses of a text and its policies."""

from dataclasses import dataclass

from geo.quantities import Quantity


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Hold one thing read off the text, and where it stands."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Hold one naming of a reach: the distance, what it is of, and where it was told."""

    quantity: Quantity
    of: str
    sentence: tuple[int, int]
    direct: bool = True


@dataclass(frozen=True, kw_only=True)
class Event:
    """Hold what one clause tells of a policy.

    Attributes
    ----------
    start, end
        Offsets of the clause; ``sentence`` has the sentence around it.
    cue
        Offsets of the word by which it was found.
    stance
        ``permits``, ``refuses``, ``proposed``, ``case-by-case``; empty in a clause that only goes
        on about a policy.
    grantors
        The governments that decide: several where they stand in a row.
    grantor_told
        Whether the clause itself names who decides.
    origin, target
        The country that is given a permission, and the one it is aimed at.
    reaches, regions, excluded, whole, systems, statuses, times
        What else it names.
    past, ended
        Whether it speaks of what was so before; whether it says that it ended.
    headline
        Whether it is the text's first line.
    fresh
        Whether it calls what it goes on about new.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    cue: tuple[int, int]
    stance: str
    grantors: tuple[Hit, ...] = ()
    grantor_told: bool = True
    origin: Hit | None = None
    target: Hit | None = None
    reaches: tuple[Reach, ...] = ()
    regions: tuple[Hit, ...] = ()
    excluded: tuple[Hit, ...] = ()
    whole: tuple[Hit, ...] = ()
    systems: tuple[Hit, ...] = ()
    statuses: tuple[Hit, ...] = ()
    times: tuple[Hit, ...] = ()
    past: bool = False
    ended: bool = False
    headline: bool = False
    fresh: bool = False

    @property
    def grantor(self) -> str:
        """Name the government that decides; '' where none is told."""
        return self.grantors[0].value if self.grantors else ""
