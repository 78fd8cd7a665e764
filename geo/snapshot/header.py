"""Set the title, the head of each map and the small print."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.narrative import Account, PictureText
from geo.snapshot.legend import badge, badge_width
from geo.snapshot.lettering import ELLIPSIS, clipped, width_pt, wrapped
from geo.snapshot.pen import Desk
from geo.snapshot.style import SIZES, Ink, Page, Rect, Type

LEAST_TITLE = 0.62
TITLE_LEADING = 1.12
LEAD_LEADING = 1.25
LEAD_LINES = 5
SMALL_LEADING_PT = 2.0
SMALL_LINES = 7
PANEL_HEAD_PT = 38.0
"""Room of a map's head."""


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
    """Break the title into as few lines as the page allows, smaller where it must be."""
    size = page.title_pt
    lines = wrapped(story.title, width=page.inner, size_pt=size, lines=9, name="bold")
    while size > page.title_pt * LEAST_TITLE and len(lines) > page.title_lines:
        size -= 0.5
        lines = wrapped(story.title, width=page.inner, size_pt=size, lines=9, name="bold")
    if len(lines) > page.title_lines:
        most = page.title_lines
        lines = wrapped(story.title, width=page.inner, size_pt=size, lines=most, name="bold")
    else:
        lines = balanced(story.title, len(lines), width=page.inner, size_pt=size)
    lead = [
        line
        for text in (story.change, story.caveat)
        if text
        for line in wrapped(text.strip(), width=page.inner, size_pt=SIZES.lead, lines=LEAD_LINES)
    ]
    return Head(title=lines, title_pt=size, lead=lead)


def balanced(text: str, lines: int, *, width: float, size_pt: float) -> Sequence[str]:
    """Break a title into so many lines of about one length: no word is left alone."""
    best = wrapped(text, width=width, size_pt=size_pt, lines=lines + 1, name="bold")
    while width > 0 and lines > 1:
        width -= size_pt
        tried = wrapped(text, width=width, size_pt=size_pt, lines=lines + 1, name="bold")
        if len(tried) > lines or any(line.endswith(ELLIPSIS) for line in tried):
            break
        best = tried
    return best


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


def panel_head(desk: Desk, account: Account, *, at: Rect, scale: float) -> None:
    """Set a map's head: reach, status, count; below them label and dates."""
    pen, theme = desk.sheet(at, gid=f"{account.regime.id}_head"), desk.theme
    big, body = SIZES.panel * scale, max(SIZES.body * scale, SIZES.tick)
    lower = 4.5
    middle = lower + body + 2.2
    upper = middle + body + 4.6
    pen.letter((0, upper), account.reach, Type(size_pt=big, face="bold", colour=theme.reach))
    x = width_pt(account.reach, size_pt=big, name="bold") + 7
    size = max(SIZES.badge * scale, SIZES.tick)
    size *= min(1.0, (at.width - x) / badge_width(account.attested, size_pt=size))
    x += badge(
        pen,
        (x, upper + 1.2),
        status=account.regime.status,
        text=account.attested,
        size_pt=size,
        theme=theme,
    )
    room = at.width - x - 6
    count = account.stance if account.refused else f"{account.count} · {account.named_count}"
    if width_pt(count, size_pt=body, name="bold") > room:
        count = account.count
    if width_pt(count, size_pt=body, name="bold") <= room:
        bold = Type(size_pt=body, face="bold", colour=theme.ink, align="right")
        pen.letter((at.width, upper + 0.6), count, bold)
    label = clipped(account.label, width=at.width, size_pt=body)
    pen.letter((0, middle), label, Type(size_pt=body, colour=theme.ink))
    stated = f"{account.dates} · {account.reach_stated}" if account.is_limit else account.dates
    dates = clipped(stated, width=at.width, size_pt=body)
    pen.letter((0, lower), dates, Type(size_pt=body, colour=theme.muted))


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
