"""Explain the three visual forms: reach is a line, scope a hatch, status a badge."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import shapely

from geo.crs import PanelView
from geo.narrative import PictureText
from geo.snapshot.names import ASCENT, DESCENT, DOT_PT
from geo.snapshot.pen import HATCH_PT, Desk, Pen
from geo.snapshot.style import DASHES, SIZES, Ink, Rect, Theme, Type, clipped, width_pt
from geo.wording import Words

STEP_PT, KEY_STEP_PT = 11.0, 9.0
GUTTER_PT = 14.0
SAMPLE = (15.0, 7.5)
INDENT_PT, MARK_PT = 20.0, 10.0
BADGE_PAD_PT, BADGE_GAP_PT = 3.4, 5.0
BROKEN = (2.2, 1.6)
FLOW_GAP_PT = 12.0
Marks = frozenset[str]
MARKS: Marks = frozenset(("place", "capital"))
COLUMNS = 3
LEAST_COLUMN_PT = 90.0
COLUMNS_PT = 50.0
MOST_ENTRIES = 3
LEAST_COLUMNS_PT = 470.0
"""Narrower legends run on in rows instead of standing in columns."""

SCALE_KM = (5, 10, 20, 50, 100, 200, 300, 500, 1000)
SCALE_AT = 8.0
Bar = tuple[float, float, float, float]
"""A scale bar's distance in kilometres, its length in points, its latitude, and where it begins."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Pair a sample, drawn with its baseline at a point, with its words."""

    sample: Callable[[Pen, float, float], object] | None
    text: str
    indent: float = INDENT_PT

    @property
    def width(self) -> float:
        """Return the room the entry needs in one row, in points."""
        words = width_pt(self.text, size_pt=SIZES.legend)
        return (self.indent if self.sample else 0.0) + words


def legend_height(desk: Desk, story: PictureText, *, width: float) -> float:
    """Return the room the legend needs, in points."""
    if width >= LEAST_COLUMNS_PT:
        status = [*_status(desk, story), *_doubt(desk, story)]
        most = max(map(len, (_reach(desk, story), _scope(desk, story, marks=MARKS), status)))
        return COLUMNS_PT + max(most - MOST_ENTRIES, 0) * STEP_PT
    return len(_rows(desk, story, marks=MARKS, width=width)) * STEP_PT + 2.0


def legend(desk: Desk, story: PictureText, *, marks: Marks, at: Rect) -> None:
    """Set three columns, one per form, or rows where there is no room for columns.

    ``marks`` are those that stand on the maps.
    """
    pen = desk.sheet(at, gid="legend")
    if at.width >= LEAST_COLUMNS_PT:
        _columns(pen, desk, story, marks=marks, at=at)
        return
    _flow(pen, desk, _rows(desk, story, marks=marks, width=at.width), at=at, step=STEP_PT)


def keys_height(desk: Desk, story: PictureText, *, width: float, marks: Marks) -> float:
    """Return the room the short legend of a card needs, in points."""
    return len(_filled(_keys(desk, story, marks=marks), width)) * KEY_STEP_PT + 1.0


def keys(desk: Desk, story: PictureText, *, marks: Marks, at: Rect) -> None:
    """Set a card's short legend: what its heads and the map's own labels do not say."""
    pen = desk.sheet(at, gid="legend")
    _flow(pen, desk, _filled(_keys(desk, story, marks=marks), at.width), at=at, step=KEY_STEP_PT)


def _keys(desk: Desk, story: PictureText, *, marks: Marks) -> list[Entry]:
    tint = _reach(desk, story)[-1]
    scope = _scope(desk, story, marks=marks)
    return [tint, *(entry for entry in scope if entry.sample), *_doubt(desk, story)]


def _flow(pen: Pen, desk: Desk, rows: Iterable[Sequence[Entry]], *, at: Rect, step: float) -> None:
    """Set rows of entries downwards."""
    y = at.height - SIZES.legend
    for row in rows:
        x = 0.0
        for entry in row:
            _entry(pen, desk, entry, x=x, y=y, width=at.width - x)
            x += entry.width + FLOW_GAP_PT
        y -= step


