"""Pack shapes into short texts: encoded polylines, in thousandths of a degree."""

from functools import cache
from typing import Any

import numpy as np
import shapely

UNITS_PER_DEGREE = 1000
"""A thousandth of a degree is less than one pixel wherever the map can be zoomed to."""

_CONTINUES, _FIVE_BITS, _FIRST_SIGN = 32, 31, 63


def areas(shape: Any) -> list[list[str]]:
    """Pack polygons as lists of rings, each without its closing point; vanished ones go.

    Examples
    --------
    >>> areas(shapely.box(0, 0, 1, 1))
    [['?o}@o}@??n}@n}@?']]
    """
    packed = (
        [_ring(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
        if not part.is_empty
    )
    kept = ([ring for ring in rings if ring] for rings in packed if rings[0])
    return list(kept)


def lines(shape: Any) -> list[str]:
    """Pack a line, or several, each as one text."""
    return [_encoded(_steps(part)) for part in shapely.get_parts(shape)]


def _ring(ring: Any) -> str:
    steps = _steps(ring)[:-1]
    return _encoded(steps) if len(steps) > 2 else ""  # noqa: PLR2004 - a triangle at least


def _steps(line: Any) -> list[tuple[int, int]]:
    """Count each point from the one before, latitude first; a step of nothing is left out."""
    units = np.rint(shapely.get_coordinates(line)[:, ::-1] * UNITS_PER_DEGREE).astype(int)
    steps = np.diff(units, axis=0, prepend=0)
    moved = steps.any(axis=1)
    moved[0] = True
    return [(up, across) for up, across in steps[moved].tolist()]


def _encoded(steps: list[tuple[int, int]]) -> str:
    return "".join(_number(value) for step in steps for value in step)


@cache  # the same few hundred steps come again and again
def _number(value: int) -> str:
    """Write a whole number in signs of five bits, the lowest first, its own sign in the last bit.

    References
    ----------
    Google, Encoded Polyline Algorithm Format; here with three decimals instead of five.
    """
    rest = ~(value << 1) if value < 0 else value << 1
    signs = []
    while rest > _FIVE_BITS:
        signs.append(chr((_CONTINUES | rest & _FIVE_BITS) + _FIRST_SIGN))
        rest >>= 5
    return "".join(signs) + chr(rest + _FIRST_SIGN)
