"""Write how everything came to be, from sentence to polygon, in the words of W3C PROV-O."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from geo import __version__
from geo.boundaries import OWN_LAYERS
from geo.findings import Findings
from geo.inputs import Record
from geo.narrative import known_day, measured_from, published, worldview
from geo.reading import normalise
from geo.regimes import Regime, Source, in_language
from geo.tables.plain import as_json
from geo.wording import Words

_NAMESPACE = "urn:policy-range-mapper:"
_LINKS = (
    *("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasGeneratedBy", "used"),
    *("wasAssociatedWith", "wasRevisionOf"),
)
_TYPES = {
    "@id": ("agreesWith", "inEnvelopeOf", "inRegion"),
    "xsd:double": (*("longitude", "latitude", "confidence"), *("reach_km", "max_error_m", "share")),
    "xsd:date": ("from", "until"),
    "xsd:anyURI": ("address",),
}
_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "map": _NAMESPACE,
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _LINKS},
    **{
        f"map:{name}": {"@id": _NAMESPACE + name, "@type": kind}
        for kind, names in _TYPES.items()
        for name in names
    },
}
_PROGRAM = "map:program"
_DATA_OF_ORIGIN = {
    "recognised": "ukraine.fgb",
    "border-UA": "ukraine.fgb",
    "land-border": "land-border.fgb",
    "de-facto-2014": "ukraine_regions.fgb",
}


def provenance_json(findings: Findings) -> bytes:
    """Write the run as a PROV-O graph in JSON-LD, its context inside.

    Entities are the text, its sentences, the mentions and distances quoted from them, the places
    and regimes, the reports these rest on, the packaged data, the origin, every envelope, the
    regions and every judgement of one; activities are reading, geocoding, measuring and judging.
    A place leads on to its region and to the regimes whose envelope holds it, a distance or date
    to the regimes it agrees with: none of these derives from a sentence.

    Returns
    -------
    bytes
        JSON-LD 1.1, in the order of the text and of the regimes; numbers are ``xsd:double``.

    References
    ----------
    W3C, PROV-O: The PROV Ontology (2013); JSON-LD 1.1 (2020).
    """
    graph = [
        {
            "id": _PROGRAM,
            "type": ["prov:Agent", "prov:SoftwareAgent"],
            "label": f"policy-range-mapper {__version__}",
        },
        _entity("text", label=findings.text.source_name, **{"map:sha256": findings.text.sha256}),
        *_data(findings),
        *_activities(findings),
        *_quoted(findings),
        *_policies(findings),
        *_measured(findings),
    ]
    return as_json({"@context": _CONTEXT, "@graph": graph}, indent=1)


def _entity(*parts: object, **said: Any) -> dict[str, Any]:
    return {"id": _name(*parts), "type": "prov:Entity", **said}


def _name(*parts: object) -> str:
    return "map:" + "/".join(quote(str(part), safe="") for part in parts)


def _data(findings: Findings) -> list[dict[str, Any]]:
    return [
        {
            "id": _named(record),
            "type": "prov:Entity",
            "label": f"{record.title}; {record.publisher}; {record.licence}",
            "map:file": record.file,
            "map:sha256": record.sha256,
            "map:worldview": record.worldview,
        }
        for record in findings.records
    ]


def _named(record: Record) -> str:
    """Name a data file by its digest: two folders may have files of one name."""
    return _name("data", record.sha256[:16])


def _outlines(findings: Findings, country: str) -> str:
    """Name the data file of a country's regions; the world's comes after the project's own."""
    own = OWN_LAYERS.get(country)
    found = [record for record in findings.records if record.file == f"{own or 'regions'}.fgb"]
    return _named(found[0] if own else found[-1])


def _judged(findings: Findings) -> str:
    """Name the data file of the regions that are judged."""
    own = findings.own_regions
    return _outlines(findings, findings.target) if own is None else _named(own.record)


def _activities(findings: Findings) -> list[dict[str, Any]]:
    names = [_named(record) for record in findings.records if not record.crs]
    borders = [_named(record) for record in findings.records if record.file == "countries.fgb"]
    used = {
        "reading": [_name("text")],
        "geocoding": [_name("text"), *names],
        "measuring": [_name("origin")],
        "judging": [
            *(_name("origin"), _judged(findings), *borders),
            *dict.fromkeys(_envelope(row) for row in findings.envelopes.itertuples()),
        ],
    }
    return [
        {"id": _name(step), "type": "prov:Activity", "used": inputs, "wasAssociatedWith": _PROGRAM}
        for step, inputs in used.items()
    ]


