"""What a text itself states of policies: read, drafted as a regimes file, made ready to draw."""

from geo.claims.as_regimes import (
    CatalogueMatch,
    Statement,
    as_written,
    known_of,
    pair_of,
    quoted,
    reaches_untold,
    regime_id,
    regimes_of,
    statements,
    undrawn_distances,
)
from geo.claims.draft import Draft, as_toml, draft, draft_values
from geo.claims.fields import StatedField

__all__ = [
    "CatalogueMatch",
    "Draft",
    "StatedField",
    "Statement",
    "as_toml",
    "as_written",
    "draft",
    "draft_values",
    "known_of",
    "pair_of",
    "quoted",
    "reaches_untold",
    "regime_id",
    "regimes_of",
    "statements",
    "undrawn_distances",
]
