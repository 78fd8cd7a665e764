"""Write data files so that the same data gives the same bytes, and the records about them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import geopandas
import numpy as np
import numpy.typing as npt
import pyogrio
import shapely

from geo.inputs import Record

CUT_DEG = 179.8999
"""Our sources end what crosses the antimeridian at 179.9 degrees, a fifth of a degree apart."""


def write_layer(frame: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a layer as FlatGeobuf without spatial index: row order is kept, reading is fast.

    What was cut short of the antimeridian is brought to it, so that the two sides meet.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    met = shapely.transform(frame.geometry.to_numpy(), _to_antimeridian)
    pyogrio.write_dataframe(
        frame.set_geometry(met, crs=frame.crs),
        path,
        driver="FlatGeobuf",
        geometry_type=frame.geom_type.iloc[0],
        layer_options={"SPATIAL_INDEX": "NO", "TITLE": path.stem},
    )


def _to_antimeridian(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    cut = np.abs(at[:, 0]) > CUT_DEG
    at[cut, 0] = np.copysign(180.0, at[cut, 0])
    return at


def sha256(path: Path) -> str:
    """Give the checksum of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(records: Iterable[Record], path: Path, heading: str) -> None:
    """Write records as TOML, one ``[[file]]`` table each, in the order given."""
    lines = [f"# {line}".rstrip() for line in heading.splitlines()]
    for record in records:
        lines += ["", "[[file]]"]
        # a JSON string or number is a TOML string or number too
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in asdict(record).items()
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
