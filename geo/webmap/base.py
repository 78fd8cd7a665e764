"""Use folium for the map itself, without one file from the network and without chance."""

import re
from functools import cache
from pathlib import Path
from typing import cast

import folium
from branca.element import Figure, MacroElement
from folium.template import Template
from xstatic.pkg import leaflet

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
    folder = Path(leaflet.BASE_DIR)
    sheet = (folder / "leaflet.css").read_text(encoding="utf-8")
    sheet = re.sub(r"([^{}]+)\{[^{}]*\}", _used, without_files(compact(sheet)))
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    return sheet, script.strip()


def without_files(sheet: str) -> str:
    """Take out of a compact style sheet what would fetch a file."""
    return re.sub(r"[\w-]+:[^;{}]*url\([^)]*\)[^;{}]*;", "", sheet)


def compact(sheet: str) -> str:
    """Take comments and needless space out of a style sheet."""
    return " ".join(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split())


def _used(rule: re.Match[str]) -> str:
    """Drop a rule that is all about parts of Leaflet the page has none of."""
    return "" if all(_UNUSED.search(one) for one in rule[1].split(",")) else rule[0]
