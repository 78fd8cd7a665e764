"""Show where on the globe the map lies."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.findings import Findings
from geo.snapshot.pen import Desk
from geo.snapshot.scene import PanelView, Shapes
from geo.snapshot.style import Ink, Rect

LOCATOR_PT = 46.0
STEEPEST = 50.0
"""Greatest latitude, in degrees, of the middle of the globe's near side."""

NEAR = (86.0, 76.0)
"""Degrees of longitude and latitude around its middle that are surely on it, or all but."""

COARSE_DEGREES = 0.5
LEAST_DEGREES2 = 0.5
EDGE_STEPS = 24


def locator(desk: Desk, findings: Findings, view: PanelView, *, at: Rect) -> None:
    """Draw the near side of the globe, home on it, and the outline of the map.

    Parameters
    ----------
    desk
        Canvas and colours.
    findings
        The countries' shapes are taken from it.
    view
        The map's own, in whose points its corners are known.
    at
        A square place on the page.
    """
    pen, theme, radius = desk.sheet(at, gid="locator"), desk.theme, at.width / 2
    globe = shapely.Point(radius, radius).buffer(radius - 0.5, quad_segs=24)
    pen.areas([globe], Ink(fill=theme.sea), gid="locator_sea")
    frame = _frame(view)
    middle = view.degrees(np.array([[view.width / 2, view.height / 2]]))[0]
    centre = (float(middle[0]), float(np.clip(middle[1], -STEEPEST, STEEPEST)))
    shapes, home = _coarse(findings.countries, findings.home_country, centre)
    near = shapely.intersection(_seen(shapes, centre, radius), globe)
    pen.areas(near[~home], Ink(fill=theme.region_edge), gid="locator_land")
    pen.areas(near[home], Ink(fill=theme.ink), gid="locator_home")
    pen.areas([globe], Ink(edge=theme.land_edge, width_pt=0.5))
    outline = _seen(np.array([shapely.Polygon(frame)]), centre, radius)
    pen.areas(outline, Ink(edge=theme.reach_casing, width_pt=2.0))
    pen.areas(outline, Ink(edge=theme.ink, width_pt=0.9), gid="locator_frame")


def _coarse(
    countries: gpd.GeoDataFrame, country: str, centre: tuple[float, float]
) -> tuple[Shapes, NDArray[np.bool_]]:
    """Simplify land to what a stamp can show, part by part; say which parts are the country's."""
    parts, owner = shapely.get_parts(countries.geometry.to_numpy(), return_index=True)
    large = shapely.area(parts) > LEAST_DEGREES2
    owns = countries["country"].to_numpy()[owner[large]] == country
    pieces, own = [], []
    for turn in (-360.0, 0.0, 360.0):  # the near side may lie across the antimeridian
        west, east = centre[0] - NEAR[0] - turn, centre[0] + NEAR[0] - turn
        south, north = max(centre[1] - NEAR[1], -88.0), min(centre[1] + NEAR[1], 88.0)
        near = shapely.clip_by_rect(parts[large], west, south, east, north)
        coarse = shapely.simplify(near, COARSE_DEGREES, preserve_topology=False)
        seen = ~shapely.is_empty(coarse)
        pieces.append(shapely.segmentize(coarse[seen], 5.0))
        own.append(owns[seen])
    return np.concatenate(pieces), np.concatenate(own)


def _frame(view: PanelView) -> NDArray[np.float64]:
    """Follow the map's edge in longitude and latitude."""
    steps = np.linspace(0, 1, EDGE_STEPS, endpoint=False)
    ones = np.ones(EDGE_STEPS)
    around = np.concatenate(
        [
            np.column_stack([steps, 0 * ones]),
            np.column_stack([ones, steps]),
            np.column_stack([1 - steps, ones]),
            np.column_stack([0 * ones, 1 - steps]),
        ]
    )
    return view.degrees(around * (view.width, view.height))


def _seen(shapes: Shapes, centre: tuple[float, float], radius: float) -> Shapes:
    """Look at the globe from far above its middle: the orthographic projection, of a sphere."""

    def project(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = np.radians(degrees - (centre[0], 0.0)).T
        lat0 = np.radians(centre[1])
        x = np.cos(lat) * np.sin(lon)
        y = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon)
        depth = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(lon)
        length = np.hypot(x, y)
        beyond = np.where(depth < 0, 1 / np.maximum(length, 1e-9), 1.0)  # onto the limb
        return radius + (radius - 0.5) * np.column_stack([x * beyond, y * beyond])

    seen: Shapes = shapely.transform(shapes, project)
    folded = ~shapely.is_valid(seen)
    seen[folded] = shapely.buffer(seen[folded], 0.0)
    return seen