def mark(
    pen: Pen, x: float, y: float, *, theme: Theme, kind: str, aside: Sequence[float] = (0, 0)
) -> None:
    """Mark a place the text names, or home's capital, on a map and in its key alike."""
    fill, edge = (theme.ink, theme.halo) if kind == "capital" else (theme.mark, theme.mark_edge)
    more = 0.6 if kind == "capital" else 0.0
    ink = Ink(fill=fill, edge=edge, width_pt=0.8 - more / 3)
    pen.dot(x + aside[0], y + aside[1], ink, size_pt=DOT_PT + more, square=kind == "capital")


def scope_sample(pen: Pen, rect: Rect, *, theme: Theme) -> None:
    """Draw a sample of how a named region looks."""
    pen.box(rect, Ink(fill=theme.touched))
    pen.hatch(rect.shape, Ink(edge=theme.scope_ground, width_pt=HATCH_PT + 0.9))
    pen.hatch(rect.shape, Ink(edge=theme.scope, width_pt=HATCH_PT))
    pen.box(rect, Ink(edge=theme.scope_ground, width_pt=2.0))
    pen.box(rect, Ink(edge=theme.scope, width_pt=1.0))


def _columns(pen: Pen, desk: Desk, story: PictureText, *, marks: Marks, at: Rect) -> None:
    theme, size = desk.theme, SIZES.body
    top = at.height - size
    groups = (
        ("legend_reach", _reach(desk, story)),
        ("legend_scope", _scope(desk, story, marks=marks)),
        ("legend_status", [*_status(desk, story), *_doubt(desk, story)]),
    )
    widths = _widths([entries for _, entries in groups], at.width - (COLUMNS - 1) * GUTTER_PT)
    x = 0.0
    for (key, entries), width in zip(groups, widths, strict=True):
        y = top - 13
        heading = clipped(desk.words.say(key), width=width, size_pt=size, name="bold")
        pen.letter((x, top), heading, Type(size_pt=size, face="bold", colour=theme.ink))
        pen.rule((x, top - 3.2), (x + width, top - 3.2), Ink(edge=theme.rule, width_pt=0.5))
        broken = [part for entry in entries for part in _broken(entry, width)]
        step = min(STEP_PT, (y - 1) / max(len(broken) - 1, 1))
        for entry in broken:
            _entry(pen, desk, entry, x=x, y=y, width=width)
            y -= step
        x += width + GUTTER_PT


def _widths(groups: Sequence[Sequence[Entry]], width: float) -> list[float]:
    """Give columns equal widths, or what their longest words need where that is more."""
    needed = [max(_least_width(entry) for entry in entries) + 1 for entries in groups]
    wide = [need for need in needed if need > width / len(groups)]
    others = len(groups) - len(wide)
    rest = (width - sum(wide)) / others if others else 0.0
    if not wide or rest < LEAST_COLUMN_PT:
        return [width / len(groups)] * len(groups)
    return [need if need in wide else rest for need in needed]


def _least_width(entry: Entry) -> float:
    """Measure an entry as narrow as it can be broken."""
    under = entry.sample is not None and entry.indent > INDENT_PT
    return max(entry.indent, entry.width - entry.indent) if under else entry.width


def _broken(entry: Entry, width: float) -> Iterator[Entry]:
    """Set what is beside badges below them where a column is too narrow."""
    if entry.width <= width or not entry.sample or entry.indent <= INDENT_PT:
        yield entry
    else:
        yield replace(entry, text="")
        yield Entry(sample=None, text=entry.text)


def _rows(desk: Desk, story: PictureText, *, marks: Marks, width: float) -> list[list[Entry]]:
    """Fill rows with the entries."""
    scope, status = _scope(desk, story, marks=marks), _status(desk, story)
    return _filled([*_reach(desk, story), *scope, *status, *_doubt(desk, story)], width)


