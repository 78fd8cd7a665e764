"""Cut the text into paragraphs with its places, distances and dates marked where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.webmap.evidence import ShownMention

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
