"""Name what is measured from, whose borders are shown, and whose data it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from geo.boundaries import country_names, region_names
from geo.inputs import Record
from geo.regimes import LAND_BORDER, Regime, in_language
from geo.wording import Words, printable, wording

if TYPE_CHECKING:
    from geo.findings import Findings
    from geo.narrative.accounts import Account


MOST_NAMED = 5
_ALL_BUT_COASTS = 0.99  # of an area: coasts are drawn more or less finely

FINE_BORDERS = ("recognised", "land-border", "border-UA")

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
        return words.part("land", home=words.of_country(home))
    return words.origin(name, home=home)


def worldview(findings: Findings, *, lang: str) -> str:
    """Say whose view of the borders is taken."""
    return Words(lang).worldview(findings.origin_name, elsewhere=findings.elsewhere)


def borders_told(findings: Findings, words: Words, *, brief: bool) -> str:
    """Say in a picture whose view of the borders is taken; ``brief`` where there is little room."""
    if not findings.elsewhere:
        return words.say("worldview")
    said = worldview(findings, lang=words.lang)
    usual = wording(words.lang)["worldview"]["elsewhere"]
    return words.say("worldview_terse") if brief and said == usual else said


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

    An attribution that is part of a longer one under the same licence is not repeated, nor is one
    that nobody asks for, of what is in the public domain, where its name stands in another. Without
    ``reading`` it leaves out what only the reading of texts used, and no map shows.

    Examples
    --------
    >>> from geo.inputs import records
    >>> attribution(records("boundaries"))
    '© OpenStreetMap contributors · Natural Earth (ODbL-1.0)'
    """
    files = tuple(records)
    said = {(record.attribution, record.licence) for record in files}
    lines = dict.fromkeys(
        record.attribution
        if "(" in record.attribution or not record.licence
        else f"{record.attribution} ({record.licence})"
        for record in files
        if not any(
            record.attribution in longer and record.attribution != longer
            for longer, licence in said
            if record.licence in {licence, "public domain"}
        )
    )
    parts = "; ".join(lines).split("; ")
    return "; ".join(part for part in parts if reading or not part.startswith(OF_READING))


def certain(findings: Findings, *, lang: str) -> str:
    """Say how exact the line, the border and the lines between regions are, side by side."""
    from geo.coverage import edge_displacement_km  # noqa: PLC0415 - lists of policies measure nothing

    words = Words(lang, "narrative")

    def said(kind: str, size: str = "") -> str:
        return words.say(f"certain.{kind}", size=size)

    name, own = findings.origin_name, findings.own_regions
    if name in FINE_BORDERS and findings.home_country == "UA":
        border = said("about", words.metres(10))
    elif findings.for_comparison_only:
        border = said("about", words.km(1))
    elif name == LAND_BORDER or name.startswith("border-"):
        border = said("coarse", words.km(5))
    else:
        border = said("given")
    partly = findings.coverage.loc[findings.coverage["standing"] == "partly", "region"]
    judged = findings.regions[findings.regions["region"].isin(partly)]
    off_km = max(edge_displacement_km(judged), default=0.0)
    if own is not None:
        regions = said("most", words.km(off_km)) if off_km else said("given")
    elif findings.elsewhere:
        regions = said("coarse", words.km(5))
    else:
        regions = said("most", words.km(off_km))
    line = words.metres(findings.envelopes["max_error_m"].max(), decimals=1)
    told = words.say("certain.said", line=line, border=border, regions=regions)
    return f"{told} {said('both')}" if off_km else told


