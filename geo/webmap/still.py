"""Draw a picture of each policy that needs no script: for paper, and where scripts do not run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.display import Box, Display
from geo.narrative import Account
from geo.wording import Words

WIDTH = 1200

_LETTER = 13  # room for one letter, in the picture's units


@dataclass(frozen=True)
class Name:
    """Hold a name, the code of what it names, and where its middle stands."""

    x: int
    y: int
    text: str
    kind: str
    key: str


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


def still(
    drawn_metric: Display, beneath: Ground, account: Account, pen: "PathPen", words: Words
) -> Still:
    """Draw what one policy adds: paint, hatch, line and names."""
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
        names=_names(drawn_metric, account, pen, words),
    )


def _names(
    drawn_metric: Display, account: Account, pen: "PathPen", words: Words
) -> tuple[Name, ...]:
    """Name home, the regions touched, then the countries, as far as there is room."""
    regions = drawn_metric.regions[drawn_metric.regions["region"].isin(account.touched_codes)]
    countries = drawn_metric.countries[~drawn_metric.countries.geometry.is_empty]
    wanted = [
        (name, label, kind, key)
        for frame, kind, keys in (
            (drawn_metric.home, "home", drawn_metric.home["country"]),
            (regions, "region", regions["region"]),
            (countries, "country", countries["country"]),
        )
        for name, label, key in zip(
            frame[f"name_{words.lang}"], pen.points(frame["label"]), keys, strict=True
        )
    ]
    taken: list[tuple[int, int, int, int]] = []
    names = []
    for name, (x, middle), kind, key in wanted:
        text = words.short(name) if kind == "region" else name.upper()
        half = round(len(text) * _LETTER / 2)
        for y in (middle, middle - _LETTER, middle + _LETTER):
            box = (x - half, y - _LETTER, x + half, y + _LETTER)
            seen = box[0] > 0 and box[2] < WIDTH and box[1] > 0 and box[3] < pen.height
            if seen and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                names.append(Name(x, y, text, kind, key))
                break
    return tuple(names)


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class PathPen:
    """Turn metric shapes into SVG path data within one box."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self._frame = shapely.box(west, south, east, north)
        self._corner = np.array([west, north])
        self._scale = WIDTH / (east - west)
        self.height = round((north - south) * self._scale)

    def points(self, labels: gpd.GeoSeries) -> list[tuple[int, int]]:
        """Give where each label stands."""
        at = (shapely.get_coordinates(labels) - self._corner) * (self._scale, -self._scale)
        return [(x, y) for x, y in np.rint(at).astype(int).tolist()]

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
