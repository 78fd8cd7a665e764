"""What a text itself states of policies: read, drafted as a regimes file, made ready to draw."""

from geo.claims.as_regimes import (
    CatalogueMatch,
    Statement,
    as_written,
    claims_json,
    known_of,
    pair_of,
    quoted,
    regime_id,
    regimes_of,
    statements,
    undrawn_distances,
)
from geo.claims.draft import Draft, as_toml, draft, draft_values
from geo.claims.fields import StatedField
from geo.claims.qualifiers import looks_like_reach

__all__ = [
    "CatalogueMatch",
    "Draft",
    "StatedField",
    "Statement",
    "as_toml",
    "as_written",
    "claims_json",
    "draft",
    "draft_values",
    "known_of",
    "looks_like_reach",
    "pair_of",
    "quoted",
    "regime_id",
    "regimes_of",
    "statements",
    "undrawn_distances",
]