def own_regions_said(findings: Findings, *, lang: str, brief: bool = False) -> tuple[str, ...]:
    """Say of the user's own regions what in them is left out or stands askew, a sentence each.

    Empty where the packaged regions are judged. ``brief``: what they are, and of how much.
    """
    own = findings.own_regions
    if own is None:
        return ()
    words, matters, frame = Words(lang, "narrative"), own.matters, own.frame
    names = dict(zip(frame["region"], frame[f"name_{lang}"], strict=True))
    target, home = (
        words.of_country(country_name(findings, code, lang=lang))
        for code in (findings.target, findings.home_country)
    )

    def square_km(km2: float) -> str:
        return words.say("own_regions.km2", n=words.number(km2))

    def listed(codes: Iterable[str], besides: Iterable[str] = ()) -> str:
        told = zip_longest((names.get(code, code) for code in codes), besides, fillvalue="")
        return words.listing([f"{name}{beside}" for name, beside in told], most=MOST_NAMED)

    cut = [f" ({square_km(km2)})" for _, km2 in matters.at_home]
    where = [country_name(findings, at, lang=lang) for _, at in matters.elsewhere]
    lie = [f" ({country})" if country else "" for country in where]
    off_km = float(frame["edge_displacement_km"].max())
    said: dict[str, tuple[object, dict[str, str]]] = {
        "judged": (True, {"file": own.name, "n": words.number(len(frame))}),
        "displaced": (off_km, {"km": words.km(off_km)}),
        "uncredited": (not own.credited, {}),
        "without_area": (matters.without_area, {"n": words.number(matters.without_area)}),
        "mended": (matters.mended, {"list": listed(matters.mended)}),
        "at_home": (cut, {"home": home, "list": listed((c for c, _ in matters.at_home), cut)}),
        "elsewhere": (
            lie,
            {"target": target, "list": listed((c for c, _ in matters.elsewhere), lie)},
        ),
        "overlap": (
            matters.overlap_km2,
            {"km2": square_km(matters.overlap_km2), "list": listed(matters.overlapping)},
        ),
        "gaps": (
            matters.gaps_km2,
            {"km2": square_km(matters.gaps_km2), "name": names.get(matters.gaps_beside, "")},
        ),
        "partly_named": (matters.partly_named, {"list": listed(matters.partly_named)}),
        "part": (
            matters.part < _ALL_BUT_COASTS,
            {"target": target, "share": words.share([matters.part])},
        ),
    }
    return tuple(
        printable(words.say(f"own_regions.{key}", **values))
        for key, (matter, values) in said.items()
        if matter and (key in ("judged", "part") or not brief)
    )


def credits_of(records: Iterable[Record]) -> list[str]:
    """Name every data file with where it is from; files of one origin share a line."""
    titles: dict[str, list[str]] = {}
    for record in records:
        package = f"{record.package} {record.version}".strip()
        named = filter(None, (record.publisher, package, record.licence))
        origin = f"{record.attribution}. {'; '.join(named)}"
        titles.setdefault(origin, []).append(record.title)
    return [f"{', '.join(names)}: {origin}." for origin, names in titles.items()]


def sources_told(drawn: Sequence[Account], words: Words) -> str:
    """Name every report of some policies; '' where there is none."""
    listed = "; ".join(_dated(_reports_of(*drawn), words))
    return words.say("sources", list=listed) if listed else ""


def first_reports(drawn: Sequence[Account], words: Words) -> str:
    """Name the first report of each policy, and count the others."""
    every = _reports_of(*drawn)
    firsts = dict.fromkeys(report for each in drawn for report in _reports_of(each)[:1])
    listed = _dated(firsts, words)
    if len(every) > len(listed):
        more = words.say("more", n=len(every) - len(listed))
        listed.append(more.replace(" ", "\u00a0"))
    return words.say("sources", list="; ".join(listed)) if listed else ""


def _reports_of(*drawn: Account) -> list[tuple[date, str, str]]:
    """List the reports of policies in order of time, each once."""
    sources = (source for each in drawn for source in each.regime.sources)
    return sorted({(source.date, source.date_precision, source.publisher) for source in sources})


def _dated(reports: Iterable[tuple[date, str, str]], words: Words) -> list[str]:
    return [
        f"{words.credited(publisher)}, {words.published(when, precision)}"
        for when, precision, publisher in reports
    ]


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
            home=words.of_country(names.get(regime.origin, regime.origin)),
            target=words.of_country(names.get(regime.target, regime.target)),
        )
    if part.regions:
        known = region_names(regime.origin)
        regions = words.of_regions([known[code][words.lang] for code in part.regions])
        return words.part("regions", regions=regions)
    return words.part("file", name=part.name)
