"""Know the adjectives of countries: they name no place, but they say where a place is."""

import tomllib
from functools import cache, lru_cache
from importlib import resources

from geo.gazetteer.forms import is_cyrillic


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    text = resources.files(__package__).joinpath("demonyms.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return tables["whole"], tables["begun"]


@lru_cache(maxsize=16384)
def demonym(word: str) -> str:
    """Give the country whose adjective a lower-case word is, by its ISO 3166-1 code.

    Raises
    ------
    Nothing: another word gives an empty string.

    Examples
    --------
    >>> demonym("bulgarian"), demonym("українських"), demonym("kyiv")
    ('BG', 'UA', '')
    """
    whole, begun = _tables()
    if not is_cyrillic(word):
        return whole.get(word, "")
    return next((code for start, code in begun.items() if word.startswith(start)), "")
