"""Stance in every output: no refusal or proposal is told, drawn or counted as a permission."""

import csv
import html
import json
import re
from pathlib import Path

import pytest

from geo.cli import main
from geo.regimes import STANCES, STATUSES
from geo.wording import LANGUAGES, Words, wording

REGIMES = "\n".join(
    f"""
[[regime]]
id = "{name}"
label = {{ en = "The {name} one", uk = "Запис {name}", ru = "Запись {name}" }}
grantor = "{grantor}"
stance = "{stance}"
reach_km = {reach}
status = "{status}"
from = 2024-0{n}-17
{more}"""
    for n, (name, grantor, stance, reach, status, more) in enumerate(
        (
            ("granted", "US", "permits", 80, "reported", ""),
            (
                *("asked-each-time", "US", "case-by-case", 120.7008, "reported"),
                'excluded = ["RU-BEL"]\nwhole = ["RU-SAR"]',
            ),
            (
                *("refused", "DE", "refuses", "[186, 311.4]", "confirmed"),
                'scope = ["RU-KRS"]\nfrom_precision = "placeholder"',
            ),
            ("proposed", "FR", "proposed", 500, "confirmed", 'scope = ["RU-VOR", "RU-MUR"]'),
            ("refused-anywhere", "BE", "refuses", '"none"', "disputed", ""),
            (
                *("gainsaid", "GB", "permits", 300, "denied"),
                'until = 2025-07-17\nuntil_precision = "placeholder"',
            ),
        ),
        1,
    )
)
# What says that something is allowed, in each language, unless a refusal says that nothing is.
PERMITS = {
    "en": r"(?<!nothing is )\bpermi(?:t|ssion|tted)",
    "uk": r"(?<!нічого не )дозв[оі]л",
    "ru": r"(?<!ничего не )разреш",
}
PLACEHOLDERS = (
    r"20(?:24-03|25-07)-17|17 (?:March|July|березня|липня|марта|июля)\b|(?:March|July) 17"
)
NOT_GRANTED = ("refused", "proposed", "refused-anywhere")


