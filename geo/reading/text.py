"""Take a text as it is given: plain, Markdown or a web page; where its lines and sentences end."""

import hashlib
import re
import sys
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from itertools import pairwise
from pathlib import Path

from geo.errors import InputError
from geo.inputs import data_path, read_stream
from geo.wording import printable

LARGEST_TEXT_BYTES = 50_000_000

_NAMED_AS_PAGE = (".html", ".htm", ".xhtml")
_BEGINS_AS_PAGE = re.compile(
    r"(?:\s|\ufeff|<\?xml[^>]*>|<!--(?:[^-]|-(?!->)){0,20000}-->)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|article|main|section|div|p|h[1-6]|table|ul|ol|"
    r"span|a|b|i|em|strong|br|img|blockquote|figure|font|center)(?:[\s>/]|\Z)",
    re.IGNORECASE,
)
_IS_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_CLOSING = re.compile(
    r"</(p|div|html|body|article|section|h[1-6]|table|ul|ol|li)\s*>", re.IGNORECASE
)
_TAGS, _LOOKED_AT = 2, 200_000


@dataclass(frozen=True, kw_only=True)
class Text:
    """Hold a text as given, and where it came from.

    Attributes
    ----------
    text
        The characters that all offsets index; for HTML, the visible text.
    source_name
        File name, with spaces for what cannot be seen; ``-`` for standard input, or
        ``built-in brief``.
    sha256
        Digest of the bytes as read.
    is_html
        Whether ``text`` was taken out of HTML.
    note
        What of a page was left out, or that all of it was read; empty for other texts.
    """

    text: str
    source_name: str
    sha256: str
    is_html: bool
    note: str = ""


def no_text() -> Text:
    """Give the text of a run that reads none.

    Examples
    --------
    >>> no_text().text
    ''
    """
    return replace(text_of(""), source_name="no text")


