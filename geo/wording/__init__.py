"""Give every word the outputs speak, in English, Ukrainian and Russian."""

from geo.wording.messages import LANGUAGES, printable, wording
from geo.wording.words import Words, per_cents, plural

__all__ = ["LANGUAGES", "Words", "per_cents", "plural", "printable", "wording"]
