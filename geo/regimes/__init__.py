"""Policy regimes as dated, sourced facts, and the questions they answer."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from geo.errors import InputError
from geo.inputs import data_path
from geo.regimes.fields import REACH_KM
from geo.regimes.read import (
    REGIME_FIELDS,
    SOURCE_FIELDS,
    STRETCH_FIELDS,
    RegimesFileError,
    load_regimes,
    regimes_file,
    schema_file,
)
from geo.regimes.record import (
    LAND_BORDER,
    PRECISIONS,
    STANCES,
    STATUSES,
    Regime,
    Said,
    Source,
    Stretch,
    in_language,
)

__all__ = [
    "BUILT_IN",
    "CATALOGUE",
    "LAND_BORDER",
    "PRECISIONS",
    "REACH_KM",
    "REGIME_FIELDS",
    "SOURCE_FIELDS",
    "STANCES",
    "STATUSES",
    "STRETCH_FIELDS",
    "Regime",
    "RegimesFileError",
    "Said",
    "Source",
    "Stretch",
    "catalogue",
    "in_doubt",
    "in_force",
    "in_language",
    "known_since",
    "load_regimes",
    "proposed",
    "regimes_file",
    "schema_file",
    "select",
]

CATALOGUE, BUILT_IN = "catalogue", "built-in"

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_GOVERNMENT = re.compile(r"[A-Za-z]{2}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DOUBT_DAYS = {"about": 3, "placeholder": 31}
_CONTESTED = ("disputed", "denied")


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


def select(
    name_or_file: str | Path | None = None, *, own_regions: Mapping[str, str] | None = None
) -> tuple[list[Regime], Path]:
    """Choose regimes as ``--regimes`` does.

    Parameters
    ----------
    name_or_file
        Nothing or ``built-in``: the two built-in ones. ``catalogue``: all that are packaged. The
        ISO 3166-1 code of a government in either case, such as ``us``: the catalogue's of that
        government. ``2024-11-17``: the catalogue's of that day, in force or in doubt;
        ``2024-11-17..2024-12-31``: those of any day from the first to the last. Anything else is
        the path of a file; so is a name with a folder before it (``./us``).
    own_regions
        As for `load_regimes`.

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
    >>> [regime.id for regime in select("2024-11-18")[0] if regime.reach_km]
    ['us-kharkiv-border', 'us-100-km-claim', 'us-atacms-kursk']
    >>> {regime.grantor for regime in select("fr")[0]}
    {'FR'}
    """
    name = None if name_or_file is None else str(name_or_file)
    if name is None or name == BUILT_IN:
        return load_regimes(), regimes_file()
    span = _SPAN.fullmatch(f"{name}..{name}" if _DAY.fullmatch(name) else name)
    if name != CATALOGUE and not span and not _GOVERNMENT.fullmatch(name):
        if not os.path.lexists(name):
            raise InputError(
                f"--regimes {name!r} is no file; give the path of one, {BUILT_IN}, {CATALOGUE}, "
                "a government's code such as us, DATE, or DATE..DATE."
            )
        return load_regimes(name_or_file, own_regions=own_regions), regimes_file(name_or_file)
    regimes = catalogue()
    if span:
        regimes = _between(regimes, *_days(name, *span.groups()), name=name)
    elif name != CATALOGUE:
        regimes = _granted(regimes, name)
    return regimes, catalogue_file()


def in_force(regimes: Sequence[Regime], *, on: date) -> list[Regime]:
    """Give the regimes in force on a day, as far as is known.

    A refusal is in force like a permission; a proposal is no rule. Nothing ends because it is old:
    ``last_report`` of each says how late it was last told of.

    Parameters
    ----------
    regimes
        Any; their order is kept.
    on
        The day. A regime is in force from its first day until the day before the grantor ended or
        replaced it, on that day no more; those of `in_doubt` are left out.

    Returns
    -------
    list of Regime

    Examples
    --------
    >>> [regime.id for regime in in_force(load_regimes(), on=date(2024, 12, 1))]
    ['us-himars-border', 'us-atacms-kursk']
    """
    doubted = {regime.id for regime in in_doubt(regimes, on=on)}
    rules = (regime for regime in regimes if regime.stance != "proposed")
    return [r for r in rules if _spans(r, on, on) and r.id not in doubted]


def proposed(regimes: Sequence[Regime], *, on: date) -> list[Regime]:
    """Give what is only proposed by a day, as far as is known; nothing of it is in force."""
    return [r for r in regimes if r.stance == "proposed" and _spans(r, on, on)]


def in_doubt(regimes: Sequence[Regime], *, on: date) -> list[Regime]:
    """Give the regimes of which it is not known whether they were in force on a day.

    Parameters
    ----------
    regimes
        Any; their order is kept.
    on
        The day. It is in doubt within three days of a first or last day that is only about known,
        within 31 days of a placeholder; and as long as a regime is disputed or denied.

    Returns
    -------
    list of Regime

    Examples
    --------
    >>> [regime.id for regime in in_doubt(catalogue(), on=date(2025, 6, 20))][-2:]
    ['de-no-range-limit', 'us-review']
    """
    rules = (regime for regime in regimes if regime.stance != "proposed")
    return [
        regime
        for regime in rules
        if (regime.status in _CONTESTED and _spans(regime, on, on)) or _near_a_rough_day(regime, on)
    ]


def known_since(regimes: Sequence[Regime]) -> date | None:
    """Give the first day that anything is known of; before it nothing is, which is no absence.

    Examples
    --------
    >>> known_since(catalogue())
    datetime.date(2024, 5, 2)
    """
    return min((regime.start for regime in regimes), default=None)


def _spans(regime: Regime, first: date, last: date) -> bool:
    """Say whether it held on any day from the first to the last."""
    return regime.start <= last and (regime.until is None or first < regime.until)


def _near_a_rough_day(regime: Regime, on: date) -> bool:
    days = ((regime.start, regime.start_precision), (regime.until, regime.until_precision))
    return any(
        day is not None and abs(day - on) <= timedelta(days=_DOUBT_DAYS[precision])
        for day, precision in days
        if precision != "day"
    )


def _days(name: str, *days: str) -> tuple[date, date]:
    try:
        first, last = (date.fromisoformat(day) for day in days)
    except ValueError as error:
        raise InputError(f"--regimes {name!r} holds a day there is not; mend the date.") from error
    if last < first:
        raise InputError(f"--regimes {name!r} ends before it begins; swap the dates.")
    return first, last


def _between(regimes: list[Regime], first: date, last: date, *, name: str) -> list[Regime]:
    days = (first, last)
    found = [
        regime
        for regime in regimes
        if _spans(regime, first, last) or any(_near_a_rough_day(regime, day) for day in days)
    ]
    if not found:
        raise InputError(
            f"--regimes {name!r}: of that time the catalogue knows nothing; it begins on "
            f"{known_since(regimes)}."
        )
    return found


def _granted(regimes: list[Regime], name: str) -> list[Regime]:
    found = [regime for regime in regimes if regime.grantor == name.upper()]
    if not found:
        known = sorted({regime.grantor.lower() for regime in regimes})
        raise InputError(
            f"--regimes {name!r} is no government of the catalogue ({', '.join(known)}); "
            f"choose one of them, {CATALOGUE}, DATE, DATE..DATE, or the path of a file (./{name})."
        )
    return found
