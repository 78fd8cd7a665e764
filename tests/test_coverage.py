"""Coverage: areas, shares and distances of regions, against figures from elsewhere."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geodesic_truth import GEOD

from geo.boundaries import load_boundary, load_outlines, load_regions
from geo.coverage import INSIDE_FROM, coverage, inside
from geo.envelopes import envelope
from geo.errors import InputError
from geo.geodesy import CROSSING_M, area_km2, crossed
from geo.origins import country_origin
from geo.tables import layers_gpkg

COLUMNS = [
    "regime", "reach_km", "region", "name", "area_km2", "nearest_km", "share", "standing",
    "in_scope", "crosses", "farthest_km", "share_low", "share_high",
]  # fmt: skip

DEGREE_KM = GEOD.inv(0, 0, 1, 0)[2] / 1000  # along the equator

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
    assert crosses["RU-KGD"] == ("BY", "PL")
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


def small():
    """Make two regions, an envelope that holds a part of one, and what it is measured from."""
    origin = shapely.LineString([(0, 0), (1, 0)])
    regions = frame([shapely.box(0, 0.5, 1, 1.5), shapely.box(0, 3, 1, 4)], codes=["X-A", "X-B"])
    return regions, reaches(origin, 100, scope=("X-A",)), origin


def renamed(frame, column):
    return frame.rename(columns={column: f"{column}s"})


def doubled(frame):
    return pd.concat([frame, frame], ignore_index=True)


def with_shape(frame, shape):
    return frame.set_geometry([shape, *frame.geometry[1:]], crs=frame.crs)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda r, e: (r.to_crs(3857), e), "regions: in 'WGS 84 / Pseudo-Mercator'.*to_crs"),
        (lambda r, e: (r.to_crs(32636), e), "regions: in 'WGS 84 / UTM zone 36N'.*to_crs"),
        (lambda r, e: (r.to_crs(4284), e), "regions: in 'Pulkovo 1942'.*to_crs"),
        (lambda r, e: (r.set_crs(None, allow_override=True), e), "regions: has no CRS.*set_crs"),
        (lambda r, e: (r, e.to_crs(3857)), "envelopes: in 'WGS 84 / Pseudo-Mercator'.*to_crs"),
        (lambda r, e: (r, e.set_crs(None, allow_override=True)), "envelopes: has no CRS.*set_crs"),
        (lambda r, e: (pd.DataFrame(r), e), "regions: a DataFrame, which has no geometry"),
        (lambda r, e: (renamed(r, "region"), e), "regions: no column 'region', but regions, "),
        (lambda r, e: (r.set_index("region"), e), r"regions: no column 'region'.*reset_index"),
        (lambda r, e: (renamed(r, "name_en"), e), "regions: no column 'name'"),
        (lambda r, e: (r.assign(region=[1, 2]), e), "regions: a code in 'region'"),
        (lambda r, e: (r.assign(region=["X-A", None]), e), "regions: a code in 'region'"),
        (lambda r, e: (doubled(r), e), "regions: X-A stands there twice"),
        (lambda r, e: (with_shape(r, None), e), "regions: row 0 is no area"),
        (lambda r, e: (with_shape(r, shapely.Polygon()), e), "regions: row 0 is no area"),
        (lambda r, e: (with_shape(r, shapely.Point(0, 1)), e), "regions: row 0 is no area"),
        (lambda r, e: (with_shape(r, shapely.box(3e5, 6e6, 4e5, 7e6)), e), "longitude first"),
        (
            lambda r, e: (with_shape(r, shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])), e),
            r"regions: row 0 is not valid.*make_valid",
        ),
        (lambda r, e: (r, renamed(e, "regime")), "envelopes: no column 'regime'"),
        (lambda r, e: (r, renamed(e, "reach_km")), "envelopes: no column 'reach_km'"),
        (lambda r, e: (r, renamed(e, "scope")), "envelopes: no column 'scope'"),
        (lambda r, e: (r, e.assign(scope=[7])), "envelopes: scope 7 is not read"),
        (lambda r, e: (r, e.assign(scope=[(7,)])), "envelopes: scope"),
        (lambda r, e: (r, e.assign(reach_km=["far"])), "envelopes: a reach in 'reach_km'"),
        (lambda r, e: (r, e.assign(reach_km=[0])), "envelopes: a reach in 'reach_km'"),
        (lambda r, e: (r, e.assign(reach_km=[-80])), "envelopes: a reach in 'reach_km'"),
        (lambda r, e: (r, e.assign(reach_km=[80_000])), "reach_km'.*give kilometres"),
        (lambda r, e: (r, e.assign(scope=["x-a"])), "'x-a' is no code.*write 'X-A'"),
        (lambda r, e: (r.assign(name="Kursk"), e.assign(scope=["kursk"])), "no code.*'X-B'"),
        (lambda r, e: (r, e.assign(whole=["X-A;x-b"])), "'x-b' is no code"),
        (lambda r, e: (r, e.assign(whole=[7])), "envelopes: scope 7 is not read"),
        (lambda r, e: (pd.concat([r, r[["region"]]], axis=1), e), "'region' stands there 2 times"),
        (lambda r, e: (r.geometry, e), "regions: no column 'region', but none"),
        (lambda r, e: (r, with_shape(e, None)), "envelopes: row 0 is no area"),
    ],
)
def test_a_frame_that_would_be_misread_is_refused(spoil, says):
    """Another CRS, a missing column, a code twice: a line that says what to do, never share 0."""
    regions, envelopes, origin = small()
    regions, envelopes = spoil(regions, envelopes)
    with pytest.raises(InputError, match=says) as refusal:
        coverage(regions, envelopes, origin=origin)
    assert "\n" not in str(refusal.value)
    with pytest.raises(ValueError, match=says):
        inside(regions, envelopes)


@pytest.mark.parametrize(
    "written", ["X-A;X-B", "X-A, X-B", "['X-A', 'X-B']", "X-A\nX-B", ["X-A", "X-B"], {"X-B", "X-A"}]
)
def test_codes_written_otherwise_are_read(written):
    """As files hold them, in a scope and among regions inside whatever the distance."""
    regions, envelopes, origin = small()
    envelopes = envelopes.assign(scope=[written], whole=[written]).rename_geometry("shape")
    table = coverage(regions, envelopes, origin=origin)
    assert table["in_scope"].all()
    assert (table["share"] == 1).all()
    assert set(inside(regions, envelopes)["region"]) == {"X-A", "X-B"}
    for none in (None, float("nan"), ""):
        envelopes["scope"] = envelopes["whole"] = pd.Series([none], dtype=object)
        table = coverage(regions, envelopes, origin=origin)
        assert not table["in_scope"].any()
        assert table["standing"].tolist() == ["partly", "outside"]


@pytest.mark.parametrize("between", ["|", " ", "/", " + ", "\n"])
def test_codes_of_the_standard_are_read_whatever_stands_between(between):
    """Their form tells where each ends."""
    _, envelopes, origin = small()
    regions = frame([shapely.box(0, 0.5, 1, 1.5), shapely.box(0, 3, 1, 4)], codes=["ZZ-A", "ZZ-BB"])
    envelopes = envelopes.assign(scope=f"ZZ-A{between}ZZ-BB")
    assert coverage(regions, envelopes, origin=origin)["in_scope"].all()


def test_an_envelope_of_another_place_is_refused():
    """It has latitude first, is in radians, or is another origin's: its shares mean nothing."""
    regions, envelopes, _ = small()
    far = shapely.LineString([(33, 52), (34, 52)])
    with pytest.raises(InputError, match="envelopes: row 0 lies nowhere near the origin"):
        coverage(regions, envelopes, origin=far)


