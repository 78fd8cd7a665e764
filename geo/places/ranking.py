"""Rank what a name may mean by its form, its kind, its size and the rest of the text.

What speaks for an option are features with values; their weights are learned (``make model``), and
the scores are such that their softmax is how likely each option is.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from geo.gazetteer import BARE, MAIN, OTHER, SPELLING, Candidate
from geo.places.question import CITIES, Feature, Question

WEIGHTS = "ranking.json"

_NEAR_KM = 120.0
_FARTHEST = 45.0  # degrees, beyond which nearness adds nothing to a float
_PLAIN = 4
_LARGE, _SMALL, _TIMES = 50_000, 60_000, 5
_MOSTLY = 0.85
_OF_REGION, _OF_COUNTRY = 2.0, 4.0
_CARE = frozenset({"UA", "RU", "BY", "PL"})
_WHOLE = "GB-ENG"  # a region as large and as full as a country
_DOUBT = 1.0
"""Votes that count for no country: one neighbour alone says little."""
_ACROSS_KM = 150.0
_ROUNDS = 2
_AT_HOME = 1.4
_MOST_LISTED = 2.8
_TOWN_VOTE = 0.7
_SURE = 0.6
_MOST_ANCHORS = 60


@cache
def weights() -> dict[str, float]:
    """Read the weight of every feature."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return dict(json.loads(text))


def rank(
    questions: Sequence[Question],
    known: Mapping[str, float] | None = None,
    *,
    rounds: int = _ROUNDS,
) -> None:
    """Fill the options of every question and score them by the whole text."""
    known = weights() if known is None else known
    prepare(questions, known)
    for _ in range(rounds):
        for question, described in zip(questions, advice(questions), strict=True):
            question.scores = [
                base + _weigh(features, known)
                for base, features in zip(question.base, described, strict=True)
            ]


def prepare(questions: Sequence[Question], known: Mapping[str, float]) -> None:
    """Fill the options of every question and score them by what they are."""
    for question in questions:
        question.ask()
        question.base = [_weigh(features, known) for features in question.natures]
        question.scores = list(question.base)


def _weigh(features: Iterable[Feature], known: Mapping[str, float]) -> float:
    return sum(known.get(name, 0.0) * value for name, value in features)


@dataclass(slots=True)
class _Votes:
    """Hold what the present answers say for countries, regions and neighbourhoods."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    regions: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    own: defaultdict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    inside: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    own_inside: defaultdict[tuple[int, str], float] = field(
        default_factory=lambda: defaultdict(float)
    )
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


def advice(questions: Sequence[Question]) -> list[list[list[Feature]]]:
    """Let every name's present answer speak for the others: features of each question's options."""
    votes = _Votes()
    for question in questions:
        best = question.best()
        if best is not None:
            votes.add(question, best, _share(question))
    votes.all = sum(votes.countries.values())
    del votes.anchors[_MOST_ANCHORS:]
    votes.near = _nearnesses(tuple(votes.anchors))
    told = []
    for question in questions:
        held = _held_back(question)
        told.append(
            [
                list(votes.advice(question, option, held=i in held))
                for i, option in enumerate(question.options)
            ]
        )
    return told


@lru_cache(maxsize=1)
def _nearnesses(_anchors: tuple[tuple[float, float, int], ...]) -> dict[tuple[int, int], float]:
    """Keep what was measured from some anchors: the second round mostly has the same."""
    return {}


def _held_back(question: Question) -> frozenset[int]:
    """Give the villages and former names that a large place of that very name stands before.

    Who stands beside a name advises; only words that say where it lies, or a text that speaks of
    that region all along, overrule.
    """
    exact = [
        i
        for i, option in enumerate(question.options)
        if option.population >= _LARGE and option.quality in {MAIN, SPELLING}
        if option.kind == "settlement"
    ]
    if not exact or any(question.within):
        return frozenset()
    great = max(exact, key=lambda i: question.options[i].population)
    return frozenset(
        i
        for i, option in enumerate(question.options)
        if _is_lesser(option, question.options[great], question.written)
    )


def _is_lesser(option: Candidate, great: Candidate, written: frozenset[int]) -> bool:
    if option.kind != "settlement":
        return False
    small = option.population * _TIMES < great.population
    if option.region in CITIES and option.population < great.population:
        return True
    renamed = option.quality > great.quality and (small or option.quality == OTHER)
    inflected = great.row in written and option.row not in written
    return renamed or (small and (inflected or option.population < _SMALL))


def _listed(option: Candidate, question: Question) -> float:
    """Measure how lists join like with like: "New York, Ohio and Texas"."""
    total = 0.0
    for other in question.beside:
        best = other.best()
        if best is not None and best.kind == option.kind:
            near = best.country == option.country or _apart_km(best, option) < _ACROSS_KM
            total += 1.0 if near else 0.4
    return min(total, _MOST_LISTED)


def _apart_km(one: Candidate, other: Candidate) -> float:
    across = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * math.hypot(one.lat - other.lat, across * math.cos(math.radians(one.lat)))


def _share(question: Question) -> float:
    """Give how much of the belief in a question's answers its best one has."""
    top = max(question.scores)
    return 1.0 / sum(math.exp(score - top) for score in question.scores)


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
