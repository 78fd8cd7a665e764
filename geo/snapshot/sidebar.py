"""Set what stands beside or below the maps: the table of shares, the globe they lie on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import Inset, PanelView, Shapes
from geo.findings import Findings
from geo.narrative import Account, PictureRow, PictureText, RegionRow
from geo.snapshot.legend import SCALE_KM, scope_sample
from geo.snapshot.pen import Desk, Pen
from geo.snapshot.style import SIZES, Ink, Rect, Theme, Type, clipped, width_pt, wrapped
from geo.wording import Words

InsetScale = tuple[str, float, Rect]
"""Of a scale bar the words, the length in points, and the ground."""

NAME_PT = 96.0
NUMBER_PT = 17.0
CLEAR_PT = 4.0
BAR_PT = 22.0
MOST_BAR_PT = 150.0
ROOMY_NAME_PT = 125.0
GAP_PT = 8.0
MOST_BARS = 2
HEAD_GAP_PT = 7.0
LEAST_ROW_PT = 8.4
HEAD_PT = SIZES.body + 16.0
"""Room of the table's title and its columns' heads."""

MOST_ROW_PT = 14.5
LEADING_PT = 1.6
BELOW_ROW_PT = 10.6

LOCATOR_PT = 46.0
STEEPEST = 50.0
"""Greatest latitude, in degrees, of the middle of the globe's near side."""

NEAR = (86.0, 76.0)
"""Degrees of longitude and latitude around its middle that are surely on it, or all but."""

COARSE_DEGREES = 0.5
LEAST_DEGREES2 = 0.5
EDGE_STEPS = 24


def table_width(accounts: Sequence[Account]) -> float:
    """Measure the table for so many columns, in points."""
    return NAME_PT + len(accounts) * _columns(accounts).width


