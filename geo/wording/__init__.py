"""Give every sentence the outputs speak, in English, Ukrainian and Russian."""

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


def percent(share: float, *, lang: str) -> str:
    """Write a share in whole per cents, without rounding something to nothing or to all.

    Parameters
    ----------
    share
        From 0 to 1.
    lang
        English sets the sign close, Ukrainian and Russian apart (a no-break space).

    Returns
    -------
    str

    Examples
    --------
    >>> [percent(share, lang="en") for share in (0.0, 0.002, 0.494, 0.998, 1.0)]
    ['0%', '<1%', '49%', '>99%', '100%']
    """
    gap = "" if lang == "en" else "\u00a0"
    if 0 < share < 0.005:  # noqa: PLR2004  the point where rounding would say nothing
        return f"<1{gap}%"
    if 0.995 <= share < 0.9995:  # noqa: PLR2004  the point where rounding would say all
        return f">99{gap}%"
    return f"{share:.0%}".replace("%", f"{gap}%")
