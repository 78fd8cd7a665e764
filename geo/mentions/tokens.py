"""Cut a text into words whose offsets index the text as given."""

import re
from dataclasses import dataclass

# Marks people do not see may stand inside a word: soft hyphens, zero-width and
# direction marks, combining stress.
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(
    rf"&(?:#\d{{1,6}}|[A-Za-z]{{2,8}});|(?:[A-Z]\.){{2,4}}|[^\W_][\w{_INSIDE}]*(?:['’ʼ`′][^\W\d_][\w{_INSIDE}]*)*"
)
_POSSESSIVE = ("'s", "’s", "ʼs", "'S", "’S")
_BREAK = re.compile(r"[.!?…;:]|\n")
_GAP = 8
LONGEST = 48
"""No name's word is longer; a longer one is noise."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Hold a text's words, where each starts and ends, and which begin with a capital."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    capitals: list[int]
    gaps: list[str]

    def gap(self, index: int) -> str:
        """Give what stands between word ``index`` and the next, at most 8 characters of it.

        Raises
        ------
        Nothing: before the first and after the last word is the text's edge.
        """
        return self.gaps[index + 1]


def tokens(text: str) -> Tokens:
    """Cut ``text`` into words; a possessive ``'s`` is no part of one.

    Raises
    ------
    Nothing: any text has words, or none.

    Examples
    --------
    >>> tokens("Kyiv's U.S.-made").words
    ['Kyiv', 'U.S.', 'made']
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    capitals: list[int] = []
    gaps: list[str] = []
    done = 0
    for match in _WORD.finditer(text):
        word = match[0]
        start, end = match.span()
        if len(word) > LONGEST or word[0] == "&":  # an HTML entity stands between words
            continue
        if word[-1] in "sS" and word.endswith(_POSSESSIVE):
            word, end = word[:-2], end - 2
        if is_capital(word):
            capitals.append(len(words))
        gaps.append(text[done : min(start, done + _GAP)])
        done = end
        words.append(word)
        starts.append(start)
        ends.append(end)
    gaps.append(text[done : done + _GAP])
    return Tokens(text, words, starts, ends, capitals, gaps)


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter.

    Raises
    ------
    Nothing: any word has a first letter.

    Examples
    --------
    >>> is_capital("Kyiv"), is_capital("city")
    (True, False)
    """
    return word[0].isupper()


def breaks(gap: str) -> bool:
    """Tell whether a sentence may end in a gap.

    Raises
    ------
    Nothing: any gap is looked at.

    Examples
    --------
    >>> breaks(". "), breaks(", ")
    (True, False)
    """
    return _BREAK.search(gap) is not None
