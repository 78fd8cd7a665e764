"""Divide what is left of a page between the maps, the legend and the table."""

from dataclasses import dataclass, replace

from geo.snapshot.heads import panel_head_height
from geo.snapshot.legend import legend_height
from geo.snapshot.locator import LOCATOR_PT
from geo.snapshot.marks import Rect
from geo.snapshot.pages import Page
from geo.snapshot.pen import Desk
from geo.snapshot.story import Story
from geo.snapshot.table import MOST_ROW_PT, table_height, table_width

WIDEST = 1.6
"""Width of a map, at most, for its height, where a table stands beside it."""

MOST_SPARE_PT = 110.0
"""What a table may gain from maps that would be wider."""

MOST_TABLE = 0.5
"""A table below the maps takes no more than this part of what is left for both."""

MOST_BLOCKS = 2
NEARLY = 0.98
"""Maps smaller by less than this look the same."""

CLEARLY = 1.15
"""Maps larger by more than this are worth a narrow table."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Hold how the maps stand: in columns and rows, of one size, each below its head."""

    columns: int
    rows: int
    width: float
    height: float
    over: float

    @property
    def least_side(self) -> float:
        """Return what the scale of the maps depends on."""
        return min(self.width, self.height)

    @property
    def height_used(self) -> float:
        """Return the height of all rows with their heads."""
        return self.rows * (self.height + self.over)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Hold the places of the maps, the legend, the locator (or None) and the table's blocks."""

    maps: Rect
    legend: Rect
    stamp: Rect | None
    table: Rect
    blocks: int


def grid(count: int, page: Page, *, space: Rect) -> Grid:
    """Choose the columns and rows in which the least side of so many maps is longest."""
    over = panel_head_height(page)
    grids = []
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        width = (space.width - (columns - 1) * page.gap) / columns
        height = min(space.height / rows - over, width * page.tallest)
        grids.append(Grid(columns=columns, rows=rows, width=width, height=height, over=over))
    return max(grids, key=lambda grid: grid.least_side)


def lay_out(desk: Desk, story: Story, page: Page, *, space: Rect) -> Layout:
    """Set the table below the maps, or beside them where that leaves the maps clearly larger.

    Parameters
    ----------
    desk, story, page
        What is drawn, and on what.
    space
        The page between its head and its small print.

    Returns
    -------
    Layout
    """
    below, beside = (make(desk, story, page, space=space) for make in (_below, _beside))
    low, tall = (
        grid(len(story.panels), page, space=layout.maps).least_side for layout in (below, beside)
    )
    return beside if tall > low * CLEARLY else below


def _beside(desk: Desk, story: Story, page: Page, *, space: Rect) -> Layout:
    gap = page.gap * 1.4
    right = table_width(story.panels)
    count = len(story.panels)
    width = max(space.width - right - gap, 1.0)
    keys = _keys_height(desk, story, page, width=width)
    maps = grid(count, page, space=Rect(0, 0, width, space.height - keys - 5))
    spare = width - maps.columns * (maps.height * WIDEST + page.gap)
    right += min(max(spare, 0.0), MOST_SPARE_PT)
    width = max(space.width - right - gap, 1.0)
    table = Rect(space.west + space.width - right, space.south + 6, right, space.height - 6)
    return _with_keys(desk, story, page, space=replace(space, width=width), table=table, blocks=1)


def _below(desk: Desk, story: Story, page: Page, *, space: Rect) -> Layout:
    """Stand the table in the fewest blocks that hold all rows and cost the maps nothing.

    Room that the maps cannot use goes to the table's rows.
    """
    count = len(story.panels)
    free = space.height - _keys_height(desk, story, page, width=space.width) - 13
    left, maps, whole = {}, {}, []
    for blocks in range(1, MOST_BLOCKS + 1):
        if blocks == 1 or table_width(story.panels) * blocks < space.width:
            needed = table_height(story, width=space.width, blocks=blocks)
            whole += [blocks] if needed <= free * MOST_TABLE else []
            left[blocks] = free - min(needed, free * MOST_TABLE)
            maps[blocks] = grid(count, page, space=replace(space, height=left[blocks]))
    able = whole or [max(maps)]
    best = max(maps[n].least_side for n in able)
    blocks = next(n for n in able if maps[n].least_side >= best * NEARLY)
    height, spare = free - left[blocks], left[blocks] - maps[blocks].height_used
    roomy = table_height(story, width=space.width, blocks=blocks, row_pt=MOST_ROW_PT)
    height = min(height + spare, max(roomy, height))
    table = Rect(space.west, space.south + 4, space.width, height)
    above = replace(space, south=space.south + height + 8, height=space.height - height - 8)
    return _with_keys(desk, story, page, space=above, table=table, blocks=blocks)


def _with_keys(
    desk: Desk, story: Story, page: Page, *, space: Rect, table: Rect, blocks: int
) -> Layout:
    """Set the legend and the locator below the maps."""
    keys = _keys_height(desk, story, page, width=space.width)
    stamp = None
    if not page.terse:
        west = space.west + space.width - LOCATOR_PT
        stamp = Rect(west, space.south + keys - LOCATOR_PT, LOCATOR_PT, LOCATOR_PT)
    legend = Rect(space.west, space.south, _legend_width(page, space.width), keys)
    maps = replace(space, south=space.south + keys + 5, height=space.height - keys - 5)
    return Layout(maps=maps, legend=legend, stamp=stamp, table=table, blocks=blocks)


def _keys_height(desk: Desk, story: Story, page: Page, *, width: float) -> float:
    legend = legend_height(desk, story, width=_legend_width(page, width), terse=page.terse)
    return legend if page.terse else max(legend, LOCATOR_PT + 4)


def _legend_width(page: Page, width: float) -> float:
    return width if page.terse else width - LOCATOR_PT - page.gap
