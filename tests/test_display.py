"""Frames to show: small, matched, and never the source of a figure."""

from dataclasses import fields, replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.display import AROUND_UKRAINE, coarser, display, layers
from geo.display.layers import inner_point, without_islets

SNAKE_ISLAND = shapely.Point(30.2045, 45.2550)


@pytest.fixture(scope="module")
def shown(findings):
    return display(findings)


def frames(holder):
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, gpd.GeoDataFrame):
            yield field.name, value


def count(frame):
    return shapely.get_num_coordinates(frame.geometry.to_numpy()).sum()


def land(shown):
    return np.array([*shown.regions.geometry, *shown.home.geometry], dtype=object)


def test_shared_borders_stay_shared(shown):
    """Regions and Ukraine remain a coverage: no gap, no overlap, edges vertex by vertex."""
    assert shapely.coverage_is_valid(land(shown))
    assert shapely.coverage_is_valid(land(coarser(shown, tolerance_m=7000)))


def test_what_is_kept_ready_is_what_would_be_made(findings, monkeypatch):
    """Of maps of Ukraine and Russia nothing is simplified anew; `make data` after a change."""

    def made():
        fine = display.__wrapped__(findings)
        return [
            frame.geometry.to_wkb().tolist()
            for shown in (fine, coarser(fine, tolerance_m=7000))
            for _, frame in frames(shown)
        ]

    simplify = layers.simplified_together
    monkeypatch.setattr(layers, "simplified_together", None)
    kept = made()
    monkeypatch.setattr(layers, "simplified_together", simplify)
    monkeypatch.setattr(layers, "ready", dict)
    assert made() == kept


def test_simplifying_each_shape_alone_would_tear_borders(findings):
    """The same check refuses shapes simplified one by one."""
    alone = shapely.simplify(np.array([*findings.regions.geometry, *findings.home.geometry]), 0.01)
    assert not shapely.coverage_is_valid(alone)


def test_frames_are_small(shown, findings):
    """What is shown has a fraction of the vertices of what was measured."""
    assert count(shown.regions) < count(findings.regions) / 3
    assert count(shown.envelopes) < count(findings.envelopes) / 8
    assert all(count(frame) < 20_000 for _, frame in frames(shown))


def test_coordinates_have_four_decimals(shown):
    """Every vertex and every label is rounded to a ten-thousandth of a degree."""
    for name, frame in frames(shown):
        for column in frame.columns[frame.dtypes == "geometry"]:
            at = shapely.get_coordinates(frame[column].to_numpy())
            if column != "area":
                assert np.allclose(at, np.round(at, 4), atol=1e-12, rtol=0), (name, column)


def test_nothing_lies_beyond_the_view(shown):
    """Land, water and lines are clipped to the view."""
    view = shapely.box(*AROUND_UKRAINE.degrees).buffer(1e-4)
    for name in ("regions", "envelopes", "countries", "sea", "origin"):
        assert shapely.covered_by(getattr(shown, name).geometry.to_numpy(), view).all(), name


def test_snake_island_stays_at_any_tolerance(shown):
    """A lone islet carries a long way of envelope, so it is never dropped."""
    for frames_shown in (shown, coarser(shown, tolerance_m=7000)):
        assert frames_shown.home.geometry.item().distance(SNAKE_ISLAND) < 0.02


def test_a_part_inside_ends_at_the_line_drawn(shown):
    """Every part lies in its region and in the envelope as drawn, to a rounding."""
    regions = shown.regions.set_index("region").geometry
    areas = shown.envelopes.set_index("reach_km")["area"]
    for row in shown.inside.itertuples():
        assert regions[row.region].buffer(0.001).contains(row.geometry), row.region
        if not row.whole:
            assert areas[row.reach_km].buffer(0.001).contains(row.geometry), row.region


def test_every_region_touched_has_a_part(shown, findings):
    """Nothing found is lost on the way to the picture, Kaliningrad's sliver included."""
    found = set(zip(findings.inside["reach_km"], findings.inside["region"], strict=True))
    assert set(zip(shown.inside["reach_km"], shown.inside["region"], strict=True)) == found
    assert (300.0, "RU-KGD") in found
    assert not shown.inside.geometry.is_empty.any()


