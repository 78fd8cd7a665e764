"""Maps of other countries: the view, the projection, the page and the pictures follow the data."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from snapshot_findings import assert_labels_stand_well, composed

from geo.crs import GEOGRAPHIC, conic, to_metric
from geo.display import AROUND_UKRAINE, display, first_look
from geo.display.view import look_at
from geo.findings import find
from geo.narrative import country_name, measured_from
from geo.origins import choose_origin
from geo.reading import Text
from geo.regimes import load_regimes
from geo.webmap import page

ENTRY = """
[[regime]]
id = "r{reach}"
label = {{ en = "Up to {reach} km" }}
grantor = "CH"
systems = ["a glider"]
reach_km = {reach}
origin = "{home}"
target = "{target}"
status = "reported"
from = {year}-01-01
[[regime.source]]
publisher = "A gazette"
title = "On gliders"
date = {year}-01-01
url = "https://example.org/gliders"
says = "Gliders may fly so far."
"""

# north, south, both sides of the equator, both sides of the antimeridian, far north, inland, and
# a country whose shape is finer than its neighbour's
PAIRS = {
    "KR-KP": (180, 800),
    "CL-AR": (100, 500),
    "EC-PE": (200,),
    "FJ-NZ": (2000,),
    "US-RU": (150,),
    "NO-SE": (100,),
    "CH-CH": (50,),
    "FI-RU": (100,),
}


@cache
def found(pair, folder):
    """Measure for two countries, with a text that names places there."""
    home, target = pair.split("-")
    file = folder / f"{pair}.toml"
    entries = [
        ENTRY.format(reach=reach, home=home, target=target, year=2000 + n)
        for n, reach in enumerate(PAIRS[pair])
    ]
    file.write_text("".join(entries), encoding="utf-8")
    name, origin = choose_origin(home=home, target=target)
    text = "Seoul and Pyongyang, Suva and Auckland, Quito and Lima, Oslo and Stockholm, Helsinki."
    text = Text(text=text, source_name="test", sha256="0" * 64, is_html=False)
    return find(text, load_regimes(file), origin_name=name, origin=origin)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(params=PAIRS)
def findings_there(request, folder):
    return found(request.param, folder)


def in_metres(frame, view):
    return to_metric(frame[["geometry"]], metric=view.metric).geometry


def test_ukraines_map_keeps_its_view(findings):
    """The view that the packaged layers are made for; nothing beyond them is ever shown."""
    view = look_at(findings)
    assert view is AROUND_UKRAINE
    west, south, east, north = view.degrees
    rim = shapely.points(shapely.get_coordinates(shapely.box(*view.upright).segmentize(10_000)))
    frame = gpd.GeoSeries(rim, crs=view.metric).to_crs(GEOGRAPHIC)
    assert (frame.x > west - 1e-4).all()
    assert (frame.x < east + 1e-4).all()
    assert (frame.y > south - 1e-4).all()
    assert (frame.y < north + 1e-4).all()


def test_the_view_holds_what_is_within_reach(findings_there):
    """Every part inside that is not a far island is within the upright map, with room around."""
    view = look_at(findings_there)
    shown = display(findings_there)
    west, south, east, north = view.upright
    held = shapely.box(west, south, east, north)
    if findings_there.inside.empty:
        pytest.fail("the pair reaches nothing, so it tests nothing")
    parts = in_metres(shown.inside, view)
    inside = shapely.intersection(parts.to_numpy(), held)
    assert shapely.area(inside).sum() > 0.99 * parts.area.sum()
    lost = findings_there.inside.to_crs("EPSG:6933").area.sum() / 1e6
    drawn = shown.inside.set_crs(GEOGRAPHIC, allow_override=True)
    assert drawn.to_crs("EPSG:6933").area.sum() / 1e6 > 0.9 * lost


def test_the_projection_is_true_where_it_matters(findings_there):
    """A drawn kilometre is one within two per cent wherever something is within reach."""
    view = look_at(findings_there)
    at = shapely.get_coordinates(findings_there.inside.geometry.to_numpy())
    factors = pyproj.Proj(view.metric).get_factors(*at.T)
    height = (view.upright[3] - view.upright[1]) / 1e6
    assert np.abs(factors.meridional_scale - 1).max() < 0.002 * height**2
    assert np.abs(factors.meridional_scale - factors.parallel_scale).max() < 1e-9


def test_web_mercator_fails_the_same_measure(folder):
    """In the north the web's own projection draws a kilometre twice as long."""
    findings = found("NO-SE", folder)
    at = shapely.get_coordinates(findings.inside.geometry.to_numpy())
    factors = pyproj.Proj("EPSG:3857").get_factors(*at.T)
    assert np.abs(factors.meridional_scale - 1).max() > 0.5


