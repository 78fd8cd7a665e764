"""Text → sentences, as offsets into the text as given."""

import re
from bisect import bisect_right

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«„(\[]?[\w–—-]))|(?:[\r\n]+\s*)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZА-ЯІЇЄҐ]|Mr|Mrs|Ms|Dr|St|Mt|Ft|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Prof|Rev|No|vs|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|approx|г|р|м|с|ст|обл|им|ім|тыс|тис|млн|млрд|км|рр|гг|"
    r"см|ред|просп|вул|ул|н|э)|[A-Z]\.[A-Z])$"
)
_LOOK_BACK = 8
_LONGEST = 1000
_AROUND = 250
_BEFORE = 100


def sentence_starts(text: str) -> list[int]:
    """Give the offset at which each sentence of a text begins, the first being 0.

    A full stop after an abbreviation or an initial ends no sentence; the end of a
    line does.

    Examples
    --------
    >>> sentence_starts("Gen. Smith left. He was in St. Louis.")
    [0, 17]
    """
    starts = [0]
    for match in _END.finditer(text):
        if "\n" not in match.group() and "\r" not in match.group():
            at = match.start()
            if text[at] == "." and _ABBREVIATION.search(text[max(0, at - _LOOK_BACK) : at]):
                continue
        if match.end() < len(text):
            starts.append(match.end())
    return starts


def sentence_at(text: str, starts: list[int], offset: int) -> tuple[int, int]:
    """Give the bounds of the sentence around an offset, without blanks at its ends.

    Of a sentence of more than 1,000 characters only some hundreds around are given, the
    same for offsets close together: what has no full stop is no sentence.

    Examples
    --------
    >>> text = "One. Two here."
    >>> text[slice(*sentence_at(text, sentence_starts(text), 6))]
    'Two here.'
    """
    which = bisect_right(starts, offset) - 1
    start = starts[which]
    end = starts[which + 1] if which + 1 < len(starts) else len(text)
    if end - start > _LONGEST:
        piece = start + (offset - start) // _AROUND * _AROUND
        start, end = max(start, piece - _BEFORE), min(end, piece + 2 * _AROUND)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
