"""Count what an archive speaks of: by month and region, by month and government."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from geo.archive.batch import errors_of, part
from geo.findings import find
from geo.origins import choose_origin
from geo.reading import no_text
from geo.regimes import Regime

REGION_COLUMNS = (
    *("month", "regime", "region", "name", "mentions", "articles"),
    *("share", "standing", "in_scope"),
)
MOST_LINKS, MOST_REGIONS = 3, 12

_DECEMBER = 12


@dataclass(frozen=True, kw_only=True)
class Report:
    """Hold one article that can be pointed to."""

    date: str
    title: str
    url: str
    article: str


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Hold what was counted.

    Attributes
    ----------
    articles
        How many there are, by month; the month is empty where an article has no date.
    mentions, spoken_of
        Mentions, and articles that have one, by month and region (ISO 3166-2).
    claims
        By month, government (ISO 3166-1) and stance.
    firsts
        The first report by government and stance.
    links
        The latest articles by region, newest first.
    names
        English names of regions by code.
    errors
        Articles that could not be read: ``id`` and ``error``.
    """

    articles: Counter[str] = field(default_factory=Counter)
    mentions: Counter[tuple[str, str]] = field(default_factory=Counter)
    spoken_of: Counter[tuple[str, str]] = field(default_factory=Counter)
    claims: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    firsts: dict[tuple[str, str], Report] = field(default_factory=dict)
    links: dict[str, list[Report]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)

    @property
    def months(self) -> list[str]:
        """List every month from the first dated article to the last."""
        dated = sorted(month for month in self.articles if month)
        return list(_months(dated[0], dated[-1])) if dated else []


def count(out: Path, batches: int) -> Counts:
    """Count over all parts of an archive, one batch at a time."""
    counts = Counts()
    for number in range(batches):
        file = pq.ParquetFile(part(out, "articles", number))
        counts.errors.extend(errors_of(file))
        reports = {row["article"]: _report(row) for row in file.read().to_pylist()}
        months = file.read(columns=["month"]).column("month").to_pylist()
        counts.articles.update(month or "" for month in months)
        _count_mentions(counts, pq.read_table(part(out, "mentions", number)).to_pylist(), reports)
        _count_claims(counts, pq.read_table(part(out, "claims", number)).to_pylist(), reports)
    return counts


def most_spoken_of(counts: Counts) -> list[str]:
    """List the regions that most articles speak of, the first of them first."""
    totals: dict[str, int] = {}
    for (_, region), n in counts.spoken_of.items():
        totals[region] = totals.get(region, 0) + n
    return sorted(totals, key=lambda region: (-totals[region], region))[:MOST_REGIONS]


def named(counts: Counts, region: str) -> str:
    """Give the name of a region, its code where none is known."""
    return counts.names.get(region, region)


def _report(row: Mapping[str, Any]) -> Report:
    said = {key: row[key] or "" for key in ("date", "title", "url")}
    return Report(article=row["article"], **said)


def _count_mentions(
    counts: Counts, rows: Sequence[Mapping[str, Any]], reports: Mapping[str, Report]
) -> None:
    articles: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row["region"] is None:
            continue
        key = row["month"] or "", row["region"]
        counts.mentions[key] += 1
        articles[key][row["article"]] = None
    for (month, region), found in articles.items():
        counts.spoken_of[month, region] += len(found)
        newest = [*(reports[article] for article in found), *counts.links[region]]
        newest.sort(key=lambda report: (report.date, report.article), reverse=True)
        counts.links[region] = newest[:MOST_LINKS]


