"""Make the layers of detail: rivers, lakes, and the towns in which regions are governed."""

import csv
import io
import json
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import shapely

from data.build.context import NAMES, TABLES
from data.build.manifest import sha256, write_layer, write_manifest
from data.build.outlines import VIEW, areas_km2
from data.build.tiling import as_multipolygon, polygons
from data.build.upstream import CHECKOUT, fetched, upstream
from geo.boundaries import OWN_LAYERS, WORLD, load_regions, read_layer
from geo.crs import GEOGRAPHIC
from geo.gazetteer import Candidate, largest
from geo.inputs import Record

FOLDER: Final = CHECKOUT / "data" / "detail"
HEADING: Final = """\
Where the layers of detail come from, and what they may be used under. Written by
data/build/detail.py; do not edit by hand."""
GRID_DEG: Final = 1e-4
RIVER_NEAR_DEG: Final = 0.005
FAR_DEG: Final = 0.03
FAR_RANK: Final = 7
"""Rivers of a higher rank are left out beyond the view."""
LAKE_KM2: Final = 90.0
FAR_LAKE_KM2: Final = 800.0
SEA_KM2: Final = 200_000.0
"""A larger lake is the Caspian Sea."""
NEAR_DEG: Final = 0.3
"""As far as two sources may differ about where a town lies."""

Table = Mapping[str, Any]


def build() -> None:
    """Write ``data/detail/`` anew: its layers and their manifest."""
    table = tomllib.loads((TABLES / "detail.toml").read_text(encoding="utf-8"))
    FOLDER.mkdir(exist_ok=True)
    rows = {}
    for name, layer in (("rivers", rivers(table)), ("lakes", lakes(table))):
        write_layer(layer, FOLDER / f"{name}.fgb")
        rows[name] = (layer.geom_type.iloc[0], len(layer))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["region", "geonames_id"])
    found = seats(table)
    writer.writerows(sorted(found.items()))
    (FOLDER / "seats.csv").write_text(text.getvalue(), encoding="ascii")
    rows["seats"] = ("", len(found))
    _write(table["records"], rows)


def rivers(table: Table) -> geopandas.GeoDataFrame:
    """Join Natural Earth's lines by river, and name those of the table.

    Returns
    -------
    GeoDataFrame
        ``rank`` and names, empty where there are none; the greatest first, then by number.
    """
    lines = _natural_earth("rivers")
    of = {number: row for row in table["river"] for number in row["of"]}
    unknown = set(of) - set(lines["rivernum"].astype(int))
    if unknown:
        raise SystemExit(f"detail.toml: Natural Earth has no river {sorted(unknown)}")
    near = lines.intersects(VIEW)
    lines = lines[near | (lines["scalerank"] <= FAR_RANK)]
    lines["key"] = [
        of[number]["of"][0] if number in of else number for number in lines["rivernum"].astype(int)
    ]
    made = []
    for key, parts in lines.groupby("key"):
        whole = shapely.line_merge(shapely.union_all(parts.geometry))
        fine = shapely.simplify(shapely.intersection(whole, VIEW), RIVER_NEAR_DEG)
        coarse = shapely.simplify(shapely.difference(whole, VIEW), FAR_DEG)
        pieces = [
            line
            for line in shapely.get_parts([fine, coarse])
            if line.geom_type == "LineString" and not line.is_empty
        ]
        named = of.get(int(key), {})
        made.append(
            {"rank": int(parts["scalerank"].min()), "key": int(key)}
            | {name: named.get(name, "") for name in NAMES}
            | {"geometry": shapely.MultiLineString(pieces)}
        )
    frame = geopandas.GeoDataFrame(made, crs=GEOGRAPHIC).sort_values(["rank", "key"])
    frame["geometry"] = shapely.set_precision(frame.geometry.to_numpy(), GRID_DEG, mode="pointwise")
    return frame.drop(columns="key").reset_index(drop=True)


