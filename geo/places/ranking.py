"""Say what speaks for each place a name may mean: its form, kind and size, and the whole text.

What speaks for an option are features with values; their weights are learned (``make model``), and
the scores are such that their softmax is how likely each option is.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

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
from geo.mentions import TOLD

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
_BESIDE = 0.7, 0.7
_COUNTY = 0.6, 1.0
"""Degrees of latitude and longitude that a county's towns lie from its middle at most."""
_MOST_BESIDE = 4
_CARE = frozenset({"UA", "RU", "BY", "PL"})
_GROUND = 49.0, 34.0
_GROUND_KM = 1_500.0
_QUALITIES = {SPELLING: "spelling", OTHER: "other-name", BARE: "bare"}
_NEAR_KM = 120.0
_FARTHEST = 45.0  # degrees, beyond which nearness adds nothing to a float
_PLAIN = 4
_LARGE, _SMALL, _TIMES = 50_000, 60_000, 5
_MOSTLY = 0.85
_OF_REGION, _OF_COUNTRY = 2.0, 4.0
_WHOLE = "GB-ENG"  # a region as large and as full as a country
_DOUBT = 1.0
"""Votes that count for no country: one neighbour alone says little."""
_ACROSS_KM = 150.0
_AT_HOME = 1.4
_MOST_LISTED = 2.8
_TOWN_VOTE = 0.7
_SURE = 0.6
_TALLY: Callable[[], defaultdict[Any, float]] = partial(defaultdict, float)


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
        best = max(range(len(self.options)), key=lambda i: (self.scores[i], -i), default=None)
        return None if best is None else self.options[best]

    def share(self) -> float:
        """Give how much of the belief in the answers the best one has."""
        top = max(self.scores)
        return 1.0 / sum(math.exp(score - top) for score in self.scores)

    def ask(self) -> None:
        """Fill the options and say of each what it is."""
        self.options = any_candidates(self.keys) if self.keys else ()
        told = tuple(o for o in self.options if o.kind == TOLD.get(self.hint))
        if told or (self.hint in TOLD and all(o.kind != "country" for o in self.options)):
            self.options = told
        kinds = {o.kind for o in self.options if o.quality not in {OTHER, BARE}}
        self.rivals = "country" in kinds and len(self.options) > 1
        self.group = self.options[0].row if self.options else -1
        self.cyrillic = bool(self.keys) and is_cyrillic(self.keys[0])
        if self.cyrillic and len(self.keys) > 1 and self.keys[0] == self.surface:
            own = candidates(self.keys[0])
            self.written = frozenset(o.row for o in own if o.quality == MAIN)
        self.natures = [list(_nature(option, self)) for option in self.options]


def _lies_around(option: Candidate, country: str, lat: float, lon: float) -> bool:
    towns = option.country == country and option.kind == "settlement"
    return towns and _close(option, lat, lon, _COUNTY)


def _close(option: Candidate, lat: float, lon: float, degrees: tuple[float, float]) -> bool:
    return abs(option.lat - lat) < degrees[0] and abs(option.lon - lon) < degrees[1]


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
    town, hint = option.kind == "settlement", TOLD.get(question.hint, question.hint)
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
        and (c.region == region.region or _close(c, region.lat, region.lon, _BESIDE))
        and c.quality != OTHER
        and c.population >= region.population * _MAIN_TOWN
        for c in options
    )


