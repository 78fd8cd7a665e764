"""Write the text alternative: what the picture says, for those who do not see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.narrative.accounts import Account, narrate
from geo.narrative.picture_text import picture_text
from geo.narrative.rows import RegionRow
from geo.wording import Words, printable

if TYPE_CHECKING:
    from geo.findings import Findings

NO_BREAK_SPACE = "\u00a0"


def alt_text(findings: Findings, *, pair: bool = False) -> str:
    """Tell in plain text what the picture shows, for every regime, drawn or not.

    The finding comes first, then that reach is not permission, then each regime with its reach,
    status, scope, dates and the regions within reach in whole per cents, then method and error,
    sources, data and whose borders are shown.

    Parameters
    ----------
    findings
        What was found.
    pair
        Tell also what changes from the first of two regimes to the second.

    Returns
    -------
    str
        Lines that end in a newline; free of control characters.

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2, success criterion 1.1.1.
    """
    words = Words(findings.lang, "narrative")
    told = narrate(findings, lang=findings.lang)
    page = picture_text(findings, pair=pair)
    blocks = [
        [words.say("alt.opening", title=page.title)],
        [page.change],
        [page.caveat],
        *(_drawn(each, words) for each in told.accounts),
        *([_undrawn(each, words)] for each in told.undrawn),
        [page.method, page.sources, page.data, page.worldview],
    ]
    lines = [[_one_line(line) for line in block if line] for block in blocks]
    return "\n\n".join("\n".join(block) for block in lines if block) + "\n"


def _one_line(text: str) -> str:
    """Keep the spaces that hold a number and its unit together, and nothing else unseen."""
    held = text.split(NO_BREAK_SPACE)
    return NO_BREAK_SPACE.join(re.sub(" {2,}", " ", printable(part)) for part in held).strip()


def _drawn(told: Account, words: Words) -> list[str]:
    """Tell of one regime, a line per region within reach."""
    opening = words.say(
        "alt.regime",
        label=told.label,
        reach=told.reach,
        status=told.status,
        scope=told.scope,
        dates=f"{told.dates} · {told.reach_stated}" if told.is_limit else told.dates,
        regions=told.count,
    )
    return [opening, told.note, *(f"- {_row(row, words)}" for row in told.touched)]


def _undrawn(told: Account, words: Words) -> str:
    """Tell of one regime that states no distance."""
    return words.say(
        "alt.undrawn", label=told.label, status=told.status, scope=told.scope, dates=told.dates
    )


def _row(row: RegionRow, words: Words) -> str:
    text = words.say("alt.row_named" if row.named else "alt.row", name=row.name, share=row.share)
    if row.crossed:
        text = words.say("alt.row_across", text=text, countries=row.crosses)
    return text
