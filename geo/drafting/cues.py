"""Know the words by which a text tells of a policy."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Cues:
    """Hold one compiled pattern per kind of word, or one per name."""

    permission: re.Pattern[str]
    arms: re.Pattern[str]
    negation: re.Pattern[str]
    past: re.Pattern[str]
    turn: re.Pattern[str]
    ending: re.Pattern[str]
    neither: re.Pattern[str]
    status: Mapping[str, re.Pattern[str]]
    systems: Mapping[str, re.Pattern[str]]
    grantors: Mapping[str, re.Pattern[str]]


@cache
def cues() -> Cues:
    """Read the words, once.

    Raises
    ------
    KeyError
        When the packaged table lacks a part.

    Examples
    --------
    >>> bool(cues().permission.search("Washington allowed it"))
    True
    """
    text = files("geo.drafting").joinpath("words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)

    def named(key: str, *, exact_case: bool = False) -> dict[str, re.Pattern[str]]:
        return {name: _pattern(words, exact_case=exact_case) for name, words in table[key].items()}

    return Cues(
        permission=_pattern(table["permission"]),
        arms=_pattern(table["arms"]),
        negation=_pattern(table["negation"]),
        past=_pattern(table["past"]),
        turn=_pattern(table["turn"]),
        ending=re.compile(rf"(?<!\w)(?:{'|'.join(table['ending'])})\s{{1,3}}$", re.IGNORECASE),
        neither=_pattern(table["no_status"]["neither"]),
        status=named("status"),
        systems=named("systems"),
        grantors=named("grantors", exact_case=True),  # "us" is no country
    )


def _pattern(words: Sequence[str], *, exact_case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})", 0 if exact_case else re.IGNORECASE)
