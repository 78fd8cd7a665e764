"""The program's own door, under a name that no other distribution has.

The package ``geo`` shares its name with packages of others. Where one of theirs stands in its
place, or in the same folder, this module is still ours: it says so, and starts nothing.
"""

import _signal  # type: ignore[import-not-found]  # `signal` itself takes a while to load
import os
import sys

TYPE_CHECKING = False  # typing's own takes a while to load, too
if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType
    from typing import NoReturn

__version__ = "0.1.0"

_OURS = "policy_range_mapper-"
_FAILED = 3


def run(command: "str | None" = None) -> "NoReturn":
    """Run as a program, or as one of its commands, and leave with the exit code.

    Parameters
    ----------
    command
        The command that a door such as ``python -m geo.render`` stands for; left out, the first
        argument names it.
    """
    _leave_when_interrupted()
    if wrong := name_taken():
        name = "policy-range-mapper" if command is None else f"geo.{command}"
        if sys.stderr:
            sys.stderr.write(f"{name}: {wrong}\n")
        sys.exit(_FAILED)
    try:
        from geo.cli import run as program  # noqa: PLC0415 - whose it is has to be known first
    except ImportError as error:
        name = "policy-range-mapper" if command is None else f"geo.{command}"
        if not error.path or not sys.stderr or os.environ.get("GEO_DEBUG"):
            raise
        sys.stderr.write(
            f"{name}: {error.path!a} stands before a module that is needed; run in another "
            "folder, or take its folder off PYTHONPATH.\n"
        )
        sys.exit(_FAILED)
    program(command)


def _leave_when_interrupted() -> None:
    """End on an interrupt, while the program is read: nothing has begun that could be undone."""
    for number in (_signal.SIGINT, _signal.SIGTERM):
        _signal.signal(number, _leave)


def _leave(number: int, _frame: "FrameType | None") -> "NoReturn":
    word = b"interrupted" if number == _signal.SIGINT else b"terminated"
    try:
        os.write(2, b"policy-range-mapper: %s; what stood before still stands.\n" % word)
    finally:
        os._exit(128 + number)  # an exception may come to nothing inside an import


def name_taken() -> "str | None":
    """Say in a line whose the package ``geo`` is, where it is not this program's alone."""
    from importlib.util import find_spec  # noqa: PLC0415 - read once interrupts are quiet
    from pathlib import Path  # noqa: PLC0415 - same

    home = Path(__file__).resolve().parent
    spec = find_spec("geo")
    if not spec or not spec.origin:
        return "its package geo is not there; install policy-range-mapper again."
    origin = Path(spec.origin).resolve()
    found = origin.parent if origin.stem == "__init__" else origin
    others = _owners(found)
    if found == home / "geo" and not others:
        return None
    whose = ascii(str(found))
    if not others:
        return (
            f"another package named geo, {whose}, stands before this program's; take its folder "
            "off PYTHONPATH, or install policy-range-mapper into an environment of its own."
        )
    named = ", ".join(" ".join(other) for other in others)
    return (
        f"the package geo in {whose} is another distribution's, too ({named}); use an environment "
        f"of its own, or pip uninstall {' '.join(name for name, _ in others)} and install "
        "policy-range-mapper again."
    )


def _owners(package: "Path") -> list[tuple[str, str]]:
    """List the other distributions, name and version, that put a package or module there."""
    found, folder = [], package.parent
    marks = tuple(
        f"\n{part}".encode() for part in (f"{package.name}/", f"{package.name},", "geo\n")
    )
    for about in sorted([*folder.glob("*.dist-info"), *folder.glob("*.egg-info")]):
        lists = [about / name for name in ("RECORD", "SOURCES.txt", "top_level.txt")]
        texts = [b"\n" + file.read_bytes() + b"\n" for file in lists if file.is_file()]
        named = any(mark in text for mark in marks for text in texts)
        if named and not about.name.startswith(_OURS):
            name, _, version = about.stem.partition("-")
            found.append((ascii(name)[1:-1], ascii(version)[1:-1]))
    return found


if sys.argv[:1] == ["-m"] and "-mgeo." in "".join(sys.orig_argv):
    _leave_when_interrupted()  # Python looks for a door such as geo.places: its package comes first
