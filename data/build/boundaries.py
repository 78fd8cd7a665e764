"""Make the boundary layers of OpenStreetMap's borders and Natural Earth's regions."""

import csv
import json
from pathlib import Path
from typing import Final

import geopandas
import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from scipy.spatial import cKDTree
from shapely import MultiPolygon

from data.build.context import countries, sea
from data.build.manifest import sha256, write_layer, write_manifest
from data.build.tiling import Geometries, as_multipolygon, exteriors, polygons, tile
from data.build.upstream import CHECKOUT, HERE, Upstream, fetched, upstream
from geo.crs import GEOD
from geo.provenance import Record

FOLDER: Final = CHECKOUT / "data" / "boundaries"
VIEW: Final = shapely.box(10, 38, 60, 65)
"""Where Russia's outline keeps OpenStreetMap's full detail, in degrees."""
NEAR_KM: Final = 1000
FAR_TOLERANCE_DEG: Final = 0.005
FAR_LEAST_ISLET_DEG2: Final = 2e-4
BORDER_NAMES: Final = {
    "name_en": "Land border of Ukraine with Russia",
    "name_uk": "Сухопутний кордон України з Росією",
    "name_ru": "Сухопутная граница Украины с Россией",
}
WORLDVIEW: Final = (
    "Ukraine within its internationally recognised borders, Crimea and Sevastopol included "
    "(UN General Assembly resolution 68/262)"
)


def build() -> None:
    """Write ``data/boundaries/`` anew: six layers and their manifest."""
    osm, natural_earth = upstream("osm"), upstream("natural-earth")
    outlines = osm_outlines(fetched(osm), ("UKR", "RUS"))
    world_map = fetched(natural_earth)
    units, table = first_level_units(world_map)
    print("tiling regions")
    ukraine, russia = recognised(outlines["UKR"], outlines["RUS"], units, table)
    homes = [row["region"][:2] for row in table]
    tiles = tile({"UA": ukraine, "RU": russia}, units, homes)
    layers = region_layers(tiles, table, homes)
    layers["land-border"] = land_border(layers["ukraine"], layers["regions"])
    print("joining countries and sea")
    layers["countries"] = countries(world_map, layers["ukraine"], layers["regions"])
    layers["sea"] = sea(layers["countries"])
    write(layers, osm, natural_earth)


def osm_outlines(path: Path, codes: tuple[str, ...]) -> dict[str, MultiPolygon]:
    """Read the named countries' polygons, lakes filled, by their ISO 3166-1 alpha-3 code."""
    collection = json.loads(path.read_bytes())
    return {
        feature["properties"]["A3"]: exteriors(shapely.from_geojson(json.dumps(feature)))
        for feature in collection["features"]
        if feature["properties"]["A3"] in codes
    }


def first_level_units(world_map: Path) -> tuple[Geometries, list[dict[str, str]]]:
    """Read the first-level units of Russia and Ukraine, in the order of their ISO 3166-2 code."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as stream:
        table = sorted(csv.DictReader(stream), key=lambda row: row["region"])
    frame = pyogrio.read_dataframe(world_map, layer="states_provinces")
    frame = frame[frame["adm0_a3"].isin(["RUS", "UKR"])].set_index("name")
    units = np.array([frame.geometry.loc[row["natural_earth"]] for row in table], dtype=object)
    return units, table


def recognised(
    ukraine: MultiPolygon, russia: MultiPolygon, units: Geometries, table: list[dict[str, str]]
) -> tuple[MultiPolygon, MultiPolygon]:
    """Take from Russia what is Ukraine's, and give the waters on the border between them a home.

    OpenStreetMap holds Crimea in both countries' polygons. What is left of Russia's beside it,
    moles and islets drawn a little differently, is left out. Waters that the common border runs
    through are outside both polygons; they go to Russia's regions, so that nothing stays open.
    """
    rest = shapely.difference(russia, ukraine)
    far = polygons(shapely.simplify(shapely.difference(rest, VIEW), FAR_TOLERANCE_DEG))
    far = far[shapely.area(far) > FAR_LEAST_ISLET_DEG2]
    parts = polygons(shapely.union_all([*far, shapely.intersection(rest, VIEW)]))
    nearest = shapely.STRtree(units).nearest(parts)
    parts = parts[[table[number]["region"].startswith("RU") for number in nearest]]
    both = polygons(shapely.union_all([ukraine, *parts]))
    waters = shapely.polygons([ring for polygon in both for ring in polygon.interiors])
    return ukraine, as_multipolygon(shapely.union_all([*parts, *waters]))


def region_layers(
    tiles: Geometries, table: list[dict[str, str]], homes: list[str]
) -> dict[str, geopandas.GeoDataFrame]:
    """Name the tiles, and join Ukraine's into the whole."""
    columns = ("region", "name_en", "name_uk", "name_ru")
    frame = geopandas.GeoDataFrame(
        {column: [row[column] for row in table] for column in columns},
        geometry=tiles,
        crs="EPSG:4326",
    )
    home = np.array(homes)
    whole = as_multipolygon(shapely.coverage_union_all(tiles[home == "UA"]))
    ukraine = geopandas.GeoDataFrame(
        {"country": ["UA"], "name_en": ["Ukraine"], "name_uk": ["Україна"], "name_ru": ["Украина"]},
        geometry=[whole],
        crs="EPSG:4326",
    )
    frame.insert(4, "within_1000_km", distances_km(tiles, whole) <= NEAR_KM)
    return {
        "ukraine": ukraine,
        "regions": frame[home == "RU"].reset_index(drop=True),
        "ukraine_regions": frame[home == "UA"].reset_index(drop=True),
    }


