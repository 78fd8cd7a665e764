"""What a reach may be measured from."""

import json
import os
import shutil
import sqlite3
import struct
import warnings
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon

from geo.errors import InputError
from geo.origins import choose_origin, load_origin

SPELLINGS = (
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "urn:ogc:def:crs:EPSG:6.9:4326",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
    "http://www.opengis.net/gml/srs/epsg.xml#4326",
    *("4326", "+proj=longlat +datum=WGS84", "+proj=longlat +datum=WGS84 +no_defs"),
    *("EPSG:4326", "epsg:4326", "OGC:CRS84", "CRS84", "crs:84", "WGS84", "WGS 84"),
)
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
        ({"type": "Point", "coordinates": [30, 50]}, "nothing but a Point"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        (None, "empty|not valid GeoJSON"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
            "Self-intersection",
        ),
        ({"type": "LineString", "coordinates": [[30, 50], [300, 50]]}, "leaves the globe"),
        ({"type": "LineString", "coordinates": [[30, 50], [31, 95]]}, "leaves the globe"),
        ({"type": "LineString", "coordinates": [[30, 50]]}, "not valid GeoJSON"),
        ({"type": "Nonsense"}, "holds a 'Nonsense'"),
        (
            {"type": "LineString", "coordinates": [[30, float("nan")], [31, 50]]},
            "not valid GeoJSON",
        ),
        ({"type": "LineString", "coordinates": [[30, 1e999], [31, 50]]}, "not valid GeoJSON"),
        ({"type": "LineString", "coordinates": [["30", "50"], ["31", "51"]]}, "not valid GeoJSON"),
        ({"type": "LineString"}, "not valid GeoJSON"),
        ({"type": "LineString", "coordinates": [[30, 50], [30, 50]]}, "Too few points"),
        ({"type": "LineString", "coordinates": [[170, 50], [190, 50]]}, "180th meridian"),
        ({"type": "LineString", "coordinates": [[170, 50], [-170, 50]]}, "180th meridian"),
        ({"type": "MultiPoint", "coordinates": [[30, 50]]}, "nothing but a MultiPoint"),
        ({"type": "GeometryCollection", "geometries": []}, "empty"),
        ({"type": ["LineString"]}, "holds a"),
        ([1, 2], "geometry that is none"),
        ("a line", "geometry that is none"),
    ],
)
def test_what_nothing_can_be_measured_from_is_refused(tmp_path, geometry, words):
    """Points, empty, crossing and impossible shapes each say what they are."""
    with pytest.raises(InputError, match=words) as caught:
        load_origin(geojson(tmp_path, geometry))
    assert "line.geojson" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_old_crs_member_is_heeded(tmp_path):
    """Coordinates in metres that call themselves GeoJSON are not taken for degrees."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}
    line = {"type": "LineString", "coordinates": [[500_000, 5_540_000], [501_000, 5_540_000]]}
    (shape,) = load_origin(geojson(tmp_path, line, crs=crs)).geometry
    assert shape.distance(Point(33, 50.0123)) < 1e-3


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"Kyiv", b"[1, 2]", b"{}", b"\xff\xfe", b"SQLite format 3\x00junk", b"[" * 9999),
        b'{"type": "LineString", "coordinates": [[' + b"9" * 5000 + b", 50], [31, 51]]}",
        b'{"type": "GeometryCollection", "geometries": [' * 400 + b"]}" * 400,
        b'{"type": "GeometryCollection", "geometries": [' * 22
        + b'{"type": "LineString", "coordinates": [[30, 50], [31, 50]]}'
        + b"]}" * 22,
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": [3]}',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "Feature"}',
        b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>",
        *(b"\x1f\x8b\x08", b"PK\x03\x04", b"\x00\x00\x27\x0a", b"fgb\x03fgb\x00", b"PAR1"),
    ],
)
def test_other_files_are_refused(tmp_path, content):
    """Neither text nor broken databases are guessed at."""
    file = tmp_path / "x.geojson"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.geojson"):
        load_origin(str(file))


@pytest.mark.parametrize(
    "source",
    [
        *("nowhere", "/vsicurl/http://example.org/a.geojson", "WFS:http://example.org", "../none"),
        *("", ".", "-", "|cmd", "PG:dbname=x", "/vsistdin/", "/vsizip/a.zip", "a\0b", "x" * 5000),
        *("http://example.org/a.geojson", "GPKG:a.gpkg:a", '{"type": "Point"}', "Recognised"),
        *("/dev/zero", "/dev/stdin", "/dev/null", "/proc/self/mem"),
    ],
)
def test_names_and_drivers_that_are_not_files_are_refused(source):
    """No driver, device or virtual path is opened, nothing hangs; the known names are told."""
    with pytest.raises(InputError, match=r"recognised, land-border") as caught:
        load_origin(source)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    """A pipe nobody writes to is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="a pipe or a device"):
        load_origin(str(tmp_path / "pipe"))


