"""Put regions and envelopes side by side."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import load_boundary
from geo.coverage.area import area_km2
from geo.coverage.distances import Place, crossed, nearest
from geo.coverage.farthest import farthest_km

COLUMNS = (
    "regime",
    "reach_km",
    "region",
    "name",
    "area_km2",
    "nearest_km",
    "share",
    "standing",
    "in_scope",
    "crosses",
    "farthest_km",
)
INSIDE_FROM = 0.9995


def coverage(
    regions: gpd.GeoDataFrame,
    envelopes: gpd.GeoDataFrame,
    *,
    origin: BaseGeometry,
    countries: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """Judge every region against every envelope.

    Parameters
    ----------
    regions
        EPSG:4326; columns ``region`` (ISO 3166-2), ``name`` or ``name_en``.
    envelopes
        EPSG:4326; columns ``regime``, ``reach_km``, ``scope``.
    origin
        What the envelopes were measured from, EPSG:4326.
    countries
        EPSG:4326; column ``country`` (ISO 3166-1). Left out: the packaged ones.

    Returns
    -------
    DataFrame
        One row per envelope and region.
    """
    codes = regions["region"].to_numpy(dtype=object)
    shapes = regions.geometry.to_numpy()
    nearest_km, lines = nearest(shapes, origin)
    farthest = farthest_km(shapes, origin)
    whole = area_km2(shapes)
    if countries is None:
        countries = load_boundary("countries")
    across = _third_countries(lines, codes, origin, countries)
    named = "name" if "name" in regions else "name_en"
    tables = []
    for order, row in enumerate(envelopes.itertuples()):
        share = area_km2(_parts_inside(shapes, row.geometry)) / whole
        tables.append(
            pd.DataFrame(
                {
                    "regime": row.regime,
                    "reach_km": float(row.reach_km),
                    "region": codes,
                    "name": regions[named].to_numpy(),
                    "area_km2": whole,
                    "nearest_km": nearest_km,
                    "share": np.clip(share, 0.0, 1.0).round(4),
                    "standing": np.select(
                        [share >= INSIDE_FROM, share > 0], ["inside", "partly"], "outside"
                    ),
                    "in_scope": np.isin(codes, list(row.scope)),
                    "crosses": across,
                    "farthest_km": farthest,
                    "order": order,
                }
            )
        )
    if not tables:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(tables, ignore_index=True)
    table = table.sort_values(
        ["order", "share", "region"], ascending=[True, False, True], ignore_index=True
    )
    return table[list(COLUMNS)]


def inside(regions: gpd.GeoDataFrame, envelopes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the part of each region inside each envelope.

    Returns
    -------
    GeoDataFrame
        ``regime``, ``reach_km``, ``region``, geometry (EPSG:4326); regions wholly outside have
        no row. In the order of envelopes, then of regions.
    """
    frames = []
    for row in envelopes.itertuples():
        parts = _parts_inside(regions.geometry.to_numpy(), row.geometry)
        some = ~shapely.is_empty(parts)
        frames.append(
            gpd.GeoDataFrame(
                {
                    "regime": row.regime,
                    "reach_km": float(row.reach_km),
                    "region": regions["region"].to_numpy(dtype=object)[some],
                },
                geometry=parts[some],
                crs=regions.crs,
            )
        )
    if not frames:
        return gpd.GeoDataFrame(
            {"regime": [], "reach_km": [], "region": []}, geometry=[], crs=regions.crs
        )
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=regions.crs)


def _parts_inside(shapes: NDArray[Any], envelope: BaseGeometry) -> NDArray[Any]:
    shapely.prepare(envelope)
    parts = np.where(shapely.covers(envelope, shapes), shapes, shapely.Polygon())
    edge = shapely.intersects(envelope, shapes) & shapely.is_empty(parts)
    parts[edge] = shapely.intersection(shapes[edge], envelope)
    return parts


def _third_countries(
    lines: list[tuple[Place, Place]],
    codes: NDArray[Any],
    origin: BaseGeometry,
    countries: gpd.GeoDataFrame,
) -> list[str]:
    shapes, names = countries.geometry.to_numpy(), countries["country"].to_numpy(dtype=object)
    own = shapely.dwithin(shapes, origin.representative_point(), 0.05)
    crosses = []
    for line, code in zip(lines, codes, strict=True):
        third = ~own & (names != code[:2])
        crosses.append(";".join(crossed(line, shapes[third], names[third])))
    return crosses
