"""Put regions and envelopes side by side."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import load_boundary
from geo.crs import GEOD
from geo.geodesy import LonLat, Shapes, area_km2, farthest_km, nearest

COVERAGE_COLUMNS = (
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
"""The share from which on a region counts as inside."""

CROSSING_M = 1000.0
"""How far a shortest line must run through a country to cross it."""

DRAWN_EVERY_M = 5000.0  # so that straight pieces leave a geodesic by a few metres at most


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
        return pd.DataFrame(columns=list(COVERAGE_COLUMNS))
    table = pd.concat(tables, ignore_index=True)
    table = table.sort_values(
        ["order", "share", "region"], ascending=[True, False, True], ignore_index=True
    )
    return table[list(COVERAGE_COLUMNS)]


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


def _parts_inside(shapes: Shapes, envelope: BaseGeometry) -> Shapes:
    shapely.prepare(envelope)
    parts = np.where(shapely.covers(envelope, shapes), shapes, shapely.Polygon())
    edge = shapely.intersects(envelope, shapes) & shapely.is_empty(parts)
    parts[edge] = shapely.intersection(shapes[edge], envelope)
    return parts


def _third_countries(
    lines: list[tuple[LonLat, LonLat]],
    codes: Shapes,
    origin: BaseGeometry,
    countries: gpd.GeoDataFrame,
) -> list[tuple[str, ...]]:
    shapes, names = countries.geometry.to_numpy(), countries["country"].to_numpy(dtype=object)
    own = shapely.dwithin(shapes, origin.representative_point(), 0.05)
    crosses = []
    for line, code in zip(lines, codes, strict=True):
        third = ~own & (names != code[:2])
        crosses.append(crossed(line, shapes[third], names[third]))
    return crosses


def crossed(
    line: tuple[LonLat, LonLat], countries: Shapes, codes: NDArray[np.str_]
) -> tuple[str, ...]:
    """Return the codes of countries that a geodesic crosses for more than a kilometre."""
    (lon, lat), (to_lon, to_lat) = line
    azimuth, _, metres = GEOD.inv(lon, lat, to_lon, to_lat)
    if metres <= CROSSING_M:
        return ()
    along = np.linspace(0.0, metres, int(metres / DRAWN_EVERY_M) + 2)
    start = np.broadcast_to(np.array([[lon], [lat], [azimuth]]), (3, len(along)))
    lons, lats, _ = GEOD.fwd(start[0], start[1], start[2], along)
    lons = np.unwrap(lons, period=360.0)  # on over the antimeridian, and again from its other side
    geodesic = shapely.MultiLineString(
        [np.column_stack([lons + turn, lats]) for turn in (-360.0, 0.0, 360.0)]
    )
    met = np.flatnonzero(shapely.intersects(countries, geodesic))
    pieces = shapely.intersection(countries[met], geodesic)
    long = [GEOD.geometry_length(piece) > CROSSING_M for piece in pieces]
    return tuple(sorted(codes[met][long].tolist()))
