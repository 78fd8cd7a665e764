"""Page, picture, alternative, tables, summary, provenance and command say the same."""

import csv
import json
import re
from pathlib import Path

import pytest
from lxml import html
from test_stance import REGIMES

from geo.boundaries import region_names
from geo.cli import main
from geo.narrative import share_numeral
from geo.regimes import select
from geo.wording import LANGUAGES, wording

ROOT = Path(__file__).resolve().parents[1]
KOREA = ROOT / "docs" / "examples" / "korea.toml"
RUNS = {
    "default": (),
    "catalogue": ("--regimes", "catalogue"),
    "korea": ("--regimes", str(KOREA)),
    "sliver": ("--regimes", "narrative/sliver.toml"),
    "sliver-uk": ("--regimes", "narrative/sliver.toml", "--lang", "uk"),
    "mixed": ("--regimes", "mixed.toml"),
}
LEFT_OUT = {wording(lang)["summary"]["left_out"] for lang in LANGUAGES}
SPACES = re.compile(r"[\u00a0\u202f ]+")


def plain(text):
    return SPACES.sub(" ", text).strip()


def total(counts):
    """Add up what is told to lie wholly and partly within reach; the farther end's figures."""
    return sum(int(number) for number in re.findall(r"(\d+)(?![\d–])", counts))


@pytest.fixture(scope="module", params=RUNS)
def run(request, tmp_path_factory):
    """Render once, every kind of output, the build summary among them."""
    options = list(RUNS[request.param])
    if request.param.startswith("sliver"):
        options[1] = str(request.getfixturevalue("shared") / "cases" / options[1])
    out = tmp_path_factory.mktemp(request.param)
    if request.param == "mixed":
        options[1] = str(out.with_suffix(".toml"))
        Path(options[1]).write_text(REGIMES, encoding="utf-8")
    summary = out / "summary.md"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        formats = "html,svg,csv,geojson,prov,kml"
        assert main(["render", "--quiet", "--out", str(out), "--formats", formats, *options]) == 0
    which = options[1] if options else None
    return out, {regime.id: regime for regime in select(which)[0] if regime.drawable}


@pytest.fixture(scope="module")
def expected(run):
    """Read what coverage.csv has: per regime the regions touched, with their shares told."""
    out, regimes = run
    found = {regime: {} for regime in regimes}
    ends = {}
    with (out / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            ends.setdefault((row["regime"], row["region"], row["name"]), []).append(
                (
                    *(float(row["reach_km"]), float(row["share"]), row["standing"]),
                    (float(row["share_low"]), float(row["share_high"])),
                )
            )
    for (regime, _, name), rows in ends.items():
        _, shares, standings, bounds = zip(*sorted(rows), strict=True)
        if standings[-1] != "outside":
            found[regime][name] = share_numeral(shares, standings, bounds)
    return found


def test_a_part_is_never_told_as_nothing(expected):
    """Whatever a region is touched by, its share reads as more than nought."""
    told = [share for touched in expected.values() for share in touched.values()]
    assert told
    assert not [share for share in told if share.split("–")[-1] == "0"]


def test_the_alternative_lists_what_the_table_has(run, expected):
    """Each regime's regions and shares, and the count before them."""
    out, regimes = run
    blocks = (out / "policy-map.alt.txt").read_text(encoding="utf-8").split("\n\n")
    labels = {regime.label.get("en"): regime.id for regime in regimes.values()}
    seen = {}
    for block in blocks:
        opening, *lines = block.splitlines()
        label = next((label for label in labels if opening.startswith(f"{label}.")), None)
        rows = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        if label is None or not rows:
            continue
        seen[labels[label]] = dict(
            re.fullmatch(r"(.+?): ([<>\d–]+)\s?%.*", plain(row)).groups() for row in rows
        )
        counts = re.search(r"\b(?:Within|У межах) [^:]*: (\d[^:.]*)\.", plain(opening)).group(1)
        assert total(counts) == len(rows)
    assert seen == {regime: touched for regime, touched in expected.items() if touched}


def test_the_summary_lists_what_the_table_has(run, expected):
    """Of regimes with one distance: region by region; escaping undone."""
    out, regimes = run
    text = (out / "summary.md").read_text(encoding="utf-8")
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)
    tables = [part.splitlines() for part in text.split("\n\n") if part.startswith("| ")]
    rows = [[plain(cell) for cell in row.strip("| ").split(" | ")] for row in tables[1][2:]]
    for regime in regimes.values():
        if len(regime.reach_km) == 1:
            label = plain(regime.label["en"])
            found = {row[2]: row[3].rstrip("% ").strip() for row in rows if row[0] == label}
            assert found == expected[regime.id]
            named = region_names(regime.target)
            out_of_it = {row[2] for row in rows if row[0] == label and row[5] in LEFT_OUT}
            excluded = {name for code in regime.excluded for name in named[code].values()}
            assert out_of_it == excluded & set(found)


