"""Records show themselves in a notebook: short, and whatever they hold stays text."""

from dataclasses import replace

import pandas as pd
from lxml.html import fragment_fromstring

from geo.claims import draft
from geo.places import geocode
from geo.regimes import catalogue

HOSTILE = "<script>x</script>\"'&\u202e\n<img src=x onerror=y>" + "long " * 200


def cells(record):
    """Read the text of each cell back."""
    written = record._repr_html_()
    assert len(written) < 2500
    table = fragment_fromstring(written)
    assert {each.tag for each in table.iter()} <= {"table", "caption", "tr", "th", "td"}
    assert not any(each.attrib for each in table.iter())
    assert table.text_content().isprintable()
    return [each.text for each in table.iter("caption", "th", "td")]


def test_a_policy_shows_what_it_says_and_how_sure_that_is():
    """A refusal never looks like a permission; a placeholder shows no day; none is left open."""
    shown = {each.id: cells(each) for each in catalogue()}
    assert "refusal confirmed" in shown["be-inside-ukraine"]
    assert "none stated" in shown["be-inside-ukraine"]
    assert not any("1 June 2025" in text for text in shown["us-review"])
    for each in catalogue():
        assert any("permission" in text for text in shown[each.id]) <= each.grants


def test_a_place_shows_where_it_is_or_that_nobody_knows():
    """Name, kind, codes, point and how sure; what is unresolved has no point."""
    (sumy,) = geocode("From Sumy.")
    assert cells(sumy)[:4] == ["Sumy", "place", "Sumy", "kind"]
    assert "settlement, UA-59, UA" in cells(sumy)
    assert "none" in cells(replace(sumy, lat=None, lon=None, status="unresolved"))


def test_findings_show_a_row_a_policy(findings):
    """The counts are those of the standing; what grants nothing has none."""
    shown = cells(findings)
    table = findings.coverage[findings.coverage["regime"] == "us-atacms-kursk"]
    counts = table["standing"].value_counts()
    at = shown.index("us-atacms-kursk")
    told = ["permits", "reported", str(counts["inside"]), str(counts["partly"])]
    assert shown[at + 1 : at + 5] == told
    refusing = replace(findings.regimes[1], stance="refuses")
    shown = cells(replace(findings, regimes=(refusing,)))
    assert shown[-4:] == ["refuses", "reported", "–", "–"]


def test_a_draft_shows_what_a_text_says_and_what_it_leaves_open():
    """A refusal is told as one and as not drawn; a gap is named, never filled."""
    shown = cells(draft("Germany refused to let Ukraine strike Russia with Taurus.")[0])
    assert shown[0].endswith("not sure enough to be drawn")
    assert shown[shown.index("stance") + 1] == "refuses"
    assert "reach_km" not in shown
    assert {"reach_km", "scope", "until"} <= set(shown[-1].split(", "))


def test_what_they_hold_stays_text(findings):
    """No tag, no attribute, no sign that turns the line, and never long."""
    (drafted,) = draft("Germany refused to let Ukraine strike Russia with Taurus.")
    fields = tuple(
        replace(each, value=[HOSTILE, HOSTILE]) if each.field in ("systems", "scope") else each
        for each in drafted.findings
    )
    cells(replace(drafted, id=HOSTILE, findings=fields))
    (place,) = geocode("From Sumy.")
    cells(replace(place, text=HOSTILE, name=HOSTILE, region=HOSTILE))
    regime = replace(catalogue()[0], id=HOSTILE, label={"en": HOSTILE}, scope=(HOSTILE,) * 90)
    cells(replace(regime, grantor=HOSTILE))
    text = replace(findings.text, source_name=HOSTILE)
    empty = pd.DataFrame({"regime": [], "standing": []})
    cells(replace(findings, text=text, regimes=(replace(regime, id=HOSTILE),), coverage=empty))