def test_regions_in_radians_are_refused():
    """They name their country, and lie in the Gulf of Guinea."""
    _, envelopes, origin = small()
    radians = frame([shapely.box(0.62, 0.89, 0.64, 0.9)], codes=["RU-KRS"])
    with pytest.raises(InputError, match="none lies within a degree of any land"):
        coverage(radians, envelopes, origin=origin)


def exchanged(regions):
    shapes = shapely.transform(regions.geometry.to_numpy(), lambda lonlat: lonlat[:, ::-1])
    return regions.set_geometry(shapes, crs=4326)


@pytest.mark.parametrize(
    ("codes", "country", "says"),
    [
        (("IL-A", "IL-B"), None, "0 of them lie in the country they name as they stand, 2 with"),
        (("A", "B"), ("IL", "IL"), "0 of them lie in the country they name"),
        (("A", "B"), None, "0% of them keep to one country each"),
        (("A", "B"), ("XX", "XX"), "0% of them keep to one country each"),
    ],
)
def test_regions_with_latitude_first_are_refused_anywhere(codes, country, says):
    """They are told by the country they name, or by a reach they meet only when exchanged."""
    regions = frame(
        [shapely.box(34.7, 30.6, 35, 30.9), shapely.box(34.8, 31, 35.1, 31.3)], codes=codes
    )
    regions = regions if country is None else regions.assign(country=country)
    origin = shapely.LineString([(34.3, 30), (34.3, 30.8)])
    envelopes = reaches(origin, 50)
    assert coverage(regions, envelopes, origin=origin)["share"].gt(0).sum() == 1
    with pytest.raises(InputError, match=says):
        coverage(exchanged(regions), envelopes, origin=origin)
    with pytest.raises(InputError, match="latitude seems to come first"):
        inside(exchanged(regions), envelopes)


