"""Write finished findings as tables, layers and records: bytes, no disk."""

from geo.tables.geojson import envelopes_geojson, places_geojson
from geo.tables.kml import policy_map_kml
from geo.tables.layers import layers_fgb, layers_gpkg, layers_parquet
from geo.tables.manifest import manifest_json
from geo.tables.prov import provenance_json
from geo.tables.sheets import comparison_csv, coverage_csv

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
]
