"""Measure on the WGS84 ellipsoid: how far and through what, how large areas are."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy.ellipsoid import (
    METRES_PER_DEGREE,
    Bools,
    Floats,
    Ints,
    Origin,
    Shapes,
    area_km2,
    cartesian,
    checked,
    lines_of,
    ranges,
    reach_in_metres,
    stretch,
)
from geo.geodesy.line_to_line import Caps, LonLat, nearest, shortest
from geo.geodesy.point_to_line import Border, KDTree, Nearest, Segments, distance_km

__all__ = [
    "CROSSING_M",
    "Bools",
    "Border",
    "Floats",
    "Ints",
    "KDTree",
    "LonLat",
    "Nearest",
    "Origin",
    "Segments",
    "Shapes",
    "area_km2",
    "cartesian",
    "checked",
    "crossed",
    "distance_km",
    "farthest_km",
    "lines_of",
    "nearest",
    "ranges",
    "reach_in_metres",
    "stretch",
]

SAMPLED_FROM_M = 50_000.0
SAMPLED_TO_M = 0.1
AFAR_M = 3_000_000.0  # farther off, samples are too many that may be the nearest
RIGHT_TO_M = 1.0
BEYOND_M, RIGHT_BEYOND_TO_M = 10_000_000.0, 100.0  # there, places far apart are about as far
MOST_PIECES = 4096
SPECK_DEGREES = 1e-9  # a tenth of a millimetre: nothing to quarter

CROSSING_M = 1000.0
"""How far a shortest line must run through a country to cross it."""

_DRAWN_EVERY_M = 10_000.0  # so that straight pieces leave a geodesic by a few metres at most
_HALF_A_TURN = 180.0
_STEPS_IN_A_PIECE = 24
_VERTICES_IN_A_TILE = 256

Measure = Callable[[Floats], tuple[Floats, Floats]]  # of places: metres and the origin's nearest


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
        Kilometres, right to a metre, beyond 10,000 km to a hundred; 0 for regions wholly inside
        the origin. Where very many places are equally far (half-way between two borders that keep
        their distance), too little by no more than a thousandth of the region's extent.
    """
    origin = checked(origin)
    border = Border.of(origin, reach_m=SAMPLED_FROM_M, error_m=SAMPLED_TO_M)

    def by_samples(lonlat: Floats) -> tuple[Floats, Floats]:
        found = border.nearest(lonlat)
        return found.distance_m, border.lonlat[found.index]

    def by_caps(lonlat: Floats) -> tuple[Floats, Floats]:
        points = shapely.linestrings(np.stack([lonlat, lonlat], axis=1))
        metres, ends = shortest(Caps.around(points[:, None]), Caps.of(origin))
        return metres, ends[:, 2:]

    spots = shapely.get_coordinates(shapely.point_on_surface(regions))
    afar = border.tree.query(cartesian(spots))[0] > AFAR_M
    farthest_m = np.zeros(len(regions))
    farthest_m[afar] = _search_m(regions[afar], origin, by_caps)
    farthest_m[~afar] = _search_m(regions[~afar], origin, by_samples)
    near = farthest_m < SAMPLED_FROM_M  # nearer than samples of the border are good for
    if near.any():
        farthest_m[near] = _search_m(regions[near], origin, Segments.of(origin).nearest)
    return farthest_m / 1000.0


