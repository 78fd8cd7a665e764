"""Write finished findings as layers for other programs: GeoPackage, FlatGeobuf, GeoParquet."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.coverage import COVERAGE_COLUMNS
from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.findings import PLACE_COLUMNS, Findings
from geo.narrative import caveat, worldview
from geo.tables.plain import moment, regime_facts

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
