"""Text → the distances and dates it states, with normalised values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from geo.quantities.numbers import (
    APOSTROPHES,
    FACTORS,
    TABLES,
    Number,
    Word,
    compound,
    counts,
    dates,
    number_before,
    words_of,
)
from geo.reading import normalise, sentence_at, sentence_starts

ROUNDED = 0.035
"""News rounds: 190 miles are given for 300 km, 50 miles for 80; within this share they agree."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold one stated distance or date.

    Attributes
    ----------
    text, start, end
        What the text says, hedge included, and where: offsets of characters into
        the text as given.
    kind
        ``distance`` or ``date``.
    low_km, high_km
        Bounds of a distance, equal unless the text gives two; None for a date.
    hedge
        ``about``, ``up to``, ``more than``, ``less than``, or empty.
    date
        ISO 8601, as much of it as the text says: ``2024-11-17``, ``2024-11``,
        ``--11-17``, ``--11``; empty for a distance.
    sentence
        Bounds of the sentence around it.
    """

    text: str
    start: int
    end: int
    kind: str
    low_km: float | None
    high_km: float | None
    hedge: str
    date: str
    sentence: tuple[int, int]


def quantities(text: str) -> list[Quantity]:
    """Find the distances and dates of an English, Ukrainian or Russian text.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Quantities in the order of the text; ``text[q.start : q.end] == q.text``.

    Examples
    --------
    >>> [(q.text, q.low_km, q.hedge) for q in quantities("a range of about 80 kilometers")]
    [('about 80 kilometers', 80.0, 'about')]
    >>> [(q.text, q.date) for q in quantities("17 листопада 2024 року")]
    [('17 листопада 2024 року', '2024-11-17')]
    """
    return list(_read(text))


@lru_cache(maxsize=2)  # what chooses, tells and tabulates asks for the same text's
def _read(text: str) -> tuple[Quantity, ...]:
    reading = normalise(text)
    starts = sentence_starts(reading.text)

    def quantity(start: int, end: int, kind: str, **said: Any) -> Quantity:
        sentence = reading.to_given(*sentence_at(reading.text, starts, start))
        start, end = reading.to_given(start, end)
        return Quantity(text[start:end], start, end, kind, sentence=sentence, **said)

    found = [
        quantity(start, end, "distance", low_km=low, high_km=high, hedge=hedge, date="")
        for start, end, low, high, hedge in distances(reading.text)
    ]
    found += [
        quantity(start, end, "date", low_km=None, high_km=None, hedge="", date=date)
        for start, end, date in dates(reading.text)
    ]
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def names_reach(quantity: Quantity, reach_km: Iterable[float]) -> bool:
    """Tell whether a distance is one of the reaches, as news rounds them.

    Examples
    --------
    >>> names_reach(quantities("up to 190 miles")[0], [300.0])
    True
    >>> names_reach(quantities("120 km away")[0], [80.0, 300.0])
    False
    """
    stated = [value for value in (quantity.low_km, quantity.high_km) if value]
    return any(abs(value - reach) <= ROUNDED * reach for value in stated for reach in reach_km)


_HEDGE_OF = {word: name for name, words in TABLES["hedges"].items() for word in words.split()}
_HEDGE = "|".join(
    re.escape(word).replace("·", r"\s{1,3}") for word in sorted(_HEDGE_OF, key=len, reverse=True)
)
_HEDGED = re.compile(
    rf"(?<![\w.,/'])(?P<hedge>{_HEDGE})\s{{0,3}}"
    rf"(?:(?:than|a|an|the|distance|of|ніж|чим|чем|як|на|за|в|у)\s{{1,3}}){{0,2}}"
    rf"(?:(?P<again>{_HEDGE})\s{{1,3}})?\Z",
    re.IGNORECASE,
)
# Cheap to look for in a long text; what it finds may still be no unit.
_UNIT_BEGINS = re.compile(
    r"[kKmMnкКмМ](?:[mM][sS]?(?!\w)|ilom|ILOM|ile|ILE|i(?!\w)|mi(?!\w)|[мМ](?!\w)|[иіИІ][лЛ])"
)
_UNIT = re.compile(
    r"(?:k(?:ms?|ilomet(?:er|re)s?)|miles?|(?-i:n?mi)|км|к[иі]лометр\w{0,8}|"
    r"мил(?:[яіюеиь]|е[юй]|ям|ями|ях|ьн\w{1,4}))(?!\w)",
    re.IGNORECASE,
)
_MILE, _NAUTICAL_MILE = 1.609344, 1.852
_AT_SEA = re.compile(r"(?:nautical|sea|морс[ьк]к?\w{1,3})[\s-]{1,3}\Z", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:(?P<more>\+|[ -]plus|\s[зс]\s(?:лишком|лишним|гаком))|(?P<about>\sor\sso|[ -]odd))?"
    r"(?:(?<=\d)-?(?:ти|х|ми|ма|и))?[ \t\n-]{0,2}\Z",
    re.IGNORECASE,
)
_BEHIND = {"more": "more than", "about": "about"}
_CASES = frozenset({"ти", "х", "ми", "ма", "и"})  # "15-тикілометрова"
_NO_DISTANCE = re.compile(
    r"\s{0,3}/\s{0,3}[^\W\d]|\s?(?:²|³|\^|(?:кв|squared|cubed)\b)|\s{1,3}(?:per|h|"
    r"(?:an?|each|every)\s{1,3}(?:hour|second|minute|day|week|month|year)|"
    r"(?:на|за|в)\s{1,3}(?:год|час|секунд|минут|хвилин)\w{0,3}|в\s{1,3}сутки|на\s{1,3}добу)\b",
    re.IGNORECASE,
)
_HALF_MORE = re.compile(
    r"(?:\sand\sa\shalf|\s[зс]\sполовино[юй])(?=\s?[.,;:)!?]|\s?\Z|\s(?:from|away|to|off|of|north|"
    r"south|east|west|long|wide|deep|inside|beyond|behind|від|от|до)\b)"
)
_ONE = re.compile(
    rf"(?:\A|[.!?,;:(—–]\s?|\b(?:{_HEDGE}|is|are|was|were|by|for|to|than|only|just|least|lies|sits|of|"
    r"with|come|came|and)\s)(?P<one>an?[ -])\Z",
    re.IGNORECASE,
)
_ONE_FROM = re.compile(r"(?:\A|[.!?]\s|(?<!\w)(?:за|в|у|на)\s)\Z"), re.compile(r"\s(?:від|от)\s")
_BEFORE, _HEDGE_LENGTH = 90, 45
_DASHES = frozenset("-–—")
_AND = frozenset({"and", "or", "и", "і", "й", "та", "або", "или", "чи", "либо"})
_YEARS = range(1900, 2101)
_RANGE = re.compile(r"\s?[-–—]\s?|\s(?:to|до|up to)\s")
_BETWEEN = re.compile(r"\b(?:between|між|между)\s\Z", re.IGNORECASE)
_AGAIN = re.compile(
    rf"\s{{0,2}}/\s{{0,2}}|\s?\((?:[^()\d]{{1,24}}\s)?"
    rf"|(?:,?\s(?:or|або|или|чи|тобто|то есть)|\s?[,–—])\s(?:(?:{_HEDGE})\s)?",
    re.IGNORECASE,
)
_SAME = 0.1  # news rounds: 190 miles are 306 km and called 300
_FEW = 5


@dataclass(frozen=True, slots=True)
class _Told:
    """Hold a distance in kilometres, its number's first character, and its unit's kilometres."""

    start: int
    number: int
    end: int
    low: float
    high: float
    hedge: str
    unit: float


_Pairs = list[tuple[Number, Number]]


def distances(text: str) -> Iterator[tuple[int, int, float, float, str]]:
    """Give start, end, least and greatest kilometres, and hedge of each stated distance.

    Speeds and areas are none, nor is "several hundred kilometres". What is told in kilometres
    and again in miles is one distance where both agree.

    Examples
    --------
    >>> [row[2:] for row in distances("від 70 до 80 км; 300-mile range; 90 km/h")]
    [(70.0, 80.0, ''), (482.8, 482.8, '')]
    >>> [row[2:] for row in distances("up to 190 miles (300 km); 300 km (20 miles)")]
    [(300.0, 300.0, 'up to'), (300.0, 300.0, ''), (32.2, 32.2, '')]
    """
    last: _Told | None = None
    for begins in _UNIT_BEGINS.finditer(text):
        for told in _told(text, begins.start(), last.end if last else 0):
            one = _as_one(text, last, told) if last else None
            if last and not one:
                yield _row(last)
            last = one or told
    if last:
        yield _row(last)


def _row(told: _Told) -> tuple[int, int, float, float, str]:
    low, high = sorted((round(told.low, 1), round(told.high, 1)))
    return told.start, told.end, low, high, told.hedge


def _as_one(text: str, first: _Told, second: _Told) -> _Told | None:
    """Join what is one distance told twice ("300 km (190 miles)") or the two ends of a range."""
    between = text[first.end : second.number]
    hedge = first.hedge or second.hedge
    if (first.unit == 1) != (second.unit == 1) and _AGAIN.fullmatch(between):
        if _differ(first, second, first.low, second.low) or _differ(
            first, second, first.high, second.high
        ):
            return None
        end = second.end + ("(" in between and text[second.end : second.end + 1] == ")")
        metric = first if first.unit == 1 else second
        return replace(metric, start=first.start, number=first.number, end=end, hedge=hedge)
    ranged = _RANGE.fullmatch(between) or (
        between.strip().lower() in _AND
        and _BETWEEN.search(text, max(0, first.start - _HEDGE_LENGTH), first.start)
    )
    pair = first.low == first.high < second.low == second.high
    return (
        replace(first, end=second.end, high=second.high, hedge=hedge) if pair and ranged else None
    )


def _differ(first: _Told, second: _Told, a: float, b: float) -> bool:
    """Tell whether two distances are more apart than rounding takes them: "2 km (1 mile)"."""
    coarse = (each.unit / 2 for each in (first, second) if each.high < _FEW * each.unit)
    return abs(a - b) > max(_SAME * max(a, b), *coarse, 0.0)


def _told(text: str, at: int, done: int) -> list[_Told]:
    """Read the distance, or the list of distances, whose unit stands at an offset."""
    found = _UNIT.match(text, at)
    if found is None or _NO_DISTANCE.match(text, found.end()):
        return []
    start = at
    while start > done and (text[start - 1].isalpha() or text[start - 1] in "'’ʼ`"):
        start -= 1
    before = text[start:at].lower().translate(APOSTROPHES)
    low = max(done, start - _BEFORE)
    sea = _AT_SEA.search(text, low, start)
    joined = _JOINED.search(text, low, sea.start() if sea else start)
    if before and before not in _CASES:
        whole = compound(before, start)
        pairs = [(whole, whole)] if whole else []
    else:
        words = words_of(text, low, joined.start() if joined else start)
        pairs = _pairs(text, words, done) or _one(text, low, found)
    end = found.end()
    more = _HALF_MORE.match(text, end) if len(pairs) == 1 else None
    end, half = (more.end(), 0.5) if more else (end, 0.0)
    unit = 1.0 if found[0][0] in "kKкК" else _NAUTICAL_MILE if sea or found[0] == "nmi" else _MILE
    result = []
    for nth, (first, last) in enumerate(pairs, 1):
        begins = first.words[0].start
        hedge = _HEDGED.search(text, max(done, begins - _HEDGE_LENGTH), begins)
        couple = any(word.letter == "C" for word in last.words)
        unsaid = "about" if couple else _BEHIND.get(joined.lastgroup or "", "") if joined else ""
        result.append(
            _Told(
                start=hedge.start() if hedge else begins,
                number=begins,
                end=end if nth == len(pairs) else last.words[-1].end,
                low=(first.value + half) * unit,
                high=(last.value + half) * unit,
                hedge=_hedge(hedge["hedge"], hedge["again"]) if hedge else unsaid,
                unit=unit,
            )
        )
    return result


def _hedge(word: str, again: str | None) -> str:
    """Name a hedge; "within about" is no more than about."""
    said = [_HEDGE_OF.get("·".join(each.lower().split()), "") for each in (word, again) if each]
    return said[-1] if said[:1] == ["less than"] else "".join(said[:1])


def _one(text: str, low: int, unit: re.Match[str]) -> _Pairs:
    """Read what counts one by no number: "a mile away", «за кілометр від»."""
    start = unit.start()
    if unit[0].lower() in {"mile", "kilometre", "kilometer"}:
        found = _ONE.search(text, low, start)
        start = found.start("one") if found else -1
    elif not (
        re.fullmatch(r"к[иі]лометр[іе]?|мил[юіе]", unit[0], re.IGNORECASE)
        and _ONE_FROM[0].search(text, low, start)
        and _ONE_FROM[1].match(text, unit.end())
    ):
        start = -1
    one = Number(1.0, [Word(start, unit.start(), "a", "a")])
    return [(one, one)] if start >= 0 else []


def _pairs(text: str, words: Sequence[Word], done: int) -> _Pairs:
    """Read the number at the end of some words, with the first of a range or those of a list."""
    last = number_before(words, len(words))
    if last is None or not counts(text, last, words, done):
        return []
    low = number_before(words, last.first - 1) if last.first > 1 else None
    sign = words[last.first - 1].said if last.first else ""
    if low is None or sign not in _DASHES | _AND | {"to", "до"}:
        weapon = (
            sign == "-" and last.first > 1 and words[last.first - 2].end == last.words[0].start - 1
        )
        return [] if weapon else [(last, last)]
    if not counts(text, low, words, done) or (low.value in _YEARS and last.value < _YEARS[0]):
        return [(last, last)]
    times = FACTORS.get(last.words[-1].said, 1)
    if low.words[-1].said not in FACTORS and low.value < last.value / times:
        low = replace(low, value=low.value * times)
    listed = [low, last]
    while listed[0].first > 1 and words[listed[0].first - 1].said == "," and sign in _AND:
        another = number_before(words, listed[0].first - 1)
        if another is None or another.value in _YEARS:
            break
        listed.insert(0, another)
    return [(low, last)] if listed[0] is low else [(each, each) for each in listed]


__all__ = ["ROUNDED", "Quantity", "names_reach", "quantities"]
