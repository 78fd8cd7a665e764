"""Choose where the map looks, in metres of its conic."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.crs import to_metric
from geo.display import Box, Display, View, boxes_of, first_look
from geo.narrative import Account

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


def views(drawn_metric: Display, account: Account, *, within: Box) -> dict[str, Box]:
    """Choose where to look: at what is reached and measured from, or at what is reached directly.

    The former holds the line, too, as far as it runs near.
    """
    envelopes, inside = drawn_metric.envelopes, drawn_metric.inside
    far = account.regime.reach_km[-1]
    line = envelopes.geometry[envelopes["line"] == account.lines[-1]]
    across = {row.region for row in account.rows if row.crosses}
    reached = inside[inside["line"] == account.lines[-1]]
    named = drawn_metric.regions[drawn_metric.regions["region"].isin(account.named_codes)]
    sources = boxes_of([*drawn_metric.home.geometry, *drawn_metric.origin.geometry])
    cores = (boxes_of([*reached.geometry, *named.geometry]), boxes_of(line), sources)
    reach_m = far * 1000
    look = first_look(next(core for core in cores if len(core)), sources, reach=reach_m)
    near_line = shapely.clip_by_rect(line.to_numpy(), *_widened(look.tolist(), by=reach_m * 1.05))
    whole = _around([shapely.box(*look), *near_line])
    direct = reached.geometry[~reached["region"].isin(across)]
    near = _around(direct) if len(direct) else whole
    return {"whole": _within(whole, within), "near": _within(near, within)}


def scale_error(shown: Display) -> float:
    """Give how far the scale is from true at the worst where something is reached.

    Rounded up to whole hundredths, so that it stays a bound.
    """
    _, south, _, north = shapely.total_bounds([*shown.inside.geometry, *shown.home.geometry])
    longitude, middle = projection(shown.view)["centre"]
    latitudes = [south, min(max(middle, south), north), north]  # on a conic nothing else counts
    factors = pyproj.Proj(shown.view.metric).get_factors([longitude] * 3, latitudes)
    worst = np.abs(np.asarray(factors.parallel_scale) - 1).max()
    return float(np.ceil(worst * 100) / 100)


def joint(boxes: Sequence[Box]) -> Box:
    """Give the box around all boxes."""
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


def _around(shapes: Iterable[Any]) -> Box:
    """Give the box around shapes, with a margin."""
    west, south, east, north = shapely.total_bounds([*shapes])
    across, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    return (west - across, south - up, east + across, north + up)


def _widened(box: Sequence[float], *, by: float) -> Box:
    west, south, east, north = box
    return (west - by, south - by, east + by, north + by)


def _within(box: Box, limit: Box) -> Box:
    return (
        round(max(box[0], limit[0])),
        round(max(box[1], limit[1])),
        round(min(box[2], limit[2])),
        round(min(box[3], limit[3])),
    )
