"""Groups of words as one pattern, tried only where a word begins as one of them may."""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, product

_CYRILLIC = re.compile(r"[а-яіїєґё]", re.IGNORECASE)
_ANYWHERE = r"(?<!\w)(?:{})"
_SHORT, _LETTERS = 3000, 5
_FEW = 4  # short texts, for which finding out how words begin would take longer than it saves
_BEGINS = re.compile(rf"(?<!\w)(?=([\s\S]{{1,{_LETTERS}}}))\w*")
# what a search without regard to case takes for another letter
_SAME = str.maketrans("İıſKᲀᲁᲂᲃᲄᲅᲆ", "iiskвдосттъ")
_BRACKET = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|[()|]")
_PIECE = re.compile(
    r"(?P<empty>\\[bB]|\(\?[=!<](?P<ahead>))|(?P<group>\((?:\?(?:-?i)?:|(?!\?)))|"
    r"\[(?P<one>[^]^\\-]+-?)\]|\\(?P<sign>[^\w\s])|(?P<letter>[^\\.^$[(])"
)
_TIMES = re.compile(r"(?P<optional>[?*]|\{0?,)|[+{]")
_Openings = tuple[set[str], set[str]]


class Whole(str):
    """Be a text that many patterns look through: it is worth knowing where its words begin."""

    __slots__ = ()