@pytest.mark.parametrize(
    ("home", "target", "reach_km", "says"),
    [
        ("SY", "TR", 100, "keep to one country each"),  # as many within reach either way
        ("AM", "GE", 200, "keep to one country each"),
        ("GE", "AM", 100, "their vertices to borders"),  # exchanged all lie in one country
        ("SD", "LY", 100, "keep to one country each"),  # far fewer within reach where they are
    ],
)
def test_regions_that_name_no_country_are_known_by_borders(home, target, reach_km, says):
    """They keep to one country each and follow borders, and are refused only when exchanged."""
    border = shapely.union_all(country_origin(home, target=target).geometry.to_numpy())
    envelopes = reaches(border, reach_km)
    regions = load_regions(target)
    regions = frame(regions.geometry.tolist(), codes=[f"{n} of them" for n in range(len(regions))])
    assert len(inside(regions, envelopes))
    with pytest.raises(InputError, match=f"latitude seems to come first: .*{says}"):
        inside(exchanged(regions), envelopes)


def test_regions_that_fit_no_border_better_are_known_by_their_reach():
    """A square in the middle of one country either way is out of reach, or has latitude first."""
    regions = frame([shapely.box(18, 13, 18.5, 13.5)], codes=["a"])
    origin = shapely.LineString([(13.2, 18), (13.2, 18.5)])
    with pytest.raises(InputError, match="0 of them lie within reach as they stand, 1 with"):
        inside(regions, reaches(origin, 50))
    assert inside(regions.assign(country="TD"), reaches(origin, 50)).empty


def test_regions_far_from_any_reach_are_told_as_such():
    """They lie in the country they name, though exchanged they would be near."""
    regions = frame([shapely.box(50, 35, 51, 36)], codes=["IR-A"])
    origin = shapely.LineString([(35, 50), (36, 50)])
    assert coverage(regions, reaches(origin, 60), origin=origin)["share"].tolist() == [0]
    assert inside(regions, reaches(origin, 60)).empty


def test_countries_and_origin_are_checked_as_well():
    """What is left out of neither frame may be in another CRS either."""
    regions, envelopes, origin = small()
    countries = load_boundary("countries")
    for wrong, says in (
        (countries.to_crs(3857), "countries: in 'WGS"),
        (countries.drop(columns="country"), "countries: no column 'country'"),
    ):
        with pytest.raises(InputError, match=says):
            coverage(regions, envelopes, origin=origin, countries=wrong)
    frame_of_it = gpd.GeoSeries([origin], crs=4326)
    with pytest.raises(InputError, match="origin: in"):
        coverage(regions, envelopes, origin=frame_of_it.to_crs(3857))
    pd.testing.assert_frame_equal(
        coverage(regions, envelopes, origin=frame_of_it),
        coverage(regions, envelopes, origin=origin),
    )


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        (("X-A",), {"X-A"}), (["X-A", "X-B"], {"X-A", "X-B"}), ({"X-B"}, {"X-B"}),
        (np.array(["X-A"]), {"X-A"}), ("X-A", {"X-A"}), ("X-A;X-B", {"X-A", "X-B"}),
        ("X-A, X-B", {"X-A", "X-B"}), ('["X-A"]', {"X-A"}), ("('X-A', 'X-B')", {"X-A", "X-B"}),
        ("", set()), (None, set()), (float("nan"), set()), ((), set()),
    ],
)  # fmt: skip
def test_a_scope_is_read_however_it_is_written(scope, named):
    """Codes in a sequence, or text as files hold it: the regions named are the same."""
    regions, envelopes, origin = small()
    envelopes["scope"] = pd.Series([scope], dtype=object)
    table = coverage(regions, envelopes, origin=origin)
    assert set(table.loc[table["in_scope"], "region"]) == named


