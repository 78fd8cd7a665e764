"""Read the lines and areas of KML, following none of its links."""

from collections.abc import Iterator

import shapely
from lxml import etree
from pyproj import CRS
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.wording import printable


def read_kml(content: bytes, *, name: str) -> tuple[list[BaseGeometry], CRS]:
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
        Its lines, tracks left out, and its polygons, in two dimensions; EPSG:4326. Placemarks that
        are points, and what network links lead to, are left out.

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
        shapes = [shape for shape in _shapes(root) if not shape.is_empty]
    except (ValueError, IndexError, GEOSException) as error:
        detail = " ".join(printable(str(error)).split())[:100]
        raise InputError(f"{name} holds a damaged geometry ({detail}); export it anew.") from error
    if not shapes:
        raise InputError(f"{name} holds no line and no area; give a border line or an area.")
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
