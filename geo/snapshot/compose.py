"""Compose the page: where each map, the table, the legend and the small print stand."""

from dataclasses import dataclass, replace

from geo.display import Box, Display, display
from geo.findings import Findings
from geo.snapshot.heads import (
    foot,
    foot_height,
    head,
    headed,
    panel_head,
    small_print,
)
from geo.snapshot.layout import grid, lay_out
from geo.snapshot.legend import legend
from geo.snapshot.locator import locator
from geo.snapshot.marks import Rect
from geo.snapshot.pages import PAGE, Page
from geo.snapshot.panel import Drawn, draw_map
from geo.snapshot.pen import Canvas, Desk
from geo.snapshot.plan import plan
from geo.snapshot.scene import View, fitting, land_to_show, stage
from geo.snapshot.story import Story, tell
from geo.snapshot.style import LIGHT, Theme
from geo.snapshot.table import table
from geo.wording import Words

FULL_TYPE_PT = 270.0
LEAST_TYPE = 0.8
"""Maps narrower than the first have smaller type, down to the second."""

MOST_TALL = 1.7
"""Height of a map, at most, for its width, where the land is higher than wide."""


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
    story = tell(findings, most=page.most, pair=pair, terse=page.terse)
    shown = shown or display(findings)
    land = land_to_show(shown, story.panels)
    form = (land[3] - land[1]) / (land[2] - land[0])
    page = replace(page, tallest=min(max(page.tallest, form), MOST_TALL))
    canvas = Canvas(width=page.width, height=page.height, paper=theme.paper, dpi=page.dpi)
    desk = Desk(canvas=canvas, theme=theme, words=Words(findings.lang, "snapshot"))
    title, print_lines = headed(story, page), small_print(story, page)
    left, inner = page.margin, page.inner
    top = page.height - page.margin + 4
    bottom = page.bottom + foot_height(print_lines, page)
    head(desk, title, at=Rect(left, top - title.height, inner, title.height))
    foot(desk, print_lines, page, at=Rect(left, page.bottom, inner, bottom - page.bottom))
    top -= title.height
    space = Rect(left, bottom, inner, top - bottom)
    layout = lay_out(desk, story, page, space=space)
    maps = _maps(desk, findings, story, page, shown=shown, land=land, at=layout.maps)
    legend(desk, story, places=maps.marked, at=layout.legend, terse=page.terse)
    if layout.stamp:
        locator(desk, findings, maps.view, at=layout.stamp)
    table(desk, story, at=layout.table, blocks=layout.blocks, gap=page.gap)
    return Composed(canvas=canvas, story=story, labels=maps.labels)


@dataclass(frozen=True, kw_only=True)
class _Maps:
    """Hold the labels by regime, whether a place the text names is marked, and the view."""

    labels: dict[str, tuple[Drawn, ...]]
    marked: bool
    view: View


def _maps(
    desk: Desk,
    findings: Findings,
    story: Story,
    page: Page,
    *,
    shown: Display,
    land: Box,
    at: Rect,
) -> _Maps:
    """Draw the maps in their grid, all of one size and view."""
    places = grid(len(story.panels), page, space=at)
    over = places.over
    width, height = fitting(shown, land, width=places.width, height=places.height)
    scale = min(1.0, max(LEAST_TYPE, width / FULL_TYPE_PT))
    scene = stage(findings, shown, story.panels, land=land, width=width, height=height)
    shared = plan(findings, scene, story.rows, scale=scale)
    labels = {}
    for n, panel in enumerate(story.panels):
        west = at.west + n % places.columns * (places.width + page.gap)
        top = at.south + at.height - n // places.columns * (places.height + over)
        south = top - height - over
        place = Rect(west, south, width, height)
        labels[panel.regime.id] = draw_map(desk, scene, shared, panel, at=place)
        above = Rect(west, south + height, width, over)
        panel_head(desk, panel, at=above, scale=scale, terse=page.terse)
    marked = any(not spot.capital for spot in shared.spots)
    return _Maps(labels=labels, marked=marked, view=scene.view)
