"""Check the values of one table of a regimes file; each wrong one says what to write instead."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from geo.boundaries import load_boundary, load_regions
from geo.errors import InputError
from geo.regimes.record import KINDS_OF_REACH, PRECISIONS, STATUSES
from geo.wording import LANGUAGES

REACH_KM = (1.0, 2000.0)
LONGEST_TEXT = 2000
NO_REACH = "none"

_LONGEST_SHOWN = 60


class WrongValueError(Exception):
    """Carry what a field should have been."""


@dataclass(frozen=True)
class Fields:
    """Hold one table of the file and how to speak of it."""

    table: dict[str, Any]
    where: str

    def read(self, key: str, parse: Callable[[Any], Any], **default: Any) -> Any:
        """Parse one field, or give its default where it is left out and has one."""
        if key not in self.table:
            if "default" in default:
                return default["default"]
            raise InputError(f"{self.where}, field {key}: it is missing; add it.")
        try:
            return parse(self.table[key])
        except WrongValueError as error:
            got = shown(self.table[key])
            raise InputError(f"{self.where}, field {key}: got {got}; {error}.") from error

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Refuse a field that is none of the known ones: a slip of the pen is no silent loss."""
        for key in self.table:
            if key not in known:
                raise InputError(
                    f"{self.where}, field {shown(key)}: no such field; "
                    f"known are {', '.join(known)}."
                )


def shown(value: object) -> str:
    """Quote a value, shortened."""
    text = repr(str(value) if isinstance(value, date) else value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def as_text(value: object) -> str:
    """Take a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise WrongValueError("write a text that is not empty")
    if len(value) > LONGEST_TEXT:
        raise WrongValueError(f"keep it to {LONGEST_TEXT} characters")
    return value


def as_id(value: object) -> str:
    """Take a name that is safe in files, pages and addresses."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9-]{1,64}", value):
        raise WrongValueError("use 1 to 64 of a-z, 0-9 and '-'")
    return value


def as_texts(value: object) -> dict[str, str]:
    """Take texts by language."""
    if not isinstance(value, dict) or set(value) - set(LANGUAGES):
        raise WrongValueError('write texts by language, e.g. { en = "..." } (en, uk, ru)')
    return {language: as_text(text) for language, text in value.items()}


def as_label(value: object) -> dict[str, str]:
    """Take texts by language, English among them."""
    texts = as_texts(value)
    if "en" not in texts:
        raise WrongValueError('an English text is required: { en = "..." }')
    return texts


def as_strings(value: object) -> tuple[str, ...]:
    """Take a list of texts."""
    if not isinstance(value, list):
        raise WrongValueError('write a list of texts, e.g. ["ATACMS"]')
    return tuple(as_text(item) for item in value)


def as_ids(value: object) -> tuple[str, ...]:
    """Take a list of ids."""
    if not isinstance(value, list):
        raise WrongValueError('write a list of ids, e.g. ["earlier-one"]')
    return tuple(as_id(item) for item in value)


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


def as_status(value: object) -> str:
    """Take one of the four statuses."""
    return _one_of(value, STATUSES)


def as_precision(value: object) -> str:
    """Take how well a day is known."""
    return _one_of(value, PRECISIONS)


def as_kind_of_reach(value: object) -> str:
    """Take what a distance is."""
    return _one_of(value, KINDS_OF_REACH)


def _one_of(value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise WrongValueError(f"write one of {', '.join(known)}")
    return str(value)


def as_truth(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise WrongValueError("write true or false")
    return value


def as_date(value: object) -> date:
    """Take a day without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongValueError("write a bare date, e.g. 2024-11-17")
    return value


def as_publication(value: object) -> tuple[date, str]:
    """Take a day, or a month as text, with its precision."""
    if isinstance(value, str):
        month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", value)
        if month is None or month[1] == "0000":
            raise WrongValueError(
                'write a bare date, e.g. 2024-11-17, or a month as text, "2024-11"'
            )
        return date(int(month[1]), int(month[2]), 1), "month"
    return as_date(value), "day"


def as_url(value: object) -> str:
    """Take a web address."""
    text = as_text(value)
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise WrongValueError("write a whole web address") from error
    if parts.scheme not in ("http", "https") or not whole or re.search(r"\s", text):
        raise WrongValueError("write a whole web address that starts with https://")
    return text


def as_tables(value: object) -> tuple[dict[str, Any], ...]:
    """Take a list of tables."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise WrongValueError("start each source with [[regime.source]]")
    return tuple(value)


def as_country(value: object) -> str:
    """Take the code of a country there is a border of."""
    if value not in _countries():
        raise WrongValueError('write an ISO 3166-1 country code of two letters, e.g. "US"')
    return str(value)


def as_regions_of(country: str) -> Callable[[object], tuple[str, ...]]:
    """Give the parser of a list of regions of one country."""

    def parse(value: object) -> tuple[str, ...]:
        codes = as_strings(value)
        known = _regions(country)
        for code in codes:
            if code not in known:
                example = "RU-KRS" if country == "RU" else min(known)
                raise WrongValueError(
                    f"{shown(code)} is no ISO 3166-2 code of a region of {country}, the target, "
                    f'e.g. "{example}"'
                )
        if len(set(codes)) != len(codes):
            raise WrongValueError("name each region once")
        return codes

    return parse


@cache
def _countries() -> frozenset[str]:
    return frozenset(load_boundary("countries")["country"])


@cache
def _regions(country: str) -> frozenset[str]:
    try:
        return frozenset(load_regions(country)["region"])
    except InputError as error:
        raise WrongValueError(f"no regions of {country}, the target, are packaged") from error
