"""Write finished findings as CSV and GeoJSON; plain values as JSON."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import shapely

from geo.coverage import COMPARISON_COLUMNS, Comparison
from geo.errors import InputError
from geo.findings import PLACE_COLUMNS, Findings
from geo.narrative import known_day, worldview
from geo.regimes import Regime, in_language


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
        reach_km=frame["reach_km"].map("{:g}".format),
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
        "reach_km": "{:g}",
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
