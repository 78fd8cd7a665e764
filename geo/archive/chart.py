"""Draw the overview once, as boxes and lines of type, and write it as SVG and as PNG."""

import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from geo.archive.counts import Counts, Reached, in_force
from geo.provenance import verified
from geo.regimes import Regime
from geo.wording import printable

PAPER, INK, SOFT, RULE, BAR = "#fcfbf8", "#1a1e22", "#545d66", "#d8d5cd", "#08519c"
REACH, NAMED = "#f6dfd2", "#c2410c"
STANCES = {
    "permits": "#2f7f5f",
    "case-by-case": "#8a6d1a",
    "proposed": "#7a7f85",
    "refuses": "#8a3b12",
}
WIDTH = 1200
MOST_REGIONS, MOST_GOVERNMENTS = 12, 10

_MARGIN, _GAP, _COLUMNS = 36, 28, 3
_PANEL_HEIGHT, _BARS_HEIGHT = 120, 74
_ROW_HEIGHT, _NAME_WIDTH = 26, 150
_SCALE = 2  # of the PNG


@dataclass(frozen=True, kw_only=True)
class Box:
    """Fill a rectangle; ``title`` is shown over it where there is a pointer."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Set a line of type, its baseline at ``y``, ending at ``x`` where it is ``right``."""

    x: float
    y: float
    text: str
    size: float = 13
    bold: bool = False
    fill: str = INK
    right: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Hold the whole overview: what is drawn, in its order, and how high it is."""

    height: float
    marks: tuple[Box | Line, ...]


def chart(counts: Counts, regimes: Sequence[Regime], reach: dict[str, dict[str, Reached]]) -> Chart:
    """Lay out the overview: a panel per region most spoken of, then a row per government.

    A panel has a bar a month: articles that name the region or a place in it. Behind the bars
    stands where a policy in force that month, by the reports and but for those that refuse, would
    have reached it; a stroke below, where one named it.
    """
    marks: list[Box | Line] = [
        Line(x=_MARGIN, y=52, text=heading(counts), size=24, bold=True),
        Line(x=_MARGIN, y=78, text=finding(counts), size=15, fill=SOFT),
    ]
    months = counts.months
    y = 112.0
    regions = most_spoken_of(counts)
    peak = max((counts.spoken_of[m, r] for m in months for r in regions), default=1)
    width = (WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
    for n, region in enumerate(regions if months else []):
        x = _MARGIN + n % _COLUMNS * (width + _GAP)
        top = y + n // _COLUMNS * (_PANEL_HEIGHT + _GAP)
        marks += _panel(counts, region, (x, top, width), peak, _policies(regimes, reach, region))
    if months and regions:
        y += (-(-len(regions) // _COLUMNS)) * (_PANEL_HEIGHT + _GAP)
    marks += _key(y)
    y += 34
    rows, y = _governments(counts, y)
    return Chart(height=y + 30, marks=(*marks, *rows))


def heading(counts: Counts) -> str:
    """Say how much was read, over what time."""
    months = counts.months
    span = f", {months[0]} to {months[-1]}" if months else ""
    return f"{counts.articles.total():,} articles{span}"


def finding(counts: Counts) -> str:
    """Say what stands out: the region spoken of most, its month, the first permission reported."""
    regions = most_spoken_of(counts)
    if not regions:
        return "No region is named."
    by_month = {m: counts.spoken_of[m, regions[0]] for m in counts.months}
    peak = max(by_month, key=lambda month: by_month[month], default="")
    total = sum(n for (_, region), n in counts.spoken_of.items() if region == regions[0])
    said = f"Most spoken of: {named(counts, regions[0])}, in {total:,} articles"
    said += f", most in {peak}" if peak else ""
    permits = [
        (report.date, grantor)
        for (grantor, stance), report in counts.firsts.items()
        if stance == "permits" and grantor and report.date
    ]
    first = min(permits, default=None)
    return f"{said}. First report of a permission: {first[1]}, {first[0]}." if first else f"{said}."


def most_spoken_of(counts: Counts) -> list[str]:
    """List the regions that most articles speak of, the first of them first."""
    totals: dict[str, int] = {}
    for (_, region), n in counts.spoken_of.items():
        totals[region] = totals.get(region, 0) + n
    return sorted(totals, key=lambda region: (-totals[region], region))[:MOST_REGIONS]


def named(counts: Counts, region: str) -> str:
    """Give the name of a region, its code where none is known."""
    return counts.names.get(region, region)


def _policies(
    regimes: Sequence[Regime], reach: dict[str, dict[str, Reached]], region: str
) -> list[tuple[Regime, Reached]]:
    return [
        (regime, reach[regime.id][region])
        for regime in regimes
        if region in reach[regime.id] and regime.stance != "refuses"
    ]


def _panel(
    counts: Counts,
    region: str,
    at: tuple[float, float, float],
    peak: int,
    policies: Sequence[tuple[Regime, Reached]],
) -> Iterable[Box | Line]:
    x, y, width = at
    months = counts.months
    step = width / len(months)
    base = y + 26 + _BARS_HEIGHT
    total = sum(counts.spoken_of[month, region] for month in months)
    yield Line(x=x, y=y + 14, text=named(counts, region), bold=True)
    yield Line(x=x + width, y=y + 14, text=f"{total:,}", fill=SOFT, right=True)
    for n, month in enumerate(months):
        left = x + n * step
        there = [(regime, of) for regime, of in policies if in_force(regime, month)]
        if any(of.share for _, of in there):
            yield Box(x=left, y=y + 26, width=step, height=_BARS_HEIGHT, fill=REACH)
        if any(of.in_scope for _, of in there):
            yield Box(x=left, y=base + 2, width=step, height=3, fill=NAMED)
        said = counts.spoken_of[month, region]
        if said:
            height = max(1.0, said / peak * _BARS_HEIGHT)
            title = f"{named(counts, region)}, {month}: {said} articles"
            bar = max(1.0, step - 1)
            yield Box(x=left, y=base - height, width=bar, height=height, fill=BAR, title=title)
    yield Box(x=x, y=base, width=width, height=1, fill=SOFT)
    yield Line(x=x, y=base + 18, text=months[0], size=11, fill=SOFT)
    if len(months) > 1:
        yield Line(x=x + width, y=base + 18, text=months[-1], size=11, fill=SOFT, right=True)


def _key(y: float) -> Iterable[Box | Line]:
    x = float(_MARGIN)
    words = (
        (BAR, 12, "articles that speak of the region"),
        (REACH, 12, "within the reach of a policy in force, by the reports"),
        (NAMED, 3, "named by one"),
    )
    for fill, height, text in words:
        yield Box(x=x, y=y + 2 + (12 - height) / 2, width=14, height=height, fill=fill)
        yield Line(x=x + 20, y=y + 13, text=text, size=12, fill=SOFT)
        x += 44 + 6.2 * len(text)


def _governments(counts: Counts, y: float) -> tuple[list[Box | Line], float]:
    """Give each government a row of months: who was reported to permit or refuse, and how often."""
    totals: dict[str, int] = {}
    for (_, grantor, _), n in counts.claims.items():
        totals[grantor] = totals.get(grantor, 0) + n
    grantors = sorted((g for g in totals if g), key=lambda g: (-totals[g], g))[:MOST_GOVERNMENTS]
    months = counts.months
    marks: list[Box | Line] = []
    if not grantors or not months:
        return marks, y
    marks.append(Line(x=_MARGIN, y=y + 20, text="What was reported of whom", size=16, bold=True))
    x = float(_MARGIN)
    for stance, fill in STANCES.items():
        x_key = x + 240
        marks.append(Box(x=x_key, y=y + 9, width=12, height=12, fill=fill))
        marks.append(Line(x=x_key + 18, y=y + 20, text=stance, size=12, fill=SOFT))
        x += 120
    step = (WIDTH - 2 * _MARGIN - _NAME_WIDTH) / len(months)
    y += 34
    for grantor in grantors:
        marks.append(Line(x=_MARGIN, y=y + 17, text=grantor, bold=True))
        marks.append(
            Line(x=_MARGIN + _NAME_WIDTH - 14, y=y + 17, text=f"{totals[grantor]:,}", right=True)
        )
        for n, month in enumerate(months):
            marks += _cell(counts, grantor, month, (_MARGIN + _NAME_WIDTH + n * step, y, step))
        marks.append(
            Box(x=_MARGIN, y=y + _ROW_HEIGHT, width=WIDTH - 2 * _MARGIN, height=1, fill=RULE)
        )
        y += _ROW_HEIGHT
    for month, right in ((months[0], False), (months[-1], True)):
        x = WIDTH - _MARGIN if right else _MARGIN + _NAME_WIDTH
        marks.append(Line(x=x, y=y + 16, text=month, size=11, fill=SOFT, right=right))
    return marks, y + 20


def _cell(
    counts: Counts, grantor: str, month: str, at: tuple[float, float, float]
) -> Iterable[Box]:
    """Share a month's cell among the stances reported in it."""
    x, y, step = at
    said = {stance: counts.claims[month, grantor, stance] for stance in STANCES}
    total = sum(said.values())
    top = y + 4.0
    for stance, n in said.items():
        if n:
            height = (_ROW_HEIGHT - 7) * n / total
            title = f"{grantor}, {month}: {stance}, {n} reports"
            width = max(1.0, step - 1)
            yield Box(x=x, y=top, width=width, height=height, fill=STANCES[stance], title=title)
            top += height


