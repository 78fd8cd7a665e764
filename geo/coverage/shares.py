"""Put regions and envelopes side by side, and say how sure each share is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.beside import beside, shared
from geo.boundaries import load_boundary
from geo.coverage.checks import (
    checked_envelopes,
    checked_regions,
    holds,
    refuse_latitude_first,
)
from geo.crs import GEOD
from geo.errors import InputError
from geo.geodesy import (
    Bools,
    Floats,
    Ints,
    LonLat,
    Origin,
    Shapes,
    area_km2,
    checked,
    crossed,
    farthest_km,
    nearest,
)

COVERAGE_COLUMNS = (
    *("regime", "reach_km", "region", "name", "area_km2", "nearest_km", "share", "standing"),
    *("in_scope", "crosses", "farthest_km", "share_low", "share_high"),
)
EDGE_COLUMN = "edge_displacement_km"
INSIDE_FROM = 0.9995
"""The share from which on a region counts as inside."""

DISPLACEMENT_KM = {
    "RU-AD": 0.35, "RU-BEL": 0.2, "RU-BRY": 0.4, "RU-KDA": 0.75, "RU-KGD": 0.15, "RU-KL": 1.85,
    "RU-KLU": 1.3, "RU-KRS": 1.3, "RU-LIP": 0.5, "RU-ORL": 1.05, "RU-ROS": 0.55, "RU-SAR": 0.4,
    "RU-SMO": 0.55, "RU-STA": 1.5, "RU-TAM": 0.65, "RU-TUL": 1.15, "RU-VGG": 0.85, "RU-VOR": 0.35,
}  # fmt: skip
"""How far packaged edges lie beside those of OpenStreetMap, as if whole stretches were displaced.

