"""Say of each name a map may bear how it may be set, where it belongs and what it is worth."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.findings import Findings
from geo.labels import RULES, Form, MapName
from geo.narrative import Account, PictureRow
from geo.snapshot.scene import Scene
from geo.snapshot.style import SIZES, clipped, legible, width_pt
from geo.wording import Words

Box = tuple[float, float, float, float]

DOT_PT = 3.0
GAP_PT = 3.6
NEIGHBOUR_PT = 2.0
LONGEST_PT = 90.0
LINE_STEP_PT = 4.0
SMALL_PT2 = 24_000.0
"""On a panel smaller than this no places are marked but the capital."""

LEAST_COUNTRY_PT2, SMALL_COUNTRY_PT2 = 120.0, 2000.0
"""A country between these may have a leader, or a name that is wider than itself."""

REGION_INSIDE = 0.38
"""The least part of its name that stands in a region within reach; its middle always does."""

NAMED_LARGER = 1.12
SEEN_PT2 = 30.0
"""Less than this in view of a region that is not reached is not named."""


ASCENT, DESCENT, LEADING = 0.76, 0.22, 1.08
"""Of a line's ink, and from line to line, as parts of its size."""

ASCENT_MARKED = 0.96
FRAME = 0.18
"""How much higher a letter's frame is than its ink, above and below, as a part of its size."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One way to set a label: its lines, size and face."""

    lines: tuple[str, ...]
    size_pt: float
    face: str = "regular"

    @property
    def width(self) -> float:
        """Return the width of the widest line, in points."""
        return max(width_pt(line, size_pt=self.size_pt, name=self.face) for line in self.lines)

    @property
    def ascent(self) -> float:
        """Return how high the first line rises, as a part of its size; marks on capitals rise."""
        capitals = (c for c in self.lines[0] if c.isupper())
        return ASCENT_MARKED if any(map(unicodedata.decomposition, capitals)) else ASCENT

    @property
    def height(self) -> float:
        """Return the height of the block, in points."""
        return self.size_pt * (self.ascent + DESCENT + LEADING * (len(self.lines) - 1))

    def form(self, cost: float) -> Form:
        """Return its size, for the search."""
        return Form(width=self.width, height=self.height, rim=FRAME * self.size_pt, cost=cost)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Stand for a capital or a place the text names; an area has no dot.

    ``own`` is the first-level region it lies in, or its country's code; ``like`` is that region
    where both have one name, whatever the language makes of it: Kursk and Kursk Oblast.
    """

    key: str
    x: float
    y: float
    name: str
    own: str
    like: str = ""
    kind: str = "settlement"

    @property
    def dotted(self) -> bool:
        """Say whether it is marked."""
        return self.kind != "region"

    @property
    def mark(self) -> str:
        """Return how it is marked: as the ``capital`` measured from, or a ``place`` named."""
        return "capital" if self.kind == "capital" else "place"

    @property
    def box(self) -> Box:
        """Return the room its dot needs."""
        reach = DOT_PT / 2 + 0.6
        return (self.x - reach, self.y - reach, self.x + reach, self.y + reach)


Offered = Iterator[tuple[MapName, Sequence[Setting]]]


@dataclass(frozen=True, kw_only=True)
class Offers:
    """Say of each name how it may be set, where it belongs and what it is worth."""

    scene: Scene
    words: Words
    type_scale: float
    least: float
    names: dict[str, MapName] = field(default_factory=dict)
    settings: dict[str, Sequence[Setting]] = field(default_factory=dict)

    def _set(
        self, text: str, sizes: Sequence[float], *, face: str = "regular", broken: bool = True
    ) -> Sequence[Setting]:
        """Offer a name whole and broken in two, from the largest size to the least."""
        scaled = dict.fromkeys(round(max(size * self.type_scale, self.least), 3) for size in sizes)
        ways = dict.fromkeys([(text,), _halves(text)]) if broken else [(text,)]
        return [Setting(lines=lines, size_pt=size, face=face) for size in scaled for lines in ways]

    @staticmethod
    def _forms(settings: Sequence[Setting]) -> tuple[Form, ...]:
        largest = settings[0].size_pt
        return tuple(
            setting.form(8 * (1 - setting.size_pt / largest) + 1.2 * (len(setting.lines) - 1))
            for setting in settings
        )

    def regions(
        self,
        findings: Findings,
        rows: Sequence[PictureRow],
        *,
        numbers: Mapping[str, int] = MappingProxyType({}),
    ) -> Offered:
        """Name regions within themselves or at leaders; then, quietly, those out of reach.

        Those of ``numbers`` are named by their number alone.
        """
        shares = {row.region: max(under.shares[-1] for under in row.under) for row in rows}
        named = {row.region for row in rows if row.named}
        frame = shapely.box(0, 0, self.scene.view.width, self.scene.view.height)
        for code, long in zip(findings.regions["region"], findings.regions["name"], strict=True):
            shape = self.scene.regions[code]
            if code not in shares and shapely.intersection(shape, frame).area < SEEN_PT2:
                continue
            face = "bold" if code in named else "regular"
            large = SIZES.region * (NAMED_LARGER if code in named else 1)
            text = clipped(
                self.words.short(legible(long, longest=80)),
                width=LONGEST_PT,
                size_pt=large * self.type_scale,
                name=face,
            )
            text = str(numbers.get(code, text))
            sizes = (large, (large + SIZES.region_least) / 2, SIZES.region_least)
            settings = self._set(text, sizes if code in shares else sizes[1:], face=face)
            key = f"region-{code}"
            worth, longest = RULES.worth["outside"], 0.0
            if code in shares:
                worth = RULES.worth["touched"] + 60 * shares[code]
                longest = RULES.longest_leader
            if code in named:
                worth, longest = RULES.worth["named"], RULES.longest_leader_named
            yield (
                MapName(
                    key=key,
                    forms=self._forms(settings),
                    own=key,
                    worth=worth,
                    inside=REGION_INSIDE if code in shares else 0.8,
                    longest=longest,
                    over_marks=code in named,
                ),
                settings,
            )

    def home(self) -> Offered:
        """Name the country measured from, and its parts."""
        for text in self.scene.home_name:
            large = SIZES.country
            sizes = (large, large * 0.85, large * 0.7)
            settings = self._set(legible(text, longest=40).upper(), sizes, face="bold")
            also = frozenset(f"part-{key}" for key in self.scene.parts)
            yield self._area(
                "home", settings, "home", worth=RULES.worth["home"], inside=0.97, also=also
            )
        for key in self.scene.parts:
            part = f"part-{key}"
            settings = self._set(
                self.words.say(key), (SIZES.region, SIZES.region * 0.9, SIZES.region * 0.8)
            )
            yield self._area(
                part, settings, part, worth=RULES.worth["part"], inside=0.4, longest=30.0
            )

    def _area(
        self, key: str, settings: Sequence[Setting], own: str, **more: Any
    ) -> tuple[MapName, Sequence[Setting]]:
        return MapName(key=key, forms=self._forms(settings), own=own, **more), settings

    def spots(self, spots: Sequence[Spot], rows: Sequence[PictureRow]) -> Offered:
        """Name the capital and the places the text names, unless a region's name says it."""
        short = {self.words.short(row.name): f"region-{row.region}" for row in rows}
        for spot in spots:
            face = "bold" if spot.mark == "capital" else "regular"
            settings = self._set(spot.name, (SIZES.city,), face=face, broken=False)
            at = (spot.x, spot.y)
            yield (
                MapName(
                    key=spot.key,
                    forms=self._forms(settings),
                    own=self._belongs(spot.own),
                    also=frozenset(f"sea-{n}" for n in range(len(self.scene.sea))),
                    at=at if spot.dotted else None,
                    points=None if spot.dotted else np.array([at]) + _NEARBY,
                    gap=GAP_PT,
                    worth=RULES.worth[spot.kind],
                    like=f"region-{spot.like}" if spot.like else short.get(spot.name, ""),
                ),
                settings,
            )

    def _belongs(self, own: str) -> str:
        """Give the ground of a region or a country."""
        if own in self.scene.regions:
            return f"region-{own}"
        country = own.partition("-")[0]
        return "home" if country in self.scene.home_codes else f"country-{country}"

    def reaches(self, accounts: Sequence[Account]) -> Offered:
        """Name each distance at its line; where the line lies beyond the map, say so."""
        width, height = self.scene.view.width, self.scene.view.height
        frame = shapely.difference(shapely.box(8, 8, width - 8, height - 8), self._insets)
        for account in accounts:
            key = reach_key(account)
            line = self.scene.reach.get(account.lines[-1])
            if line is not None and shapely.intersects(line, frame):
                settings = self._set(account.reach, (SIZES.lead,), face="bold", broken=False)
                near = shapely.segmentize(shapely.intersection(line, frame), LINE_STEP_PT)
                points = shapely.get_coordinates(near)
            else:
                text = self.words.say("line_beyond", reach=account.reach)
                settings = self._set(text, (SIZES.region,), face="bold")
                points = _corners(settings[0], width, height)
            yield (
                MapName(
                    key=key, forms=self._forms(settings), points=points, worth=RULES.worth["reach"]
                ),
                settings,
            )

    def around(self) -> Offered:
        """Name what lies around: the target outside the reach, neighbours, seas."""
        scene, size = self.scene, SIZES.region
        rest = frozenset(f"region-{code}" for code in scene.regions)
        for code, name, shape in scene.countries:
            judged, key = code == scene.target, f"country-{code}"
            text = legible(name, longest=40).upper()
            settings = self._set(
                text, (size, size * 0.88, size * 0.74), face="bold" if judged else "regular"
            )
            small = LEAST_COUNTRY_PT2 < shape.area < SMALL_COUNTRY_PT2 and not judged
            small = small and self._beside_home(shape)
            yield self._area(
                key,
                settings,
                key,
                also=rest if judged else frozenset(),
                worth=RULES.worth["target" if judged else "neighbour" if small else "country"],
                inside=0.7 if small else 0.93,
                longest=RULES.longest_leader if small else 0.0,
            )
        for n, (name, _) in enumerate(scene.sea):
            sea = self._set(legible(name, longest=40), (size * 1.1, size * 0.88), face="italic")
            yield self._area(f"sea-{n}", sea, f"sea-{n}", worth=RULES.worth["sea"], inside=0.97)

    @property
    def _insets(self) -> Any:
        return shapely.union_all([inset.hole for inset in self.scene.view.insets])

    def _beside_home(self, shape: Any) -> bool:
        """Say whether a country is wholly in view and borders on the one measured from."""
        frame = shapely.box(0, 0, self.scene.view.width, self.scene.view.height)
        near = shapely.dwithin(shape, self.scene.home, NEIGHBOUR_PT)
        return bool(near and shapely.contains(frame, shape))

    def ticks(self) -> Offered:
        """Write degrees at the top, where meridians end, and at the right, where parallels do."""
        width, height = self.scene.view.width, self.scene.view.height
        if width * height < SMALL_PT2:
            return
        ends = [[(0, height - 6), (width, height - 6)], [(width - 10, 0), (width - 10, height)]]
        top, side = shapely.difference(shapely.linestrings(ends), self._insets)
        for keys, lines, edge in (
            (("east", "west"), self.scene.meridians, top),
            (("north", "south"), self.scene.parallels, side),
        ):
            for degrees, line in lines:
                signed = degrees - 360 if degrees > 180 else degrees  # noqa: PLR2004 - half a turn
                key = keys[signed < 0]
                text = self.words.say(key, degrees=abs(signed))
                settings = self._set(text, (SIZES.tick,), broken=False)
                points = shapely.get_coordinates(shapely.intersection(line, edge))[:1]
                if len(points):
                    yield (
                        MapName(
                            key=f"{key}-{degrees}",
                            forms=self._forms(settings),
                            points=points,
                            worth=RULES.worth["tick"],
                        ),
                        settings,
                    )


def reach_key(account: Account) -> str:
    """Return the key of the label of a regime's distance."""
    return "reach-" + "-".join(account.lines).replace(" ", "_")


_NEARBY = np.array([(x, y) for y in (0, -5, 5, -10, 10) for x in (0, -8, 8, -16, 16)], dtype=float)


def _corners(setting: Setting, width: float, height: float) -> NDArray[np.float64]:
    across, up = width - setting.width / 2 - 6, setting.height / 2 + 5
    return np.array([(x, y) for y in (up, height - up) for x in (across, width - across)])


def _halves(text: str) -> tuple[str, ...]:
    """Break a name in two at the space or hyphen nearest to its middle."""
    breaks = [n + 1 for n, c in enumerate(text[:-1]) if c in " -" and n > 0]
    if not breaks:
        return (text,)
    middle = min(breaks, key=lambda n: abs(n - len(text) / 2))
    return text[:middle].rstrip(), text[middle:].lstrip()
