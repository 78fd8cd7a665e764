"""Check the values of one table of a regimes file; each wrong one says what to write instead."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import urlsplit

from geo.boundaries import country_names, region_names
from geo.regimes.record import LAND_BORDER, Said, Stretch
from geo.wording import LANGUAGES

REACH_KM = (1.0, 6000.0)
LONGEST_TEXT = 2000
LONGEST_LINE = 500
YEARS = (1900, 2100)
NO_REACH = "none"

_LONGEST_SHOWN = 60
# Control characters and those that turn the direction of what follows: they hide or reorder text.
_HIDING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile(r"[\t\r\n]")
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]*\w\.?")  # letters of any script; a last dot is legal
_BY_LANGUAGE = '{ en = "..." } (en, uk, ru)'
_NO_ADDRESS = ' <>"{}|\\^`'

_Item = TypeVar("_Item")


class WrongValueError(Exception):
    """Carry what a field should have been."""


def shown(value: object) -> str:
    """Quote a value, shortened."""
    try:
        text = repr(str(value) if isinstance(value, date | time) else value)
    except ValueError:  # more digits than Python writes
        text = "a number of thousands of digits"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def as_text(value: object, *, longest: int = LONGEST_TEXT) -> str:
    """Take a text that says something, and nothing that hides in it."""
    if not isinstance(value, str) or not value.strip():
        raise WrongValueError("write a text that is not empty")
    if len(value) > longest:
        raise WrongValueError(f"keep it to {longest} characters, it has {len(value):,}")
    if hiding := _HIDING.search(value):
        raise WrongValueError(
            f"leave out U+{ord(hiding[0]):04X}, a character that hides or reorders text"
        )
    return value


def as_line(value: object) -> str:
    """Take a text of one line."""
    text = as_text(value, longest=LONGEST_LINE)
    if _LINE_ENDS.search(text):
        raise WrongValueError("write it in one line, without line ends and tabs")
    return text


def as_note(value: object) -> dict[str, str]:
    """Take texts by language."""
    return _by_language(value, as_text)


def as_label(value: object) -> dict[str, str]:
    """Take texts of one line by language, English among them."""
    return _with_english(value, as_line)


def as_words(value: object) -> Said:
    """Take one text of any language, or texts by language, English among them."""
    return _one_or_each(value, as_text)


def as_words_each(value: object) -> tuple[Said, ...]:
    """Take a list of such texts."""
    return each_once(value, as_words, example="What one source says; what another does.")


def as_names(value: object) -> tuple[Said, ...]:
    """Take a list of such texts of one line: names, or descriptions by language."""
    return each_once(value, lambda item: _one_or_each(item, as_line), example="ATACMS")


def _one_or_each(value: object, parse: Callable[[object], str]) -> Said:
    if isinstance(value, dict):
        return _with_english(value, parse)
    if not isinstance(value, str):
        raise WrongValueError(f"write a text, or texts by language: {_BY_LANGUAGE}")
    return parse(value)


def _with_english(value: object, parse: Callable[[object], str]) -> dict[str, str]:
    texts = _by_language(value, parse)
    if "en" not in texts:
        raise WrongValueError('an English text is required: write { en = "..." }')
    return texts


def _by_language(value: object, parse: Callable[[object], str]) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongValueError(f"write texts by language, e.g. {_BY_LANGUAGE}")
    texts = {}
    for language, text in value.items():
        if language not in LANGUAGES:
            raise WrongValueError(
                f"{shown(language)} is none of the languages en, uk, ru; write texts by these, "
                "and the other fields above them"
            )
        try:
            texts[language] = parse(text)
        except WrongValueError as error:
            raise WrongValueError(f"in {language}, {error}") from error
    return texts


def as_id(value: object) -> str:
    """Take a name that is safe in files, pages and addresses."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9-]{1,64}", value):
        raise WrongValueError("use 1 to 64 of a-z, 0-9 and '-'")
    return value


def as_ids(value: object) -> tuple[str, ...]:
    """Take a list of ids."""
    return each_once(value, as_id, example="earlier-one")


def as_codes(value: object) -> tuple[str, ...]:
    """Take a list of codes of regions, of whatever country."""
    return each_once(value, as_line, example="UA-63")


def each_once(value: object, parse: Callable[[Any], _Item], *, example: str) -> tuple[_Item, ...]:
    """Take a list of different items; of a wrong one, say which it is."""
    if not isinstance(value, list):
        raise WrongValueError(f'write a list, e.g. ["{example}"]')
    items: dict[str, _Item] = {}
    for number, each in enumerate(value, 1):
        try:
            item = parse(each)
        except WrongValueError as error:
            raise WrongValueError(f"in item {number}, {error}") from error
        if repr(item) in items:
            raise WrongValueError(f"name {shown(item)} once")
        items[repr(item)] = item
    return tuple(items.values())


def as_reach(value: object) -> tuple[float, ...]:
    """Take one distance, two in order, or the word for none."""
    if value == NO_REACH:
        return ()
    ends = value if isinstance(value, list) else [value]
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    low, high = REACH_KM
    if len(ends) not in (1, 2) or len(numbers) != len(ends):
        raise WrongValueError(
            "write kilometres as a number, or two where sources differ, "
            f'or "{NO_REACH}" where none was stated'
        )
    if not all(low <= number <= high for number in numbers):
        raise WrongValueError(f"a reach lies between {low:g} and {high:,.0f} km")
    if sorted(set(numbers)) != numbers:
        raise WrongValueError("write the smaller distance first, or one distance alone")
    return tuple(float(number) for number in numbers)


