"""Fix what the picture looks like: colours by meaning, sizes in points, pages and their parts."""

from dataclasses import dataclass, replace
from typing import Any

import shapely

POINTS_PER_INCH = 72
MOST_MAPS = 2
"""Maps side by side, or lines on the one map of a card; more would be too small to name."""

DASHES = {"doubted": (4.0, 2.0), "case-by-case": (0.6, 2.4), "refused": (5.0, 1.6, 0.8, 1.6)}


@dataclass(frozen=True)
class Rect:
    """Stand for a rectangle in points; the origin is at the lower left."""

    west: float
    south: float
    width: float
    height: float

    @property
    def shape(self) -> Any:
        """Return the rectangle as a polygon."""
        return shapely.box(self.west, self.south, self.west + self.width, self.south + self.height)


@dataclass(frozen=True, kw_only=True)
class Ink:
    """Say how an area or a line looks; dashes are in widths of the line."""

    fill: str = "none"
    edge: str = "none"
    width_pt: float = 0.0
    dashes: tuple[float, ...] = ()
    alpha: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Type:
    """Say how a line of text looks."""

    size_pt: float
    colour: str
    face: str = "regular"
    align: str = "left"
    halo: str = ""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Name every colour by what it means; neighbouring meanings differ by 3:1 or carry a line.

    The page uses the same colours for the same meanings.
    """

    paper: str
    ink: str
    muted: str
    rule: str
    sea: str
    sea_ink: str
    land: str
    land_edge: str
    land_ink: str
    outside: str
    region_edge: str
    touched: str
    touched_edge: str
    inside: str
    band: str
    touched_doubted: str
    inside_doubted: str
    band_doubted: str
    on_inside: str
    on_doubted: str
    reach: str
    reach_casing: str
    scope: str
    scope_ground: str
    home: str
    mark: str
    mark_edge: str
    halo: str
    graticule: str

    def paint(self, look: str) -> tuple[str, str, str]:
        """Return the fills of the part inside, the band where sources differ, and the rest.

        What is refused is not filled: signs are sown on it.
        """
        if look == "refused":
            return self.outside, self.outside, self.outside
        if look == "doubted":
            return self.inside_doubted, self.band_doubted, self.touched_doubted
        return self.inside, self.band, self.touched


LIGHT = Theme(
    paper="#ffffff",
    ink="#1a1e22",
    muted="#545d66",
    rule="#d8d5cd",
    sea="#d7e4ec",
    sea_ink="#3f6076",
    land="#f3f0e9",
    land_edge="#8d8a83",
    land_ink="#5f5c55",
    outside="#ececec",
    region_edge="#9b9b9b",
    touched="#9ecae1",
    touched_edge="#576672",
    inside="#08519c",
    band="#4f8fc4",
    touched_doubted="#c3ccd4",
    inside_doubted="#5f6f80",
    band_doubted="#8c99a6",
    on_inside="#ffffff",
    on_doubted="#ffffff",
    reach="#c2410c",
    reach_casing="#ffffff",
    scope="#111417",
    scope_ground="#ffffff",
    home="#fffdf6",
    mark="#ffd43b",
    mark_edge="#1a1e22",
    halo="#ffffff",
    graticule="#bccbd4",
)

DARK = Theme(
    paper="#15181b",
    ink="#edebe5",
    muted="#adb5bd",
    rule="#363c42",
    sea="#1a2833",
    sea_ink="#9dbbcf",
    land="#2a2d30",
    land_edge="#7c8289",
    land_ink="#faf9f6",
    outside="#6b7076",
    region_edge="#a3a9af",
    touched="#6b9fc9",
    touched_edge="#0d0f11",
    inside="#08234f",
    band="#2f6ca3",
    touched_doubted="#8f99a2",
    inside_doubted="#262d35",
    band_doubted="#566069",
    on_inside="#ffffff",
    on_doubted="#ffffff",
    reach="#ff9a57",
    reach_casing="#15181b",
    scope="#0d0f11",
    scope_ground="#ffffff",
    home="#1f2124",
    mark="#ffd43b",
    mark_edge="#0d0f11",
    halo="#15181b",
    graticule="#3b4a55",
)

THEMES = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Give the type sizes in points."""

    title: float = 23
    panel: float = 13
    country: float = 10
    lead: float = 9
    table: float = 8
    body: float = 7.5
    legend: float = 7
    region: float = 7.2
    region_least: float = 6
    city: float = 6.6
    badge: float = 6.6
    small: float = 6.2
    tick: float = 6


SIZES = Sizes()


@dataclass(frozen=True, kw_only=True)
class Page:
    """Give a page's measures in points; ``dpi`` says how many pixels they become.

    The type is of one size in points on every page, so that a page with fewer points has larger
    type for its size. A map is at most ``tallest`` times as high as wide. A ``card`` has
    one map and says only what must be said, above and below it, or in a ``column`` beside it.
    """

    name: str
    width: float
    height: float
    dpi: int
    margin: float = 18.0
    bottom: float = 11.0
    gap: float = 14.0
    title_pt: float = 20.0
    title_lines: int = 1
    card: bool = False
    column: float = 0.0
    tallest: float = 1.12

    @property
    def is_card(self) -> bool:
        """Say whether it has one map only, with large type."""
        return self.card or self.column > 0

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * self.margin


_CARD = Page(
    name="1080x1080",
    width=259.2,
    height=259.2,
    dpi=300,
    margin=7.0,
    bottom=6.0,
    title_pt=11.0,
    title_lines=2,
    card=True,
)

PAGES = {
    page.name: page
    for page in (
        Page(
            name="1200x630",
            width=400.0,
            height=210.0,
            dpi=216,
            margin=9.0,
            bottom=8.0,
            gap=9.0,
            title_pt=13.0,
            title_lines=6,
            column=168.0,
        ),
        Page(name="1600x900", width=1600 * 72 / 168, height=900 * 72 / 168, dpi=168),
        _CARD,
        replace(
            _CARD,
            name="1080x1920",
            height=460.8,
            margin=11.0,
            bottom=12.0,
            title_pt=17.0,
            title_lines=4,
        ),
        Page(
            name="a4",
            width=595.28,
            height=841.89,
            dpi=300,
            margin=34.0,
            bottom=30.0,
            title_pt=24.0,
            title_lines=2,
        ),
    )
}
"""Every size by its name: pixels wide and high, or a sheet of paper."""

PAGE = PAGES["1600x900"]