def test_layers_written_read_back_to_the_same_table(findings, tmp_path):
    """The envelopes of ``layers.gpkg`` hold their scope as text: judged again, nothing is lost."""
    file = tmp_path / "layers.gpkg"
    file.write_bytes(layers_gpkg(findings))
    again = coverage(
        findings.regions, gpd.read_file(file, layer="envelopes"), origin=findings.origin
    )
    assert again["in_scope"].any()
    pd.testing.assert_frame_equal(again, findings.coverage)


def test_inputs_are_left_untouched(ukraine, regions):
    """Judging changes nothing in the frames given."""
    envelopes = reaches(ukraine, 80)
    before = regions.copy(), envelopes.copy()
    coverage(regions, envelopes, origin=ukraine)
    inside(regions, envelopes)
    pd.testing.assert_frame_equal(pd.DataFrame(regions), pd.DataFrame(before[0]))
    pd.testing.assert_frame_equal(pd.DataFrame(envelopes), pd.DataFrame(before[1]))


def squares(*widths):
    """Make squares of one degree, and an envelope that holds such a share of each."""
    lons = 3.0 * np.arange(len(widths))
    boxes = [shapely.box(lon, 0, lon + 1, 1) for lon in lons]
    inner = [
        shapely.box(lon - 1, -1, lon + width, 2) for lon, width in zip(lons, widths, strict=True)
    ]
    return frame(boxes), gpd.GeoDataFrame(
        {"regime": ["r"], "reach_km": [100], "scope": [()]},
        geometry=[shapely.MultiPolygon(inner)],
        crs="EPSG:4326",
    )


def test_a_region_is_inside_from_just_that_share_on():
    """With all but five parts in ten thousand a region is inside, with a hair less partly."""
    regions, envelopes = squares(INSIDE_FROM + 1e-6, INSIDE_FROM - 1e-6, 0.00001, 0)
    table = coverage(regions, envelopes, origin=shapely.LineString([(0, 0), (1, 0)]))
    assert table["standing"].tolist() == ["inside", "partly", "partly", "outside"]
    assert INSIDE_FROM == 0.9995


def test_shares_have_four_decimals_and_come_largest_first():
    """Equal shares go by code; every share is told to a part in ten thousand."""
    regions, envelopes = squares(0.2, 0.12345678, 0.9, 0.2)
    table = coverage(regions, envelopes, origin=shapely.LineString([(0, 0), (1, 0)]))
    assert table["region"].tolist() == ["XX-2", "XX-0", "XX-3", "XX-1"]
    assert table["share"].tolist() == pytest.approx([0.9, 0.2, 0.2, 0.1235], abs=1e-9)


def test_neither_the_origins_country_nor_the_regions_is_a_third():
    """Only who lies between is crossed."""
    regions = frame([shapely.box(4, 0, 5, 1)], codes=["RU-A"])
    countries = gpd.GeoDataFrame(
        {"country": ["UA", "BY", "RU"]},
        geometry=[shapely.box(west, -1, west + 2, 2) for west in (-1, 1, 3)],
        crs="EPSG:4326",
    )
    origin = shapely.box(0, 0, 0.9, 1)
    table = coverage(regions, reaches(origin, 80), origin=origin, countries=countries)
    assert table["crosses"].tolist() == [("BY",)]


