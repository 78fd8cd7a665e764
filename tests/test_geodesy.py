"""Distances and areas on the ellipsoid: realised by places, undercut by no sample."""

import time

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
import shapely.affinity
from geodesic_truth import GEOD
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import load_boundary, load_regions
from geo.errors import InputError
from geo.geodesy import area_km2, cartesian, distance_km, farthest_km, lines_of, nearest
from geo.geodesy.ellipsoid import estimated_m, needed
from geo.geodesy.line_to_line import OPPOSITE_M, RIGHT_OPPOSITE_TO_M, RIGHT_TO_M, Caps, shortest
from geo.origins import country_origin

LATITUDES = st.floats(-89.9, 89.9) | st.sampled_from([-90.0, 0.0, 60.0, 90.0])
LONGITUDES = st.floats(-180, 180) | st.sampled_from([-180.0, 0.0, 180.0])
GLOBE = shapely.box(-180, -90, 180, 90)


def on_globe(shape):
    """Cut a shape at the antimeridian and the poles, and move what is beyond to where it is."""
    turns = [shapely.affinity.translate(shape, turn) for turn in (-360, 0, 360)]
    return shapely.union_all([turn & GLOBE for turn in turns if (turn & GLOBE).area > 0])


@st.composite
def outlines(draw, lon, lat):
    """Draw a star somewhere near, or a box with long straight edges."""
    size = draw(st.sampled_from([0.001, 0.1, 2.0, 9.0]))
    lon = lon + size * draw(st.floats(-3, 3))
    lat = np.clip(lat + size * draw(st.floats(-3, 3)), -89.9, 89.9)
    if draw(st.booleans()):
        return on_globe(shapely.box(lon - size, lat - size / 3, lon + size, lat + size / 3))
    radius = size * np.array(draw(st.lists(st.floats(0.3, 1), min_size=3, max_size=12)))
    turn = np.linspace(0, 2 * np.pi, len(radius), endpoint=False)
    corners = np.column_stack([lon + radius * np.cos(turn), lat + radius * np.sin(turn)])
    return on_globe(shapely.Polygon(corners))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(LONGITUDES, LATITUDES)
def test_places_in_space_keep_their_distances_wherever_up_is(lon, lat):
    """Turned to any place, coordinates are PROJ's geocentric ones: as long, as far apart."""
    places = np.random.default_rng(7).uniform((-180, -90), (180, 90), (40, 2))
    there = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    expected = np.column_stack(there.transform(*places.T, np.zeros(len(places))))
    assert np.abs(cartesian(places) - expected).max() < 1e-6
    turned = cartesian(places, about=(lon, lat))
    assert np.abs(turned @ turned.T / 1e7 - expected @ expected.T / 1e7).max() < 1e-5
    up, east, _ = cartesian(np.array([[lon, lat]]), about=(lon, lat))[0]
    assert up > 6_300_000
    assert abs(east) < 1e-6


@st.composite
def pairs(draw):
    """Draw two outlines: close by, about opposite, or anywhere."""
    lon, lat = draw(LONGITUDES), draw(LATITUDES)
    opposite = (lon - 180 if lon > 0 else lon + 180, -lat)
    there = draw(st.sampled_from([(lon, lat), opposite]) | st.tuples(LONGITUDES, LATITUDES))
    return draw(outlines(lon, lat)), draw(outlines(*there))


def edges(shape):
    lonlat, line = shapely.get_coordinates(lines_of(shape), return_index=True)
    real = line[1:] == line[:-1]
    return lonlat[:-1][real], np.diff(lonlat, axis=0)[real]


def apart_m(here, there):
    """Measure all of one set of places from all of another."""
    a, b = np.repeat(here, len(there), axis=0), np.tile(there, (len(here), 1))
    return GEOD.inv(*a.T, *b.T)[2].reshape(len(here), len(there))


