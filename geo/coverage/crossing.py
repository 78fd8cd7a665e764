"""Tell which countries shortest lines run through."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy import Floats, Ints, LonLat, Shapes

CROSSING_M = 1000.0
"""How far a shortest line must run through a country to cross it."""

_DRAWN_EVERY_M = 10_000.0  # so that straight pieces leave a geodesic by a few metres at most
_HALF_A_TURN = 180.0
_STEPS_IN_A_PIECE = 24
_VERTICES_IN_A_TILE = 256


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


def third_countries(
    lines: list[tuple[LonLat, LonLat]],
    codes: NDArray[Any],
    regions: Shapes,
    origin: BaseGeometry,
    countries: gpd.GeoDataFrame,
) -> list[tuple[str, ...]]:
    """Return for each line of a region the third countries it crosses, by code."""
    shapes, names = countries.geometry.to_numpy(), countries["country"].to_numpy(dtype=object)
    at, country = shapely.STRtree(shapes).query(
        shapely.point_on_surface(regions), predicate="within"
    )
    own = dict(zip(at.tolist(), names[country], strict=True))
    other = ~shapely.dwithin(shapes, origin.representative_point(), 0.05)
    across = crossed(lines, shapes[other], names[other])
    return [
        tuple(country for country in met if country not in (code[:2], own.get(n)))
        for n, (met, code) in enumerate(zip(across, codes, strict=True))
    ]


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
