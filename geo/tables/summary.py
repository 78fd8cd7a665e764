"""Write finished findings as Markdown, for a build's summary page."""

from collections.abc import Iterable, Sequence

from geo.findings import Findings
from geo.regimes import Regime
from geo.regimes.tell import reach
from geo.tables.plain import label, what_it_says
from geo.wording import Words, printable, wording

LARGEST_TABLE_BYTES = 300_000
"""Of each of the three tables: a build's summary page takes 1 MiB a step, all or nothing."""

LONGEST_LABEL = 100

_MARKUP = "\\`*_{}[]<>()#+!|&~$@:."  # a dot makes a link of www


def summary_markdown(findings: Findings) -> str:
    """Write regimes and regions touched as Markdown tables, for a build's summary page.

    The first table has reach, scope and status of every regime, the second the regions within
    each reach, the third, where an origin was compared with, what would change.

    Returns
    -------
    str
        Whole per cents; text from outside is escaped, long labels are shortened. Under 1 MiB:
        rows beyond are counted, and the file that has them is named.

    Raises
    ------
    KeyError
        When a frame of the findings lacks a column.

    References
    ----------
    GitHub Flavored Markdown Spec, 0.29-gfm; GitHub, Workflow commands: job summaries.
    """
    words = Words(findings.lang)
    summary = wording(findings.lang)["summary"]
    labels = {regime.id: _label(regime, findings.lang) for regime in findings.regimes}
    touched = findings.coverage[findings.coverage["standing"] != "outside"]
    rows = (
        (
            labels[row["regime"]],
            words.reach([row["reach_km"]]),
            _markdown(row["name"]),
            words.share([row["share"]]),
            words.km(row["nearest_km"]),
            summary["in_scope" if row["in_scope"] else "not_in_scope"],
        )
        for row in touched.to_dict("records")
    )
    lines = [
        f"## {summary['heading']}",
        *_regimes(findings),
        *_table(summary["columns"], rows, lang=findings.lang, file="coverage.csv"),
        "",
        f"_{what_it_says(findings, escape=_markdown)}_",
        *_compared(findings, labels=labels, words=words),
    ]
    return "\n".join([*lines, ""])


def _regimes(findings: Findings) -> list[str]:
    """Put reach, scope and status of each regime side by side, in columns of their own."""
    words = Words(findings.lang, "regimes")
    heads = words.messages["heads"]
    columns = [
        wording(findings.lang)["summary"]["columns"][0],
        *(heads[key] for key in ("reach", "scope", "status", "dates")),
    ]
    names = dict(zip(findings.regions["region"], findings.regions["name"], strict=True))
    rows = (
        (
            _label(regime, findings.lang),
            reach(regime, words),
            _markdown(words.listing([names.get(code, code) for code in regime.scope]))
            or words.say("no_scope"),
            words.status(regime.status),
            words.span(
                regime.start,
                regime.until,
                start_precision=regime.start_precision,
                until_precision=regime.until_precision,
            ),
        )
        for regime in (*findings.regimes, *findings.undrawn)
    )
    return _table(columns, rows, lang=findings.lang, file="manifest.json", numbers=False)


def _compared(findings: Findings, *, labels: dict[str, str], words: Words) -> list[str]:
    comparison = findings.comparison
    if comparison is None:
        return []
    summary = wording(words.lang)["summary"]
    other = _markdown(findings.compared_with(words))
    heading = ["", f"### {summary['compared'].format(origin=other)}"]
    if comparison.table.empty:
        return [*heading, "", summary["unchanged"]]
    rows = (
        (
            labels[row["regime"]],
            words.reach([row["reach_km"]]),
            _markdown(row["name"]),
            words.share([row["share"]]),
            words.share([row["other_share"]]),
            words.points(row["change_points"]),
        )
        for row in comparison.table.to_dict("records")
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


def _label(regime: Regime, lang: str) -> str:
    text = label(regime, lang)
    return _markdown(text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…")


def _markdown(text: str) -> str:
    """Keep text from outside from opening a cell, a link, a tag or a new line."""
    flat = " ".join(printable(text).split())
    return "".join(f"&#{ord(char)};" if char in _MARKUP else char for char in flat)
