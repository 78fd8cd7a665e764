"""Tell what another origin would change: which regions, under which policy, by how much."""

from dataclasses import dataclass

from geo.findings import Findings
from geo.regimes import in_language
from geo.wording import Words, per_cents

MOST_COMPARED = 300


@dataclass(frozen=True, kw_only=True)
class Changed:
    """Hold one region of one policy whose share another origin changes; shares are numerals."""

    regime: str
    label: str
    reach: str
    region: str
    name: str
    share: str
    other: str


def other_origin(findings: Findings, words: Words) -> tuple[Changed, ...] | None:
    """List the first changes; None where no other origin was asked for."""
    if findings.comparison is None:
        return None
    labels = {regime.id: in_language(regime.label, words.lang) for regime in findings.regimes}
    column = findings.regions[f"name_{words.lang}"]
    names = dict(zip(findings.regions["region"], column, strict=True))
    english = Words("en", "page")
    return tuple(
        Changed(
            regime=row["regime"],
            label=labels[row["regime"]],
            reach=english.number(row["reach_km"], decimals=1),
            region=row["region"],
            name=names[row["region"]],
            share=per_cents([row["share"]]),
            other=per_cents([row["other_share"]]),
        )
        for row in findings.comparison.table.head(MOST_COMPARED).to_dict("records")
    )
