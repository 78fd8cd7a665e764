"""Make the interactive map: one self-contained HTML file, or layers for a notebook; no network."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup, escape

from geo.display import Display, coarser, display
from geo.findings import Findings
from geo.narrative import (
    attribution,
    certain,
    changed_numerals,
    compared_with,
    country_name,
    credits_of,
    measured_from,
    narrate,
    own_regions_said,
    places_title,
    stated_by_text,
    unbroken,
    worldview,
)
from geo.regimes import in_language
from geo.webmap.detail import SEAT, still_names
from geo.webmap.evidence import LONGEST_TEXT, MOST_MARKS, Evidence, MarkedQuantity, evidence, prose
from geo.webmap.folium_map import (
    compact,
    content_policy,
    json_for_html,
    leaflet_file,
    leaflet_parts,
    map_parts,
    notebook_map,
    safe_address,
)
from geo.webmap.mapdata import SYMBOLS, map_data
from geo.webmap.view import (
    WIDTH,
    PathPen,
    ground,
    joint,
    places_drawing,
    places_faces,
    projected,
    scale_error,
    still,
    under_places,
)
from geo.wording import LANGUAGES, Words

__all__ = ["notebook_map", "page", "places_page"]

STILL_COARSER = 7
"""How much less detail the stills have than the map."""

MOST_COMPARED = 300
MOST_LISTED = 60

Values = Mapping[str, Mapping[str, str | list[str]]]

_isolated = Markup("<bdi>{}</bdi>").format  # its own writing direction, whatever the text does

LANGUAGE_NAMES = (("en", "English"), ("uk", "Українська"), ("ru", "Русский"))
_LOCALES = {"en": "en_GB", "uk": "uk_UA", "ru": "ru_RU"}

_STYLES = ("theme", "layout", "map", "controls", "parts", "text", "phone", "embed", "print")
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

    References
    ----------
    W3C Content Security Policy Level 3; WAI-ARIA 1.2.
    """
    words = Words(findings.lang, "page")
    every = [Words(lang, "page") for lang in LANGUAGES]
    shown = display(findings)
    told = {lang: narrate(findings, lang=lang) for lang in LANGUAGES}
    said = evidence(findings, shown.view, words)
    spoken = {each.lang: _values(findings, shown, said, each) for each in every}
    small_metric = projected(coarser(shown, tolerance_m=STILL_COARSER * shown.tolerance_m))
    data = map_data(findings, shown, small_metric, told, said, spoken)
    pen = PathPen(joint([regime["views"]["whole"] for regime in data["regimes"]]))
    beneath = ground(small_metric, pen, target=findings.target)
    map_html, map_script = map_parts()
    leaflet_style, leaflet_script = leaflet_parts()
    styles = [
        (leaflet_style, ""),
        (compact("\n".join(_asset(f"css/{name}.css") for name in _STYLES)), ""),
        (compact(_asset("css/dark.css")), _DARK),
    ]
    scripts = [_asset("trust.js"), leaflet_script, _asset("page.js").strip(), map_script]
    here, texts = told[words.lang], spoken[words.lang]
    limits = all(regime.reach_of == "limit" for regime in findings.regimes)
    lead_key = "lead_limit" if limits else "lead"
    return _template("page.html").render(
        policy=content_policy(styles=[sheet for sheet, _ in styles], scripts=scripts),
        styles=styles,
        scripts=scripts,
        map_html=map_html,
        map_json=json_for_html(data),
        symbols=SYMBOLS,
        languages=LANGUAGE_NAMES,
        locale=_LOCALES[words.lang],
        lead=f"{words.say('lead_strong')} {words.say(lead_key, **texts[lead_key])}",
        lead_key=lead_key,
        limits=limits,
        word=_sayer(words, texts),
        fill=_filler(words, texts),
        values=texts,
        elsewhere=not findings.usual,
        safe_address=safe_address,
        unbroken=unbroken,
        words=words,
        told=here.accounts,
        undrawn=here.undrawn,
        other_origin=_other_origin(findings, words),
        most_compared=MOST_COMPARED,
        now=here.lead,
        stated=_stated(findings),
        any_untold=any(r.start_precision == "untold" for r in findings.regimes),
        stills=[still(small_metric, beneath, each, pen) for each in here.accounts],
        still_names=still_names(small_metric, here.accounts, pen, words),
        ground=beneath,
        still_size=(WIDTH, pen.height),
        still_bar=(pen.bar, pen.bar_km),
        said=said,
        text=prose(findings.text.text, said.mentions, _quantities(findings)),
        any_stated=bool(findings.statements),
        leaflet_licence=leaflet_file("LICENSE").strip(),
        any_seat=any(len(town) > SEAT for town in data["towns"]),
        any_band=any(len(regime.reach_km) > 1 for regime in findings.regimes),
        looks=[
            look
            for look in ("doubted", "case-by-case", "refused")
            if any(each.look == look for each in here.accounts)
        ],
        worldviews=tuple(dict.fromkeys(r.worldview for r in findings.records if r.worldview)),
        credits=credits_of(findings.records),
    )


