"""Read what comes in: files of the user's, safely; packaged ones, if they are what was published.

A file that a user names is an ordinary one, no larger than it may be, or a pipe that somebody
writes into. Of the project's own, each folder of ``data/`` carries a ``manifest.toml`` with one
``[[file]]`` record per file: what it is, whose it was, how it came to be, whose view of a border
it holds, and its checksum. Of every file the package reads, words, weights, policies and page
parts among them, ``checksums.txt`` has the digest, and of itself.
"""

import hashlib
import io
import os
import re
import select
import stat
import time
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from geo.errors import DataError, InputError

MANIFEST = "manifest.toml"
CHECKSUMS = "checksums.txt"
PATIENCE_S = 5.0

_HEADING = re.compile(r"# sha256 of the lines below: ([0-9a-f]{64})\n")
_RECORDED = (".bin", ".fgb", ".ttf")  # large, and held against their records when they are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Say where one data file comes from and what must be true of it.

    Attributes
    ----------
    file
        Name inside its folder.
    sha256
        Of the file as committed, in hexadecimal digits.
    title
        What the file holds, in one line.
    publisher, package, version
        Who published the upstream data, and the package and version that carried it; several are
        joined by `` + `` in the same order in all of these fields.
    upstream_file, upstream_sha256
        The file inside the package and its checksum, the starting point of the derivation.
    licence, attribution
        What the file may be used under, and the words that must stand beside it.
    worldview
        Whose view of contested borders the file takes.
    scale
        How fine it is.
    crs
        Authority and code, such as ``EPSG:4326``; empty for a file without geometry.
    geometry
        Geometry type of every row; empty for a file without geometry.
    rows
        How many rows it has.
    derivation
        How it was made of the upstream file, in words.
    """

    file: str
    sha256: str
    title: str
    publisher: str
    package: str
    version: str
    upstream_file: str
    upstream_sha256: str
    licence: str
    attribution: str
    worldview: str
    scale: str
    crs: str
    geometry: str
    rows: int
    derivation: str


def data_path(name: str) -> Path:
    """Find a data file by its name below ``data/``, in an installed package or in a checkout.

    The file itself may be missing; nothing is read.

    Raises
    ------
    DataError
        If neither place has a data folder at all.

    Examples
    --------
    >>> data_path("boundaries/manifest.toml").name
    'manifest.toml'
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent / "data"):
        if folder.is_dir():
            return folder / name
    raise DataError(f"no data folder in or beside {package}: install the package again")


def records(folder: str) -> tuple[Record, ...]:
    """Read the records of one data folder, in the order of its manifest.

    Raises
    ------
    DataError
        If the manifest is missing or damaged, or a record lacks a field or has one too many.

    Examples
    --------
    >>> [record.file for record in records("boundaries")][0]
    'ukraine.fgb'
    """
    path = data_path(f"{folder}/{MANIFEST}")
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
        return tuple(_record(entry) for entry in entries)
    except FileNotFoundError:
        raise DataError(f"{path} is missing: install the package again") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DataError(f"{path} is damaged ({error}): install the package again") from error


def verified(name: str) -> tuple[Path, Record]:
    """Give the path and the record of a data file whose bytes are what the record says.

    Parameters
    ----------
    name
        Folder and file, such as ``boundaries/ukraine.fgb``.

    Raises
    ------
    DataError
        If the file has no record, is missing, or its checksum differs from the record's.

    Examples
    --------
    >>> path, record = verified("boundaries/ukraine.fgb")
    >>> record.licence
    'ODbL-1.0'
    """
    folder, _, file = name.rpartition("/")
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or not folder:
        raise DataError(f"{name!r} is not a data file: name it by folder and file below data/")
    record = next((each for each in records(folder) if each.file == file), None)
    if record is None:
        raise DataError(f"{name!r} has no record in {folder}/{MANIFEST}: only what has one is read")
    path = data_path(name)
    found = _digest_of(path)
    if found != record.sha256:
        raise DataError(
            f"{path} is not the file its record describes (sha256 {found[:12]}…, expected "
            f"{record.sha256[:12]}…): restore it, or install the package again"
        )
    return path, record


def check_packaged(*, whole: bool) -> None:
    """Refuse to work with a package of which a file that is read is not what was published.

    Parameters
    ----------
    whole
        Also those that are held against their records whenever they are read.

    Raises
    ------
    DataError
        If a file, or the list of checksums itself, is missing, damaged or changed.
    """
    package = Path(__file__).resolve().parent
    for name, wanted in _checksums(package / CHECKSUMS):
        if not whole and name.endswith(_RECORDED):
            continue
        below = name.removeprefix("data/")
        path = package / name if below == name else data_path(below)
        if _digest_of(path) != wanted:
            raise DataError(
                f"{path} is not the file that was published: restore it, or install the package "
                "again (after a change of your own: make checksums)"
            )


