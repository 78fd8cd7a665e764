"""Compose the page: where each map, the table, the legend and the small print stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.crs import PanelView
from geo.display import Box, Display, display
from geo.findings import Findings
from geo.labels import Terrain
from geo.narrative import Account, PictureText, picture_text
from geo.snapshot.card import TITLE_LEADING, compose_card, number_key, titled
from geo.snapshot.formats import PAGE, Page
from geo.snapshot.legend import legend, legend_height
from geo.snapshot.panel import Drawn, draw_map, panel_head, panel_head_height
from geo.snapshot.pen import Canvas, Desk
from geo.snapshot.plan import settle
from geo.snapshot.scene import framed
from geo.snapshot.sidebar import (
    LOCATOR_PT,
    MOST_ROW_PT,
    locator,
    table,
    table_height,
    table_width,
)
from geo.snapshot.style import LIGHT, MOST_MAPS, SIZES, Ink, Rect, Theme, Type, drawable, wrapped
from geo.wording import Words

MOST_TALL = 1.7
"""Height of a map, at most, for its width, where the land is higher than wide."""

MOST_TABLE = 0.5
"""A table below the maps takes no more than this part of what is left for both."""

MOST_BLOCKS = 2
NEARLY = 0.98
"""Maps smaller by less than this look the same."""

LEAD_LEADING = 1.25
LEAD_LINES = 5
SMALL_LEADING_PT = 2.0
SMALL_LINES = 7


@dataclass(frozen=True, kw_only=True)
class Composed:
    """Hold the canvas, the story it tells, every label of its maps by regime, and their ground."""

    canvas: Canvas
    story: PictureText
    labels: dict[str, tuple[Drawn, ...]]
    ground: Terrain


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
    story = drawable(picture_text(findings, most=MOST_MAPS, pair=pair, terse=page.is_card))
    shown, land = framed(findings, shown or display(findings), story.accounts)
    form = (land[3] - land[1]) / (land[2] - land[0])
    page = replace(page, tallest=min(max(page.tallest, form), MOST_TALL))
    canvas = Canvas(width=page.width, height=page.height, paper=theme.paper, dpi=page.dpi)
    desk = Desk(canvas=canvas, theme=theme, words=Words(findings.lang, "snapshot"))
    if page.is_card:
        shared, labels = compose_card(desk, findings, story, page, shown=shown, land=land)
        return Composed(canvas=canvas, story=story, labels=labels, ground=shared.ground)
    title, print_lines = headed(story, page), small_print(story, page)
    left, inner = page.margin, page.inner
    top = page.height - page.margin + 4
    bottom = page.bottom + foot_height(print_lines)
    head(desk, title, at=Rect(left, top - title.height, inner, title.height))
    foot(desk, print_lines, at=Rect(left, page.bottom, inner, bottom - page.bottom))
    top -= title.height
    space = Rect(left, bottom, inner, top - bottom)
    layout = lay_out(desk, story, page, space=space)
    maps = _maps(desk, findings, story, page, shown=shown, land=land, at=layout.maps)
    legend(desk, story, marks=maps.marks, at=layout.legend)
    locator(desk, findings, maps.view, at=layout.stamp)
    table(desk, story, at=layout.table, blocks=layout.blocks, gap=page.gap)
    return Composed(canvas=canvas, story=story, labels=maps.labels, ground=maps.ground)


@dataclass(frozen=True, kw_only=True)
class _Maps:
    """Hold the labels by regime, their ground, the kinds of marks on them, and the view."""

    labels: dict[str, tuple[Drawn, ...]]
    ground: Terrain
    marks: frozenset[str]
    view: PanelView


def _maps(
    desk: Desk,
    findings: Findings,
    story: PictureText,
    page: Page,
    *,
    shown: Display,
    land: Box,
    at: Rect,
) -> _Maps:
    """Draw the maps in their grid, all of one size and view."""
    places = grid(story.accounts, page, space=at)
    over = places.over
    found = settle(
        findings, shown, story, land=land, width=places.width, height=places.height, scaled=True
    )
    scene, shared, scale = found.scene, found.plan, found.scale
    width, height = scene.view.width, scene.view.height
    labels = {}
    for n, account in enumerate(story.accounts):
        west = at.west + n % places.columns * (places.width + page.gap)
        top = at.south + at.height - n // places.columns * (places.height + over)
        south = top - height - over
        place = Rect(west, south, width, height)
        number_key(
            desk, found.key, at=replace(place, south=south - found.key_pt, height=found.key_pt)
        )
        labels[account.regime.id] = draw_map(desk, scene, shared, account, at=place)
        above = Rect(west, south + height, width, over)
        panel_head(desk, account, at=above, scale=scale)
    marks = frozenset(spot.mark for spot in shared.spots)
    return _Maps(labels=labels, ground=shared.ground, marks=marks, view=scene.view)


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
    """Hold the places of the maps, the legend, the locator and the table's blocks."""

    maps: Rect
    legend: Rect
    stamp: Rect
    table: Rect
    blocks: int


