"""Finish an SVG: carry the faces along, draw halos by style, say what language it speaks."""

import base64
import re
from collections.abc import Iterator
from html import escape, unescape
from io import BytesIO

from fontTools import subset

from geo.provenance import verified
from geo.snapshot.lettering import FAMILY, FILES
from geo.snapshot.marks import HALO
from geo.snapshot.pen import Canvas

FALLBACKS = "'Arial Narrow', Arial, sans-serif"

_TEXT = re.compile(r'<text style="([^"]*)"[^>]*>([^<]*)</text>')
_STYLES = {
    "regular": "",
    "bold": "font-weight: 700",
    "italic": "font-style: italic",
}


def finished(svg: bytes, canvas: Canvas, *, lang: str, told: str) -> bytes:
    """Return the SVG with everything it needs to look the same on any machine, offline.

    Text stays text. The letters in use are carried along as data, for readers without the faces;
    programs that cannot read them fall back to a narrow or a plain sans serif.

    Parameters
    ----------
    svg
        As matplotlib wrote it, text as text, halos left out.
    canvas
        What was written; its lines of type know their halos' colours.
    lang
        Language of the text.
    told
        What the picture says, for those who do not see it.
    """
    text = svg.decode("utf-8")
    rules = "\n".join([*_faces(text), *_halos(canvas)])
    text = text.replace(f"font-family: '{FAMILY}'", f"font-family: '{FAMILY}', {FALLBACKS}")
    text = text.replace("</style>", f'</style>\n<style type="text/css">\n{rules}\n</style>', 1)
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


def _subset(name: str, letters: str) -> bytes:
    """Cut a face down to some letters."""
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


def _halos(canvas: Canvas) -> Iterator[str]:
    """Write a rule per sheet and colour of type: the stroke that stands around the letters."""
    for sheet in canvas.sheets:
        styles = [line.style for line in sheet.letters() if line.style.halo]
        for colour, halo in {style.colour: style.halo for style in styles}.items():
            yield (
                f'[id="{sheet.gid}"] text[style*="fill: {colour}"] '
                f"{{ paint-order: stroke; stroke: {halo}; stroke-width: {HALO}em; "
                "stroke-linejoin: round; }"
            )
