"""Read policy regimes: what was reported to reach how far, to cover which regions, how surely."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.inputs import data_path, read_input
from geo.regimes import fields as take
from geo.regimes.record import (
    KINDS_OF_REACH,
    LAND_BORDER,
    PRECISIONS,
    STANCES,
    STATUSES,
    Regime,
    Source,
    Stretch,
)

LARGEST_FILE_BYTES = 5_000_000

REGIME_FIELDS = (
    *("id", "label", "note", "grantor", "systems", "stance", "reach_km", "reach_of"),
    *("scope", "excluded", "whole", "status", "from", "from_precision", "until"),
    *("until_precision", "replaces", "conflicts", "origin", "target", "origin_part", "source"),
)
SOURCE_FIELDS = ("publisher", "title", "date", "url", "says", "copy")
STRETCH_FIELDS = ("name", "label", "regions", "file")
# Python's reader takes time by the square of a dotted key's parts; a regimes file has three.
_ENDLESS_KEY = re.compile(
    r"""(?:(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}"""
)


class RegimesFileError(InputError):
    """Say what is wrong in a regimes file: as a message the first mistake, and how many more.

    Attributes
    ----------
    problems
        Every mistake of the file, a line each, in the order of its entries.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        """Take the mistakes, at least one."""
        self.problems = tuple(problems)
        more = len(self.problems) - 1
        first = self.problems[0]
        super().__init__(
            f"{first} And {more} more: `python -m geo.regimes validate` lists them all."
            if more
            else first
        )


@dataclass(frozen=True)
class _Fields:
    """Hold one table of the file, how to speak of it, and what was found wrong in the file."""

    table: dict[str, Any]
    where: str
    problems: list[str]

    def read(self, key: str, parse: Callable[[Any], Any], **default: Any) -> Any:
        """Parse one field, or give its default where it is left out; None where it is wrong."""
        if key not in self.table:
            if "default" in default:
                return default["default"]
            self.refuse(key, "it is missing; add it")
            return None
        try:
            return parse(self.table[key])
        except take.WrongValueError as error:
            self.refuse(key, f"got {take.shown(self.table[key])}; {error}")
            return None

    def refuse(self, key: str, remedy: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(f"{self.where}, field {key}: {remedy}.")

    def refuse_unknown(self, known: Iterable[str], *, above: Iterable[str] = ()) -> None:
        """Refuse a field that is none of the known ones: a slip of the pen is no silent loss.

        Those of the table ``above`` have slipped below its sources, where TOML gives them to the
        source.
        """
        for key in self.table:
            if key in known:
                continue
            close = " or ".join(get_close_matches(key, known, n=2))
            remedy = f"write {close}" if close else f"known are {', '.join(known)}"
            if key in above:
                remedy = "it is the regime's, so move it above the first [[regime.source]]"
            self.refuse(take.shown(key), f"no such field; {remedy}")


def load_regimes(
    path: str | Path | None = None, *, own_regions: Mapping[str, str] | None = None
) -> list[Regime]:
    """Read the policy regimes of a TOML file; without a path, the two built-in ones.

    Parameters
    ----------
    path
        A file with one ``[[regime]]`` table per policy, in any order, and one ``[[stretch]]``
        table per part of a border that they name.
    own_regions
        Codes of regions that the file may name besides those of ISO 3166-2, by what it may write
        for each: the code itself, or a name.

    Returns
    -------
    list of Regime
        In order of their first days; never empty; all with one origin and one target.

    Raises
    ------
    InputError
        When the file cannot be read, is not TOML or holds no regime.
    RegimesFileError
        When entries are wrong: every mistake names its entry and field, and what to write.

    Examples
    --------
    >>> [(regime.reach_km, regime.scope) for regime in load_regimes()]
    [((80.0,), ()), ((300.0,), ('RU-KRS',))]
    """
    file = regimes_file(path)
    name = f"regimes file {str(file)!r}"
    document = _document(file, name=name)
    problems: list[str] = []
    stretches = _stretches(document.get("stretch", []), file=file, name=name, problems=problems)
    entries = [
        _values(
            _Fields(entry, _where(entry, n, name=name), problems),
            stretches=stretches,
            own_regions=own_regions,
        )
        for n, entry in enumerate(document["regime"], 1)
    ]
    _refuse_between(entries, name=name, problems=problems)
    if problems:
        raise RegimesFileError(problems)
    return sorted((Regime(**entry) for entry in entries), key=lambda regime: regime.start)


def regimes_file(path: str | Path | None = None) -> Path:
    """Return the file that ``load_regimes`` reads for the same argument."""
    return data_path("regimes/built-in.toml") if path is None else Path(path)


def schema_file() -> Path:
    """Return the JSON Schema of a regimes file, which editors check it by as it is written."""
    return data_path("regimes/schema.json")


def _document(file: Path, *, name: str) -> dict[str, Any]:
    """Read the file down to its tables; what is no table of ours is refused at once."""
    content = read_input(
        file, name=name, largest_bytes=LARGEST_FILE_BYTES, remedy="give the path of a TOML file"
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
    if unknown := sorted(set(document) - {"regime", "stretch"}):
        raise InputError(
            f"{name} has {take.shown(unknown[0])} at its top; only [[regime]] and [[stretch]] "
            "tables go there: start each entry with [[regime]]."
        )
    entries = document.get("regime")
    if isinstance(entries, dict):
        raise InputError(f"{name} has one table [regime]; write [[regime]], with two brackets.")
    if not isinstance(entries, list) or not entries:
        raise InputError(f"{name} holds no regime; write at least one [[regime]] table.")
    if not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{name}: 'regime' must be a list of tables; start each with [[regime]].")
    return document


def _where(entry: dict[str, Any], n: int, *, name: str) -> str:
    known = f" ({take.shown(entry['id'])})" if isinstance(entry.get("id"), str) else ""
    return f"{name}, entry {n}{known}"


def _values(
    field: _Fields, *, stretches: dict[str, Stretch], own_regions: Mapping[str, str] | None
) -> dict[str, Any]:
    """Read the fields of one regime as the arguments of its record; a wrong one is None."""
    field.refuse_unknown(REGIME_FIELDS)
    origin = field.read("origin", take.as_country_with_regions, default="UA")
    target = field.read("target", take.as_country_with_regions, default="RU")
    regions = take.as_regions_of(target, "the target", own=own_regions)
    tables = field.read("source", take.as_tables, default=()) or ()
    values = {
        "id": field.read("id", take.as_id),
        "label": field.read("label", take.as_label),
        "note": field.read("note", take.as_note, default={}),
        "grantor": field.read("grantor", take.as_country),
        "systems": field.read("systems", take.as_names, default=()),
        "stance": field.read("stance", take.one_of(STANCES), default="permits"),
        "reach_km": field.read("reach_km", take.as_reach),
        "reach_of": field.read("reach_of", take.one_of(KINDS_OF_REACH), default="weapon"),
        "scope": field.read("scope", regions, default=()),
        "excluded": field.read("excluded", regions, default=()),
        "whole": field.read("whole", regions, default=()),
        "status": field.read("status", take.one_of(STATUSES)),
        "start": field.read("from", take.as_date),
        "start_precision": field.read("from_precision", take.one_of(PRECISIONS), default="day"),
        "until": field.read("until", take.as_date, default=None),
        "until_precision": field.read("until_precision", take.one_of(PRECISIONS), default="day"),
        "replaces": field.read("replaces", take.as_ids, default=()),
        "conflicts": field.read("conflicts", take.as_words_each, default=()),
        "origin": origin,
        "target": target,
        "origin_part": field.read("origin_part", take.as_part_of(origin, stretches), default=None),
        "sources": tuple(
            _source(_Fields(table, f"{field.where}, source {n}", field.problems))
            for n, table in enumerate(tables, 1)
        ),
    }
    _refuse_within(field, values)
    return values


def _source(field: _Fields) -> Source | None:
    """Read one source; where it is wrong, None."""
    before = len(field.problems)
    field.refuse_unknown(SOURCE_FIELDS, above=REGIME_FIELDS)
    published = field.read("date", take.as_publication)
    values = {
        "publisher": field.read("publisher", take.as_line),
        "title": field.read("title", take.as_line),
        "url": field.read("url", take.as_url),
        "says": field.read("says", take.as_words),
        "copy": field.read("copy", take.as_truth, default=False),
    }
    if len(field.problems) > before:
        return None
    return Source(date=published[0], date_precision=published[1], **values)


def _stretches(tables: object, *, file: Path, name: str, problems: list[str]) -> dict[str, Stretch]:
    """Read the parts of a border that the file defines; codes are checked where one is used."""
    found: dict[str, Stretch] = {}
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(f"{name}: 'stretch' must be a list of tables; start each with [[stretch]].")
        return found
    for n, table in enumerate(tables, 1):
        field = _Fields(table, f"{name}, stretch {n}", problems)
        field.refuse_unknown(STRETCH_FIELDS)
        called = field.read("name", take.as_id)
        label = field.read("label", take.as_label, default={})
        regions = field.read("regions", take.as_codes, default=())
        line = field.read("file", take.as_file_beside(file), default=None)
        if ("regions" in table) == ("file" in table):
            field.refuse("regions", "name regions of the origin, or give a file; one of the two")
        if called == LAND_BORDER or called in found:
            field.refuse("name", f"{called!r} is taken; use another name")
        elif called is not None:
            found[called] = Stretch(name=called, label=label or {}, regions=regions, file=line)
    return found


def _refuse_within(field: _Fields, values: dict[str, Any]) -> None:
    """Refuse fields of one entry that do not fit each other."""
    start, until, table = values["start"], values["until"], field.table
    if start and until and until <= start:
        field.refuse(
            "until",
            f"{until} does not lie after from = {start}; until is the first day it was no more in "
            "force: mend the dates",
        )
    if "until" not in table and "until_precision" in table:
        field.refuse("until_precision", "there is no until; add that day, or leave this out")
    if values["reach_km"] == () and "reach_of" in table:
        field.refuse("reach_of", "there is no distance; state reach_km, or leave this out")
    for key, others in (("excluded", ("scope", "whole")), ("scope", ("whole",))):
        for other in others:
            if both := set(values[key] or ()) & set(values[other] or ()):
                field.refuse(key, f"{min(both)!r} stands in {other}, too; name it in one of them")


def _refuse_between(entries: list[dict[str, Any]], *, name: str, problems: list[str]) -> None:
    """Refuse what is wrong between entries: ids, places, successions."""
    by_id: dict[str, tuple[int, dict[str, Any]]] = {}
    for n, entry in enumerate(entries, 1):
        if entry["id"] in by_id:
            problems.append(
                f"{name}, entry {n}, field id: {entry['id']!r} is taken by entry "
                f"{by_id[entry['id']][0]}; give each regime an id of its own."
            )
        elif entry["id"] is not None:
            by_id[entry["id"]] = n, entry
    for n, entry in enumerate(entries, 1):
        where = f"{name}, entry {n} ({entry['id']!r})"
        for place in ("origin", "target"):
            here, first = entry[place], entries[0][place]
            if here and first and here != first:
                problems.append(
                    f"{where}, field {place}: got {here!r} where entry 1 has {first!r}; "
                    "one map has one origin and one target: put the others in a file of their own."
                )
        for earlier in entry["replaces"] or ():
            if earlier not in by_id:
                problems.append(
                    f"{where}, field replaces: {earlier!r} is no entry of this file; "
                    "write the id of one."
                )
                continue
            ended, start = by_id[earlier][1]["until"], entry["start"]
            if start and ended != start:
                said = f"ends on {ended}" if ended else "has no until"
                problems.append(
                    f"{where}, field replaces: {earlier!r} {said}, this one begins on {start}; "
                    f"give {earlier!r} until = {start}, or leave it out."
                )
