"""Show how far shares move with the border's resolution, the worldview, the origin, the method.

Every row changes one thing and leaves the rest as the project has it. The table is written to
``docs/sensitivity.md``; rows whose data cannot be fetched are left out, and the reason said.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.peers import buffered, projections
from data.build.upstream import Upstream, fetched, upstream
from geo.boundaries import load_boundary
from geo.coverage import inside
from geo.crs import GEOGRAPHIC, to_geographic, to_metric
from geo.envelopes import envelope, greatest_error_m
from geo.geodesy import area_km2
from geo.origins import load_origin, one_shape

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sensitivity.md"
REACHES_KM = (80, 300)

OSM_100_M = Upstream(
    id="osm-100m",
    client="npm",
    package="@geo-maps/countries-land-100m",
    version="0.6.0",
    member="package/map.geo.json",
    sha256="90687c6fd66b3a9e0371a2c0ccee05e13bc7feff21b953a2a088055ee10f1446",
    publisher="OpenStreetMap contributors, through geo-maps",
)

Method = Callable[[float], BaseGeometry]
Row = list[str]
Shares = NDArray[np.float64]

INTRODUCTION = """\
# What the shares depend on

Made by `python -m bench sensitivity`: do not edit. Each row changes one thing against the default \
(Ukraine's recognised border, OpenStreetMap at 10 m, envelopes right to a metre) and names the \
region whose share moves most, in points of a per cent.
"""

HEART_HEAD = """\
| changed | 80 km: share moved most | 300 km: share moved most |
|---|---|---|"""

HEAD = """\
*Line* is how far the line is off from the reach of the default origin, at most; where part of the \
origin is left out on purpose, it is not given. *Others* is how many of the {regions} regions have \
another share once it is told in whole per cents. Natural Earth has no Snake Island, which alone \
is worth 36 km of line.

| what | changed to | line, 80 km | share moved most | others | line, 300 km | share moved most | \
others |
|---|---|--:|---|--:|--:|---|--:|"""

HEART = (
    "simplified to 100 m",
    "without Crimea",
    "land border alone",
    "buffer in UTM 36N, 8 segments",
    "buffer in EPSG:3857, 8 segments",
)


@dataclass(frozen=True)
class Case:
    """Hold one thing changed: what it is, what it is measured from, and how it is drawn."""

    kind: str
    name: str
    method: Method
    is_part: bool = False


def main() -> None:
    """Measure every case and write the page."""
    origin = one_shape(load_origin("recognised"))
    regions = judged_regions()
    truth = measured(regions)
    rows = []
    for case in (*own_cases(origin), *fetched_cases(), *method_cases(origin)):
        rows.append(row(case, origin, regions, truth))
        print(" | ".join(rows[-1]), flush=True)
    PAGE.write_text(page(rows, regions=len(regions)), encoding="utf-8")
    print(f"written: {PAGE.name}")


def measured(regions: gpd.GeoDataFrame) -> list[Shares]:
    """Return the shares that the project gives by default, for each reach."""
    origin = one_shape(load_origin("recognised"))
    return [shares(regions, envelope(origin, reach_km=reach_km)) for reach_km in REACHES_KM]


def page(rows: list[Row], *, regions: int) -> str:
    """Write all rows as a page, the most telling ones first, in short."""
    heart = [line(short(cells)) for cells in rows if cells[1] in HEART]
    lines = [INTRODUCTION, HEART_HEAD, *heart, "\n## All of it\n", HEAD.format(regions=regions)]
    return "\n".join([*lines, *map(line, rows)]) + "\n"


def short(cells: Row) -> Row:
    """Keep what was changed and which shares moved most."""
    kind, name, _, near, _, _, far, _ = cells
    return [f"{kind}: {name}", near, far]


def line(cells: Row) -> str:
    """Write one line of a table."""
    return f"| {' | '.join(cells)} |"


def judged_regions() -> gpd.GeoDataFrame:
    """Return the regions a run judges."""
    regions = load_boundary("regions")
    return regions[regions["within_1000_km"]].reset_index(drop=True)


def shares(regions: gpd.GeoDataFrame, shape: BaseGeometry) -> Shares:
    """Return the share of each region inside a shape, unrounded."""
    frame = gpd.GeoDataFrame(
        {"regime": ["one"], "reach_km": [1.0], "scope": [()]}, geometry=[shape], crs=GEOGRAPHIC
    )
    parts = inside(regions, frame).set_index("region").geometry.reindex(regions["region"])
    return area_km2(parts.to_numpy()) / area_km2(regions.geometry.to_numpy())


def own_cases(origin: BaseGeometry) -> Iterator[Case]:
    """Change what the repository's own data can change."""
    frame = gpd.GeoDataFrame(geometry=[origin], crs=GEOGRAPHIC)
    for metres in (100, 500):
        flat = to_metric(frame)
        flat["geometry"] = flat.geometry.simplify(metres).make_valid()
        simple = one_shape(to_geographic(flat))
        yield Case("border", f"simplified to {metres} m", measured_from(simple))
    de_facto = one_shape(load_origin("de-facto-2014"))
    yield Case("worldview", "without Crimea", measured_from(de_facto), is_part=True)
    land_border = one_shape(load_origin("land-border"))
    yield Case("origin", "land border alone", measured_from(land_border), is_part=True)


def fetched_cases() -> Iterator[Case]:
    """Change the border to others' data; their packages are fetched by their own clients."""
    for name, source, read in (
        ("OpenStreetMap at 100 m", OSM_100_M, _osm),
        ("Natural Earth, 1:10 million", upstream("natural-earth"), _natural_earth),
    ):
        try:
            yield Case("border", name, measured_from(read(fetched(source))))
        except SystemExit as reason:
            print(f"left out: {name}: {reason}", flush=True)


def method_cases(origin: BaseGeometry) -> Iterator[Case]:
    """Change the method: plain buffers, as most tools draw them and at their best."""
    crs = projections(origin)
    for name, segments in (
        ("EPSG:3857", 8),
        ("UTM 36N", 8),
        ("EPSG:3035", 8),
        ("LAEA", 8),
        ("LAEA", 128),
    ):
        method = buffered(origin, crs[name], segments)
        yield Case("method", f"buffer in {name}, {segments} segments", method)


def measured_from(shape: BaseGeometry) -> Method:
    """Draw our own envelope from another origin."""
    return lambda reach_km: envelope(shape, reach_km=reach_km)


def row(
    case: Case,
    origin: BaseGeometry,
    regions: gpd.GeoDataFrame,
    truth: list[Shares],
) -> Row:
    """Return one row of the table, cell by cell."""
    cells = [case.kind, case.name]
    for reach_km, right in zip(REACHES_KM, truth, strict=True):
        shape = case.method(reach_km)
        moved = shares(regions, shape) - right
        most = int(np.argmax(np.abs(moved)))
        others = np.round(100 * (right + moved)) != np.round(100 * right)
        error_m = None if case.is_part else greatest_error_m(shape, origin, reach_km=reach_km)
        cells += [
            _distance(error_m),
            f"{regions['name_en'][most]} {_points(moved[most])}",
            str(int(others.sum())),
        ]
    return cells


def _distance(metres: float | None) -> str:
    if metres is None:
        return "–"
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:,.1f} km"  # noqa: PLR2004


def _points(share: float) -> str:
    """Write a change in points of a per cent."""
    return f"{100 * share:+.3f}".replace("-", "−")


def _osm(path: Path) -> BaseGeometry:
    """Read Ukraine's polygon, and fill its lakes as the project's border has them filled."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    (found,) = (one for one in features if one["properties"]["A3"] == "UKR")
    shape = shapely.make_valid(shapely.from_geojson(json.dumps(found["geometry"])))
    parts = shapely.get_parts(shapely.get_parts(shape))
    exteriors = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == 3])  # noqa: PLR2004
    return shapely.union_all(shapely.polygons(exteriors))


def _natural_earth(path: Path) -> BaseGeometry:
    """Join Ukraine's regions, with Crimea and Sevastopol, which stand under Russia there."""
    states = pyogrio.read_dataframe(path, layer="states_provinces", columns=["name", "adm0_a3"])
    ours = (states["adm0_a3"] == "UKR") | states["name"].isin(["Crimea", "Sevastopol"])
    return shapely.union_all(states.geometry[ours].to_numpy())


if __name__ == "__main__":
    main()