def table_height(
    story: PictureText, *, width: float, blocks: int, row_pt: float = BELOW_ROW_PT
) -> float:
    """Return the room a table below the maps needs, in points, with rows of some height."""
    rows = -(-len(story.rows) // blocks)
    notes = _notes(story, width=width)
    return HEAD_PT + rows * row_pt + _notes_height(notes)


def table(
    desk: Desk,
    story: PictureText,
    *,
    at: Rect,
    blocks: int,
    gap: float = 0.0,
    grounds: Sequence[str] = (),
) -> None:
    """Set the shares in whole per cents, a row per region touched or named; then the notes.

    The rows stand in so many ``blocks`` side by side, each with its own head. Bars have the colour
    of what lies inside a reach on its map, or of the ``grounds`` on a map that reaches share.
    """
    pen, theme = desk.sheet(at, gid="table"), desk.theme
    grounds = grounds or [theme.paint(each.look)[0] for each in story.accounts]
    width = (at.width - (blocks - 1) * gap) / blocks
    columns = _columns(story.accounts, width=width)
    y = at.height - SIZES.body
    heading = Type(size_pt=SIZES.body, face="bold", colour=theme.ink)
    title = clipped(story.table_title, width=at.width, size_pt=SIZES.body, name="bold")
    pen.letter((0, y), title, heading)
    top = at.height - HEAD_PT
    for told in (story, replace(story, across="")):  # a mark not shown needs no note
        notes = _notes(told, width=at.width)
        room = top - _notes_height(notes)
        shown, left = _fitting(story.rows, room=room, blocks=blocks)
        if any(row.mark for row in shown):
            break
    each = -(-(len(shown) + bool(left)) // blocks)
    height = min(MOST_ROW_PT, room / each) if each else 0.0
    for n in range(blocks):
        place = Rect(n * (width + gap), top, width, height)
        _block_head(pen, desk, story.accounts, at=place, columns=columns)
        last = n == blocks - 1
        part = shown[n * each : len(shown) if last else (n + 1) * each]
        end = _rows(pen, desk, part, story.accounts, grounds, at=place, columns=columns)
        if last and left:
            size = min(SIZES.table, height * 0.72)
            more = desk.words.say("table_more", n=left)
            style = Type(size_pt=size, colour=theme.muted)
            pen.letter((place.west, end - height * 0.7), more, style)
    y = top - each * height
    for line in notes:
        y -= SIZES.small + LEADING_PT
        pen.letter((0, y - 1), line, Type(size_pt=SIZES.small, colour=theme.muted))


def _notes(story: PictureText, *, width: float) -> list[str]:
    return [
        line
        for note in (story.across, story.shown)
        if note
        for line in wrapped(note, width=width, size_pt=SIZES.small, lines=3)
    ]


def _notes_height(notes: Sequence[str]) -> float:
    return len(notes) * (SIZES.small + LEADING_PT) + 3


def _fitting(
    rows: Sequence[PictureRow], *, room: float, blocks: int
) -> tuple[Sequence[PictureRow], int]:
    """Take as many rows as there is room for; say how many are left out."""
    most = max(int(room // LEAST_ROW_PT), 1) * blocks
    return (rows, 0) if len(rows) <= most else (rows[: most - 1], len(rows) - most + 1)


def _block_head(
    pen: Pen, desk: Desk, accounts: Sequence[Account], *, at: Rect, columns: "_Columns"
) -> None:
    """Head a block's columns with the reach of each; ``at`` begins below the head."""
    long = columns.bar >= _head_width(accounts)
    align = "left" if long else "right"
    head = Type(size_pt=SIZES.body, face="bold", colour=desk.theme.reach, align=align)
    for n, account in enumerate(accounts):
        size = SIZES.body
        text = f"× {account.reach}" if account.refused else account.reach
        reach = clipped(text, width=columns.width + 4, size_pt=size, name="bold")
        right = at.west + at.width - (len(accounts) - 1 - n) * columns.width
        x = right - columns.bar + 3 if long else right - 2
        pen.letter((x, at.south + 3.5), reach, head)
    ink = Ink(edge=desk.theme.ink, width_pt=0.7)
    pen.rule((at.west, at.south), (at.west + at.width, at.south), ink)


@dataclass(frozen=True)
class _Columns:
    """Measure a column of shares: the number, then a bar or a gap."""

    number: float
    bar: float

    @property
    def width(self) -> float:
        return self.number + (self.bar or GAP_PT)


def _columns(accounts: Sequence[Account], *, width: float = 0.0) -> _Columns:
    """Measure the columns: as wide as their heads; where the table is wide, with long bars."""
    shares = (_numeral(row, each) for each in accounts for row in each.rows if row.touched)
    widest = max((width_pt(share, size_pt=SIZES.table, name="bold") for share in shares), default=0)
    number = max(NUMBER_PT, widest + CLEAR_PT)
    head = _head_width(accounts)
    spare = (width - ROOMY_NAME_PT) / max(len(accounts), 1) - number
    if spare >= BAR_PT:
        return _Columns(number, max(min(spare, MOST_BAR_PT), head - number))
    bar = BAR_PT if len(accounts) <= MOST_BARS else 0.0
    return _Columns(max(number, head - (bar or GAP_PT)), bar)


def _head_width(accounts: Sequence[Account]) -> float:
    """Measure the widest head of a column, with the gap it needs."""
    heads = (width_pt(account.reach, size_pt=SIZES.body, name="bold") for account in accounts)
    return max(heads, default=0.0) + HEAD_GAP_PT


def _numeral(row: RegionRow, account: Account) -> str:
    """Write a share; one that a refusal spans stands in brackets."""
    return f"({row.numeral})" if account.refused and row.numeral else row.numeral


def _rows(
    pen: Pen,
    desk: Desk,
    rows: Sequence[PictureRow],
    accounts: Sequence[Account],
    grounds: Sequence[str],
    *,
    at: Rect,
    columns: _Columns,
) -> float:
    """Set rows of one height downwards; return where they end."""
    y = at.south
    for row in rows:
        y -= at.height
        place = Rect(at.west, y, at.width, at.height)
        _row(pen, desk, row, accounts, grounds, at=place, columns=columns)
    return y


def _row(
    pen: Pen,
    desk: Desk,
    row: PictureRow,
    accounts: Sequence[Account],
    grounds: Sequence[str],
    *,
    at: Rect,
    columns: _Columns,
) -> None:
    theme = desk.theme
    size = min(SIZES.table, at.height * 0.72)
    base = at.south + at.height * 0.5 - size * 0.34
    face = "bold" if row.named else "regular"
    first = at.west + at.width - len(accounts) * columns.width
    x = at.west
    if row.named:
        scope_sample(pen, Rect(x + 0.6, base - 0.6, 8.5, size * 0.8), theme=theme)
        x += 12.5
    name = clipped(row.name, width=first - x - 5, size_pt=size, name=face)
    pen.letter((x, base), name + row.mark, Type(size_pt=size, face=face, colour=theme.ink))
    for n, (under, account, dark) in enumerate(zip(row.under, accounts, grounds, strict=True)):
        right = first + n * columns.width + columns.number
        colour = theme.ink if under.touched else theme.muted
        style = Type(size_pt=size, face=face, colour=colour, align="right")
        pen.letter((right, base), _numeral(under, account) or "–", style)
        if columns.bar and under.touched:
            band = theme.paint(account.look)[1]
            near, far = under.shares[0], under.shares[-1]
            bar = Rect(right + 3, base + 0.3, columns.bar - 5, size * 0.6)
            for fill, part in ((theme.outside, 1.0), (band, far), (dark, near)):
                pen.box(replace(bar, width=bar.width * part), Ink(fill=fill))
            pen.box(bar, Ink(edge=theme.region_edge, width_pt=0.35))
    pen.rule(
        (at.west, at.south), (at.west + at.width, at.south), Ink(edge=theme.rule, width_pt=0.3)
    )


def locator(desk: Desk, findings: Findings, view: PanelView, *, at: Rect) -> None:
    """Draw the near side of the globe, home on it, and the outline of the map.

    Parameters
    ----------
    desk
        Canvas and colours.
    findings
        The countries' shapes are taken from it.
    view
        The map's own, in whose points its corners are known.
    at
        A square place on the page.
    """
    pen, theme, radius = desk.sheet(at, gid="locator"), desk.theme, at.width / 2
    globe = shapely.Point(radius, radius).buffer(radius - 0.5, quad_segs=24)
    pen.areas([globe], Ink(fill=theme.sea), gid="locator_sea")
    frame = _frame(view)
    middle = view.degrees(np.array([[view.width / 2, view.height / 2]]))[0]
    centre = (float(middle[0]), float(np.clip(middle[1], -STEEPEST, STEEPEST)))
    shapes, home = _coarse(findings.countries, findings.home_country, centre)
    near = shapely.intersection(_seen(shapes, centre, radius), globe)
    pen.areas(near[~home], Ink(fill=theme.region_edge), gid="locator_land")
    pen.areas(near[home], Ink(fill=theme.ink), gid="locator_home")
    pen.areas([globe], Ink(edge=theme.land_edge, width_pt=0.5))
    outline = _seen(np.array([shapely.Polygon(frame)]), centre, radius)
    pen.areas(outline, Ink(edge=theme.reach_casing, width_pt=2.0))
    pen.areas(outline, Ink(edge=theme.ink, width_pt=0.9), gid="locator_frame")


def _coarse(
    countries: gpd.GeoDataFrame, country: str, centre: tuple[float, float]
) -> tuple[Shapes, NDArray[np.bool_]]:
    """Simplify land to what a stamp can show, part by part; say which parts are the country's."""
    parts, owner = shapely.get_parts(countries.geometry.to_numpy(), return_index=True)
    large = shapely.area(parts) > LEAST_DEGREES2
    owns = countries["country"].to_numpy()[owner[large]] == country
    pieces, own = [], []
    for turn in (-360.0, 0.0, 360.0):  # the near side may lie across the antimeridian
        west, east = centre[0] - NEAR[0] - turn, centre[0] + NEAR[0] - turn
        south, north = max(centre[1] - NEAR[1], -88.0), min(centre[1] + NEAR[1], 88.0)
        near = shapely.clip_by_rect(parts[large], west, south, east, north)
        coarse = shapely.simplify(near, COARSE_DEGREES, preserve_topology=False)
        seen = ~shapely.is_empty(coarse)
        pieces.append(shapely.segmentize(coarse[seen], 5.0))
        own.append(owns[seen])
    return np.concatenate(pieces), np.concatenate(own)


def _frame(view: PanelView) -> NDArray[np.float64]:
    """Follow the map's edge in longitude and latitude."""
    steps = np.linspace(0, 1, EDGE_STEPS, endpoint=False)
    ones = np.ones(EDGE_STEPS)
    around = np.concatenate(
        [
            np.column_stack([steps, 0 * ones]),
            np.column_stack([ones, steps]),
            np.column_stack([1 - steps, ones]),
            np.column_stack([0 * ones, 1 - steps]),
        ]
    )
    return view.degrees(around * (view.width, view.height))


def _seen(shapes: Shapes, centre: tuple[float, float], radius: float) -> Shapes:
    """Look at the globe from far above its middle: the orthographic projection, of a sphere."""

    def project(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = np.radians(degrees - (centre[0], 0.0)).T
        lat0 = np.radians(centre[1])
        x = np.cos(lat) * np.sin(lon)
        y = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon)
        depth = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(lon)
        length = np.hypot(x, y)
        beyond = np.where(depth < 0, 1 / np.maximum(length, 1e-9), 1.0)  # onto the limb
        return radius + (radius - 0.5) * np.column_stack([x * beyond, y * beyond])

    seen: Shapes = shapely.transform(shapes, project)
    folded = ~shapely.is_valid(seen)
    seen[folded] = shapely.buffer(seen[folded], 0.0)
    return seen


def inset_scale(inset: Inset, reached: Sequence[Any], words: Words) -> InsetScale:
    """Choose a round distance, and the corner where its bar hides less of what is in reach."""
    fitting = [km for km in SCALE_KM if km * 1000 * inset.view.pt_per_m <= inset.view.width / 2]
    km = fitting[-1] if fitting else SCALE_KM[0]
    length, _ = inset.view.span(km, x=0.0, y=0.0)
    text, (west, south, east, north) = words.km(km), inset.box
    wide = max(length, width_pt(text, size_pt=SIZES.tick)) + 4
    corners = [Rect(x, y, wide, 12.0) for y in (south, north - 12) for x in (west, east - wide)]
    hidden = shapely.union_all(reached)
    return text, length, min(corners, key=lambda at: hidden.intersection(at.shape).area)


def frame_inset(pen: Pen, inset: Inset, scale: InsetScale, *, theme: Theme) -> None:
    """Frame a small map, and say how long a distance is in it: one scale holds in all of it."""
    text, length, at = scale
    edge, (x, y) = Ink(edge=theme.ink, width_pt=0.8), (at.west + 2, at.south + 2.5)
    pen.box(Rect(*inset.at, inset.view.width, inset.view.height), edge)
    pen.box(at, replace(edge, fill=theme.paper))
    pen.lines(
        [shapely.LineString([(x, y + 2), (x, y), (x + length, y), (x + length, y + 2)])], edge
    )
    pen.letter((x, y + 3.4), text, Type(size_pt=SIZES.tick, colour=theme.ink))
