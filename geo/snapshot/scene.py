"""Carry the frames to show onto a panel: projected, scaled to points, nothing measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import GEOD, GEOGRAPHIC, to_geographic, to_metric
from geo.display import Box, Display, boxes_of, first_look, parts_shown, rivers_and_lakes
from geo.findings import Findings
from geo.narrative import Account
from geo.snapshot.style import SIZES, Rect, width_pt
from geo.wording import Words

Shapes = NDArray[np.object_]

VIEW_MARGIN = 0.02
EAST_MARGIN = 0.11
STEP, MOST_STEPS = 0.94, 14
NO_AREA = 1e-4
SMALL_DEGREES = 4.0
"""A touched region narrower than this is shown whole."""

GRATICULE_DEGREES = (1, 2, 5, 10, 20, 30)
LEAST_PARALLELS = 6
AROUND_PT = 6.0
DECIMALS = 3
"""Of a point."""

SCALE_KM = (5, 10, 20, 50, 100, 200, 300, 500, 1000)
SCALE_AT = 8.0
Bar = tuple[float, float, float, float]
"""A scale bar's distance in kilometres, its length in points, its latitude, and where it begins."""

PARTS: Mapping[str, Mapping[str, Box]] = {"UA": {"crimea": (32.3, 44.2, 36.8, 45.95)}}
"""By country, parts that a map names to say whose they are: all in the box is theirs."""

PART_CODES = {"crimea": "UA-43"}


