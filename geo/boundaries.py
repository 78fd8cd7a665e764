"""Read the packaged boundaries, and nothing that is not what its record says.

Names are read without shapes: who asks for a name alone does not wait for what reads and draws.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from geo.errors import DataError, InputError
from geo.inputs import verified
from geo.wording import LANGUAGES

if TYPE_CHECKING:
    import geopandas

BOUNDARIES: Final = ("ukraine", "land-border", "regions", "ukraine_regions", "countries", "sea")

OWN_LAYERS: Final = {"RU": "regions", "UA": "ukraine_regions"}
WORLD: Final = "world/regions.fgb"
BESIDE: Final = "world/outlines.fgb"
WATERS: Final = "world/waters.fgb"
NAMES: Final = "names/names.csv"
SEATS: Final = "detail/seats.csv"


def load_boundary(name: str) -> geopandas.GeoDataFrame:
    """Read one packaged boundary layer after checking it against its record.

    Parameters
    ----------
    name
        One of `BOUNDARIES`.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, longitude first, sorted by its key. Every layer has ``name_en``, ``name_uk``
        and ``name_ru``; besides them

        - ``ukraine``: one row, ``country`` (ISO 3166-1), the polygon of OpenStreetMap at 10 m
          without its lakes;
        - ``land-border``: one row, ``country`` (both, joined by ``-``), the line Ukraine shares
          with Russia by land;
        - ``regions``: Russia's 83 first-level regions, ``region`` (ISO 3166-2) and
          ``within_1000_km`` (of Ukraine), edge-matched to ``ukraine``;
        - ``ukraine_regions``: Ukraine's 27, the same columns;
        - ``countries``: the world at small scale, ``country`` (ISO 3166-1);
        - ``sea``: named waters between 10 and 60 degrees east, 38 and 65 degrees north.

    Raises
    ------
    InputError
        If there is no layer of that name.
    DataError
        If the file is missing, or its bytes, CRS, rows or geometry type differ from its record.

    Examples
    --------
    >>> from shapely.geometry import Point
    >>> ukraine = load_boundary("ukraine")
    >>> bool(ukraine.geometry.iloc[0].contains(Point(34.10, 44.95)))  # Simferopol
    True
    """
    if name not in BOUNDARIES:
        raise InputError(f"no boundary is called {name!r}: choose one of {', '.join(BOUNDARIES)}")
    path, record = verified(f"boundaries/{name}.fgb")
    frame = read_layer(f"boundaries/{name}.fgb")
    found = {
        "crs": frame.crs.to_string() if frame.crs else "none",
        "rows": len(frame),
        "geometry": "/".join(sorted(set(frame.geom_type))),
    }
    for field, value in found.items():
        if value != getattr(record, field):
            raise DataError(
                f"{path} has {field} {value}, its record says {getattr(record, field)}: "
                "install the package again"
            )
    return frame


def load_regions(country: str) -> geopandas.GeoDataFrame:
    """Read the first-level regions of one country.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2 code.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, sorted by ``region``, with the three names. Russia's and Ukraine's are
        edge-matched to the border at 10 m, every other country's generalised to about 5 km.
        ``region`` is the ISO 3166-2 code; a region whose code is not known for sure has a key of
        its own, with a colon in it.

    Raises
    ------
    InputError
        If no regions of that country are packaged.
    DataError
        If the packaged file is damaged.

    Examples
    --------
    >>> len(load_regions("UA"))
    27
    >>> "KP-01" in set(load_regions("KP")["region"])  # Pyongyang
    True
    """
    if country in OWN_LAYERS:
        return load_boundary(OWN_LAYERS[country])
    code = country if re.fullmatch("[A-Z]{2}", country) else ""
    frame = read_layer(WORLD, where=f"country = '{code}'")
    if frame.empty:
        raise InputError(f"no regions of {country!r} are packaged; choose another country.")
    return frame.drop(columns="country")


def load_outlines(west: float, south: float, east: float, north: float) -> geopandas.GeoDataFrame:
    """Read the outlines of the countries that a box of the world meets.

    They are the unions of what `load_regions` gives, so that a map's neighbours share every vertex
    with the regions drawn beside them. Russia's and Ukraine's are generalised like the others, for
    drawing alone; their own regions are finer.

    Parameters
    ----------
    west, south, east, north
        Degrees, EPSG:4326; a box with ``west`` greater than ``east`` spans the antimeridian.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, sorted by ``country`` (ISO 3166-1, and XK), with the three names; one row per
        country, whole, not cut at the box. No row where the box meets none.

    Raises
    ------
    DataError
        If a packaged file is damaged.

    Examples
    --------
    >>> list(load_outlines(127, 37.5, 128, 38.5)["country"])
    ['KP', 'KR']
    """
    import geopandas  # noqa: PLC0415 - who asks for names alone does not wait for it
    import pandas as pd  # noqa: PLC0415 - same
    import shapely  # noqa: PLC0415 - same

    parts = pd.concat([read_layer(name, columns=["country"]) for name in (WORLD, BESIDE)])
    spans = [(west, east)] if west <= east else [(west, 180), (-180, east)]
    box = shapely.union_all([shapely.box(left, south, right, north) for left, right in spans])
    met = parts.loc[parts.intersects(box), "country"]
    outlines = parts[parts["country"].isin(met)].dissolve("country", method="coverage")
    shapes = [
        shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in outlines.geometry
    ]
    names = read_layer("boundaries/countries.fgb", read_geometry=False)
    named = names.set_index("country").loc[outlines.index].reset_index()
    return geopandas.GeoDataFrame(named, geometry=shapes, crs=parts.crs)


def load_waters() -> geopandas.GeoDataFrame:
    """Read the world's named oceans, seas, gulfs, straits and large lakes, generalised to 10 km.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, sorted by ``name_en``, with the three names and ``kind``: ``ocean``, ``sea``
        (gulfs and straits among them) or ``lake``. Seas meet without overlap; none crosses the
        antimeridian in one part. For labels and small scales.

    Raises
    ------
    DataError
        If the packaged file is damaged.

    Examples
    --------
    >>> from shapely.geometry import Point
    >>> waters = load_waters()
    >>> waters.loc[waters.contains(Point(51.5, 27)), "name_en"].item()
    'Persian Gulf'
    """
    return read_layer(WATERS)


def load_detail(name: str) -> geopandas.GeoDataFrame:
    """Read the world's main rivers or its large lakes, for drawing beneath a map.

    Parameters
    ----------
    name
        ``rivers`` or ``lakes``.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, the greatest first, with the three names, empty where none is known;
        ``rank`` of rivers, 1 the greatest, ``area_km2`` of lakes.

    Raises
    ------
    DataError
        If the packaged file is damaged or there is none of that name.

    Examples
    --------
    >>> rivers = load_detail("rivers")
    >>> rivers.loc[rivers["name_en"] == "Seim", "name_uk"].item()
    'Сейм'
    """
    return read_layer(f"detail/{name}.fgb")


@cache
def seats() -> frozenset[int]:
    """Give GeoNames' numbers of the towns in which first-level regions are governed.

    Examples
    --------
    >>> 538560 in seats()  # Kursk
    True
    """
    path, _ = verified(SEATS)
    with path.open(encoding="ascii", newline="") as file:
        return frozenset(int(row["geonames_id"]) for row in csv.DictReader(file))


@cache
def region_names(country: str) -> Mapping[str, Mapping[str, str]]:
    """Give the names of a country's first-level regions, without reading their shapes.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2 code.

    Returns
    -------
    Mapping
        Code, as `load_regions` has it, to name by language; empty where none are packaged.

    Examples
    --------
    >>> region_names("UA")["UA-59"]["en"]
    'Sumy Oblast'
    """
    return {region: names for (of, region), names in _names().items() if of == country and region}


@cache
def country_names() -> Mapping[str, Mapping[str, str]]:
    """Give the names of the countries whose border is packaged, by ISO 3166-1 code and language.

    Examples
    --------
    >>> country_names()["UA"]["uk"]
    'Україна'
    """
    return {country: names for (country, region), names in _names().items() if not region}


@cache
def _names() -> dict[tuple[str, str], dict[str, str]]:
    path, _ = verified(NAMES)
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["country"], row["region"]): {lang: row[f"name_{lang}"] for lang in LANGUAGES}
            for row in csv.DictReader(file)
        }


def read_layer(name: str, **options: Any) -> geopandas.GeoDataFrame:
    """Read a packaged layer whose bytes are what its record says.

    Parameters
    ----------
    name
        Folder and file, such as ``world/regions.fgb``.
    **options
        As for ``pyogrio.read_dataframe``.

    Raises
    ------
    DataError
        When the file is damaged or missing.
    """
    import pyogrio  # noqa: PLC0415 - who asks for names alone does not wait for it

    path, _ = verified(name)
    try:
        return pyogrio.read_dataframe(path, **options)
    except pyogrio.errors.DataSourceError as error:
        raise DataError(f"{path} cannot be read: install the package again") from error
