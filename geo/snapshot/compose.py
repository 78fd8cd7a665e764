"""Compose the page: where each map, the table, the legend and the small print stand."""

from dataclasses import dataclass, replace

from geo.display import Display, display
from geo.findings import Findings
from geo.snapshot.heads import (
    foot,
    foot_height,
    head,
    headed,
    panel_head,
    panel_head_height,
    small_print,
)
from geo.snapshot.legend import COLUMNS_PT, legend, legend_height
from geo.snapshot.locator import LOCATOR_PT, locator
from geo.snapshot.marks import Rect
from geo.snapshot.pages import PAGE, Page
from geo.snapshot.panel import Drawn, draw_map
from geo.snapshot.pen import Canvas, Desk
from geo.snapshot.plan import plan
from geo.snapshot.scene import View, stage
from geo.snapshot.story import Story, tell
from geo.snapshot.style import LIGHT, Theme
from geo.snapshot.table import MOST_ROW_PT, table, table_height, table_width
from geo.wording import Words

TALLEST = 1.12
"""Height of a map, at most, for its width: the land to show is as wide as high."""

WIDEST = 1.6
"""Width of a map, at most, for its height, where a table stands beside it."""

FULL_TYPE_PT = 270.0
LEAST_TYPE = 0.8
"""Maps narrower than the first have smaller type, down to the second."""

MOST_TABLE = 0.5
"""A table below the maps takes no more than this part of what is left for both."""

NEARLY = 0.98
"""Maps smaller by less than this look the same."""


@dataclass(frozen=True, kw_only=True)
class Composed:
    """Hold the canvas, the story it tells, and every label of its maps by regime."""

    canvas: Canvas
    story: Story
    labels: dict[str, tuple[Drawn, ...]]


def compose(
    findings: Findings,
    *,
    shown: Display | None = None,
    page: Page = PAGE,
    theme: Theme = LIGHT,
    pair: bool = False,
) -> Composed:
    """Lay out and draw the whole page, from its edges inwards: the maps take what is left.

    Parameters
    ----------
    findings
        What was found; its regimes are drawn.
    shown
        Its frames to show, if they are at hand.
    page, theme
        Measures and colours.
    pair
        Tell what changes from the first of two regimes to the second.

    Returns
    -------
    Composed
    """
    story = tell(findings, pair=pair, terse=page.terse)
    canvas = Canvas(width=page.width, height=page.height, paper=theme.paper, dpi=page.dpi)
    desk = Desk(canvas=canvas, theme=theme, words=Words(findings.lang, "snapshot"))
    title, print_lines = headed(story, page), small_print(story, page)
    left, inner = page.margin, page.inner
    top = page.height - page.margin + 4
    bottom = page.bottom + foot_height(print_lines, page)
    head(desk, title, at=Rect(left, top - title.height, inner, title.height))
    foot(desk, print_lines, page, at=Rect(left, page.bottom, inner, bottom - page.bottom))
    top -= title.height
    beside = table_width(story.panels) + page.gap * 1.4 if page.beside else 0.0
    if page.beside:
        tall = top - bottom - COLUMNS_PT - 5
        grid = _grid(len(story.panels), page, at=Rect(0, 0, inner - beside, tall))
        beside += max(0.0, inner - beside - grid.columns * (grid.height * WIDEST + page.gap))
    if page.beside:
        width = beside - page.gap * 1.4
        at = Rect(left + inner - width, bottom + 6, width, top - bottom - 6)
        table(desk, story, at=at, blocks=1)
    width = inner - beside
    stamp = 0.0 if page.terse else LOCATOR_PT
    key_width = width - (stamp + page.gap if stamp else 0.0)
    keys = max(legend_height(desk, story, width=key_width, terse=page.terse), stamp + 4)
    if not page.beside:
        space = Rect(left, bottom + 4, inner, top - bottom - keys - 13)
        blocks, height = _table_below(story, page, space=space)
        table(desk, story, at=replace(space, height=height), blocks=blocks, gap=page.gap)
        bottom += height + 8
    around = Rect(left, bottom + keys + 5, width, top - bottom - keys - 5)
    maps = _maps(desk, findings, story, page, shown=shown or display(findings), at=around)
    key_place = Rect(left, bottom, key_width, keys)
    legend(desk, story, places=maps.marked, at=key_place, terse=page.terse)
    if stamp:
        corner = Rect(left + width - stamp, bottom + keys - stamp, stamp, stamp)
        locator(desk, findings, maps.view, at=corner)
    return Composed(canvas=canvas, story=story, labels=maps.labels)


