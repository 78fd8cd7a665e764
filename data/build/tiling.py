"""Make regions of one source tile the land of another, edge to edge.

Two sources never draw the same border twice. Here the land decides: what a region has outside it is
cut off, and land that no region covers goes to the region nearest to it. All lines are then noded
together once and the faces between them handed out, so that neighbours share every vertex.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

Geometries = npt.NDArray[np.object_]

GRID_DEG: Final = 1e-7
SITE_SPACING_DEG: Final = 0.004
"""How densely a region's edge is sampled to find which land is nearest to it, about 400 m."""


def polygons(geometry: BaseGeometry | Geometries) -> Geometries:
    """List the polygons of geometries, leaving out lines, points and empty parts."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    areal = (shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)  # noqa: PLR2004
    kept: Geometries = parts[areal]
    return kept


def linework(geometry: BaseGeometry | Geometries) -> Geometries:
    """List the plain lines of geometries, leaving out points and empty parts."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    linear = (shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)
    kept: Geometries = parts[linear]
    return kept


def as_multipolygon(geometry: BaseGeometry | Geometries) -> MultiPolygon:
    """Join polygons that do not overlap into one geometry."""
    return MultiPolygon(list(polygons(geometry)))


def filled(geometry: BaseGeometry | Geometries) -> MultiPolygon:
    """Fill every hole of polygons, mending rings that touch or cross themselves."""
    rings = shapely.polygons(shapely.get_exterior_ring(polygons(geometry)))
    broken = ~shapely.is_valid(rings)
    rings[broken] = shapely.make_valid(rings[broken], method="structure", keep_collapsed=False)
    whole = shapely.get_exterior_ring(polygons(shapely.union_all(rings)))
    return as_multipolygon(shapely.union_all(shapely.polygons(whole)))


def holes(geometry: BaseGeometry | Geometries) -> Geometries:
    """List the holes of polygons as polygons."""
    parts = polygons(geometry)
    rings = [ring for part in parts for ring in shapely.get_rings(part)[1:]]
    result: Geometries = shapely.polygons(rings) if rings else np.array([], dtype=object)
    return result


def arranged(lines: BaseGeometry | Geometries) -> Geometries:
    """List the faces that lines, noded together on the grid, cut the plane into."""
    noded = shapely.union_all(linework(lines), grid_size=GRID_DEG)
    return polygons(shapely.polygonize(shapely.get_parts(noded)))


def tile(lands: Mapping[str, BaseGeometry], units: Geometries, homes: Sequence[str]) -> Geometries:
    """Hand out all of each land to the units at home there.

    Parameters
    ----------
    lands
        Polygon of each land; lands do not overlap.
    units
        Polygon of each unit, as its own source draws it.
    homes
        For each unit, the land it is part of.

    Returns
    -------
    array of MultiPolygon
        One for each unit, in the same order; neighbours share their vertices, also across the
        border between two lands.
    """
    home = np.array(homes)
    lines = [linework(shapely.boundary(units))]
    for name, land in lands.items():
        own = units[home == name]
        lines.append(linework(shapely.boundary(land)))
        gaps = polygons(shapely.difference(land, shapely.union_all(own)))
        lines.extend(_dividers(gap, own) for gap in gaps)
    faces = arranged(np.concatenate(lines))
    points = shapely.point_on_surface(faces)
    owner = np.full(len(faces), -1)
    for name, land in lands.items():
        shapely.prepare(land)
        here = np.flatnonzero(shapely.contains(land, points))
        own = np.flatnonzero(home == name)
        owner[here] = own[_nearest(points[here], units[own])]
    return np.array(
        [as_multipolygon(shapely.coverage_union_all(faces[owner == n])) for n in range(len(units))]
    )


def _dividers(gap: BaseGeometry, units: Geometries) -> Geometries:
    """Draw the lines that part a gap into what is nearest to each of the units it touches."""
    nothing: Geometries = np.array([], dtype=object)
    touching = np.flatnonzero(shapely.intersects(units, gap))
    edges = [
        linework(shapely.intersection(units[number], shapely.boundary(gap))) for number in touching
    ]
    owners = [number for number, edge in zip(touching, edges, strict=True) if len(edge)]
    if len(set(owners)) < 2:  # noqa: PLR2004
        return nothing
    shrink = _shrink(gap)
    sites = [_midpoints(_scaled(edge, shrink)) for edge in edges if len(edge)]
    owner = np.repeat(owners, [len(points) for points in sites])
    points, first = np.unique(np.concatenate(sites), axis=0, return_index=True)
    narrow = _scaled(gap, shrink)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=narrow, ordered=True)
    )
    realms = [shapely.coverage_union_all(cells[owner[first] == number]) for number in set(owners)]
    cut = shapely.intersection(shapely.boundary(realms), narrow)
    return linework(_scaled(cut, 1 / shrink))


def _midpoints(lines: Geometries) -> npt.NDArray[np.float64]:
    """Sample lines at the middle of short stretches, never at an end, which two units may share."""
    short = shapely.segmentize(lines, SITE_SPACING_DEG)
    xy, index = shapely.get_coordinates(short, return_index=True)
    same = index[1:] == index[:-1]
    middle: npt.NDArray[np.float64] = (xy[1:][same] + xy[:-1][same]) / 2
    return middle


def _nearest(points: Geometries, units: Geometries) -> npt.NDArray[np.intp]:
    """Find for each point the unit that holds it, or else the one nearest to it on the ground."""
    tree = shapely.STRtree(units)
    found = np.full(len(points), -1)
    inside, holder = tree.query(points, predicate="intersects")
    found[inside] = holder
    for number in np.flatnonzero(found < 0):
        point = points[number]
        shrink = _shrink(point)
        # no unit farther away than this in degrees can be the nearest one on the ground
        reach = shapely.distance(units[tree.nearest(point)], point) / shrink[0] + GRID_DEG
        near = tree.query(point, predicate="dwithin", distance=reach)
        if len(near) > 1:
            away = shapely.distance(_scaled(units[near], shrink), _scaled(point, shrink))
            near = near[[np.argmin(away)]]
        found[number] = near[0]
    return found


def _shrink(place: BaseGeometry) -> npt.NDArray[np.float64]:
    """Give the factors that make degrees of longitude there as long as degrees of latitude."""
    return np.array([np.cos(np.radians(place.centroid.y)), 1.0])


def _scaled(geometry: BaseGeometry | Geometries, factors: npt.NDArray[np.float64]) -> Geometries:
    """Scale longitudes and latitudes."""
    scaled: Geometries = shapely.transform(geometry, lambda xy: xy * factors)
    return scaled
