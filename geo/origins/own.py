"""Read a border or a line of the user's own: from bytes, by no driver, into valid shapes."""

import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.inputs import read_input
from geo.origins.geopackage import SQLITE, read_geopackage

LARGEST_FILE_BYTES = 100_000_000

_GLOBE = (-180, -90, 180, 90)
_HALF_ROUND = 180.0
_USABLE = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")
_OTHER = ("Point", "MultiPoint", "GeometryCollection")
_NO_GEOMETRY = ("FeatureCollection", "Feature")
# What a file of before RFC 7946 may say of its CRS without meaning another one.
_LONGITUDE_LATITUDE = (
    *("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84"),
    *("urn:ogc:def:crs:EPSG::4326", "EPSG:4326"),
)


def load_own(source: str, *, instead_of: Iterable[str]) -> gpd.GeoDataFrame:
    """Load a GeoJSON or GeoPackage file.

    Parameters
    ----------
    source
        The path of a local file; the content tells which of the two it is.
    instead_of
        The names that might have been meant.

    Returns
    -------
    GeoDataFrame
        One row per feature, EPSG:4326, valid polygons or lines, in two dimensions.

    Raises
    ------
    InputError
        When the file cannot be read, is neither of the two, or nothing can be measured from it.
    """
    name = f"origin {source!r}"
    content = read_input(
        source,
        name=name,
        largest_bytes=LARGEST_FILE_BYTES,
        remedy=f"give {', '.join(instead_of)}, or the path of a GeoJSON or GeoPackage file",
    )
    read = read_geopackage if content.startswith(SQLITE) else _read_geojson
    frame = read(content, name=name)
    with np.errstate(invalid="ignore"):  # a number that is none is told of below
        frame.geometry = shapely.force_2d(frame.geometry.to_numpy())
    _refuse_unusable(frame, name=name)
    return frame


def _read_geojson(content: bytes, *, name: str) -> gpd.GeoDataFrame:
    wanted = "give a GeoJSON (RFC 7946) or GeoPackage file"
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # other bytes; bad JSON; a number too long
        raise InputError(f"{name} is not GeoJSON; {wanted}.") from error
    if not isinstance(document, dict) or "type" not in document:
        raise InputError(f"{name} is JSON but not GeoJSON (it has no 'type'); {wanted}.")
    if "crs" in document and _crs_name(document["crs"]) not in _LONGITUDE_LATITUDE:
        raise InputError(
            f"{name} names a CRS of its own; RFC 7946 knows only longitude and latitude on WGS84: "
            "reproject it to EPSG:4326."
        )
    geometries = _geometries(document, name=name)
    for n, geometry in enumerate(geometries, 1):
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind not in _USABLE:  # before GEOS sees it: nested collections break its stack
            said = f"holds a {_shown(kind)}" if kind else f"has an empty geometry (feature {n})"
            raise InputError(
                f"{name} {said}; a reach is measured from lines or polygons: give those alone."
            )
    try:
        shapes = shapely.from_geojson([json.dumps(geometry) for geometry in geometries])
    except (GEOSException, ValueError, RecursionError) as error:
        detail = " ".join(str(error).rpartition("]")[2].strip(" '").split())[:120]
        raise InputError(f"{name} is not valid GeoJSON ({detail}); {wanted}.") from error
    return gpd.GeoDataFrame(geometry=list(shapes), crs=GEOGRAPHIC)


def _geometries(document: dict[str, Any], *, name: str) -> list[Any]:
    """Take the geometries out of features; a bare geometry stands for itself."""
    if document["type"] not in _NO_GEOMETRY:
        return [document]
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise InputError(f"{name} is not valid GeoJSON (its features are no list); export it anew.")
    return [feature.get("geometry") for feature in features]


def _crs_name(crs: object) -> object:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return properties.get("name") if isinstance(properties, dict) else None


def _shown(kind: Any) -> str:
    return str(kind) if kind in _OTHER else repr(kind)[:40]


def _refuse_unusable(frame: gpd.GeoDataFrame, *, name: str) -> None:
    shapes = frame.geometry
    if shapes.empty or shapes.is_empty.any() or shapes.isna().any():
        raise InputError(f"{name} holds an empty geometry or none; give a border line or an area.")
    odd = sorted(set(shapes.geom_type) - set(_USABLE))
    if odd:
        raise InputError(
            f"{name} holds a {odd[0]}; a reach is measured from lines or polygons: give those."
        )
    if len({shapely.get_dimensions(shape) for shape in shapes}) > 1:
        raise InputError(f"{name} holds lines and areas; give lines alone or areas alone.")
    if not np.isfinite(shapely.get_coordinates(shapes.to_numpy())).all():
        raise InputError(f"{name} has coordinates that are not numbers; mend or drop them.")
    west, south, east, north = shapes.total_bounds
    if not (_GLOBE[0] <= west <= east <= _GLOBE[2] and _GLOBE[1] <= south <= north <= _GLOBE[3]):
        raise InputError(
            f"{name} spans {west:g} to {east:g} E, {south:g} to {north:g} N and so leaves the "
            "globe; give longitude first, latitude second, in degrees, and cut in two what crosses "
            "the 180th meridian."
        )
    if _goes_the_long_way(shapes.to_numpy()):
        raise InputError(
            f"{name} has an edge of more than 180 degrees of longitude, the long way round; "
            "cut in two what crosses the 180th meridian."
        )
    for shape in shapes[~shapes.is_valid]:
        reason = shapely.is_valid_reason(shape)
        raise InputError(f"{name} is not valid ({reason}); mend it, e.g. with shapely.make_valid.")


def _goes_the_long_way(shapes: NDArray[np.object_]) -> bool:
    """Find an edge that jumps from one side of the map to the other, but for those at a pole."""
    parts = shapely.get_parts(shapes)
    lines = np.concatenate([parts[shapely.get_dimensions(parts) == 1], shapely.get_rings(parts)])
    points, line = shapely.get_coordinates(lines, return_index=True)
    edges = np.abs(np.diff(points, axis=0))[np.diff(line) == 0]
    at_pole = (np.abs(points[:-1, 1]) == _GLOBE[3])[np.diff(line) == 0] & (edges[:, 1] == 0)
    return bool((edges[~at_pole, 0] > _HALF_ROUND).any())
