"""Draw the places that a text names, where no policy is drawn: a map framed on them."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC, conic, to_metric
from geo.display import View, waters_of
from geo.findings import Findings
from geo.labels import RULES, Form, MapName, Terrain, place
from geo.narrative import attribution, left_undrawn, places_alt, places_title
from geo.snapshot.formats import finished, house_settings
from geo.snapshot.names import DESCENT, Setting
from geo.snapshot.style import LIGHT, face, wrapped
from geo.wording import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_View = tuple[float, float, float, float]
_INCHES = (11.2, 7.6)
_DPI = 144
_MOST_NAMES = 60
_NAME_PT, _COUNTRY_PT, _FOOT_PT = 9.6, 10.4, 9.4
_DOT_PT = 3.0
_TOP, _LOW, _BOTTOM = 0.91, 0.075, 0.02  # of the figure: the map, and the last line below it
_FOOT_STEP = 1.2 * _FOOT_PT / 72 / _INCHES[1]
_LEAST_KM = 250.0
_FEW = 2
_MOST_OFF = 8
_HOME = "UA"
_ASIDE = 3.0  # times the middle distance from the middle place
_ROOM = 0.18
_KM_PER_DEGREE = 111.32


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
    return finished(buffer.getvalue(), lang=findings.lang, told=places_alt(findings))


def _figure(findings: Findings) -> "Figure":
    from matplotlib.collections import PathCollection  # noqa: PLC0415 - heavy, and seldom asked for
    from matplotlib.figure import Figure  # noqa: PLC0415 - same

    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=LIGHT.paper)
    axes = figure.add_axes((0.02, _LOW, 0.96, _TOP - _LOW))
    axes.set_facecolor(LIGHT.sea)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_gid("map data-map=places")
    located = findings.places[~findings.places.geometry.isna()]
    spots = located.drop_duplicates(["name", "region", "country"])
    box = _box(spots)
    metric = conic(*box)
    high = _head(figure, findings)
    at_home = findings.countries["country"] == _HOME
    shapes = _land(findings.countries[~at_home], box, metric)
    own = _land(findings.countries[at_home], box, metric)
    for parts, gid in ((shapes, "land"), (own, f"home data-home={_HOME}")):
        paths = [_path(part) for part in parts]
        if paths:
            drawn = PathCollection(paths, facecolor=LIGHT.land, edgecolor=LIGHT.land_edge)
            drawn.set_gid(gid)
            axes.add_collection(drawn)
    _draw_waters(axes, findings, box, metric)
    frame = to_metric(
        gpd.GeoDataFrame(geometry=[shapely.segmentize(shapely.box(*box), 0.5)], crs=GEOGRAPHIC),
        metric=metric,
    )
    low = _LOW
    for _ in range(3):  # what lies off the map is told below it, and takes room from it
        view = _filling(frame.total_bounds, figure, _TOP - high - low)
        grounds = _grounds(findings, box, metric, view)
        shown = _inside(spots, view, metric) | _in_view(spots, grounds)
        off = list(dict.fromkeys(spots.loc[~shown, "name"]))
        lines = _foot(findings, off)
        low = max(_LOW, _BOTTOM + (len(lines) + 0.5) * _FOOT_STEP)
    for number, line in enumerate(reversed(lines)):
        figure.text(
            0.02, _BOTTOM + number * _FOOT_STEP, line, fontproperties=face("regular"),
            fontsize=_FOOT_PT, color=LIGHT.muted,
        )  # fmt: skip
    axes.set_position((0.02, low, 0.96, _TOP - high - low))
    west, south, east, north = view
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal", adjustable="box")
    towns = to_metric(spots[spots["kind"] != "country"], metric=metric)
    _name(axes, towns, grounds, view=view)
    return figure


def _foot(findings: Findings, off: Sequence[str]) -> list[str]:
    """Say which places lie off the map, and whose data it is, in lines."""
    words = Words(findings.lang, "claims")
    data = words.say("data", list=words.credited(attribution(findings.records)))
    listed = ", ".join(off[:_MOST_OFF])
    if len(off) > _MOST_OFF:
        listed = words.say("left_more", list=listed, n=len(off) - _MOST_OFF)
    beyond = words.say("off_map", list=listed) + " " if off else ""
    text = f"{beyond}{data} {words.say('borders')}"
    return list(wrapped(text, width=_INCHES[0] * 72 * 0.96, size_pt=_FOOT_PT, lines=9))


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


def _around(box: _View) -> _View:
    """Widen a box to what the figure may show of the globe."""
    west, south, east, north = box
    wide, high = (east - west) * 1.5 + 5, (north - south) + 5
    return (
        max(west - wide, -180.0),
        max(south - high, -85.0),
        min(east + wide, 180.0),
        min(north + high, 85.0),
    )


def _draw_waters(axes: Any, findings: Findings, box: _View, metric: str) -> None:
    """Draw the rivers and lakes that the maps of policies have."""
    from matplotlib.collections import LineCollection, PathCollection  # noqa: PLC0415 - as above

    view = View(degrees=_around(box), metric=metric, upright=(0.0, 0.0, 1.0, 1.0))
    land = [*view.clip(findings.countries.geometry)]
    found = waters_of(view, shapely.box(*view.degrees), land)
    lakes, rivers = (
        shapely.get_parts(to_metric(found[kind], metric=metric).geometry.to_numpy())
        for kind in ("lakes", "rivers")
    )
    shores = [_path(part) for part in lakes if part.geom_type == "Polygon"]
    if shores:
        drawn = PathCollection(shores, facecolor=LIGHT.sea, edgecolor=LIGHT.river, linewidth=0.5)
        drawn.set_gid("lakes")
        axes.add_collection(drawn)
    lines = [shapely.get_coordinates(part) for part in rivers]
    streams = LineCollection(lines, colors=LIGHT.river, linewidths=0.6, zorder=1.5)
    streams.set_gid("rivers")
    axes.add_collection(streams)


def _land(countries: gpd.GeoDataFrame, box: _View, metric: str) -> list[Any]:
    clipped = shapely.clip_by_rect(countries.geometry.to_numpy(), *_around(box))
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
    axes: Any, spots: gpd.GeoDataFrame, grounds: Mapping[str, tuple[str, Any]], *, view: _View
) -> None:
    """Mark every place; name those there is room for, the most often named first, and countries."""
    west, south, east, north = view
    scale = _scale(view)
    width, height = (east - west) * scale, (north - south) * scale
    shapes = {"sea": shapely.box(0, 0, width, height)}
    names: dict[str, tuple[MapName, Setting]] = {}
    for code, (name, ground) in grounds.items():
        key = _ground_key(code)
        shapes[key] = shapely.transform(ground, lambda at: (at - (west, south)) * scale)
        ways = [Setting(lines=(name.upper(),), size_pt=_COUNTRY_PT, face="bold")]
        worth = RULES.worth["home" if code == _HOME else "country"]
        said = MapName(key=f"country:{code}", forms=_forms(ways), own=key, worth=worth, inside=0.97)
        names[said.key] = said, ways[0]
    marks = []
    for number, row in enumerate(spots.itertuples()):
        x, y = (row.geometry.x - west) * scale, (row.geometry.y - south) * scale
        if not (0 < x < width and 0 < y < height):
            continue
        axes.plot(
            [row.geometry.x], [row.geometry.y], marker="o", markersize=4, color=LIGHT.ink, zorder=3,
            markeredgecolor=LIGHT.paper, markeredgewidth=0.8,
        )  # fmt: skip
        marks.append((x - _DOT_PT, y - _DOT_PT, x + _DOT_PT, y + _DOT_PT))
        if len(marks) > _MOST_NAMES:
            continue
        ways = [Setting(lines=(row.name,), size_pt=_NAME_PT)]
        at_home = _ground_key(_HOME) in shapes and shapes["home"].contains(shapely.Point(x, y))
        said = MapName(
            key=f"place:{number}", forms=_forms(ways), at=(x, y), also=frozenset({"sea"}),
            own=_ground_key(row.country or (_HOME if at_home else "")),
            worth=RULES.worth["capital"] - number / _MOST_NAMES,
        )  # fmt: skip
        names[said.key] = said, ways[0]
    terrain = Terrain(
        width=width, height=height, shapes=shapes, taken=tuple(marks),
        home=frozenset({"home"} & shapes.keys()), waters=frozenset({"sea"}),
    )  # fmt: skip
    within = dict(zip(map("place:{}".format, range(len(spots))), spots["region"], strict=True))
    placed = place(tuple(name for name, _ in names.values()), terrain)
    for key, spot in placed.items():
        said, way = names[key]
        left, low, right, _ = spot.box
        label = axes.text(
            west + (left + right) / 2 / scale, south + (low + DESCENT * way.size_pt) / scale,
            way.lines[0], ha="center", va="baseline", fontproperties=face(way.face), zorder=4,
            fontsize=way.size_pt, color=LIGHT.ink if said.at else LIGHT.land_ink,
        )  # fmt: skip
        country = _HOME if said.own == "home" else said.own.removeprefix("country-")
        lies = f" data-in={within[key] or country}" if key in within else ""
        label.set_gid(f"{key.replace(':', '-')} data-map-label={key}{lies}")


def _ground_key(country: str) -> str:
    return "home" if country == _HOME else f"country-{country}"


def _forms(ways: Sequence[Setting]) -> tuple[Form, ...]:
    return tuple(way.form(0.0) for way in ways)


def _grounds(
    findings: Findings, box: _View, metric: str, view: _View
) -> dict[str, tuple[str, Any]]:
    """Give the countries of the view by code: the name, and the ground that shows."""
    seen = findings.countries[findings.countries.intersects(shapely.box(*box))]
    grounds = {}
    for code, name in zip(seen["country"], seen[f"name_{findings.lang}"], strict=True):
        land = _land(seen[seen["country"] == code], box, metric)
        ground = shapely.union_all(shapely.make_valid(shapely.clip_by_rect(land, *view)))
        if not ground.is_empty:
            grounds[str(code)] = str(name), ground
    return grounds


def _inside(spots: gpd.GeoDataFrame, frame: _View, metric: str) -> NDArray[np.bool_]:
    """Tell which places lie in the view."""
    at = shapely.get_coordinates(to_metric(spots, metric=metric).geometry)
    west, south, east, north = frame
    inside: NDArray[np.bool_] = (
        (west < at[:, 0]) & (at[:, 0] < east) & (south < at[:, 1]) & (at[:, 1] < north)
    )
    return inside


def _in_view(spots: gpd.GeoDataFrame, grounds: Iterable[str]) -> NDArray[np.bool_]:
    """Tell which are countries of which the view shows a part: their middle may lie off it."""
    return np.asarray((spots["kind"] == "country") & spots["country"].isin(list(grounds)))


def _scale(frame: _View) -> float:
    """Give the points of the figure to a metre of the view."""
    return _INCHES[0] * 0.96 * 72 / (frame[2] - frame[0])
