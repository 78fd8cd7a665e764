"""Envelopes: right to a metre on the real border and on shapes nobody tuned them for."""

import time

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
import shapely.affinity
from geodesic_truth import GEOD, Truth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.peers import buffered, projections
from geo.boundaries import load_boundary
from geo.envelopes import envelope, greatest_error_m, measured_error
from geo.envelopes.trim import trimmed
from geo.errors import GeoError, InputError

TOLERANCE_M = 1.0


def islet(lon, lat, size=0.01):
    return shapely.box(lon, lat, lon + size, lat + size)


def ring(lon, lat, *, outer, inner):
    return shapely.Point(lon, lat).buffer(outer) - shapely.Point(lon, lat).buffer(inner)


def with_a_number_missing():
    with np.errstate(invalid="ignore"):
        return shapely.LineString([(30, 50), (31, float("nan"))])


SHAPES = {
    "patagonia": shapely.Polygon([(-71, -50), (-68, -50.5), (-67, -53), (-70.5, -52.5)]),
    "seventy north": shapely.box(20, 70, 25, 71),
    "equator": shapely.LineString([(0, 0), (1, 0.5), (3, -0.2)]),
    "islet": islet(-70, -50),
    "two islets": shapely.MultiPolygon([islet(10, 10), islet(15.4, 10)]),
    "new zealand": shapely.box(165, -47, 166, -46),
    "two lines": shapely.MultiLineString([[(30, 50), (35, 52)], [(36, 50), (31, 48), (30, 47)]]),
    "ring": ring(10, 50, outer=5, inner=4.5),
}


@pytest.fixture(scope="module")
def ukraine():
    return load_boundary("ukraine").geometry.iloc[0]


@pytest.mark.parametrize("reach_km", [80, 300])
def test_ukraine_is_right_to_a_metre_everywhere(ukraine, reach_km):
    """Every 100 m of the boundary lies within 1 m of the reach, and no point is misjudged."""
    shape = envelope(ukraine, reach_km=reach_km)
    truth = Truth(ukraine, every_m=200)
    assert truth.greatest_error_m(shape, reach_km=reach_km) <= TOLERANCE_M
    assert truth.worst_misjudged_m(shape, reach_km=reach_km) <= TOLERANCE_M
    assert shape.is_valid
    assert shapely.get_num_coordinates(shape) < 8000


@pytest.mark.parametrize("reach_km", [15.194, 19.325])
def test_no_chord_leads_out_past_a_corner_where_it_passes_the_reach_by_chance(ukraine, reach_km):
    """At these reaches the place measured on one chord lay on its way back from 2.2 and 1.3 m."""
    shape = envelope(ukraine, reach_km=reach_km)
    assert measured_error(shape, ukraine, reach_km=reach_km).bound_m <= TOLERANCE_M


@pytest.mark.parametrize("reach_km", [1, 5])
def test_a_short_reach_is_right_to_a_metre_and_no_slower_than_a_plain_buffer(ukraine, reach_km):
    """Bays, necks and islets nearer than the reach count; twice the buffer's time is noise.

    The negative control is that buffer itself, with the 8 segments most tools take.
    """
    start = time.process_time()
    shape = envelope(ukraine, reach_km=reach_km)
    ours = time.process_time() - start
    start = time.process_time()
    plain = buffered(ukraine, projections(ukraine)["LAEA"], 8)(reach_km)
    assert ours <= 2 * (time.process_time() - start)
    assert shape.is_valid
    assert measured_error(shape, ukraine, reach_km=reach_km).bound_m <= TOLERANCE_M
    assert sharpest_turn_outwards(shape) < 15
    assert greatest_error_m(plain, ukraine, reach_km=reach_km) > TOLERANCE_M


