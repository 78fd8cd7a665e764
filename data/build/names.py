"""Make the table of names: countries and regions by code, to be read without their shapes."""

import csv
import io
from typing import Final

from data.build.context import NAMES
from data.build.manifest import sha256, write_manifest
from data.build.upstream import CHECKOUT
from geo.boundaries import OWN_LAYERS, WORLD, load_boundary, read_layer
from geo.inputs import Record, records

FOLDER: Final = CHECKOUT / "data" / "names"
HEADING: Final = """\
Where the table of names comes from, what it may be used under, and whose view of borders it takes.
Written by data/build/names.py; do not edit by hand."""
COLUMNS: Final = ("country", "region", *NAMES)


def build() -> None:
    """Write ``data/names/`` anew, of the layers of boundaries and of the world as they stand."""
    rows = [("", row) for row in load_boundary("countries").to_dict("records")]
    rows += [
        (row["region"], row | {"country": country})
        for country, layer in OWN_LAYERS.items()
        for row in load_boundary(layer).to_dict("records")
    ]
    rows += [(row["region"], row) for row in read_layer(WORLD).to_dict("records")]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        sorted((row["country"], region, *(row[name] for name in NAMES)) for region, row in rows)
    )
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "names.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    write_manifest([_record(sha256(path), rows=len(rows))], FOLDER / "manifest.toml", HEADING)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(rows):,} rows")


def _record(digest: str, *, rows: int) -> Record:
    known = {record.file: record for record in (*records("boundaries"), *records("world"))}
    world = known["regions.fgb"]
    return Record(
        file="names.csv",
        sha256=digest,
        title="Names of countries and first-level regions by code, in three languages",
        publisher=world.publisher,
        package=world.package,
        version=world.version,
        upstream_file=world.upstream_file,
        upstream_sha256=world.upstream_sha256,
        licence=world.licence,
        attribution=world.attribution,
        worldview=world.worldview,
        scale="",
        crs="",
        geometry="",
        rows=rows,
        derivation=(
            "Taken from the layers countries, regions and ukraine_regions of data/boundaries and "
            "regions of data/world: what they say besides their shapes."
        ),
    )
