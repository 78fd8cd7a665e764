"""Choose what a first look at a map should hold."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""West, south, east, north."""

_NEAR, _NEAR_OF_LARGE, _MUCH_LARGER = 0.25, 0.5, 3.0  # times the size of what matters
_JUST = 1.05


def boxes_of(shapes: Iterable[Any]) -> NDArray[np.float64]:
    """Give the box of every part of the shapes, as rows; an empty part has none."""
    parts = shapely.get_parts(np.array([*shapes], dtype=object))
    return np.asarray(shapely.bounds(parts[~shapely.is_empty(parts)]))


def first_look(
    core: NDArray[np.float64], sources: NDArray[np.float64], *, reach: float
) -> NDArray[np.float64]:
    """Choose the box that a first look should hold: what matters, and what it is measured from.

    Parameters
    ----------
    core
        Boxes (rows of west, south, east, north) of what matters, in any unit of length.
    sources
        Boxes of the parts of what is measured from, in the same unit.
    reach
        The farthest distance measured, in that unit, too.

    Returns
    -------
    array
        West, south, east, north: of the core what is no farther from the rest than that is large;
        of the sources those near it, whole where they are not much larger, else as far as they
        are near.

    Examples
    --------
    >>> island, land, far = (0, 0, 9, 9), (10, 0, 99, 9), (500, 0, 509, 9)
    >>> first_look(np.array([island]), np.array([land, far]), reach=2).tolist()
    [0.0, 0.0, 13.5, 9.0]
    """
    box = _main(core.astype(float), reach=reach)
    size = max(box[2] - box[0], box[3] - box[1], reach / 2)
    gaps = np.maximum(sources[:, :2] - box[2:], box[:2] - sources[:, 2:]).max(axis=1)
    close = gaps <= max(size * _NEAR, reach * _JUST, gaps.min())
    large = (sources[:, 2:] - sources[:, :2]).max(axis=1) > size * _MUCH_LARGER
    margin = max(size * _NEAR_OF_LARGE, gaps.min() * _JUST)
    grown = box + (-margin, -margin, margin, margin)  # noqa: RUF005 - a sum, not a longer tuple
    parts = sources.astype(float)
    parts[large, :2] = np.maximum(parts[large, :2], grown[:2])
    parts[large, 2:] = np.minimum(parts[large, 2:], grown[2:])
    kept = np.vstack([box, parts[close & (parts[:, :2] <= parts[:, 2:]).all(axis=1)]])
    return np.concatenate([kept[:, :2].min(axis=0), kept[:, 2:].max(axis=0)])


def _main(boxes: NDArray[np.float64], *, reach: float) -> NDArray[np.float64]:
    """Give the box around the largest box and all that is near, without what is far away."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    box: NDArray[np.float64] = boxes[np.argmax(sizes)]
    while True:
        size = max((box[2:] - box[:2]).max(), reach)
        gaps = np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:]).max(axis=1)
        near = boxes[gaps <= size]
        around = np.concatenate([near[:, :2].min(axis=0), near[:, 2:].max(axis=0)])
        if (around == box).all():
            return box
        box = around
