"""The page as a person uses it, in a real Chromium: by pointer and keyboard, on paper, attacked."""

import re
from dataclasses import replace

import pyproj
import pytest
from browser import BORDER, KURSK, focused, shares
from test_webmap import HOSTILE

from geo.crs import METRIC
from geo.findings import find_places
from geo.reading import read_text
from geo.snapshot import draw_places
from geo.webmap import places_page

pytestmark = pytest.mark.browser


def test_it_opens_from_disk_in_silence(opened):
    """No request but for the file itself, no message, no error; the map is drawn."""
    tab = opened()
    assert tab.locator("path.region[data-region]").count() >= 18
    assert tab.locator(".folium-map path.reach").is_visible()
    assert tab.evaluate("performance.getEntriesByType('resource').length") == 0


def test_switching_the_regime_changes_map_table_and_headline(opened):
    """One choice changes what is painted, counted and said, together."""
    tab = opened()
    assert tab.locator(f'input[value="{KURSK}"]').is_checked()
    assert "permission reported" in tab.locator("#headline").inner_text()
    assert shares(tab)["RU-KRS"] == "100%"
    assert tab.locator("path.scope").count() == 1
    assert tab.locator("path.touched").count() == 18
    tab.check(f'input[value="{BORDER}"]')
    assert "permission confirmed" in tab.locator("#headline").inner_text()
    assert tab.title() == tab.locator("#headline").inner_text()
    assert shares(tab)["RU-KRS"] == "48–49%"
    assert tab.locator("path.scope").count() == 0
    assert tab.locator("path.touched").count() == 7
    assert tab.locator("#coverage tbody tr:visible").count() == 7


def test_a_switch_is_quick(opened):
    """The new picture stands within a tenth of a second of work."""
    tab = opened()
    took = tab.evaluate(
        """() => {
          const started = performance.now();
          document.querySelector('input[value="us-himars-border"]').click();
          document.body.getBoundingClientRect();
          return performance.now() - started;
        }"""
    )
    assert took < 400  # the bar is 100 ms on an idle machine; tests share theirs


def test_regimes_are_chosen_by_keyboard(opened):
    """The radio buttons follow the arrow keys."""
    tab = opened()
    tab.locator(f'input[value="{KURSK}"]').focus()
    tab.keyboard.press("ArrowLeft")
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()
    assert "permission confirmed" in tab.locator("#headline").inner_text()


def test_a_link_opens_at_its_regime(opened):
    """The address carries the choice, and takes it up again."""
    tab = opened(fragment=f"#regime={BORDER}")
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()
    tab.check(f'input[value="{KURSK}"]')
    assert tab.url.endswith(f"#regime={KURSK}")


def test_every_region_is_reached_and_read_by_keyboard(opened, findings):
    """One stop by Tab, then every region by arrows, each with its figures as its name."""
    tab = opened()
    assert tab.locator('path.region[tabindex="0"]').count() == 1
    tab.locator('path.region[tabindex="0"]').focus()
    seen = []
    for _ in range(len(findings.regions)):
        seen.append(focused(tab))
        label = tab.evaluate("document.activeElement.getAttribute('aria-label')")
        assert "least distance" in label
        tab.keyboard.press("ArrowRight")
    assert sorted(seen) == sorted(findings.regions["region"])
    assert focused(tab) == seen[0]


def test_enter_keeps_a_region_and_escape_lets_it_go(opened):
    """What is kept stays beside the map when focus and pointer leave."""
    tab = opened()
    tab.locator('path.region[tabindex="0"]').focus()
    first = focused(tab)
    tab.keyboard.press("Enter")
    kept = tab.locator("#card h2").inner_text()
    assert tab.locator(f'path[data-region="{first}"]').get_attribute("aria-pressed") == "true"
    tab.locator("h1").hover()
    tab.evaluate("document.activeElement.blur()")
    assert tab.locator("#card h2").inner_text() == kept
    tab.locator(f'path[data-region="{first}"]').focus()
    tab.keyboard.press("Escape")
    tab.evaluate("document.activeElement.blur()")
    assert tab.locator("#card h2").count() == 0


def test_a_row_of_the_table_opens_its_region(opened):
    """The table leads to the map and to the figures of a region."""
    tab = opened()
    tab.locator('#coverage tr[data-region="RU-KRS"] button').click()
    assert tab.locator("#card h2").inner_text() == "Kursk Oblast"
    assert tab.locator("#card").get_by_text("100%").is_visible()
    assert tab.locator("path.halo").count() == 1


def test_pointing_at_a_region_shows_its_figures(opened):
    """Hover is enough to read; leaving takes it away."""
    tab = opened()
    tab.evaluate("document.getElementById('map').scrollIntoView()")
    box = tab.locator('path[data-region="RU-ROS"]').bounding_box()
    tab.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.45)
    assert tab.locator("#card h2").inner_text() == "Rostov Oblast"


