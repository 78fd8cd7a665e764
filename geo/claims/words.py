"""Know the words by which a text tells of a policy, and what it calls governments and weapons."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Names:
    """Hold what texts call each of several things, as one pattern with a group for each."""

    names: Sequence[str]
    pattern: re.Pattern[str]

    def within(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Give the name, start and end of each in a stretch of text."""
        for match in self.pattern.finditer(text, start, end):
            yield self.names[(match.lastindex or 1) - 1], match.start(), match.end()


@cache
def anywhere(part: str, key: str) -> re.Pattern[str]:
    """Give the pattern that finds some words anywhere; words.toml has them by part and key.

    Examples
    --------
    >>> anywhere("cues", "permit").search("Washington allowed it").group()
    'allowed'
    """
    return re.compile(rf"(?<!\w)(?:{_listed(part, key)})", re.IGNORECASE)


@cache
def at_end(part: str, key: str) -> re.Pattern[str]:
    """Give the pattern that finds some words only at the end of a stretch."""
    return re.compile(
        rf"(?<!\w)(?:{_listed(part, key)})[\s,]{{0,3}}(?:the\s{{1,3}})?\Z", re.IGNORECASE
    )


@cache
def at_start(part: str, key: str) -> re.Pattern[str]:
    """Give the pattern that finds some words only at the beginning of a stretch."""
    return re.compile(rf"[\s(]{{0,3}}(?:{_listed(part, key)})", re.IGNORECASE)


@cache
def weekdays() -> Sequence[re.Pattern[str]]:
    """Give the patterns of the days of the week, Monday first."""
    days = _table()["time"]["weekday"]
    return [re.compile(rf"(?<!\w)(?:{'|'.join(each)})", re.IGNORECASE) for each in days]


@cache
def statuses() -> Names:
    """Give the words by which texts say how sure something is."""
    return _names(_table()["status"])


@cache
def systems() -> Names:
    """Give what texts call weapons."""
    return _names(_table()["systems"])


@cache
def states() -> Names:
    """Give what texts call countries and their governments, by ISO 3166-1 codes."""
    return _names(_table()["names"], flags=0)  # "us" is no country


@cache
def adjectives() -> Names:
    """Give the adjectives of countries."""
    return _names(_table()["adjectives"])


def made_by(country: str) -> frozenset[str]:
    """Give the weapons that a country makes.

    Examples
    --------
    >>> "ATACMS" in made_by("US"), made_by("PE")
    (True, frozenset())
    """
    return frozenset(_table()["makers"].get(country, ()))


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    here = files("geo.claims")
    table: dict[str, dict[str, list[str]]] = {}
    for name in ("words.toml", "governments.toml"):
        table |= tomllib.loads(here.joinpath(name).read_text(encoding="utf-8"))
    table["about"]["arms"] += [word for words in table["systems"].values() for word in words]
    return table


def _listed(part: str, key: str) -> str:
    return "|".join(_table()[part][key])


def _names(table: Mapping[str, Sequence[str]], *, flags: int = re.IGNORECASE) -> Names:
    groups = "|".join(f"({'|'.join(words)})" for words in table.values())
    return Names(names=tuple(table), pattern=re.compile(rf"(?<!\w)(?:{groups})", flags))
