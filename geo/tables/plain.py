"""Write finished findings as CSV, GeoJSON and Markdown; plain values as JSON."""

import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import shapely

from geo.coverage import COMPARISON_COLUMNS, Comparison
from geo.errors import InputError
from geo.findings import PLACE_COLUMNS, Findings
from geo.narrative import (
    Account,
    Narrative,
    RegionRow,
    caveat,
    changed_numerals,
    compared_with,
    known_day,
    narrate,
    own_regions_said,
    places_title,
    undrawn_lines,
    worldview,
)
from geo.regimes import Regime, in_language
from geo.wording import Words, printable, wording

LARGEST_TABLE_BYTES = 300_000
"""Of each of the three tables: a build's summary page takes 1 MiB a step, all or nothing."""

LONGEST_LABEL = 120

_MARKUP = "\\`*_{}[]<>()#+!|&~$@:."  # a dot makes a link of www


def coverage_csv(findings: Findings) -> bytes:
    r"""Write the coverage table, one row per region and regime (and reach, where it is a band).

    Returns
    -------
    bytes
        UTF-8, comma-separated, ``\n`` line ends; columns and order of ``geo.coverage.coverage``;
        shares with four decimals, distances in km with three, areas in km² with one. A regime
        that refuses has no row: nothing is within a permission by it. Measured from anything but
        the recognised border, a last column ``origin`` says so in every row.
    """
    frame = findings.granted
    written = frame.assign(
        reach_km=frame["reach_km"].map("{:.12g}".format),
        area_km2=frame["area_km2"].map("{:.1f}".format),
        **{name: frame[name].map("{:.4f}".format) for name in ("share", "share_low", "share_high")},
        in_scope=frame["in_scope"].map({True: "true", False: "false"}),
        nearest_km=frame["nearest_km"].map("{:.3f}".format),
        crosses=frame["crosses"].map(";".join),
        farthest_km=frame["farthest_km"].map("{:.3f}".format),
    )
    if findings.origin_name != "recognised" or findings.parts:
        written = written.assign(origin=frame["regime"].map(findings.origin_of))
    return str(written.to_csv(index=False, lineterminator="\n")).encode()


def comparison_csv(comparison: Comparison, *, origin_name: str) -> bytes:
    r"""Write what another origin would change, one row per regime, reach and region that differs.

    Returns
    -------
    bytes
        UTF-8, comma-separated, ``\n`` line ends; the columns of
        ``geo.coverage.COMPARISON_COLUMNS`` and the names of both origins; shares with four
        decimals, distances in km with three, ``change_points`` in points of per cent with two. No
        rows where nothing differs.
    """
    frame = comparison.table
    forms = {
        "reach_km": "{:.12g}",
        **dict.fromkeys([name for name in COMPARISON_COLUMNS if "share" in name], "{:.4f}"),
        **dict.fromkeys(("nearest_km", "other_nearest_km"), "{:.3f}"),
        "change_points": "{:.2f}",
    }
    written = frame.assign(
        **{name: frame[name].map(form.format) for name, form in forms.items()},
        origin=origin_name,
        other_origin=comparison.origin_name,
    )
    return str(written.to_csv(index=False, lineterminator="\n")).encode()


def places_geojson(findings: Findings) -> bytes:
    """Write one GeoJSON feature per mention; unresolved ones have a null geometry.

    Returns
    -------
    bytes
        RFC 7946, in the order of the text.
    """
    features = [
        {
            "type": "Feature",
            "properties": {column: getattr(row, column) for column in PLACE_COLUMNS},
            "geometry": _point(row.geometry),
        }
        for row in findings.places.itertuples()
    ]
    return _feature_collection(features, findings)


def envelopes_geojson(findings: Findings) -> bytes:
    """Write one GeoJSON feature per regime and reach, unclipped and unsimplified.

    Returns
    -------
    bytes
        RFC 7946; properties ``ENVELOPE_COLUMNS``, ``max_error_m`` as measured in this run.
        Coordinates have seven decimals, which moves no point by more than 8 mm.
    """
    once = findings.envelopes.drop_duplicates(["part", "reach_km"])  # regimes often share a line
    lines = {
        (row.part, row.reach_km): _rounded(shapely.geometry.mapping(row.geometry))
        for row in once.itertuples()
    }
    facts = {regime.id: regime_facts(regime, lang=findings.lang) for regime in findings.regimes}
    features = [
        {
            "type": "Feature",
            "properties": {
                "regime": row.regime,
                **facts[row.regime],
                "reach_km": row.reach_km,
                "max_error_m": round(row.max_error_m, 3),
            },
            "geometry": lines[row.part, row.reach_km],
        }
        for row in findings.envelopes.itertuples()
    ]
    return _feature_collection(features, findings)


def regime_facts(regime: Regime, *, lang: str) -> dict[str, str | None]:
    """Give what stands beside every envelope of a regime; days as well as they are known."""
    return {
        "label": in_language(regime.label, lang),
        "stance": regime.stance,
        "status": regime.status,
        "from": known_day(regime.start, regime.start_precision),
        "until": known_day(regime.until, regime.until_precision) if regime.until else None,
    }


def _feature_collection(features: list[dict[str, Any]], findings: Findings) -> bytes:
    """Write one feature a line, so that a difference between two runs can be read."""
    lines = ",\n".join(as_text(feature) for feature in features)
    view = worldview(findings, lang=findings.lang)
    # after the features: readers that stream look for these first
    said = f'"origin": {as_text(findings.origin_name)}, "worldview": {as_text(view)}'
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n], {said}}}\n'.encode()


def _point(point: shapely.Point | None) -> dict[str, Any] | None:
    return None if point is None else _rounded(shapely.geometry.mapping(point))


def _rounded(value: Any) -> Any:
    """Round every coordinate of a GeoJSON mapping to seven decimals."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, 7) if isinstance(value, float) else value


def as_json(document: object, *, indent: int) -> bytes:
    """Write a document as JSON, UTF-8, with a line end."""
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)}\n".encode()


def as_text(value: object) -> str:
    """Write a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def moment() -> str:
    """Give the moment of ``SOURCE_DATE_EPOCH``; without it, one that never changes.

    Raises
    ------
    InputError
        When the variable is no whole number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or "0"
    try:
        when = datetime.fromtimestamp(int(epoch), tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(
            f"SOURCE_DATE_EPOCH {epoch!r} is no moment; give seconds since 1970, or unset it."
        ) from error
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def summary_markdown(findings: Findings) -> str:
    """Write regimes and regions touched as Markdown tables, for a build's summary page.

    What the text states that is not drawn stands first; of a text whose places alone are shown,
    alone. The first table has stance, reach, scope and status of every regime, the second the
    regions within the reach of each that does not refuse, the third, where an origin was compared
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
    left = [f"\n{_markdown(said)}" for said in undrawn_lines(findings) if said]
    if not findings.regimes:
        title = places_title(findings, lang=findings.lang)
        return "\n".join([f"## {_markdown(title)}", *left, ""])
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
        *([f"\n{_markdown(told.title)}"] if told.lead.regime.stated_in else []),
        *left,
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
