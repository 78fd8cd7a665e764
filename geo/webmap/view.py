"""Choose where the map looks, and draw what stands there without a script: stills, places."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from markupsafe import Markup

from geo.crs import to_metric
from geo.display import Box, Display, View, boxes_of, first_look
from geo.findings import Findings
from geo.narrative import Account

_MARGIN = 0.06  # of a box, on every side
_BARS_KM = (1000, 500, 200, 100, 50, 20, 10)


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

    The former holds the line, too, as far as it runs near and what is reached stays large enough to
    be named within itself.
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
    whole = _towards(near, _within(whole, within), most=MOST_WIDENED)
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


def _towards(near: Box, whole: Box, *, most: float) -> Box:
    """Widen a box towards another: all the way, or until it is so many times as large.

    Examples
    --------
    >>> _towards((4, 4, 6, 6), (0, 0, 10, 6), most=3)
    (2.0, 2.0, 8.0, 6.0)
    """
    sizes = [max(box[2] - box[0], box[3] - box[1]) for box in (near, whole)]
    part = min(1.0, (most - 1) * sizes[0] / max(sizes[1] - sizes[0], 1e-9))
    west, south, east, north = (a + part * (b - a) for a, b in zip(near, whole, strict=True))
    return (west, south, east, north)


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


MOST_WIDENED = 1.7
"""How many times as wide as what is reached the first look is, at most."""

WIDTH = 1200


@dataclass(frozen=True, kw_only=True)
class Still:
    """Hold the outlines of one policy's picture as SVG path data."""

    tinted: tuple[str, ...]
    whole: tuple[str, ...]
    band: str
    inside: str
    scope: tuple[str, ...]
    lines: str


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Hold what all pictures share: land, and the regions by code."""

    land: str
    beyond: str
    home: str
    origin: str
    regions: Mapping[str, str]


def ground(drawn_metric: Display, pen: "PathPen", *, target: str) -> Ground:
    """Draw what lies beneath every policy's picture."""
    countries, regions = drawn_metric.countries, drawn_metric.regions
    is_target = countries["country"] == target
    paths = zip(regions["region"], map(pen.path, regions.geometry), strict=True)
    return Ground(
        land=pen.paths(countries.geometry[~is_target]),
        beyond=pen.paths(countries.geometry[is_target]),
        home=pen.paths(drawn_metric.home.geometry),
        origin=pen.paths(drawn_metric.origin.geometry),
        regions={code: path for code, path in paths if path},
    )


def still(drawn_metric: Display, beneath: Ground, account: Account, pen: "PathPen") -> Still:
    """Draw what one policy adds: paint, hatch and line."""
    near, far = account.lines[0], account.lines[-1]
    inside, envelopes = drawn_metric.inside, drawn_metric.envelopes
    at_near, at_far = inside["line"] == near, inside["line"] == far
    whole = inside["region"][at_near & inside["whole"]]
    return Still(
        tinted=tuple(row.region for row in account.touched if row.region in beneath.regions),
        whole=tuple(code for code in whole if code in beneath.regions),
        band=pen.paths(inside.geometry[at_far]) if near != far else "",
        inside=pen.paths(inside.geometry[at_near & ~inside["whole"]]),
        scope=tuple(code for code in account.named_codes if code in beneath.regions),
        lines=pen.paths(envelopes.geometry[envelopes["line"].isin([near, far])]),
    )


