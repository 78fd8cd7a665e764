"""Write plain values: JSON text, the moment of a build."""

import json
import os
from datetime import UTC, datetime

from geo.errors import InputError


def as_json(document: object, *, indent: int) -> bytes:
    """Write a document as JSON, UTF-8, with a line end."""
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)}\n".encode()


def as_text(value: object) -> str:
    """Write a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def moment() -> str:
    """Give the moment of ``SOURCE_DATE_EPOCH``; without it, one that never changes.

    Raises
    ------
    InputError
        When the variable is no whole number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or "0"
    try:
        when = datetime.fromtimestamp(int(epoch), tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(
            f"SOURCE_DATE_EPOCH {epoch!r} is no moment; give seconds since 1970, or unset it."
        ) from error
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
