"""What a reader chooses on the page: language, time, comparison, view, colours, a link."""

from dataclasses import replace

import pytest
from browser import BORDER, KURSK, settled, shares
from test_webmap import HOSTILE

from geo.webmap import page
from geo.wording import LANGUAGES, Words

pytestmark = pytest.mark.browser

EVERYTHING = """() => {
  document.querySelectorAll('details').forEach((part) => { part.open = true; });
  const labels = [...document.querySelectorAll('[aria-label]')];
  return [document.title, document.documentElement.lang, document.body.innerText,
    labels.map((part) => part.getAttribute('aria-label')).sort().join(' | ')];
}"""


def choose_language(tab, lang):
    tab.click(f'[data-language="{lang}"]')
    settled(tab)


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_a_language_chosen_says_what_a_page_written_in_it_says(opened, findings, tmp_path, lang):
    """Every word, name, number and label, seen or heard, without a reload."""
    written = tmp_path / f"{lang}.html"
    frames = {
        key: getattr(findings, key).assign(name=getattr(findings, key)[f"name_{lang}"])
        for key in ("regions", "home", "countries", "sea", "places")
    }
    written.write_text(page(replace(findings, lang=lang, **frames)), encoding="utf-8")
    tab = opened()
    choose_language(tab, lang)
    switched, original = tab.evaluate(EVERYTHING), opened(written).evaluate(EVERYTHING)
    assert switched[:2] == original[:2]
    for here, there in zip(switched[2].splitlines(), original[2].splitlines(), strict=True):
        assert here == there
    assert switched[3] == original[3]


def test_there_and_back_is_where_it_began(opened):
    """A language chosen and left again leaves no trace."""
    tab = opened()
    before = tab.evaluate(EVERYTHING)
    choose_language(tab, "ru")
    assert tab.locator("html").get_attribute("lang") == "ru"
    choose_language(tab, "en")
    assert tab.evaluate(EVERYTHING) == before


SAID = """() => {
  const policy = document.querySelector('.policy.current');
  const parts = ['.facts dd:last-child bdi', '.conflicts p, .conflicts bdi',
    '.sources li > bdi:last-child'];
  return parts.map((part) => [...policy.querySelectorAll(part)].map((each) => each.textContent));
}"""


def test_what_sources_say_follows_the_language(opened, findings, tmp_path):
    """Each text is told in the reader's language, else in English; one wording stays as it is."""
    *before, last = findings.regimes
    told = replace(
        last,
        systems=("ATACMS", {"en": "guns", "uk": "гармати", "ru": "пушки"}),
        conflicts=({"en": "No", "uk": "Ні", "ru": "Нет"}, "Як є", {"en": "Only English"}),
        sources=(
            replace(last.sources[0], says={"en": "Yes", "uk": "Так"}),
            replace(last.sources[1], says="Plain"),
        ),
    )
    written = tmp_path / "told.html"
    written.write_text(page(replace(findings, regimes=(*before, told))), encoding="utf-8")
    tab = opened(written)
    heads = {lang: [Words(lang, "page").say("conflicts")] for lang in LANGUAGES}
    same = ["Як є", "Only English"]
    expected = {
        "en": [["ATACMS", "guns"], [*heads["en"], "No", *same], ["Yes", "Plain"]],
        "uk": [["ATACMS", "гармати"], [*heads["uk"], "Ні", *same], ["Так", "Plain"]],
        "ru": [["ATACMS", "пушки"], [*heads["ru"], "Нет", *same], ["Yes", "Plain"]],
    }
    assert tab.evaluate(SAID) == expected["en"]
    for lang in ("uk", "ru", "en"):
        choose_language(tab, lang)
        assert tab.evaluate(SAID) == expected[lang]


def test_the_slider_stops_where_a_policy_begins(opened):
    """Arrow keys and dragging lead from one policy to the next, and it says which."""
    tab = opened()
    slider = tab.locator("#time")
    assert "17 November 2024" in slider.get_attribute("aria-valuetext")
    slider.press("ArrowLeft")
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()
    assert "30 May 2024" in slider.get_attribute("aria-valuetext")
    box = slider.bounding_box()
    tab.mouse.click(box["x"] + box["width"] * 0.97, box["y"] + box["height"] / 2)
    assert tab.locator(f'input[value="{KURSK}"]').is_checked()


