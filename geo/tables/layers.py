"""Write finished findings as layers for other programs: GeoPackage, FlatGeobuf, GeoParquet, KML."""

import html
import io
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

from geo.coverage import COVERAGE_COLUMNS
from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.findings import PLACE_COLUMNS, Findings
from geo.narrative import Account, caveat, narrate, worldview
from geo.tables.plain import moment, regime_facts
from geo.wording import Words, printable, wording

LAYER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "origin": ("name", "worldview"),
    "envelopes": (
        *("regime", "label", "stance", "status", "from", "until", "reach_km", "scope"),
        "max_error_m",
        *("origin", "worldview"),
    ),
    "regions": (*COVERAGE_COLUMNS, "stance", "status", "origin", "worldview"),
    "places": (*PLACE_COLUMNS, "origin", "worldview"),
}
"""Columns of each layer in their order, but for the geometry."""

NAMESPACE = "http://www.opengis.net/kml/2.2"

REACH_DATA = ("regime", "stance", "status", "reach_km")
SCOPE_DATA = ("regime", "stance", "status", "region")
PLACE_DATA = ("text", "status", "distance_km")
"""What a placemark says in fields, besides its name and description."""

_LOOKS = {  # of line and fill, aabbggrr: what is refused is not filled
    "plain": ("ff0c41c2", "300c41c2"),
    "case-by-case": ("ff0c41c2", "180c41c2"),
    "doubted": ("ff806f5f", "30806f5f"),
    "refused": ("ff171411", "00ffffff"),
}
_SCOPE, _NO_FILL = "ff171411", "00ffffff"


def layers(findings: Findings) -> dict[str, gpd.GeoDataFrame]:
    """Give the findings as flat layers.

    Returns
    -------
    dict
        ``origin``, ``envelopes``, ``regions`` (one row per row of coverage.csv) and
        ``places``; EPSG:4326, every column of one plain type, those of ``LAYER_COLUMNS``. Each
        says of itself what was measured from, and whose view of the borders is taken.
    """
    regions = findings.regions[["region", "geometry"]].merge(findings.granted, on="region")
    ordered = ["regime", "reach_km", "region"]
    regions = findings.granted[ordered].merge(regions, on=ordered)
    facts = {regime.id: regime_facts(regime, lang=findings.lang) for regime in findings.regimes}

    def told(frame: gpd.GeoDataFrame, *columns: str) -> dict[str, pd.Series]:
        return {key: frame["regime"].map({n: facts[n][key] for n in facts}) for key in columns}

    made = {
        # a user's line may have heights, which nothing here measures
        "origin": findings.origin.force_2d().to_frame("geometry").assign(name=findings.origin_name),
        "envelopes": findings.envelopes.assign(
            scope=findings.envelopes["scope"].map(";".join),
            **told(findings.envelopes, "label", "stance", "status", "from", "until"),
        ),
        "regions": regions.assign(
            crosses=regions["crosses"].map(";".join), **told(regions, "stance", "status")
        ),
        "places": _flat_places(findings.places),
    }
    view = worldview(findings, lang=findings.lang)
    return {
        name: gpd.GeoDataFrame(
            frame.assign(
                worldview=view,
                origin=frame["regime"].map(findings.origin_of)
                if name in ("envelopes", "regions")
                else findings.origin_name,
            )[[*LAYER_COLUMNS[name], "geometry"]],
            crs=GEOGRAPHIC,
        )
        for name, frame in made.items()
    }


