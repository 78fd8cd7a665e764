"""Take regions of the user's own: read, put into their country, gaps and overlaps measured.

Who has no file of regions makes one of an OpenStreetMap extract.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import load_outlines, load_regions, region_names
from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.geodesy import area_km2
from geo.origins import country_origin, one_shape
from geo.regimes import Regime
from geo.regions.own import (
    Matters,
    OwnRegions,
    Shapes,
    load_own_regions,
    on_the_globe,
    only_areas,
    own_regions,
)
from geo.wording import LANGUAGES

__all__ = ["Matters", "OwnRegions", "extract_regions", "load_own_regions", "own_regions", "placed"]

ATTRIBUTION, LICENCE = "© OpenStreetMap contributors", "ODbL-1.0"

_ASIDE_DEGREES = 1e-7  # the grain of OpenStreetMap's coordinates
_CODES = ("ISO3166-2", "ref", "ref:koatuu", "katotth", "okato:user", "oktmo:user")
_SAID_KM2 = 1.0  # below it, two drawings of one line differ
_WITHIN, _PARTLY_WITHIN = 0.9, 0.1  # of a region's area in one that a policy names
_SPECKS = 0.01  # of a region's area: what a cut leaves of one that lies beyond it
_ISLET_DEGREES = 0.2  # outlines of countries are generalised; islets are not in them


def placed(
    own: OwnRegions, *, home: str, target: str, regimes: Sequence[Regime], name: str
) -> OwnRegions:
    """Leave out what lies in the country measured from or in a third; measure gaps and overlaps.

    Parameters
    ----------
    own
        As loaded.
    home, target
        ISO 3166-1 codes: whose border is measured from, and whose regions are judged.
    regimes
        The policies, which may name packaged regions that those of the user lie in.
    name
        What the file is called in messages.

    Raises
    ------
    InputError
        When no region is left, as of a file that has latitude first or is another country's.
    """
    known, frame, matters = region_names(target), own.frame, own.matters
    country = shapely.coverage_union_all(load_regions(target).geometry.to_numpy())
    shapes = frame.geometry.to_numpy()
    if home != target:
        shapes, lost = _without(shapes, one_shape(country_origin(home, target="")))
        found = [(code, km2) for code, km2 in zip(frame["region"], lost, strict=True) if km2]
        matters = replace(matters, at_home=tuple(found))
    where = _countries(shapes, country, target)
    kept = (where == target) & ~shapely.is_empty(shapes)
    if not kept.any():
        raise _none_left(frame.geometry.to_numpy(), country, where, home, target, name=name)
    abroad = (where != target) & ~shapely.is_empty(shapes)
    beyond = tuple(zip(frame["region"][abroad], where[abroad].tolist(), strict=True))
    frame = frame[kept].set_geometry(shapes[kept], crs=GEOGRAPHIC).reset_index(drop=True)
    for lang in LANGUAGES:  # a code of ours without a name of the user's has ours
        column = f"name_{lang}"
        ours = frame["region"].map({code: names[lang] for code, names in known.items()})
        frame[column] = frame[column].where(frame[column] != frame["region"], ours)
        frame[column] = frame[column].fillna(frame["region"])
    overlap_km2, overlapping = _overlaps(frame)
    gaps_km2, beside = _gaps(frame)
    within, partly = _within(frame, regimes, target)
    matters = replace(
        matters,
        elsewhere=beyond,
        overlap_km2=overlap_km2,
        overlapping=overlapping,
        gaps_km2=gaps_km2,
        gaps_beside=beside,
        partly_named=partly,
    )
    return replace(own, frame=frame, matters=matters, within=within)


def _without(shapes: Shapes, home: BaseGeometry) -> tuple[Shapes, NDArray[np.float64]]:
    """Cut a country out of shapes; return what is left, and how much was lost where it matters."""
    before = area_km2(shapes)
    left = shapes.copy()
    met = shapely.intersects(shapes, home)
    left[met] = only_areas(shapely.difference(shapes[met], home))
    after = area_km2(left)
    specks = (after < _SPECKS * before) & (after < before)
    left[specks] = shapely.MultiPolygon()
    lost = np.where(specks, before, before - after)
    return left, np.where(lost > _SAID_KM2, lost, 0.0)


def _countries(shapes: Shapes, target: BaseGeometry, code: str) -> NDArray[np.object_]:
    """Say in which country each shape lies for the most part, by land; '' where in none."""
    inside = area_km2(shapely.intersection(shapes, target))
    where = np.where(inside > area_km2(shapes) / 2, code, "").astype(object)
    doubtful = np.flatnonzero((where == "") & ~shapely.is_empty(shapes))
    if not len(doubtful):
        return where
    around = load_outlines(*shapely.total_bounds(shapes[doubtful]))
    for n in doubtful.tolist():
        areas = area_km2(shapely.intersection(around.geometry.to_numpy(), shapes[n]))
        areas[(around["country"] == code).to_numpy()] = inside[n]
        if len(areas) and areas.max() > 0:
            where[n] = around["country"].iloc[int(areas.argmax())]
        elif shapely.dwithin(shapes[n], target, _ISLET_DEGREES):
            where[n] = code
    return where


def _none_left(
    shapes: Shapes, target: BaseGeometry, where: Any, home: str, code: str, *, name: str
) -> InputError:
    exchanged = shapely.transform(shapes, lambda lonlat: lonlat[:, ::-1])
    if on_the_globe(exchanged) and shapely.intersects(exchanged, target).any():
        return InputError(
            f"{name} has latitude first: exchanged, it lies in {code}; write longitude first."
        )
    others = sorted({each for each in where.tolist() if each})
    lies = ", ".join(others) or (home if shapely.intersects(shapes, target).any() else "no country")
    return InputError(
        f"{name} has no region in {code}, whose regions are judged, but in {lies}; give regions of "
        f"{code}, or say their CRS."
    )


def _overlaps(frame: gpd.GeoDataFrame) -> tuple[float, tuple[str, ...]]:
    """Measure how much of the regions lies in two of them; name those that share most."""
    shapes = frame.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    twice = area_km2(shapely.intersection(shapes[one], shapes[other]))
    if not len(twice) or (total := float(twice.sum())) < _SAID_KM2:
        return 0.0, ()
    most = int(twice.argmax())
    return total, (frame["region"].iloc[one[most]], frame["region"].iloc[other[most]])


def _gaps(frame: gpd.GeoDataFrame) -> tuple[float, str]:
    """Measure what the regions enclose and none of them has; name one beside the greatest gap."""
    shapes = frame.geometry.to_numpy()
    parts = shapely.get_parts(shapely.union_all(shapes))
    holes = [ring for part in parts for ring in part.interiors]
    gaps = shapely.polygons(holes) if holes else np.array([], dtype=object)
    areas = area_km2(gaps)
    if not len(areas) or (total := float(areas.sum())) < _SAID_KM2:
        return 0.0, ""
    nearest = shapely.distance(shapes, gaps[int(areas.argmax())])
    return total, str(frame["region"].iloc[int(nearest.argmin())])


def _within(
    frame: gpd.GeoDataFrame, regimes: Sequence[Regime], target: str
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Find the regions that lie in a packaged one that a policy names, and those partly so."""
    named = {code for each in regimes for code in (*each.scope, *each.excluded, *each.whole)}
    packaged = load_regions(target).set_index("region").geometry
    whole = area_km2(frame.geometry.to_numpy())
    within: dict[str, tuple[str, ...]] = {}
    partly: dict[str, None] = {}
    for code in sorted(named.difference(frame["region"]).intersection(packaged.index)):
        shared = area_km2(shapely.intersection(frame.geometry.to_numpy(), packaged[code])) / whole
        for region, share in zip(frame["region"], shared, strict=True):
            if share >= _WITHIN:
                within[region] = (*within.get(region, ()), code)
            elif share > _PARTLY_WITHIN:
                partly[region] = None
    return within, tuple(partly)


