"""Gather what the text says: mentions in their sentences, the places they name, marked prose."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.display import View
from geo.findings import Findings
from geo.wording import LANGUAGES, Words

MOST_MENTIONS = 1000
MOST_MARKS = 300
LONGEST_SENTENCE = 480

_ROOM = LONGEST_SENTENCE // 2  # on either side of a mention in a longer sentence


@dataclass(frozen=True, kw_only=True)
class ShownMention:
    """Hold one mention: its sentence, what it names, where that falls.

    ``sentence`` is cut into pieces, each with what it is: ``own`` for this mention, ``other`` for
    another one, '' for the words between. A very long sentence is shortened around the mention.
    ``repeated`` says that the mention before it stands in the same sentence. ``about`` tells of
    its place in the page's first language; ``place`` is that place's position, None when it has
    no point.
    """

    number: int
    start: int
    end: int
    sentence: tuple[tuple[str, str], ...]
    repeated: bool
    name: str
    kind: str
    status: str
    about: str
    place: int | None


@dataclass(frozen=True, kw_only=True)
class NamedPlace:
    """Hold one place the text names, with how often; ``on_map`` when its point can be seen.

    ``names`` are in the order of the languages. ``held_from_km`` is the least reach whose envelope
    holds the place: envelopes of one origin lie in each other. None: no envelope does.
    """

    names: tuple[str, ...]
    kind: str
    country: str
    region: str
    longitude: float
    latitude: float
    count: int
    on_map: bool
    distance_km: float
    held_from_km: float | None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Hold what of the text is shown, and how much there is in all.

    ``mentions`` are the first thousand, in the text's order; ``places`` those they name and those
    marked on the map; ``unplaced`` the names that have no point.
    """

    mentions: tuple[ShownMention, ...]
    places: tuple[NamedPlace, ...]
    unplaced: tuple[str, ...]
    mention_count: int
    place_count: int
    on_map_count: int


def evidence(findings: Findings, view: View, words: Words) -> Evidence:
    """Gather mentions and places, as many as a page can carry; the view says which it shows."""
    frame = _named(findings).reset_index(drop=True)
    places, place_of = _places(frame, findings, view)
    on_map = [number for number, place in enumerate(places) if place.on_map]
    marked = sorted(on_map, key=lambda number: -places[number].count)[:MOST_MARKS]
    shown = frame.head(MOST_MENTIONS)
    kept = sorted({*marked, *(place_of[row] for row in shown.index if row in place_of)})
    position = {number: at for at, number in enumerate(kept)}
    sentences = _sentences(findings.text.text, shown)
    return Evidence(
        mentions=tuple(
            _mention(row, number, sentences, position.get(place_of.get(number, -1)), words)
            for number, row in enumerate(shown.to_dict("records"))
        ),
        places=tuple(places[number] for number in kept),
        unplaced=tuple(dict.fromkeys(frame["text"][~_has_point(frame)])),
        mention_count=len(frame),
        place_count=len(places),
        on_map_count=len(on_map),
    )


def _has_point(frame: gpd.GeoDataFrame) -> "pd.Series[bool]":
    points: pd.Series[bool] = frame.geometry.notna() & ~frame.geometry.is_empty
    return points


def _places(
    frame: gpd.GeoDataFrame, findings: Findings, view: View
) -> tuple[list[NamedPlace], dict[int, int]]:
    """Bring mentions of one place together; say which place each row names."""
    placed = frame[_has_point(frame)]
    points = placed.geometry
    keys = list(
        zip(placed["name_en"], placed["kind"], points.x.round(4), points.y.round(4), strict=True)
    )
    count = Counter(keys)
    number = {key: at for at, key in enumerate(count)}
    first = dict(zip(reversed(keys), placed.to_dict("records")[::-1], strict=True))
    far_km = {regime.id: regime.reach_km[-1] for regime in findings.regimes}
    return (
        [_place(first[key], times, far_km, view) for key, times in count.items()],
        {row: number[key] for row, key in zip(placed.index, keys, strict=True)},
    )


def _named(findings: Findings) -> gpd.GeoDataFrame:
    """Name regions and countries in each language, where the map knows them."""
    frame = findings.places
    kinds = list(zip(frame["kind"], frame["region"], frame["country"], strict=True))
    columns = {}
    for lang in LANGUAGES:
        column = f"name_{lang}"
        known = {
            (kind, code): name
            for kind, named in (("region", findings.regions), ("country", findings.countries))
            for code, name in zip(named[kind], named[column], strict=True)
        }
        columns[column] = [
            known.get((kind, region if kind == "region" else country), name)
            for (kind, region, country), name in zip(kinds, frame[column], strict=True)
        ]
    return frame.assign(**columns)


def _mention(
    row: Mapping[str, Any],
    number: int,
    sentences: Sequence["_Sentence"],
    place: int | None,
    words: Words,
) -> ShownMention:
    return ShownMention(
        number=number,
        start=row["start"],
        end=row["end"],
        sentence=sentences[number].pieces,
        repeated=number > 0 and sentences[number].same_as(sentences[number - 1]),
        name=row[f"name_{words.lang}"] or row["text"],
        kind=row["kind"],
        status=row["status"],
        about=_about(row, words),
        place=place,
    )


def _about(row: Mapping[str, Any], words: Words) -> str:
    """Tell of a mention what kind of place it names, how far a town is, and how sure that is.

    A country or a region has an extent: how far its middle is says nothing of how near it comes.
    """
    distance = row["distance_km"]
    spot = row["kind"] == "settlement" and not pd.isna(distance)
    away = words.say("distance", distance=words.km(distance)) if spot else ""
    kind = words.messages["kinds"].get(row["kind"], "")
    state = words.messages["states"].get(row["status"], "")
    return " · ".join(part for part in (kind, away, state) if part)


