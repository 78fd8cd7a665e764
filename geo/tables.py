"""Write finished findings as CSV, GeoJSON, GeoPackage, Markdown and a manifest: bytes, no disk."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from geo import __version__
from geo.crs import GEOGRAPHIC
from geo.findings import PLACE_COLUMNS, Comparison, Findings
from geo.regimes import Regime
from geo.statements import Statement
from geo.wording import Words, wording

LIBRARIES = (
    "folium",
    "geopandas",
    "matplotlib",
    "numpy",
    "pandas",
    "pyogrio",
    "pyproj",
    "shapely",
    "XStatic-Leaflet",
)


def coverage_csv(findings: Findings) -> bytes:
    r"""Write the coverage table, one row per region and regime (and reach, where it is a band).

    Returns
    -------
    bytes
        UTF-8, comma-separated, ``\n`` line ends; columns and order of ``geo.coverage.coverage``;
        ``share`` with four decimals, distances in km with three, areas in km² with one. Measured
        from anything but the recognised border, a last column ``origin`` says so in every row.
    """
    frame = findings.coverage
    written = frame.assign(
        reach_km=frame["reach_km"].map("{:g}".format),
        area_km2=frame["area_km2"].map("{:.1f}".format),
        share=frame["share"].map("{:.4f}".format),
        in_scope=frame["in_scope"].map({True: "true", False: "false"}),
        nearest_km=frame["nearest_km"].map("{:.3f}".format),
        farthest_km=frame["farthest_km"].map("{:.3f}".format),
    )
    if findings.origin_name != "recognised":
        written = written.assign(origin=findings.origin_name)
    return str(written.to_csv(index=False, lineterminator="\n")).encode()


def comparison_csv(comparison: Comparison) -> bytes:
    r"""Write what another origin would change, one row per regime, reach and region that differs.

    Returns
    -------
    bytes
        UTF-8, comma-separated, ``\n`` line ends; columns of ``geo.comparison.COLUMNS`` and the
        name of the other origin; shares with four decimals, distances in km with three,
        ``change_points`` in points of per cent with two. No rows where nothing differs.
    """
    frame = comparison.table
    forms = {
        "reach_km": "{:g}",
        **dict.fromkeys(("share", "other_share"), "{:.4f}"),
        **dict.fromkeys(("nearest_km", "other_nearest_km"), "{:.3f}"),
        "change_points": "{:.2f}",
    }
    written = frame.assign(
        **{name: frame[name].map(form.format) for name, form in forms.items()},
        other_origin=comparison.origin_name,
    )
    return str(written.to_csv(index=False, lineterminator="\n")).encode()


def places_geojson(findings: Findings) -> bytes:
    """Write one GeoJSON feature per mention; unresolved ones have a null geometry.

    Returns
    -------
    bytes
        RFC 7946, in the order of the text.
    """
    features = [
        {
            "type": "Feature",
            "properties": {column: getattr(row, column) for column in PLACE_COLUMNS},
            "geometry": _point(row.geometry),
        }
        for row in findings.places.itertuples()
    ]
    return _feature_collection(features, findings)


def envelopes_geojson(findings: Findings) -> bytes:
    """Write one GeoJSON feature per regime and reach, unclipped and unsimplified.

    Returns
    -------
    bytes
        RFC 7946; properties ``regime``, ``reach_km``, ``max_error_m`` (measured in this run).
        Coordinates have seven decimals, which moves no point by more than 8 mm.
    """
    features = [
        {
            "type": "Feature",
            "properties": {
                "regime": row.regime,
                "reach_km": row.reach_km,
                "max_error_m": round(row.max_error_m, 3),
            },
            "geometry": _rounded(shapely.geometry.mapping(row.geometry)),
        }
        for row in findings.envelopes.itertuples()
    ]
    return _feature_collection(features, findings)


def layers_gpkg(findings: Findings) -> bytes:
    """Write the layers ``origin``, ``envelopes``, ``regions`` and ``places`` as one GeoPackage.

    Returns
    -------
    bytes
        EPSG:4326; ``regions`` has one row per row of the coverage table.
    """
    regions = findings.regions[["region", "geometry"]].merge(findings.coverage, on="region")
    ordered = ["regime", "reach_km", "region"]
    regions = findings.coverage[ordered].merge(regions, on=ordered)
    layers = {
        "origin": findings.origin[["geometry"]].assign(
            name=findings.origin_name,
            worldview=Words(findings.lang).worldview(findings.origin_name),
        ),
        "envelopes": findings.envelopes.assign(scope=findings.envelopes["scope"].map(";".join)),
        "regions": gpd.GeoDataFrame(regions, geometry="geometry", crs=GEOGRAPHIC),
        "places": _flat_places(findings.places),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layers.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _moment()})
        for name, frame in layers.items():
            pyogrio.write_dataframe(frame, file, layer=name, driver="GPKG", append=file.exists())
        return file.read_bytes()


def manifest_json(
    findings: Findings, *, regimes_sha256: str, origin_sha256: str, outputs: Mapping[str, bytes]
) -> bytes:
    """Write what went in and came out: digests, versions, CRS, measured error, attributions.

    ``statements`` has every distance and date of the text, in its order: ``text``, ``start``,
    ``end``, ``kind``, ``low_km``, ``high_km``, ``hedge``, ``date``, ``sentence``; ``regimes``, the
    ids of those whose reach or day it is (none: an empty list); ``places``, the mentions of the
    sentence.

    Parameters
    ----------
    findings
        What the outputs show.
    regimes_sha256, origin_sha256
        Digests of the regimes file and of the origin's coordinates.
    outputs
        File name to content, of every other file of the run.

    Returns
    -------
    bytes
        JSON; no clock time unless ``SOURCE_DATE_EPOCH`` is set.
    """
    places = findings.places["status"].value_counts()
    document: dict[str, Any] = {
        "package": {"name": "policy-range-mapper", "version": __version__},
        "libraries": {name: version(name) for name in LIBRARIES},
        "inputs": {
            "text": {"name": findings.text.source_name, "sha256": findings.text.sha256},
            "regimes": {
                "ids": [regime.id for regime in findings.regimes],
                "without_reach": [regime.id for regime in findings.undrawn],
                "sha256": regimes_sha256,
            },
            "origin": {
                "name": findings.origin_name,
                "sha256": origin_sha256,
                "worldview": Words(findings.lang).worldview(findings.origin_name),
            },
            "compared_with": findings.comparison and findings.comparison.origin_name,
            "lang": findings.lang,
        },
        "data": [
            {
                "file": record.file,
                "sha256": record.sha256,
                "publisher": record.publisher,
                "package": record.package,
                "version": record.version,
                "licence": record.licence,
                "attribution": record.attribution,
                "worldview": record.worldview,
            }
            for record in findings.records
        ],
        "crs": GEOGRAPHIC,
        "distances": "geodesics on WGS84",
        "envelopes": [
            {
                "regime": row.regime,
                "reach_km": row.reach_km,
                "max_error_m": round(row.max_error_m, 3),
                "vertices": int(shapely.get_num_coordinates(row.geometry)),
            }
            for row in findings.envelopes.itertuples()
        ],
        "mentions": {
            status: int(places.get(status, 0)) for status in ("resolved", "ambiguous", "unresolved")
        },
        "statements": _statements(findings),
        "outputs": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(outputs.items())
        },
    }
    if os.environ.get("SOURCE_DATE_EPOCH"):
        document["made"] = _moment()
    return _json(document, indent=2)


def summary_markdown(findings: Findings) -> str:
    """Write the regions touched as a Markdown table, for a build's summary page.

    Returns
    -------
    str
        Whole per cents; text from outside is escaped.
    """
    words = Words(findings.lang)
    summary = wording(findings.lang)["summary"]
    labels = {regime.id: _label(regime, findings.lang) for regime in findings.regimes}
    touched = findings.coverage[findings.coverage["standing"] != "outside"]
    lines = [
        f"## {summary['heading']}",
        "",
        f"| {' | '.join(summary['columns'])} |",
        "| --- | --- | --- | ---: | ---: | --- |",
    ]
    lines += [
        f"| {_markdown(labels[row['regime']])} | {row['reach_km']:g} km | {_markdown(row['name'])} "
        f"| {words.share([row['share']])} | {row['nearest_km']:.0f} km "
        f"| {summary['in_scope' if row['in_scope'] else 'not_in_scope']} |"
        for row in touched.to_dict("records")
    ]
    origin = _markdown(words.origin(findings.origin_name))
    worldview = words.worldview(findings.origin_name)
    said = [summary["caveat"], summary["measured"].format(origin=origin, worldview=worldview)]
    if findings.undrawn:
        left = "; ".join(_markdown(_label(regime, findings.lang)) for regime in findings.undrawn)
        said.append(summary["undrawn"].format(list=left))
    lines += [line for sentence in said for line in ("", f"_{sentence}_")]
    if findings.comparison is not None:
        lines += _compared_markdown(findings.comparison, labels, words)
    return "\n".join([*lines, ""])


def _compared_markdown(
    comparison: Comparison, labels: Mapping[str, str], words: Words
) -> list[str]:
    summary = wording(words.lang)["summary"]
    other = _markdown(words.origin(comparison.origin_name))
    lines = ["", f"### {summary['compared'].format(origin=other)}", ""]
    if comparison.table.empty:
        return [*lines, summary["unchanged"]]
    lines += [
        f"| {' | '.join(summary['compared_columns'])} |",
        "| --- | --- | --- | ---: | ---: | ---: |",
    ]
    return lines + [
        f"| {_markdown(labels[row['regime']])} | {row['reach_km']:g} km | {_markdown(row['name'])} "
        f"| {words.share([row['share']])} | {words.share([row['other_share']])} "
        f"| {words.points(row['change_points'])} |"
        for row in comparison.table.to_dict("records")
    ]


def _statements(findings: Findings) -> list[dict[str, Any]]:
    """Write every distance and date; their places are known by where they start in the text."""
    places = [
        {"start": start, "name": name}
        for start, name in zip(findings.places["start"], findings.places["name"], strict=True)
    ]
    return [
        {
            "text": said.quantity.text,
            "start": said.quantity.start,
            "end": said.quantity.end,
            "kind": said.quantity.kind,
            "low_km": said.quantity.low_km,
            "high_km": said.quantity.high_km,
            "hedge": said.quantity.hedge,
            "date": said.quantity.date,
            "sentence": findings.text.text[slice(*said.quantity.sentence)],
            "regimes": said.regimes,
            "places": places[said.places.start : said.places.stop],
        }
        for said in findings.statements
    ]


def _feature_collection(features: list[dict[str, Any]], findings: Findings) -> bytes:
    """Write one feature a line, so that a difference between two runs can be read."""
    worldview = Words(findings.lang).worldview(findings.origin_name)
    head = _text({"type": "FeatureCollection", "origin": findings.origin_name})[:-1]
    lines = ",\n".join(_text(feature) for feature in features)
    return f'{head}, "worldview": {_text(worldview)}, "features": [\n{lines}\n]}}\n'.encode()


def _json(document: object, *, indent: int) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)}\n".encode()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _point(point: shapely.Point | None) -> dict[str, Any] | None:
    return None if point is None else _rounded(shapely.geometry.mapping(point))


def _rounded(value: Any) -> Any:
    """Round every coordinate of a GeoJSON mapping to seven decimals."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, 7) if isinstance(value, float) else value


def _flat_places(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give every column one plain type, as a GeoPackage layer wants it."""
    return places[[*PLACE_COLUMNS, "geometry"]].assign(
        start=places["start"].astype("int64"),
        end=places["end"].astype("int64"),
        geonames_id=places["geonames_id"].astype("Int64"),
        confidence=places["confidence"].astype("float64"),
        distance_km=places["distance_km"].astype("float64"),
        regimes=places["regimes"].map(";".join),
    )


def _label(regime: Regime, lang: str) -> str:
    return regime.label.get(lang, regime.label["en"])


def _moment() -> str:
    """Return the moment of ``SOURCE_DATE_EPOCH``; without it, one that never changes."""
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    return datetime.fromtimestamp(epoch, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _markdown(text: str) -> str:
    """Keep text from outside from opening a cell, a link, a tag or a new line."""
    flat = " ".join(text.split())
    return "".join(f"&#{ord(char)};" if char in "\\`*_{}[]<>()#+!|&~$@:" else char for char in flat)
