"""Text → the distances and dates it states, with normalised values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.reading import normalise, sentence_at, sentence_starts

from .dates import dates
from .distances import distances

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
    return sorted(found, key=lambda q: (q.start, q.end))


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


__all__ = ["ROUNDED", "Quantity", "names_reach", "quantities"]
