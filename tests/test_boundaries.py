"""The boundary layers: what stands in them, checked against what is published elsewhere."""

import hashlib
import re
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pycountry
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, box

from geo import inputs
from geo.boundaries import (
    BOUNDARIES,
    country_names,
    load_boundary,
    load_regions,
    region_names,
)
from geo.crs import GEOD, to_metric
from geo.errors import DataError, InputError
from geo.inputs import data_path

CYRILLIC = re.compile(r"[А-яЁёІіЇїЄєҐґʼ’ ,.()–—-]+")

# Square kilometres, Rosstat.
OFFICIAL_KM2 = {
    "RU-KRS": 29_997,
    "RU-BEL": 27_134,
    "RU-BRY": 34_857,
    "RU-VOR": 52_216,
    "RU-ROS": 100_967,
    "RU-KDA": 75_485,
    "RU-ORL": 24_652,
    "RU-KLU": 29_777,
    "RU-SMO": 49_779,
    "RU-TUL": 25_679,
    "RU-LIP": 24_047,
    "RU-TAM": 34_462,
    "RU-VGG": 112_877,
    "RU-SAR": 101_240,
    "RU-STA": 66_160,
    "RU-AD": 7_792,
    "RU-KL": 74_731,
}
# Natural Earth's lines between regions are what these two are off by.
KNOWN_TO_DIFFER = {"RU-AD": 0.025, "RU-KL": 0.024}

IN_UKRAINE = {
    "Kyiv": (30.5234, 50.4501, "UA-30"),
    "Kharkiv": (36.2304, 49.9935, "UA-63"),
    "Simferopol": (34.1000, 44.9572, "UA-43"),
    "Sevastopol": (33.5254, 44.6166, "UA-40"),
    "Kerch": (36.4700, 45.3560, "UA-43"),
    "Donetsk": (37.8028, 48.0159, "UA-14"),
    "Luhansk": (39.3078, 48.5740, "UA-09"),
    "Odesa": (30.7233, 46.4825, "UA-51"),
    "Uzhhorod": (22.2879, 48.6208, "UA-21"),
    "Kherson": (32.6178, 46.6354, "UA-65"),
    "Snake Island": (30.2042, 45.2551, "UA-51"),
}
IN_RUSSIA = {
    "Kursk": (36.1874, 51.7304, "RU-KRS"),
    "Sudzha": (35.2720, 51.1906, "RU-KRS"),
    "Belgorod": (36.5802, 50.5997, "RU-BEL"),
    "Bryansk": (34.3640, 53.2434, "RU-BRY"),
    "Voronezh": (39.1843, 51.6720, "RU-VOR"),
    "Rostov-on-Don": (39.7203, 47.2357, "RU-ROS"),
    "Taganrog": (38.8969, 47.2362, "RU-ROS"),
    "Krasnodar": (38.9760, 45.0448, "RU-KDA"),
    "Taman": (36.7150, 45.2120, "RU-KDA"),
    "Maykop": (40.1000, 44.6098, "RU-AD"),
    "Moscow": (37.6173, 55.7558, "RU-MOW"),
    "Kaliningrad": (20.5072, 54.7104, "RU-KGD"),
    "Vladivostok": (131.8869, 43.1155, "RU-PRI"),
}


@pytest.fixture(scope="module")
def layers():
    """Read every layer once; tests do not change them."""
    return {name: load_boundary(name) for name in BOUNDARIES}


def area_km2(shape):
    """Measure an area on the ellipsoid."""
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def tiling_faults_km2(ukraine, regions, border):
    """Measure the greatest gap and the greatest overlap in a strip along a border.

    The strip reaches 2 km to both sides of the longest piece of the border, and ends 15 km before
    it does, so that all of it is land of one of the two.
    """
    line = to_metric(border).geometry.iloc[0]
    line = max(shapely.get_parts(line), key=lambda part: part.length)
    inner = shapely.ops.substring(line, 15_000, line.length - 15_000)
    strip = inner.buffer(2_000, cap_style="flat")
    near = [shape for shape in to_metric(regions).geometry if shape.intersects(strip)]
    shapes = [shape.intersection(strip) for shape in (to_metric(ukraine).geometry.iloc[0], *near)]
    gaps = shapely.get_parts(strip.difference(shapely.union_all(shapes)))
    overlaps = [
        part
        for number, one in enumerate(shapes)
        for other in shapes[:number]
        for part in shapely.get_parts(shapely.intersection(one, other))
    ]
    return tuple(
        max((part.area / 1e6 for part in parts), default=0.0) for parts in (gaps, overlaps)
    )


