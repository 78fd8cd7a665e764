"""The page as a file: what it holds, what it forbids itself, and what stays text in it."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from lxml import html

from geo.coverage import Comparison
from geo.display import AROUND_UKRAINE
from geo.findings import find
from geo.narrative import narrate
from geo.origins import choose_origin
from geo.reading import Text, no_text
from geo.regimes import Source, load_regimes
from geo.webmap import page
from geo.webmap.detail import SEAT
from geo.webmap.evidence import MOST_MENTIONS, MarkedQuantity, evidence, prose
from geo.webmap.folium_map import safe_address
from geo.webmap.mapdata import areas
from geo.wording import LANGUAGES, Words

HOSTILE = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "</title><script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<!--<script>",
    "'\"><svg onload=window.hit=1>",
    "{{ 7*7 }}{% raw %}{place}",
    "&lt;b&gt;&amp;",
    "\u202eright to left\u202c\u2066\u200f",
    "]]> \u2028 \u2029",
]


@pytest.fixture(scope="module")
def text(findings):
    return page(findings)


@pytest.fixture(scope="module")
def tree(text):
    return html.document_fromstring(text)


def data_of(text):
    return json.loads(html.document_fromstring(text).get_element_by_id("map-data").text)


def with_text(findings, sentences, *, names=None):
    """Give findings of a text whose every sentence is one mention near Kursk."""
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence) + 1)
    names = names or sentences
    rows = {
        "text": sentences,
        "start": starts[:-1],
        "end": [start + len(s) for start, s in zip(starts, sentences, strict=False)],
        **dict.fromkeys(("name", "name_en", "name_uk", "name_ru"), names),
        "kind": ["settlement"] * len(sentences),
        "country": ["RU"] * len(sentences),
        "region": ["RU-KRS"] * len(sentences),
        "geonames_id": [None] * len(sentences),
        "confidence": [0.5] * len(sentences),
        "status": ["resolved"] * len(sentences),
        "distance_km": [90.0] * len(sentences),
        "regimes": [("us-atacms-kursk",)] * len(sentences),
        "sentence": sentences,
    }
    points = [shapely.Point(36 + n % 40 / 100, 51.5) for n in range(len(sentences))]
    return replace(
        findings,
        text=Text(text=" ".join(sentences), source_name="text", sha256="", is_html=False),
        places=gpd.GeoDataFrame(rows, geometry=points, crs="EPSG:4326"),
        statements=(),
    )


def hostile(findings):
    """Put a hostile text into everything that comes from outside."""
    found = with_text(findings, HOSTILE)
    everything = " ".join(HOSTILE)
    in_each = {lang: f"{everything} {lang}" for lang in LANGUAGES}
    source = Source(
        publisher=everything,
        title=everything,
        date=date(2024, 11, 17),
        url="javascript:window.hit=1",
        says=in_each,
    )
    regimes = [
        replace(
            regime,
            label={"en": everything},
            note={"en": everything},
            systems=(everything, in_each),
            conflicts=(in_each, everything),
            sources=(source,),
        )
        for regime in findings.regimes
    ]
    return replace(
        found,
        text=replace(found.text, source_name=everything),
        origin_name=everything,
        regimes=tuple(regimes),
    )


def many(findings):
    """Give findings of thirty regimes, each with a reach of its own, and five hundred mentions."""
    regimes, parts = [], {"envelopes": [], "inside": [], "coverage": []}
    for n in range(30):
        reach_km, name = 271.0 + n, f"regime-{n}"
        status = ("reported", "confirmed", "denied", "disputed")[n % 4]
        regimes.append(replace(findings.regimes[1], id=name, reach_km=(reach_km,), status=status))
        for key, collected in parts.items():
            frame = getattr(findings, key)
            own = frame[frame["regime"] == "us-atacms-kursk"]
            collected.append(own.assign(regime=name, reach_km=reach_km))
    joined = {key: pd.concat(frames, ignore_index=True) for key, frames in parts.items()}
    found = with_text(findings, [f"Place {n} stands in a sentence." for n in range(500)])
    held = found.places.assign(regimes=[tuple(regime.id for regime in regimes)] * 500)
    return replace(found, regimes=tuple(regimes), places=held, **joined)


def small():
    """Give findings of a country with regions too small for their names: India's."""
    regimes = load_regimes(Path(__file__).resolve().parents[1] / "docs" / "examples" / "india.toml")
    name, origin = choose_origin(home=regimes[0].origin, target=regimes[0].target)
    return find(no_text(), regimes, origin_name=name, origin=origin, lang="en")


