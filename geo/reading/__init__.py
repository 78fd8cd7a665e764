"""Read the text a map is made for: plain text, Markdown, or the visible text of a web page."""

import hashlib
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from geo.errors import InputError
from geo.inputs import data_path, read_stream
from geo.reading.normal import Reading, normalise
from geo.reading.sentences import sentence_at, sentence_starts
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
_SEVERAL = 2
_LOOKED_AT = 200_000


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
    digest = hashlib.sha256(b"").hexdigest()
    return Text(text="", source_name="no text", sha256=digest, is_html=False)


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
    return bool(_IS_PAGE.search(start) and closed) or closed > _SEVERAL


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
    except IsADirectoryError as error:
        raise InputError(f"text {source!r} is a folder; give the path of a text file.") from error
    except FileNotFoundError as error:
        raise InputError(
            f"text {source!r} does not exist; check the path, or give '-' for standard input."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"text {source!r} cannot be read ({reason}); give a readable file."
        ) from error


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


__all__ = [
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
