"""Set what stands around the maps: title, lead, small print; on a card, all but the one map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geo.display import Box, Display
from geo.findings import Findings
from geo.narrative import Account, PictureText
from geo.snapshot.formats import Page
from geo.snapshot.legend import badge, badge_width, keys, keys_height
from geo.snapshot.panel import Drawn, draw_map
from geo.snapshot.pen import Desk, Pen
from geo.snapshot.plan import KEY_LEADING, Plan, settle
from geo.snapshot.style import ELLIPSIS, SIZES, Ink, Rect, Type, width_pt, wrapped

LEAST_TITLE = 0.62
TITLE_LEADING = 1.12
LEAD_LEADING = 1.25
LEAD_LINES = 5
SMALL_LEADING_PT = 2.0
SMALL_LINES = 7

GAP_PT = 3.6
LEADING = 1.22
HEAD_PT, BADGE_PT = 12.5, 9.5
SWATCH = (10.0, 7.0)

MOST_LINES = 14
LEAST_MAP = 0.45
"""The part of the card's height that the map has where words can give way."""


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
    """Break the title into as few lines as may be, smaller where it must be; it is never cut.

    Its end says what a policy names and whose word it is: a long one takes a line more.
    """
    size = page.title_pt
    lines = wrapped(story.title, width=page.inner, size_pt=size, lines=9, name="bold")
    while size > page.title_pt * LEAST_TITLE and len(lines) > page.title_lines:
        size -= 0.5
        lines = wrapped(story.title, width=page.inner, size_pt=size, lines=9, name="bold")
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


def number_key(desk: Desk, lines: Sequence[str], *, at: Rect) -> None:
    """Say below a map which regions its numbers stand for; nothing where it has none."""
    if not lines:
        return
    pen, style = desk.sheet(at, gid="numbers"), Type(size_pt=SIZES.tick, colour=desk.theme.ink)
    for n, line in enumerate(lines, 1):
        pen.letter((0, at.height - n * KEY_LEADING * SIZES.tick - 1), line, style)


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


@dataclass(frozen=True, kw_only=True)
class Block:
    """Hold a part of the card: its name, the height it needs, how it is drawn in its place."""

    gid: str
    height: float
    draw: Callable[[Rect], None]


def joined(accounts: Sequence[Account]) -> Account:
    """Make one account of all that share a map: the one that reaches farthest, with all scopes.

    It has the nearest and the farthest line, for the map to tell what lies between.
    """
    far = max(accounts, key=lambda account: account.regime.reach_km[-1])
    near = min(accounts, key=lambda account: account.regime.reach_km[0])
    scope = {code for account in accounts for code in account.named_codes}
    rows = tuple(replace(row, named=row.region in scope) for row in far.rows)
    lines = tuple(dict.fromkeys((near.lines[0], far.lines[-1])))
    return replace(far, rows=rows, lines=lines)


def compose_card(
    desk: Desk, findings: Findings, story: PictureText, page: Page, *, shown: Display, land: Box
) -> tuple[Plan, dict[str, tuple[Drawn, ...]]]:
    """Draw the card; the map takes what its words leave.

    The words stand in a column beside the map, on a page that has one, else above and below.
    """
    one = joined(story.accounts)
    inner = Rect(page.margin, page.bottom, page.inner, page.height - page.bottom - page.margin)
    width = page.column or inner.width
    print_block = _print(desk, story, width)
    status = desk.words.say("card_status")
    limits = [_text(desk, story.shown, width, gid="shown", size=SIZES.tick)] if story.shown else []
    key_block = Block(
        gid="legend",
        height=keys_height(desk, story, width=width),
        draw=lambda at: keys(desk, story, at=at),
    )
    lower = [print_block] if page.column else [print_block, key_block]
    least = 0.0 if page.column else LEAST_MAP * page.height
    for told in (f"{story.caveat} {status}", story.caveat):  # the badges can do without
        rest = [
            _text(desk, told, width, gid="caveat", size=SIZES.small),
            _heads(desk, story, width),
            *limits,
            *([key_block] if page.column else []),
        ]
        others = rest + lower
        room = inner.height - least - sum(block.height + GAP_PT for block in others)
        title = _title(desk, story, page, width, room=room)
        if title.height <= room:
            break
    upper = [title, *rest]
    top = _stack(upper, Rect(inner.west, inner.south, width, inner.height))
    bottom = inner.south
    for block in lower:
        block.draw(Rect(inner.west, bottom, width, block.height))
        bottom += block.height + GAP_PT
    place = Rect(inner.west, bottom, inner.width, top - bottom)
    if page.column:
        west = inner.west + width + page.gap
        place = Rect(west, inner.south, inner.west + inner.width - west, inner.height)
    return _map(desk, findings, story, one, shown=shown, land=land, at=place)


def _map(
    desk: Desk,
    findings: Findings,
    story: PictureText,
    one: Account,
    *,
    shown: Display,
    land: Box,
    at: Rect,
) -> tuple[Plan, dict[str, tuple[Drawn, ...]]]:
    """Draw the one map, as large as its place allows."""
    found = settle(findings, shown, story, land=land, width=at.width, height=at.height)
    shared, view, under = found.plan, found.scene.view, found.key_pt
    west = at.west + (at.width - view.width) / 2
    south = at.south + under + (at.height - under - view.height) / 2
    place = Rect(west, south, view.width, view.height)
    labels = draw_map(desk, found.scene, shared, one, lines=story.accounts, at=place)
    number_key(desk, found.key, at=Rect(at.west, south - under, at.width, under))
    return shared, {one.regime.id: labels}


