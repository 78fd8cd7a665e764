"""Write the page of a text of which no policy is drawn: its places, and what it does state."""

import re
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from geo.findings import Findings
from geo.narrative import attribution, places_title, stated_by_text
from geo.webmap.offline import content_policy, json_for_html
from geo.wording import Words

_BEFORE_DRAWING = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_OWN_STYLE = re.compile(r"<style.*?</style>|<metadata>.*?</metadata>", re.DOTALL)
_STYLED = re.compile(r' style="([^"]*)"')
_FONT = re.compile(r"(?:(italic) )?(?:(\d+|bold) )?([\d.]+)px (.*)")


def places_page(findings: Findings, *, picture_svg: bytes) -> str:
    """Write the map of a text's places as one HTML file that asks for nothing.

    Parameters
    ----------
    findings
        What was found, without any policy.
    picture_svg
        The map, as an SVG file.

    Returns
    -------
    str
        HTML; what comes from outside is escaped.
    """
    words = Words(findings.lang, "claims")
    style = files("geo.webmap").joinpath("assets", "css", "places.css").read_text(encoding="utf-8")
    return _template().render(
        policy=content_policy(styles=[style], scripts=[]),
        style=style,
        words=words,
        title=places_title(findings, lang=findings.lang),
        svg=Markup(_inlined(picture_svg.decode())),  # noqa: S704 - drawn by this program
        stated=stated_by_text(findings, lang=findings.lang),
        mentions=findings.places.to_dict("records"),
        data=json_for_html({"lang": findings.lang, "regimes": []}),
        credit=words.say("data", list=attribution(findings.records)),
    )


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
    text = files("geo.webmap").joinpath("assets", "places.html").read_text(encoding="utf-8")
    return environment.from_string(text)
