"""The map of the article at hand: what a text states is drawn, and what is not is named."""

import json

import pytest
from lxml import html as lxml_html

from geo.cli.render import answer_render

STATES = (
    "Berlin lifts the cap\n\nBERLIN, 12 March 2026 — Germany has allowed Ukraine to use Taurus "
    "missiles up to 310 miles (500 km) inside Russia, the chancellor said on Thursday. The "
    "decision covers the Bryansk and Kursk regions. Kurchatov lies about 37 miles from there.\n"
)
ELSEWHERE = (
    "Washington has allowed Israel to hit Iran with missiles of up to 1,500 km, US officials said "
    "on 3 March 2026. Explosions were heard in Isfahan and Haifa.\n"
)
SILENT = (
    "Trains from Kyiv to Kharkiv were late on Tuesday. In Belgorod, in Russia, the governor spoke "
    "of a blackout. Ukraine's railways apologised for the delay of 80 km of line.\n"
)
TRAVEL = "The road from Kosiv climbs to Verkhovyna, 30 km of bends, and then to Romania.\n"
PROPOSED = "Kyiv has urged Washington to allow strikes with ATACMS up to 300 km inside Russia.\n"


@pytest.fixture
def render(tmp_path, capsys):
    """Render a text into a folder, and give the folder and what was said on standard error."""

    def run(text, *options, formats="csv,geojson,html"):
        file, out = tmp_path / "article.txt", tmp_path / "out"
        file.write_text(text, encoding="utf-8")
        code = answer_render(
            [str(file), "--out", str(out), "--formats", formats, *options], prog="x"
        )
        assert code == 0
        return out, capsys.readouterr().err

    return run


def title_of(out):
    """Give the page's title, which its headline must be, too."""
    page = lxml_html.parse(str(out / "policy-map.html")).getroot()
    assert page.findtext(".//title") == page.xpath("string(//h1)")
    return page.findtext(".//title")


