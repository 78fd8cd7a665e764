"""Draw the outlines of countries: OpenStreetMap's in the map's view, Natural Earth's beyond it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import geopandas
import numpy as np
import pycountry
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data.build.tiling import Geometries, as_multipolygon, filled, holes, polygons
from geo.crs import GEOD, GEOGRAPHIC, METRIC

VIEW: Final = shapely.box(10, 38, 63, 65)
ENCLOSED_AT_MOST_KM2: Final = 10_000
"""The Caspian and Marmara are seas; Lake Peipus is a lake."""
LAGOON_AT_MOST_KM2: Final = 500
"""The Curonian and Vistula lagoons stay water; a liman of the Sea of Azov is part of its region."""
MOUTH_HALF_M: Final = 1_500


def osm_outlines(path: Path) -> dict[str, MultiPolygon]:
    """Read all that OpenStreetMap's countries have in the view, lakes filled.

    Returns
    -------
    dict
        By ISO 3166-1 alpha-2 code. Outlines overlap where an enclave was a hole, and where
        OpenStreetMap holds one piece of land in two countries.
    """
    outlines = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            named = re.search(r'"A3":"(\w+)"', line)
            if named is None:
                continue
            parts = polygons(shapely.from_geojson(line.rstrip().rstrip(",")))
            near = parts[shapely.intersects(shapely.box(*shapely.bounds(parts).T), VIEW)]
            if len(near):
                outline = shapely.intersection(filled(near), VIEW)
                outlines[_alpha_2(named[1])] = as_multipolygon(outline)
    return outlines


def _alpha_2(alpha_3: str) -> str:
    """Translate a country's code; Kosovo's is in use without being in ISO 3166-1."""
    country = pycountry.countries.get(alpha_3=alpha_3)
    return country.alpha_2 if country else {"XKX": "XK"}[alpha_3]


def recognised(
    outlines: Mapping[str, MultiPolygon], units: Geometries, homes: Iterable[str]
) -> tuple[MultiPolygon, MultiPolygon]:
    """Draw Ukraine as OpenStreetMap has it, and Russia without what is Ukraine's.

    OpenStreetMap holds Crimea in both countries' polygons; Russia's loses it, and with it the bits
    beside it that are drawn a little differently. Waters that a border runs through, or that reach
    the open sea by a narrow mouth alone, are outside all polygons; Russia's regions get those that
    Natural Earth has in them, those between Russia and Ukraine and those inside Russia alone.

    Parameters
    ----------
    outlines
        Of the countries in the view.
    units, homes
        Natural Earth's first-level units of both countries, and the country of each.

    Returns
    -------
    tuple
        Ukraine, then Russia: in the view as above, beyond it as Natural Earth draws it.
    """
    home = np.array(list(homes))
    ukraine = outlines["UA"]
    natural = shapely.union_all(units[home == "RU"])
    parts = polygons(shapely.difference(outlines["RU"], ukraine))
    nearest = shapely.STRtree(units).nearest(parts)
    parts = parts[home[nearest] == "RU"]
    others = [outline for code, outline in outlines.items() if code not in {"UA", "RU"}]
    waters = _inland_waters(ukraine, shapely.union_all(parts), others, natural)
    beyond = shapely.difference(natural, VIEW)
    russia = shapely.union_all([*parts, *waters, beyond])
    return ukraine, as_multipolygon(shapely.difference(russia, ukraine))


def _inland_waters(
    ukraine: MultiPolygon,
    russia: BaseGeometry,
    others: Iterable[MultiPolygon],
    natural: BaseGeometry,
) -> Geometries:
    """List the waters between polygons that are no open sea, so far as they are Russia's."""
    both = shapely.union_all([ukraine, russia])
    beside = shapely.union_all(list(others))
    land = shapely.union_all([both, beside])
    enclosed = holes(land)
    enclosed = enclosed[areas_km2(enclosed) <= ENCLOSED_AT_MOST_KM2]
    lagoons = polygons(shapely.difference(_shut(both), shapely.union_all([land, *enclosed])))
    shapely.prepare([ukraine, russia, beside])
    enclosed, lagoons = (
        waters[shapely.intersects(russia, waters)] for waters in (enclosed, lagoons)
    )
    ours = ~shapely.intersects(beside, enclosed)
    alone = ~shapely.intersects(beside, lagoons) & ~shapely.intersects(ukraine, lagoons)
    shared = np.concatenate([enclosed[~ours], lagoons[~alone]])
    return np.concatenate(
        [enclosed[ours], lagoons[alone], polygons(shapely.intersection(shared, natural))]
    )


def _shut(land: BaseGeometry) -> BaseGeometry:
    """Close every mouth narrower than 3 km, and fill what it shuts in unless that is a sea."""
    metric = geopandas.GeoSeries([land], crs=GEOGRAPHIC).to_crs(METRIC).simplify(20)
    closed = metric.buffer(MOUTH_HALF_M, quad_segs=4).buffer(-MOUTH_HALF_M, quad_segs=4)
    back = closed.to_crs(GEOGRAPHIC).make_valid().iloc[0]
    inner = holes(back)
    return shapely.union_all([back, *inner[areas_km2(inner) <= LAGOON_AT_MOST_KM2]])


def areas_km2(shapes: Geometries) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Measure areas on the ellipsoid."""
    return np.array([abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 for shape in shapes])
