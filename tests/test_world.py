"""The world's first-level regions: codes, names, areas, places, and whose view they take."""

import geopandas as gpd
import pycountry
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from shapely.geometry import Point

from geo.boundaries import load_outlines, load_regions
from geo.coverage.area import area_km2
from geo.errors import InputError
from geo.provenance import records, verified


@pytest.fixture(scope="module")
def world():
    path, _ = verified("world/regions.fgb")
    return gpd.read_file(path)


def test_the_record_is_true(world):
    """CRS, rows and geometry are the record's; the worldview is said to be de facto."""
    record, outlines = records("world")
    assert "68/262" in outlines.worldview
    assert (record.crs, record.rows) == (world.crs.to_string(), len(world))
    assert set(world.geom_type) == {record.geometry}
    assert "de facto" in record.worldview
    assert record.licence == "public domain"


def test_codes_are_isos_or_marked_as_our_own(world):
    """A code is one of ISO's first level, of its own country; all else has a colon in it."""
    assert world["region"].is_unique
    assert world["region"].is_monotonic_increasing
    for code, country in zip(world["region"], world["country"], strict=True):
        assert code.startswith(country)
        if ":" not in code:
            unit = pycountry.subdivisions.get(code=code)
            assert unit is not None, code
            assert not unit.parent_code, code
    assert (~world["region"].str.contains(":")).sum() == 2773
    for name in ("name_en", "name_uk", "name_ru"):
        assert world[name].str.strip().str.len().min() > 0


def test_ukraine_and_russia_have_layers_of_their_own(world):
    """Neither is in this layer; no region of it holds a town of Crimea."""
    assert not {"UA", "RU"} & set(world["country"])
    for lonlat in ((34.10, 44.95), (33.52, 44.60), (36.47, 45.36)):
        assert not world.geometry.contains(Point(lonlat)).any()
    assert len(load_regions("RU")) == 83


@pytest.mark.parametrize("code", ["ZZ", "aq", "AQ", "", "IR' OR '1'='1", "I%"])
def test_a_country_without_regions_is_refused(code):
    """What is no code of a country with regions is refused, whatever it may mean to SQL."""
    with pytest.raises(InputError, match="no regions of"):
        load_regions(code)


def test_regions_of_a_country_are_those_of_the_layer(world):
    """Reading one country gives its rows, in their order, and nothing else."""
    expected = world[world["country"] == "IR"].drop(columns="country").reset_index(drop=True)
    assert_geodataframe_equal(load_regions("IR"), expected)


def test_outlines_are_the_unions_of_the_regions():
    """A country has the area of its regions, and meets its neighbours edge to edge."""
    outlines = load_outlines(30, 20, 60, 40)
    assert outlines["country"].is_monotonic_increasing
    assert outlines["country"].is_unique
    assert {"IR", "IQ", "TR", "CY", "TM"} <= set(outlines["country"])
    assert not {"RU", "UA", "US"} & set(outlines["country"])
    assert shapely.coverage_is_valid(outlines.geometry.to_numpy())
    for country in ("IR", "SY"):
        shape = outlines.geometry[outlines["country"] == country].iloc[0]
        assert shape.area == pytest.approx(shapely.area(load_regions(country).geometry).sum())


def test_outlines_know_whose_crimea_is():
    """Ukraine's outline holds Crimea and Sevastopol, Russia's does not; they share their border."""
    outlines = load_outlines(30, 43, 40, 47).set_index("country")
    for lonlat in ((34.10, 44.95), (33.55, 44.60), (36.45, 45.30)):
        assert outlines.loc["UA"].geometry.contains(Point(lonlat))
        assert not outlines.loc["RU"].geometry.intersects(Point(lonlat))
    shared = shapely.intersection(*outlines.loc[["RU", "UA"]].geometry)
    assert shared.length > 10
    assert shared.area == 0
    assert outlines.loc["UA", "name_uk"] == "Україна"


def test_a_box_may_span_the_antimeridian_or_meet_nothing():
    """West greater than east means across 180 degrees; on open ice there is no country."""
    assert list(load_outlines(170, 55, -150, 70)["country"]) == ["RU", "US"]
    nothing = load_outlines(-160, -50, -150, -40)
    assert nothing.empty
    assert nothing.crs == "EPSG:4326"


@pytest.mark.parametrize(
    ("code", "longitude", "latitude", "area", "tolerance"),
    [
        ("KP-01", 125.75, 39.03, None, None),  # Pyongyang
        ("KR-11", 127.0, 37.56, None, None),  # Seoul
        ("US-TX", -97.74, 30.27, 695_662, 0.03),  # Austin
        ("DE-BY", 11.58, 48.14, 70_550, 0.02),  # Munich
        ("FR-BRE", -1.68, 48.11, 27_208, 0.03),  # Rennes
        ("CA-AB", -113.5, 53.55, 661_848, 0.02),  # Edmonton
        ("GB-SCT", -3.19, 55.95, 78_000, 0.04),  # Edinburgh
    ],
)
def test_a_region_lies_and_measures_as_published(world, code, longitude, latitude, area, tolerance):
    """A town of it lies inside, and its area is near the published one."""
    shape = world.geometry[world["region"] == code].iloc[0]
    assert shape.contains(Point(longitude, latitude))
    if area:
        assert area_km2([shape])[0] == pytest.approx(area, rel=tolerance)
