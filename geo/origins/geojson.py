"""Read the geometries of GeoJSON, whole or a feature a line."""

import json
from typing import Any

import shapely
from pyproj import CRS
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.origins.stated_crs import stated_crs

USABLE = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")
POINTS = ("Point", "MultiPoint")
DEEPEST_COLLECTION = 20

_COLLECTION = "GeometryCollection"
_RECORD_SEPARATOR = "\x1e"
_OTHERS = {
    "Topology": "TopoJSON",
    "rings": "Esri JSON",
    "paths": "Esri JSON",
    "geometryType": "Esri JSON",
    "spatialReference": "Esri JSON",
}
_WANTED = "give a GeoJSON file (RFC 7946), e.g. exported by QGIS or mapshaper"


def read_geojson(content: bytes, *, name: str) -> tuple[list[BaseGeometry], CRS]:
    """Read the lines and areas of GeoJSON.

    Parameters
    ----------
    content
        The whole file: one document, or a feature a line (RFC 8142, or with line ends alone).
    name
        What the file is called in messages.

    Returns
    -------
    tuple
        Its lines and polygons, those of collections among them, and their CRS. Points, as a map
        has markers, and empty geometries are left out.

    Raises
    ------
    InputError
        When it is not GeoJSON, or holds nothing but points.

    Examples
    --------
    >>> line = b'{"type": "LineString", "coordinates": [[30, 50], [31, 50]]}'
    >>> shapes, crs = read_geojson(line, name="it")
    >>> shapes[0].wkt, crs.to_string()
    ('LINESTRING (30 50, 31 50)', 'EPSG:4326')
    """
    documents = _documents(content, name=name)
    crs = CRS.from_user_input(GEOGRAPHIC)
    for document in documents:
        if document.get("crs") is not None:
            crs = stated_crs(_crs_name(document["crs"]), name=name)
    found = [each for document in documents for each in _geometries(document, name=name)]
    shapes: list[dict[str, Any]] = []
    left_out: set[str] = set()
    for n, geometry in enumerate(found, 1):
        _take(geometry, shapes, left_out, where=f"{name}, feature {n},")
    if not shapes:
        what = f"nothing but a {min(left_out)}" if left_out else "an empty geometry or none"
        raise InputError(f"{name} holds {what}; give a border line or an area.")
    try:
        return list(shapely.from_geojson([json.dumps(shape) for shape in shapes])), crs
    except (GEOSException, ValueError, RecursionError) as error:
        detail = " ".join(str(error).rpartition("]")[2].strip(" '").split())[:120]
        raise InputError(f"{name} is not valid GeoJSON ({detail}); {_WANTED}.") from error


def _documents(content: bytes, *, name: str) -> list[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8 (byte {error.start:,} fits no character); save it as UTF-8."
        ) from error
    try:
        documents = [json.loads(text)]
    except json.JSONDecodeError as error:
        documents = _lines(text)
        if not documents:
            where = f"line {error.lineno}, column {error.colno}: {error.msg}"
            raise InputError(f"{name} is not GeoJSON ({where}); {_WANTED}.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is not GeoJSON (too deep, or a number too long).") from error
    for document in documents:
        if not isinstance(document, dict):
            raise InputError(f"{name} is JSON but not GeoJSON; {_WANTED}.")
        known = [_OTHERS[str(key)] for key in (document.get("type"), *document) if key in _OTHERS]
        if known:
            raise InputError(f"{name} is {known[0]}, not GeoJSON; {_WANTED}.")
        if "type" not in document:
            raise InputError(f"{name} is JSON but not GeoJSON (it has no 'type'); {_WANTED}.")
    return documents


def _lines(text: str) -> list[Any]:
    """Read a document a line; nothing, unless every line is one."""
    lines = [line.strip(_RECORD_SEPARATOR + " \t\r") for line in text.split("\n")]
    try:
        return [json.loads(line) for line in lines if line]
    except (ValueError, RecursionError):
        return []


def _geometries(document: dict[str, Any], *, name: str) -> list[Any]:
    """Take the geometries out of features; a bare geometry stands for itself."""
    if document["type"] not in ("FeatureCollection", "Feature"):
        return [document]
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise InputError(f"{name} is not valid GeoJSON (its features are no list); export it anew.")
    return [feature.get("geometry") for feature in features]


def _take(
    geometry: Any, shapes: list[dict[str, Any]], left_out: set[str], *, where: str, depth: int = 0
) -> None:
    """Take what can be measured from, before GEOS sees it: nested collections break its stack."""
    if geometry is None or (isinstance(geometry, dict) and _is_empty(geometry)):
        return
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if isinstance(kind, str) and kind in USABLE:
        shapes.append({"type": kind, "coordinates": geometry.get("coordinates")})
    elif isinstance(kind, str) and kind in POINTS:
        left_out.add(kind)
    elif kind == _COLLECTION and depth < DEEPEST_COLLECTION:
        parts = geometry.get("geometries")
        for part in parts if isinstance(parts, list) else []:
            _take(part, shapes, left_out, where=where, depth=depth + 1)
    else:
        shown = repr(kind)[:40] if isinstance(geometry, dict) else "geometry that is none"
        raise InputError(
            f"{where} holds a {shown}; a reach is measured from lines or polygons: give those."
        )


def _is_empty(geometry: dict[str, Any]) -> bool:
    return any(geometry.get(key) == [] for key in ("coordinates", "geometries"))


def _crs_name(crs: Any) -> str:
    """Read the CRS member of before RFC 7946, however it was written."""
    properties = crs.get("properties", crs) if isinstance(crs, dict) else {"name": crs}
    properties = properties if isinstance(properties, dict) else {}
    if isinstance(crs, dict) and str(crs.get("type")).upper() == "EPSG":
        return f"EPSG:{properties.get('code')}"
    return str(properties.get("name"))
