"""Make the layers of the world: its first-level regions, two outlines beside them, its waters."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import geopandas
import numpy as np
import shapely
from shapely import MultiPolygon

from data.build.context import NAMES, TABLES, country_name
from data.build.manifest import sha256, write_layer, write_manifest
from data.build.outlines import areas_km2
from data.build.places.regions import shapes
from data.build.region_codes import region_codes
from data.build.region_names import region_names
from data.build.tiling import as_multipolygon, polygons
from data.build.upstream import CHECKOUT, fetched, upstream
from data.build.waters import waters
from geo.crs import GEOGRAPHIC
from geo.inputs import Record

FOLDER: Final = CHECKOUT / "data" / "world"
HEADING: Final = """\
Where the layers of the world come from, what they may be used under, and whose view of borders
they take. Written by data/build/world.py; do not edit by hand."""
TOLERANCE_DEG: Final = 0.05
GRID_DEG: Final = 1e-5
ISLET_KM2: Final = 5.0
WHOLE: Final = ("RU", "UA")
"""Their regions have layers of their own, matched to the border; here they are outlines."""
NO_REGIONS: Final = "AQ"
HOMES: Final = {
    "Somaliland": "SO",
    "Northern Cyprus": "CY",
    "Akrotiri": "CY",
    "Dhekelia": "CY",
    "Baykonur lease in Qyzylorda": "KZ",
    "Guantanamo Bay USNB": "CU",
    "Cocos (Keeling) Islands": "CC",
    "Christmas Island": "CX",
}
"""Whose Natural Earth's shapes without a country are, as in the layer of countries."""


def build() -> None:
    """Write ``data/world/`` anew: its layers and their manifest."""
    everything = shapes(fetched(upstream("natural-earth")), HOMES)
    frame = everything[~everything["iso_a2"].isin({*WHOLE, NO_REGIONS})].reset_index(drop=True)
    regions: dict[str, list[int]] = defaultdict(list)
    for number, code in enumerate(region_codes(frame)):
        regions[code].append(number)
    codes = sorted(regions)
    print(f"joining {len(frame):,} shapes into {len(codes):,} regions")
    whole = [
        as_multipolygon(shapely.union_all(frame.geometry.to_numpy()[regions[code]]))
        for code in codes
    ]
    whole += [
        as_multipolygon(shapely.union_all(everything.geometry[everything["iso_a2"] == country]))
        for country in WHOLE
    ]
    small = shapely.coverage_simplify(np.array(whole, dtype=object), TOLERANCE_DEG)
    small = [_without_islets(shape, full) for shape, full in zip(small, whole, strict=True)]
    small = shapely.set_precision(np.array(small, dtype=object), GRID_DEG, mode="pointwise")
    names = region_names(codes, {code: frame["name"][regions[code][0]] for code in codes})
    layer = geopandas.GeoDataFrame(
        {"region": codes, "country": [code[:2] for code in codes]} | names,
        geometry=small[: len(codes)],
        crs=GEOGRAPHIC,
    )
    outlines = geopandas.GeoDataFrame(
        {"country": WHOLE}
        | {column: [country_name(code, column[-2:]) for code in WHOLE] for column in NAMES},
        geometry=small[len(codes) :],
        crs=GEOGRAPHIC,
    )
    print("parting the waters")
    named = waters(fetched(upstream("osm-coarse")))
    _write({"regions": layer, "outlines": outlines, "waters": named})


def _without_islets(small: MultiPolygon, whole: MultiPolygon) -> MultiPolygon:
    """Leave out islets, but keep the largest part of every region."""
    parts = polygons(small)
    if len(parts) == 0:
        return whole
    size = areas_km2(parts)
    return as_multipolygon(parts[(size >= ISLET_KM2) | (size == size.max())])


def _write(layers: Mapping[str, geopandas.GeoDataFrame]) -> None:
    """Write the layers and their manifest, in the order of the table of records."""
    table = tomllib.loads((TABLES / "world.toml").read_text(encoding="utf-8"))
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
                licence=said["licence"],
                attribution=said["attribution"],
                worldview=said["worldview"],
                scale=said["scale"],
                crs=layers[name].crs.to_string(),
                geometry="MultiPolygon",
                rows=len(layers[name]),
                derivation=said["derivation"].strip(),
            )
        )
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(layers[name]):,} rows")
    write_manifest(records, FOLDER / "manifest.toml", HEADING)
