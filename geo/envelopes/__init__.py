"""Measure how far a reach leads from an origin: envelopes along the ellipsoid, and their proof."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from shapely.geometry.base import BaseGeometry

from geo.envelopes.check import MeasuredError, greatest_error_m, measured_error
from geo.envelopes.grow import envelope
from geo.geodesy import Origin, checked, distance_km

__all__ = [
    "MeasuredError",
    "distance_km",
    "envelope",
    "greatest_error_m",
    "measured_envelopes",
    "measured_error",
]

PAYS_FROM = 8  # reaches; for fewer, starting a second process takes longer than it saves

Measured = tuple[BaseGeometry, float]


def measured_envelopes(origin: Origin, *, reaches_km: Sequence[float]) -> list[Measured]:
    """Draw the envelope of each reach, and measure its error.

    Parameters
    ----------
    origin
        As for `envelope`.
    reaches_km
        Geodesic distances in kilometres, 1 to 6,000.

    Returns
    -------
    list of pairs
        For each reach its envelope in EPSG:4326 and its greatest error in metres; the same
        whether one processor worked on them or several.

    Raises
    ------
    InputError
        When the origin cannot be measured from, or a reach is out of range.

    Examples
    --------
    >>> from shapely import LineString
    >>> two = measured_envelopes(LineString([(0, 0), (1, 0)]), reaches_km=[50, 100])
    >>> [error_m < 1 for _, error_m in two]
    [True, True]
    """
    measure = partial(_measured, checked(origin))
    workers = min(_processors(), len(reaches_km) // (PAYS_FROM // 2))
    if workers < 2:  # noqa: PLR2004 - nobody to share with
        return [measure(reach_km) for reach_km in reaches_km]
    with ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), initializer=_leave_stopping_to_the_parent
    ) as pool:
        return list(pool.map(measure, reaches_km))


def _measured(origin: BaseGeometry, reach_km: float) -> Measured:
    shape = envelope(origin, reach_km=reach_km)
    return shape, greatest_error_m(shape, origin, reach_km=reach_km)


def _processors() -> int:
    """Count the processors this process may use; only Linux forks without loading all again."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
