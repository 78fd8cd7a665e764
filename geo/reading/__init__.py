"""Read a text as a person does: one clean form of it, and where each piece stood as given.

Line ends of hard-wrapped text, words cut at them, ligatures, soft hyphens, stress marks,
typographic spaces and apostrophes, note marks, Markdown, tags and entities are the way a text is
set, not what it says. Whatever reads a text reads it without them.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

from geo.reading.text import (
    LARGEST_TEXT_BYTES,
    LINE_END,
    Text,
    keeps_hyphen,
    language_of,
    no_text,
    read_text,
    sentence_at,
    sentence_starts,
    soft_line_ends,
    text_of,
)

Edit = tuple[int, int, str]
"""What stands from one offset to another, and what is read in its place."""

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_SPACES = "\t\n\v\f\r\x1c-\x1e\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WIDE = "\ufb00-\ufb06\uff01-\uff5e\u0132\u0133\U0001d400-\U0001d7ff"
_APOSTROPHES = "’‘ʼ`´′ʹ‛ʻ"
_MARK = re.compile(
    rf"[{_INVISIBLE}\u0300-\u036f{_SPACES}{_WIDE}{_APOSTROPHES}¹²³⁰⁴-⁹†‡‐‑‒−&<*_~\[\]:#0-9]"
)
_BLANK = re.compile(r"\s+")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(a|abbr|b|big|br|center|cite|code|div|em|figure|font|h[1-6]|hr|i|li|mark|nobr|ol|p|q|"
    r"s|small|span|strong|sub|sup|table|tbody|td|th|tr|u|ul|wbr)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_NOTE_TAG = re.compile(r"<sup(?:\s[^<>]{0,200})?>\s*\W?[\w*†‡]{1,3}\W?\s*</sup>", re.IGNORECASE)
_INLINE = re.compile(
    r"(?:a|abbr|b|big|cite|code|em|font|i|mark|nobr|q|s|small|span|strong|su[bp]|u|wbr)"
)
_LINK = re.compile(r"\[(?:[^\[\]\\\n]|\\.|\n(?!\n)){1,300}\](?=\(|\[)")
_TARGET = re.compile(r"\]\([^()\s]{1,2000}(?:\s\"[^\"\n]{0,300}\")?\)|\]\[[^\[\]\n]{0,60}\]")
_NOTE = re.compile(r"\[\^?(?:note |прим\. ?)?(?:\d{1,3}|[a-z*†‡])\]", re.IGNORECASE)
_DEFINITION = re.compile(r"\[[^\[\]\n]{1,60}\]:[ \t]*\S+[^\n]*")
_ADDRESS = re.compile(r"://((?:[\w-]+\.)*[\w-]+)(?::\d+)?(?:[/?#][^\s<>\"”»)\]]*)?")
_SCHEME = re.compile(r"\b(?:https?|ftp)$", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+")
_STARS = re.compile(r"\*{1,200}")  # more are a rule, and no emphasis
_BARS = re.compile(r"_{1,200}")
_NOTE_DIGITS = re.compile(r"\d{1,2}(?!\w|[.,]\d)")
_NAME_BEFORE = re.compile(r"(?<![\w-])[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ'’]{2,}$")
_UNIT_BEFORE = re.compile(r"(?<!\w)(?:k?m|cm|mi|ft|к?м|см|кв)$", re.IGNORECASE)
_LOOK_BACK, _CELL = 32, " | "


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a text as given and as read, with the way from one to the other.

    Attributes
    ----------
    given
        The text as given, which all published offsets index.
    text
        The same without what setting did to it. A line end in it ends a paragraph, a heading,
        an item or a row; cells of a row are parted by ``|``.
    """

    given: str
    text: str
    _starts: tuple[int, ...] = field(repr=False, default=())
    _ends: tuple[int, ...] = field(repr=False, default=())
    _given_starts: tuple[int, ...] = field(repr=False, default=())
    _given_ends: tuple[int, ...] = field(repr=False, default=())

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        r"""Give the offsets in the text as given of what stands at these in the text as read.

        Marks left out inside come with it, those at its ends do not.

        Examples
        --------
        >>> reading = normalise("Khar-\nkiv¹ and Sumy")
        >>> reading.text, reading.to_given(0, 7)
        ('Kharkiv and Sumy', (0, 9))
        """
        first = _across(start, self._starts, self._ends, self._given_starts, self._given_ends)
        if end <= start:
            return first[0], first[0]
        last = _across(end - 1, self._starts, self._ends, self._given_starts, self._given_ends)
        return first[0], last[1]

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        r"""Give the offsets in the text as read of what stands at these in the text as given.

        Examples
        --------
        >>> reading = normalise("Khar-\nkiv¹ and Sumy")
        >>> reading.text[slice(*reading.to_text(15, 19))]
        'Sumy'
        """
        first = _across(start, self._given_starts, self._given_ends, self._starts, self._ends)
        if end <= start:
            return first[0], first[0]
        last = _across(end - 1, self._given_starts, self._given_ends, self._starts, self._ends)
        return first[0], max(first[0], last[1])

    def shown(self, start: int, end: int) -> str:
        """Give what stands at these offsets of the text as given, on one line."""
        return " ".join(self.text[slice(*self.to_text(start, end))].split())