class PathPen:
    """Turn metric shapes into SVG path data within one box."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self._frame = shapely.box(west, south, east, north)
        self._corner = np.array([west, north])
        self._scale = WIDTH / (east - west)
        self.height = round((north - south) * self._scale)
        fitting = (km for km in _BARS_KM if km * 1000 * self._scale < WIDTH / 5)
        self.bar_km = next(fitting, _BARS_KM[-1])
        self.bar = round(self.bar_km * 1000 * self._scale)

    def upright(self, shape: Any, *, part: float) -> Any:
        """Give what shows of a shape in units of the picture, or a part of them, y upwards."""
        shown = shapely.intersection(shape, self._frame)
        (x, y), size = self._corner, self._scale * part
        south = y - self.height / self._scale
        return shapely.transform(shown, lambda at: (at - (x, south)) * size)

    def paths(self, shapes: Iterable[Any]) -> str:
        """Write shapes that show within the box; '' when none does."""
        return "".join(map(self.path, shapes))

    def path(self, shape: Any) -> str:
        """Write the parts of a shape that show within the box; '' when none does."""
        parts = shapely.get_parts(shape)
        return "".join(self._part(part) for part in parts[shapely.intersects(parts, self._frame)])

    def _part(self, part: Any) -> str:
        if part.geom_type == "Polygon":
            rings = [self._line(ring) for ring in (part.exterior, *part.interiors)]
            return "".join(f"{ring}z" for ring in rings if ring)
        return self._line(part)

    def _line(self, line: Any) -> str:
        """Write a line in whole units, as steps; '' for one too small to take any."""
        at = (shapely.get_coordinates(line) - self._corner) * (self._scale, -self._scale)
        (x, y), *rest = np.diff(np.rint(at).astype(int), axis=0, prepend=0).tolist()
        steps = " ".join(f"{dx} {dy}" for dx, dy in rest if dx or dy).replace(" -", "-")
        return f"M{x} {y}l{steps}" if steps else ""


_BEFORE_DRAWING = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_FACE = re.compile(
    r"@font-face { font-family: '[\w ]+'; [\w:; -]+ "
    r"src: url\(data:font/ttf;base64,[\w+/=]+\) format\('truetype'\); }"
)
_OWN_STYLE = re.compile(r"<style.*?</style>|<metadata>.*?</metadata>", re.DOTALL)
_AFTER_NAMES = '</g>\n  <g id="text_'
_STYLED = re.compile(r' style="([^"]*)"')
_WORDS = re.compile(r'<g id="(?:place-\d+|country-\w+)"[^>]*>.*?</g>', re.DOTALL)
_LINE = re.compile(
    r'<g id="text_\d+">\s*<text[^>]* y="([\d.]+)"[^>]*>(.*?)</text>\s*</g>', re.DOTALL
)
_FRAME = re.compile(r'id="patch_2">\s*<path d="M (\S+) (\S+) \nL (\S+) \S+ \nL \S+ (\S+) ')
_SIZE = re.compile(r'(?<=<svg )(.*?) width="[^"]*" height="[^"]*" viewBox="[^"]*"')
_FONT = re.compile(r"(?:(italic) )?(?:(\d+|bold) )?([\d.]+)px (.*)")


def places_drawing(told: Sequence[tuple[Findings, bytes]]) -> Markup:
    """Put the words of every language on the one map of places, an SVG file made by `snapshot`.

    What stands around the map there, the page has beside it.
    """
    first, *rest = ((each.lang, _inlined(svg.decode())) for each, svg in told)
    lang, drawing = first
    west, south, east, north = map(float, _framed(drawing))
    box = f'viewBox="{west} {north} {east - west:.6g} {south - north:.6g}"'
    drawing = _WORDS.sub(lambda match: f'<g lang="{lang}">{match[0]}</g>', drawing)
    others = "".join(
        f'<g lang="{code}">{match[0]}</g>'.replace('id="', f'id="{code}-')
        for code, other in rest
        for match in _WORDS.finditer(other)
    )
    (start, end) = _SIZE.sub(rf"\1 {box}", drawing, count=1).split(_AFTER_NAMES, 1)
    end = _LINE.sub("", f"{_AFTER_NAMES}{end}")
    return Markup(f"{start}{others}{end}")  # noqa: S704 - drawn by this program


def places_faces(told: Sequence[tuple[Findings, bytes]]) -> str:
    """Give the rules by which the maps of places carry their letters, for the page's own style."""
    rules = (rule for _, svg in told for rule in _FACE.findall(svg.decode()))
    return "\n".join(dict.fromkeys(rules))


def under_places(svg: bytes) -> Markup:
    """Give what is written under the map of an SVG file of places, its lines joined."""
    text = svg.decode()
    lines = sorted((float(y), line) for y, line in _LINE.findall(text))
    said = " ".join(line for y, line in lines if y > float(_framed(text)[1]))
    return Markup(said)  # noqa: S704 - drawn by this program


def _framed(drawing: str) -> Sequence[str]:
    """Give where the map stands in a drawing: west, south, east, north."""
    found = _FRAME.search(drawing)
    if found is None:  # pragma: no cover - every drawing of `snapshot` has one
        raise TypeError("The drawing has no map.")
    return found.groups()


def _inlined(svg: str) -> str:
    """Take the drawing out of an SVG file, its styles as attributes: the page forbids others."""
    drawing = _OWN_STYLE.sub("", _BEFORE_DRAWING.sub("", svg))
    return _STYLED.sub(lambda match: _attributes(match[1]), drawing)


def _attributes(style: str) -> str:
    """Write a style as presentation attributes.

    Examples
    --------
    >>> str(_attributes("fill: #fff; font: italic 8px 'A'"))
    ' fill="#fff" font-style="italic" font-size="8" font-family="&#39;A&#39;"'
    """
    pairs: list[tuple[str, str]] = []
    for name, value in (each.split(":", 1) for each in style.split(";") if ":" in each):
        key, said = name.strip(), value.strip()
        font = _FONT.fullmatch(said) if key == "font" else None
        if font is None:
            pairs.append((key, said))
            continue
        slant, weight, size, family = font.groups()
        pairs += [("font-style", slant)] if slant else []
        pairs += [("font-weight", weight)] if weight else []
        pairs += [("font-size", size), ("font-family", family.replace("&quot;", "'"))]
    return "".join(Markup(' {}="{}"').format(Markup(key), said) for key, said in pairs)  # noqa: S704
