"""Choose what a map names, in which order, and find room for each name once for all panels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geo.findings import Findings
from geo.narrative import PictureRow
from geo.snapshot.labels import Placed, Room, Setting, at, beside, inside, led
from geo.snapshot.lettering import clipped, legible
from geo.snapshot.scene import Scene, scale_bar, scale_box
from geo.snapshot.spots import LONGEST_PT, Spot, named_spots
from geo.snapshot.style import SIZES
from geo.wording import Words

GAP_PT = 3.6
LINE_ROOM_PT = 2.0
LONGEST_LEADER_PT = 36.0
LONGEST_LEADER_NAMED_PT = 70.0
LEAST_COUNTRY_PT2 = 120.0
SMALL_PT2 = 24_000.0
"""On a panel smaller than this, only named regions have leaders, and no places are marked."""

NAMED_LARGER = 1.12


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Hold the labels that all panels share.

    ``shapes`` maps a label's key to the area it names; a place's label has none. ``bar`` is the
    scale bar's distance in kilometres, its length in points and its latitude in degrees.
    """

    labels: tuple[Placed, ...]
    shapes: dict[str, Any]
    spots: tuple[Spot, ...]
    ticks: tuple[Placed, ...]
    room: Room
    bar: tuple[float, float, float]
    scale: float


def plan(findings: Findings, scene: Scene, rows: Sequence[PictureRow], *, scale: float) -> Plan:
    """Find room for every label but the reach's own.

    Regions come first, the smallest before the larger; then home, places, neighbours, seas.

    Parameters
    ----------
    findings, scene
        What was found, and its shapes on a panel.
    rows
        The regions to name.
    scale
        Factor of the type sizes: 1 on a large panel, less on small ones.
    """
    words = Words(findings.lang, "snapshot")
    room = Room(width=scene.view.width, height=scene.view.height)
    bar = scale_bar(scene.view)
    room.take((2.0, 2.0, scale_box(bar, words).width + 4, 18.0))
    spots = named_spots(findings, scene, words)
    if room.width * room.height < SMALL_PT2:
        spots = [spot for spot in spots if spot.capital]
    room.marks = [spot.box for spot in spots if spot.dotted]
    lines = shapely.buffer(shapely.union_all([*scene.reach.values()]), LINE_ROOM_PT)
    named = {row.region for row in rows}
    free = [shape for region, shape in scene.regions.items() if region not in named]
    rest = [shape for code, _, shape in scene.countries if code == scene.target]
    planner = _Planner(
        scene=scene,
        words=words,
        room=room,
        scale=scale,
        lines=lines,
        beyond=shapely.union_all([*rest, *free]),
    )
    labels = planner.regions(rows)
    spots = [spot for spot in spots if room.free(np.array([spot.box]), over_marks=True)[0]]
    room.marks = [spot.box for spot in spots if spot.dotted]
    labels += planner.home([spot for spot in spots if spot.capital])
    labels += planner.places(spots, known={words.short(row.name) for row in rows})
    labels += planner.around(rows)
    ticks = [] if planner.small else _ticks(scene, room, words)
    return Plan(
        labels=tuple(label for label in labels if label is not None),
        shapes=planner.shapes(rows),
        spots=tuple(spot for spot in spots if spot.dotted),
        ticks=tuple(ticks),
        room=room,
        bar=bar,
        scale=scale,
    )


def _ticks(scene: Scene, room: Room, words: Words) -> list[Placed]:
    """Write degrees where meridians leave the map at its top and parallels at its right edge."""
    high, right = room.height - 6, room.width - 10
    top = shapely.LineString([(0, high), (room.width, high)])
    side = shapely.LineString([(right, 0), (right, room.height)])
    ticks = []
    for keys, lines, edge in (
        (("east", "west"), scene.meridians, top),
        (("north", "south"), scene.parallels, side),
    ):
        for degrees, line in lines:
            where = shapely.intersection(line, edge)
            signed = degrees - 360 if degrees > 180 else degrees  # noqa: PLR2004 - half a turn
            key = keys[signed < 0]
            setting = Setting(lines=(words.say(key, degrees=abs(signed)),), size_pt=SIZES.tick)
            for point in shapely.get_coordinates(where)[:1]:
                placed = at(f"{key}-{degrees}", (point[0], point[1]), setting, room=room)
                ticks += [placed] if placed else []
    return ticks


