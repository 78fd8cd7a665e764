"""Do work beside the rest, in a process of its own where one is to be had."""

import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import BinaryIO, NoReturn, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def beside(work: Callable[[], _Made]) -> Iterator[Callable[[], _Made]]:
    """Begin a piece of work; what stands in the block is done at the same time.

    Parameters
    ----------
    work
        What to do. Nothing of it is seen but its result, which can be pickled.

    Yields
    ------
    callable
        Waits for the work and gives its result; asked once, before the block ends. Where there is
        no process to be had, or it ends without a result for whatever reason, the work is done
        then: what goes wrong with it is raised as if there were no other process.

    Examples
    --------
    >>> with beside(lambda: sum(range(1000))) as total:
    ...     here = sum(range(10))
    ...     print(total(), here)
    499500 45
    """
    begun = _begun(work)
    if begun is None:
        yield work
        return
    child, answer = begun

    def result() -> _Made:
        try:
            made: _Made = pickle.load(answer)  # noqa: S301 - this program wrote it
        except (EOFError, pickle.UnpicklingError):
            return work()
        return made

    try:
        yield result
    finally:
        answer.close()
        with suppress(ProcessLookupError, ChildProcessError):  # where nobody waits for children
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def shared(work: Callable[[_Given], _Made], given: Sequence[_Given]) -> list[_Made]:
    """Do the same with each of several things, as many at a time as there are processors.

    Examples
    --------
    >>> shared(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    hands = max(min(processors(), len(given)), 1)
    parts = [partial(_all, work, given[nth::hands]) for nth in range(hands)]
    with ExitStack() as stack:
        others = [stack.enter_context(beside(part)) for part in parts[1:]]
        made = [parts[0](), *(other() for other in others)]
    return [made[nth % hands][nth // hands] for nth in range(len(given))]


def _all(work: Callable[[_Given], _Made], given: Sequence[_Given]) -> list[_Made]:
    return [work(each) for each in given]


def processors() -> int:
    """Count the processors this process may use; only Linux forks without loading all again."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _begun(work: Callable[[], object]) -> tuple[int, BinaryIO] | None:
    """Fork a process that does the work; None where that gains nothing, or cannot be."""
    if processors() == 1 or threading.active_count() > 1:
        return None  # what another thread has locked stays locked in a forked process
    try:
        reading, writing = os.pipe()
    except OSError:
        return None
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries, which know
            child = os.fork()
        if not child:
            _answer(work, writing)
    except OSError:
        os.close(reading)
        return None
    finally:
        os.close(writing)
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)
    return child, os.fdopen(reading, "rb")


def _answer(work: Callable[[], object], writing: int) -> NoReturn:
    """Do the work in the forked process, and leave; signals end it without a word."""
    try:
        for number in _ENDS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        with os.fdopen(writing, "wb") as answer:
            pickle.dump(work(), answer, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
