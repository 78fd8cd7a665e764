"""Write a figure as PNG, SVG or PDF, the same bytes on every run and machine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, cast

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from geo.snapshot.pen import sheets

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


def written(figure: Figure, *, formats: Iterable[str], title: str, lang: str) -> dict[str, bytes]:
    """Write the figure in each format.

    Parameters
    ----------
    figure
        Drawn under `house_settings`, and written under them.
    formats
        Any of ``png``, ``svg``, ``pdf``.
    title, lang
        Put into the vector files' own description.
    """
    files = {}
    for name in formats:
        for halo in (halo for sheet in sheets(figure) for halo in sheet.halos()):
            halo.set_visible(name != "svg")  # there, style draws halos, and text stays text
        buffer = BytesIO()
        if name == "png":
            _save_png(figure, buffer)
        else:
            figure.savefig(buffer, format=name, metadata=_METADATA[name] | {"Title": title})
        content = buffer.getvalue()
        if name == "svg":
            from geo.snapshot.svg import finished  # noqa: PLC0415 - heavy, and seldom asked for

            content = finished(content, figure, lang=lang)
        files[name] = content
    return files


def _save_png(figure: Figure, buffer: BytesIO) -> None:
    """Save as opaque PNG, without a word about the software."""
    canvas = cast("Any", FigureCanvasAgg(figure))  # matplotlib leaves these methods untyped
    canvas.draw()
    size = canvas.get_width_height()
    picture = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    dots_per_inch = (figure.dpi, figure.dpi)
    picture.convert("RGB").save(buffer, format="PNG", dpi=dots_per_inch, compress_level=PNG_LEVEL)