@pytest.mark.parametrize(
    "crs",
    [
        None,
        "CRS84",
        *({"type": "name", "properties": {"name": name}} for name in SPELLINGS),
        {"type": "EPSG", "properties": {"code": 4326}},
    ],
)
def test_an_old_crs_member_that_says_the_same_is_read(tmp_path, crs):
    """Longitude and latitude by any of their names are what is wanted."""
    line = {"type": "LineString", "coordinates": [[30, 50, 7], [31, 51, 8]]}
    (shape,) = load_origin(geojson(tmp_path, line, crs=crs)).geometry
    assert shape.equals(LineString([(30, 50), (31, 51)]))
    assert not shape.has_z


@pytest.mark.parametrize(
    "crs",
    [
        {"properties": {"name": "EPSG:43260"}},
        {"properties": {"href": "CRS84"}},
        {"type": "name", "properties": {"name": "+proj=longlat +nadgrids=/etc/passwd"}},
        *(3, [], {"type": "name", "properties": {"name": "EPSG:5703"}}),
    ],
)
def test_a_crs_member_that_says_something_else_is_refused(tmp_path, crs):
    """What merely holds the right letters does not pass, nor what leads elsewhere."""
    line = {"type": "LineString", "coordinates": [[30, 50], [31, 51]]}
    with pytest.raises(InputError, match=r"CRS of its own|neither degrees"):
        load_origin(geojson(tmp_path, line, crs=crs))


def test_degrees_that_are_said_to_be_metres_are_refused(tmp_path):
    """They would lie in the Gulf of Guinea, and nothing within any reach of them."""
    line = {"type": "LineString", "coordinates": [[33, 52], [36, 50]]}
    crs = {"type": "name", "properties": {"name": "EPSG:3857"}}
    with pytest.raises(InputError, match=r"'WGS 84 / Pseudo-Mercator', and its.* of degrees"):
        load_origin(geojson(tmp_path, line, crs=crs))


def test_lines_and_areas_do_not_mix_in_one_file(tmp_path):
    """A reach has one kind of origin, and the message says so before anything is measured."""
    kinds = [
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "LineString", "coordinates": [[32, 50], [33, 50]]},
    ]
    file = tmp_path / "mixed.geojson"
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in kinds]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(InputError, match="lines alone or areas alone"):
        load_origin(str(file))


def test_antarctica_may_run_along_the_pole(tmp_path):
    """The edge that closes a polygon at the pole is no jump across the map."""
    ring = [[-180, -90], [180, -90], [180, -70], [0, -65], [-180, -70], [-180, -90]]
    load_origin(geojson(tmp_path, {"type": "Polygon", "coordinates": [ring]}))


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
    for wrong in ("a\nb", "a\u202eb", "a\udcffb"):
        file = tmp_path / wrong
        file.write_text(json.dumps(line))
        assert choose_origin(str(file))[0] == "a b"


def test_a_geopackage_without_crs_or_with_many_layers_is_refused(tmp_path):
    """What cannot be known is asked for."""
    line = gpd.GeoDataFrame(geometry=[LineString([(30, 50), (31, 50)])], crs="EPSG:4326")
    many = tmp_path / "many.gpkg"
    line.to_file(many, layer="a")
    line.to_file(many, layer="b")
    with pytest.raises(InputError, match="2 layers"):
        load_origin(str(many))


