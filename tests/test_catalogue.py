"""The catalogue of regimes: every entry stands on its sources, its days and its place in time."""

import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from geo.boundaries import load_boundary
from geo.regimes import STATUSES, catalogue, in_force, load_regimes

REGIMES = {regime.id: regime for regime in catalogue()}

# Every event of the timeline has its entry; those without are no policies, and why is said.
ENTRY_OF = {
    "UK-2024-05-02": ["gb-ukraine-decides"],
    "FR-2024-05-28": ["fr-launch-sites"],
    "OTHERS-2024-05-29": ["fi-no-special-limits", "ca-no-objection", "pl-no-objection"],
    "US-2024-05-30": ["us-kharkiv-border"],
    "DE-2024-05-31": ["de-kharkiv-border"],
    "US-2024-06-20": ["us-whole-border"],
    "US-LIMIT-2024-06-21": ["us-100-km-claim"],
    "UK-2024-07-10": ["gb-storm-shadow-claimed"],
    "US-2024-08-08": ["us-kursk-incursion"],
    "US-2024-11-17": ["us-atacms-kursk"],
    "UK-2024-11-20": ["gb-storm-shadow-reported"],
    "FR-2024-11-23": ["fr-scalp-self-defence"],
    "US-CONFIRM-2024-11-25": ["us-atacms-confirmed"],
    "DE-2025-05-26": ["de-no-range-limit"],
    "US-REVIEW-2025": ["us-review"],
    "US-ERAM-2025-08": ["us-eram"],
    "US-2025-09-28": ["us-envoy-case-by-case"],
    "US-2025-10-22": ["us-storm-shadow-data"],
}
NO_POLICY = {
    "USE-2024-11-19-BRYANSK": "a use: a source of us-atacms-kursk",
    "USE-2024-12-11-ROSTOV": "a use: a source of us-atacms-confirmed",
    "US-PAUSE-2025-01": "supply: a source of us-atacms-confirmed",
    "US-TOMAHAWK-2025-10": "neither supplied nor authorised",
    "US-USE-2025-11-18": "a use: a source of us-storm-shadow-data",
    "UK-USE-2025-12-25": "a use: a source of us-storm-shadow-data",
    "UK-USE-2026-03-10": "a use: a source of us-storm-shadow-data",
}


# The status of each permission, with what the timeline says of it.
STATUS_OF = {
    "reported": (
        *("fr-launch-sites", "us-atacms-kursk", "gb-storm-shadow-reported"),
        *("us-review", "us-eram", "us-envoy-case-by-case"),
    ),
    "disputed": ("us-100-km-claim", "gb-storm-shadow-claimed", "de-no-range-limit"),
    "denied": ("us-storm-shadow-data",),
}
WORDS_OF_STATUS = {
    "confirmed": r"stated|confirmed",
    "reported": r"reported|position|interpretation",
    "disputed": r"disputed",
    "denied": r"denied",
}


@pytest.fixture(scope="module")
def timeline(shared):
    text = (shared / "policy" / "timeline.json").read_text(encoding="utf-8")
    return {event["id"]: event for event in json.loads(text)["events"]}


@pytest.mark.parametrize("name", REGIMES)
def test_an_entry_is_whole(name):
    """Each has three languages, sources, known codes, days in order, and a clean address."""
    regime = REGIMES[name]
    for texts in (regime.label, regime.note):
        assert set(texts) == {"en", "uk", "ru"}
        assert all(text == text.strip() and text for text in texts.values())
    assert regime.sources
    assert regime.systems
    assert regime.status in STATUSES
    assert regime.grantor in set(load_boundary("countries")["country"])
    assert set(regime.scope) <= set(load_boundary("regions")["region"])
    assert date(2024, 5, 1) <= regime.start <= date(2026, 3, 31)
    assert regime.until is None or regime.start < regime.until
    for source in regime.sources:
        parts = urlsplit(source.url)
        assert parts.scheme == "https"
        assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}\.?", parts.hostname)
        assert " " not in source.url
        assert source.says["en"].endswith(".")
        assert date(2024, 5, 1) <= source.date <= date(2026, 3, 31)


@pytest.mark.parametrize("name", REGIMES)
def test_an_entry_stands_in_its_place_in_time(name):
    """What it replaces ended on its first day, and was of an earlier day."""
    regime = REGIMES[name]
    for earlier in regime.replaces:
        assert REGIMES[earlier].until == regime.start
        assert REGIMES[earlier].until_precision == regime.start_precision
        assert REGIMES[earlier].start < regime.start
    if regime.until is not None:
        heirs = [other.id for other in REGIMES.values() if name in other.replaces]
        assert len(heirs) == 1, (name, heirs)


def test_a_reach_nobody_stated_is_none():
    """Only where a source has kilometres or miles is there a reach; a claimed limit says so."""
    reaches = {name: r.reach_km for name, r in REGIMES.items() if r.reach_km}
    assert reaches == {
        "us-kharkiv-border": (80.0,),
        "us-100-km-claim": (100.0,),
        "us-atacms-kursk": (300.0,),
        "gb-storm-shadow-reported": (250.0,),
        "us-eram": (240.0, 450.0),
        "us-storm-shadow-data": (250.0, 290.0),
    }
    limits = [name for name, regime in REGIMES.items() if regime.reach_of == "limit"]
    assert limits == ["us-100-km-claim"]
    assert "denied" in REGIMES["us-100-km-claim"].note["en"]
    for name in ("us-kharkiv-border", "us-whole-border", "us-100-km-claim"):
        assert re.search(r"radius", REGIMES[name].note["en"]), name


