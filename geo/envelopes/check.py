"""Measure the error of any envelope against its origin, by another route than the builder's."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.origin import (
    METRES_PER_DEGREE,
    Border,
    Floats,
    checked,
    reach_in_metres,
)


@dataclass(frozen=True, kw_only=True)
class MeasuredError:
    """Say how far an envelope's boundary is from where it should be, and how that was measured."""

    greatest_m: float
    lon: float
    lat: float
    samples: int
    step_m: float


def greatest_error_m(
    shape: BaseGeometry, origin: BaseGeometry, *, reach_km: float, step_m: float = 1000.0
) -> float:
    """Measure the greatest error of an envelope in metres; see measured_error."""
    return measured_error(shape, origin, reach_km=reach_km, step_m=step_m).greatest_m


def measured_error(
    shape: BaseGeometry, origin: BaseGeometry, *, reach_km: float, step_m: float = 1000.0
) -> MeasuredError:
    """Measure how far the boundary of an envelope is from the reach."""
    reach_m = reach_in_metres(reach_km)
    border = Border.of(checked(origin), reach_m=reach_m, error_m=0.01)
    points = _samples(shape, step_m)
    off = np.abs(border.nearest(points).distance_m - reach_m)
    worst = int(np.argmax(off))
    return MeasuredError(
        greatest_m=float(off[worst]),
        lon=float(points[worst, 0]),
        lat=float(points[worst, 1]),
        samples=len(points),
        step_m=step_m,
    )


def _samples(shape: BaseGeometry, step_m: float) -> Floats:
    from geo.envelopes.origin import border_lines, densified  # noqa: PLC0415 -- draft

    lonlat, line = shapely.get_coordinates(border_lines(shape), return_index=True)
    same = line[1:] == line[:-1]
    a, b = lonlat[:-1][same], lonlat[1:][same]
    seam = ((np.abs(a) == (180, 90)) & (np.abs(b) == (180, 90))).any(axis=1)
    a, b = a[~seam], b[~seam]
    lines = shapely.linestrings(np.stack([a, b], axis=1))
    return densified(lines, spacing_m=step_m)[0]


_ = (METRES_PER_DEGREE, ceil)
