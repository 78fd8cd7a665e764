"""Make the interactive map: one self-contained HTML file, or layers for a notebook; no network."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from geo.findings import Findings
from geo.narrative import attribution, places_title, stated_by_text
from geo.webmap.folium_map import content_policy, json_for_html, notebook_map
from geo.webmap.page import LANGUAGE_NAMES, page
from geo.wording import Words

__all__ = ["notebook_map", "page", "places_page"]

_BEFORE_DRAWING = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_OWN_STYLE = re.compile(r"<style.*?</style>|<metadata>.*?</metadata>", re.DOTALL)
_AFTER_NAMES = '</g>\n  <g lang="'
_STYLED = re.compile(r' style="([^"]*)"')
_WORDS = re.compile(r'<g id="(?:name-|text_)\d+"[^>]*>.*?</g>', re.DOTALL)
_FONT = re.compile(r"(?:(italic) )?(?:(\d+|bold) )?([\d.]+)px (.*)")


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
    style, script = (_asset(name) for name in ("css/places.css", "places.js"))
    panels = [
        {
            "lang": each.lang,
            "words": Words(each.lang, "claims"),
            "title": places_title(each, lang=each.lang),
            "stated": stated_by_text(each, lang=each.lang),
            "credit": Words(each.lang, "claims").say(
                "data", list=Words(each.lang, "claims").credited(attribution(each.records))
            ),
        }
        for each, _ in told
    ]
    titles = {panel["lang"]: panel["title"] for panel in panels}
    return _template().render(
        policy=content_policy(styles=[style], scripts=[script]),
        style=style,
        script=script,
        lang=findings.lang,
        here=panels[0],
        panels=panels,
        languages=LANGUAGE_NAMES,
        choose=Words(findings.lang, "page").say("language"),
        svg=Markup(_drawing(told)),  # noqa: S704 - drawn by this program
        mentions=findings.places.to_dict("records"),
        data=json_for_html({"lang": findings.lang, "regimes": [], "titles": titles}),
    )


def _drawing(told: Sequence[tuple[Findings, bytes]]) -> str:
    """Put the words of every language on the one map."""
    first, *rest = ((each.lang, _inlined(svg.decode())) for each, svg in told)
    lang, drawing = first
    drawing = _WORDS.sub(lambda match: f'<g lang="{lang}">{match[0]}</g>', drawing)
    others = "".join(
        f'<g lang="{code}">{match[0]}</g>'.replace('id="', f'id="{code}-')
        for code, other in rest
        for match in _WORDS.finditer(other)
    )
    (start, end) = drawing.split(_AFTER_NAMES, 1)
    return f"{start}{others}{_AFTER_NAMES}{end}"


def _inlined(svg: str) -> str:
    """Take the drawing out of an SVG file, its styles as attributes: the page forbids others."""
    drawing = _OWN_STYLE.sub("", _BEFORE_DRAWING.sub("", svg))
    return _STYLED.sub(lambda match: _attributes(match[1]), drawing)


def _attributes(style: str) -> str:
    """Write a style as presentation attributes.

    Examples
    --------
    >>> str(_attributes("fill: #fff; font: italic 8px 'A'"))
    ' fill="#fff" font-style="italic" font-size="8" font-family="&#39;A&#39;"'
    """
    pairs: list[tuple[str, str]] = []
    for name, value in (each.split(":", 1) for each in style.split(";") if ":" in each):
        key, said = name.strip(), value.strip()
        font = _FONT.fullmatch(said) if key == "font" else None
        if font is None:
            pairs.append((key, said))
            continue
        slant, weight, size, family = font.groups()
        pairs += [("font-style", slant)] if slant else []
        pairs += [("font-weight", weight)] if weight else []
        pairs += [("font-size", size), ("font-family", family.replace("&quot;", "'"))]
    return "".join(Markup(' {}="{}"').format(Markup(key), said) for key, said in pairs)  # noqa: S704


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset("places.html"))


def _asset(name: str) -> str:
    return files("geo.webmap").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")
