"""Choose what a map names, and find room for each name once for all panels of a picture."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.display import Display
from geo.findings import Findings
from geo.gazetteer import capitals, labels
from geo.labels import Terrain, edges, place
from geo.narrative import Account, PictureRow, PictureText
from geo.snapshot.legend import Bar, scale_bar, scale_box
from geo.snapshot.names import LEADING, LONGEST_PT, SMALL_PT2, Box, Offers, Setting, Spot
from geo.snapshot.scene import PART_CODES, Scene, fitting, stage
from geo.snapshot.sidebar import InsetScale, inset_scale
from geo.snapshot.style import SIZES, clipped, legible, wrapped
from geo.wording import LANGUAGES, Words

MOST_SPOTS = 24
MOST_KEY_LINES, MOST_TRIES = 8, 4
MOST_LED = 6
"""One region's name in so many may have a leader."""

NO_BREAK = "\u00a0"
LEAST_SHRUNK = 0.7
"""A map that a key of numbers would make smaller than this keeps its size and goes without."""

KEY_LEADING = 1.16
"""From line to line of the key of a map's numbers, as a part of its size."""

FULL_TYPE_PT = 270.0
LEAST_TYPE = 0.8
"""Maps narrower than the first have smaller type, down to the second, but on cards."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A label with its place: centre, and a leader (from the label to the shape) if it has one."""

    key: str
    setting: Setting
    x: float
    y: float
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north."""
        wide, high = self.setting.width / 2, self.setting.height / 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    @property
    def baselines(self) -> tuple[float, ...]:
        """Return the y of each line's baseline, from the top."""
        size = self.setting.size_pt
        top = self.y + self.setting.height / 2 - self.setting.ascent * size
        return tuple(top - n * LEADING * size for n in range(len(self.setting.lines)))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Hold the labels that all panels share, and those of each reach by its words.

    The ``ground`` has the areas of region, country and sea labels by their keys; ``belongs`` maps
    that of a place to the code of the region or country it lies in.
    """

    labels: tuple[Placed, ...]
    reaches: Mapping[str, Placed]
    ground: Terrain
    belongs: Mapping[str, str]
    spots: tuple[Spot, ...]
    bar: Bar
    scales: tuple[InsetScale, ...] = ()


def plan(
    findings: Findings,
    scene: Scene,
    accounts: Sequence[Account],
    rows: Sequence[PictureRow],
    *,
    scale: float = 1.0,
    least: float = SIZES.tick,
    numbers: Mapping[str, int] = MappingProxyType({}),
) -> Plan:
    """Find room for every label.

    Parameters
    ----------
    findings, scene
        What was found, and its shapes on a account.
    accounts, rows
        The regimes drawn; the regions to name first.
    scale
        Factor of the type sizes: 1 on a large panel, less on small ones.
    least
        The smallest type, in points.
    numbers
        Regions named by a number that a key explains.
    """
    words = Words(findings.lang, "snapshot")
    view, reached = scene.view, [scene.regions[row.region] for row in rows]
    bar = scale_bar(view, reached, words)
    box = scale_box(bar, words)
    taken = [(box.west - 1, box.south - 1, box.west + box.width + 3, box.south + box.height + 1)]
    scales = tuple(inset_scale(inset, reached, words) for inset in view.insets)
    taken += [at.shape.bounds for _, _, at in scales]
    taken += [side for inset in view.insets for side in edges(inset.box)]
    spots = _spots(findings, scene, words)
    if view.width * view.height < SMALL_PT2:
        spots = [spot for spot in spots if spot.mark == "capital"]
    spots = [spot for spot in spots if not any(_meet(spot.box, box) for box in taken)]
    offers = Offers(scene=scene, words=words, type_scale=scale, least=least)
    for each in (
        offers.regions(findings, rows, numbers=numbers),
        offers.home(),
        offers.spots(spots, rows),
        offers.reaches(accounts),
        offers.around(),
        offers.ticks(),
    ):
        for name, settings in each:
            offers.names[name.key] = name
            offers.settings[name.key] = settings
    ground = _ground(scene, accounts, rows, spots=spots, taken=taken)
    found = place(tuple(offers.names.values()), ground)
    placed = {
        key: Placed(
            key=key,
            setting=offers.settings[key][spot.form],
            x=(spot.box[0] + spot.box[2]) / 2,
            y=(spot.box[1] + spot.box[3]) / 2,
            leader=(spot.leader[:2], spot.leader[2:]) if spot.leader else None,
        )
        for key, spot in found.items()
    }
    return Plan(
        labels=tuple(label for key, label in placed.items() if not key.startswith("reach")),
        reaches={key: label for key, label in placed.items() if key.startswith("reach")},
        ground=ground,
        belongs={spot.key: spot.own for spot in spots} | _parts(scene),
        spots=tuple(spot for spot in spots if spot.dotted),
        bar=bar,
        scales=scales,
    )


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Pair the scene with its labels and the lines of the key below it, '' for none."""

    scene: Scene
    plan: Plan
    key: Sequence[str]
    scale: float

    @property
    def key_pt(self) -> float:
        """Return the room the key needs, in points."""
        return _key_height(self.key)


