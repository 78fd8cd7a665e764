"""Judge regions against envelopes: how much lies inside, how near, how far, and across whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.coverage.shares import (
    COVERAGE_COLUMNS,
    INSIDE_FROM,
    coverage,
    edge_displacement_km,
    inside,
)
from geo.crs import GEOGRAPHIC
from geo.envelopes import measured_envelopes
from geo.geodesy import area_km2
from geo.origins import border_part, one_shape
from geo.regimes import Regime

__all__ = [
    "COMPARISON_COLUMNS",
    "COVERAGE_COLUMNS",
    "INSIDE_FROM",
    "Comparison",
    "Difference",
    "area_km2",
    "border_parts",
    "coverage",
    "edge_displacement_km",
    "inside",
    "judged_by_part",
    "origin_changes",
    "policy_envelopes",
    "regime_difference",
]


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
    regimes: Sequence[Regime],
    origin: BaseGeometry,
    parts: Mapping[str, BaseGeometry],
    *,
    told: Callable[[int, int], object] = lambda *_: None,
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
    told
        Told of each line how many of its reaches have been begun, and of how many.

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
        drawn = measured_envelopes(parts.get(part, origin), reaches_km=reaches_km, told=told)
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
    return f"{reach_km:.12g}_{kind}" if kind else f"{reach_km:.12g}"


COMPARISON_COLUMNS = (
    *("regime", "reach_km", "region", "name", "share", "other_share", "change_points"),
    *("standing", "other_standing", "nearest_km", "other_nearest_km"),
    *("share_low", "share_high", "other_share_low", "other_share_high"),
)
_KEYS = ["regime", "reach_km", "region"]


@dataclass(frozen=True, kw_only=True, eq=False)  # frames have no truth value to compare by
class Comparison:
    """Hold what changes when the reach is measured from another origin.

    Attributes
    ----------
    origin_name, envelopes
        The other origin, and what is measured from it.
    table
        One row per regime, reach and region whose share differs, as in ``comparison.csv``.
    """

    origin_name: str
    table: pd.DataFrame
    envelopes: gpd.GeoDataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Hold what changed for the regions from one regime to another.

    Attributes
    ----------
    before, after
        The two regimes.
    entered, left
        Names of the regions that one envelope touches and the other does not, with the share
        touched, by code.
    changed
        Shares before and after, by code, of the regions both touch with different shares.
    standings_before, standings_after
        Where each region stands, by code: ``inside``, ``partly`` or ``outside``.
    bounds_before, bounds_after
        Least and greatest share that the uncertainty of a region's edges allows, by code.
    named_before, named_after
        ISO 3166-2 codes of the regions each permission names.

    Shares are those of the farther distance where a regime has two. Where one of the regimes
    states no distance or permits nothing, nothing enters, leaves or changes.
    """

    before: Regime
    after: Regime
    entered: Mapping[str, float]
    left: Mapping[str, float]
    changed: Mapping[str, tuple[float, float]]
    standings_before: Mapping[str, str]
    standings_after: Mapping[str, str]
    bounds_before: Mapping[str, tuple[float, float]]
    bounds_after: Mapping[str, tuple[float, float]]
    named_before: tuple[str, ...]
    named_after: tuple[str, ...]