def test_a_short_reach_finds_what_only_just_shows_in_a_corner():
    """A reef between two capes, whose disc shows for a few metres where theirs cross, is kept."""
    capes = [shapely.LineString([(x, 50), (x, 50.01)]) for x in (30.0, 30.02)]
    reef = shapely.LineString([(30.01, 50.0087), (30.01, 50.00888)])
    origin = shapely.union_all([*capes, reef])
    shape = envelope(origin, reach_km=2)
    assert measured_error(shape, origin, reach_km=2).bound_m <= TOLERANCE_M
    without = envelope(shapely.union_all(capes), reach_km=2)
    assert greatest_error_m(without, origin, reach_km=2) > 5 * TOLERANCE_M


def test_a_straight_edge_of_a_short_reach_needs_few_vertices():
    """Between its corners a moved edge has a vertex every kilometre, as the edge is looked at."""
    line = shapely.LineString([(30, 50), (31, 50.5), (30.5, 51)])
    shape = envelope(line, reach_km=1)
    km = GEOD.geometry_length(line) / 1000
    assert shapely.get_num_coordinates(shape) < 1.1 * 2 * km + 100
    assert measured_error(shape, line, reach_km=1).bound_m <= TOLERANCE_M


@pytest.mark.parametrize("reach_km", [5, 300, 2000])
@pytest.mark.parametrize("name", SHAPES)
def test_unseen_shapes_are_right_to_a_metre(name, reach_km):
    """The promise holds in both hemispheres, at high latitudes, over the antimeridian."""
    origin = SHAPES[name]
    shape = envelope(origin, reach_km=reach_km)
    truth = Truth(origin, every_m=min(300, 20 * reach_km))
    assert truth.greatest_error_m(shape, reach_km=reach_km, samples=15_000) <= TOLERANCE_M
    assert truth.worst_misjudged_m(shape, reach_km=reach_km) <= TOLERANCE_M
    assert shape.is_valid


@pytest.mark.parametrize("reach_km", [3000, 4500, 6000])
@pytest.mark.parametrize("name", ["ukraine", "islet", "two lines", "new zealand"])
def test_the_longest_reaches_are_right_to_a_metre_too(name, reach_km, ukraine):
    """Half the globe away the promise is the same, on the real border and on others."""
    origin = shapely.simplify(ukraine, 0.01) if name == "ukraine" else SHAPES[name]
    shape = envelope(origin, reach_km=reach_km)
    truth = Truth(origin, every_m=2000)
    assert truth.greatest_error_m(shape, reach_km=reach_km, samples=4000) <= TOLERANCE_M
    assert greatest_error_m(shape, origin, reach_km=reach_km) <= TOLERANCE_M
    assert shape.is_valid


def test_a_frame_is_measured_from_as_its_rows_together():
    """Series and frames in degrees are origins; what they hold is joined."""
    rows = [SHAPES["islet"], SHAPES["patagonia"]]
    expected = envelope(shapely.union_all(rows), reach_km=50)
    series = gpd.GeoSeries([*rows, None], crs="OGC:CRS84")
    assert envelope(series, reach_km=50).equals(expected)
    assert envelope(series.to_frame("shape").set_geometry("shape"), reach_km=50).equals(expected)
    assert envelope(load_boundary("ukraine"), reach_km=80).contains(shapely.Point(30, 50))


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (gpd.GeoSeries([SHAPES["islet"]]), "origin: has no CRS"),
        (gpd.GeoSeries([SHAPES["islet"]], crs=4326).to_crs(3857), "origin: in 'WGS 84 / Pseudo"),
        (gpd.GeoDataFrame({"a": [1]}), "origin: no column is its geometry"),
        (gpd.GeoSeries([], crs=4326), "origin is empty"),
        (gpd.GeoSeries([None], crs=4326), "origin is empty"),
        (gpd.GeoSeries([shapely.Point(1, 1)] * 2, crs=4326), "lines or polygons"),
        (
            gpd.GeoSeries(
                [SHAPES["islet"], shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])], crs=4326
            ),
            "make_valid",
        ),
    ],
)
def test_a_frame_that_is_no_origin_says_what_to_do(frame, says):
    """Another CRS, none, nothing or damage in a frame: refused in a line."""
    with pytest.raises(InputError, match=says):
        envelope(frame, reach_km=10)


