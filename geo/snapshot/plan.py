"""Choose what a map names, in which order, and find room for each name once for all panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import GEOGRAPHIC
from geo.findings import Findings
from geo.snapshot.labels import Box, Placed, Room, Setting, at, beside, inside, led
from geo.snapshot.lettering import clipped, legible, width_pt
from geo.snapshot.marks import Rect
from geo.snapshot.scene import CRIMEA, KYIV, Scene, View
from geo.snapshot.story import Row
from geo.snapshot.style import SIZES
from geo.wording import Words

DOT_PT = 3.0
GAP_PT = 3.6
LINE_ROOM_PT = 2.0
LONGEST_PT = 90.0
MOST_SPOTS = 14
LONGEST_LEADER_PT = 36.0
LONGEST_LEADER_NAMED_PT = 70.0
LEAST_COUNTRY_PT2 = 120.0
SMALL_PT2 = 24_000.0
"""On a panel smaller than this, only named regions have leaders, and no places are marked."""

NAMED_LARGER = 1.12
SCALE_KM = (50, 100, 200, 300, 500, 1000)
SCALE_AT = 8.0


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Stand for Kyiv or a place the text names; an area has no dot."""

    key: str
    x: float
    y: float
    name: str
    dotted: bool = True
    capital: bool = False

    @property
    def box(self) -> Box:
        """Return the room its dot needs."""
        reach = DOT_PT / 2 + 0.6
        return (self.x - reach, self.y - reach, self.x + reach, self.y + reach)


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


def plan(findings: Findings, scene: Scene, rows: Sequence[Row], *, scale: float) -> Plan:
    """Find room for every label but the reach's own.

    Regions come first, the smallest before the larger; then Ukraine, places, neighbours, seas.

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
    bar = _bar(scene.view)
    room.take((2.0, 2.0, scale_box(bar, words).width + 4, 18.0))
    spots = _spots(findings, scene, words)
    if room.width * room.height < SMALL_PT2:
        spots = [spot for spot in spots if spot.capital]
    room.marks = [spot.box for spot in spots if spot.dotted]
    lines = shapely.buffer(shapely.union_all([*scene.reach.values()]), LINE_ROOM_PT)
    named = {row.region for row in rows}
    free = [shape for region, shape in scene.regions.items() if region not in named]
    rest = [shape for code, _, shape in scene.countries if code == "RU"]
    planner = _Planner(
        scene=scene,
        words=words,
        room=room,
        scale=scale,
        lines=lines,
        russia=shapely.union_all([*rest, *free]),
    )
    labels = planner.regions(rows)
    spots = [spot for spot in spots if room.free(np.array([spot.box]), over_marks=True)[0]]
    room.marks = [spot.box for spot in spots if spot.dotted]
    labels += planner.ukraine([spot for spot in spots if spot.capital])
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
    for key, lines, edge in (("east", scene.meridians, top), ("north", scene.parallels, side)):
        for degrees, line in lines:
            where = shapely.intersection(line, edge)
            setting = Setting(lines=(words.say(key, degrees=degrees),), size_pt=SIZES.tick)
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
    russia: Any

    @property
    def small(self) -> bool:
        """Say whether the panel has room for little."""
        return self.room.width * self.room.height < SMALL_PT2

    def shapes(self, rows: Sequence[Row]) -> dict[str, Any]:
        """Map a label's key to the area it must lie in unless it has a leader."""
        scene = self.scene
        found = {f"region-{row.region}": scene.regions[row.region] for row in self._listed(rows)}
        found |= {
            f"country-{code}": self.russia if code == "RU" else shape
            for code, _, shape in scene.countries
        }
        found |= {f"sea-{n}": shape for n, (_, shape) in enumerate(scene.sea)}
        return found | {"ukraine": scene.ukraine, "crimea": scene.ukraine}

    def _listed(self, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if row.region in self.scene.regions]

    def regions(self, rows: Sequence[Row]) -> list[Placed | None]:
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
            ([scene.ukraine], 40.0),
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

    def _region_settings(self, row: Row) -> list[Setting]:
        face = "bold" if row.named else "regular"
        large = SIZES.region * self.scale * (NAMED_LARGER if row.named else 1)
        least = SIZES.region_least * self.scale
        name = clipped(self.words.short(row.name), width=LONGEST_PT, size_pt=large, name=face)
        return _settings(name, sizes=(large, (large + least) / 2, least), face=face)

    def ukraine(self, capital: Sequence[Spot]) -> list[Placed | None]:
        """Name Ukraine, its capital and Crimea."""
        scene, room, words = self.scene, self.room, self.words
        country = Setting(
            lines=(words.say("ukraine").upper(),), size_pt=SIZES.country * self.scale, face="bold"
        )
        city = SIZES.city * self.scale
        size = SIZES.region * self.scale
        crimea = _settings(
            words.say("crimea"), sizes=(size, size * 0.9, size * 0.8), face="regular"
        )
        kyiv = [
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
            *kyiv,
            inside("ukraine", scene.ukraine, [country], room=room),
            self._inside_or_led("crimea", self._crimea(), crimea),
        ]

    def _crimea(self) -> Any:
        """Return the peninsula."""
        box = gpd.GeoDataFrame(geometry=[shapely.box(*CRIMEA)], crs=GEOGRAPHIC)
        return shapely.intersection(self.scene.ukraine, self.scene.view.place(box)[0])

    def _inside_or_led(self, key: str, shape: Any, settings: Sequence[Setting]) -> Placed | None:
        """Place a label inside its shape, else at a leader over water or far land."""
        land = [self.scene.ukraine, *self.scene.regions.values()]
        placed = inside(key, shape, settings, room=self.room)
        return placed or led(key, shape, settings[-1], room=self.room, costly=[(land, 40.0)])

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

    def around(self, rows: Sequence[Row]) -> list[Placed | None]:
        """Name what lies around: Russia outside the reach, neighbours, seas.

        A neighbour that is wholly in view is named, if need be at a leader.
        """
        scene, room, lines, words = self.scene, self.room, self.lines, self.words
        touched = [scene.regions[row.region] for row in self._listed(rows)]
        size = SIZES.region * self.scale
        labels: list[Placed | None] = []
        for code, name, shape in scene.countries:
            russia = code == "RU"
            text = (words.say("russia") if russia else legible(name, longest=40)).upper()
            settings = _settings(
                text,
                sizes=(size, size * 0.88, size * 0.74),
                face="bold" if russia else "regular",
            )
            key = f"country-{code}"
            ground = self.russia if russia else shape
            placed = inside(key, ground, settings, room=room, lines=lines)
            whole = shape.area > LEAST_COUNTRY_PT2 and shapely.contains(room.frame, shape)
            if placed is None and whole and not self.small:
                costly = [([*touched, scene.ukraine], 80.0)]
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


