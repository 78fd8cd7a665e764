"""Know the words by which a text tells of a policy."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ABLE = r"(?:{})\s(?:(?!not\b|не\b|ні\b|ни\b)[\w-]+\s){{0,2}}(?:{})"


@dataclass(frozen=True)
class Names:
    """Hold what texts call each of several things, as one pattern with a group for each."""

    names: Sequence[str]
    pattern: re.Pattern[str]

    def within(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Give the name, start and end of each in a stretch of text."""
        for match in self.pattern.finditer(text, start, end):
            yield self.names[(match.lastindex or 1) - 1], match.start(), match.end()


@dataclass(frozen=True)
class Cues:
    """Hold one compiled pattern per kind of word, or one per name; words.toml says what each is.

    ``before`` has those that count only where they end right before something, ``after`` those
    that count only where they begin right after it.
    """

    words: Mapping[str, re.Pattern[str]]
    before: Mapping[str, re.Pattern[str]]
    after: Mapping[str, re.Pattern[str]]
    status: Names
    systems: Names
    grantors: Names
    makers: Mapping[str, frozenset[str]]


@cache
def cues() -> Cues:
    """Read the words, once.

    Examples
    --------
    >>> bool(cues().words["permission"].search("Washington allowed it"))
    True
    """
    text = files("geo.claims").joinpath("words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    distance = table["distance"]
    names = [word for words in table["systems"].values() for word in words]
    plain = (
        *("permission", "now", "about", "negation", "lifted", "sought", "past", "turn"),
        *("reference", "span", "ban", "relative", "weapons", "bound", "border", "strangers"),
        *("far", "they", "used", "wished", "how_far", "orders", "today"),
    )

    return Cues(
        words={
            "ability": _words([_ABLE.format(*map("|".join, table["ability"].values()))]),
            "arms": _words([*table["arms"], *names]),
            **{key: _words(table[key]) for key in plain},
            "neither": _words(table["no_status"]["neither"]),
            "foreign": _words(table["foreign"]["names"]),
            "outlets": _words(table["press"]["outlets"]),
            **{key: _words(table["record"][key]) for key in table["record"]},
            **{
                key: _words(distance[key])
                for key in ("way", "measure", "lies", "limit", "gone", "change", "strip", "places")
            },
        },
        before={
            **{
                key: _ending(table[key])
                for key in ("ending", "beside", "unnamed", "foretold", "but")
            },
            "able": _ending([*table["able"], *names]),
            "elsewhere": _ending(table["elsewhere"]),
            "recipient": _ending(table["recipient"]),
            **{key: _ending(distance[key]) for key in ("none", "given_up")},
        },
        after={
            **{key: _beginning(table[key]) for key in ("other", "supply")},
            "aside": _beginning(table["aside"]),
            "press": _beginning(table["press"]["names"]),
            **{key: _beginning(distance[key]) for key in ("size", "base", "beyond")},
        },
        status=_names(table["status"]),
        systems=_names(table["systems"]),
        grantors=_names(table["grantors"], flags=0),  # "us" is no country
        makers={name: frozenset(systems) for name, systems in table["makers"].items()},
    )


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)


def _names(table: Mapping[str, Sequence[str]], *, flags: int = re.IGNORECASE) -> Names:
    groups = "|".join(f"({'|'.join(words)})" for words in table.values())
    return Names(names=tuple(table), pattern=re.compile(rf"(?<!\w)(?:{groups})", flags))


def _ending(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})\s{{1,3}}(?:the\s{{1,3}})?\Z", re.IGNORECASE)


def _beginning(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"[\s(]{{0,3}}(?:{'|'.join(words)})", re.IGNORECASE)