def _search_m(regions: Shapes, origin: BaseGeometry, nearest: Measure) -> Floats:
    """Quarter regions, and drop the pieces that cannot hold a place farther than one known.

    No place of a piece is farther from the origin than from that spot of it which is nearest to
    the middle of the piece; and from that spot one of the piece's corners is farthest, but for how
    much the piece bends, and distances of more than a quarter of the globe with it. Nor is any
    place farther than the middle is and as far as it is from there.
    """
    farthest_m = np.zeros(len(regions))
    pieces, region = regions, np.arange(len(regions))
    while True:
        kept = ~(shapely.is_empty(pieces) | shapely.covers(origin, pieces))
        pieces, region = pieces[kept], region[kept]
        if not len(pieces):
            return farthest_m
        low, high = np.hsplit(shapely.bounds(pieces), 2)
        middle_m, spot = nearest((low + high) / 2.0)
        corner, piece = shapely.get_coordinates(pieces, return_index=True)
        metres = GEOD.inv(*corner.T, *spot[piece].T)[2]
        order = np.lexsort((metres, region[piece]))
        top = order[np.diff(region[piece[order]], append=-1) != 0]  # the last of each region
        least_m, _ = nearest(corner[top])
        least_m[shapely.intersects_xy(origin, corner[top])] = 0.0
        np.maximum.at(farthest_m, region[piece[top]], least_m)
        most_m = np.maximum.reduceat(metres, np.flatnonzero(np.diff(piece, prepend=-1)))
        most_m = _most_m(middle_m, most_m, (high - low).sum(axis=1))
        right_to_m = np.where(middle_m < BEYOND_M, RIGHT_TO_M, RIGHT_BEYOND_TO_M)
        hopeful = np.flatnonzero(
            (most_m - farthest_m[region] > right_to_m) & ((high - low).min(axis=1) > SPECK_DEGREES)
        )
        few = np.bincount(region[hopeful], minlength=len(regions)) <= MOST_PIECES
        hopeful = hopeful[few[region[hopeful]]]
        pieces = _quarters(pieces[hopeful], low[hopeful], high[hopeful])
        region = np.repeat(region[hopeful], 4)


def _most_m(middle_m: Floats, corner_m: Floats, extent_degrees: Floats) -> Floats:
    """Bound how far any place of a piece is, from its middle and from its farthest corner.

    A distance s bends upwards along a geodesic by 1 / (b tan(s / b)) at least; straight edges in
    longitude and latitude bend themselves.
    """
    extent_m = METRES_PER_DEGREE * extent_degrees
    bend_m = GEOD.a * np.radians(extent_degrees) ** 2 / 2.0
    arc = (corner_m + extent_m) / GEOD.b
    beyond = (arc > np.pi / 2.0) & (arc < np.pi)
    downwards = -1.0 / np.tan(np.where(beyond, arc, 3.0 * np.pi / 4.0)) / GEOD.b
    bend_m += np.where(beyond, downwards, 0.0) * extent_m**2 / 4.0
    from_corner_m = np.where(arc < np.pi, corner_m + bend_m, np.inf)
    return np.minimum(from_corner_m, middle_m + extent_m / 2.0)


def _quarters(pieces: Shapes, low: Floats, high: Floats) -> Shapes:
    """Cut pieces across the middle both ways; some quarters may be empty."""
    (west, south), (east, north), (lon, lat) = low.T, high.T, (low + high).T / 2.0
    boxes = np.array(
        [
            (west, south, lon, lat),
            (lon, south, east, lat),
            (west, lat, lon, north),
            (lon, lat, east, north),
        ]
    )
    quarters = [
        shapely.clip_by_rect(piece, *box)
        for piece, four in zip(pieces, boxes.transpose(2, 0, 1).tolist(), strict=True)
        for box in four
    ]
    return np.array(quarters, dtype=object)


