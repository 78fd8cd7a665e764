"""One program with a command for every question; every failure ends in one line and a code.

Nothing that draws or measures is imported before a command needs it, so that help is quick.
"""

import errno
import gc
import os
import re
import signal
import sys
import traceback
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, NoReturn

from geo.errors import DataError, GeoError, InputError
from geo.inputs import check_packaged
from geo.wording import printable
from policy_range_mapper import __version__

__all__ = [
    "DIFFERENT",
    "DONE",
    "EXIT_CODES",
    "OneLineParser",
    "every",
    "main",
    "run",
    "tell",
    "told",
    "write",
]

DONE, DIFFERENT, REFUSED, FAILED = 0, 1, 2, 3
INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM

PROGRAM = "policy-range-mapper"
DRAWS = ("render", "archive")
COMMANDS = {
    "render": "make the maps and tables of a text and its policies",
    "places": "print the places a text names, one JSON object a line",
    "archive": "read an archive of articles: places, claims, what it speaks of over time",
    "regions": "make a file of regions from an OpenStreetMap extract of your own",
    "regimes": "ask about reported policies, check a file of your own, draft one",
}
_HOME = dict.fromkeys(("places", "archive", "regions"), "collect")

_HELP = """\
Map how far reported weapon-range policies reach: the regions inside each distance, and what each
permission names. From public reports; reach, scope, stance and status are kept apart.
"""
_EXAMPLES = f"""\
commands:
{"".join(f"  {name:8}  {what}{chr(10)}" for name, what in COMMANDS.items())}
examples:
  {PROGRAM} render                         the built-in brief, into maps/
  {PROGRAM} render article.txt --out out   a text of your own
  {PROGRAM} places article.txt             only its places
  {PROGRAM} regimes list                   every policy of the catalogue
  {PROGRAM} render --help                  all that a command can do
"""
EXIT_CODES = (
    "2 bad usage or input; 3 the program or its data failed;\n"
    "130, 143 interrupted (GEO_DEBUG=1 shows where)"
)
_DEEPEST = 200
_YOUNG_OBJECTS = 500_000
"""Made between two looks for cycles: what a run reads it keeps, and it makes next to none."""

_LEAST_BYTES = {"render": 1_000_000_000, "archive": 1_500_000_000}
"""What libraries take of addresses; with less some end the program themselves, and say it badly."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_TOO_MANY_FILES = {errno.EMFILE, errno.ENFILE}
_SPENT = re.compile("map segment|bad_alloc")  # as libraries say it


class OneLineParser(ArgumentParser):
    """Read a command line; tell a mistake in one line, with the way to the help."""

    def __init__(self, *, prog: str, **options: Any) -> None:
        options.setdefault("formatter_class", RawDescriptionHelpFormatter)
        epilog = str(options.get("epilog") or "")  # the program is called there as it was called
        options["epilog"] = re.sub(r"python -m geo\.\w+", prog, epilog)
        super().__init__(prog=prog, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Leave with what is wrong."""
        self.exit(REFUSED, f"{_short(self.prog)}: {printable(message)}; see --help.\n")


class _TerminatedError(BaseException):
    """Unwind on SIGTERM, as KeyboardInterrupt does on SIGINT."""


