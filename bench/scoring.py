"""Score a geoparser as the field does: recognition, resolution, and both end to end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

NEAR_KM = 161.0
"""100 miles, the field's customary distance within which a place counts as found."""

_EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Mention:
    """Hold one span with the point it was given, by hand or by the geocoder."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    code: str = ""
    confidence: float = 1.0


@dataclass
class Score:
    """Count hits; the figures are properties of the counts."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    overlap: int = 0
    placed: int = 0
    near: int = 0
    countries: int = 0
    country_hits: int = 0
    right: int = 0
    resolved: int = 0
    locatable: int = 0
    errors_km: tuple[float, ...] = ()
    calibration: tuple[tuple[float, bool], ...] = ()

    def __add__(self, other: "Score") -> "Score":
        """Give the counts of both together."""
        return Score(**{k: getattr(self, k) + getattr(other, k) for k in self.__dataclass_fields__})

    def f1(self, hits: int) -> float:
        """Give F1 of a number of hits among what is there and what was found."""
        return 2 * hits / (self.gold + self.found) if self.gold + self.found else 1.0

    def figures(self) -> dict[str, float]:
        """Give every figure by its name; nan where nothing was to be counted."""
        errors = sorted(self.errors_km)

        def ratio(a: float, b: float) -> float:
            return a / b if b else math.nan

        return {
            "exact P": ratio(self.exact, self.found),
            "exact R": ratio(self.exact, self.gold),
            "exact F1": self.f1(self.exact),
            "overlap P": ratio(self.overlap, self.found),
            "overlap R": ratio(self.overlap, self.gold),
            "overlap F1": self.f1(self.overlap),
            "acc@161km": ratio(self.near, self.placed),
            "country": ratio(self.country_hits, self.countries),
            "mean km": ratio(sum(errors), len(errors)),
            "median km": errors[len(errors) // 2] if errors else math.nan,
            "end-to-end P": ratio(self.near, self.resolved),
            "end-to-end R": ratio(self.near, self.locatable),
            "end-to-end F1": ratio(2 * self.near, self.resolved + self.locatable),
        }


def distance_km(a: Mention, b: Mention) -> float:
    """Give the great-circle distance of two located mentions."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def score(gold: Sequence[Mention], found: Sequence[Mention]) -> Score:
    """Compare the spans of one text with what is written by hand.

    Spans are matched one to one, exact ones first. A gold mention without a point
    counts for recognition only, and what was found there is not held against
    resolution.
    """
    pairs = _pairs(gold, found)
    at_unplaced = sum(1 for g, _ in pairs if g.lat is None)
    result = Score(
        gold=len(gold),
        found=len(found),
        exact=sum((g.start, g.end) == (f.start, f.end) for g, f in pairs),
        overlap=len(pairs),
        locatable=sum(g.lat is not None for g in gold),
        resolved=sum(f.lat is not None for f in found) - at_unplaced,
    )
    hit: dict[int, bool] = {id(f): False for f in found}
    for g, f in pairs:
        if g.country:
            result.countries += 1
            result.country_hits += g.country == f.country
        if g.lat is None:
            hit.pop(id(f))
            continue
        result.placed += 1
        away = distance_km(g, f)
        if away <= NEAR_KM:
            result.near += 1
            hit[id(f)] = True
        if away < math.inf:
            result.errors_km += (away,)
    result.calibration = tuple((f.confidence, hit[id(f)]) for f in found if id(f) in hit)
    return result


def _pairs(gold: Sequence[Mention], found: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    exact = {(f.start, f.end): f for f in found}
    pairs, used = [], set()
    open_gold = []
    for g in gold:
        f = exact.get((g.start, g.end))
        if f is not None and id(f) not in used:
            pairs.append((g, f))
            used.add(id(f))
        else:
            open_gold.append(g)
    rest = [f for f in found if id(f) not in used]
    for g in open_gold:
        for f in rest:
            if f.start < g.end and g.start < f.end:
                pairs.append((g, f))
                rest.remove(f)
                break
    return pairs


def calibration(
    points: Sequence[tuple[float, bool]], *, bins: int = 10
) -> list[tuple[float, float, int]]:
    """Give (mean confidence, share right, number) for each tenth of confidence."""
    table = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [p for p in points if low <= p[0] < high or (number == bins - 1 and p[0] == 1.0)]
        if inside:
            mean = sum(p[0] for p in inside) / len(inside)
            table.append((mean, sum(p[1] for p in inside) / len(inside), len(inside)))
    return table


def calibration_error(points: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """Give how far confidence is from the share right: the mean over the bins, by their numbers."""
    table = calibration(points, bins=bins)
    return sum(abs(mean - right) * number for mean, right, number in table) / max(1, len(points))
