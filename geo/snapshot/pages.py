"""Fix the sizes a newsroom asks for, and how each page is divided."""

from dataclasses import dataclass

POINTS_PER_INCH = 72


@dataclass(frozen=True, kw_only=True)
class Page:
    """Give a page's measures in points; ``dpi`` says how many pixels they become.

    The type is of one size in points on every page, so that a page with fewer points has larger
    type for its size. A map is at most ``tallest`` times as high as wide. A page that is ``terse``
    says less: the heads of its maps, its legend and its small print are shorter. The table stands
    beside the maps, or below them in ``blocks``.
    """

    name: str
    width: float
    height: float
    dpi: int
    margin: float = 18.0
    bottom: float = 11.0
    gap: float = 14.0
    title_pt: float = 23.0
    title_lines: int = 1
    terse: bool = False
    most: int = 6
    tallest: float = 1.12

    @property
    def pixels(self) -> tuple[int, int]:
        """Return the width and height of the picture in pixels."""
        scale = self.dpi / POINTS_PER_INCH
        return round(self.width * scale), round(self.height * scale)

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * self.margin


PAGES = {
    page.name: page
    for page in (
        Page(
            name="1200x630",
            width=576.0,
            height=302.4,
            dpi=150,
            margin=14.0,
            bottom=7.0,
            gap=10.0,
            title_pt=19.0,
            terse=True,
            most=3,
        ),
        Page(name="1600x900", width=800.0, height=450.0, dpi=144),
        Page(
            name="1080x1080",
            width=486.0,
            height=486.0,
            dpi=160,
            margin=15.0,
            bottom=8.0,
            gap=10.0,
            title_pt=20.0,
            title_lines=2,
            terse=True,
            most=4,
        ),
        Page(
            name="1080x1920",
            width=405.0,
            height=720.0,
            dpi=192,
            margin=18.0,
            bottom=14.0,
            title_pt=25.0,
            title_lines=3,
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
