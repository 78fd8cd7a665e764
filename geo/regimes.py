"""Read policy regimes: what was reported to reach how far, to cover which regions, how surely."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geo.boundaries import load_boundary
from geo.errors import InputError
from geo.provenance import data_path
from geo.wording import LANGUAGES

STATUSES = ("reported", "confirmed", "denied", "disputed")
REACH_KM = (1.0, 2000.0)
LONGEST_TEXT = 2000
LARGEST_FILE_BYTES = 5_000_000

_REGIME_FIELDS = (
    *("id", "label", "note", "grantor", "systems", "reach_km"),
    *("scope", "status", "from", "until", "source"),
)
_SOURCE_FIELDS = ("publisher", "title", "date", "url", "says")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Source:
    """Stand for one public report a regime rests on; ``says`` is a paraphrase, never a quote."""

    publisher: str
    title: str
    date: date
    url: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Regime:
    """Hold one reported policy, with reach, scope and status apart.

    Attributes
    ----------
    id
        Unique name: a-z, 0-9 and '-'.
    label, note
        Text by language (``en`` always for the label; the note may be empty).
    grantor
        ISO 3166-1 alpha-2 code of the government.
    systems
        Weapon systems the reports name.
    reach_km
        One distance, or two (ascending) where sources differ.
    scope
        ISO 3166-2 codes of the regions the permission names; empty: it names none.
    status
        ``reported``, ``confirmed``, ``denied`` or ``disputed``: the permission, not the reach.
    start, until
        First day, and the day another report took its place (None: still open).
    sources
        The reports, in the file's order.
    """

    id: str
    label: Mapping[str, str]
    note: Mapping[str, str]
    grantor: str
    systems: tuple[str, ...]
    reach_km: tuple[float, ...]
    scope: tuple[str, ...]
    status: str
    start: date
    until: date | None
    sources: tuple[Source, ...]


def load_regimes(path: str | Path | None = None) -> list[Regime]:
    """Read the policy regimes of a TOML file; without a path, the two built-in ones.

    Parameters
    ----------
    path
        A file with one ``[[regime]]`` table per policy, in order of time.

    Returns
    -------
    list of Regime
        In the file's order; never empty.

    Raises
    ------
    InputError
        When the file cannot be read, is not TOML, holds no regime, or an entry is wrong. The
        message names the entry and the field, and says what to write instead.

    Examples
    --------
    >>> [(regime.reach_km, regime.scope) for regime in load_regimes()]
    [((80.0,), ()), ((300.0,), ('RU-KRS',))]
    """
    file = regimes_file(path)
    name = f"regimes file {str(file)!r}"
    entries = _entries(file, name=name)
    regimes = [_regime(entry, where=f"{name}, entry {n}") for n, entry in enumerate(entries, 1)]
    _refuse_disorder(regimes, name=name)
    return regimes


def regimes_file(path: str | Path | None = None) -> Path:
    """Return the file that ``load_regimes`` reads for the same argument."""
    return data_path("regimes/built-in.toml") if path is None else Path(path)


def _entries(file: Path, *, name: str) -> list[dict[str, Any]]:
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE_BYTES:
            raise InputError(
                f"{name} has {size:,} bytes; regimes fit into {LARGEST_FILE_BYTES:,}: split it."
            )
        document = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(
            f"{name} cannot be read ({error.strerror}); give the path of a TOML file."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text; save it as UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        detail = " ".join(str(error).split())
        raise InputError(f"{name} is not valid TOML ({detail}); mend that line.") from error
    unknown = sorted(set(document) - {"regime"})
    if unknown:
        raise InputError(f"{name} has {unknown[0]!r} at its top; only [[regime]] tables go there.")
    entries = document.get("regime")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{name} holds no regime; write at least one [[regime]] table.")
    if not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{name}: 'regime' must be a list of tables; start each with [[regime]].")
    return entries


def _regime(entry: dict[str, Any], *, where: str) -> Regime:
    if isinstance(entry.get("id"), str):
        where = f"{where} ({_shown(entry['id'])})"
    _refuse_unknown_fields(
        entry,
        known=_REGIME_FIELDS,
        where=where,
    )
    field = _Fields(entry, where)
    start = field.read("from", _as_date)
    until = field.read("until", _as_date, default=None)
    if until is not None and until < start:
        raise InputError(
            f"{where}, field until: {until} lies before from = {start}; swap or mend the dates."
        )
    sources = field.read("source", _as_tables, default=())
    return Regime(
        id=field.read("id", _as_id),
        label=field.read("label", _as_label),
        note=field.read("note", _as_texts, default={}),
        grantor=field.read("grantor", _as_country),
        systems=field.read("systems", _as_strings, default=()),
        reach_km=field.read("reach_km", _as_reach),
        scope=field.read("scope", _as_regions, default=()),
        status=field.read("status", _as_status),
        start=start,
        until=until,
        sources=tuple(
            _source(table, where=f"{where}, source {n}") for n, table in enumerate(sources, 1)
        ),
    )


def _source(table: dict[str, Any], *, where: str) -> Source:
    _refuse_unknown_fields(table, known=_SOURCE_FIELDS, where=where)
    field = _Fields(table, where)
    return Source(
        publisher=field.read("publisher", _as_text),
        title=field.read("title", _as_text),
        date=field.read("date", _as_date),
        url=field.read("url", _as_url),
        says=field.read("says", _as_text),
    )


@dataclass(frozen=True)
class _Fields:
    """One table of the file and how to speak of it."""

    table: dict[str, Any]
    where: str

    def read(self, key: str, parse: Callable[[Any], Any], **default: Any) -> Any:
        if key not in self.table:
            if "default" in default:
                return default["default"]
            raise InputError(f"{self.where}, field {key}: it is missing; add it.")
        try:
            return parse(self.table[key])
        except _WrongValueError as error:
            got = _shown(self.table[key])
            raise InputError(f"{self.where}, field {key}: got {got}; {error}.") from error


class _WrongValueError(Exception):
    """Carry what a field should have been."""


def _shown(value: object) -> str:
    text = repr(str(value) if isinstance(value, date) else value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def _refuse_unknown_fields(table: dict[str, Any], *, known: Iterable[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise InputError(
                f"{where}, field {_shown(key)}: no such field; known are {', '.join(known)}."
            )


def _refuse_disorder(regimes: list[Regime], *, name: str) -> None:
    seen: dict[str, int] = {}
    for n, regime in enumerate(regimes, 1):
        if regime.id in seen:
            raise InputError(
                f"{name}, entry {n}, field id: {regime.id!r} is taken by entry {seen[regime.id]}; "
                "give each regime an id of its own."
            )
        seen[regime.id] = n
        if n > 1 and regime.start < regimes[n - 2].start:
            raise InputError(
                f"{name}, entry {n} ({regime.id!r}), field from: {regime.start} lies before entry "
                f"{n - 1}'s {regimes[n - 2].start}; put the regimes in order of time."
            )


def _as_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongValueError("write a text that is not empty")
    if len(value) > LONGEST_TEXT:
        raise _WrongValueError(f"keep it to {LONGEST_TEXT} characters")
    return value


def _as_id(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9-]{1,64}", value):
        raise _WrongValueError("use 1 to 64 of a-z, 0-9 and '-'")
    return value


def _as_texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) - set(LANGUAGES):
        raise _WrongValueError('write texts by language, e.g. { en = "..." } (en, uk, ru)')
    return {language: _as_text(text) for language, text in value.items()}


def _as_label(value: object) -> dict[str, str]:
    texts = _as_texts(value)
    if "en" not in texts:
        raise _WrongValueError('an English text is required: { en = "..." }')
    return texts


def _as_strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _WrongValueError('write a list of texts, e.g. ["ATACMS"]')
    return tuple(_as_text(item) for item in value)


def _as_reach(value: object) -> tuple[float, ...]:
    ends = value if isinstance(value, list) else [value]
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    low, high = REACH_KM
    if len(ends) not in (1, 2) or len(numbers) != len(ends):
        raise _WrongValueError("write kilometres as a number, or two where sources differ")
    if not all(low <= number <= high for number in numbers):
        raise _WrongValueError(f"a reach lies between {low:g} and {high:,.0f} km")
    if sorted(set(numbers)) != numbers:
        raise _WrongValueError("write the smaller distance first, the larger second")
    return tuple(float(number) for number in numbers)


def _as_status(value: object) -> str:
    if value not in STATUSES:
        raise _WrongValueError(f"write one of {', '.join(STATUSES)}")
    return str(value)


def _as_date(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _WrongValueError("write a bare date, e.g. 2024-11-17")
    return value


def _as_url(value: object) -> str:
    text = _as_text(value)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise _WrongValueError("write a whole web address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", text):
        raise _WrongValueError("write a whole web address that starts with https://")
    return text


def _as_tables(value: object) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _WrongValueError("start each source with [[regime.source]]")
    return tuple(value)


def _as_country(value: object) -> str:
    if value not in _codes("countries", "country"):
        raise _WrongValueError('write an ISO 3166-1 country code of two letters, e.g. "US"')
    return str(value)


def _as_regions(value: object) -> tuple[str, ...]:
    codes = _as_strings(value)
    for code in codes:
        if code not in _codes("regions", "region"):
            raise _WrongValueError(
                f'{_shown(code)} is no ISO 3166-2 code of a region of Russia, e.g. "RU-KRS"'
            )
    if len(set(codes)) != len(codes):
        raise _WrongValueError("name each region once")
    return codes


@cache
def _codes(boundary: str, column: str) -> frozenset[str]:
    return frozenset(load_boundary(boundary)[column])
