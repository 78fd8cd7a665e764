"""Read policy regimes: what was reported to reach how far, to cover which regions, how surely."""

import re
import tomllib
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.inputs import read_input
from geo.provenance import data_path
from geo.regimes import fields as take
from geo.regimes.fields import Fields
from geo.regimes.record import Regime, Source

LARGEST_FILE_BYTES = 5_000_000

REGIME_FIELDS = (
    *("id", "label", "note", "grantor", "systems", "reach_km", "reach_of"),
    *("scope", "status", "from", "from_precision", "until", "until_precision"),
    *("replaces", "conflicts", "origin", "target", "source"),
)
# Python's reader takes time by the square of a dotted key's parts; a regimes file has three.
_ENDLESS_KEY = re.compile(
    r"""(?:(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}"""
)
SOURCE_FIELDS = ("publisher", "title", "date", "url", "says", "copy")


def load_regimes(path: str | Path | None = None) -> list[Regime]:
    """Read the policy regimes of a TOML file; without a path, the two built-in ones.

    Parameters
    ----------
    path
        A file with one ``[[regime]]`` table per policy, in order of time.

    Returns
    -------
    list of Regime
        In the file's order; never empty; all with one origin and one target.

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
    content = read_input(
        file,
        name=name,
        largest_bytes=LARGEST_FILE_BYTES,
        remedy="give the path of a TOML file",
    )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text; save it as UTF-8.") from error
    if endless := _ENDLESS_KEY.search(text):
        line = text.count("\n", 0, endless.start()) + 1
        raise InputError(
            f"{name} is no regimes file (a key of many parts at line {line}); mend it."
        )
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # bad TOML; a number too long; nested too deep
        detail = " ".join(str(error).split())
        raise InputError(f"{name} is not valid TOML ({detail}); mend that line.") from error
    unknown = sorted(set(document) - {"regime"})
    if unknown:
        raise InputError(
            f"{name} has {take.shown(unknown[0])} at its top; only [[regime]] tables go there: "
            "start each entry with [[regime]]."
        )
    entries = document.get("regime")
    if isinstance(entries, dict):
        raise InputError(f"{name} has one table [regime]; write [[regime]], with two brackets.")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{name} holds no regime; write at least one [[regime]] table.")
    if not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{name}: 'regime' must be a list of tables; start each with [[regime]].")
    return entries


def _regime(entry: dict[str, Any], *, where: str) -> Regime:
    if isinstance(entry.get("id"), str):
        where = f"{where} ({take.shown(entry['id'])})"
    field = Fields(entry, where)
    field.refuse_unknown(REGIME_FIELDS)
    tables = field.read("source", take.as_tables, default=())
    sources = tuple(
        _source(table, where=f"{where}, source {n}") for n, table in enumerate(tables, 1)
    )
    start = field.read("from", take.as_date)
    until = field.read("until", take.as_date, default=None)
    if until is not None and until <= start:
        raise InputError(
            f"{where}, field until: {until} does not lie after from = {start}; until is the first "
            "day it was no more in force: mend the dates."
        )
    if until is None and "until_precision" in entry:
        raise InputError(
            f"{where}, field until_precision: there is no until; add that day, or leave this out."
        )
    target = field.read("target", take.as_country_with_regions, default="RU")
    regime = Regime(
        id=field.read("id", take.as_id),
        label=field.read("label", take.as_label),
        note=field.read("note", take.as_note, default={}),
        grantor=field.read("grantor", take.as_country),
        systems=field.read("systems", take.as_names, default=()),
        reach_km=field.read("reach_km", take.as_reach),
        reach_of=field.read("reach_of", take.as_kind_of_reach, default="weapon"),
        scope=field.read("scope", take.as_regions_of(target), default=()),
        status=field.read("status", take.as_status),
        start=start,
        start_precision=field.read("from_precision", take.as_precision, default="day"),
        until=until,
        until_precision=field.read("until_precision", take.as_precision, default="day"),
        replaces=field.read("replaces", take.as_ids, default=()),
        conflicts=field.read("conflicts", take.as_words_each, default=()),
        origin=field.read("origin", take.as_country_with_regions, default="UA"),
        target=target,
        sources=sources,
    )
    if "reach_of" in entry and not regime.reach_km:
        raise InputError(
            f"{where}, field reach_of: there is no distance; state reach_km, or leave this out."
        )
    return regime


def _source(table: dict[str, Any], *, where: str) -> Source:
    field = Fields(table, where)
    field.refuse_unknown(SOURCE_FIELDS, above=REGIME_FIELDS)
    published, precision = field.read("date", take.as_publication)
    return Source(
        publisher=field.read("publisher", take.as_line),
        title=field.read("title", take.as_line),
        date=published,
        date_precision=precision,
        url=field.read("url", take.as_url),
        says=field.read("says", take.as_words),
        copy=field.read("copy", take.as_truth, default=False),
    )


def _refuse_disorder(regimes: list[Regime], *, name: str) -> None:
    """Refuse what is wrong between entries: ids, order, successions, places."""
    seen: dict[str, tuple[int, Regime]] = {}
    for n, regime in enumerate(regimes, 1):
        where = f"{name}, entry {n} ({regime.id!r})"
        if regime.id in seen:
            raise InputError(
                f"{name}, entry {n}, field id: {regime.id!r} is taken by entry "
                f"{seen[regime.id][0]}; give each regime an id of its own."
            )
        if n > 1 and regime.start < regimes[n - 2].start:
            raise InputError(
                f"{where}, field from: {regime.start} lies before entry "
                f"{n - 1}'s {regimes[n - 2].start}; put the regimes in order of time."
            )
        for place in ("origin", "target"):
            here, first = getattr(regime, place), getattr(regimes[0], place)
            if here != first:
                raise InputError(
                    f"{where}, field {place}: got {here!r} where entry 1 has {first!r}; "
                    "one map has one origin and one target: put the others in a file of their own."
                )
        for earlier in regime.replaces:
            if earlier not in seen:
                raise InputError(
                    f"{where}, field replaces: {earlier!r} is no earlier entry; "
                    "write the id of a regime further up."
                )
            ended = seen[earlier][1].until
            if ended != regime.start:
                said = f"ends on {ended}" if ended else "has no until"
                raise InputError(
                    f"{where}, field replaces: {earlier!r} {said}, this one begins on "
                    f"{regime.start}; give {earlier!r} until = {regime.start}, or leave it out."
                )
        seen[regime.id] = n, regime
