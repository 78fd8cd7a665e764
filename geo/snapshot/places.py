"""Draw the places that a text names, where no policy is drawn: a map framed on them."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC, conic, to_metric
from geo.findings import Findings
from geo.narrative import attribution, left_undrawn, places_title
from geo.snapshot.formats import house_settings
from geo.snapshot.style import LIGHT, face, width_pt, wrapped
from geo.wording import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_View = tuple[float, float, float, float]
_INCHES = (11.2, 7.6)
_DPI = 144
_MOST_NAMES = 60
_NAME_PT = 8.0
_COUNTRY_PT = 9.0
_GRID = 8
_TOLERANCE_M = 10_000.0
_LEAST_KM = 250.0
_FEW = 2
_MOST_OFF = 8
_HOME = "UA"
_ASIDE = 3.0  # times the middle distance from the middle place
_ROOM = 0.18
_KM_PER_DEGREE = 111.32
_OFFSETS = ((6, -3), (6, 5), (-6, -3), (0, 9), (0, -13), (6, 12), (-6, 9), (6, -12))
_HOOKED = re.compile(r'id="([^" ]*)((?: data-[a-z-]+=[^" ]*)+)"')
_HOOK = re.compile(r" (data-[a-z-]+)=([^ ]*)")


def draw_places(findings: Findings, *, formats: Iterable[str]) -> dict[str, bytes]:
    """Draw the places of a text on the countries around them.

    Parameters
    ----------
    findings
        What was found, without any policy.
    formats
        Any of ``png``, ``svg`` and ``pdf``.

    Returns
    -------
    dict
        The bytes by format, the same on every run.
    """
    with house_settings():
        figure = _figure(findings)
        return {name: _written(figure, name, findings) for name in formats}


def _written(figure: "Figure", name: str, findings: Findings) -> bytes:
    buffer = BytesIO()
    metadata: dict[str, Any] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }[name]
    if name != "png":
        metadata["Title"] = places_title(findings, lang=findings.lang)
    figure.savefig(buffer, format=name, dpi=_DPI, metadata=metadata)
    if name != "svg":
        return buffer.getvalue()
    text = buffer.getvalue().decode()
    return _HOOKED.sub(lambda m: f'id="{m[1]}"' + _HOOK.sub(r' \1="\2"', m[2]), text).encode()


def _figure(findings: Findings) -> "Figure":
    from matplotlib.collections import PathCollection  # noqa: PLC0415 - heavy, and seldom asked for
    from matplotlib.figure import Figure  # noqa: PLC0415 - same

    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=LIGHT.paper)
    axes = figure.add_axes((0.02, 0.075, 0.96, 0.835))
    axes.set_facecolor(LIGHT.sea)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_gid("map data-map=places")
    located = findings.places[~findings.places.geometry.isna()]
    spots = located.drop_duplicates(["name", "region", "country"])
    box = _box(spots)
    metric = conic(*box)
    high = _head(figure, findings)
    axes.set_position((0.02, 0.075, 0.96, 0.835 - high))
    at_home = findings.countries["country"] == _HOME
    shapes = _land(findings.countries[~at_home], box, metric)
    own = _land(findings.countries[at_home], box, metric)
    for parts, gid in ((shapes, "land"), (own, f"home data-home={_HOME}")):
        paths = [_path(part) for part in parts]
        if paths:
            drawn = PathCollection(paths, facecolor=LIGHT.land, edgecolor=LIGHT.land_edge)
            drawn.set_gid(gid)
            axes.add_collection(drawn)
    frame = to_metric(
        gpd.GeoDataFrame(geometry=[shapely.segmentize(shapely.box(*box), 0.5)], crs=GEOGRAPHIC),
        metric=metric,
    )
    west, south, east, north = _filling(frame.total_bounds, figure, axes.get_position().height)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal", adjustable="box")
    view = (west, south, east, north)
    off = list(dict.fromkeys(spots.loc[~_inside(spots, view, metric), "name"]))
    _foot(figure, findings, off)
    taken = _name(axes, spots, metric, view, shapely.union_all(own))
    _name_grounds(axes, _grounds(findings, box, metric, view), view, taken)
    return figure


def _foot(figure: "Figure", findings: Findings, off: Sequence[str]) -> None:
    """Say which places lie off the map, and whose data it is."""
    words = Words(findings.lang, "claims")
    data = words.say("data", list=words.credited(attribution(findings.records)))
    listed = ", ".join(off[:_MOST_OFF])
    if len(off) > _MOST_OFF:
        listed = words.say("left_more", list=listed, n=len(off) - _MOST_OFF)
    beyond = words.say("off_map", list=listed) + " " if off else ""
    figure.text(
        0.02, 0.018, f"{beyond}{data} {words.say('borders')}", fontproperties=face("regular"),
        fontsize=7, color=LIGHT.muted, wrap=True, va="bottom",
    )  # fmt: skip


def _head(figure: "Figure", findings: Findings) -> float:
    """Set the title and, where it cannot name all that is not drawn, a list of it; give its height.

    The height is a part of the figure's, of one line's title nothing.
    """
    title = places_title(findings, lang=findings.lang)
    left = left_undrawn(findings, lang=findings.lang)
    words = Words(findings.lang, "claims")
    listed = words.say("left_all", list="; ".join(left)) if len(left) > _FEW else ""
    room_pt, page_pt = _INCHES[0] * 72 * 0.96, _INCHES[1] * 72
    at = page_pt * 0.945
    for text, size, bold in ((title, 17, True), (listed, 10, False)):
        name = "bold" if bold else "regular"
        for line in wrapped(text, width=room_pt, size_pt=size, lines=9, name=name) if text else ():
            figure.text(
                0.02, at / page_pt, line, fontproperties=face(name), fontsize=size, color=LIGHT.ink
            )
            at -= size * 1.25
    return max(0.945 - 17 * 1.25 / page_pt - at / page_pt, 0.0)


def _box(spots: gpd.GeoDataFrame) -> _View:
    """Frame most places, without those far from the rest; in degrees."""
    if spots.empty:
        return (20.0, 43.0, 42.0, 54.0)
    at = shapely.get_coordinates(spots.geometry)
    kinds = spots["kind"].to_numpy()
    near = at[kinds != "country"] if (kinds != "country").sum() > 1 else at
    middle = np.median(near, axis=0)
    narrow = max(np.cos(np.radians(middle[1])), 0.2)
    away = np.hypot((near[:, 0] - middle[0]) * narrow, near[:, 1] - middle[1]) * _KM_PER_DEGREE
    kept = near[away <= max(np.median(away) * _ASIDE, _LEAST_KM)]
    (west, south), (east, north) = kept.min(axis=0), kept.max(axis=0)
    least = _LEAST_KM / _KM_PER_DEGREE
    across = max((east - west) * _ROOM, least / narrow)
    up = max((north - south) * _ROOM, least)
    return (
        max(float(west - across), -179.0),
        max(float(south - up), -84.0),
        min(float(east + across), 179.0),
        min(float(north + up), 84.0),
    )


def _land(countries: gpd.GeoDataFrame, box: _View, metric: str) -> list[Any]:
    west, south, east, north = box
    wide, high = (east - west) * 1.5 + 5, (north - south) + 5
    clipped = shapely.clip_by_rect(
        countries.geometry.to_numpy(),
        max(west - wide, -180.0),
        max(south - high, -85.0),
        min(east + wide, 180.0),
        min(north + high, 85.0),
    )
    kept = clipped[~shapely.is_empty(clipped)]
    flat = to_metric(gpd.GeoDataFrame(geometry=kept, crs=GEOGRAPHIC), metric=metric)
    parts = shapely.get_parts(flat.geometry.to_numpy())
    return [part for part in parts if part.geom_type == "Polygon"]


def _path(shape: Any) -> Path:
    rings = [shapely.get_coordinates(ring) for ring in (shape.exterior, *shape.interiors)]
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))


def _filling(bounds: NDArray[np.float64], figure: "Figure", height: float) -> _View:
    """Widen a box to the shape of the figure's room."""
    west, south, east, north = bounds
    wide, high = figure.get_size_inches() * (0.96, height)
    across, up = max(east - west, (north - south) * wide / high), 0.0
    up = max(north - south, across * high / wide)
    x, y = (west + east) / 2, (south + north) / 2
    return x - across / 2, y - up / 2, x + across / 2, y + up / 2


