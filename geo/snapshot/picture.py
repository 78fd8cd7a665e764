"""Draw the picture of a run."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.display import display
from geo.findings import Findings
from geo.snapshot.alternative import alt_text
from geo.snapshot.compose import compose
from geo.snapshot.formats import FORMATS, house_settings, written
from geo.snapshot.orders import Order
from geo.snapshot.pages import PAGE, PAGES
from geo.snapshot.style import THEMES


def draw(findings: Findings, *, formats: Iterable[str]) -> dict[str, bytes]:
    """Draw one page that compares the regimes of a run, in the formats asked for.

    Each regime has its own map of the same view: the reach is a line, the scope a hatch with an
    outline, the status a badge. Beside them stands the table of shares, below them legend,
    method, sources and whose borders are shown. Of more than six regimes a few are drawn, and
    the picture says which.

    Parameters
    ----------
    findings
        What was found; frames in EPSG:4326.
    formats
        Any of ``png``, ``svg`` and ``pdf``; nothing gives nothing.

    Returns
    -------
    dict
        The bytes by format, in the order asked for; the same on every run, in every folder,
        time zone and locale, with the same versions installed.

    Raises
    ------
    ValueError
        When a format is none of the three.
    DataError
        When a packaged font is missing or damaged.

    Examples
    --------
    >>> draw(None, formats=[])
    {}
    """
    return _drawn(findings, Order(size=PAGE.name), formats=formats)


def pictures(
    findings: Findings, ordered: Sequence[Order], *, formats: Iterable[str]
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

    Returns
    -------
    dict
        The bytes by file name: the order's stem and the format, or ``.alt.txt``.

    Raises
    ------
    ValueError
        When a format is none of the three.
    DataError
        When a packaged font is missing or damaged.

    Examples
    --------
    >>> pictures(None, [], formats=["png"])
    {}
    """
    files = {}
    for order in ordered:
        for name, content in _drawn(findings, order, formats=formats).items():
            files[f"{order.stem}.{name}"] = content
        told = alt_text(_of(findings, order.regimes), pair=len(order.regimes) > 1)
        files[f"{order.stem}.alt.txt"] = told.encode()
    return files


def _drawn(findings: Findings, order: Order, *, formats: Iterable[str]) -> dict[str, bytes]:
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
            shown=display(findings),
            page=PAGES[order.size],
            theme=THEMES[order.theme],
            pair=pair,
        )
        return written(
            composed.canvas,
            formats=wanted,
            title=composed.story.title,
            lang=findings.lang,
            told=alt_text(drawn, pair=pair) if "svg" in wanted else "",
        )


def _of(findings: Findings, regimes: Sequence[str]) -> Findings:
    """Keep some of the regimes, in the order given; all of them when none is named."""
    if not regimes:
        return findings
    by_id = {regime.id: regime for regime in findings.regimes}
    return replace(findings, regimes=tuple(by_id[name] for name in regimes), undrawn=())
