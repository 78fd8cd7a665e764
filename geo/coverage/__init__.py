"""Judge regions against envelopes: how much lies inside, how near, how far, and across whom."""

from geo.coverage.comparison import (
    COMPARISON_COLUMNS,
    Difference,
    origin_changes,
    regime_difference,
)
from geo.coverage.crossing import CROSSING_M, crossed
from geo.coverage.shares import COVERAGE_COLUMNS, INSIDE_FROM, coverage, inside
from geo.geodesy import area_km2

__all__ = [
    "COMPARISON_COLUMNS",
    "COVERAGE_COLUMNS",
    "CROSSING_M",
    "INSIDE_FROM",
    "Difference",
    "area_km2",
    "coverage",
    "crossed",
    "inside",
    "origin_changes",
    "regime_difference",
]
