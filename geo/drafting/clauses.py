"""Text → its readable sentences and their clauses, as offsets into the text as given."""

import re
from collections.abc import Iterator

from geo.drafting.cues import cues
from geo.reading import sentence_starts

_BULLET = re.compile(r"\s*[-*•–·]\s")
_SENTENCE_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*\Z")
_AFTER_UNIT = re.compile(
    r"(?:\b(?:км|km|mi)|\d{4}\s(?:р|г|рр|гг))\.[\"'”’»)\]]*\s+(?=[\"'“‘«„(]?[A-ZА-ЯІЇЄҐЁ])"
)
_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"(?<=[^\r\n])(?:\r\n|\r|\n)(?=[^\s])")
_NARROW = 100
_WIDE_ENOUGH = 40
_HALF = 0.5
_LONGEST_SENTENCE = 2000
_PIECE = re.compile(r"[,;:()—–]\s*|\s-\s")


def flowing(text: str) -> str:
    r"""Join the lines of a text that was broken at a fixed width, character for character.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        As long as the text as given, so that offsets hold.

    Raises
    ------
    Nothing: a text of whole paragraphs is given back as it is.

    Examples
    --------
    >>> flowing("Title\nA whole paragraph.\n")
    'Title\nA whole paragraph.\n'
    """
    lengths = [len(line.group().rstrip()) for line in _LINE.finditer(text)]
    wide = [length for length in lengths if length > _WIDE_ENOUGH]
    if not wide or max(lengths) > _NARROW or len(wide) < 3:  # noqa: PLR2004 - two may be titles
        return text
    ends = [line.group() for line in _LINE.finditer(text) if len(line.group()) > _WIDE_ENOUGH]
    open_ended = sum(not _SENTENCE_ENDS.search(line) for line in ends)
    if open_ended < _HALF * len(ends):
        return text
    return _LINE_END.sub(lambda match: " " * len(match.group()), text)


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Give the bounds of the sentences an article is made of.

    Passed over: lines that begin with a bullet, and those of one sentence that end without a full
    stop: in an article they are headings, captions and links to other articles.

    Raises
    ------
    Nothing: a text without any gives an empty list.

    Examples
    --------
    >>> text = "A title\n- a link\nA sentence.\nAnother article\n"
    >>> [text[slice(*each)] for each in sentences(text)]
    ['A sentence.\n']
    """
    starts = sorted({*sentence_starts(text), *(m.end() for m in _AFTER_UNIT.finditer(text))})
    found = [
        (start, end)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        if end - start <= _LONGEST_SENTENCE and not _BULLET.match(text, start, end)
    ]
    if len(found) == 1:
        return found
    return [each for each in found if not _is_heading(text, *each)]


def _is_heading(text: str, start: int, end: int) -> bool:
    """Tell a line of its own that ends without a full stop."""
    whole = (start == 0 or text[start - 1] in "\r\n") and (
        end == len(text) or text[end - 1] in "\r\n" or "\n" in text[start:end]
    )
    return whole and not _SENTENCE_ENDS.search(text[start:end])


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the bounds of a sentence's clauses: a word such as "however" begins a new one.

    Raises
    ------
    Nothing: a sentence without such a word is one clause.

    Examples
    --------
    >>> text = "It was so, but now it is not."
    >>> [text[slice(*each)] for each in clauses(text, 0, len(text))]
    ['It was so, ', 'but now it is not.']
    """
    for turn in cues().words["turn"].finditer(text, start, end):
        if turn.start() > start:
            yield start, turn.start()
            start = turn.start()
    yield start, end


def piece(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Give the bounds of the stretch between two commas, brackets or dashes that holds an offset.

    Raises
    ------
    Nothing: without any of these it is the whole clause.

    Examples
    --------
    >>> text = "One, two three, four"
    >>> text[slice(*piece(text, 0, len(text), 6))]
    'two three'
    """
    for mark in _PIECE.finditer(text, start, end):
        if mark.start() >= at:
            return start, mark.start()
        if mark.end() <= at:
            start = mark.end()
    return start, end
