"""Choose regimes: the built-in pair, the catalogue, one government's, a stretch of time, a file."""

import os
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from geo.errors import InputError
from geo.provenance import data_path
from geo.regimes.read import load_regimes, regimes_file
from geo.regimes.record import Regime

CATALOGUE = "catalogue"

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_GOVERNMENT = re.compile(r"[A-Za-z]{2}")
_DOUBT_DAYS = {"about": 3, "placeholder": 31}


def catalogue() -> list[Regime]:
    """Read every regime of the packaged catalogue, in order of time.

    Examples
    --------
    >>> catalogue()[0].id
    'gb-ukraine-decides'
    """
    return load_regimes(catalogue_file())


def catalogue_file() -> Path:
    """Return the file of the packaged catalogue."""
    return data_path("regimes/catalogue.toml")


def select(name_or_file: str | Path | None = None) -> tuple[list[Regime], Path]:
    """Choose regimes as ``--regimes`` does.

    Parameters
    ----------
    name_or_file
        Nothing: the two built-in ones. ``catalogue``: all that are packaged. The ISO 3166-1 code
        of a government in either case, such as ``us``: the catalogue's of that government.
        ``2024-11-17..2024-12-31``: the catalogue's in force on any day from the first to the last.
        Anything else is the path of a file; so is a name with a folder before it (``./us``).

    Returns
    -------
    tuple
        The regimes, never none, and the file they come from.

    Raises
    ------
    InputError
        When a name or a stretch of time fits no regime, or the file is wrong.

    Examples
    --------
    >>> [regime.id for regime in select("2024-11-18..2024-11-19")[0] if regime.reach_km]
    ['us-atacms-kursk']
    >>> {regime.grantor for regime in select("fr")[0]}
    {'FR'}
    """
    name = None if name_or_file is None else str(name_or_file)
    if name is None:
        return load_regimes(), regimes_file()
    span = _SPAN.fullmatch(name)
    if name != CATALOGUE and not span and not _GOVERNMENT.fullmatch(name):
        if not os.path.lexists(name):
            raise InputError(
                f"--regimes {name!r} is no file; give the path of one, {CATALOGUE}, "
                "a government's code such as us, or DATE..DATE."
            )
        return load_regimes(name_or_file), regimes_file(name_or_file)
    regimes = catalogue()
    if span:
        regimes = _between(regimes, *_days(name, *span.groups()), name=name)
    elif name != CATALOGUE:
        regimes = _granted(regimes, name)
    return regimes, catalogue_file()


def in_force(regimes: Sequence[Regime], *, on: date) -> list[Regime]:
    """Give the regimes in force on a day.

    Parameters
    ----------
    regimes
        Any; their order is kept.
    on
        The day. A regime is in force from its first day until the day before another report took
        its place, on that day no more.

    Returns
    -------
    list of Regime

    Examples
    --------
    >>> [regime.id for regime in in_force(load_regimes(), on=date(2024, 11, 17))]
    ['us-atacms-kursk']
    """
    return [r for r in regimes if r.start <= on and (r.until is None or on < r.until)]


def in_doubt(regimes: Sequence[Regime], *, on: date) -> list[Regime]:
    """Give the regimes of which sources do not say for sure whether they were in force on a day.

    Parameters
    ----------
    regimes
        Any; their order is kept.
    on
        The day. It is in doubt within three days of a first or last day that is only about known,
        within 31 days of a placeholder.

    Returns
    -------
    list of Regime

    Examples
    --------
    >>> [regime.id for regime in in_doubt(catalogue(), on=date(2024, 5, 30))]
    ['fi-no-special-limits', 'ca-no-objection', 'pl-no-objection']
    """
    return [
        regime
        for regime in regimes
        if any(
            day is not None and abs(day - on) <= timedelta(days=_DOUBT_DAYS[precision])
            for day, precision in (
                (regime.start, regime.start_precision),
                (regime.until, regime.until_precision),
            )
            if precision != "day"
        )
    ]


def _days(name: str, *days: str) -> tuple[date, date]:
    try:
        first, last = (date.fromisoformat(day) for day in days)
    except ValueError as error:
        raise InputError(f"--regimes {name!r} holds a day there is not; mend the date.") from error
    if last < first:
        raise InputError(f"--regimes {name!r} ends before it begins; swap the dates.")
    return first, last


def _between(regimes: list[Regime], first: date, last: date, *, name: str) -> list[Regime]:
    found = [r for r in regimes if r.start <= last and (r.until is None or first < r.until)]
    if not found:
        raise InputError(
            f"--regimes {name!r}: nothing in the catalogue was in force then; it begins on "
            f"{regimes[0].start}."
        )
    return found


def _granted(regimes: list[Regime], name: str) -> list[Regime]:
    found = [regime for regime in regimes if regime.grantor == name.upper()]
    if not found:
        known = sorted({regime.grantor.lower() for regime in regimes})
        raise InputError(
            f"--regimes {name!r} is no government of the catalogue ({', '.join(known)}); "
            f"choose one of them, {CATALOGUE}, DATE..DATE, or the path of a file (./{name})."
        )
    return found
