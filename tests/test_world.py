"""The world's first-level regions: codes, names, areas, places, and whose view they take."""

import geopandas as gpd
import pycountry
import pytest
from shapely.geometry import Point

from geo.boundaries import load_regions
from geo.coverage.area import area_km2
from geo.errors import InputError
from geo.provenance import records, verified


@pytest.fixture(scope="module")
def world():
    path, _ = verified("world/regions.fgb")
    return gpd.read_file(path)


def test_the_record_is_true(world):
    """CRS, rows and geometry are the record's; the worldview is said to be de facto."""
    (record,) = records("world")
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
    with pytest.raises(InputError, match="no regions of 'ZZ'"):
        load_regions("ZZ")


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
