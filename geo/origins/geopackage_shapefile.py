"""Read the features of a GeoPackage or a shapefile from their bytes, with no driver's powers."""

import codecs
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.crs import stated_crs
from geo.errors import InputError
from geo.origins.geojson_kml import Feature
from geo.wording import printable

SQLITE = b"SQLite format 3\x00"

_APPLICATION_ID = slice(68, 72)  # of an SQLite file: which program's it is
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")
_JOURNAL = slice(18, 20)  # 1: a rollback journal; 2: a log beside the file, which is not here
_MOST_STEPS = 100  # of a million instructions of SQLite each
_AUTHORITIES = ("EPSG", "ESRI")
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_EMPTY_GEOMETRY = 0x10
_KINDS = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 7: "GeometryCollection"}
_POINTS = (1, 4)
_LINE, _POLYGON = 2, 3
_CHILD = {5: _LINE, 6: _POLYGON}  # what MultiLineString and MultiPolygon consist of
_USABLE = (_LINE, _POLYGON, *_CHILD)
_DIMENSIONS = {0: 2, 1: 3, 2: 3, 3: 4}  # by the thousands of ISO WKB's type: plain, Z, M, ZM

SHAPEFILE = b"\x00\x00\x27\x0a"
_DBF_HEADER_BYTES, _DBF_FIELD_BYTES = 32, 32
_CHARSETS = {0x03: "cp1252", 0x26: "cp866", 0x57: "cp1252", 0x65: "cp866", 0xC9: "cp1251"}

_HEADER_BYTES, _RECORD_HEADER_BYTES, _BOX_BYTES = 100, 8, 36
_SHP_LINES, _SHP_AREAS, _SHP_POINTS = (3, 13, 23), (5, 15, 25), (1, 8, 11, 18, 21, 28)
_LEAST_IN_LINE, _LEAST_IN_RING = 2, 4


def read_geopackage(content: bytes, *, name: str) -> tuple[list[Feature], CRS]:
    """Read the features of a GeoPackage that has one layer.

    Parameters
    ----------
    content
        The whole file.
    name
        What the file is called in messages.

    Returns
    -------
    tuple
        Its features in the order of the table, those that are points or empty without a shape, and
        their CRS. Only tables are read, by three plain queries: a view that computes, calls a
        function or never ends is refused, and no trigger is reached.

    Raises
    ------
    InputError
        When it is no GeoPackage, damaged, does not hold exactly one layer, or has no CRS.
    """
    if content[_APPLICATION_ID] not in _GEOPACKAGE:
        raise InputError(
            f"{name} is an SQLite database but no GeoPackage; export it as a GeoPackage."
        )
    head, _, rest = content[: _JOURNAL.start], content[_JOURNAL], content[_JOURNAL.stop :]
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            database.deserialize(head + b"\x01\x01" + rest)
            database.set_authorizer(_only_tables)
            steps = iter(range(_MOST_STEPS))
            database.set_progress_handler(lambda: int(next(steps, None) is None), 1_000_000)
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, len(content))
            blobs, said, crs = _layer(database, name=name)
        except InputError:
            raise
        # its own messages may quote what is no text, its counts be no numbers of Python's
        except (sqlite3.Error, OverflowError, ValueError, MemoryError) as error:
            detail = " ".join(printable(str(error)).split())[:120]
            raise InputError(
                f"{name} is not a readable GeoPackage ({detail}); export its layer as a table."
            ) from error
    try:
        taken = [_wkb(blob, name=name) for blob in blobs]
        if not any(taken):
            raise InputError(f"{name} holds an empty geometry or none; give lines or areas.")
        with np.errstate(invalid="ignore"):  # a number that is none is told of later
            shapes = shapely.from_wkb(np.array(taken, dtype=object))
        found = zip(shapes, said, strict=True)
        return [Feature([] if shape is None else [shape], row) for shape, row in found], crs
    except (GEOSException, struct.error, IndexError) as error:
        detail = " ".join(printable(str(error)).split())[:120]
        raise InputError(f"{name} is a damaged GeoPackage ({detail}); export it anew.") from error


def _only_tables(
    action: int, _first: str | None, _second: str | None, _database: str | None, view: str | None
) -> int:
    """Allow to read from tables, and nothing that a view or a function does."""
    plain = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) and view is None
    return sqlite3.SQLITE_OK if plain else sqlite3.SQLITE_DENY


def _layer(
    database: sqlite3.Connection, *, name: str
) -> tuple[list[Any], list[dict[str, Any]], CRS]:
    """Read the geometries, what stands beside each, and their CRS."""
    layers = database.execute(
        "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
    ).fetchall()
    if len(layers) != 1:
        names = ", ".join(printable(str(layer[0]))[:40] for layer in layers[:5])
        said = f" ({names})" if names else ""
        raise InputError(
            f"{name} holds {len(layers)} layers with geometry{said}; keep exactly one."
        )
    table, geometry, srs_id = layers[0]
    found = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
        "WHERE srs_id = ?",
        (srs_id,),
    ).fetchone()
    authority, code, definition = found or (None, None, None)
    if str(authority).upper() in _AUTHORITIES and isinstance(code, int):
        definition = f"{authority}:{code}"
    elif "[" not in str(definition):
        raise InputError(
            f"{name} has no CRS; set the right one or reproject to EPSG:4326, then export it anew."
        )
    crs = stated_crs(str(definition), name=name)
    quoted = str(table).replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name, quoted
    columns = [str(column) for column, *_ in rows.description]
    at = columns.index(next((c for c in columns if c.lower() == str(geometry).lower()), ""))
    read = [(row[at], dict(zip(columns, row, strict=True))) for row in rows]
    for _, beside in read:
        del beside[columns[at]]
    return [blob for blob, _ in read], [beside for _, beside in read], crs