def test_a_part_that_is_only_touched_is_not_inside():
    """Inside gives areas of the regions touched, whole where the envelope covers them."""
    regions, envelopes = squares(1.0, 0.25, 0)
    parts = inside(regions, envelopes)
    assert shapely.area(parts.geometry.to_numpy()[:2]).tolist() == pytest.approx([1, 0.25])
    assert shapely.equals(parts.geometry.iloc[0], regions.geometry.iloc[0])


@pytest.mark.parametrize(
    ("line_km", "strip_km", "crosses"),
    [
        (50, 1.005, ("S",)),
        (50, 0.995, ()),
        (1.005, 50, ("S",)),
        (0.995, 50, ()),
    ],
)
def test_a_country_is_crossed_from_a_kilometre_on(line_km, strip_km, crosses):
    """A strip narrower than a kilometre, or a line no longer, crosses nobody."""
    here, there = -line_km / DEGREE_KM / 2, line_km / DEGREE_KM / 2
    strip = shapely.box(-strip_km / DEGREE_KM / 2, -1, strip_km / DEGREE_KM / 2, 1)
    assert crossed([((here, 0), (there, 0))], np.array([strip]), np.array(["S"])) == [crosses]
    assert CROSSING_M == 1000


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (((130.7, 42.3), (-160.2, 21.8)), ("JP", "US")),
        (((172.5, 52.9), (-158.0, 21.3)), ("US",)),
        (((-158.0, 21.3), (177.5, -18.0)), ("FJ",)),
        (((178.0, 66.0), (-160.0, 68.0)), ("RU", "US")),
        (((20.0, 52.0), (30.0, 52.0)), ("BY", "PL")),
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
    assert crossed([line], shapes, codes) == [tuple(held[count > 1])] == [expected]


def test_the_outside_truth_lies_within_what_the_edges_allow(table, shared):
    """OpenStreetMap's regions have shares between the bounds; these are not wide apart."""
    truth = pd.read_csv(shared / "boundaries" / "osm-shares.csv").set_index("region")
    told = table.set_index(["reach_km", "region"])
    for reach_km in (80, 300):
        rows = told.loc[reach_km].loc[truth.index]
        right = truth[f"share_{reach_km}_pct"]
        assert (rows["share_low"] * 100 <= right + 0.005).all()
        assert (rows["share_high"] * 100 >= right - 0.005).all()
    assert ((table["share_high"] - table["share_low"]) * 100).max() <= 1.5
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share_high"] >= table["share"]).all()
    whole = table["share"].isin([0, 1])
    assert (table["share_low"] == table["share"])[whole].all()


def test_uncertain_edges_spread_a_share_as_the_formula_says():
    """Half a square inside: each half's edge, an uncertain strip beside it, moves the share."""
    regions, envelopes = squares(0.5)
    origin = shapely.LineString([(-0.3, -0.3), (-0.3, -0.2)])
    side = GEOD.geometry_length(regions.boundary.iloc[0]) / 1000
    expected = 0.3 * np.sqrt(100 * 0.25 * side) / area_km2(regions.geometry.to_numpy())[0]
    (row,) = coverage(
        regions.assign(edge_displacement_km=0.3), envelopes, origin=origin
    ).itertuples()
    assert row.share_high - row.share == pytest.approx(expected, abs=1e-4)
    assert row.share - row.share_low == pytest.approx(expected, abs=1e-4)
    (sure,) = coverage(
        regions.assign(edge_displacement_km=0), envelopes, origin=origin
    ).itertuples()
    assert sure.share_low == sure.share_high == sure.share
    (unknown,) = coverage(regions, envelopes, origin=origin).itertuples()
    assert unknown.share_high - unknown.share == pytest.approx(expected / 0.3, abs=1e-4)


def test_an_edge_shared_with_the_origin_is_sure():
    """Where a region ends at the line that is measured from, nothing is displaced."""
    regions, envelopes = squares(0.5)
    apart = shapely.LineString([(-0.3, -0.3), (-0.3, -0.2)])
    spans = [
        coverage(regions, envelopes, origin=origin).eval("share_high - share_low").iloc[0]
        for origin in (apart, regions.boundary.iloc[0])
    ]
    assert spans[0] > 0.01
    assert spans[1] == 0
