"""Find stated distances with their unit and hedge."""

import re
from collections.abc import Iterator
from itertools import chain

from .numbers import LONGEST, NUMBER, ends_in_number, multiplier, value_of

_KM = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometre": 1.0, "км": 1.0, "кілометр": 1.0,
    "километр": 1.0, "mile": 1.609344, "mi": 1.609344, "мил": 1.609344, "nautical": 1.852,
    "nmi": 1.852, "морськ": 1.852, "морск": 1.852,
}  # fmt: skip
_HEDGES = {
    "about": "about around approximately roughly some nearly almost approx ~ ≈ circa близько "
    "приблизно майже біля орієнтовно десь около примерно почти порядка приблизительно "
    "ориентировочно где-то close·to an·estimated",
    "up to": "up·to as·far·as as·much·as as·deep·as maximum·of no·more·than not·more·than "
    "no·further·than no·farther·than no·deeper·than not·exceeding at·most at·the·most "
    "as·far·out·as максимум до щонайбільше аж·до вплоть·до самое·большее "
    "не·більше не·більш не·далі не·глибше не·более не·больше не·дальше не·далее не·глубже",
    "more than": "more·than over at·least beyond upwards·of farther·than further·than deeper·than "
    "in·excess·of exceeding перевищує превышает как·минимум "
    "понад більше більш·ніж щонайменше далі глибше не·менше "
    "свыше более больше дальше далее глубже не·менее минимум",
    "less than": "less·than under within fewer·than below менше менш·ніж в·межах "
    "менее меньше в·пределах",
}
_UNIT = (
    r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi|nautical\s{1,3}miles?|nmi|"
    r"км|кілометр\w{0,6}|километр\w{0,6}|мил[яіьіюеи]\w{0,3}|морськ\w{2,3}\s{1,3}мил\w|морск\w{2,3}\s{1,3}мил\w)"
)
_HEDGE_OF = {word: name for name, words in _HEDGES.items() for word in words.split()}
_HEDGE = "|".join(
    re.escape(word).replace("·", r"\s{1,3}") for word in sorted(_HEDGE_OF, key=len, reverse=True)
)
_LINK = "than|a|an|the|distance|of|ніж|чим|чем|як|на|за|в|у"
_SPACE = r"[ \u00a0\u202f\t\n-]{0,2}"
_DISTANCE = re.compile(
    rf"(?<![\w.,/'])(?:(?P<hedge>{_HEDGE})\s{{0,3}}(?:(?:{_LINK})\s{{1,3}}){{0,2}}(?:(?P<again>{_HEDGE})\s{{1,3}})?)?"
    rf"(?:(?P<from>{NUMBER}){_SPACE}(?P<of>{_UNIT})?\s{{0,3}}(?:-|–|—|(?:to|and|до|и|і|й|та)\s)\s{{0,3}})??"
    rf"(?P<value>{NUMBER}){_SPACE}(?P<unit>{_UNIT})(?!\w)"
    r"(?!\s{0,3}/\s{0,3}[^\W\d]|\s{1,3}(?:per|an?\s{1,3}hour|h\b|на\s{1,3}год|за\s{1,3}год|в\s{1,3}час))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNITS_BEGIN = tuple(_KM)
_LONGEST_WORD = 16
_AROUND = 2 * LONGEST + 40
_SQUARE = re.compile(r"(?:square|sq\.?|кв\.?|квадратн\w{2,3})\s*$", re.IGNORECASE)
_TWICE = re.compile(
    rf"\s{{0,2}}/\s{{0,2}}(?P<value>{NUMBER}){_SPACE}(?P<unit>{_UNIT})(?!\w)", re.IGNORECASE
)
_VAGUE = re.compile(
    r"(?:several|few|couple|many|dozen|кілька|декілька|пару|багато|несколько|много)\s*(?:of\s*)?\Z",
    re.IGNORECASE,
)


def distances(text: str) -> Iterator[tuple[int, int, float, float, str]]:
    """Give start, end, least and greatest kilometres, and hedge of each stated distance.

    Speeds and areas are none, nor is "several hundred kilometres".

    Examples
    --------
    >>> [row[2:] for row in distances("від 70 до 80 км; 300-mile range; 90 km/h")]
    [(70.0, 80.0, ''), (482.8, 482.8, '')]
    """
    matches = (_DISTANCE.finditer(text, *window) for window in _windows(text))
    end = 0
    for match in chain.from_iterable(matches):
        if match.start() < end:
            continue
        if _SQUARE.search(text[max(0, match.start("unit") - 12) : match.start("unit")]):
            continue
        if _VAGUE.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        high = value_of(match["value"])
        low = _first_bound(match["from"], match["value"]) if match["from"] else high
        if low is None or high is None:
            continue
        high *= _factor(match["unit"])
        low *= _factor(match["of"] or match["unit"])
        end = match.end()
        again = _TWICE.match(text, end)
        if again is not None:
            end = again.end()
            said = value_of(again["value"])
            # one distance told twice: what is told in kilometres is the rounder reading
            if said is not None and _factor(again["unit"]) == 1.0 != _factor(match["unit"]):
                low = high = said
        low, high = sorted((round(low, 1), round(high, 1)))
        yield match.start(), end, low, high, _hedge(match["hedge"], match["again"])


def _first_bound(first: str, second: str) -> float | None:
    """Read the first number of a range; "200-300 thousand" has its thousands at the second."""
    low, high = value_of(first), value_of(second)
    times = multiplier(second)
    if low is None or high is None or multiplier(first) != 1 or low * times > high:
        return low
    return low * times


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches around what may be a unit with a number before it."""
    low = high = 0
    for word in _WORD.finditer(text):
        if not word.group().lower().startswith(_UNITS_BEGIN):
            continue
        before = text[max(0, word.start() - _LONGEST_WORD) : word.start()]
        if ends_in_number(before.rstrip(" \u00a0\u202f\t\n-")):
            if word.start() - _AROUND > high:
                yield low, high
                low = word.start() - _AROUND
            high = word.end() + _AROUND
    yield max(low, 0), high


def _factor(unit: str) -> float:
    low = unit.lower()
    return next(_KM[name] for name in sorted(_KM, key=len, reverse=True) if low.startswith(name))


def _hedge(word: str | None, again: str | None) -> str:
    """Name a hedge; "within about" is no more than about."""
    said = [_HEDGE_OF.get("·".join(each.lower().split()), "") for each in (word, again) if each]
    return said[-1] if said[:1] == ["less than"] else "".join(said[:1])
