"""Draw the picture of a run."""

from collections.abc import Iterable

from geo.findings import Findings
from geo.snapshot.compose import compose
from geo.snapshot.formats import FORMATS, house_settings, written


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
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise ValueError(f"format {unknown[0]!r} is not drawn; ask for {', '.join(FORMATS)}.")
    if not wanted:
        return {}
    with house_settings():
        composed = compose(findings)
        return written(
            composed.canvas, formats=wanted, title=composed.story.title, lang=findings.lang
        )
