"""Make each layer of a picture from the findings: simplified, with points for its names."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC
from geo.display.view import View
from geo.findings import Findings

METRES_PER_DEGREE = 111_320.0
"""Of latitude; a degree of longitude has fewer, so that tolerances hold there, too."""

NAMES = ("name", "name_en", "name_uk", "name_ru")
"""Columns of a named frame: in the language of the run, and in each of the three."""

READY, KEY_BYTES, SIZE_BYTES = "simplified.bin", 32, 4
"""A file of simplifications: of each the key, the size of what follows, a collection as WKB."""

_LONELY_DEGREES = 0.1  # an islet farther than this from anything larger always stays

Shapes = NDArray[np.object_]

FINER = 10
"""How much finer lines of reach are than the rest: half a pixel where the page is closest."""

_METRES_PER_DEGREE = 111_000


def coverage(clipped: Shapes, *, tolerance_m: float) -> Shapes:
    """Simplify areas together; shared edges stay shared. What most maps show is kept ready."""
    kept = ready().get(key_of(clipped, tolerance_m=tolerance_m))
    return simplified_together(clipped, tolerance_m=tolerance_m) if kept is None else kept.copy()


def key_of(shapes: Shapes, *, tolerance_m: float) -> bytes:
    """Digest what a simplification is made of."""
    whole = b"".join([f"{tolerance_m:g} ".encode(), *shapely.to_wkb(shapes)])
    return hashlib.sha256(whole).digest()


@cache
def ready() -> Mapping[bytes, Shapes]:
    """Read the simplifications that ``data/build/shown.py`` keeps, by `key_of`."""
    rest = files("geo.display").joinpath(READY).read_bytes()
    kept = {}
    while rest:
        key, end = rest[:KEY_BYTES], KEY_BYTES + SIZE_BYTES
        end += int.from_bytes(rest[KEY_BYTES:end], "big")
        kept[key] = shapely.get_parts(shapely.from_wkb(rest[KEY_BYTES + SIZE_BYTES : end]))
        rest = rest[end:]
    return kept


def simplified_together(clipped: Shapes, *, tolerance_m: float) -> Shapes:
    """Simplify areas, however long it takes."""
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


def simplified_envelopes(
    envelopes: gpd.GeoDataFrame, *, view: View, tolerance_m: float
) -> gpd.GeoDataFrame:
    """Simplify one area for each line, shorter reaches first."""
    by_line = envelopes[["line", "reach_km", "geometry"]].drop_duplicates("line")
    by_line = by_line.sort_values(["reach_km", "line"], ignore_index=True)
    counted = by_line.set_geometry(view.unbroken(by_line.geometry), crs=GEOGRAPHIC)
    return simplified(counted, tolerance_m=tolerance_m).rename_geometry("area")


def parts_shown(findings: Findings, *, view: View, tolerance_m: float) -> dict[str, Any]:
    """Simplify the parts of a border that are measured from, as far as they are in view."""
    degrees = tolerance_m / _METRES_PER_DEGREE
    return {
        name: shapely.clip_by_rect(shapely.simplify(shape, degrees), *view.degrees)
        for name, shape in findings.parts.items()
    }


def focus_on(envelopes: gpd.GeoDataFrame, *, view: View) -> Any:
    """Give the box around all that is reached in view; the view itself when nothing is."""
    seen = shapely.clip_by_rect(envelopes["area"].to_numpy(), *view.degrees)
    nothing = shapely.is_empty(seen).all()
    return shapely.box(*(view.degrees if nothing else shapely.total_bounds(seen)))


def edged(areas: gpd.GeoDataFrame, *, view: View) -> gpd.GeoDataFrame:
    """Add the line of each area's edge, as far as it is in view."""
    lines = shapely.clip_by_rect(shapely.boundary(areas["area"].to_numpy()), *view.degrees)
    return areas.assign(geometry=gpd.GeoSeries(lines, crs=GEOGRAPHIC)).set_geometry("geometry")


def regions_shown(findings: Findings, shapes: Shapes, *, view: View) -> gpd.GeoDataFrame:
    """Show every region; one beyond the view keeps the point its name would go to."""
    shown = labelled(findings.regions[["region", *NAMES]], shapes, view=view)
    beyond = shown["label"].is_empty
    points = shapely.point_on_surface(findings.regions.geometry.to_numpy()[beyond])
    shown.loc[beyond, "label"] = gpd.GeoSeries(points, index=shown.index[beyond], crs=GEOGRAPHIC)
    return shown