def regime_difference(
    before: Regime,
    after: Regime,
    *,
    regions: gpd.GeoDataFrame,
    origin: gpd.GeoDataFrame,
) -> Difference:
    """Say which regions enter, leave or change from one regime to another, and which are named.

    Parameters
    ----------
    before, after
        The regimes; with two distances, the farther one counts.
    regions
        EPSG:4326; columns ``region`` (ISO 3166-2), ``name`` or ``name_en``.
    origin
        What is measured from where a regime names no part of the border; EPSG:4326 polygons or
        lines.

    Returns
    -------
    Difference
        Shares 0 to 1 with four decimals, in the order of the codes.

    Raises
    ------
    InputError
        When the origin cannot be measured from.
    """
    entered: dict[str, float] = {}
    left: dict[str, float] = {}
    changed: dict[str, tuple[float, float]] = {}
    first: dict[str, _Far] = {}
    second: dict[str, _Far] = {}
    if all(each.reach_km and each.grants for each in (before, after)):
        first, second = _at_the_far_end([before, after], regions, origin)
    for code in sorted(first):
        (old, was, _), (new, now, _) = first[code], second[code]
        if was == "outside" != now:
            entered[code] = new
        elif was != "outside" == now:
            left[code] = old
        elif (old, was) != (new, now):
            changed[code] = (old, new)
    return Difference(
        before=before,
        after=after,
        entered=entered,
        left=left,
        changed=changed,
        standings_before={code: far.standing for code, far in first.items()},
        standings_after={code: far.standing for code, far in second.items()},
        bounds_before={code: far.bounds for code, far in first.items()},
        bounds_after={code: far.bounds for code, far in second.items()},
        named_before=(*before.scope, *before.whole),
        named_after=(*after.scope, *after.whole),
    )


class _Far(NamedTuple):
    """Hold how much of a region lies within a regime's farther distance."""

    share: float
    standing: str
    bounds: tuple[float, float]


def _at_the_far_end(
    regimes: Sequence[Regime], regions: gpd.GeoDataFrame, origin: gpd.GeoDataFrame
) -> list[dict[str, _Far]]:
    """Judge each region within each regime's farther distance, by code."""
    far = [
        replace(regime, id=str(n), reach_km=regime.reach_km[-1:])
        for n, regime in enumerate(regimes)
    ]
    shape, parts = one_shape(origin), border_parts(far)
    table = judged_by_part(regions, policy_envelopes(far, shape, parts), shape, parts)
    columns = ["region", "share", "standing", "share_low", "share_high"]
    return [
        {
            str(code): _Far(float(share), str(standing), (float(low), float(high)))
            for code, share, standing, low, high in rows[columns].itertuples(index=False)
        }
        for _, rows in table.groupby("regime")
    ]


def origin_changes(measured: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Put the coverage from one origin beside the coverage from another.

    Parameters
    ----------
    measured, other
        Two tables of ``geo.coverage.coverage`` of the same regimes and regions.

    Returns
    -------
    DataFrame
        One row per regime, reach and region whose share differs, columns ``COMPARISON_COLUMNS``:
        ``change_points`` is ``other_share`` less ``share`` in points of per cent. In the order of
        the first table's regimes and reaches, the greatest change first.

    Examples
    --------
    >>> row = {"regime": "r", "reach_km": 80.0, "region": "X-1", "name": "X", "share": 0.5,
    ...        "standing": "partly", "nearest_km": 0.0, "share_low": 0.5, "share_high": 0.5}
    >>> origin_changes(pd.DataFrame([row]), pd.DataFrame([row | {"share": 0.25}]))[
    ...     ["region", "share", "other_share", "change_points"]
    ... ].to_dict("records")
    [{'region': 'X-1', 'share': 0.5, 'other_share': 0.25, 'change_points': -25.0}]
    """
    values = ["share", "standing", "nearest_km", "share_low", "share_high"]
    renamed = other[[*_KEYS, *values]].rename(columns={name: f"other_{name}" for name in values})
    order = {key: n for n, key in enumerate(dict.fromkeys(_pairs(measured)))}
    both = measured.merge(renamed, on=_KEYS)
    both["change_points"] = ((both["other_share"] - both["share"]) * 100).round(2)
    both = both[both["change_points"] != 0]
    both["order"] = [order[pair] for pair in _pairs(both)]
    both["least"] = -both["change_points"].abs()
    both = both.sort_values(["order", "least", "region"], ignore_index=True)
    return both[list(COMPARISON_COLUMNS)]


def _pairs(table: pd.DataFrame) -> list[tuple[str, float]]:
    return list(zip(table["regime"], table["reach_km"], strict=True))
