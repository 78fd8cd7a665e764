"""Choose the frames a run is set in: whose regions, whose border, and what lies around.

Ukraine and Russia have layers of their own, finer than the world's; where another country takes
part, every frame but theirs is the world's, so that borders meet.
"""

from dataclasses import dataclass

import geopandas as gpd

from geo.boundaries import OWN_LAYERS, load_boundary, load_outlines, load_regions, load_waters
from geo.crs import GEOGRAPHIC
from geo.inputs import Record, records
from geo.origins import country_origin


@dataclass(frozen=True, kw_only=True, eq=False)  # frames have no truth value to compare by
class Surroundings:
    """Hold the frames of a run, in EPSG:4326, each with ``name`` and the name in each language.

    Attributes
    ----------
    regions
        The target's first-level regions that are judged; ``region`` (ISO 3166-2).
    home
        The country measured from, ``country`` (ISO 3166-1); no row where it is the target itself.
    countries
        The countries of the world, ``country``.
    sea
        Named waters.
    records
        The provenance of every data file behind these, and of the place names.
    """

    regions: gpd.GeoDataFrame
    home: gpd.GeoDataFrame
    countries: gpd.GeoDataFrame
    sea: gpd.GeoDataFrame
    records: tuple[Record, ...]


def is_elsewhere(home: str, target: str) -> bool:
    """Say whether a country takes part that Ukraine's and Russia's own layers do not hold.

    Examples
    --------
    >>> is_elsewhere("UA", "RU"), is_elsewhere("KR", "KP")
    (False, True)
    """
    return not {home, target} <= OWN_LAYERS.keys()


def setting(home: str, target: str, *, lang: str) -> Surroundings:
    """Load the frames for two countries.

    Parameters
    ----------
    home, target
        ISO 3166-1 codes: whose border is measured from, and whose regions are judged; of Russia
        seen from Ukraine, those within 1,000 km.
    lang
        Language of ``name``: ``en``, ``uk`` or ``ru``.

    Returns
    -------
    Surroundings

    Raises
    ------
    InputError
        When no regions of a country are packaged.
    DataError
        When a packaged file is damaged.

    Examples
    --------
    >>> around = setting("KR", "KP", lang="en")
    >>> around.home["name"].tolist(), len(around.regions)
    (['South Korea'], 11)
    """
    elsewhere = is_elsewhere(home, target)
    regions = load_regions(target)
    if (home, target) == ("UA", "RU"):
        regions = regions[regions["within_1000_km"]]
    countries = load_outlines(-180, -90, 180, 90) if elsewhere else load_boundary("countries")
    return Surroundings(
        regions=_named(regions, lang),
        home=_named(_home(home, target, countries), lang),
        countries=_named(countries, lang),
        sea=_named(load_waters() if elsewhere else load_boundary("sea"), lang),
        records=_records(home, target)
        if elsewhere
        else (*records("boundaries"), *records("detail"), *records("places")),
    )


def anywhere(*, lang: str) -> Surroundings:
    """Load the frames for a text that no policy is drawn of: the world, no region judged.

    Examples
    --------
    >>> around = anywhere(lang="en")
    >>> len(around.regions), len(around.home), len(around.countries) > 200
    (0, 0, True)
    """
    countries = load_outlines(-180, -90, 180, 90)
    return Surroundings(
        regions=_named(load_regions("UA"), lang).iloc[:0],
        home=_named(countries, lang).iloc[:0],
        countries=_named(countries, lang),
        sea=_named(load_waters(), lang),
        records=(*records("world"), *records("places")),
    )


def _records(home: str, target: str) -> tuple[Record, ...]:
    """Name the data behind a run that reads the world's layers, and no others of Ukraine's."""
    own = {"ukraine"} if home == "UA" else set()
    own |= {OWN_LAYERS[country] for country in {home, target} & OWN_LAYERS.keys()}
    finer = [record for record in records("boundaries") if record.file.removesuffix(".fgb") in own]
    return (*finer, *records("world"), *records("detail"), *records("places"))


def _home(home: str, target: str, countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    named = countries[countries["country"] == home]
    if home == target:
        return named.iloc[:0]
    if home == "UA":
        return load_boundary("ukraine")
    outline = country_origin(home, target=target).geometry
    return named.set_geometry(outline.to_numpy(), crs=GEOGRAPHIC)


def _named(frame: gpd.GeoDataFrame, lang: str) -> gpd.GeoDataFrame:
    return frame.assign(name=frame[f"name_{lang}"]).reset_index(drop=True)
