"""Check what is handed over to be judged, so that nothing is told as out of reach by mistake."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.boundaries import load_outlines
from geo.crs import require_geographic
from geo.errors import InputError
from geo.geodesy import Shapes

_PLAINLY = 4  # so many times more regions within reach, exchanged
_MORE_IN_ONE = 0.25  # of the regions, exchanged, in one country each
_ALONG, _TIMES_AS_MANY = 0.15, 2  # of the vertices, exchanged, along coasts and borders
_NEAR_DEGREES = 0.05
_MOST_POINTS = 5000
_NEARLY_ALL = 0.9
_HALF_ROUND_KM = 20_038
_ISO = "[A-Z]{2}-[A-Z0-9]{1,3}"
_ONLY_ISO = re.compile(rf"\W*(?:{_ISO}(?:\W+|$))+")
_OFF_THE_GLOBE = "off the globe; give longitude first, latitude second, in degrees"


def codes_of(scope: Any) -> tuple[str, ...]:
    """Read a scope: codes, or their text with ``;`` between, as files hold it; none is empty.

    Raises
    ------
    InputError
        When it is neither.

    Examples
    --------
    >>> codes_of("RU-KRS;RU-BEL"), codes_of(("RU-KRS",)), codes_of(None), codes_of('["RU-KRS"]')
    (('RU-KRS', 'RU-BEL'), ('RU-KRS',), (), ('RU-KRS',))
    """
    if isinstance(scope, str):
        if _ONLY_ISO.fullmatch(scope):  # whatever stands between
            return tuple(re.findall(_ISO, scope))
        bare = scope.strip().strip("[](){}")  # a list written as text keeps its brackets
        codes = tuple(code.strip(" \t\r'\"") for code in re.split("[;,\n]", bare))
        return tuple(code for code in codes if code)
    if isinstance(scope, Iterable):
        codes = tuple(scope)
        if all(isinstance(code, str) for code in codes):
            return codes
    elif pd.isna(scope):
        return ()
    raise InputError(
        f"envelopes: scope {scope!r} is not read; give region codes as a tuple, or as text with "
        "';' between them."
    )


def checked_regions(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return regions as they are, with a code of its own each, and areas."""
    holds(regions, name="regions", columns=("region",))
    _holds_areas(regions, name="regions")
    if "name" not in regions and "name_en" not in regions:
        raise InputError("regions: no column 'name' (or 'name_en'); add one, or copy the codes.")
    codes = regions["region"]
    if not codes.map(lambda code: isinstance(code, str) and bool(code.strip())).all():
        raise InputError("regions: a code in 'region' is missing or no text; give each its own.")
    if codes.duplicated().any():
        raise InputError(
            f"regions: {codes[codes.duplicated()].iloc[0]} stands there twice; give one row per "
            "region, e.g. with frame.dissolve('region', as_index=False)."
        )
    return regions


