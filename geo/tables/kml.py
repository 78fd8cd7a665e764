"""Write finished findings as KML: lines, named regions and places, for a globe."""

import html
from collections.abc import Iterable, Mapping

import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

from geo.findings import Findings
from geo.narrative import Account, caveat, narrate
from geo.wording import Words, printable, wording

NAMESPACE = "http://www.opengis.net/kml/2.2"

REACH_DATA = ("regime", "stance", "status", "reach_km")
SCOPE_DATA = ("regime", "stance", "status", "region")
PLACE_DATA = ("text", "status", "distance_km")
"""What a placemark says in fields, besides its name and description."""

_LOOKS = {  # of line and fill, aabbggrr: what is refused is not filled
    "plain": ("ff0c41c2", "300c41c2"),
    "case-by-case": ("ff0c41c2", "180c41c2"),
    "doubted": ("ff806f5f", "30806f5f"),
    "refused": ("ff171411", "00ffffff"),
}
_SCOPE, _NO_FILL = "ff171411", "00ffffff"


def policy_map_kml(findings: Findings) -> bytes:
    """Write the envelopes, the regions the permissions name, and the places, as KML.

    Each regime is a folder: its envelope per reach, filled, then the regions it names, outlined.
    A globe shows descriptions as HTML, so texts from outside are escaped in them, and nothing in
    them can load anything.

    Returns
    -------
    bytes
        KML 2.2, UTF-8; coordinates with six decimals, longitude first, cut at the antimeridian.

    References
    ----------
    OGC 07-147r2, KML 2.2.
    """
    words = Words(findings.lang, "narrative")
    root = etree.Element("kml", nsmap={None: NAMESPACE})
    document = _child(root, "Document")
    _child(document, "name", wording(findings.lang)["summary"]["heading"])
    _child(document, "description", _as_html(caveat(findings)))
    for look, (line, fill) in _LOOKS.items():
        _style(document, f"reach-{look}", line=line, width=2, fill=fill)
    _style(document, "scope", line=_SCOPE, width=3, fill=_NO_FILL)
    for told in narrate(findings, lang=findings.lang).accounts:
        folder = _child(document, "Folder")
        _child(folder, "name", f"{told.label} ({told.attested})")
        _regime(folder, told, findings, words)
    places = _child(document, "Folder")
    _child(places, "name", wording(findings.lang)["snapshot"]["legend_place"])
    for row in findings.places.itertuples():
        if row.geometry is not None:
            data = (row.text, row.status, f"{row.distance_km:.3f}")
            _placemark(
                places,
                row.name,
                row.sentence,
                row.geometry,
                data=dict(zip(PLACE_DATA, data, strict=True)),
            )
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _regime(folder: etree._Element, told: Account, findings: Findings, words: Words) -> None:
    """Write what lies within the reach, and apart from it what the policy names."""
    regime = told.regime
    shapes = dict(zip(findings.regions["region"], findings.regions.geometry, strict=True))
    names = dict(zip(findings.regions["region"], findings.regions["name"], strict=True))
    scope = told.scope if regime.scope else ""
    attested = words.attested(
        regime.stance, regime.status, limit=regime.reach_of == "limit", scope=scope
    )
    caution = wording(findings.lang)["summary"]["caveat_limit" if told.is_limit else "caveat"]
    for row in findings.envelopes[findings.envelopes["regime"] == regime.id].itertuples():
        data = (regime.id, regime.stance, regime.status, f"{row.reach_km:g}")
        reach = words.reach([row.reach_km])
        _placemark(
            folder,
            f"{told.stance}: {reach}" if told.refused else reach,
            f"{attested}. {caution}",
            row.geometry,
            style=f"reach-{told.look}",
            data=dict(zip(REACH_DATA, data, strict=True)),
        )
    for code in told.named_codes:
        if code in shapes:
            data = (regime.id, regime.stance, regime.status, code)
            _placemark(
                folder,
                names[code],
                attested,
                shapes[code],
                style="scope",
                data=dict(zip(SCOPE_DATA, data, strict=True)),
            )


def _as_html(text: str) -> str:
    return html.escape(text, quote=False)


def _child(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, tag)
    if text is not None:
        child.text = printable(text)  # XML knows no control characters, not even escaped ones
    return child


def _style(document: etree._Element, name: str, *, line: str, width: int, fill: str) -> None:
    style = _child(document, "Style")
    style.set("id", name)
    of_line = _child(style, "LineStyle")
    _child(of_line, "color", line)
    _child(of_line, "width", str(width))
    _child(_child(style, "PolyStyle"), "color", fill)


def _placemark(
    folder: etree._Element,
    name: str,
    said: str,
    shape: BaseGeometry,
    *,
    data: Mapping[str, object],
    style: str = "",
) -> None:
    placemark = _child(folder, "Placemark")
    _child(placemark, "name", name)
    _child(placemark, "description", _as_html(said))
    if style:
        _child(placemark, "styleUrl", f"#{style}")
    fields = _child(placemark, "ExtendedData")
    for field, value in data.items():
        entry = _child(fields, "Data")
        entry.set("name", field)
        _child(entry, "value", str(value))
    parts = shapely.get_parts(shapely.orient_polygons(shape))
    within = placemark if len(parts) == 1 else _child(placemark, "MultiGeometry")
    for part in parts:
        _geometry(within, part)


def _geometry(parent: etree._Element, shape: BaseGeometry) -> None:
    if shape.geom_type == "Point":
        _child(_child(parent, "Point"), "coordinates", _written([shape.coords[0]]))
        return
    polygon = _child(parent, "Polygon")
    rings = [("outerBoundaryIs", shape.exterior)]
    rings += [("innerBoundaryIs", ring) for ring in shape.interiors]
    for tag, ring in rings:
        _child(_child(_child(polygon, tag), "LinearRing"), "coordinates", _written(ring.coords))


def _written(coordinates: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{longitude:.6f},{latitude:.6f}" for longitude, latitude, *_ in coordinates)
