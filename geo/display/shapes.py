"""Simplify shapes and find the points their names go to."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC
from geo.display.view import View

METRES_PER_DEGREE = 111_320.0
"""Of latitude; a degree of longitude has fewer, so that tolerances hold there, too."""

NAMES = ("name", "name_en", "name_uk", "name_ru")
"""Columns of a named frame: in the language of the run, and in each of the three."""

_LONELY_DEGREES = 0.1  # an islet farther than this from anything larger always stays

Shapes = NDArray[np.object_]


def coverage(clipped: Shapes, *, tolerance_m: float) -> Shapes:
    """Simplify areas together; shared edges stay shared."""
    clipped = clipped.copy()
    folded = ~shapely.is_valid(clipped)  # rounding can close a narrow inlet
    clipped[folded] = shapely.make_valid(clipped[folded], method="structure", keep_collapsed=False)
    tolerance = tolerance_m / METRES_PER_DEGREE
    fit = np.array([without_islets(shape, smallest=tolerance) for shape in clipped], dtype=object)
    simple: Shapes = shapely.coverage_simplify(fit, tolerance)
    return simple


def without_islets(shape: Any, *, smallest: float) -> Any:
    """Drop parts too small to be seen, but no lone one: it may carry a long way of envelope."""
    parts = shapely.get_parts(only_areas(shape))
    large = shapely.area(parts) > smallest**2
    if large.all() or not large.any():
        return shapely.multipolygons(parts)
    mainland = shapely.multipolygons(parts[large])
    shapely.prepare(mainland)
    near = shapely.dwithin(mainland, parts, _LONELY_DEGREES)
    return shapely.multipolygons(parts[large | ~near])


def simplified(frame: gpd.GeoDataFrame, *, tolerance_m: float) -> gpd.GeoDataFrame:
    """Simplify every shape of a frame by itself."""
    tolerance = tolerance_m / METRES_PER_DEGREE
    return frame.set_geometry(
        shapely.simplify(frame.geometry.to_numpy(), tolerance), crs=GEOGRAPHIC
    )


def only_areas(shape: Any) -> Any:
    """Leave out the points and lines where a cut only touches."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - areas


def labelled(
    columns: pd.DataFrame, shapes: Shapes, *, view: View, focus: Any = None
) -> gpd.GeoDataFrame:
    """Add the point for a name: in the part of the shape within the focus, if any is."""
    inner = shapes if focus is None else shapely.intersection(shapes, focus)
    inner = np.where(shapely.is_empty(inner), shapes, inner)
    frame = gpd.GeoDataFrame(pd.DataFrame(columns).reset_index(drop=True), geometry=shapes)
    frame = frame.set_crs(GEOGRAPHIC)
    points = [inner_point(shape, narrowing=view.narrowing) for shape in inner]
    frame["label"] = gpd.GeoSeries(points, crs=GEOGRAPHIC)
    return frame


def inner_point(shape: Any, *, narrowing: float) -> Any:
    """Give the point farthest from the edges of the largest part, as the eye sees it there."""
    parts = shapely.get_parts(only_areas(shape))
    if len(parts) == 0:
        return shapely.Point()
    largest = parts[np.argmax(shapely.area(parts))]
    narrowed = shapely.transform(largest, lambda at: at * (narrowing, 1))
    radius = shapely.maximum_inscribed_circle(narrowed, tolerance=0.02)
    return shapely.transform(shapely.get_point(radius, 0), lambda at: at / (narrowing, 1))
