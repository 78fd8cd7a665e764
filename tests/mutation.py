"""Damage inputs by chance, and say what must hold of whatever comes of it.

`test_faults` does it for a while with seeds that are always the same; `make fuzz` for as long as
one likes, guided by what the damage reaches.
"""

import gzip
import io
import json
import random
import sqlite3
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import osmium
import pandas as pd
from shapely.geometry import LineString, Point, box

from geo.archive import Articles, read_batch
from geo.claims import draft
from geo.errors import GeoError
from geo.origins import load_origin
from geo.places import geocode
from geo.reading import read_text
from geo.regimes import load_regimes
from geo.regions import extract_regions, load_own_regions

SLOWEST_S = 20.0
LINE = [[33.0, 46.45], [34.2, 47.2], [37.5, 48.1], [37.9, 49.7]]
ARTICLE = """KYIV, Nov 17 — The US has authorized Ukraine to strike targets up to 300 km (190 miles)
inside Russia, near Kursk Oblast, two officials said on Sunday. «Дальність 80 км», сказав міністр.
Берлин отказал. The Dnipro river, Kharkiv, Bryansk and 10–12,5 km\u00a0of front; see RU-KRS.
"""
PAGE = f"""<!doctype html><html lang="en"><head><title>x</title><style>p {{}}</style></head><body>
<nav><ul><li><a href="/">Moscow</a></ul></nav><article><h1>News</h1><p>{ARTICLE}</p>
<table><tr><td>80&nbsp;km</td></tr></table><!-- c --><script>var x = "<p>";</script></article>
<footer>© Riga</footer></body></html>"""
REGIMES = """[[regime]]
id = "a-b"
label = { en = "Up to 80 km", uk = "До 80 км" }
grantor = "US"
systems = ["HIMARS", { en = "a rocket" }]
reach_km = [80, 90.5]
scope = ["RU-KRS", "RU-BEL"]
status = "reported"
from = 2024-05-30
until = 2024-11-17
[[regime.source]]
publisher = "P"
title = "T"
date = 2024-05-31
url = "https://example.org/a?b=c"
says = { en = "x" }
"""


def seeds() -> dict[str, list[bytes]]:
    """Make the whole inputs that damage begins with, by the kind of their reader."""
    line = {"type": "LineString", "coordinates": LINE}
    point = {"type": "Point", "coordinates": LINE[0]}
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in (line, point)]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    written = " ".join(f"{x},{y},0" for x, y in LINE)
    kml = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Placemark><LineString><coordinates>{written}</coordinates></LineString></Placemark></kml>"
    )
    return {
        "origin": [
            *(json.dumps(each).encode() for each in (line, collection)),
            b"\n".join(json.dumps(each).encode() for each in features),
            kml.encode(),
            *_made_by_gdal(),
        ],
        "text": [ARTICLE.encode(), PAGE.encode()],
        "regimes": [REGIMES.encode()],
        "regions": _regions(),
        "archive": _archives(),
        "extract": _extracts(),
    }


def _regions() -> list[bytes]:
    shapes = [box(35, 51, 36, 52), box(36, 51, 37, 52).difference(box(36.2, 51.2, 36.4, 51.4))]
    said = {"region": ["a", "b"], "name": ["A", "Б"], "edge_displacement_km": [0.1, 0.2]}
    frame = gpd.GeoDataFrame(said, geometry=shapes, crs="EPSG:4326")
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("geojson", "gpkg", "fgb"):
            frame.to_file(f"{folder}/x.{ending}")
        frame.iloc[:, [0, 1, 3]].to_file(f"{folder}/x.shp")
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for suffix in ("shp", "dbf", "prj", "cpg"):
                packed.write(f"{folder}/x.{suffix}", f"x.{suffix}")
        made = [Path(f"{folder}/x.{ending}").read_bytes() for ending in ("geojson", "gpkg", "fgb")]
    return [*made, archive.getvalue()]


def _archives() -> list[bytes]:
    rows = [{"id": str(n), "text": ARTICLE, "date": "2024-11-17", "title": "t"} for n in range(3)]
    lines = "\n".join(json.dumps(row, ensure_ascii=n < 1) for n, row in enumerate(rows)).encode()
    table = io.BytesIO()
    pd.DataFrame(rows).to_parquet(table)
    return [lines, gzip.compress(lines, mtime=0), table.getvalue()]