class Pattern:
    """Find words in a frame, without regard to case; Cyrillic ones in Cyrillic texts only.

    In a text of some length only those places are tried at which stands what may open a word: few
    sentences have any, and going through all words at every letter takes most of the time.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[str]],
        frame: str = _ANYWHERE,
        flags: int = re.IGNORECASE,
    ) -> None:
        self._groups, self._frame, self._flags = groups, frame, flags
        self._made: dict[bool, re.Pattern[str]] = {}
        self._begin: dict[bool, frozenset[str]] = {}
        self._known: tuple[str, Sequence[int] | None] = "", None
        self._short_texts = 0

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find the first of the words in a stretch of text."""
        spots = self._spots(text)
        if spots is None:
            return self._in(text).search(text, start, end)
        at = bisect_left(spots, start)
        while spots[at] < end:
            found = self._in(text).match(text, spots[at], end)
            if found:
                return found
            at += 1
        return None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find one of the words at the beginning of a stretch of text."""
        return self._in(text).match(text, start, end)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterable[re.Match[str]]:
        """Find the words in a stretch of text."""
        spots = self._spots(text)
        if spots is None:
            return self._in(text).finditer(text, start, end)
        at = bisect_left(spots, start)
        return self._among(text, spots, at, end) if spots[at] < end else ()

    def _among(self, text: str, spots: Sequence[int], at: int, end: int) -> Iterator[re.Match[str]]:
        done, tried = 0, self._in(text)
        while spots[at] < end:
            found = tried.match(text, spots[at], end) if spots[at] >= done else None
            if found:
                done = found.end()
                yield found
            at += 1

    def may_find(self, text: str, start: int, end: int) -> bool:
        """Tell where it finds nothing for sure, without looking for it."""
        spots = self._spots(text)
        return spots is None or spots[bisect_left(spots, start)] < end

    def _in(self, text: str) -> re.Pattern[str]:
        cyrillic = not text.isascii() and _is_cyrillic(text)
        return self._made.get(cyrillic) or self._make(cyrillic=cyrillic)

    def _make(self, *, cyrillic: bool) -> re.Pattern[str]:
        kept = ["|".join(words) or "(?!)" for words in self._words(cyrillic=cyrillic)]
        listed = kept[0] if len(kept) == 1 else "|".join(f"({words})" for words in kept)
        made = re.compile(self._frame.replace("{}", listed), self._flags)
        return self._made.setdefault(cyrillic, made)

    def _words(self, *, cyrillic: bool) -> list[list[str]]:
        return [[w for w in each if cyrillic or not _CYRILLIC.search(w)] for each in self._groups]

    def _spots(self, text: str) -> Sequence[int] | None:
        """Give the places where one of the words may stand; None where any place may do."""
        known, spots = self._known
        if known is text:
            return spots
        if self._frame != _ANYWHERE or not (len(text) >= _SHORT or isinstance(text, Whole)):
            return None
        self._short_texts += len(text) < _SHORT
        cyrillic = not text.isascii() and _is_cyrillic(text)
        if cyrillic not in self._begin:
            if len(text) < _SHORT and self._short_texts <= _FEW:
                return None
            words = chain.from_iterable(self._words(cyrillic=cyrillic))
            self._begin[cyrillic] = frozenset(chain.from_iterable(map(openings, words)))
        begin = self._begin[cyrillic]
        spots = None if "" in begin else _beginnings(text).of(begin)
        self._known = text, spots
        return spots


class _Beginnings:
    """Hold where the words of a text begin, by their first letters."""

    def __init__(self, text: str) -> None:
        self._at: dict[str, list[int]] = {}
        for match in _BEGINS.finditer(text.translate(_SAME)):
            self._at.setdefault(match[1].lower(), []).append(match.start())
        self._under: dict[str, list[str]] = {}
        for key in self._at:
            for length in range(1, _LETTERS + 1):
                self._under.setdefault(key[:length], []).append(key)

    def of(self, openings: frozenset[str]) -> Sequence[int]:
        """Give the places at which one of some openings stands."""
        keys = {key for each in self._under.keys() & openings for key in self._under[each]}
        return [*sorted(at for key in keys for at in self._at[key]), sys.maxsize]


@lru_cache(maxsize=2)
def _beginnings(text: str) -> _Beginnings:
    return _Beginnings(text)


@lru_cache(maxsize=64)
def _is_cyrillic(text: str) -> bool:
    return bool(_CYRILLIC.search(text))


def openings(pattern: str) -> set[str]:
    r"""Give the first letters, five at most, of all that a pattern may find.

    Examples
    --------
    >>> sorted(openings(r"(?:un)?lift(?:s|ed)?\b|no[nt]|a\w+"))
    ['a', 'lift', 'lifte', 'lifts', 'non', 'not', 'unlif']
    """
    return set().union(*_openings(pattern))


def _openings(pattern: str) -> _Openings:
    """Give openings: those that are all of what is found, and those that more may follow."""
    whole: set[str] = set()
    begun: set[str] = set()
    for part in _alternatives(pattern):
        heads, at = {""}, 0
        while heads and at < len(part):
            (more, open_), at = _next(part, at)
            longer, begin = (
                {(a + b)[:_LETTERS] for a, b in product(heads, each)} for each in (more, open_)
            )
            times = _TIMES.match(part, at)
            if times:
                at = part.index("}", at) if part[at] == "{" else at
                if part[at] != "?":
                    begin, longer = begin | longer, set()
                at += 2 if part[at + 1 : at + 2] == "?" else 1
            begun |= begin | {each for each in longer if len(each) == _LETTERS}
            heads = (longer - begun) | (heads if times and times["optional"] else set())
        whole |= heads
    return whole, begun


def _next(part: str, at: int) -> tuple[_Openings, int]:
    """Read one piece of a pattern: its openings, and where it ends."""
    piece = _PIECE.match(part, at)
    if piece is None:
        return (set(), {""}), len(part)
    end = piece.end()
    if part[at] == "(":
        depth = 0
        for bracket in _BRACKET.finditer(part, at):
            depth += {"(": 1, ")": -1}.get(bracket[0], 0)
            if not depth:
                end = bracket.end()
                break
    if piece["empty"] is not None:
        return ({""}, set()), end
    if piece["group"] is not None:
        return _openings(part[piece.end() : end - 1]), end
    return (set((piece["one"] or piece["sign"] or piece["letter"]).lower()), set()), end


def _alternatives(pattern: str) -> Iterator[str]:
    depth = start = 0
    for bracket in _BRACKET.finditer(pattern) if "|" in pattern else ():
        depth += {"(": 1, ")": -1}.get(bracket[0], 0)
        if bracket[0] == "|" and not depth:
            yield pattern[start : bracket.start()]
            start = bracket.end()
    yield pattern[start:]
