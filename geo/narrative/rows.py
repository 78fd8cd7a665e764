"""Say of each region under one policy where it stands, count them, and say so in a headline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from geo.regimes import Regime
from geo.wording import LESS_THAN_ONE, MORE_THAN_99, Words, per_cents

if TYPE_CHECKING:
    from geo.findings import Findings
    from geo.narrative.accounts import Account

DOUBTED = ("denied", "disputed")
MOST_SCOPE_NAMES = 3
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:km|км|miles?|мил[ьяиі])\b)")


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
        The share in whole per cents, both ends where they differ, and the least and the most it
        could round to where those do; '' for a region outside.
    numerals
        The same for each end of the reach by itself.
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
    numerals: tuple[str, ...]
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


def share_numeral(
    shares: Sequence[float],
    standings: Sequence[str],
    bounds: Sequence[tuple[float, float]] = (),
) -> str:
    """Write shares in whole per cents as their standings have it; '' for a region outside.

    Where a share could round to two whole per cents, both are told; beside less than one or more
    than 99, the bound that holds.

    Examples
    --------
    >>> share_numeral([0.0], ["partly"]), share_numeral([0.0, 0.24], ["outside", "partly"])
    ('<1', '0–24')
    >>> share_numeral([0.9996], ["inside"]), share_numeral([0.0], ["outside"])
    ('100', '')
    >>> share_numeral([0.4862], ["partly"], [(0.4795, 0.4929)])
    '48–49'
    >>> share_numeral([0.006], ["partly"], [(0.002, 0.011)])
    '<2'
    >>> share_numeral([0.99], ["partly"], [(0.983, 0.997)])
    '>98'
    """
    if standings[-1] == "outside":
        return ""
    lows = [low for low, _ in bounds] or shares
    highs = [high for _, high in bounds] or shares
    low, high = per_cents(lows[:1], standings[:1]), per_cents(highs[-1:], standings[-1:])
    if low != high and len(shares) == 1:
        if low == LESS_THAN_ONE:
            return f"<{floor(highs[-1] * 100 + 0.5) + 1}"
        if high == MORE_THAN_99:
            return f">{ceil(lows[0] * 100) - 1}"
    return low if low == high else f"{low}–{high}"


def unbroken(text: str) -> str:
    r"""Hold each number and its unit of length together by a no-break space.

    Examples
    --------
    >>> unbroken("up to 300 km, 190 miles"), unbroken("300 kmh")
    ('up to 300\xa0km, 190\xa0miles', '300 kmh')
    """
    return _BEFORE_UNIT.sub("\u00a0", text)


def changed_numerals(change: Mapping[Any, Any]) -> tuple[str, str]:
    """Write a region's share from one origin and from the other, as a row of a comparison has it.

    Examples
    --------
    >>> changed_numerals({"share": 0.4862, "standing": "partly", "share_low": 0.4795,
    ...     "share_high": 0.4929, "other_share": 0.0, "other_standing": "outside",
    ...     "other_share_low": 0.0, "other_share_high": 0.0})
    ('48–49', '0')
    """
    before, after = (
        share_numeral(
            [change[f"{which}share"]],
            [change[f"{which}standing"]],
            [(change[f"{which}share_low"], change[f"{which}share_high"])],
        )
        for which in ("", "other_")
    )
    return before or "0", after or "0"


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
        _row(
            code,
            list(ends),
            excluded=findings.codes(regime.excluded),
            whole=findings.codes(regime.whole),
            regions=regions,
            countries=countries,
            words=words,
        )
        for code, ends in groupby(table.to_dict("records"), key=lambda row: str(row["region"]))
    ]
    return tuple(sorted(named, key=lambda row: (-row.shares[-1], row.region)))


def _row(
    code: str,
    ends: Sequence[Mapping[Any, Any]],
    *,
    excluded: Sequence[str],
    whole: Sequence[str],
    regions: Mapping[str, str],
    countries: Mapping[str, str],
    words: Words,
) -> RegionRow:
    shares = tuple(float(end["share"]) for end in ends)
    standings = tuple(str(end["standing"]) for end in ends)
    bounds = tuple((float(end["share_low"]), float(end["share_high"])) for end in ends)
    numeral = share_numeral(shares, standings, bounds)
    each = zip(shares, standings, bounds, strict=True)
    crossed = tuple(ends[-1]["crosses"])
    return RegionRow(
        region=code,
        name=regions.get(code, code),
        shares=shares,
        standings=standings,
        bounds=bounds,
        numeral=numeral,
        numerals=tuple(share_numeral([share], [at], [bound]) for share, at, bound in each),
        share=words.say("percent", n=numeral) if numeral else words.say("outside"),
        nearest=words.km(ends[-1]["nearest_km"]),
        named=bool(ends[-1]["in_scope"]),
        excluded=code in excluded,
        whole=code in whole,
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
        scope=words.of_regions(scope, most=MOST_SCOPE_NAMES),
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
        target=words.of_country(names.get(regime.target, regime.target)),
    )
    whose = f"title_{regime.stated_in}"
    return words.say(whose, title=title) if regime.stated_in else title


def joint_headline(accounts: Sequence[Account], words: Words) -> str:
    """Say of two or more policies in one sentence what each reaches; '' of one alone.

    Stance and status are told where any of them does not plainly permit, or is in doubt.
    """
    whose = {each.regime.stated_in for each in accounts}
    if len(accounts) == 1 or len(whose) > 1:
        return ""
    attested = any(each.look != "plain" for each in accounts)
    said: list[str] = []
    before = ("", "")
    for each in sorted(accounts, key=lambda each: each.refused):
        kind = "weapon"
        if each.is_limit:
            kind = "up_to" if each.regime.stated_in == "text" else "limit"
        shown = "also" if (each.grantor, kind) == before else kind
        regions = each.count if each.touched else words.say("joint.none")
        told = words.say(f"joint.{shown}", reach=each.reach, regions=regions)
        if each.refused:
            told = stating(each.regime, each.attested, words)
        elif attested or kind == "up_to":
            told = words.say("joint.attested", attested=each.attested, told=told)
        whom = "" if each.grantor == before[0] else f"{each.grantor}: "
        said.append(f"{whom}{told}")
        before = each.grantor, kind
    title = "; ".join(said)
    return words.say(f"title_{whose.pop()}", title=title) if all(whose) else title


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
