"""Describe every column, property and key of every output and of a regimes file, from code."""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from inspect import cleandoc
from types import MappingProxyType

from geo.coverage import COMPARISON_COLUMNS, COVERAGE_COLUMNS
from geo.findings import PLACE_COLUMNS
from geo.places import Place
from geo.regimes import Regime, Source, Stretch
from geo.tables.layers import LAYER_COLUMNS, PLACE_DATA, REACH_DATA, SCOPE_DATA

ENVELOPE_COLUMNS = (
    *("regime", "label", "stance", "status", "from", "until", "reach_km"),
    "max_error_m",
)
BESIDE_THE_FEATURES = ("origin", "worldview")

_MEANING = {
    "regime": "id of the policy regime",
    "reach_km": "distance, km; of a regime with two, one row each",
    "region": "ISO 3166-2 code; with a colon in it, a key of the project's own; or none",
    "name": "in the language of the run",
    "area_km2": "area on the WGS84 ellipsoid, km²",
    "nearest_km": "least geodesic distance from the origin, km",
    "farthest_km": "greatest geodesic distance from the origin, km",
    "share": "part of the area inside the envelope, 0 to 1",
    "share_low": "the least the share may be, as far as the region's own edges are uncertain",
    "share_high": "the most the share may be, as far as the region's own edges are uncertain",
    "standing": "`inside` (share of 0.9995 or more), `partly` or `outside`",
    "in_scope": "whether the policy, as reported, names the region",
    "crosses": "ISO 3166-1 codes of third countries the shortest line crosses, with `;` between",
    "origin": "what the reach is measured from",
    "other_origin": "the origin compared with",
    "other_share": "share as measured from there",
    "other_share_low": "the least it may be as measured from there",
    "other_share_high": "the most it may be as measured from there",
    "change_points": "`other_share` less `share`, in points of per cent",
    "other_standing": "standing as measured from there",
    "other_nearest_km": "least distance from there, km",
    "text": "as the text has it",
    "start": "offset of its first character in the text",
    "end": "offset after its last character",
    "kind": "`country`, `region`, `settlement`, `water` or `area`",
    "country": "ISO 3166-1 code, or none",
    "geonames_id": "number in GeoNames, or none",
    "confidence": "0 to 1",
    "status": "`resolved`, `ambiguous` or `unresolved`",
    "distance_km": "geodesic distance from the origin, km; 0 inside",
    "regimes": "ids of the regimes that permit something and whose envelope holds it; in layers "
    "with `;` between",
    "sentence": "the sentence around it",
    "max_error_m": "greatest error of the line as measured in the run, m",
    "label": "the regime's label, in the language of the run",
    "scope": "ISO 3166-2 codes the policy names, with `;` between",
    "stance": "what the government says: `permits`, `case-by-case` or `refuses`",
    "from": "first day, of a placeholder no more than its month",
    "until": "the day the grantor ended or replaced it, or none",
    "worldview": "whose view of the borders is taken",
}
_OF_THE_PERMISSION = {
    "status": "of the stance, not of the reach: `reported`, `confirmed`, `denied`, `disputed`"
}
_OF_COVERAGE = {
    "origin": "what the reach is measured from; only where that is not the recognised border"
}
_OF_THE_ORIGIN = {"name": "what the reach is measured from"}

