"""Least distances between outlines: realised by places of both, and undercut by no sample."""

import time

import numpy as np
import pytest
import shapely
import shapely.affinity
from geodesic_truth import GEOD
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import load_boundary, load_outlines, load_regions
from geo.coverage.distances import crossed, nearest
from geo.envelopes.origin import lines_of
from geo.envelopes.shortest import OPPOSITE_M, RIGHT_OPPOSITE_TO_M, RIGHT_TO_M, Caps, shortest
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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (((130.7, 42.3), (-160.2, 21.8)), ["JP", "US"]),
        (((172.5, 52.9), (-158.0, 21.3)), ["US"]),
        (((-158.0, 21.3), (177.5, -18.0)), ["FJ"]),
        (((178.0, 66.0), (-160.0, 68.0)), ["RU", "US"]),
        (((20.0, 52.0), (30.0, 52.0)), ["BY", "PL"]),
    ],
    ids=["Korea to Hawaii", "Aleutians to Hawaii", "Hawaii to Fiji", "Bering Strait", "elsewhere"],
)
def test_a_line_over_the_antimeridian_crosses_only_what_lies_on_its_way(line, expected):
    """The countries crossed are those that hold samples, one a kilometre, of the geodesic."""
    countries = load_outlines(-180, -90, 180, 90)
    shapes, codes = countries.geometry.to_numpy(), countries["country"].to_numpy(dtype=object)
    samples = GEOD.npts(*line[0], *line[1], int(GEOD.inv(*line[0], *line[1])[2] / 1000))
    holder, _ = shapely.STRtree(shapely.points(samples)).query(shapes, predicate="contains")
    held, count = np.unique(codes[holder], return_counts=True)
    assert crossed(line, shapes, codes) == held[count > 1].tolist() == expected