@pytest.mark.parametrize(
    ("origin", "reach_km"),
    [
        (shapely.box(-180, 89, 180, 90), 500),
        (shapely.box(-180, -90, 180, -88), 80),
        (islet(30, 89.9), 300),
        (shapely.box(179, -18, 180, -16) | shapely.box(-180, -18, -179, -16), 300),
        (shapely.LineString([(180, 60), (180, 62)]), 100),
        (shapely.LineString([(0, 80), (0, 84)]), 1500),
        (shapely.box(-180, -1, 180, 1), 100),
    ],
    ids=["north cap", "south cap", "near the pole", "fiji", "antimeridian", "arctic", "belt"],
)  # fmt: skip
def test_antimeridian_and_poles_are_ordinary_places(origin, reach_km):
    """Envelopes over a pole or the antimeridian are cut there, and right to a metre."""
    shape = envelope(origin, reach_km=reach_km)
    truth = Truth(origin, every_m=300)
    assert truth.greatest_error_m(shape, reach_km=reach_km, samples=5000) <= TOLERANCE_M
    assert truth.worst_misjudged_m(shape, reach_km=reach_km) <= TOLERANCE_M
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def test_a_circle_around_the_pole_is_a_band_up_to_it():
    """A pole inside is an edge along 90 degrees; the rest of the band is what lies within reach."""
    shape = envelope(islet(0, 89.99, size=0.001), reach_km=1000)
    assert shape.bounds[::2] == (-180, 180)
    assert shapely.contains_xy(shape, [-179.9, 0, 90, 179.9], 89.9).all()


def test_nearly_touching_islets_stay_two_until_they_touch():
    """Two discs whose rims are metres apart are two; metres overlapped, they are one."""
    west = shapely.LineString([(0, 50), (0, 50.00001)])
    apart_m = 600_000
    lon, lat, _ = GEOD.fwd(0, 50, 90, apart_m)
    both = shapely.union_all([west, shapely.LineString([(lon, lat), (lon, lat + 0.00001)])])
    assert len(shapely.get_parts(envelope(both, reach_km=299.997))) == 2
    assert len(shapely.get_parts(envelope(both, reach_km=300.003))) == 1


def test_no_islet_is_lost(ukraine):
    """Snake Island alone accounts for 35 km of the envelope at 80 km."""
    snake = shapely.Point(30.2046, 45.2551)
    shape = envelope(ukraine, reach_km=80)
    lon, lat, _ = GEOD.fwd(snake.x, snake.y, 150, 79_000)
    assert shapely.contains_xy(shape, lon, lat)
    mainland = max(shapely.get_parts(ukraine), key=lambda part: part.area)
    assert not shapely.contains_xy(envelope(mainland, reach_km=80), lon, lat)


def test_thousands_of_islets_each_count():
    """Specks far smaller than the reach are neither lost nor slow."""
    random = np.random.default_rng(3)
    specks = shapely.MultiPolygon(
        [islet(lon, lat, size=0.0005) for lon, lat in random.uniform((20, 40), (30, 50), (3000, 2))]
    )
    specks = shapely.union_all(specks)
    shape = envelope(specks, reach_km=100)
    assert (
        Truth(specks, every_m=100).greatest_error_m(shape, reach_km=100, samples=20_000)
        <= TOLERANCE_M
    )


def test_a_hole_wider_than_the_reach_stays_and_a_narrower_one_fills():
    """The inside of a ring is outside the envelope where it is farther than the reach."""
    origin = ring(10, 50, outer=5, inner=4.5)
    assert len(shapely.get_rings(envelope(origin, reach_km=100))) == 2
    assert len(shapely.get_rings(envelope(origin, reach_km=400))) == 1


