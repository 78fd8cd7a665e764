"""Read the packaged boundaries, and nothing that is not what its record says."""

import re
from pathlib import Path
from typing import Any, Final

import geopandas
import pandas as pd
import pyogrio
import shapely
from shapely import MultiPolygon

from geo.errors import DataError, InputError
from geo.provenance import verified

BOUNDARIES: Final = ("ukraine", "land-border", "regions", "ukraine_regions", "countries", "sea")

OWN_LAYERS: Final = {"RU": "regions", "UA": "ukraine_regions"}
WORLD: Final = "world/regions.fgb"
BESIDE: Final = "world/outlines.fgb"
WATERS: Final = "world/waters.fgb"


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
    frame = _read(path)
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
    path, _ = verified(WORLD)
    code = country if re.fullmatch("[A-Z]{2}", country) else ""
    frame = _read(path, where=f"country = '{code}'")
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
    parts = pd.concat([_read(verified(name)[0], columns=["country"]) for name in (WORLD, BESIDE)])
    spans = [(west, east)] if west <= east else [(west, 180), (-180, east)]
    box = shapely.union_all([shapely.box(left, south, right, north) for left, right in spans])
    met = parts.loc[parts.intersects(box), "country"]
    outlines = parts[parts["country"].isin(met)].dissolve("country", method="coverage")
    shapes = [MultiPolygon(shapely.get_parts(shape).tolist()) for shape in outlines.geometry]
    names = _read(verified("boundaries/countries.fgb")[0], read_geometry=False)
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
    return _read(verified(WATERS)[0])


def _read(path: Path, **options: Any) -> geopandas.GeoDataFrame:
    """Read a layer of a file whose bytes are known to be right."""
    try:
        return pyogrio.read_dataframe(path, **options)
    except pyogrio.errors.DataSourceError as error:
        raise DataError(f"{path} cannot be read: install the package again") from error
