"""Compose the page: where each map, the table, the legend and the small print stand."""

from dataclasses import dataclass

from geo.display import display
from geo.findings import Findings
from geo.snapshot.heads import foot, head, panel_head
from geo.snapshot.legend import legend
from geo.snapshot.marks import Rect
from geo.snapshot.panel import Drawn, draw_map
from geo.snapshot.pen import Canvas, Desk
from geo.snapshot.plan import plan
from geo.snapshot.scene import stage
from geo.snapshot.story import Story, tell
from geo.snapshot.style import LIGHT, Theme
from geo.snapshot.table import table, table_width
from geo.wording import Words

GRIDS = {1: (1, 1), 2: (2, 1), 3: (3, 1), 4: (2, 2), 5: (3, 2), 6: (3, 2)}
"""Columns and rows of maps, by their number."""

TALLEST = 1.25
"""Height of a map, at most, for its width: the land to show is as wide as high."""

FULL_TYPE_PT = 270.0
LEAST_TYPE = 0.8
"""Maps narrower than the first have smaller type, down to the second."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Give the page's measures in points; 144 dots an inch make a point two pixels."""

    width: float = 800.0
    height: float = 450.0
    margin: float = 18.0
    bottom: float = 11.0
    gap: float = 14.0
    head: float = 44.0
    panel_head: float = 38.0
    legend: float = 58.0
    foot: float = 33.0
    dpi: int = 144

    @property
    def top(self) -> float:
        """Return where the head begins."""
        return self.height - self.margin + 4

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * self.margin

    @property
    def body(self) -> tuple[float, float]:
        """Return where the maps begin and end."""
        return self.top - self.head, self.bottom + self.foot + self.legend


PAGE = Page()


@dataclass(frozen=True, kw_only=True)
class Composed:
    """Hold the canvas, the story it tells, and every label of its maps by regime."""

    canvas: Canvas
    story: Story
    labels: dict[str, tuple[Drawn, ...]]


def compose(findings: Findings, *, page: Page = PAGE, theme: Theme = LIGHT) -> Composed:
    """Lay out and draw the whole page.

    Parameters
    ----------
    findings
        What was found.
    page, theme
        Measures and colours.

    Returns
    -------
    Composed
    """
    story = tell(findings)
    canvas = Canvas(width=page.width, height=page.height, paper=theme.paper, dpi=page.dpi)
    desk = Desk(canvas=canvas, theme=theme, words=Words(findings.lang, "snapshot"))
    top, bottom = page.body
    foot_top = page.bottom + page.foot
    beside = table_width(story.panels)
    maps_width = page.inner - beside - page.gap * 1.4
    head(desk, story, at=Rect(page.margin, top, page.inner, page.head))
    labels, marked = _maps(
        desk, findings, story, page, at=Rect(page.margin, bottom, maps_width, top - bottom)
    )
    legend(desk, story, places=marked, at=Rect(page.margin, foot_top, maps_width, page.legend - 8))
    table(
        desk,
        story,
        at=Rect(page.width - page.margin - beside, foot_top + 6, beside, top - foot_top - 6),
    )
    foot(desk, story, at=Rect(page.margin, page.bottom, page.inner, page.foot))
    return Composed(canvas=canvas, story=story, labels=labels)


def _maps(
    desk: Desk, findings: Findings, story: Story, page: Page, *, at: Rect
) -> tuple[dict[str, tuple[Drawn, ...]], bool]:
    """Draw the maps in their grid, all of one size and view.

    Return their labels by regime, and whether a place the text names is marked.
    """
    columns, rows = GRIDS[len(story.panels)]
    width = (at.width - (columns - 1) * page.gap) / columns
    height = min(at.height / rows - page.panel_head, width * TALLEST)
    scale = min(1.0, max(LEAST_TYPE, width / FULL_TYPE_PT))
    scene = stage(findings, display(findings), story.panels, width=width, height=height)
    shared = plan(findings, scene, story.rows, scale=scale)
    labels = {}
    for n, panel in enumerate(story.panels):
        west = at.west + n % columns * (width + page.gap)
        south = at.south + at.height - (n // columns + 1) * (height + page.panel_head)
        place = Rect(west, south, width, height)
        labels[panel.regime.id] = draw_map(desk, scene, shared, panel, at=place)
        over = Rect(west, south + height, width, page.panel_head)
        panel_head(desk, panel, at=over, scale=scale)
    return labels, any(not spot.capital for spot in shared.spots)
