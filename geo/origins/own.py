"""Read a border or a line of the user's own: from bytes, by no driver, into valid shapes."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC, stated_crs
from geo.errors import InputError
from geo.inputs import read_input
from geo.origins.geojson_kml import USABLE, Feature, read_geojson, read_kml
from geo.origins.geopackage_shapefile import SHAPEFILE, SQLITE, read_geopackage, read_shapefile
from geo.wording import printable

LARGEST_FILE_BYTES = 100_000_000
LARGEST_DEFINITION_BYTES = 100_000
_BESIDE = {".prj": LARGEST_DEFINITION_BYTES, ".cpg": 100, ".dbf": LARGEST_FILE_BYTES}

_ZIP = b"PK\x03\x04"
FLATGEOBUF = b"fgb\x03fgb"
_READABLE = "a GeoJSON, KML, GeoPackage, FlatGeobuf or shapefile"
_OTHERS = {
    b"PAR1": "Parquet",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"II*\x00": "a picture or raster",
    b"MM\x00*": "a picture or raster",
    b"POLYGON": "WKT",
    b"MULTI": "WKT",
    b"LINESTRING": "WKT",
}
_GLOBE = (-180, -90, 180, 90)
_HALF_ROUND = 180.0


def load_own(source: str, *, instead_of: Iterable[str]) -> gpd.GeoDataFrame:
    """Load a GeoJSON, KML, GeoPackage, FlatGeobuf or shapefile.

    Parameters
    ----------
    source
        The path of a local file; the content tells what it is. KML and a shapefile with its
        ``.prj`` may be zipped; of a plain shapefile the ``.prj`` beside it is read, too.
    instead_of
        The names that might have been meant.

    Returns
    -------
    GeoDataFrame
        One row per feature, EPSG:4326, valid polygons or lines, in two dimensions; markers and
        empty geometries are left out.

    Raises
    ------
    InputError
        When the file cannot be read, is none of these, or nothing can be measured from it.
    """
    name = f"origin {source!r}"
    features, crs = read_features(
        source, name=name, remedy=f"give {', '.join(instead_of)}, or the path of {_READABLE}"
    )
    flat = in_degrees([shape for each in features for shape in each.shapes], crs, name=name)
    _refuse_unusable(flat, name=name)
    return flat


def read_features(source: str, *, name: str, remedy: str) -> tuple[list[Feature], CRS]:
    """Read the features of a file with what it says of each.

    Parameters
    ----------
    source
        As for `load_own`; of a shapefile the ``.dbf`` beside it, or in the same archive, is read.
    name
        What the file is called in messages.
    remedy
        What to do where there is no such file, in the imperative.

    Returns
    -------
    tuple
        Features in the file's order, not looked at so far, and their CRS.

    Raises
    ------
    InputError
        When the file cannot be read or is none of these.
    """
    content = read_input(source, name=name, largest_bytes=LARGEST_FILE_BYTES, remedy=remedy)
    if content.startswith(_ZIP):
        return _read_zipped(content, name=name)
    if content.startswith(SHAPEFILE):
        definition, charset = (
            None
            if (beside := _beside(source, suffix)) is None
            else beside.decode("utf-8", "replace")
            for suffix in (".prj", ".cpg")
        )
        table = _beside(source, ".dbf") or b""
        return read_shapefile(
            content, definition=definition, table=table, charset=charset or "", name=name
        )
    return _read(content, name=name)


def _read(content: bytes, *, name: str) -> tuple[list[Feature], CRS]:
    """Read a file that is one by itself, by what its first bytes are."""
    if content.startswith(SQLITE):
        return read_geopackage(content, name=name)
    if content.startswith(FLATGEOBUF):
        return _read_flatgeobuf(content, name=name)
    for start, kind in _OTHERS.items():
        if content.startswith(start):
            raise InputError(f"{name} is {kind}, which is not read here; give {_READABLE}.")
    head = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        return read_kml(content, name=name)
    return read_geojson(content, name=name)


def _read_flatgeobuf(content: bytes, *, name: str) -> tuple[list[Feature], CRS]:
    """Read it by its driver: no other takes what begins so and goes on with a short header."""
    if int.from_bytes(content[8:12], "little") > LARGEST_DEFINITION_BYTES:
        raise InputError(f"{name} is damaged FlatGeobuf (a header too long); export it anew.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what its driver would rather have
            about, _, shapes, columns = pyogrio.raw.read(content)
            found = shapely.from_wkb(shapes)
    except Exception as error:
        detail = " ".join(printable(str(error)).split())[:100]
        raise InputError(f"{name} is damaged FlatGeobuf ({detail}); export it anew.") from error
    if not about["crs"]:
        raise InputError(f"{name} has no CRS; set the right one, then export it anew.")
    said = [
        dict(zip(about["fields"].tolist(), row, strict=True))
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ] or [{} for _ in found]
    crs = stated_crs(about["crs"], name=name)
    return [
        Feature([] if shape is None or not shapely.get_dimensions(shape) > 0 else [shape], row)
        for shape, row in zip(found, said, strict=True)
    ], crs


def _read_zipped(content: bytes, *, name: str) -> tuple[list[Feature], CRS]:
    """Read the one layer of an archive; what its members say of their size is not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            named = {member.filename: member for member in archive.infolist()}
            found = [n for n in named if Path(n).suffix.lower() in (".kml", ".shp")]
            layers = [n for n in found if not n.startswith("__MACOSX/")] or ["none"]
            layer = "doc.kml" if "doc.kml" in layers else layers[0]
            if layer == "none" or (len(layers) > 1 and layer != "doc.kml"):
                raise InputError(
                    f"{name} is an archive with {len(found)} layers of KML or shapefile; "
                    "keep exactly one in it."
                )
            unpacked = _member(archive, layer, LARGEST_FILE_BYTES, name=name)
            if Path(layer).suffix.lower() == ".kml":
                return read_kml(unpacked, name=name)
            said = {
                suffix: _member(archive, n, largest, name=name)
                for suffix, largest in _BESIDE.items()
                for n in named
                if n.lower() == str(Path(layer).with_suffix(suffix)).lower()
            }
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError),
        *(NotImplementedError, OverflowError),
    ) as error:
        if isinstance(error, InputError):
            raise
        detail = " ".join(str(error).split())[:100]
        raise InputError(f"{name} is a damaged archive ({detail}); zip it anew.") from error
    definition = said[".prj"].decode("utf-8", "replace") if ".prj" in said else None
    charset = said.get(".cpg", b"").decode("utf-8", "replace")
    table = said.get(".dbf", b"")
    return read_shapefile(unpacked, definition=definition, table=table, charset=charset, name=name)