def moved(frame, east_m):
    """Move every shape of a frame eastward."""
    metric = to_metric(frame)
    return metric.set_geometry(metric.translate(xoff=east_m)).to_crs(frame.crs)


@pytest.mark.parametrize("name", BOUNDARIES)
def test_every_layer_is_whole(layers, name):
    """Layers are geographic, valid, without empty shapes, and named in three languages."""
    layer = layers[name]
    assert layer.crs.to_string() == "EPSG:4326"
    assert layer.geometry.is_valid.all()
    assert not layer.geometry.is_empty.any()
    assert len(set(layer.geom_type)) == 1
    west, south, east, north = layer.total_bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    names = layer[["name_en", "name_uk", "name_ru"]]
    assert names.notna().all(axis=None)
    assert (names.map(str.strip) == names).all(axis=None)
    assert names["name_uk"].map(lambda text: bool(CYRILLIC.fullmatch(text))).all()
    assert names["name_ru"].map(lambda text: bool(CYRILLIC.fullmatch(text))).all()
    assert not names["name_ru"].str.contains("[іїєґ]").any()
    assert not names["name_uk"].str.contains("[ыэъё]").any()


@pytest.mark.parametrize(
    ("name", "key", "rows"),
    [("regions", "region", 83), ("ukraine_regions", "region", 27), ("countries", "country", 241)],
)
def test_keys_are_unique_and_sorted(layers, name, key, rows):
    """Rows come in the order of their key, and no key or name comes twice."""
    layer = layers[name]
    assert len(layer) == rows
    assert layer[key].is_monotonic_increasing
    for column in (key, "name_en", "name_uk", "name_ru"):
        assert layer[column].is_unique


@pytest.mark.parametrize(("name", "country"), [("regions", "RU"), ("ukraine_regions", "UA")])
def test_regions_are_those_of_iso_3166_2(layers, name, country):
    """The codes are the published list, no more and no less."""
    published = {each.code for each in pycountry.subdivisions.get(country_code=country)}
    assert set(layers[name]["region"]) == published


def test_countries_are_those_of_iso_3166_1(layers):
    """Every code is a published one, Kosovo's apart; the countries around the map are there."""
    codes = set(layers["countries"]["country"])
    assert codes - {country.alpha_2 for country in pycountry.countries} == {"XK"}
    assert codes > {"UA", "RU", "BY", "PL", "LT", "LV", "EE", "FI", "NO", "GE", "KZ", "FR", "TR"}


def test_crimea_and_sevastopol_are_in_no_list_of_russia(layers):
    """Crimea is Ukraine's in every layer: no name, no code, no land of it is Russia's."""
    russian = layers["regions"]
    said = " ".join(russian[["name_en", "name_uk", "name_ru"]].to_numpy().ravel())
    assert not re.search("Crimea|Sevastopol|Крим|Крым|Севастополь", said)
    assert not set(russian["region"]) & {"RU-CR", "RU-SEV", "UA-43", "UA-40"}
    peninsula = box(32.4, 44.3, 36.58, 45.9)
    assert not russian.intersects(peninsula).any()
    countries = layers["countries"].set_index("country").geometry
    assert not countries["RU"].intersects(peninsula)
    assert area_km2(countries["UA"].intersection(peninsula)) > 23_000


@pytest.mark.parametrize("place", IN_UKRAINE)
def test_places_of_ukraine_lie_in_ukraine(layers, place):
    """Each place lies in Ukraine, in its own region, and in none of Russia's."""
    longitude, latitude, region = IN_UKRAINE[place]
    point = Point(longitude, latitude)
    assert layers["ukraine"].contains(point).all()
    owners = layers["ukraine_regions"]
    assert list(owners["region"][owners.contains(point)]) == [region]
    assert not layers["regions"].contains(point).any()
    countries = layers["countries"]
    beside = shapely.dwithin(countries.geometry.to_numpy(), point, 0.02)
    assert "UA" in set(countries["country"][beside])


@pytest.mark.parametrize("place", IN_RUSSIA)
def test_places_of_russia_lie_in_their_region(layers, place):
    """Each place lies in the region it is the centre of, and not in Ukraine."""
    longitude, latitude, region = IN_RUSSIA[place]
    point = Point(longitude, latitude)
    owners = layers["regions"]
    assert list(owners["region"][owners.contains(point)]) == [region]
    assert not layers["ukraine"].contains(point).any()


@pytest.mark.parametrize("region", OFFICIAL_KM2)
def test_areas_are_the_official_ones(layers, region):
    """Areas on the ellipsoid are within 1.5 % of the official figures, two known ones apart."""
    shape = layers["regions"].set_index("region").geometry[region]
    off = abs(area_km2(shape) / OFFICIAL_KM2[region] - 1)
    assert off < KNOWN_TO_DIFFER.get(region, 0.015)
    assert off > 0.015 or region not in KNOWN_TO_DIFFER


