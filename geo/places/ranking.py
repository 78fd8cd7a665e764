"""Rank what a name may mean by its form, its kind, its size and the rest of the text."""

import math
from collections import defaultdict
from collections.abc import Sequence
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

_KIND = {"country": 4.0, "region": 0.6, "settlement": 0.0, "water": 0.0, "area": 0.0}
_QUALITY = {SPELLING: -0.4, OTHER: -2.4, BARE: -3.0}
_FEATURE_SIZE = 6.2
"""What waters and areas count as, on the scale of settlements' log10 of people."""
_HINTED = 5.0
_WITHIN = 6.0
_COUNTRY_VOTES = 2.2
_REGION_VOTES = 1.8
_NEAR = 2.2
_NEAR_KM = 120.0
_DOMAIN = 0.9
_OWN = frozenset({"UA", "RU", "BY"})
_FORMER = frozenset({"MD", "KZ", "LT", "LV", "EE", "GE", "AM", "AZ", "UZ", "KG", "TJ", "TM", "PL"})
_BARE_NAMED = 4.2
_BARE_MEANT = 4.2
_PLAIN = 4
_CAPITAL = 2.4
_ARTICLE = 3.0
_WET = 2.5
_TOWN_SENSE = 2.0
_AS_WRITTEN = 1.2
_LARGE, _SMALL, _TIMES = 50_000, 60_000, 5
_MOSTLY = 0.85
_AT_LEAST_BELOW = 0.3
_OF_REGION, _OF_COUNTRY = 2.0, 4.0
_CARE = frozenset({"UA", "RU", "BY", "PL"})
_CITIES = frozenset({"RU-MOW", "RU-SPE", "UA-30"})
_WHOLE_CITY = 2_000_000
_PART = 1.2
"""What the parts of a great city, listed as towns, stand back behind true ones."""
_SAME = 2.0
_DOUBT = 1.0
"""Votes that count for no country: one neighbour alone says little."""
_ACROSS_KM = 150.0
_MAIN_TOWN = 0.08
_CLOSE_DEGREES = 0.7
_ROUNDS = 2
_RIVAL = 3.4
_AT_HOME = 1.4
_BESIDE = 1.5
_MOST_BESIDE = 4
_MOST_LISTED = 4.2
_TOWN_VOTE = 0.7
_SURE = 0.6
_MOST_ANCHORS = 60


@dataclass(slots=True, eq=False)
class Question:
    """Hold one name as a text uses it and all that speaks for one answer or another.

    ``within`` are the countries and regions that the text puts it in; ``sense`` is
    above 0 where the words around speak of a region rather than of its main town,
    below 0 where of the town; ``article`` is "the" before an English name; ``wet`` where a word
    close by speaks of flowing water; ``surface`` is the key of the words as they stand.
    """

    keys: tuple[str, ...]
    hint: str
    within: tuple[frozenset[str], frozenset[str]]
    sense: int
    article: bool
    wet: bool = False
    surface: str = ""
    count: int = 0
    written: frozenset[int] = frozenset()
    group: int = -1
    rivals: bool = False
    beside: list["Question"] = field(default_factory=list, repr=False)
    options: tuple[Candidate, ...] = ()
    base: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def stand_by(self, other: "Question") -> None:
        """Remember that two names stand in one list, a few times at most."""
        for one, two in ((self, other), (other, self)):
            if len(one.beside) < _MOST_BESIDE:
                one.beside.append(two)

    def lies_within(self, option: Candidate) -> bool:
        """Tell whether an option lies where the text puts the name."""
        countries, regions = self.within
        return option.country in countries or option.region in regions

    def best(self) -> Candidate | None:
        """Give the highest of the scored options."""
        if not self.options:
            return None
        return self.options[max(range(len(self.options)), key=lambda i: (self.scores[i], -i))]


def _prior(option: Candidate, question: Question, *, cyrillic: bool) -> float:
    """Score what does not depend on the rest of the text."""
    unpeopled = option.kind in {"water", "area"}
    size = _FEATURE_SIZE if unpeopled else math.log10(option.population + 30)
    score = size + _KIND[option.kind] + _QUALITY.get(option.quality, 0.0)
    if option.capital:
        score += _CAPITAL
    score += _hinted(option, question)
    if option.region in _CITIES and option.population < _WHOLE_CITY:
        score -= _PART
    if option.kind == "region" and _shares_name(option, question.options):
        score += _QUALITY[BARE]
    if question.lies_within(option):
        score += _WITHIN
    if option.country in _OWN:
        score += _DOMAIN * (2 if cyrillic else 1)
    elif cyrillic and option.country in _FORMER:
        score += _DOMAIN / 2
    return score


def _hinted(option: Candidate, question: Question) -> float:
    """Score what the words beside a name say of its kind."""
    town = option.kind == "settlement"
    if question.hint == "district":
        score = _HINTED if town and option.country in _OWN else -_HINTED
    elif question.hint == option.kind:
        score = _HINTED
    else:
        score = -_HINTED / 2 if question.hint not in {"", "area"} else 0.0
    if question.article and option.kind in {"water", "area"}:
        score += _ARTICLE
    if question.wet and option.kind == "water":
        score += _WET
    if question.sense < 0 and town:
        score += _TOWN_SENSE
    return score


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


