"""Write finished findings as GeoJSON."""

from typing import Any

import shapely

from geo.findings import PLACE_COLUMNS, Findings
from geo.narrative import known_day, worldview
from geo.regimes import Regime, in_language
from geo.tables.plain import as_text


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
