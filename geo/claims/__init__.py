"""What a text itself states of policies: drafts of regimes, with their evidence and gaps."""

from geo.claims.draft import Draft, as_toml, draft, draft_values
from geo.claims.fields import StatedField
from geo.claims.statements import Statement, statements

__all__ = ["Draft", "StatedField", "Statement", "as_toml", "draft", "draft_values", "statements"]
