"""Hold what a name may mean, and say of each option what the rest of the text does not change."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geo.gazetteer import (
    BARE,
    MAIN,
    OTHER,
    SPELLING,
    Candidate,
    any_candidates,
    candidates,
    is_cyrillic,
)

Surroundings = tuple[str, float, float]
"""A country and a point in it that towns may lie around."""
Feature = tuple[str, float]
"""The name of something that speaks for an option, and how much of it there is."""

_OWN = frozenset({"UA", "RU", "BY"})
_FORMER = frozenset({"MD", "KZ", "LT", "LV", "EE", "GE", "AM", "AZ", "UZ", "KG", "TJ", "TM", "PL"})
CITIES = frozenset({"RU-MOW", "RU-SPE", "UA-30"})
"""Regions that are one city, whose parts are listed as towns."""
_WHOLE_CITY = 2_000_000
_MAIN_TOWN = 0.08
_CLOSE_DEGREES = 0.7
_COUNTY = 0.6, 1.0
"""Degrees of latitude and longitude that a county's towns lie from its middle at most."""
_MOST_BESIDE = 4
_CARE = frozenset({"UA", "RU", "BY", "PL"})
_GROUND = 49.0, 34.0
_GROUND_KM = 1_500.0
_QUALITIES = {SPELLING: "spelling", OTHER: "other-name", BARE: "bare"}


@dataclass(slots=True, eq=False)
class Question:
    """Hold one name as a text uses it and all that speaks for one answer or another.

    ``within`` are the countries, regions and surroundings that the text puts it in; ``sense`` is
    above 0 where the words around speak of a region rather than of its main town,
    below 0 where of the town; ``article`` is "the" before an English name; ``wet`` where a word
    close by speaks of flowing water; ``surface`` is the key of the words as they stand.
    """

    keys: tuple[str, ...]
    hint: str
    within: tuple[frozenset[str], frozenset[str], frozenset[Surroundings]]
    sense: int
    article: bool
    wet: bool = False
    surface: str = ""
    count: int = 0
    written: frozenset[int] = frozenset()
    group: int = -1
    cyrillic: bool = False
    rivals: bool = False
    beside: list["Question"] = field(default_factory=list, repr=False)
    options: tuple[Candidate, ...] = ()
    natures: list[list[Feature]] = field(default_factory=list, repr=False)
    base: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def stand_by(self, other: "Question") -> None:
        """Remember that two names stand in one list, a few times at most."""
        for one, two in ((self, other), (other, self)):
            if len(one.beside) < _MOST_BESIDE:
                one.beside.append(two)

    def lies_within(self, option: Candidate) -> bool:
        """Tell whether an option lies where the text puts the name."""
        countries, regions, around = self.within
        return (
            option.country in countries
            or option.region in regions
            or any(_lies_around(option, *each) for each in around)
        )

    def best(self) -> Candidate | None:
        """Give the highest of the scored options."""
        if not self.options:
            return None
        return self.options[max(range(len(self.options)), key=lambda i: (self.scores[i], -i))]

    def ask(self) -> None:
        """Fill the options and say of each what it is."""
        self.options = any_candidates(self.keys) if self.keys else ()
        kinds = {o.kind for o in self.options if o.quality not in {OTHER, BARE}}
        self.rivals = "country" in kinds and len(self.options) > 1
        self.group = self.options[0].row if self.options else -1
        self.cyrillic = bool(self.keys) and is_cyrillic(self.keys[0])
        if self.cyrillic and len(self.keys) > 1 and self.keys[0] == self.surface:
            own = candidates(self.keys[0])
            self.written = frozenset(o.row for o in own if o.quality == MAIN)
        self.natures = [list(_nature(option, self)) for option in self.options]


def _lies_around(option: Candidate, country: str, lat: float, lon: float) -> bool:
    close = abs(option.lat - lat) < _COUNTY[0] and abs(option.lon - lon) < _COUNTY[1]
    return close and option.country == country and option.kind == "settlement"


def _nature(option: Candidate, question: Question) -> Iterator[Feature]:
    """Say of an option what does not depend on the rest of the text."""
    yield f"kind={option.kind}", 1.0
    if option.kind not in {"water", "area"}:
        yield f"size={option.kind}", math.log10(option.population + 30)
    script = "cyr" if question.cyrillic else "lat"
    if option.quality in _QUALITIES:
        yield f"{_QUALITIES[option.quality]}&{script}", 1.0
    elif option.kind == "region" and _shares_name(option, question.options):
        yield f"bare&{script}", 1.0
    if option.capital:
        yield "capital", 1.0
    yield from _hinted(option, question)
    if option.region in CITIES and option.population < _WHOLE_CITY:
        yield "part-of-city", 1.0
    if question.lies_within(option):
        yield "within", 1.0
    yield from _at_home(option, script)
    if option.row in question.written:
        yield "as-written", 1.0


def _at_home(option: Candidate, script: str) -> Iterator[Feature]:
    """Say whether an option lies in the countries the languages are spoken in, and how near."""
    if option.country in _OWN:
        yield f"own&{script}", 1.0
    elif script == "cyr" and option.country in _FORMER:
        yield "former", 1.0
    if option.kind == "settlement" and option.country in _CARE:
        yield f"ground&{script}", _on_ground(option)


def _on_ground(option: Candidate) -> float:
    """Give 1 in the middle of Ukraine, falling to 0 far beyond its borders."""
    lat, lon = _GROUND
    across = (option.lon - lon) * math.cos(math.radians(lat))
    return max(0.0, 1.0 - 111.2 * math.hypot(option.lat - lat, across) / _GROUND_KM)


def _hinted(option: Candidate, question: Question) -> Iterator[Feature]:
    """Say what the words beside a name say of its kind."""
    town, hint = option.kind == "settlement", question.hint
    if hint == "district":
        yield "hint-district", 1.0 if town and option.country in _OWN else -1.0
    elif hint and hint != "area":
        yield "hint", 1.0 if hint == option.kind else -0.5
    elif hint == option.kind:
        yield "hint", 1.0
    if question.article and option.kind in {"water", "area"}:
        yield "article", 1.0
    if question.wet and option.kind == "water":
        yield "wet", 1.0
    if question.sense < 0 and town:
        yield "town-sense", 1.0


def _shares_name(region: Candidate, options: Sequence[Candidate]) -> bool:
    """Tell whether a region is called after its main town, as New York is."""
    return region.quality != BARE and any(
        c.kind == "settlement"
        and c.country == region.country
        and (c.region == region.region or _beside_each_other(c, region))
        and c.quality != OTHER
        and c.population >= region.population * _MAIN_TOWN
        for c in options
    )


def _beside_each_other(one: Candidate, other: Candidate) -> bool:
    """Tell whether two points are some tens of kilometres apart at most."""
    return abs(one.lat - other.lat) < _CLOSE_DEGREES and abs(one.lon - other.lon) < _CLOSE_DEGREES
