"""Read the messages of a language; show text from outside as text."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from geo.errors import InputError

LANGUAGES = ("en", "uk", "ru")


@cache
def wording(lang: str) -> Mapping[str, Any]:
    """Return the messages of one language, by table and key.

    Parameters
    ----------
    lang
        ``en``, ``uk`` or ``ru``.

    Returns
    -------
    Mapping
        Table name to a mapping of key to text; texts with ``{names}`` are ``str.format`` patterns.

    Raises
    ------
    InputError
        When the language is none of the three.

    Examples
    --------
    >>> wording("en")["status"]["reported"]
    'reported'
    """
    if lang not in LANGUAGES:
        raise InputError(f"language {lang!r} is not known; choose one of {', '.join(LANGUAGES)}.")
    text = files("geo.wording").joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def printable(text: str) -> str:
    r"""Put a space for every character that is not seen: line ends, control and direction signs.

    What stands for a byte of a file's name that is no text goes, too.

    Examples
    --------
    >>> printable("one\n\u202etwo\udcff")
    'one  two '
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)
