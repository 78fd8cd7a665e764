"""Choose which policies a picture draws, where there are too many to compare at a glance."""

from collections.abc import Sequence

from geo.regimes import Regime

MOST_DRAWN = 6


def choose(regimes: Sequence[Regime], *, most: int = MOST_DRAWN) -> tuple[Regime, ...]:
    """Choose the policies a reader can compare at a glance, in the order given.

    All of them while there are few. Else the latest of each distinct reach, for policies of one
    reach draw the same line; and if that is still too many, reaches spread from the smallest to
    the largest, with the latest policy of all among them.
    """
    if len(regimes) <= most:
        return tuple(regimes)
    latest = {regime.reach_km: n for n, regime in enumerate(regimes)}
    by_reach = [latest[reach] for reach in sorted(latest)]
    if len(by_reach) <= most:
        return tuple(regimes[n] for n in sorted(by_reach))
    last = len(by_reach) - 1
    spread = {round(step * last / (most - 1)) for step in range(most)}
    headline = by_reach.index(max(by_reach))
    if headline not in spread:
        spread -= {min(spread - {0, last} or {0}, key=lambda n: abs(n - headline))}
    return tuple(regimes[n] for n in sorted(by_reach[n] for n in spread | {headline}))


def with_lead(chosen: Sequence[Regime], lead: Regime) -> list[Regime]:
    """Let the policy that the title speaks of take the place of the one nearest in reach."""
    if lead in chosen:
        return list(chosen)
    nearest = min(chosen, key=lambda each: abs(each.reach_km[-1] - lead.reach_km[-1]))
    return [lead if each is nearest else each for each in chosen]