@dataclass(frozen=True)
class _Sentence:
    """One mention's sentence in pieces, and where it stands in the text, if it was found there."""

    extent: tuple[int, int] | None
    pieces: tuple[tuple[str, str], ...]

    def same_as(self, other: "_Sentence") -> bool:
        """Say whether both stand in one sentence that is shown whole."""
        extent = self.extent
        return (
            extent is not None
            and extent == other.extent
            and extent[1] - extent[0] <= LONGEST_SENTENCE
        )


def _sentences(text: str, frame: pd.DataFrame) -> list[_Sentence]:
    spans = list(zip(frame["start"], frame["end"], strict=True))
    starts = [start for start, _ in spans]
    made = []
    for (start, end), sentence in zip(spans, frame["sentence"], strict=True):
        extent = _extent(text, sentence, start, end)
        if extent is None:
            made.append(_Sentence(None, ((text[start:end], "own"),)))
            continue
        first, last = max(extent[0], start - _ROOM), min(extent[1], end + _ROOM)
        others = spans[bisect_left(starts, first) : bisect_left(starts, last)]
        pieces = [("…", "")] if first > extent[0] else []
        at = first
        for begin, stop in others:
            if begin >= at and stop <= last:
                kind = "own" if (begin, stop) == (start, end) else "other"
                pieces += [(text[at:begin], ""), (text[begin:stop], kind)]
                at = stop
        pieces += [(text[at:last], ""), ("…" if last < extent[1] else "", "")]
        made.append(_Sentence(extent, tuple(piece for piece in pieces if piece[0])))
    return made


def _extent(text: str, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Find where the sentence around a mention begins and ends in the text."""
    inner = text[start:end]
    at = sentence.find(inner)
    while at >= 0:
        if at <= start and text.startswith(sentence, start - at):
            return start - at, start - at + len(sentence)
        at = sentence.find(inner, at + 1)
    return None


def _place(
    row: Mapping[str, Any], count: int, far_km: Mapping[str, float], view: View
) -> NamedPlace:
    point = row["geometry"]
    return NamedPlace(
        names=tuple(row[f"name_{lang}"] or row["text"] for lang in LANGUAGES),
        kind=row["kind"],
        country=row["country"] if isinstance(row["country"], str) else "",
        region=row["region"] if isinstance(row["region"], str) else "",
        longitude=round(view.turned(point.x), 4),
        latitude=round(point.y, 4),
        count=count,
        on_map=view.holds(point.x, point.y),
        distance_km=row["distance_km"],
        held_from_km=min((far_km[regime] for regime in row["regimes"]), default=None),
    )


LONGEST_TEXT = 100_000
"""Characters of the text that are shown; what goes beyond is said."""

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_HEADING = re.compile(r"#{1,6} +")


@dataclass(frozen=True, kw_only=True)
class MarkedQuantity:
    """Hold where a distance or a date stands, and the positions of the regimes it agrees with."""

    start: int
    end: int
    regimes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Hold words of the text: those between, a mention's, or a quantity's."""

    text: str
    mention: ShownMention | None = None
    quantity: MarkedQuantity | None = None


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Hold one paragraph in pieces; a Markdown heading is one of its own."""

    is_heading: bool
    pieces: tuple[Piece, ...] = field(default=())


def prose(
    text: str, mentions: Sequence[ShownMention], quantities: Sequence[MarkedQuantity] = ()
) -> tuple[Paragraph, ...]:
    r"""Cut a text into paragraphs and marks; of two marks that overlap the earlier stays.

    Parameters
    ----------
    text
        As given; offsets index it.
    mentions, quantities
        What is marked.

    Returns
    -------
    tuple of Paragraph
        Without blank lines and without the signs of Markdown headings.

    Examples
    --------
    >>> [(p.is_heading, p.pieces[0].text) for p in prose("# Reach\n\nFar.\n", [])]
    [(True, 'Reach'), (False, 'Far.')]
    """
    both: list[ShownMention | MarkedQuantity] = [*mentions, *quantities]
    marks = sorted(both, key=lambda mark: (mark.start, -mark.end))
    text = text[:LONGEST_TEXT]
    paragraphs, at, next_mark = [], 0, 0
    while at < len(text):
        found = _BREAK.search(text, at)
        stop = found.start() if found else len(text)
        heading = _HEADING.match(text, at, stop)
        first = heading.end() if heading else at
        within = []
        while next_mark < len(marks) and marks[next_mark].end <= stop:
            within.append(marks[next_mark])
            next_mark += 1
        pieces = _pieces(text, first, len(text[:stop].rstrip()), within)
        if pieces:
            paragraphs.append(Paragraph(is_heading=heading is not None, pieces=pieces))
        at = found.end() if found else len(text)
    return tuple(paragraphs)


def _pieces(
    text: str, first: int, stop: int, marks: Sequence[ShownMention | MarkedQuantity]
) -> tuple[Piece, ...]:
    pieces, at = [], first
    for mark in marks:
        if mark.start < at:
            continue
        pieces.append(Piece(text=text[at : mark.start]))
        own = text[mark.start : mark.end]
        pieces.append(
            Piece(text=own, mention=mark)
            if isinstance(mark, ShownMention)
            else Piece(text=own, quantity=mark)
        )
        at = mark.end
    pieces.append(Piece(text=text[at:stop]))
    return tuple(piece for piece in pieces if piece.text)
