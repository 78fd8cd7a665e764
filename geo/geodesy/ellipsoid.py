"""Know the ellipsoid: areas and bounded geodesics on it, and the lines that are measured from."""

from functools import lru_cache
from math import isfinite
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD, require_geographic
from geo.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Shapes = NDArray[Any]

ESTIMATED_WELL_M, ESTIMATED_M = 9_000_000.0, 17_000_000.0
METRES_PER_DEGREE = 111_700.0  # no degree of WGS84 is longer, along a meridian or the equator

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)
LONGEST_PIECE_DEGREES = 5.0


def cartesian(lonlat: Floats, *, about: tuple[float, ...] = (0.0, 0.0)) -> Floats:
    """Return earth-centred coordinates in metres of points on the ellipsoid: up, east and north.

    They are turned to where the place given is up. There boxes along the axes lie close around
    what they hold, and a tree of them answers sooner.
    """
    lon, lat = np.radians(lonlat.T)
    lon -= np.radians(about[0])
    tilt = np.radians(about[1])
    sine, cosine = np.sin(lat), np.cos(lat)
    normal = GEOD.a / np.sqrt(1.0 - GEOD.es * sine**2)
    around, along = normal * cosine, normal * (1.0 - GEOD.es) * sine  # the earth's own axis
    out = around * np.cos(lon)
    xyz = np.empty((len(lon), 3))
    np.add(out * np.cos(tilt), along * np.sin(tilt), out=xyz[:, 0])
    np.multiply(around, np.sin(lon), out=xyz[:, 1])
    np.subtract(along * np.cos(tilt), out * np.sin(tilt), out=xyz[:, 2])
    return xyz


def estimated_m(here: Floats, there: Floats) -> tuple[Floats, Floats]:
    """Estimate geodesics between places at a tenth of their cost, and bound the error, in metres.

    Beyond 17,000 km, where the estimate is poor, they are measured.

    References
    ----------
    W. D. Lambert, The distance between two widely separated points on the surface of the earth,
    Journal of the Washington Academy of Sciences 32 (1942) 125-130: a great circle between
    parametric latitudes, corrected to the first order of the flattening. The bounds are those of
    400,000 random pairs of places in each of a dozen ranges of distance, and a few per cent.
    """
    one, other = (np.arctan((1.0 - GEOD.f) * np.tan(np.radians(p[:, 1]))) for p in (here, there))
    middle, half = np.sin((one + other) / 2.0) ** 2, np.sin((other - one) / 2.0) ** 2
    turn = np.sin(np.radians(there[:, 0] - here[:, 0]) / 2.0) ** 2
    chord = np.clip(half + (1.0 - middle - half) * turn, 0.0, 1.0)
    arc = 2.0 * np.arcsin(np.sqrt(chord))
    sine = np.sin(arc)
    away = (arc - sine) * middle * (1.0 - half) / np.maximum(1.0 - chord, 1e-12)
    along = (arc + sine) * half * (1.0 - middle) / np.maximum(chord, 1e-24)
    metres = GEOD.a * (arc - GEOD.f / 2.0 * (away + along))
    slack_m = 1e-9 + np.where(metres < ESTIMATED_WELL_M, 1.5e-6, 1e-5) * metres
    far = np.flatnonzero(metres > ESTIMATED_M)
    metres[far], slack_m[far] = GEOD.inv(*here[far].T, *there[far].T)[2], 0.0
    return metres, slack_m


def longest_m(chord: Floats) -> Floats:
    """Bound geodesics by their chords: none is longer than where the ellipsoid is most curved.

    Chords longer than a circle so curved can have belong to almost opposite places.
    """
    sharpest = GEOD.b**2 / GEOD.a
    arc = 2.0 * sharpest * np.arcsin(np.minimum(chord / (2.0 * sharpest), 1.0))
    return np.where(chord < 2.0 * sharpest, arc, np.pi * GEOD.a)


def farthest_chord_m(least: Floats) -> Floats:
    """Bound the chord of whatever is nearest along the ellipsoid, given the least of all chords.

    A geodesic is at least as long as if the ellipsoid were curved everywhere as it is at least.
    """
    flattest = GEOD.a**2 / GEOD.b
    return np.asarray(2.0 * flattest * np.sin(longest_m(least) / (2.0 * flattest)))


