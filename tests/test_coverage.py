"""Coverage: areas, shares and distances of regions, against figures from elsewhere."""

import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geodesic_truth import GEOD
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import load_boundary
from geo.coverage import area_km2, coverage, inside
from geo.coverage.distances import nearest
from geo.coverage.farthest import farthest_km
from geo.envelopes import distance_km, envelope
from geo.errors import InputError

COLUMNS = [
    "regime", "reach_km", "region", "name", "area_km2", "nearest_km", "share", "standing",
    "in_scope", "crosses", "farthest_km",
]  # fmt: skip

# Share of the area within 80 and 300 km in per cent, least distance in km: an independent
# computation from Natural Earth's regions, so edges differ by up to two points.
EXPECTED = {
    "RU-KRS": (49, 100, 0), "RU-BEL": (87, 100, 0), "RU-BRY": (59, 100, 0),
    "RU-ROS": (32, 93, 0), "RU-VOR": (22, 100, 0), "RU-KDA": (8, 81, 3.9),
    "RU-ORL": (2, 100, 56), "RU-VGG": (0, 53, 110), "RU-SMO": (0, 51, 119),
    "RU-KLU": (0, 74, 127), "RU-LIP": (0, 73, 161), "RU-AD": (0, 64, 165),
    "RU-TUL": (0, 46, 200), "RU-KL": (0, 6, 225), "RU-STA": (0, 9, 235),
    "RU-TAM": (0, 19, 239), "RU-SAR": (0, 3, 265), "RU-KGD": (0, 0.2, 296),
}  # fmt: skip


def frame(shapes, *, codes=None, **columns):
    codes = codes or [f"XX-{n}" for n in range(len(shapes))]
    return gpd.GeoDataFrame(
        {"region": codes, "name_en": codes, **columns}, geometry=list(shapes), crs="EPSG:4326"
    )


def reaches(origin, *reaches_km, regimes=None, scope=()):
    regimes = regimes or [f"r{n}" for n in range(len(reaches_km))]
    return gpd.GeoDataFrame(
        {"regime": regimes, "reach_km": reaches_km, "scope": [scope] * len(reaches_km)},
        geometry=[envelope(origin, reach_km=reach_km) for reach_km in reaches_km],
        crs="EPSG:4326",
    )


@pytest.fixture(scope="module")
def ukraine():
    return load_boundary("ukraine").geometry.iloc[0]


@pytest.fixture(scope="module")
def regions():
    every = load_boundary("regions")
    return every[every["within_1000_km"]]


@pytest.fixture(scope="module")
def table(ukraine, regions):
    return coverage(regions, reaches(ukraine, 80, 300, scope=("RU-KRS",)), origin=ukraine)


def test_shares_and_distances_are_those_computed_elsewhere(table):
    """Shares agree within the two points that other region edges allow, distances within 1.5 km."""
    found = table.pivot_table(index="region", columns="reach_km", values="share") * 100
    distance = table.drop_duplicates("region").set_index("region")["nearest_km"]
    for region, (within_80, within_300, nearest_km) in EXPECTED.items():
        assert abs(found.loc[region, 80] - within_80) <= 2, region
        assert abs(found.loc[region, 300] - within_300) <= 2, region
        assert abs(distance[region] - nearest_km) <= 1.5, region


def test_seven_regions_are_touched_at_80_km_and_eighteen_at_300(table):
    """The lists of regions touched are the published ones; Crimea is in none of Russia's."""
    touched = table[table["standing"] != "outside"].groupby("reach_km")["region"].agg(set)
    assert len(touched[80]) == 7
    assert touched[300] == set(EXPECTED)
    assert not {"UA-43", "UA-40", "RU-CR", "RU-SEV"} & set(table["region"])


def test_kursk_alone_is_in_scope(table):
    """Scope is what the permission names, not what the reach touches."""
    assert set(table.loc[table["in_scope"], "region"]) == {"RU-KRS"}


