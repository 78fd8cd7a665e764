"""Write finished findings as tables, layers and records: bytes, no disk."""

from geo.tables.layers import layers_fgb, layers_gpkg, layers_parquet, policy_map_kml
from geo.tables.manifest import manifest_json
from geo.tables.plain import (
    comparison_csv,
    coverage_csv,
    envelopes_geojson,
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