def places_page(told: Sequence[tuple[Findings, bytes]]) -> str:
    """Write the map of a text's places as one HTML file that asks for nothing.

    Parameters
    ----------
    told
        What was found, without any policy, and the map of it as an SVG file: once in each
        language, the page's own first.

    Returns
    -------
    str
        HTML; what comes from outside is escaped.
    """
    findings = told[0][0]
    style, script = _asset("css/places.css") + places_faces(told), _asset("places.js")
    panels = [
        {
            "lang": each.lang,
            "words": Words(each.lang, "claims"),
            "title": places_title(each, lang=each.lang),
            "stated": stated_by_text(each, lang=each.lang),
            "credit": under_places(svg),
        }
        for each, svg in told
    ]
    titles = {panel["lang"]: panel["title"] for panel in panels}
    return _template("places.html").render(
        policy=content_policy(styles=[style], scripts=[script]),
        style=style,
        script=script,
        lang=findings.lang,
        here=panels[0],
        panels=panels,
        languages=LANGUAGE_NAMES,
        choose=Words(findings.lang, "page").say("language"),
        svg=places_drawing(told),
        mentions=findings.places.to_dict("records"),
        data=json_for_html({"lang": findings.lang, "regimes": [], "titles": titles}),
    )


def _stated(findings: Findings) -> dict[str, dict[str, Any]]:
    """Say what the text states, in every language; nothing where it is the project's own brief."""
    if not any(regime.stated_in for regime in findings.regimes):
        return {}
    order = sorted(LANGUAGES, key=lambda lang: lang != findings.lang)
    panels = {}
    for lang in order:
        words, told = Words(lang, "claims"), stated_by_text(findings, lang=lang)
        rest = ", ".join(told.distances)
        panels[lang] = {
            "heading": words.say("panel"),
            "draw": words.say("draw"),
            "told": told,
            "distances": words.say("distances", list=rest) if rest else "",
        }
    return panels


def _quantities(findings: Findings) -> list[MarkedQuantity]:
    """Give the text's distances and dates with the positions of the regimes they agree with."""
    position = {regime.id: number for number, regime in enumerate(findings.regimes)}
    return [
        MarkedQuantity(
            start=each.quantity.start,
            end=each.quantity.end,
            regimes=tuple(position[regime] for regime in each.regimes),
        )
        for each in findings.statements
    ]


def _values(findings: Findings, shown: Display, said: Evidence, words: Words) -> Values:
    """Say what stands in the braces of each sentence that has any, by the sentence's key."""
    source = findings.text.source_name
    here = LANGUAGES.index(words.lang)
    origin = {"origin": measured_from(findings, lang=words.lang)}
    name = country_name(findings, findings.target, lang=words.lang)
    target = {"target": words.of_country(name)}
    worst_m = float(findings.envelopes["max_error_m"].max())
    filled: dict[str, Mapping[str, str | list[str]]] = {
        "lead": origin,
        "lead_limit": origin,
        "method_origin": origin,
        "method_error": {"error": words.metres(worst_m, decimals=1)},
        "method_certain": {"certain": certain(findings, lang=words.lang)},
        "method_share": {"tolerance": words.metres(shown.tolerance_m)},
        "method_projection": {"scale": words.share([scale_error(shown)])},
        "map": target,
        "lead_elsewhere": target,
        "at_home": {"home": country_name(findings, findings.home_country, lang=words.lang)},
        "picture_credit": {"data": words.credited(attribution(findings.records))},
        "evidence_intro": {
            "mentions": words.counted("mentions", said.mention_count),
            "places": words.counted("places", said.place_count),
            "source": words.messages["sources_named"].get(source, source),
        },
    }
    if regions := own_regions_said(findings, lang=words.lang):
        filled["method_regions"] = {"regions": " ".join(regions)}
    filled["worldview_here"] = {"worldview": worldview(findings, lang=words.lang)}
    changes = 0
    if findings.comparison is not None:
        changes = len(findings.comparison.table)
        other = compared_with(findings, lang=words.lang)
        filled["other_origin_intro"] = {"origin": origin["origin"], "other": other}
    off_map = _few(place.names[here] for place in said.places if not place.on_map)
    for key, names in (("off_map", off_map), ("unplaced", _few(said.unplaced))):
        if names:
            filled[key] = {"places": names}
    for key, part, total in (
        ("evidence_left", len(said.mentions), said.mention_count),
        ("marks_left", min(said.on_map_count, MOST_MARKS), said.on_map_count),
        ("text_left", LONGEST_TEXT, len(findings.text.text)),
        ("other_origin_left", MOST_COMPARED, changes),
    ):
        if part < total:
            filled[key] = {
                "shown": words.number(part),
                "all": words.number(total),
                "left": words.number(total - part),
            }
    return filled


def _few(names: Iterable[str]) -> list[str]:
    every = list(dict.fromkeys(names))
    return every if len(every) <= MOST_LISTED else [*every[:MOST_LISTED], "…"]


def _other_origin(findings: Findings, words: Words) -> list[dict[str, str]] | None:
    """List the first changes that another origin makes; None where no other was asked for."""
    if findings.comparison is None:
        return None
    labels = {regime.id: in_language(regime.label, words.lang) for regime in findings.regimes}
    column = findings.regions[f"name_{words.lang}"]
    names = dict(zip(findings.regions["region"], column, strict=True))
    english = Words("en", "page")
    return [
        {
            "regime": row["regime"],
            "label": labels[row["regime"]],
            "reach": english.number(row["reach_km"], decimals=1),
            "region": row["region"],
            "name": names[row["region"]],
            "share": before,
            "other": after,
        }
        for row in findings.comparison.table.head(MOST_COMPARED).to_dict("records")
        for before, after in [changed_numerals(row)]
    ]


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
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset(name))


@cache
def _asset(name: str) -> str:
    return files("geo.webmap").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")