def _across(
    at: int,
    starts: tuple[int, ...],
    ends: tuple[int, ...],
    to_starts: tuple[int, ...],
    to_ends: tuple[int, ...],
) -> tuple[int, int]:
    """Lead the character at an offset from one side to the other: its bounds there."""
    passed = bisect_right(ends, at)
    if passed < len(starts) and starts[passed] <= at:
        return to_starts[passed], to_ends[passed]
    moved = to_ends[passed - 1] - ends[passed - 1] if passed else 0
    return at + moved, at + moved + 1


@lru_cache(maxsize=8)
def normalise(text: str) -> Reading:
    r"""Give the clean form of a text and the way back to it as given.

    Examples
    --------
    >>> normalise("up to **300\u2009km** inside Russia's\nKursk&nbsp;region").text
    "up to 300 km inside Russia's Kursk region"
    >>> normalise("Rostov-\non-Don, Ivano-\nFrankivsk, Bel-\ngorod").text
    'Rostov-on-Don, Ivano-Frankivsk, Belgorod'
    """
    soft = soft_line_ends(text)
    edits: list[Edit] = []
    done = 0
    for match in _MARK.finditer(text):
        at = match.start()
        if at < done:
            continue
        edit = _space(text, at, done, soft) if text[at].isspace() else _edit(text, at, done)
        if edit is not None:
            done = edit[1]
            if text[edit[0] : done] != edit[2]:
                edits.append(edit)
    return _reading(text, edits)


def _reading(text: str, edits: list[Edit]) -> Reading:
    if not edits:
        return Reading(text, text)
    pieces: list[str] = []
    bounds: list[tuple[int, int, int, int]] = []
    length = done = 0
    for start, end, put in edits:
        pieces += (text[done:start], put)
        at = length + start - done
        length, done = at + len(put), end
        bounds.append((at, length, start, end))
    pieces.append(text[done:])
    return Reading(text, "".join(pieces), *zip(*bounds, strict=True))


def _edit(text: str, at: int, done: int) -> Edit | None:
    """Give the edit that the mark at an offset calls for, or None."""
    char = text[at]
    if char.isdigit():
        return _note_mark(text, at)
    if "\u0300" <= char <= "\u036f":
        return _accent(text, at, done)
    if char in _APOSTROPHES:
        return _apostrophe(text, at)
    if char in _MARKUP:
        return _MARKUP[char](text, at, done)
    folded = "-" if char in "‐‑‒" else "–" if char == "−" else unicodedata.normalize("NFKC", char)
    return at, at + 1, "" if folded == char else folded


def _space(text: str, at: int, done: int, soft: frozenset[int]) -> Edit | None:
    """Fold a run of blanks: to a blank, to the end of a line, or to the edge of a cell."""
    start, end = at, at + 1
    while start > done and text[start - 1] == " ":
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    lines = len(LINE_END.findall(text, start, end))
    if not lines:
        inside = start and end < len(text) and "\t" in text[start:end]
        return start, end, _CELL if inside else " "
    quoted = _QUOTED.match(text, end)
    end = quoted.end() if quoted else end
    if (
        lines == 1
        and start > max(done, 1)
        and text[start - 1] in "-‐"
        and text[start - 2].isalpha()
    ):
        if keeps_hyphen(text, start - 1, end):
            return start, end, ""
        if text[end : end + 1].islower():
            return start - 1, end, ""
    if start in soft:
        return start, end, "" if text[start - 1] == "\u00ad" else " "
    return start, end, "\n\n" if start and end < len(text) else "\n"


def _accent(text: str, at: int, done: int) -> Edit:
    """Compose a letter with the marks over it; stress marks are no letters."""
    end = at + 1
    while end < len(text) and "\u0300" <= text[end] <= "\u036f":
        end += 1
    start = at - 1 if at > done and text[at - 1].isalpha() else at
    letter, marks = text[start:at], text[at:end]
    if "\u0400" <= letter <= "\u04ff":
        marks = marks.replace("\u0300", "").replace("\u0301", "")
    composed = unicodedata.normalize("NFC", letter + marks).rstrip("\u0300\u0301")
    return start, end, composed if letter else ""


