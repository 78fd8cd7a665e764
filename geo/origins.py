"""Choose what a reach is measured from: a border by name, or a line of the user's own."""

import json
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.boundaries import load_boundary, load_regions
from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.wording import printable

NAMED_ORIGINS = ("recognised", "land-border", "de-facto-2014")
FOR_COMPARISON_ONLY = ("de-facto-2014",)
LARGEST_FILE_BYTES = 100_000_000

_LEFT_OUT_SINCE_2014 = ("UA-43", "UA-40")
_BORDER = "border-"
_FORMULA_SIGNS = ("=", "+", "-", "@")  # a spreadsheet would compute a cell that begins so
_GLOBE = (-180, -90, 180, 90)
_SQLITE = b"SQLite format 3\x00"
_APPLICATION_ID = slice(68, 72)  # of an SQLite file: which program's it is
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")
_USABLE = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")


def load_origin(name_or_file: str = "recognised") -> gpd.GeoDataFrame:
    """Load the border or line that reaches are measured from.

    Parameters
    ----------
    name_or_file
        ``recognised`` (Ukraine's internationally recognised border, Crimea included),
        ``land-border`` (the stretch of it shared with Russia), ``de-facto-2014`` (the recognised
        border without Crimea and Sevastopol, along the lines of Ukraine's regions: for comparison
        only), or the path of a GeoJSON or GeoPackage file.

    Returns
    -------
    GeoDataFrame
        One row per feature, EPSG:4326, polygons or lines. No driver but GeoJSON's and
        GeoPackage's is ever opened, and no path that leads anywhere but to a local file.

    Raises
    ------
    InputError
        When the name is unknown, or the file cannot be read, is neither GeoJSON nor GeoPackage,
        is empty, holds points, crosses itself, or leaves the globe.

    Examples
    --------
    >>> load_origin("recognised").geom_type.tolist()
    ['MultiPolygon']
    """
    if name_or_file == "recognised":
        return load_boundary("ukraine")
    if name_or_file == "land-border":
        return load_boundary("land-border")
    if name_or_file == "de-facto-2014":
        return _de_facto_2014()
    name = f"origin {name_or_file!r}"
    content = _content(name_or_file, name=name)
    is_geopackage = content.startswith(_SQLITE)
    frame = _from_geopackage(content, name=name) if is_geopackage else _from_geojson(content, name)
    _refuse_unusable(frame, name=name)
    return frame


def choose_origin(
    given: str | None = None, *, home: str = "UA", target: str = "RU"
) -> tuple[str, gpd.GeoDataFrame]:
    """Choose what a reach is measured from, with the name the outputs call it by.

    Parameters
    ----------
    given
        As for `load_origin`; nothing: the border of ``home``.
    home, target
        ISO 3166-1 codes: whose border it is, and whose regions are judged.

    Returns
    -------
    tuple
        The name and the frame. A file goes by its own name, with spaces for what cannot be seen,
        changed where it could pass for a border's or for a formula; a country's border by
        ``border-`` and its code.

    Raises
    ------
    InputError
        As `load_origin`; and when one of Ukraine's borders is asked for another country.

    Examples
    --------
    >>> choose_origin()[0], choose_origin(home="KR", target="KP")[0]
    ('recognised', 'border-KR')
    """
    if given is None:
        if home == "UA" and target != "UA":
            return "recognised", load_origin("recognised")
        return f"{_BORDER}{home}", country_origin(home, target=target)
    if given in NAMED_ORIGINS:
        if home != "UA":
            raise InputError(
                f"origin {given!r} is Ukraine's, the regimes are measured from {home}; "
                f"leave --origin out for the border of {home}, or give a file."
            )
        return given, load_origin(given)
    name = printable(Path(given).name)
    seen = name.strip()
    confusing = seen in NAMED_ORIGINS or seen.startswith((_BORDER, *_FORMULA_SIGNS))
    return f"./{name}" if confusing else name, load_origin(given)


def country_origin(country: str, *, target: str) -> gpd.GeoDataFrame:
    """Give what a reach is measured from when nothing else is said: a country's border.

    Parameters
    ----------
    country, target
        ISO 3166-1 codes. Ukraine's border is the recognised one at full detail, any other's the
        outline of its regions. Where the target is the country itself, the border is a line, so
        that the distance is measured inland.

    Returns
    -------
    GeoDataFrame
        One row, EPSG:4326.

    Raises
    ------
    InputError
        When no regions of the country are packaged.

    Examples
    --------
    >>> country_origin("UA", target="RU").geom_type.tolist()
    ['MultiPolygon']
    """
    if country == "UA":
        frame = load_boundary("ukraine")
    else:
        regions = load_regions(country).geometry.to_numpy()
        frame = gpd.GeoDataFrame(geometry=[shapely.coverage_union_all(regions)], crs=GEOGRAPHIC)
    if country != target:
        return frame
    return gpd.GeoDataFrame(geometry=shapely.boundary(frame.geometry.to_numpy()), crs=GEOGRAPHIC)


