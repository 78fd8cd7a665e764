"""Take out of a web page what a reader sees."""

from lxml import html as lxml_html
from lxml.etree import LxmlError, iterwalk

_UNSEEN = " | ".join(
    (
        *("//head", "//script", "//style", "//noscript", "//template", "//svg", "//*[@hidden]"),
        *("/*//comment()", "/*//processing-instruction()"),
    )
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    )
)


def visible_text(html: str) -> str:
    r"""Return what a reader of the page sees as text, one line per block.

    Parameters
    ----------
    html
        A document or a fragment; broken markup is read as browsers do.

    Returns
    -------
    str
        Character references are resolved, white space is folded, scripts, styles and hidden
        elements are left out.

    Examples
    --------
    >>> visible_text("<p>Kyiv &amp; <b>Kharkiv</b></p><script>x</script><p>Sumy</p>")
    'Kyiv & Kharkiv\nSumy\n'
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except LxmlError:
        return ""
    for element in tree.xpath(_UNSEEN):
        element.drop_tree()
    pieces: list[str] = []
    for event, element in iterwalk(tree, events=("start", "end")):
        text = element.text if event == "start" else element.tail
        pieces.append("" if element.tag in _INLINE else "\n")
        pieces.append((text or "").replace("\n", " "))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)