def as_svg(drawn: Chart) -> str:
    """Write a chart as SVG, to stand in a page."""
    view = f'viewBox="0 0 {WIDTH} {drawn.height:g}" role="img" aria-labelledby="finding"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {view}>']
    for mark in drawn.marks:
        if isinstance(mark, Line):
            weight = ' font-weight="700"' if mark.bold else ""
            anchor = ' text-anchor="end"' if mark.right else ""
            parts.append(
                f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size:g}"{weight}'
                f'{anchor} fill="{mark.fill}">{_escaped(mark.text)}</text>'
            )
        else:
            title = f"<title>{_escaped(mark.title)}</title>" if mark.title else ""
            parts.append(
                f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" '
                f'height="{mark.height:.1f}" fill="{mark.fill}">{title}</rect>'
            )
    return "".join([*parts, "</svg>"])


def as_png(drawn: Chart) -> bytes:
    """Write a chart as PNG, opaque, twice as large, without a word about the software."""
    size = WIDTH * _SCALE, round(drawn.height * _SCALE)
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    for mark in drawn.marks:
        if isinstance(mark, Line):
            where = mark.x * _SCALE, mark.y * _SCALE
            face = _face(round(mark.size * _SCALE), bold=mark.bold)
            anchor = "rs" if mark.right else "ls"
            pen.text(where, printable(mark.text), font=face, fill=mark.fill, anchor=anchor)
        else:
            left, top = mark.x * _SCALE, mark.y * _SCALE
            right, bottom = left + mark.width * _SCALE, top + mark.height * _SCALE
            pen.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill=mark.fill)
    content = io.BytesIO()
    picture.save(content, format="PNG", compress_level=6)
    return content.getvalue()


@cache
def _face(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    path, _ = verified(f"fonts/RobotoCondensed-{'Bold' if bold else 'Regular'}.ttf")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _escaped(text: str) -> str:
    return html.escape(printable(text))