def run(command: str | None = None) -> NoReturn:
    """Run as a program, or as one of its commands, and leave with the exit code."""
    gc.set_threshold(_YOUNG_OBJECTS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each takes memory, and has nothing to do
    os.environ["MPLBACKEND"] = "agg"  # no window is opened, whatever is set
    _open_standard_streams()
    sys.unraisablehook = _unraisable
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    prog = PROGRAM if command is None else f"python -m geo.{command}"
    try:
        code = main([*([] if command is None else [command]), *sys.argv[1:]], prog=prog)
    except SystemExit as left:
        code = int(left.code or 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # all is done
    _flush_standard_streams()
    if os.environ.get("GEO_DEBUG"):
        sys.exit(code)  # a profiler that watches has something to say
    os._exit(code)  # tidying up takes a third of a second, and where memory ran out it may crash


def main(argv: Sequence[str], *, prog: str = PROGRAM) -> int:
    """Run the command that the first argument names.

    Parameters
    ----------
    argv
        The arguments after the program's name.
    prog
        What the program is called in its help and its messages; a door of one command calls it
        by its module.

    Returns
    -------
    int
        0 done; 1 ``--check`` found a difference; 2 the usage or an input is wrong; 3 the program
        or its data failed; 130 and 143 interrupted. For all but 0 and 1 one line on standard
        error says what was given, what is wrong and what to do.
    """
    try:
        command = _command(argv[:1], prog=prog)
        whole = f"{prog} {command}" if prog == PROGRAM else prog
        _require_memory(command)
        check_packaged(whole=command in DRAWS)
        if command in DRAWS:  # Matplotlib would say where it cannot write a folder of its own
            from logging import ERROR, getLogger  # noqa: PLC0415 - help and questions do without

            getLogger("matplotlib").setLevel(ERROR)
        module = import_module(f"geo.cli.{_HOME.get(command, command)}")
        return int(getattr(module, f"answer_{command}")(argv[1:], prog=whole))
    except (Exception, KeyboardInterrupt, _TerminatedError) as error:  # noqa: BLE001 - the one place
        if os.environ.get("GEO_DEBUG"):
            traceback.print_exc()
        code, line = told(_ENDED[0] if _ENDED else error)
        name = _short(f"{prog} {''.join(argv[:1])}" if prog == PROGRAM else prog)
        tell(f"{name}: {printable(line)}\n")
        return code


def write(lines: Iterable[str]) -> None:
    """Write lines to standard output, in UTF-8 whatever the locale; a reader may leave early.

    Raises
    ------
    InputError
        When the output cannot be written, such as on a full disk.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    text = "".join(f"{line}\n" for line in lines)
    if not text:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _discard(sys.stdout)
        if error.errno not in (errno.EPIPE, errno.EBADF):
            raise InputError(
                f"standard output cannot be written ({error.strerror}); send it elsewhere."
            ) from error


def refuse_deep(out: Path) -> None:
    """Refuse a folder for output so deep that making it fails halfway.

    Raises
    ------
    InputError
        When it has more than 200 folders in each other.
    """
    if len(out.parts) > _DEEPEST:
        raise InputError(f"--out has more than {_DEEPEST} folders in each other; give fewer.")


def tell(text: str) -> None:
    """Write to standard error; where nobody can read it, that is no failure."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)


@contextmanager
def every(seconds: float, again: Callable[[], None]) -> Iterator[None]:
    """Do something every so many seconds while the block runs, where a clock can interrupt it.

    By a signal and not by a thread: where threads run, no work is done beside.
    """
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda *_: again())
    signal.siginterrupt(signal.SIGALRM, False)  # noqa: FBT003 - libraries may not start again
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _command(argv: Sequence[str], *, prog: str) -> str:
    parser = OneLineParser(prog=prog, description=_HELP, epilog=_EXAMPLES)
    parser.add_argument("command", metavar="COMMAND", help="one of those below")
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    command = str(parser.parse_args(argv).command)
    if command not in COMMANDS:
        parser.error(f"{command!r} is no command; write one of {', '.join(COMMANDS)}")
    return command


def told(error: BaseException) -> tuple[int, str]:
    """Give the exit code of a failure, and what to say of it in one line."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, "interrupted; what stood before still stands."
    if isinstance(error, _TerminatedError):
        return TERMINATED, "terminated; what stood before still stands."
    if isinstance(error, GeoError):
        return FAILED if isinstance(error, DataError) else REFUSED, str(error)
    return FAILED, _of_the_machine(error) or (
        f"the program failed ({' '.join(f'{type(error).__name__}: {error}'.split())[:200]}); "
        "GEO_DEBUG=1 shows where: please report it."
    )


def _of_the_machine(error: BaseException) -> str | None:
    """Name what the machine ran out of, if that is why."""
    causes = list(_causes(error))
    codes = {each.errno for each in causes if isinstance(each, OSError)}
    if codes & _FULL:
        return "the disk is full; free some space, or set TMPDIR to a folder that has it."
    if codes & _TOO_MANY_FILES or any("Too many open files" in str(each) for each in causes):
        return "too few files may be open at once; raise the limit (ulimit -n 256)."
    spent = any(isinstance(each, MemoryError) or _SPENT.search(str(each)) for each in causes)
    if spent or errno.ENOMEM in codes:
        return "memory ran out; give a smaller input, or raise the limit (ulimit -v 2000000)."
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _short(prog: str) -> str:
    return prog.removeprefix("python -m ")


_ENDED: list[BaseException] = []
"""What a signal raised first: libraries make another error of it."""


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    if _ENDED:  # once more, while it is being told
        os._exit(128 + number)
    _ENDED.append(KeyboardInterrupt() if number == signal.SIGINT else _TerminatedError())
    raise _ENDED[-1]


def _unraisable(ignored: Any) -> None:
    """End on a signal that came in a finaliser, where Python would print it and go on."""
    if isinstance(ignored.exc_value, KeyboardInterrupt | _TerminatedError):
        code, line = told(ignored.exc_value)
        tell(f"{PROGRAM}: {line}\n")
        os._exit(code)
    sys.__unraisablehook__(ignored)


def _require_memory(command: str) -> None:
    try:
        import resource  # noqa: PLC0415 - where there is one
    except ImportError:
        return
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if resource.RLIM_INFINITY != allowed < _LEAST_BYTES.get(command, 0):
        raise MemoryError


def _open_standard_streams() -> None:
    """Put the null device in place of what is closed: else the next file opened would be it."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _flush_standard_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _discard(stream)


def _discard(stream: Any) -> None:
    """Send what is left of a stream nowhere, so that the flush at the end does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