def test_outside_regions_are_shown_on_demand(opened, findings):
    """The table is short until the reader asks for all of it."""
    tab = opened()
    assert tab.locator("#coverage tbody tr:visible").count() == 18
    tab.check("#show-outside")
    assert tab.locator("#coverage tbody tr:visible").count() == len(findings.regions)


def test_from_a_sentence_to_its_mark_and_back(opened, findings):
    """A mention leads to its mark on the map; the mark leads to its mentions."""
    tab = opened()
    item = tab.locator("#evidence li[data-place] button").first
    name = item.inner_text()
    item.click()
    mark = tab.locator(".mark.here")
    assert name in mark.get_attribute("aria-label")
    mark.press("Enter")
    assert tab.locator("#evidence-filter").inner_text().startswith(f"Only: {name}")
    count = int((findings.places["name"] == name).sum())
    assert tab.locator("#evidence li:visible").count() == count
    assert tab.locator("#evidence li:visible .sentence:visible").count() == count
    tab.locator("#evidence-filter button").click()
    assert tab.locator("#evidence li:visible").count() == len(findings.places)


def test_the_projection_is_the_projects_conic(opened):
    """What the page's script computes is what PROJ computes, to a metre."""
    tab = opened()
    to_metric = pyproj.Transformer.from_crs("EPSG:4326", METRIC, always_xy=True)
    for longitude, latitude in [(20.5, 54.7), (36.19, 51.73), (33.6, 44.55), (55.0, 62.0)]:
        x, y = tab.evaluate(
            "([lng, lat]) => { const p = L.CRS.Conic.projection.project({lat, lng});"
            " return [p.x, p.y]; }",
            [longitude, latitude],
        )
        assert (x, y) == pytest.approx(to_metric.transform(longitude, latitude), abs=1)
        back = tab.evaluate(
            "([x, y]) => { const p = L.CRS.Conic.projection.unproject({x, y});"
            " return [p.lng, p.lat]; }",
            [x, y],
        )
        assert back == pytest.approx([longitude, latitude], abs=1e-7)


def test_the_scale_is_true_at_the_middle(opened):
    """The bar's length is its distance on the ground there, within one per cent."""
    tab = opened()
    kilometres, pixels, west, east = tab.evaluate(
        """() => {
          const bar = document.getElementById('scale');
          const width = bar.getBoundingClientRect().width;
          const map = map_policy;
          const middle = map.getSize().divideBy(2);
          const at = (x) => map.containerPointToLatLng(middle.add([x, 0]));
          const place = ({lng, lat}) => [lng, lat];
          return [parseFloat(bar.textContent), width, place(at(-width / 2)), place(at(width / 2))];
        }"""
    )
    assert pixels > 30
    metres = pyproj.Geod(ellps="WGS84").inv(*west, *east)[2]
    assert metres / 1000 == pytest.approx(kilometres, rel=0.01)


@pytest.mark.parametrize("width", [360, 390, 768, 1200, 1440])
def test_nothing_scrolls_sideways(opened, width):
    """The page fits every width it is made for."""
    tab = opened(width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["default", "many"])
def test_the_first_screen_of_a_phone_shows_finding_and_map(opened, name):
    """However many the policies; the one shown is told in full, a number beside its unit."""
    tab = opened(name, width=360, height=640, fragment="#lang=ru")
    first = tab.locator("h1").bounding_box(), tab.locator(".regime.current").bounding_box()
    box = tab.locator(".map").bounding_box()
    assert all(0 <= each["y"] < each["y"] + each["height"] <= box["y"] for each in first)
    assert box["y"] < 0.7 * 640
    plate = tab.locator("#plate strong").evaluate("(e) => e.getClientRects().length")
    assert plate == 1
    tab.evaluate("location.hash = `regime=${document.querySelectorAll('.regime input')[1].value}`")
    tab.wait_for_selector(".regime.current:nth-child(2)")
    shown = tab.locator(".regime.current").bounding_box()
    assert 0 <= shown["x"] < shown["x"] + shown["width"] <= 360


def test_on_a_phone_one_finger_scrolls_the_page(opened):
    """The map leaves one finger to the page and answers to two."""
    tab = opened(width=390, height=844, has_touch=True, is_mobile=True)
    assert tab.evaluate("[map_policy.dragging.enabled(), map_policy.touchZoom.enabled()]") == [
        False,
        True,
    ]
    tab.tap('#coverage tr[data-region="RU-KRS"] button')
    assert tab.locator("#card h2").inner_text() == "Kursk Oblast"


