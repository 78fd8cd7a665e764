"""Read the features of GeoJSON, whole or a feature a line, and of KML, following no link."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import shapely
from lxml import etree
from pyproj import CRS
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC, stated_crs
from geo.errors import InputError
from geo.wording import printable

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


class Feature(NamedTuple):
    """Hold a feature of a file: its lines and areas, none where it has neither, and its columns."""

    shapes: list[BaseGeometry]
    said: dict[str, Any]


def read_geojson(content: bytes, *, name: str) -> tuple[list[Feature], CRS]:
    """Read the features of GeoJSON: their lines and areas, and what is said of them.

    Parameters
    ----------
    content
        The whole file: one document, or a feature a line (RFC 8142, or with line ends alone).
    name
        What the file is called in messages.

    Returns
    -------
    tuple
        Its features, and their CRS. Points, as a map has markers, and empty geometries are left
        out: a feature may have no shape, and one that is a collection several.

    Raises
    ------
    InputError
        When it is not GeoJSON, or holds nothing but points.

    Examples
    --------
    >>> line = b'{"type": "LineString", "coordinates": [[30, 50], [31, 50]]}'
    >>> (feature,), crs = read_geojson(line, name="it")
    >>> feature.shapes[0].wkt, crs.to_string()
    ('LINESTRING (30 50, 31 50)', 'EPSG:4326')
    """
    documents = _documents(content, name=name)
    crs = CRS.from_user_input(GEOGRAPHIC)
    for document in documents:
        if document.get("crs") is not None:
            crs = stated_crs(_crs_name(document["crs"]), name=name)
    found = [each for document in documents for each in _features(document, name=name)]
    taken: list[list[dict[str, Any]]] = [[] for _ in found]
    left_out: set[str] = set()
    for n, (geometry, _) in enumerate(found):
        _take(geometry, taken[n], left_out, where=f"{name}, feature {n + 1},")
    if not any(taken):
        what = f"nothing but a {min(left_out)}" if left_out else "an empty geometry or none"
        raise InputError(f"{name} holds {what}; give lines or areas.")
    try:
        return [
            Feature([shapely.from_geojson(json.dumps(shape)) for shape in shapes], said)
            for shapes, (_, said) in zip(taken, found, strict=True)
        ], crs
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


def _features(document: dict[str, Any], *, name: str) -> list[tuple[Any, dict[str, Any]]]:
    """Take geometries and properties out of features; a bare geometry stands for itself."""
    if document["type"] not in ("FeatureCollection", "Feature"):
        return [(document, {})]
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise InputError(f"{name} is not valid GeoJSON (its features are no list); export it anew.")
    return [
        (
            feature.get("geometry"),
            said if isinstance(said := feature.get("properties"), dict) else {},
        )
        for feature in features
    ]


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
        raise InputError(f"{where} holds a {shown}; give lines or areas.")


def _is_empty(geometry: dict[str, Any]) -> bool:
    return any(geometry.get(key) == [] for key in ("coordinates", "geometries"))


def _crs_name(crs: Any) -> str:
    """Read the CRS member of before RFC 7946, however it was written."""
    properties = crs.get("properties", crs) if isinstance(crs, dict) else {"name": crs}
    properties = properties if isinstance(properties, dict) else {}
    if isinstance(crs, dict) and str(crs.get("type")).upper() == "EPSG":
        return f"EPSG:{properties.get('code')}"
    return str(properties.get("name"))


def read_kml(content: bytes, *, name: str) -> tuple[list[Feature], CRS]:
    """Read the geometries of a KML document.

    Parameters
    ----------
    content
        The whole file.
    name
        What the file is called in messages.

    Returns
    -------
    tuple
        A feature for each of its lines, tracks left out, and polygons, with nothing said of them;
        EPSG:4326. Placemarks that are points, and what network links lead to, are left out.

    Raises
    ------
    InputError
        When it is no KML, is damaged, or holds no line and no area.

    References
    ----------
    OGC 07-147r2, KML 2.2, clauses 10.7 and 10.8.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = " ".join(printable(str(error)).split())[:100]
        raise InputError(f"{name} is damaged KML ({detail}); export it anew.") from error
    tag = etree.QName(root).localname
    if tag != "kml":
        kind = {"gpx": "GPX", "FeatureCollection": "GML", "svg": "SVG"}.get(tag, f"XML ({tag})")
        raise InputError(f"{name} is {kind[:40]}, not KML; export it as GeoJSON or KML.")
    try:
        shapes = [Feature([shape], {}) for shape in _shapes(root) if not shape.is_empty]
    except (ValueError, IndexError, GEOSException) as error:
        detail = " ".join(printable(str(error)).split())[:100]
        raise InputError(f"{name} holds a damaged geometry ({detail}); export it anew.") from error
    if not shapes:
        raise InputError(f"{name} holds no line and no area; give one.")
    return shapes, CRS.from_user_input(GEOGRAPHIC)


def _shapes(root: etree._Element) -> Iterator[BaseGeometry]:
    for element in root.iter("{*}LineString", "{*}Polygon"):
        if etree.QName(element).localname == "LineString":
            yield shapely.LineString(_points(element))
            continue
        rings = [_points(ring) for ring in element.iterfind("{*}outerBoundaryIs/{*}LinearRing")]
        holes = [_points(ring) for ring in element.iterfind("{*}innerBoundaryIs/{*}LinearRing")]
        yield shapely.Polygon(rings[0] if rings else (), holes)


def _points(element: etree._Element) -> list[tuple[float, float]]:
    """Read ``longitude,latitude[,height]``, longitude first, with spaces between the points."""
    written = "".join(element.findtext("{*}coordinates") or "").split()
    points = []
    for point in written:
        longitude, latitude, *_ = map(float, point.split(","))
        points.append((longitude, latitude))
    return points
