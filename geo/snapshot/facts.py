"""Gather what the picture tells of each regime and each region, from the data alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.findings import Findings
from geo.regimes import Regime
from geo.regimes.tell import reach
from geo.snapshot.lettering import legible
from geo.wording import Words, per_cents

MOST_PANELS = 6
MOST_SCOPE_NAMES = 2
DOUBTED = ("denied", "disputed")
DAGGER = "†"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Say of one regime what its map shows.

    ``shares`` holds, per region, the share at each end of the reach; only touched regions.
    """

    regime: Regime
    label: str
    reach: str
    status: str
    scope: str
    dates: str
    count: str
    named: str
    shares: Mapping[str, tuple[float, ...]]

    @property
    def doubted(self) -> bool:
        """Say whether the permission is denied or disputed."""
        return self.regime.status in DOUBTED


@dataclass(frozen=True, kw_only=True)
class Row:
    """Hold one region of the table: a share in whole per cents for each panel, '' where none.

    ``fractions`` are the shares at both ends of the panel's reach, 0 to 1.
    """

    region: str
    name: str
    mark: str
    named: bool
    cells: tuple[str, ...]
    fractions: tuple[tuple[float, float], ...]


def drawn(regimes: Sequence[Regime], *, most: int = MOST_PANELS) -> tuple[Regime, ...]:
    """Choose the regimes a reader can compare at a glance, in the order given.

    All of them while there are few. Else the latest of each distinct reach, for regimes of one
    reach draw the same line; and if that is still too many, reaches spread from the smallest to
    the largest, with the latest regime of all among them.
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
        spread -= {min(spread - {0, last}, key=lambda n: abs(n - headline))}
    return tuple(regimes[n] for n in sorted(by_reach[n] for n in spread | {headline}))


def panel(findings: Findings, regime: Regime) -> Panel:
    """Say of one regime what its map shows."""
    words = Words(findings.lang, "snapshot")
    table = findings.coverage[findings.coverage["regime"] == regime.id]
    touched = table[table["share"] > 0]
    shares = {
        str(region): tuple(
            float(part["share"].where(part["reach_km"] == reach).max()) for reach in regime.reach_km
        )
        for region, part in table[table["region"].isin(touched["region"])].groupby("region")
    }
    counts = [int((touched["reach_km"] == reach).sum()) for reach in regime.reach_km]
    return Panel(
        regime=regime,
        label=legible(regime.label.get(findings.lang, regime.label["en"]), longest=160),
        reach=words.reach(regime.reach_km),
        status=words.status(regime.status),
        scope=_scope(findings, regime, words),
        dates=_dates(regime, words),
        count=words.counted(
            "regions", counts[-1], shown="–".join(dict.fromkeys(str(n) for n in counts))
        ),
        named=words.counted("named", len(regime.scope)),
        shares=shares,
    )


def _dates(regime: Regime, words: Words) -> str:
    """Say from when to when, as well as it is known, and if the reach is a limit."""
    dates = words.span(
        regime.start,
        regime.until,
        start_precision=regime.start_precision,
        until_precision=regime.until_precision,
    )
    if regime.reach_of == "weapon":
        return dates
    return f"{dates} · {reach(regime, Words(words.lang, 'regimes'))}"


def _scope(findings: Findings, regime: Regime, words: Words) -> str:
    if len(regime.scope) > MOST_SCOPE_NAMES:
        return words.counted("regions", len(regime.scope))
    names = region_names(findings)
    return words.listing([names.get(region, region) for region in regime.scope])


def region_names(findings: Findings) -> dict[str, str]:
    """Map a region's code to its name in the findings' language."""
    frame = findings.regions
    return {
        region: legible(name, longest=80)
        for region, name in zip(frame["region"], frame["name"], strict=True)
    }


def rows(findings: Findings, panels: Sequence[Panel]) -> tuple[Row, ...]:
    """List the regions that any drawn regime touches or names, the most covered first."""
    names = region_names(findings)
    farthest_first = sorted(
        range(len(panels)), key=lambda n: panels[n].regime.reach_km, reverse=True
    )
    over_others = crossed(findings, panels)
    listed = {region for panel in panels for region in panel.shares}
    listed |= {region for panel in panels for region in panel.regime.scope if region in names}
    made = [
        Row(
            region=region,
            name=names.get(region, region),
            mark=DAGGER if region in over_others else "",
            named=any(region in panel.regime.scope for panel in panels),
            cells=tuple(
                per_cents(panel.shares[region]) if region in panel.shares else ""
                for panel in panels
            ),
            fractions=tuple(_ends(panel.shares.get(region, (0.0,))) for panel in panels),
        )
        for region in listed
    ]
    return tuple(
        sorted(
            made,
            key=lambda row: ([-row.fractions[n][0] for n in farthest_first], row.name, row.region),
        )
    )


def _ends(shares: Sequence[float]) -> tuple[float, float]:
    return shares[0], shares[-1]


def crossed(findings: Findings, panels: Sequence[Panel]) -> dict[str, tuple[str, ...]]:
    """Map each touched region to the third countries its shortest line crosses, if any."""
    touched = {region for panel in panels for region in panel.shares}
    table = findings.coverage[findings.coverage["region"].isin(touched)]
    table = table[table["crosses"].fillna("") != ""].drop_duplicates("region")
    return {
        region: tuple(codes.split(";"))
        for region, codes in sorted(zip(table["region"], table["crosses"], strict=True))
    }


def countries_across(findings: Findings, codes: Sequence[str]) -> str:
    """Name countries by their codes."""
    frame = findings.countries
    names = dict(zip(frame["country"], frame["name"], strict=True))
    return ", ".join(legible(names.get(code, code), longest=60) for code in codes)
