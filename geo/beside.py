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

_PIPE_BYTES = 1 << 20
_TICKET_BYTES, _MOST_TICKETS = 4, 1 << 10  # any pipe holds so many unread
_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def helper(
    work: Callable[..., _Made], *, first: Callable[[], object] = tuple
) -> Iterator[Callable[..., Callable[[], _Made]]]:
    """Keep a process ready for a piece of work while the block lasts.

    Parameters
    ----------
    work
        What to do. Nothing of it is seen but its result, which can be pickled.
    first
        What to do until what the work needs is known, such as to read modules.

    Yields
    ------
    callable
        Begins the work with what it is given, which can be pickled. What that returns waits for
        the result; it is asked once, before the block ends. Where there is no process to be had,
        or it ends without a result for whatever reason, the work is done then: what goes wrong
        with it is raised as if there were no other process.

    Examples
    --------
    >>> with helper(sum) as begin:
    ...     total = begin(range(1000))
    ...     here = sum(range(10))
    ...     print(total(), here)
    499500 45
    """
    process = _forked(work, first)
    if process is None:
        yield partial(partial, work)
        return
    child, question, answer = process

    def begin(*given: object) -> Callable[[], _Made]:
        with suppress(OSError, pickle.PicklingError, TypeError), question:
            pickle.dump(given, question, pickle.HIGHEST_PROTOCOL)

        def result() -> _Made:
            try:
                made: _Made = pickle.load(answer)  # noqa: S301 - this program wrote it
            except (EOFError, pickle.UnpicklingError):
                return work(*given)
            return made

        return result

    try:
        yield begin
    finally:
        with suppress(ProcessLookupError, ChildProcessError):  # where nobody waits for children
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        for pipe in (question, answer):
            with suppress(OSError):
                pipe.close()


@contextmanager
def beside(work: Callable[[], _Made]) -> Iterator[Callable[[], _Made]]:
    """Begin a piece of work; what stands in the block is done at the same time.

    Parameters
    ----------
    work
        As for `helper`; it is given nothing.

    Yields
    ------
    callable
        Waits for the result, as for `helper`.

    Examples
    --------
    >>> with beside(lambda: sum(range(1000))) as total:
    ...     here = sum(range(10))
    ...     print(total(), here)
    499500 45
    """
    with helper(work) as begin:
        yield begin()


def shared(
    work: Callable[[_Given], _Made],
    given: Sequence[_Given],
    *,
    told: Callable[[int, int], object] = lambda *_: None,
) -> list[_Made]:
    """Do the same with each of several things, as many at a time as there are processors.

    Whoever is done with one takes the next. What goes wrong is raised as if they were done in turn.

    Parameters
    ----------
    work, given
        What to do, and what with.
    told
        Told how many have been begun, and of how many.

    Examples
    --------
    >>> shared(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    hands = min(processors(), len(given))
    made: dict[int, _Made] = {}
    with ExitStack() as stack:
        if hands > 1 and (tickets := _tickets(stack, len(given))):
            part = partial(_taken, work, given, tickets)
            others = [stack.enter_context(beside(part)) for _ in range(hands - 1)]
            for done in (part(told), *(other() for other in others)):
                made |= done
    for nth in range(len(given)):
        if nth not in made:
            told(nth + 1, len(given))
            made[nth] = work(given[nth])
    return [made[nth] for nth in range(len(given))]


def _tickets(stack: ExitStack, count: int) -> int:
    """Give a pipe with a number for each hand to draw, all that many apart its own; 0 without."""
    try:
        tickets, writing = os.pipe()
    except OSError:
        return 0
    stack.callback(os.close, tickets)
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(b"".join(n.to_bytes(_TICKET_BYTES) for n in range(min(count, _MOST_TICKETS))))
    return tickets


def _taken(
    work: Callable[[_Given], _Made],
    given: Sequence[_Given],
    tickets: int,
    told: Callable[[int, int], object] = lambda *_: None,
) -> dict[int, _Made]:
    """Do a piece of work for each ticket drawn; where one goes wrong, leave it and all the rest."""
    made = {}
    with suppress(Exception):  # it is done again in its turn, to be raised there
        while ticket := os.read(tickets, _TICKET_BYTES):
            for nth in range(int.from_bytes(ticket), len(given), _MOST_TICKETS):
                told(nth + 1, len(given))
                made[nth] = work(given[nth])
        return made
    while os.read(tickets, _PIPE_BYTES):
        pass
    return made


def processors() -> int:
    """Count the processors this process may use; only Linux forks without loading all again."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _forked(
    work: Callable[..., object], first: Callable[[], object]
) -> tuple[int, BinaryIO, BinaryIO] | None:
    """Fork a process that does the work; None where that gains nothing, or cannot be."""
    if processors() == 1 or threading.active_count() > 1:
        return None  # what another thread has locked stays locked in a forked process
    ends: list[int] = []
    try:
        ends += os.pipe()
        ends += os.pipe()
        _widen(ends[1])
        child = _fork(ends, work, first)
    except OSError:
        for end in ends:
            os.close(end)
        return None
    os.close(ends[0])
    os.close(ends[3])
    return child, os.fdopen(ends[1], "wb"), os.fdopen(ends[2], "rb")


def _widen(pipe: int) -> None:
    """Let what a helper is told wait in the pipe, as far as the system allows, not the teller."""
    import fcntl  # noqa: PLC0415 - where there is one

    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _fork(ends: Sequence[int], work: Callable[..., object], first: Callable[[], object]) -> int:
    """Fork, and do the work there; signals end that process without a word."""
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries, which know
            child = os.fork()
        if not child:
            _answer(ends, work, first)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)
    return child


def _answer(
    ends: Sequence[int], work: Callable[..., object], first: Callable[[], object]
) -> NoReturn:
    try:
        for number in _ENDS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        os.close(ends[1])  # else the end of the other process would go unnoticed
        os.close(ends[2])
        first()
        with os.fdopen(ends[0], "rb") as question, os.fdopen(ends[3], "wb") as answer:
            made = work(*pickle.load(question))  # noqa: S301 - this program wrote it
            pickle.dump(made, answer, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