def test_the_catalogue_follows_the_timeline(timeline):
    """Every event has its entry or a reason; days and statuses agree with it."""
    assert set(timeline) == set(ENTRY_OF) | set(NO_POLICY)
    assert {name for names in ENTRY_OF.values() for name in names} == set(REGIMES)
    for event, names in ENTRY_OF.items():
        for name in names:
            regime = REGIMES[name]
            assert regime.start.isoformat() == timeline[event]["date"]
            stated = timeline[event].get("range_km")
            if not stated:
                assert regime.reach_km == ()
            else:
                value = stated["value"]
                assert set(value if isinstance(value, list) else [value]) <= set(regime.reach_km)
            rough = "placeholder" in timeline[event]["date_precision"]
            assert (regime.start_precision == "placeholder") == rough
            listed = {source["url"] for source in timeline[event]["sources"]}
            assert listed & {source.url for source in regime.sources}


def test_a_status_is_what_the_timeline_says_of_the_permission(timeline):
    """Golden, and in the timeline's own words; a conflict stands with all that is disputed."""
    status_of = {name: status for status, names in STATUS_OF.items() for name in names}
    for event, names in ENTRY_OF.items():
        for name in names:
            regime = REGIMES[name]
            assert regime.status == status_of.get(name, "confirmed")
            assert re.search(WORDS_OF_STATUS[regime.status], timeline[event]["status"].lower()), (
                name
            )
            if regime.status in ("disputed", "denied"):
                assert regime.conflicts


def test_no_conflict_of_the_timeline_is_lost(timeline):
    """Each figure and day that sources tell differently stands in the entry of its event."""
    entries = ENTRY_OF | {
        "USE-2024-11-19-BRYANSK": ["us-atacms-kursk"],
        "US-PAUSE-2025-01": ["us-atacms-confirmed"],
        "US-USE-2025-11-18": ["us-storm-shadow-data"],
    }
    counted = {"11": "eleven", "13": "thirteen"}
    for event, names in entries.items():
        for conflict in timeline[event]["conflicts"]:
            numbers = re.findall(r"\d+", re.sub(r"\(.*?\)|[12]\d Jun|\d+ mi/", "", conflict))
            for name in names:
                told = " ".join(each["en"] for each in REGIMES[name].conflicts)
                for number in numbers:
                    assert number in told or counted.get(number, number) in told, (name, conflict)


def test_every_source_stands_in_the_timeline(timeline):
    """Address, title and date are the timeline's; what it calls a mirror is marked as a copy."""
    known = {s["url"]: s for e in reversed(timeline.values()) for s in e["sources"]}
    titles = {s["title"] for e in timeline.values() for s in e["sources"]}
    for regime in [*REGIMES.values(), *load_regimes()]:
        for source in regime.sources:
            listed = known[source.url]
            assert source.title in titles
            day = source.date.isoformat()
            assert (day[:7] if source.date_precision == "month" else day) == listed["date"]
            assert source.copy == (listed["page_kind"] == "mirror"), source.url


def test_no_sentence_of_a_source_is_copied(timeline):
    """No run of seven words of our texts stands in the timeline, where sources are quoted."""

    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[n : n + 7]) for n in range(len(words) - 6)}

    quoted = set()
    for event in timeline.values():
        for value in (*event.values(), *(s["title"] for s in event["sources"])):
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    quoted |= runs(text)
    for regime in REGIMES.values():
        for text in (
            *regime.note.values(),
            *(text for told in regime.conflicts for text in told.values()),
            *(text for source in regime.sources for text in source.says.values()),
        ):
            assert not runs(text) & quoted, (regime.id, text)


def test_the_built_in_pair_agrees_with_the_catalogue():
    """The regime that stands in both says the same in both, but for what only a catalogue has."""
    _, built_in = load_regimes()
    entry = REGIMES[built_in.id]
    assert entry.sources[: len(built_in.sources)] == built_in.sources
    plain = replace(entry, replaces=(), conflicts=(), sources=built_in.sources)
    assert plain == built_in


GOLDEN = {
    "2024-05-01": [],
    "2024-07-01": [
        *("gb-ukraine-decides", "fr-launch-sites", "fi-no-special-limits", "ca-no-objection"),
        *("pl-no-objection", "de-kharkiv-border", "us-whole-border", "us-100-km-claim"),
    ],
    "2024-11-16": [
        *("fr-launch-sites", "fi-no-special-limits", "ca-no-objection", "pl-no-objection"),
        *("de-kharkiv-border", "us-whole-border", "us-100-km-claim", "gb-storm-shadow-claimed"),
        "us-kursk-incursion",
    ],
    "2024-11-18": [
        *("fr-launch-sites", "fi-no-special-limits", "ca-no-objection", "pl-no-objection"),
        *("de-kharkiv-border", "gb-storm-shadow-claimed", "us-atacms-kursk"),
    ],
    "2026-01-01": [
        *("fi-no-special-limits", "ca-no-objection", "pl-no-objection", "fr-scalp-self-defence"),
        *("de-no-range-limit", "us-eram", "us-storm-shadow-data"),
    ],
}


@pytest.mark.parametrize("day", GOLDEN)
def test_what_was_in_force_on_a_day(day):
    """Golden: by the timeline's own days and successions."""
    assert [r.id for r in in_force(catalogue(), on=date.fromisoformat(day))] == GOLDEN[day]