def regimes_in(out):
    """Name the regimes that the table judges, with their reach."""
    lines = (out / "coverage.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {tuple(line.split(",")[:2]) for line in lines}


def claims_in(out):
    """Give the claims of a run."""
    return json.loads((out / "claims.json").read_text(encoding="utf-8"))


def test_what_the_text_states_is_drawn_as_the_texts(render):
    """The reach as written, the regions named, whose statement it is; the rest is named."""
    out, said = render(STATES)
    assert regimes_in(out) == {("de-taurus-500-km", "500")}
    assert (
        "permission confirmed for Bryansk Oblast and Kursk Oblast, up to 310\u00a0miles"
        in title_of(out)
    )
    assert title_of(out).endswith("as the text states")
    (claim,) = claims_in(out)["claims"]
    assert claim["on_map"]
    assert claim["fields"]["scope"]["value"] == ["RU-BRY", "RU-KRS"]
    assert [each["text"] for each in claims_in(out)["distances_not_drawn"]] == ["about 37 miles"]
    assert "not drawn" not in said, "how far a town lies is no policy"
    panel = lxml_html.parse(str(out / "policy-map.html")).xpath("//*[@data-stated]")
    assert {each.get("lang") for each in panel} == {"en", "uk", "ru"}
    assert panel[0].xpath(".//button[@data-draw='de-taurus-500-km']")


def test_another_pair_of_countries_is_drawn_between_them(render):
    """The regions judged are the target's; the towns of the text are no scope."""
    out, _ = render(ELSEWHERE, formats="csv,geojson")
    assert regimes_in(out) == {("us-1500-km", "1500")}
    lines = (out / "coverage.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split(",")[2][:3] for line in lines} == {"IR-"}
    assert "scope" in claims_in(out)["claims"][0]["gaps"]


def test_a_text_of_the_war_without_policy_has_the_catalogues_as_context(render):
    """It is said everywhere that they are not the text's; the text's number stands under none."""
    out, said = render(SILENT)
    assert title_of(out).endswith("from the catalogue, not from this text")
    assert "are the catalogue's, not this text's" in said
    stated = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["statements"]
    assert [each["regimes"] for each in stated if each["kind"] == "distance"] == [[]]


@pytest.mark.parametrize("text", [TRAVEL, PROPOSED.replace("Russia", "Belarus")])
def test_a_text_of_elsewhere_gets_a_map_of_its_places(render, text):
    """No policy, no region judged, no word of Kursk; the files are those of every run."""
    out, _ = render(text, formats="csv,geojson,html,png,svg")
    assert regimes_in(out) == set()
    assert "Kursk" not in (out / "policy-map.html").read_text(encoding="utf-8")
    assert json.loads((out / "envelopes.geojson").read_text(encoding="utf-8"))["features"] == []
    told = "United States (proposal, ATACMS, 300\u00a0km)" if "Kyiv" in text else "no policy"
    assert told in title_of(out)
    assert title_of(out) in (out / "policy-map.alt.txt").read_text(encoding="utf-8")
    page = lxml_html.parse(str(out / "policy-map.html")).getroot()
    for lang in ("en", "uk", "ru"):
        assert page.xpath(f'//button[@data-language="{lang}"]')
        assert page.xpath(f'//h2/span[@lang="{lang}"]/text()')
        assert page.xpath(f'//*[@data-map]//*[@lang="{lang}"]//*[@data-map-label]//text()')
    assert title_of(out) in (out / "policy-map.svg").read_text(encoding="utf-8")
    assert 'data-map-label="place:' in (out / "policy-map.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("which", "drawn"),
    [
        ("none", set()),
        ("built-in", {("us-himars-border", "80"), ("us-atacms-kursk", "300")}),
        ("text", {("de-taurus-500-km", "500")}),
    ],
)
def test_the_option_chooses(render, which, drawn):
    """What is asked for is drawn, whatever the text states."""
    out, _ = render(STATES, "--regimes", which, formats="csv")
    assert regimes_in(out) == drawn


def test_a_proposal_is_named_and_never_drawn(render):
    """Of a text that only tells of a wish, the context is drawn and the wish is named."""
    out, said = render(PROPOSED, formats="csv")
    assert ("us-atacms-300-km", "300") not in regimes_in(out)
    assert "not drawn: US proposed ATACMS 300 km" in said
    (claim,) = claims_in(out)["claims"]
    assert (claim["drawn"], claim["on_map"]) == (False, False)


REFUSED = (
    "Paris has allowed Ukraine to fire SCALP missiles up to 250 km into Russia, its president "
    "said. Berlin does not let Ukraine fire Taurus missiles at Russia, the chancellor confirmed.\n"
)


@pytest.mark.parametrize("text", [REFUSED, REFUSED.partition("said. ")[2]])
def test_what_is_not_drawn_is_named_wherever_the_map_is_told(render, text, tmp_path, monkeypatch):
    """Headline, picture, alternative, page, summary, standard error; the page says why."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    out, said = render(text, formats="html,csv,svg")
    named = "Germany (refusal confirmed, Taurus)"
    assert named in title_of(out)
    read = {name: (out / name).read_text(encoding="utf-8") for name in ("policy-map.alt.txt",)}
    read["svg"] = "".join(lxml_html.parse(str(out / "policy-map.svg")).xpath("//*/text()"))
    assert all(named in words for words in read.values())
    assert "not drawn: DE refuses Taurus" in said
    assert "Not drawn: the text gives no distance for it." in read["policy-map.alt.txt"]
    panel = lxml_html.parse(str(out / "policy-map.html")).xpath("//*[@lang='en' and .//q]")[0]
    assert "Not drawn: the text gives no distance for it." in panel.text_content()
    assert "sure enough" not in panel.text_content()
    assert "does not permit Ukraine" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    stances = [each["fields"]["stance"]["value"] for each in claims_in(out)["claims"]]
    assert ("permits" in stances) == bool(regimes_in(out))


def test_a_refusal_with_a_distance_is_drawn_as_one(render):
    """Outlined, counted nowhere; nothing of it is told as not drawn."""
    out, said = render(
        REFUSED.partition("said. ")[2].replace("missiles", "missiles (500 km)"),
        formats="html,csv,svg",
    )
    assert regimes_in(out) == set(), "coverage.csv has what permits"
    assert "nothing is permitted; the distance spoken of is 500" in title_of(out)
    assert "not drawn" not in said
    key = lxml_html.parse(str(out / "policy-map.svg")).xpath("//text()")
    assert {"×", "crossed: refused"} <= set(key)
    assert "part of a region within reach" not in key


def test_the_same_text_gives_the_same_bytes(render):
    """A map of places alone, too."""
    first, _ = render(TRAVEL, formats="html,png,svg,pdf")
    files = {path.name: path.read_bytes() for path in first.iterdir()}
    again, _ = render(TRAVEL, formats="html,png,svg,pdf")
    assert files == {path.name: path.read_bytes() for path in again.iterdir()}


def test_the_catalogues_entry_stands_beside_the_texts(render):
    """Government, reach and time agree; where the two differ is named."""
    text = (
        "On 17 November 2024 Washington confirmed that it had allowed Ukraine to fire ATACMS up to "
        "300 km into Russia, the White House spokesman said.\n"
    )
    out, _ = render(text, formats="csv")
    (claim,) = claims_in(out)["claims"]
    assert claim["catalogue"]["id"] == "us-atacms-kursk"
    differences = claim["catalogue"]["differences"]
    assert differences["status"] == {"text": "confirmed", "catalogue": "reported"}


def test_a_picture_says_whose_statement_it_shows(render):
    """However long its title is, the picture's own letters end in whose statement it is."""
    out, _ = render(STATES, formats="svg")
    assert "as the text states<" in (out / "policy-map.svg").read_text(encoding="utf-8")