Found region by region (see ``docs/method.md``): the least displacement, rounded up to 50 m,
that explains every difference of the region's share between the two layers at seventeen reaches
from 10 to 420 km.
"""

TYPICAL_DISPLACEMENT_KM = 1.0  # where none was found: Natural Earth's edges, elsewhere
TOGETHER_KM = 100.0
_MANY_ENVELOPES = 8  # from so many on, a second process is worth the while
_STEP_DEGREES = 0.05
_SHARED_DEGREES = 0.01
_BESIDE_DEGREES = 0.5


def coverage(
    regions: gpd.GeoDataFrame,
    envelopes: gpd.GeoDataFrame,
    *,
    origin: Origin,
    countries: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """Judge every region against every envelope.

    Parameters
    ----------
    regions
        EPSG:4326; columns ``region`` (ISO 3166-2, one row each), ``name`` or ``name_en``; areas.
        How far their edges may be displaced, in km, is known of packaged regions; for others
        give it as column ``edge_displacement_km``, 0 where the edges are to be taken as right.
    envelopes
        EPSG:4326; columns ``regime``, ``reach_km``, ``scope``: codes, or text with ``;`` between
        them, as ``layers.gpkg`` has it; and ``whole``, where regions are inside whatever the
        distance.
    origin
        What the envelopes were measured from, EPSG:4326.
    countries
        EPSG:4326; column ``country`` (ISO 3166-1). Left out: the packaged ones.

    Returns
    -------
    DataFrame
        One row per envelope and region, columns ``COVERAGE_COLUMNS``; ``crosses`` holds tuples,
        ``share_low`` and ``share_high`` what the uncertainty of the region's own edges allows.

    Raises
    ------
    InputError
        When a frame is not in EPSG:4326, lacks a column or holds in it what cannot be read,
        regions have latitude first, or the origin cannot be measured from.
    """
    regions = checked_regions(regions)
    envelopes = checked_envelopes(envelopes, regions)
    origin = checked(origin)
    if countries is None:
        countries = load_boundary("countries")
    holds(countries, name="countries", columns=("country",))
    away = ~shapely.dwithin(envelopes.geometry.to_numpy(), origin, _BESIDE_DEGREES)
    if away.any():
        raise InputError(
            f"envelopes: row {envelopes.index[away][0]} lies nowhere near the origin it is to be "
            "measured from; give both in degrees, longitude first, and the one's own origin."
        )
    refuse_latitude_first(regions, envelopes, countries)
    codes = regions["region"].to_numpy(dtype=object)
    shapes = regions.geometry.to_numpy()
    with beside(lambda: farthest_km(shapes, origin)) as measured:
        nearest_km, lines = nearest(shapes, origin)
        whole = area_km2(shapes)
        across = _third_countries(lines, codes, shapes, origin, countries)
        edges, displacement = Edges.of(shapes, origin), edge_displacement_km(regions)
        farthest = measured()
    named = "name" if "name" in regions else "name_en"
    tables = []
    cuts = _cuts(tuple(shapes), tuple(envelopes.geometry))
    for order, (row, cut) in enumerate(zip(envelopes.itertuples(), cuts, strict=True)):
        inside_whole = np.isin(codes, row.whole)
        share = np.where(cut.covered, whole, 0.0) / whole
        share[cut.edge] = cut.area_km2 / whole[cut.edge]
        share[inside_whole] = 1.0
        off = edges.uncertain(share, row.geometry, area_km2=whole, displacement_km=displacement)
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
                    "in_scope": np.isin(codes, row.scope),
                    "crosses": across,
                    "farthest_km": farthest,
                    "share_low": _outwards(share, -off, np.floor),
                    "share_high": _outwards(share, off, np.ceil),
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


def _third_countries(
    lines: list[tuple[LonLat, LonLat]],
    codes: Sequence[str],
    regions: Shapes,
    origin: BaseGeometry,
    countries: gpd.GeoDataFrame,
) -> list[tuple[str, ...]]:
    """Return for each line of a region the third countries it crosses, by code."""
    shapes, names = countries.geometry.to_numpy(), countries["country"].to_numpy(dtype=object)
    at, country = shapely.STRtree(shapes).query(
        shapely.point_on_surface(regions), predicate="within"
    )
    own = dict(zip(at.tolist(), names[country], strict=True))
    other = ~shapely.dwithin(shapes, origin.representative_point(), 0.05)
    across = crossed(lines, shapes[other], names[other])
    return [
        tuple(country for country in met if country not in (code[:2], own.get(n)))
        for n, (met, code) in enumerate(zip(across, codes, strict=True))
    ]


def inside(regions: gpd.GeoDataFrame, envelopes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the part of each region inside each envelope.

    Parameters
    ----------
    regions, envelopes
        As for `coverage`.

    Returns
    -------
    GeoDataFrame
        ``regime``, ``reach_km``, ``line`` where the envelopes have it, ``region``, geometry
        (EPSG:4326); regions wholly outside have no row. In the order of envelopes, then of regions.

    Raises
    ------
    InputError
        When a frame is not in EPSG:4326, lacks a column or holds in it what cannot be read, or
        regions have latitude first.
    """
    regions = checked_regions(regions)
    envelopes = checked_envelopes(envelopes, regions)
    refuse_latitude_first(regions, envelopes)
    frames, shapes = [], regions.geometry.to_numpy()
    cuts = _cuts(tuple(shapes), tuple(envelopes.geometry))
    for row, cut in zip(envelopes.itertuples(), cuts, strict=True):
        inside_whole = regions["region"].isin(row.whole).to_numpy()
        parts = np.where(cut.covered, shapes, shapely.Polygon())
        parts[cut.edge] = cut.parts
        parts[inside_whole] = shapes[inside_whole]
        some = ~shapely.is_empty(parts)
        frames.append(
            gpd.GeoDataFrame(
                {
                    "regime": row.regime,
                    "reach_km": float(row.reach_km),
                    **({"line": row.line} if "line" in envelopes else {}),
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


def edge_displacement_km(regions: gpd.GeoDataFrame) -> Floats:
    """Return how far the edges of regions may be displaced, as `coverage` takes it.

    Examples
    --------
    >>> edge_displacement_km(gpd.GeoDataFrame({"region": ["RU-KRS", "KP-01"]})).tolist()
    [1.3, 1.0]
    """
    if EDGE_COLUMN in regions:
        return np.asarray(regions[EDGE_COLUMN], dtype=np.float64)
    found = [DISPLACEMENT_KM.get(code, TYPICAL_DISPLACEMENT_KM) for code in regions["region"]]
    return np.array(found, dtype=np.float64)


def _outwards(share: Floats, off: Floats, away: Callable[[Floats], Floats]) -> Floats:
    """Round to four decimals, away from the share where it is uncertain at all."""
    bound = np.where(off == 0, share.round(4), away(((share + off) * 1e4).round(6)) / 1e4)
    return np.asarray(np.clip(bound, 0.0, 1.0))


@dataclass(frozen=True)
class _Cut:
    """Hold which regions an envelope covers, and the parts of those on its edge, with areas."""

    covered: Bools
    edge: Ints
    parts: Shapes
    area_km2: Floats

    @classmethod
    def of(cls, shapes: Shapes, envelope: BaseGeometry) -> Self:
        shapely.prepare(envelope)
        covered = shapely.covers(envelope, shapes)
        edge = np.flatnonzero(shapely.intersects(envelope, shapes) & ~covered)
        parts = shapely.intersection(shapes[edge], envelope)
        return cls(covered, edge, parts, area_km2(parts))


@lru_cache(maxsize=2)  # what is judged is shown, too
def _cuts(given: tuple[BaseGeometry, ...], envelopes: tuple[BaseGeometry, ...]) -> list[_Cut]:
    cut = partial(_Cut.of, np.array(given, dtype=object))
    if len(envelopes) < _MANY_ENVELOPES:
        return [cut(envelope) for envelope in envelopes]
    return shared(cut, envelopes)


@dataclass(frozen=True)
class Edges:
    """Hold the edges of regions, but for those along the origin, as short steps."""

    middle: Floats
    length_km: Floats
    region: Ints
    regions: int

    @classmethod
    def of(cls, shapes: Shapes, origin: BaseGeometry) -> Self:
        """Cut the edges of regions into steps."""
        lines, region = shapely.get_parts(shapely.boundary(shapes), return_index=True)
        fine = shapely.segmentize(lines, _STEP_DEGREES)
        lonlat, line = shapely.get_coordinates(fine, return_index=True)
        real = line[1:] == line[:-1]
        start, end, line = lonlat[:-1][real], lonlat[1:][real], line[1:][real]
        border = shapely.boundary(origin) if origin.geom_type.endswith("Polygon") else origin
        shapely.prepare(border)
        middle = (start + end) / 2.0
        own = ~shapely.dwithin(border, shapely.points(middle), _SHARED_DEGREES)
        length_km = np.asarray(GEOD.inv(*start[own].T, *end[own].T)[2]) / 1000.0
        return cls(middle[own], length_km, region[line[own]], len(shapes))

    def uncertain(
        self, share: Floats, envelope: BaseGeometry, *, area_km2: Floats, displacement_km: Floats
    ) -> Floats:
        """Return by how much a share may be off, up or down.

        Notes
        -----
        Where edges are displaced by d, as one over a length of c and apart from there on, an edge
        of length L has an area beside it that is uncertain by d √(c L). With A the region's area
        and s its share, the edges inside the envelope change s by (1 - s) / A for each unit of
        area, those outside by s / A; independent of each other, they add as squares.
        """
        partly = (share > 0) & (share < 1)
        steps = np.flatnonzero(partly[self.region])
        within = shapely.intersects_xy(envelope, self.middle[steps])
        inside_km = self._sums(steps[within])
        outside_km = self._sums(steps[~within])
        spread = (1 - share) ** 2 * inside_km + share**2 * outside_km
        return np.asarray(displacement_km * np.sqrt(TOGETHER_KM * spread) / area_km2)

    def _sums(self, steps: Ints) -> Floats:
        weights = self.length_km[steps]
        total_km = np.bincount(self.region[steps], weights=weights, minlength=self.regions)
        return np.asarray(total_km, dtype=np.float64)
