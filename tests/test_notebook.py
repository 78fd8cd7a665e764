"""The map of a notebook: named layers to add to, no network, nothing from outside acts."""

from dataclasses import replace
from pathlib import Path

import folium
import nbformat
import pytest
from nbclient import NotebookClient

from geo import policy_map
from geo.webmap import notebook_map

ARTICLE = (
    "On 17 November 2024 it was reported that the United States had allowed Ukraine to strike "
    "Kursk Oblast in Russia with ATACMS missiles of a range of up to 300 km."
)


def layers(drawn):
    children = drawn._children.values()  # noqa: SLF001 - branca has no other way to them
    return [each for each in children if isinstance(each, folium.FeatureGroup)]


@pytest.fixture(scope="module")
def brief():
    return policy_map(regimes="built-in")


def test_three_lines_give_a_folium_map_with_named_layers(brief):
    """Countries, regions, one layer a policy, the origin, the places."""
    assert isinstance(brief, folium.Map)
    names = [layer.layer_name for layer in layers(brief)]
    assert [name for name in names if "us-himars-border" in name]
    assert [name for name in names if "us-atacms-kursk" in name]
    assert names[-1] == "Places the text names"


def test_a_user_adds_a_layer_of_their_own(brief):
    """Whatever folium draws goes on top."""
    before = brief.get_root().render()
    folium.CircleMarker((50.45, 30.52)).add_to(brief)
    assert "50.45, 30.52" in brief.get_root().render().replace(before, "")


def test_a_text_and_a_language_are_taken():
    """The text itself, not only a path; names in the language asked for."""
    drawn = policy_map(ARTICLE, lang="uk")
    assert "Курська" in drawn.get_root().render().encode().decode("unicode_escape", "ignore")


def test_a_text_without_a_policy_gives_its_places():
    """No policy is laid over a text that states none."""
    drawn = policy_map("From Lyon the road leads to Geneva.")
    names = [layer.layer_name for layer in layers(drawn)]
    assert names[-1] == "Places the text names"
    assert not [name for name in names if "us-" in name]


def test_the_notebook_of_the_docs_runs(monkeypatch):
    """Every cell, in a kernel of its own; maps, shapes, frames and records show themselves."""
    root = Path(__file__).resolve().parents[1]
    monkeypatch.setenv("PYTHONPATH", str(root))
    notebook = nbformat.read(root / "docs" / "notebook.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)  # they would grow stale
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [
        cell.outputs[-1].data
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.outputs
    ]
    kinds = [("image/svg+xml" in data, "text/html" in data) for data in shown]
    assert kinds == [(False, True)] * 2 + [(True, False)] + [(False, True)] * 4
    assert all("leaflet" in data["text/html"] for data in shown[:2])
    assert "RU-KRS" in shown[3]["text/html"]
    assert "<caption>Sumy</caption>" in shown[4]["text/html"]


@pytest.mark.browser
def test_it_asks_no_network_and_runs_nothing_from_outside(findings, chromium, tmp_path):
    """Opened in a browser: no request leaves, no script of a label's or a name's runs."""
    evil = "<img src=x onerror=window.ran=1>`${window.ran=1}`</script>"
    regimes = tuple(replace(each, label={"en": evil}) for each in findings.regimes)
    places = findings.places.assign(sentence=evil, name=evil)
    drawn = notebook_map(replace(findings, regimes=regimes, places=places))
    file = tmp_path / "map.html"
    file.write_text(drawn.get_root().render(), encoding="utf-8")
    context = chromium.new_context()
    tab, heard = context.new_page(), []
    ours = (file.as_uri(), "data:", "blob:")
    tab.on("request", lambda r: r.url.startswith(ours) or heard.append(r.url))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.goto(file.as_uri())
    tab.wait_for_selector("path.leaflet-interactive")
    tab.evaluate(
        """for (const shape of document.querySelectorAll('path.leaflet-interactive'))
            shape.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))"""
    )
    assert "onerror" in tab.locator(".leaflet-tooltip").last.inner_text()
    assert tab.evaluate("window.ran") is None
    assert tab.locator(".leaflet-control-layers-overlays label").count() >= 5
    context.close()
    assert heard == []
