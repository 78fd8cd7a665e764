"""Compute every file of a run, by name; touch no disk but to read."""

import hashlib
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass

from geo.errors import InputError
from geo.findings import Findings, find
from geo.narrative import alt_text, summary_markdown
from geo.origins import choose_origin
from geo.reading import no_text, read_text
from geo.regimes import select
from geo.snapshot import draw, orders, pictures
from geo.tables import (
    comparison_csv,
    coverage_csv,
    envelopes_geojson,
    layers_fgb,
    layers_gpkg,
    layers_parquet,
    manifest_json,
    places_geojson,
    policy_map_kml,
    provenance_json,
)
from geo.webmap import page

OF_THE_BRIEF = ("UA", "RU")
PICTURES = ("png", "svg", "pdf")


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """Hold what a run leaves.

    Attributes
    ----------
    files
        File name to content.
    summary
        Regimes and regions touched as Markdown, for a build's summary page.
    found
        What was found, in a line.
    """

    files: dict[str, bytes]
    summary: str
    found: str


def outputs(
    arguments: Namespace,
    *,
    formats: frozenset[str],
    progress: Callable[[str], None],
) -> Outputs:
    """Compute every file of the run, and the build summary.

    Parameters
    ----------
    arguments
        The options of ``render``, as its parser names them.
    formats
        Which files, by the kinds of ``--formats``.
    progress
        Told each stage as it begins.

    Returns
    -------
    Outputs

    Raises
    ------
    InputError
        When an option or a file of the user's cannot be used as it is.
    DataError
        When a packaged file is damaged.
    """
    progress("read")
    regimes, regimes_path = select(arguments.regimes)
    home, target = regimes[0].origin, regimes[0].target
    without = arguments.text is None and (home, target) != OF_THE_BRIEF
    text = no_text() if without else read_text(arguments.text)
    if text.note and not arguments.quiet:
        sys.stderr.write(f"{text.source_name}: {text.note}\n")
    ordered = orders(arguments.sizes, regimes) if arguments.sizes is not None else ()
    if ordered and not formats.intersection(PICTURES):
        raise InputError("--sizes is given, but no picture; add png, svg or pdf to --formats.")
    origin_name, origin = choose_origin(arguments.origin, home=home, target=target)
    compare = (
        None
        if arguments.compare is None
        else choose_origin(arguments.compare, home=home, target=target)
    )
    findings = find(
        text,
        regimes,
        origin_name=origin_name,
        origin=origin,
        lang=arguments.lang,
        compare=compare,
        progress=progress,
    )
    files: dict[str, bytes] = {}
    if text.is_html:
        files["text.txt"] = text.text.encode()
    files |= _data_files(findings, formats)
    if "html" in formats:
        progress("page")
        files["policy-map.html"] = page(findings).encode()
    drawn = [name for name in PICTURES if name in formats]
    if drawn:
        progress("pictures")
        for name, content in draw(findings, formats=drawn).items():
            files[f"policy-map.{name}"] = content
        files["policy-map.alt.txt"] = alt_text(findings).encode()
        files |= pictures(findings, ordered, formats=drawn)
    files["manifest.json"] = manifest_json(
        findings,
        regimes_sha256=hashlib.sha256(regimes_path.read_bytes()).hexdigest(),
        origin_sha256=hashlib.sha256(b"".join(origin.geometry.to_wkb())).hexdigest(),
        options={"formats": ",".join(sorted(formats)), "sizes": arguments.sizes},
        outputs=files,
    )
    return Outputs(files=files, summary=summary_markdown(findings), found=_found(findings))


def _found(findings: Findings) -> str:
    """Say in one line what the run found."""
    granting = [regime.id for regime in findings.regimes if regime.grants]
    permitted = findings.coverage[findings.coverage["regime"].isin(granting)]
    touched = permitted.loc[permitted["standing"] != "outside", "region"]
    counts = (
        (len(findings.places), "place named", "places named"),
        (len(findings.regimes), "policy drawn", "policies drawn"),
        (touched.nunique(), "region inside a reach", "regions inside a reach"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)


def _data_files(findings: Findings, formats: frozenset[str]) -> dict[str, bytes]:
    """Write what other programs read."""
    files: dict[str, bytes] = {}
    if "csv" in formats:
        files["coverage.csv"] = coverage_csv(findings)
        if findings.comparison is not None:
            files["comparison.csv"] = comparison_csv(
                findings.comparison, origin_name=findings.origin_name
            )
    if "geojson" in formats:
        files["places.geojson"] = places_geojson(findings)
        files["envelopes.geojson"] = envelopes_geojson(findings)
    if "gpkg" in formats:
        files["layers.gpkg"] = layers_gpkg(findings)
    if "fgb" in formats:
        files |= layers_fgb(findings)
    if "parquet" in formats:
        files |= layers_parquet(findings)
    if "kml" in formats:
        files["policy-map.kml"] = policy_map_kml(findings)
    if "prov" in formats:
        files["provenance.json"] = provenance_json(findings)
    return files
