"""Explain the three visual forms: reach is a line, scope a hatch, status a badge."""

from geo.snapshot.lettering import clipped
from geo.snapshot.marks import Ink, Rect, Type
from geo.snapshot.pen import Desk, Pen, badge
from geo.snapshot.plan import DOT_PT
from geo.snapshot.story import Story
from geo.snapshot.style import SIZES, Theme

STEP_PT = 11.0
GUTTER_PT = 14.0
SAMPLE = (15.0, 7.5)
INDENT_PT = 20.0


def legend(desk: Desk, story: Story, *, places: bool, at: Rect) -> None:
    """Set three columns, one per form; the badge's says whose status it is.

    ``places`` says whether the maps mark places that the text names.
    """
    pen, theme, words = desk.sheet(at, gid="legend"), desk.theme, desk.words
    width = (at.width - 2 * GUTTER_PT) / 3
    size = SIZES.body
    top = at.height - size
    for n, (key, fill) in enumerate(
        (("legend_reach", _reach), ("legend_scope", _scope), ("legend_status", _status))
    ):
        x = n * (width + GUTTER_PT)
        heading = clipped(words.say(key), width=width, size_pt=size, name="bold")
        pen.letter((x, top), heading, Type(size_pt=size, face="bold", colour=theme.ink))
        pen.rule((x, top - 3.2), (x + width, top - 3.2), Ink(edge=theme.rule, width_pt=0.5))
        column = _Column(pen, desk, Rect(x, 0, width, top - 13))
        fill(column, story)
        if places and fill is _scope:
            _place(column)


def scope_sample(pen: Pen, rect: Rect, *, theme: Theme) -> None:
    """Draw a sample of how a named region looks."""
    pen.box(rect, Ink(fill=theme.touched))
    pen.hatch(rect.shape, Ink(edge=theme.scope, width_pt=0.8))
    pen.box(rect, Ink(edge=theme.scope, width_pt=1.1))


class _Column:
    """Set one column of entries, downwards."""

    def __init__(self, pen: Pen, desk: Desk, at: Rect) -> None:
        self.pen, self.desk, self.theme = pen, desk, desk.theme
        self.x, self.y, self.width = at.west, at.height, at.width
        self.step = STEP_PT

    def fit(self, entries: int) -> None:
        """Draw the steps together where there are many entries."""
        self.step = min(STEP_PT, (self.y - 1) / max(entries - 1, 1))

    def sample(self) -> Rect:
        """Return the place of the entry's sample."""
        return Rect(self.x, self.y - 1.2, *SAMPLE)

    def line(self, colour: str, width_pt: float) -> None:
        """Draw a line as sample."""
        middle = self.y + 2.4
        self.pen.rule(
            (self.x, middle), (self.x + SAMPLE[0], middle), Ink(edge=colour, width_pt=width_pt)
        )

    def text(self, text: str, *, indent: float = INDENT_PT) -> None:
        """Set the entry's words and go down to the next."""
        cut = clipped(text, width=self.width - indent, size_pt=SIZES.legend)
        style = Type(size_pt=SIZES.legend, colour=self.theme.ink)
        self.pen.letter((self.x + indent, self.y), cut, style)
        self.y -= self.step


def _reach(column: _Column, story: Story) -> None:
    theme, words = column.theme, column.desk.words
    dark, band, tint = theme.paint(doubted=all(panel.doubted for panel in story.panels))
    banded = any(len(panel.regime.reach_km) > 1 for panel in story.panels)
    entries = [
        (dark, "legend_inside"),
        *([(band, "legend_band")] if banded else []),
        (tint, "legend_touched"),
    ]
    column.fit(1 + len(entries))
    column.line(theme.reach, 1.4)
    column.text(", ".join(dict.fromkeys(panel.reach for panel in story.panels)))
    for fill, key in entries:
        ink = Ink(fill=fill, edge=theme.region_edge, width_pt=0.35)
        column.pen.box(column.sample(), ink)
        column.text(words.say(key))


def _scope(column: _Column, story: Story) -> None:
    theme, words = column.theme, column.desk.words
    if any(panel.regime.scope for panel in story.panels):
        scope_sample(column.pen, column.sample(), theme=theme)
        column.text(words.say("legend_scope_text"))
    else:
        column.text(words.say("legend_scope_none"), indent=0)
    column.line(theme.ukraine_edge, 1.1)
    column.text(words.say("legend_origin"))


def _place(column: _Column) -> None:
    ink = Ink(fill=column.theme.paper, edge=column.theme.ink, width_pt=0.8)
    column.pen.dot(column.x + SAMPLE[0] / 2, column.y + 2.4, ink, size_pt=DOT_PT)
    column.text(column.desk.words.say("legend_place"))


def _status(column: _Column, story: Story) -> None:
    words, x = column.desk.words, column.x
    for status in dict.fromkeys(panel.regime.status for panel in story.panels):
        x += 6 + badge(
            column.pen,
            (x, column.y),
            status=status,
            text=words.status(status),
            size_pt=SIZES.badge - 0.6,
            theme=column.theme,
        )
    column.y -= column.step
    column.text(words.say("legend_status_text"), indent=0)
    if any(panel.doubted for panel in story.panels):
        column.text(words.say("legend_doubted"), indent=0)
