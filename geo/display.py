"""Make small frames to show: shapes simplified together, clipped to the view, rounded."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC
from geo.findings import Findings

VIEW = (10.0, 39.0, 62.0, 64.0)
"""West, south, east, north of what is ever shown, in degrees."""

BORDER_OF_UKRAINE = "recognised"
"""Name of the origin whose line is Ukraine's own border."""

_METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude fewer, so tolerances hold there, too
_NARROWING = 0.6  # a degree of longitude against one of latitude, near 53 N
_COARSER = 3  # how much less detail the surroundings need
_LONELY_DEGREES = 0.1  # an islet farther than this from anything larger always stays

Shapes = NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Display:
    """Hold the frames a picture is drawn from, all in EPSG:4326.

    Attributes
    ----------
    regions
        ``region``, ``name``, ``label`` (the point inside the shape farthest from its edges).
    inside
        ``reach_km``, ``region``, ``whole`` (the region lies inside entirely; its geometry is then
        the region's own) and, as geometry, the part of the region inside the envelope.
    envelopes
        ``reach_km`` and the envelope's line.
    ukraine, countries, sea
        ``name`` and ``label``; countries also ``country``.
    origin
        The line the reach is measured from.
    tolerance_m
        Roughly how far a line may lie from where it was measured.
    """

    regions: gpd.GeoDataFrame
    inside: gpd.GeoDataFrame
    envelopes: gpd.GeoDataFrame
    ukraine: gpd.GeoDataFrame
    countries: gpd.GeoDataFrame
    sea: gpd.GeoDataFrame
    origin: gpd.GeoDataFrame
    tolerance_m: float


def display(findings: Findings, *, tolerance_m: float = 1000.0, decimals: int = 4) -> Display:
    """Simplify the frames of the findings for showing; no figure is ever taken from the result.

    Regions and Ukraine are simplified as one coverage, so that shared borders stay shared. The
    part of a region inside an envelope is cut anew from the simplified shapes, so that it ends
    exactly at the line drawn.

    Parameters
    ----------
    findings
        What was measured, at full detail.
    tolerance_m
        Roughly the size of the largest detail that goes. A lone islet stays at any tolerance.
    decimals
        Of a degree, in the result.

    Returns
    -------
    Display
        Regions in the order of ``findings.regions``; ``inside`` and ``envelopes`` hold one row per
        reach (not per regime: there is one origin, so equal reaches are equal shapes), ascending.
        A frame without rows stays one.

    Raises
    ------
    ValueError
        When the tolerance is not positive.

    References
    ----------
    Visvalingam and Whyatt (1993), as GEOS applies it to a coverage.
    """
    if not tolerance_m > 0:
        raise ValueError(f"tolerance_m={tolerance_m} is not positive; give metres, e.g. 1000.")
    count = len(findings.regions)
    land = _coverage(
        [*findings.regions.geometry, *findings.ukraine.geometry], tolerance_m=tolerance_m
    )
    envelopes = _envelopes(findings.envelopes, tolerance_m=tolerance_m / 2)
    shown = Display(
        regions=_labelled(findings.regions[["region", "name"]], land[:count]),
        inside=_inside(findings, land[:count], envelopes),
        envelopes=envelopes.set_geometry(_lines(envelopes.geometry)),
        ukraine=_labelled(findings.ukraine[["name"]], land[count:]),
        countries=_countries(findings, land[:count], tolerance_m=_COARSER * tolerance_m),
        sea=_sea(findings, tolerance_m=_COARSER * tolerance_m),
        origin=_origin(findings, land[count:], tolerance_m=tolerance_m),
        tolerance_m=tolerance_m,
    )
    return _rounded(shown, decimals=decimals)