def test_kaliningrad_is_reached_only_across_other_countries(table):
    """The shortest line to Kaliningrad crosses Belarus and Poland, those to the others nobody."""
    crosses = table[table["reach_km"] == 300].set_index("region")["crosses"]
    assert crosses["RU-KGD"] == "BY;PL"
    assert not any(crosses[region] for region in EXPECTED if region != "RU-KGD")


def test_every_region_is_a_row_for_every_regime_in_order(table, regions):
    """Columns, order and completeness are as the contract says."""
    assert list(table.columns) == COLUMNS
    assert len(table) == 2 * len(regions)
    for _, rows in table.groupby("regime"):
        assert set(rows["region"]) == set(regions["region"])
        keys = list(zip(-rows["share"], rows["region"], strict=True))
        assert keys == sorted(keys)
    assert table["regime"].drop_duplicates().tolist() == ["r0", "r1"]
    assert table["share"].between(0, 1).all()


def test_standing_follows_the_share(table):
    """Inside from 0.9995 on, outside where nothing lies inside, partly between."""
    assert (table.loc[table["standing"] == "inside", "share"] >= 0.9995).all()
    assert (table.loc[table["standing"] == "partly", "share"] < 0.9995).all()
    assert (table.loc[table["standing"] == "outside", "share"] == 0).all()
    assert (table["standing"] == "outside").eq(table["nearest_km"] > table["reach_km"]).all()


def test_shares_do_not_move_under_a_finer_tolerance(ukraine, regions, table):
    """Four decimals of every share stand, whether envelopes are right to 1 m or to 0.1 m."""
    finer = reaches(ukraine, 80, 300)
    finer["geometry"] = [envelope(ukraine, reach_km=km, tolerance_m=0.1) for km in (80, 300)]
    again = coverage(regions, finer, origin=ukraine)
    keys = ["reach_km", "region"]
    both = table.merge(again, on=keys, suffixes=("", "_finer"))
    assert (both["share"] - both["share_finer"]).abs().max() <= 1.01e-4
    assert (both["share"] - both["share_finer"]).abs().mean() < 2e-6


def test_the_nearest_place_may_be_in_the_middle_of_an_edge():
    """Least distances are taken to edges, straight in longitude and latitude, not to vertices."""
    parallel = shapely.LineString([(0, 60), (40, 60)])
    speck = shapely.box(20, 61, 20.001, 61.001)
    kilometres, (line,) = nearest(np.array([speck]), parallel)
    assert kilometres[0] == pytest.approx(GEOD.inv(20, 60, 20, 61)[2] / 1000, abs=1e-4)
    assert line[0] == pytest.approx((20, 60), abs=1e-3)


def test_distance_is_zero_where_region_and_origin_touch():
    """A shared edge, an overlap, one inside the other: all are at distance 0."""
    origin = shapely.box(10, 50, 11, 51)
    shapes = [shapely.box(11, 50, 12, 51), shapely.box(10.5, 50.5, 12, 52), origin.buffer(-0.2)]
    kilometres, _ = nearest(np.array(shapes), origin)
    assert kilometres.tolist() == [0, 0, 0]


def circle(lon, lat, radius_m, corners=360):
    azimuth = np.linspace(0, 360, corners, endpoint=False)
    start = np.full((2, corners), [[lon], [lat]])
    lon, lat, _ = GEOD.fwd(*start, azimuth, np.full(corners, radius_m))
    return np.column_stack([lon, lat])


def star(random, lon, lat, size):
    turn = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    radii = random.uniform(0.2, 1, (2, 9)) * [[size], [size / 8]]
    outer, inner = (
        np.column_stack([lon + r * np.cos(turn), lat + r * np.sin(turn)]) for r in radii
    )
    return shapely.Polygon(outer, [inner]) if shapely.LinearRing(inner).is_simple else None