def test_playing_goes_through_the_policies_and_stops(opened):
    """From the last it begins anew; at the last it ends by itself."""
    tab = opened()
    tab.click("#play")
    assert tab.locator("#play").get_attribute("aria-pressed") == "true"
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()
    tab.locator(f'input[value="{KURSK}"]:checked').wait_for()
    tab.locator('#play[aria-pressed="false"]').wait_for()
    assert "permission reported" in tab.locator("#headline").inner_text()


def test_what_changes_is_told(opened):
    """Reach, regions gained, parts grown, scope and status, each in words."""
    tab = opened()
    told = tab.locator("#change li").all_inner_texts()
    assert told[0] == "Reach: 80\u00a0km → 300\u00a0km"
    assert told[1].startswith("11 regions more within reach: ")
    assert told[2].startswith("A larger part of 7 regions: Oryol Oblast 2% → 100%")
    assert told[3:] == [
        "Newly named by the policy: Kursk Oblast",
        "Stance and status: permission confirmed → permission reported",
    ]
    tab.check(f'input[value="{BORDER}"]')
    assert tab.locator("#change").is_hidden()  # none came before


def test_what_changes_is_marked_on_the_map(opened):
    """Compared, the other line is drawn, and what one reach has and the other has not."""
    tab = opened()
    drawn = tab.locator(".folium-map path.gain")
    assert drawn.count() == 0
    tab.select_option("#against", BORDER)
    assert drawn.count() == 1
    assert tab.locator(".folium-map path.inside").count() == 1
    assert tab.locator(".folium-map path.other").count() == 1
    assert tab.get_by_text("Within this reach, not within the other").is_visible()
    tab.locator('#coverage tr[data-region="RU-KRS"] button').click()
    assert tab.locator("#card .figure").inner_text() == "48–49% → 100%"
    tab.check(f'input[value="{BORDER}"]')  # with itself nothing is compared
    assert tab.locator(".folium-map path.other").count() == 0
    tab.select_option("#against", KURSK)
    assert tab.locator(".folium-map path.loss").count() == 1
    assert tab.locator(".folium-map path.scope-before").count() == 1


def test_all_policies_are_seen_at_once(opened):
    """The gallery has a picture of each; one chosen is shown on the map again."""
    tab = opened()
    tab.click("#gallery-switch")
    assert tab.locator(".still svg[role=img]:visible").count() == 2
    assert not tab.locator(".folium-map").is_visible()
    tab.locator(f'.still[data-regime="{BORDER}"] button').click()
    assert tab.locator(".folium-map").is_visible()
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()


