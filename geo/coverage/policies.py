"""Measure policies: each from all of a border or from its own part of it."""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.coverage.shares import coverage
from geo.crs import GEOGRAPHIC
from geo.envelopes import measured_envelopes
from geo.origins import border_part, one_shape
from geo.regimes import Regime


def border_parts(regimes: Sequence[Regime]) -> dict[str, BaseGeometry]:
    """Load the parts of a border that policies are measured from.

    Returns
    -------
    dict
        Shape by name, EPSG:4326; empty where all are measured from the whole border.
    """
    shapes: dict[str, BaseGeometry] = {}
    for regime in regimes:
        part = regime.origin_part
        if part and part.name not in shapes:
            line = border_part(part, country=regime.origin, target=regime.target)
            shapes[part.name] = one_shape(line)
    return shapes


def policy_envelopes(
    regimes: Sequence[Regime], origin: BaseGeometry, parts: Mapping[str, BaseGeometry]
) -> gpd.GeoDataFrame:
    """Measure each distinct reach once from each line, however many regimes share it.

    Parameters
    ----------
    regimes
        Policies with a distance.
    origin
        What those are measured from that name no part of a border, EPSG:4326.
    parts
        What `border_parts` gave.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; one row per regime and reach in their order: ``regime``, ``reach_km``, ``scope``
        (regions named, whole ones among them), ``whole`` (regions inside whatever the distance),
        ``part``, ``line`` (a key that rows share which look alike), ``max_error_m`` as measured.
    """
    rows = [(regime, reach_km) for regime in regimes for reach_km in regime.reach_km]
    measured: dict[tuple[str, float], tuple[BaseGeometry, float]] = {}
    for part in sorted({_part(regime) for regime in regimes}):
        reaches_km = sorted({reach_km for regime, reach_km in rows if _part(regime) == part})
        drawn = measured_envelopes(parts.get(part, origin), reaches_km=reaches_km)
        keys = ((part, reach_km) for reach_km in reaches_km)
        measured.update(zip(keys, drawn, strict=True))
    kinds = list(dict.fromkeys([("", ()), *(_kind(regime) for regime in regimes)]))
    found = [measured[_part(regime), reach_km] for regime, reach_km in rows]
    return gpd.GeoDataFrame(
        {
            "regime": [regime.id for regime, _ in rows],
            "reach_km": [reach_km for _, reach_km in rows],
            "scope": [(*regime.scope, *regime.whole) for regime, _ in rows],
            "whole": [regime.whole for regime, _ in rows],
            "part": [_part(regime) for regime, _ in rows],
            "line": [_line(reach_km, kinds.index(_kind(regime))) for regime, reach_km in rows],
            "max_error_m": [error_m for _, error_m in found],
        },
        geometry=[shape for shape, _ in found],
        crs=GEOGRAPHIC,
    )


def judged_by_part(
    regions: gpd.GeoDataFrame,
    envelopes: gpd.GeoDataFrame,
    origin: BaseGeometry,
    parts: Mapping[str, BaseGeometry],
    *,
    countries: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """Judge the regions against every envelope, distances taken from what it is measured from.

    Parameters
    ----------
    regions, countries
        As for `coverage`.
    envelopes, origin, parts
        What `policy_envelopes` gave, and what it was given.

    Returns
    -------
    DataFrame
        The table of `coverage`, in the order of the envelopes.
    """
    tables = [
        coverage(regions, group, origin=parts.get(part, origin), countries=countries)
        for part, group in envelopes.groupby("part", sort=False)
    ]
    if len(tables) == 1:
        return tables[0]
    keys = ["regime", "reach_km"]
    order = {key: n for n, key in enumerate(envelopes[keys].itertuples(index=False, name=None))}
    table = pd.concat(tables, ignore_index=True)
    table["order"] = [order[key] for key in table[keys].itertuples(index=False, name=None)]
    return table.sort_values("order", kind="stable", ignore_index=True).drop(columns="order")


def _part(regime: Regime) -> str:
    return regime.origin_part.name if regime.origin_part else ""


def _kind(regime: Regime) -> tuple[str, tuple[str, ...]]:
    """Give what besides its reach makes the look of a regime's map."""
    return _part(regime), regime.whole


def _line(reach_km: float, kind: int) -> str:
    return f"{reach_km:g}_{kind}" if kind else f"{reach_km:g}"