def _quoted(findings: Findings) -> list[dict[str, Any]]:
    """Tell sentences, what is quoted from them, and what became of it."""
    reading = normalise(findings.text.text)
    graph: dict[str, dict[str, Any]] = {}

    def sentence(first: int, last: int) -> str:
        name = _name("sentence", f"{first}-{last}")
        graph[name] = {
            "id": name,
            "type": "prov:Entity",
            "label": reading.shown(first, last),
            "wasQuotedFrom": _name("text"),
            "wasGeneratedBy": _name("reading"),
        }
        return name

    regions = set(findings.regions["region"])
    result = []
    for said in findings.statements:
        quantity = said.quantity
        result.append(
            _entity(
                "statement",
                f"{quantity.start}-{quantity.end}",
                label=quantity.text,
                wasQuotedFrom=sentence(*quantity.sentence),
                wasGeneratedBy=_name("reading"),
                **{"map:agreesWith": [_name("regime", name) for name in said.regimes]},
            )
        )
    for row in findings.places.itertuples():
        near = reading.to_text(row.start, row.end)[0] - len(row.sentence) + 1
        around = reading.text.find(row.sentence, max(0, near))
        mention = _name("mention", f"{row.start}-{row.end}")
        result.append(
            {
                "id": mention,
                "type": "prov:Entity",
                "label": row.text,
                "wasQuotedFrom": sentence(*reading.to_given(around, around + len(row.sentence))),
                "wasGeneratedBy": _name("geocoding"),
            }
        )
        if row.geometry is not None:
            result.append(
                _entity(
                    "place",
                    f"{row.start}-{row.end}",
                    label=row.name,
                    wasDerivedFrom=mention,
                    wasGeneratedBy=_name("geocoding"),
                    **{
                        "map:longitude": round(row.geometry.x, 7),
                        "map:latitude": round(row.geometry.y, 7),
                        "map:confidence": row.confidence,
                        "map:inEnvelopeOf": [_name("regime", name) for name in row.regimes],
                        "map:inRegion": [_name("region", row.region)]
                        if row.region in regions
                        else [],
                    },
                )
            )
    return [*graph.values(), *result]


def _policies(findings: Findings) -> list[dict[str, Any]]:
    regimes = [*findings.regimes, *findings.undrawn]
    known = {regime.id for regime in regimes}
    sources: dict[str, dict[str, Any]] = {}
    result = [_regime(regime, known, findings.lang) for regime in regimes]
    for regime in regimes:
        for source in regime.sources:
            sources[_report(source)] = {
                "id": _report(source),
                "type": "prov:Entity",
                "label": f"{source.publisher}, {published(source)}: {source.title}",
                "map:address": source.url,
                "map:copy": source.copy,
            }
    return [*sources.values(), *result]


def _regime(regime: Regime, known: Iterable[str], lang: str) -> dict[str, Any]:
    return _entity(
        "regime",
        regime.id,
        label=in_language(regime.label, lang),
        hadPrimarySource=[_report(source) for source in regime.sources if not source.copy],
        wasDerivedFrom=[_report(source) for source in regime.sources],
        wasRevisionOf=[_name("regime", name) for name in regime.replaces if name in known],
        **{
            "map:reach_km": list(regime.reach_km),
            "map:scope": list(regime.scope),
            "map:excluded": list(regime.excluded),
            "map:whole": list(regime.whole),
            "map:stance": regime.stance,
            "map:status": regime.status,
            "map:from": _day(regime.start, regime.start_precision),
            "map:until": regime.until and _day(regime.until, regime.until_precision),
        },
    )


def _day(day: date, precision: str) -> str | dict[str, str | None] | None:
    """Write a day, of a placeholder the month alone."""
    known = known_day(day, precision)
    return {"@value": known, "@type": "xsd:gYearMonth"} if precision == "placeholder" else known


def _report(source: Source) -> str:
    """Name a report by a digest of its address: an address may hold what a name must not."""
    return _name("report", hashlib.sha256(source.url.encode()).hexdigest()[:16])


def _measured(findings: Findings) -> list[dict[str, Any]]:
    """Tell the origin, the polygons measured from it, the regions, and what was judged of them."""
    words = Words(findings.lang)
    name = findings.origin_name
    files = {record.file: _named(record) for record in findings.records}
    if name in _DATA_OF_ORIGIN:
        base = [files[_DATA_OF_ORIGIN[name]]]
    elif name.startswith("border-"):
        base = [_outlines(findings, name.removeprefix("border-"))]
    else:
        base = []  # a file of the user's own
    origin = _entity(
        "origin",
        label=measured_from(findings, lang=findings.lang),
        wasDerivedFrom=base,
        **{"map:name": name, "map:worldview": worldview(findings, lang=findings.lang)},
    )
    envelopes = [
        _entity(
            *("envelope", row.regime, f"{row.reach_km:.12g}"),
            label=words.reach([row.reach_km]),
            wasDerivedFrom=[_name("origin"), _name("regime", row.regime)],
            wasGeneratedBy=_name("measuring"),
            **{"map:reach_km": row.reach_km, "map:max_error_m": round(row.max_error_m, 3)},
        )
        for row in findings.envelopes.itertuples()
    ]
    outlines = _judged(findings)
    regions = [
        _entity("region", row.region, label=row.name, wasDerivedFrom=outlines)
        for row in findings.regions.itertuples()
    ]
    judged = [
        _entity(
            *("coverage", row.regime, f"{row.reach_km:.12g}", row.region),
            label=row.name,
            wasDerivedFrom=[_envelope(row), _name("region", row.region)],
            wasGeneratedBy=_name("judging"),
            **{
                "map:share": row.share,
                "map:standing": row.standing,
                "map:in_scope": bool(row.in_scope),
            },
        )
        for row in findings.granted.itertuples()
        if row.standing != "outside"
    ]
    return [origin, *envelopes, *regions, *judged]


def _envelope(row: Any) -> str:
    return _name("envelope", row.regime, f"{row.reach_km:.12g}")
