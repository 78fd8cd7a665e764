"""Part the waters of the world into named oceans, seas and lakes."""

import json
import tomllib
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon

from data.build.context import NAMES, TABLES
from data.build.outlines import areas_km2
from data.build.tiling import Geometries, arranged, as_multipolygon, linework, polygons
from geo.crs import GEOGRAPHIC

Indices = npt.NDArray[np.intp]

WORLD: Final = shapely.box(-180, -90, 180, 90)
TOLERANCE_DEG: Final = 0.1
GRID_DEG: Final = 1e-4
ISLAND_KM2: Final = 500.0
"""Smaller islands are left out of the water around them."""
SPECK_KM2: Final = 50.0


def waters(path: Path) -> geopandas.GeoDataFrame:
    """Part all water that OpenStreetMap's land leaves free, by hand-drawn lines and given points.

    Parameters
    ----------
    path
        Land polygons of the world's countries at about 5 km, lakes being holes.

    Returns
    -------
    GeoDataFrame
        ``kind`` (``ocean``, ``sea``, ``lake``) and names, sorted by the English one.
    """
    table = tomllib.loads((TABLES / "waters.toml").read_text(encoding="utf-8"))
    rows = [row for row in table["water"] if "points" in row]
    drawn = [row for row in table["water"] if "outline" in row]
    lines = np.array([*map(shapely.LineString, table["separators"])])
    bodies = polygons(shapely.difference(WORLD, shapely.union_all(_land(path))))
    faces, places, owner = _named(bodies, lines, rows)
    nearest = owner[shapely.STRtree(faces[places]).nearest(shapely.point_on_surface(faces))]
    whole = np.array(
        [
            as_multipolygon(shapely.union_all(faces[nearest == number]))
            for number in range(len(rows))
        ]
    )
    small = shapely.coverage_simplify(whole, TOLERANCE_DEG)
    shapes = [_without_specks(shape, full) for shape, full in zip(small, whole, strict=True)]
    shapes += [MultiPolygon([shapely.Polygon(row["outline"])]) for row in drawn]
    frame = geopandas.GeoDataFrame(
        {column: [row[column] for row in rows + drawn] for column in ("kind", *NAMES)},
        geometry=shapely.set_precision(shapes, GRID_DEG, mode="pointwise"),
        crs=GEOGRAPHIC,
    )
    return frame.sort_values("name_en", ignore_index=True)


def _land(path: Path) -> Geometries:
    """Read the land, its islets left out, its rings mended."""
    content = json.loads(path.read_text(encoding="utf-8"))
    shapes = shapely.from_geojson([json.dumps(each["geometry"]) for each in content["features"]])
    parts = polygons(shapely.make_valid(shapes))
    return parts[areas_km2(parts) >= ISLAND_KM2]


def _named(
    bodies: Geometries, lines: Geometries, rows: list[dict[str, Any]]
) -> tuple[Geometries, Indices, Indices]:
    """Part the bodies of water that have a name; tell which faces the points lie in, and whose."""
    points = [shapely.Point(place) for row in rows for place in row["points"]]
    owner = np.array([number for number, row in enumerate(rows) for _ in row["points"]])
    found, holder = shapely.STRtree(bodies).query(points, predicate="intersects")
    missed = set(range(len(points))) - set(found)
    if missed:
        names = ", ".join(str(rows[owner[number]]["name_en"]) for number in sorted(missed))
        raise SystemExit(f"waters.toml: no water at a point of {names}")
    known = bodies[np.unique(holder)]
    faces = arranged(np.concatenate([linework(shapely.boundary(known)), linework(lines)]))
    faces = faces[shapely.contains(shapely.union_all(known), shapely.point_on_surface(faces))]
    number, face = shapely.STRtree(faces).query(points, predicate="intersects")
    places = np.empty(len(points), dtype=int)
    places[number] = face
    for one in np.unique(places):
        joined = sorted({str(rows[each]["name_en"]) for each in owner[places == one]})
        if len(joined) > 1:
            raise SystemExit(f"waters.toml: no line parts {' from '.join(joined)}")
    return faces, places, owner


def _without_specks(shape: MultiPolygon, whole: MultiPolygon) -> MultiPolygon:
    """Leave out small parts and islands, but keep the largest part of every water."""
    parts = polygons(shape)
    if len(parts) == 0:
        return whole
    size = areas_km2(parts)
    kept = parts[(size >= SPECK_KM2) | (size == size.max())]
    return as_multipolygon(kept)