@pytest.mark.parametrize("seed", range(6))
def test_the_farthest_place_is_the_farthest_of_many(seed):
    """No place of a region lies farther, and some place lies about as far, as is said."""
    random = np.random.default_rng(seed)
    lat = random.uniform(-75, 75)
    origin = shapely.union_all([star(random, 20 + 3 * n, lat + n, 1.5) for n in range(3)])
    region = star(random, random.uniform(18, 32), lat + random.uniform(-3, 3), 2)
    (farthest,) = farthest_km(np.array([region]), origin)
    west, south, east, north = region.bounds
    grid = np.stack(np.meshgrid(np.linspace(west, east, 80), np.linspace(south, north, 80)), -1)
    places = shapely.points(np.vstack([grid.reshape(-1, 2), shapely.get_coordinates(region)]))
    known = distance_km(places[shapely.intersects(region, places)], origin).max()
    assert known - 0.001 <= farthest <= known + 111.7 * np.hypot(east - west, north - south) / 79


def test_a_region_inside_the_origin_is_nowhere_far():
    """A region wholly inside is 0 away everywhere; one that sticks out by 5 km, 5 km."""
    origin = shapely.Polygon(circle(30, 50, 100_000))
    out = shapely.Polygon(circle(30, 50, 105_000, corners=7200))
    farthest = farthest_km(np.array([origin.buffer(-0.5), out]), origin)
    assert farthest[0] == 0
    assert farthest[1] == pytest.approx(5, abs=0.02)  # a corner stands above the origin's chord


@pytest.mark.parametrize(
    ("region", "expected_km"),
    [
        (shapely.Polygon(circle(30, 50, 200_000), [circle(30, 50, 100_000)]), 200),
        (shapely.Polygon(circle(30, 50, 200_000)), 300),
    ],
    ids=["a ring's inner edge", "its middle"],
)
def test_places_equally_far_end_the_search_too(region, expected_km):
    """Inside a ring-shaped origin a whole edge, or one point, is farthest: found, and soon."""
    origin = shapely.LineString(circle(30, 50, 300_000, corners=3600)[[*range(3600), 0]])
    start = time.process_time()
    (farthest,) = farthest_km(np.array([region]), origin)
    assert farthest == pytest.approx(expected_km, abs=0.01)
    assert time.process_time() - start < 5


def test_a_corridor_between_two_borders_ends_the_search_too():
    """Where the middle of a long corridor is farthest all along, the search ends all the same."""
    origin = shapely.MultiLineString([[(20, 0.9), (40, 0.9)], [(20, -0.9), (40, -0.9)]])
    start = time.process_time()
    (farthest,) = farthest_km(np.array([shapely.box(22, -0.9, 38, 0.9)]), origin)
    assert farthest == pytest.approx(GEOD.inv(30, 0, 30, 0.9)[2] / 1000, abs=0.01)
    assert time.process_time() - start < 20


def test_areas_are_those_of_the_ellipsoid():
    """The globe and a degree square have the areas known from elsewhere."""
    assert area_km2([shapely.box(-180, -90, 180, 90)])[0] == pytest.approx(
        510_065_621.724, abs=0.01
    )
    # Karney's Planimeter gives 12,308.778 with a great circle on top; the parallel is lower
    assert area_km2([shapely.box(0, 0, 1, 1)])[0] == pytest.approx(12_308.464, abs=0.001)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(0.01, 8), st.integers(3, 9))
def test_areas_agree_with_geographiclib_on_fine_outlines(lon, lat, size, corners):
    """Edges are straight in longitude and latitude, as geodesics between close points are."""
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    shape = shapely.Polygon(np.column_stack([lon + size * np.cos(turn), lat + size * np.sin(turn)]))
    fine = shapely.segmentize(shape, size / 2000)
    expected = abs(GEOD.geometry_area_perimeter(fine)[0]) / 1e6
    assert area_km2([shape])[0] == pytest.approx(expected, rel=1e-6)


def test_holes_and_several_parts_count_as_they_should():
    """Holes are taken off, parts added; what is no area has none."""
    square, hole = shapely.box(0, 0, 2, 2), shapely.box(0.5, 0.5, 1, 1)
    parts = shapely.MultiPolygon([square - hole, shapely.box(5, 5, 6, 6)])
    areas = area_km2([square, hole, shapely.box(5, 5, 6, 6), parts, shapely.Point(0, 0), None])
    assert areas[3] == pytest.approx(areas[0] - areas[1] + areas[2])
    assert areas[4:].tolist() == [0, 0]
    mixed = shapely.GeometryCollection([square, shapely.LineString([(0, 0), (1, 1)])])
    assert area_km2([mixed])[0] == pytest.approx(areas[0])


