"""Text → its sentences and clauses, and those that may speak of a permission to use arms."""

import re
from collections.abc import Iterator, Sequence

from geo.claims.cues import cues
from geo.claims.record import Article
from geo.reading import sentence_starts

_BULLET = re.compile(r"\s*[-*•–·]\s")
_SENTENCE_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*\Z")
_AFTER_UNIT = re.compile(
    r"(?:\b(?:км|km|mi)|\d{4}\s(?:р|г|рр|гг))\.[\"'”’»)\]]*\s+(?=[\"'“‘«„(]?[A-ZА-ЯІЇЄҐЁ])"
)
_LINE = re.compile(r"[^\r\n]+")
_LONGEST_SENTENCE = 2000
_PIECE = re.compile(r"[,;:()—–]\s*|\s-\s")


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Give the bounds of the sentences an article is made of.

    Passed over: lines that begin with a bullet, and those of one sentence that end without a full
    stop: in an article they are headings, captions and links to other articles.

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


_NEIGHBOURS = 4


def passages(text: str) -> list[list[tuple[int, int]]]:
    """Give the sentences that may speak of a permission to use arms, with their neighbours.

    Returns
    -------
    list of list
        One list per passage: the bounds of its sentences.

    Examples
    --------
    >>> passages("It rained. London allowed strikes.")
    [[(0, 11), (11, 34)]]
    >>> passages("It rained.")
    []
    """
    words = cues().words
    rows = sentences(text)
    result: list[list[tuple[int, int]]] = []
    end = 0
    for n, sentence in enumerate(rows):
        if not speaks_of_arms(text, sentence, surroundings(rows, n)):
            continue
        if any(words[key].search(text, *sentence) for key in ("permission", "ability", "ban")):
            first, last = max(0, n - _NEIGHBOURS), min(len(rows), n + _NEIGHBOURS + 1)
            if not result or first > end:
                result.append([])
                end = first
            result[-1] += rows[end:last]
            end = last
    return result


def surroundings(rows: Sequence[tuple[int, int]], n: int) -> tuple[int, int]:
    """Give the bounds of a sentence with its neighbours."""
    return rows[max(0, n - _NEIGHBOURS)][0], rows[min(len(rows) - 1, n + _NEIGHBOURS)][1]


def speaks_of_arms(text: str, sentence: tuple[int, int], around: tuple[int, int]) -> bool:
    """Tell whether a sentence names arms, or lifts a limit beside a weapon's name."""
    words = cues().words
    return bool(
        words["arms"].search(text, *sentence)
        or (
            words["lifted"].search(text, *sentence) and cues().systems.pattern.search(text, *around)
        )
    )


def is_about(article: Article, around: tuple[int, int]) -> bool:
    """Tell whether a stretch names one of the two at war, a weapon given, or a border of theirs."""
    words, named = cues().words, {place.country for place in article.mentions(*around)}
    return (
        article.target in named
        or bool(words["about"].search(article.text, *around))
        or bool(cues().systems.pattern.search(article.text, *around))
        or (not named - {None, *cues().grantors.names} and _borders(article.text, around))
    )


def is_of_others(article: Article, sentence: tuple[int, int]) -> bool:
    """Tell a sentence of other countries, in which neither of the two at war is named."""
    words, named = cues().words, {place.country for place in article.mentions(*sentence)}
    strangers = named - {None, article.origin, article.target, *cues().grantors.names}
    return bool(
        (strangers or words["strangers"].search(article.text, *sentence))
        and not named & {article.origin, article.target}
        and not words["about"].search(article.text, *sentence)
    )


def _borders(text: str, around: tuple[int, int]) -> bool:
    """Tell whether some government and a border are named."""
    return all(
        pattern.search(text, *around)
        for pattern in (cues().words["border"], cues().grantors.pattern)
    )
