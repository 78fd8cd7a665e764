"""Read the files a user names: ordinary ones, no larger than they may be."""

import io
import os
import select
import stat
import time
from pathlib import Path

from geo.errors import InputError

PATIENCE_S = 5.0


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

    Returns
    -------
    bytes

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
        content = _head(source, largest_bytes + 1) if regular else b""
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


def _head(source: str | Path, most: int) -> bytes:
    with Path(source).open("rb") as file:
        return file.read(most)


def read_stream(source: str | Path, *, largest_bytes: int) -> bytes:
    """Read a file, or a pipe that somebody writes into, as slowly as it may be.

    Parameters
    ----------
    source
        A path, handed to the operating system as it is.
    largest_bytes
        What is read at most; of a device that never ends, too.

    Returns
    -------
    bytes

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
