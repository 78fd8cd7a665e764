"""Make the layers that stand around the map: the world's countries and the sea."""

import csv
import tomllib
from pathlib import Path
from typing import Final

import babel
import geopandas
import numpy as np
import pyogrio
import shapely

from data.build.tiling import Geometries, arranged, as_multipolygon, polygons
from data.build.upstream import HERE

TOLERANCE_DEG: Final = 0.01
LAKE_HALF_WIDTH_DEG: Final = 0.03


def countries(
    world_map: Path, ukraine: geopandas.GeoDataFrame, regions: geopandas.GeoDataFrame
) -> geopandas.GeoDataFrame:
    """Join Natural Earth's countries to the edges of Ukraine and Russia, and generalise them all."""
    frame = pyogrio.read_dataframe(world_map, layer="countries")
    others = frame[~frame["iso_a2"].isin(["UA", "RU", "-1"])].sort_values("iso_a2")
    ours = np.array(
        [
            shapely.coverage_union_all(layer.geometry.to_numpy())
            for layer in (ukraine, regions)
        ]
    )
    theirs = frame[frame["iso_a2"].isin(["UA", "RU"])].geometry.to_numpy()
    shapes = np.concatenate([ours, others.geometry.to_numpy()])
    codes = ["UA", "RU", *others["iso_a2"]]
    faces = arranged(shapely.boundary(np.concatenate([shapes, theirs])))
    owner = _owners(faces, shapes, theirs)
    joined = np.array(
        [shapely.coverage_union_all(faces[owner == number]) for number in range(len(codes))]
    )
    simple = shapely.coverage_simplify(joined, TOLERANCE_DEG)
    simple = np.array([as_multipolygon(shapely.set_precision(each, 1e-6)) for each in simple])
    names = [country_names(code) for code in codes]
    result = geopandas.GeoDataFrame(
        {
            "country": codes,
            "name_en": [name["en"] for name in names],
            "name_uk": [name["uk"] for name in names],
            "name_ru": [name["ru"] for name in names],
        },
        geometry=simple,
        crs="EPSG:4326",
    )
    return result.sort_values("country").reset_index(drop=True)


def _owners(faces: Geometries, shapes: Geometries, theirs: Geometries) -> np.ndarray:
    """Find whose each face is: the first shape holding it, else for land given up its neighbour."""
    points = shapely.point_on_surface(faces)
    owner = np.full(len(faces), -1)
    face, holder = shapely.STRtree(shapes).query(points, predicate="intersects")
    order = np.lexsort((-holder, face))
    owner[face[order]] = holder[order]
    given_up = np.flatnonzero(owner < 0)
    tree = shapely.STRtree(theirs)
    given_up = given_up[np.unique(tree.query(points[given_up], predicate="intersects")[0])]
    near = shapely.STRtree(faces)
    for number in given_up:
        touching = near.query(faces[number], predicate="touches")
        candidates = touching[owner[touching] >= 0]
        if not len(candidates):
            continue
        shared = shapely.length(
            shapely.intersection(shapely.boundary(faces[number]), faces[candidates])
        )
        wide = not shapely.buffer(faces[number], -LAKE_HALF_WIDTH_DEG).is_empty
        totals = {
            who: shared[owner[candidates] == who].sum() for who in set(owner[candidates].tolist())
        }
        closed = sum(totals.values()) > 0.99 * shapely.length(faces[number])
        foreign = {who: total for who, total in totals.items() if who > 1 and total > 0}
        if closed and wide:
            owner[number] = 1
        elif foreign:
            owner[number] = max(foreign, key=lambda who: foreign[who])
        elif closed:
            owner[number] = 1
    return owner


def country_names(code: str) -> dict[str, str]:
    """Name a country in English, Ukrainian and Russian: CLDR's name unless our table has another."""
    names = {
        language: babel.Locale(language).territories[code].replace("&", "and")
        for language in ("en", "uk", "ru")
    }
    with (HERE / "country_names.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["country"] == code:
                names |= {key: row[f"name_{key}"] for key in names if row[f"name_{key}"]}
    return names


def sea(land: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Part the water of the view into named seas, by lines drawn by hand and a point in each."""
    table = tomllib.loads((HERE / "sea.toml").read_text(encoding="utf-8"))
    view = shapely.box(*table["view"])
    water = shapely.difference(view, shapely.union_all(land.geometry.to_numpy()))
    lines = [shapely.boundary(water), *map(shapely.LineString, table["separators"])]
    faces = arranged(np.array(lines))
    faces = faces[shapely.contains(water, shapely.point_on_surface(faces))]
    rows = sorted(table["water"], key=lambda row: row["name_en"])
    seeds = shapely.points([row["point"] for row in rows])
    tree = shapely.STRtree(faces)
    named = [tree.query(seed, predicate="intersects").item() for seed in seeds]
    if len(set(named)) < len(named):
        raise SystemExit("two named waters are one: a separator of sea.toml does not part them")
    nearest = shapely.STRtree(faces[named]).nearest(shapely.point_on_surface(faces))
    geometry = [
        as_multipolygon(shapely.union_all(faces[nearest == number])) for number in range(len(rows))
    ]
    columns = ("name_en", "name_uk", "name_ru")
    return geopandas.GeoDataFrame(
        {column: [row[column] for row in rows] for column in columns},
        geometry=geometry,
        crs="EPSG:4326",
    )
