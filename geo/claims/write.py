"""Write drafts as a regimes file to be edited, or as plain values."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from geo.claims.draft import Draft
from geo.claims.record import StatedField

_LONGEST_QUOTE = 160
_HELPERS = ("hedge", "unit")


def draft_values(drafts: Iterable[Draft]) -> dict[str, Any]:
    """Give drafts as plain values: fields, evidence with offsets, gaps by name.

    Returns
    -------
    dict
        ``regimes``: per draft its ``id``, ``fields`` (value, words, offsets, sentence,
        confidence) and ``gaps``.
    """
    return {
        "regimes": [
            {
                "id": each.id,
                "fields": {
                    finding.field: _values(finding, each.text)
                    for finding in each.findings
                    if not finding.gap
                },
                "gaps": {f.field: f.gap for f in each.findings if f.gap},
            }
            for each in drafts
        ]
    }


def _values(finding: StatedField, text: str) -> dict[str, Any]:
    first, last = finding.sentence or (0, 0)
    value = finding.value.isoformat() if isinstance(finding.value, date) else finding.value
    return {
        "value": value,
        "text": text[finding.start : finding.end],
        "start": finding.start,
        "end": finding.end,
        "sentence": [first, last],
        "confidence": finding.confidence,
    }


def as_toml(drafts: Sequence[Draft], *, source_name: str) -> str:
    """Write drafts as a regimes file: values with their evidence, gaps as comments to fill in.

    A gap in a field that every regime needs keeps the file from being read until it is filled.

    Parameters
    ----------
    drafts
        What ``draft`` gave.
    source_name
        What the text is called.

    Returns
    -------
    str
        TOML; the evidence stands in comments, one line each, free of control characters.
    """
    name = _quoted(source_name)
    if not drafts:
        return f"# No regime was found: nothing in {name} tells of a permission to use arms.\n"
    lines = [
        f"# Drafted from {name}: {len(drafts)} in all. Check every line against the text, fill in",
        "# every gap, put the entries in order of time, then run",
        "# python -m geo.regimes validate THIS-FILE",
    ]
    for each in drafts:
        lines += ["", "[[regime]]", f'id = "{each.id}"', _label(each)]
        for finding in each.findings:
            lines += _lines(finding, each.text)
    return "\n".join(lines) + "\n"


def _label(each: Draft) -> str:
    values = {finding.field: finding.value for finding in each.findings}
    reach = values["reach_km"]
    ends = reach if isinstance(reach, list) else [reach]
    distance = "–".join(f"{end:g}" for end in ends) + " km" if reach is not None else ""
    hedged = f"{values['hedge']} {distance}" if values["hedge"] and distance else distance
    said = ", ".join([*(values["systems"] or [values["grantor"] or "Policy"]), hedged]).strip(", ")
    return f"label = {{ en = {json.dumps(said, ensure_ascii=False)} }}"


def _lines(finding: StatedField, text: str) -> list[str]:
    evidence = []
    if finding.sentence:
        first, last = finding.sentence
        said = _quoted(text[finding.start : finding.end])
        where = f"{finding.start}–{finding.end}, confidence {finding.confidence:g}"
        evidence = [f"# {finding.field}: {said} at {where}, in: {_quoted(text[first:last])}"]
    if finding.field in _HELPERS:
        return [] if finding.gap else [f"# {finding.field}: {finding.value}"]
    if finding.gap:
        return [*evidence, f"# gap, {finding.field}: {finding.gap}"]
    value = finding.value
    written = value.isoformat() if isinstance(value, date) else json.dumps(value)
    return [*evidence, f"{finding.field} = {written}"]


def _quoted(text: str) -> str:
    """Quote outside text on one line, without what a terminal or TOML would stumble over."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    short = flat if len(flat) <= _LONGEST_QUOTE else f"{flat[: _LONGEST_QUOTE - 1]}…"
    return f"“{short}”"