@dataclass(frozen=True, kw_only=True)
class PanelView:
    """Map metres of the metric CRS to points of a panel: the south-west corner, then a scale."""

    metric: str
    west_m: float
    south_m: float
    pt_per_m: float
    width: float
    height: float

    def place(self, frame: gpd.GeoDataFrame) -> Shapes:
        """Return the shapes of a geographic frame in points of the panel, cut around it, valid."""
        corner = np.array([self.west_m, self.south_m])
        placed: Shapes = shapely.transform(
            to_metric(frame, metric=self.metric).geometry.to_numpy(),
            lambda at: np.round((at - corner) * self.pt_per_m, DECIMALS),
        )
        placed = shapely.clip_by_rect(
            placed, -AROUND_PT, -AROUND_PT, self.width + AROUND_PT, self.height + AROUND_PT
        )
        broken = ~shapely.is_valid(placed)  # folds as narrow as the rounding
        placed[broken] = shapely.buffer(placed[broken], 0.0)
        return placed

    def points(self, places: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
        """Return longitudes and latitudes in points of the panel."""
        frame = gpd.GeoDataFrame(geometry=shapely.points(list(places)), crs=GEOGRAPHIC)
        at = shapely.get_coordinates(to_metric(frame, metric=self.metric).geometry)
        placed: NDArray[np.float64] = (at - (self.west_m, self.south_m)) * self.pt_per_m
        return placed

    def degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the panel as longitudes and latitudes."""
        at = points / self.pt_per_m + (self.west_m, self.south_m)
        frame = gpd.GeoDataFrame(geometry=shapely.points(at), crs=self.metric)
        degrees: NDArray[np.float64] = shapely.get_coordinates(
            to_geographic(frame, metric=self.metric).geometry
        )
        return degrees

    def span(self, distance_km: float, *, x: float, y: float) -> tuple[float, float]:
        """Measure, on the ellipsoid, how long a level bar that starts at (x, y) must be.

        Returns
        -------
        tuple
            The bar's length in points, and the latitude of its middle in degrees.
        """
        length = distance_km * 1000 * self.pt_per_m
        ends = self.degrees(np.array([[x, y], [x + length, y], [x + length / 2, y]]))
        _, _, measured_m = GEOD.inv(*ends[0], *ends[1])
        return length * distance_km * 1000 / measured_m, float(ends[2][1])


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
    view = _view(shown, land, width=width, height=height)
    keys = {line for account in accounts for line in account.lines}
    inside = shown.inside[shown.inside["line"].isin(keys)]
    parts = view.place(inside)
    lines = shown.envelopes[shown.envelopes["line"].isin(keys)]
    home = shapely.union_all(view.place(shown.home))
    return Scene(
        view=view,
        extent=_extent(view, shown.view.degrees),
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
        view = _view(shown, land, width=width, height=height)
        frame = shapely.box(0, 0, width, height)
        bare = shapely.difference(frame, _extent(view, shown.view.degrees))
        if bare.area < NO_AREA * frame.area:
            break
        west, south, east, north = bare.bounds
        tall = min(north - south, height) / height > min(east - west, width) / width
        width, height = (width * STEP, height) if tall else (width, height * STEP)
    return width, height


def _view(shown: Display, land: Box, *, width: float, height: float) -> PanelView:
    west, south, east, north = land
    scale = min(width / (east - west), height / (north - south)) * (1 - 2 * VIEW_MARGIN)
    least_x, least_y, most_x, most_y = shown.view.upright
    return PanelView(
        metric=shown.view.metric,
        west_m=_kept((west + east) / 2, width / scale, least_x, most_x),
        south_m=_kept((south + north) / 2, height / scale, least_y, most_y),
        pt_per_m=scale,
        width=width,
        height=height,
    )


def _kept(middle: float, length: float, least: float, most: float) -> float:
    """Return where a stretch begins: around the middle, within the limits if it is not longer."""
    return min(max(middle - length / 2, least), max(most - length, least))


def land_to_show(shown: Display, accounts: Sequence[Account]) -> Box:
    """Return the box, in metres, of home and of all that is touched or named."""
    reaches = {reach for account in accounts for reach in account.regime.reach_km}
    lines_drawn = {line for account in accounts for line in account.lines}
    touched = shown.regions["region"].isin(
        {region for account in accounts for region in account.touched_codes}
    )
    named = shown.regions["region"].isin(
        {region for account in accounts for region in account.named_codes}
    )
    degrees = shown.regions.geometry.bounds
    small = (degrees["maxx"] - degrees["minx"] < SMALL_DEGREES) & touched
    matters = [
        shown.inside[shown.inside["line"].isin(lines_drawn)].geometry,
        shown.regions[named | small].geometry,
    ]
    source = shown.origin.geometry if shown.home.empty else shown.home.geometry
    sources = boxes_of(_metric(source, shown))
    lines = boxes_of(_metric(shown.envelopes.geometry, shown))
    cores = (boxes_of(_metric(np.concatenate(matters), shown)), lines, sources)
    core = next(core for core in cores if len(core))
    look = first_look(core, sources, reach=1000 * max(reaches))
    west, south, east, north = look.tolist()
    return west, south, east + EAST_MARGIN * (east - west), north


def _metric(shapes: Iterable[Any], shown: Display) -> gpd.GeoSeries:
    frame = gpd.GeoDataFrame(geometry=[*shapes], crs=GEOGRAPHIC)
    return to_metric(frame, metric=shown.view.metric).geometry


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


def _extent(view: PanelView, degrees: Box) -> Any:
    """Return what the frames cover, its edges along meridians and parallels."""
    return view.place(_frame(shapely.segmentize(shapely.box(*degrees), 1.0)))[0]


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
    placed = view.place(gpd.GeoDataFrame(geometry=lines, crs=GEOGRAPHIC))
    return tuple(zip(degrees, placed, strict=True))


def scale_text(bar: tuple[float, ...], words: Words) -> str:
    """Say what the scale bar measures, and where."""
    side = "south" if bar[2] < 0 else "north"
    latitude = words.say(side, degrees=abs(round(bar[2])))
    return words.say("scale", km=words.number(bar[0]), lat=latitude)


def scale_box(bar: Bar, words: Words) -> Rect:
    """Return the ground the scale bar and its text stand on."""
    text = width_pt(scale_text(bar, words), size_pt=SIZES.tick)
    return Rect(bar[3] - 5, 3, max(bar[1], text) + 10, 14)


def scale_bar(view: PanelView, reached: Sequence[Any], words: Words) -> Bar:
    """Choose a round distance, and the corner where the bar hides less of what is in reach."""
    fitting = [km for km in SCALE_KM if km * 1000 * view.pt_per_m <= view.width * 0.22]
    km = fitting[-1] if fitting else SCALE_KM[0]

    def hides(bar: Bar) -> float:
        return float(
            np.sum(shapely.area(shapely.intersection(reached, scale_box(bar, words).shape)))
        )

    left: Bar = (float(km), *view.span(km, x=SCALE_AT, y=SCALE_AT), SCALE_AT)
    x = view.width - scale_box(left, words).width + SCALE_AT - 6
    right: Bar = (float(km), *view.span(km, x=x, y=SCALE_AT), x)
    return min(left, right, key=hides)