def layers_gpkg(findings: Findings) -> bytes:
    """Write all layers as one GeoPackage.

    Returns
    -------
    bytes
        GeoPackage 1.2, which older programs read, too; EPSG:4326, with spatial indexes.

    Raises
    ------
    InputError
        When ``SOURCE_DATE_EPOCH`` is no moment.

    References
    ----------
    OGC 12-128r14, GeoPackage Encoding Standard 1.2.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layers.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment()})
        try:
            for name, frame in layers(findings).items():
                pyogrio.write_dataframe(
                    frame,
                    file,
                    layer=name,
                    driver="GPKG",
                    append=file.exists(),
                    dataset_options={"VERSION": "1.2"},
                    layer_options={"DESCRIPTION": caveat(findings)},
                    **_geometry_type(frame),
                )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        return file.read_bytes()


def layers_fgb(findings: Findings) -> dict[str, bytes]:
    """Write each layer as a FlatGeobuf of its own.

    Returns
    -------
    dict
        File name to content: ``origin.fgb``, ``envelopes.fgb``, ``regions.fgb``, ``places.fgb``.
        EPSG:4326. With a spatial index, by which the rows are then sorted; ``places`` without it
        and in order where one of them has no geometry, which the format cannot index.
    """
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in layers(findings).items():
            file = Path(folder) / f"{name}.fgb"
            pyogrio.write_dataframe(
                frame,
                file,
                driver="FlatGeobuf",
                layer_options={
                    "SPATIAL_INDEX": "NO" if frame.geometry.isna().any() else "YES",
                    "DESCRIPTION": caveat(findings),
                },
                **_geometry_type(frame),
            )
            files[file.name] = file.read_bytes()
    return files


def layers_parquet(findings: Findings) -> dict[str, bytes]:
    """Write each layer as a GeoParquet of its own.

    Returns
    -------
    dict
        File name to content: ``origin.parquet``, ``envelopes.parquet``, ``regions.parquet``,
        ``places.parquet``. GeoParquet 1.1, geometry as WKB, EPSG:4326, edges planar.

    Raises
    ------
    InputError
        When pyarrow, which is not installed with the program, is missing.

    References
    ----------
    OGC, GeoParquet Specification 1.1.0.
    """
    files = {}
    for name, frame in layers(findings).items():
        content = io.BytesIO()
        try:
            frame.to_parquet(content, index=False, schema_version="1.1.0")
        except ImportError as error:
            raise InputError(
                "--formats holds 'parquet', which needs pyarrow; install it "
                '(pip install "policy-range-mapper[parquet]"), or choose another format.'
            ) from error
        files[f"{name}.parquet"] = content.getvalue()
    return files


def _geometry_type(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Declare one type per layer, so that a run's shapes do not change the layer's kind."""
    kinds = {kind.removeprefix("Multi") for kind in frame.geom_type.dropna()}
    if kinds <= {"Point"}:  # of all layers only the places may have no geometry at all
        return {"geometry_type": "Point"}
    return {"geometry_type": f"Multi{kinds.pop()}", "promote_to_multi": True}


