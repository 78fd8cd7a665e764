"""Names on the page's map stand on their own ground, at every width, in every language."""

import pytest
from browser import BORDER, KURSK
from label_faults import names_on

pytestmark = pytest.mark.browser

WIDE = 768  # from here on every region touched is named


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_names_stand_on_their_own_ground(opened, width):
    """No name on home's ground or in another region, no name twice, no line through a name."""
    tab = opened(width=width)
    for lang in ("en", "uk", "ru"):
        for regime in (BORDER, KURSK):
            tab.evaluate(f"location.hash = 'regime={regime}&lang={lang}'")
            tab.wait_for_selector(f"[data-map='{regime}']:not([aria-busy])")
            found = names_on(tab)
            assert found["faults"] == [], (lang, regime)
            touched = tab.eval_on_selector_all(
                "path.region.touched", "all => all.map((path) => `region:${path.dataset.region}`)"
            )
            if width >= WIDE:
                assert set(touched) <= set(found["keys"])
                assert found["led"] * 6 <= found["regions"]
            assert regime == BORDER or "region:RU-KRS" in found["keys"]


def test_numbers_stand_for_names_without_room_and_a_key_tells_them(opened):
    """At most one region in six is led to where numbers have room; each number is in the key."""
    tab = opened("small", width=WIDE, fragment="")
    found = names_on(tab)
    assert found["faults"] == []
    assert found["led"] * 6 <= found["regions"]
    stood = tab.locator("[data-map-label^='region:']:visible").all_inner_texts()
    numbers = sorted(int(text) for text in stood if text.isdigit())
    key = tab.locator(".map-key")
    told = key.locator("b").all_inner_texts()
    assert numbers
    assert numbers == [int(number) for number in told] == [*range(1, len(told) + 1)]
    names = [each.partition("\u00a0")[2] for each in key.inner_text().split("; ")]
    assert names == sorted(names)
    assert not {*names} & {*stood}
    embedded = opened("small", width=WIDE, height=480, fragment="#embed")
    assert not any(name.isdigit() for name in embedded.locator(".label-text").all_inner_texts())


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1200, 800)])
def test_names_of_the_next_policy_are_found_beforehand(opened, width, height):
    """While the page is idle; soon after the map they stand where a link's page has them."""
    places = """() => Object.fromEntries(
      [...document.querySelectorAll('.label-text')].flatMap((text) => {
        const {x, y, width} = text.getBoundingClientRect();
        const map = document.querySelector('.leaflet-container').getBoundingClientRect();
        return width ? [[text.dataset.mapLabel, [x - map.x, y - map.y, text.innerText]]] : [];
      }))"""
    choose = """async (id) => {
      document.querySelector(`input[value='${id}']`).click();
      for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame);
      return document.querySelector('.leaflet-container').dataset.map === id;
    }"""
    for wait_s in (0.5, 1, 2, 4, 8):
        tab = opened(width=width, height=height, fragment=f"#regime={BORDER}")
        tab.wait_for_timeout(1000 * wait_s)
        slowed = tab.context.new_cdp_session(tab)
        slowed.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        if tab.evaluate(choose, KURSK):
            break
    else:
        pytest.fail("names were sought when the policy was chosen")
    linked = opened(width=width, height=height, fragment=f"#regime={KURSK}").evaluate(places)
    chosen = tab.evaluate(places)
    assert len(chosen) > 15
    assert chosen.keys() == linked.keys()
    for name, (x, y, text) in linked.items():
        assert chosen[name] == [pytest.approx(x, abs=1), pytest.approx(y, abs=1), text]


def test_names_found_beforehand_give_way_to_a_control_that_has_grown(opened):
    """For one policy what stands on the map may take more room than when its names were found."""
    tab = opened(height=800, fragment=f"#regime={BORDER}")
    tab.wait_for_timeout(2000)
    tab.evaluate("Object.assign(document.querySelector('.plate').style, {padding: '90px'})")
    tab.locator(f"label:has(input[value='{KURSK}'])").click()
    tab.wait_for_selector(f"[data-map='{KURSK}']:not([aria-busy])")
    met = tab.evaluate("""() => {
      const plate = document.querySelector('.plate').getBoundingClientRect();
      return [...document.querySelectorAll('.label-line')].filter((line) => {
        const {left, right, top, bottom, width} = line.getBoundingClientRect();
        return width && left < plate.right && plate.left < right
          && top < plate.bottom && plate.top < bottom;
      }).map((line) => line.textContent);
    }""")
    assert met == []


def test_faults_are_found(opened):
    """A name moved onto home's ground, or onto another name, does not pass."""
    tab = opened(width=1280, fragment=f"#regime={KURSK}")
    tab.wait_for_selector("[data-map]:not([aria-busy])")
    box = "document.querySelector('[data-map-label=\"region:RU-SMO\"]')"
    tab.evaluate(f"{box}.style.top = '250px'")
    assert any("Smolensk" in fault for fault in names_on(tab)["faults"])


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_closer_look_keeps_the_rules_and_comes_to_an_end(opened, lang, width):
    """Zoomed in, towns and rivers are named too, all on their ground, up to a greatest zoom.

    What is curved there is water alone: borders and lines of reach are drawn as measured.
    """
    tab = opened(width=width, fragment=f"#lang={lang}")
    paths = tab.eval_on_selector_all(
        "#map path[d*=C]", "all => all.map((path) => path.classList[0])"
    )
    assert sorted(paths) == ["lake", "river", "shore"]
    closer = tab.locator('[data-tool="in"]')
    seen = []
    for _ in range(8):
        tab.wait_for_selector("[data-map]:not([aria-busy])")
        found = names_on(tab)
        assert found["faults"] == []
        seen.append(found)
        if closer.is_disabled():
            break
        closer.click()
    assert closer.is_disabled()
    assert seen[3]["places"] >= (12 if width == 1280 else 3)
    assert any(key.startswith("river:") for found in seen for key in found["keys"])
