"""Judge regions against envelopes: how much lies inside, how near, how far, and across whom."""

from geo.coverage.crossing import CROSSING_M, crossed
from geo.coverage.policies import (
    COMPARISON_COLUMNS,
    Comparison,
    Difference,
    border_parts,
    judged_by_part,
    origin_changes,
    policy_envelopes,
    regime_difference,
)
from geo.coverage.shares import (
    COVERAGE_COLUMNS,
    INSIDE_FROM,
    coverage,
    edge_displacement_km,
    inside,
)
from geo.geodesy import area_km2

__all__ = [
    "COMPARISON_COLUMNS",
    "COVERAGE_COLUMNS",
    "CROSSING_M",
    "INSIDE_FROM",
    "Comparison",
    "Difference",
    "area_km2",
    "border_parts",
    "coverage",
    "crossed",
    "edge_displacement_km",
    "inside",
    "judged_by_part",
    "origin_changes",
    "policy_envelopes",
    "regime_difference",
]