def test_provenance_judges_the_regions_touched(run, expected):
    """One judgement for each region within the farther distance."""
    out, regimes = run
    graph = json.loads((out / "provenance.json").read_text(encoding="utf-8"))["@graph"]
    judged = {}
    for entity in graph:
        if entity["id"].startswith("map:coverage/"):
            _, regime, reach_km, _ = entity["id"].split("/")
            if float(reach_km) == regimes[regime].reach_km[-1]:
                judged.setdefault(regime, set()).add(entity["label"])
        if regime := regimes.get(entity["id"].removeprefix("map:regime/")):
            own = [source for source in regime.sources if not source.copy]
            assert len(entity["hadPrimarySource"]) == len(own)
    assert judged == {regime: set(touched) for regime, touched in expected.items() if touched}


@pytest.mark.browser
def test_the_page_lists_what_the_table_has(run, expected, opened):
    """Under every policy: the rows shown, their shares, and the count and title above them."""
    out, regimes = run
    tab = opened(out / "policy-map.html")
    counts = {}
    for regime in regimes:
        tab.locator(f'input[name="regime"][value="{regime}"]').check(force=True)
        rows = tab.evaluate(
            """[...document.querySelectorAll('#coverage tbody tr:not(.outside)')].map((row) => [
                row.querySelector('th').textContent, row.querySelector('td').textContent])"""
        )
        found = {plain(name).removesuffix(" †"): plain(share).rstrip("% ") for name, share in rows}
        assert found == expected[regime]
        counts[regime] = plain(tab.locator("#headline").inner_text())
    for regime, headline in counts.items():
        counts = headline.rpartition(": ")[2].rpartition(", ")[0]
        assert not expected[regime] or total(counts) == len(expected[regime]), headline


@pytest.mark.browser
def test_page_alternative_and_command_tell_one_span_of_dates(run, opened, capsys):
    """As well as the days are known, in the same words."""
    out, regimes = run
    own = out.with_suffix(".toml")
    which = ("--regimes", str(own)) if own.exists() else ()
    alternative = plain((out / "policy-map.alt.txt").read_text(encoding="utf-8"))
    tab = opened(out / "policy-map.html")
    lang = tab.locator("html").get_attribute("lang")
    source = next(iter(regimes.values()))
    for regime in regimes:
        dates = plain(tab.locator(f'label[data-regime="{regime}"] .dates').inner_text())
        assert dates in alternative
        if source.origin == "UA" and len(regimes) > 1:
            assert main(["regimes", "show", regime, "--lang", lang, *which]) == 0
            assert dates in plain(capsys.readouterr().out)


def test_page_and_alternative_tell_what_a_policy_leaves_out_and_counts_from(run):
    """What it takes whole, too; and the alternative names the reports of every policy."""
    out, regimes = run
    page = html.parse(str(out / "policy-map.html")).getroot()
    alternative = plain((out / "policy-map.alt.txt").read_text(encoding="utf-8"))
    for regime in regimes.values():
        (article,) = page.xpath(f"//article[@id='policy-{regime.id}']")
        besides = [plain(each.text_content()) for each in article.xpath("*[@data-told='besides']")]
        assert len(besides) == bool(regime.excluded or regime.whole or regime.origin_part)
        assert all(each in alternative for each in besides)
        for code in (*regime.excluded, *regime.whole):
            assert region_names(regime.target)[code][page.get("lang")] in besides[0]
    for report in page.xpath("//article[starts-with(@id, 'policy-')]//li/span[bdi and time]"):
        assert plain(report.text_content()).partition(" (")[0] in alternative


def test_the_title_is_one(run):
    """The picture's title is the alternative's; and of a page on one policy, the page's."""
    out, regimes = run
    page = (out / "policy-map.html").read_text(encoding="utf-8")
    svg = (out / "policy-map.svg").read_text(encoding="utf-8")
    title = plain(re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL).group(1))
    if len(regimes) == 1:
        assert plain(re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1)) == title
    opening = (out / "policy-map.alt.txt").read_text(encoding="utf-8").splitlines()[0]
    assert title in plain(opening)


def test_a_reach_is_one_number_in_every_table(run):
    """Coverage and envelopes have the distance that the file states, to its last digit."""
    out, regimes = run
    stated = {(each.id, reach_km) for each in regimes.values() for reach_km in each.reach_km}
    with (out / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        rows = {(row["regime"], float(row["reach_km"])) for row in csv.DictReader(stream)}
    features = json.loads((out / "envelopes.geojson").read_text(encoding="utf-8"))["features"]
    lines = {(each["properties"]["regime"], each["properties"]["reach_km"]) for each in features}
    assert rows <= lines <= stated


def test_a_region_that_is_named_has_a_name(run):
    """One beyond those that are judged, too: people are told no code."""
    out, _ = run
    for name in ("policy-map.alt.txt", "summary.md"):
        assert not re.findall(r"\bRU-[A-Z]{2,3}\b", (out / name).read_text(encoding="utf-8"))
