"""Make small frames to show: every shape simplified together, clipped to the view, rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import GEOGRAPHIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.findings import Findings

    type Shapes = NDArray[np.object_]

VIEW = (8.0, 37.0, 64.0, 66.5)
"""West, south, east, north of what is ever shown, in degrees."""

METRES_PER_DEGREE = 111_320.0
"""Of latitude; a degree of longitude is shorter here, so that tolerances hold there, too."""

_NARROWING = 0.6  # length of a degree of longitude against one of latitude, near 53 N
_LONELY_DEGREES = 0.1  # an islet farther than this from anything larger is kept


@dataclass(frozen=True, kw_only=True)
class Display:
    """Hold the frames a picture is drawn from, all in EPSG:4326.

    Attributes
    ----------
    regions
        ``region``, ``name``, ``label`` (point inside the shape, farthest from its edges).
    inside
        ``reach_km``, ``region``, ``whole`` (the region lies inside entirely, and geometry is the
        region's own) and the part of the region inside the envelope.
    envelopes
        ``reach_km`` and the envelope's line, within the view.
    ukraine, countries, sea
        ``name``, ``label``; countries also ``country``.
    origin
        The line the reach is measured from.
    tolerance_m
        How far, about, a line may lie from where it was measured.
    """

    regions: gpd.GeoDataFrame
    inside: gpd.GeoDataFrame
    envelopes: gpd.GeoDataFrame
    ukraine: gpd.GeoDataFrame
    countries: gpd.GeoDataFrame
    sea: gpd.GeoDataFrame
    origin: gpd.GeoDataFrame
    tolerance_m: float


def display(findings: Findings, *, tolerance_m: float = 700.0, decimals: int = 4) -> Display:
    """Simplify the frames of the findings for showing; no figure is ever taken from the result.

    Regions and Ukraine are simplified as one coverage, so that shared borders stay shared. The
    part of a region inside an envelope is cut anew from the simplified shapes: its edge is then
    exactly the line drawn.

    Parameters
    ----------
    findings
        What was measured, at full detail.
    tolerance_m
        Roughly the size of the largest detail that goes. Lone islets stay at any tolerance.
    decimals
        Of a degree, in the result.

    Returns
    -------
    Display
        Regions in the order of ``findings.regions``; ``inside`` and ``envelopes`` one row per
        reach (not per regime: one origin, so equal reaches are equal shapes), ascending. A frame
        without rows stays without.

    Raises
    ------
    ValueError
        When the tolerance is not positive.

    References
    ----------
    GEOS ``CoverageSimplifier``: Visvalingam-Whyatt, shared edges kept.
    """
    if not tolerance_m > 0:
        raise ValueError(f"tolerance_m={tolerance_m} is not positive; give metres, e.g. 700.")
    neighbours = findings.countries[findings.countries["country"] != "UA"]
    land = _simplified(
        [*findings.regions.geometry, *findings.ukraine.geometry], tolerance_m=tolerance_m
    )
    regions, ukraine = land[: len(findings.regions)], land[len(findings.regions) :]
    envelopes = _by_reach(findings.envelopes, tolerance_m=tolerance_m)
    exact = Display(
        regions=_frame(regions, findings.regions, ["region", "name"]),
        inside=_inside(findings, regions, envelopes),
        envelopes=envelopes.set_geometry(_lines(envelopes.geometry.to_numpy())),
        ukraine=_frame(ukraine, findings.ukraine, ["name"]),
        countries=_frame(
            _simplified(neighbours.geometry, tolerance_m=2 * tolerance_m),
            neighbours,
            ["country", "name"],
        ),
        sea=_frame(
            _simplified(findings.sea.geometry, tolerance_m=2 * tolerance_m), findings.sea, ["name"]
        ),
        origin=_origin(findings, ukraine, tolerance_m=tolerance_m),
        tolerance_m=tolerance_m,
    )
    return _rounded(exact, decimals=decimals)
