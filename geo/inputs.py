"""Read the files a user names: ordinary ones, no larger than they may be."""

import os
import stat
from pathlib import Path

from geo.errors import InputError


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