def _stack(blocks: Sequence[Block], at: Rect) -> float:
    """Draw blocks downwards from the top; return where they end."""
    y = at.south + at.height
    for block in blocks:
        y -= block.height
        block.draw(Rect(at.west, y, at.width, block.height))
        y -= GAP_PT
    return y


def _title(desk: Desk, story: PictureText, page: Page, width: float, *, room: float) -> Block:
    """Set the title in as few lines as the page allows, smaller where it must be."""
    size = page.title_pt
    lines = wrapped(story.title, width=width, size_pt=size, lines=MOST_LINES, name="bold")
    while size > page.title_pt * LEAST_TITLE and (
        len(lines) > page.title_lines or len(lines) * size * TITLE_LEADING > room
    ):
        size -= 0.5
        lines = wrapped(story.title, width=width, size_pt=size, lines=MOST_LINES, name="bold")
    if len(lines) <= page.title_lines:
        lines = balanced(story.title, len(lines), width=width, size_pt=size)
    style = Type(size_pt=size, face="bold", colour=desk.theme.ink)
    return _lines(desk, lines, style, gid="title", leading=TITLE_LEADING)


def _text(desk: Desk, text: str, width: float, *, gid: str, size: float) -> Block:
    lines = wrapped(text, width=width, size_pt=size, lines=MOST_LINES)
    return _lines(desk, lines, Type(size_pt=size, colour=desk.theme.ink), gid=gid, leading=LEADING)


def _print(desk: Desk, story: PictureText, width: float) -> Block:
    """Say whose borders and whose data are shown."""
    text = f"{story.worldview} {story.data} {story.credit}"
    lines = wrapped(text, width=width, size_pt=SIZES.tick, lines=MOST_LINES)
    style = Type(size_pt=SIZES.tick, colour=desk.theme.muted)
    return _lines(desk, lines, style, gid="small-print", leading=1.16)


def _lines(desk: Desk, lines: Sequence[str], style: Type, *, gid: str, leading: float) -> Block:
    """Set lines of one style."""

    def draw(at: Rect) -> None:
        pen, y = desk.sheet(at, gid=gid), at.height
        for n, line in enumerate(lines):
            y -= style.size_pt * (leading if n else 0.9)
            pen.letter((0, y), line, style, gid=f"{gid}-{n + 1}" if n else f"{gid}-line")

    height = style.size_pt * (0.9 + leading * (len(lines) - 1) + 0.25)
    return Block(gid=gid, height=height, draw=draw)


def _heads(desk: Desk, story: PictureText, width: float) -> Block:
    """Set for each policy the colour of its ground, its reach, its count, and its badge.

    They stand in one row each, or the badge below where it has no room; nothing is cut.
    """
    rows = []
    for each in story.accounts:
        wide = badge_width(each.attested, size_pt=SIZES.tick) + 6
        least = width_pt(_told(each, 0.0), size_pt=SIZES.legend, name="bold")
        beside = wide if _left(each) + least + wide <= width else 0.0
        told, room = _told(each, width - beside), width - beside - _left(each)
        lines = wrapped(told, width=room, size_pt=SIZES.legend, lines=MOST_LINES, name="bold")
        rows.append((each, beside, lines, (len(lines) - 1) * SIZES.legend * LEADING))

    def draw(at: Rect) -> None:
        pen, y = desk.sheet(at, gid="heads"), at.height - 9.0
        for each, beside, lines, lower in rows:
            _head(pen, desk, story, each, lines, y=y)
            y -= lower + (0.0 if beside else BADGE_PT)
            badge(
                pen,
                (at.width - beside + 6 if beside else 0.0, y),
                status=each.regime.status,
                text=each.attested,
                size_pt=SIZES.tick,
                theme=desk.theme,
            )
            y -= HEAD_PT

    height = sum(HEAD_PT + lower + (0.0 if beside else BADGE_PT) for _, beside, _, lower in rows)
    return Block(gid="heads", height=height, draw=draw)


def _left(account: Account) -> float:
    """Return where the words begin beside the swatch and the reach."""
    return SWATCH[0] + 9 + width_pt(account.reach, size_pt=SIZES.lead, name="bold")


def _told(account: Account, width: float) -> str:
    """Tell what is within reach and, where a width has room for it, what is named."""
    room = width - _left(account)
    whole = f"{account.count} · {account.named_count}"
    fits = width_pt(whole, size_pt=SIZES.legend, name="bold") <= room
    return account.stance if account.refused else whole if fits else account.count


def _head(
    pen: Pen, desk: Desk, story: PictureText, account: Account, told: Sequence[str], *, y: float
) -> None:
    """Set one head with the baseline of its reach at a height."""
    theme = desk.theme
    dark, band, _ = theme.paint(account.look)
    nearest = min(each.regime.reach_km[-1] for each in story.accounts)
    fill = dark if account.regime.reach_km[-1] == nearest else band
    pen.box(Rect(0, y, *SWATCH), Ink(fill=fill, edge=theme.region_edge, width_pt=0.35))
    reach = Type(size_pt=SIZES.lead, face="bold", colour=theme.reach)
    pen.letter((SWATCH[0] + 4, y), account.reach, reach)
    bold = Type(size_pt=SIZES.legend, face="bold", colour=theme.ink)
    for n, line in enumerate(told):
        pen.letter((_left(account), y - n * SIZES.legend * LEADING), line, bold)
