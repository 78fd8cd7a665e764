"""Set the table of shares beside the maps."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.snapshot.legend import scope_sample
from geo.snapshot.lettering import clipped, wrapped
from geo.snapshot.marks import Ink, Rect, Type
from geo.snapshot.pen import Desk, Pen
from geo.snapshot.story import Panel, Row, Story
from geo.snapshot.style import SIZES

NAME_PT = 96.0
NUMBER_PT = 17.0
INTERVAL_PT = 10.0
BAR_PT = 22.0
GAP_PT = 8.0
MOST_BARS = 2
LEAST_ROW_PT = 9.2
MOST_ROW_PT = 14.5
LEADING_PT = 1.6


def table_width(panels: Sequence[Panel]) -> float:
    """Measure the table for so many columns, in points."""
    return NAME_PT + len(panels) * _columns(panels).width


def table(desk: Desk, story: Story, *, at: Rect) -> None:
    """Set the shares in whole per cents, a row per region touched or named; then the notes."""
    pen, theme, words = desk.sheet(at, gid="table"), desk.theme, desk.words
    body = SIZES.body
    columns = _columns(story.panels)
    y = at.height - body
    heading = Type(size_pt=body, face="bold", colour=theme.ink)
    pen.letter((0, y), clipped(words.say("table_title"), width=at.width, size_pt=body), heading)
    y -= 12.5
    head = Type(size_pt=body, face="bold", colour=theme.reach, align="right")
    for n, panel in enumerate(story.panels):
        reach = clipped(panel.reach, width=columns.width + 4, size_pt=body, name="bold")
        right = at.width - (len(story.panels) - 1 - n) * columns.width - 2
        pen.letter((right, y), reach, head)
    y -= 3.5
    pen.rule((0, y), (at.width, y), Ink(edge=theme.ink, width_pt=0.7))
    small = SIZES.small
    notes = [
        line
        for note in (story.across, story.shown)
        if note
        for line in wrapped(note, width=at.width, size_pt=small, lines=3)
    ]
    room = y - len(notes) * (small + LEADING_PT) - 3
    y = _rows(pen, desk, story, top=y, room=room, columns=columns, width=at.width)
    for line in notes:
        y -= small + LEADING_PT
        pen.letter((0, y - 1), line, Type(size_pt=small, colour=theme.muted))


@dataclass(frozen=True)
class _Columns:
    """Measure a column of shares: the number, then a bar or a gap."""

    number: float
    bar: float

    @property
    def width(self) -> float:
        return self.number + (self.bar or GAP_PT)


def _columns(panels: Sequence[Panel]) -> _Columns:
    interval = any(len(panel.regime.reach_km) > 1 for panel in panels)
    bar = BAR_PT if len(panels) <= MOST_BARS else 0.0
    return _Columns(NUMBER_PT + INTERVAL_PT * interval, bar)


def _rows(
    pen: Pen, desk: Desk, story: Story, *, top: float, room: float, columns: _Columns, width: float
) -> float:
    """Set as many rows as there is room for; return where they end."""
    most = int(room // LEAST_ROW_PT)
    fits = len(story.rows) <= most
    shown = story.rows if fits else story.rows[: most - 1]
    height = min(MOST_ROW_PT, room / (len(shown) + (not fits) or 1))
    size = min(SIZES.table, height * 0.72)
    y = top
    for row in shown:
        y -= height
        _row(pen, desk, row, story.panels, at=Rect(0, y, width, height), columns=columns)
    if not fits:
        y -= height
        more = desk.words.say("table_more", n=len(story.rows) - len(shown))
        style = Type(size_pt=size, colour=desk.theme.muted)
        pen.letter((0, y + height * 0.3), more, style)
    return y


def _row(
    pen: Pen, desk: Desk, row: Row, panels: Sequence[Panel], *, at: Rect, columns: _Columns
) -> None:
    theme = desk.theme
    size = min(SIZES.table, at.height * 0.72)
    base = at.south + at.height * 0.5 - size * 0.34
    face = "bold" if row.named else "regular"
    first = at.width - len(panels) * columns.width
    x = 0.0
    if row.named:
        scope_sample(pen, Rect(0, base - 0.8, 8.5, size * 0.86), theme=theme)
        x = 11.5
    name = clipped(row.name, width=first - x - 5, size_pt=size, name=face)
    pen.letter((x, base), name + row.mark, Type(size_pt=size, face=face, colour=theme.ink))
    for n, (cell, ends, panel) in enumerate(zip(row.cells, row.fractions, panels, strict=True)):
        right = first + n * columns.width + columns.number
        colour = theme.ink if cell else theme.muted
        style = Type(size_pt=size, face=face, colour=colour, align="right")
        pen.letter((right, base), cell or "–", style)
        if columns.bar and ends[1] > 0:
            dark, band, _ = theme.paint(doubted=panel.doubted)
            for fill, part in ((theme.outside, 1.0), (band, ends[1]), (dark, ends[0])):
                bar = Rect(right + 3, base + 0.3, (columns.bar - 5) * part, size * 0.6)
                pen.box(bar, Ink(fill=fill))
    pen.rule((0, at.south), (at.width, at.south), Ink(edge=theme.rule, width_pt=0.3))