def chords_m(a: Floats, b: Floats) -> Floats:
    """Return the distances of all points of one set from all of another."""
    square = np.zeros((len(a), len(b)))
    for axis in range(3):  # a matrix product would lose digits, and start threads for so little
        square += (a[:, axis, None] - b[:, axis]) ** 2
    return np.asarray(np.sqrt(square))


def ranges(first: Ints, count: Ints) -> Ints:
    """Return first, first + 1 … first + count - 1 for each pair, one after another."""
    return np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())


def area_km2(shapes: NDArray[Any]) -> Floats:
    """Measure the areas of shapes on the WGS84 ellipsoid.

    Parameters
    ----------
    shapes
        Shapely geometries in EPSG:4326, longitude first, edges straight in longitude and latitude.

    Returns
    -------
    array of float
        Square kilometres, one for each shape; 0 for lines, points, empty shapes and None.

    Notes
    -----
    The area between the equator and a latitude has a closed form per radian of longitude; it is
    integrated along every edge with five Gauss-Legendre nodes per 5 degrees of latitude, exact to
    rounding. Nothing is projected and no edge is replaced by a geodesic.

    Examples
    --------
    >>> import shapely
    >>> area_km2([shapely.box(-180, -90, 180, 90)]).round(3).tolist()
    [510065621.724]

    References
    ----------
    J. P. Snyder, Map Projections: A Working Manual, USGS 1395 (1987), equation 3-12.
    """
    shapes = np.asarray(shapes, dtype=object)
    parts, shape = shapely.get_parts(shapes, return_index=True)
    if len(parts) and (shapely.get_type_id(parts) >= 4).any():  # noqa: PLR2004 -- nested
        parts, inner = shapely.get_parts(parts, return_index=True)
        shape = shape[inner]
    areas = shapely.get_type_id(parts) == 3  # noqa: PLR2004 -- polygons
    parts, shape = parts[areas], shape[areas]
    rings, part = shapely.get_rings(parts, return_index=True)
    sign = np.where(np.append(True, part[1:] != part[:-1]), 1.0, -1.0)[: len(rings)]
    enclosed = sign * np.abs(_enclosed_m2(rings))
    return np.bincount(shape[part], weights=enclosed, minlength=len(shapes)) / 1e6


def _enclosed_m2(rings: NDArray[Any]) -> Floats:
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, step = lonlat[:-1][same], np.diff(lonlat, axis=0)[same]
    ring = ring[1:][same]
    pieces = np.maximum(np.ceil(np.abs(step[:, 1]) / LONGEST_PIECE_DEGREES), 1).astype(np.intp)
    edge = np.repeat(np.arange(len(ring)), pieces)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step, pieces = (step / pieces[:, None])[edge], pieces[edge]
    low = start[edge, 1] + nth * step[:, 1]
    lat = np.radians(low[:, None] + step[:, 1, None] * (_NODES + 1) / 2)
    strip = np.einsum("ij,j->i", _below_m2(lat), _WEIGHTS / 2) * np.radians(step[:, 0])
    return np.asarray(np.bincount(ring[edge], weights=strip, minlength=len(rings)), np.float64)


def _below_m2(lat: Floats) -> Floats:
    """Return the area between the equator and a latitude, per radian of longitude."""
    e, sine = np.sqrt(GEOD.es), np.sin(lat)
    area = GEOD.b**2 / 2 * (sine / (1 - GEOD.es * sine**2) + np.arctanh(e * sine) / e)
    return np.asarray(area)


LEAST_REACH_KM = 1.0
GREATEST_REACH_KM = 6000.0
MOST_VERTICES, MOST_PARTS = 2_000_000, 200_000
SAMPLED, FEWEST_IN_RUN, USUAL, OUTLINED_AT_ONCE = 101, 8, 0.7, 20_000

Origin: TypeAlias = BaseGeometry | gpd.GeoSeries | gpd.GeoDataFrame

_USABLE = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")


def reach_in_metres(reach_km: float) -> float:
    """Convert a reach to metres: the one place where policy's unit becomes geometry's."""
    wanted = f"give one from {LEAST_REACH_KM:g} to {GREATEST_REACH_KM:,.0f} km"
    try:
        value = float(reach_km)
    except (TypeError, ValueError) as error:
        raise InputError(f"reach_km={reach_km!r} is not a number; {wanted}.") from error
    if not (isfinite(value) and LEAST_REACH_KM <= value <= GREATEST_REACH_KM):
        raise InputError(f"reach_km={reach_km!r} is out of range; {wanted}.")
    return value * 1000.0


