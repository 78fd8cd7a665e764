"""Carry the frames to show onto a panel: projected, scaled to points, nothing measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC, Inset, PanelView, Shapes, to_metric
from geo.display import (
    Box,
    Display,
    View,
    boxes_of,
    closer,
    first_look,
    parted,
    parts_shown,
    rivers_and_lakes,
)
from geo.findings import Findings
from geo.labels import stand
from geo.narrative import Account

VIEW_MARGIN = 0.02
EAST_MARGIN = 0.11
STEP, MOST_STEPS = 0.94, 14
NO_AREA = 1e-4
SMALL_DEGREES = 4.0
"""A touched region narrower than this is shown whole."""

GRATICULE_DEGREES = (1, 2, 5, 10, 20, 30)
LEAST_PARALLELS = 6
ROOM_FOR_INSETS = (0.0, 0.3, 0.6, 1.1)
"""Parts of the largest small map's height or width that the main map leaves free at a side."""

LEAST_INSET_PT, MOST_INSET, INSET_MARGIN = 40.0, np.array([0.3, 0.4]), 0.2
"""The longer side of a small map at least, its sides at most as parts of the panel's, and what it
shows around what matters as a part of that."""

PARTS: Mapping[str, Mapping[str, Box]] = {"UA": {"crimea": (32.3, 44.2, 36.8, 45.95)}}
"""By country, parts that a map names to say whose they are: all in the box is theirs."""

