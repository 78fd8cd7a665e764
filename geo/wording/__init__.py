"""Give every word the outputs speak, in English, Ukrainian and Russian."""

from geo.wording.words import (
    LANGUAGES,
    LESS_THAN_ONE,
    MORE_THAN_99,
    Words,
    html_table,
    per_cents,
    plural,
    printable,
    wording,
)

__all__ = [
    "LANGUAGES",
    "LESS_THAN_ONE",
    "MORE_THAN_99",
    "Words",
    "html_table",
    "per_cents",
    "plural",
    "printable",
    "wording",
]
