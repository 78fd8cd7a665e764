"""Use folium and Leaflet without one file from the network, and keep text from outside text."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast
from urllib.parse import urlsplit

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

CENTRE = (50.5, 36.0)
"""Latitude and longitude, as folium has it; the page's script looks elsewhere at once."""

_UNUSED = re.compile(r"popup|tooltip|control|leaflet-bar|attribution|div-icon|vml|lvml")


class OfflineMap(folium.Map):
    """A folium map with the same id every time."""

    @classmethod
    def _generate_id(cls) -> str:
        return "policy"


class Start(MacroElement):
    """Hand the map to the page's own script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.policyMap.start({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )


def map_parts() -> tuple[str, str]:
    """Return folium's markup for the map's place in the page, and its script."""
    base = OfflineMap(
        location=CENTRE,
        zoom_start=5,
        tiles=None,
        crs="Conic",
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0,
        zoom_delta=0.75,
        scroll_wheel_zoom=False,
        max_bounds_viscosity=1,
    )
    base.default_js, base.default_css = [], []  # Leaflet comes with the page, the rest is not used
    base.add_child(Start())  # type: ignore[no-untyped-call] # branca leaves it untyped
    figure = cast("Figure", base.get_root())
    figure.render()
    return figure.html.render().strip(), figure.script.render().strip()


@cache
def leaflet_parts() -> tuple[str, str]:
    """Return Leaflet's style sheet and script, freed of every reference to another file."""
    sheet, script = leaflet_sheet(), leaflet_file("leaflet.js")
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    return re.sub(r"([^{}]+)\{[^{}]*\}", _used, sheet), script.strip()


def leaflet_sheet() -> str:
    """Return Leaflet's style sheet, compact, without what would fetch a file."""
    return re.sub(r"[\w-]+:[^;{}]*url\([^)]*\)[^;{}]*;", "", compact(leaflet_file("leaflet.css")))


def leaflet_file(name: str) -> str:
    """Return a file of Leaflet's as its authors publish it; `make script` renews them."""
    return files("geo.webmap").joinpath("assets", "leaflet", name).read_text(encoding="utf-8")


def compact(sheet: str) -> str:
    """Take comments and needless space out of a style sheet."""
    return " ".join(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split())


def _used(rule: re.Match[str]) -> str:
    """Drop a rule that is all about parts of Leaflet the page has none of."""
    return "" if all(_UNUSED.search(one) for one in rule[1].split(",")) else rule[0]


def content_policy(*, styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Write a content security policy that lets through these styles and scripts and nothing else.

    No connection, no frame, no form, no image but those the page makes itself; and no string
    becomes markup by script, but for the one literal the page's own trusted-types policy lets
    through.

    Parameters
    ----------
    styles, scripts
        The exact content of every inline element.

    Returns
    -------
    str
        The policy, for a ``meta`` element.

    Raises
    ------
    UnicodeEncodeError
        When a text holds half a surrogate pair.

    References
    ----------
    W3C Content Security Policy Level 3, Trusted Types.

    Examples
    --------
    >>> content_policy(styles=[], scripts=[""]).split("; ")[1]
    "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types default",
        ]
    )


def _hashes(contents: Sequence[str]) -> str:
    digests = (hashlib.sha256(content.encode()).digest() for content in contents)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests) or "'none'"


def json_for_html(data: Mapping[str, Any]) -> str:
    r"""Write JSON that nothing inside can break out of its script element.

    Parameters
    ----------
    data
        What `json.dumps` takes, without infinities.

    Returns
    -------
    str
        Compact JSON without ``<``, ``>``, ``&`` or JavaScript's two line separators.

    Raises
    ------
    ValueError
        When a number is not finite.

    Examples
    --------
    >>> json_for_html({"a": "</script><!--"})
    '{"a":"\\u003c/script\\u003e\\u003c!--"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def safe_address(url: str) -> str:
    """Return an address that may be linked, '' for any other.

    Parameters
    ----------
    url
        Text from a regimes file.

    Returns
    -------
    str
        The same text when it is ``http`` or ``https`` with a host and without control characters.

    Examples
    --------
    >>> safe_address("https://example.org/a"), safe_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""