def _wkb(blob: object, *, name: str) -> bytes | None:
    """Take the shape out of a GeoPackage's envelope, if it is one that can be measured from.

    Points and empty geometries are none.

    References
    ----------
    OGC 12-128r19, GeoPackage Encoding Standard, clause 2.1.3: the format of a geometry.
    """
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP":
        raise InputError(f"{name} is a damaged GeoPackage (a geometry is none); export it anew.")
    if blob[3] & _EMPTY_GEOMETRY:
        return None
    wkb = blob[8 + _ENVELOPE_BYTES.get(blob[3] >> 1 & 7, len(blob)) :]
    kind, end = _walk(wkb, 0, _USABLE)
    if kind % 1000 in _POINTS and kind // 1000 in _DIMENSIONS:
        return None
    if kind not in _USABLE:
        said = _KINDS.get(kind % 1000, f"geometry of type {kind}")
        raise InputError(f"{name} holds a {said}; give lines or areas.")
    if end != len(wkb):
        raise InputError(f"{name} is a damaged GeoPackage (a geometry is cut); export it anew.")
    return wkb


def _walk(wkb: bytes, at: int, usable: Sequence[int]) -> tuple[int, int]:
    """Give the type of the shape that begins here and, if it is one of use, where it ends.

    GEOS reads nested collections by recursion, down to the end of its stack: so nothing nested
    deeper than the parts of a multipolygon is handed on.
    """
    order = "<" if wkb[at] else ">"
    (number,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    kind, at = number % 1000, at + 5
    if number // 1000 not in _DIMENSIONS or kind not in usable:
        return number, at
    if kind == _LINE:
        counts = 1
    else:
        (counts,) = struct.unpack_from(f"{order}I", wkb, at)
        at += 4
    for _ in range(counts):
        if kind in _CHILD:
            child, at = _walk(wkb, at, (_CHILD[kind],))
            if child != _CHILD[kind]:
                return child, at
        else:
            (points,) = struct.unpack_from(f"{order}I", wkb, at)
            at += 4 + 8 * _DIMENSIONS[number // 1000] * points
    return kind, at


def read_shapefile(
    content: bytes, *, definition: str | None, table: bytes = b"", charset: str = "", name: str
) -> tuple[list[Feature], CRS]:
    """Read the features of a shapefile.

    Parameters
    ----------
    content
        The whole ``.shp``.
    definition
        The text of its ``.prj``; None where there is none.
    table
        The whole ``.dbf``, if it is to be read.
    charset
        What the ``.cpg`` says of the letters in it.
    name
        What the file is called in messages.

    Returns
    -------
    tuple
        Its features in two dimensions, and their CRS; points and null shapes have no shape.

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
        shapes = [[] if shape.is_empty else [shape] for shape in _shapes(content)]
        said = _table(table, charset=charset) if table else [{} for _ in shapes]
        if len(said) != len(shapes):
            raise ValueError(f"{len(shapes)} shapes, {len(said)} rows")  # noqa: TRY301 - told below
    except (ValueError, IndexError, LookupError, struct.error, GEOSException) as error:
        detail = " ".join(str(error).split())[:100]
        raise InputError(f"{name} is a damaged shapefile ({detail}); export it anew.") from error
    if not any(shapes):
        raise InputError(f"{name} holds no line and no area; give one.")
    return [Feature(*each) for each in zip(shapes, said, strict=True)], crs


def _table(content: bytes, *, charset: str) -> list[dict[str, Any]]:
    """Read the text and numbers of a dBASE table; rows marked as deleted have no shape either."""
    rows, header, width = struct.unpack_from("<IHH", content, 4)
    said = charset.strip().lower().removeprefix("ldid/")
    letters = _CHARSETS.get(content[29], "utf-8")
    if said:
        letters = codecs.lookup(f"cp{said}" if said.isdigit() else said).name
    fields: list[tuple[str, int, int]] = []
    at = 1
    for start in range(_DBF_HEADER_BYTES, header - 1, _DBF_FIELD_BYTES):
        if content[start : start + 1] == b"\r":
            break
        field = content[start : start + 11].partition(b"\0")[0].decode(letters, "replace")
        length = content[start + 16]
        fields.append((field, at, at + length))
        at += length
    if at > width or header + rows * width > len(content) or rows > len(content):
        raise ValueError("a table that is cut")
    records = (content[header + n * width :][:width] for n in range(rows))
    return [
        {
            field: record[first:end].decode(letters, "replace").strip(" \0") or None
            for field, first, end in fields
        }
        for record in records
    ]


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
        if kind in _SHP_LINES:
            parts = [part for part in _parts(record) if len(part) >= _LEAST_IN_LINE]
            shapes.append(shapely.MultiLineString(parts) if len(parts) > 1 else _line(parts))
        elif kind in _SHP_AREAS:
            shapes.append(_area(_parts(record)))
        else:
            shapes.append(shapely.GeometryCollection())
        if kind and kind not in (*_SHP_LINES, *_SHP_AREAS) and kind not in _SHP_POINTS:
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