def one_of(known: tuple[str, ...]) -> Callable[[object], str]:
    """Give the parser of one word of a few."""

    def parse(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise WrongValueError(f"write one of {', '.join(known)}" + _meant(value, known))
        return value

    return parse


def _meant(value: object, known: Iterable[str]) -> str:
    """Guess which of the known words was meant, as the end of a sentence."""
    close = get_close_matches(value.casefold(), known, n=1) if isinstance(value, str) else []
    return f" (did you mean {close[0]}?)" if close else ""


def as_truth(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise WrongValueError("write true or false")
    return value


def as_date(value: object) -> date:
    """Take a day without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongValueError("write a bare date without quotes and time, e.g. 2024-11-17")
    first, last = YEARS
    if not first <= value.year <= last:
        raise WrongValueError(f"write a year from {first} to {last}")
    return value


def as_publication(value: object) -> tuple[date, str]:
    """Take a day, or a month as text, with its precision."""
    if isinstance(value, str):
        month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", value)
        if month is None or month[1] == "0000":
            raise WrongValueError(
                "write a bare date without quotes, e.g. 2024-11-17, "
                'or a month as text, e.g. "2024-11"'
            )
        return as_date(date(int(month[1]), int(month[2]), 1)), "month"
    return as_date(value), "day"


def as_url(value: object) -> str:
    """Take a web address, as a browser's address bar has it."""
    text = as_text(value)
    if odd := next((char for char in text if char in _NO_ADDRESS or not char.isprintable()), None):
        raise WrongValueError(f"write {shown(odd)} percent-encoded, or leave it out")
    try:
        parts = urlsplit(text)
        whole = bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError as error:
        raise WrongValueError("write a whole web address") from error
    if parts.scheme not in ("http", "https") or not whole:
        raise WrongValueError("write a whole web address that starts with https://")
    if "@" in parts.netloc:
        raise WrongValueError("leave out the name before the @")
    return text


def as_tables(value: object) -> tuple[dict[str, Any], ...]:
    """Take a list of tables."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise WrongValueError("start each source with [[regime.source]]")
    return tuple(value)


def as_country(value: object) -> str:
    """Take the code of a country there is a border of."""
    if isinstance(value, str) and value in _countries():
        return value
    meant = value.upper() if isinstance(value, str) else ""
    example = f'"{meant}"' if meant in _countries() else 'e.g. "US" or "GB"'
    raise WrongValueError(
        f"write the ISO 3166-1 code, two capitals, of a country whose border is packaged: {example}"
    )


def as_country_with_regions(value: object) -> str:
    """Take the code of a country whose regions, and so whose border, are packaged."""
    country = as_country(value)
    _regions(country)
    return country


def as_regions_of(
    country: str | None, whose: str, *, own: Mapping[str, str] | None = None
) -> Callable[[object], tuple[str, ...]]:
    """Give the parser of a list of regions of one country; of none, of any codes.

    ``own``: codes of the user's regions by all that may be written for them, code or name.
    """

    def parse(value: object) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys((own or {}).get(code, code) for code in as_codes(value)))
        known = _regions(country) if country else frozenset(codes)
        for code in codes:
            if code not in known and code not in (own or {}):
                close = get_close_matches(code.upper(), known, n=1) or [min(known)]
                raise WrongValueError(
                    f"{shown(code)} is no ISO 3166-2 code of a region of {country}, {whose}; "
                    f'write one, e.g. "{close[0]}"'
                )
        return codes

    return parse


def as_part_of(
    country: str | None, stretches: Mapping[str, Stretch]
) -> Callable[[object], Stretch]:
    """Give the parser of a part of a country's border: all by land, by a region, or defined."""

    def parse(value: object) -> Stretch:
        name = as_line(value)
        if name == LAND_BORDER:
            return Stretch(name=name, label={})
        if name in stretches:
            as_regions_of(country, "the origin")(list(stretches[name].regions))
            return stretches[name]
        if country and name in _regions(country):
            return Stretch(name=name, label={}, regions=(name,))
        raise WrongValueError(
            f"write {LAND_BORDER}, the ISO 3166-2 code of a region of the origin, or the name of "
            "a [[stretch]] of this file"
        )

    return parse


def as_file_beside(regimes_file: Path) -> Callable[[object], Path]:
    """Give the parser of a path that leads to a file beside or below the regimes file."""

    def parse(value: object) -> Path:
        path = PurePosixPath(as_line(value))
        if path.is_absolute() or ".." in path.parts:
            raise WrongValueError("write the path of a file beside this one, without '..'")
        return regimes_file.parent / path

    return parse


@cache
def _countries() -> frozenset[str]:
    return frozenset(country_names())


@cache
def _regions(country: str) -> frozenset[str]:
    regions = frozenset(region_names(country))
    if not regions:
        raise WrongValueError("no regions of that country are packaged; write another one")
    return regions