_CLAIMS = {
    "source": "name of the text",
    "claims[].id": "id of the regime that is or would be made of it",
    "claims[].drawn": "whether `--regimes auto` draws it: reach, stance and countries are sure",
    "claims[].on_map": "whether this run drew it",
    "claims[].fields.*.value": "what it states, by a regimes file's field; also `hedge`, `unit`",
    "claims[].fields.*.text": "the words it rests on",
    "claims[].fields.*.start": "offset of their first character in the text",
    "claims[].fields.*.end": "offset after their last character",
    "claims[].fields.*.sentence": "offsets of the sentence around them",
    "claims[].fields.*.confidence": "0.9 in the clause of the policy, 0.7 in its sentence, 0.5 in "
    "another one",
    "claims[].gaps.*": "what the text does not tell, by field",
    "claims[].catalogue.id": "the catalogue's entry of the same policy, or none",
    "claims[].catalogue.differences.*.text": "what the text has, where the two differ",
    "claims[].catalogue.differences.*.catalogue": "what the catalogue has",
    "distances_not_drawn[].text": "a distance of the text that is the reach of no policy drawn",
    "distances_not_drawn[].start": "offset of its first character in the text",
    "distances_not_drawn[].end": "offset after its last character",
    "distances_not_drawn[].sentence": "offsets of the sentence around it",
}
_MANIFEST = {
    "package.name": "this program",
    "package.version": "its version",
    "libraries.*": "version of each library that had a part in the files",
    "options.formats": "which files were asked for",
    "options.sizes": "which pictures besides, or none",
    "inputs.text.name": "name of the text's file",
    "inputs.text.sha256": "digest of the text as given",
    "inputs.regimes.ids": "ids of the regimes drawn",
    "inputs.regimes.without_reach": "ids of those without a distance, or only proposed",
    "inputs.regimes.sha256": "digest of the regimes file",
    "inputs.origin.name": "what the reach is measured from",
    "inputs.origin.sha256": "digest of its coordinates",
    "inputs.origin.worldview": "whose view of the borders is taken",
    "inputs.compared_with": "the origin compared with, or none",
    "inputs.lang": "language of the run",
    "data[].file": "name of a packaged data file",
    "data[].sha256": "its digest",
    "data[].publisher": "who published what it was made of",
    "data[].package": "the package that carried it",
    "data[].version": "that package's version",
    "data[].licence": "what it may be used under",
    "data[].attribution": "the words that must stand beside it",
    "data[].worldview": "whose view of contested borders it takes",
    "crs": "of every coordinate",
    "distances": "what every distance is",
    "envelopes[].regime": "id of the policy regime",
    "envelopes[].reach_km": "distance, km",
    "envelopes[].max_error_m": "greatest error of the line as measured in the run, m",
    "envelopes[].vertices": "how many points the line has",
    "mentions.resolved": "how many mentions were placed",
    "mentions.ambiguous": "how many of which another place is nearly as likely",
    "mentions.unresolved": "how many could not be placed",
    "statements[].text": "a distance or date as the text has it",
    "statements[].start": "offset of its first character in the text",
    "statements[].end": "offset after its last character",
    "statements[].kind": "`distance` or `date`",
    "statements[].low_km": "least distance meant, km, or none",
    "statements[].high_km": "greatest distance meant, km, or none",
    "statements[].hedge": "`about`, `up to`, `more than`, `less than`, or empty",
    "statements[].date": "ISO 8601, as much of it as the text says; empty for a distance",
    "statements[].sentence": "the sentence around it",
    "statements[].regimes": "ids of the regimes whose reach or day it is",
    "statements[].places[].start": "offset of a mention in the same sentence",
    "statements[].places[].name": "name of its place",
    "outputs.*.bytes": "size of each other file of the run",
    "outputs.*.sha256": "its digest",
    "made": "when, only with `SOURCE_DATE_EPOCH`",
}

_PROVENANCE = {
    "id": "name of the node",
    "type": "`prov:Entity`, `prov:Activity` or `prov:Agent`",
    "label": "what it is, for people: of a sentence or mention its own words",
    "wasDerivedFrom": "what it was made of",
    "wasQuotedFrom": "of a mention, distance or date its sentence; of a sentence the text",
    "hadPrimarySource": "reports a regime rests on, other than copies and digests",
    "wasRevisionOf": "regimes that the grantor ended with this one",
    "wasGeneratedBy": "the step that made it",
    "used": "what a step read",
    "wasAssociatedWith": "the program",
    "map:sha256": "digest of the text or of a data file",
    "map:file": "name of a data file",
    "map:worldview": "whose view of the borders a data file or the origin takes",
    "map:name": "short name of the origin",
    "map:agreesWith": "regimes whose reach or day a distance or date is",
    "map:inEnvelopeOf": "regimes that permit something and whose envelope holds a place",
    "map:inRegion": "the judged region a place lies in",
    "map:longitude": "of a place, degrees, WGS84",
    "map:latitude": "of a place, degrees, WGS84",
    "map:confidence": "of a place, 0 to 1",
    "map:address": "web address of a report",
    "map:copy": "whether a report is a copy or digest of another outlet's",
    "map:reach_km": "distances of a regime, distance of an envelope, km",
    "map:scope": "ISO 3166-2 codes a policy names",
    "map:excluded": "ISO 3166-2 codes it leaves out",
    "map:whole": "ISO 3166-2 codes of regions inside whatever the distance",
    "map:stance": "what the government says: `permits`, `case-by-case`, `refuses` or `proposed`",
    "map:status": _OF_THE_PERMISSION["status"],
    "map:from": "first day of a regime, of a placeholder no more than its month",
    "map:until": "the day the grantor ended or replaced it, or none",
    "map:max_error_m": "greatest error of an envelope's line as measured in the run, m",
    "map:share": "part of a region's area inside an envelope, 0 to 1",
    "map:standing": "`inside` or `partly`; regions outside are left out",
    "map:in_scope": "whether the policy, as reported, names the region",
}

