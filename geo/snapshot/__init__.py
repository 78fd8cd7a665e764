"""Draw the static map: pages for the regimes of a run, as PNG, SVG and PDF, and in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.display import Display, display
from geo.errors import InputError
from geo.findings import Findings
from geo.narrative import alt_text
from geo.regimes import Regime
from geo.snapshot.formats import FORMATS, PAGE, PAGES, house_settings, written
from geo.snapshot.layout import compose
from geo.snapshot.places import draw_places
from geo.snapshot.style import THEMES

__all__ = ["PAGES", "Order", "draw", "draw_places", "orders", "pictures"]

DARK = "-dark"
ALL, EACH, PAIR = "all", "each", "pair"
JOINT = "+"


@dataclass(frozen=True, kw_only=True)
class Order:
    """Ask for one picture.

    Attributes
    ----------
    size
        A name of `PAGES`.
    theme
        ``light`` or ``dark``.
    regimes
        Ids of the regimes to draw: none for all, one alone, two to compare.
    """

    size: str
    theme: str = "light"
    regimes: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Return the file's name but for its ending: size, theme, then the figure after a dot.

        Examples
        --------
        >>> Order(size="a4", theme="dark", regimes=("first", "second")).stem
        'policy-map-a4-dark.first+second'
        """
        figure = f".{JOINT.join(self.regimes)}" if self.regimes else ""
        return f"policy-map-{self.size}{DARK if self.theme == 'dark' else ''}{figure}"


def orders(given: str, regimes: Sequence[Regime]) -> tuple[Order, ...]:
    """Read a list of orders such as ``1200x630,a4-dark,1080x1080:each``.

    Parameters
    ----------
    given
        ``SIZE[-dark][:FIGURE]`` with commas between. FIGURE is ``all`` (when left out), ``each``
        (one picture per regime), ``pair`` (the last two regimes compared), a regime's id, or two
        ids with a plus between.
    regimes
        What can be drawn; those that state no distance cannot.

    Returns
    -------
    tuple
        In the order given, each once.

    Raises
    ------
    InputError
        When a size or figure is not known, or there are not two regimes to compare.

    Examples
    --------
    >>> [order.stem for order in orders("1200x630,a4-dark", [])]
    ['policy-map-1200x630', 'policy-map-a4-dark']
    """
    known = [regime.id for regime in regimes if regime.drawable]
    found: list[Order] = []
    for item in given.split(","):
        name, _, figure = item.strip().lower().partition(":")
        size = name.removesuffix(DARK)
        if size not in PAGES:
            raise InputError(
                f"--sizes holds {item.strip()!r}, whose size is not known; choose from "
                f"{', '.join(PAGES)}, each with -dark after it for a dark ground."
            )
        theme = "dark" if name.endswith(DARK) else "light"
        found += [
            Order(size=size, theme=theme, regimes=drawn)
            for drawn in _figures(figure or ALL, item.strip(), known)
        ]
    return tuple(dict.fromkeys(found))


def _figures(figure: str, item: str, known: Sequence[str]) -> Sequence[tuple[str, ...]]:
    """List the regimes of each picture that a figure's name stands for."""
    if figure == ALL:
        return [()]
    if figure == EACH:
        return [(regime,) for regime in known]
    wanted = tuple(known[-2:]) if figure == PAIR else tuple(figure.split(JOINT))
    if figure == PAIR and len(known) < 2:  # noqa: PLR2004 - a pair
        raise InputError(
            f"--sizes holds {item!r}, but fewer than two regimes state a distance; ask for all."
        )
    unknown = [regime for regime in wanted if regime not in known]
    if unknown or not 1 <= len(set(wanted)) == len(wanted) <= 2:  # noqa: PLR2004 - at most a pair
        raise InputError(
            f"--sizes holds {item!r}; after the colon give all, each, pair, the id of a regime, "
            f"or two ids with + between; the ids are {', '.join(known)}."
        )
    return [wanted]


def draw(
    findings: Findings, *, formats: Iterable[str], shown: Display | None = None
) -> dict[str, bytes]:
    """Draw one page that compares the regimes of a run, in the formats asked for.

    Each regime has its own map of the same view: the reach is a line, the scope a hatch with an
    outline, the status a badge. Beside them stands the table of shares, below them legend,
    method, sources and whose borders are shown. Of more than two regimes two are drawn, and
    the picture says which.

    Parameters
    ----------
    findings
        What was found; frames in EPSG:4326.
    formats
        Any of ``png``, ``svg`` and ``pdf``; nothing gives nothing.
    shown
        What `geo.display.display` made of the findings; left out, it is made here.

    Returns
    -------
    dict
        The bytes by format, in the order asked for; the same on every run, in every folder,
        time zone and locale, with the same versions installed.

    Raises
    ------
    ValueError
        When a format is none of the three.

    Examples
    --------
    >>> draw(None, formats=[])
    {}
    """
    return _drawn(findings, Order(size=PAGE.name), formats=formats, shown=shown)


def pictures(
    findings: Findings,
    ordered: Sequence[Order],
    *,
    formats: Iterable[str],
    shown: Display | None = None,
) -> dict[str, bytes]:
    """Draw every picture ordered, in the formats asked for, each with its text alternative.

    Parameters
    ----------
    findings
        What was found; frames in EPSG:4326.
    ordered
        From `orders`.
    formats
        Any of ``png``, ``svg`` and ``pdf``; nothing gives nothing.
    shown
        As for `draw`.

    Returns
    -------
    dict
        The bytes by file name: the order's stem and the format, or ``.alt.txt``.

    Raises
    ------
    ValueError
        When a format is none of the three.

    Examples
    --------
    >>> pictures(None, [], formats=["png"])
    {}
    """
    files = {}
    for order in ordered:
        for name, content in _drawn(findings, order, formats=formats, shown=shown).items():
            files[f"{order.stem}.{name}"] = content
        told = alt_text(_of(findings, order.regimes), pair=len(order.regimes) > 1)
        files[f"{order.stem}.alt.txt"] = told.encode()
    return files


def _drawn(
    findings: Findings, order: Order, *, formats: Iterable[str], shown: Display | None
) -> dict[str, bytes]:
    """Draw one picture in each format."""
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise ValueError(f"format {unknown[0]!r} is not drawn; ask for {', '.join(FORMATS)}.")
    if not wanted:
        return {}
    with house_settings():
        drawn, pair = _of(findings, order.regimes), len(order.regimes) > 1
        composed = compose(
            drawn,
            shown=shown or display(findings),
            page=PAGES[order.size],
            theme=THEMES[order.theme],
            pair=pair,
        )
        return written(
            composed.canvas,
            formats=wanted,
            title=composed.story.title,
            lang=findings.lang,
            told="" if wanted == ("png",) else alt_text(drawn, pair=pair),
        )


def _of(findings: Findings, regimes: Sequence[str]) -> Findings:
    """Keep some of the regimes, in the order given; all of them when none is named."""
    if not regimes:
        return findings
    by_id = {regime.id: regime for regime in findings.regimes}
    return replace(findings, regimes=tuple(by_id[name] for name in regimes), undrawn=())
