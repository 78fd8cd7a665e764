"""What a reach is measured from: a border by name, or a line of the user's own."""

from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundaries import OWN_LAYERS, load_boundary, load_outlines, load_regions
from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.origins.geojson_kml import Feature
from geo.origins.own import in_degrees, load_own, read_features
from geo.regimes import LAND_BORDER, Stretch
from geo.wording import printable

__all__ = [
    "FOR_COMPARISON_ONLY",
    "NAMED_ORIGINS",
    "Feature",
    "border_part",
    "choose_origin",
    "country_origin",
    "in_degrees",
    "load_origin",
    "one_shape",
    "own_border",
    "read_features",
]

NAMED_ORIGINS = ("recognised", "land-border", "de-facto-2014")
FOR_COMPARISON_ONLY = ("de-facto-2014",)

_LEFT_OUT_SINCE_2014 = ("UA-43", "UA-40")
_FINE_WITHIN_DEGREES = 0.1  # finer borders lie that near the generalised ones
_BORDER = "border-"
_FAR_DEG, _NEAR_DEG, _MOST_POINTS = 2.0, 2.0, 200
_FORMULA_SIGNS = ("=", "+", "-", "@")  # a spreadsheet would compute a cell that begins so


def load_origin(name_or_file: str = "recognised") -> gpd.GeoDataFrame:
    """Load the border or line that reaches are measured from.

    Parameters
    ----------
    name_or_file
        ``recognised`` (Ukraine's internationally recognised border, Crimea included),
        ``land-border`` (the stretch of it shared with Russia), ``de-facto-2014`` (the recognised
        border without Crimea and Sevastopol, along the lines of Ukraine's regions: for comparison
        only), or the path of a GeoJSON, KML,
        GeoPackage or shapefile.

    Returns
    -------
    GeoDataFrame
        One row per feature, EPSG:4326, polygons or lines, in two dimensions. A file is read as
        bytes: no driver chooses itself by its name, and nothing in it leads to another file.

    Raises
    ------
    InputError
        When the name is unknown, or the file cannot be read, is none of these, is empty, holds
        nothing but points, is not valid, or leaves the globe.

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
    return load_own(name_or_file, instead_of=NAMED_ORIGINS)


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
        The name and the frame. A file goes by its own name, changed where it could pass for a
        border's or for a formula, or holds what cannot be shown; a country's border by
        ``border-`` and its code.

    Raises
    ------
    InputError
        As `load_origin`; when a border of Ukraine's alone is asked for another country; and when a
        file has latitude first: it lies far from ``home``, and on it when they are exchanged.

    Examples
    --------
    >>> choose_origin()[0], choose_origin(home="KR", target="KP")[0]
    ('recognised', 'border-KR')
    >>> choose_origin("land-border", home="BR", target="BR")[1].geom_type.tolist()
    ['MultiLineString']
    """
    if given is None:
        if home == "UA" and target != "UA":
            return "recognised", load_origin("recognised")
        return own_border(home), country_origin(home, target=target)
    if given == own_border(home):
        return given, country_origin(home, target=target)
    if given == LAND_BORDER and home != "UA":
        whole = Stretch(name=LAND_BORDER, label={})
        return given, border_part(whole, country=home, target=target)
    if given in NAMED_ORIGINS:
        if home != "UA":
            raise InputError(
                f"origin {given!r} is Ukraine's, the regimes are measured from {home}; "
                f"write {own_border(home)} for the border of {home}, or give a file."
            )
        return given, load_origin(given)
    name = printable(Path(given).name)
    seen = name.strip()
    confusing = seen in NAMED_ORIGINS or seen.startswith((_BORDER, *_FORMULA_SIGNS))
    origin = load_origin(given)
    _refuse_latitude_first(origin, home, given=given)
    return f"./{name}" if confusing else name, origin


def _refuse_latitude_first(origin: gpd.GeoDataFrame, country: str, *, given: str) -> None:
    """Notice a line that lies far from the country it should be of, and on it when exchanged."""
    try:
        home = shapely.union_all(country_origin(country, target="").geometry.to_numpy())
    except InputError:  # a country that has no outline here
        return
    points = shapely.get_coordinates(origin.geometry.to_numpy())
    points = points[:: 1 + len(points) // _MOST_POINTS]
    away = shapely.distance(home, shapely.points(points))
    exchanged = shapely.distance(home, shapely.points(points[:, ::-1]))
    if away.min() > _FAR_DEG and exchanged.max() <= _NEAR_DEG:
        raise InputError(
            f"origin {given!r} has latitude first: as it stands it lies "
            f"{away.min():.0f} degrees or more from {country}, and beside it with latitude and "
            "longitude exchanged; write longitude first (RFC 7946)."
        )


def own_border(country: str) -> str:
    """Give the name that the border of a country goes by.

    Examples
    --------
    >>> own_border("KR")
    'border-KR'
    """
    return f"{_BORDER}{country}"


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


def border_part(part: Stretch, *, country: str, target: str) -> gpd.GeoDataFrame:
    """Give the part of a country's border that a policy is measured from.

    Parameters
    ----------
    part
        All of the border by land, the border of regions of the country, or a file.
    country, target
        ISO 3166-1 codes. By land the border is the one shared with the target, where they share
        one; else, and where the target is the country itself, with any other country.

    Returns
    -------
    GeoDataFrame
        One row, EPSG:4326, lines; of a file its features.

    Raises
    ------
    InputError
        When there is no such part, as of an island's border by land, or the file is wrong.

    Examples
    --------
    >>> from geo.regimes import Stretch
    >>> kharkiv = Stretch(name="UA-63", label={}, regions=("UA-63",))
    >>> border_part(kharkiv, country="UA", target="RU").geom_type.tolist()
    ['MultiLineString']
    """
    if part.file is not None:
        return load_own(str(part.file), instead_of=())
    if part.name == LAND_BORDER:
        line = _land_border(country, target)
    else:
        regions = load_regions(country)
        chosen = regions.geometry[regions["region"].isin(part.regions)].to_numpy()
        outline = shapely.boundary(one_shape(country_origin(country, target="")))
        line = _shared(outline, shapely.boundary(shapely.coverage_union_all(chosen)))
    if line.is_empty:
        raise InputError(
            f"{country} has no border {part.name!r}; name a region at its border, or leave "
            "origin_part out."
        )
    return gpd.GeoDataFrame(geometry=[line], crs=GEOGRAPHIC)


def _land_border(country: str, target: str) -> BaseGeometry:
    if {country, target} == {"UA", "RU"}:
        return one_shape(load_boundary("land-border"))
    around = load_outlines(-180, -90, 180, 90).set_index("country").geometry
    home = shapely.boundary(around[country])
    others = around.drop(country)
    if country != target:
        line = _shared(home, shapely.boundary(around[target]))
        if not line.is_empty:
            others = around.loc[[target]]
    met = others[shapely.intersects(others.to_numpy(), home)]
    line = _shared(home, shapely.union_all(shapely.boundary(met.to_numpy())))
    if country not in OWN_LAYERS:
        return line
    fine = shapely.boundary(one_shape(country_origin(country, target="")))
    return shapely.intersection(fine, shapely.buffer(line, _FINE_WITHIN_DEGREES))


def _shared(line: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Give what two lines that share their vertices have in common, without lone points."""
    parts = shapely.get_parts(shapely.intersection(line, other))
    lines = parts[shapely.get_dimensions(parts) == 1]
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    return shapely.multilinestrings(merged)


def one_shape(origin: gpd.GeoDataFrame) -> BaseGeometry:
    """Join the features of an origin into the one shape that is measured from.

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