_FIELD_OF = {"start": "from", "start_precision": "from_precision", "sources": "source"}
_ONLY_CODE = ("date_precision", "as_written", "stated_in")


def data_dictionary() -> str:
    """Write the dictionary as Markdown.

    Returns
    -------
    str
        One table per file or layer, one row per column in the file's order; then the fields of
        a regimes file. Ends in a line end.

    Examples
    --------
    >>> data_dictionary().splitlines()[0]
    '# Data dictionary'
    """
    parts = [
        "# Data dictionary",
        "",
        (
            "Every column of every table and layer, every key of every record, and every field of "
            "a regimes file. Made by `python -m data.build.dictionary`; do not edit by hand."
        ),
    ]
    for title, head, rows in _sections():
        parts += ["", f"## {title}", "", f"| {head} | meaning |", "| --- | --- |"]
        parts += [f"| {names} | {meaning} |" for names, meaning in rows]
    return "\n".join(parts) + "\n"


def _sections() -> Iterable[tuple[str, str, Iterable[tuple[str, str]]]]:
    yield "`coverage.csv`", "column", _columns((*COVERAGE_COLUMNS, "origin"), _OF_COVERAGE)
    yield "`comparison.csv`", "column", _columns((*COMPARISON_COLUMNS, "origin", "other_origin"))
    yield "`places.geojson`", "property", _columns(PLACE_COLUMNS)
    yield "`envelopes.geojson`", "property", _columns(ENVELOPE_COLUMNS, _OF_THE_PERMISSION)
    yield "`claims.json`", "key", _CLAIMS.items()
    yield "Both GeoJSON files, beside the features", "member", _columns(BESIDE_THE_FEATURES)
    special = {"origin": _OF_THE_ORIGIN, "places": {}}
    for layer, columns in LAYER_COLUMNS.items():
        title = f"Layer `{layer}` (`layers.gpkg`, `{layer}.fgb`, `{layer}.parquet`)"
        yield title, "column", _columns(columns, special.get(layer, _OF_THE_PERMISSION))
    yield "`policy-map.kml`, envelopes", "field", _columns(REACH_DATA, _OF_THE_PERMISSION)
    yield "`policy-map.kml`, regions named", "field", _columns(SCOPE_DATA, _OF_THE_PERMISSION)
    yield "`policy-map.kml`, places", "field", _columns(PLACE_DATA)
    yield "`manifest.json`", "key", _columns(_MANIFEST, _MANIFEST)
    yield "`provenance.json`, nodes of `@graph`", "key", _columns(_PROVENANCE, _PROVENANCE)
    yield "`python -m geo.places`, one object a line", "key", _attributes(Place)
    yield "Regimes file, `[[regime]]`", "field", _attributes(Regime)
    yield "Regimes file, `[[regime.source]]`", "field", _attributes(Source)
    yield "Regimes file, `[[stretch]]`", "field", _attributes(Stretch)


def _columns(
    names: Iterable[str], special: Mapping[str, str] = MappingProxyType({})
) -> Iterable[tuple[str, str]]:
    """Give each name with its meaning: the table's own, else the one it has everywhere."""
    return ((f"`{name}`", special.get(name) or _MEANING[name]) for name in names)


def _attributes(record: type) -> Iterable[tuple[str, str]]:
    """Read the attributes off a record's docstring; every field of it must be there."""
    section = cleandoc(record.__doc__ or "").partition("Attributes\n----------\n")[2]
    described = re.findall(r"^(\S.*)\n((?: {4}.*\n?)+)", section, re.MULTILINE)
    known = {field.name for field in fields(record)}
    missing = known - {name for names, _ in described for name in names.split(", ")}
    if missing:
        raise KeyError(f"{record.__name__} does not describe {', '.join(sorted(missing))}")
    in_a_file = _FIELD_OF if record is Regime else {}
    for names, text in described:
        shown = [name for name in names.split(", ") if name not in _ONLY_CODE]
        if shown:
            meaning = " ".join(text.split()).replace("``", "`")
            yield ", ".join(f"`{in_a_file.get(name, name)}`" for name in shown), meaning


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