def test_equal_reaches_are_drawn_once(findings):
    """Two regimes of one reach share a line and the parts inside it."""
    twice = findings.envelopes.iloc[[0, 0, 1]]
    again = replace(findings, envelopes=twice)
    assert display(again).envelopes["reach_km"].tolist() == [80.0, 300.0]


def test_names_stand_inside_their_shapes(shown):
    """A name's point lies within its region, country or water."""
    for name in ("regions", "home", "sea"):
        frame = getattr(shown, name)
        inside = shapely.intersects(frame.geometry.to_numpy(), frame["label"].to_numpy())
        assert inside.all(), frame["name"][~inside].tolist()


def test_crimea_is_shown_in_ukraine(shown):
    """Simferopol and Sevastopol lie in Ukraine and in no region."""
    for town in (shapely.Point(34.10, 44.95), shapely.Point(33.60, 44.55)):
        assert shown.home.geometry.item().contains(town)
        assert not shown.regions.geometry.contains(town).any()
        assert not shown.countries.geometry.contains(town).any()


def test_inputs_stay_as_they_are(findings):
    """Showing changes no frame of the findings."""
    before = {name: frame.to_wkb() for name, frame in frames(findings)}
    display(findings)
    for name, frame in frames(findings):
        assert frame.to_wkb().equals(before[name]), name


def test_an_origin_of_the_users_own_is_shown_as_a_line(findings):
    """Areas are shown by their edge; lines as they are."""
    own = gpd.GeoDataFrame(geometry=[shapely.box(30, 48, 32, 50)], crs="EPSG:4326")
    shown = display(replace(findings, origin_name="own.geojson", origin=own))
    assert shown.origin.geom_type.tolist() == ["LineString"]


def test_an_origin_far_away_leaves_an_empty_line(findings):
    """An envelope out of view is no error: there is nothing of it to see."""
    far = findings.envelopes.set_geometry(
        [shapely.box(-60, -20, -50, -10)] * len(findings.envelopes), crs="EPSG:4326"
    )
    shown = display(replace(findings, envelopes=far, inside=findings.inside.iloc[:0]))
    assert shown.envelopes.geometry.is_empty.all()
    assert shown.inside.empty


@pytest.mark.parametrize("tolerance_m", [0, -1, float("nan")])
def test_a_tolerance_must_be_positive(findings, tolerance_m):
    """Metres that mean nothing are refused."""
    with pytest.raises(ValueError, match="give metres"):
        display(findings, tolerance_m=tolerance_m)


def test_coarser_must_be_coarser(shown):
    """Detail that is gone does not come back."""
    with pytest.raises(ValueError, match="give more metres"):
        coarser(shown, tolerance_m=shown.tolerance_m)


def test_a_lone_islet_stays_and_one_by_the_shore_goes():
    """What is too small to be seen goes only within a tenth of a degree of the mainland."""
    land, near, lone = (shapely.box(x, 0, x + w, w) for x, w in ((0, 1), (1.05, 0.001), (2, 0.001)))
    kept = without_islets(shapely.MultiPolygon([land, near, lone]), smallest=0.01)
    assert shapely.equals(kept, shapely.MultiPolygon([land, lone]))
    alone = shapely.MultiPolygon([near, lone])
    assert shapely.equals(without_islets(alone, smallest=0.01), alone)


def test_a_name_stands_in_the_largest_part_where_it_is_widest_as_seen():
    """In the north a degree of longitude is short: what is square in degrees is narrow there."""
    wide, square = shapely.box(0, 60, 4, 61), shapely.box(5, 60, 6.6, 61.6)
    joined = shapely.union_all([wide, square, shapely.box(4, 60, 5, 60.1)])
    small = shapely.box(9, 60, 9.5, 60.5)
    point = inner_point(shapely.MultiPolygon([small, joined]), narrowing=0.5)
    assert shapely.contains(wide, point)
    assert shapely.contains(square, inner_point(joined, narrowing=1.0))
    assert inner_point(shapely.MultiPolygon(), narrowing=0.5).is_empty
