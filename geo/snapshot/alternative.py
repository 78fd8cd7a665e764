"""Write the text alternative: what the picture says, for those who do not see it."""

from collections.abc import Mapping

from geo.findings import Findings
from geo.regimes import Regime
from geo.snapshot.facts import Panel, countries_across, crossed, panel, region_names
from geo.snapshot.lettering import legible
from geo.snapshot.story import tell
from geo.wording import Words

LONGEST_NOTE = 1000


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

    Raises
    ------
    DataError
        When a packaged font, which says what can be written, is missing or damaged.

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2, success criterion 1.1.1.
    """
    words = Words(findings.lang, "snapshot")
    story = tell(findings, pair=pair)
    blocks = [
        words.say("alt.opening", title=story.title),
        *([story.change] if story.change else []),
        story.caveat,
        *(_regime(findings, panel(findings, regime), words) for regime in findings.regimes),
        *(_undrawn(findings, regime, words) for regime in findings.undrawn),
        "\n".join(
            line for line in (story.method, story.sources, story.data, story.worldview) if line
        ),
    ]
    return "\n\n".join(blocks) + "\n"


def _regime(findings: Findings, told: Panel, words: Words) -> str:
    """Tell of one regime, a line per region within reach."""
    names = region_names(findings)
    over_others = crossed(findings, [told])
    opening = words.say(
        "alt.regime",
        label=told.label,
        reach=told.reach,
        status=told.status,
        scope=told.scope or words.say("alt.no_scope"),
        dates=told.dates,
        regions=told.count,
    )
    order = sorted(told.shares, key=lambda region: (-told.shares[region][0], region))
    lines = [
        _row(findings, told, region, names=names, over_others=over_others, words=words)
        for region in order
    ]
    note = legible(told.regime.note.get(findings.lang, ""), longest=LONGEST_NOTE)
    return "\n".join([opening, *([note] if note else []), *lines])


def _undrawn(findings: Findings, regime: Regime, words: Words) -> str:
    """Tell of one regime that states no distance."""
    names = region_names(findings)
    named = [names.get(region, region) for region in regime.scope]
    return words.say(
        "alt.undrawn",
        label=legible(regime.label.get(findings.lang, regime.label["en"])),
        status=words.status(regime.status),
        scope=words.listing(named) if named else words.say("alt.no_scope"),
        dates=words.span(regime.start, regime.until),
    )


def _row(
    findings: Findings,
    told: Panel,
    region: str,
    *,
    names: Mapping[str, str],
    over_others: Mapping[str, tuple[str, ...]],
    words: Words,
) -> str:
    key = "alt.row_named" if region in told.regime.scope else "alt.row"
    share = words.share(told.shares[region])
    text = words.say(key, name=names.get(region, region), share=share)
    if region in over_others:
        countries = countries_across(findings, over_others[region])
        text = words.say("alt.row_across", text=text, countries=countries)
    return f"- {text}"
