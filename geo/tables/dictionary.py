"""Describe every column of every table and layer, and every field of a regimes file, from code."""

import re
from collections.abc import Iterable
from dataclasses import fields
from inspect import cleandoc

from geo.comparison import COLUMNS as COMPARISON_COLUMNS
from geo.coverage.judge import COLUMNS as COVERAGE_COLUMNS
from geo.findings import PLACE_COLUMNS
from geo.regimes import Regime, Source
from geo.tables.layers import LAYER_COLUMNS

ENVELOPE_COLUMNS = ("regime", "reach_km", "max_error_m")

_MEANING = {
    "regime": "id of the policy regime",
    "reach_km": "distance, km; of a regime with two, one row each",
    "region": "ISO 3166-2 code; with a colon in it, a key of the project's own; or none",
    "name": "in the language of the run",
    "area_km2": "area on the WGS84 ellipsoid, km²",
    "nearest_km": "least geodesic distance from the origin, km",
    "farthest_km": "greatest geodesic distance from the origin, km",
    "share": "part of the area inside the envelope, 0 to 1",
    "standing": "`inside` (share of 0.9995 or more), `partly` or `outside`",
    "in_scope": "whether the permission, as reported, names the region",
    "crosses": "ISO 3166-1 codes of third countries the shortest line crosses, with `;` between",
    "origin": "what the reach is measured from; in `coverage.csv` only where that is not the "
    "recognised border",
    "other_origin": "the origin compared with",
    "other_share": "share as measured from there",
    "change_points": "`other_share` less `share`, in points of per cent",
    "other_standing": "standing as measured from there",
    "other_nearest_km": "least distance from there, km",
    "text": "as the text has it",
    "start": "offset of its first character in the text",
    "end": "offset after its last character",
    "kind": "`country`, `region`, `settlement`, `water` or `area`",
    "country": "ISO 3166-1 code, or none",
    "geonames_id": "number in GeoNames, or none",
    "confidence": "0 to 1",
    "status": "`resolved`, `ambiguous` or `unresolved`",
    "distance_km": "geodesic distance from the origin, km; 0 inside",
    "regimes": "ids of the regimes whose envelope holds it; in layers with `;` between",
    "sentence": "the sentence around it",
    "max_error_m": "greatest error of the line as measured in the run, m",
    "scope": "ISO 3166-2 codes the permission names, with `;` between",
    "worldview": "whose view of the borders is taken",
}

_FIELD_OF = {"start": "from", "start_precision": "from_precision", "sources": "source"}
_ONLY_CODE = ("date_precision",)


def data_dictionary() -> str:
    """Write the dictionary as Markdown.

    Returns
    -------
    str
        One table per file or layer, one row per column in the file's order; then the fields of
        a regimes file. Ends in a line end.

    Raises
    ------
    KeyError
        When a column has no description.

    Examples
    --------
    >>> data_dictionary().splitlines()[0]
    '# Data dictionary'
    """
    parts = [
        "# Data dictionary",
        "",
        (
            "Every column of every table and layer, and every field of a regimes file. Made by "
            "`python -m geo.tables`; do not edit by hand."
        ),
    ]
    for title, columns in _tables():
        parts += ["", f"## {title}", "", "| column | meaning |", "| --- | --- |"]
        parts += [f"| `{column}` | {_MEANING[column]} |" for column in columns]
    for title, record in (("`[[regime]]`", Regime), ("`[[regime.source]]`", Source)):
        parts += ["", f"## Regimes file, {title}", "", "| field | meaning |", "| --- | --- |"]
        parts += [f"| {names} | {meaning} |" for names, meaning in _attributes(record)]
    return "\n".join(parts) + "\n"


def _tables() -> Iterable[tuple[str, Iterable[str]]]:
    yield "`coverage.csv`", (*COVERAGE_COLUMNS, "origin")
    yield "`comparison.csv`", (*COMPARISON_COLUMNS, "other_origin")
    yield "`places.geojson`", PLACE_COLUMNS
    yield "`envelopes.geojson`", ENVELOPE_COLUMNS
    for layer, columns in LAYER_COLUMNS.items():
        yield f"Layer `{layer}` (`layers.gpkg`, `{layer}.fgb`, `{layer}.parquet`)", columns


def _attributes(record: type) -> Iterable[tuple[str, str]]:
    """Read the attributes off a record's docstring; every field of it must be there."""
    section = cleandoc(record.__doc__ or "").partition("Attributes\n----------\n")[2]
    described = re.findall(r"^(\S.*)\n((?: {4}.*\n?)+)", section, re.MULTILINE)
    known = {field.name for field in fields(record)}
    missing = known - {name for names, _ in described for name in names.split(", ")}
    if missing:
        raise KeyError(f"{record.__name__} does not describe {', '.join(sorted(missing))}")
    for names, text in described:
        shown = [name for name in names.split(", ") if name not in _ONLY_CODE]
        if shown:
            meaning = " ".join(text.split()).replace("``", "`")
            yield ", ".join(f"`{_FIELD_OF.get(name, name)}`" for name in shown), meaning
