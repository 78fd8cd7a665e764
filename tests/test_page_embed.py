"""The page within another page, and the reader's view of it: kept, sent, gone back from."""

import pytest
from browser import BORDER, KURSK

pytestmark = pytest.mark.browser

LEAST = 0.55  # of the frame that is map


@pytest.mark.parametrize("size", [(640, 480), (360, 640), (700, 900)])
@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_a_small_frame_is_map_for_the_most_part(opened, size, lang):
    """Finding, map, key, source and the way to the whole page; nothing to scroll."""
    width, height = size
    tab = opened(width=width, height=height, fragment=f"#embed&regime={KURSK}&lang={lang}")
    box = tab.locator("[data-map]").bounding_box()
    assert box["width"] * box["height"] >= LEAST * width * height
    sizes = "[document.documentElement, document.body].map((e) => [e.scrollWidth, e.scrollHeight])"
    assert tab.evaluate(sizes) == [[width, height]] * 2
    assert tab.locator("#headline").is_visible()
    assert tab.locator(".legend li").first.is_visible()
    assert "European Pravda" in tab.locator("#embed-source").inner_text()
    way = tab.locator("#full-page")
    assert way.is_visible()
    assert "embed" not in way.get_attribute("href")
    assert way.get_attribute("target") == "_blank"


def test_a_host_hears_the_height_and_a_reader_of_blocked_downloads(chromium, files, tmp_path):
    """In a sandbox: the height wanted is told to who listens, and what may be blocked is said."""
    host = tmp_path / "host.html"
    source = f"{files('default').as_uri()}#embed"
    host.write_text(
        "<script>heights = []; onmessage = ({ data }) => heights.push(data)</script>"
        f'<iframe src="{source}" sandbox="allow-scripts" width="640" height="480"></iframe>',
        encoding="utf-8",
    )
    context = chromium.new_context(viewport={"width": 700, "height": 600})
    tab = context.new_page()
    tab.goto(host.as_uri())
    tab.wait_for_function("heights.length > 0")
    told = tab.evaluate("heights.at(-1)")
    assert told["type"] == "policy-map:height"
    assert 480 <= told["height"] <= 900
    frame = tab.frames[1]
    frame.evaluate("document.querySelector('[data-save=\"csv\"]').click()")
    assert "blocks downloads" in frame.locator("#said").inner_text()
    context.close()


def test_the_view_is_kept_sent_and_gone_back_from(opened):
    """A closer look outlives a switch and a reload; Back goes to the policy before."""
    tab = opened(fragment=f"#regime={KURSK}")
    for _ in range(3):
        tab.click('[data-tool="in"]')
    at = tab.evaluate("location.hash").split("at=")[1]
    tab.check(f'input[value="{BORDER}"]')
    assert tab.evaluate("location.hash") == f"#regime={BORDER}&at={at}"
    scale = tab.locator("#scale").inner_text()
    tab.reload()
    assert tab.evaluate("location.hash") == f"#regime={BORDER}&at={at}"
    assert tab.locator("#scale").inner_text() == scale
    tab.go_back()
    tab.wait_for_selector(f'input[value="{KURSK}"]:checked')
    assert tab.locator("#scale").inner_text() == scale


def test_the_wheel_zooms_with_control_held(opened):
    """Without it the wheel scrolls the page; with it the map comes closer."""
    tab = opened()
    box = tab.locator("[data-map]").bounding_box()
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    tab.mouse.wheel(0, -100)
    scale = tab.locator("#scale").inner_text()
    tab.keyboard.down("Control")
    tab.mouse.wheel(0, -400)
    tab.keyboard.up("Control")
    tab.locator("#scale").filter(has_not_text=scale).wait_for()
    assert "at=" in tab.evaluate("location.hash")
