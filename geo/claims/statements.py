"""Quantities, mentions and regimes → what the text states of a regime's reach and days."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo.claims.draft import Draft
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
    found: Iterable[Quantity],
    places: Sequence[Place],
    regimes: Sequence[Regime],
    drafts: Sequence[Draft] = (),
) -> list[Statement]:
    """Tie each quantity of a text to the regimes it agrees with and to its sentence's places.

    A number or day stands under a policy only where its sentence speaks of that policy: of its
    government and its two countries.

    Parameters
    ----------
    found
        What `geo.quantities.quantities` gave.
    places
        The mentions of the same text, in its order.
    regimes
        The regimes to compare with.
    drafts
        What the text states of policies.

    Returns
    -------
    list of Statement
        One per quantity, in the order given; those that agree with no regime are kept.

    Examples
    --------
    >>> from geo.claims import draft
    >>> from geo.quantities import quantities
    >>> from geo.regimes import load_regimes
    >>> text = "Washington let Ukraine strike up to 190 miles into Russia. Kyiv lies 400 km off."
    >>> found = statements(quantities(text), [], load_regimes(), draft(text))
    >>> [(s.quantity.text, s.regimes) for s in found]
    [('up to 190 miles', ('us-atacms-kursk',)), ('400 km', ())]
    """
    starts = [place.start for place in places]
    return [
        Statement(
            quantity,
            tuple(
                regime.id
                for regime in regimes
                if _agrees(quantity, regime)
                and any(_speaks_of(each, regime, quantity) for each in drafts)
            ),
            range(*(bisect_left(starts, end) for end in quantity.sentence)),
        )
        for quantity in found
    ]


def _speaks_of(each: Draft, regime: Regime, quantity: Quantity) -> bool:
    """Tell whether what a text states in the sentence of a quantity can be a regime."""
    pairs = ((each[name], getattr(regime, name)) for name in ("grantor", "origin", "target"))
    return all(ours in (None, theirs) for ours, theirs in pairs) and any(
        start <= quantity.start < end for start, end in each.sentences
    )


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
