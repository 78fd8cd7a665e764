"""Write finished findings as tables, layers and records: bytes, no disk.

The rarer outputs, ``geo.tables.kml`` and ``geo.tables.prov``, are imported where they are wanted.
"""

from geo.tables.geojson import envelopes_geojson, places_geojson
from geo.tables.layers import layers_fgb, layers_gpkg, layers_parquet
from geo.tables.manifest import manifest_json
from geo.tables.sheets import comparison_csv, coverage_csv
from geo.tables.summary import summary_markdown

__all__ = [
    "comparison_csv",
    "coverage_csv",
    "envelopes_geojson",
    "layers_fgb",
    "layers_gpkg",
    "layers_parquet",
    "manifest_json",
    "places_geojson",
    "summary_markdown",
]