def _filled(entries: Iterable[Entry], width: float) -> list[list[Entry]]:
    """Put each entry into the first row that has room for it."""
    rows: list[list[Entry]] = []
    for entry in entries:
        used = (sum(each.width + FLOW_GAP_PT for each in row) for row in rows)
        n = next((n for n, wide in enumerate(used) if wide + entry.width <= width), len(rows))
        rows[n:] = [[*row, entry] for row in rows[n : n + 1] or [[]]] + rows[n + 1 :]
    return rows


def _entry(pen: Pen, desk: Desk, entry: Entry, *, x: float, y: float, width: float) -> None:
    if entry.sample:
        entry.sample(pen, x, y)
    indent = entry.indent if entry.sample else 0.0
    cut = clipped(entry.text, width=width - indent, size_pt=SIZES.legend)
    if cut.strip():
        pen.letter((x + indent, y), cut, Type(size_pt=SIZES.legend, colour=desk.theme.ink))


def _crossed(theme: Theme) -> Callable[[Pen, float, float], object]:
    """Draw a sample of what is refused: no paint, a cross."""
    ink = Ink(fill=theme.paint("refused")[0], edge=theme.region_edge, width_pt=0.35)
    mark = Type(size_pt=SIZES.legend, colour=theme.ink, align="center")

    def sample(pen: Pen, x: float, y: float) -> None:
        pen.box(Rect(x, y - 1.2, *SAMPLE), ink)
        pen.letter((x + SAMPLE[0] / 2, y), "×", mark)

    return sample


def _line(
    colour: str, width_pt: float, *, dashes: Sequence[float] = ()
) -> Callable[[Pen, float, float], object]:
    ink = Ink(edge=colour, width_pt=width_pt, dashes=tuple(dashes))
    return lambda pen, x, y: pen.rule((x, y + 2.4), (x + SAMPLE[0], y + 2.4), ink)


def _box(ink: Ink) -> Callable[[Pen, float, float], object]:
    return lambda pen, x, y: pen.box(Rect(x, y - 1.2, *SAMPLE), ink)


def _reach(desk: Desk, story: PictureText) -> list[Entry]:
    theme, words, look = desk.theme, desk.words, _shared_look(story)
    dark, band, tint = theme.paint(look)
    banded = any(len(account.regime.reach_km) > 1 for account in story.accounts)
    reaches = ", ".join(dict.fromkeys(account.reach for account in story.accounts))
    between = [(band, "legend_band")] if banded else []
    fills = [(dark, "legend_inside"), *between, (tint, "legend_touched")]
    line = Entry(
        sample=_line(theme.reach, 1.6, dashes=DASHES.get(look, ())),
        text=words.say("legend_line", reach=reaches),
    )
    if look == "refused":
        return [line, Entry(sample=_crossed(theme), text=words.say("legend_refused"))]
    return [
        line,
        *(
            Entry(
                sample=_box(Ink(fill=fill, edge=theme.region_edge, width_pt=0.35)),
                text=words.say(key),
            )
            for fill, key in fills
        ),
    ]


def _scope(desk: Desk, story: PictureText, *, marks: Marks) -> list[Entry]:
    theme, words = desk.theme, desk.words
    entries = [Entry(sample=None, text=words.say("legend_scope_none"))]
    if any(account.named_codes for account in story.accounts):

        def hatched(pen: Pen, x: float, y: float) -> None:
            scope_sample(pen, Rect(x, y - 1.2, *SAMPLE), theme=theme)

        entries = [Entry(sample=hatched, text=words.say("legend_scope_text"))]
    for kind in sorted(marks, reverse=True):
        sample = partial(mark, theme=theme, kind=kind, aside=(3.5, 2.4))
        entries.append(Entry(sample=sample, text=words.say(f"legend_{kind}"), indent=MARK_PT))
    return [*entries, Entry(sample=_line(theme.ink, 1.2), text=words.say("legend_origin"))]


def _shared_look(story: PictureText) -> str:
    """Give the look that all policies have, else the plain one."""
    looks = {account.look for account in story.accounts}
    return looks.pop() if len(looks) == 1 else "plain"


