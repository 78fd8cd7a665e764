"""Tell the finding in words, from the data alone: the same for the picture and its alternative."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.findings import Findings
from geo.origins import FOR_COMPARISON_ONLY
from geo.regimes import Regime
from geo.regimes.tell import reach
from geo.snapshot.lettering import legible
from geo.wording import Words, per_cents

MOST_PANELS = 6
MOST_SCOPE_NAMES = 2
DOUBTED = ("denied", "disputed")
DAGGER = "†"
MOST_LISTED = 14
FEW = 4


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


@dataclass(frozen=True, kw_only=True)
class Story:
    """Hold every word of the picture, ready to set."""

    title: str
    panels: tuple[Panel, ...]
    rows: tuple[Row, ...]
    across: str
    shown: str
    change: str
    caveat: str
    method: str
    sources: str
    data: str
    worldview: str
    credit: str
    table_title: str


def tell(
    findings: Findings, *, most: int = MOST_PANELS, pair: bool = False, terse: bool = False
) -> Story:
    """Put the findings into words.

    Parameters
    ----------
    findings
        What was found.
    most
        Greatest number of regimes to draw; see `drawn`.
    pair
        Tell what changes from the first of two regimes to the second.
    terse
        Say the caveat in fewer words.

    Returns
    -------
    Story
        Panels in the regimes' order; rows by share, the farthest reach first.

    Raises
    ------
    DataError
        When a packaged font is damaged.
    """
    words = Words(findings.lang, "snapshot")
    panels = tuple(panel(findings, regime) for regime in drawn(findings.regimes, most=most))
    origin = legible(findings.measured_from(words))
    return Story(
        title=_title_pair(findings, panels, words)
        if pair
        else _title(findings, _headline(panels), words),
        panels=panels,
        rows=rows(findings, panels),
        across=across(findings, panels),
        shown=_shown(findings, panels, words),
        change=_change(findings, panels, words, most=FEW if terse else MOST_LISTED) if pair else "",
        caveat=_caveat(findings, panels, words, terse=terse),
        method=words.say(
            "method",
            origin=origin,
            error=words.metres(findings.envelopes["max_error_m"].max(), decimals=1),
        ),
        sources=_sources(panels, words),
        data=words.say("data", list=_attributions(findings)),
        worldview=findings.worldview(words) if findings.elsewhere else words.say("worldview"),
        credit=words.say("credit"),
        table_title=_table_title(findings, words),
    )


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


def _headline(panels: Sequence[Panel]) -> Panel:
    """Take the latest regime; of several of one day, the one that reaches farthest."""
    return max(panels, key=lambda panel: (panel.regime.start, panel.regime.reach_km[-1]))


def _title(findings: Findings, panel: Panel, words: Words) -> str:
    kind = "title" if panel.regime.reach_of == "weapon" else "title_limit"
    return words.say(
        kind if panel.shares else f"{kind}_none",
        reach=panel.reach,
        status=panel.status,
        permission=words.permission(panel.regime.status, scope=panel.scope),
        regions=panel.count,
        named=panel.named,
        target=legible(findings.country(findings.target, words.lang), longest=40),
    )


def _table_title(findings: Findings, words: Words) -> str:
    """Say whose regions the table has, where that is not told by the data's own names."""
    title = words.say("table_title")
    if findings.usual:
        return title
    target = legible(findings.country(findings.target, words.lang), longest=40)
    return words.say("table_title_of", target=target, title=title)


def _title_pair(findings: Findings, panels: Sequence[Panel], words: Words) -> str:
    """Say what the second of two regimes reaches instead of the first."""
    first, second = panels
    if first.regime.reach_km == second.regime.reach_km or not second.shares:
        return _title(findings, second, words)
    return words.say(
        "title_pair",
        first=first.reach,
        second=second.reach,
        regions=second.count,
        before=len(first.shares),
        named=second.named,
    )


def _change(findings: Findings, panels: Sequence[Panel], words: Words, *, most: int) -> str:
    """Tell what changes from the first of two regimes to the second: regions, scope, status."""
    first, second = panels
    names = region_names(findings)

    def share(region: str) -> float:
        return max(each.shares.get(region, (0.0,))[0] for each in panels)

    changes = (
        ("gained", second.shares.keys() - first.shares.keys()),
        ("lost", first.shares.keys() - second.shares.keys()),
        ("newly_named", set(second.regime.scope) - set(first.regime.scope)),
        ("no_longer_named", set(first.regime.scope) - set(second.regime.scope)),
    )
    told = [
        words.say(
            key,
            list=words.listing(
                [
                    words.short(names.get(region, region))
                    for region in sorted(regions, key=lambda region: (-share(region), region))
                ],
                most=most,
            ),
        )
        for key, regions in changes
        if regions
    ]
    if first.regime.status != second.regime.status:
        told.append(words.say("new_status", first=first.status, second=second.status))
    return " ".join(told) or words.say("no_change")


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


def across(findings: Findings, panels: Sequence[Panel]) -> str:
    """Say which regions are reached across which third countries; '' when none is."""
    names = region_names(findings)
    listed = "; ".join(
        f"{names.get(region, region)}: {countries_across(findings, codes)}"
        for region, codes in crossed(findings, panels).items()
    )
    return Words(findings.lang, "snapshot").say("across", list=listed) if listed else ""


def _shown(findings: Findings, panels: Sequence[Panel], words: Words) -> str:
    """Say which regimes are not drawn, and why; '' when all are."""
    told = []
    if len(panels) < len(findings.regimes):
        every_reach = len({regime.reach_km for regime in findings.regimes}) == len(panels)
        rule = words.say("rule_reach" if every_reach else "rule_few")
        total = len(findings.regimes)
        told.append(words.say("shown", shown=len(panels), total=total, rule=rule))
    if findings.undrawn:
        told.append(words.say("undrawn", n=len(findings.undrawn)))
    return " ".join(told)


def _caveat(findings: Findings, panels: Sequence[Panel], words: Words, *, terse: bool) -> str:
    """Say first of a line for comparison only that it is one."""
    caveat = words.say("caveat_terse" if terse else "caveat")
    if all(panel.regime.reach_of == "limit" for panel in panels):
        caveat = words.say("caveat_limit")
    if findings.origin_name in FOR_COMPARISON_ONLY:
        return f"{words.say('comparison_only')} {caveat}"
    return caveat


def _sources(panels: Sequence[Panel], words: Words) -> str:
    reports = {
        (source.date, legible(source.publisher, longest=60)): None
        for panel in panels
        for source in panel.regime.sources
    }
    listed = "; ".join(f"{publisher}, {words.day(when)}" for when, publisher in sorted(reports))
    return words.say("sources", list=listed) if listed else ""


def _attributions(findings: Findings) -> str:
    """Name whose data is shown; the licence stands beside it unless the attribution says it.

    An attribution that is part of a longer one under the same licence is not repeated.
    """
    said = {(record.attribution, record.licence) for record in findings.records}
    lines = dict.fromkeys(
        record.attribution
        if "(" in record.attribution
        else f"{record.attribution} ({record.licence})"
        for record in findings.records
        if not any(
            record.attribution in longer and record.attribution != longer
            for longer, licence in said
            if licence == record.licence
        )
    )
    return "; ".join(legible(line) for line in lines)