def coarser(shown: Display, *, tolerance_m: float) -> Display:
    """Simplify frames for a small picture.

    Parameters
    ----------
    shown
        Frames from `display`.
    tolerance_m
        Larger than theirs.

    Returns
    -------
    Display
        The same rows and columns with fewer vertices.

    Raises
    ------
    ValueError
        When the tolerance is not larger than what the frames already have.
    """
    if not tolerance_m > shown.tolerance_m:
        raise ValueError(
            f"tolerance_m={tolerance_m} is not larger than {shown.tolerance_m}, "
            "which the frames already have; give more metres."
        )
    count = len(shown.regions)
    land = _coverage([*shown.regions.geometry, *shown.ukraine.geometry], tolerance_m=tolerance_m)
    return replace(
        shown,
        regions=shown.regions.set_geometry(land[:count], crs=GEOGRAPHIC),
        ukraine=shown.ukraine.set_geometry(land[count:], crs=GEOGRAPHIC),
        countries=shown.countries.set_geometry(
            _coverage(shown.countries.geometry, tolerance_m=tolerance_m), crs=GEOGRAPHIC
        ),
        inside=_simplified(shown.inside, tolerance_m=tolerance_m),
        envelopes=_simplified(shown.envelopes, tolerance_m=tolerance_m),
        origin=_simplified(shown.origin, tolerance_m=tolerance_m),
        tolerance_m=tolerance_m,
    )


def _coverage(shapes: Iterable[Any], *, tolerance_m: float) -> Shapes:
    clipped = shapely.clip_by_rect(np.array([*shapes], dtype=object), *VIEW)
    tolerance = tolerance_m / _METRES_PER_DEGREE
    fit = np.array([_without_islets(shape, smallest=tolerance) for shape in clipped], dtype=object)
    simple: Shapes = shapely.coverage_simplify(fit, tolerance)
    return simple


def _without_islets(shape: Any, *, smallest: float) -> Any:
    """Drop parts too small to be seen, but no lone one: it may carry a long way of envelope."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004 - areas; clipping leaves lines
    large = shapely.area(parts) > smallest**2
    if large.all() or not large.any():
        return shapely.multipolygons(parts)
    mainland = shapely.multipolygons(parts[large])
    shapely.prepare(mainland)
    near = shapely.dwithin(mainland, parts, _LONELY_DEGREES)
    return shapely.multipolygons(parts[large | ~near])


def _envelopes(envelopes: gpd.GeoDataFrame, *, tolerance_m: float) -> gpd.GeoDataFrame:
    by_reach = envelopes[["reach_km", "geometry"]].drop_duplicates("reach_km")
    return _simplified(by_reach.sort_values("reach_km", ignore_index=True), tolerance_m=tolerance_m)


def _simplified(frame: gpd.GeoDataFrame, *, tolerance_m: float) -> gpd.GeoDataFrame:
    tolerance = tolerance_m / _METRES_PER_DEGREE
    return frame.set_geometry(
        shapely.simplify(frame.geometry.to_numpy(), tolerance), crs=GEOGRAPHIC
    )


def _lines(areas: gpd.GeoSeries) -> Shapes:
    lines: Shapes = shapely.clip_by_rect(shapely.boundary(areas.to_numpy()), *VIEW)
    return lines


def _inside(findings: Findings, regions: Shapes, envelopes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut each region touched by the line drawn; where that leaves nothing, show what was found."""
    position = {code: n for n, code in enumerate(findings.regions["region"])}
    areas = dict(zip(envelopes["reach_km"], envelopes.geometry, strict=True))
    judged = findings.coverage.set_index(["regime", "reach_km", "region"])["standing"]
    rows = []
    for found in findings.inside.drop_duplicates(["reach_km", "region"]).itertuples():
        region = regions[position[found.region]]
        whole = judged[found.regime, found.reach_km, found.region] == "inside"
        part = region if whole else _area(shapely.intersection(region, areas[found.reach_km]))
        rows.append(
            {
                "reach_km": found.reach_km,
                "region": found.region,
                "whole": whole,
                "geometry": found.geometry if part.is_empty else part,
            }
        )
    columns = ["reach_km", "region", "whole", "geometry"]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), crs=GEOGRAPHIC)
    return frame.sort_values(["reach_km", "region"], ignore_index=True)


