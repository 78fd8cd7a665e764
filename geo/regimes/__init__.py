"""Policy regimes as dated, sourced facts, and the questions they answer."""

from geo.regimes.read import load_regimes, regimes_file
from geo.regimes.record import PRECISIONS, STATUSES, Regime, Said, Source, in_language
from geo.regimes.select import CATALOGUE, catalogue, in_doubt, in_force, select

__all__ = [
    "CATALOGUE",
    "PRECISIONS",
    "STATUSES",
    "Regime",
    "Said",
    "Source",
    "catalogue",
    "in_doubt",
    "in_force",
    "in_language",
    "load_regimes",
    "regimes_file",
    "select",
]