def test_ukraine_is_the_outline_without_lakes_and_with_its_islets(layers):
    """No hole is left, every islet is, and the area is what the filled outline upstream has."""
    [shape] = layers["ukraine"].geometry
    assert all(not part.interiors for part in shape.geoms)
    assert len(shape.geoms) > 100
    assert area_km2(shape) == pytest.approx(596_439, abs=5)
    assert area_km2(shape) == pytest.approx(603_549, rel=0.015)  # official, with limans


def test_regions_of_ukraine_are_ukraine(layers):
    """Its regions together are the country, to the square kilometre and to the vertex."""
    regions = layers["ukraine_regions"].geometry.to_numpy()
    assert shapely.coverage_is_valid(regions)
    whole = shapely.coverage_union_all(regions)
    assert area_km2(shapely.symmetric_difference(whole, layers["ukraine"].geometry[0])) < 1e-3


def test_regions_tile_along_the_border(layers):
    """Along the border with Ukraine there is no gap and no overlap of a square kilometre."""
    gap, overlap = tiling_faults_km2(layers["ukraine"], layers["regions"], layers["land-border"])
    assert gap < 0.01
    assert overlap < 0.01


@pytest.mark.parametrize("east_m", [500, -500])
def test_shifted_regions_fail_the_same_check(layers, east_m):
    """Regions moved by 500 m overlap Ukraine and leave gaps: the check is not blind."""
    gap, overlap = tiling_faults_km2(
        layers["ukraine"], moved(layers["regions"], east_m), layers["land-border"]
    )
    assert gap > 1
    assert overlap > 1


def test_an_unmatched_outline_fails_the_same_check(layers):
    """The generalised Ukraine of the context layer does not fit the regions: edges were matched."""
    countries = layers["countries"]
    coarse = countries[countries["country"] == "UA"].reset_index(drop=True)
    gap, overlap = tiling_faults_km2(coarse, layers["regions"], layers["land-border"])
    assert gap > 1
    assert overlap > 1


def test_regions_share_their_vertices(layers):
    """All regions of both countries are one coverage: no gap, no overlap, no stray vertex."""
    both = pd.concat([layers["regions"], layers["ukraine_regions"]]).geometry.to_numpy()
    assert shapely.coverage_is_valid(both)


def test_land_border_runs_from_belarus_to_the_sea_of_azov(layers):
    """One line of about the published length, on both outlines, from end to end."""
    [border] = layers["land-border"].geometry
    parts = sorted(border.geoms, key=GEOD.geometry_length)
    length_km = GEOD.geometry_length(border) / 1000
    assert length_km == pytest.approx(1_974, rel=0.03)  # State Border Guard Service of Ukraine
    assert GEOD.geometry_length(parts[-1]) / 1000 > 0.999 * length_km
    ends = sorted(shapely.boundary(parts[-1]).geoms, key=lambda point: point.y)
    assert shapely.distance(ends[0], Point(38.23, 47.11)) < 0.02
    assert shapely.distance(ends[1], Point(31.78, 52.11)) < 0.02
    for outline in (layers["ukraine"].geometry[0], *layers["regions"].geometry):
        assert not border.crosses(outline)


def test_regions_within_1000_km_are_marked(layers):
    """Fifty regions lie within 1,000 km: the nearest ones and Karelia do, the Urals do not."""
    regions = layers["regions"].set_index("region")["within_1000_km"]
    assert regions.sum() == 50
    assert regions[list(OFFICIAL_KM2)].all()
    assert regions[["RU-KGD", "RU-MOW", "RU-DA", "RU-SPE", "RU-KR"]].all()
    assert not regions[["RU-BA", "RU-UD", "RU-MUR", "RU-SVE", "RU-PRI"]].any()


def test_nearest_region_beyond_the_mark_is_really_beyond(layers):
    """Every vertex of the regions not marked is more than 1,000 km from every vertex of Ukraine."""
    regions = layers["regions"]
    [ukraine] = layers["ukraine"].geometry
    coarse = shapely.get_coordinates(shapely.simplify(ukraine, 0.05))
    for code in ("RU-UD", "RU-BA"):
        shape = regions[regions["region"] == code].geometry.iloc[0]
        xy = shapely.get_coordinates(shape)
        one, other = (
            array.ravel() for array in np.meshgrid(np.arange(len(xy)), np.arange(len(coarse)))
        )
        _, _, metres = GEOD.inv(*xy[one].T, *coarse[other].T)
        assert metres.min() > 1_010_000


