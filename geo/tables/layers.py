"""Write finished findings as layers for other programs: GeoPackage, FlatGeobuf, GeoParquet."""

import io
import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio

from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.findings import PLACE_COLUMNS, Findings
from geo.tables.plain import moment
from geo.wording import Words


def layers(findings: Findings) -> dict[str, gpd.GeoDataFrame]:
    """Give the findings as flat layers.

    Returns
    -------
    dict
        ``origin``, ``envelopes``, ``regions`` (one row per row of the coverage table) and
        ``places``; EPSG:4326, every column of one plain type.

    Raises
    ------
    KeyError
        When a frame of the findings lacks a column.
    """
    regions = findings.regions[["region", "geometry"]].merge(findings.coverage, on="region")
    ordered = ["regime", "reach_km", "region"]
    regions = findings.coverage[ordered].merge(regions, on=ordered)
    worldview = findings.worldview(Words(findings.lang))
    return {
        "origin": findings.origin[["geometry"]].assign(
            name=findings.origin_name, worldview=worldview
        ),
        "envelopes": findings.envelopes.assign(
            scope=findings.envelopes["scope"].map(";".join), origin=findings.origin_name
        ),
        "regions": gpd.GeoDataFrame(regions, geometry="geometry", crs=GEOGRAPHIC),
        "places": _flat_places(findings.places),
    }


def layers_gpkg(findings: Findings) -> bytes:
    """Write all layers as one GeoPackage.

    Returns
    -------
    bytes
        EPSG:4326.

    Raises
    ------
    InputError
        When ``SOURCE_DATE_EPOCH`` is no moment.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layers.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment()})
        for name, frame in layers(findings).items():
            pyogrio.write_dataframe(frame, file, layer=name, driver="GPKG", append=file.exists())
        return file.read_bytes()


def layers_fgb(findings: Findings) -> dict[str, bytes]:
    """Write each layer as a FlatGeobuf of its own.

    Returns
    -------
    dict
        File name to content: ``origin.fgb``, ``envelopes.fgb``, ``regions.fgb``, ``places.fgb``.
        EPSG:4326, rows in order, without spatial index.

    Raises
    ------
    pyogrio.errors.DataSourceError
        When a layer cannot be written.
    """
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in layers(findings).items():
            file = Path(folder) / f"{name}.fgb"
            kinds = sorted(set(frame.geom_type.dropna()))
            pyogrio.write_dataframe(
                frame,
                file,
                driver="FlatGeobuf",
                geometry_type=kinds[0] if len(kinds) == 1 else "Unknown",
                layer_options={"SPATIAL_INDEX": "NO"},
            )
            files[file.name] = file.read_bytes()
    return files


def layers_parquet(findings: Findings) -> dict[str, bytes]:
    """Write each layer as a GeoParquet of its own.

    Returns
    -------
    dict
        File name to content: ``origin.parquet``, ``envelopes.parquet``, ``regions.parquet``,
        ``places.parquet``. GeoParquet 1.0, geometry as WKB, EPSG:4326.

    Raises
    ------
    InputError
        When pyarrow, which is not installed with the program, is missing.
    """
    files = {}
    for name, frame in layers(findings).items():
        content = io.BytesIO()
        try:
            frame.to_parquet(content, index=False, schema_version="1.0.0")
        except ImportError as error:
            raise InputError(
                "--formats holds 'parquet', which needs pyarrow; install it "
                '(pip install "policy-range-mapper[parquet]"), or choose another format.'
            ) from error
        files[f"{name}.parquet"] = content.getvalue()
    return files


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