LINE = LineString([(30, 50), (31, 50)])


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Give the bytes of an ordinary GeoPackage, without the triggers that call GDAL."""
    file = tmp_path_factory.mktemp("geopackage") / "plain.gpkg"
    gpd.GeoDataFrame(geometry=[LINE], crs="EPSG:4326").to_file(file, layer="a")
    with closing(sqlite3.connect(file)) as database, database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            database.execute(f"DROP TRIGGER {name}")
    return file.read_bytes()


@pytest.fixture
def geopackage(tmp_path, plain):
    """Do to a GeoPackage what an enemy would."""

    def write(*statements, geometry=None):
        file = tmp_path / "hostile.gpkg"
        file.write_bytes(plain)
        with closing(sqlite3.connect(file)) as database, database:
            if geometry is not None:
                database.execute("UPDATE a SET geom = ?", (b"GP\0\1\xe6\x10\0\0" + geometry,))
            for statement in statements:
                database.execute(statement)
        return str(file)

    return write


RENAMED = "ALTER TABLE a RENAME TO b"
ENDLESS_VIEW = (
    "CREATE VIEW {0} AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
    "SELECT {1}.* FROM {1}, r WHERE r.n < 0"
)


@pytest.mark.parametrize(
    "statements",
    [
        (RENAMED, ENDLESS_VIEW.format("a", "b")),
        (RENAMED, "CREATE VIEW a AS SELECT fid, ST_Buffer(geom, 1) AS geom FROM b"),
        (RENAMED, "CREATE VIEW a AS SELECT fid, geom FROM b"),
        (
            "ALTER TABLE gpkg_geometry_columns RENAME TO g",
            ENDLESS_VIEW.format("gpkg_geometry_columns", "g"),
        ),
        ("UPDATE gpkg_geometry_columns SET table_name = 'nowhere'",),
        ("UPDATE gpkg_geometry_columns SET table_name = 'sqlite_master', column_name = 'sql'",),
        ("UPDATE gpkg_geometry_columns SET table_name = 'pragma_database_list'",),
        ("UPDATE gpkg_geometry_columns SET table_name = 'a\"; DROP TABLE a; --'",),
        ("UPDATE gpkg_spatial_ref_sys SET organization = '', definition = '+init=/etc/passwd'",),
        ("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 999999",),
        ("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 5703",),
        ("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4978",),
        ("UPDATE gpkg_spatial_ref_sys SET organization = 'x', definition = 'GEOGCS[\"x\"]'",),
        ("DELETE FROM gpkg_geometry_columns",),
        ("DELETE FROM a",),
        ("UPDATE a SET geom = NULL",),
    ],
)
def test_a_geopackage_cannot_compute_or_lead_elsewhere(geopackage, statements):
    """Views, functions, other tables and foreign CRS are refused in one line, and at once."""
    with pytest.raises(InputError, match=r"hostile\.gpkg") as caught:
        load_origin(geopackage(*statements))
    assert "\n" not in str(caught.value)


def nested(kind, depth):
    return struct.pack("<BII", 1, kind, 1) * depth + shapely.to_wkb(LINE, byte_order=1)


@pytest.mark.parametrize(
    "geometry",
    [
        *(nested(7, 200_000), nested(6, 200_000), nested(5, 200_000)),  # GEOS would crash
        *(struct.pack("<BII", 1, kind, 2**32 - 1) for kind in (2, 3, 5, 6)),
        *(b"", b"\x01", shapely.to_wkb(LINE)[:-3], shapely.to_wkb(LINE) + b"x"),
        struct.pack("<BII", 1, 8, 0),  # an arc
        struct.pack("<BII", 1, 2 | 1 << 29, 2),  # PostGIS's own dialect
        struct.pack("<BIIdddd", 1, 2, 2, 30, float("nan"), 31, 50),
        shapely.to_wkb(Point(30, 50)),
    ],
)
def test_a_geometry_no_one_should_parse_is_refused(geopackage, geometry):
    """Counts beyond the bytes, nesting without end, cut and foreign shapes."""
    with pytest.raises(InputError, match=r"hostile\.gpkg") as caught:
        load_origin(geopackage(geometry=geometry))
    assert "\n" not in str(caught.value)


SHAPES = {
    "line with heights": LineString([(30, 50, 1), (31, 50, 2)]),
    "line with measures": shapely.from_wkt("LINESTRING ZM (30 50 1 2, 31 50 3 4)"),
    "lines": shapely.MultiLineString([LINE, [(32, 50), (33, 51)]]),
    "area with a hole": Point(30, 50).buffer(2).difference(Point(30, 50).buffer(1)),
    "areas": shapely.MultiPolygon([Point(30, 50).buffer(1), Point(35, 50).buffer(1)]),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("byte_order", [0, 1])
def test_every_shape_of_use_is_read_as_shapely_reads_it(geopackage, name, byte_order):
    """The bytes mean what shapely means by them, in both byte orders, heights left behind."""
    shape = SHAPES[name]
    wkb = shapely.to_wkb(shape, byte_order=byte_order, output_dimension=4, flavor="iso")
    frame = load_origin(geopackage(geometry=wkb))
    assert shapely.equals_identical(frame.geometry.iloc[0], shapely.force_2d(shape))


@pytest.mark.parametrize("crs", ["EPSG:32636", "EPSG:3035", "ESRI:102025", "EPSG:4284"])
def test_a_geopackage_in_any_known_crs_lands_where_the_driver_puts_it(tmp_path, crs):
    """Read by this module and by GDAL, the same places to a micrometre."""
    file = tmp_path / "line.gpkg"
    gpd.GeoDataFrame(geometry=[LINE], crs="EPSG:4326").to_crs(crs).to_file(file)
    expected = gpd.read_file(file).to_crs("EPSG:4326").geometry.iloc[0]
    assert load_origin(str(file)).geometry.iloc[0].equals_exact(expected, 1e-11)


def test_a_geopackage_without_its_log_is_read(geopackage):
    """One that was left in write-ahead mode needs no file beside it."""
    file = Path(geopackage())
    content = file.read_bytes()
    file.write_bytes(content[:18] + b"\x02\x02" + content[20:])
    assert load_origin(str(file)).geometry.iloc[0].equals(LINE)


def test_a_geopackage_without_crs_is_refused(tmp_path):
    """What its coordinates mean is not guessed."""
    file = tmp_path / "line.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer warns of the missing CRS
        gpd.GeoDataFrame(geometry=[LINE]).to_file(file)
    with pytest.raises(InputError, match="neither degrees nor of a map"):
        load_origin(str(file))


AZIMUTHAL = "+proj=aeqd +lat_0=50 +lon_0=30"


def test_a_geopackage_whose_crs_has_no_number_is_read_by_its_definition(tmp_path):
    """A CRS of the user's own is converted like any other."""
    file = tmp_path / "line.gpkg"
    frame = gpd.GeoDataFrame(geometry=[LINE], crs="EPSG:4326").to_crs(AZIMUTHAL)
    frame.to_file(file)
    assert load_origin(str(file)).geometry.iloc[0].equals_exact(LINE, 1e-8)