PART_CODES = {"crimea": "UA-43"}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Hold everything a map draws, in points of one panel; equal for all accounts of a picture.

    ``target`` is the code of the country whose regions are judged, ``home`` the shape of the one
    measured from and ``home_name`` its name, empty where that is the target; ``parts`` are those
    of `PARTS` that lie in it.
    ``extent`` is all that the frames cover; it may end within the panel. ``inside`` maps a line's
    key to the parts of regions inside, ``reach`` to the line, ``band`` a pair of keys to the area
    between; ``stretches`` the name of a part of the border to it.
    """

    view: PanelView
    extent: Any
    sea: tuple[tuple[str, Any], ...]
    rivers: Shapes
    lakes: Shapes
    countries: tuple[tuple[str, str, Any], ...]
    regions: Mapping[str, Any]
    target: str
    home: Any
    home_name: tuple[str, ...]
    home_codes: frozenset[str]
    parts: Mapping[str, Any]
    origin: Shapes
    inside: Mapping[str, Mapping[str, Any]]
    reach: Mapping[str, Any]
    band: Mapping[tuple[str, ...], Any]
    stretches: Mapping[str, Shapes]
    meridians: tuple[tuple[int, Any], ...]
    parallels: tuple[tuple[int, Any], ...]


def stage(
    findings: Findings,
    shown: Display,
    accounts: Sequence[Account],
    *,
    land: Box,
    width: float,
    height: float,
) -> Scene:
    """Project the frames and choose a view in which home and all that is touched stand whole.

    Parameters
    ----------
    findings, shown
        What was found, and the same simplified.
    accounts
        The regimes drawn.
    land
        What the view holds, from `land_to_show`.
    width, height
        The panel's size in points.
    """
    view = _view(shown.view, land, width=width, height=height)
    if shown.view.asides:
        view = _with_insets(shown, accounts, land, view)
    keys = {line for account in accounts for line in account.lines}
    inside = shown.inside[shown.inside["line"].isin(keys)]
    parts = view.place(inside)
    lines = shown.envelopes[shown.envelopes["line"].isin(keys)]
    home = shapely.union_all(view.place(shown.home))
    return Scene(
        view=view,
        extent=_extent(view, shown.view),
        sea=tuple(zip(shown.sea["name"], view.place(shown.sea), strict=True)),
        **{kind: view.place(frame) for kind, frame in _waters(shown).items()},
        countries=tuple(
            zip(
                shown.countries["country"],
                shown.countries["name"],
                view.place(shown.countries),
                strict=True,
            )
        ),
        regions=dict(zip(shown.regions["region"], view.place(shown.regions), strict=True)),
        target=findings.target,
        home=home,
        home_name=tuple(shown.home["name"]),
        home_codes=frozenset(shown.home["country"]),
        parts={
            key: shapely.intersection(home, view.place(_frame(shapely.box(*box)))[0])
            for code in shown.home["country"]
            for key, box in PARTS.get(code, {}).items()
        },
        origin=view.place(shown.origin),
        inside={
            key: {
                region: parts[n]
                for n, (line, region) in enumerate(
                    zip(inside["line"], inside["region"], strict=True)
                )
                if line == key
            }
            for key in keys
        },
        reach=dict(zip(lines["line"], view.place(lines), strict=True)),
        band=_bands(findings, shown, accounts, view),
        stretches={
            name: view.place(_frame(shape))
            for name, shape in parts_shown(
                findings, view=shown.view, tolerance_m=shown.tolerance_m
            ).items()
        },
        meridians=_graticule(view, shown.view.degrees, meridians=True),
        parallels=_graticule(view, shown.view.degrees, meridians=False),
    )


@lru_cache(maxsize=1)  # a picture is staged more than once
def _waters(shown: Display) -> dict[str, gpd.GeoDataFrame]:
    return rivers_and_lakes(shown)


def _frame(shape: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shape], crs=GEOGRAPHIC)


def fitting(shown: Display, land: Box, *, width: float, height: float) -> tuple[float, float]:
    """Return the largest width and height of a panel, within those given, that the map fills."""
    for _ in range(MOST_STEPS):
        view = _view(shown.view, land, width=width, height=height)
        frame = shapely.box(0, 0, width, height)
        bare = shapely.difference(frame, _extent(view, shown.view))
        if bare.area < NO_AREA * frame.area:
            break
        west, south, east, north = bare.bounds
        tall = min(north - south, height) / height > min(east - west, width) / width
        width, height = (width * STEP, height) if tall else (width, height * STEP)
    return width, height


def _view(view: View, land: Box, *, width: float, height: float) -> PanelView:
    west, south, east, north = land
    scale = min(width / (east - west), height / (north - south)) * (1 - 2 * VIEW_MARGIN)
    least_x, least_y, most_x, most_y = view.upright
    return PanelView(
        metric=view.metric,
        west_m=_kept((west + east) / 2, width / scale, least_x, most_x),
        south_m=_kept((south + north) / 2, height / scale, least_y, most_y),
        pt_per_m=scale,
        width=width,
        height=height,
    )


def _kept(middle: float, length: float, least: float, most: float) -> float:
    """Return where a stretch begins: around the middle, within the limits if it is not longer."""
    return min(max(middle - length / 2, least), max(most - length, least))


def _with_insets(
    shown: Display, accounts: Sequence[Account], land: Box, view: PanelView
) -> PanelView:
    """Set small maps of what lies far off into the panel, at its edge, over nothing in reach.

    Where there is no room, the main map leaves some at the side that costs it least.
    """
    width, height, (west, south, east, north) = view.width, view.height, land
    reached = {code for each in accounts for code in (*each.touched_codes, *each.named_codes)}
    frames = (shown.regions[shown.regions["region"].isin(reached)], shown.home, shown.envelopes)
    regions, home, lines = (_metric(frame.geometry, shown.view).to_numpy() for frame in frames)
    best, least = view, 0.0
    for part, side in product(ROOM_FOR_INSETS, np.diag([-1, -1, 1, 1])):
        level = bool(side[0] or side[2])
        room = part * max(size.width if level else size.height for size in _insets(shown, view))
        free = (width - room) / (east - west) if level else (height - room) / (north - south)
        grown = np.array(land) + side * room / min(view.pt_per_m, free)
        main = _view(shown.view, tuple(grown.tolist()), width=width, height=height)
        insets = _insets(shown, main)
        at, hidden = stand(
            [(inset.width, inset.height) for inset in insets],
            main.scaled(np.concatenate([regions, home])),
            main.scaled(lines),
            width=width,
            height=height,
        )
        if len(at) and main.pt_per_m * (1 - hidden) > least:
            placed = (Inset(view=each, at=corner) for each, corner in zip(insets, at, strict=True))
            best, least = replace(main, insets=tuple(placed)), main.pt_per_m * (1 - hidden)
    return best


def _insets(shown: Display, main: PanelView) -> list[PanelView]:
    """Size small maps: of the main map's scale, but neither too small to read nor too large."""
    made = []
    for aside, land in shown.view.asides:
        size = np.array([land[2] - land[0], land[3] - land[1]]) * main.pt_per_m
        most = MOST_INSET * np.array([main.width, main.height])
        factor = min(max(1.0, LEAST_INSET_PT / size.max()), (most / size).min())
        width, height = (np.maximum(size * factor, LEAST_INSET_PT * 0.7)).tolist()
        made.append(_view(aside, land, width=width, height=height))
    return made


