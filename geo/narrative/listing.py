"""Tell of policies outside a map: as plain values for programs, as lines for people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from geo.narrative.accounts import account
from geo.regimes import Regime, Said, Source, in_doubt, in_language
from geo.wording import Words

Cells = Sequence[str]


def as_values(regime: Regime) -> dict[str, Any]:
    """Give a regime as plain values, fields named as in a regimes file.

    Returns
    -------
    dict
        Ready for JSON; days as ISO 8601, a month alone as ``2024-11``; ``reach_km`` a list,
        empty where no distance was stated; ``until`` None where it is still open; a text a
        string or, where it has wordings by language, a dict of these.
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
        Id, first day, last day, grantor, reach, scope, status.
    """
    rows: list[Cells] = [list(Words(lang, "regimes").messages["columns"])]
    for regime in regimes:
        told = account(regime, (), names={}, lang=lang)
        scope = ", ".join(regime.scope) or "–"
        cells = [told.reach_stated, scope, told.status]
        rows.append([regime.id, *_days(regime), regime.grantor, *cells])
    return rows


def doubtful(regimes: Sequence[Regime], *, on: date, lang: str = "en") -> list[str]:
    """Say what is not certain of a day: regimes with no exact one near it, and what came later.

    Returns
    -------
    list of str
        A sentence each; none where all is certain.
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
        return {"day": text, "about": f"≈{text}", "placeholder": f"≈{text[:7]}"}[precision]

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
    coded = {code: f"{names.get(code, code)} ({code})" for code in regime.scope}
    told = account(regime, (), names={**names, **coded}, lang=lang)
    fields = {
        "reach": told.reach_stated,
        "scope": told.scope,
        "status": told.status,
        "dates": told.dates_stated,
        "grantor": told.grantor,
        "systems": ", ".join(told.systems),
        "replaces": ", ".join(regime.replaces),
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