def extract_regions(source: str, *, admin_level: int) -> gpd.GeoDataFrame:
    """Read the administrative areas of one level from an extract, cut to land.

    Parameters
    ----------
    source
        The path of an ``.osm.pbf`` or any other file that pyosmium reads.
    admin_level
        Of the boundaries: in Russia and Ukraine 4 for first-level regions, 6 for districts.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, by ``region``: the ISO 3166-2 code or another reference, else the relation's
        number; ``name`` and the names in each language that the map has, ``attribution``,
        ``licence``. Only areas whose every way is in the extract; where a coastline crosses
        one, what lies left of it, as the map has it.

    Raises
    ------
    InputError
        When pyosmium is not installed, the file cannot be read or holds no such area.

    References
    ----------
    OpenStreetMap wiki, Tag:boundary=administrative and Tag:natural=coastline.
    """
    name, level = f"extract {source!r}", str(admin_level)
    try:
        import osmium  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "reading an extract needs pyosmium; install policy-range-mapper[osm]."
        ) from error
    if not Path(source).is_file():
        raise InputError(f"{name} is no file; give the path of an .osm.pbf.")
    rows, coasts = [], []
    shape = osmium.geom.WKBFactory()
    try:
        wanted = osmium.filter.TagFilter(("boundary", "administrative"))
        for each in osmium.FileProcessor(source).with_locations().with_areas(wanted):
            if isinstance(each, osmium.osm.Way) and each.tags.get("natural") == "coastline":
                coasts.append(shapely.from_wkb(shape.create_linestring(each)))
            elif isinstance(each, osmium.osm.Area) and each.tags.get("admin_level") == level:
                area = shapely.from_wkb(shape.create_multipolygon(each))
                rows.append(_row(dict(each.tags), each.orig_id()) | {"geometry": area})
    except (RuntimeError, ValueError) as error:
        detail = " ".join(str(error).split())[:100]
        raise InputError(f"{name} cannot be read ({detail}); download it anew.") from error
    if not rows:
        raise InputError(
            f"{name} holds no whole area of admin_level {admin_level}; choose another level, or "
            "an extract that holds all of their boundaries."
        )
    frame = gpd.GeoDataFrame(rows, crs=GEOGRAPHIC).sort_values("region", ignore_index=True)
    frame = frame.dropna(axis="columns", how="all")
    return frame.set_geometry([_land(area, coasts) for area in frame.geometry], crs=GEOGRAPHIC)