def grid(accounts: Sequence[Account], page: Page, *, space: Rect) -> Grid:
    """Choose the columns and rows in which the least side of so many maps is longest."""
    count, grids = len(accounts), []
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        width = (space.width - (columns - 1) * page.gap) / columns
        over = panel_head_height(accounts, width)
        height = min(space.height / rows - over, width * page.tallest)
        grids.append(Grid(columns=columns, rows=rows, width=width, height=height, over=over))
    return max(grids, key=lambda grid: grid.least_side)


def lay_out(desk: Desk, story: PictureText, page: Page, *, space: Rect) -> Layout:
    """Set the table below the maps, in the fewest blocks that hold all rows and cost them nothing.

    Room that the maps cannot use goes to the table's rows.

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
    free = space.height - _keys_height(desk, story, page, width=space.width) - 13
    left, maps, whole = {}, {}, []
    for blocks in range(1, MOST_BLOCKS + 1):
        if blocks == 1 or table_width(story.accounts) * blocks < space.width:
            needed = table_height(story, width=space.width, blocks=blocks)
            whole += [blocks] if needed <= free * MOST_TABLE else []
            left[blocks] = free - min(needed, free * MOST_TABLE)
            maps[blocks] = grid(story.accounts, page, space=replace(space, height=left[blocks]))
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
    desk: Desk, story: PictureText, page: Page, *, space: Rect, table: Rect, blocks: int
) -> Layout:
    """Set the legend and the locator below the maps."""
    keys = _keys_height(desk, story, page, width=space.width)
    west = space.west + space.width - LOCATOR_PT
    stamp = Rect(west, space.south + keys - LOCATOR_PT, LOCATOR_PT, LOCATOR_PT)
    legend = Rect(space.west, space.south, _legend_width(page, space.width), keys)
    maps = replace(space, south=space.south + keys + 5, height=space.height - keys - 5)
    return Layout(maps=maps, legend=legend, stamp=stamp, table=table, blocks=blocks)


def _keys_height(desk: Desk, story: PictureText, page: Page, *, width: float) -> float:
    legend = legend_height(desk, story, width=_legend_width(page, width))
    return max(legend, LOCATOR_PT + 4)


def _legend_width(page: Page, width: float) -> float:
    return width - LOCATOR_PT - page.gap


@dataclass(frozen=True, kw_only=True)
class Head:
    """Hold the title's and the lead's lines, broken to the page's width."""

    title: Sequence[str]
    title_pt: float
    lead: Sequence[str]

    @property
    def height(self) -> float:
        """Return the room they need, in points."""
        return (
            len(self.title) * self.title_pt * TITLE_LEADING
            + len(self.lead) * SIZES.lead * LEAD_LEADING
            + 7.0
        )


def headed(story: PictureText, page: Page) -> Head:
    """Break the title and the lead into lines."""
    lines, size = titled(story.title, page, width=page.inner)
    lead = [
        line
        for text in (story.change, story.caveat)
        if text
        for line in wrapped(text.strip(), width=page.inner, size_pt=SIZES.lead, lines=LEAD_LINES)
    ]
    return Head(title=lines, title_pt=size, lead=lead)


def head(desk: Desk, set_as: Head, *, at: Rect) -> None:
    """Set the title and, below it, what changes, and that reach is not permission."""
    pen, theme = desk.sheet(at, gid="head"), desk.theme
    y = at.height
    bold = Type(size_pt=set_as.title_pt, face="bold", colour=theme.ink)
    for n, line in enumerate(set_as.title):
        y -= set_as.title_pt * (TITLE_LEADING if n else 0.8)
        pen.letter((0, y), line, bold, gid=f"title-{n + 1}" if n else "title")
    y -= set_as.title_pt * 0.2
    style = Type(size_pt=SIZES.lead, colour=theme.ink)
    for line in set_as.lead:
        y -= SIZES.lead * LEAD_LEADING
        pen.letter((0, y), line, style)


def small_print(story: PictureText, page: Page) -> Sequence[str]:
    """Break the small print into lines."""
    size = SIZES.small
    parts = (story.method, story.credit, story.sources, story.worldview, story.data)
    text = " ".join(part for part in parts if part)
    return wrapped(text, width=page.inner, size_pt=size, lines=SMALL_LINES)


def foot_height(lines: Sequence[str]) -> float:
    """Return the room the small print needs, in points."""
    size = SIZES.small
    return len(lines) * (size + SMALL_LEADING_PT) + 4.0


def foot(desk: Desk, lines: Sequence[str], *, at: Rect) -> None:
    """Set the small print: method and error, sources, data and licences, whose borders, credit."""
    pen, theme = desk.sheet(at, gid="small-print"), desk.theme
    size = SIZES.small
    pen.rule((0, at.height), (at.width, at.height), Ink(edge=theme.rule, width_pt=0.6))
    style = Type(size_pt=size, colour=theme.muted)
    for n, line in enumerate(lines, 1):
        pen.letter((0, at.height - n * (size + SMALL_LEADING_PT)), line, style)
