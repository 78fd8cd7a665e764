"""Draw the overview once, as boxes and lines of type, and write it as SVG and as PNG."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, groupby

from PIL import Image, ImageDraw, ImageFont

from geo.archive.counts import Counts, Reached, in_force, most_spoken_of, named
from geo.boundaries import country_names
from geo.inputs import verified
from geo.regimes import Regime
from geo.wording import Words, printable

PAPER, INK, SOFT, RULE, BAR = "#fcfbf8", "#1a1e22", "#545d66", "#d8d5cd", "#08519c"
REACH, NAMED = "#f6dfd2", "#c2410c"
STANCES = {
    "permits": "#2f7f5f",
    "case-by-case": "#8a6d1a",
    "proposed": "#7a7f85",
    "refuses": "#8a3b12",
}
WIDTH = 1200
MOST_GOVERNMENTS = 10

ENGLISH = Words("en", "archive")
Reach = Mapping[str, Mapping[str, Reached]]

_MARGIN, _GAP, _COLUMNS = 36, 28, 3
_PANEL_HEIGHT, _BARS_HEIGHT = 120, 74
_ROW_HEIGHT, _NAME_WIDTH = 26, 240
_SCALE = 2  # of the PNG
_WIDER = 1.4  # is the letter of a page than ours, where ours is not installed


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
class Window:
    """Hold marks that stand together in a window (left, top, width, height) of the chart."""

    view: tuple[float, float, float, float]
    marks: tuple[Box | Line, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Hold the whole overview: its head and key, a piece per region, and what was reported."""

    height: float
    head: tuple[Box | Line, ...]
    panels: tuple[Window, ...]
    reported: Window | None


