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
from geo.archive.batch import DIGEST, KINDS, part
from geo.archive.chart import (
    BAR,
    INK,
    NAMED,
    PAPER,
    REACH,
    RULE,
    SOFT,
    Chart,
    Line,
    Reach,
    Window,
    as_png,
    chart,
    findings,
    government,
    headline,
    key,
    when,
)
from geo.archive.counts import (
    Counts,
    Report,
    count,
    errors_jsonl,
    most_spoken_of,
    named,
    reached,
    regions_csv,
)
from geo.boundaries import country_names, region_names
from geo.errors import InputError
from geo.files import replace_files
from geo.inputs import records
from geo.regimes import Regime, select
from geo.wording import Words, printable

LIBRARIES = ("geopandas", "numpy", "pillow", "pyarrow", "pyproj", "shapely")

_STYLE = f"""
body {{ margin: 0 auto; padding: 1rem; max-width: 1200px; background: {PAPER}; color: {INK};
  font: 1rem/1.45 "Roboto Condensed", "Arial Narrow", sans-serif; }}
svg {{ display: block; width: 100%; height: auto; font-family: inherit; }}
h1 {{ font-size: 1.6rem; line-height: 1.2; margin: .3rem 0; }}
h2 {{ font-size: 1.15rem; margin: 1.6rem 0 .4rem; }}
p {{ margin: .3rem 0; }} .soft {{ color: {SOFT}; }}
.key span {{ margin-right: 1.2rem; white-space: nowrap; }} .key {{ margin: .8rem 0; }}
.key i {{ display: inline-block; width: .9rem; height: .8rem; margin-right: .4rem; }}
.bar {{ background: {BAR}; }} .reach {{ background: {REACH}; }}
.key .named {{ background: {NAMED}; height: .2rem; vertical-align: middle; }}
.panels {{ display: grid; gap: 1.2rem 1.75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); }}
.wide {{ overflow-x: auto; }} .reported {{ margin-top: 1.6rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid {RULE};
  vertical-align: top; }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
a {{ color: {BAR}; }} a:focus-visible {{ outline: 2px solid {BAR}; }}
td:last-child {{ min-width: 14rem; }}
@media (max-width: 40rem) {{ .wide svg {{ min-width: 48rem; }}
  .key span {{ display: block; white-space: normal; }}
  tr {{ display: grid; grid-template-columns: 1fr auto auto; border-bottom: 1px solid {RULE}; }}
  th, td {{ border: 0; padding-bottom: .1rem; }}
  td:last-child, th:last-child {{ grid-column: 1 / -1; min-width: 0; padding-bottom: .3rem; }} }}
"""


