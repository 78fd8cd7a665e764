"""Take out of a web page what a reader sees, and of that the article."""

import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.etree import LxmlError, iterwalk

_UNSEEN = " | ".join(
    (
        *("//head", "//script", "//style", "//noscript", "//template", "//svg"),
        # but not a page as a whole, which its script shows once it is laid out
        *("//body//*[@hidden]", "//body//*[@aria-hidden='true']"),
        *("//dialog[not(@open)]", "//textarea", "//select"),
        *("/*//comment()", "/*//processing-instruction()"),
    )
)
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
_ONE_NAME = re.compile(r"\s*([.#])([\w-]+)\s*")
_HIDDEN_CLASSES = frozenset(
    ("hidden", "d-none", "is-hidden", "sr-only", "visually-hidden", "screen-reader-text")
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    )
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_DIGITS = 9
_CELLS = frozenset(("td", "th"))
_WORDS = re.compile(r"\w+")
_FRAME = " | ".join(
    (
        *("//body//nav", "//body//footer[not(ancestor::article)]", "//body//aside", "//body//form"),
        *(
            f"//body//*[@role='{role}']"
            for role in ("navigation", "contentinfo", "search", "dialog")
        ),
        "//body//header[not(.//h1) and not(ancestor::article)]",
    )
)
_FRAME_NAMES = re.compile(
    r"(?<![a-z])(?:cookies?|consent|gdpr|nav(?:bar|igation)?|menu|breadcrumbs?|related|recommend(?:ed)?|"
    r"most-?read|newsletter|subscribe|sidebar|social|share|sharing|promo|advert(?:isement)?|banner|"
    r"footer|masthead|comments?|copyright)(?![a-z])",
    re.IGNORECASE,
)
_LONG_ENOUGH = 25
_FEWEST_KEPT = 200
_HALF = 0.5
_LEADS_ELSEWHERE = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related|more on this|recommended|advertisement|"
    r"читайте(?:\s+(?:так(?:ож|же)|ещ[её]|ще|т[ео]ж))?|дивіться також|смотрите также|"
    r"матеріали за темою|материалы по теме|реклама)"
    r"\b\s*(?::|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class WebArticle:
    """Hold the text of a page and how much of what it shows was left out.

    Attributes
    ----------
    text
        What is read, one line a block.
    note
        How much of what the page shows was left out, or that no article was found in it.
    """

    text: str
    note: str = ""


def read_page(html: str) -> WebArticle:
    r"""Give the article of a page as text; all that it shows where no article is found.

    Parameters
    ----------
    html
        A document or a fragment; broken markup is read as browsers do.

    Returns
    -------
    WebArticle
        Its lines are lines of `visible_text`, in their order.

    Examples
    --------
    >>> read_page("<nav>Tokyo</nav><p>Kyiv &amp; <b>Kharkiv</b></p><script>x</script>").text
    'Kyiv & Kharkiv\n'
    """
    tree = _seen(html)
    if tree is None:
        return WebArticle(text="")
    lines = _lines(tree)
    kept = _of_article(lines, tree)
    total, found = (sum(map(len, each)) for each in (lines, kept))
    note = ""
    if found < min(_FEWEST_KEPT, _HALF * total):
        kept, note = lines, "no article was found in the page: all that it shows was read."
    elif found < total:
        note = (
            f"{total - found:,} of the {total:,} characters the page shows are no part of its "
            "article (menus, notices, links) and were left out; text.txt has what was read."
        )
    return WebArticle(text="".join(f"{line}\n" for line in kept), note=note)


def visible_text(html: str) -> str:
    r"""Return all that a reader of the page sees as text, one line a block.

    Examples
    --------
    >>> visible_text("<p>Kyiv &amp; <b>Kharkiv</b></p><script>x</script><p>Sumy</p>")
    'Kyiv & Kharkiv\nSumy\n'
    """
    tree = _seen(html)
    return "" if tree is None else "".join(f"{line}\n" for line in _lines(tree))


