"""Tell the finding in words, from the data alone: the same for the picture and its alternative."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.findings import Findings
from geo.origins import FOR_COMPARISON_ONLY
from geo.snapshot.facts import (
    MOST_PANELS,
    Panel,
    Row,
    countries_across,
    crossed,
    drawn,
    panel,
    region_names,
    rows,
)
from geo.snapshot.lettering import legible
from geo.wording import Words

MOST_LISTED = 14
FEW = 4


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