PLACEMARKS = """<?xml version="1.0"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<NetworkLink><Link><href>http://example.org/other.kml</href></Link></NetworkLink>
<Placemark><Point><coordinates>30,50</coordinates></Point></Placemark>
<Placemark>{}</Placemark></Document></kml>"""
KML_LINE = "<LineString><coordinates>\n 30,50,0\n 31,50,0 </coordinates></LineString>"
RING = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
KML_AREA = (
    "<MultiGeometry><Polygon><outerBoundaryIs>"
    + RING.format("30,50 34,50 34,53 30,53 30,50")
    + "</outerBoundaryIs><innerBoundaryIs>"
    + RING.format("31,51 32,51 32,52 31,52 31,51")
    + "</innerBoundaryIs></Polygon></MultiGeometry>"
)


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("written", "shape"),
    [
        (KML_LINE, LINE),
        (KML_AREA, shapely.box(30, 50, 34, 53).difference(shapely.box(31, 51, 32, 52))),
    ],
)
def test_kml_is_read_zipped_or_not_and_its_links_are_not_followed(tmp_path, written, shape, zipped):
    """Lines and areas with their holes; markers are left out, heights, too."""
    content = PLACEMARKS.format(written)
    file = tmp_path / ("x.kmz" if zipped else "x.kml")
    file.write_text(content, encoding="utf-8")
    if zipped:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("doc.kml", content)
    assert load_origin(str(file)).geometry.iloc[0].equals(shape)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<kml", "damaged KML"),
        ("<kml/>", "holds no line"),
        ('<gpx xmlns="http://www.topografix.com/GPX/1/1"/>', "is GPX"),
        ("<html><body>x</body></html>", r"is XML \(html\)"),
        (PLACEMARKS.format(KML_LINE.replace("31,", "x,")), "damaged geometry"),
        (PLACEMARKS.format(KML_LINE.replace("31,50,0", "31")), "damaged geometry"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><kml>&e;</kml>', "no line"),
    ],
)
def test_other_and_damaged_xml_is_named(tmp_path, content, words):
    """One line each; no entity is looked up."""
    file = tmp_path / "x.kml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words) as caught:
        load_origin(str(file))
    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32636", AZIMUTHAL])
