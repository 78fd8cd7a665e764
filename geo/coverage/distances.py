"""Measure how near and how far regions lie from an origin, and what lies between."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Proj
from shapely.geometry.base import BaseGeometry

from geo.envelopes.origin import GEOD, Border, Floats, border_lines, cartesian, checked, densified

SPACING_M = 100.0
CLOSE_M = 5000.0
SCAN_M = 1000.0
SHORTEST_CROSSING_KM = 1.0


@dataclass(frozen=True)
class Span:
    """Hold the least and the greatest distance of one region, and the shortest line to it."""

    nearest_km: float
    farthest_km: float
    line: tuple[tuple[float, float], tuple[float, float]]


def spans(regions: NDArray[Any], origin: BaseGeometry) -> list[Span]:
    """Measure every region's span of distances from an origin."""
    origin = checked(origin)
    border = Border.of(origin, reach_m=CLOSE_M, error_m=SPACING_M**2 / (8 * CLOSE_M))
    shapely.prepare(origin)
    return [_span(region, origin, border) for region in regions]


def _span(region: BaseGeometry, origin: BaseGeometry, border: Border) -> Span:
    outline, _ = densified(border_lines(region), spacing_m=SCAN_M)
    chord, _ = border.tree.query(cartesian(outline))
    nearest_m, line = _nearest(region, origin, border, outline, chord)
    inside = shapely.intersects_xy(origin, outline)
    chord[inside] = 0.0
    return Span(
        nearest_m / 1000.0, _farthest_m(region, origin, border, outline, chord) / 1000.0, line
    )


def _nearest(
    region: BaseGeometry, origin: BaseGeometry, border: Border, outline: Floats, chord: Floats
) -> tuple[float, tuple[tuple[float, float], tuple[float, float]]]:
    here = tuple(outline[int(np.argmin(chord))])
    if origin.intersects(region):
        return 0.0, (here, here)
    close = chord < chord.min() + 2 * SCAN_M + chord.min() ** 3 * 3e-17
    close = close | np.roll(close, 1) | np.roll(close, -1)
    fine = _between(outline, close, SPACING_M)
    near = border.nearest(fine)
    best = int(np.argmin(near.distance_m))
    ends = tuple(border.lonlat[near.index[best]]), tuple(fine[best])
    if near.distance_m[best] > CLOSE_M:
        return float(near.distance_m[best]), ends
    # so close that sampling would show: measure between the lines themselves, on a plane there
    plane = Proj(proj="stere", lon_0=fine[best, 0], lat_0=fine[best, 1], ellps="WGS84")

    def flat(lonlat: Floats) -> Floats:
        return np.column_stack(plane(*lonlat.T))

    degrees = 3 * CLOSE_M / 111_000.0
    wide = degrees / max(np.cos(np.radians(fine[best, 1])), 0.01)
    x, y = fine[best]
    box = (x - wide, y - degrees, x + wide, y + degrees)
    mine, theirs = (
        shapely.transform(
            shapely.clip_by_rect(shapely.multilinestrings(border_lines(one)), *box), flat
        )
        for one in (origin, region)
    )
    shortest = shapely.shortest_line(mine, theirs)
    a, b = (
        tuple(end)
        for end in np.column_stack(plane(*shapely.get_coordinates(shortest).T, inverse=True))
    )
    return float(GEOD.inv(*a, *b)[2]), (a, b)


def _between(outline: Floats, chosen: NDArray[np.bool_], spacing_m: float) -> Floats:
    """Return points along the chosen stretches of an outline, more densely."""
    pairs = np.flatnonzero(chosen[:-1] & chosen[1:])
    lines = np.stack([outline[pairs], outline[pairs + 1]], axis=1)
    gap = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
    lines = shapely.linestrings(lines[gap < 0.1])  # noqa: PLR2004 -- degrees: not between rings
    points = [outline[chosen]]
    if len(lines):
        points.append(densified(lines, spacing_m=spacing_m)[0])
    return np.vstack(points)


def _farthest_m(
    region: BaseGeometry, origin: BaseGeometry, border: Border, outline: Floats, chord: Floats
) -> float:
    """Search the outline and a lattice inside, then ever more finely around the farthest points."""
    west, south, east, north = region.bounds
    lattice = np.stack(np.meshgrid(np.linspace(west, east, 24), np.linspace(south, north, 24)), -1)
    lattice = lattice.reshape(-1, 2)
    lattice = lattice[shapely.contains_xy(region, lattice)]
    points = np.vstack([outline, lattice])
    far = np.concatenate([chord, _chord(lattice, origin, border)])
    size = max(east - west, north - south) / 24
    for _ in range(8):
        top = points[far >= far.max() - 2e5 * size * 0.2]
        top = top[np.argsort(-far[far >= far.max() - 2e5 * size * 0.2])[:8]]
        offsets = np.stack(np.meshgrid(np.linspace(-1, 1, 7), np.linspace(-1, 1, 7)), -1).reshape(
            -1, 2
        )
        around = (top[:, None] + offsets * size).reshape(-1, 2)
        around = around[shapely.intersects_xy(region, around)]
        points = np.vstack([top, around])
        far = _chord(points, origin, border)
        size /= 5
    best = points[[int(np.argmax(far))]]
    return float(border.nearest(best).distance_m[0]) if far.max() > 0 else 0.0


def _chord(points: Floats, origin: BaseGeometry, border: Border) -> Floats:
    if not len(points):
        return np.empty(0)
    chord, _ = border.tree.query(cartesian(points))
    chord[shapely.intersects_xy(origin, points)] = 0.0
    return np.asarray(chord)


def crossed(span: Span, countries: NDArray[Any], codes: NDArray[Any]) -> list[str]:
    """Return the codes of countries that the shortest line crosses for more than a kilometre."""
    (lon, lat), (to_lon, to_lat) = span.line
    count = int(span.nearest_km / 1.0)
    if count < 1:
        return []
    between = GEOD.inv_intermediate(lon, lat, to_lon, to_lat, count, return_back_azimuth=True)
    line = shapely.LineString(
        [(lon, lat), *zip(between.lons, between.lats, strict=True), (to_lon, to_lat)]
    )
    hit = np.flatnonzero(shapely.intersects(countries, line))
    parts = shapely.intersection(countries[hit], line)
    long = [GEOD.geometry_length(part) / 1000.0 > SHORTEST_CROSSING_KM for part in parts]
    return sorted(codes[hit][long])