def _name(
    axes: Any,
    spots: gpd.GeoDataFrame,
    metric: str,
    frame: _View,
    home_metric: Any,
) -> list[tuple[float, ...]]:
    """Mark every place and name those there is room for, the most often named first.

    No name of elsewhere stands on home's ground. Gives the boxes taken, in points of the view.
    """
    flat = to_metric(spots[spots["kind"] != "country"], metric=metric)
    west, south, east, north = frame
    scale = _scale(frame)
    spotted = [
        ((row.geometry.x - west) * scale, (row.geometry.y - south) * scale, row)
        for row in flat.itertuples()
        if west < row.geometry.x < east and south < row.geometry.y < north
    ]
    taken: list[tuple[float, ...]] = [(x - 3, y - 3, x + 3, y + 3) for x, y, _ in spotted]
    for number, (*at, row) in enumerate(spotted):
        x, y = row.geometry.x, row.geometry.y
        axes.plot(
            [x], [y], marker="o", markersize=4, color=LIGHT.ink, zorder=3,
            markeredgecolor=LIGHT.paper, markeredgewidth=0.8,
        )  # fmt: skip
        if number >= _MOST_NAMES:
            continue
        within = row.country or (_HOME if home_metric.contains(row.geometry) else "")
        half = width_pt(row.name, size_pt=_NAME_PT) / 2 + 1
        for dx, dy in _OFFSETS:
            side = half if dx > 0 else -half if dx < 0 else 0
            middle = at[0] + dx + side
            box = (middle - half, at[1] + dy - 1, middle + half, at[1] + dy + 8)
            if (
                any(_overlap(box, other) for other in taken)
                or (within != _HOME and home_metric.intersects(_ground_metric(box, frame)))
                or box[0] < 0
                or box[2] > ((east - west) * scale)
            ):
                continue
            taken.append(box)
            label = axes.annotate(
                row.name, (x, y), xytext=(dx + side, dy), textcoords="offset points", ha="center",
                fontproperties=face("regular"), fontsize=_NAME_PT, zorder=4, color=LIGHT.ink,
            )  # fmt: skip
            label.set_gid(
                f"name-{number} data-map-label=place:{number} data-in={row.region or within}"
            )
            break
    return taken


