"""Policy regimes as dated, sourced facts, and the questions they answer."""

from geo.regimes.fields import REACH_KM
from geo.regimes.read import (
    REGIME_FIELDS,
    SOURCE_FIELDS,
    STRETCH_FIELDS,
    RegimesFileError,
    load_regimes,
    regimes_file,
    schema_file,
)
from geo.regimes.record import (
    LAND_BORDER,
    PRECISIONS,
    STANCES,
    STATUSES,
    Regime,
    Said,
    Source,
    Stretch,
    in_language,
)
from geo.regimes.select import (
    BUILT_IN,
    CATALOGUE,
    catalogue,
    in_doubt,
    in_force,
    known_since,
    proposed,
    select,
)

__all__ = [
    "BUILT_IN",
    "CATALOGUE",
    "LAND_BORDER",
    "PRECISIONS",
    "REACH_KM",
    "REGIME_FIELDS",
    "SOURCE_FIELDS",
    "STANCES",
    "STATUSES",
    "STRETCH_FIELDS",
    "Regime",
    "RegimesFileError",
    "Said",
    "Source",
    "Stretch",
    "catalogue",
    "in_doubt",
    "in_force",
    "in_language",
    "known_since",
    "load_regimes",
    "proposed",
    "regimes_file",
    "schema_file",
    "select",
]
