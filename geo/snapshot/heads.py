"""Set the title, the head of each map and the small print."""

from geo.snapshot.lettering import clipped, width_pt, wrapped
from geo.snapshot.marks import Ink, Rect, Type
from geo.snapshot.pen import Desk, badge
from geo.snapshot.story import Panel, Story
from geo.snapshot.style import SIZES

LEAST_TITLE = 0.62
SMALL_LINES = 4


def head(desk: Desk, story: Story, *, at: Rect) -> None:
    """Set the title and, below it, that reach is not permission."""
    pen, theme = desk.sheet(at, gid="head"), desk.theme
    size = SIZES.title
    while (
        size > SIZES.title * LEAST_TITLE
        and width_pt(story.title, size_pt=size, name="bold") > at.width
    ):
        size -= 0.5
    title = clipped(story.title, width=at.width, size_pt=size, name="bold")
    baseline = at.height - SIZES.title * 0.8
    pen.letter((0, baseline), title, Type(size_pt=size, face="bold", colour=theme.ink), gid="title")
    caveat = clipped(story.caveat, width=at.width, size_pt=SIZES.lead)
    style = Type(size_pt=SIZES.lead, colour=theme.ink)
    pen.letter((0, baseline - 15), caveat, style, gid="caveat")


def panel_head(desk: Desk, panel: Panel, *, at: Rect, scale: float) -> None:
    """Set a map's head: reach, status, count; below them label and dates."""
    pen, theme = desk.sheet(at, gid=f"{panel.regime.id}_head"), desk.theme
    big, body = SIZES.panel * scale, SIZES.body * scale
    lower = 4.5
    middle = lower + body + 2.2
    upper = middle + body + 4.6
    pen.letter((0, upper), panel.reach, Type(size_pt=big, face="bold", colour=theme.reach))
    x = width_pt(panel.reach, size_pt=big, name="bold") + 7
    x += badge(
        pen,
        (x, upper + 1.2),
        status=panel.regime.status,
        text=panel.status,
        size_pt=SIZES.badge * scale,
        theme=theme,
    )
    bold = Type(size_pt=body, face="bold", colour=theme.ink, align="right")
    count = f"{panel.count} · {panel.named}"
    count = clipped(count, width=at.width - x - 6, size_pt=body, name="bold")
    pen.letter((at.width, upper + 0.6), count, bold)
    label = clipped(panel.label, width=at.width, size_pt=body)
    pen.letter((0, middle), label, Type(size_pt=body, colour=theme.ink))
    dates = clipped(panel.dates, width=at.width, size_pt=body)
    pen.letter((0, lower), dates, Type(size_pt=body, colour=theme.muted))


def foot(desk: Desk, story: Story, *, at: Rect) -> None:
    """Set the small print: method and error, sources, data and licences, whose borders."""
    pen, theme, size = desk.sheet(at, gid="small-print"), desk.theme, SIZES.small
    pen.rule((0, at.height), (at.width, at.height), Ink(edge=theme.rule, width_pt=0.6))
    sources = wrapped(story.sources, width=at.width, size_pt=size, lines=1)
    data = f"{story.worldview} {story.data}"
    lines = [
        *wrapped(story.method, width=at.width, size_pt=size, lines=1),
        *sources,
        *wrapped(data, width=at.width, size_pt=size, lines=SMALL_LINES - 1 - len(sources)),
    ]
    style = Type(size_pt=size, colour=theme.muted)
    for n, line in enumerate(lines, 1):
        pen.letter((0, at.height - n * (size + 2.0)), line, style)