def checked(origin: Origin) -> BaseGeometry:
    """Return the origin in two dimensions and one shape, or say what is wrong with it."""
    if isinstance(origin, gpd.GeoDataFrame | gpd.GeoSeries):
        require_geographic(origin, name="origin")
        shapes = origin.geometry.dropna().to_numpy()
        if len(shapes) > 1 and shapely.is_valid(shapes).all():
            shapes = [shapely.union_all(shapes)]
        origin = next(iter(sorted(shapes, key=shapely.is_valid)), shapely.Polygon())
    if not isinstance(origin, BaseGeometry):
        raise InputError(
            f"origin is a {type(origin).__name__}; give a shapely Polygon, LineString or their "
            "Multi-form in longitude and latitude (EPSG:4326), or a GeoDataFrame of them."
        )
    return _checked(origin)


@lru_cache(maxsize=4)  # one origin is measured from many times, and looking at it takes a while
def _checked(origin: BaseGeometry) -> BaseGeometry:
    if origin.geom_type == "LinearRing":
        origin = shapely.LineString(origin)
    if origin.geom_type not in _USABLE:
        raise InputError(
            f"origin is a {origin.geom_type}; a reach is measured from lines or polygons: give one."
        )
    if origin.is_empty:
        raise InputError("origin is empty; give a border line or an area.")
    vertices, parts = shapely.get_num_coordinates(origin), shapely.get_num_geometries(origin)
    if vertices > MOST_VERTICES or parts > MOST_PARTS:
        raise InputError(
            f"origin has {vertices:,} vertices in {parts:,} parts; {MOST_VERTICES:,} and "
            f"{MOST_PARTS:,} are the most that is measured from: simplify it, or leave out parts "
            "that lie inside others' reach."
        )
    lonlat = shapely.get_coordinates(origin)
    if not np.isfinite(lonlat).all():
        raise InputError("origin has coordinates that are NaN or infinite; drop or mend them.")
    if (np.abs(lonlat) > (180.0, 90.0)).any():
        west, south, east, north = origin.bounds
        raise InputError(
            f"origin spans {west:g} to {east:g} E, {south:g} to {north:g} N and so leaves the "
            "globe; give longitude first, latitude second, in degrees, cut at the antimeridian."
        )
    if not origin.is_valid:
        raise InputError(
            f"origin is not valid ({shapely.is_valid_reason(origin)}); mend it, e.g. with "
            "shapely.make_valid."
        )
    flat = shapely.force_2d(origin)
    shapely.prepare(flat)
    return flat


def lines_of(shape: BaseGeometry) -> Shapes:
    """Return every ring of an area, every part of a line."""
    parts = shapely.get_parts(shape)
    if shape.geom_type.endswith("Polygon"):
        parts = shapely.get_rings(parts)
    return np.asarray(parts)


