"""Write plain values: JSON text, labels, the moment of a build."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime

from geo.errors import InputError
from geo.findings import Findings
from geo.regimes import Regime, in_language
from geo.wording import Words, printable, wording


def as_json(document: object, *, indent: int) -> bytes:
    """Write a document as JSON, UTF-8, with a line end.

    Raises
    ------
    ValueError
        When a number is none.
    """
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)}\n".encode()


def as_text(value: object) -> str:
    """Write a value as JSON on one line.

    Raises
    ------
    ValueError
        When a number is none.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def label(regime: Regime, lang: str) -> str:
    """Give a regime's label in a language, in English where it has none.

    Raises
    ------
    AttributeError
        When it is given something else.
    """
    return in_language(regime.label, lang)


def what_it_says(findings: Findings, *, escape: Callable[[str], str] = printable) -> str:
    """Say that reach is no permission, what was measured from, and whose view of borders it is.

    Parameters
    ----------
    findings
        What was measured.
    escape
        Applied to the origin's name, which may be that of a user's file.

    Raises
    ------
    InputError
        When the language is none of the three.
    """
    summary = wording(findings.lang)["summary"]
    words = Words(findings.lang)
    origin = escape(findings.measured_from(words))
    worldview = findings.worldview(words)
    return f"{summary['caveat']} {summary['measured'].format(origin=origin, worldview=worldview)}"


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