def lakes(table: Table) -> geopandas.GeoDataFrame:
    """Choose large lakes, and name those of the table.

    Returns
    -------
    GeoDataFrame
        ``area_km2`` and names, empty where there are none; the largest first.
    """
    path = fetched(upstream("osm-lakes"))
    content = json.loads(path.read_text(encoding="utf-8"))
    shapes = shapely.from_geojson([json.dumps(each) for each in content["geometries"]])
    parts = polygons(shapely.make_valid(shapely.get_parts(shapes)))
    rough_km2 = shapely.area(parts) * 12_391 * np.cos(np.radians(shapely.bounds(parts)[:, 1]))
    parts = parts[rough_km2 > LAKE_KM2 / 2]
    parts = shapely.polygons([shapely.get_exterior_ring(each) for each in parts])
    size = areas_km2(parts)
    near = shapely.intersects(parts, VIEW)
    large = (size >= np.where(near, LAKE_KM2, FAR_LAKE_KM2)) & (size <= SEA_KM2)
    gone = [shapely.Point(row["at"]) for row in table["gone"]]
    tree = shapely.STRtree(parts)
    large[tree.query(gone, predicate="intersects")[1]] = False
    frame = geopandas.GeoDataFrame(
        {"area_km2": size.round().astype(int)} | dict.fromkeys(NAMES, ""),
        geometry=parts,
        crs=GEOGRAPHIC,
    )
    for row in table["lake"]:
        held = tree.query(shapely.Point(row["at"]), predicate="intersects")
        if len(held) != 1 or not large[held[0]]:
            raise SystemExit(f"detail.toml: no large lake lies at the point of {row['name_en']}")
        frame.loc[held[0], list(NAMES)] = [row[name] for name in NAMES]
    tolerance = np.where(near, RIVER_NEAR_DEG, FAR_DEG)
    small = shapely.set_precision(shapely.simplify(parts, tolerance), GRID_DEG, mode="pointwise")
    frame["geometry"] = [as_multipolygon(each) for each in small]
    frame = frame[large & ~shapely.is_empty(small)]
    return frame.sort_values(["area_km2", "name_en"], ascending=[False, True], ignore_index=True)


def seats(table: Table) -> dict[str, int]:
    """Find the town in which each first-level region is governed, by GeoNames' number."""
    places = _natural_earth("seats")
    capitals = places[places["featurecla"].isin({"Admin-1 capital", "Admin-0 capital"})]
    regions = pd.concat([*map(load_regions, OWN_LAYERS), read_layer(WORLD)], ignore_index=True)
    held = geopandas.sjoin(
        capitals[["pop_max", "geonameid", "geometry"]],
        regions[["region", "geometry"]],
        predicate="intersects",
    )
    held = held.sort_values(["region", "pop_max"], ascending=[True, False])
    settlements: dict[str, list[Candidate]] = {}
    for place in largest(0):
        settlements.setdefault(place.region, []).append(place)
    found: dict[str, int] = {}
    for row in held.drop_duplicates("region").itertuples():
        near = [
            place
            for place in settlements.get(row.region, [])
            if max(abs(place.lon - row.geometry.x), abs(place.lat - row.geometry.y)) <= NEAR_DEG
        ]
        same = [place for place in near if place.geonames_id == row.geonameid]
        for place in (same or near)[:1]:
            found[row.region] = place.geonames_id
    found |= table["seats"]
    return {region: number for region, number in found.items() if number}


def _natural_earth(name: str) -> geopandas.GeoDataFrame:
    """Read a shapefile of which shapes and table come as two files."""
    with tempfile.TemporaryDirectory() as folder:
        for part in (name, f"{name}-table"):
            source = fetched(upstream(part))
            shutil.copy(source, Path(folder) / f"{name}{source.suffix}")
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
        return pyogrio.read_dataframe(Path(folder) / f"{name}.shp").set_crs(GEOGRAPHIC)


def _write(said: Mapping[str, Mapping[str, Any]], rows: Mapping[str, tuple[str, int]]) -> None:
    records = []
    for name, (geometry, count) in rows.items():
        path = FOLDER / f"{name}{'.fgb' if geometry else '.csv'}"
        sources = [upstream(source) for source in said[name]["sources"]]
        told = {key: value for key, value in said[name].items() if key != "sources"}
        records.append(
            Record(
                file=path.name,
                sha256=sha256(path),
                publisher=" + ".join(source.publisher for source in sources),
                package=" + ".join(source.package for source in sources),
                version=" + ".join(source.version for source in sources),
                upstream_file=" + ".join(source.member for source in sources),
                upstream_sha256=" + ".join(source.sha256 for source in sources),
                crs=GEOGRAPHIC if geometry else "",
                geometry=geometry,
                rows=count,
                **told,
            )
        )
        print(f"{path.name}: {path.stat().st_size:,} bytes, {count:,} rows")
    write_manifest(records, FOLDER / "manifest.toml", HEADING)