@dataclass(slots=True)
class Votes:
    """Hold what the present answers say for countries, regions and neighbourhoods."""

    countries: defaultdict[str, float] = field(default_factory=_TALLY)
    regions: defaultdict[str, float] = field(default_factory=_TALLY)
    own: defaultdict[tuple[int, str], float] = field(default_factory=_TALLY)
    inside: defaultdict[str, float] = field(default_factory=_TALLY)
    own_inside: defaultdict[tuple[int, str], float] = field(default_factory=_TALLY)
    named: set[int] = field(default_factory=set)
    settled: set[tuple[int, int]] = field(default_factory=set)
    anchors: list[tuple[float, float, int]] = field(default_factory=list)
    near: dict[tuple[int, int], float] = field(default_factory=dict)
    all: float = 0.0

    def add(self, question: Question, best: Candidate, share: float) -> None:
        """Count one name's present answer."""
        weight = share * min(question.count, 4)
        if best.kind not in {"country", "region"}:
            weight *= _TOWN_VOTE
        for votes, code in ((self.countries, best.country), (self.regions, best.region)):
            if code and code != _WHOLE:
                votes[code] += weight
                self.own[question.group, code] += weight
        # a capital mostly stands for its government: it does not say where the text is at home
        if best.kind in {"region", "settlement"} and not best.capital:
            self.inside[best.country] += weight
            self.own_inside[question.group, best.country] += weight
        if any(question.within) and question.lies_within(best):
            self.settled.add((question.group, best.row))
        if best.kind == "region" and best.quality != BARE:
            self.named.add(best.row)
        if best.kind in {"settlement", "region"} and share > _SURE:
            self.anchors.append((best.lat, best.lon, question.group))

    def at_home(self, question: Question, option: Candidate) -> bool:
        """Tell whether the text speaks of an option's region or of its country all along."""
        own, key = option.quality != OTHER, question.group
        if (key, option.row) in self.settled:
            return True
        named = self.regions[option.region] - self.own[key, option.region] if option.region else 0.0
        if option.country in _CARE:
            return own and named > 2 * _OF_REGION
        votes = self.countries[option.country] - self.own[key, option.country]
        rest = self.all - self.own[key, option.country]
        return (own and named > _OF_REGION) or (votes > _OF_COUNTRY and votes > _MOSTLY * rest)

    def nearness(self, option: Candidate, group: int) -> float:
        """Tell how near the text's other places an option lies; asked again, it is known."""
        found = self.near.get((option.row, group))
        if found is None:
            found = self.near[option.row, group] = _nearness(option, self.anchors, group)
        return found

    def advice(self, question: Question, option: Candidate, *, held: bool) -> Iterator[Feature]:
        """Say what the other names of the text say of an option; ``held`` by a greater one."""
        key = question.group
        care = "&care" if option.country in _CARE else ""
        rest = self.all - self.own[key, option.country] + _DOUBT
        if rest > _DOUBT and option.kind != "country":
            votes = self.countries[option.country] - self.own[key, option.country]
            yield f"country{care}", min(1.0, votes / rest + min(votes, 3.0) / 9)
            if option.region:
                votes = self.regions[option.region] - self.own[key, option.region]
                yield f"region{care}", min(1.0, votes / 2)
        settled = (key, option.row) in self.settled
        if settled:
            yield "settled", 1.0
        if question.rivals:
            home = self.inside[option.country] - self.own_inside[key, option.country]
            yield "rival", min(1.0, home / _AT_HOME)
        if question.beside:
            yield f"listed{care}", _listed(option, question)
        if option.kind == "settlement" and len(question.options) > 1:
            yield f"near{care}", self.nearness(option, key)
        if option.quality == BARE and question.sense > 0:
            named = option.row in self.named
            yield (
                "bare-named" if named else "bare-meant",
                1.0 if named else min(1.0, question.sense / _PLAIN),
            )
        if held and not self.at_home(question, option):
            yield "lesser", 1.0


def held_back(question: Question) -> frozenset[int]:
    """Give the villages and former names that a large place of that very name stands before.

    Who stands beside a name advises; only words that say where it lies, or a text that speaks of
    that region all along, overrule.
    """
    large = (o for o in question.options if o.kind == "settlement" and o.population >= _LARGE)
    exact = [option for option in large if option.quality in {MAIN, SPELLING}]
    if not exact or any(question.within):
        return frozenset()
    great = max(exact, key=lambda option: option.population)
    written = question.written

    def lesser(option: Candidate) -> bool:
        small = option.population * _TIMES < great.population
        if option.region in CITIES and option.population < great.population:
            return True
        renamed = option.quality > great.quality and (small or option.quality == OTHER)
        inflected = great.row in written and option.row not in written
        return renamed or (small and (inflected or option.population < _SMALL))

    towns = ((i, o) for i, o in enumerate(question.options) if o.kind == "settlement")
    return frozenset(i for i, option in towns if lesser(option))


def _listed(option: Candidate, question: Question) -> float:
    """Measure how lists join like with like: "New York, Ohio and Texas"."""
    total = 0.0
    for other in question.beside:
        best = other.best()
        if best is not None and best.kind == option.kind:
            same = best.country == option.country
            total += 1.0 if same or apart_km(best, option) < _ACROSS_KM else 0.4
    return min(total, _MOST_LISTED)


def apart_km(one: Candidate, other: Candidate) -> float:
    """Measure roughly how far two places lie apart."""
    across = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * math.hypot(one.lat - other.lat, across * math.cos(math.radians(one.lat)))


def _nearness(option: Candidate, anchors: Sequence[tuple[float, float, int]], group: int) -> float:
    """Give 1 beside another place of the text, falling to 0 over some hundred kilometres."""
    closest = _FARTHEST  # in degrees of latitude
    here, there = option.lat, option.lon
    narrow = math.cos(math.radians(here))
    for lat, lon, name in anchors:
        north = lat - here
        if name == group or not -closest < north < closest:
            continue
        east = ((lon - there + 180) % 360 - 180) * narrow
        if -closest < east < closest:
            closest = min(closest, math.hypot(north, east))
    return math.exp(-111.2 * closest / _NEAR_KM) if closest < _FARTHEST else 0.0
