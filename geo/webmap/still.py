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
    """Hold what all pictures share: size, land, and the regions by code."""

    height: int
    land: str
    ukraine: str
    origin: str
    regions: tuple[tuple[str, str], ...]


def ground(shown: Display, box: Box) -> Ground:
    """Draw what lies beneath every policy's picture."""
    draw = _Pen(box)
    return Ground(
        height=draw.height,
        land=draw.path(to_metric(shown.countries).geometry),
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


def still(shown: Display, story: Story, box: Box) -> Still:
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
    )


class _Pen:
    """Turn metric shapes into SVG path data within one box."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self._frame = shapely.box(west, south, east, north)
        self._corner = np.array([west, north])
        self._scale = WIDTH / (east - west)
        self.height = round((north - south) * self._scale)

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