def _apostrophe(text: str, at: int) -> Edit | None:
    after = text[at + 1 : at + 2]
    before = text[at - 1] if at else ""
    inside = before.isalpha() and (after.isalpha() or after == "-")
    inside = inside or (before.isdigit() and after.isdigit())
    return (at, at + 1, "'") if inside else None


def _note_mark(text: str, at: int) -> Edit | None:
    """Cut the number of a note off a name: ``Kursk¹``, ``Kursk1``; an area's ``km²`` stays."""
    before = text[max(0, at - _LOOK_BACK) : at]
    if not at or (not before[-1].isalpha() and before[-1] not in ".,;:!?\"'»”’)"):
        return None
    if text[at].isascii():
        digits = _NOTE_DIGITS.match(text, at)
        return (at, digits.end(), "") if digits and _NAME_BEFORE.search(before) else None
    if _UNIT_BEFORE.search(before):
        return None
    end = at + 1
    while end < len(text) and text[end] in "¹²³⁰⁴⁵⁶⁷⁸⁹":
        end += 1
    return at, end, ""


def _entity(text: str, at: int, _done: int) -> Edit | None:
    found = _ENTITY.match(text, at)
    decoded = html.unescape(found[0]) if found else ""
    if found is None or decoded == found[0]:
        return None
    return at, found.end(), normalise(f"a{decoded}a").text[1:-1] if len(decoded) == 1 else decoded


def _tag(text: str, at: int, _done: int) -> Edit | None:
    note = _NOTE_TAG.match(text, at)
    if note:
        return at, note.end(), ""
    tag = _TAG.match(text, at)
    if tag is None:
        return None
    return at, tag.end(), "" if _INLINE.fullmatch(tag[1].lower()) else "\n\n"


def _bracket(text: str, at: int, _done: int) -> Edit | None:
    """Take off a link's bracket, a note's mark, or the line that says where links lead."""
    if _begins_line(text, at):
        defined = _DEFINITION.match(text, at)
        if defined:
            return at, defined.end(), ""
    note = _NOTE.match(text, at)
    if note:
        return at, note.end(), ""
    return (at, at + 1, "") if _LINK.match(text, at) else None


def _cut(pattern: re.Pattern[str], text: str, at: int, _done: int) -> Edit | None:
    found = pattern.match(text, at)
    return (at, found.end(), "") if found else None


def _address(text: str, at: int, done: int) -> Edit | None:
    """Leave of an address the host: names in its path are not said."""
    scheme = _SCHEME.search(text, max(done, at - len("https")), at)
    found = _ADDRESS.match(text, at) if scheme else None
    if found is None or scheme is None:
        return None
    return scheme.start(), found.end(), found[1].lower()


def _heading(text: str, at: int, _done: int) -> Edit | None:
    return _cut(_HEADING, text, at, _done) if _begins_line(text, at) else None


def _begins_line(text: str, at: int) -> bool:
    """Tell whether only a few blanks stand before on the line, without a look at a long one."""
    before = text[max(0, at - _LOOK_BACK) : at]
    return not before[before.rfind("\n") + 1 :].strip() and (at <= _LOOK_BACK or "\n" in before)


def _emphasis(text: str, at: int, _done: int) -> Edit | None:
    """Take off asterisks and underscores that hug a word."""
    run = (_STARS if text[at] == "*" else _BARS).match(text, at)
    end = run.end() if run else at + 1
    before, after = text[at - 1 : at] if at else " ", text[end : end + 1] or " "
    if text[at] == "_":
        hugs = before.isalnum() != after.isalnum()
    else:
        hugs = not (before.isspace() and after.isspace()) and not (before + after).isdigit()
    return (at, end, "") if hugs else None


_MARKUP: dict[str, Callable[[str, int, int], Edit | None]] = {
    "&": _entity,
    "<": _tag,
    "[": _bracket,
    "]": partial(_cut, _TARGET),
    ":": _address,
    "#": _heading,
    "*": _emphasis,
    "_": _emphasis,
    "~": partial(_cut, re.compile("~~")),
}


__all__ = [
    "LARGEST_TEXT_BYTES",
    "Reading",
    "Text",
    "language_of",
    "no_text",
    "normalise",
    "read_text",
    "sentence_at",
    "sentence_starts",
    "text_of",
]