def _extracts() -> list[bytes]:
    corners = [(35.0, 51.0), (36.0, 51.0), (36.0, 52.0), (35.0, 52.0)]
    make = osmium.osm.mutable
    tags = {"type": "boundary", "boundary": "administrative", "admin_level": "4", "name": "Край"}
    with tempfile.TemporaryDirectory() as folder:
        with osmium.SimpleWriter(f"{folder}/x.osm.pbf") as writer:
            for number, corner in enumerate(corners, start=1):
                writer.add_node(make.Node(id=number, location=corner))
            writer.add_way(make.Way(id=5, nodes=[1, 2, 3, 4, 1]))
            writer.add_way(make.Way(id=6, nodes=[1, 3], tags={"natural": "coastline"}))
            writer.add_relation(make.Relation(id=7, members=[("w", 5, "outer")], tags=tags))
        return [Path(f"{folder}/x.osm.pbf").read_bytes()]


def _made_by_gdal() -> list[bytes]:
    shapes = [LineString(LINE), Point(30, 50).buffer(1)]
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for number, shape in enumerate(shapes):
            frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shape], crs="EPSG:4326")
            frame.to_file(f"{folder}/{number}.gpkg")
            with closing(sqlite3.connect(f"{folder}/{number}.gpkg")) as database:
                database.execute("VACUUM")
            frame.to_file(f"{folder}/{number}.shp")
            archive = io.BytesIO()
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
                for suffix in ("shp", "prj"):
                    packed.write(f"{folder}/{number}.{suffix}", f"{number}.{suffix}")
            made += [Path(f"{folder}/{number}.gpkg").read_bytes(), archive.getvalue()]
    return made


def damaged(content: bytes, chance: random.Random, *, others: list[bytes]) -> bytes:
    """Change some bytes, leave some out, repeat some, take some of another input."""
    damage = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(damage) + 1)
        piece = damage[at : at + chance.choice([1, 2, 8, 64, 1000])]
        match chance.randrange(6):
            case 0 if piece:
                damage[at] ^= 1 << chance.randrange(8)
            case 1:
                damage[at : at + len(piece)] = chance.randbytes(len(piece))
            case 2:
                del damage[at : at + len(piece)]
            case 3:
                damage[at:at] = bytes(piece) * chance.choice([1, 3, 200])
            case 4:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                damage[at:at] = other[start : start + 200]
            case _:
                damage[at:at] = chance.choice(_TROUBLE)
    return bytes(damage)


_TROUBLE = [
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x0c", b"\x1b[2J", b"\xed\xa0\x80", b"-"),
    *(b"[" * 2000, b"<div>" * 2000, b'{"a":' * 500, b"9" * 5000, b"1e999", b"NaN", b"null"),
    *(
        "\u202e\u2066\u200b".encode(),
        b"<![CDATA[",
        b"<!--",
        b"&#0;",
        b"&#x110000;",
        b"'''",
        b"a." * 99,
    ),
    *(
        b"\x7f" * 9,
        b"Z" * 70000,
        "ʼ´ˈ".encode(),
        b"-0001-01-01",
        b"\n\n[[regime]]\n",
        b"<p hidden>",
    ),
]


def read_origin(content: bytes, folder: Path) -> None:
    """Load an origin."""
    (folder / "x.geojson").write_bytes(content)
    load_origin(str(folder / "x.geojson"))


def read_article(content: bytes, folder: Path) -> None:
    """Read a text; find its places and what it states."""
    (folder / "x.txt").write_bytes(content)
    text = read_text(str(folder / "x.txt")).text
    for place in geocode(text):
        assert text[place.start : place.end] == place.text
    draft(text)


def read_regimes(content: bytes, folder: Path) -> None:
    """Read a regimes file."""
    (folder / "x.toml").write_bytes(content)
    load_regimes(folder / "x.toml")


def read_regions(content: bytes, folder: Path) -> None:
    """Read regions of one's own."""
    (folder / "x.bin").write_bytes(content)
    load_own_regions(str(folder / "x.bin"))


def read_archive(content: bytes, folder: Path) -> None:
    """Read the articles of an archive, and the places and claims of each."""
    (folder / "x.bin").write_bytes(content)
    for batch in Articles([str(folder / "x.bin")]).batches():
        read_batch(batch)


def read_extract(content: bytes, folder: Path) -> None:
    """Make regions of an OpenStreetMap extract."""
    (folder / "x.osm.pbf").write_bytes(content)
    extract_regions(str(folder / "x.osm.pbf"), admin_level=4)


READERS: dict[str, Callable[[bytes, Path], None]] = {
    "origin": read_origin,
    "text": read_article,
    "regimes": read_regimes,
    "regions": read_regions,
    "archive": read_archive,
    "extract": read_extract,
}


def tried(kind: str, content: bytes, folder: Path) -> bool:
    """Read an input; say whether it was refused, as an input may be: in one line, and soon.

    Any other end is an error of this function's caller to see.
    """
    began = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            READERS[kind](content, folder)
    except GeoError as error:
        said = str(error)
        assert said.isprintable(), said
        assert 20 < len(said) < 2000, said
        return True
    finally:
        assert time.process_time() - began < SLOWEST_S
    return False