def one_shape(origin: gpd.GeoDataFrame) -> BaseGeometry:
    """Join the features of an origin into the one shape that is measured from.

    Raises
    ------
    shapely.errors.GEOSException
        When the features cannot be joined; a loaded origin's can.

    Examples
    --------
    >>> one_shape(load_origin("land-border")).geom_type
    'MultiLineString'
    """
    shapes = origin.geometry.array
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _de_facto_2014() -> gpd.GeoDataFrame:
    """Leave out what Ukraine has not controlled since 2014 by the usual lines: a comparison."""
    regions = load_boundary("ukraine_regions")
    kept = regions.geometry[~regions["region"].isin(_LEFT_OUT_SINCE_2014)]
    return gpd.GeoDataFrame(geometry=[shapely.coverage_union_all(kept.to_numpy())], crs=GEOGRAPHIC)


def _content(source: str, *, name: str) -> bytes:
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError(f"{name} is a folder; give a GeoJSON or GeoPackage file.")
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError(
                f"{name} is larger than {LARGEST_FILE_BYTES // 1_000_000} MB; simplify it first."
            )
        return path.read_bytes()
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        known = ", ".join(NAMED_ORIGINS)
        raise InputError(
            f"{name} is neither a known name ({known}) nor an existing file; "
            "give one of them, or the path of a GeoJSON or GeoPackage file."
        ) from error
    except OSError as error:
        raise InputError(
            f"{name} cannot be read ({error.strerror}); give a readable file."
        ) from error


def _from_geojson(content: bytes, name: str) -> gpd.GeoDataFrame:
    wanted = "give a GeoJSON (RFC 7946) or GeoPackage file"
    try:
        document = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{name} is not GeoJSON; {wanted}.") from error
    if not isinstance(document, dict) or "type" not in document:
        raise InputError(f"{name} is JSON but not GeoJSON (it has no 'type'); {wanted}.")
    if "crs" in document and "CRS84" not in json.dumps(document["crs"]):
        raise InputError(
            f"{name} names a CRS of its own; RFC 7946 knows only longitude and latitude on WGS84: "
            "reproject it to EPSG:4326."
        )
    try:
        geometries = shapely.get_parts(shapely.from_geojson(json.dumps(document)))
    except (GEOSException, ValueError) as error:
        detail = " ".join(str(error).split())[:120]
        raise InputError(f"{name} is not valid GeoJSON ({detail}); {wanted}.") from error
    return gpd.GeoDataFrame(geometry=list(geometries), crs=GEOGRAPHIC)


def _from_geopackage(content: bytes, *, name: str) -> gpd.GeoDataFrame:
    """Read a copy, so that a path can neither choose another driver nor be written to."""
    if content[_APPLICATION_ID] not in _GEOPACKAGE:
        raise InputError(
            f"{name} is an SQLite database but no GeoPackage; export it as a GeoPackage."
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "origin.gpkg"
        copy.write_bytes(content)
        try:
            spatial = [layer for layer, geometry in pyogrio.list_layers(copy) if geometry]
            if len(spatial) != 1:
                count = len(spatial)
                raise InputError(f"{name} holds {count} layers with geometry; keep exactly one.")
            frame = pyogrio.read_dataframe(copy, layer=spatial[0], columns=[])
        except (DataSourceError, DataLayerError) as error:
            raise InputError(f"{name} is not a readable GeoPackage; export it anew.") from error
    if frame.crs is None:
        raise InputError(f"{name} does not say its CRS; set it, then export it anew.")
    return frame[["geometry"]].to_crs(GEOGRAPHIC)


def _refuse_unusable(frame: gpd.GeoDataFrame, *, name: str) -> None:
    shapes = frame.geometry
    if shapes.empty or shapes.is_empty.any() or shapes.isna().any():
        raise InputError(f"{name} holds an empty geometry or none; give a border line or an area.")
    odd = sorted(set(shapes.geom_type) - set(_USABLE))
    if odd:
        raise InputError(
            f"{name} holds a {odd[0]}; a reach is measured from lines or polygons: give those."
        )
    if not np.isfinite(shapely.get_coordinates(shapes.to_numpy())).all():
        raise InputError(f"{name} has coordinates that are not numbers; mend or drop them.")
    west, south, east, north = shapes.total_bounds
    if not (_GLOBE[0] <= west <= east <= _GLOBE[2] and _GLOBE[1] <= south <= north <= _GLOBE[3]):
        raise InputError(
            f"{name} spans {west:g} to {east:g} E, {south:g} to {north:g} N and so leaves the "
            "globe; give longitude first, latitude second, in degrees."
        )
    for shape in shapes[~shapes.is_valid]:
        reason = shapely.is_valid_reason(shape)
        raise InputError(f"{name} is not valid ({reason}); mend it, e.g. with shapely.make_valid.")
