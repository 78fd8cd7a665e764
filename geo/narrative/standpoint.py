"""Name what is measured from, whose borders are shown, and whose data it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from geo.boundaries import country_names, region_names
from geo.provenance import Record
from geo.regimes import LAND_BORDER, Regime, in_language
from geo.wording import Words, printable, wording

if TYPE_CHECKING:
    from geo.findings import Findings


OF_READING = "which names are also words"
"""How the part of a credit begins that no map shows."""


def country_name(findings: Findings, code: str, *, lang: str) -> str:
    """Name a country; by its code where no name is known."""
    names = findings.countries.loc[findings.countries["country"] == code, f"name_{lang}"]
    return str(names.iloc[0]) if len(names) else code


def measured_from(findings: Findings, *, lang: str) -> str:
    """Name the origin: a border or its parts, or a line of the user's own by its file."""
    words = Words(lang)
    names = {code: known[lang] for code, known in country_names().items()}
    parts = [origin_part(regime, names, words) for regime in findings.regimes]
    named = list(dict.fromkeys(filter(None, parts)))
    if len(named) == 1 and all(parts):
        return named[0]
    origin = _origin(findings, findings.origin_name, lang=lang)
    return words.part("some", origin=origin, parts=words.listing(named)) if named else origin


def compared_with(findings: Findings, *, lang: str) -> str:
    """Name the other origin; '' where none was asked for."""
    if findings.comparison is None:
        return ""
    return _origin(findings, findings.comparison.origin_name, lang=lang)


def _origin(findings: Findings, name: str, *, lang: str) -> str:
    words = Words(lang)
    home = country_name(findings, findings.home_country, lang=lang)
    if name == LAND_BORDER and findings.home_country != "UA":
        return words.part("land", home=home)
    return words.origin(name, home=home)


def worldview(findings: Findings, *, lang: str) -> str:
    """Say whose view of the borders is taken."""
    return Words(lang).worldview(findings.origin_name, elsewhere=findings.elsewhere)


def caveat(findings: Findings, *, escape: Callable[[str], str] = printable) -> str:
    """Say that reach is no permission, what was measured from, and whose view of borders it is.

    Parameters
    ----------
    findings
        What was measured.
    escape
        Applied to the origin's name, which may be that of a user's file.
    """
    summary = wording(findings.lang)["summary"]
    origin = escape(measured_from(findings, lang=findings.lang))
    view = worldview(findings, lang=findings.lang)
    limits = all(regime.reach_of == "limit" for regime in findings.regimes)
    said = summary["caveat_limit" if limits else "caveat"]
    return f"{said} {summary['measured'].format(origin=origin, worldview=view)}"


def attribution(records: Iterable[Record], *, reading: bool = True) -> str:
    """Name whose data is shown, with the licence unless the attribution itself says it.

    An attribution that is part of a longer one under the same licence is not repeated. Without
    ``reading`` it leaves out what only the reading of texts used, and no map shows.

    Examples
    --------
    >>> from geo.provenance import records
    >>> attribution(records("boundaries"))
    '© OpenStreetMap contributors · Natural Earth (ODbL-1.0)'
    """
    files = tuple(records)
    said = {(record.attribution, record.licence) for record in files}
    lines = dict.fromkeys(
        record.attribution
        if "(" in record.attribution
        else f"{record.attribution} ({record.licence})"
        for record in files
        if not any(
            record.attribution in longer and record.attribution != longer
            for longer, licence in said
            if licence == record.licence
        )
    )
    parts = "; ".join(lines).split("; ")
    return "; ".join(part for part in parts if reading or not part.startswith(OF_READING))


def credits_of(records: Iterable[Record]) -> list[str]:
    """Name every data file with where it is from; files of one origin share a line."""
    titles: dict[str, list[str]] = {}
    for record in records:
        origin = (
            f"{record.attribution}. {record.publisher}; {record.package} {record.version}; "
            f"{record.licence}"
        )
        titles.setdefault(origin, []).append(record.title)
    return [f"{', '.join(names)}: {origin}." for origin, names in titles.items()]


def origin_part(regime: Regime, names: Mapping[str, str], words: Words) -> str:
    """Name the part of a border that a policy is measured from; '' where it is all of it."""
    part = regime.origin_part
    if part is None:
        return ""
    if label := in_language(part.label, words.lang):
        return label
    if part.name == LAND_BORDER:
        return words.part(
            "land" if regime.origin == regime.target else "shared",
            home=names.get(regime.origin, regime.origin),
            target=names.get(regime.target, regime.target),
        )
    if part.regions:
        known = region_names(regime.origin)
        regions = words.listing([known[code][words.lang] for code in part.regions])
        return words.part("regions", regions=regions)
    return words.part("file", name=part.name)
