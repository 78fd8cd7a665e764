"""Judge regions against envelopes: how much lies inside, how near, how far, and across whom."""

from geo.coverage.area import area_km2
from geo.coverage.judge import INSIDE_FROM, coverage, inside

__all__ = ["INSIDE_FROM", "area_km2", "coverage", "inside"]
