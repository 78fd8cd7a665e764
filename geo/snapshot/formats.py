"""Know the pages there are, and write a canvas as PNG, SVG or PDF, the same bytes everywhere."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape, unescape
from io import BytesIO
from typing import Any, cast

import matplotlib as mpl
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image

from geo.inputs import verified
from geo.snapshot.pen import HALO, Canvas, Sheet
from geo.snapshot.style import FAMILY, FILES, POINTS_PER_INCH

FORMATS = ("png", "svg", "pdf")
PNG_LEVEL = 3
"""On flat colours as small as the highest level, in an eighth of its time."""

_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "policy-map",
    "pdf.fonttype": 42,
    "text.hinting": "none",
    "text.parse_math": False,
    "path.simplify": False,
    "font.sans-serif": ["Arial"],
    "savefig.dpi": "figure",
}

_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}

FALLBACKS = "'Arial Narrow', Arial, sans-serif"

_TEXT = re.compile(r'<text style="([^"]*)"[^>]*>([^<]*)</text>')
_HOOKED_PATH = re.compile(
    r'<g id="([^" ]*) (data-region|data-home|data-leader)=([^" ]*)">(\s*)<path '
)
_HOOKED = re.compile(r'id="([^" ]*)((?: data-[a-z-]+=[^" ]*)+)"')
_HOOK = re.compile(r" (data-[a-z-]+)=([^ ]*)")
"""A group's name may be followed by attributes: what it stands for, for programs that look."""

