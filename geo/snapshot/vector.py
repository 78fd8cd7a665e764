"""Carry a canvas into a matplotlib figure, which knows how to write SVG and PDF."""

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from geo.snapshot.pen import POINTS_PER_INCH, Canvas


def page(canvas: Canvas, *, form: str) -> Figure:
    """Return a figure that draws the canvas.

    Parameters
    ----------
    canvas
        What to draw.
    form
        ``svg`` or ``pdf``.
    """
    inches = (canvas.width / POINTS_PER_INCH, canvas.height / POINTS_PER_INCH)
    figure = Figure(figsize=inches, dpi=POINTS_PER_INCH, facecolor=canvas.paper)
    figure.add_artist(_Drawing(canvas, form))
    return figure


class _Drawing(Artist):
    """Draw the canvas when the figure is drawn."""

    def __init__(self, canvas: Canvas, form: str) -> None:
        super().__init__()
        self.canvas, self.form = canvas, form

    def draw(self, renderer: RendererBase) -> None:
        self.canvas.draw(renderer, form=self.form)