def _seen(html: str) -> lxml_html.HtmlElement | None:
    """Read a page without what no reader sees; None where nothing is in it."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # lxml reads signs that XML does not know, and then refuses to move them
        shown = _NOT_IN_XML.sub(" ", _REFERENCE.sub(_known, html))
        tree = lxml_html.document_fromstring(shown.encode("utf-8", "replace"), parser=parser)
    except LxmlError:
        return None
    hidden = set(_hidden_names(tree))
    for element in tree.xpath(_UNSEEN):
        element.drop_tree()
    for element in tree.xpath("//body//*[@style or @class or @id]"):
        names = {f".{name}" for name in element.get("class", "").split()}
        by_rule = names & hidden or f"#{element.get('id')}" in hidden
        if by_rule or _HIDING.search(element.get("style", "")):
            element.drop_tree()
    return tree


def _known(reference: re.Match[str]) -> str:
    """Keep a reference to a character that XML knows."""
    digits = reference[1] or reference[2]
    number = int(digits, 16 if reference[1] else 10) if len(digits) < _MOST_DIGITS else 0
    known = 0 < number <= sys.maxunicode and not _NOT_IN_XML.match(chr(number))
    return reference[0] if known else " "


def _hidden_names(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Give the classes and ids that the page's own rules hide, and those that always do."""
    yield from (f".{name}" for name in _HIDDEN_CLASSES)
    for style in tree.iterfind(".//style"):
        for rule in _RULE.finditer(style.text or ""):
            for selector in rule[1].split(",") if _HIDING.search(rule[2]) else ():
                name = _ONE_NAME.fullmatch(selector)
                if name:
                    yield name[1] + name[2]


def _lines(tree: lxml_html.HtmlElement) -> list[str]:
    """Give the text of each block; the cells of a row are parted by bars, notes are raised."""
    pieces: list[str] = []
    for event, element in iterwalk(tree, events=("start", "end")):
        text = (element.text if event == "start" else element.tail) or ""
        cell = event == "start" and element.tag in _CELLS and _is_cell(element.getprevious())
        pieces.append("" if element.tag in _INLINE else " | " if cell else "\n")
        if element.tag == "sup" and event == "start":
            text = text.strip().translate(_RAISED) if text.strip().isdigit() else text
        kept_lines = element.tag == "pre" if event == "start" else _within_pre(element)
        pieces.append(text if kept_lines else text.replace("\n", " "))
        if event == "end" and element.tag in _CELLS:
            pieces.pop(-2)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line.strip(" |")]


def _is_cell(element: lxml_html.HtmlElement | None) -> bool:
    return element is not None and element.tag in _CELLS


def _within_pre(element: lxml_html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "pre"


def _of_article(lines: list[str], tree: lxml_html.HtmlElement) -> list[str]:
    """Keep the lines that the article's extractor keeps, and the heading over them."""
    from trafilatura import extract  # noqa: PLC0415 - takes half a second, and only pages need it

    article = extract(
        lxml_html.tostring(_without_frame(tree), encoding="unicode"),
        output_format="html",
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    if not article:
        return []
    kept = _lines(lxml_html.document_fromstring(article))
    known = {_key(line) for line in kept}
    whole = " ".join(_key(line) for line in kept)
    headings = tree.findall(".//h1")
    if len(headings) == 1:
        known.add(_key(headings[0].text_content()))
    return [
        line
        for line in lines
        if _is_kept(_key(line), known, whole) and not _LEADS_ELSEWHERE.match(line)
    ]


def _without_frame(tree: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Copy a page without what says itself that it is no article; a short page has little else."""
    copy = deepcopy(tree)
    for element in copy.xpath(_FRAME):
        element.drop_tree()
    for element in copy.xpath("//body//*[@class or @id]"):
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if _FRAME_NAMES.search(named) and not element.xpath(".//h1 | .//article | .//main"):
            element.drop_tree()
    return copy


def _is_kept(key: str, known: set[str], whole: str) -> bool:
    return key in known or (len(key) > _LONG_ENOUGH and key in whole)


def _key(line: str) -> str:
    return "".join(_WORDS.findall(line)).lower()
