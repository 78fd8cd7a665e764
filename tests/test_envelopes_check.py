"""The check that ships: it finds what is wrong, and shares nothing with the envelope's maker."""

import ast
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from geodesic_truth import GEOD, Truth

import geo.envelopes
from geo.boundaries import load_boundary
from geo.envelopes import envelope, greatest_error_m, measured_envelopes, measured_error
from geo.errors import InputError

ISLETS = shapely.MultiPolygon(
    [
        shapely.box(30, 45, 30.5, 45.5),
        shapely.box(31, 45, 31.01, 45.01),
        shapely.box(40, 45, 41, 46),
    ]
)


@pytest.fixture(scope="module")
def ukraine():
    return load_boundary("ukraine").geometry.iloc[0]


@pytest.fixture(scope="module")
def within_80(ukraine):
    return envelope(ukraine, reach_km=80)


def moved(shape, vertex, metres):
    """Move one vertex of a polygon to the north."""
    corners = np.array(shape.exterior.coords)
    lon, lat, _ = GEOD.fwd(*corners[vertex], 0, metres)
    corners[vertex] = lon, lat
    return shapely.Polygon(corners, shape.interiors)


@pytest.mark.parametrize("reach_km", [80, 300])
def test_an_envelope_of_ours_is_found_right(ukraine, reach_km):
    """The check finds what the outside judge finds at every 100 m, and bounds what lies between."""
    shape = envelope(ukraine, reach_km=reach_km)
    found = measured_error(shape, ukraine, reach_km=reach_km)
    outside_m = Truth(ukraine, every_m=100).greatest_error_m(shape, reach_km=reach_km)
    assert found.greatest_m <= found.bound_m <= 1.0
    assert found.greatest_m == pytest.approx(outside_m, abs=0.1)
    assert found.bound_m >= outside_m - 0.02
    assert found.greatest_m == greatest_error_m(shape, ukraine, reach_km=reach_km)


def test_a_vertex_moved_by_five_metres_is_found(ukraine, within_80):
    """One vertex of thousands, five metres off, shows."""
    north = int(np.argmax(np.array(within_80.exterior.coords)[:-1, 1]))
    for metres in (5, -5):
        wrong = moved(within_80, north, metres)
        assert greatest_error_m(wrong, ukraine, reach_km=80) == pytest.approx(5, abs=1)


def test_a_chord_left_unbisected_is_found(ukraine, within_80):
    """An arc drawn as one chord, its ends both right, shows."""
    corners = np.array(within_80.exterior.coords)
    north = int(np.argmax(corners[:-1, 1]))
    gaps = [np.delete(corners, np.arange(north - n, north + n), axis=0) for n in (3, 10)]
    errors = [
        greatest_error_m(shapely.Polygon(gap, within_80.interiors), ukraine, reach_km=80)
        for gap in gaps
    ]
    assert 2 < errors[0] < errors[1]


@pytest.mark.parametrize("lost", [1, 2], ids=["near", "far"])
def test_a_lost_islet_is_found(lost):
    """An envelope that forgot an islet shows, whether its share is joined to the rest or apart."""
    kept = [part for n, part in enumerate(ISLETS.geoms) if n != lost]
    wrong = envelope(shapely.MultiPolygon(kept), reach_km=50)
    assert greatest_error_m(wrong, ISLETS, reach_km=50) > 100


def test_snake_island_lost_costs_tens_of_kilometres(ukraine):
    """The case known from elsewhere: without Snake Island the envelope is 35 km short at 80 km."""
    island = shapely.Point(30.2046, 45.2551).buffer(0.05)
    without = shapely.MultiPolygon([part for part in ukraine.geoms if not part.intersects(island)])
    assert greatest_error_m(envelope(without, reach_km=80), ukraine, reach_km=80) > 30_000


def test_a_hole_filled_by_mistake_is_found():
    """An envelope without the hole it should have shows."""
    ring = shapely.Point(10, 50).buffer(3) - shapely.Point(10, 50).buffer(2)
    right = envelope(ring, reach_km=30)
    assert len(right.interiors) == 1
    assert greatest_error_m(shapely.Polygon(right.exterior), ring, reach_km=30) > 2900


def test_half_an_envelope_at_the_antimeridian_is_found():
    """What lies beyond the antimeridian must be there."""
    origin = shapely.box(178, 0, 179, 1)
    right = envelope(origin, reach_km=300)
    assert greatest_error_m(right, origin, reach_km=300) <= 1
    west = [part for part in right.geoms if part.bounds[0] > 0]
    assert greatest_error_m(shapely.MultiPolygon(west), origin, reach_km=300) > 100_000


@pytest.mark.parametrize(
    ("crs", "at_least_m"),
    [("EPSG:3857", 100_000), ("EPSG:3035", 3000), ("EPSG:32636", 2500)],
)
def test_planar_buffers_are_found_wrong(ukraine, crs, at_least_m):
    """Negative controls: the errors known of common projections are what the check measures."""
    there = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    back = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    coarse = shapely.simplify(ukraine, 0.02)
    flat = shapely.transform(coarse, there.transform, interleaved=False)
    shape = shapely.transform(flat.buffer(300_000, quad_segs=32), back.transform, interleaved=False)
    assert greatest_error_m(shape, coarse, reach_km=300) > at_least_m


def known_to(file):
    """List what a module imports of ours, name by name."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geo.")
        for alias in node.names
    }


def test_the_check_shares_no_search_with_the_maker():
    """Neither the k-d tree nor the plane nor anything that builds is known to the check."""
    house = Path(geo.envelopes.__file__).parents[1]
    checks = known_to(house / "envelopes" / "check.py")
    measures = known_to(house / "geodesy" / "point_to_line.py")
    makes = known_to(house / "envelopes" / "__init__.py")
    assert "geo.geodesy.Border" in makes - checks
    assert not any(name.startswith("geo.envelopes.") for name in checks)
    assert not any("nearest_vertex" in name or "Border" in name for name in checks | measures)


def test_what_is_no_area_cannot_be_checked():
    """A line is no envelope; the error says what is."""
    with pytest.raises(InputError, match="Polygon or MultiPolygon"):
        measured_error(shapely.LineString([(0, 0), (1, 1)]), ISLETS, reach_km=10)


def test_many_reaches_are_the_same_measured_side_by_side(monkeypatch):
    """Shared among processes or done by one, every envelope and its error are equal."""
    origin, reaches_km = shapely.LineString([(30, 50), (31, 50.5)]), [10 * n for n in range(1, 13)]
    monkeypatch.setattr("geo.beside.processors", lambda: 2)
    together = measured_envelopes(origin, reaches_km=reaches_km)
    monkeypatch.setattr("geo.beside.processors", lambda: 1)
    alone = measured_envelopes(origin, reaches_km=reaches_km)
    assert [error_m for _, error_m in together] == [error_m for _, error_m in alone]
    assert all(a.equals(b) for (a, _), (b, _) in zip(together, alone, strict=True))
    assert max(error_m for _, error_m in together) <= 1.0


def test_what_is_wrong_with_one_of_many_reaches_is_told(monkeypatch):
    """An error of a process that helps is the caller's error."""
    monkeypatch.setattr("geo.beside.processors", lambda: 2)
    with pytest.raises(InputError, match="give one from 1 to 6,000 km"):
        measured_envelopes(ISLETS, reaches_km=[10, 20, 30, 40, 50, 60, 70, 9000])
