"""Write finished findings as tables, layers and records, and what went in and came out."""

import hashlib
import os
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import shapely

from geo import __version__
from geo.crs import GEOGRAPHIC
from geo.findings import Findings
from geo.narrative import worldview
from geo.reading import normalise
from geo.tables.layers import layers_fgb, layers_gpkg, layers_parquet, policy_map_kml
from geo.tables.plain import (
    as_json,
    comparison_csv,
    coverage_csv,
    envelopes_geojson,
    moment,
    places_geojson,
    summary_markdown,
)
from geo.tables.prov import provenance_json

__all__ = [
    "comparison_csv",
    "coverage_csv",
    "envelopes_geojson",
    "layers_fgb",
    "layers_gpkg",
    "layers_parquet",
    "manifest_json",
    "places_geojson",
    "policy_map_kml",
    "provenance_json",
    "summary_markdown",
]

LIBRARIES = ("folium", "geopandas", "matplotlib", "numpy", "pandas", "pyogrio", "pyproj", "shapely")


def manifest_json(
    findings: Findings,
    *,
    regimes_sha256: str,
    origin_sha256: str,
    options: Mapping[str, str | None],
    outputs: Mapping[str, bytes],
) -> bytes:
    """Write what went in and came out: digests, versions, CRS, measured error, attributions.

    ``statements`` has every distance and date of the text, in its order: ``text``, ``start``,
    ``end``, ``kind``, ``low_km``, ``high_km``, ``hedge``, ``date``, ``sentence``; ``regimes``, the
    ids of those whose reach or day it is (none: an empty list); ``places``, the mentions of the
    sentence.

    Parameters
    ----------
    findings
        What the outputs show.
    regimes_sha256, origin_sha256
        Digests of the regimes file and of the origin's coordinates.
    options
        What was asked for of files and pictures, by the option's name.
    outputs
        File name to content, of every other file of the run.

    Returns
    -------
    bytes
        JSON; no clock time unless ``SOURCE_DATE_EPOCH`` is set.
    """
    places = findings.places["status"].value_counts()
    document: dict[str, Any] = {
        "package": {"name": "policy-range-mapper", "version": __version__},
        "libraries": {name: version(name) for name in _libraries(outputs)},
        "options": dict(options),
        "inputs": {
            "text": {"name": findings.text.source_name, "sha256": findings.text.sha256},
            "regimes": {
                "ids": [regime.id for regime in findings.regimes],
                "without_reach": [regime.id for regime in findings.undrawn],
                "sha256": regimes_sha256,
            },
            "origin": {
                "name": findings.origin_name,
                "sha256": origin_sha256,
                "worldview": worldview(findings, lang=findings.lang),
            },
            "compared_with": findings.comparison and findings.comparison.origin_name,
            "lang": findings.lang,
        },
        "data": [
            {
                "file": record.file,
                "sha256": record.sha256,
                "publisher": record.publisher,
                "package": record.package,
                "version": record.version,
                "licence": record.licence,
                "attribution": record.attribution,
                "worldview": record.worldview,
            }
            for record in findings.records
        ],
        "crs": GEOGRAPHIC,
        "distances": "geodesics on WGS84",
        "envelopes": [
            {
                "regime": row.regime,
                "reach_km": row.reach_km,
                "max_error_m": round(row.max_error_m, 3),
                "vertices": int(shapely.get_num_coordinates(row.geometry)),
            }
            for row in findings.envelopes.itertuples()
        ],
        "mentions": {
            status: int(places.get(status, 0)) for status in ("resolved", "ambiguous", "unresolved")
        },
        "statements": _statements(findings),
        "outputs": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(outputs.items())
        },
    }
    if os.environ.get("SOURCE_DATE_EPOCH"):
        document["made"] = moment()
    return as_json(document, indent=2)


def _libraries(outputs: Mapping[str, bytes]) -> tuple[str, ...]:
    """Name what made the files; pyarrow, which few have, only where one is its work."""
    parquet = any(name.endswith(".parquet") for name in outputs)
    return (*LIBRARIES, "pyarrow") if parquet else LIBRARIES


def _statements(findings: Findings) -> list[dict[str, Any]]:
    """Write every distance and date; their places are known by where they start in the text."""
    reading = normalise(findings.text.text)
    places = [
        {"start": start, "name": name}
        for start, name in zip(findings.places["start"], findings.places["name"], strict=True)
    ]
    return [
        {
            "text": said.quantity.text,
            "start": said.quantity.start,
            "end": said.quantity.end,
            "kind": said.quantity.kind,
            "low_km": said.quantity.low_km,
            "high_km": said.quantity.high_km,
            "hedge": said.quantity.hedge,
            "date": said.quantity.date,
            "sentence": reading.shown(*said.quantity.sentence),
            "regimes": said.regimes,
            "places": places[said.places.start : said.places.stop],
        }
        for said in findings.statements
    ]