def _checksums(path: Path) -> list[tuple[str, str]]:
    """Read the names and digests, after the digest of these lines themselves."""
    try:
        text = path.read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read ({error}): install the package again") from error
    head = _HEADING.match(text)
    lines = text[head.end() :] if head else ""
    if head is None or hashlib.sha256(lines.encode()).hexdigest() != head[1]:
        raise DataError(f"{path} is damaged: restore it, or install the package again")
    return [(line[66:], line[:64]) for line in lines.splitlines()]


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error}): install the package again") from error


def _record(entry: dict[str, Any]) -> Record:
    """Make a record of one manifest entry, every field present and of its type."""
    for field in fields(Record):
        if not isinstance(entry.get(field.name), field.type):  # type: ignore[arg-type]
            raise TypeError(f"record {entry.get('file')!r}: {field.name!r} is missing or mistyped")
    return Record(**entry)


def read_input(source: str | Path, *, name: str, largest_bytes: int, remedy: str) -> bytes:
    """Read a whole file; never wait for a pipe, never drain a device.

    Parameters
    ----------
    source
        A path, handed to the operating system as it is.
    name
        What the file is called in messages.
    largest_bytes
        What may be read at most.
    remedy
        What to do where it cannot be read, in the imperative.

    Raises
    ------
    InputError
        When there is no such file, it cannot be read, is a folder, a pipe or a device, or is too
        large.

    Examples
    --------
    >>> read_input("/", name="it", largest_bytes=9, remedy="give a file")
    Traceback (most recent call last):
    ...
    geo.errors.InputError: it is a folder; give a file.
    """
    try:
        mode = os.stat(source).st_mode  # noqa: PTH116 - pathlib would turn "" into the folder "."
        regular = stat.S_ISREG(mode)
        content = b""
        if regular:
            with Path(source).open("rb") as file:
                content = file.read(largest_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name} cannot be read ({reason}); {remedy}.") from error
    if not regular:
        kind = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device, not a file"
        raise InputError(f"{name} is {kind}; {remedy}.")
    if len(content) > largest_bytes:
        raise InputError(
            f"{name} has more than {largest_bytes:,} bytes, the most that is read; "
            "split or simplify it."
        )
    return content


def read_stream(source: str | Path, *, largest_bytes: int) -> bytes:
    """Read a file, or a pipe that somebody writes into, as slowly as it may be.

    Parameters
    ----------
    source
        A path, handed to the operating system as it is.
    largest_bytes
        What is read at most; of a device that never ends, too.

    Raises
    ------
    InputError
        When it is a pipe that nobody opens for writing within five seconds.

    Examples
    --------
    >>> read_stream("/dev/null", largest_bytes=9)
    b''
    """
    with open_stream(source) as stream:
        return stream.read(largest_bytes)


def open_stream(source: str | Path) -> io.BufferedReader:
    """Open a file, or a pipe that somebody writes into, to be read bit by bit.

    Raises
    ------
    InputError
        When it is a pipe that nobody opens for writing within five seconds.
    """
    handle = os.open(source, os.O_RDONLY | os.O_NONBLOCK)
    raw = os.fdopen(handle, "rb", buffering=0)
    try:
        is_pipe = stat.S_ISFIFO(os.fstat(handle).st_mode)
        head = _first_of_pipe(handle, name=str(source)) if is_pipe else b""
    except BaseException:
        raw.close()
        raise
    os.set_blocking(handle, True)
    return io.BufferedReader(_Headed(head, raw) if head else raw)


class _Headed(io.RawIOBase):
    """Give what was read of a pipe already, then the rest of it."""

    def __init__(self, head: bytes, rest: io.FileIO) -> None:
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        if not self._head:
            return self._rest.readinto(buffer)
        given, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        self._rest.close()
        super().close()


def _first_of_pipe(handle: int, *, name: str) -> bytes:
    """Wait until a pipe has a writer; give the byte that this may cost."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        if select.select([handle], [], [], 0)[0]:
            return b""
        try:
            if head := os.read(handle, 1):
                return head
        except BlockingIOError:  # a writer is there, and has written nothing so far
            return b""
        if time.monotonic() > deadline:
            raise InputError(
                f"{name!r} is a pipe that nobody writes into; give a file, or a pipe with a writer."
            )
        time.sleep(0.02)
