"""Measure how far a reach leads from an origin: envelopes along the ellipsoid, and their proof."""

from collections.abc import Sequence
from functools import partial

from shapely.geometry.base import BaseGeometry

from geo.beside import shared
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
    return shared(partial(_measured, checked(origin)), reaches_km)


def _measured(origin: BaseGeometry, reach_km: float) -> Measured:
    shape = envelope(origin, reach_km=reach_km)
    return shape, greatest_error_m(shape, origin, reach_km=reach_km)