_STYLES = {
    "regular": "",
    "bold": "font-weight: 700",
    "italic": "font-style: italic",
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Give a page's measures in points; ``dpi`` says how many pixels they become.

    The type is of one size in points everywhere: a page with fewer points has larger type for its
    size. A map is at most ``tallest`` times as high as wide. A ``card`` has one map, with what must
    be said above and below it, or in a ``column`` beside it, with shares if it is ``tabled``.
    """

    name: str
    width: float
    height: float
    dpi: int
    margin: float = 18.0
    bottom: float = 11.0
    gap: float = 14.0
    title_pt: float = 20.0
    title_lines: int = 1
    card: bool = False
    column: float = 0.0
    tabled: bool = False
    tallest: float = 1.12

    @property
    def is_card(self) -> bool:
        """Say whether it has one map only, with large type."""
        return self.card or self.column > 0

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * self.margin


_CARD = Page(
    name="1080x1080",
    width=259.2,
    height=259.2,
    dpi=300,
    margin=7.0,
    bottom=6.0,
    title_pt=11.0,
    title_lines=2,
    card=True,
)

PAGES = {
    page.name: page
    for page in (
        Page(
            name="1200x630",
            width=400.0,
            height=210.0,
            dpi=216,
            margin=9.0,
            bottom=8.0,
            gap=9.0,
            title_pt=13.0,
            title_lines=6,
            column=168.0,
        ),
        Page(
            name="1600x900",
            width=1600 * 72 / 224,
            height=900 * 72 / 224,
            dpi=224,
            margin=11.0,
            bottom=10.0,
            gap=11.0,
            title_pt=17.0,
            title_lines=5,
            column=212.0,
            tabled=True,
        ),
        _CARD,
        replace(
            _CARD,
            name="1080x1920",
            height=460.8,
            margin=11.0,
            bottom=12.0,
            title_pt=17.0,
            title_lines=4,
        ),
        Page(
            name="a4",
            width=595.28,
            height=841.89,
            dpi=300,
            margin=34.0,
            bottom=30.0,
            title_pt=24.0,
            title_lines=2,
        ),
    )
}
"""Every size by its name: pixels wide and high, or a sheet of paper."""

PAGE = PAGES["1600x900"]


@contextmanager
def house_settings() -> Iterator[None]:
    """Draw with matplotlib's defaults and ours, whatever the user's own files say."""
    with mpl.rc_context():
        mpl.rcdefaults()
        cast("Any", mpl.rcParams).update(_SETTINGS)
        yield


def written(
    canvas: Canvas, *, formats: Iterable[str], title: str, lang: str, told: str = ""
) -> dict[str, bytes]:
    """Write the canvas in each format.

    Parameters
    ----------
    canvas
        Drawn under `house_settings`, and written under them.
    formats
        Any of ``png``, ``svg``, ``pdf``.
    title, lang
        Put into the vector files' own description.
    told
        The text alternative; an SVG carries it along.
    """
    return {
        name: _png(canvas)
        if name == "png"
        else _vector(canvas, name, title=title, lang=lang, told=told)
        for name in formats
    }


def _png(canvas: Canvas) -> bytes:
    """Write an opaque PNG, without a word about the software."""
    scale = canvas.dpi / POINTS_PER_INCH
    size = round(canvas.width * scale), round(canvas.height * scale)
    renderer = cast("Any", RendererAgg)(*size, canvas.dpi)  # untyped in matplotlib
    canvas.draw(renderer, form="png")
    picture = Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1)
    buffer = BytesIO()
    dots_per_inch = (canvas.dpi, canvas.dpi)
    picture.convert("RGB").save(buffer, format="PNG", dpi=dots_per_inch, compress_level=PNG_LEVEL)
    return buffer.getvalue()


def _vector(canvas: Canvas, name: str, *, title: str, lang: str, told: str) -> bytes:
    """Write an SVG or a PDF by way of a matplotlib figure that draws the canvas."""
    from matplotlib.artist import Artist  # noqa: PLC0415 - heavy, and seldom asked for
    from matplotlib.figure import Figure  # noqa: PLC0415 - same

    class Drawing(Artist):
        def draw(self, renderer: RendererBase) -> None:
            file = getattr(renderer, "file", BytesIO())  # of a PDF, where tags are opened
            file.write(b"/Artifact BMC\n")
            canvas.draw(renderer, form=name)
            file.write(b"EMC\n")

    inches = (canvas.width / POINTS_PER_INCH, canvas.height / POINTS_PER_INCH)
    figure = Figure(figsize=inches, dpi=POINTS_PER_INCH, facecolor=canvas.paper)
    figure.add_artist(Drawing())
    buffer = BytesIO()
    figure.savefig(buffer, format=name, metadata=_METADATA[name] | {"Title": title})
    if name == "pdf":
        return _tagged(buffer.getvalue(), canvas, title=title, lang=lang, told=told)
    return finished(buffer.getvalue(), lang=lang, told=told, sheets=canvas.sheets)


def _tagged(pdf: bytes, canvas: Canvas, *, title: str, lang: str, told: str) -> bytes:
    """Add to a PDF the tree of its tagged lines, its language, and the text alternative.

    An update is appended: a new catalogue and page that know the tree, and the tree itself.

    References
    ----------
    ISO 32000-1:2008, 7.5.6 (incremental updates) and 14.7 (logical structure).
    """
    catalogue = re.search(rb"(\d+) 0 obj\n<< (/Type /Catalog .*?) >>", pdf)
    page = re.search(rb"(\d+) 0 obj\n<< (/Type /Page /.*?) >>\nendobj", pdf, re.DOTALL)
    trailer = re.search(rb"trailer\n<< /Size (\d+)(.*?)>>\nstartxref\n(\d+)", pdf, re.DOTALL)
    if not (catalogue and page and trailer):  # pragma: no cover - matplotlib writes all three
        return pdf
    first, page_id = int(trailer[1]), int(page[1])
    lines = [line for sheet in canvas.sheets for line in sheet.letters()]
    tree, whole, parents = first, first + 1, first + 2
    own = [first + 3 + n for n in range(len(lines))]
    objects = {
        int(catalogue[1]): catalogue[2]
        + b" /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >>"
        + b" /StructTreeRoot %d 0 R /Lang (%s)" % (tree, lang.encode()),
        page_id: page[2] + b" /StructParents 0 /Tabs /S",
        tree: b"/Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R" % (whole, parents),
        whole: b"/Type /StructElem /S /Document /P %d 0 R /T %s /Alt %s /K [%s]"
        % (tree, _pdf_text(title), _pdf_text(told), b" ".join(b"%d 0 R" % n for n in own)),
        parents: b"/Nums [0 [%s]]" % b" ".join(b"%d 0 R" % n for n in own),
    }
    for n, (number, line) in enumerate(zip(own, lines, strict=True)):
        kind = b"H1" if line.gid.startswith("title") else b"P"
        objects[number] = b"/Type /StructElem /S /%s /P %d 0 R /Pg %d 0 R /K %d" % (
            kind, whole, page_id, n,
        )  # fmt: skip
    return pdf + _update(objects, len(pdf), rest=trailer[2], before=int(trailer[3]))


def _update(objects: dict[int, bytes], start: int, *, rest: bytes, before: int) -> bytes:
    """Write objects and the table of where they stand, to be appended to a PDF."""
    body, table = b"", b""
    for number, content in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, start + len(body))
        body += b"%d 0 obj\n<< %s >>\nendobj\n" % (number, content)
    size = max(objects) + 1
    trailer = b"trailer\n<< /Size %d%s /Prev %d >>\n" % (size, rest.rstrip(), before)
    return body + b"xref\n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def _pdf_text(text: str) -> bytes:
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


def finished(svg: bytes, *, lang: str, told: str, sheets: Sequence[Sheet] = ()) -> bytes:
    """Return the SVG with everything it needs to look the same on any machine, offline.

    Text stays text. The letters in use are carried along as data, for readers without the faces;
    programs that cannot read them fall back to a narrow or a plain sans serif.

    Parameters
    ----------
    svg
        As matplotlib wrote it, text as text, halos left out.
    lang
        Language of the text.
    told
        What the picture says, for those who do not see it.
    sheets
        What was written on; their lines of type know their halos' colours.
    """
    text = svg.decode("utf-8")
    rules = "\n".join([*_faces(text), *_halos(sheets)])
    text = text.replace(f"font-family: '{FAMILY}'", f"font-family: '{FAMILY}', {FALLBACKS}")
    text = text.replace("</style>", f'</style>\n<style type="text/css">\n{rules}\n</style>', 1)
    text = _HOOKED_PATH.sub(r'<g id="\1">\4<path \2="\3" ', text)
    text = _HOOKED.sub(_attributes, text)
    text = text.replace("<svg ", f'<svg role="img" xml:lang="{lang}" ', 1)
    text = text.replace("</title>", f"</title>\n<desc>{escape(told)}</desc>", 1)
    return text.encode("utf-8")


def _faces(text: str) -> Iterator[str]:
    """Write a rule for each face in use, with the letters it needs."""
    letters: dict[str, set[str]] = {name: set() for name in _STYLES}
    for style, content in _TEXT.findall(text):
        name = next((n for n, mark in _STYLES.items() if mark and mark in style), "regular")
        letters[name] |= set(unescape(content))
    for name, used in letters.items():
        if used:
            data = base64.b64encode(_subset(name, "".join(sorted(used)))).decode("ascii")
            yield (
                f"@font-face {{ font-family: '{FAMILY}'; {_STYLES[name]}; "
                f"src: url(data:font/ttf;base64,{data}) format('truetype'); }}"
            )


def _attributes(found: re.Match[str]) -> str:
    return f'id="{found[1]}"' + _HOOK.sub(r' \1="\2"', found[2])


def _subset(name: str, letters: str) -> bytes:
    """Cut a face down to some letters."""
    from fontTools import subset  # noqa: PLC0415 - heavy, and seldom asked for

    path, _ = verified(FILES[name])
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    buffer = BytesIO()
    font.save(buffer)
    font.close()
    return buffer.getvalue()


def _halos(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Write a rule per sheet and colour of type: the stroke that stands around the letters."""
    for sheet in sheets:
        styles = [line.style for line in sheet.letters() if line.style.halo]
        for colour, halo in {style.colour: style.halo for style in styles}.items():
            yield (
                f'[id="{sheet.gid}"] text[style*="fill: {colour}"] '
                f"{{ paint-order: stroke; stroke: {halo}; stroke-width: {HALO}em; "
                "stroke-linejoin: round; }"
            )
