"""Say of each region under one policy where it stands and how much of it lies inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from geo.regimes import Regime
from geo.wording import Words, per_cents

if TYPE_CHECKING:
    from geo.findings import Findings


@dataclass(frozen=True, kw_only=True)
class RegionRow:
    """Hold one region under one policy.

    Attributes
    ----------
    region, name
        ISO 3166-2 code, and the name in the language told in.
    shares, standings
        One for each end of the reach: 0 to 1, and ``inside``, ``partly`` or ``outside``.
    bounds
        The least and the most the share may be, as far as the region's own edges are uncertain,
        one pair for each end of the reach.
    numeral
        The share in whole per cents, both ends where they differ; '' for a region outside.
    share
        The same as a reader meets it: ``49%``, ``<1%``, ``outside``.
    nearest
        The least distance from what is measured from.
    named, excluded, whole
        Whether the policy names it, names it as left out, or takes it whatever the distance.
    crossed, crosses
        Codes and names of the third countries that its shortest line crosses.
    """

    region: str
    name: str
    shares: tuple[float, ...]
    standings: tuple[str, ...]
    bounds: tuple[tuple[float, float], ...]
    numeral: str
    share: str
    nearest: str
    named: bool
    excluded: bool
    whole: bool
    crossed: tuple[str, ...]
    crosses: str

    @property
    def standing(self) -> str:
        """Return where the region stands towards the farther end of the reach."""
        return self.standings[-1]

    @property
    def touched(self) -> bool:
        """Say whether any part of it lies within reach: the one definition of it."""
        return self.standing != "outside"


def share_numeral(shares: Sequence[float], standings: Sequence[str]) -> str:
    """Write shares in whole per cents as their standings have it; '' for a region outside.

    Examples
    --------
    >>> share_numeral([0.0], ["partly"]), share_numeral([0.0, 0.24], ["outside", "partly"])
    ('<1', '0–24')
    >>> share_numeral([0.9996], ["inside"]), share_numeral([0.0], ["outside"])
    ('100', '')
    """
    return "" if standings[-1] == "outside" else per_cents(shares, standings)


def region_rows(
    findings: Findings,
    regime: Regime,
    *,
    regions: Mapping[str, str],
    countries: Mapping[str, str],
    words: Words,
) -> tuple[RegionRow, ...]:
    """Bring the rows of one or two reaches together, one per region, the most covered first.

    Parameters
    ----------
    findings
        What was found.
    regime
        One of its drawn policies.
    regions, countries
        Names by code in the language of the words.
    words
        What to say it in.

    Returns
    -------
    tuple of RegionRow
        Every region judged, by the share within the farther end of the reach, then by code.
    """
    table = findings.coverage[findings.coverage["regime"] == regime.id].sort_values(
        ["region", "reach_km"]
    )
    named = [
        _row(code, list(ends), regime, regions=regions, countries=countries, words=words)
        for code, ends in groupby(table.to_dict("records"), key=lambda row: str(row["region"]))
    ]
    return tuple(sorted(named, key=lambda row: (-row.shares[-1], row.region)))


def _row(
    code: str,
    ends: Sequence[Mapping[Any, Any]],
    regime: Regime,
    *,
    regions: Mapping[str, str],
    countries: Mapping[str, str],
    words: Words,
) -> RegionRow:
    shares = tuple(float(end["share"]) for end in ends)
    standings = tuple(str(end["standing"]) for end in ends)
    numeral = share_numeral(shares, standings)
    crossed = tuple(ends[-1]["crosses"])
    return RegionRow(
        region=code,
        name=regions.get(code, code),
        shares=shares,
        standings=standings,
        bounds=tuple((float(end["share_low"]), float(end["share_high"])) for end in ends),
        numeral=numeral,
        share=words.say("percent", n=numeral) if numeral else words.say("outside"),
        nearest=words.km(ends[-1]["nearest_km"]),
        named=bool(ends[-1]["in_scope"]),
        excluded=code in regime.excluded,
        whole=code in regime.whole,
        crossed=crossed,
        crosses=words.listing([countries.get(country, country) for country in crossed]),
    )
