"""What a text itself states of policies: drafts of regimes, with their evidence and gaps."""

from geo.claims.draft import Draft, draft
from geo.claims.record import StatedField
from geo.claims.statements import Statement, statements
from geo.claims.write import as_toml, draft_values

__all__ = ["Draft", "StatedField", "Statement", "as_toml", "draft", "draft_values", "statements"]