def sampled_m(one, other):
    """Measure between samples of all edges, then ever finer around the two that are nearest."""
    shares = np.linspace(0, 1, 9)
    sides = [edges(one), edges(other)]
    samples = [
        (start[:, None] + shares[:, None] * step[:, None]).reshape(-1, 2) for start, step in sides
    ]
    apart = apart_m(*samples)
    found = np.divmod(np.unravel_index(apart.argmin(), apart.shape), 9)
    at, least_m = shares[found[1]], apart.min()
    for width in 0.4 ** np.arange(2, 22):
        around = np.clip(at[:, None] + np.linspace(-width, width, 9), 0, 1)
        places = [
            start[edge] + share[:, None] * step[edge]
            for (start, step), edge, share in zip(sides, found[0], around, strict=True)
        ]
        apart = apart_m(*places)
        where = np.unravel_index(apart.argmin(), apart.shape)
        at, least_m = around[(0, 1), where], min(least_m, apart.min())
    return least_m


@settings(max_examples=200, deadline=None, derandomize=True)
@given(pairs())
def test_no_sample_undercuts_a_least_distance_anywhere_on_the_globe(pair):
    """The line told is as long as said, from outline to outline, and no other is shorter."""
    region, origin = pair
    kilometres, (line,) = nearest(np.array([region]), origin)
    if shapely.intersects(region, origin):
        assert kilometres[0] == 0
        return
    metres = kilometres[0] * 1000
    for end, shape in zip(line, (origin, region), strict=True):
        assert shapely.distance(shapely.Point(end), shape.boundary) < 1e-9
    assert GEOD.inv(*line[0], *line[1])[2] == pytest.approx(metres, abs=1e-6)
    right_to_m = RIGHT_TO_M if metres < OPPOSITE_M else RIGHT_OPPOSITE_TO_M
    assert metres <= sampled_m(region, origin) + right_to_m


def test_what_is_short_on_a_flat_map_fails_the_same_test():
    """Negative control: the shortest line in degrees, or between corners, is undercut."""
    speck = shapely.box(0, 70, 0.1, 70.1)
    slope = shapely.Polygon([(5, 60), (20, 80), (20, 60)])
    flat = shapely.get_coordinates(shapely.shortest_line(speck, slope))
    corners = apart_m(*(shapely.get_coordinates(shape) for shape in (speck, slope)))
    undercut_m = sampled_m(speck, slope) + RIGHT_TO_M
    assert GEOD.inv(*flat[0], *flat[1])[2] > undercut_m
    assert corners.min() > undercut_m
    assert nearest(np.array([slope]), speck)[0][0] * 1000 <= undercut_m


def test_each_owner_has_its_own_least_distance():
    """Measured together or one by one, regions are as far."""
    origin = load_boundary("ukraine").geometry.iloc[0]
    regions = load_boundary("regions").geometry.to_numpy()
    regions = regions[~shapely.intersects(regions, origin)][::9]
    together, _ = nearest(regions, origin)
    alone = [nearest(regions[[n]], origin)[0][0] for n in range(len(regions))]
    assert together == pytest.approx(alone, abs=RIGHT_TO_M / 1000)


def test_a_place_measures_as_an_edge_without_length():
    """A place that stands still is a line too, at the antipode as well."""
    border = Caps.around([shapely.linestrings([[(0, 0), (90, 0)]])])
    places = shapely.linestrings([[(45, 1)] * 2, [(-135, 0)] * 2, [(0, 90)] * 2])
    metres, ends = shortest(Caps.around(places[:, None]), border)
    expected = [GEOD.inv(45, 0, 45, 1)[2], GEOD.inv(0, 0, -135, 0)[2], GEOD.inv(0, 0, 0, 90)[2]]
    assert metres == pytest.approx(expected, abs=RIGHT_TO_M)
    assert ends[0, 2:] == pytest.approx((45, 0), abs=1e-4)


