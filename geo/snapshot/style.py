"""Fix what the picture looks like: colours by meaning, sizes in points."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Name every colour by what it means; neighbouring meanings differ by 3:1 or carry a line."""

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
    inside: str
    band: str
    touched_doubted: str
    inside_doubted: str
    band_doubted: str
    on_dark: str
    reach: str
    scope: str
    scope_on_dark: str
    ukraine: str
    ukraine_edge: str
    ukraine_ink: str
    graticule: str

    def paint(self, *, doubted: bool) -> tuple[str, str, str]:
        """Return the fills of the part inside, the band where sources differ, and the rest."""
        if doubted:
            return self.inside_doubted, self.band_doubted, self.touched_doubted
        return self.inside, self.band, self.touched


LIGHT = Theme(
    paper="#ffffff",
    ink="#1b1b1b",
    muted="#5c5c5c",
    rule="#c9c9c9",
    sea="#e6edf1",
    sea_ink="#44667e",
    land="#f8f7f4",
    land_edge="#b4b2ab",
    land_ink="#6e6b63",
    outside="#ececec",
    region_edge="#9a9a9a",
    touched="#9ecae1",
    inside="#08519c",
    band="#4d8fc4",
    touched_doubted="#c3ccd4",
    inside_doubted="#5f6f80",
    band_doubted="#8c99a6",
    on_dark="#ffffff",
    reach="#08306b",
    scope="#a63603",
    scope_on_dark="#fdb863",
    ukraine="#fdf0c4",
    ukraine_edge="#4a4030",
    ukraine_ink="#4a3b12",
    graticule="#cfd6d9",
)


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Give the type sizes in points."""

    title: float = 23
    panel: float = 13
    country: float = 10
    lead: float = 10
    table: float = 8
    body: float = 7.5
    legend: float = 7
    region: float = 7.2
    region_least: float = 5.5
    city: float = 6.6
    badge: float = 6.6
    small: float = 6.2
    tick: float = 5.2


SIZES = Sizes()