def _flat_places(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    texts = ["text", "name", "kind", "country", "region", "status", "sentence"]
    return places[[*PLACE_COLUMNS, "geometry"]].assign(
        **{column: places[column].astype("string") for column in texts},
        start=places["start"].astype("int64"),
        end=places["end"].astype("int64"),
        geonames_id=places["geonames_id"].astype("Int64"),
        confidence=places["confidence"].astype("float64"),
        distance_km=places["distance_km"].astype("float64"),
        regimes=places["regimes"].map(";".join),
    )


def policy_map_kml(findings: Findings) -> bytes:
    """Write the envelopes, the regions the permissions name, and the places, as KML.

    Each regime is a folder: its envelope per reach, filled, then the regions it names, outlined.
    A globe shows descriptions as HTML, so texts from outside are escaped in them, and nothing in
    them can load anything.

    Returns
    -------
    bytes
        KML 2.2, UTF-8; coordinates with six decimals, longitude first, cut at the antimeridian.

    References
    ----------
    OGC 07-147r2, KML 2.2.
    """
    words = Words(findings.lang, "narrative")
    root = etree.Element("kml", nsmap={None: NAMESPACE})
    document = _child(root, "Document")
    _child(document, "name", wording(findings.lang)["summary"]["heading"])
    _child(document, "description", _as_html(caveat(findings)))
    for look, (line, fill) in _LOOKS.items():
        _style(document, f"reach-{look}", line=line, width=2, fill=fill)
    _style(document, "scope", line=_SCOPE, width=3, fill=_NO_FILL)
    for told in narrate(findings, lang=findings.lang).accounts:
        folder = _child(document, "Folder")
        _child(folder, "name", f"{told.label} ({told.attested})")
        _regime(folder, told, findings, words)
    places = _child(document, "Folder")
    _child(places, "name", wording(findings.lang)["snapshot"]["legend_place"])
    for row in findings.places.itertuples():
        if row.geometry is not None:
            data = (row.text, row.status, f"{row.distance_km:.3f}")
            _placemark(
                places,
                row.name,
                row.sentence,
                row.geometry,
                data=dict(zip(PLACE_DATA, data, strict=True)),
            )
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _regime(folder: etree._Element, told: Account, findings: Findings, words: Words) -> None:
    """Write what lies within the reach, and apart from it what the policy names."""
    regime = told.regime
    shapes = dict(zip(findings.regions["region"], findings.regions.geometry, strict=True))
    names = dict(zip(findings.regions["region"], findings.regions["name"], strict=True))
    scope = told.scope if regime.scope else ""
    attested = words.attested(
        regime.stance, regime.status, limit=regime.reach_of == "limit", scope=scope
    )
    caution = wording(findings.lang)["summary"]["caveat_limit" if told.is_limit else "caveat"]
    for row in findings.envelopes[findings.envelopes["regime"] == regime.id].itertuples():
        data = (regime.id, regime.stance, regime.status, f"{row.reach_km:.12g}")
        reach = words.reach([row.reach_km])
        _placemark(
            folder,
            f"{told.stance}: {reach}" if told.refused else reach,
            f"{attested}. {caution}",
            row.geometry,
            style=f"reach-{told.look}",
            data=dict(zip(REACH_DATA, data, strict=True)),
        )
    for code in told.named_codes:
        if code in shapes:
            data = (regime.id, regime.stance, regime.status, code)
            _placemark(
                folder,
                names[code],
                attested,
                shapes[code],
                style="scope",
                data=dict(zip(SCOPE_DATA, data, strict=True)),
            )


def _as_html(text: str) -> str:
    return html.escape(text, quote=False)


def _child(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, tag)
    if text is not None:
        child.text = printable(text)  # XML knows no control characters, not even escaped ones
    return child


def _style(document: etree._Element, name: str, *, line: str, width: int, fill: str) -> None:
    style = _child(document, "Style")
    style.set("id", name)
    of_line = _child(style, "LineStyle")
    _child(of_line, "color", line)
    _child(of_line, "width", str(width))
    _child(_child(style, "PolyStyle"), "color", fill)


def _placemark(
    folder: etree._Element,
    name: str,
    said: str,
    shape: BaseGeometry,
    *,
    data: Mapping[str, object],
    style: str = "",
) -> None:
    placemark = _child(folder, "Placemark")
    _child(placemark, "name", name)
    _child(placemark, "description", _as_html(said))
    if style:
        _child(placemark, "styleUrl", f"#{style}")
    fields = _child(placemark, "ExtendedData")
    for field, value in data.items():
        entry = _child(fields, "Data")
        entry.set("name", field)
        _child(entry, "value", str(value))
    parts = shapely.get_parts(shapely.orient_polygons(shape))
    within = placemark if len(parts) == 1 else _child(placemark, "MultiGeometry")
    for part in parts:
        _geometry(within, part)


def _geometry(parent: etree._Element, shape: BaseGeometry) -> None:
    if shape.geom_type == "Point":
        _child(_child(parent, "Point"), "coordinates", _written([shape.coords[0]]))
        return
    polygon = _child(parent, "Polygon")
    rings = [("outerBoundaryIs", shape.exterior)]
    rings += [("innerBoundaryIs", ring) for ring in shape.interiors]
    for tag, ring in rings:
        _child(_child(_child(polygon, tag), "LinearRing"), "coordinates", _written(ring.coords))


def _written(coordinates: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{longitude:.6f},{latitude:.6f}" for longitude, latitude, *_ in coordinates)
