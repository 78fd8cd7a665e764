"""Quantities, mentions and regimes → what the text states of a regime's reach and days."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo.places import Place
from geo.quantities import Quantity, names_reach
from geo.regimes import Regime


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold one distance or date of the text with what it agrees with.

    Attributes
    ----------
    quantity
        The distance or date itself.
    regimes
        Ids of the regimes whose reach it is, or whose first or last day; in the
        regimes' order, empty where it is none's.
    places
        Positions of the mentions that stand in the same sentence.
    """

    quantity: Quantity
    regimes: tuple[str, ...]
    places: range


def statements(
    found: Iterable[Quantity], places: Sequence[Place], regimes: Sequence[Regime]
) -> list[Statement]:
    """Tie each quantity of a text to the regimes it agrees with and to its sentence's places.

    Agreement is a matter of numbers and days alone; whether the sentence speaks of
    that regime is for the reader to judge.

    Parameters
    ----------
    found
        What `geo.quantities.quantities` gave.
    places
        The mentions of the same text, in its order.
    regimes
        The regimes to compare with.

    Returns
    -------
    One statement per quantity, in the order given; those that agree with no regime
    are kept.

    Examples
    --------
    >>> from geo.quantities import quantities
    >>> from geo.regimes import load_regimes
    >>> found = quantities("Up to 190 miles since 17 November, not 500 km.")
    >>> [(s.quantity.text, s.regimes) for s in statements(found, [], load_regimes())[:2]]
    [('Up to 190 miles', ('us-atacms-kursk',)), ('17 November', ('us-atacms-kursk',))]
    """
    starts = [place.start for place in places]
    return [
        Statement(
            quantity,
            tuple(regime.id for regime in regimes if _agrees(quantity, regime)),
            range(*(bisect_left(starts, end) for end in quantity.sentence)),
        )
        for quantity in found
    ]


def _agrees(quantity: Quantity, regime: Regime) -> bool:
    if quantity.kind == "distance":
        return names_reach(quantity, regime.reach_km)
    days = ((regime.start, regime.start_precision), (regime.until, regime.until_precision))
    return any(_is_day(quantity.date, day, precision) for day, precision in days if day)


def _is_day(stated: str, day: date, precision: str) -> bool:
    """Compare as far as the text states the date and as far as the day is known."""
    whole = day.isoformat()[: len("2024-11") if precision == "placeholder" else None]
    if stated.startswith("--"):
        return whole[len("2024-") :].startswith(stated.removeprefix("--"))
    return whole.startswith(stated)