def test_colours_can_be_chosen(opened):
    """Against the device's preference, and back to it."""
    tab = opened(color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = tab.evaluate(ground)
    tab.select_option("#theme", "dark")
    dark = tab.evaluate(ground)
    assert dark != light
    tab.emulate_media(color_scheme="dark")
    tab.select_option("#theme", "light")
    assert tab.evaluate(ground) == light
    tab.select_option("#theme", "auto")
    assert tab.evaluate(ground) == dark


def test_a_link_opens_the_same_view(opened):
    """Policy, comparison, region, language, colours and view stand in the address."""
    tab = opened()
    tab.check(f'input[value="{BORDER}"]')
    tab.select_option("#against", KURSK)
    tab.locator('#coverage tr[data-region="RU-BRY"] button').click()
    choose_language(tab, "uk")
    tab.select_option("#theme", "dark")
    fragment = tab.evaluate("location.hash")
    assert fragment == f"#regime={BORDER}&against={KURSK}&region=RU-BRY&lang=uk&theme=dark"
    again = opened(fragment=fragment)
    for one in (tab, again):
        one.locator(".for-comparing").first.wait_for()
        assert one.locator("#card h2").inner_text() == "Брянська область"
        assert one.locator("#against").input_value() == KURSK
    for part in ("#headline", "#card", "#change", "#coverage", "#text", "#embed-code"):
        assert again.locator(part).inner_text() == tab.locator(part).inner_text()
    assert again.evaluate("location.hash") == fragment


def test_a_link_followed_within_the_page_changes_the_view(opened):
    """Going to another address of the same file needs no reload."""
    tab = opened()
    tab.evaluate(f"location.hash = 'regime={BORDER}&region=RU-ROS&lang=ru'")
    tab.locator("#card h2", has_text="Ростовская область").wait_for()
    assert "80\u00a0км" in tab.locator("#headline").inner_text()


@pytest.mark.parametrize(
    "fragment", ["#regime=none&region=XX&lang=de&theme=red", "#%", "#regime=__proto__", "#=&&="]
)
def test_a_broken_link_opens_the_page_as_it_is(opened, fragment):
    """What the page does not know it does not show."""
    tab = opened(fragment=fragment)
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()
    assert tab.locator("#card h2").count() == 0


def test_a_column_sorts_and_a_word_filters(opened):
    """By name, distance or scope, either way; by part of a name in any of the languages."""
    tab = opened()
    rows = tab.locator("#coverage tbody tr:visible th")
    tab.locator('[data-sort="name"] button').click()
    names = rows.all_inner_texts()
    assert names == sorted(names)
    tab.locator('[data-sort="name"] button').click()
    assert rows.all_inner_texts() == names[::-1]
    assert tab.locator('[data-sort="name"]').get_attribute("aria-sort") == "descending"
    tab.locator('[data-sort="scope"] button').click()
    assert rows.first.inner_text() == "Kursk Oblast"
    tab.fill("#table-filter", "курс")
    assert rows.all_inner_texts() == ["Kursk Oblast"]
    tab.fill("#table-filter", "moscow")
    assert sorted(rows.all_inner_texts()) == ["Moscow", "Moscow Oblast"]
    tab.fill("#table-filter", "zzz")
    assert tab.locator("#table-empty").is_visible()


def test_table_and_map_point_at_each_other(opened):
    """A row pointed at shows its region; a region chosen marks its row, and leads there."""
    tab = opened()
    tab.locator('#coverage tr[data-region="RU-LIP"] th').hover()
    assert tab.locator("#card h2").inner_text() == "Lipetsk Oblast"
    assert tab.locator("path.halo").count() == 1
    tab.locator('#coverage tr[data-region="RU-KRS"] button').click()
    assert "here" in tab.locator('#coverage tr[data-region="RU-KRS"]').get_attribute("class")
    tab.locator("#card .ways button").first.click()
    assert tab.evaluate("document.activeElement.closest('tr').dataset.region") == "RU-KRS"


def test_from_a_coloured_area_to_the_sentence_and_the_source_in_two_steps(opened):
    """A region chosen shows its sentences; one leads into the text, a button to the sources."""
    tab = opened()
    tab.locator('path[data-region="RU-KRS"]').press("Enter")
    assert "Kursk" in tab.locator("#card .quote").first.inner_text()
    tab.locator("#card .quote").first.click()
    assert tab.evaluate("document.activeElement.textContent") == "Kursk Oblast"
    assert tab.locator("#text mark.here").count() >= 2
    tab.locator("#card .ways button").last.click()
    assert tab.evaluate("document.activeElement.id") == f"policy-{KURSK}"


def test_the_text_has_its_places_in_the_colour_of_where_they_fall(opened):
    """Inside, partly, outside, in Ukraine, elsewhere; named or not; changed with the policy."""
    tab = opened()

    def where(name):
        return set(
            tab.locator("#text mark[data-mention]")
            .get_by_text(name, exact=True)
            .first.get_attribute("class")
            .split()
        )

    assert where("Belgorod") == {"at-in"}
    assert where("Kursk Oblast") == {"at-in", "at-named"}
    assert where("Kalmykia") == {"at-part"}
    assert where("Ukraine") == {"at-home"}
    assert where("Poland") == where("Russia") == {"at-else"}
    tab.check(f'input[value="{BORDER}"]')
    assert where("Voronezh") == {"at-out"}
    assert where("Kursk Oblast") == {"at-part"}
    assert where("Kalmykia") == {"at-out"}


def test_text_and_map_lead_to_each_other(opened):
    """A town leads to its mark and back; a region is kept open."""
    tab = opened()
    town = tab.locator("#text mark", has_text="Voronezh")
    town.press("Enter")
    assert "Voronezh" in tab.locator(".mark.here").get_attribute("aria-label")
    tab.locator(".mark.here").press("Enter")
    assert tab.evaluate("document.activeElement.textContent") == "Voronezh"
    town.press("ArrowRight")
    assert tab.evaluate("document.activeElement.textContent") == "Rostov-on-Don"
    tab.locator("#text mark", has_text="Kalmykia").click()
    tab.mouse.move(1, 1)  # the map may have come to lie under the pointer, on another region
    assert tab.locator("#card h2").inner_text() == "Kalmykia"


def test_a_distance_leads_to_the_policy_it_agrees_with(opened):
    """It stands out while that policy is shown, and chooses it when pressed."""
    tab = opened()
    near = tab.locator("#text mark.stated", has_text="80 kilometres")
    assert "supports" not in near.get_attribute("class").split()
    near.click()
    assert tab.locator(f'input[value="{BORDER}"]').is_checked()
    assert "supports" in near.get_attribute("class").split()
    assert "Agrees with: US rockets" in near.get_attribute("title")
    assert tab.locator(f"#policy-{BORDER} .stated-here").inner_text().endswith("80 kilometres")


def test_thirty_policies_are_played_compared_and_hung(opened):
    """Time, comparison and gallery hold for thirty as for two."""
    tab = opened("many")
    tab.locator("#time").press("Home")
    assert tab.locator('input[value="regime-0"]').is_checked()
    for _ in range(3):
        tab.locator("#time").press("ArrowRight")
    assert tab.locator('input[value="regime-3"]').is_checked()
    tab.select_option("#against", "regime-29")
    assert tab.locator("#change li").first.inner_text() == "Reach: 300\u00a0km → 274\u00a0km"
    assert shares(tab)["RU-KRS"] == "100%"
    tab.click("#gallery-switch")
    assert tab.locator(".still svg[role=img]:visible").count() == 30


def test_hostile_words_stay_words_in_every_new_place(opened):
    """In the comparison, the time axis, the gallery, the text, the card and the snippet."""
    tab = opened("hostile")
    everything = " ".join(HOSTILE)
    tab.select_option("#against", BORDER)
    assert everything in tab.locator("#change h2").text_content()
    assert tab.locator("#against option").last.text_content() == everything
    assert everything in tab.locator("#bars title").first.text_content()
    for lang in ("uk", "ru"):
        choose_language(tab, lang)
        in_each = f"{everything} {lang}"
        assert tab.evaluate(SAID)[0] == [everything, in_each]
        assert tab.evaluate(SAID)[1][1:] == [in_each, everything]
        assert tab.evaluate(SAID)[2] == [in_each]
    assert tab.locator("#text mark[data-mention]").all_text_contents() == HOSTILE
    tab.locator('#coverage tr[data-region="RU-KRS"] button').focus()
    tab.keyboard.press("Enter")
    assert HOSTILE[0] in tab.locator("#card .quote").first.text_content()
    for mark in tab.locator("#text mark[data-place]").all()[:3]:
        mark.dispatch_event("click")
    assert "<script" not in tab.locator("#embed-code").input_value()
    tab.click("#gallery-switch")
    assert everything in tab.locator(".still .way").first.text_content()
    tab.wait_for_timeout(100)
    assert tab.evaluate("window.hit") is None
    assert tab.locator("img, iframe, object, embed").count() == 0


def test_a_link_to_a_part_of_the_page_changes_nothing_of_the_view(opened):
    """Skipping to the table keeps colours, comparison and region."""
    tab = opened(fragment=f"#regime={KURSK}&against={BORDER}&region=RU-KRS&theme=dark")
    tab.locator(".skip").last.press("Enter")
    assert tab.evaluate("location.hash") == "#coverage"
    assert tab.locator("#theme").input_value() == "dark"
    assert tab.locator("#against").input_value() == BORDER
    assert tab.locator("#card h2").inner_text() == "Kursk Oblast"