def test_the_same_findings_give_the_same_bytes(findings, text):
    """Nothing in the page is left to chance: no random id, no clock, no order of a set."""
    assert page(findings) == text


def test_the_page_is_small(text):
    """The default run's page, all three languages inside, stays under 610 KiB."""
    assert len(text.encode()) < 610 * 1024


def test_the_contracts_hooks_are_there(findings, tree, text):
    """Scripts of others find the language, title, radios, rows, mentions and data by name."""
    assert tree.get("lang") == "en"
    assert tree.findtext("head/title").strip()
    values = tree.xpath('//input[@type="radio"][@name="regime"]/@value')
    assert values == [regime.id for regime in findings.regimes]
    rows = tree.xpath('//table[@id="coverage"]//tr[@data-region]/@data-region')
    assert sorted(rows) == sorted(findings.regions["region"])
    assert len(tree.xpath('//*[@id="evidence"]/li')) == len(findings.places)
    assert data_of(text)["lang"] == "en"


def test_the_viewport_can_be_zoomed(tree):
    """A reader may enlarge the page on a phone."""
    viewport = tree.xpath('//meta[@name="viewport"]/@content')
    assert viewport == ["width=device-width, initial-scale=1"]


def test_the_page_names_no_file_to_fetch(text, tree):
    """No script, style, image or frame comes from elsewhere; links are only followed by hand."""
    assert tree.xpath("//*[@src] | //link | //iframe | //object | //embed | //base") == []
    assert all("url(" not in sheet.replace("url(#", "") for sheet in tree.xpath("//style/text()"))
    assert "sourceMappingURL" not in text
    assert not re.search(r"@import|cdn\.|jsdelivr|cloudflare", text)
    for link in tree.xpath("//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener noreferrer"


def test_the_policy_allows_what_is_there_and_nothing_else(tree):
    """Every inline script and style is named by its hash; no connection is allowed."""
    policy = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    assert "unsafe" not in policy
    for kind, found in (
        ("script-src", tree.xpath("//script[not(@type)]/text()")),
        ("style-src", tree.xpath("//style/text()")),
    ):
        hashes = {base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in found}
        assert {f"'sha256-{digest}'" for digest in hashes} == set(rules[kind].split())
    assert tree.xpath("//@style | //@onclick | //@onload | //@onerror") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_speaks_its_language(findings, lang):
    """Headline and regions are in the language asked for."""
    frames = {
        key: getattr(findings, key).assign(name=getattr(findings, key)[f"name_{lang}"])
        for key in ("regions", "home", "countries", "sea")
    }
    tree = html.document_fromstring(page(replace(findings, lang=lang, **frames)))
    words = {"en": "Kursk Oblast", "uk": "Курська область", "ru": "Курская область"}
    confirmed = {"en": "permission", "uk": "дозвіл", "ru": "разрешение"}
    assert tree.get("lang") == lang
    assert confirmed[lang] in tree.get_element_by_id("headline").text_content()
    assert words[lang] in tree.get_element_by_id("coverage").text_content()


def test_the_headline_is_made_from_the_data(findings):
    """Reach, status, scope and counts of each regime stand in its headline."""
    told = narrate(findings, lang="en").accounts
    near = "permission confirmed; weapon range 80\u00a0km: 7 regions partly within it, none named"
    kursk = "permission reported for Kursk Oblast; weapon range 300\u00a0km"
    far = "5 regions wholly, 13 partly within it, 1 named"
    assert [story.headline for story in told] == [
        f"United States: {near}",
        f"United States: {kursk}: {far}",
    ]


def test_a_headline_without_any_region_says_so(findings):
    """A reach that touches nothing is not told as if it did."""
    nothing = findings.coverage.assign(share=0.0, standing="outside")
    told = narrate(replace(findings, coverage=nothing), lang="en").accounts
    assert told[0].headline == (
        "United States: permission confirmed; weapon range 80\u00a0km: "
        "no region of Russia within it"
    )


def test_a_reach_of_two_ends_is_told_and_drawn_as_a_band(findings):
    """Where sources differ, both distances, both shares and both counts are given."""
    band = replace(findings.regimes[1], id="band", reach_km=(80.0, 300.0))
    both = replace(
        findings,
        regimes=(band,),
        statements=(),
        coverage=findings.coverage.assign(regime="band"),
        envelopes=findings.envelopes.assign(regime="band"),
        inside=findings.inside.assign(regime="band"),
        places=findings.places.assign(regimes=[("band",)] * len(findings.places)),
    )
    story = narrate(both, lang="en").accounts[0]
    assert story.headline == (
        "United States: permission reported for Kursk Oblast; weapon range 80–300\u00a0km: "
        "0–5 regions wholly, 7–13 partly within it, 1 named"
    )
    assert {row.region: row.share for row in story.rows}["RU-KRS"] == "48–100%"
    assert "Sources differ" in " ".join(story.detail)
    assert html.document_fromstring(page(both)).xpath('//svg//path[@class="band"]')


def test_the_error_stated_is_the_one_measured(findings):
    """The bound is this run's worst, rounded up."""
    worse = findings.envelopes.assign(max_error_m=[0.31, 0.4401])
    tree = html.document_fromstring(page(replace(findings, envelopes=worse)))
    assert "within 0.5\u00a0m of the geodesic distance" in tree.text_content()


def test_kaliningrad_is_marked_as_reached_across_a_third_country(findings):
    """The note names the country, and the table points to it."""
    first, last = findings.regimes
    changed = replace(findings, regimes=(replace(first, status="denied"), last))  # the last leads
    tree = html.document_fromstring(page(changed))
    note = tree.xpath('//*[@id="crosses"]/*[@data-region="RU-KGD"]')[0].text_content()
    assert "Poland" in note
    row = tree.xpath('//tr[@data-region="RU-KGD"]/th')[0].text_content()
    assert "†" in row


def test_sources_and_records_are_named(findings, tree):
    """Every source is linked and its words told; every data file's attribution and view stand."""
    told = tree.xpath('//*[@class="sources"]/li/bdi/text()')
    assert told == [source.says["en"] for regime in findings.regimes for source in regime.sources]
    links = set(tree.xpath('//*[@class="sources"]//a/@href'))
    assert links == {source.url for regime in findings.regimes for source in regime.sources}
    footer = tree.xpath("//footer")[0].text_content()
    for record in findings.records:
        assert record.attribution in footer
        assert record.worldview in footer


def test_there_is_something_to_find_when_zoomed_in(text):
    """Main rivers and lakes with three names each, and towns, those marked that govern a region."""
    data = data_of(text)
    named = {water["name"][0]: water["name"] for water in data["rivers"] if "name" in water}
    assert {"Dnipro", "Don", "Volga", "Oka", "Desna", "Seim", "Siverskyi Donets"} <= named.keys()
    assert named["Seim"] == ["Seim", "Сейм", "Сейм"]
    assert "Tsimlyansk Reservoir" in {lake.get("name", [""])[0] for lake in data["lakes"]}
    seats = {names[0] for names, *_, last in data["towns"] if last == 1 and len(_) == SEAT - 1}
    assert {"Kursk", "Belgorod", "Sumy", "Kharkiv"} <= seats
    assert not seats & {"Zheleznogorsk", "Shostka", "Cherepovets"}


def test_crimea_is_no_region_of_the_page(tree):
    """Neither the table nor the map's regions list Crimea or Sevastopol."""
    rows = set(tree.xpath("//tr[@data-region]/@data-region"))
    assert not rows & {"RU-CR", "RU-SEV", "UA-43", "UA-40"}
    assert "Crimea" not in tree.get_element_by_id("coverage").text_content()


def test_without_its_script_the_page_still_shows_every_regime(findings, tree):
    """A picture with its finding for each regime stands in the file itself."""
    stills = tree.xpath('//figure[contains(@class, "still")]')
    assert [still.get("data-regime") for still in stills] == [r.id for r in findings.regimes]
    for still, story in zip(stills, narrate(findings, lang="en").accounts, strict=True):
        assert story.headline in still.text_content()
        assert still.xpath('.//svg[@role="img"]/@aria-label') == [story.headline]


def test_the_names_of_the_stills_stand_on_their_own_ground(tree):
    """A region's name stands in its region, and none but its own on the country measured from."""

    def shape(path):
        rings = [re.findall(r"-?\d+", ring) for ring in path.split("z") if ring]
        steps = [np.array(ring, dtype=float).reshape(-1, 2) for ring in rings]
        return shapely.union_all([shapely.Polygon(ring.cumsum(axis=0)).buffer(0) for ring in steps])

    home = shape(tree.xpath('//path[@class="home"]/@d')[0])
    named = tree.xpath("//figure//text[@data-name]")
    for name in named:
        x, y, key = float(name.get("x")), float(name.get("y")), name.get("data-name")
        half = 6.7 * len(name.text)
        assert shapely.box(x - half, y - 11, x + half, y + 11).intersects(home) == (key == "UA")
        if "name-region" in name.get("class"):
            assert shape(tree.get_element_by_id(f"still-{key}").get("d")).contains(
                shapely.Point(x, y)
            )
    assert len(named) > 40


def test_each_mention_is_marked_in_its_sentence(findings, tree):
    """The words of the mention, in the sentence they stand in, once as its own."""
    for item, row in zip(
        tree.xpath('//*[@id="evidence"]/li'), findings.places.itertuples(), strict=True
    ):
        assert item.xpath('.//mark[@class="own"]/text()') == [row.text]
        assert item.xpath('.//*[@class="sentence"]')[0].text_content() == row.sentence


def test_of_two_equal_names_in_a_sentence_the_right_one_is_marked(findings):
    """The second mention of a name is marked where it stands, not at the first."""
    found = with_text(findings, ["Kursk and Kursk."])
    spans = found.places.iloc[[0, 0]].assign(start=[0, 10], end=[5, 15], text="Kursk")
    mentions = evidence(
        replace(found, places=spans.reset_index(drop=True)), AROUND_UKRAINE, Words("en", "page")
    ).mentions
    assert [m.sentence for m in mentions] == [
        (("Kursk", "own"), (" and ", ""), ("Kursk", "other"), (".", "")),
        (("Kursk", "other"), (" and ", ""), ("Kursk", "own"), (".", "")),
    ]
    assert [m.repeated for m in mentions] == [False, True]


def test_a_long_sentence_is_shortened_around_its_mention(findings):
    """Hundreds of words without a stop do not flood the page."""
    sentence = "word " * 500 + "Kursk" + " word" * 500
    found = with_text(findings, [sentence])
    places = found.places.assign(text="Kursk", start=2500, end=2505)
    found = replace(found, places=places)
    mention = evidence(found, AROUND_UKRAINE, Words("en", "page")).mentions[0]
    shown = "".join(text for text, _ in mention.sentence)
    assert "Kursk" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 600


def test_a_mention_over_the_antimeridian_is_counted_on_as_its_map_is(findings):
    """Its mark stands where the map's own longitudes have it."""
    found = with_text(findings, ["Anadyr and Uelen."])
    there = found.places.iloc[[0]].assign(start=11, end=16, text="Uelen").reset_index(drop=True)
    there = there.set_geometry([shapely.Point(-169.8, 66.2)], crs=4326)
    view = replace(AROUND_UKRAINE, degrees=(160.0, 50.0, 200.0, 75.0))
    (place,) = evidence(replace(found, places=there), view, Words("en", "page")).places
    assert (place.longitude, place.on_map) == (190.2, True)


def test_a_text_without_places_has_a_page(findings):
    """No mention is no error."""
    tree = html.document_fromstring(page(replace(findings, places=findings.places.iloc[:0])))
    assert "The text names no place." in tree.text_content()


def test_more_mentions_than_fit_are_counted_plainly(findings):
    """What the page leaves out is said, with where to find it; it stays under 2 MB."""
    names = [f"Place {n}" for n in range(MOST_MENTIONS * 3)]
    text = page(with_text(findings, names))
    tree = html.document_fromstring(text)
    assert len(tree.xpath('//*[@id="evidence"]/li')) == MOST_MENTIONS
    said = "The first 1,000 of 3,000 mentions are shown. The other 2,000 are in places.geojson"
    assert said in tree.text_content()
    assert len(text.encode()) < 2_000_000


def test_thirty_regimes_and_five_hundred_mentions_fit(findings):
    """Thirty regimes of different reach keep the page under 2 MB."""
    text = page(many(findings))
    assert len(html.document_fromstring(text).xpath('//input[@name="regime"]')) == 30
    assert len(text.encode()) < 2_000_000


def test_hostile_text_stays_text(findings, text):
    """Nothing from outside becomes an element, an attribute's code, a script or a style."""
    attacked = page(hostile(findings))
    tree, clean = html.document_fromstring(attacked), html.document_fromstring(text)
    for kind in ("script", "style", "img", "iframe", "title"):
        assert len(tree.xpath(f"//{kind}")) == len(clean.xpath(f"//{kind}")), kind
    assert tree.xpath("//@onerror | //@onload") == []
    assert tree.xpath("//a[starts-with(@href, 'javascript')]") == []
    assert tree.xpath("//script[not(@type)]/text()") == clean.xpath("//script[not(@type)]/text()")
    items = tree.xpath('//*[@id="evidence"]/li//mark/text()')
    assert items == HOSTILE
    everything = " ".join(HOSTILE)
    for lang, told in data_of(attacked)["regimes"][0]["told"].items():
        assert told["label"] == everything
        assert told["says"] == [f"{everything} {lang}"]
        assert told["conflicts"] == told["systems"][::-1] == [f"{everything} {lang}", ""]


def test_hostile_text_keeps_its_direction_to_itself(findings):
    """Text from outside stands in elements of its own writing direction."""
    tree = html.document_fromstring(page(hostile(findings)))
    for found in tree.xpath("//body//*[contains(text(), '\u202e')][not(self::script)]"):
        assert found.xpath("ancestor-or-self::bdi"), html.tostring(found)[:200]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//host",
        "https:",
        "ftp://host",
        "https://a b",
        "",
    ],
)
def test_only_web_addresses_are_linked(url):
    """Anything but http and https with a host is shown, not linked."""
    assert safe_address(url) == ""


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", ["1,234 km", "2.6 km", "0.9 m"]), ("uk", ["1 234 км", "2,6 км", "0,9 м"])],
)
def test_numbers_are_written_as_the_language_does(lang, written):
    """Thousands, decimals and units follow the language and never part; a bound is rounded up."""
    words = Words(lang, "page")
    found = [words.km(1234.2), words.km(2.6), words.metres(0.81, decimals=1)]
    assert found == [text.replace(" ", "\u00a0") for text in written]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1, 2])
