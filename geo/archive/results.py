"""Finish an archive: count over its parts, show what was found, say what went in and came out.

The overview is a page of one file: the chart, the tables behind it, the articles.
"""

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq

from geo import __version__
from geo.archive.batch import DIGEST
from geo.archive.chart import (
    BAR,
    INK,
    PAPER,
    RULE,
    SOFT,
    as_png,
    as_svg,
    chart,
    finding,
    heading,
    most_spoken_of,
    named,
)
from geo.archive.counts import (
    Counts,
    Reached,
    Report,
    count,
    errors_jsonl,
    reached,
    regions_csv,
)
from geo.archive.run import KINDS, part
from geo.boundaries import country_names, region_names
from geo.errors import InputError
from geo.files import replace_files
from geo.provenance import records
from geo.regimes import Regime, select
from geo.wording import printable

LIBRARIES = ("geopandas", "numpy", "pillow", "pyarrow", "pyproj", "shapely")

_STYLE = f"""
body {{ margin: 0 auto; padding: 1rem; max-width: 1200px; background: {PAPER}; color: {INK};
  font: 1rem/1.45 "Roboto Condensed", "Arial Narrow", sans-serif; }}
svg {{ width: 100%; height: auto; font-family: inherit; }}
h1 {{ font-size: 1.6rem; margin: .3rem 0; }} h2 {{ font-size: 1.15rem; margin: 1.6rem 0 .4rem; }}
p {{ margin: .3rem 0; }} .soft {{ color: {SOFT}; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid {RULE};
  vertical-align: top; }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
a {{ color: {BAR}; }} a:focus-visible {{ outline: 2px solid {BAR}; }}
td:last-child {{ min-width: 14rem; }}
@media (max-width: 40rem) {{ .wide svg {{ min-width: 48rem; }} }}
"""
_CAVEAT = (
    "Counted from what the articles say, by machine. A reach is a distance reported, not a "
    "permission; a claim is what an article states, not what is so. Dates are the articles' own."
)


def finish(out: Path, batches: int, *, regimes: str) -> str:
    """Write what is said of the whole archive, all at once.

    Parameters
    ----------
    out
        The folder with the parts.
    batches
        How many there are.
    regimes
        The policies to set beside, as ``--regimes`` names them.

    Returns
    -------
    str
        What was found, in a line.

    Raises
    ------
    InputError
        When there is no article at all, or the policies cannot be read.
    """
    chosen = select(regimes)[0]
    counts = count(out, batches)
    if not counts.articles.total():
        raise InputError(
            f"no article could be read ({len(counts.errors):,} could not); "
            'give objects with "id" and "text", one a line.'
        )
    for country in country_names():
        counts.names.update((code, each["en"]) for code, each in region_names(country).items())
    reach = reached(chosen)
    files = {
        "regions.csv": regions_csv(counts, chosen, reach),
        "errors.jsonl": errors_jsonl(counts),
        **overview(counts, chosen, reach),
    }
    files["manifest.json"] = _manifest(out, batches, files, ids=[regime.id for regime in chosen])
    replace_files(files, out)
    regions = len({region for _, region in counts.mentions})
    unread = f", {len(counts.errors):,} not read" if counts.errors else ""
    return (
        f"{counts.articles.total():,} articles{unread}, {counts.mentions.total():,} mentions of "
        f"{regions:,} regions, {counts.claims.total():,} claims"
    )


def _manifest(out: Path, batches: int, files: dict[str, bytes], *, ids: list[str]) -> bytes:
    sums = {name: _sum(content) for name, content in files.items()}
    inputs = hashlib.sha256()
    for number in range(batches):
        inputs.update((pq.read_schema(part(out, "articles", number)).metadata or {})[DIGEST])
        for kind in KINDS:
            path = part(out, kind, number)
            sums[path.relative_to(out).as_posix()] = _sum(path.read_bytes())
    document = {
        "package": {"name": "policy-range-mapper", "version": __version__},
        "libraries": {name: version(name) for name in LIBRARIES},
        "inputs": {"articles": {"sha256": inputs.hexdigest()}, "regimes": {"ids": ids}},
        "data": [
            {"file": record.file, "sha256": record.sha256, "attribution": record.attribution}
            for record in (*records("boundaries"), *records("places"))
        ],
        "outputs": dict(sorted(sums.items())),
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def _sum(content: bytes) -> dict[str, int | str]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def overview(
    counts: Counts, regimes: Sequence[Regime], reach: dict[str, dict[str, Reached]]
) -> dict[str, bytes]:
    """Write the overview.

    Returns
    -------
    dict
        ``archive.html``, one file without script that asks no network for anything, and
        ``archive.png``, its chart.
    """
    drawn = chart(counts, regimes, reach)
    title = heading(counts)
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    unread = (
        f" {len(counts.errors):,} could not be read: see errors.jsonl." if counts.errors else ""
    )
    page = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(title)}</title>",
        f"<style>{_STYLE}</style>",
        f'<h1>{_text(title)}</h1>\n<p id="finding">{_text(finding(counts))}</p>',
        f'<div class="wide" tabindex="0" role="group" aria-label="chart">{as_svg(drawn)}</div>',
        "<h2>Regions most spoken of</h2>",
        *_table(
            ("region", "name", "articles", "mentions", "latest articles"),
            _regions(counts),
            numbers=(2, 3),
        ),
        "<h2>Who was reported to permit or refuse, when first</h2>",
        *_table(
            ("government", "stance", "reports", "first", "article"), _firsts(counts), numbers=(2,)
        ),
        f'<p class="soft">{_text(_CAVEAT + unread)}</p>\n</html>\n',
    ]
    return {"archive.html": "\n".join(page).encode(), "archive.png": as_png(drawn)}


def _regions(counts: Counts) -> Iterable[Sequence[str]]:
    for region in most_spoken_of(counts):
        articles = sum(n for (_, r), n in counts.spoken_of.items() if r == region)
        mentions = sum(n for (_, r), n in counts.mentions.items() if r == region)
        links = "<br>".join(_link(report) for report in counts.links[region])
        name = _text(named(counts, region))
        yield _text(region), name, f"{articles:,}", f"{mentions:,}", links


def _firsts(counts: Counts) -> Iterable[Sequence[str]]:
    order = sorted(counts.firsts.items(), key=lambda item: (item[1].date or "9999", item[0]))
    for (grantor, stance), report in order:
        reports = sum(n for (_, g, s), n in counts.claims.items() if (g, s) == (grantor, stance))
        day = _text(report.date or "undated")
        yield _text(grantor or "not named"), _text(stance), f"{reports:,}", day, _link(report)


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int]
) -> Iterable[str]:
    """Write a table of cells that are markup already."""
    classes = [' class="n"' if n in numbers else "" for n in range(len(heads))]
    yield '<div class="wide" tabindex="0" role="group" aria-label="table"><table>\n<thead><tr>'
    pairs = zip(classes, heads, strict=True)
    yield "".join(f'<th scope="col"{cls}>{head}</th>' for cls, head in pairs)
    yield "</tr></thead>\n<tbody>"
    for row in rows:
        cells = (f"<td{cls}>{cell}</td>" for cls, cell in zip(classes, row, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _link(report: Report) -> str:
    """Point to an article: by its address where that is one of the web, else by its title."""
    said = _text(f"{report.date} {report.title or report.article}".strip()[:200])
    try:
        scheme = urlsplit(report.url).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        return said
    return f'<a rel="noopener noreferrer" href="{_text(report.url)}">{said}</a>'


def _text(text: str) -> str:
    return html.escape(printable(text))
