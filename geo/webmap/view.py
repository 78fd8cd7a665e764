"""Choose where the map looks, in metres of its conic."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pyproj
import shapely

from geo.crs import GEOGRAPHIC, to_metric
from geo.display import Box, Display, View
from geo.webmap.story import Story

_MARGIN = 0.06  # of a box, on every side


def projected(shown: Display) -> Display:
    """Project every frame for drawing, the points of names, too."""

    def metric(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        flat = to_metric(frame, metric=shown.view.metric)
        if "label" in frame:
            points = gpd.GeoDataFrame(geometry=frame["label"])
            flat["label"] = to_metric(points, metric=shown.view.metric).geometry
        return flat

    return replace(
        shown,
        regions=metric(shown.regions),
        inside=metric(shown.inside),
        envelopes=metric(shown.envelopes),
        home=metric(shown.home),
        countries=metric(shown.countries),
        sea=metric(shown.sea),
        origin=metric(shown.origin),
    )


def projection(view: View) -> dict[str, list[float]]:
    """Give a view's conic in numbers: standard parallels, and its middle, longitude first."""
    operation = pyproj.CRS.from_user_input(view.metric).coordinate_operation
    if operation is None:  # pragma: no cover - a view's CRS is projected by definition
        raise TypeError(f"{view.metric} is not a projected CRS.")
    values = {param.name: float(param.value) for param in operation.params}
    return {
        "standard": [
            values["Latitude of 1st standard parallel"],
            values["Latitude of 2nd standard parallel"],
        ],
        "centre": [values["Longitude of false origin"], values["Latitude of false origin"]],
    }


def views(drawn_metric: Display, story: Story, *, within: Box) -> dict[str, Box]:
    """Choose where to look: at all of the line, or only at the regions reached directly."""
    envelopes, inside = drawn_metric.envelopes, drawn_metric.inside
    far = story.regime.reach_km[-1]
    line = envelopes.geometry[envelopes["reach_km"] == far]
    across = {row.region for row in story.rows if row.crosses}
    parts = inside.geometry[(inside["reach_km"] == far) & ~inside["region"].isin(across)]
    whole = _within(_bounds([*line, *drawn_metric.home.geometry]), within)
    near = _within(_bounds(parts), within) if len(parts) else whole
    return {"whole": whole, "near": near}


def limits(view: View) -> Box:
    """Give the largest upright box, in metres, that holds nothing beyond what was clipped."""
    west, south, east, north = view.degrees
    at = shapely.get_coordinates(shapely.segmentize(shapely.box(*view.degrees), 0.5))
    rim = gpd.GeoDataFrame(geometry=shapely.points(at), crs=GEOGRAPHIC)
    x, y = shapely.get_coordinates(to_metric(rim, metric=view.metric).geometry).T
    left, right = x[at[:, 0] == west].max(), x[at[:, 0] == east].min()
    between = (left <= x) & (x <= right)
    low, high = y[between & (at[:, 1] == south)].max(), y[between & (at[:, 1] == north)].min()
    return (round(left), round(low), round(right), round(high))


def joint(boxes: Sequence[Box]) -> Box:
    """Give the box around all boxes."""
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


def _bounds(shapes: Sequence[Any]) -> Box:
    west, south, east, north = shapely.total_bounds(list(shapes))
    across, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    return (west - across, south - up, east + across, north + up)


def _within(box: Box, limit: Box) -> Box:
    return (
        round(max(box[0], limit[0])),
        round(max(box[1], limit[1])),
        round(min(box[2], limit[2])),
        round(min(box[3], limit[3])),
    )
