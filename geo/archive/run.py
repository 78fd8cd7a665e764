"""Run the batches of an archive on an engine that exists, and put their parts in place.

On one machine that is ``concurrent.futures``, on many the executor of ``distributed``. A part is
in place whole or not at all, the one with the articles last; it says which batch it was made of.
So a run that was stopped goes on by reading its inputs again and making what is missing.
"""

import contextlib
import fcntl
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from geo.archive.articles import Articles
from geo.archive.batch import DIGEST, Part, digest_of, read_batch, versions
from geo.errors import DataError, GeoError, InputError

KINDS = ("mentions", "claims", "articles")
"""Folders of parts, in the order in which a part's files are put in place."""

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
        with _held(out):
            for kind in KINDS:
                (out / kind).mkdir(exist_ok=True)
                for left in (out / kind).glob(".*.part"):
                    left.unlink()
            count = _run(articles, out, executors=executors, workers=workers, progress=progress)
            _remove_beyond(out, count)
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
    parent = multiprocessing.parent_process()
    if parent is not None:
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


def part(out: Path, kind: str, number: int) -> Path:
    """Give the path of one part."""
    return out / kind / f"part-{number:06}.parquet"


def _run(
    articles: Articles, out: Path, *, executors: Executors, workers: int, progress: Progress
) -> int:
    """Send out batches, take in parts; what was under way where an engine broke goes to another."""
    stream = enumerate(articles.batches())
    waiting: list[_Batch] = []
    done = count = 0
    exhausted = False
    while not exhausted or waiting:
        under_way: dict[Future[Part], _Batch] = {}
        try:
            with executors() as engine:
                while under_way or waiting or not exhausted:
                    while len(under_way) < _UNDER_WAY * workers and (waiting or not exhausted):
                        batch = waiting.pop() if waiting else _next(stream, articles)
                        if batch is None:
                            exhausted = True
                            break
                        count = max(count, batch.number + 1)
                        if _stands(out, batch):
                            done += len(batch.lines)
                            progress(done, batch.fraction)
                        else:
                            under_way[engine.submit(read_batch, batch.lines)] = batch
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        made = future.result()
                        batch = under_way.pop(future)
                        _put(out, batch.number, made)
                        done += len(batch.lines)
                        progress(done, batch.fraction)
        except BrokenProcessPool:
            waiting += [_once_more(batch) for batch in under_way.values()]
    return count


def _next(stream: Iterator[tuple[int, list[bytes]]], articles: Articles) -> _Batch | None:
    found = next(stream, None)
    if found is None:
        return None
    return _Batch(number=found[0], lines=found[1], fraction=articles.fraction)


def _once_more(batch: _Batch) -> _Batch:
    """Count that a worker died over a batch, or over one beside it."""
    if batch.deaths == MOST_DEATHS:
        raise GeoError(
            f"a worker died {MOST_DEATHS + 1} times while batch {batch.number} was under way; "
            "give it more memory, or fewer --workers, and run the same command again."
        )
    return replace(batch, deaths=batch.deaths + 1)


def _stands(out: Path, batch: _Batch) -> bool:
    """Say whether the parts of a batch are in place, made of this very batch."""
    paths = [part(out, kind, batch.number) for kind in KINDS]
    try:
        said = pq.read_schema(paths[-1]).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    whole = all(path.is_file() for path in paths)
    return whole and said.get(DIGEST) == digest_of(batch.lines).encode()


def _put(out: Path, number: int, made: Part) -> None:
    if made.versions != versions():
        raise DataError(
            f"a worker has other versions ({', '.join(made.versions[:2])}) than this program "
            f"({', '.join(versions()[:2])}): install the same on all"
        )
    for kind in KINDS:
        path = part(out, kind, number)
        unfinished = path.with_name(f".{path.name}.part")
        with unfinished.open("wb") as file:
            file.write(getattr(made, kind))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def _remove_beyond(out: Path, count: int) -> None:
    wanted: dict[str, Sequence[Path]] = {
        kind: [part(out, kind, number) for number in range(count)] for kind in KINDS
    }
    for kind, paths in wanted.items():
        for path in set((out / kind).glob("part-*.parquet")) - set(paths):
            path.unlink()


@contextlib.contextmanager
def _held(out: Path) -> Iterator[None]:
    """Hold the folder for this run alone."""
    out.mkdir(parents=True, exist_ok=True)
    handle = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise InputError(
            f"--out {str(out)!r} is being written by another run; wait for it, or give another."
        ) from error
    finally:
        os.close(handle)