def _count_claims(
    counts: Counts, rows: Sequence[Mapping[str, Any]], reports: Mapping[str, Report]
) -> None:
    for row in rows:
        grantor, stance = row["grantor"] or "", row["stance"] or "permits"
        counts.claims[row["month"] or "", grantor, stance] += 1
        report = reports[row["article"]]
        first = counts.firsts.get((grantor, stance), report)
        known = [each for each in (first, report) if each.date] or [first]
        counts.firsts[grantor, stance] = min(known, key=lambda each: (each.date, each.article))


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (text := f"{year:04}-{month:02}") <= last:
        yield text
        year, month = (year, month + 1) if month < _DECEMBER else (year + 1, 1)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Say what a policy reaches of one region: its share, its standing, whether it is named."""

    share: float | None
    standing: str
    in_scope: bool


def reached(regimes: Sequence[Regime]) -> dict[str, dict[str, Reached]]:
    """Measure what each policy reaches: by regime and region, regions in reach or named alone.

    Of a policy with two distances the farther counts; one without any has the regions it names. A
    refusal or a proposal reaches nothing.
    """
    found: dict[str, dict[str, Reached]] = {
        regime.id: {
            code: Reached(share=None, standing="", in_scope=True)
            for code in (*regime.scope, *regime.whole)
            if regime.grants
        }
        for regime in regimes
    }
    measured = [regime for regime in regimes if regime.reach_km and regime.grants]
    if not measured:
        return found
    home, target = regimes[0].origin, regimes[0].target
    name, origin = choose_origin(home=home, target=target)
    table = find(no_text(), measured, origin_name=name, origin=origin).coverage
    farthest = table.sort_values("reach_km", kind="stable").drop_duplicates(
        ["regime", "region"], keep="last"
    )
    for row in farthest.to_dict("records"):
        if row["standing"] != "outside" or row["in_scope"]:
            found[row["regime"]][row["region"]] = Reached(
                share=row["share"], standing=row["standing"], in_scope=bool(row["in_scope"])
            )
    return found


def in_force(regime: Regime, month: str) -> bool:
    """Say whether a policy was in force on any day of a month.

    Examples
    --------
    >>> from geo.regimes import load_regimes
    >>> [in_force(load_regimes()[1], month) for month in ("2024-10", "2024-11")]
    [False, True]
    """
    if not month:
        return False
    first = date(int(month[:4]), int(month[5:]), 1)
    after = date(first.year + first.month // _DECEMBER, first.month % _DECEMBER + 1, 1)
    return regime.start < after and (regime.until is None or regime.until > first)


def regions_csv(
    counts: Counts, regimes: Sequence[Regime], reach: Mapping[str, Mapping[str, Reached]]
) -> bytes:
    r"""Write month × regime × region.

    Returns
    -------
    bytes
        UTF-8, ``\n`` line ends, `REGION_COLUMNS`. For every month, a row without a regime per
        region spoken of; then per regime in force a row per region it reaches or names, spoken of
        or not. Sorted by month, regime, region; the month is empty for articles without a date.
    """
    rows: list[tuple[Any, ...]] = []
    for month in sorted({month for month, _ in counts.mentions} | set(counts.months)):
        spoken = sorted(region for m, region in counts.mentions if m == month)
        rows += [(month, "", region, *_counted(counts, month, region)) for region in spoken]
        for regime in sorted(regimes, key=lambda regime: regime.id):
            if in_force(regime, month):
                rows += [
                    (month, regime.id, region, *_counted(counts, month, region, of))
                    for region, of in sorted(reach[regime.id].items())
                ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([REGION_COLUMNS, *rows])
    return text.getvalue().encode()


def _counted(counts: Counts, month: str, region: str, of: Reached | None = None) -> tuple[Any, ...]:
    name = counts.names.get(region, "")
    name = f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
    said = counts.mentions[month, region], counts.spoken_of[month, region]
    if of is None:
        return name, *said, "", "", ""
    share = "" if of.share is None else f"{of.share:.4f}"
    return name, *said, share, of.standing, "true" if of.in_scope else "false"


def errors_jsonl(counts: Counts) -> bytes:
    """Write the articles that could not be read, one a line, in the order of the archive."""
    return b"".join(f"{json.dumps(each)}\n".encode() for each in counts.errors)