def test_names_on_the_map_do_not_overlap(opened):
    """Every name shown has room of its own."""
    tab = opened()
    boxes = tab.evaluate(
        """[...document.querySelectorAll('.label:not([hidden]) > .label-text:not([hidden])')]
             .map((label) => label.getBoundingClientRect())
             .map(({left, right, top, bottom}) => [left, right, top, bottom])"""
    )
    assert len(boxes) > 15
    for n, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:n]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
            assert apart


def test_without_script_it_says_what_it_would_show(opened, findings):
    """Pictures, headlines, table and sentences are there when no script runs."""
    tab = opened(java_script_enabled=False)
    assert tab.locator(".still svg:visible").count() == len(findings.regimes)
    assert tab.get_by_text("does not run the page's script").is_visible()
    assert tab.get_by_text("Permission confirmed; weapon range 80\u00a0km").first.is_visible()
    assert tab.locator("#coverage tbody tr:visible").count() == len(findings.regions)
    assert tab.locator("#evidence mark").first.is_visible()
    assert not tab.locator(".folium-map").is_visible()


def test_on_paper_it_shows_the_regime_chosen(opened):
    """Print has the picture of the choice, the table and the sources, and no controls."""
    tab = opened()
    tab.check(f'input[value="{BORDER}"]')
    tab.emulate_media(media="print")
    assert tab.locator(".still:visible").count() == 1
    assert tab.locator(".still:visible").get_attribute("data-regime") == BORDER
    for hidden in ("input", ".folium-map", "#card", ".tools"):
        assert tab.locator(f"{hidden}:visible").count() == 0
    assert tab.locator("#coverage tbody tr:visible").count() == 7