def _status(desk: Desk, story: PictureText) -> list[Entry]:
    """Set the badges in use side by side, then whose stance and status they give."""
    size = SIZES.tick
    used = list({account.attested: account.regime.status for account in story.accounts}.items())
    widths = [badge_width(text, size_pt=size) for text, _ in used]

    def badges(pen: Pen, x: float, y: float) -> None:
        for (text, status), width in zip(used, widths, strict=True):
            badge(pen, (x, y), status=status, text=text, size_pt=size, theme=desk.theme)
            x += width + BADGE_GAP_PT

    indent = sum(widths) + BADGE_GAP_PT * len(widths)
    return [Entry(sample=badges, text=desk.words.say("legend_status_text"), indent=indent)]


def _doubt(desk: Desk, story: PictureText) -> list[Entry]:
    looks = dict.fromkeys(account.look for account in story.accounts)
    alone = _shared_look(story) == "refused"  # the sample of what is refused says so
    keys = [f"legend_{look}" for look in looks if look != "plain" and not alone]
    keys += ["legend_excluded"] * any(account.excluded for account in story.accounts)
    return [Entry(sample=None, text=desk.words.say(key)) for key in keys]


def badge_width(text: str, *, size_pt: float) -> float:
    """Measure a badge, in points."""
    return width_pt(text.upper(), size_pt=size_pt, name="bold") + 2 * BADGE_PAD_PT


def badge(
    pen: Pen, at: tuple[float, float], *, status: str, text: str, size_pt: float, theme: Theme
) -> float:
    """Draw a status as a badge with its text's baseline at a point; return its width.

    Confirmed is filled, reported outlined, disputed has a broken outline, denied is struck out.
    """
    x, y = at
    filled = status == "confirmed"
    width = badge_width(text, size_pt=size_pt)
    low, height = y - (DESCENT + 0.12) * size_pt, (ASCENT + DESCENT + 0.3) * size_pt
    ink = Ink(
        fill=theme.ink if filled else theme.paper,
        edge=theme.ink,
        width_pt=0.9,
        dashes=BROKEN if status == "disputed" else (),
    )
    pen.box(Rect(x, low, width, height), ink, rounded=height * 0.28)
    style = Type(size_pt=size_pt, colour=theme.paper if filled else theme.ink, face="bold")
    pen.letter((x + BADGE_PAD_PT, y), text.upper(), style)
    if status == "denied":
        middle = low + height / 2
        pen.rule((x - 1.5, middle), (x + width + 1.5, middle), Ink(edge=theme.ink, width_pt=0.9))
    return width


def scale_text(bar: tuple[float, ...], words: Words) -> str:
    """Say what the scale bar measures, and where."""
    side = "south" if bar[2] < 0 else "north"
    latitude = words.say(side, degrees=abs(round(bar[2])))
    return words.say("scale", km=words.number(bar[0]), lat=latitude)


def scale_box(bar: Bar, words: Words) -> Rect:
    """Return the ground the scale bar and its text stand on."""
    text = width_pt(scale_text(bar, words), size_pt=SIZES.tick)
    return Rect(bar[3] - 5, 3, max(bar[1], text) + 10, 14)


def scale_bar(view: PanelView, reached: Sequence[Any], words: Words) -> Bar:
    """Choose a round distance, and the corner where the bar hides less of what is in reach."""
    fitting = [km for km in SCALE_KM if km * 1000 * view.pt_per_m <= view.width * 0.22]
    km = fitting[-1] if fitting else SCALE_KM[0]

    boxes = [inset.box for inset in view.insets]
    hidden = np.array([*reached, *(shapely.box(*box) for box in boxes)], dtype=object)

    def hides(bar: Bar) -> float:
        return float(
            np.sum(shapely.area(shapely.intersection(hidden, scale_box(bar, words).shape)))
        )

    left: Bar = (float(km), *view.span(km, x=SCALE_AT, y=SCALE_AT), SCALE_AT)
    most = view.width - scale_box(left, words).width + SCALE_AT - 6
    starts = [most, *(east + SCALE_AT for _, _, east, _ in boxes if east + SCALE_AT < most)]
    bars = [left, *((float(km), *view.span(km, x=x, y=SCALE_AT), x) for x in starts)]
    return min(bars, key=hides)
