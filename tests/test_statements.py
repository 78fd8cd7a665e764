"""Statements: which distances and dates of a text agree with which regime, and which with none."""

import json
from dataclasses import replace
from datetime import date

import pytest
from lxml import html

from geo.claims import Draft, StatedField, statements
from geo.places import geocode
from geo.quantities import quantities
from geo.reading import Text
from geo.regimes import load_regimes
from geo.tables import manifest_json
from geo.webmap import page

NEAR, FAR = "us-himars-border", "us-atacms-kursk"


def spoken(text, start=0, **stated):
    """Make a policy that all of a text from some offset speaks of."""
    fields = {"grantor": "US", "origin": "UA", "target": "RU", **stated}
    findings = tuple(StatedField(field=key, value=value) for key, value in fields.items())
    return Draft(id="x", findings=findings, text=text, sentences=((start, len(text)),))


def said(text, regimes=None, drafts=None):
    drafts = [spoken(text)] if drafts is None else drafts
    found = statements(quantities(text), geocode(text), regimes or load_regimes(), drafts)
    return [(each.quantity.text, each.regimes) for each in found]


def test_a_distance_agrees_with_the_reach_it_is():
    """Miles and kilometres agree as news rounds; other distances are kept and agree with none."""
    assert said("First 50 miles, now 300 km, then 190 miles, but not 500 km.") == [
        ("50 miles", (NEAR,)),
        ("300 km", (FAR,)),
        ("190 miles", (FAR,)),
        ("500 km", ()),
    ]


@pytest.mark.parametrize(
    "drafts",
    [
        [],
        [spoken("x" * 99, grantor="DE")],
        [spoken("x" * 99, target="BY")],
        [spoken("x", start=40)],
    ],
    ids=["no policy", "another government", "another target", "another sentence"],
)
def test_a_number_alone_is_no_policys(drafts):
    """Only where the sentence speaks of the policy does its number stand under it."""
    assert said("It lies 300 km away.", drafts=drafts) == [("300 km", ())]


@pytest.mark.parametrize("reach_km", [(300.0,), (250.0, 300.0), (300.0, 306.0)])
def test_either_end_of_a_band_is_a_reach(reach_km):
    """Where sources differ, both distances are the regime's."""
    (regime,) = (replace(load_regimes()[1], reach_km=reach_km) for _ in range(1))
    assert said("some 300 km", [regime]) == [("some 300 km", (FAR,))]


@pytest.mark.parametrize(
    ("text", "regimes"),
    [
        ("on 30 May 2024", (NEAR,)),
        ("on 30 May", (NEAR,)),
        ("in May 2024", (NEAR,)),
        ("17 листопада 2024 року", (FAR,)),
        ("25 ноября", ()),  # the day it was confirmed is neither its first nor its last
        ("in November 2024", (FAR,)),
        ("in June 2025", (FAR,)),  # of its end no more than the month is known
        ("in November 2023", ()),
        ("on 17 November 2023", ()),
        ("on 1 November 2024", ()),
        ("2024-11-17", (FAR,)),
    ],
)
def test_a_date_agrees_as_far_as_it_is_stated(text, regimes):
    """What the text leaves out of a date cannot disagree; what it says must."""
    assert [names for _, names in said(text)] == [regimes]


def test_an_open_regime_has_no_last_day():
    """A regime without ``until`` is agreed with on its first day alone."""
    regime = replace(load_regimes()[1], start=date(2024, 11, 17), until=None)
    assert said("17 November, 25 November", [regime]) == [
        ("17 November", (FAR,)),
        ("25 November", ()),
    ]


def test_a_statement_knows_the_places_of_its_sentence():
    """Mentions of the sentence before or after are not tied to it."""
    text = "Talks in Kyiv. About 300 km from Kursk to Moscow. They met in Paris on 2 May."
    places = geocode(text)
    found = statements(quantities(text), places, load_regimes())
    assert [[places[n].name for n in each.places] for each in found] == [
        ["Kursk", "Moscow"],
        ["Paris"],
    ]


def with_text(findings, text):
    return replace(
        findings,
        text=Text(text=text, source_name="x", sha256="0" * 64, is_html=False),
        places=findings.places.iloc[:0],
        statements=tuple(statements(quantities(text), [], findings.regimes, [spoken(text)])),
    )


def manifest(findings):
    written = manifest_json(findings, regimes_sha256="", origin_sha256="", options={}, outputs={})
    return json.loads(written)


def test_the_manifest_keeps_every_statement(findings):
    """The brief's distances and dates stand in order, at their place, with their mentions."""
    text = findings.text.text
    stated = manifest(findings)["statements"]
    assert [(s["text"], s["regimes"]) for s in stated] == [
        ("about 80 kilometres", [NEAR]),
        ("August", []),
        ("17 November 2024", [FAR]),
        ("up to 300 kilometres", [FAR]),
        ("25 November", []),
        ("300 kilometres", []),
    ]
    starts = set(findings.places["start"])
    for one in stated:
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["text"] in one["sentence"]
        for place in one["places"]:
            assert place["start"] in starts
            at = text.index(one["sentence"])
            assert at <= place["start"] < at + len(one["sentence"])


def test_the_page_marks_each_statement_where_it_stands(findings):
    """In the text, with the policies it agrees with; one that agrees with none is marked, too."""
    found = with_text(findings, "It flies 80 km. It was 300 km on 17 November. Walk 5 km!")
    marks = html.document_fromstring(page(found)).xpath('//*[@id="text"]//mark[@class="stated"]')
    assert [(mark.text, mark.get("data-regimes")) for mark in marks] == [
        ("80 km", "0"),
        ("300 km", "1"),
        ("17 November", "1"),
        ("5 km", None),
    ]
