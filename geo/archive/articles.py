"""Stream the articles of an archive, whatever it is kept in, each as one line of JSON."""

import gzip
import io
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from geo.errors import GeoError, InputError
from geo.inputs import open_stream
from geo.reading import read_text
from geo.wording import printable

FIELDS = ("id", "text", "date", "title", "url")
LARGEST_LINE_BYTES = 60_000_000
MOST_ARTICLES, MOST_BYTES = 200, 4_000_000
"""Of one batch: no more articles, and no more bytes but for the one that goes beyond."""

_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_TEXTS = (".txt", ".md", ".markdown", ".html", ".htm")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Articles:
    """Iterate over the articles of all inputs, in their order.

    Each comes as one line of JSON with ``id``, ``text`` and, if known, ``date``, ``title`` and
    ``url``; what could not be read, as one with ``id`` and ``unreadable``, the reason.

    Attributes
    ----------
    fraction
        How much of the inputs has been read, 0 to 1; None where that is not known.
    """

    def __init__(self, inputs: Sequence[str]) -> None:
        self.fraction: float | None = 0.0
        self._inputs = inputs
        for each in inputs:
            if each != "-" and not os.path.exists(each):  # noqa: PTH110 - no name is too long for it
                raise InputError(
                    f"input {each!r} does not exist; give JSON Lines, Parquet, a folder of texts, "
                    "or - for standard input."
                )

    def __iter__(self) -> Iterator[bytes]:
        """Read one input after another; nothing is held but the article at hand."""
        for number, each in enumerate(self._inputs):
            for fraction, line in self._read(each):
                whole = None if fraction is None else (number + fraction) / len(self._inputs)
                self.fraction = whole
                yield line

    def batches(self) -> Iterator[list[bytes]]:
        """Cut the stream into batches, by its content alone."""
        batch: list[bytes] = []
        size = 0
        for line in self:
            batch.append(line)
            size += len(line)
            if len(batch) == MOST_ARTICLES or size >= MOST_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _read(self, name: str) -> Iterator[tuple[float | None, bytes]]:
        if name == "-":
            yield from _lines(sys.stdin.buffer, name="-", total=None)
            return
        path = Path(name)
        if path.is_dir():
            yield from _folder(path)
            return
        if path.is_char_device() or path.is_block_device():
            raise InputError(f"input {name!r} is a device; give a file, a folder, or - for a pipe.")
        try:
            with open_stream(path) as stream:
                total = path.stat().st_size if path.is_file() else None
                head = stream.peek(4)[:4]
                if head == _PARQUET:
                    yield from _parquet(path)
                else:
                    yield from _lines(stream, name=path.name, total=total)
        except OSError as error:
            raise InputError(
                f"input {name!r} cannot be read ({error.strerror}); give a readable file."
            ) from error


def _lines(
    stream: BinaryIO, *, name: str, total: int | None
) -> Iterator[tuple[float | None, bytes]]:
    """Read JSON Lines, packed or not; a line too long, and what follows damage, is told."""
    buffered = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    packed = getattr(buffered, "peek", lambda _: b"")(2)[:2] == _GZIP
    lines: Any = gzip.GzipFile(fileobj=buffered) if packed else buffered

    def fraction() -> float | None:
        return buffered.tell() / total if total else None

    number = 0
    try:
        while line := lines.readline(LARGEST_LINE_BYTES + 1):
            number += 1
            if len(line) > LARGEST_LINE_BYTES:
                while line and not line.endswith(b"\n"):
                    line = lines.readline(LARGEST_LINE_BYTES)
                yield fraction(), _unreadable(f"{name}:{number}", "the line is too long")
            elif line.strip():
                yield fraction(), line.strip()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        detail = printable(" ".join(str(error).split()))[:100]
        yield fraction(), _unreadable(f"{name}:{number + 1}", f"damaged from here on ({detail})")


def _parquet(path: Path) -> Iterator[tuple[float | None, bytes]]:
    import pyarrow as pa  # noqa: PLC0415 - who reads JSON Lines need not wait for it
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    try:
        file = pq.ParquetFile(path)
        missing = {"id", "text"} - set(file.schema_arrow.names)
        if missing:
            raise InputError(
                f"input {str(path)!r} has no column {min(missing)!r}; name its columns "
                f"{', '.join(FIELDS)}."
            )
        columns = [field for field in FIELDS if field in file.schema_arrow.names]
        total = max(1, file.metadata.num_rows)
        done = 0
        for rows in file.iter_batches(batch_size=MOST_ARTICLES, columns=columns):
            for row in rows.to_pylist():
                done += 1
                yield done / total, _as_line(row)
    except (pa.ArrowException, OSError) as error:
        detail = printable(" ".join(str(error).split()))[:100]
        raise InputError(
            f"input {str(path)!r} is damaged Parquet ({detail}); write it anew."
        ) from error


def _folder(folder: Path) -> Iterator[tuple[float | None, bytes]]:
    """Read every text of a folder and those below it, in the order of their names."""
    paths = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.suffix.lower() in _TEXTS and path.is_file()
    )
    if not paths:
        raise InputError(
            f"input {str(folder)!r} holds no text ({', '.join(_TEXTS)}); give a folder of texts."
        )
    for number, (name, path) in enumerate(paths, 1):
        day = _DAY.search(name)
        try:
            text = read_text(str(path)).text
        except GeoError as error:
            yield number / len(paths), _unreadable(name, str(error))
            continue
        article = {"id": name, "text": text, "title": path.stem, "date": day and day[0]}
        yield number / len(paths), _as_line(article)


def _as_line(row: dict[str, Any]) -> bytes:
    plain = {key: value for key, value in row.items() if value is not None}
    return json.dumps(plain, ensure_ascii=True, default=str).encode()


def _unreadable(name: str, reason: str) -> bytes:
    return _as_line({"id": name, "unreadable": reason})
