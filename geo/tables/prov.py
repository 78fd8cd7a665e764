"""Write how everything came to be, from sentence to polygon, in the words of W3C PROV-O."""

import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from geo import __version__
from geo.findings import Findings
from geo.regimes import Regime, Source
from geo.regimes.tell import published
from geo.tables.plain import as_json, label

_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "map": "urn:policy-range-mapper:",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    **{
        name: {"@id": f"prov:{name}", "@type": "@id"}
        for name in (
            *("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasGeneratedBy", "used"),
            *("wasAssociatedWith", "wasRevisionOf", "specializationOf"),
        )
    },
}
_PROGRAM = "map:program"
_PROGRAM_NAME = f"policy-range-mapper {__version__}"


def provenance_json(findings: Findings) -> bytes:
    """Write the run as a PROV-O graph in JSON-LD, its context inside.

    Entities are the text, its sentences, the mentions and distances quoted from them, the places
    and regimes, the reports these rest on, the packaged data, the origin, every envelope and
    every judgement of a region; activities are reading, geocoding, measuring and judging.

    Returns
    -------
    bytes
        JSON-LD 1.1, in the order of the text and of the regimes.

    Raises
    ------
    KeyError
        When a frame of the findings lacks a column.

    References
    ----------
    W3C, PROV-O: The PROV Ontology (2013); JSON-LD 1.1 (2020).
    """
    graph = [
        {
            "id": _PROGRAM,
            "type": "prov:SoftwareAgent",
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
        _entity(
            "data",
            record.file,
            label=f"{record.title}; {record.publisher}; {record.licence}",
            **{"map:sha256": record.sha256, "map:worldview": record.worldview},
        )
        for record in findings.records
    ]


def _activities(findings: Findings) -> list[dict[str, Any]]:
    every = [_name("data", record.file) for record in findings.records]
    used = {
        "reading": [_name("text")],
        "geocoding": [_name("text"), *every],
        "measuring": [_name("origin"), *every],
        "judging": every,
    }
    return [
        {"id": _name(step), "type": "prov:Activity", "used": inputs, "wasAssociatedWith": _PROGRAM}
        for step, inputs in used.items()
    ]


def _quoted(findings: Findings) -> list[dict[str, Any]]:
    """Tell sentences, what is quoted from them, and what became of it."""
    text = findings.text.text
    graph: dict[str, dict[str, Any]] = {}

    def sentence(first: int, last: int) -> str:
        name = _name("sentence", f"{first}-{last}")
        graph[name] = {
            "id": name,
            "type": "prov:Entity",
            "label": text[first:last],
            "wasQuotedFrom": _name("text"),
            "wasGeneratedBy": _name("reading"),
        }
        return name

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
                **{"map:agreesWith": [{"@id": _name("regime", name)} for name in said.regimes]},
            )
        )
    for row in findings.places.itertuples():
        around = text.find(row.sentence, max(0, row.start - len(row.sentence)))
        mention = _name("mention", f"{row.start}-{row.end}")
        result.append(
            {
                "id": mention,
                "type": "prov:Entity",
                "label": row.text,
                "wasQuotedFrom": sentence(around, around + len(row.sentence)),
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
                        "map:inEnvelopeOf": [
                            {"@id": _name("regime", name)} for name in row.regimes
                        ],
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
        label=label(regime, lang),
        hadPrimarySource=[_report(source) for source in regime.sources if not source.copy],
        wasDerivedFrom=[_report(source) for source in regime.sources],
        wasRevisionOf=[_name("regime", name) for name in regime.replaces if name in known],
        **{
            "map:reach_km": list(regime.reach_km),
            "map:scope": list(regime.scope),
            "map:status": regime.status,
        },
    )


def _report(source: Source) -> str:
    """Name a report by a digest of its address: an address may hold what a name must not."""
    return _name("report", hashlib.sha256(source.url.encode()).hexdigest()[:16])


def _measured(findings: Findings) -> list[dict[str, Any]]:
    envelopes = [
        _entity(
            *("envelope", row.regime, f"{row.reach_km:g}"),
            wasDerivedFrom=[_name("origin"), _name("regime", row.regime)],
            wasGeneratedBy=_name("measuring"),
            **{"map:max_error_m": round(row.max_error_m, 3)},
        )
        for row in findings.envelopes.itertuples()
    ]
    judged = [
        _entity(
            *("coverage", row.regime, f"{row.reach_km:g}", row.region),
            label=row.name,
            wasDerivedFrom=_name("envelope", row.regime, f"{row.reach_km:g}"),
            wasGeneratedBy=_name("judging"),
            **{"map:share": row.share, "map:standing": row.standing},
        )
        for row in findings.coverage.itertuples()
        if row.standing != "outside"
    ]
    return [_entity("origin", label=findings.origin_name), *envelopes, *judged]
