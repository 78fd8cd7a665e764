"""Regions of the user's own: read as they are meant, or refused in one line."""

import io
import json
import re
import sqlite3
import zipfile
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.boundaries import load_boundary
from geo.cli import main
from geo.coverage import coverage
from geo.crs import GEOGRAPHIC
from geo.envelopes import envelope
from geo.errors import InputError
from geo.geodesy import area_km2
from geo.origins import load_origin, one_shape
from geo.regimes import load_regimes
from geo.regions import load_own_regions, own_regions, placed

WEST, EAST = shapely.box(35.6, 51.4, 36.2, 52.0), shapely.box(36.2, 51.4, 36.8, 52.0)
WHOSE = {"attribution": "© Somebody", "licence": "CC0-1.0"}


def frame(*shapes, crs=GEOGRAPHIC, **columns):
    shapes = shapes or (WEST, EAST)
    columns = columns or {"code": ["w", "e"], "name": ["West", "East"]}
    return gpd.GeoDataFrame(columns | WHOSE, geometry=list(shapes), crs=crs)


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def geojson(*features, **members):
    document = {"type": "FeatureCollection", "features": list(features)} | members
    return json.dumps(document).encode()


def mapping(shape):
    return shapely.geometry.mapping(shape)


def layer(made, suffix=".gpkg", **options):
    """Write a frame as the user's program would, and give the bytes."""

    def write(folder: Path) -> bytes:
        file = folder / f"made{suffix}"
        made.to_file(file, **options)
        return file.read_bytes()

    return write


def zipped(made, *, leave_out=(), **members):
    def write(folder: Path) -> bytes:
        made.to_file(folder / "made.shp", encoding="utf-8")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for part in sorted(folder.glob("made.*")):
                if part.suffix not in leave_out:
                    archive.write(part, f"layer/{part.name}")
            for name, text in members.items():
                archive.writestr(name, text)
        return content.getvalue()

    return write


def two_layers(folder: Path) -> bytes:
    frame().to_file(folder / "made.gpkg", layer="one")
    frame().to_file(folder / "made.gpkg", layer="two")
    return (folder / "made.gpkg").read_bytes()


def with_a_view(folder: Path) -> bytes:
    frame().to_file(folder / "made.gpkg", layer="one")
    with sqlite3.connect(folder / "made.gpkg") as database:
        database.execute("ALTER TABLE one RENAME TO hidden")
        database.execute("CREATE VIEW one AS SELECT fid, geom, upper(name) AS name FROM hidden")
    return (folder / "made.gpkg").read_bytes()


