"""Draft a regimes file from an article: what it states, where, and what it leaves open."""

from geo.drafting.draft import Draft, draft
from geo.drafting.finding import Finding
from geo.drafting.write import as_toml, draft_values

__all__ = ["Draft", "Finding", "as_toml", "draft", "draft_values"]
