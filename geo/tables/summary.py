"""Write finished findings as Markdown, for a build's summary page."""

from collections.abc import Mapping

from geo.findings import Comparison, Findings
from geo.tables.plain import label
from geo.wording import Words, wording


def summary_markdown(findings: Findings) -> str:
    """Write the regions touched as a Markdown table, for a build's summary page.

    Returns
    -------
    str
        Whole per cents; text from outside is escaped.
    """
    words = Words(findings.lang)
    summary = wording(findings.lang)["summary"]
    labels = {regime.id: label(regime, findings.lang) for regime in findings.regimes}
    touched = findings.coverage[findings.coverage["standing"] != "outside"]
    lines = [
        f"## {summary['heading']}",
        "",
        f"| {' | '.join(summary['columns'])} |",
        "| --- | --- | --- | ---: | ---: | --- |",
    ]
    lines += [
        f"| {_markdown(labels[row['regime']])} | {row['reach_km']:g} km | {_markdown(row['name'])} "
        f"| {words.share([row['share']])} | {row['nearest_km']:.0f} km "
        f"| {summary['in_scope' if row['in_scope'] else 'not_in_scope']} |"
        for row in touched.to_dict("records")
    ]
    origin = _markdown(findings.measured_from(words))
    worldview = findings.worldview(words)
    said = [summary["caveat"], summary["measured"].format(origin=origin, worldview=worldview)]
    if findings.undrawn:
        left = "; ".join(_markdown(label(regime, findings.lang)) for regime in findings.undrawn)
        said.append(summary["undrawn"].format(list=left))
    lines += [line for sentence in said for line in ("", f"_{sentence}_")]
    if findings.comparison is not None:
        other = _markdown(findings.compared_with(words))
        lines += _compared_markdown(findings.comparison, labels, words, other=other)
    return "\n".join([*lines, ""])


def _compared_markdown(
    comparison: Comparison, labels: Mapping[str, str], words: Words, *, other: str
) -> list[str]:
    summary = wording(words.lang)["summary"]
    lines = ["", f"### {summary['compared'].format(origin=other)}", ""]
    if comparison.table.empty:
        return [*lines, summary["unchanged"]]
    lines += [
        f"| {' | '.join(summary['compared_columns'])} |",
        "| --- | --- | --- | ---: | ---: | ---: |",
    ]
    return lines + [
        f"| {_markdown(labels[row['regime']])} | {row['reach_km']:g} km | {_markdown(row['name'])} "
        f"| {words.share([row['share']])} | {words.share([row['other_share']])} "
        f"| {words.points(row['change_points'])} |"
        for row in comparison.table.to_dict("records")
    ]


def _markdown(text: str) -> str:
    """Keep text from outside from opening a cell, a link, a tag or a new line."""
    flat = " ".join(text.split())
    return "".join(f"&#{ord(char)};" if char in "\\`*_{}[]<>()#+!|&~$@:" else char for char in flat)