def test_official_areas_are_met(table):
    """Kursk and Voronezh are as large as the statistics say, within 1.5 %."""
    area = table.drop_duplicates("region").set_index("region")["area_km2"]
    assert area["RU-KRS"] == pytest.approx(29_997, rel=0.015)
    assert area["RU-VOR"] == pytest.approx(52_216, rel=0.015)


def test_inside_gives_the_parts_whose_shares_are_told(table, ukraine, regions):
    """The parts painted add up to the shares in the table."""
    parts = inside(regions, reaches(ukraine, 80, 300))
    assert list(parts.columns) == ["regime", "reach_km", "region", "geometry"]
    parts["part_km2"] = area_km2(parts.geometry.to_numpy())
    both = table.merge(parts, on=["regime", "region"], how="left").fillna({"part_km2": 0})
    assert (both["part_km2"] / both["area_km2"] - both["share"]).abs().max() < 6e-5
    assert parts.geometry.is_valid.all()


def test_an_interval_is_judged_at_both_ends(ukraine, regions):
    """A reach that sources give differently has a row for either end, the nearer end first."""
    both = reaches(ukraine, 300, 306, regimes=["storm", "storm"])
    table = coverage(regions, both, origin=ukraine)
    assert table["reach_km"].drop_duplicates().tolist() == [300, 306]
    shares = table.pivot_table(index="region", columns="reach_km", values="share")
    assert (shares[306] >= shares[300]).all()


def test_nothing_to_judge_gives_an_empty_table_with_its_columns(ukraine, regions):
    """No regime or no region: no row, the same columns."""
    none = reaches(ukraine, 80).iloc[:0]
    for table in (
        coverage(regions, none, origin=ukraine),
        coverage(regions.iloc[:0], reaches(ukraine, 80), origin=ukraine),
    ):
        assert list(table.columns) == COLUMNS
        assert table.empty
    assert inside(regions, none).empty
    assert list(inside(regions, none).columns) == ["regime", "reach_km", "region", "geometry"]


def test_an_unusable_origin_is_refused(regions):
    """A point is nothing to measure from."""
    with pytest.raises(InputError, match="lines or polygons"):
        coverage(regions, reaches(shapely.box(0, 0, 1, 1), 10), origin=shapely.Point(0, 0))


def test_inputs_are_left_untouched(ukraine, regions):
    """Judging changes nothing in the frames given."""
    envelopes = reaches(ukraine, 80)
    before = regions.copy(), envelopes.copy()
    coverage(regions, envelopes, origin=ukraine)
    inside(regions, envelopes)
    pd.testing.assert_frame_equal(pd.DataFrame(regions), pd.DataFrame(before[0]))
    pd.testing.assert_frame_equal(pd.DataFrame(envelopes), pd.DataFrame(before[1]))


@pytest.mark.parametrize(("shift", "right_to_km"), [(0, 0.1), (12, 0.1), (120, 0.001)])
def test_the_farthest_place_is_found_on_the_other_side_of_the_globe(shift, right_to_km):
    """A region that holds the origin's antipode, or not: samples, ever finer, find the same."""
    origin = shapely.LineString([(40, 50), (40.2, 50.1), (38, 52)])
    region = shapely.box(-145 + shift, -53, -135 + shift, -47)
    west, south, east, north = region.bounds
    for _ in range(12):
        sides = np.linspace(west, east, 31), np.linspace(south, north, 31)
        places = shapely.points(np.stack(np.meshgrid(*sides), -1).reshape(-1, 2))
        places = places[shapely.intersects(region, places)]
        far = distance_km(places, origin)
        lon, lat = shapely.get_coordinates(places[far.argmax()])[0]
        width, height = (east - west) / 4, (north - south) / 4
        west, south, east, north = lon - width, lat - height, lon + width, lat + height
    assert farthest_km(np.array([region]), origin)[0] == pytest.approx(far.max(), abs=right_to_km)