def test_edges_run_straight_in_longitude_and_latitude():
    """A parallel is an edge as RFC 7946 has it, not the great circle that dips north of it."""
    parallel = shapely.LineString([(0, 60), (60, 60)])
    shape = envelope(parallel, reach_km=10)
    lon, lat, _ = GEOD.fwd(30, 60, 0, 9_998)
    assert shapely.contains_xy(shape, lon, lat)
    lon, lat, _ = GEOD.fwd(30, 60, 0, 10_002)
    assert not shapely.contains_xy(shape, lon, lat)


def test_exteriors_run_counter_clockwise_and_holes_clockwise():
    """Rings are oriented as RFC 7946 wants them."""
    shape = envelope(SHAPES["ring"], reach_km=50)
    assert shape.exterior.is_ccw
    assert not any(hole.is_ccw for hole in shape.interiors)


def test_a_finer_tolerance_is_kept_too(ukraine):
    """With 0.2 m asked for, no point is off by more."""
    shape = envelope(ukraine, reach_km=300, tolerance_m=0.2)
    assert Truth(ukraine, every_m=100).greatest_error_m(shape, reach_km=300, samples=20_000) <= 0.2


@pytest.mark.parametrize("tolerance_m", [1.0, 0.2])
def test_a_short_line_keeps_its_tolerance(tolerance_m):
    """Nowhere is the envelope farther or nearer than the reach by more than was asked for."""
    line = shapely.LineString([(36, 50), (36.2, 50.1)])
    shape = envelope(line, reach_km=50, tolerance_m=tolerance_m)
    assert 0 < greatest_error_m(shape, line, reach_km=50) <= tolerance_m


def test_a_circle_has_no_more_vertices_than_the_tolerance_needs():
    """Chords may leave an arc by no more than the tolerance on either side: 2 m of sagitta."""
    shape = envelope(islet(10, 0, size=1e-5), reach_km=300)
    longest_m = np.sqrt(8 * 300_000 * 2)
    assert shapely.get_num_coordinates(shape) < 2 * (2 * np.pi * 300_000 / longest_m)


def sharpest_turn_outwards(shape):
    """Return by how many degrees the boundary turns outwards at most."""
    sharpest = 0
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(ring)
        there, back, _ = GEOD.inv(*corners[:-1].T, *corners[1:].T)
        left = (np.array(back) + 180 - np.roll(there, -1) + 180) % 360 - 180
        sharpest = max(sharpest, left.max())
    return sharpest


@pytest.mark.parametrize("reach_km", [5, 300])
@pytest.mark.parametrize("name", ["patagonia", "two lines", "new zealand", "ring"])
def test_nothing_juts_out_and_no_hole_is_a_pinhole(name, reach_km):
    """Corners turn inwards only, and no part or hole is narrower than the tolerance."""
    shape = envelope(SHAPES[name], reach_km=reach_km)
    assert sharpest_turn_outwards(shape) < 10
    rings = shapely.polygons(shapely.get_rings(shapely.get_parts(shape)))
    width_m = 2 * shapely.area(rings) / shapely.length(rings) * 111_000
    assert width_m.min() > TOLERANCE_M