def _row(tags: dict[str, str], number: int) -> dict[str, Any]:
    code = next((tags[key] for key in _CODES if tags.get(key)), f"relation {number}")
    return {
        "region": code,
        "name": tags.get("name"),
        **{f"name_{lang}": tags.get(f"name:{lang}") for lang in LANGUAGES},
        "osm_id": number,
        "attribution": ATTRIBUTION,
        "licence": LICENCE,
    }


def _land(area: BaseGeometry, coasts: list[BaseGeometry]) -> BaseGeometry:
    """Cut an area along coastlines; keep the pieces that lie left of them, or beside none."""
    area = shapely.make_valid(area)
    shapely.prepare(area)
    met = [coast for coast in coasts if shapely.intersects(area, coast)]
    if not met:
        return area
    lines = shapely.union_all([shapely.boundary(area), *met])
    pieces = shapely.get_parts(shapely.polygonize([lines]))
    pieces = pieces[shapely.contains(area, shapely.point_on_surface(pieces))]
    left, right = (shapely.STRtree(side) for side in _sides(area, met))
    kept = []
    for piece in pieces:
        on_the_left, on_the_right = (len(tree.query(piece, "contains")) for tree in (left, right))
        if on_the_left >= on_the_right:
            kept.append(piece)
    return shapely.union_all(kept)


def _sides(area: BaseGeometry, coasts: list[BaseGeometry]) -> tuple[Any, Any]:
    """Give points just left and just right of the middle of each step of coasts in an area."""
    points, coast = shapely.get_coordinates(coasts, return_index=True)
    same = coast[1:] == coast[:-1]
    steps = np.stack([points[:-1][same], points[1:][same]], axis=1)
    within, step = shapely.get_parts(
        shapely.intersection(shapely.linestrings(steps), area), return_index=True
    )
    within, step = within[shapely.length(within) > 0], step[shapely.length(within) > 0]
    middle = shapely.get_coordinates(shapely.line_interpolate_point(within, 0.5, normalized=True))
    along = steps[step, 1] - steps[step, 0]
    aside = along[:, ::-1] * (-1, 1)
    aside *= _ASIDE_DEGREES / np.abs(aside).max(axis=1, keepdims=True)
    return shapely.points(middle + aside), shapely.points(middle - aside)
