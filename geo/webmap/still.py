"""Draw a picture of each policy that needs no script: for paper, and where scripts do not run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import to_metric
from geo.display import Display
from geo.webmap.mapdata import Box
from geo.webmap.story import Story
from geo.webmap.words import Words

WIDTH = 1200

_LETTER = 13  # room for one letter, in the picture's units


@dataclass(frozen=True)
class Name:
    """Hold a name and where its middle stands."""

    x: int
    y: int
    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Still:
    """Hold the outlines of one policy's picture as SVG path data."""

    tinted: tuple[str, ...]
    whole: tuple[str, ...]
    band: str
    inside: str
    scope: tuple[str, ...]
    lines: str
    names: tuple[Name, ...]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Hold what all pictures share: size, land, and the regions by code."""

    height: int
    land: str
    beyond: str
    ukraine: str
    origin: str
    regions: tuple[tuple[str, str], ...]


def ground(shown: Display, box: Box) -> Ground:
    """Draw what lies beneath every policy's picture."""
    draw = _Pen(box)
    is_russia = shown.countries["country"] == "RU"
    return Ground(
        height=draw.height,
        land=draw.path(to_metric(shown.countries[~is_russia]).geometry),
        beyond=draw.path(to_metric(shown.countries[is_russia]).geometry),
        ukraine=draw.path(to_metric(shown.ukraine).geometry),
        origin=draw.path(to_metric(shown.origin).geometry),
        regions=tuple(
            (code, path)
            for code, shape in zip(
                shown.regions["region"], to_metric(shown.regions).geometry, strict=True
            )
            if (path := draw.path([shape]))
        ),
    )


def still(shown: Display, story: Story, box: Box, words: Words) -> Still:
    """Draw what one policy adds: paint, hatch and line."""
    draw = _Pen(box)
    near, far = story.regime.reach_km[0], story.regime.reach_km[-1]
    drawn = set(shown.regions["region"])

    def parts(reach_km: float) -> gpd.GeoDataFrame:
        return shown.inside[shown.inside["reach_km"] == reach_km]

    inner = parts(near)
    lines = shown.envelopes[shown.envelopes["reach_km"].isin([near, far])]
    return Still(
        tinted=tuple(row.region for row in story.touched),
        whole=tuple(inner["region"][inner["whole"]]),
        band=draw.path(to_metric(parts(far)).geometry) if near != far else "",
        inside=draw.path(to_metric(inner[~inner["whole"]]).geometry),
        scope=tuple(code for code in story.regime.scope if code in drawn),
        lines=draw.path(to_metric(lines).geometry),
        names=_names(shown, story, draw, words),
    )


def _names(shown: Display, story: Story, draw: "_Pen", words: Words) -> tuple[Name, ...]:
    """Name Ukraine, the regions touched, then the countries, as far as there is room."""
    touched = {row.region for row in story.touched}
    regions = shown.regions[shown.regions["region"].isin(touched)]
    wanted = [
        (name, label, kind)
        for frame, kind in (
            (shown.ukraine, "ukraine"),
            (regions, "region"),
            (shown.countries, "country"),
        )
        for name, label in zip(frame["name"], draw.points(frame["label"]), strict=True)
    ]
    taken: list[tuple[int, int, int, int]] = []
    names = []
    for name, (x, middle), kind in wanted:
        text = words.short(name) if kind == "region" else name.upper()
        half = round(len(text) * _LETTER / 2)
        for y in (middle, middle - _LETTER, middle + _LETTER):
            box = (x - half, y - _LETTER, x + half, y + _LETTER)
            seen = box[0] > 0 and box[2] < WIDTH and box[1] > 0 and box[3] < draw.height
            if seen and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                names.append(Name(x, y, text, kind))
                break
    return tuple(names)


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Pen:
    """Turn metric shapes into SVG path data within one box."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self._frame = shapely.box(west, south, east, north)
        self._corner = np.array([west, north])
        self._scale = WIDTH / (east - west)
        self.height = round((north - south) * self._scale)

    def points(self, labels: gpd.GeoSeries) -> list[tuple[int, int]]:
        """Give where each label stands."""
        metric = to_metric(gpd.GeoDataFrame(geometry=labels)).geometry
        at = (shapely.get_coordinates(metric) - self._corner) * (self._scale, -self._scale)
        return [(x, y) for x, y in np.rint(at).astype(int).tolist()]

    def path(self, shapes: Iterable[Any]) -> str:
        """Write shapes that show within the box; '' when none does."""
        seen = [shape for shape in shapes if shape.intersects(self._frame)]
        parts = shapely.get_parts(seen)
        return "".join(self._part(part) for part in parts if part.intersects(self._frame))

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


def still_box(boxes: Sequence[Box]) -> Box:
    """Choose one frame for all pictures: around every policy's own."""
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))
