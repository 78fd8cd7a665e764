"""The two coordinate systems: how true the metric one is, and that no other gets in."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geo.boundaries import load_boundary
from geo.crs import GEOD, GEOGRAPHIC, METRIC, stated_crs, to_geographic, to_metric
from geo.errors import InputError

TOUCHED = {"RU-SMO", "RU-KGD", "RU-KDA", "RU-STA", "RU-KL", "RU-SAR", "RU-TUL"}


def scale_errors(crs, points):
    """Measure how far the scale at each point is from one, in any direction."""
    factors = pyproj.Proj(crs).get_factors(*points)
    return np.maximum(abs(factors.meridional_scale - 1), abs(factors.parallel_scale - 1))


@pytest.fixture(scope="module")
def view():
    """Give points all over what a map shows: Ukraine and the outermost regions touched."""
    regions = load_boundary("regions")
    shown = regions[regions["region"].isin(TOUCHED)].total_bounds
    west, south, east, north = shown
    assert (round(south, 1), round(north, 1)) == (43.4, 56.1)
    longitudes, latitudes = np.meshgrid(np.linspace(west, east, 40), np.linspace(south, north, 40))
    return longitudes.ravel(), latitudes.ravel()


def test_scale_of_the_metric_crs_is_true_within_four_per_mille(view):
    """Nowhere in the view is a drawn kilometre off by more than 4 m."""
    assert scale_errors(METRIC, view).max() < 0.004


def test_metric_crs_keeps_angles(view):
    """It is conformal: small shapes keep their form."""
    factors = pyproj.Proj(METRIC).get_factors(*view)
    assert np.abs(factors.meridional_scale - factors.parallel_scale).max() < 1e-9


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32636", "EPSG:3035"])
def test_other_systems_fail_the_same_measure(view, crs):
    """Web Mercator, a UTM zone and the European equal-area system are off by more."""
    assert scale_errors(crs, view).max() > 0.004


def test_metric_crs_is_in_metres_of_wgs84():
    """One unit is one metre, and the ellipsoid is the one distances are measured on."""
    crs = pyproj.CRS.from_user_input(METRIC)
    assert {axis.unit_name for axis in crs.axis_info} == {"metre"}
    assert crs.ellipsoid.semi_major_metre == GEOD.a == 6_378_137.0


@settings(deadline=None)  # the first conversion looks the systems up
@given(
    longitude=st.floats(min_value=-20, max_value=90),
    latitude=st.floats(min_value=20, max_value=80),
)
def test_there_and_back_is_the_same_point(longitude, latitude):
    """Projecting and returning moves a point by less than a millimetre."""
    frame = gpd.GeoDataFrame(geometry=[Point(longitude, latitude)], crs=GEOGRAPHIC)
    back = to_geographic(to_metric(frame)).geometry.iloc[0]
    _, _, metres = GEOD.inv(longitude, latitude, back.x, back.y)
    assert metres < 1e-3
    assert frame.geometry.iloc[0].equals(Point(longitude, latitude))


def test_rows_and_columns_stay():
    """A conversion changes coordinates and nothing else; an empty frame stays empty."""
    frame = gpd.GeoDataFrame(
        {"name": ["b", "a"]}, geometry=[Point(31, 50), Point(30, 49)], crs=4326
    )
    metric = to_metric(frame)
    assert list(metric["name"]) == ["b", "a"]
    assert metric.crs == METRIC
    assert to_metric(frame.iloc[:0]).empty


def test_frames_without_crs_are_refused():
    """Coordinates that may mean anything are not guessed at."""
    naive = gpd.GeoDataFrame(geometry=[Point(30, 50)])
    for convert in (to_metric, to_geographic):
        with pytest.raises(InputError, match=r"has no CRS.*set_crs"):
            convert(naive)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32636", METRIC])
def test_frames_in_another_crs_are_refused(crs):
    """What is not in degrees cannot be taken for it."""
    with pytest.raises(InputError, match=r"wanted is 'EPSG:4326'.*to_crs\('EPSG:4326'\)"):
        to_metric(gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=crs))


def test_degrees_are_not_metres():
    """What is in degrees already is not brought back to degrees once more."""
    with pytest.raises(InputError, match="wanted is"):
        to_geographic(gpd.GeoDataFrame(geometry=[Point(30, 50)], crs=GEOGRAPHIC))


def test_a_definition_is_read_to_a_length():
    """One that is filled up with spaces is refused, before it is looked into."""
    definition = pyproj.CRS("EPSG:32636").to_wkt()
    assert stated_crs(definition, name="it").name == "WGS 84 / UTM zone 36N"
    with pytest.raises(InputError, match="it names a CRS of its own that is not known"):
        stated_crs(definition.replace(",", "," + " " * 500), name="it")
