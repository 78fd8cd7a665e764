"""Draw the places that a text names, where no policy is drawn: a map framed on them."""

import re
from collections.abc import Iterable
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
from geo.snapshot.lettering import face, width_pt, wrapped
from geo.snapshot.style import LIGHT
from geo.wording import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INCHES = (11.2, 7.6)
_DPI = 144
_MOST_NAMES = 60
_NAME_PT = 8.0
_LEAST_KM = 250.0
_FEW = 2
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

    words = Words(findings.lang, "claims")
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=LIGHT.paper)
    axes = figure.add_axes((0.02, 0.075, 0.96, 0.835))
    axes.set_facecolor(LIGHT.sea)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_gid("map data-map=places")
    high = _head(figure, findings)
    axes.set_position((0.02, 0.075, 0.96, 0.835 - high))
    data = words.say("data", list=words.credited(attribution(findings.records)))
    credit = f"{data} {words.say('borders')}"
    figure.text(
        0.02, 0.018, credit, fontproperties=face("regular"), fontsize=7, color=LIGHT.muted,
        wrap=True, va="bottom",
    )  # fmt: skip
    located = findings.places[~findings.places.geometry.isna()]
    spots = located.drop_duplicates(["name", "region", "country"])
    box = _box(spots)
    metric = conic(*box)
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
    _name(axes, spots, metric, (west, south, east, north), shapely.union_all(own))
    return figure


def _head(figure: "Figure", findings: Findings) -> float:
    """Set the title and, where it cannot name all that is not drawn, a list of it; give its height.

    The height is a part of the figure's, of one line's title nothing.
    """
    title = places_title(findings, lang=findings.lang)
    left = left_undrawn(findings, lang=findings.lang)
    listed = Words(findings.lang, "claims").say("left_all", list="; ".join(left))
    room_pt, page_pt = _INCHES[0] * 72 * 0.96, _INCHES[1] * 72
    at = page_pt * 0.945
    for text, size, bold in ((title, 17, True), (listed if len(left) > _FEW else "", 10, False)):
        name = "bold" if bold else "regular"
        for line in wrapped(text, width=room_pt, size_pt=size, lines=9, name=name) if text else ():
            figure.text(
                0.02, at / page_pt, line, fontproperties=face(name), fontsize=size, color=LIGHT.ink
            )
            at -= size * 1.25
    return max(0.945 - 17 * 1.25 / page_pt - at / page_pt, 0.0)


def _box(spots: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
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


def _land(
    countries: gpd.GeoDataFrame, box: tuple[float, float, float, float], metric: str
) -> list[Any]:
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


def _filling(
    bounds: NDArray[np.float64], figure: "Figure", height: float
) -> tuple[float, float, float, float]:
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
    frame: tuple[float, float, float, float],
    home_metric: Any,
) -> None:
    """Mark every place and name those there is room for, the most often named first.

    No name of elsewhere stands on home's ground.
    """
    flat = to_metric(spots, metric=metric)
    west, south, east, north = frame
    scale = _INCHES[0] * 0.96 * 72 / (east - west)
    marked = flat.geometry[(flat["kind"] != "country").to_numpy()]
    taken = [
        (
            (x - west) * scale - 3,
            (y - south) * scale - 3,
            (x - west) * scale + 3,
            (y - south) * scale + 3,
        )
        for x, y in zip(marked.x, marked.y, strict=True)
    ]
    for number, row in enumerate(flat.itertuples()):
        x, y = row.geometry.x, row.geometry.y
        if not (west < x < east and south < y < north):
            continue
        if row.kind != "country":
            axes.plot(
                [x], [y], marker="o", markersize=4, color=LIGHT.ink, zorder=3,
                markeredgecolor=LIGHT.paper, markeredgewidth=0.8,
            )  # fmt: skip
        if number >= _MOST_NAMES:
            continue
        kind = "country" if row.kind == "country" else "place"
        within = row.country or (_HOME if home_metric.contains(row.geometry) else "")
        belongs = within == _HOME
        half = width_pt(row.name, size_pt=_NAME_PT) / 2 + 1
        at = ((x - west) * scale, (y - south) * scale)
        for dx, dy in ((0, -3),) if row.kind == "country" else _OFFSETS:
            side = half if dx > 0 else -half if dx < 0 else 0
            middle = at[0] + dx + side
            box = (middle - half, at[1] + dy - 1, middle + half, at[1] + dy + 8)
            if (
                any(_overlap(box, other) for other in taken)
                or (not belongs and home_metric.intersects(_ground_metric(box, frame, scale)))
                or box[0] < 0
                or box[2] > ((east - west) * scale)
            ):
                continue
            taken.append(box)
            label = axes.annotate(
                row.name, (x, y), xytext=(dx + side, dy), textcoords="offset points", ha="center",
                fontproperties=face("italic" if kind == "country" else "regular"),
                fontsize=_NAME_PT, zorder=4,
                color=LIGHT.land_ink if kind == "country" else LIGHT.ink,
            )  # fmt: skip
            key = row.country if kind == "country" else number
            where = f" data-in={row.region or within}" if kind == "place" else ""
            label.set_gid(f"name-{number} data-map-label={kind}:{key}{where}")
            break


def _ground_metric(
    box: tuple[float, ...], frame: tuple[float, float, float, float], scale: float
) -> Any:
    west, south = frame[:2]
    x1, y1, x2, y2 = (each / scale for each in box)
    return shapely.box(west + x1, south + y1, west + x2, south + y2)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