@pytest.fixture(scope="module", params=LANGUAGES)
def run(request, tmp_path_factory):
    """Render the six in one language, every kind of output, the build summary among them."""
    folder = tmp_path_factory.mktemp(f"stance-{request.param}")
    file, out = folder / "mine.toml", folder / "out"
    file.write_text(REGIMES, encoding="utf-8")
    options = (
        "--regimes",
        str(file),
        "--lang",
        request.param,
        "--sizes",
        "1600x900:granted,1600x900:refused,1600x900:asked-each-time",
        "--formats",
        "html,svg,csv,geojson,kml,prov",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
        assert main(["render", "--quiet", "--out", str(out), *options]) == 0
    return request.param, file, out


def blocks(out):
    """Give the paragraph of the text alternative that tells of each regime."""
    paragraphs = (out / "policy-map.alt.txt").read_text(encoding="utf-8").split("\n\n")
    return {
        name: next(text for text in paragraphs if re.match(rf"(The {name} one|\w+ {name})\.", text))
        for name in ("granted", "asked-each-time", *NOT_GRANTED, "gainsaid")
    }


def test_the_alternative_grants_nothing_that_is_refused_or_proposed(run):
    """Only what is granted speaks of a permission; a refusal says that nothing is permitted."""
    lang, _, out = run
    told = blocks(out)
    for name in NOT_GRANTED:
        assert not re.search(PERMITS[lang], told[name], re.IGNORECASE), told[name]
    assert re.search(PERMITS[lang], told["granted"], re.IGNORECASE)
    for name in NOT_GRANTED:
        assert "\n- " not in told[name]


def test_no_status_stands_beside_a_distance(run):
    """In the alternative each status stands with its stance, before any distance."""
    lang, _, out = run
    for name, text in blocks(out).items():
        opening = text.splitlines()[0].removeprefix(f"The {name} one. ")
        first = re.split(r"[.:;]", opening)[0]
        assert not re.search(r"\d", first), opening
    confirmed = {"en": "confirmed", "uk": "підтверджен", "ru": "подтвержд"}[lang]
    page = html.unescape((out / "policy-map.html").read_text(encoding="utf-8"))
    visible = re.sub(r"<script.*?</script>|<style.*?</style>", " ", page, flags=re.DOTALL)
    plain = re.sub(r"<[^>]+>", "\n", visible)
    assert not re.search(rf"\d\s*(?:km|км)[^\n.;:]*{confirmed}", plain)


def test_no_placeholder_is_told_with_its_day(run, capsys):
    """In no file of the run, in no answer of the command, for people or for programs."""
    lang, file, out = run
    texts = [each for each in out.iterdir() if each.suffix not in (".gpkg", ".png")]
    for text in (*texts, file.parent / "summary.md"):
        assert not re.search(PLACEHOLDERS, text.read_text(encoding="utf-8")), text.name
    which = ("--regimes", str(file), "--lang", lang)
    for arguments in (["list"], ["show", "refused"], ["show", "gainsaid"], ["on", "2024-12-01"]):
        for form in ([], ["--json"]):
            assert main(["regimes", *arguments, *which, *form]) == 0
            assert not re.search(PLACEHOLDERS, capsys.readouterr().out), arguments


def test_no_word_of_status_adjoins_a_distance(run, capsys):
    """In a list, a table or a line of a picture, between the two something else stands."""
    lang, file, out = run
    words = "|".join(wording(lang)["status"].values())
    beside = rf"(?:{words})[\s|,;:]*[\d.,–]+\s?(?:km|км)|(?:km|км)[\s|,;:]*(?:{words})"
    which = ("--regimes", str(file), "--lang", lang)
    for arguments in (["list"], ["show", "granted"], ["on", "2024-12-01"]):
        assert main(["regimes", *arguments, *which]) == 0
    told = [capsys.readouterr().out, (file.parent / "summary.md").read_text(encoding="utf-8")]
    told.append((out / "policy-map.alt.txt").read_text(encoding="utf-8"))
    assert re.search(beside, f"{words.split('|')[0]}  80 km" if lang == "en" else f"80 км {words}")
    for text in told:
        assert not re.search(beside, text, re.IGNORECASE), re.search(beside, text, re.IGNORECASE)


def test_a_refusal_is_titled_without_counting_regions(run):
    """The distance it speaks of is told; which regions lie within is no headline."""
    lang, _, out = run
    page = (out / "policy-map.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'id="map-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    told = {each["id"]: each["told"][lang]["headline"] for each in data["regimes"]}
    assert re.findall(r"\d+(?:[.,]\d)?", told["refused"]) == [
        "186",
        "311.4" if lang == "en" else "311,4",
    ]
    assert len(re.findall(r"\d+", told["granted"])) > 1


def test_titles_speak_of_what_is_permitted_and_best_attested(run):
    """Not the last of the file, which is denied, and not the confirmed refusal."""
    _, _, out = run
    title = (out / "policy-map.alt.txt").read_text(encoding="utf-8").splitlines()[0]
    assert re.search(r"\b80\W", title)
    page = (out / "policy-map.html").read_text(encoding="utf-8")
    assert re.search(r"\b80\W", re.search(r"<title>(.*?)</title>", page)[1])


def test_tables_count_only_what_is_granted(run):
    """No row of a refusal or a proposal; the summary has their stance and none of their regions."""
    lang, file, out = run
    with (out / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["regime"] for row in csv.DictReader(stream)}
    assert rows == {"granted", "asked-each-time", "gainsaid"}
    graph = json.loads((out / "provenance.json").read_text(encoding="utf-8"))["@graph"]
    judged = {each["id"].split("/")[1] for each in graph if each["id"].startswith("map:coverage/")}
    assert judged == rows
    places = json.loads((out / "places.geojson").read_text(encoding="utf-8"))["features"]
    assert {name for each in places for name in each["properties"]["regimes"]} == rows
    summary = (file.parent / "summary.md").read_text(encoding="utf-8")
    regimes, regions = [part for part in summary.split("\n\n") if part.startswith("| ")][:2]
    stances = wording(lang)["stance"]
    assert re.search(rf"refused.*\| {stances['refuses']} \|", regimes)
    assert re.search(rf"proposed.*\| {stances['proposed']} \|", regimes)
    assert "refused" not in regions
    assert "proposed" not in regions


def test_shapes_carry_their_stance(run):
    """GeoJSON and KML say it of every envelope; a refusal is not filled, a proposal is left out."""
    _, _, out = run
    features = json.loads((out / "envelopes.geojson").read_text(encoding="utf-8"))["features"]
    stances = {each["properties"]["regime"]: each["properties"]["stance"] for each in features}
    assert stances == {
        "granted": "permits",
        "asked-each-time": "case-by-case",
        "refused": "refuses",
        "gainsaid": "permits",
    }
    assert list(features[0]["properties"]) == [
        *("regime", "label", "stance", "status", "from", "until", "reach_km", "max_error_m")
    ]
    kml = (out / "policy-map.kml").read_text(encoding="utf-8")
    assert kml.count("#reach-refused<") == 2  # one at each end
    assert "proposed" not in re.sub(r"<Style.*?</Style>", "", kml, flags=re.DOTALL)


def test_each_stance_has_a_look_of_its_own(run):
    """By line and by sign, not by colour alone; on the page and in the picture."""
    _, _, out = run
    page = (out / "policy-map.html").read_text(encoding="utf-8")
    looks = dict(re.findall(r'data-look="([\w-]+)" data-regime="([\w-]+)"', page))
    assert looks == {
        "plain": "granted",
        "case-by-case": "asked-each-time",
        "refused": "refused",
        "doubted": "gainsaid",
    }
    figures = ("granted", "refused", "asked-each-time")
    drawn = {
        name: (out / f"policy-map-1600x900.{name}.svg").read_text(encoding="utf-8")
        for name in figures
    }
    assert 'id="refused_sown"' in drawn["refused"]
    assert 'id="granted_sown"' not in drawn["granted"]
    assert "excluded-RU-BEL" in drawn["asked-each-time"]


def test_the_command_says_stance_in_every_answer(run, capsys):
    """List, show, on and diff, in the language; a refusal beside a permission is not compared."""
    lang, file, _ = run
    words = Words(lang)
    which = ("--regimes", str(file), "--lang", lang)
    for arguments in (["list"], ["show", "refused"], ["on", "2024-12-01"]):
        assert main(["regimes", *arguments, *which]) == 0
        assert words.stance("refuses") in capsys.readouterr().out
    assert main(["regimes", "diff", "granted", "refused", *which]) == 0
    told = capsys.readouterr().out
    assert words.stance("refuses") in told
    assert not re.search(r"\d+\s?%", told)


def test_a_proposal_is_never_in_force(run, capsys):
    """It stands under a heading of its own, for people and for programs."""
    lang, file, _ = run
    which = ("--regimes", str(file), "--lang", lang)
    assert main(["regimes", "on", "2024-12-01", *which]) == 0
    heading = Words(lang, "regimes").say("proposed")
    in_force, _, only_proposed = capsys.readouterr().out.partition(heading)
    assert re.search(r"^refused ", in_force, re.MULTILINE)
    assert "proposed " not in in_force
    assert re.search(r"^proposed ", only_proposed, re.MULTILINE)
    assert main(["regimes", "on", "2024-12-01", *which, "--json"]) == 0
    known = {each["id"]: each["known"] for each in json.loads(capsys.readouterr().out)}
    assert known == {
        **dict.fromkeys(("granted", "asked-each-time", "refused"), "in force"),
        **dict.fromkeys(("refused-anywhere", "gainsaid"), "not known"),
        "proposed": "proposed",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stance_has_words_for_every_status(lang):
    """And no refusal's or proposal's words are those of a permission."""
    words = Words(lang)
    said = {(a, b): words.attested(a, b) for a in STANCES for b in STATUSES}
    assert len(set(said.values())) == len(said)
    for (stance, _), text in said.items():
        if stance in ("refuses", "proposed"):
            assert not re.search(PERMITS[lang], text, re.IGNORECASE), text


def test_the_words_for_a_permission_are_known():
    """Negative control: what the tests above look for is found where it stands."""
    assert re.search(PERMITS["en"], "Permission reported", re.IGNORECASE)
    assert not re.search(PERMITS["en"], "Refusal confirmed: nothing is permitted")
    assert re.search(PERMITS["uk"], "дозвіл підтверджено")
    assert not re.search(PERMITS["uk"], "нічого не дозволено")
    assert Path(__file__).name == "test_stance.py"