def framed(findings: Findings, shown: Display, accounts: Sequence[Account]) -> tuple[Display, Box]:
    """Choose what the main map holds, and what lies so far off that it has a map of its own.

    Return what is shown, with the view of it, and the box, in metres, of the main map: what is
    measured from, and all that is touched or named.
    """
    reach = 1000 * max(reach for account in accounts for reach in account.regime.reach_km)
    lines_drawn = {line for account in accounts for line in account.lines}
    touched = shown.regions["region"].isin({c for each in accounts for c in each.touched_codes})
    named = shown.regions["region"].isin({c for each in accounts for c in each.named_codes})
    degrees = shown.regions.geometry.bounds
    small = (degrees["maxx"] - degrees["minx"] < SMALL_DEGREES) & touched
    inside = shown.inside[shown.inside["line"].isin(lines_drawn)]
    regions = shown.regions[named | small]
    owners = np.concatenate([inside["region"], regions["region"]])
    core, of = shapely.get_parts([*inside.geometry, *regions.geometry], return_index=True)
    sources = shapely.get_parts(_source(findings, shown, accounts))
    boxes, around = (boxes_of(_metric(shapes, shown.view)) for shapes in (core, sources))
    if not len(boxes):
        lines = boxes_of(_metric(shown.envelopes.geometry, shown.view))
        return shown, _land(next(core for core in (lines, around) if len(core)), around, reach)
    groups = parted(boxes, around, owners[of], reach=reach, bound=not shown.home.empty)
    if len(groups) == 1:
        return shown, _land(boxes, around, reach)
    views = []
    for ours, near in groups:
        shapes = [core[ours], sources[near] if near.any() else core[ours]]
        view = closer(shown.view, boxes_of(np.concatenate(shapes)))
        boxes, around = (boxes_of(_metric(each, view)) for each in shapes)
        look = first_look(boxes, around, reach=reach)
        views.append((view, boxes, around, look))
    asides = []
    for view, _, _, look in views[1:]:
        margin = min(reach, INSET_MARGIN * (look[2:] - look[:2]).max())
        asides.append((view, tuple((look + np.array([-1, -1, 1, 1]) * margin).tolist())))
    main, boxes, around, _ = views[0]
    return replace(shown, view=replace(main, asides=tuple(asides))), _land(boxes, around, reach)


def _source(findings: Findings, shown: Display, accounts: Sequence[Account]) -> Shapes:
    """Give what is measured from: another country whole, else the parts of the border that are."""
    if not shown.home.empty:
        return np.asarray(shown.home.geometry)
    parts = parts_shown(findings, view=shown.view, tolerance_m=shown.tolerance_m)
    if all(account.part in parts for account in accounts):
        return np.array([parts[account.part] for account in accounts])
    return np.asarray(shown.origin.geometry)


def _land(core: NDArray[np.float64], sources: NDArray[np.float64], reach: float) -> Box:
    west, south, east, north = first_look(core, sources, reach=reach).tolist()
    return west, south, east + EAST_MARGIN * (east - west), north


def _metric(shapes: Iterable[Any], view: View) -> gpd.GeoSeries:
    frame = gpd.GeoDataFrame(geometry=[*shapes], crs=GEOGRAPHIC)
    return to_metric(frame, metric=view.metric).geometry


def _bands(
    findings: Findings, shown: Display, accounts: Sequence[Account], view: PanelView
) -> dict[tuple[str, ...], Any]:
    """Cut what lies between the two ends of each reach on which sources differ."""
    pairs = {account.lines for account in accounts if len(account.lines) > 1}
    if not pairs:
        return {}
    frame = findings.envelopes.drop_duplicates("line")
    clipped = frame.set_geometry(shown.view.clip(frame.geometry), crs=GEOGRAPHIC)
    areas = shapely.simplify(view.place(clipped), shown.tolerance_m * view.pt_per_m / 2)
    area = dict(zip(frame["line"], areas, strict=True))
    return {pair: shapely.difference(area[pair[1]], area[pair[0]]) for pair in pairs}


def _extent(view: PanelView, seen: View) -> Any:
    """Return what the frames cover, its edges along meridians and parallels."""
    boxes = [shapely.box(*each.degrees) for each in (seen, *(aside for aside, _ in seen.asides))]
    frame = gpd.GeoDataFrame(geometry=shapely.segmentize(boxes, 1.0), crs=GEOGRAPHIC)
    return shapely.union_all(view.place(frame))


def _graticule(view: PanelView, box: Box, *, meridians: bool) -> tuple[tuple[int, Any], ...]:
    """Draw meridians or parallels at round degrees, as dense as the part of the globe asks for."""
    west, south, east, north = box
    wanted = (north - south) / LEAST_PARALLELS
    step = next((step for step in GRATICULE_DEGREES if step >= wanted), GRATICULE_DEGREES[-1])
    first, last, low, high = (west, east, south, north) if meridians else (south, north, west, east)
    degrees = range(
        int(np.ceil(first / step)) * step,
        int(np.floor(last)) + 1,
        step,
    )
    along = np.linspace(low, high, 60)
    lines = [
        shapely.linestrings(
            np.column_stack([np.full(60, d), along] if meridians else [along, np.full(60, d)])
        )
        for d in degrees
    ]
    frame = gpd.GeoDataFrame(geometry=lines, crs=GEOGRAPHIC)
    holes = shapely.union_all([inset.hole for inset in view.insets])
    placed = shapely.difference(replace(view, insets=()).place(frame), holes)
    return tuple(zip(degrees, placed, strict=True))