def test_dark_and_light_differ(opened):
    """The page follows the reader's preference."""
    colours = [
        opened(color_scheme=scheme).evaluate(
            "getComputedStyle(document.body.parentNode).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert colours == ["rgb(252, 251, 248)", "rgb(21, 24, 27)"]


def test_hostile_text_appears_as_text_and_does_nothing(opened):
    """In labels, notes, sources, sentences, names and file names: read, never run."""
    tab = opened("hostile")
    everything = " ".join(HOSTILE)
    assert tab.evaluate("window.hit") is None
    assert tab.locator("#evidence mark").all_text_contents() == HOSTILE
    assert tab.locator(".regime-label").first.text_content() == everything
    tab.check(f'input[value="{BORDER}"]')
    assert tab.locator("#coverage caption").text_content() == everything
    tab.locator('#coverage tr[data-region="RU-KRS"] button').click()
    assert HOSTILE[0] in tab.locator("#card").text_content()
    for mark in tab.locator(".mark").all():
        mark.dispatch_event("click")
        assert tab.locator("#evidence-filter bdi").text_content() in HOSTILE
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.hit") is None
    assert tab.locator("img, iframe, object, embed").count() == 0
    assert tab.locator(".sources a").count() == 0


def test_no_string_becomes_markup(chromium, files):
    """Even a script of the page itself cannot turn a string into elements."""
    tab = chromium.new_page()
    tab.goto(files("default").as_uri())
    outcome = tab.evaluate(
        """() => {
          try { document.createElement('p').innerHTML = '<img src=x>'; return 'made'; }
          catch (error) { return error.name; }
        }"""
    )
    tab.close()
    assert outcome == "TypeError"


def test_many_regimes_and_mentions_still_work(opened, findings):
    """Thirty regimes and hundreds of mentions: all can be chosen, what is left out is said."""
    tab = opened("many")
    assert tab.locator("#evidence li").count() == 500
    assert tab.locator(".mark").count() == 300
    assert tab.get_by_text("The map marks the 300 places named most often").is_visible()
    tab.check('input[value="regime-3"]')
    assert "weapon range 274\u00a0km" in tab.locator("#headline").inner_text()
    assert tab.locator("#coverage tbody tr").count() == len(findings.regions)


def test_a_doubted_permission_looks_it(opened):
    """Denied or disputed, the line is dashed and the badge says so; confirmed, it is whole."""
    tab = opened("many")
    line = tab.locator(".folium-map path.reach")
    for regime, dashes, word in (
        ("regime-1", "none", "confirmed"),
        ("regime-2", "9px, 7px", "denied"),
    ):
        tab.check(f'input[value="{regime}"]')
        assert line.evaluate("line => getComputedStyle(line).strokeDasharray") == dashes
        assert tab.locator("#plate .badge").inner_text().endswith(word)


def test_a_map_of_places_follows_the_language(opened, tmp_path):
    """Title, heading, panel, names on the map and in the list; a link in a language opens in it."""
    text = tmp_path / "text.txt"
    text.write_text("The road from Kosiv climbs to Verkhovyna.\n", encoding="utf-8")
    findings = find_places(read_text(text), claims=[])
    spoken = [
        replace(findings, lang=lang, places=findings.places.assign(name=findings.places[column]))
        for lang, column in (("en", "name_en"), ("uk", "name_uk"), ("ru", "name_ru"))
    ]
    told = [(each, draw_places(each, formats=["svg"])) for each in spoken]
    for _, drawn in told:  # at least seven pixels where the picture is 600 pixels wide
        sizes = re.findall(r"font(?:-size)?: ([0-9.]+)px", drawn["svg"].decode())
        width = re.search(r'viewBox="0 0 ([0-9.]+)', drawn["svg"].decode())[1]
        assert min(map(float, sizes)) * 600 / float(width) >= 6.99
    file = tmp_path / "places.html"
    page = places_page([(each, drawn["svg"]) for each, drawn in told])
    file.write_text(page, encoding="utf-8")
    tab = opened(file, fragment="#lang=ru")
    assert tab.evaluate("document.documentElement.lang") == "ru"
    assert "2 места" in tab.title()
    tab.click("button[data-language=uk]")
    assert tab.title() == tab.locator("h1").text_content()
    assert "2 місця" in tab.title()
    assert tab.locator("#evidence bdi:visible").all_text_contents() == ["Косів", "Верховина"]
    assert tab.url.endswith("#lang=uk")
    home = tab.locator("[data-map-label='country:UA']:visible")
    assert [name.strip() for name in home.all_text_contents()] == ["УКРАЇНА"]
    places = tab.locator("[data-map-label^='place:']:visible")
    assert {name.strip() for name in places.all_text_contents()} == {"Косів", "Верховина"}
    assert "Natural Earth" in tab.locator("figcaption span:visible").inner_text()


def test_a_file_of_a_map_of_places_carries_its_letters_and_its_words(tmp_path):
    """Set in another face, names are wider than the room that was found for them."""
    text = tmp_path / "text.txt"
    text.write_text("They met in Warsaw and Minsk, and went on to Kaunas.\n", encoding="utf-8")
    svg = draw_places(find_places(read_text(text), claims=[]), formats=["svg"])["svg"].decode()
    assert svg.count("@font-face") == svg.count("base64,") == 2
    assert "Kaunas" in svg.partition("<desc>")[2].partition("</desc>")[0]


def test_a_map_of_places_is_set_in_its_letters_and_calls_no_country_off_that_it_shows(
    opened, tmp_path
):
    """The letters come with the page; the middle of Russia is far off, the country is not."""
    text = tmp_path / "text.txt"
    text.write_text("Омск и Тюмень в России ждут паводка, как и Кокшетау.\n", encoding="utf-8")
    findings = find_places(read_text(text), claims=[], lang="ru")
    svg = draw_places(findings, formats=["svg"])["svg"]
    file = tmp_path / "places.html"
    file.write_text(places_page([(findings, svg)]), encoding="utf-8")
    tab = opened(file, width=1200)
    tab.wait_for_function("document.fonts.status === 'loaded'")
    faces = tab.evaluate("[...document.fonts].map((face) => face.family + ' ' + face.status)")
    assert faces
    assert set(faces) == {"Roboto Condensed loaded"}
    assert tab.locator("[data-map-label='country:RU']").count() == 1
    assert "вне этой карты" not in tab.locator("figcaption").inner_text()


@pytest.mark.parametrize("size", [(640, 480), (360, 640), (700, 900)])
def test_a_map_of_places_fills_a_small_frame(opened, tmp_path, size):
    """In another page the map alone is shown, around the places; its own frame fills most of it."""
    text = tmp_path / "text.txt"
    text.write_text("They met in Warsaw and Minsk, and went on to Kaunas.\n", encoding="utf-8")
    findings = find_places(read_text(text), claims=[])
    file = tmp_path / "places.html"
    drawn = draw_places(findings, formats=["svg"])["svg"]
    file.write_text(places_page([(findings, drawn)]), encoding="utf-8")
    width, height = size
    tab = opened(file, width=width, height=height, fragment="#embed")
    left, top, right, bottom = tab.evaluate(
        """() => {
          const seen = document.querySelector(".drawing").getBoundingClientRect();
          const map = document.querySelector("#patch_2").getBoundingClientRect();
          return [Math.max(seen.left, map.left), Math.max(seen.top, map.top),
            Math.min(seen.right, map.right), Math.min(seen.bottom, map.bottom)];
        }"""
    )
    assert (right - left) * (bottom - top) >= 0.55 * width * height
    sizes = "[document.body.scrollWidth, document.body.scrollHeight]"
    assert tab.evaluate(sizes) == [width, height]
    assert tab.locator("h1").is_visible()
