"""Tell of regimes: as plain values for programs, as lines for people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from geo.regimes.record import Regime, Said, Source, in_language
from geo.regimes.select import in_doubt
from geo.wording import Words

Row = Sequence[str]


def as_values(regime: Regime) -> dict[str, Any]:
    """Give a regime as plain values, fields named as in a regimes file.

    Returns
    -------
    dict
        Ready for JSON; days as ISO 8601, a month alone as ``2024-11``; ``reach_km`` a list,
        empty where no distance was stated; ``until`` None where it is still open; a text a
        string or, where it has wordings by language, a dict of these.

    Raises
    ------
    AttributeError
        When it is given something else.
    """
    return {
        "id": regime.id,
        "label": dict(regime.label),
        "note": dict(regime.note),
        "grantor": regime.grantor,
        "systems": [_plain(system) for system in regime.systems],
        "reach_km": list(regime.reach_km),
        "reach_of": regime.reach_of if regime.reach_km else None,
        "scope": list(regime.scope),
        "status": regime.status,
        "from": regime.start.isoformat(),
        "from_precision": regime.start_precision,
        "until": regime.until.isoformat() if regime.until else None,
        "until_precision": regime.until_precision if regime.until else None,
        "replaces": list(regime.replaces),
        "conflicts": [_plain(conflict) for conflict in regime.conflicts],
        "origin": regime.origin,
        "target": regime.target,
        "source": [_source_values(source) for source in regime.sources],
    }


def _source_values(source: Source) -> dict[str, Any]:
    return {
        "publisher": source.publisher,
        "title": source.title,
        "date": published(source),
        "url": source.url,
        "says": _plain(source.says),
        "copy": source.copy,
    }


def _plain(text: Said) -> str | dict[str, str]:
    return text if isinstance(text, str) else dict(text)


def published(source: Source) -> str:
    """Write the day of publication as ISO 8601, the month alone where no more is known.

    Raises
    ------
    AttributeError
        When it is given something else.
    """
    day = source.date.isoformat()
    return day[:7] if source.date_precision == "month" else day


def overview(regimes: Iterable[Regime], *, lang: str = "en") -> list[Row]:
    """Give one row per regime, below a row of headings.

    Returns
    -------
    list
        Id, first day, day another took its place, grantor, reach, scope, status.

    Raises
    ------
    InputError
        When the language is none of the three.
    """
    words = Words(lang, "regimes")
    rows: list[Row] = [list(words.messages["columns"])]
    rows += [
        [
            regime.id,
            *_days(regime),
            regime.grantor,
            reach(regime, words),
            ", ".join(regime.scope) or "–",
            words.status(regime.status),
        ]
        for regime in regimes
    ]
    return rows


def doubtful(regimes: Sequence[Regime], *, on: date, lang: str = "en") -> list[str]:
    """Say what is not certain of a day: regimes with no exact one near it, and what came later.

    Returns
    -------
    list of str
        A sentence each; none where all is certain.

    Raises
    ------
    InputError
        When the language is none of the three.
    """
    words = Words(lang, "regimes")
    said = []
    if near := in_doubt(regimes, on=on):
        spans = [f"{regime.id} ({' – '.join(_days(regime))})" for regime in near]
        said.append(words.say("in_doubt", list=", ".join(spans)))
    last = max((source.date for regime in regimes for source in regime.sources), default=on)
    if on > last:
        said.append(words.say("later", day=words.day(last)))
    return said


def _days(regime: Regime) -> tuple[str, str]:
    """Mark days that are not known to the day; a placeholder keeps no more than its month."""

    def marked(day: date, precision: str) -> str:
        text = day.isoformat()
        return {"day": text, "about": f"~{text}", "placeholder": f"~{text[:7]}"}[precision]

    last = marked(regime.until, regime.until_precision) if regime.until else "…"
    return marked(regime.start, regime.start_precision), last


def reach(regime: Regime, words: Words) -> str:
    """Write what distance was stated, if any.

    Raises
    ------
    KeyError
        When the words are of a table without these.
    """
    if not regime.reach_km:
        return words.say("no_reach")
    stated = words.reach(regime.reach_km)
    if regime.reach_of == "weapon":
        return stated
    return words.say("limit_confirmed" if regime.status == "confirmed" else "limit", reach=stated)


def account(regime: Regime, names: Mapping[str, str], *, lang: str = "en") -> list[str]:
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

    Raises
    ------
    InputError
        When the language is none of the three.
    """
    words = Words(lang, "regimes")
    heads = words.messages["heads"]
    scope = [f"{names.get(code, code)} ({code})" for code in regime.scope]
    fields = {
        "reach": reach(regime, words),
        "scope": words.listing(scope) if scope else words.say("no_scope"),
        "status": words.status(regime.status),
        "dates": " ".join(
            [
                words.span(
                    regime.start,
                    regime.until,
                    start_precision=regime.start_precision,
                    until_precision=regime.until_precision,
                ),
                *_doubts(regime, words),
            ]
        ),
        "grantor": names.get(regime.grantor, regime.grantor),
        "systems": ", ".join(in_language(system, lang) for system in regime.systems),
        "replaces": ", ".join(regime.replaces),
    }
    lines = [regime.id, in_language(regime.label, lang), ""]
    width = max(len(heads[key]) for key in fields)
    lines += [f"{heads[key]:{width}}  {value}" for key, value in fields.items() if value]
    if note := in_language(regime.note, lang):
        lines += ["", note]
    if regime.conflicts:
        told = [f"- {in_language(conflict, lang)}" for conflict in regime.conflicts]
        lines += ["", heads["conflicts"], *told]
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


def _doubts(regime: Regime, words: Words) -> list[str]:
    said = []
    for which, precision in (("from", regime.start_precision), ("until", regime.until_precision)):
        if precision != "day":
            said.append(f"({words.say(f'precision.{which}.{precision}')})")
    return said


def columns(rows: Sequence[Row]) -> list[str]:
    """Set rows in columns of even width.

    Raises
    ------
    ValueError
        When rows differ in length.

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
