"""Measure how near and how far regions lie from an origin, and what lies between."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.envelopes.measure import Segments, chords_m, farthest_chord_m
from geo.envelopes.nearest import Border
from geo.envelopes.origin import METRES_PER_DEGREE, Floats, Ints, Shapes, checked

Place = tuple[float, float]

FAR_M = 10_000.0
FAR_ERROR_M = 0.1
CELLS = 6
SMALLEST_CELL_M = 1.0
CROSSING_KM = 1.0


def nearest(regions: Shapes, origin: BaseGeometry) -> tuple[Floats, list[tuple[Place, Place]]]:
    """Measure each region's least distance, and say between which places.

    Parameters
    ----------
    regions
        Areas in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float, list of pairs of places
        Kilometres, right to centimetres, 0 where the two touch; the origin's place and the
        region's, longitude first.

    Raises
    ------
    InputError
        When the origin cannot be measured from.
    """
    origin = checked(origin)
    shapely.prepare(origin)
    touching = shapely.intersects(origin, regions)
    theirs = Segments.of(origin)
    blocks = cKDTree(theirs.middle)
    spans = [
        (0.0, _same_place(region)) if touches else _span(Segments.of(region), theirs, blocks)
        for region, touches in zip(regions, touching, strict=True)
    ]
    return np.array([metres / 1000.0 for metres, _ in spans]), [line for _, line in spans]


def _same_place(region: BaseGeometry) -> tuple[Place, Place]:
    point = region.representative_point()
    return (point.x, point.y), (point.x, point.y)


def _span(region: Segments, origin: Segments, blocks: cKDTree) -> tuple[float, tuple[Place, Place]]:
    """Search where caps around the two outlines come close: one end of the line is a vertex."""
    apart, _ = blocks.query(region.middle)
    limit = farthest_chord_m(apart.min())
    here = np.flatnonzero(apart - region.radius_m - origin.radius_m.max() <= limit)
    apart = chords_m(region.middle[here], origin.middle)
    reach = region.radius_m[here, None] + origin.radius_m
    near, there = np.nonzero(apart - reach <= limit)
    mine, theirs = region.vertices(np.unique(here[near])), origin.vertices(np.unique(there))
    metres, spots = origin.nearest(mine)
    back_metres, back_spots = region.nearest(theirs)
    best, back = int(np.argmin(metres)), int(np.argmin(back_metres))
    if metres[best] <= back_metres[back]:
        ends, least = (spots[best], mine[best]), metres[best]
    else:
        ends, least = (theirs[back], back_spots[back]), back_metres[back]
    (lon, lat), (to_lon, to_lat) = (end.tolist() for end in ends)
    return float(least), ((lon, lat), (to_lon, to_lat))


def farthest_km(regions: Shapes, origin: BaseGeometry) -> Floats:
    """Measure the greatest of the least distances from an origin to the points of each region.

    Distances change by no more than a metre a metre: squares of a grid that cannot hold the
    farthest point are dropped, the others quartered, until they measure no more than a metre from
    centre to corner.

    Parameters
    ----------
    regions
        Areas in EPSG:4326.
    origin
        Polygons or lines in EPSG:4326.

    Returns
    -------
    array of float
        Kilometres, right to a metre; 0 for regions wholly inside the origin.

    Raises
    ------
    InputError
        When the origin cannot be measured from.
    """
    origin = checked(origin)
    shapely.prepare(origin)
    shapely.prepare(regions)
    border = Border.of(origin, reach_m=FAR_M, error_m=FAR_ERROR_M)
    farthest = np.zeros(len(regions))
    if not len(regions):
        return farthest
    centre, half, region = _grid(shapely.bounds(regions))
    while len(centre):
        boxes = shapely.box(*(centre - half).T, *(centre + half).T)
        kept = shapely.intersects(regions[region], boxes)
        centre, half, region = centre[kept], half[kept], region[kept]
        metres = border.nearest(centre).distance_m
        metres[shapely.intersects_xy(origin, centre)] = 0.0
        across_m = METRES_PER_DEGREE * np.hypot(
            half[:, 0] * np.cos(np.radians(np.maximum(np.abs(centre[:, 1]) - half[:, 1], 0.0))),
            half[:, 1],
        )
        # a cell that merely meets its region is at least so far as its centre less its half size
        sure = shapely.intersects_xy(regions[region], centre) | (across_m <= SMALLEST_CELL_M)
        np.maximum.at(farthest, region, metres - np.where(sure, 0.0, across_m))
        split = (metres + across_m > farthest[region]) & (across_m > SMALLEST_CELL_M)
        centre, half, region = _quartered(centre[split], half[split], region[split])
    return farthest / 1000.0


def _grid(bounds: Floats) -> tuple[Floats, Floats, Ints]:
    """Return a first grid of cells over each region: centres, half sizes, and the region."""
    size = (bounds[:, 2:] - bounds[:, :2]) / CELLS
    steps = np.stack(np.meshgrid(*[np.arange(CELLS) + 0.5] * 2), axis=-1).reshape(-1, 2)
    centre = bounds[:, None, :2] + steps * size[:, None]
    half = np.repeat(size / 2, len(steps), axis=0)
    return centre.reshape(-1, 2), half, np.repeat(np.arange(len(bounds)), len(steps))


def _quartered(centre: Floats, half: Floats, region: Ints) -> tuple[Floats, Floats, Ints]:
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)])
    quarters = centre[:, None] + corners * half[:, None]
    return quarters.reshape(-1, 2), np.repeat(half / 2, 4, axis=0), np.repeat(region, 4)


def crossed(line: tuple[Place, Place], countries: Shapes, codes: NDArray[np.str_]) -> list[str]:
    """Return the codes of countries that a geodesic crosses for more than a kilometre."""
    (lon, lat), (to_lon, to_lat) = line
    azimuth, _, metres = GEOD.inv(lon, lat, to_lon, to_lat)
    count = int(metres / 1000.0 / CROSSING_KM)
    if count < 1:
        return []
    along = np.linspace(0.0, metres, count + 1)
    lons, lats, _ = GEOD.fwd(
        np.full(count + 1, lon), np.full(count + 1, lat), np.full(count + 1, azimuth), along
    )
    geodesic = shapely.linestrings(lons, lats)
    met = np.flatnonzero(shapely.intersects(countries, geodesic))
    pieces = shapely.intersection(countries[met], geodesic)
    long = [GEOD.geometry_length(piece) > 1000.0 * CROSSING_KM for piece in pieces]
    return sorted(codes[met][long].tolist())