def _table_below(story: Story, page: Page, *, space: Rect) -> tuple[int, float]:
    """Choose in how many blocks a table below the maps stands, and how high it is.

    The fewest that cost the maps nothing; room that the maps cannot use goes to the rows.
    """
    fitting = [n for n in range(1, page.blocks + 1) if table_width(story.panels) * n < space.width]
    sides, heights = {}, {}
    for blocks in fitting or [1]:
        needed = table_height(story, width=space.width, blocks=blocks)
        heights[blocks] = min(needed, space.height * MOST_TABLE)
        maps = replace(space, height=space.height - heights[blocks])
        sides[blocks] = _grid(len(story.panels), page, at=maps).least_side
    blocks = next(n for n in sides if sides[n] >= max(sides.values()) * NEARLY)
    maps = replace(space, height=space.height - heights[blocks])
    spare = maps.height - _grid(len(story.panels), page, at=maps).height_used
    roomy = table_height(story, width=space.width, blocks=blocks, row_pt=MOST_ROW_PT)
    return blocks, min(heights[blocks] + spare, max(roomy, heights[blocks]))


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Hold how the maps of a page stand: all of one size, each below its head."""

    columns: int
    width: float
    height: float
    rows: int
    over: float

    @property
    def least_side(self) -> float:
        return min(self.width, self.height)

    @property
    def height_used(self) -> float:
        return self.rows * (self.height + self.over)


def _grid(count: int, page: Page, *, at: Rect) -> _Grid:
    """Choose the columns and rows in which the least side of a map is longest."""
    over = panel_head_height(page)
    grids = []
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        width = (at.width - (columns - 1) * page.gap) / columns
        height = min(at.height / rows - over, width * TALLEST)
        grids.append(_Grid(columns=columns, width=width, height=height, rows=rows, over=over))
    return max(grids, key=lambda grid: grid.least_side)


@dataclass(frozen=True, kw_only=True)
class _Maps:
    """Hold the labels by regime, whether a place the text names is marked, and the view."""

    labels: dict[str, tuple[Drawn, ...]]
    marked: bool
    view: View


def _maps(
    desk: Desk, findings: Findings, story: Story, page: Page, *, shown: Display, at: Rect
) -> _Maps:
    """Draw the maps in their grid, all of one size and view."""
    grid = _grid(len(story.panels), page, at=at)
    width, height, over = grid.width, grid.height, grid.over
    scale = min(1.0, max(LEAST_TYPE, width / FULL_TYPE_PT))
    scene = stage(findings, shown, story.panels, width=width, height=height)
    shared = plan(findings, scene, story.rows, scale=scale)
    labels = {}
    for n, panel in enumerate(story.panels):
        west = at.west + n % grid.columns * (width + page.gap)
        south = at.south + at.height - (n // grid.columns + 1) * (height + over)
        place = Rect(west, south, width, height)
        labels[panel.regime.id] = draw_map(desk, scene, shared, panel, at=place)
        above = Rect(west, south + height, width, over)
        panel_head(desk, panel, at=above, scale=scale, terse=page.terse)
    marked = any(not spot.capital for spot in shared.spots)
    return _Maps(labels=labels, marked=marked, view=scene.view)
