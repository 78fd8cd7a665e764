"""Make the layers that stand around the map: the world's countries and the sea."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import babel
import geopandas
import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from shapely import MultiPolygon

from data.build.outlines import ENCLOSED_AT_MOST_KM2, VIEW, areas_km2
from data.build.tiling import Geometries, arranged, as_multipolygon, holes, linework, polygons
from data.build.upstream import HERE
from geo.crs import GEOGRAPHIC

TABLES: Final = HERE / "tables"
NEAR_TOLERANCE_DEG: Final = 0.01
FAR_TOLERANCE_DEG: Final = 0.06
ISLET_KM2: Final = 2.0
"""Smaller islets are left out of the context, Ukraine's excepted."""
NAMES: Final = ("name_en", "name_uk", "name_ru")


def countries(
    world_map: Path,
    outlines: Mapping[str, MultiPolygon],
    *,
    ukraine: MultiPolygon,
    russia: MultiPolygon,
) -> geopandas.GeoDataFrame:
    """Join the countries of the world around Ukraine and Russia, and generalise them together.

    Parameters
    ----------
    world_map
        Natural Earth's, for all that lies beyond the view.
    outlines
        OpenStreetMap's, for all that lies in it.
    ukraine, russia
        As drawn in the layers of regions; where outlines overlap these two come first, then the
        smaller country.

    Returns
    -------
    GeoDataFrame
        ``country`` (ISO 3166-1, and XK) and names, sorted; finer in the view than beyond it.
    """
    world = _natural_earth(world_map)
    near = {"UA": ukraine, "RU": russia}
    near |= {
        code: _without_islets(outline)
        for code, outline in sorted(outlines.items(), key=lambda item: item[1].area)
        if code not in near
    }
    far = {
        code: shapely.difference(shape, VIEW)
        for code, shape in world.items()
        if code not in {"UA", "RU"}
    }
    codes = [*near, *far]
    shapes = np.array([*near.values(), *far.values()], dtype=object)
    faces = arranged(np.append(linework(shapely.boundary(shapes)), VIEW.exterior))
    owner = _owners(faces, shapes, codes, world)
    here = shapely.contains(VIEW, shapely.point_on_surface(faces))
    names = sorted(set(owner) - {""})
    halves = [
        shapely.coverage_simplify(
            [
                as_multipolygon(shapely.coverage_union_all(faces[(owner == name) & half]))
                for name in names
            ],
            tolerance,
        )
        for half, tolerance in ((here, NEAR_TOLERANCE_DEG), (~here, FAR_TOLERANCE_DEG))
    ]
    joined = [as_multipolygon(shapely.union_all(pair)) for pair in zip(*halves, strict=True)]
    return geopandas.GeoDataFrame(
        {"country": names}
        | {column: [country_name(name, column[-2:]) for name in names] for column in NAMES},
        geometry=joined,
        crs=GEOGRAPHIC,
    )


def _natural_earth(world_map: Path) -> dict[str, MultiPolygon]:
    """Read Natural Earth's countries; its one row of undetermined land is given out by a table."""
    frame = pyogrio.read_dataframe(world_map, layer="countries").set_index("iso_a2")
    world = {code: as_multipolygon(shape) for code, shape in frame.geometry.items()}
    pieces = polygons(world.pop("-1"))
    with (TABLES / "undetermined.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
            # the table gives points near the middle of each piece, not always inside it
            piece = pieces[np.argmin(shapely.distance(pieces, point))]
            known = world.get(row["country"], MultiPolygon())
            world[row["country"]] = as_multipolygon(shapely.union_all([known, piece]))
    return world


def _without_islets(outline: MultiPolygon) -> MultiPolygon:
    """Leave out what is too small for context."""
    parts = polygons(outline)
    return as_multipolygon(parts[areas_km2(parts) >= ISLET_KM2])


def _owners(
    faces: Geometries, shapes: Geometries, codes: list[str], world: Mapping[str, MultiPolygon]
) -> npt.NDArray[np.str_]:
    """Find whose each face is: the first shape's that holds it.

    Enclosed water is whose Natural Earth has it, unless that is Russia: Russia's regions have all
    of theirs already. Any other water is nobody's, an empty code.
    """
    points = shapely.point_on_surface(faces)
    first = np.full(len(faces), len(codes))
    face, holder = shapely.STRtree(shapes).query(points, predicate="intersects")
    np.minimum.at(first, face, holder)
    owner: npt.NDArray[np.str_] = np.array([*codes, ""])[first]
    land = shapely.coverage_union_all(faces[owner != ""])
    enclosed = holes(land)
    enclosed = enclosed[areas_km2(enclosed) <= ENCLOSED_AT_MOST_KM2]
    number, _ = shapely.STRtree(enclosed).query(points, predicate="intersects")
    water = number[owner[number] == ""]
    known = [code for code in world if code != "RU"]
    inside, country = shapely.STRtree([world[code] for code in known]).query(
        points[water], predicate="intersects"
    )
    owner[water[inside]] = np.array(known)[country]
    return owner


def country_name(code: str, language: str) -> str:
    """Name a country by its code: CLDR's name in the language unless our table has another."""
    with (TABLES / "country_names.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["country"] == code and row[f"name_{language}"]:
                return row[f"name_{language}"]
    return str(babel.Locale(language).territories[code]).replace("&", "and")


def sea(land: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Part the water of the view into named seas, by lines drawn by hand and a point in each.

    Returns
    -------
    GeoDataFrame
        Names, sorted by the English one. It ends where the land of the context layer begins.
    """
    table = tomllib.loads((TABLES / "sea.toml").read_text(encoding="utf-8"))
    water = shapely.difference(VIEW, shapely.union_all(land.geometry.to_numpy()))
    lines = np.array([*map(shapely.LineString, table["separators"])])
    faces = arranged(np.concatenate([linework(shapely.boundary(water)), lines]))
    inner = shapely.point_on_surface(faces)
    faces = faces[shapely.contains(water, inner)]
    rows = sorted(table["water"], key=lambda row: row["name_en"])
    tree = shapely.STRtree(faces)
    named = [tree.query(shapely.Point(row["point"]), predicate="intersects").item() for row in rows]
    for number, row in zip(named, rows, strict=True):
        if named.count(number) > 1:
            raise SystemExit(f"no line of sea.toml parts {row['name_en']} from its neighbour")
    nearest = shapely.STRtree(faces[named]).nearest(shapely.point_on_surface(faces))
    return geopandas.GeoDataFrame(
        {column: [row[column] for row in rows] for column in NAMES},
        geometry=[
            as_multipolygon(shapely.union_all(faces[nearest == number]))
            for number in range(len(rows))
        ],
        crs=GEOGRAPHIC,
    )
