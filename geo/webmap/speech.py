"""Gather what fills the page's sentences in one language."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.display import Display
from geo.findings import Findings
from geo.provenance import Record
from geo.webmap.evidence import MOST_MARKS, Evidence
from geo.webmap.origin import MOST_COMPARED
from geo.webmap.prose import LONGEST_TEXT
from geo.webmap.view import scale_error
from geo.wording import LANGUAGES, Words, wording

MOST_LISTED = 60

Values = Mapping[str, Mapping[str, str | list[str]]]


def messages(lang: str) -> Mapping[str, Any]:
    """Return every message the page's script may need in a language."""
    tables = wording(lang)
    return {**tables["terms"], **tables["page"]}


def values(findings: Findings, shown: Display, said: Evidence, words: Words) -> Values:
    """Say what stands in the braces of each sentence that has any, by the sentence's key."""
    source = findings.text.source_name
    here = LANGUAGES.index(words.lang)
    origin = {"origin": findings.measured_from(words)}
    target = {"target": findings.country(findings.target, words.lang)}
    worst_m = float(findings.envelopes["max_error_m"].max())
    filled: dict[str, Mapping[str, str | list[str]]] = {
        "lead": origin,
        "lead_limit": origin,
        "method_origin": origin,
        "method_error": {"error": words.metres(worst_m, decimals=1)},
        "method_share": {"tolerance": words.metres(shown.tolerance_m)},
        "method_projection": {"scale": words.share([scale_error(shown)])},
        "map": target,
        "lead_elsewhere": target,
        "at_home": {"home": findings.country(findings.home_country, words.lang)},
        "picture_credit": {"data": _attributions(findings.records)},
        "evidence_intro": {
            "mentions": words.counted("mentions", said.mention_count),
            "places": words.counted("places", said.place_count),
            "source": words.messages["sources_named"].get(source, source),
        },
    }
    filled["worldview_here"] = {"worldview": findings.worldview(words)}
    if findings.comparison is not None:
        other = findings.compared_with(words)
        filled["other_origin_intro"] = {"origin": origin["origin"], "other": other}
    off_map = _few(place.names[here] for place in said.places if not place.on_map)
    for key, names in (("off_map", off_map), ("unplaced", _few(said.unplaced))):
        if names:
            filled[key] = {"places": names}
    for key, part, total in (
        ("evidence_left", len(said.mentions), said.mention_count),
        ("marks_left", min(said.on_map_count, MOST_MARKS), said.on_map_count),
        ("text_left", LONGEST_TEXT, len(findings.text.text)),
        ("other_origin_left", MOST_COMPARED, _changes(findings)),
    ):
        if part < total:
            filled[key] = {
                "shown": words.number(part),
                "all": words.number(total),
                "left": words.number(total - part),
            }
    return filled


def _attributions(records: Iterable[Record]) -> str:
    """Name whose data a picture shows, in as few words as it can."""
    return " · ".join(dict.fromkeys(part for r in records for part in r.attribution.split(" · ")))


def _changes(findings: Findings) -> int:
    return 0 if findings.comparison is None else len(findings.comparison.table)


def _few(names: Iterable[str]) -> list[str]:
    every = list(dict.fromkeys(names))
    return every if len(every) <= MOST_LISTED else [*every[:MOST_LISTED], "…"]
