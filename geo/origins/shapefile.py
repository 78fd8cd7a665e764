"""Read the lines and areas of a shapefile, from its bytes and those of its .prj."""

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.errors import InputError
from geo.origins.stated_crs import stated_crs

SHAPEFILE = b"\x00\x00\x27\x0a"

_HEADER_BYTES, _RECORD_HEADER_BYTES, _BOX_BYTES = 100, 8, 36
_LINES, _AREAS, _POINTS = (3, 13, 23), (5, 15, 25), (1, 8, 11, 18, 21, 28)
_LEAST_IN_LINE, _LEAST_IN_RING = 2, 4


def read_shapefile(
    content: bytes, *, definition: str | None, name: str
) -> tuple[list[BaseGeometry], CRS]:
    """Read the geometries of a shapefile.

    Parameters
    ----------
    content
        The whole ``.shp``.
    definition
        The text of its ``.prj``; None where there is none.
    name
        What the file is called in messages.

    Returns
    -------
    tuple
        Its lines or polygons in two dimensions, and their CRS. Points and null shapes are left out.

    Raises
    ------
    InputError
        When it is damaged, has no ``.prj`` or one that says nothing, or holds no line and no area.

    References
    ----------
    ESRI Shapefile Technical Description (1998).
    """
    if definition is None:
        raise InputError(
            f"{name} has no .prj, which says what its coordinates are; "
            "zip it with the .shp, or export the layer as GeoJSON."
        )
    crs = stated_crs(definition, name=name)
    try:
        shapes = [shape for shape in _shapes(content) if not shape.is_empty]
    except (ValueError, IndexError, GEOSException) as error:
        detail = " ".join(str(error).split())[:100]
        raise InputError(f"{name} is a damaged shapefile ({detail}); export it anew.") from error
    if not shapes:
        raise InputError(f"{name} holds no line and no area; give a border line or an area.")
    return shapes, crs


def _shapes(content: bytes) -> list[BaseGeometry]:
    shapes = []
    at = _HEADER_BYTES
    while at + _RECORD_HEADER_BYTES < len(content):
        length = 2 * int.from_bytes(content[at + 4 : at + 8], "big")
        at += _RECORD_HEADER_BYTES
        record = content[at : at + length]
        if len(record) < length or length < 4:  # noqa: PLR2004 - the bytes of a kind
            raise ValueError("a record is cut")
        at += length
        kind = int.from_bytes(record[:4], "little")
        if kind in _LINES:
            parts = [part for part in _parts(record) if len(part) >= _LEAST_IN_LINE]
            shapes.append(shapely.MultiLineString(parts) if len(parts) > 1 else _line(parts))
        elif kind in _AREAS:
            shapes.append(_area(_parts(record)))
        elif kind and kind not in _POINTS:
            raise ValueError(f"a record of kind {kind}")
    return shapes


def _line(parts: list[NDArray[np.float64]]) -> BaseGeometry:
    return shapely.LineString(parts[0] if parts else None)


def _parts(record: bytes) -> list[NDArray[np.float64]]:
    """Cut the points of a record into its parts."""
    parts, points = np.frombuffer(record, "<i4", 2, _BOX_BYTES)
    starts_at = _BOX_BYTES + 8
    if parts < 0 or points < 0 or starts_at + 4 * int(parts) + 16 * int(points) > len(record):
        raise ValueError("more points than bytes")
    starts = np.frombuffer(record, "<i4", parts, starts_at)
    flat = np.frombuffer(record, "<f8", 2 * points, starts_at + 4 * parts)
    if len(starts) and (starts[0] or (np.diff(starts) < 0).any() or starts[-1] > points):
        raise ValueError("parts out of order")
    return np.split(flat.reshape(-1, 2), starts[1:])


def _area(rings: list[NDArray[np.float64]]) -> BaseGeometry:
    """Build what the rings enclose: those within an odd number of others are holes."""
    closed = [ring for ring in rings if len(ring) >= _LEAST_IN_RING]
    for ring in closed:
        polygon = shapely.Polygon(ring)
        if not polygon.is_valid:
            raise ValueError(f"not valid: {shapely.is_valid_reason(polygon)}")
    if len(closed) == 1:
        return shapely.Polygon(closed[0])
    lines = shapely.GeometryCollection([shapely.LineString(ring) for ring in closed])
    return shapely.build_area(lines)
