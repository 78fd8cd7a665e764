"""Make the boundary layers of OpenStreetMap's borders and Natural Earth's regions."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import geopandas
import numpy as np
import numpy.typing as npt
import pyogrio
import shapely
from scipy.spatial import cKDTree
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data.build.context import NAMES, TABLES, countries, sea
from data.build.manifest import sha256, write_layer, write_manifest
from data.build.outlines import osm_outlines, recognised
from data.build.tiling import Geometries, as_multipolygon, linework, tile
from data.build.upstream import CHECKOUT, fetched, upstream
from geo.crs import GEOD, GEOGRAPHIC
from geo.inputs import Record

FOLDER: Final = CHECKOUT / "data" / "boundaries"
HEADING: Final = """\
Where the boundary layers come from, what they may be used under, and whose view of borders they
take. Written by data/build/boundaries.py; do not edit by hand."""
WORLDVIEW: Final = (
    "Ukraine's internationally recognised border, Crimea and Sevastopol included "
    "(UN General Assembly resolution 68/262)"
)
NEAR_KM: Final = 1000
SAMPLE_DEG: Final = 0.005


def build() -> None:
    """Write ``data/boundaries/`` anew: six layers and their manifest."""
    outlines = osm_outlines(fetched(upstream("osm")))
    world_map = fetched(upstream("natural-earth"))
    table = _table()
    homes = [row["region"][:2] for row in table]
    units = _units(world_map, table)
    ukraine, russia = recognised(outlines, units, homes)
    print("matching regions to the borders")
    tiles = tile({"UA": ukraine, "RU": russia}, units, homes)
    home = np.array(homes)
    ukraine, russia = (
        as_multipolygon(shapely.coverage_union_all(tiles[home == code])) for code in ("UA", "RU")
    )
    near = _distances_km(tiles, ukraine) <= NEAR_KM
    print("joining countries and sea")
    world = countries(world_map, outlines, ukraine=ukraine, russia=russia)
    print("writing")
    _write(
        {
            "ukraine": _country(world, "UA", ukraine),
            "land-border": _land_border(ukraine, russia),
            "regions": _regions(table, tiles, near, home == "RU"),
            "ukraine_regions": _regions(table, tiles, near, home == "UA"),
            "countries": world,
            "sea": sea(world),
        }
    )


def _table() -> list[dict[str, str]]:
    """Read the table of regions, in the order of their codes."""
    with (TABLES / "regions.csv").open(encoding="utf-8", newline="") as stream:
        return sorted(csv.DictReader(stream), key=lambda row: row["region"])


def _units(world_map: Path, table: Iterable[Mapping[str, str]]) -> Geometries:
    """Read Natural Earth's polygon of each region of the table."""
    frame = pyogrio.read_dataframe(world_map, layer="states_provinces")
    # Crimea and Sevastopol stand under RUS there: the country is the one our table says, not this
    frame = frame[frame["adm0_a3"].isin(["RUS", "UKR"])].set_index("name")
    return np.array([frame.geometry.loc[row["natural_earth"]] for row in table], dtype=object)


def _country(
    world: geopandas.GeoDataFrame, code: str, shape: MultiPolygon
) -> geopandas.GeoDataFrame:
    """Take one country's row of the world with its shape at full detail."""
    row = world[world["country"] == code].reset_index(drop=True)
    return row.set_geometry([shape], crs=GEOGRAPHIC)


def _land_border(ukraine: MultiPolygon, russia: MultiPolygon) -> geopandas.GeoDataFrame:
    """Draw the line that two countries share, vertex by vertex, from north to south."""
    shared = shapely.intersection(shapely.boundary(ukraine), shapely.boundary(russia))
    lines = linework(shapely.line_merge(shapely.union_all(linework(shared))))
    names = (
        "Land border of Ukraine with Russia",
        "Сухопутний кордон України з Росією",
        "Сухопутная граница Украины с Россией",
    )
    return geopandas.GeoDataFrame(
        {"country": ["RU-UA"], **{key: [name] for key, name in zip(NAMES, names, strict=True)}},
        geometry=[shapely.MultiLineString(list(lines))],
        crs=GEOGRAPHIC,
    )


def _regions(
    table: list[dict[str, str]],
    tiles: Geometries,
    near: npt.NDArray[np.bool_],
    ours: npt.NDArray[np.bool_],
) -> geopandas.GeoDataFrame:
    """Name the tiles of one country."""
    rows = [row for row, mine in zip(table, ours, strict=True) if mine]
    return geopandas.GeoDataFrame(
        {column: [row[column] for row in rows] for column in ("region", *NAMES)}
        | {"within_1000_km": near[ours]},
        geometry=tiles[ours],
        crs=GEOGRAPHIC,
    )


def _distances_km(regions: Geometries, origin: BaseGeometry) -> npt.NDArray[np.float64]:
    """Measure each region's least geodesic distance from the origin, to some 100 m.

    Both outlines are sampled; the nearest pairs of samples are measured on the ellipsoid.
    """
    there = _samples(origin)
    tree = cKDTree(_on_sphere(there))
    least = []
    for region in regions:
        here = _samples(region)
        chord, index = tree.query(_on_sphere(here))
        best = np.argsort(chord)[:100]
        _, _, metres = GEOD.inv(*here[best].T, *there[index[best]].T)
        least.append(metres.min() / 1000)
    return np.array(least)


def _samples(shape: BaseGeometry) -> npt.NDArray[np.float64]:
    """List points along an outline, none farther than some 500 m from the next."""
    dense = shapely.segmentize(shapely.boundary(shape), SAMPLE_DEG)
    xy: npt.NDArray[np.float64] = shapely.get_coordinates(dense)
    return xy


def _on_sphere(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Put longitudes and latitudes on a sphere of radius one, where chords rank distances."""
    longitude, latitude = np.radians(xy).T
    around = np.cos(latitude)
    return np.column_stack(
        [around * np.cos(longitude), around * np.sin(longitude), np.sin(latitude)]
    )


def _write(layers: Mapping[str, geopandas.GeoDataFrame]) -> None:
    """Write the layers and their manifest, in the order of the table of records."""
    table = tomllib.loads((TABLES / "records.toml").read_text(encoding="utf-8"))
    records = []
    for name, said in table.items():
        path = FOLDER / f"{name}.fgb"
        write_layer(layers[name], path)
        sources = [upstream(source) for source in said["sources"]]
        records.append(
            Record(
                file=path.name,
                sha256=sha256(path),
                title=said["title"],
                publisher=" + ".join(source.publisher for source in sources),
                package=" + ".join(source.package for source in sources),
                version=" + ".join(source.version for source in sources),
                upstream_file=" + ".join(source.member for source in sources),
                upstream_sha256=" + ".join(source.sha256 for source in sources),
                licence="ODbL-1.0",
                attribution=" · ".join(
                    {"osm": "© OpenStreetMap contributors", "natural-earth": "Natural Earth"}[
                        source
                    ]
                    for source in said["sources"]
                ),
                worldview=WORLDVIEW,
                scale=said["scale"],
                crs=layers[name].crs.to_string(),
                geometry=layers[name].geom_type.iloc[0],
                rows=len(layers[name]),
                derivation=said["derivation"].replace("babel", f"babel {version('babel')}").strip(),
            )
        )
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(layers[name])} rows")
    write_manifest(records, FOLDER / "manifest.toml", HEADING)
