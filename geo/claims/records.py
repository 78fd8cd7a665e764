"""The records from the clauses of a text to its policies."""

from dataclasses import dataclass, field

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


@dataclass
class Policy:
    """Hold the events of one policy.

    Attributes
    ----------
    stance
        What it says.
    own
        The clauses that tell of it, the first one or those that name its reach first.
    others
        Those that only go on about it.
    """

    stance: str
    own: list[Event] = field(default_factory=list)
    others: list[Event] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        """Give all its clauses, its own first."""
        return [*self.own, *self.others]

    @property
    def grantor(self) -> str:
        """Name the government that decides; '' where none is told."""
        told = [e for e in self.own if e.grantors and e.grantor_told]
        return next((e.grantor for e in (*told, *self.own) if e.grantors), "")

    @property
    def past(self) -> bool:
        """Say whether all its own clauses speak of what was so before."""
        return all(event.past for event in self.own)

    @property
    def systems(self) -> set[str]:
        """Name the weapons of its own clauses."""
        return {hit.value for event in self.own for hit in event.systems}

    @property
    def reaches(self) -> list[Reach]:
        """Give every naming of its reach, those of its own clauses first."""
        return [reach for event in self.events for reach in event.reaches]

    @property
    def pair(self) -> tuple[str, str]:
        """Give the codes of origin and target; '' for what is not told."""
        events = [*self.own, *self.others]
        origin = next((e.origin.value for e in events if e.origin), "")
        return origin, next((e.target.value for e in events if e.target), "")