def rank(questions: Sequence[Question]) -> None:
    """Fill the options of every question and score them by the whole text."""
    for question in questions:
        question.options = any_candidates(question.keys) if question.keys else ()
        kinds = {o.kind for o in question.options if o.quality not in {OTHER, BARE}}
        question.rivals = "country" in kinds and len(question.options) > 1
        question.group = question.options[0].row if question.options else -1
        cyrillic = bool(question.keys) and is_cyrillic(question.keys[0])
        question.base = [_prior(o, question, cyrillic=cyrillic) for o in question.options]
        if cyrillic and len(question.keys) > 1 and question.keys[0] == question.surface:
            own = candidates(question.keys[0])
            written = {option.row for option in own if option.quality == MAIN}
            question.written = frozenset(written)
            question.base = [
                score + _AS_WRITTEN * (option.row in written)
                for score, option in zip(question.base, question.options, strict=True)
            ]
        question.scores = list(question.base)
    for _ in range(_ROUNDS):
        _vote(questions)


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

    def add(self, question: Question, best: Candidate, share: float) -> None:
        """Count one name's present answer."""
        weight = share * min(question.count, 4)
        if best.kind not in {"country", "region"}:
            weight *= _TOWN_VOTE
        for votes, code in ((self.countries, best.country), (self.regions, best.region)):
            if code:
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
        rest = sum(self.countries.values()) - self.own[key, option.country]
        return (own and named > _OF_REGION) or (votes > _OF_COUNTRY and votes > _MOSTLY * rest)

    def bonus(self, question: Question, option: Candidate) -> float:
        """Score what the other names of the text say for an option."""
        bonus = 0.0
        key = question.group
        rest = sum(self.countries.values()) - self.own[key, option.country] + _DOUBT
        if rest > _DOUBT and option.kind != "country":
            votes = self.countries[option.country] - self.own[key, option.country]
            bonus += _COUNTRY_VOTES * min(1.0, votes / rest + min(votes, 3.0) / 9)
            if option.region:
                votes = self.regions[option.region] - self.own[key, option.region]
                bonus += _REGION_VOTES * min(1.0, votes / 2)
        if (key, option.row) in self.settled:
            bonus += _SAME
        if question.rivals:
            home = self.inside[option.country] - self.own_inside[key, option.country]
            bonus += _RIVAL * min(1.0, home / _AT_HOME)
        bonus += _listed(option, question)
        if option.kind == "settlement" and len(question.options) > 1:
            bonus += _NEAR * _nearness(option, self.anchors[:_MOST_ANCHORS], key)
        if option.quality == BARE and question.sense > 0:
            spoken = min(1.0, question.sense / _PLAIN)
            bonus += _BARE_NAMED if option.row in self.named else _BARE_MEANT * spoken
        return bonus


def _vote(questions: Sequence[Question]) -> None:
    """Let every name's present answer speak for the others."""
    votes = _Votes()
    for question in questions:
        best = question.best()
        if best is not None:
            votes.add(question, best, _share(question))
    for question in questions:
        for i, option in enumerate(question.options):
            question.scores[i] = question.base[i] + votes.bonus(question, option)
        _hold_back(question, votes)


def _hold_back(question: Question, votes: _Votes) -> None:
    """Keep villages and former names below the large place of that very name.

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
        return
    great = max(exact, key=lambda i: question.options[i].population)
    most = question.scores[great] - _AT_LEAST_BELOW
    for i, option in enumerate(question.options):
        lesser = _is_lesser(option, question.options[great], question.written)
        likelier = question.base[i] >= question.base[great]
        if lesser and not likelier and not votes.at_home(question, option):
            question.scores[i] = min(question.scores[i], most)


def _is_lesser(option: Candidate, great: Candidate, written: frozenset[int]) -> bool:
    if option.kind != "settlement":
        return False
    small = option.population * _TIMES < great.population
    if option.region in _CITIES and option.population < great.population:
        return True
    renamed = option.quality > great.quality and (small or option.quality == OTHER)
    inflected = great.row in written and option.row not in written
    return renamed or (small and (inflected or option.population < _SMALL))


def _listed(option: Candidate, question: Question) -> float:
    """Score that lists join like with like: "New York, Ohio and Texas"."""
    bonus = 0.0
    for other in question.beside:
        best = other.best()
        if best is not None and best.kind == option.kind:
            near = best.country == option.country or _apart_km(best, option) < _ACROSS_KM
            bonus += _BESIDE * (1.0 if near else 0.4)
    return min(bonus, _MOST_LISTED)


def _apart_km(one: Candidate, other: Candidate) -> float:
    across = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * math.hypot(one.lat - other.lat, across * math.cos(math.radians(one.lat)))


def _share(question: Question) -> float:
    """Give how much of the belief in a question's answers its best one has."""
    top = max(question.scores)
    total = sum(math.exp(min(0.0, s - top) * 1.5) for s in question.scores)
    return 1.0 / total


def _nearness(option: Candidate, anchors: Sequence[tuple[float, float, int]], group: int) -> float:
    """Give 1 beside another place of the text, falling to 0 over some hundred kilometres."""
    closest = math.inf
    narrow = math.cos(math.radians(option.lat))
    for lat, lon, name in anchors:
        if name == group:
            continue
        across = (lon - option.lon + 180) % 360 - 180
        distance = 111.2 * math.hypot(lat - option.lat, across * narrow)
        closest = min(closest, distance)
    return math.exp(-closest / _NEAR_KM) if closest < math.inf else 0.0
