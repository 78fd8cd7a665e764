"""Write finished findings as Markdown, for a build's summary page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.narrative.accounts import Account, Narrative, narrate
from geo.narrative.rows import RegionRow, changed_numerals
from geo.narrative.standpoint import caveat, compared_with, own_regions_said
from geo.wording import Words, printable, wording

if TYPE_CHECKING:
    from geo.findings import Findings

LARGEST_TABLE_BYTES = 300_000
"""Of each of the three tables: a build's summary page takes 1 MiB a step, all or nothing."""

LONGEST_LABEL = 120

_MARKUP = "\\`*_{}[]<>()#+!|&~$@:."  # a dot makes a link of www


def summary_markdown(findings: Findings) -> str:
    """Write regimes and regions touched as Markdown tables, for a build's summary page.

    The first table has stance, reach, scope and status of every regime, the second the regions
    within the reach of each that does not refuse, the third, where an origin was compared
    with, what would change.

    Returns
    -------
    str
        Whole per cents; text from outside is escaped, long labels are shortened. Under 1 MiB:
        rows beyond are counted, and the file that has them is named.

    References
    ----------
    GitHub Flavored Markdown Spec, 0.29-gfm; GitHub, Workflow commands: job summaries.
    """
    words = Words(findings.lang, "narrative")
    summary = wording(findings.lang)["summary"]
    told = narrate(findings, lang=findings.lang)
    rows = [
        (
            _label(each),
            words.reach([reach_km]),
            _markdown(row.name),
            words.say("percent", n=row.numerals[end]),
            row.nearest,
            summary[_naming(row)],
        )
        for each in told.accounts
        if not each.refused
        for end, reach_km in enumerate(each.regime.reach_km)
        for row in _touched_at(each, end)
    ]
    within = _table(summary["columns"], rows, lang=findings.lang, file="coverage.csv")
    lines = [
        f"## {summary['heading']}",
        *_regimes(told, lang=findings.lang),
        *(within if rows else []),
        "",
        f"_{caveat(findings, escape=_markdown)}_",
        *(f"\n{_markdown(said)}" for said in own_regions_said(findings, lang=findings.lang)),
        *_compared(findings, told, words=words),
    ]
    return "\n".join([*lines, ""])


def _naming(row: RegionRow) -> str:
    return "left_out" if row.excluded else "in_scope" if row.named else "not_in_scope"


def _touched_at(told: Account, end: int) -> list[RegionRow]:
    """List the regions within one end of a reach, the most covered first."""
    touched = (row for row in told.rows if row.standings[end] != "outside")
    return sorted(touched, key=lambda row: (-row.shares[end], row.region))


def _regimes(told: Narrative, *, lang: str) -> list[str]:
    """Put stance, reach, scope and status of each regime in columns of their own."""
    heads = wording(lang)["regimes"]["heads"]
    columns = [
        wording(lang)["summary"]["columns"][0],
        *(heads[key] for key in ("stance", "status", "dates", "reach", "scope")),
    ]
    rows = (
        (
            _label(each),
            each.stance,
            each.status,
            each.dates,
            each.reach_stated,
            _markdown(each.scope),
        )
        for each in (*told.accounts, *told.undrawn)
    )
    return _table(columns, rows, lang=lang, file="manifest.json", numbers=False)


def _compared(findings: Findings, told: Narrative, *, words: Words) -> list[str]:
    comparison = findings.comparison
    if comparison is None:
        return []
    summary = wording(words.lang)["summary"]
    other = _markdown(compared_with(findings, lang=words.lang))
    heading = ["", f"### {summary['compared'].format(origin=other)}"]
    if comparison.table.empty:
        return [*heading, "", summary["unchanged"]]
    labels = {each.regime.id: _label(each) for each in told.accounts}
    rows = (
        (
            labels[row["regime"]],
            words.reach([row["reach_km"]]),
            _markdown(row["name"]),
            words.say("percent", n=before),
            words.say("percent", n=after),
            words.points(row["change_points"]),
        )
        for row in comparison.table.to_dict("records")
        for before, after in [changed_numerals(row)]
    )
    columns = summary["compared_columns"]
    return [*heading, *_table(columns, rows, lang=words.lang, file="comparison.csv")]


def _table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    lang: str,
    file: str,
    numbers: bool = True,
) -> list[str]:
    """Write a table of escaped cells; rows that no longer fit are counted below it."""
    rule = ["---:" if numbers and n in (3, 4) else "---" for n in range(len(columns))]
    lines = [f"| {' | '.join(cells)} |" for cells in (columns, rule, *rows)]
    room = LARGEST_TABLE_BYTES
    for kept, line in enumerate(lines):
        room -= len(line.encode()) + 1
        if room < 0:
            more = wording(lang)["summary"]["more"].format(n=len(lines) - kept, file=file)
            return ["", *lines[:kept], "", f"_{more}_"]
    return ["", *lines]


def _label(told: Account) -> str:
    text = told.label
    return _markdown(text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…")


def _markdown(text: str) -> str:
    """Keep text from outside from opening a cell, a link, a tag or a new line."""
    flat = " ".join(printable(text).split())
    return "".join(f"&#{ord(char)};" if char in _MARKUP else char for char in flat)