def test_colours_can_be_told_apart(text, theme):
    """Text has a contrast of 4.5, boundaries between meanings of 3: light, dark and in print."""
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    light = dict(re.findall(r"--([\w-]+): (#\w{6});", blocks[0]))
    colours = light | dict(re.findall(r"--([\w-]+): (#\w{6});", blocks[theme]))
    words = [("ink", "paper"), ("soft", "paper"), ("soft", "card"), ("accent", "paper")]
    words += [("accent", "card"), ("mention-ink", "mention"), ("sea-ink", "sea"), ("soft", "land")]
    words += [("on-paint", "inside"), ("ink", "part"), ("ink", "region"), ("ink", "halo")]
    for one, other in words:
        assert contrast(colours[one], colours[other]) >= 4.5, (one, other)
    bounds = [("inside", "touched"), ("inside", "region"), ("reach", "reach-casing")]
    bounds += [("ink", "home"), ("scope-dark", "scope-light"), ("mark", "mark-line")]
    bounds += [("reach", "region"), ("reach", "land"), ("focus", "paper"), ("focus", "card")]
    bounds += [("gain-sign", "gain"), ("loss-sign", "loss"), ("other", "reach-casing")]
    bounds += [("control", "card"), ("control", "paper"), ("soft", "paper")]
    for one, other in bounds:
        assert contrast(colours[one], colours[other]) >= 3, (one, other)