def checked_envelopes(envelopes: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return envelopes with codes as tuples, ``whole`` among their columns, and no doubt of any."""
    holds(envelopes, name="envelopes", columns=("regime", "reach_km", "scope"))
    _holds_areas(envelopes, name="envelopes")
    whole = envelopes["whole"] if "whole" in envelopes else [()] * len(envelopes)
    scopes, wholes = ([codes_of(each) for each in column] for column in (envelopes["scope"], whole))
    _refuse_misspelt({code for each in (*scopes, *wholes) for code in each}, regions)
    reach_km = pd.to_numeric(envelopes["reach_km"].astype(object), errors="coerce")
    if not reach_km.between(0, _HALF_ROUND_KM, inclusive="right").all():
        raise InputError(
            "envelopes: a reach in 'reach_km' is no distance on the globe; give kilometres."
        )
    tuples = {"scope": scopes, "whole": wholes}
    columns = {name: pd.Series(each, envelopes.index, object) for name, each in tuples.items()}
    shapes = envelopes.geometry.rename("geometry")
    return envelopes.assign(**columns, geometry=shapes).set_geometry("geometry")


def _refuse_misspelt(named: set[str], regions: gpd.GeoDataFrame) -> None:
    """Refuse a region that is named otherwise than by its code, and would be told as out of scope.

    Names are looked at only where a code is not among the regions; it may be one of others.
    """
    codes = regions["region"]
    if not (unknown := sorted(named.difference(codes))):
        return
    written = {
        str(said).casefold(): code
        for column in ("name_ru", "name_uk", "name_en", "name", "region")
        if column in regions
        for said, code in zip(regions[column], codes, strict=True)
    }
    for said in unknown:
        if code := written.get(said.casefold()):
            raise InputError(f"envelopes: {said!r} is no code of a region; write {code!r}.")


def holds(frame: gpd.GeoDataFrame, *, name: str, columns: Sequence[str]) -> None:
    """Refuse a frame in another CRS or without a column."""
    require_geographic(frame, name=name)
    there = getattr(frame, "columns", ())
    for column in columns:
        if (times := list(there).count(column)) != 1:
            raise InputError(
                f"{name}: column {column!r} stands there {times} times; keep one."
                if times
                else f"{name}: no column {column!r}, but {', '.join(map(str, there)) or 'none'}; "
                "rename the one that holds it, or bring it back with frame.reset_index()."
            )


def _holds_areas(frame: gpd.GeoDataFrame, *, name: str) -> None:
    shapes = frame.geometry.to_numpy()
    areas = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    for good, wrong in (
        (areas, "no area; leave the row out, or give a Polygon or MultiPolygon"),
        ((np.abs(shapely.bounds(shapes)) <= (180, 90, 180, 90)).all(axis=1), _OFF_THE_GLOBE),
        (shapely.is_valid(shapes), "not valid; mend it, e.g. with frame.make_valid()"),
    ):
        if not good.all():
            raise InputError(f"{name}: row {frame.index[~good][0]} is {wrong}.")


def refuse_latitude_first(
    regions: gpd.GeoDataFrame,
    envelopes: gpd.GeoDataFrame,
    countries: gpd.GeoDataFrame | None = None,
) -> None:
    """Notice regions whose coordinates are exchanged, which would all be told as out of reach.

    They lie in the country that a column ``country`` or the beginning of their codes names. Where
    none is named and some meet an envelope once exchanged, they keep to one country each or to
    borders and coasts, as administrative regions do; or else more of them meet an envelope.

    Raises
    ------
    InputError
        When it is so only once latitude and longitude are exchanged.
    """
    shapes, reaches = regions.geometry.to_numpy(), envelopes.geometry.to_numpy()
    shapely.prepare(reaches)
    said = regions["country"].astype(str) if "country" in regions else regions["region"].str[:2]
    west, south, east, north = shapely.bounds(shapes).T
    as_told = _meeting(shapely.box(west, south, east, north), reaches)
    known = said.str.fullmatch("[A-Z]{2}") if countries is None else said.isin(countries["country"])
    abroad = countries is not None and bool(
        2 * _in_their_own(shapes, said, countries).sum() < known.sum()
    )
    few = max(as_told, 1) if known.any() else 1
    if not abroad and _meeting(shapely.box(south, west, north, east), reaches) < few:
        return  # as for nearly all, without a look at the shapes
    world = load_outlines(-180, -90, 180, 90)
    if seen := _seems_exchanged(shapes, said, reaches, world):
        raise InputError(
            f"regions: latitude seems to come first: {seen} with latitude and longitude exchanged; "
            "write longitude first, or, if they are right, say so by codes such as 'RU-KRS' or a "
            "column 'country' (ISO 3166-1)."
        )
    land = shapely.STRtree(world.geometry.to_numpy())
    if abroad and not land.query(shapes, predicate="dwithin", distance=1.0).size:
        raise InputError(
            "regions: they name countries, but none lies within a degree of any land; give them "
            "in degrees, longitude first."
        )


def _seems_exchanged(shapes: Shapes, said: Any, reaches: Shapes, world: gpd.GeoDataFrame) -> str:
    """Say by what regions seem to have latitude first; '' where they do not."""
    exchanged = shapely.transform(shapes, lambda lonlat: lonlat[:, ::-1])
    right, wrong = (_in_their_own(each, said, world).sum() for each in (shapes, exchanged))
    if right or wrong:
        told = f"{right} of them lie in the country they name as they stand, {wrong}"
        return told if wrong > right else ""
    right, wrong = (_meeting(each, reaches) for each in (shapes, exchanged))
    if not wrong:
        return ""
    now, then = (_fitting(each, world.geometry.to_numpy()) for each in (shapes, exchanged))
    if _better(then, now):
        return (
            f"{now[0]:.0%} of them keep to one country each and {now[1]:.0%} of their vertices to "
            f"borders and coasts as they stand, {then[0]:.0%} and {then[1]:.0%}"
        )
    if wrong > right * _PLAINLY and not _better(now, then):
        return f"{right} of them lie within reach as they stand, {wrong}"
    return ""


def _better(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Say whether regions plainly fit the countries of the world better."""
    return one[0] >= other[0] + _MORE_IN_ONE or one[1] >= max(_ALONG, other[1] * _TIMES_AS_MANY)


def _fitting(shapes: Shapes, outlines: Shapes) -> tuple[float, float]:
    """Return what part of regions has one country each, and of vertices lies along its edges."""
    lonlat, region = shapely.get_coordinates(shapes, return_index=True)
    some = slice(None, None, 1 + len(lonlat) // _MOST_POINTS)
    points, region = shapely.points(lonlat[some]), region[some]
    rings = shapely.get_rings(shapely.get_parts(outlines))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    real = ring[1:] == ring[:-1]
    edges = shapely.linestrings(np.stack([corners[:-1][real], corners[1:][real]], axis=1))
    found = shapely.STRtree(edges).query(points, predicate="dwithin", distance=_NEAR_DEGREES)[0]
    along = np.isin(np.arange(len(points)), found)
    points, region = points[~along], region[~along]
    at, country = shapely.STRtree(outlines).query(points, predicate="within")
    held = np.zeros((len(shapes), len(outlines)))
    np.add.at(held, (region[at], country), 1)
    one = held.max(axis=1) >= _NEARLY_ALL * np.bincount(region, minlength=len(shapes))
    return float(one.mean()), float(along.mean())


def _in_their_own(shapes: Shapes, said: Any, countries: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Say of each shape whether it lies in the country said of it."""
    outlines = countries.geometry.to_numpy()
    row = pd.Index(countries["country"]).get_indexer(pd.Index(said))
    shapely.prepare(outlines[np.unique(row[row >= 0])])
    return np.asarray(
        shapely.intersects(outlines[row], shapely.point_on_surface(shapes)) & (row >= 0)
    )


def _meeting(shapes: Shapes, reaches: Shapes) -> int:
    return int(shapely.intersects(reaches[:, None], shapes).any(axis=0).sum())