def distances_km(regions: Geometries, origin: MultiPolygon) -> npt.NDArray[np.float64]:
    """Measure the least geodesic distance of each region from the origin, to 0.1 km.

    Both outlines are sampled; the nearest pair of samples is measured on the ellipsoid.
    """
    xy = _samples(origin)
    tree = cKDTree(_on_sphere(xy))
    result = []
    for region in regions:
        mine = _samples(region)
        chord, index = tree.query(_on_sphere(mine))
        best = np.argsort(chord)[:100]
        metres = GEOD.inv(*mine[best].T, *xy[index[best]].T)[2]
        result.append(min(metres) / 1000)
    return np.array(result)


def _samples(geometry: MultiPolygon) -> npt.NDArray[np.float64]:
    """List points along an outline, none farther than about 500 m from the next."""
    return shapely.get_coordinates(shapely.segmentize(shapely.boundary(geometry), 0.005))


def _on_sphere(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Put longitudes and latitudes on a sphere of radius one, where chords rank distances."""
    longitude, latitude = np.radians(xy).T
    around = np.cos(latitude)
    return np.column_stack(
        [around * np.cos(longitude), around * np.sin(longitude), np.sin(latitude)]
    )


def land_border(
    ukraine: geopandas.GeoDataFrame, regions: geopandas.GeoDataFrame
) -> geopandas.GeoDataFrame:
    """Draw the line that Ukraine and Russia's regions share, vertex by vertex."""
    edges = shapely.boundary(regions.geometry.to_numpy())
    line = shapely.intersection(shapely.boundary(ukraine.geometry.iloc[0]), shapely.union_all(edges))
    merged = shapely.line_merge(line)
    lines = [part for part in shapely.get_parts(merged) if part.geom_type == "LineString"]
    return geopandas.GeoDataFrame(
        {"country": ["RU-UA"], **{key: [value] for key, value in BORDER_NAMES.items()}},
        geometry=[shapely.MultiLineString(lines)],
        crs="EPSG:4326",
    )


def write(
    layers: dict[str, geopandas.GeoDataFrame], osm: Upstream, natural_earth: Upstream
) -> None:
    """Write the layers and their manifest."""
    records = []
    for name in ("ukraine", "land-border", "regions", "ukraine_regions", "countries", "sea"):
        frame = layers[name]
        path = FOLDER / f"{name}.fgb"
        write_layer(frame, path)
        records.append(
            Record(
                file=path.name,
                sha256=sha256(path),
                title=name,
                publisher=f"{osm.publisher} + {natural_earth.publisher}",
                package=f"{osm.package} + {natural_earth.package}",
                version=f"{osm.version} + {natural_earth.version}",
                upstream_file=f"{osm.member} + {natural_earth.member}",
                upstream_sha256=f"{osm.sha256} + {natural_earth.sha256}",
                licence="ODbL-1.0",
                attribution="© OpenStreetMap contributors; made with Natural Earth",
                worldview=WORLDVIEW,
                scale="10 m",
                crs="EPSG:4326",
                geometry="/".join(sorted(set(frame.geom_type))),
                rows=len(frame),
                derivation="",
            )
        )
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(frame)} rows")
    write_manifest(records, FOLDER / "manifest.toml", "Boundaries")
