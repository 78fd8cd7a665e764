"""Compute every file of a run, by name; touch no disk but to read."""

import hashlib
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from geo.beside import helper
from geo.choice import Choice, claims_json, said_of
from geo.display import Display, display
from geo.errors import InputError
from geo.findings import Findings, find, find_places
from geo.narrative import alt_text, own_regions_said, places_alt, places_title
from geo.origins import choose_origin
from geo.reading import Text
from geo.regimes import catalogue
from geo.regions import OwnRegions, load_own_regions, placed
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
    summary_markdown,
)
from geo.wording import LANGUAGES, printable

if TYPE_CHECKING:
    from geo.snapshot import Order

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
    notes
        What was left out of a page, what the text states that is not drawn: a line each, said
        once the run is over, so that a run that fails says nothing but why.
    """

    files: dict[str, bytes]
    summary: str
    found: str
    notes: str = ""


def outputs(
    arguments: Namespace,
    *,
    formats: frozenset[str],
    read: Callable[[Mapping[str, str] | None], tuple[Text, Choice]],
    progress: Callable[..., None],
) -> Outputs:
    """Compute every file of the run, and the build summary.

    Parameters
    ----------
    arguments
        The options of ``render``, as its parser names them.
    formats
        Which files, by the kinds of ``--formats``.
    read
        Gives the text, and what is chosen to be drawn of it; told codes of the user's regions by
        what a regimes file may write for them, None where there are none.
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
    own = _own_regions(arguments)
    text, choice = read(None if own is None else own.written)
    regimes = choice.regimes
    if not regimes:
        return _places_only(arguments, text, choice, formats=formats, progress=progress)
    home, target = regimes[0].origin, regimes[0].target
    ordered: Sequence[Order] = ()
    if arguments.sizes is not None:
        from geo.snapshot import orders  # noqa: PLC0415 - who orders nothing need not wait for it

        ordered = orders(arguments.sizes, regimes)
    if ordered and not formats.intersection(PICTURES):
        raise InputError("--sizes is given, but no picture; add png, svg or pdf to --formats.")
    origin_name, origin = choose_origin(arguments.origin, home=home, target=target)
    if own is not None:
        own = placed(
            own, home=home, target=target, regimes=regimes, name=f"regions {arguments.regions!r}"
        )
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
        claims=choice.claims,
        told=choice.told,
        compare=compare,
        own_regions=own,
        progress=progress,
    )
    drawn = [name for name in PICTURES if name in formats]
    work = partial(_pictures, findings, ordered, drawn)
    first = partial(import_module, "geo.snapshot")
    aside = helper(work, first=first) if drawn and "html" in formats else None
    with aside or nullcontext(partial(partial, work)) as draw:
        pictures = draw(display(findings) if drawn else None)
        files = _data_files(findings, choice, formats)
        if "html" in formats:
            progress("page")
            from geo.webmap import page  # noqa: PLC0415 - read beside what draws the picture

            files["policy-map.html"] = page(findings).encode()
        if drawn:
            progress("pictures")
            files |= pictures()
    found = _found(findings)
    return _outputs(findings, choice, arguments, formats=formats, files=files, found=found)


def _outputs(
    findings: Findings,
    choice: Choice,
    arguments: Namespace,
    *,
    formats: frozenset[str],
    files: dict[str, bytes],
    found: str,
) -> Outputs:
    """Close a run: its manifest, its summary, the remarks on it."""
    files["manifest.json"] = manifest_json(
        findings,
        regimes_sha256=hashlib.sha256(
            choice.file.read_bytes() if choice.file else files["claims.json"]
        ).hexdigest(),
        origin_sha256=hashlib.sha256(b"".join(findings.origin.geometry.to_wkb())).hexdigest(),
        options={"formats": ",".join(sorted(formats)), "sizes": arguments.sizes},
        outputs=files,
    )
    text = findings.text
    notes = f"{text.source_name}: {text.note}\n" if text.note else ""
    notes += said_of(choice, text, arguments.text) if arguments.text is not None else ""
    remarks = own_regions_said(findings, lang="en")
    notes += "".join(f"{printable(arguments.regions)}: {each}\n" for each in remarks)
    return Outputs(files=files, summary=summary_markdown(findings), found=found, notes=notes)


def _pictures(
    findings: Findings, ordered: Sequence["Order"], drawn: Sequence[str], shown: Display | None
) -> dict[str, bytes]:
    """Draw every picture, each with its text alternative."""
    from geo.snapshot import draw, pictures  # noqa: PLC0415 - read beside what makes the page

    first = draw(findings, formats=drawn, shown=shown)
    files = {f"policy-map.{name}": content for name, content in first.items()}
    files["policy-map.alt.txt"] = alt_text(findings).encode()
    return files | pictures(findings, ordered, formats=drawn, shown=shown)


def _places_only(
    arguments: Namespace,
    text: Text,
    choice: Choice,
    *,
    formats: frozenset[str],
    progress: Callable[..., None],
) -> Outputs:
    """Compute the files of a run in which no policy is drawn."""
    for name in ("origin", "compare", "regions", "sizes"):
        if getattr(arguments, name) is not None:
            raise InputError(
                f"--{name} is given, but no policy is drawn that it could serve; choose some with "
                "--regimes."
            )
    progress("places")
    findings = find_places(text, claims=choice.claims, told=choice.told, lang=arguments.lang)
    files = _data_files(findings, choice, formats & {"csv", "geojson"})
    from geo.snapshot import draw_places  # noqa: PLC0415 - as below

    progress("pictures")
    wanted = [name for name in PICTURES if name in formats]
    drawn = draw_places(findings, formats=dict.fromkeys((*wanted, "svg")))
    files |= {f"policy-map.{name}": drawn[name] for name in wanted}
    title = places_title(findings, lang=arguments.lang)
    if "html" in formats:
        files["policy-map.html"] = _places_page(findings, drawn["svg"]).encode()
    if wanted:
        files["policy-map.alt.txt"] = places_alt(findings).encode()
    return _outputs(findings, choice, arguments, formats=formats, files=files, found=title)


def _places_page(findings: Findings, svg: bytes) -> str:
    """Write a text's places in every language, the one asked for first."""
    from geo.snapshot import draw_places  # noqa: PLC0415 - as above
    from geo.webmap import places_page  # noqa: PLC0415 - same

    pictures = [(findings, svg)]
    for lang in LANGUAGES:
        if lang != findings.lang:
            names = findings.places.assign(name=findings.places[f"name_{lang}"])
            told = replace(findings, lang=lang, places=names)
            pictures.append((told, draw_places(told, formats=["svg"])["svg"]))
    return places_page(pictures)


def _own_regions(arguments: Namespace) -> OwnRegions | None:
    if arguments.regions is not None:
        return load_own_regions(arguments.regions, key=arguments.region_key or "")
    if arguments.region_key:
        raise InputError("--region-key is given, but no --regions; give both, or neither.")
    return None


def _found(findings: Findings) -> str:
    """Say in one line what the run found."""
    touched = findings.granted.loc[findings.granted["standing"] != "outside", "region"]
    counts = (
        (len(findings.places), "place named", "places named"),
        (len(findings.regimes), "policy drawn", "policies drawn"),
        (touched.nunique(), "region inside a reach", "regions inside a reach"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)


def _data_files(findings: Findings, choice: Choice, formats: frozenset[str]) -> dict[str, bytes]:
    """Write what other programs read."""
    text = findings.text
    files = {"text.txt": text.text.encode()} if text.is_html else {}
    files["claims.json"] = claims_json(text, choice, catalogue=catalogue())
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