def test_ukraines_envelopes_are_as_smooth(ukraine):
    """The real border gives no spike, no sliver, no pinhole either."""
    for reach_km in (80, 300):
        shape = envelope(ukraine, reach_km=reach_km)
        assert shape.geom_type == "Polygon"
        assert not shape.interiors
        assert sharpest_turn_outwards(shape) < 10
    spike = shapely.Polygon(
        [*shape.exterior.coords[:-1], shape.exterior.interpolate(0.2).coords[0]]
    )
    assert sharpest_turn_outwards(spike) > 10


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:3857",
        "EPSG:3035",
        "EPSG:32636",
        "+proj=laea +lat_0=49 +lon_0=31.5 +datum=WGS84",
        "+proj=aeqd +lat_0=49 +lon_0=31.5 +datum=WGS84",
    ],
    ids=["web mercator", "europe", "utm 36", "laea", "aeqd"],
)
def test_planar_buffers_fail_the_same_test(ukraine, crs):
    """Negative controls: what maps usually draw is hundreds of metres to 120 km off."""
    there = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    back = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    coarse = shapely.simplify(ukraine, 0.02)
    flat = shapely.transform(coarse, there.transform, interleaved=False)
    shape = shapely.transform(flat.buffer(300_000, quad_segs=32), back.transform, interleaved=False)
    assert Truth(coarse, every_m=500).greatest_error_m(shape, reach_km=300, every_m=2000) > 400


places = st.tuples(st.floats(-179, 179), st.floats(-89, 89))
bounded = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def outlines(draw, *, within=3.0):
    """Draw a polygon, star-shaped about a place anywhere on the globe."""
    lon, lat = draw(places)
    radii = draw(st.lists(st.floats(0.01, within), min_size=3, max_size=9))
    turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    corners = np.column_stack([lon + radii * np.cos(turn), lat + radii * np.sin(turn)])
    shape = shapely.Polygon(corners.clip((-180, -90), (180, 90)))
    return shape if shape.is_valid and shape.area > 1e-6 else islet(min(lon, 178), min(lat, 88))


@bounded
@given(outlines(), st.floats(1, 1000))
def test_the_tolerance_is_kept_anywhere(origin, reach_km):
    """Random shapes, anywhere on the globe, at any reach: right to a metre."""
    shape = envelope(origin, reach_km=reach_km)
    truth = Truth(origin, every_m=np.clip(20 * np.sqrt(reach_km), 20, 300))  # itself right to 5 cm
    assert truth.greatest_error_m(shape, reach_km=reach_km, samples=3000) <= TOLERANCE_M
    assert shape.is_valid


@bounded
@given(outlines(), st.floats(1, 500), st.floats(1.01, 3))
def test_a_larger_reach_holds_a_smaller_one_and_both_hold_the_origin(origin, reach_km, factor):
    """Envelopes are nested as their reaches are."""
    small = envelope(origin, reach_km=reach_km)
    large = envelope(origin, reach_km=reach_km * factor)
    assert shapely.covers(small, origin)
    assert shapely.covers(large, small)


@bounded
@given(outlines(), st.integers(-60, 60), st.floats(1, 300))
def test_turning_the_globe_turns_the_envelope(origin, degrees, reach_km):
    """Whole degrees of longitude added to the origin are added to the envelope."""
    west, _, east, _ = origin.bounds
    if not (west > -100 and east < 100 and abs(origin.centroid.y) < 80):
        origin = shapely.transform(origin, lambda c: c * (0.4, 0.8))
    turned = shapely.affinity.translate(origin, degrees)
    shape = shapely.affinity.translate(envelope(origin, reach_km=reach_km), degrees)
    truth = Truth(turned, every_m=np.clip(20 * reach_km, 20, 300))
    for one in (shape, envelope(turned, reach_km=reach_km)):
        assert truth.greatest_error_m(one, reach_km=reach_km, samples=3000) <= TOLERANCE_M


@bounded
@given(outlines(), outlines(), st.floats(5, 300))
def test_the_union_of_origins_has_the_union_of_envelopes(one, other, reach_km):
    """What is within reach of either origin is within reach of both together."""
    both = shapely.union_all([one, other])
    together = envelope(both, reach_km=reach_km)
    apart = shapely.union_all([envelope(shape, reach_km=reach_km) for shape in (one, other)])
    line_m = shapely.length(shapely.boundary(together)) * 111_700
    missed = shapely.area(shapely.symmetric_difference(together, apart)) * 111_700**2
    assert missed <= 2 * TOLERANCE_M * line_m