def parts_inside(
    findings: Findings, regions: Shapes, envelopes: gpd.GeoDataFrame, *, view: View
) -> gpd.GeoDataFrame:
    """Cut each region touched by the line drawn; where that leaves nothing, show what was found."""
    position = {code: n for n, code in enumerate(findings.regions["region"])}
    areas = dict(zip(envelopes["line"], envelopes["area"], strict=True))
    judged = findings.coverage.set_index(["regime", "reach_km", "region"])["standing"]
    rows = []
    for found in findings.inside.drop_duplicates(["line", "region"]).itertuples():
        region = regions[position[found.region]]
        whole = judged[found.regime, found.reach_km, found.region] == "inside"
        part = region if whole else only_areas(shapely.intersection(region, areas[found.line]))
        rows.append(
            {
                "line": found.line,
                "reach_km": found.reach_km,
                "region": found.region,
                "whole": whole,
                "geometry": view.clip([found.geometry])[0] if part.is_empty else part,
            }
        )
    columns = ["line", "reach_km", "region", "whole", "geometry"]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), crs=GEOGRAPHIC)
    return frame.sort_values(["reach_km", "line", "region"], ignore_index=True)


def parts_recut(
    inside: gpd.GeoDataFrame, by_code: Mapping[str, Any], envelopes: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Cut the parts inside anew from coarser regions; keep one that would vanish."""
    areas = dict(zip(envelopes["line"], envelopes["area"], strict=True))
    cut = [
        by_code[row.region]
        if row.whole
        else only_areas(shapely.intersection(by_code[row.region], areas[row.line]))
        for row in inside.itertuples()
    ]
    kept = [
        before if after.is_empty else after
        for before, after in zip(inside.geometry, cut, strict=True)
    ]
    return inside.set_geometry(gpd.GeoSeries(kept, crs=GEOGRAPHIC))


def countries_shown(
    findings: Findings,
    regions: Shapes,
    envelopes: gpd.GeoDataFrame,
    *,
    view: View,
    focus: Any,
    tolerance_m: float,
) -> gpd.GeoDataFrame:
    """Show every country in view but home; of the target, what lies beyond the regions."""
    clipped = view.clip(findings.countries.geometry)
    seen = ~shapely.is_empty(clipped)
    seen &= ~findings.countries["country"].isin(findings.home["country"]).to_numpy()
    around = findings.countries[seen]
    shown = labelled(
        around[["country", *NAMES]],
        coverage(clipped[seen], tolerance_m=tolerance_m),
        view=view,
        focus=focus,
    )
    # a user's own regions may overlap; the others share their edges, which makes them quick to join
    joined = shapely.coverage_union_all if findings.own_regions is None else shapely.union_all
    for row in shown.index[shown["country"] == findings.target]:
        target = shown.geometry[row]
        beyond = shapely.difference(target, joined(regions))
        sliver = 2 * tolerance_m / METRES_PER_DEGREE
        beyond = shapely.buffer(shapely.buffer(beyond, -sliver, quad_segs=1), sliver, quad_segs=1)
        free = shapely.difference(shapely.intersection(target, focus), envelopes["area"].iloc[-1])
        shown.loc[[row], "geometry"] = gpd.GeoSeries([beyond], index=[row], crs=GEOGRAPHIC)
        if not free.is_empty:
            point = inner_point(free, narrowing=view.narrowing)
            label = gpd.GeoSeries([point], index=[row], crs=GEOGRAPHIC)
            shown.loc[[row], "label"] = label
    return shown


def waters_shown(
    findings: Findings, *, view: View, focus: Any, tolerance_m: float
) -> gpd.GeoDataFrame:
    """Show named waters; nothing else is matched to them, so each is simplified alone."""
    clipped = view.clip(findings.sea.geometry)
    tolerance = tolerance_m / METRES_PER_DEGREE
    simple = shapely.simplify(clipped, tolerance, preserve_topology=False)  # twice as quick
    folded = ~shapely.is_valid(simple)
    simple[folded] = shapely.buffer(simple[folded], 0.0)
    seen = ~shapely.is_empty(simple)
    return labelled(findings.sea[[*NAMES]][seen], simple[seen], view=view, focus=focus)


def origin_shown(
    findings: Findings, home: Shapes, *, view: View, tolerance_m: float
) -> gpd.GeoDataFrame:
    """Take the line measured from; home's own border is already there, simplified."""
    if findings.from_home:
        lines = shapely.clip_by_rect(shapely.boundary(home), *view.degrees)
    else:
        shapes = findings.origin.geometry.to_numpy()
        is_area = shapely.get_dimensions(shapes) == 2  # noqa: PLR2004 - areas
        lines = np.where(is_area, shapely.boundary(shapes), shapes)
        lines = shapely.simplify(view.clip(lines), tolerance_m / METRES_PER_DEGREE)
    return gpd.GeoDataFrame(geometry=lines, crs=GEOGRAPHIC)