@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_shapefile_is_read_by_its_prj(tmp_path, name, crs, zipped):
    """Plain or zipped, in any CRS, lines, areas with holes, and areas of several parts."""
    shape = shapely.force_2d(SHAPES[name])
    folder = tmp_path / "layer"
    folder.mkdir()
    gpd.GeoDataFrame(geometry=[shape], crs="EPSG:4326").to_crs(crs).to_file(folder / "line.shp")
    file = folder / "line.shp"
    if zipped:
        file = Path(shutil.make_archive(str(tmp_path / "line"), "zip", folder))
    (read,) = load_origin(str(file)).geometry
    assert read.hausdorff_distance(shape) < 1e-7
    assert read.normalize().equals_exact(shape.normalize(), 1e-7)


def test_a_shapefile_without_its_prj_is_refused(tmp_path):
    """Its numbers may mean anything."""
    gpd.GeoDataFrame(geometry=[LINE], crs="EPSG:4326").to_file(tmp_path / "line.shp")
    (tmp_path / "line.prj").unlink()
    with pytest.raises(InputError, match=r"has no \.prj"):
        load_origin(str(tmp_path / "line.shp"))


def test_what_a_prj_says_leads_to_no_other_file(tmp_path):
    """A definition that names grids of its own is refused."""
    gpd.GeoDataFrame(geometry=[LINE], crs="EPSG:4326").to_file(tmp_path / "line.shp")
    definition = (tmp_path / "line.prj").read_text()
    harmful = definition[:-1] + ',EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]'
    (tmp_path / "line.prj").write_text(harmful)
    with pytest.raises(InputError, match="CRS of its own"):
        load_origin(str(tmp_path / "line.shp"))