def chart(
    counts: Counts, regimes: Sequence[Regime], reach: Reach, *, words: Words = ENGLISH
) -> Chart:
    """Lay out the overview: a panel per region most spoken of, then a row per government.

    A panel has a bar a month: articles that name the region or a place in it. Behind the bars
    stands where a policy in force that month, by the reports and but for those that refuse, would
    have reached it; a stroke below, where one named it.
    """
    said = findings(counts, regimes, reach, words=words)
    head: list[Box | Line] = [
        Line(x=_MARGIN, y=52, text=headline(counts, words=words), size=24, bold=True),
        *(Line(x=_MARGIN, y=78 + 22 * n, text=line, size=15) for n, line in enumerate(said)),
    ]
    y = 88.0 + 22 * len(said)
    months, regions = counts.months, most_spoken_of(counts)
    peak = max((counts.spoken_of[m, r] for m in months for r in regions), default=1)
    width = (WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
    panels = []
    if months and regions:
        head += _key(y, peak, words)
        y += 44
        for n, region in enumerate(regions):
            left = _MARGIN + n % _COLUMNS * (width + _GAP)
            top = y + n // _COLUMNS * (_PANEL_HEIGHT + _GAP)
            policies = _policies(regimes, reach, region)
            marks = _panel(counts, region, (left, top, width), peak, policies, words)
            view = (left, top, width, _PANEL_HEIGHT)
            panels.append(Window(view=view, marks=tuple(marks)))
        y += (-(-len(regions) // _COLUMNS)) * (_PANEL_HEIGHT + _GAP)
    reported = _governments(counts, y, words)
    y += reported.view[3] if reported else 0.0
    return Chart(height=y + 30, head=tuple(head), panels=tuple(panels), reported=reported)


def headline(counts: Counts, *, words: Words = ENGLISH) -> str:
    """Say which region is spoken of most, in how many of how many articles."""
    read = counts.articles.total()
    regions = most_spoken_of(counts)
    if not regions:
        return words.say("no_region", of=words.counted("of_articles", read))
    total = sum(n for (_, region), n in counts.spoken_of.items() if region == regions[0])
    return words.say(
        "most",
        region=named(counts, regions[0]),
        n=words.number(total),
        of=words.counted("of_articles", read),
    )


def findings(
    counts: Counts, regimes: Sequence[Regime], reach: Reach, *, words: Words = ENGLISH
) -> list[str]:
    """Say what else stands out: over what time, when most, when in reach, who permitted first."""
    months, regions = counts.months, most_spoken_of(counts)
    said = []
    if months:
        by_month = {m: counts.spoken_of[m, regions[0]] for m in months} if regions else {}
        peak = max(by_month, key=lambda month: by_month[month], default="")
        most = by_month.get(peak, 0)
        said.append(
            words.say(
                "over_most" if most else "over",
                first=when(months[0], words),
                last=when(months[-1], words),
                month=when(peak, words),
                n=words.counted("articles", most),
            )
        )
        policies = _policies(regimes, reach, regions[0]) if regions else []
        within = sum(n for month, n in by_month.items() if _in_reach(policies, month))
        if within:
            of = words.number(sum(by_month.values()))
            said.append(words.say("within", n=words.number(within), of=of))
    permits = [
        (report.date, grantor)
        for (grantor, stance), report in counts.firsts.items()
        if stance == "permits" and grantor and report.date
    ]
    if permits:
        day, grantor = min(permits)
        said.append(words.say("first", who=government(grantor, words), day=when(day, words)))
    return said


def when(given: str, words: Words) -> str:
    """Write a month or a day as the language does; what is neither stays as it is."""
    try:
        if len(given) == len("2024-11"):
            return words.published(date.fromisoformat(f"{given}-01"), "month")
        return words.day(date.fromisoformat(given))
    except ValueError:
        return given


def government(code: str, words: Words) -> str:
    """Name a government by its country."""
    return country_names().get(code, {}).get(words.lang, code) if code else words.say("unnamed")


def _policies(regimes: Sequence[Regime], reach: Reach, region: str) -> list[tuple[Regime, Reached]]:
    return [
        (regime, reach[regime.id][region])
        for regime in regimes
        if region in reach[regime.id] and regime.stance != "refuses"
    ]


def _in_reach(policies: Sequence[tuple[Regime, Reached]], month: str) -> bool:
    return any(of.share for regime, of in policies if in_force(regime, month))


def _named_by_one(policies: Sequence[tuple[Regime, Reached]], month: str) -> bool:
    return any(of.in_scope for regime, of in policies if in_force(regime, month))


def _panel(
    counts: Counts,
    region: str,
    at: tuple[float, float, float],
    peak: int,
    policies: Sequence[tuple[Regime, Reached]],
    words: Words,
) -> Iterable[Box | Line]:
    x, y, width = at
    months = counts.months
    step = width / len(months)
    base = y + 26 + _BARS_HEIGHT
    total = sum(counts.spoken_of[month, region] for month in months)
    yield Line(x=x, y=y + 14, text=named(counts, region), bold=True)
    shown = words.counted("articles", total)
    yield Line(x=x + width, y=y + 14, text=shown, fill=SOFT, right=True)
    for holds, top, height, fill in (
        (_in_reach, y + 26, float(_BARS_HEIGHT), REACH),
        (_named_by_one, base + 2, 3.0, NAMED),
    ):
        for first, last in _runs([holds(policies, month) for month in months]):
            left, wide = x + first * step, (last - first) * step
            yield Box(x=left, y=top, width=wide, height=height, fill=fill)
    for n, month in enumerate(months):
        said = counts.spoken_of[month, region]
        if said:
            height = max(1.0, said / peak * _BARS_HEIGHT)
            told = words.counted("articles", said)
            title = f"{named(counts, region)}, {when(month, words)}: {told}"
            left, bar = x + n * step, max(1.0, step - 1)
            yield Box(x=left, y=base - height, width=bar, height=height, fill=BAR, title=title)
    yield Box(x=x, y=base, width=width, height=1, fill=SOFT)
    yield from _ends(months, (x, x + width), base + 18, words)


def _runs(holds: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Find runs of months in which something holds: the first of each, and the one after it."""
    for held, run in groupby(range(len(holds)), key=holds.__getitem__):
        numbers = list(run)
        if held:
            yield numbers[0], numbers[-1] + 1


def _ends(months: Sequence[str], at: tuple[float, float], y: float, words: Words) -> Iterable[Line]:
    yield Line(x=at[0], y=y, text=when(months[0], words), size=11, fill=SOFT)
    if len(months) > 1:
        yield Line(x=at[1], y=y, text=when(months[-1], words), size=11, fill=SOFT, right=True)


def key(peak: int, words: Words) -> Iterable[tuple[str, str]]:
    """Say what bars, bands and strokes are, each by its colour."""
    yield BAR, words.say("key_bars", n=words.counted("articles", peak))
    yield REACH, words.say("key_reach")
    yield NAMED, words.say("key_named")


def _key(y: float, peak: int, words: Words) -> Iterable[Box | Line]:
    x = float(_MARGIN)
    for fill, text in key(peak, words):
        height = 3 if fill == NAMED else 12
        yield Box(x=x, y=y + 2 + (12 - height) / 2, width=14, height=height, fill=fill)
        yield Line(x=x + 20, y=y + 13, text=text, size=12, fill=SOFT)
        x += 44 + _long(text, 12)


def _long(text: str, size: int) -> float:
    return _face(size * _SCALE, bold=False).getlength(printable(text)) / _SCALE


def _governments(counts: Counts, top: float, words: Words) -> Window | None:
    """Give each government a row of months: who was reported to permit or refuse, and how often."""
    totals: dict[str, int] = {}
    for (_, grantor, _), n in counts.claims.items():
        totals[grantor] = totals.get(grantor, 0) + n
    grantors = sorted((g for g in totals if g), key=lambda g: (-totals[g], g))[:MOST_GOVERNMENTS]
    months, y = counts.months, top
    if not grantors or not months:
        return None
    marks: list[Box | Line] = []
    marks.append(Line(x=_MARGIN, y=y + 20, text=words.say("reported"), size=16, bold=True))
    x = _MARGIN + _NAME_WIDTH + 60.0
    for stance, fill in STANCES.items():
        marks.append(Box(x=x, y=y + 9, width=12, height=12, fill=fill))
        marks.append(Line(x=x + 18, y=y + 20, text=words.stance(stance), size=12, fill=SOFT))
        x += 48 + _WIDER * _long(words.stance(stance), 12)
    step = (WIDTH - 2 * _MARGIN - _NAME_WIDTH) / len(months)
    y += 34
    for grantor in grantors:
        total = words.number(totals[grantor])
        marks.append(Line(x=_MARGIN, y=y + 17, text=government(grantor, words), bold=True))
        marks.append(Line(x=_MARGIN + _NAME_WIDTH - 14, y=y + 17, text=total, right=True))
        for n, month in enumerate(months):
            at = (_MARGIN + _NAME_WIDTH + n * step, y, step)
            marks += _cell(counts, grantor, month, at, words)
        marks.append(
            Box(x=_MARGIN, y=y + _ROW_HEIGHT, width=WIDTH - 2 * _MARGIN, height=1, fill=RULE)
        )
        y += _ROW_HEIGHT
    marks += _ends(months, (_MARGIN + _NAME_WIDTH, WIDTH - _MARGIN), y + 16, words)
    view = (_MARGIN, top, WIDTH - 2 * _MARGIN, y + 22 - top)
    return Window(view=view, marks=tuple(marks))


def _cell(
    counts: Counts, grantor: str, month: str, at: tuple[float, float, float], words: Words
) -> Iterable[Box]:
    """Share a month's cell among the stances reported in it."""
    x, y, step = at
    said = {stance: counts.claims[month, grantor, stance] for stance in STANCES}
    total = sum(said.values())
    top = y + 4.0
    for stance, n in said.items():
        if n:
            height = (_ROW_HEIGHT - 7) * n / total
            reports = words.counted("reports", n)
            who = f"{government(grantor, words)}, {when(month, words)}"
            title = f"{who}: {words.stance(stance)}, {reports}"
            width = max(1.0, step - 1)
            yield Box(x=x, y=top, width=width, height=height, fill=STANCES[stance], title=title)
            top += height


def as_png(drawn: Chart) -> bytes:
    """Write a chart as PNG, opaque, twice as large, without a word about the software."""
    size = WIDTH * _SCALE, round(drawn.height * _SCALE)
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    pieces = [*drawn.panels, *([drawn.reported] if drawn.reported else [])]
    for mark in chain(drawn.head, *(piece.marks for piece in pieces)):
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
