"""Put the page together."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup, escape

from geo.display import coarser, display
from geo.findings import Findings
from geo.provenance import Record
from geo.webmap.base import compact, leaflet_parts, map_parts
from geo.webmap.evidence import evidence
from geo.webmap.mapdata import SYMBOLS, map_data
from geo.webmap.origin import MOST_COMPARED, other_origin
from geo.webmap.prose import Quantity, prose
from geo.webmap.safety import content_policy, json_for_html, safe_address
from geo.webmap.speech import Values, values
from geo.webmap.still import WIDTH, Pen, ground, still
from geo.webmap.story import stories, undrawn_stories
from geo.webmap.view import joint, projected
from geo.wording import LANGUAGES, Words

STILL_COARSER = 7
"""How much less detail the stills have than the map."""

_isolated = Markup("<bdi>{}</bdi>").format  # its own writing direction, whatever the text does

_LANGUAGE_NAMES = (("en", "English"), ("uk", "Українська"), ("ru", "Русский"))
_LOCALES = {"en": "en_GB", "uk": "uk_UA", "ru": "ru_RU"}

_STYLES = ("theme", "layout", "map", "controls", "parts", "text", "phone", "print")
_DARK = Markup(' id="dark" media="screen and (prefers-color-scheme: dark)"')


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
    every = [Words(lang, "page") for lang in LANGUAGES]
    shown = display(findings)
    told = {each.lang: stories(findings, each) for each in every}
    undrawn = {each.lang: undrawn_stories(findings, each) for each in every}
    said = evidence(findings, shown.view, words)
    spoken = {each.lang: values(findings, shown, said, each) for each in every}
    small_metric = projected(coarser(shown, tolerance_m=STILL_COARSER * shown.tolerance_m))
    data = map_data(findings, shown, small_metric, told, undrawn, said, spoken)
    pen = Pen(joint([regime["views"]["whole"] for regime in data["regimes"]]))
    beneath = ground(small_metric, pen, target=findings.target)
    map_html, map_script = map_parts()
    leaflet_style, leaflet_script = leaflet_parts()
    styles = [
        (leaflet_style, ""),
        (compact(_assets("css", _STYLES)), ""),
        (compact(_asset("css/dark.css")), _DARK),
    ]
    scripts = [_asset("trust.js"), leaflet_script, _asset("page.js").strip(), map_script]
    here, texts = told[words.lang], spoken[words.lang]
    limits = all(regime.reach_of == "limit" for regime in findings.regimes)
    lead_key = "lead_limit" if limits else "lead"
    return _template().render(
        policy=content_policy(styles=[sheet for sheet, _ in styles], scripts=scripts),
        styles=styles,
        scripts=scripts,
        map_html=map_html,
        map_json=json_for_html(data),
        symbols=SYMBOLS,
        languages=_LANGUAGE_NAMES,
        locale=_LOCALES[words.lang],
        lead=f"{words.say('lead_strong')} {words.say(lead_key, **texts[lead_key])}",
        lead_key=lead_key,
        word=_sayer(words, texts),
        fill=_filler(words, texts),
        values=texts,
        elsewhere=not findings.usual,
        safe_address=safe_address,
        words=words,
        told=here,
        undrawn=undrawn[words.lang],
        other_origin=other_origin(findings, words),
        most_compared=MOST_COMPARED,
        now=here[-1],
        stills=[still(small_metric, beneath, story, pen, words) for story in here],
        ground=beneath,
        still_size=(WIDTH, pen.height),
        said=said,
        text=prose(findings.text.text, said.mentions, _quantities(findings)),
        any_stated=bool(findings.statements),
        leaflet_licence=_asset("leaflet-licence.txt").strip(),
        any_band=any(len(regime.reach_km) > 1 for regime in findings.regimes),
        any_doubted=any(story.doubted for story in here),
        worldviews=tuple(dict.fromkeys(r.worldview for r in findings.records if r.worldview)),
        credits=_credits(findings.records),
    )


def _quantities(findings: Findings) -> list[Quantity]:
    """Give the text's distances and dates with the positions of the regimes they agree with."""
    position = {regime.id: number for number, regime in enumerate(findings.regimes)}
    return [
        Quantity(
            start=each.quantity.start,
            end=each.quantity.end,
            regimes=tuple(position[regime] for regime in each.regimes),
        )
        for each in findings.statements
    ]


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


def _sayer(words: Words, texts: Values) -> Any:
    """Give a message for HTML: it and what is put in are escaped alike."""

    def say(key: str, **inserted: object) -> Markup:
        return escape(words.messages[key]).format(**{**texts.get(key, {}), **inserted})

    return say


def _filler(words: Words, texts: Values) -> Any:
    """Give a message for HTML with its values put in, each in its own writing direction."""

    def fill(key: str) -> Markup:
        inserted = {
            name: Markup(", ").join(map(_isolated, [value] if isinstance(value, str) else value))
            for name, value in texts.get(key, {}).items()
        }
        return escape(words.messages[key]).format(**inserted)

    return fill


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset("page.html"))


@cache
def _asset(name: str) -> str:
    return files("geo.webmap").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")


@cache
def _assets(kind: str, names: Sequence[str]) -> str:
    return "\n".join(_asset(f"{kind}/{name}.{kind}") for name in names)