@dataclass(frozen=True, kw_only=True)
class _Planner:
    """Place labels group by group into one room; names stand clear of the lines if they can."""

    scene: Scene
    words: Words
    room: Room
    scale: float
    lines: Any
    beyond: Any

    @property
    def small(self) -> bool:
        """Say whether the panel has room for little."""
        return self.room.width * self.room.height < SMALL_PT2

    def shapes(self, rows: Sequence[PictureRow]) -> dict[str, Any]:
        """Map a label's key to the area it must lie in unless it has a leader."""
        scene = self.scene
        found = {f"region-{row.region}": scene.regions[row.region] for row in self._listed(rows)}
        found |= {
            f"country-{code}": self.beyond if code == scene.target else shape
            for code, _, shape in scene.countries
        }
        found |= {f"sea-{n}": shape for n, (_, shape) in enumerate(scene.sea)}
        return found | dict.fromkeys(("home", *(f"part-{key}" for key in scene.parts)), scene.home)

    def _listed(self, rows: Sequence[PictureRow]) -> list[PictureRow]:
        return [row for row in rows if row.region in self.scene.regions]

    def regions(self, rows: Sequence[PictureRow]) -> list[Placed | None]:
        """Name regions inside themselves; those too small at leaders."""
        scene, room = self.scene, self.room
        listed = sorted(
            self._listed(rows),
            key=lambda row: (
                not row.named,
                float(shapely.intersection(scene.regions[row.region], room.frame).area),
            ),
        )
        labels: list[Placed | None] = []
        outside = []
        for row in listed:
            key, shape = f"region-{row.region}", scene.regions[row.region]
            settings = self._region_settings(row)
            placed = None
            if not row.named:  # a named region's own label stands in its middle, over any mark
                placed = inside(key, shape, settings, room=room, lines=self.lines)
            placed = placed or inside(key, shape, settings, room=room, over_marks=True)
            labels.append(placed)
            if placed is None:
                outside.append((row, key, shape, settings[0]))
        grounds = {row.region: scene.regions[row.region] for row in listed}
        costly = [
            (grounds.values(), 80.0),
            ([scene.home], 40.0),
            ([shapely.boundary(shape) for _, shape in scene.sea], 6.0),
        ]
        return labels + [
            led(
                key,
                shape,
                setting,
                room=room,
                costly=costly,
                longest=LONGEST_LEADER_NAMED_PT if row.named else LONGEST_LEADER_PT,
                barred=[] if row.named else [*grounds.values()],
            )
            for row, key, shape, setting in outside
            if row.named or not self.small
        ]

    def _region_settings(self, row: PictureRow) -> list[Setting]:
        face = "bold" if row.named else "regular"
        large = SIZES.region * self.scale * (NAMED_LARGER if row.named else 1)
        least = SIZES.region_least * self.scale
        name = clipped(self.words.short(row.name), width=LONGEST_PT, size_pt=large, name=face)
        return _settings(name, sizes=(large, (large + least) / 2, least), face=face)

    def home(self, capital: Sequence[Spot]) -> list[Placed | None]:
        """Name the country measured from, its capital and its parts."""
        scene, room, words = self.scene, self.room, self.words
        large = SIZES.country * self.scale
        country = [
            setting
            for name in scene.home_name
            for setting in _settings(
                legible(name, longest=40).upper(),
                sizes=(large, large * 0.85, large * 0.7),
                face="bold",
            )
        ]
        city = SIZES.city * self.scale
        size = SIZES.region * self.scale
        sizes = (size, size * 0.9, size * 0.8)
        parts = {key: _settings(words.say(key), sizes=sizes, face="regular") for key in scene.parts}
        seats = [
            beside(
                spot.key,
                (spot.x, spot.y),
                [Setting(lines=(spot.name,), size_pt=city, face="bold")],
                room=room,
                gap=GAP_PT,
            )
            for spot in capital
        ]
        return [
            *seats,
            self._inside_or_led("home", scene.home, country) if country else None,
            *(self._inside_or_led(f"part-{key}", scene.parts[key], parts[key]) for key in parts),
        ]

    def _inside_or_led(self, key: str, shape: Any, settings: Sequence[Setting]) -> Placed | None:
        """Place a label inside its shape, else at a leader over water or far land."""
        land = [self.scene.home, *self.scene.regions.values()]
        placed = inside(key, shape, settings, room=self.room)
        return placed or led(key, shape, settings[-1], room=self.room, costly=[(land, 40.0)])

    def _on_water(self, key: str, settings: Sequence[Setting]) -> Placed | None:
        """Place the name of a country full of names on the water beside it."""
        scene = self.scene
        land = [scene.home, *scene.regions.values(), *(shape for _, _, shape in scene.countries)]
        every = shapely.union_all([*scene.regions.values()])
        for setting in settings:
            costly = [([self.lines], 80.0)]
            beside = led(key, every, setting, room=self.room, costly=costly, barred=land)
            if beside is not None:
                return replace(beside, leader=None)
        return None

    def places(self, spots: Sequence[Spot], *, known: set[str]) -> list[Placed | None]:
        """Name the places the text names, unless their region's name already says it."""
        labels: list[Placed | None] = []
        for spot in spots:
            if spot.capital or spot.name in known:
                continue
            point = (spot.x, spot.y)
            setting = Setting(lines=(spot.name,), size_pt=SIZES.city * self.scale)
            if spot.dotted:
                labels.append(beside(spot.key, point, [setting], room=self.room, gap=GAP_PT))
            else:
                labels.append(at(spot.key, point, setting, room=self.room))
        return labels

    def around(self, rows: Sequence[PictureRow]) -> list[Placed | None]:
        """Name what lies around: the target outside the reach, neighbours, seas.

        A neighbour that is wholly in view is named, if need be at a leader.
        """
        scene, room, lines = self.scene, self.room, self.lines
        touched = [scene.regions[row.region] for row in self._listed(rows)]
        size = SIZES.region * self.scale
        labels: list[Placed | None] = []
        for code, name, shape in scene.countries:
            judged = code == scene.target
            settings = _settings(
                legible(name, longest=40).upper(),
                sizes=(size, size * 0.88, size * 0.74),
                face="bold" if judged else "regular",
            )
            key = f"country-{code}"
            ground = self.beyond if judged else shape
            placed = inside(key, ground, settings, room=room, lines=lines)
            if judged and placed is None:
                placed = self._on_water("target", settings)
            whole = (
                not judged
                and shape.area > LEAST_COUNTRY_PT2
                and shapely.contains(room.frame, shape)
            )
            if placed is None and whole and not self.small:
                costly = [([*touched, scene.home], 80.0)]
                placed = led(key, shape, settings[-1], room=room, costly=costly)
            labels.append(placed)
        for n, (name, shape) in enumerate(scene.sea):
            text = legible(name, longest=40)
            settings = _settings(text, sizes=(size * 1.1, size * 0.88), face="italic")
            labels.append(inside(f"sea-{n}", shape, settings, room=room, lines=lines))
        return labels


def _settings(text: str, *, sizes: Sequence[float], face: str) -> list[Setting]:
    """Offer a name whole and broken in two, from the largest size to the least."""
    broken = dict.fromkeys([(text,), _halves(text)])
    return [Setting(lines=lines, size_pt=size, face=face) for size in sizes for lines in broken]


def _halves(text: str) -> tuple[str, ...]:
    """Break a name in two at the space or hyphen nearest to its middle."""
    breaks = [n + 1 for n, c in enumerate(text[:-1]) if c in " -" and n > 0]
    if not breaks:
        return (text,)
    middle = min(breaks, key=lambda n: abs(n - len(text) / 2))
    return text[:middle].rstrip(), text[middle:].lstrip()