def scale_text(bar: tuple[float, float, float], words: Words) -> str:
    """Say what the scale bar measures, and where."""
    return words.say("scale", km=words.number(bar[0]), lat=round(bar[2]))


def scale_box(bar: tuple[float, float, float], words: Words) -> Rect:
    """Return the ground the scale bar and its text stand on."""
    text = width_pt(scale_text(bar, words), size_pt=SIZES.tick)
    return Rect(3, 3, max(bar[1], text) + 10, 14)


def _bar(view: View) -> tuple[float, float, float]:
    """Choose a round distance for the scale bar; give its length in points and its latitude."""
    fitting = [km for km in SCALE_KM if km * 1000 * view.pt_per_m <= view.width * 0.22]
    km = fitting[-1] if fitting else SCALE_KM[0]
    length, latitude = view.span(km, x=SCALE_AT, y=SCALE_AT)
    return float(km), length, latitude


def _readable(name: str, lang: str) -> bool:
    """Say whether a name has letters, and those of the language: a map does not mix scripts."""
    cyrillic = any("\u0400" <= character <= "\u04ff" for character in name)
    return bool(name) and cyrillic == (lang != "en")


_KEYS = {"settlement": "place", "region": "oblast"}


def _spots(findings: Findings, scene: Scene, words: Words) -> list[Spot]:
    """List Kyiv, then the settlements and Ukrainian regions that the text names, once each."""
    frame = findings.places
    frame = frame[(frame["status"] == "resolved") & ~frame.geometry.isna()]
    ukrainian = (frame["kind"] == "region") & (frame["country"] == "UA")
    frame = frame[(frame["kind"] == "settlement") | ukrainian]
    frame = frame.drop_duplicates("name")
    frame = frame[frame["name"] != words.say("kyiv")]
    readable = [_readable(legible(name), words.lang) for name in frame["name"]]
    frame = frame[np.array(readable, dtype=bool)]
    degrees = [KYIV, *zip(frame.geometry.x, frame.geometry.y, strict=True)]
    names = [words.say("kyiv"), *(legible(name, longest=40) for name in frame["name"])]
    kinds = ["capital", *frame["kind"]]
    spots = [
        Spot(
            key="kyiv" if kind == "capital" else f"{_KEYS[kind]}-{n}",
            x=float(x),
            y=float(y),
            name=clipped(name, width=LONGEST_PT, size_pt=SIZES.city),
            dotted=kind != "region",
            capital=kind == "capital",
        )
        for n, ((x, y), name, kind) in enumerate(
            zip(scene.view.points(degrees), names, kinds, strict=True)
        )
    ]
    view = scene.view
    seen = [spot for spot in spots if 0 < spot.x < view.width and 0 < spot.y < view.height]
    return seen[: MOST_SPOTS + 1]
