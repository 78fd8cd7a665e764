"""Write a canvas as PNG, SVG or PDF, the same bytes on every run and machine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, cast

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image

from geo.snapshot.pen import POINTS_PER_INCH, Canvas

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
    """Write an SVG or a PDF; what only they need is loaded only for them."""
    from geo.snapshot.vector import page  # noqa: PLC0415 - heavy, and seldom asked for

    buffer = BytesIO()
    page(canvas, form=name).savefig(
        buffer, format=name, metadata=_METADATA[name] | {"Title": title}
    )
    if name == "pdf":
        return buffer.getvalue()
    from geo.snapshot.svg import finished  # noqa: PLC0415 - heavy, and seldom asked for

    return finished(buffer.getvalue(), canvas, lang=lang, told=told)
