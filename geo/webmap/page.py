"""Put the page together."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup, escape

from geo.display import BORDER_OF_UKRAINE, Display, coarser, display
from geo.findings import Findings
from geo.provenance import Record
from geo.webmap.base import compact, leaflet_parts, map_parts
from geo.webmap.evidence import MOST_MARKS, Evidence, evidence
from geo.webmap.mapdata import map_data
from geo.webmap.safety import content_policy, json_for_html, safe_address
from geo.webmap.statements import said_of
from geo.webmap.still import WIDTH, Pen, ground, still
from geo.webmap.story import Story, stories
from geo.webmap.view import joint, projected
from geo.wording import Words

STILL_TOLERANCE_M = 7000.0

_isolated = Markup("<bdi>{}</bdi>").format  # its own writing direction, whatever the text does

_STYLES = ("theme", "layout", "map", "parts", "print")
_SCRIPTS = (
    "data",
    "conic",
    "view",
    "shapes",
    "labels",
    "roving",
    "regions",
    "card",
    "marks",
    "coverage",
    "evidence",
    "scale",
    "tools",
    "start",
)


def page(findings: Findings) -> str:
    """Write the interactive map as one HTML file.

    The file holds everything it needs and forbids itself every connection. What comes from
    outside (text, labels, sources, file names) is escaped or carried as JSON, never as markup,
    style or script. The shapes are made small for showing; every figure comes from the findings.

    Parameters
    ----------
    findings
        What was found; names in the language of ``findings.lang``.

    Returns
    -------
    str
        HTML, the same for the same findings, byte for byte.

    Raises
    ------
    DataError
        When a packaged file is missing.

    References
    ----------
    W3C Content Security Policy Level 3; WAI-ARIA 1.2.
    """
    words = Words(findings.lang, "page")
    shown = display(findings)
    told = stories(findings, words)
    said = evidence(findings, words)
    small_metric = projected(coarser(shown, tolerance_m=STILL_TOLERANCE_M))
    own_origin = findings.origin_name != BORDER_OF_UKRAINE
    data = map_data(shown, small_metric, told, said, words, own_origin=own_origin)
    pen = Pen(joint([regime["views"]["whole"] for regime in data["regimes"]]))
    beneath = ground(small_metric, pen)
    map_html, map_script = map_parts()
    leaflet_style, leaflet_script = leaflet_parts()
    styles = [leaflet_style, compact(_assets("css", _STYLES))]
    scripts = [_asset("js/trust.js"), leaflet_script, _own_script(), map_script]
    return _template().render(
        policy=content_policy(styles=styles, scripts=scripts),
        styles=styles,
        scripts=scripts,
        map_html=map_html,
        map_json=json_for_html(data),
        symbols=data["symbols"],
        say=_sayer(words),
        bdi=_isolated,
        safe_address=safe_address,
        words=words,
        told=told,
        now=told[-1],
        stills=[still(small_metric, beneath, story, pen, words) for story in told],
        ground=beneath,
        still_size=(WIDTH, pen.height),
        said=said,
        stated=said_of(findings, words),
        source_name=findings.text.source_name,
        leaflet_licence=_asset("leaflet-licence.txt").strip(),
        **_measured(findings, shown, told, words),
        **_left_out(said, words),
    )


def _measured(
    findings: Findings, shown: Display, told: Sequence[Story], words: Words
) -> dict[str, Any]:
    worst_m = findings.envelopes["max_error_m"].max()
    return {
        "origin": words.origin(findings.origin_name),
        "error": words.metres(worst_m, decimals=1),
        "tolerance": words.metres(shown.tolerance_m),
        "any_band": any(len(regime.reach_km) > 1 for regime in findings.regimes),
        "any_doubted": any(story.doubted for story in told),
        "worldviews": tuple(dict.fromkeys(r.worldview for r in findings.records if r.worldview)),
        "credits": _credits(findings.records),
    }


def _credits(records: Iterable[Record]) -> list[str]:
    """Name every data file with its origin; files of one origin share a line."""
    titles: dict[str, list[str]] = {}
    for record in records:
        origin = (
            f"{record.attribution}. {record.publisher}; {record.package} {record.version}; "
            f"{record.licence}"
        )
        titles.setdefault(origin, []).append(record.title)
    return [f"{', '.join(names)}: {origin}." for origin, names in titles.items()]


def _left_out(said: Evidence, words: Words) -> dict[str, Any]:
    """Say plainly what the page does not show, and where it is."""
    notes = [
        words.say(
            key,
            shown=words.number(part),
            all=words.number(total),
            left=words.number(total - part),
        )
        for key, part, total in (
            ("evidence_left", len(said.mentions), said.mention_count),
            ("marks_left", min(said.on_map_count, MOST_MARKS), said.on_map_count),
        )
        if part < total
    ]
    off_map = (place.name for place in said.places if not place.on_map)
    lists = {"off_map": _few(off_map), "unplaced": _few(said.unplaced)}
    return {"notes": notes, "lists": {key: names for key, names in lists.items() if names}}


def _few(names: Iterable[str], *, most: int = 60) -> list[str]:
    every = list(dict.fromkeys(names))
    return every if len(every) <= most else [*every[:most], "…"]


def _sayer(words: Words) -> Any:
    """Fill in messages for HTML: the message and what is put in are escaped alike."""

    def say(key: str, **values: object) -> Markup:
        return escape(words.messages[key]).format(**values)

    return say


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["bdi"] = _isolated
    return environment.from_string(_asset("page.html"))


@cache
def _asset(name: str) -> str:
    return files("geo.webmap").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")


@cache
def _assets(kind: str, names: Sequence[str]) -> str:
    return "\n".join(_asset(f"{kind}/{name}.{kind}") for name in names)


@cache
def _own_script() -> str:
    return f'(() => {{\n"use strict";\n{_assets("js", tuple(_SCRIPTS))}}})();'