def settle(
    findings: Findings,
    shown: Display,
    story: PictureText,
    *,
    land: tuple[float, float, float, float],
    width: float,
    height: float,
    scaled: bool = False,
) -> Settled:
    """Stage a map and name every region in reach: by a number and a key where no name has room.

    Numbers stand for names, too, where more than one in six would need a leader.

    Parameters
    ----------
    findings, shown, story
        What was found, the same simplified, and what the picture says.
    land
        What the view holds.
    width, height
        The room for the map and its key, in points.
    scaled
        Whether type is smaller on a small map.
    """
    words = Words(findings.lang, "snapshot")
    numbers: dict[str, int] = {}
    key: Sequence[str] = ()
    tried: list[tuple[int, int, int, Settled]] = []
    for attempt in range(MOST_TRIES):
        across, up = fitting(shown, land, width=width, height=height - _key_height(key))
        scene = stage(findings, shown, story.accounts, land=land, width=across, height=up)
        scale = min(1.0, max(LEAST_TYPE, across / FULL_TYPE_PT)) if scaled else 1.0
        found = plan(findings, scene, story.accounts, story.rows, scale=scale, numbers=numbers)
        frame = shapely.box(0, 0, across, up)
        named = {label.key for label in found.labels if label.key.startswith("region-")}
        missing = {
            row.region
            for row in story.rows
            if f"region-{row.region}" not in named
            and shapely.intersects(scene.regions[row.region], frame)
        }
        settled = Settled(scene=scene, plan=found, key=key, scale=scale)
        led = _led(found.labels)
        too_many = max(len(led) - len(named) // MOST_LED, 0)
        tried.append((len(missing), too_many, attempt, settled))
        crowded = {*missing, *numbers, *led[: len(led) if missing else too_many]}
        numbered = [row for row in story.rows if row.region in crowded]
        if not (missing or too_many) or len(numbered) == len(numbers):
            break
        numbers = {row.region: n for n, row in enumerate(numbered, 1)}
        told = [f"{n} {words.short(row.name)}" for n, row in enumerate(numbered, 1)]
        text = "; ".join(told).replace(" ", NO_BREAK).replace(f";{NO_BREAK}", "; ")
        key = wrapped(text, width=width, size_pt=SIZES.tick, lines=MOST_KEY_LINES)
    least = tried[0][-1].scene.view.width * LEAST_SHRUNK
    kept = [each for each in tried if each[-1].scene.view.width >= least]
    return min(kept, key=lambda each: each[:3])[-1]


def _led(labels: Sequence[Placed]) -> list[str]:
    """List the codes of the regions that have a leader, the longest before the others."""
    led = {label.key: math.dist(*label.leader) for label in labels if label.leader}
    return [
        key.removeprefix("region-")
        for key in sorted(led, key=lambda key: (-led[key], key))
        if key.startswith("region-")
    ]


def _key_height(lines: Sequence[str]) -> float:
    return len(lines) * KEY_LEADING * SIZES.tick + (3.0 if lines else 0.0)


def _parts(scene: Scene) -> dict[str, str]:
    return {f"part-{key}": code for key, code in PART_CODES.items() if key in scene.parts}


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ground(
    scene: Scene,
    accounts: Sequence[Account],
    rows: Sequence[PictureRow],
    *,
    spots: Sequence[Spot],
    taken: Sequence[Box],
) -> Terrain:
    """Say what lies where: waters under land, home above all."""
    regions = {f"region-{code}": shape for code, shape in scene.regions.items()}
    countries = {f"country-{code}": shape for code, _, shape in scene.countries}
    parts = {f"part-{key}": shape for key, shape in scene.parts.items()}
    seas = {f"sea-{n}": shape for n, (_, shape) in enumerate(scene.sea)}
    home = {} if scene.home.is_empty else {"home": scene.home}
    reached = frozenset(f"region-{row.region}" for row in rows)
    lines = [scene.reach[line] for account in accounts for line in account.lines[-1:]]
    target = f"country-{scene.target}"
    return Terrain(
        width=scene.view.width,
        height=scene.view.height,
        shapes=seas | countries | regions | home | parts,
        home=frozenset(home | parts),
        regions=frozenset(regions),
        reached=reached & frozenset(regions),
        free=dict.fromkeys(countries, 2.0)
        | {target: 4.0}
        | {key: 8.0 for key in regions if key not in reached},
        waters=frozenset(seas),
        lines=shapely.union_all(lines) if lines else None,
        marks=tuple(spot.box for spot in spots if spot.dotted),
        taken=tuple(taken),
    )


def _spots(findings: Findings, scene: Scene, words: Words) -> list[Spot]:
    """List home's capital, then the towns and home's regions that the text names, once each."""
    frame = findings.places
    frame = frame[(frame["status"] == "resolved") & ~frame.geometry.isna()]
    at_home = (frame["kind"] == "region") & frame["country"].isin(findings.home["country"])
    frame = frame[(frame["kind"] == "settlement") | at_home]
    frame = frame.drop_duplicates("name")
    seats = _seats(findings.home_country, lang=words.lang)
    frame = frame[~frame["name"].isin(seats)]
    readable = [_readable(legible(name), words.lang) for name in frame["name"]]
    frame = frame[np.array(readable, dtype=bool)]
    owns = frame["region"].where(frame["region"].fillna("") != "", frame["country"])
    seat_points = [*seats.values()]
    points = scene.view.points(
        [*seat_points, *zip(frame.geometry.x, frame.geometry.y, strict=True)]
    )
    spots = [
        _spot(f"capital-{n}", name, points[n], own=findings.home_country, kind="capital")
        for n, name in enumerate(seats)
    ]
    english = _english(findings)
    called = frame["name_en"] if "name_en" in frame else frame["name"]
    for n, (name, kind, said, own) in enumerate(
        zip(frame["name"], frame["kind"], called, owns, strict=True), len(seats)
    ):
        region, brief = _lies_in(scene, str(own), *points[n]), words.short(name)
        text = brief if kind == "region" else name
        spot = _spot(f"place-{n}", text, points[n], own=region, kind=kind)
        spots.append(replace(spot, like=region if english.get(region) == said else ""))
    view = scene.view
    seen = [spot for spot in spots if 0 < spot.x < view.width and 0 < spot.y < view.height]
    return seen[: MOST_SPOTS + 1]


def _spot(key: str, name: str, at: NDArray[np.float64], *, own: str, kind: str) -> Spot:
    text = clipped(legible(name, longest=40), width=LONGEST_PT, size_pt=SIZES.city)
    return Spot(key=key, x=float(at[0]), y=float(at[1]), name=text, own=own, kind=kind)


def _english(findings: Findings) -> dict[str, str]:
    """Give the short English name of each region by its code."""
    frame, words = findings.regions, Words("en", "snapshot")
    names = frame["name_en"] if "name_en" in frame else frame["name"]
    return {code: words.short(str(name)) for code, name in zip(frame["region"], names, strict=True)}


def _lies_in(scene: Scene, own: str, x: float, y: float) -> str:
    """Give the code of the region a place lies in: the one it is said to, else the one drawn."""
    if own in scene.regions:
        return own
    drawn = (code for code, shape in scene.regions.items() if shapely.contains_xy(shape, x, y))
    return next(drawn, own)


def _seats(country: str, *, lang: str) -> dict[str, tuple[float, float]]:
    """Give a country's capital, if it has one, by its name: longitude and latitude."""
    found = capitals().get(country)
    if found is None:
        return {}
    name = labels(found.row)[LANGUAGES.index(lang)]
    return {name: (found.lon, found.lat)} if name else {}


def _readable(name: str, lang: str) -> bool:
    """Say whether a name has letters, and those of the language: a map does not mix scripts."""
    cyrillic = any("\u0400" <= character <= "\u04ff" for character in name)
    return bool(name) and cyrillic == (lang != "en")
