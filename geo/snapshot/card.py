"""Set a card: one map that all policies share, and in large type what must be said of it."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from geo.display import Box, Display
from geo.findings import Findings
from geo.narrative import Account, PictureText
from geo.snapshot.formats import Page
from geo.snapshot.legend import MARKS, Marks, badge, badge_width, keys, keys_height
from geo.snapshot.panel import Drawn, draw_map
from geo.snapshot.pen import Desk, Pen
from geo.snapshot.plan import KEY_LEADING, Plan, Settled, settle
from geo.snapshot.sidebar import LEAST_ROW_PT, table, table_height
from geo.snapshot.style import ELLIPSIS, SIZES, Ink, Rect, Theme, Type, width_pt, wrapped

LEAST_TITLE = 0.56
TITLE_LEADING = 1.12
GAP_PT = 3.6
LEADING = 1.22
HEAD_PT, BADGE_PT = 12.5, 9.5
SWATCH = (10.0, 7.0)

MOST_LINES = 14
LEAST_MAP = 0.45
"""The part of the card's height that the map has where words can give way."""

LEAST_ROWS = 5
"""Of the table of a card that has one, where so many regions are in reach."""


def balanced(
    text: str, lines: int, *, width: float, size_pt: float, name: str = "bold"
) -> Sequence[str]:
    """Break a title into so many lines of about one length: no word is left alone."""
    best = wrapped(text, width=width, size_pt=size_pt, lines=lines + 1, name=name)
    while width > 0 and lines > 1:
        width -= size_pt
        tried = wrapped(text, width=width, size_pt=size_pt, lines=lines + 1, name=name)
        if len(tried) > lines or any(line.endswith(ELLIPSIS) for line in tried):
            break
        best = tried
    return best


def titled(
    title: str, page: Page, *, width: float, room: float = math.inf
) -> tuple[Sequence[str], float]:
    """Break a title into as few lines as may be, smaller where it must be; it is never cut.

    Its end says what a policy names and whose word it is: a long one takes a line more. Return the
    lines, and the size of their type.
    """
    size = page.title_pt
    lines = wrapped(title, width=width, size_pt=size, lines=MOST_LINES, name="bold")
    while size > page.title_pt * LEAST_TITLE and (
        len(lines) > page.title_lines or len(lines) * size * TITLE_LEADING > room
    ):
        size -= 0.5
        lines = wrapped(title, width=width, size_pt=size, lines=MOST_LINES, name="bold")
    return balanced(title, len(lines), width=width, size_pt=size), size