def crossed(
    lines: Sequence[tuple[LonLat, LonLat]], countries: Shapes, codes: NDArray[np.str_]
) -> list[tuple[str, ...]]:
    """Return for each geodesic the codes of countries it crosses for more than a kilometre.

    Geodesics are drawn as pieces and countries cut into tiles, so that few vertices of either are
    looked at for each pair that meets.

    Examples
    --------
    >>> strips = shapely.box([1, 3], -1, [2, 3.001], 1)
    >>> crossed([((0, 0), (5, 0)), ((0, 0), (1.5, 0))], strips, np.array(["A", "B"]))
    [('A',), ('A',)]
    """
    pieces, line, length_m = _drawn(np.array(lines, dtype=np.float64).reshape(-1, 4))
    tiles, country = _tiles(countries, pieces)
    tree = shapely.STRtree(pieces)
    tile, piece = tree.query(tiles, predicate="intersects")
    within = shapely.contains_properly(tiles[tile], pieces[piece])
    inside_m, cut = length_m[piece], np.flatnonzero(~within)
    inside_m[cut] = _lengths_m(shapely.intersection(tiles[tile[cut]], pieces[piece[cut]]))
    through = line[piece] * len(codes) + country[tile]
    pairs, which = np.unique(through, return_inverse=True)
    metres = np.bincount(which.reshape(-1), weights=inside_m, minlength=len(pairs))
    met: list[list[str]] = [[] for _ in lines]
    for pair in pairs[metres > CROSSING_M].tolist():
        met[pair // len(codes)].append(str(codes[pair % len(codes)]))
    return [tuple(sorted(found)) for found in met]


def _drawn(ends: Floats) -> tuple[Shapes, Ints, Floats]:
    """Draw geodesics, piece by piece, on over the antimeridian; return of which, how long."""
    azimuth, _, metres = (np.asarray(column) for column in GEOD.inv(*ends.T))
    long = np.flatnonzero(metres > CROSSING_M)
    steps = np.ceil(metres[long] / _DRAWN_EVERY_M).astype(np.intp) + 1
    nth = np.arange(steps.sum() + len(steps)) - np.repeat(
        np.cumsum(steps + 1) - steps - 1, steps + 1
    )
    of = np.repeat(long, steps + 1)
    along_m = nth / np.repeat(steps, steps + 1) * metres[of]
    lon, lat, _ = GEOD.fwd(ends[of, 0], ends[of, 1], azimuth[of], along_m)
    leap = np.diff(lon, prepend=lon[:1])
    turns = np.where(np.abs(leap) > _HALF_A_TURN, -np.sign(leap), 0.0)
    turns[nth == 0] = 0.0
    turns = np.cumsum(turns)
    turns -= np.repeat(turns[nth == 0], steps + 1)
    lonlat = np.column_stack([lon + 360.0 * turns, lat])
    # the last point of a piece is the first of the next
    first = np.flatnonzero((nth % _STEPS_IN_A_PIECE == 0) & (nth < np.repeat(steps, steps + 1)))
    left = np.repeat(steps, steps + 1)[first] - nth[first]
    count = np.minimum(left, _STEPS_IN_A_PIECE) + 1
    point = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    pieces = shapely.linestrings(lonlat[point], indices=np.repeat(np.arange(len(first)), count))
    return _on_the_map(pieces, of[first], along_m[first + count - 1] - along_m[first])


def _on_the_map(pieces: Shapes, line: Ints, length_m: Floats) -> tuple[Shapes, Ints, Floats]:
    """Add again, a turn away, pieces that lie beyond the antimeridian."""
    west, _, east, _ = shapely.bounds(pieces).T
    beyond = [(pieces, line, length_m)]
    for out, turn in ((west < -_HALF_A_TURN, 360.0), (east > _HALF_A_TURN, -360.0)):
        there = shapely.transform(
            pieces[out], lambda lonlat, turn=turn: np.add(lonlat, (turn, 0.0))
        )
        beyond.append((there, line[out], length_m[out]))
    shapes, lines, lengths_m = (np.concatenate(column) for column in zip(*beyond, strict=True))
    return shapes, lines, lengths_m


def _tiles(countries: Shapes, pieces: Shapes) -> tuple[Shapes, Ints]:
    """Cut the countries that lines may meet in halves, until each tile has few vertices."""
    near = np.unique(shapely.STRtree(countries).query(pieces)[1])
    tiles, country, done = countries[near], near, []
    while len(tiles):
        few = shapely.get_num_coordinates(tiles) <= _VERTICES_IN_A_TILE
        done.append((tiles[few], country[few]))
        tiles, country = tiles[~few], np.repeat(country[~few], 2)
        tiles = np.array([half for tile in tiles for half in _halves(tile)], dtype=object)
    done = done or [(countries[:0], near)]
    shapes, owners = (np.concatenate(column) for column in zip(*done, strict=True))
    return shapes, owners


def _halves(tile: shapely.Geometry) -> list[shapely.Geometry]:
    west, south, east, north = tile.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        return [
            shapely.clip_by_rect(tile, west, south, middle, north),
            shapely.clip_by_rect(tile, middle, south, east, north),
        ]
    middle = (south + north) / 2
    return [
        shapely.clip_by_rect(tile, west, south, east, middle),
        shapely.clip_by_rect(tile, west, middle, east, north),
    ]


def _lengths_m(lines: Shapes) -> Floats:
    """Measure lines along their steps."""
    parts, line = shapely.get_parts(lines, return_index=True)
    lonlat, part = shapely.get_coordinates(parts, return_index=True)
    real = part[1:] == part[:-1]
    _, _, metres = GEOD.inv(*lonlat[:-1][real].T, *lonlat[1:][real].T)
    owner = line[part[1:][real]]
    return np.asarray(np.bincount(owner, weights=metres, minlength=len(lines)))
