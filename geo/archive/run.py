"""Stream the articles of an archive, whatever it is kept in, and run their batches on an engine.

The engine is one that exists: on one machine ``concurrent.futures``, on many the executor of
``distributed``. A run that was stopped goes on by reading its inputs again and making what is
missing.
"""

import contextlib
import gc
import gzip
import io
import json
import multiprocessing
import os
import re
import signal
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, cast

from geo.archive.batch import KINDS, Part, held, put, read_batch, remove_beyond, stands
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


MOST_DEATHS = 3
_UNDER_WAY = 3  # batches per worker that are sent out: enough that none waits, few to hold

Executors = Callable[[], contextlib.AbstractContextManager[Executor]]
Progress = Callable[[int, float | None], None]


@dataclass(frozen=True, kw_only=True)
class _Batch:
    number: int
    lines: list[bytes]
    fraction: float | None
    deaths: int = 0


def build(
    articles: Articles, out: Path, *, executors: Executors, workers: int, progress: Progress
) -> int:
    """Make the parts of every batch, those that stand already left as they are.

    Parameters
    ----------
    articles
        What to read.
    out
        The folder of the archive; made when it is not there.
    executors
        Gives an engine, and another where that one broke.
    workers
        How many batches it works on at once.
    progress
        Told after each batch how many articles are done, and what part of the inputs is read.

    Returns
    -------
    int
        How many batches there are; parts beyond them, of an earlier and longer archive, are gone.

    Raises
    ------
    InputError
        When another run is at work in the folder, or it cannot be written.
    """
    try:
        with held(out):
            for kind in KINDS:
                (out / kind).mkdir(exist_ok=True)
                for left in (out / kind).glob(".*.part"):
                    left.unlink()
            count = _run(articles, out, executors=executors, workers=workers, progress=progress)
            remove_beyond(out, count)
            return count
    except OSError as error:
        raise InputError(
            f"--out {str(out)!r} cannot be written ({error.strerror}); "
            "give a folder you may write to."
        ) from error


def processes(workers: int) -> Executors:
    """Give an engine of this machine: so many processes, each started afresh."""
    context = multiprocessing.get_context("spawn")
    return lambda: ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_the_parent)


def _follow_the_parent() -> None:
    """Leave an interruption to the parent, and end when it does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000)  # an article leaves few cycles: an eighth of the time is saved
    if (parent := multiprocessing.parent_process()) is not None:
        Thread(target=_end_with, args=[parent], daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextlib.contextmanager
def scheduler(address: str) -> Iterator[tuple[Executors, int]]:
    """Give the engine behind the address of a Dask scheduler, and how many workers it has.

    Raises
    ------
    InputError
        When ``distributed`` is not installed, or nothing answers there.
    """
    try:
        from distributed import Client as Cluster  # noqa: PLC0415 - only who has a cluster needs it
    except ImportError as error:
        raise InputError(
            "--scheduler needs distributed; install it "
            '(pip install "policy-range-mapper[archive]"), or leave the option out.'
        ) from error
    try:
        client: Any = cast("Any", Cluster)(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"--scheduler {address!r} does not answer; give the address of a Dask scheduler, "
            "such as tcp://host:8786."
        ) from error
    with client:
        workers = max(1, sum(client.nthreads().values()))
        yield lambda: contextlib.nullcontext(client.get_executor(pure=False, retries=2)), workers


def _run(
    articles: Articles, out: Path, *, executors: Executors, workers: int, progress: Progress
) -> int:
    """Send out batches, take in parts; what was under way where an engine broke goes to another."""
    batches = (
        _Batch(number=number, lines=lines, fraction=articles.fraction)
        for number, lines in enumerate(articles.batches())
    )
    waiting: list[_Batch] = []
    done = count = 0
    exhausted = False
    while not exhausted or waiting:
        under_way: dict[Future[Part], _Batch] = {}
        try:
            with executors() as engine:
                while under_way or waiting or not exhausted:
                    while len(under_way) < _UNDER_WAY * workers and (waiting or not exhausted):
                        waiting = waiting or [*islice(batches, 1)]
                        if not waiting:
                            exhausted = True
                            break
                        batch = waiting[-1]  # and waits until the engine has taken it
                        count = max(count, batch.number + 1)
                        if stands(out, batch.number, batch.lines):
                            done += len(batch.lines)
                            progress(done, batch.fraction)
                        else:
                            under_way[engine.submit(read_batch, batch.lines)] = batch
                        waiting.pop()
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        made = future.result()
                        batch = under_way.pop(future)
                        put(out, batch.number, made)
                        done += len(batch.lines)
                        progress(done, batch.fraction)
        except BrokenProcessPool:
            lost = [*under_way.values()] or [waiting.pop()]  # or broken before it took any
            waiting += [_once_more(batch) for batch in lost]
    return count


def _once_more(batch: _Batch) -> _Batch:
    """Count that a worker died over a batch, or over one beside it."""
    if batch.deaths == MOST_DEATHS:
        raise GeoError(
            f"a worker died {MOST_DEATHS + 1} times while batch {batch.number} was under way; "
            "give it more memory, or fewer --workers, and run the same command again."
        )
    return replace(batch, deaths=batch.deaths + 1)
