"""Use folium without one file from the network, for the page and for a notebook's map."""

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
import geopandas as gpd
import pandas as pd
import shapely
from branca.element import Figure, MacroElement
from folium.template import Template
from markupsafe import escape

from geo.display import Display, display
from geo.findings import Findings
from geo.narrative import Account, attribution, narrate
from geo.wording import wording

CENTRE = (50.5, 36.0)
"""Latitude and longitude, as folium has it; the page's script looks elsewhere at once."""

_UNUSED = re.compile(r"popup|tooltip|control|leaflet-bar|attribution|div-icon|vml|lvml")

INSIDE, LINE, SCOPE, MARK = "#08519c", "#c2410c", "#111417", "#ffd43b"
GROUND, HOME, LAND = "#f3f0e9", "#fffdf6", "#ececec"
OUTLINE = {"color": "#8d8a83", "weight": 0.7}
PLACE_RADIUS_PX = 5
SWITCHES_PX, CREDITS_PX = 150, 70  # what covers the map above and below


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
            *["font-src data:"] * any("@font-face" in style for style in styles),
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


class Credit(MacroElement):
    """Name whose data is shown in the map's corner, as text."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this._parent.get_name() }}.attributionControl.addAttribution({{ this.said|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, said: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca leaves it untyped
        self._name = "Credit"
        self.said = str(escape(said))


def notebook_map(findings: Findings) -> folium.Map:
    """Draw what was found as layers one can switch, and add others to.

    Layers, in this order: the regions, one per policy drawn (what lies inside, its line, the
    regions it names), the origin, the places the text names. Names and labels are escaped; the
    map asks no network, but what its user adds may.

    Parameters
    ----------
    findings
        What was found; names in its language.

    Returns
    -------
    folium.Map
    """
    drawn = folium.Map(tiles=None, zoom_snap=0.25)
    script, sheet = _leaflet()
    drawn.default_js, drawn.default_css = [("leaflet", script)], [("leaflet_css", sheet)]
    page = wording(findings.lang)["page"]
    if findings.regimes:
        focus = _policies(drawn, findings, page)
    else:
        ground = _plain(findings.countries, **OUTLINE, fillColor=GROUND, fillOpacity=1)
        _add(drawn, page["worldview"], [ground])
        focus = [*findings.places.geometry.dropna()]
    if len(places := _places(findings)):
        marker = folium.CircleMarker(
            radius=PLACE_RADIUS_PX, color=SCOPE, weight=1, fill_color=MARK, fill_opacity=1
        )
        _add(drawn, page["map_places"], [_layer(places, ("name", "sentence"), marker=marker)])
    folium.LayerControl(collapsed=False).add_to(drawn)
    Credit(f"{page['lead_strong']} {attribution(findings.records)}").add_to(drawn)
    if focus:
        west, south, east, north = shapely.total_bounds(focus)
        free: dict[str, Any] = {
            "padding_top_left": (0, SWITCHES_PX),
            "padding_bottom_right": (0, CREDITS_PX),
        }
        drawn.fit_bounds([(south, west), (north, east)], **free)
    return drawn


def _policies(drawn: folium.Map, findings: Findings, page: Mapping[str, str]) -> list[Any]:
    """Draw land, regions, each policy and what is measured from; return what to look at."""
    shown = display(findings)
    told = narrate(findings, lang=findings.lang)
    ground = [
        _plain(frame, **OUTLINE, fillColor=colour, fillOpacity=1)
        for frame, colour in ((shown.countries, GROUND), (shown.home, HOME))
        if len(frame)
    ]
    _add(drawn, page["worldview"], ground)
    _add(drawn, page["map_regions"], [_regions(shown, lang=findings.lang)])
    for account in told.accounts:
        label = f"{account.label} ({account.regime.id})"  # labels may repeat, ids do not
        _add(drawn, label, _policy(shown, account), show=account is told.lead)
    _add(drawn, page["legend_origin"], [_plain(shown.origin, color=SCOPE, weight=2)])
    return [*shown.inside.geometry, *shown.home.geometry]


def _add(drawn: folium.Map, name: str, layers: list[folium.GeoJson], *, show: bool = True) -> None:
    group = folium.FeatureGroup(name=str(escape(name)), show=show)
    for layer in layers:
        layer.add_to(group)
    group.add_to(drawn)


def _policy(shown: Display, account: Account) -> list[folium.GeoJson]:
    """Draw one policy: paint inside its farther reach, hem what it names, draw its lines."""
    share = {row.region: row.share for row in account.rows}
    name = {row.region: row.name for row in account.rows}
    inside = shown.inside[shown.inside["line"] == account.lines[-1]]
    inside = inside.assign(name=inside["region"].map(name), share=inside["region"].map(share))
    lines = shown.envelopes[shown.envelopes["line"].isin(account.lines)]
    dashes = "6 4" if account.doubted else None
    made = [_layer(inside, ("name", "share"), color=INSIDE, weight=0.5, fillOpacity=0.6)]
    named = shown.regions[shown.regions["region"].isin(account.named_codes)]
    if len(named):
        made.append(_plain(named, color=SCOPE, weight=3, fill=False))
    return [*made, _plain(lines, color=LINE, weight=2, fill=False, dashArray=dashes)]


def _regions(shown: Display, *, lang: str) -> folium.GeoJson:
    named = shown.regions.assign(name=shown.regions[f"name_{lang}"])
    return _layer(named, ("name",), color="#9b9b9b", weight=0.7, fillColor=LAND, fillOpacity=0.7)


def _places(findings: Findings) -> gpd.GeoDataFrame:
    frame = findings.places[findings.places.geometry.notna()]
    return frame.drop_duplicates("name")


def _plain(frame: gpd.GeoDataFrame, **style: Any) -> folium.GeoJson:
    return folium.GeoJson(frame.geometry.to_json(), style_function=lambda _: style)


def _layer(
    frame: gpd.GeoDataFrame, told: tuple[str, ...], *, marker: Any = None, **style: Any
) -> folium.GeoJson:
    """Draw rows that tell of themselves; what they tell is text, whatever it holds."""
    texts = pd.DataFrame({column: frame[column].map(_text) for column in told}, index=frame.index)
    rows = gpd.GeoDataFrame(texts, geometry=frame.geometry, crs=frame.crs)
    return folium.GeoJson(
        rows.to_json(),
        marker=marker,
        style_function=(lambda _: style) if style else None,
        tooltip=folium.GeoJsonTooltip(fields=list(told), labels=False),
    )


def _text(value: object) -> str:
    return str(escape("" if value is None else value))


@cache
def _leaflet() -> tuple[str, str]:
    """Carry Leaflet's script and style sheet in addresses that hold them."""
    held = (("text/javascript", leaflet_file("leaflet.js")), ("text/css", leaflet_sheet()))
    script, sheet = (
        f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}" for kind, text in held
    )
    return script, sheet