def test_countries_agree_with_the_finer_layers(layers):
    """Ukraine and Russia of the context differ from the measured outlines by a thin edge alone."""
    countries = layers["countries"].set_index("country").geometry
    [ukraine] = layers["ukraine"].geometry
    outside = shapely.difference(ukraine, countries["UA"])
    assert area_km2(outside) < 0.003 * area_km2(ukraine)
    tight = shapely.get_parts(outside)
    assert max(area_km2(part) for part in tight) < 10
    border = layers["land-border"].geometry[0]
    strip = shapely.buffer(LineString(max(border.geoms, key=lambda part: part.length)), 0.1)
    land = shapely.union_all([countries[code] for code in ("UA", "RU", "BY")])
    holes = [MultiPolygon([part]) for part in shapely.get_parts(strip.difference(land))]
    assert sum(area_km2(part) for part in holes) < 400  # the sea off Novoazovsk, no gap inland


def test_countries_do_not_overlap(layers):
    """Neighbours meet in shared lines."""
    assert shapely.coverage_is_valid(layers["countries"].geometry.to_numpy())


def test_sea_ends_where_land_begins(layers):
    """Named waters neither overlap land nor each other, and hold the points they should."""
    sea = layers["sea"].set_index("name_en").geometry
    shapes = shapely.clip_by_rect(
        layers["countries"].geometry.to_numpy(), *layers["sea"].total_bounds
    )
    land = shapely.union_all(shapes)
    for name, water in sea.items():
        assert area_km2(shapely.intersection(water, land)) < 0.01, name
    assert sea["Black Sea"].contains(Point(31, 44.5))
    assert sea["Sea of Azov"].contains(Point(36.5, 46))
    assert sea["Caspian Sea"].contains(Point(50.5, 42))
    assert sea["Baltic Sea"].contains(Point(19.5, 56))
    assert not sea["Black Sea"].overlaps(sea["Sea of Azov"])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ukraine",
        "ukraine.fgb",
        "../x",
        "/etc/passwd",
        "crimea",
        "regions\n",
        "regions\x00",
        "море",
    ],
)
def test_unknown_names_are_refused_with_the_known_ones(name):
    """A name that is no layer is never taken for a path."""
    with pytest.raises(InputError, match=r"choose one of ukraine, land-border, regions") as refusal:
        load_boundary(name)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("rows = 1", "rows = 2"), ("EPSG:4326", "EPSG:3857"), ("MultiPolygon", "Polygon")],
)
def test_a_layer_that_is_not_what_its_record_says_is_refused(tmp_path, monkeypatch, field, wrong):
    """Bytes as recorded are not enough: rows, CRS and geometry type must be, too."""
    shutil.copytree(data_path("boundaries"), tmp_path / "boundaries")
    manifest = tmp_path / "boundaries" / "manifest.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(field, wrong, 1), encoding="utf-8"
    )
    monkeypatch.setattr(inputs, "data_path", lambda name: tmp_path / name)
    with pytest.raises(DataError, match="its record says"):
        load_boundary("ukraine")


def test_a_layer_that_is_no_layer_is_refused(tmp_path, monkeypatch):
    """A file that matches its checksum but cannot be read is a fault of the data."""
    folder = Path(shutil.copytree(data_path("boundaries"), tmp_path / "boundaries"))
    digest = inputs.records("boundaries")[0].sha256
    (folder / "ukraine.fgb").write_bytes(b"not a map")
    manifest = folder / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    now = hashlib.sha256(b"not a map").hexdigest()
    manifest.write_text(text.replace(digest, now), encoding="utf-8")
    monkeypatch.setattr(inputs, "data_path", lambda name: tmp_path / name)
    with pytest.raises(DataError, match="cannot be read: install"):
        load_boundary("ukraine")


def test_reading_gives_each_caller_their_own(layers):
    """What one caller does to a layer is not seen by the next."""
    mine = load_boundary("sea")
    mine["name_en"] = "changed"
    assert isinstance(load_boundary("sea"), gpd.GeoDataFrame)
    assert "changed" not in set(load_boundary("sea")["name_en"])
    assert layers["sea"]["name_en"].is_unique


def test_names_without_shapes_are_those_of_the_layers():
    """The table of names says of every country and region what the layers say."""
    countries = load_boundary("countries").set_index("country")
    assert country_names().keys() == set(countries.index)
    for lang in ("en", "uk", "ru"):
        names = {code: each[lang] for code, each in country_names().items()}
        assert names == countries[f"name_{lang}"].to_dict()
    for country in ("UA", "RU", "US", "KP"):
        regions = load_regions(country).set_index("region")
        assert {code: each["ru"] for code, each in region_names(country).items()} == regions[
            "name_ru"
        ].to_dict()
    assert region_names("XX") == {}