@pytest.mark.parametrize("members", [{}, {"a.txt": b"x"}, {"a.kml": b"<kml/>", "b.kml": b"<kml/>"}])
def test_an_archive_without_its_one_layer_is_refused(tmp_path, members):
    """Which of several is meant is not guessed."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme", "x")
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match="keep exactly one"):
        load_origin(str(tmp_path / "x.zip"))


def test_an_archive_cannot_unpack_to_more_than_may_be_read(tmp_path, monkeypatch):
    """Whatever its members say of their size."""
    monkeypatch.setattr("geo.origins.own.LARGEST_FILE_BYTES", 10_000)
    with zipfile.ZipFile(tmp_path / "x.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 10_001)
    with pytest.raises(InputError, match="unpacks to more than"):
        load_origin(str(tmp_path / "x.kmz"))


def test_markers_and_empty_geometries_beside_a_line_are_left_out(tmp_path):
    """What map programs add to a drawing does not stand in its way."""
    line = {"type": "LineString", "coordinates": [[30, 50], [31, 50]]}
    others = [
        {"type": "Point", "coordinates": [30, 50]},
        {"type": "Polygon", "coordinates": []},
        None,
        {"type": "GeometryCollection", "geometries": [line, {"type": "Point", "coordinates": []}]},
    ]
    features = [{"type": "Feature", "geometry": each, "properties": {}} for each in [*others, line]]
    file = tmp_path / "line.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [shape.equals(LINE) for shape in load_origin(str(file)).geometry] == [True, True]


@pytest.mark.parametrize("start", ["", "\x1e"])
def test_geojson_a_feature_a_line_is_read(tmp_path, start):
    """With record separators or with line ends alone."""
    line = {"type": "LineString", "coordinates": [[30, 50], [31, 50]]}
    text = json.dumps({"type": "Feature", "properties": {}, "geometry": line})
    file = tmp_path / "line.geojsonl"
    file.write_text(f"{start}{text}\n" * 3, encoding="utf-8")
    assert len(load_origin(str(file))) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"type": "Topology", "objects": {}, "arcs": []}', "is TopoJSON"),
        (b'{"geometryType": "esriGeometryPolyline", "features": []}', "is Esri JSON"),
        (b"LINESTRING (30 50, 31 50)", "is WKT"),
        (b"fgb\x03fgb\x00", "is damaged FlatGeobuf"),
        (b'{"type": "Feature", "name": "Cura\xe7ao"}', "not UTF-8"),
        (b'{"type": "Feature",\n}', "line 2"),
    ],
)
def test_other_formats_and_slips_are_named(tmp_path, content, words):
    """What it is, or where it is wrong."""
    file = tmp_path / "x.geojson"
    file.write_bytes(content)
    with pytest.raises(InputError, match=words):
        load_origin(str(file))


@pytest.mark.parametrize(
    ("home", "target", "points"),
    [
        ("UA", "RU", [(46.45, 33.0), (47.2, 34.2), (49.7, 37.9)]),
        ("FI", "RU", [(61.0, 28.0), (68.0, 29.0)]),
        ("IL", "LB", [(33.1, 35.2), (33.2, 35.6)]),
    ],
)
def test_latitude_first_is_noticed(tmp_path, home, target, points):
    """Far from the country as it stands, on it when exchanged; the right order is let through."""
    line = {"type": "LineString", "coordinates": points}
    with pytest.raises(InputError, match="latitude first"):
        choose_origin(geojson(tmp_path, line), home=home, target=target)
    right = {"type": "LineString", "coordinates": [point[::-1] for point in points]}
    choose_origin(geojson(tmp_path, right), home=home, target=target)


def test_a_line_far_from_the_country_is_not_taken_for_a_slip(tmp_path):
    """It may be meant: refused is only what is right when exchanged."""
    for points in ([(44.5, 41), (45, 40)], [(20.5, 54.7), (21, 55)], [(33, 47), (36, 50)]):
        choose_origin(geojson(tmp_path, {"type": "LineString", "coordinates": points}))


def test_a_line_partly_on_the_country_is_not_taken_for_a_slip(tmp_path):
    """Near the diagonal a line lies there either way; the right order is not refused."""
    line = {"type": "LineString", "coordinates": [(40, 40), (36, 45)]}  # from Turkey northwards
    choose_origin(geojson(tmp_path, line), home="TR", target="RU")


def test_a_triangle_in_a_shapefile_is_an_area(tmp_path):
    """Four points, the last the first, are the least a ring has."""
    triangle = Polygon([(30, 50), (31, 50), (31, 51)])
    gpd.GeoDataFrame(geometry=[triangle], crs="EPSG:4326").to_file(tmp_path / "line.shp")
    (shape,) = load_origin(str(tmp_path / "line.shp")).geometry
    assert shape.equals(triangle)


def test_a_file_of_any_name_is_called_by_one_that_can_be_written(tmp_path):
    """A name on disk is bytes; what is no text, or cannot be seen, does not reach an output."""
    file = tmp_path / os.fsdecode(b"\xff\n\x1b=1.geojson")
    file.write_text('{"type": "LineString", "coordinates": [[30, 50], [31, 50]]}', encoding="utf-8")
    name, _ = choose_origin(str(file))
    assert name == "./   =1.geojson"
    assert name.encode()
