"""Measure how far regions reach away from an origin."""

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.envelopes.measure import Segments
from geo.envelopes.nearest import Border
from geo.envelopes.origin import METRES_PER_DEGREE, Floats, Ints, Shapes, checked

SAMPLED_FROM_M = 50_000.0
SAMPLED_TO_M = 0.1
RIGHT_TO_M = 1.0
FIRST_CELLS = 6
MOST_CELLS = 4096

_DistanceM = Callable[[Floats], Floats]


def farthest_km(regions: Shapes, origin: BaseGeometry) -> Floats:
    """Measure the greatest of the least distances from an origin to the points of each region.

    Parameters
    ----------
    regions
        Areas in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float
        Kilometres, right to a metre; 0 for regions wholly inside the origin. Where very many
        places are equally far (all along an edge that keeps its distance), never too much, and
        too little by no more than a thousandth of the region's extent.

    Raises
    ------
    InputError
        When the origin cannot be measured from.
    """
    origin = checked(origin)
    shapely.prepare(regions)
    border = Border.of(origin, reach_m=SAMPLED_FROM_M, error_m=SAMPLED_TO_M)

    def outside(lonlat: Floats, metres: Floats) -> Floats:
        if origin.geom_type.endswith("Polygon"):
            metres[shapely.intersects_xy(origin, lonlat)] = 0.0
        return metres

    farthest_m = _search_m(regions, lambda at: outside(at, border.nearest(at).distance_m))
    near = farthest_m < SAMPLED_FROM_M  # nearer than samples of the border are good for
    if near.any():
        edges = Segments.of(origin)
        farthest_m[near] = _search_m(regions[near], lambda at: outside(at, edges.nearest(at)[0]))
    return farthest_m / 1000.0


def _search_m(regions: Shapes, distance_m: _DistanceM) -> Floats:
    """Search a grid over each region for the farthest place.

    Distances change by no more than a metre a metre: cells that cannot hold a place farther than
    one known are dropped, the others quartered. The corners of a region's hull are known first,
    for one of them is mostly the farthest.
    """
    corner, region = shapely.get_coordinates(shapely.convex_hull(regions), return_index=True)
    farthest_m = np.zeros(len(regions))
    np.maximum.at(farthest_m, region, distance_m(corner))
    centre, half, region = _grid(shapely.bounds(regions))
    while len(centre):
        boxes = shapely.box(*(centre - half).T, *(centre + half).T)
        met = shapely.intersects(regions[region], boxes)
        centre, half, region = centre[met], half[met], region[met]
        metres, across_m = distance_m(centre), _across_m(centre, half)
        sure = shapely.intersects_xy(regions[region], centre)
        np.maximum.at(farthest_m, region, metres - np.where(sure, 0.0, across_m))
        hopeful = metres + across_m > farthest_m[region] + RIGHT_TO_M
        hopeful &= (np.bincount(region[hopeful], minlength=len(regions)) <= MOST_CELLS)[region]
        centre, half, region = _quartered(centre[hopeful], half[hopeful], region[hopeful])
    return farthest_m


def _across_m(centre: Floats, half: Floats) -> Floats:
    """Bound the distance from the centres of cells to their corners."""
    lowest = np.maximum(np.abs(centre[:, 1]) - half[:, 1], 0.0)
    widest = half[:, 0] * np.cos(np.radians(lowest))
    return np.asarray(METRES_PER_DEGREE * np.hypot(widest, half[:, 1]))


def _grid(bounds: Floats) -> tuple[Floats, Floats, Ints]:
    """Return a first grid of cells over each region: centres, half sizes, and the region."""
    size = (bounds[:, 2:] - bounds[:, :2]) / FIRST_CELLS
    steps = np.stack(np.meshgrid(*[np.arange(FIRST_CELLS) + 0.5] * 2), axis=-1).reshape(-1, 2)
    centre = bounds[:, None, :2] + steps * size[:, None]
    half = np.repeat(size / 2, len(steps), axis=0)
    return centre.reshape(-1, 2), half, np.repeat(np.arange(len(bounds)), len(steps))


def _quartered(centre: Floats, half: Floats, region: Ints) -> tuple[Floats, Floats, Ints]:
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)])
    quarters = centre[:, None] + corners * half[:, None]
    return quarters.reshape(-1, 2), np.repeat(half / 2, 4, axis=0), np.repeat(region, 4)
