"""All that is said, decided once: of findings in the modules beside, of policies alone here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from geo.narrative.accounts import Account, Narrative, account, choose, narrate
from geo.narrative.picture_text import (
    PictureRow,
    PictureText,
    alt_text,
    picture_text,
)
from geo.narrative.rows import RegionRow, changed_numerals, share_numeral, unbroken
from geo.narrative.standpoint import (
    attribution,
    caveat,
    certain,
    compared_with,
    country_name,
    credits_of,
    measured_from,
    own_regions_said,
    worldview,
)
from geo.narrative.stated import (
    StatedByText,
    StatedPolicy,
    left_undrawn,
    places_alt,
    places_title,
    stated_by_text,
    undrawn_lines,
)
from geo.regimes import (
    Regime,
    Said,
    Source,
    in_doubt,
    in_force,
    in_language,
    known_since,
    proposed,
)
from geo.wording import Words

__all__ = [
    "Account",
    "Narrative",
    "PictureRow",
    "PictureText",
    "RegionRow",
    "StatedByText",
    "StatedPolicy",
    "account",
    "alt_text",
    "as_values",
    "attribution",
    "caveat",
    "certain",
    "changed_numerals",
    "choose",
    "columns",
    "compared_with",
    "country_name",
    "credits_of",
    "full_account",
    "known_day",
    "left_undrawn",
    "measured_from",
    "narrate",
    "on_day",
    "overview",
    "own_regions_said",
    "picture_text",
    "places_alt",
    "places_title",
    "published",
    "share_numeral",
    "stated_by_text",
    "unbroken",
    "undrawn_lines",
    "worldview",
]

Cells = Sequence[str]


def as_values(regime: Regime) -> dict[str, Any]:
    """Give a regime as plain values, fields named as in a regimes file.

    Returns
    -------
    dict
        Ready for JSON; days as ISO 8601, a placeholder and a month alone as ``2024-11``;
        ``reach_km`` a list, empty where no distance was stated; ``until`` None where it is still
        open; a text a string or, where it has wordings by language, a dict of these;
        ``last_report`` the day of the latest source.
    """
    return {
        "id": regime.id,
        "label": dict(regime.label),
        "note": dict(regime.note),
        "grantor": regime.grantor,
        "systems": [_plain(system) for system in regime.systems],
        "stance": regime.stance,
        "reach_km": list(regime.reach_km),
        "reach_of": regime.reach_of if regime.reach_km else None,
        "scope": list(regime.scope),
        "excluded": list(regime.excluded),
        "whole": list(regime.whole),
        "status": regime.status,
        "from": known_day(regime.start, regime.start_precision),
        "from_precision": regime.start_precision,
        "until": regime.until and known_day(regime.until, regime.until_precision),
        "until_precision": regime.until_precision if regime.until else None,
        "replaces": list(regime.replaces),
        "conflicts": [_plain(conflict) for conflict in regime.conflicts],
        "origin": regime.origin,
        "target": regime.target,
        "origin_part": regime.origin_part.name if regime.origin_part else None,
        "last_report": _last_report(regime) or None,
        "source": [
            {
                "publisher": source.publisher,
                "title": source.title,
                "date": published(source),
                "url": source.url,
                "says": _plain(source.says),
                "copy": source.copy,
            }
            for source in regime.sources
        ],
    }


def _plain(text: Said) -> str | dict[str, str]:
    return text if isinstance(text, str) else dict(text)


def published(source: Source) -> str:
    """Write the day of publication as ISO 8601, the month alone where no more is known."""
    day = source.date.isoformat()
    return day[:7] if source.date_precision == "month" else day


def overview(regimes: Iterable[Regime], *, lang: str = "en") -> list[Cells]:
    """Give one row per regime, below a row of headings.

    Returns
    -------
    list
        Id, grantor, stance, status, first day, the day it ended, day of the last report, reach,
        regions by code (left out and whole ones called so).
    """
    words = Words(lang, "regimes")
    rows: list[Cells] = [list(words.messages["columns"])]
    for regime in regimes:
        told = account(regime, (), names={}, lang=lang)
        days = [*_days(regime), _last_report(regime) or "–"]  # between a status and a distance
        reach = [told.reach_stated, _codes(regime, words)]
        rows.append([regime.id, regime.grantor, told.stance, told.status, *days, *reach])
    return rows


def _codes(regime: Regime, words: Words) -> str:
    parts = [
        ", ".join(regime.scope),
        words.say("left_out", list=", ".join(regime.excluded)) if regime.excluded else "",
        words.say("all_of", list=", ".join(regime.whole)) if regime.whole else "",
    ]
    return "; ".join(filter(None, parts)) or "–"


def _last_report(regime: Regime) -> str:
    return published(regime.last_report) if regime.last_report else ""


def on_day(regimes: Sequence[Regime], *, on: date, lang: str = "en") -> list[str]:
    """Tell what is known of a day: in force, not known, only proposed, or nothing at all.

    Parameters
    ----------
    regimes
        Those to ask about.
    on
        The day.
    lang
        ``en``, ``uk`` or ``ru``.

    Returns
    -------
    list of str
        Lines without line ends, each list by grantor and status; a day before the first or after
        the last of the sources is said to be one.
    """
    words = Words(lang, "regimes")
    first = known_since(regimes)
    if first is None or on < first:
        return [words.say("nothing_known", day=words.day(first or on))]
    lines = []
    for key, found in (
        ("in_force", in_force(regimes, on=on)),
        ("not_known", in_doubt(regimes, on=on)),
        ("proposed", proposed(regimes, on=on)),
    ):
        if found:
            order = sorted(found, key=lambda regime: (regime.grantor, regime.status))
            lines += [words.say(key, day=words.day(on)), *columns(overview(order, lang=lang)), ""]
        elif key == "in_force":
            lines += [words.say("none_in_force", day=words.day(on)), ""]
    last = max((source.date for regime in regimes for source in regime.sources), default=on)
    return [*lines, words.say("later", day=words.day(last))] if on > last else lines[:-1]


def known_day(day: date, precision: str) -> str | None:
    """Write a day as ISO 8601, of a placeholder no more than its month; none that was not told.

    Examples
    --------
    >>> known_day(date(2025, 6, 1), "placeholder")
    '2025-06'
    """
    if precision == "untold":
        return None
    text = day.isoformat()
    return text[:7] if precision == "placeholder" else text


def _days(regime: Regime) -> tuple[str, str]:
    """Mark days that are not known to the day."""

    def marked(day: date, precision: str) -> str:
        return ("" if precision == "day" else "≈") + (known_day(day, precision) or "…")

    last = marked(regime.until, regime.until_precision) if regime.until else "…"
    return marked(regime.start, regime.start_precision), last


def full_account(regime: Regime, names: Mapping[str, str], *, lang: str = "en") -> list[str]:
    """Tell all of one regime, a line per field, sources and conflicts at the end.

    Parameters
    ----------
    regime
        The regime.
    names
        Name of each region and country by code; codes without one stand for themselves.
    lang
        ``en``, ``uk`` or ``ru``.

    Returns
    -------
    list of str
        Lines without line ends.
    """
    words = Words(lang, "regimes")
    heads = words.messages["heads"]
    named = (*regime.scope, *regime.excluded, *regime.whole)
    coded = {code: f"{names.get(code, code)} ({code})" for code in named}
    told = account(regime, (), names={**names, **coded}, lang=lang)
    fields = {
        "stance": told.stance,
        "status": told.status,
        "dates": told.dates_stated,
        "last_report": _last_report(regime),
        "grantor": told.grantor,
        "systems": ", ".join(told.systems),
        "replaces": ", ".join(regime.replaces),
        "reach": told.reach_stated,
        "origin_part": told.origin_part,
        "scope": told.scope,
        "excluded": told.excluded,
        "whole": told.whole,
    }
    lines = [regime.id, told.label, ""]
    width = max(len(heads[key]) for key in fields)
    lines += [f"{heads[key]:{width}}  {value}" for key, value in fields.items() if value]
    if told.note:
        lines += ["", told.note]
    if told.conflicts:
        lines += ["", heads["conflicts"], *(f"- {conflict}" for conflict in told.conflicts)]
    if regime.sources:
        lines += ["", heads["sources"]]
    for source in regime.sources:
        copied = f" ({words.say('copy')})" if source.copy else ""
        lines += [
            f"- {source.publisher}, {published(source)}{copied}: {source.title}",
            f"  {source.url}",
            f"  {in_language(source.says, lang)}",
        ]
    return lines


def columns(rows: Sequence[Cells]) -> list[str]:
    """Set rows in columns of even width.

    Examples
    --------
    >>> columns([["id", "km"], ["us-himars", "80"]])
    ['id         km', 'us-himars  80']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
