"""Say of each region under one policy where it stands, count them, and say so in a headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from geo.regimes import Regime
from geo.wording import Words, per_cents

if TYPE_CHECKING:
    from geo.findings import Findings

DOUBTED = ("denied", "disputed")
MOST_SCOPE_NAMES = 3


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


def count(regime: Regime, rows: Sequence[RegionRow], words: Words) -> str:
    """Count the regions within reach: those that lie in it whole apart from those touched."""

    def counted(standing: str) -> list[int]:
        ends = range(len(regime.reach_km) if rows else 0)
        return [sum(row.standings[end] == standing for row in rows) for end in ends]

    def told(counts: Sequence[int], *, noun: bool) -> str:
        shown = "–".join(dict.fromkeys(map(words.number, counts)))
        return words.counted("regions", counts[-1], shown=shown) if noun else shown

    wholly, partly = counted("inside"), counted("partly")
    kind = "both" if any(wholly) and any(partly) else "wholly" if any(wholly) else "partly"
    if not any(partly) and not any(wholly):
        return words.counted("regions", 0)
    return words.say(
        f"covered.{kind}",
        wholly=told(wholly, noun=True),
        partly=told(partly, noun=kind == "partly"),
    )


def headline(
    regime: Regime,
    rows: Sequence[RegionRow],
    said: Mapping[str, str],
    scope: Sequence[str],
    *,
    names: Mapping[str, str],
    words: Words,
) -> str:
    """Say what a policy reaches and names, whose it is, and whose statement."""
    kind = "title"
    status = said["status"]
    if regime.reach_of == "limit" and regime.grants:
        kind = "title_up_to" if regime.stated_in == "text" else "title_limit"
        status = status if regime.stance == "permits" else f"{said['stance']}, {status}"
    attested = words.attested(
        regime.stance,
        regime.status,
        scope=words.listing([words.genitive(name) for name in scope], most=MOST_SCOPE_NAMES),
    )
    if not any(row.touched for row in rows):
        kind = f"{kind}_none"
    title = words.say(
        "title_refuses" if regime.stance == "refuses" else kind,  # what it spans is no reach
        reach=said["reach"],
        grantor=names.get(regime.grantor, regime.grantor),
        attested=stating(regime, attested, words),
        status=status,
        regions=said["count"],
        named=said["named_count"],
        target=names.get(regime.target, regime.target),
    )
    whose = f"title_{regime.stated_in}"
    return words.say(whose, title=title) if regime.stated_in else title


def stating(regime: Regime, attested: str, words: Words) -> str:
    """Add to a refusal that stands, not to one that is denied, that nothing is permitted."""
    stands = regime.stance == "refuses" and regime.status not in DOUBTED
    return words.say("nothing", attested=attested) if stands else attested


def detail(regime: Regime, rows: Sequence[RegionRow], words: Words) -> tuple[str, ...]:
    """Name the regions that lie within reach, whole and in part; none is within a refusal."""
    if not regime.grants:
        return ()
    wholly = [row.name for row in rows if row.standing == "inside"]
    partly = [f"{row.name} ({row.share})" for row in rows if row.standing == "partly"]
    sentences = [
        words.say(key, regions=words.listing(names))
        for key, names in (("wholly", wholly), ("partly", partly))
        if names
    ]
    return (*sentences, words.say("band")) if len(regime.reach_km) > 1 else tuple(sentences)