def _grounds(
    findings: Findings, box: _View, metric: str, frame: _View
) -> list[tuple[str, str, Any]]:
    """Give the countries of the view: code, name, and the widest ground of theirs that shows."""
    seen = findings.countries[findings.countries.intersects(shapely.box(*box))]
    grounds = []
    for code, name in zip(seen["country"], seen[f"name_{findings.lang}"], strict=True):
        parts = shapely.clip_by_rect(_land(seen[seen["country"] == code], box, metric), *frame)
        shown = [each for each in shapely.get_parts(parts) if each.is_valid and not each.is_empty]
        if shown:
            grounds.append((str(code), str(name), max(shown, key=lambda each: each.area)))
    return sorted(grounds, key=lambda each: -each[2].area)


def _name_grounds(
    axes: Any,
    grounds: Sequence[tuple[str, str, Any]],
    frame: _View,
    taken: list[tuple[float, ...]],
) -> None:
    """Name each country within its own ground, where that leaves room."""
    west, south, *_ = frame
    scale = _scale(frame)
    for code, name, ground in grounds:
        shown = name.upper()
        half = width_pt(shown, size_pt=_COUNTRY_PT, name="bold") / 2 + 2
        for spot in _middles(ground):
            x, y = (spot.x - west) * scale, (spot.y - south) * scale
            box = (x - half, y - 3, x + half, y + _COUNTRY_PT)
            if any(_overlap(box, other) for other in taken):
                continue
            if ground.contains(_ground_metric(box, frame)):
                taken.append(box)
                label = axes.annotate(
                    shown, (spot.x, spot.y), ha="center", fontproperties=face("bold"),
                    fontsize=_COUNTRY_PT, zorder=4, color=LIGHT.land_ink,
                )  # fmt: skip
                label.set_gid(f"country-{code} data-map-label=country:{code}")
                break


def _middles(ground: Any) -> list[Any]:
    """Give where a name may stand: farthest from the edges, then a grid within."""
    west, south, east, north = ground.bounds
    grid = [
        shapely.Point(west + (east - west) * i / _GRID, south + (north - south) * j / _GRID)
        for j in range(1, _GRID)
        for i in range(1, _GRID)
    ]
    middle = shapely.Point(shapely.maximum_inscribed_circle(ground, _TOLERANCE_M).coords[0])
    within = [each for each in grid if ground.contains(each)]
    return [middle, *sorted(within, key=lambda each: each.distance(middle))]


def _inside(spots: gpd.GeoDataFrame, frame: _View, metric: str) -> NDArray[np.bool_]:
    """Tell which places lie in the view."""
    at = shapely.get_coordinates(to_metric(spots, metric=metric).geometry)
    west, south, east, north = frame
    inside: NDArray[np.bool_] = (
        (west < at[:, 0]) & (at[:, 0] < east) & (south < at[:, 1]) & (at[:, 1] < north)
    )
    return inside


def _scale(frame: _View) -> float:
    """Give the points of the figure to a metre of the view."""
    return _INCHES[0] * 0.96 * 72 / (frame[2] - frame[0])


def _ground_metric(box: tuple[float, ...], frame: _View) -> Any:
    west, south = frame[:2]
    x1, y1, x2, y2 = (each / _scale(frame) for each in box)
    return shapely.box(west + x1, south + y1, west + x2, south + y2)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