def number_key(desk: Desk, lines: Sequence[str], *, at: Rect) -> None:
    """Say below a map which regions its numbers stand for; nothing where it has none."""
    if not lines:
        return
    pen, style = desk.sheet(at, gid="numbers"), Type(size_pt=SIZES.tick, colour=desk.theme.ink)
    for n, line in enumerate(lines, 1):
        pen.letter((0, at.height - n * KEY_LEADING * SIZES.tick - 1), line, style)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Hold a part of the card: its name, the height it needs, how it is drawn in its place."""

    gid: str
    height: float
    draw: Callable[[Rect], None]


def joined(accounts: Sequence[Account]) -> Account:
    """Make one account of all that share a map: the one that reaches farthest, with all scopes.

    It has the nearest and the farthest line, for the map to tell what lies between. What is
    refused paints nothing, unless all is.
    """
    painted = [account for account in accounts if not account.refused] or accounts
    far = max(painted, key=lambda account: account.regime.reach_km[-1])
    near = min(painted, key=lambda account: account.regime.reach_km[0])
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
    inner = Rect(page.margin, page.bottom, page.inner, page.height - page.bottom - page.margin)
    width = page.column or inner.width
    west = inner.west + width + page.gap
    place = replace(inner, west=west, width=inner.west + inner.width - west)
    found = _settled(findings, shown, story, land, place) if page.column else None
    marks = frozenset(spot.mark for spot in found.plan.spots) if found else MARKS
    shares = story.rows[: LEAST_ROWS * page.tabled]
    few = replace(story, rows=shares, across="", shown="")
    least = table_height(few, width=width, blocks=1, row_pt=LEAST_ROW_PT)
    least = least + GAP_PT if shares else 0.0 if page.column else LEAST_MAP * page.height
    for way in _ways(desk, story, page):
        lower = [_print(desk, way.printed, width)]
        drawn = story.shown if way.counted else story.shown.partition(". ")[0]
        rest = [
            *(
                [_text(desk, story.change, width, gid="change")]
                if story.change and page.tabled
                else []
            ),
            _text(desk, way.caveat, width, gid="caveat"),
            _heads(desk, story, width, dated=page.tabled, counted=way.counted),
            *([_text(desk, drawn, width, gid="shown")] if drawn else []),
        ]
        (rest if page.column else lower).append(_keys(desk, story, width, marks=marks))
        room = inner.height - least - sum(block.height + GAP_PT for block in rest + lower)
        title = _title(desk, story, page, width, room=inner.height if way.whole else room)
        if title.height <= room:
            break
    if shares:
        rest.append(_shares(desk, story, width, room=room - title.height + least - GAP_PT))
    top = _stack([title, *rest], replace(inner, width=width))
    if not found:  # how large it is depends on the words; the key, on what stands on it
        under = sum(block.height + GAP_PT for block in lower)
        place = Rect(inner.west, inner.south + under, inner.width, top - inner.south - under)
        found = _settled(findings, shown, story, land, place)
        marks = frozenset(spot.mark for spot in found.plan.spots)
        lower[-1] = replace(lower[-1], draw=_keys(desk, story, width, marks=marks).draw)
    bottom = inner.south
    for block in lower:
        block.draw(Rect(inner.west, bottom, width, block.height))
        bottom += block.height + GAP_PT
    return found.plan, _map(desk, story, found, at=place)


@dataclass(frozen=True, kw_only=True)
class _Way:
    """Say how much a card tells; ``whole`` where its title is not to be smaller for it.

    ``counted`` where its heads count the regions, as a title of two policies does.
    """

    caveat: str
    printed: str
    whole: bool
    counted: bool = True


def _ways(desk: Desk, story: PictureText, page: Page) -> Iterator[_Way]:
    """Give the ways to tell the card's words, from the fullest to what it cannot do without."""
    brief = (story.reports, story.worldview, story.data, story.credit)
    told = f"{story.caveat} {desk.words.say('card_status')}"
    prints: list[tuple[str, ...]] = [brief]
    if page.tabled:
        more = (*brief, desk.words.say("card_more"))
        prints = [(story.method, story.sources, *brief[1:]), (story.sources, *more[1:]), more]
    for n, parts in enumerate(prints):
        printed, whole = " ".join(part for part in parts if part), n < len(prints) - 1
        yield _Way(caveat=told, printed=printed, whole=whole)
    yield _Way(caveat=story.caveat, printed=printed, whole=False)
    if len(story.accounts) > 1:
        yield _Way(caveat=story.caveat, printed=printed, whole=False, counted=False)


def _settled(
    findings: Findings, shown: Display, story: PictureText, land: Box, at: Rect
) -> Settled:
    return settle(findings, shown, story, land=land, width=at.width, height=at.height)


def _map(
    desk: Desk, story: PictureText, found: Settled, *, at: Rect
) -> dict[str, tuple[Drawn, ...]]:
    """Draw the one map, as large as its place allows."""
    one, view, under = joined(story.accounts), found.scene.view, found.key_pt
    west = at.west + (at.width - view.width) / 2
    south = at.south + under + (at.height - under - view.height) / 2
    place = Rect(west, south, view.width, view.height)
    labels = draw_map(desk, found.scene, found.plan, one, lines=story.accounts, at=place)
    number_key(desk, found.key, at=Rect(at.west, south - under, at.width, under))
    return {one.regime.id: labels}


def _keys(desk: Desk, story: PictureText, width: float, *, marks: Marks) -> Block:
    return Block(
        gid="legend",
        height=keys_height(desk, story, width=width, marks=marks),
        draw=lambda at: keys(desk, story, marks=marks, at=at),
    )


def _shares(desk: Desk, story: PictureText, width: float, *, room: float) -> Block:
    """Set the table as tall as it needs, or as there is room; it says what it leaves out."""
    told = replace(story, shown="")
    grounds = [_ground(desk.theme, each, story) for each in story.accounts]
    return Block(
        gid="table",
        height=min(room, table_height(told, width=width, blocks=1)),
        draw=lambda at: table(desk, told, at=at, blocks=1, grounds=grounds),
    )


