"""Know which words stand beside places and which beside persons, papers and weapons."""

import tomllib
from functools import cache, lru_cache
from importlib import resources

_FEWEST_LETTERS = 3


@cache
def _lists() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Read the word lists: whole words, and beginnings of words, with their classes."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    whole: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    for name, words in tomllib.loads(text).items():
        for word in words.split():
            table = begun if word.endswith("*") else whole
            table.setdefault(word.rstrip("*"), set()).add(name)
    return (
        {word: frozenset(names) for word, names in whole.items()},
        {word: frozenset(names) for word, names in begun.items()},
    )


@lru_cache(maxsize=32768)
def word_classes(word: str) -> frozenset[str]:
    """Give the classes a lower-case word belongs to, in any of the three languages.

    Raises
    ------
    Nothing: a word of no class has none.

    Examples
    --------
    >>> sorted(word_classes("president")), sorted(word_classes("область"))
    (['title'], ['region_after'])
    """
    whole, begun = _lists()
    found = whole.get(word, frozenset())
    for size in range(_FEWEST_LETTERS, len(word) + 1):
        found |= begun.get(word[:size], frozenset())
    return found