def bomb(_: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("made.shp", b"\0" * 100_000_001)
    return content.getvalue()


def latitude_first(shape):
    return shapely.transform(shape, lambda lonlat: lonlat[:, ::-1])


def boxes(count):
    return [shapely.box(36 + n / 1e5, 51, 36 + (n + 1) / 1e5, 51.1) for n in range(count)]


BOWTIE = shapely.Polygon([(35.6, 51.4), (36.2, 52), (36.2, 51.4), (35.6, 52)])
KHARKIV = shapely.box(35.5, 49.2, 36.0, 49.8)
ON_THE_BORDER = shapely.box(34.5, 50.6, 36.2, 51.6)
KANSAS = shapely.box(-100, 38, -99, 39)
HTML = "<img src=x onerror=alert(1)>"
REFUSED = {
    "no code and no name": (layer(frame(colour=["r", "b"])), "no column that is known"),
    "a code left empty": (layer(frame(code=["w", None])), "region without 'code' (row 2)"),
    "double codes": (layer(frame(code=["w", "w"])), "'w' twice in 'code'"),
    "points": (layer(frame(WEST.centroid, EAST.centroid)), "holds"),
    "lines": (layer(frame(WEST.boundary, EAST.boundary)), "holds no area"),
    "latitude first": (
        layer(frame(latitude_first(WEST), latitude_first(EAST))),
        "has latitude first",
    ),
    "latitude first, off the globe": (
        geojson(feature(mapping(latitude_first(shapely.box(100, 60, 110, 65))), code="w")),
        "leaves the globe",
    ),
    "empty": (geojson(), "holds an empty geometry or none"),
    "only null geometries": (geojson(feature(None, code="w")), "holds an empty geometry or none"),
    "another country's": (layer(frame(KANSAS, code=["KS"])), "no region in RU"),
    "wholly at home": (layer(frame(KHARKIV, code=["UA-63"])), "no region in RU"),
    "another CRS than it says": (
        layer(frame().to_crs("EPSG:32637").set_crs(GEOGRAPHIC, allow_override=True)),
        "leaves the globe",
    ),
    "degrees called metres": (
        layer(frame().set_crs("EPSG:32637", allow_override=True)),
        "its coordinates are those of degrees",
    ),
    "no CRS": (zipped(frame(), leave_out=(".prj",)), "has no .prj"),
    "no CRS in a GeoPackage": (
        layer(frame(crs=None)),
        "Undefined SRS",
    ),
    "a code of markup": (layer(frame(code=[HTML, "e"])), "is no code"),
    "a code of a formula": (layer(frame(code=["=1+1", "e"])), "is no code"),
    "a code too long": (layer(frame(code=["w" * 81, "e"])), "is no code"),
    "several layers": (two_layers, "holds 2 layers with geometry (one, two)"),
    "a view that computes": (with_a_view, "not a readable GeoPackage"),
    "an archive without a layer": (zipped(frame(), leave_out=(".shp",)), "archive with 0 layers"),
    "a zip bomb": (bomb, "unpacks to more than"),
    "a table that is cut": (zipped(frame(), leave_out=(".dbf",)), "no column that is known"),
    "text that is no such format": (b"code;name\nw;West\n", "is not GeoJSON"),
    "TopoJSON": (b'{"type": "Topology", "objects": {}}', "is TopoJSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "cut FlatGeobuf": (b"fgb\x03fgb\x00\x10\x00\x00\x00", "damaged FlatGeobuf"),
    "FlatGeobuf that is another driver's": (
        b"fgb\x03fgb\x01<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>",
        "damaged FlatGeobuf",
    ),
    "too many": (layer(frame(*boxes(5001), code=range(5001)), ".fgb"), "more than 5,000"),
    "no distance of displacement": (
        layer(frame(WEST, code=["w"], edge_displacement_km=["far"])),
        "no distance in",
    ),
}


def read(tmp_path, made, *, key="", home="UA", target="RU", regimes=()):
    (tmp_path / "work").mkdir()
    content = made if isinstance(made, bytes) else made(tmp_path / "work")
    file = tmp_path / "mine"
    file.write_bytes(content)
    own = load_own_regions(str(file), key=key)
    return placed(own, home=home, target=target, regimes=regimes, name="regions 'mine'")


@pytest.mark.filterwarnings("ignore")  # of the programs that write such files
@pytest.mark.parametrize("mistake", REFUSED)
def test_a_mistake_is_refused_in_one_line(mistake, tmp_path):
    """What was given, what is wrong, what to do."""
    made, said = REFUSED[mistake]
    with pytest.raises(InputError) as refused:
        read(tmp_path, made)
    message = str(refused.value)
    assert said in message
    assert message.startswith("regions '")
    assert message.isprintable()
    assert len(message) < 400


READ = {
    "as it should be": (layer(frame()), {}),
    "null geometries beside areas": (
        geojson(feature(mapping(WEST), code="w"), feature(None, code="x")),
        {"without_area": 1},
    ),
    "points beside areas": (
        geojson(feature(mapping(WEST), code="w"), feature(mapping(WEST.centroid), code="x")),
        {"without_area": 1},
    ),
    "crossing lines": (layer(frame(BOWTIE, EAST)), {"mended": ("w",)}),
    "overlaps": (
        layer(frame(WEST.buffer(0.1), EAST)),
        {"overlapping": ("w", "e"), "overlap_km2": pytest.approx(463, rel=0.05)},
    ),
    "a gap": (
        layer(frame(WEST - shapely.box(35.8, 51.6, 36.0, 51.8), EAST)),
        {"gaps_beside": "w", "gaps_km2": pytest.approx(308, rel=0.01)},
    ),
    "partly at home": (
        layer(frame(ON_THE_BORDER, EAST - ON_THE_BORDER)),
        {"at_home": (("w", pytest.approx(4_075, rel=0.01)),)},
    ),
    "some in another country": (
        layer(frame(WEST, shapely.box(30, 53, 31, 54))),
        {"elsewhere": (("e", "BY"),)},
    ),
    "wholly at home beside others": (
        layer(frame(WEST, KHARKIV)),
        {"at_home": (("e", pytest.approx(2_410, rel=0.01)),)},
    ),
    "at home but for a speck": (
        layer(frame(WEST, shapely.box(35.8, 49.5, 36.4, 50.32))),
        {"at_home": (("e", pytest.approx(3_930.75, rel=1e-3)),)},
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("matter", READ)
def test_a_matter_is_found_and_nothing_else(matter, tmp_path):
    """What is left out, mended, in two or in none, measured on the ellipsoid."""
    made, expected = READ[matter]
    found = read(tmp_path, made).matters
    for name in ("without_area", "mended", "at_home", "elsewhere", "overlapping", "overlap_km2"):
        assert getattr(found, name) == expected.get(name, type(getattr(found, name))()), name
    assert found.gaps_km2 == expected.get("gaps_km2", 0.0)
    assert found.gaps_beside == expected.get("gaps_beside", "")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "made",
    [
        *(layer(frame(), suffix) for suffix in (".gpkg", ".fgb", ".geojson")),
        *(layer(frame().to_crs("EPSG:32637"), suffix) for suffix in (".gpkg", ".fgb")),
        zipped(frame().to_crs("EPSG:3857")),
    ],
)
def test_every_format_and_crs_gives_the_same_regions(made, tmp_path):
    """Codes, names, whose they are, and shapes to a few centimetres."""
    own = read(tmp_path, made)
    named = dict(zip(own.frame["region"], own.frame["name_uk"], strict=True))
    assert named == {"w": "West", "e": "East"}
    east = own.frame.geometry[own.frame["region"] == "e"].item()
    assert (own.record.attribution, own.record.licence) == ("© Somebody", "CC0-1.0")
    assert shapely.hausdorff_distance(east, EAST) < 1e-6


def test_codes_that_are_numbers_are_written_as_such(tmp_path):
    """Whole ones without a point; a leading nought of a text stays."""
    given = frame(OKATO=[38.0, 39.0])
    assert own_regions(given, key="OKATO").frame["region"].tolist() == ["38", "39"]
    assert own_regions(frame(id=["038", "039"])).frame["region"].tolist() == ["038", "039"]
    assert read(tmp_path, layer(given), key="OKATO").frame["region"].tolist() == ["38", "39"]


def test_names_that_repeat_carry_their_code(tmp_path):
    """Two districts of one name are told apart, and none of them is meant by the name alone."""
    own = read(tmp_path, layer(frame(code=["w", "e"], name=["Central", "Central"])))
    assert own.frame["name_en"].tolist() == ["Central (w)", "Central (e)"]
    assert "Central" not in own.written


def test_a_name_stands_in_every_language_as_it_is_given(tmp_path):
    """But where the file has it in that language, or where it has none and the code is known."""
    given = frame(code=["w", "RU-KRS"], name=["Захід", None], name_en=["West", None])
    named = read(tmp_path, layer(given)).frame
    assert named["name_en"].tolist() == ["West", "Kursk Oblast"]
    assert named["name_ru"].tolist() == ["Захід", "Курская область"]


def test_hostile_names_become_one_line(tmp_path):
    """Of letters, without ends of lines, no longer than is shown."""
    own = read(tmp_path, layer(frame(code=["w", "e"], name=[f"={HTML}\n\r\0x", "n" * 999])))
    assert own.frame["name_en"][0].startswith(HTML)
    assert own.frame["name_en"].map(str.isprintable).all()
    assert own.frame["name_en"].str.len().max() <= 200


def test_scope_is_written_by_code_or_by_name(tmp_path):
    """A regimes file names the user's regions as the regions file does, and no others."""
    own = read(tmp_path, layer(frame()))
    file = tmp_path / "mine.toml"
    text = (
        '[[regime]]\nid = "a"\nlabel.en = "A"\ngrantor = "US"\nreach_km = 300\nstatus = "reported"'
        '\nfrom = 2024-11-17\nscope = ["West", "e"]\n'
    )
    file.write_text(text, encoding="utf-8")
    (regime,) = load_regimes(file, own_regions=own.written)
    assert regime.scope == ("w", "e")
    file.write_text(text.replace("West", "Wets"), encoding="utf-8")
    with pytest.raises(InputError, match="Wets"):
        load_regimes(file, own_regions=own.written)


def test_districts_within_a_region_that_a_policy_names_are_named(tmp_path):
    """Those that lie in it for nine tenths; those partly in it are said to be, and are not."""
    north = shapely.box(35.6, 52.0, 36.2, 52.4)  # three quarters of it in Kursk Oblast
    own = read(
        tmp_path,
        layer(frame(WEST, EAST, north, code=["w", "e", "n"])),
        regimes=load_regimes(),
    )
    assert own.codes(("RU-KRS",)) == ("w", "e")
    assert own.matters.partly_named == ("n",)
    assert own.codes(("e", "RU-BEL")) == ("e",)


def test_any_frame_is_judged_from_python():
    """In any CRS, by any column; its edges are right unless it says otherwise."""
    origin = one_shape(load_origin())
    line = gpd.GeoDataFrame(
        {"regime": ["r"], "reach_km": [80.0], "scope": [("7",)]},
        geometry=[envelope(origin, reach_km=80)],
        crs=GEOGRAPHIC,
    )
    mine = own_regions(frame(district=[7, 8]).to_crs("EPSG:32637"), key="district")
    judged = coverage(mine.frame.assign(name=mine.frame["name_en"]), line, origin=origin)
    assert judged["region"].tolist() == ["7", "8"]
    assert judged["in_scope"].tolist() == [True, False]
    assert (judged["share_low"] == judged["share"]).all()
    rough = mine.frame.assign(name="x", edge_displacement_km=1.0)
    assert (coverage(rough, line, origin=origin).query("0 < share < 1").share_low < 0.99).all()


@pytest.fixture(scope="module")
def own_run(tmp_path_factory, shared):
    """Draw the default run with the outside regions."""
    out = tmp_path_factory.mktemp("own")
    regions = str(shared / "boundaries" / "russia-regions-osm.fgb")
    formats = "html,csv,png,prov,gpkg,kml"
    given = ["--regions", regions, "--out", str(out), "--formats", formats, "--quiet"]
    assert main(["render", *given]) == 0
    return out


def test_shares_of_outside_regions_are_the_outside_truth(own_run, shared):
    """To 0.05 points of per cent, all eighteen at both reaches."""
    found = pd.read_csv(own_run / "coverage.csv").pivot_table("share", "region", "reach_km")
    truth = pd.read_csv(shared / "boundaries" / "osm-shares.csv").set_index("region")
    for reach_km in (80, 300):
        off = (found[reach_km] * 100 - truth[f"share_{reach_km}_pct"]).abs()
        assert len(off) == 18
        assert off.max() <= 0.05


def test_what_stands_askew_is_told_in_page_alternative_and_provenance(own_run):
    """Whose regions they are, what is left out, how large the gaps are."""
    page = (own_run / "policy-map.html").read_text(encoding="utf-8")
    alternative = (own_run / "policy-map.alt.txt").read_text(encoding="utf-8")
    for text in (page, alternative):
        assert "The regions judged are those of russia-regions-osm.fgb (18)" in text
        assert "gaps of" in text
        assert "lines between regions as in the file" in text
    assert "48–49" not in alternative
    proof = json.loads((own_run / "provenance.json").read_text(encoding="utf-8"))
    assert "russia-regions-osm.fgb" in json.dumps(proof)


@pytest.fixture
def districts(tmp_path):
    """Cut Kursk Oblast into districts, two of one name, as the docs' page has them."""
    kursk = load_boundary("regions").set_index("region").geometry["RU-KRS"]
    west, south, east, north = kursk.bounds
    columns = [west + (east - west) * n / 4 for n in range(5)]
    rows = [south + (north - south) * n / 3 for n in range(4)]
    cells = [
        shapely.intersection(kursk, shapely.box(*edges))
        for low, high in pairwise(rows)
        for edges in [(left, low, right, high) for left, right in pairwise(columns)]
    ]
    cells = [cell for cell in cells if cell.area > 0.01]
    named = [f"District {n}" for n in range(len(cells) - 1)] + ["District 0"]
    codes = [f"K-{n:02}" for n in range(len(cells))]
    frame(*cells, code=codes, name=named).to_file(tmp_path / "districts.geojson")
    line = gpd.GeoDataFrame(geometry=[shapely.LineString([(34, 51), (36, 50)])], crs=GEOGRAPHIC)
    line.to_file(tmp_path / "line.geojson")
    return tmp_path


def test_the_docs_commands_do_what_they_say(districts, monkeypatch, capsys):
    """Districts in the region that the policy names are named; a file names them by code."""
    page = (Path(__file__).parents[1] / "docs" / "regions.md").read_text(encoding="utf-8")
    monkeypatch.chdir(districts)
    (policy,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    Path("mine.toml").write_text(policy, encoding="utf-8")
    commands = re.findall(r"^policy-range-mapper (render .*)$", page, re.MULTILINE)
    commands = [command for command in commands if "regions.fgb" not in command]
    assert len(commands) == 3
    for command in commands:
        assert main(command.split()) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "istricts.geojson: " in line]
    assert "The regions judged are" in said[0]
    assert "the rest is not judged" in said[1]
    table = pd.read_csv("districts/coverage.csv").set_index(["regime", "region"])
    assert table.loc["us-atacms-kursk"]["in_scope"].all()
    assert not table.loc["us-himars-border"]["in_scope"].any()
    alternative = Path("districts/policy-map.alt.txt").read_text(encoding="utf-8")
    assert "it names: Kursk Oblast" in alternative
    assert "District 0 (K-00)" in alternative
    districts_named = len(table.loc["us-atacms-kursk"])
    page = Path("districts/policy-map.html").read_text(encoding="utf-8")
    assert f", {districts_named} named" in page
    assert "lies within the farthest reach; the rest is not judged" in alternative
    named = pd.read_csv("mine/coverage.csv").query("in_scope")["region"]
    assert set(named) == {"K-07", "K-08"}


def test_a_bad_file_ends_a_run_with_2_and_one_line(tmp_path, capsys):
    """And so does a column without a file."""
    (tmp_path / "mine").write_text("none")
    out = ["--out", str(tmp_path / "out")]
    assert main(["render", "--regions", str(tmp_path / "mine"), *out]) == 2
    assert main(["render", "--region-key", "a", *out]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def extract(file: Path, areas, *, coasts=()):
    """Write an extract: each ring a way, each area a relation with its tags."""
    osmium = pytest.importorskip("osmium")
    ids = iter(range(1, 10_000_000))
    nodes, ways, relations, known = [], [], [], {}

    def way(line, **tags):
        refs = []
        for lon, lat in shapely.get_coordinates(line).round(7).tolist():
            if (lon, lat) not in known:
                known[lon, lat] = next(ids)
                nodes.append(osmium.osm.mutable.Node(id=known[lon, lat], location=(lon, lat)))
            refs.append(known[lon, lat])
        ways.append(osmium.osm.mutable.Way(id=next(ids), nodes=refs, tags=tags))
        return ways[-1].id

    for shape, tags in areas:
        members = [
            ("w", way(ring), role)
            for part in shapely.get_parts(shape)
            for ring, role in [(part.exterior, "outer"), *((r, "inner") for r in part.interiors)]
        ]
        said = {"type": "boundary", "boundary": "administrative", **tags}
        relations.append(osmium.osm.mutable.Relation(id=next(ids), members=members, tags=said))
    for line in coasts:
        way(line, natural="coastline")
    with osmium.SimpleWriter(str(file)) as writer:
        for node in nodes:
            writer.add_node(node)
        for each in ways:
            writer.add_way(each)
        for each in relations:
            writer.add_relation(each)


def test_an_extract_gives_the_areas_of_a_level_cut_to_land(tmp_path, monkeypatch):
    """By the docs' commands; land lies left of a coastline, names and licence go along."""
    region = {"admin_level": "4", "ISO3166-2": "RU-XX", "name": "Край", "name:en": "Krai"}
    district = {"admin_level": "6", "name": "Район"}
    coast = shapely.LineString([(36, 51), (36, 53)])  # northwards: land in the west
    file, out = tmp_path / "russia.osm.pbf", tmp_path / "regions.fgb"
    extract(file, [(WEST | EAST, region), (EAST, district)], coasts=[coast])
    page = (Path(__file__).parents[1] / "docs" / "regions.md").read_text(encoding="utf-8")
    first, second = re.findall(r"^policy-range-mapper (.*regions\.fgb)$", page, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    assert main(first.split()) == 0
    (made,) = gpd.read_file(out).to_dict("records")
    assert (made["region"], made["name_en"], made["licence"]) == ("RU-XX", "Krai", "ODbL-1.0")
    assert made["geometry"].symmetric_difference(shapely.box(35.6, 51.4, 36, 52)).area < 1e-6
    assert main(["regions", str(file), "--out", str(out), "--admin-level", "6"]) == 0
    assert len(load_own_regions(str(out)).frame) == 1
    assert main([*second.split(), "--formats", "csv", "--quiet"]) == 0


def test_an_extract_without_such_areas_or_none_at_all_is_one_line(tmp_path, capsys):
    """A level that no boundary has, text, no file, another ending."""
    extract(tmp_path / "x.osm.pbf", [(WEST, {"admin_level": "6"})])
    (tmp_path / "y.osm.pbf").write_text("none")
    out = ["--out", str(tmp_path / "x.fgb")]
    for given in (
        ["x.osm.pbf", *out],
        ["y.osm.pbf", *out],
        ["z.osm.pbf", *out],
        ["x.osm.pbf", "--out", "x.shp"],
    ):
        assert main(["regions", str(tmp_path / given[0]), *given[1:]]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "x.fgb").exists()


def test_shares_with_regions_of_an_extract_are_the_outside_truth(tmp_path, shared):
    """The outside regions, made an extract and read again, to 0.05 points at both reaches."""
    outside = gpd.read_file(shared / "boundaries" / "russia-regions-osm.fgb")
    tags = [{"admin_level": "4", "ISO3166-2": code} for code in outside["region"]]
    extract(tmp_path / "x.osm.pbf", list(zip(outside.geometry, tags, strict=True)))
    out = tmp_path / "x.fgb"
    assert main(["regions", str(tmp_path / "x.osm.pbf"), "--out", str(out)]) == 0
    own = load_own_regions(str(out))
    own = placed(own, home="UA", target="RU", regimes=(), name="regions")
    truth = pd.read_csv(shared / "boundaries" / "osm-shares.csv").set_index("region")
    origin = load_origin()
    for reach_km in (80, 300):
        line = envelope(origin, reach_km=reach_km)
        inside = area_km2(shapely.intersection(own.frame.geometry.to_numpy(), line))
        share = pd.Series(inside / area_km2(own.frame.geometry.to_numpy()), own.frame["region"])
        assert (share * 100 - truth[f"share_{reach_km}_pct"]).abs().max() <= 0.05