def _stack(blocks: Sequence[Block], at: Rect) -> float:
    """Draw blocks downwards from the top; return where they end."""
    y = at.south + at.height
    for block in blocks:
        y -= block.height
        block.draw(Rect(at.west, y, at.width, block.height))
        y -= GAP_PT
    return y


def _title(desk: Desk, story: PictureText, page: Page, width: float, *, room: float) -> Block:
    lines, size = titled(story.title, page, width=width, room=room)
    style = Type(size_pt=size, face="bold", colour=desk.theme.ink)
    return _lines(desk, lines, style, gid="title", leading=TITLE_LEADING)


def _text(desk: Desk, text: str, width: float, *, gid: str) -> Block:
    size = SIZES.tick
    lines = wrapped(text, width=width, size_pt=size, lines=MOST_LINES)
    lines = balanced(text, len(lines), width=width, size_pt=size, name="regular")
    return _lines(desk, lines, Type(size_pt=size, colour=desk.theme.ink), gid=gid, leading=LEADING)


def _print(desk: Desk, text: str, width: float) -> Block:
    """Say whose borders and whose data are shown, and whose reports."""
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


def _heads(
    desk: Desk, story: PictureText, width: float, *, dated: bool, counted: bool = True
) -> Block:
    """Set for each policy the colour of its ground, its reach, its count, and its badge.

    They stand in one row each, or the badge below where it has no room, its dates beside it
    where heads are ``dated``; nothing is cut. What is not ``counted`` is told by the title.
    """
    rows, size = [], SIZES.tick
    for each in story.accounts:
        wide = badge_width(each.attested, size_pt=size) + 6
        told = _told(each, 0.0) if counted else ""
        least = width_pt(told, size_pt=SIZES.legend, name="bold")
        beside = wide if _left(each) + least + wide <= width and not dated else 0.0
        room = width - beside - _left(each)
        told = _told(each, width - beside) if counted else ""
        lines = wrapped(told, width=room, size_pt=SIZES.legend, lines=MOST_LINES, name="bold")
        dates = each.dates if dated else ""
        apart = wide + width_pt(dates, size_pt=size) > width
        lower = (len(lines) - 1) * SIZES.legend * LEADING + (0.0 if beside else BADGE_PT)
        rows.append((each, width - wide + 6 if beside else 0.0, lines, dates, apart, lower))

    def draw(at: Rect) -> None:
        pen, y = desk.sheet(at, gid="heads"), at.height - 9.0
        style = Type(size_pt=size, colour=desk.theme.muted)
        for each, x, lines, dates, apart, lower in rows:
            _head(pen, desk, story, each, lines, y=y)
            y -= lower
            status, text = each.regime.status, each.attested
            wide = badge(pen, (x, y), status=status, text=text, size_pt=size, theme=desk.theme)
            if dates:
                y -= BADGE_PT * apart
                pen.letter((0.0 if apart else x + wide + 6, y), dates, style)
            y -= HEAD_PT

    height = sum(HEAD_PT + lower + BADGE_PT * apart for *_, apart, lower in rows)
    return Block(gid="heads", height=height, draw=draw)


def _ground(theme: Theme, account: Account, story: PictureText) -> str:
    """Return the colour of what lies inside a reach: dark for the nearest on the map alone."""
    return theme.paint(account.look)[account.lines[0] != joined(story.accounts).lines[0]]


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
    ground = Ink(fill=_ground(theme, account, story), edge=theme.region_edge, width_pt=0.35)
    pen.box(Rect(0, y, *SWATCH), ground)
    if account.refused:
        mark = Type(size_pt=SIZES.legend, colour=theme.ink, align="center")
        pen.letter((SWATCH[0] / 2, y + 1.2), "×", mark)
    reach = Type(size_pt=SIZES.lead, face="bold", colour=theme.reach)
    pen.letter((SWATCH[0] + 4, y), account.reach, reach)
    bold = Type(size_pt=SIZES.legend, face="bold", colour=theme.ink)
    for n, line in enumerate(told):
        pen.letter((_left(account), y - n * SIZES.legend * LEADING), line, bold)