@pytest.mark.parametrize("reach_km", [0, -1, 0.5, float("nan"), float("inf"), 6001, "far", None])
def test_an_impossible_reach_says_what_is_possible(reach_km):
    """Reaches that are no number of kilometres from 1 to 6,000 are refused."""
    with pytest.raises(InputError, match="give one from 1 to 6,000 km"):
        envelope(SHAPES["islet"], reach_km=reach_km)


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        (shapely.Polygon(), "is empty"),
        (shapely.Point(30, 50), "lines or polygons"),
        (shapely.GeometryCollection([shapely.Point(30, 50)]), "lines or polygons"),
        (with_a_number_missing(), "NaN"),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "make_valid"),
        (shapely.box(170, 0, 190, 10), "leaves the globe"),
        (shapely.box(0, 80, 10, 95), "leaves the globe"),
        (shapely.box(500_000, 5_000_000, 600_000, 5_100_000), "longitude first"),
        ([(0, 0), (1, 1)], "shapely"),
        (None, "shapely"),
    ],
)
def test_an_unusable_origin_says_what_to_do(origin, says):
    """Origins that cannot be measured from are refused by one line that helps."""
    with pytest.raises(InputError, match=says) as refusal:
        envelope(origin, reach_km=10)
    assert isinstance(refusal.value, ValueError | GeoError)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("tolerance_m", [0, -1, float("nan"), 0.01, 101])
def test_an_impossible_tolerance_is_refused(tolerance_m):
    """Tolerances below 5 cm or beyond 100 m are refused."""
    with pytest.raises(InputError, match="tolerance_m"):
        envelope(SHAPES["islet"], reach_km=10, tolerance_m=tolerance_m)


def test_an_envelope_that_covers_the_globe_is_refused():
    """Where no envelope can be drawn, an error says so instead of a wrong shape."""
    grid = [[(lon, -89), (lon, 89)] for lon in range(-180, 180, 10)]
    with pytest.raises(InputError, match="covers the globe"):
        envelope(shapely.MultiLineString(grid), reach_km=2000)


def test_the_origin_is_left_untouched(ukraine):
    """Measuring changes nothing in what was given."""
    before = shapely.to_wkb(ukraine)
    envelope(ukraine, reach_km=80)
    assert shapely.to_wkb(ukraine) == before


def test_heights_are_ignored():
    """An origin with heights is measured as it lies on the ellipsoid."""
    flat, high = SHAPES["equator"], shapely.force_3d(SHAPES["equator"], z=8000)
    assert envelope(high, reach_km=50).equals(envelope(flat, reach_km=50))


def test_both_envelopes_take_less_than_a_fifth_of_a_plain_buffer(ukraine):
    """Faster than GEOS's own buffer of the same border, by far; the benchmark says how far."""
    there = pyproj.Transformer.from_crs(
        "EPSG:4326", "+proj=laea +lat_0=49 +lon_0=31.5 +datum=WGS84", always_xy=True
    )
    for reach_km in (80, 300):
        start = time.process_time()
        envelope(ukraine, reach_km=reach_km)
        ours = time.process_time() - start
        start = time.process_time()
        flat = shapely.transform(ukraine, there.transform, interleaved=False)
        flat.buffer(1000 * reach_km, quad_segs=128)
        assert ours <= 0.2 * (time.process_time() - start)


@pytest.mark.parametrize("reach_km", [1.1, 1.199, 1.241, 5.5])
def test_short_envelopes_of_a_real_border_are_trimmed_right(reach_km):
    """Where chains meet at narrow inlets, and a way to a corner would pass one by."""
    ukraine = load_boundary("ukraine").geometry.iloc[0]
    short = trimmed(ukraine, reach_m=1000.0 * reach_km, tolerance_m=TOLERANCE_M)
    assert short is not None
    assert greatest_error_m(short, ukraine, reach_km=reach_km) <= TOLERANCE_M
