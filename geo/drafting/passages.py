"""Text → the passages in which a permission may be spoken of."""

from collections.abc import Sequence

from geo.drafting.clauses import sentences
from geo.drafting.cues import cues

_NEIGHBOURS = 4


def passages(text: str) -> list[list[tuple[int, int]]]:
    """Give the sentences that may speak of a permission to use arms, with their neighbours.

    Returns
    -------
    list of list
        One list per passage: the bounds of its sentences.

    Raises
    ------
    KeyError
        When the packaged words are damaged.

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
    """Give the bounds of a sentence with its neighbours.

    Raises
    ------
    IndexError
        When there is no such sentence.
    """
    return rows[max(0, n - _NEIGHBOURS)][0], rows[min(len(rows) - 1, n + _NEIGHBOURS)][1]


def speaks_of_arms(text: str, sentence: tuple[int, int], around: tuple[int, int]) -> bool:
    """Tell whether a sentence names arms, or lifts a limit beside a weapon's name.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    words = cues().words
    return bool(
        words["arms"].search(text, *sentence)
        or (
            words["lifted"].search(text, *sentence) and cues().systems.pattern.search(text, *around)
        )
    )