def finish(out: Path, batches: int, *, regimes: str, lang: str = "en") -> str:
    """Write what is said of the whole archive, all at once.

    Parameters
    ----------
    out
        The folder with the parts.
    batches
        How many there are.
    regimes
        The policies to set beside, as ``--regimes`` names them.
    lang
        Language of the overview and of names.

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
        counts.names.update((code, each[lang]) for code, each in region_names(country).items())
    reach = reached(chosen)
    files = {
        "regions.csv": regions_csv(counts, chosen, reach),
        "errors.jsonl": errors_jsonl(counts),
        **overview(counts, chosen, reach, lang=lang),
    }
    ids = [regime.id for regime in chosen]
    files["manifest.json"] = _manifest(out, batches, files, ids=ids, lang=lang)
    replace_files(files, out)
    regions = len({region for _, region in counts.mentions})
    unread = f", {len(counts.errors):,} not read" if counts.errors else ""
    return (
        f"{counts.articles.total():,} articles{unread}, {counts.mentions.total():,} mentions of "
        f"{regions:,} regions, {counts.claims.total():,} claims"
    )


def _manifest(
    out: Path, batches: int, files: dict[str, bytes], *, ids: list[str], lang: str
) -> bytes:
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
        "language": lang,
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
    counts: Counts, regimes: Sequence[Regime], reach: Reach, *, lang: str = "en"
) -> dict[str, bytes]:
    """Write the overview.

    Returns
    -------
    dict
        ``archive.html``, one file without script that asks no network for anything, and
        ``archive.png``, its chart.
    """
    words = Words(lang, "archive")
    drawn = chart(counts, regimes, reach, words=words)
    title = _text(headline(counts, words=words))
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    unread = f" {words.counted('unread', len(counts.errors))}" if counts.errors else ""
    say = words.say
    page = [
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
        f"<h1>{title}</h1>",
        *(f"<p>{_text(line)}</p>" for line in findings(counts, regimes, reach, words=words)),
        *_drawn(drawn, counts, words),
        f"<h2>{say('regions_title')}</h2>",
        *_table(
            [say(head) for head in ("region", "count_articles", "count_mentions", "latest")],
            _regions(counts, words),
            numbers=(1, 2),
            label=say("regions_title"),
        ),
        f"<h2>{say('firsts_title')}</h2>",
        *_table(
            [
                say(head)
                for head in ("government", "stance", "count_reports", "first_day", "article")
            ],
            _firsts(counts, words),
            numbers=(2,),
            label=say("firsts_title"),
        ),
        f'<p class="soft">{_text(say("caveat") + unread)}</p>\n</html>\n',
    ]
    return {"archive.html": "\n".join(page).encode(), "archive.png": as_png(drawn)}


def _drawn(drawn: Chart, counts: Counts, words: Words) -> Iterable[str]:
    """Set the key, a panel beside the other as there is room, and below what was reported."""
    regions = most_spoken_of(counts)
    if drawn.panels:
        peak = max(counts.spoken_of[m, r] for m in counts.months for r in regions)
        marks = zip(("bar", "reach", "named"), key(peak, words), strict=True)
        spans = (f'<span><i class="{name}"></i>{_text(said)}</span>' for name, (_, said) in marks)
        yield f'<p class="key soft">{" ".join(spans)}</p>\n<div class="panels">'
        for region, panel in zip(regions, drawn.panels, strict=True):
            yield _as_svg(panel, label=named(counts, region))
        yield "</div>"
    if drawn.reported:
        label = words.say("reported")
        yield f'<div class="wide reported" tabindex="0" role="group" aria-label="{label}">'
        yield f"{_as_svg(drawn.reported, label=label)}</div>"


def _as_svg(piece: Window, *, label: str) -> str:
    """Write a piece as SVG, to stand in a page."""
    view = " ".join(f"{number:g}" for number in piece.view)
    role = f'role="img" aria-label="{_text(label)}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {role}>']
    for mark in piece.marks:
        if isinstance(mark, Line):
            weight = ' font-weight="700"' if mark.bold else ""
            anchor = ' text-anchor="end"' if mark.right else ""
            parts.append(
                f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size:g}"{weight}'
                f'{anchor} fill="{mark.fill}">{_text(mark.text)}</text>'
            )
        else:
            title = f"<title>{_text(mark.title)}</title>" if mark.title else ""
            parts.append(
                f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" '
                f'height="{mark.height:.1f}" fill="{mark.fill}">{title}</rect>'
            )
    return "".join([*parts, "</svg>"])


def _regions(counts: Counts, words: Words) -> Iterable[Sequence[str]]:
    for region in most_spoken_of(counts):
        articles = sum(n for (_, r), n in counts.spoken_of.items() if r == region)
        mentions = sum(n for (_, r), n in counts.mentions.items() if r == region)
        links = "<br>".join(_link(report, words) for report in counts.links[region])
        yield (
            _text(named(counts, region)),
            words.number(articles),
            words.number(mentions),
            links,
        )


def _firsts(counts: Counts, words: Words) -> Iterable[Sequence[str]]:
    order = sorted(counts.firsts.items(), key=lambda item: (item[1].date or "9999", item[0]))
    for (grantor, stance), report in order:
        reports = sum(n for (_, g, s), n in counts.claims.items() if (g, s) == (grantor, stance))
        day = _text(when(report.date, words) if report.date else words.say("undated"))
        who = _text(government(grantor, words))
        number = words.number(reports)
        yield who, _text(words.stance(stance)), number, day, _link(report, words, dated=False)


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int], label: str
) -> Iterable[str]:
    """Write a table of cells that are markup already."""
    classes = [' class="n"' if n in numbers else "" for n in range(len(heads))]
    yield f'<div class="wide" tabindex="0" role="group" aria-label="{label}"><table>\n<thead><tr>'
    pairs = zip(classes, heads, strict=True)
    yield "".join(f'<th scope="col"{cls}>{head}</th>' for cls, head in pairs)
    yield "</tr></thead>\n<tbody>"
    for row in rows:
        cells = (f"<td{cls}>{cell}</td>" for cls, cell in zip(classes, row, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _link(report: Report, words: Words, *, dated: bool = True) -> str:
    """Point to an article: by its address where that is one of the web, else by its title."""
    day = f"{when(report.date, words)}: " if dated and report.date else ""
    said = _text(f"{day}{report.title or report.article}"[:200])
    try:
        scheme = urlsplit(report.url).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        return said
    return f'<a rel="noopener noreferrer" href="{_text(report.url)}">{said}</a>'


def _text(text: str) -> str:
    return html.escape(printable(text))
