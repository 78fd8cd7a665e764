"""Give every word the outputs speak, in English, Ukrainian and Russian."""

from geo.wording.words import LANGUAGES, Words, html_table, per_cents, plural, printable, wording

__all__ = ["LANGUAGES", "Words", "html_table", "per_cents", "plural", "printable", "wording"]
