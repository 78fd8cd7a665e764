"""Make regions of one source tile the land of another, edge to edge.

Two sources never draw the same border twice. Here the land decides: what a region has outside it is
cut off, and land that no region covers goes to the region nearest to it. All lines are then noded
together once and the pieces between them handed out, so that neighbours share every vertex.
"""

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


def exteriors(geometry: BaseGeometry) -> MultiPolygon:
    """Fill every hole of a polygon, mending rings that touch or cross themselves."""
    rings = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(geometry)))
    broken = ~shapely.is_valid(rings)
    rings[broken] = shapely.make_valid(rings[broken], method="structure", keep_collapsed=False)
    filled = shapely.get_exterior_ring(polygons(shapely.union_all(rings)))
    return as_multipolygon(shapely.union_all(shapely.polygons(filled)))


def polygons(geometry: BaseGeometry | Geometries) -> Geometries:
    """List the polygons of geometries, leaving out lines, points and empty parts."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    kept: Geometries = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON)]
    return kept[~shapely.is_empty(kept)]


def as_multipolygon(geometry: BaseGeometry | Geometries) -> MultiPolygon:
    """Join polygons that do not overlap into one geometry."""
    return MultiPolygon(list(polygons(geometry)))


def tile(lands: dict[str, BaseGeometry], units: Geometries, homes: list[str]) -> Geometries:
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
    lines = [shapely.boundary(units)]
    for name, land in lands.items():
        own = np.where(home == name, units, None)
        lines.append(shapely.boundary([land]))
        lines.extend(_dividers(gap, own) for gap in _gaps(land, units[home == name]))
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


def arranged(lines: Geometries) -> Geometries:
    """List the faces that lines, noded together on the grid, cut the plane into."""
    noded = shapely.union_all(_linework(lines), grid_size=GRID_DEG)
    return polygons(shapely.polygonize(shapely.get_parts(noded)))


def _gaps(land: BaseGeometry, units: Geometries) -> Geometries:
    """List the pieces of a land that none of its units covers."""
    return polygons(shapely.difference(land, shapely.union_all(units)))


def _dividers(gap: BaseGeometry, units: Geometries) -> Geometries:
    """Draw the lines in a gap that part what is nearest to one unit from what is nearest to others.

    Longitudes are shrunk by the cosine of the gap's latitude, so that near means near on the ground.
    """
    touching = np.flatnonzero(shapely.intersects(units, gap))
    if len(touching) < 2:  # noqa: PLR2004
        return np.array([], dtype=object)
    shrink = np.array([np.cos(np.radians(gap.centroid.y)), 1.0])
    sites, owners = [], []
    for number in touching:
        edge = _linework(shapely.intersection(units[number], shapely.boundary(gap)))
        points = _midpoints(shapely.transform(edge, lambda xy: xy * shrink))
        sites.append(points)
        owners.append(np.full(len(points), number))
    points, first = np.unique(np.concatenate(sites), axis=0, return_index=True)
    owner = np.concatenate(owners)[first]
    if len(np.unique(owner)) < 2:  # noqa: PLR2004
        return np.array([], dtype=object)
    narrow = shapely.transform(gap, lambda xy: xy * shrink)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=narrow, ordered=True)
    )
    realms = [shapely.coverage_union_all(cells[owner == number]) for number in np.unique(owner)]
    cut = shapely.intersection(shapely.boundary(realms), narrow)
    return shapely.transform(_linework(cut), lambda xy: xy / shrink)


def _midpoints(lines: Geometries) -> npt.NDArray[np.float64]:
    """Sample lines at the middle of short stretches, never at an end, which two units may share."""
    short = shapely.segmentize(lines, SITE_SPACING_DEG)
    xy, index = shapely.get_coordinates(short, return_index=True)
    same = index[1:] == index[:-1]
    return (xy[1:][same] + xy[:-1][same]) / 2


def _linework(geometry: BaseGeometry | Geometries) -> Geometries:
    """List the plain lines of geometries, leaving out points."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    parts = parts[~shapely.is_empty(parts)]
    return parts[shapely.get_dimensions(parts) == 1]


def _nearest(points: Geometries, units: Geometries) -> npt.NDArray[np.intp]:
    """Find for each point the unit that holds it, or else the one nearest to it on the ground."""
    tree = shapely.STRtree(units)
    found = np.full(len(points), -1)
    inside, holder = tree.query(points, predicate="intersects")
    found[inside] = holder
    for number in np.flatnonzero(found < 0):
        point = points[number]
        shrink = np.array([np.cos(np.radians(point.y)), 1.0])
        # no unit farther away than this in degrees can be the nearest one on the ground
        reach = shapely.distance(units[tree.nearest(point)], point) / shrink[0] + GRID_DEG
        near = tree.query(point, predicate="dwithin", distance=reach)
        if len(near) > 1:
            scaled = shapely.transform(units[near], lambda xy, by=shrink: xy * by)
            aim = shapely.transform(point, lambda xy, by=shrink: xy * by)
            near = near[[np.argmin(shapely.distance(scaled, aim))]]
        found[number] = near[0]
    return found