def test_a_regime_may_name_regions_out_of_view(findings):
    """A scope beyond the table is named like the others, and nothing breaks."""
    far = replace(findings.regimes[1], scope=("RU-CHU", "RU-KRS"))
    text = page(replace(findings, regimes=(findings.regimes[0], far)))
    assert "Chukotka Autonomous Okrug and Kursk Oblast" in text


def test_another_origin_and_a_policy_without_a_distance_are_told(findings):
    """What would change is a table of its own; what cannot be drawn keeps its words and sources."""
    table = findings.coverage.head(2).assign(
        other_share=[0.5, 0.0], other_standing="partly", change_points=[-36.6, -59.0]
    )
    table = table.assign(other_share_low=table.other_share, other_share_high=table.other_share)
    undrawn = replace(findings.regimes[1], id="words-only", reach_km=(), label={"en": "Words"})
    tree = html.document_fromstring(
        page(
            replace(
                findings,
                undrawn=(undrawn,),
                comparison=Comparison(origin_name="land-border", table=table),
            )
        )
    )
    rows = tree.xpath('//*[@id="other-origin"]//tbody/tr')
    assert [cell.text_content() for cell in rows[1]][-2:] == ["59%", "<1%"]
    article = tree.get_element_by_id("policy-words-only")
    assert "none stated" in article.text_content()
    assert article.xpath(".//a/@href")
    assert tree.xpath('//input[@name="regime"][@value="words-only"]') == []


def test_shapes_are_packed_with_their_holes_and_without_what_vanishes():
    """A ring of no more than a line in thousandths of a degree goes, an area with its outer one."""
    hole = shapely.box(0.4, 0.4, 0.6, 0.6).exterior
    speck = shapely.box(0.1, 0.1, 0.1001, 0.1001).exterior
    (rings,) = areas(shapely.Polygon(shapely.box(0, 0, 1, 1).exterior, [hole, speck]))
    assert len(rings) == 2
    assert areas(shapely.box(0, 0, 0.0001, 1)) == []


def test_of_two_marks_that_overlap_the_earlier_stays():
    """Every character stands once, whatever is marked."""
    text = "up to 80 km from Kursk.\n\nMore."
    marks = [MarkedQuantity(start=a, end=b, regimes=()) for a, b in ((0, 11), (6, 16), (17, 22))]
    first, more = prose(text, [], marks)
    assert [piece.text for piece in first.pieces] == ["up to 80 km", " from ", "Kursk", "."]
    assert [piece.quantity is not None for piece in first.pieces] == [True, False, True, False]
    assert more.pieces[0].text == "More."