def _member(archive: zipfile.ZipFile, member: str, largest_bytes: int, *, name: str) -> bytes:
    with archive.open(member) as stream:
        content = stream.read(largest_bytes + 1)
    if len(content) > largest_bytes:
        raise InputError(
            f"{name} unpacks to more than {largest_bytes:,} bytes, the most that is read; "
            "split or simplify it."
        )
    return content


def _beside(source: str, suffix: str) -> bytes | None:
    """Read a part of a plain shapefile that lies beside it, if there is one."""
    for spelling in (suffix, suffix.upper()):
        path = Path(source).with_suffix(spelling)
        if path.is_file():
            return read_input(
                path,
                name=f"origin {str(path)!r}",
                largest_bytes=_BESIDE[suffix],
                remedy="export the shapefile anew",
            )
    return None


def in_degrees(shapes: list[BaseGeometry], crs: CRS, *, name: str) -> gpd.GeoDataFrame:
    """Bring shapes to EPSG:4326 and two dimensions; refuse degrees that are said to be metres."""
    if crs.is_projected and shapes:
        west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
        if _GLOBE[0] <= west <= east <= _GLOBE[2] and _GLOBE[1] <= south <= north <= _GLOBE[3]:
            raise InputError(
                f"{name} is said to be in {crs.name!r}, and its coordinates are those of degrees; "
                "set the right CRS (EPSG:4326), then export it anew."
            )
    with np.errstate(invalid="ignore"):  # a number that is none is told of below
        frame = gpd.GeoDataFrame(geometry=list(shapely.force_2d(shapes)), crs=crs)
        try:
            return frame if crs == GEOGRAPHIC else frame.to_crs(GEOGRAPHIC)
        except ProjError as error:
            detail = " ".join(str(error).split())[:100]
            raise InputError(
                f"{name} cannot be brought to degrees ({detail}); reproject it to EPSG:4326."
            ) from error


def _refuse_unusable(frame: gpd.GeoDataFrame, *, name: str) -> None:
    shapes = frame.geometry
    if shapes.empty or shapes.is_empty.any() or shapes.isna().any():
        raise InputError(f"{name} holds an empty geometry or none; give lines or areas.")
    odd = sorted(set(shapes.geom_type) - set(USABLE))
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
