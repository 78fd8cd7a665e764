"""Make small frames to show: shapes simplified together, clipped to the view, rounded."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries import load_detail
from geo.crs import GEOGRAPHIC
from geo.display.layers import (
    FINER,
    NAMES,
    countries_shown,
    coverage,
    edged,
    focus_on,
    labelled,
    origin_shown,
    parts_inside,
    parts_recut,
    parts_shown,
    regions_shown,
    simplified,
    simplified_envelopes,
    waters_shown,
)
from geo.display.view import (
    AROUND_UKRAINE,
    Box,
    View,
    boxes_of,
    closer,
    first_look,
    look_at,
    parted,
)
from geo.findings import Findings

__all__ = [
    "AROUND_UKRAINE",
    "Box",
    "Display",
    "View",
    "boxes_of",
    "closer",
    "coarser",
    "display",
    "first_look",
    "lines_compared",
    "parted",
    "parts_shown",
    "rivers_and_lakes",
    "surroundings",
    "waters_of",
]

USUAL_TOLERANCE_M, LEAST_TOLERANCE_M = 1000.0, 100.0
_COARSER = 3  # how much less detail the surroundings need
_WATERS_TOLERANCE = 0.018  # degrees
_MOST_VERTICES = {"rivers": 1600, "lakes": 450}


@dataclass(frozen=True, kw_only=True, eq=False)
class Display:
    """Hold the frames a picture is drawn from, all in EPSG:4326.

    Attributes
    ----------
    regions
        ``region``, ``name`` (also ``name_en``, ``name_uk``, ``name_ru``), ``label`` (the point
        inside the shape farthest from its edges).
    inside
        ``line``, ``reach_km``, ``region``, ``whole`` (the region lies inside entirely; its
        geometry is then the region's own) and, as geometry, the part of the region inside the
        envelope.
    envelopes
        ``line``, ``reach_km``, ``area`` (the envelope, beyond the view, too), and the line of its
        edge.
    home, countries, sea
        The names and ``label``; home and countries also ``country``.
    origin
        The line the reach is measured from.
    tolerance_m
        Roughly how far a line may lie from where it was measured.
    view
        What is ever shown: everything is clipped to it.
    is_border
        Whether the origin is home's own border.
    """

    regions: gpd.GeoDataFrame
    inside: gpd.GeoDataFrame
    envelopes: gpd.GeoDataFrame
    home: gpd.GeoDataFrame
    countries: gpd.GeoDataFrame
    sea: gpd.GeoDataFrame
    origin: gpd.GeoDataFrame
    tolerance_m: float
    view: View
    is_border: bool


@lru_cache(maxsize=1)  # page and snapshot show the same findings
def display(findings: Findings, *, tolerance_m: float | None = None, decimals: int = 4) -> Display:
    """Simplify the frames of the findings for showing; no figure is ever taken from the result.

    Regions and home are simplified as one coverage, so that shared borders stay shared. The
    part of a region inside an envelope is cut anew from the simplified shapes, so that it ends
    exactly at the line drawn.

    The last result is kept, so showing the same findings twice costs once; change no frame of it.

    Parameters
    ----------
    findings
        What was measured, at full detail.
    tolerance_m
        Roughly the size of the largest detail that goes; left out, 1,000 m on Ukraine's map and
        as much more or less elsewhere as there is to show. A lone islet stays at any tolerance.
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
    view = look_at(findings)
    if tolerance_m is None:
        tolerance_m = max(round(USUAL_TOLERANCE_M * view.magnitude, -2), LEAST_TOLERANCE_M)
    if not tolerance_m > 0:
        raise ValueError(f"tolerance_m={tolerance_m} is not positive; give metres, e.g. 1000.")
    count = len(findings.regions)
    land = coverage(
        view.clip([*findings.regions.geometry, *findings.home.geometry]), tolerance_m=tolerance_m
    )
    envelopes = simplified_envelopes(findings.envelopes, view=view, tolerance_m=tolerance_m / FINER)
    focus = focus_on(envelopes, view=view)
    shown = Display(
        regions=regions_shown(findings, land[:count], view=view),
        inside=parts_inside(findings, land[:count], envelopes, view=view),
        envelopes=edged(envelopes, view=view),
        home=labelled(findings.home[["country", *NAMES]], land[count:], view=view),
        countries=countries_shown(
            findings,
            land[:count],
            envelopes,
            view=view,
            focus=focus,
            tolerance_m=_COARSER * tolerance_m,
        ),
        sea=waters_shown(findings, view=view, focus=focus, tolerance_m=_COARSER * tolerance_m),
        origin=origin_shown(findings, land[count:], view=view, tolerance_m=tolerance_m),
        tolerance_m=tolerance_m,
        view=view,
        is_border=findings.from_home,
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
    view = shown.view
    land = coverage(
        np.array([*shown.regions.geometry, *shown.home.geometry], dtype=object),
        tolerance_m=tolerance_m,
    )
    areas = simplified(
        shown.envelopes[["line", "reach_km", "area"]].set_geometry("area"),
        tolerance_m=tolerance_m / 2,
    )
    return replace(
        shown,
        regions=shown.regions.set_geometry(land[:count], crs=GEOGRAPHIC),
        home=shown.home.set_geometry(land[count:], crs=GEOGRAPHIC),
        countries=shown.countries.set_geometry(
            coverage(shown.countries.geometry.to_numpy(), tolerance_m=tolerance_m),
            crs=GEOGRAPHIC,
        ),
        inside=parts_recut(
            shown.inside, dict(zip(shown.regions["region"], land[:count], strict=True)), areas
        ),
        envelopes=edged(areas, view=view),
        origin=shown.origin.set_geometry(
            shapely.clip_by_rect(shapely.boundary(land[count:]), *view.degrees), crs=GEOGRAPHIC
        )
        if shown.is_border
        else simplified(shown.origin, tolerance_m=tolerance_m),
        tolerance_m=tolerance_m,
    )


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


def lines_compared(findings: Findings, shown: Display) -> dict[str, list[Any]]:
    """Show what is measured from another origin, as finely as the rest: lines by regime."""
    if findings.comparison is None or findings.comparison.envelopes is None:
        return {}
    frame, view = findings.comparison.envelopes, shown.view
    fine = simplified_envelopes(frame, view=view, tolerance_m=shown.tolerance_m / FINER)
    line = dict(zip(fine["line"], edged(fine, view=view).geometry, strict=True))
    return {
        str(regime): [line[each] for each in rows["line"]]
        for regime, rows in frame.groupby("regime")
    }


def surroundings(shown: Display) -> Any:
    """Give the ground around the regions reached and what is measured from."""
    reached = shown.regions["region"].isin(shown.inside["region"])
    shapes = [*shown.regions.geometry[reached], *shown.home.geometry]
    return shapely.convex_hull(shapely.union_all([shapely.box(*each.bounds) for each in shapes]))


def rivers_and_lakes(shown: Display) -> dict[str, gpd.GeoDataFrame]:
    """Choose the main rivers and large lakes around what is reached and measured from.

    They flow through the regions judged or through what is measured from.

    Returns
    -------
    dict
        As for `waters_of`.
    """
    ground = [*shown.regions.geometry, *shown.home.geometry]
    return waters_of(shown.view, surroundings(shown), ground)


def waters_of(view: View, near: Any, land: Sequence[Any]) -> dict[str, gpd.GeoDataFrame]:
    """Choose the main rivers and large lakes of some land ``near`` the middle of a view.

    Those with a name come first, the greatest before others; what would be too much for a map is
    left out.

    Returns
    -------
    dict
        ``rivers`` and ``lakes``, with the columns of `geo.boundaries.load_detail`.
    """
    ground, tolerance = shapely.STRtree(land), _WATERS_TOLERANCE * view.magnitude
    found = {}
    for kind, most in _MOST_VERTICES.items():
        frame = load_detail(kind)
        order = np.argsort(frame["name_en"].to_numpy() == "", kind="stable")
        shapes = shapely.intersection(view.clip(frame.geometry.to_numpy()[order]), near)
        away = np.ones(len(shapes), dtype=bool)
        away[ground.query(shapes, predicate="intersects")[0]] = False
        shapes[away] = None
        shapes = shapely.simplify(shapes, tolerance, preserve_topology=False)
        vertices = shapely.get_num_coordinates(shapes)
        kept = (vertices > 0) & (np.cumsum(vertices) <= most)
        found[kind] = frame.iloc[order[kept]].set_geometry(shapes[kept], crs=frame.crs)
    return found
