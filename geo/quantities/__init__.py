"""Text → the distances and dates it states, with normalised values."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as day_of
from functools import lru_cache
from typing import Any

from geo.quantities.distances import distances
from geo.reading import normalise, sentence_at, sentence_starts

_MONTHS = (
    "january jan січень січня січні января январь январе",
    "february feb лютий лютого лютому февраля февраль феврале",
    "march mar березень березня березні марта март марте",
    "april apr квітень квітня квітні апреля апрель апреле",
    "may травень травня травні мая май мае",
    "june jun червень червня червні июня июнь июне",
    "july jul липень липня липні июля июль июле",
    "august aug серпень серпня серпні августа август августе",
    "september sept sep вересень вересня вересні сентября сентябрь сентябре",
    "october oct жовтень жовтня жовтні октября октябрь октябре",
    "november nov листопад листопада листопаді ноября ноябрь ноябре",
    "december dec грудень грудня грудні декабря декабрь декабре",
)
_NUMBER = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(_NUMBER, key=len, reverse=True))
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ENDING = rf"\s{{1,3}}{_YEAR}(?!\d)(?:\s{{1,3}}(?:року|года|р\.|г\.))?"
_IN_FIGURES = (
    re.compile(r"(?<![\d.-])(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    re.compile(
        r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
    ),
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY_BEFORE = re.compile(r"(?<!\w)\d{1,2}(?:st|nd|rd|th)?\s{1,3}(?:of\s{1,3})?\Z", re.IGNORECASE)
_LONGEST_DAY = len("30th") + len("of") + 2 * 3
_DAY_FIRST = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?:of\s{{1,3}})?(?P<name>{_NAME})(?!\w)"
    rf"(?:\.?,?{_ENDING})?",
    re.IGNORECASE,
)
_MONTH_FIRST = (
    re.compile(
        rf"(?<!\w)(?P<name>{_NAME})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)(?:,?\s{{1,3}}{_YEAR}(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w)(?P<name>{_NAME})\.?,?{_ENDING}", re.IGNORECASE),
    re.compile(rf"(?:(?<=\b[Ii]n )|(?<=\b[вВуУ] ))(?P<name>{_NAME})(?!\w)"),
    re.compile(rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince ))(?P<name>{_NAME.title()})(?!\w)"),
)

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
        for start, end, date in _dates(reading.text)
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


def _dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Give start, end and ISO form of each stated date; impossible dates are none.

    A date without its year begins with two hyphens, one without its day ends after
    the month.

    Examples
    --------
    >>> [iso for _, _, iso in _dates("On 17 November; Nov. 25, 2024; in March 2026; 31.02.2024")]
    ['--11-17', '2024-11-25', '2026-03']
    """
    found = [
        (match.start(), -match.end(), iso)
        for match in _matches(text)
        if (iso := _iso(match.groupdict()))
    ]
    done = 0
    for start, minus_end, iso in sorted(found):  # of two that begin together the longer comes first
        if start >= done:
            done = -minus_end
            yield start, done, iso


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Try figures everywhere, words only where a month is named."""
    for pattern in _IN_FIGURES:
        yield from pattern.finditer(text)
    for word in _WORD.finditer(text):
        if word.group().lower() in _NUMBER:
            at = word.start()
            before = max(0, at - _LONGEST_DAY)
            day = _DAY_BEFORE.search(text[before:at])
            tries = [pattern.match(text, at) for pattern in _MONTH_FIRST]
            tries += [_DAY_FIRST.match(text, before + day.start())] if day else []
            yield from filter(None, tries)


def _iso(parts: dict[str, str | None]) -> str:
    name = parts.get("name")
    month = _NUMBER[name.lower()] if name else int(parts.get("month") or 0)
    year, day = parts.get("year"), parts.get("day")
    if not day:
        return f"{year or '-'}-{month:02}"
    try:
        found = day_of(int(year or 2024), month, int(day))
    except ValueError:
        return ""
    return found.isoformat() if year else f"--{found:%m-%d}"


__all__ = ["ROUNDED", "Quantity", "names_reach", "quantities"]
