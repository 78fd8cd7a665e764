"""Set what stands around the maps: title, heads, small print, the globe they lie on."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.findings import Findings
from geo.narrative import Account, PictureText
from geo.snapshot.legend import badge, badge_width
from geo.snapshot.lettering import ELLIPSIS, width_pt, wrapped
from geo.snapshot.pen import Desk
from geo.snapshot.scene import PanelView, Shapes
from geo.snapshot.style import SIZES, Ink, Page, Rect, Type

LEAST_TITLE = 0.62
TITLE_LEADING = 1.12
LEAD_LEADING = 1.25
LEAD_LINES = 5
SMALL_LEADING_PT = 2.0
SMALL_LINES = 7
PANEL_HEAD_PT, HEAD_LEADING_PT, HEAD_LINES = 38.0, 2.2, 4
"""Room of a map's head with two lines below it."""

KEY_LEADING = 1.16
"""From line to line of the key of a map's numbers, as a part of its size."""

LOCATOR_PT = 46.0
STEEPEST = 50.0
"""Greatest latitude, in degrees, of the middle of the globe's near side."""

NEAR = (86.0, 76.0)
"""Degrees of longitude and latitude around its middle that are surely on it, or all but."""

COARSE_DEGREES = 0.5
LEAST_DEGREES2 = 0.5
EDGE_STEPS = 24


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


def panel_head(desk: Desk, account: Account, *, at: Rect, scale: float) -> None:
    """Set a map's head: reach, status, count; below them label and dates."""
    pen, theme = desk.sheet(at, gid=f"{account.regime.id}_head"), desk.theme
    big, body = SIZES.panel * scale, max(SIZES.body * scale, SIZES.tick)
    upper = at.height - PANEL_HEAD_PT + 26.3
    pen.letter((0, upper), account.reach, Type(size_pt=big, face="bold", colour=theme.reach))
    x = width_pt(account.reach, size_pt=big, name="bold") + 7
    size = max(SIZES.badge * scale, SIZES.tick)
    fitting = size * (at.width - x) / badge_width(account.attested, size_pt=size)
    size = max(min(size, fitting), SIZES.tick)
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
    y = upper - body - 4.6
    for text, colour in zip(_below_head(account), (theme.ink, theme.muted), strict=True):
        for line in wrapped(text, width=at.width, size_pt=body, lines=HEAD_LINES):
            pen.letter((0, y), line, Type(size_pt=body, colour=colour))
            y -= body + HEAD_LEADING_PT


def panel_head_height(accounts: Sequence[Account], width: float) -> float:
    """Return the room the maps' heads need, in points, so that nothing of them is cut."""
    lines = (
        sum(
            len(wrapped(text, width=width, size_pt=SIZES.body, lines=HEAD_LINES))
            for text in _below_head(account)
        )
        for account in accounts
    )
    return PANEL_HEAD_PT + (max(lines) - 2) * (SIZES.body + HEAD_LEADING_PT)


def _below_head(account: Account) -> tuple[str, str]:
    """Give what stands below a map's head: its label, then its dates."""
    stated = f"{account.dates} · {account.reach_stated}" if account.is_limit else account.dates
    return account.label, stated


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