@settings(deadline=None, max_examples=60)
@given(
    west=st.floats(-180, 180),
    width=st.floats(0.1, 170),
    south=st.floats(-85, 84.8),
    height=st.floats(0.1, 60),
)
def test_a_conic_can_be_made_anywhere(west, width, south, height):
    """There is a projection for any part of the globe, and it leads there and back."""
    north = min(south + height, 85.0)
    crs = conic(west, south, west + width, north)
    longitude, latitude = west + width / 3, south + (north - south) / 3
    there = pyproj.Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True)
    x, y = there.transform(longitude, latitude)
    back = there.transform(x, y, direction="INVERSE")
    apart = pyproj.Geod(ellps="WGS84").inv(longitude, latitude, *back)[2]
    assert apart < 0.01


def test_the_antimeridian_is_no_edge(folder):
    """Fiji lies on both sides of it and is drawn as one country, its islands side by side."""
    shown = display(found("FJ-NZ", folder))
    west, _, east, _ = shown.home.total_bounds
    assert 170 < west < 180 < east < 190
    assert shown.view.degrees[0] < west < east < shown.view.degrees[2]
    area = shown.envelopes["area"].iloc[0]
    assert area.contains(shapely.Point(180, -18))


def test_a_place_over_the_antimeridian_is_in_its_view():
    """Longitudes of the other side are counted on; those of the far side are not in view."""
    view = replace(AROUND_UKRAINE, degrees=(160.0, 50.0, 200.0, 75.0))
    held = [(-175.0, 60.0), (170.0, 60.0), (-150.0, 60.0), (150.0, 60.0), (-175.0, 80.0)]
    assert [view.holds(*place) for place in held] == [True, True, False, False, False]
    assert view.turned(-175.0) == 185.0


def test_far_islands_do_not_shrink_the_map():
    """What lies far from all the rest is left out of the first look, unless nothing else is."""
    core = np.array([[0, 0, 10, 10], [12, 0, 14, 2], [500, 0, 501, 1]])
    here = np.array([[0.0, 0.0, 1.0, 1.0]])
    assert first_look(core, here, reach=1).tolist() == [0, 0, 14, 10]
    assert first_look(core[2:], here, reach=1)[2] == 501


def test_pages_and_pictures_name_the_countries(findings_there):
    """Whose border, whose regions, whose view of borders; labels stand in their shapes, apart."""
    html = page(findings_there)
    target = country_name(findings_there, findings_there.target, lang="en")
    assert f"The regions judged are those of <bdi>{target}</bdi>." in html
    assert measured_from(findings_there, lang="en") in html
    assert "as Natural Earth draws them" in html
    assert len(html.encode()) < 700 * 1024
    drawn = composed(findings_there)
    assert drawn.story.table_title.startswith(f"{target}: ")
    assert_labels_stand_well(drawn)


@pytest.mark.parametrize("pair", ["KR-KP", "FJ-NZ", "CL-AR", "EC-PE", "FI-RU"])
def test_the_page_works_in_a_browser(opened, folder, pair):
    """It opens without a message, projects as PROJ does, and every region of the table answers."""
    findings = found(pair, folder)
    file = folder / f"{pair}.html"
    file.write_text(page(findings), encoding="utf-8")
    tab = opened(file)
    shown = display(findings)
    proj = pyproj.Transformer.from_crs(GEOGRAPHIC, shown.view.metric, always_xy=True)
    west, south, east, north = shown.view.degrees
    for share in (0.1, 0.5, 0.9):
        point = west + share * (east - west), south + share * (north - south)
        x, y = tab.evaluate(
            "([lng, lat]) => { const p = L.CRS.Conic.projection.project({lat, lng});"
            " return [p.x, p.y]; }",
            point,
        )
        assert (x, y) == pytest.approx(proj.transform(*point), abs=0.01)
        back = tab.evaluate(
            "([x, y]) => { const p = L.CRS.Conic.projection.unproject({x, y});"
            " return [p.lng, p.lat]; }",
            (x, y),
        )
        assert back == pytest.approx(point, abs=1e-6)
    for language in ("uk", "ru", "en"):
        tab.click(f'[data-language="{language}"]')
    tab.click("#gallery-switch")
    tab.click("#gallery-switch")
    tab.locator("#show-outside").check()
    rows = tab.locator("#coverage tbody tr")
    assert rows.count() == len(findings.regions)
    for n in (0, rows.count() - 1):
        rows.nth(n).locator("button").click()
        assert tab.locator("#card h2").inner_text().strip()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1200
