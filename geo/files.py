"""Stand between the outputs and the folder they go to: compare with it, or replace its files."""

import csv
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from geo.errors import InputError
from geo.wording import printable


def compare(outputs: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Say how the files in a folder differ from what they should be, a line each.

    Parameters
    ----------
    outputs
        File name to wanted content.
    folder
        Where the files stand now.

    Yields
    ------
    str
        ``FILE: what differs``; for ``coverage.csv`` one line per regime, region and column, with
        old → new. Nothing when all is as it should be.
    """
    for name, wanted in outputs.items():
        try:
            found = (folder / name).read_bytes()
        except OSError:
            yield f"{name}: missing"
            continue
        if found == wanted:
            continue
        details = list(_changed_cells(found, wanted)) if name == "coverage.csv" else []
        if details:
            yield from (f"{name}: {detail}" for detail in details)
        else:
            old, new = (hashlib.sha256(content).hexdigest()[:12] for content in (found, wanted))
            yield f"{name}: differs (sha256 {old} → {new})"


def _changed_cells(found: bytes, wanted: bytes) -> Iterator[str]:
    """Compare two coverage tables by their keys; columns and order aside."""
    old, new = (_cells(content) for content in (found, wanted))
    for key in new.keys() | old.keys():
        if key not in old or key not in new:
            yield f"{' '.join(key)} {'appears' if key in new else 'is gone'}"
    for key in [key for key in new if key in old]:
        for column, value in new[key].items():
            before = old[key].get(column)
            if before != value:
                yield f"{' '.join(key)} {column} {before} → {value}"


def _cells(content: bytes) -> dict[tuple[str, ...], dict[str, str]]:
    rows = csv.DictReader(content.decode("utf-8", "replace").splitlines())
    keys = ("regime", "reach_km", "region")
    return {
        tuple(printable(str(row.get(key))) for key in keys): {
            str(column): printable(str(value)) for column, value in row.items()
        }
        for row in rows
    }


def replace_files(outputs: Mapping[str, bytes], folder: Path) -> None:
    """Put every file in place, each whole or not at all.

    Parameters
    ----------
    outputs
        File name to content.
    folder
        Made when it is not there.

    Raises
    ------
    InputError
        When the folder cannot be written; then nothing in it has changed.
    """
    was_there = folder.is_dir()
    parts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in outputs.items():
            handle, made = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
            parts[Path(made)] = folder / name
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(made).chmod(0o666 & ~_umask())
        blocked = [target.name for target in parts.values() if target.is_dir()]
        if blocked:
            raise InputError(
                f"--out {str(folder)!r} holds a folder named {blocked[0]!r} where a file belongs; "
                "move it away."
            )
        for part, target in parts.items():
            part.replace(target)
    except OSError as error:
        raise InputError(
            f"--out {str(folder)!r} cannot be written ({error.strerror}); "
            "give a folder you may write to."
        ) from error
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
        if not was_there and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