# Kilometres, to a metre, of another search: from vertices, ordered by straight distance.
KNOWN = {
    ("UA", "RU-KDA"): 2.533,
    ("UA", "RU-ORL"): 56.269,
    ("UA", "RU-KGD"): 296.081,
    ("UA", "RU-SPE"): 818.599,
    ("US", "RU-CHU"): 42.761,
    ("US", "RU-DA"): 6975.988,
    ("KP", "US-AK"): 3292.340,
    ("KP", "US-HI"): 6711.945,
    ("KP", "US-DE"): 10474.828,
    ("US", "CN-HI"): 6357.722,
    ("FJ", "NZ-AUK"): 1592.511,
    ("NZ", "ES-CE"): 18094.115,
}


@pytest.mark.parametrize(("home", "region"), KNOWN)
def test_distances_are_those_another_search_found(home, region):
    """Near and far, over the antimeridian and about opposite: the same to metre."""
    regions = load_regions(region[:2]).set_index("region")
    origin = country_origin(home, target=region[:2]).geometry.iloc[0]
    kilometres, _ = nearest(regions.loc[[region]].geometry.to_numpy(), origin)
    assert kilometres[0] == pytest.approx(KNOWN[home, region], abs=0.00051)


@pytest.mark.parametrize("pair", ["KP-US", "US-RU", "US-CN", "NZ-ES", "RU-AR", "FJ-NZ"])
def test_the_other_side_of_the_globe_takes_no_longer(pair):
    """Least distances of all regions of a country take a second, however far off they are."""
    home, target = pair.split("-")
    origin = country_origin(home, target=target).geometry.iloc[0]
    regions = load_regions(target).geometry.to_numpy()
    start = time.process_time()
    nearest(regions, origin)
    assert time.process_time() - start < 2


def test_borders_that_keep_their_distance_end_the_search_too():
    """Two parallels are equally near all along: found, and soon."""
    north, south = shapely.box(0, 60, 40, 61), shapely.LineString([(0, 59), (40, 59)])
    start = time.process_time()
    kilometres, _ = nearest(np.array([north]), south)
    assert kilometres[0] == pytest.approx(GEOD.inv(0, 59, 0, 60)[2] / 1000, abs=1e-5)
    assert time.process_time() - start < 10


def test_regions_that_meet_at_the_antimeridian_touch():
    """180 degrees east is 180 degrees west."""
    kilometres, _ = nearest(
        np.array([shapely.box(-180, 60, -179, 61)]), shapely.box(179, 60, 180, 61)
    )
    assert kilometres[0] == 0


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


def test_an_edge_that_bends_holds_places_no_chord_would_tell():
    """The ends of a parallel beyond the pole are nearer than a decoy, which its middle is not."""
    parallel, decoy = [(-100, 80), (100, 80)], [(179, 72), (179, 72.4)]
    origin = shapely.MultiLineString([parallel, decoy])
    kilometres, (line,) = nearest(np.array([shapely.box(179, 85, 179.1, 85.1)]), origin)
    assert line[0] == pytest.approx((100, 80))
    assert GEOD.inv(0, 80, 179, 85)[2] > GEOD.inv(179, 72.4, 179, 85)[2]
    assert kilometres[0] == pytest.approx(GEOD.inv(100, 80, 179, 85.1)[2] / 1000, abs=1e-5)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (gpd.GeoSeries.from_xy([1e6], [6e6], crs=3857), "points: in 'WGS 84 / Pseudo"),
        (gpd.GeoSeries.from_xy([1], [2]), "points: has no CRS"),
        ([shapely.LineString([(0, 0), (1, 1)])], "shapely points only"),
        ([shapely.Point(30, 50), None], "shapely points only"),
        ([shapely.Point()], "empty or off the globe"),
        ([shapely.Point(50, 91)], "longitude first"),
        ([shapely.Point(500_000, 5_000_000)], "longitude first"),
    ],
)
def test_what_is_no_place_has_no_distance(points, says):
    """Points in another CRS, off the globe or none at all are refused, never measured."""
    with pytest.raises(InputError, match=says):
        distance_km(points, shapely.box(10, 50, 11, 51))


