"""What a reach may be measured from."""

import json
import os
import sqlite3

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, Polygon

from geo.errors import InputError
from geo.origins import choose_origin, load_origin

SQUARE = [[30, 50], [31, 50], [31, 51], [30, 51], [30, 50]]


def geojson(tmp_path, geometry, **more):
    file = tmp_path / "line.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    document = {"type": "FeatureCollection", "features": [feature], **more}
    file.write_text(json.dumps(document), encoding="utf-8")
    return str(file)


def test_named_origins_are_ukraines():
    """The recognised border is an area with Crimea in it; the land border a line."""
    recognised = load_origin("recognised").geometry.iloc[0]
    assert recognised.contains(Point(34.1, 44.95))
    assert "LineString" in load_origin("land-border").geometry.iloc[0].geom_type


def test_a_geojson_of_ones_own_is_read(tmp_path):
    """Polygons and lines arrive in EPSG:4326, properties left behind."""
    frame = load_origin(geojson(tmp_path, {"type": "Polygon", "coordinates": [SQUARE]}))
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.iloc[0].equals(Polygon(SQUARE))


def test_a_geopackage_is_brought_to_longitude_and_latitude(tmp_path):
    """A GeoPackage in another CRS is converted by what it says itself."""
    file = tmp_path / "line.gpkg"
    line = gpd.GeoDataFrame(geometry=[LineString([(30, 50), (31, 50)])], crs="EPSG:4326")
    line.to_crs("EPSG:32636").to_file(file, layer="front")
    frame = load_origin(str(file))
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.iloc[0].distance(Point(30, 50)) < 1e-9


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "Point", "coordinates": [30, 50]}, "holds a Point"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        (None, "empty|not valid GeoJSON"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
            "Self-intersection",
        ),
        ({"type": "LineString", "coordinates": [[30, 50], [300, 50]]}, "leaves the globe"),
        ({"type": "LineString", "coordinates": [[30, 50], [31, 95]]}, "leaves the globe"),
        ({"type": "LineString", "coordinates": [[30, 50]]}, "not valid GeoJSON"),
        ({"type": "Nonsense"}, "not valid GeoJSON"),
        (
            {"type": "LineString", "coordinates": [[30, float("nan")], [31, 50]]},
            "not valid GeoJSON",
        ),
    ],
)
def test_what_nothing_can_be_measured_from_is_refused(tmp_path, geometry, words):
    """Points, empty, crossing and impossible shapes each say what they are."""
    with pytest.raises(InputError, match=words) as caught:
        load_origin(geojson(tmp_path, geometry))
    assert "line.geojson" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_old_crs_member_is_refused(tmp_path):
    """Coordinates in metres that call themselves GeoJSON are not taken for degrees."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}
    line = {"type": "LineString", "coordinates": [[3, 5], [4, 5]]}
    with pytest.raises(InputError, match="CRS of its own"):
        load_origin(geojson(tmp_path, line, crs=crs))


@pytest.mark.parametrize(
    "content",
    [b"", b"Kyiv", b"[1, 2]", b"{}", b"\xff\xfe", b"SQLite format 3\x00junk", b"[" * 9999],
)
def test_other_files_are_refused(tmp_path, content):
    """Neither text nor broken databases are guessed at."""
    file = tmp_path / "x.geojson"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.geojson"):
        load_origin(str(file))


@pytest.mark.parametrize(
    "source",
    ["nowhere", "/vsicurl/http://example.org/a.geojson", "WFS:http://example.org", "../none", ""],
)
def test_names_and_drivers_that_are_not_files_are_refused(source):
    """No driver or virtual path is opened; the known names are told."""
    with pytest.raises(InputError, match=r"recognised, land-border|is a folder"):
        load_origin(source)


def test_another_sqlite_database_is_refused(tmp_path):
    """Only what calls itself a GeoPackage is opened: other databases have drivers of their own."""
    file = tmp_path / "x.gpkg"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE t (geometry)")
    with pytest.raises(InputError, match="no GeoPackage"):
        load_origin(str(file))


def test_an_origin_is_chosen_by_country_and_never_named_after_a_border_it_is_not(tmp_path):
    """Ukraine's names are Ukraine's alone; a file that borrows one shows that it is a file."""
    assert choose_origin()[0] == "recognised"
    name, frame = choose_origin(home="KR", target="KP")
    assert name == "border-KR"
    assert frame.geometry.iloc[0].contains(Point(127.0, 37.5))  # Seoul
    assert "LineString" in choose_origin(home="KR", target="KR")[1].geom_type.iloc[0]
    with pytest.raises(InputError, match="is Ukraine's"):
        choose_origin("recognised", home="KR", target="KP")
    for wrong in ("recognised", "border-KR", "=1+1"):
        file = tmp_path / wrong
        line = {"type": "LineString", "coordinates": [[30, 50], [31, 51]]}
        file.write_text(json.dumps(line))
        assert choose_origin(str(file))[0] == f"./{wrong}"


def test_a_geopackage_without_crs_or_with_many_layers_is_refused(tmp_path):
    """What cannot be known is asked for."""
    line = gpd.GeoDataFrame(geometry=[LineString([(30, 50), (31, 50)])], crs="EPSG:4326")
    many = tmp_path / "many.gpkg"
    line.to_file(many, layer="a")
    line.to_file(many, layer="b")
    with pytest.raises(InputError, match="2 layers"):
        load_origin(str(many))


def test_a_file_of_any_name_is_called_by_one_that_can_be_written(tmp_path):
    """A name on disk is bytes; what is no text, or cannot be seen, does not reach an output."""
    file = tmp_path / os.fsdecode(b"\xff\n\x1b=1.geojson")
    file.write_text('{"type": "LineString", "coordinates": [[30, 50], [31, 50]]}', encoding="utf-8")
    name, _ = choose_origin(str(file))
    assert name == "./   =1.geojson"
    assert name.encode()