def text_of(text: str) -> Text:
    """Take a text that is at hand.

    Examples
    --------
    >>> text_of("Kursk").source_name
    'text'
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Text(text=text, source_name="text", sha256=digest, is_html=False)


def read_text(source: str | None = None) -> Text:
    """Read a UTF-8 text, Markdown or HTML file.

    Parameters
    ----------
    source
        A path, ``-`` for standard input, None for the built-in brief.

    Returns
    -------
    Text
        Line ends and a leading byte-order mark stay as given, so that offsets do, too. Of a page
        it is the article, without menus, notices, links to other pages and hidden text.

    Raises
    ------
    InputError
        When the source is missing, a folder, empty, binary, not UTF-8, or over 50 MB.

    Examples
    --------
    >>> read_text().source_name
    'built-in brief'
    """
    name, content = _content(source)
    if len(content) > LARGEST_TEXT_BYTES:
        raise InputError(
            f"text {name!r} has {len(content):,} bytes; at most {LARGEST_TEXT_BYTES:,} are read: "
            "split it."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"text {name!r} is UTF-16; save it as UTF-8.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"text {name!r} is not UTF-8 (byte {error.start:,} fits no character); "
            "give a text file saved as UTF-8."
        ) from error
    if "\0" in text:
        raise InputError(
            f"text {name!r} holds NUL characters, so it is binary or UTF-16; "
            "give a text file saved as UTF-8."
        )
    is_html, note = _is_page(text, name), ""
    if is_html:
        from .page import read_page  # noqa: PLC0415 - who reads no page need not wait for lxml

        shown = read_page(text)
        text, note = shown.text, shown.note
    if not text.strip("\ufeff \t\r\n\f\v\u00a0"):
        what = "shows no text" if is_html else "is empty"
        raise InputError(f"text {name!r} {what}; give a text with at least one word.")
    digest = hashlib.sha256(content).hexdigest()
    return Text(text=text, source_name=name, sha256=digest, is_html=is_html, note=note)


def _is_page(text: str, name: str) -> bool:
    """Tell HTML from plain text and Markdown by its file name, its beginning or its tags."""
    start = text[:_LOOKED_AT]
    if name.lower().endswith(_NAMED_AS_PAGE) or _BEGINS_AS_PAGE.match(start):
        return True
    if name.lower().endswith((".md", ".markdown")):
        return False
    closed = len(_CLOSING.findall(start))
    return bool(_IS_PAGE.search(start) and closed) or closed > _TAGS


def _content(source: str | None) -> tuple[str, bytes]:
    if source is None:
        return "built-in brief", data_path("brief.md").read_bytes()
    if source == "-":
        return source, sys.stdin.buffer.read(LARGEST_TEXT_BYTES + 1)
    path = Path(source)
    try:
        return printable(path.name), read_stream(path, largest_bytes=LARGEST_TEXT_BYTES + 1)
    except InputError:
        raise
    except (OSError, ValueError) as error:
        wrong = (
            f"cannot be read ({getattr(error, 'strerror', None) or error}); give a readable file"
        )
        if isinstance(error, IsADirectoryError):
            wrong = "is a folder; give the path of a text file"
        if isinstance(error, FileNotFoundError):
            wrong = "does not exist; check the path, or give '-' for standard input"
        raise InputError(f"text {source!r} {wrong}.") from error


def language_of(text: str) -> str:
    """Tell the language of a text: ``en``, ``uk`` or ``ru``.

    Examples
    --------
    >>> [language_of(text) for text in ("It rained.", "Йшов дощ і сніг.", "Шёл дождь, был снег.")]
    ['en', 'uk', 'ru']
    """
    letters = Counter(text.lower())
    cyrillic = sum(count for letter, count in letters.items() if "а" <= letter <= "ґ")
    if 2 * cyrillic < sum(count for letter, count in letters.items() if letter.isalpha()):
        return "en"
    return "uk" if sum(letters[c] for c in "іїєґ") > sum(letters[c] for c in "ыэъё") else "ru"


_WORDS = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
_COMPOUNDS = {name: frozenset(words.split()) for name, words in _WORDS["compounds"].items()}
_ABBREVIATION = re.compile(
    rf"(?:\b(?:[A-ZА-ЯІЇЄҐ]|{'|'.join(_WORDS['abbreviations'].split())})|[A-Z]\.[A-Z])$"
)
_OPEN_END = re.compile(
    r"(?:[,–—(«“-]|['’]s|(?<!\w)(?:"
    rf"{'|'.join(map(re.escape, _WORDS['line_goes_on'].split()))}))$",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++(?=[\"'“‘«„(\[]?[\w–—-]))|(?:[\r\n]+\s*)"
)
LINE_END = re.compile(r"\r\n|[\n\r\v\f\u2029]")
"""What ends a line; other signs that could are blanks in the texts people have."""

# An item, a heading, a row or a quotation begins a line of its own.
_OWN_LINE = re.compile(
    r"[-*•·–—‣▪◦]\s|\(?\d{1,3}[.)]\s|\(?[a-zа-я]\)\s|#{1,6}\s|[|\[<]|[^\n|]{1,40}\s\|\s"
)
_DASHED = re.compile(r"[-–—]\s[a-zа-яіїєґ]")
_STOP = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_MOSTLY_FULL = _MOSTLY_OPEN = 0.6
_NARROWEST, _WIDEST = 40, 180
_SEVERAL, _LOOK_BACK = 4, 8
_LONGEST = 1000
_LONGEST_WORD, _SHORT_PART = 40, 3
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.?['’]?)+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_AROUND, _BEFORE = 250, 100


def soft_line_ends(text: str) -> frozenset[int]:
    r"""Give the offsets at which a line ends only because it was full.

    Within a paragraph that was wrapped every line is too long for the first word of the next one
    to stand on it as well. Lines of a list, of verse or of an article with one line a paragraph
    are not like that.

    Examples
    --------
    >>> sorted(soft_line_ends("Drones were seen over Russia's\nKursk region.\n\nSumy\nKyiv"))
    [30]
    """
    soft: set[int] = set()
    block: list[tuple[int, int]] = []
    at = 0
    for end in (*LINE_END.finditer(text), None):
        start, stop = at, end.start() if end else len(text)
        line = text[start:stop]
        bare = line.strip()
        at = end.end() if end else stop
        if bare:
            start += line.index(bare)
            block.append((start, start + len(bare)))
        if block and (end is None or not bare) and not (end and end[0] == "\f"):
            soft.update(_wrapped(text, block))
            block = []
    return frozenset(soft)


def _wrapped(text: str, block: list[tuple[int, int]]) -> Iterator[int]:
    """Give the soft ends among the lines of one block without empty lines."""
    width = max(end - start for start, end in block)
    open_lines = full_lines = certain = 0
    unsure: list[int] = []
    ragged: list[int] = []
    named: list[int] = []
    for (start, end), (after, stop) in pairwise(block):
        tail = text[max(start, end - 2 * _LOOK_BACK) : end]
        goes_on, stopped = _OPEN_END.search(tail), _STOP.search(tail)
        full = end - start + 1 + len(text[after:stop].split(None, 1)[0]) > width
        item = _OWN_LINE.match(text, after, stop)
        if item and not (_DASHED.match(text, after, stop) and not stopped):
            continue
        open_lines += not stopped
        full_lines += full and not stopped
        if full and not item and (goes_on or (text[after].islower() and not stopped)):
            certain += 1
            yield end
        elif full:
            unsure.append(end)
        elif not item and not stopped and (goes_on or text[after].islower()):
            ragged.append(end)
        elif not item and not stopped:
            named.append(end)
    if (certain or len(ragged) > 1) and _STOP.search(text, block[-1][1] - _LOOK_BACK, block[-1][1]):
        yield from ragged  # short lines of one sentence, which an editor broke by hand
        if certain + len(ragged) >= max(_MOSTLY_OPEN * open_lines, _SEVERAL):
            yield from (*named, *unsure)
    several = certain or len(block) > _SEVERAL or width >= _NARROWEST
    if several and width <= _WIDEST and full_lines >= _MOSTLY_FULL * open_lines:
        yield from unsure


def keeps_hyphen(text: str, at: int, after: int) -> bool:
    """Tell whether the hyphen at the end of a line belongs to the word it cuts.

    ``at`` is its offset, ``after`` where the next line begins: "Ivano-" / "Frankivsk" and "long-" /
    "range" keep it, "Bel-" / "gorod" does not.
    """
    first = _LAST_WORD.search(text, max(0, at - _LONGEST_WORD), at)
    second = _FIRST_WORD.match(text, after)
    if first is None or second is None:
        return True
    if not second[0][0].islower():
        return True
    before, behind, known = first[0].lower(), second[0], _COMPOUNDS
    if text[second.end() : second.end() + 1] in {"-", "‐", "‑"} and (
        len(behind) <= _SHORT_PART or behind in {"upon", "over", *known["second"]}
    ):
        return True
    if before in known["first"] or f"{before}-{behind}" in known["pairs"]:
        return True
    whole = len(behind) > _SHORT_PART or first[0][0].isupper() or "." in first[0]
    return len(before) == 1 or (whole and behind in known["second"])


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
