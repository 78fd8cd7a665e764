"""Write finished findings as KML: lines, named regions and places, for a globe."""

from collections.abc import Iterable

import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

from geo.findings import Findings
from geo.tables.plain import label
from geo.wording import Words, wording

NAMESPACE = "http://www.opengis.net/kml/2.2"

_LINE = {"reported": "ff9c5108", "confirmed": "ff9c5108"}  # aabbggrr
_DOUBTED = "ff808080"
_FILL = "309c5108"


def policy_map_kml(findings: Findings) -> bytes:
    """Write the envelopes, the regions the permissions name, and the places, as KML.

    Each regime is a folder: its envelope per reach, then the regions it names. Texts from
    outside stand in elements' text, whose markup means nothing.

    Returns
    -------
    bytes
        KML 2.2, UTF-8; coordinates with six decimals.

    Raises
    ------
    KeyError
        When a frame of the findings lacks a column.
    """
    words = Words(findings.lang, "snapshot")
    root = etree.Element("kml", nsmap={None: NAMESPACE})
    document = _child(root, "Document")
    _child(document, "name", wording(findings.lang)["summary"]["heading"])
    said = [
        wording(findings.lang)["summary"]["caveat"],
        wording(findings.lang)["summary"]["measured"].format(
            origin=findings.measured_from(words),
            worldview=findings.worldview(words),
        ),
    ]
    _child(document, "description", " ".join(said))
    for status in wording(findings.lang)["status"]:
        _style(document, status)
    shapes = dict(zip(findings.regions["region"], findings.regions.geometry, strict=True))
    names = dict(zip(findings.regions["region"], findings.regions["name"], strict=True))
    for regime in findings.regimes:
        folder = _child(document, "Folder")
        _child(folder, "name", label(regime, findings.lang))
        permission = words.permission(
            regime.status, scope=words.listing([names.get(code, code) for code in regime.scope])
        )
        own = findings.envelopes[findings.envelopes["regime"] == regime.id]
        for row in own.itertuples():
            reach = words.reach([row.reach_km])
            _placemark(folder, reach, permission, row.geometry, style=regime.status)
        for code in regime.scope:
            if code in shapes:
                _placemark(folder, names[code], permission, shapes[code], style=regime.status)
    places = _child(document, "Folder")
    _child(places, "name", words.say("legend_place"))
    for row in findings.places.itertuples():
        if row.geometry is not None:
            _placemark(places, row.name, row.sentence, row.geometry)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _child(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, tag)
    if text is not None:
        # XML knows no control characters, not even escaped ones
        child.text = "".join(char if char.isprintable() else " " for char in text)
    return child


def _style(document: etree._Element, status: str) -> None:
    style = _child(document, "Style")
    style.set("id", status)
    line = _child(style, "LineStyle")
    _child(line, "color", _LINE.get(status, _DOUBTED))
    _child(line, "width", "2")
    _child(_child(style, "PolyStyle"), "color", _FILL)


def _placemark(
    folder: etree._Element, name: str, said: str, shape: BaseGeometry, *, style: str = ""
) -> None:
    placemark = _child(folder, "Placemark")
    _child(placemark, "name", name)
    _child(placemark, "description", said)
    if style:
        _child(placemark, "styleUrl", f"#{style}")
    parts = shapely.get_parts(shape)
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
