"""Finish an archive: count over its parts, draw the overview, say what went in and came out."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq

from geo import __version__
from geo.archive.batch import DIGEST
from geo.archive.counts import count, errors_jsonl, reached, regions_csv
from geo.archive.overview import overview
from geo.archive.run import KINDS, part
from geo.boundaries import country_names, region_names
from geo.errors import InputError
from geo.files import replace_files
from geo.provenance import records
from geo.regimes import select

LIBRARIES = ("geopandas", "numpy", "pillow", "pyarrow", "pyproj", "shapely")


def finish(out: Path, batches: int, *, regimes: str) -> str:
    """Write what is said of the whole archive, all at once.

    Parameters
    ----------
    out
        The folder with the parts.
    batches
        How many there are.
    regimes
        The policies to set beside, as ``--regimes`` names them.

    Returns
    -------
    str
        What was found, in a line.

    Raises
    ------
    InputError
        When there is no article at all, or the policies cannot be read.
    """
    chosen = select(regimes)[0]
    counts = count(out, batches)
    if not counts.articles.total():
        raise InputError(
            f"no article could be read ({len(counts.errors):,} could not); "
            'give objects with "id" and "text", one a line.'
        )
    for country in country_names():
        counts.names.update((code, each["en"]) for code, each in region_names(country).items())
    reach = reached(chosen)
    files = {
        "regions.csv": regions_csv(counts, chosen, reach),
        "errors.jsonl": errors_jsonl(counts),
        **overview(counts, chosen, reach),
    }
    files["manifest.json"] = _manifest(out, batches, files, ids=[regime.id for regime in chosen])
    replace_files(files, out)
    regions = len({region for _, region in counts.mentions})
    unread = f", {len(counts.errors):,} not read" if counts.errors else ""
    return (
        f"{counts.articles.total():,} articles{unread}, {counts.mentions.total():,} mentions of "
        f"{regions:,} regions, {counts.claims.total():,} claims"
    )


def _manifest(out: Path, batches: int, files: dict[str, bytes], *, ids: list[str]) -> bytes:
    sums = {name: _sum(content) for name, content in files.items()}
    inputs = hashlib.sha256()
    for number in range(batches):
        inputs.update((pq.read_schema(part(out, "articles", number)).metadata or {})[DIGEST])
        for kind in KINDS:
            path = part(out, kind, number)
            sums[path.relative_to(out).as_posix()] = _sum(path.read_bytes())
    document = {
        "package": {"name": "policy-range-mapper", "version": __version__},
        "libraries": {name: version(name) for name in LIBRARIES},
        "inputs": {"articles": {"sha256": inputs.hexdigest()}, "regimes": {"ids": ids}},
        "data": [
            {"file": record.file, "sha256": record.sha256, "attribution": record.attribution}
            for record in (*records("boundaries"), *records("places"))
        ],
        "outputs": dict(sorted(sums.items())),
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _sum(content: bytes) -> dict[str, int | str]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