def _area(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - areas


def _countries(findings: Findings, regions: Shapes, *, tolerance_m: float) -> gpd.GeoDataFrame:
    """Show every country in view but Ukraine; of Russia, what the regions leave to be shown."""
    within = shapely.intersects(findings.countries.geometry.to_numpy(), shapely.box(*VIEW))
    around = findings.countries[within & (findings.countries["country"] != "UA")]
    shown = _labelled(
        around[["country", "name"]], _coverage(around.geometry, tolerance_m=tolerance_m)
    )
    is_russia = (shown["country"] == "RU").to_numpy()
    if is_russia.any() and len(regions):
        sliver = 2 * tolerance_m / _METRES_PER_DEGREE
        rest = shapely.difference(
            shown.geometry[is_russia].item(), shapely.coverage_union_all(regions)
        )
        rest = shapely.buffer(shapely.buffer(rest, -sliver, quad_segs=1), sliver, quad_segs=1)
        shown.loc[is_russia, "geometry"] = gpd.GeoSeries([rest], crs=GEOGRAPHIC).to_numpy()
    return shown


def _sea(findings: Findings, *, tolerance_m: float) -> gpd.GeoDataFrame:
    """Show named waters; nothing else is matched to them, so each is simplified alone."""
    clipped = shapely.clip_by_rect(findings.sea.geometry.to_numpy(), *VIEW)
    simple = shapely.simplify(clipped, tolerance_m / _METRES_PER_DEGREE)
    seen = ~shapely.is_empty(simple)
    return _labelled(findings.sea[["name"]][seen], simple[seen])


def _origin(findings: Findings, ukraine: Shapes, *, tolerance_m: float) -> gpd.GeoDataFrame:
    """Take the line measured from; Ukraine's own border is already there, simplified."""
    if findings.origin_name == BORDER_OF_UKRAINE:
        lines = shapely.boundary(ukraine)
    else:
        shapes = findings.origin.geometry.to_numpy()
        is_area = shapely.get_dimensions(shapes) == 2  # noqa: PLR2004 - areas
        lines = np.where(is_area, shapely.boundary(shapes), shapes)
        lines = shapely.simplify(
            shapely.clip_by_rect(lines, *VIEW), tolerance_m / _METRES_PER_DEGREE
        )
    return gpd.GeoDataFrame(geometry=lines, crs=GEOGRAPHIC)


def _labelled(columns: pd.DataFrame, shapes: Shapes) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(pd.DataFrame(columns).reset_index(drop=True), geometry=shapes)
    frame = frame.set_crs(GEOGRAPHIC)
    frame["label"] = gpd.GeoSeries([_inner_point(shape) for shape in shapes], crs=GEOGRAPHIC)
    return frame


def _inner_point(shape: Any) -> Any:
    """Give the point farthest from the edges of the largest part, as the eye sees it here."""
    parts = shapely.get_parts(shape)
    if len(parts) == 0:
        return shapely.Point()
    largest = parts[np.argmax(shapely.area(parts))]
    narrowed = shapely.transform(largest, lambda at: at * (_NARROWING, 1))
    radius = shapely.maximum_inscribed_circle(narrowed, tolerance=0.02)
    return shapely.transform(shapely.get_point(radius, 0), lambda at: at / (_NARROWING, 1))


def _rounded(shown: Display, *, decimals: int) -> Display:
    """Round every coordinate of every frame."""

    def rounded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        out = frame.copy()
        for column in out.columns[out.dtypes == "geometry"]:
            shapes = out[column].to_numpy()
            out[column] = gpd.GeoSeries(
                shapely.transform(shapes, lambda at: np.round(at, decimals)), crs=GEOGRAPHIC
            )
        return out

    frames = {field.name: getattr(shown, field.name) for field in fields(shown)}
    return replace(
        shown,
        **{
            name: rounded(frame)
            for name, frame in frames.items()
            if isinstance(frame, gpd.GeoDataFrame)
        },
    )
