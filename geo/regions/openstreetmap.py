"""Make a file of regions from an OpenStreetMap extract of the user's own."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.wording import LANGUAGES

ATTRIBUTION, LICENCE = "© OpenStreetMap contributors", "ODbL-1.0"

_ASIDE_DEGREES = 1e-7  # the grain of OpenStreetMap's coordinates
_CODES = ("ISO3166-2", "ref", "ref:koatuu", "katotth", "okato:user", "oktmo:user")


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