def densified(
    lines: Shapes, *, error_m: float, from_m: float = 1e12, longest_m: float = np.inf
) -> tuple[Floats, Ints]:
    """Return points along lines, straight in longitude and latitude, and the line of each.

    They lie so close that distances to the lines, of `from_m` or more, are off by no more than
    the error when measured to the points (or, left out, to the straight chords between them).
    """
    lonlat, line = shapely.get_coordinates(lines, return_index=True)
    step = np.diff(lonlat, axis=0, append=lonlat[-1:])
    step[np.diff(line, append=-1) != 0] = 0.0
    pieces = np.ones(len(lonlat), dtype=np.intp)
    narrowest = np.cos(np.radians(min(np.abs(lonlat[:, 1]).max(initial=0.0) + 1e-6, 90.0)))
    sharpest = 2.01 * np.radians(1.0) / (METRES_PER_DEGREE * max(narrowest, 1e-9))
    least_m = min(float(np.sqrt(8.0 * error_m / (sharpest + 1.0 / from_m))), longest_m)
    far = np.flatnonzero(METRES_PER_DEGREE * np.hypot(*step.T) > least_m)
    if not len(far):
        return lonlat, line
    length_m, bend = stretch(lonlat[far], step[far])
    spacing_m = np.minimum(np.sqrt(8.0 * error_m / (bend + 1.0 / from_m)), longest_m)
    pieces[far] = np.maximum(np.ceil(length_m / spacing_m), 1)
    start = np.repeat(np.arange(len(lonlat)), pieces)
    nth = np.arange(len(start)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = (nth / pieces[start])[:, None]
    return lonlat[start] + along * step[start], line[start]


def needed(lonlat: Floats, line: Ints, *, error_m: float, from_m: float) -> Bools:
    """Tell which points along lines suffice: without the others no distance grows by the error.

    Distances are those of `from_m` or more, and runs of neighbours are short against them. Seen
    from there, a place within the outline of four points of its run is farther than one of these,
    or nearer by no more than the run's length squared, over twice the distance. The four are both
    ends, and the farthest to either side of the line between them.
    """
    every = np.full(len(lonlat), fill_value=True)
    narrowest = np.cos(np.radians(min(np.abs(lonlat[:, 1]).max(initial=0.0), 90.0)))
    sharpest = 2.01 * np.radians(1.0) / (METRES_PER_DEGREE * max(narrowest, 1e-9))
    longest_m = np.sqrt(0.8 * error_m / (1.0 / from_m + sharpest / 4.0))  # costs half the error
    step = lonlat[1::SAMPLED] - lonlat[:-1:SAMPLED]
    spacing_m = METRES_PER_DEGREE * np.median(np.hypot(step[:, 0] * narrowest, step[:, 1]))
    size = int(min(USUAL * longest_m / max(spacing_m, 1e-3), len(lonlat)))
    if size < FEWEST_IN_RUN:
        return every
    at_once = size * (OUTLINED_AT_ONCE // size + 1)
    for first in range(0, len(lonlat) - size + 1, at_once):
        some = slice(first, first + (min(at_once, len(lonlat) - first) // size) * size)
        x, y = lonlat[some].T.reshape(2, -1, size)
        kept = _outermost(x, y, error_m / 2.0, longest_m)
        kept |= (line[some][::size] != line[some][size - 1 :: size])[:, None]
        every[some] = kept.ravel()
    return every


def _outermost(lon: Floats, lat: Floats, error_m: float, longest_m: float) -> Bools:
    """Tell for each row of neighbours which are not within the outline of four of them."""
    narrow = METRES_PER_DEGREE * np.cos(np.radians(lat[:, :1]))
    x, y = (lon - lon[:, :1]) * narrow, (lat - lat[:, :1]) * METRES_PER_DEGREE
    row, (east, north) = np.arange(len(x)), (x[:, -1:], y[:, -1:])
    off = east * y - north * x
    left, (high, low) = off > 0.0, (off.argmax(axis=1), off.argmin(axis=1))
    corners = [(x[row, at, None], y[row, at, None]) for at in (high, low)]
    tip_x, tip_y, lean, fall = (
        np.where(left, one, other)
        for one, other in zip(
            *((x, y, np.hypot(x, y), np.hypot(east - x, north - y)) for x, y in corners),
            strict=True,
        )
    )
    beyond = tip_x * y - tip_y * x  # of the edge that leads to the corner; then of the other
    after = off - beyond + tip_x * north - tip_y * east
    side = np.where(left, 1.0, -1.0)
    kept = (side * beyond > lean * error_m) | (side * after > fall * error_m)
    kept |= (np.hypot(np.ptp(x, axis=1), np.ptp(y, axis=1)) > longest_m)[:, None]
    kept[row, high] = kept[row, low] = kept[:, 0] = kept[:, -1] = True
    return np.asarray(kept)


def stretch(lonlat: Floats, step: Floats) -> tuple[Floats, Floats]:
    """Bound the length of edges in metres, and their bend against a geodesic in 1/metres.

    On a sphere an edge straight in longitude and latitude bends by sin(latitude) (1 + cos²(its
    azimuth)) radians for each radian of longitude.
    """
    ends = np.abs(np.column_stack([lonlat[:, 1], lonlat[:, 1] + step[:, 1]]))
    crossing = lonlat[:, 1] * (lonlat[:, 1] + step[:, 1]) < 0
    widest = np.where(crossing, 1.0, np.cos(np.radians(ends.min(axis=1))))
    narrowest = np.cos(np.radians(np.minimum(ends.max(axis=1), 90.0)))
    length_m = METRES_PER_DEGREE * np.hypot(step[:, 0] * widest, step[:, 1])
    least_m = METRES_PER_DEGREE * np.hypot(step[:, 0] * narrowest, step[:, 1])
    bend = 2.01 * np.radians(np.abs(step[:, 0])) / np.maximum(least_m, 1e-3)
    return length_m, bend
