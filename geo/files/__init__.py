"""Put the outputs in place: say how the files that stand differ, or replace them as one set."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.files.replace import (
    MANIFEST,
    content_of,
    listed,
    read_manifest,
    repair,
    replace_files,
    unfinished,
)
from geo.wording import printable

__all__ = ["compare", "repair", "replace_files", "unfinished"]

MOST_LINES = 200
"""Of differences inside one file; those beyond are counted."""

_OLD_AND_NEW = "{} → {}"
_TABLES = {
    "coverage.csv": ("regime", "reach_km", "region"),
    "comparison.csv": ("regime", "reach_km", "region"),
    "envelopes.geojson": ("regime", "reach_km"),
    "places.geojson": ("start", "end", "text"),
}
_CAUSES = {
    "options": "made with other options",
    "libraries": "made with other versions of libraries",
    "package": "made by another version of this program",
    "inputs": "made of other inputs",
    "data": "made of other packaged data",
}
_EXPLAIN_ALL = ("options", "libraries", "package")
_OPTIONS_AMONG_INPUTS = ("lang", "compared_with")


def compare(outputs: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Say how the files in a folder differ from what they should be, a line each, sorted.

    Parameters
    ----------
    outputs
        File name to wanted content; ``manifest.json`` among them tells why they differ.
    folder
        Where the files stand now.

    Yields
    ------
    str
        ``FILE: what differs``. Where the versions of libraries, of the program or the options
        explain a file, that is said instead, once. Otherwise tables tell a line per row and
        column, old → new, coverage by regime and region; other files tell their digests. Files
        that an earlier run left are named. Nothing when all is as it should be.

    Raises
    ------
    InputError
        When a file that stands there cannot be read.
    """
    try:
        yield from _compared(outputs, folder)
    except OSError as error:
        raise InputError(
            f"--out {str(folder)!r} holds {error.filename!r}, which cannot be read "
            f"({error.strerror}); make it readable, or run without --check."
        ) from error


def _compared(outputs: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    if unfinished(folder):
        yield f"{MANIFEST}: a run was stopped while it put its files in place; run without --check"
        return
    old = read_manifest(folder)
    found = {name: content_of(folder / name) for name in outputs}
    causes = dict(_causes(old, _document(outputs.get(MANIFEST))))
    lines = [f"{MANIFEST}: {line}" for line in causes.values()]
    explained = bool(causes.keys() & _EXPLAIN_ALL)
    for name, wanted in outputs.items():
        content = found[name]
        if content is None:
            lines.append(f"{name}: missing")
        elif content != wanted:
            as_made = explained and _is_as_made(name, content, old)
            if not (as_made and "options" in causes):
                told = as_made or (name == MANIFEST and bool(causes))
                lines += _differences(name, content, wanted, explained=told)
    lines += [
        f"{name}: left by an earlier run; this one does not make it"
        for name in listed(folder) - outputs.keys()
        if content_of(folder / name) is not None
    ]
    yield from sorted(lines)


def _differences(name: str, found: bytes, wanted: bytes, *, explained: bool) -> list[str]:
    """Tell what differs inside one file; of what is explained, only which regions it moves."""
    details = sorted(_changed_cells(name, found, wanted)) if name in _TABLES else []
    if not details:
        digests = _OLD_AND_NEW.format(_digest(found), _digest(wanted))
        return [] if explained else [f"{name}: differs (sha256 {digests})"]
    more = [f"… and {len(details) - MOST_LINES} more"] if len(details) > MOST_LINES else []
    return [f"{name}: {detail}" for detail in [*details[:MOST_LINES], *more]]


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _is_as_made(name: str, found: bytes, manifest: Mapping[str, Any]) -> bool:
    """Say whether a file is still what the run that made it left."""
    if name == MANIFEST:
        return True
    outputs = manifest.get("outputs")
    entry = outputs.get(name) if isinstance(outputs, dict) else None
    return isinstance(entry, dict) and entry.get("sha256") == sha256(found).hexdigest()


def _causes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Compare what went in: options, libraries, the program, inputs, packaged data."""
    if not old or not new:
        return
    for key, said in _CAUSES.items():
        before, after = (dict(_flat(_of(document, key))) for document in (old, new))
        changed = [
            printable(f"{name} {_OLD_AND_NEW.format(before.get(name, '–'), after.get(name, '–'))}")
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)
        ]
        if changed:
            more = [f"and {len(changed) - 12} more"] if len(changed) > 12 else []  # noqa: PLR2004
            yield key, f"{said}: {', '.join([*changed[:12], *more])}"


def _of(document: Mapping[str, Any], key: str) -> Any:
    """Take one part of a manifest; the language and the comparison are options."""
    part = document.get(key)
    inputs = document.get("inputs")
    inputs = inputs if isinstance(inputs, dict) else {}
    if key == "options":
        options = part if isinstance(part, dict) else {}
        return options | {name: inputs.get(name) for name in _OPTIONS_AMONG_INPUTS}
    if key == "inputs":
        return {name: of for name, of in inputs.items() if name not in _OPTIONS_AMONG_INPUTS}
    if key == "data" and isinstance(part, list):
        return {str(e.get("file")): e.get("sha256") for e in part if isinstance(e, dict)}
    return part


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else str(key))
    else:
        text = value if isinstance(value, str) else json.dumps(value)
        yield path, text[:12] if path.endswith("sha256") else text[:80]


def _document(content: bytes | None) -> dict[str, Any]:
    document = json.loads(content) if content else {}
    return document if isinstance(document, dict) else {}


def _changed_cells(name: str, found: bytes, wanted: bytes) -> Iterator[str]:
    """Compare two tables by their keys; columns and order aside."""
    keys = _TABLES[name]
    try:
        old, new = (_cells(_rows(name, content), keys) for content in (found, wanted))
    except (ValueError, TypeError, AttributeError, RecursionError, csv.Error):
        return  # damaged beyond reading: digests tell
    for key in new.keys() | old.keys():
        if key not in old or key not in new:
            yield f"{' '.join(key)} {'appears' if key in new else 'is gone'}"
    for key in new.keys() & old.keys():
        for column, value in new[key].items():
            before = old[key].get(column)
            if before != value:
                yield f"{' '.join(key)} {column} {_OLD_AND_NEW.format(before, value)}"


def _rows(name: str, content: bytes) -> Iterable[Mapping[str, Any]]:
    if name.endswith(".csv"):
        return csv.DictReader(content.decode("utf-8", "replace").splitlines())
    return [
        each["properties"]
        | {"geometry": sha256(json.dumps(each["geometry"]).encode()).hexdigest()[:12]}
        for each in json.loads(content)["features"]
    ]


def _cells(
    rows: Iterable[Mapping[str, Any]], keys: tuple[str, ...]
) -> dict[tuple[str, ...], dict[str, str]]:
    return {
        tuple(printable(str(row.get(key))) for key in keys): {
            str(column): printable(str(value)) for column, value in row.items()
        }
        for row in rows
    }