def test_a_frame_of_points_measures_as_its_points():
    """Points and origin may come as frames in degrees."""
    points = gpd.GeoSeries.from_xy([12, 10.5], [50.5, 50.5], crs=4326)
    origin = gpd.GeoSeries([shapely.box(10, 50, 11, 51)], crs=4326)
    expected = distance_km(points.to_numpy(), origin.iloc[0])
    assert distance_km(points, origin).tolist() == expected.tolist()


def test_distances_of_points_are_geodesics():
    """Distances are GeographicLib's; inside an area they are 0, on a line's either side alike."""
    square = shapely.box(10, 50, 11, 51)
    points = shapely.points([(12, 50.5), (10.5, 50.5), (-120, -45), (10, 51)])
    distances = distance_km(points, square)
    across = [GEOD.inv(11, lat, 12, 50.5)[2] for lat in np.linspace(50, 51, 2001)]
    assert distances[0] == pytest.approx(min(across) / 1000, abs=1e-5)
    assert distances[[1, 3]].tolist() == [0, 0]
    assert distances[2] == pytest.approx(GEOD.inv(10, 50, -120, -45)[2] / 1000, rel=0.01)
    line = shapely.LineString([(0, 0), (10, 0)])
    either = distance_km(shapely.points([(5, 1), (5, -1)]), line)
    assert either[0] == pytest.approx(either[1])
    assert either[0] == pytest.approx(GEOD.inv(5, 0, 5, 1)[2] / 1000, abs=1e-6)


def test_a_corridor_between_two_borders_ends_the_search_too():
    """Where the middle of a long corridor is farthest all along, the search ends all the same."""
    origin = shapely.MultiLineString([[(20, 0.9), (40, 0.9)], [(20, -0.9), (40, -0.9)]])
    start = time.process_time()
    (farthest,) = farthest_km(np.array([shapely.box(22, -0.9, 38, 0.9)]), origin)
    assert farthest == pytest.approx(GEOD.inv(30, 0, 30, 0.9)[2] / 1000, abs=0.01)
    assert time.process_time() - start < 20


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.tuples(LONGITUDES, LATITUDES), st.tuples(LONGITUDES, LATITUDES))
def test_an_estimate_is_as_good_as_it_says(here, there):
    """Estimated distances differ from geodesics by no more than the bound told with them."""
    metres, slack_m = estimated_m(np.array([here]), np.array([there]))
    assert abs(metres[0] - GEOD.inv(*here, *there)[2]) <= slack_m[0] + 1e-6
    assert slack_m[0] <= 1e-9 + 1e-5 * metres[0]


@pytest.mark.parametrize("roughness", [0.0, 0.3, 1.0])
def test_points_of_a_dense_line_that_are_left_out_change_no_distance_by_the_error(roughness):
    """From beyond the least distance, in any direction, a point that is kept is as near."""
    step = np.random.default_rng(2).normal(size=(4000, 2)) * roughness + (1.0, 0.5)
    lonlat = (30.0, 50.0) + np.cumsum(step, axis=0) * 2e-5
    kept = needed(lonlat, np.zeros(len(lonlat), dtype=int), error_m=0.03, from_m=300_000.0)
    away = np.arange(0.0, 360.0, 7.5)
    lon, lat, _ = GEOD.fwd(*np.tile(lonlat[2000], (len(away), 1)).T, away, 301_000.0 + 0 * away)
    apart = apart_m(np.column_stack([lon, lat]), lonlat)
    grown_m = apart[:, kept].min(axis=1) - apart.min(axis=1)
    assert grown_m.max() <= 0.03
    assert kept.mean() < 0.7
