"""The catalogue of regimes: every entry stands on its sources, its days and its place in time."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from geo.boundaries import load_boundary
from geo.regimes import STATUSES, catalogue, in_doubt, in_force, known_since, load_regimes

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
    "IT-2024-05-07": ["it-inside-ukraine"],
    "BE-2024-05-28": ["be-inside-ukraine"],
    "ES-2024-08-30": ["es-not-russia"],
    "SE-2024-05-26": ["se-laws-of-war"],
    "DK-2024-05-28": ["dk-military-targets"],
    "NO-2024-05-30": ["no-in-principle"],
    "NL-2024-06-03": ["nl-f16"],
    "NL-2024-09-09": ["nl-no-distance"],
    "CZ-2024-08-31": ["cz-no-restrictions"],
    "LV-2024-05-30": ["lv-never-restricted"],
    "CA-2024-08-15": ["ca-no-geographic-limits"],
    "UK-2024-08-15-GENERAL": ["gb-not-precluded"],
    "UK-2024-08-15-STORM-SHADOW": ["gb-storm-shadow-withheld"],
    "US-2024-06-06": ["us-near-border"],
    "US-2024-05-31-CARPENTER": ["us-not-only-kharkiv"],
    "DE-2024-11-18": ["de-taurus-withheld"],
    "US-2025-10-01-INTELLIGENCE": ["us-intelligence-energy"],
}
# Where the entry begins on another day than the event is dated to, and why.
OTHER_DAY = {
    "us-whole-border": "2024-06-17",  # the broadcast; the event is the press of the 20th
    "gb-storm-shadow-withheld": "2024-07-12",  # Downing Street; the event is the August report
}
NO_POLICY = {
    "USE-2024-11-19-BRYANSK": "a use: a source of us-atacms-kursk",
    "USE-2024-12-11-ROSTOV": "a use: a source of us-atacms-confirmed",
    "US-PAUSE-2025-01": "supply: a source of us-atacms-confirmed",
    "US-TOMAHAWK-2025-10": "neither supplied nor authorised",
    "US-USE-2025-11-18": "a use: told under the conflicts of us-review",
    "UK-USE-2025-12-25": "a use: a source of gb-storm-shadow-reported",
    "UK-USE-2026-03-10": "a use: a source of gb-storm-shadow-reported",
    "EP-2024-09-19": "a call by a parliament",
    "PRECISION-2024-05-29": "a correction of three entries' days",
}


STATUS_OF = {
    "reported": (
        *("fr-launch-sites", "us-atacms-kursk", "gb-storm-shadow-reported", "no-in-principle"),
        *("us-review", "us-eram", "us-envoy-case-by-case", "fr-scalp-self-defence"),
        *("us-not-only-kharkiv", "us-intelligence-energy"),
    ),
    "disputed": ("us-100-km-claim", "gb-storm-shadow-claimed", "de-no-range-limit"),
    "denied": ("us-storm-shadow-data",),
}
STANCE_OF = {
    "refuses": (
        *("it-inside-ukraine", "be-inside-ukraine", "es-not-russia", "gb-storm-shadow-withheld"),
        *("de-taurus-withheld", "us-review"),
    ),
    "case-by-case": ("us-eram", "us-envoy-case-by-case"),
}
WORDS_OF_STATUS = {
    "confirmed": r"stated|confirmed|officials on record",
    "reported": r"reported|position|interpretation|principle|answer|use not confirmed",
    "disputed": r"disputed",
    "denied": r"denied",
}
# Pages found beside those of the events: looked up when the catalogue was corrected.
FOUND_LATER = {
    "https://censor.net/en/news/3507636/ukraines_use_of_czech_weapons_for_attacks_on_the_russian_federation",
    "https://www.svoboda.org/a/wsj-ssha-odobrili-prodazhu-ukraine-bolee-treh-tysyach-raket-eram/33511574.html",
    "https://uk.news.yahoo.com/cameron-backs-ukraine-attacks-russian-213220096.html",
    "https://www.independent.co.uk/tv/news/ukraine-russia-war-david-cameron-b2539040.html",
    "https://newsukraine.rbc.ua/news/ukraine-has-right-to-use-uk-weapons-to-strike-1714692184.html",
    "https://www.rtl.be/actu/monde/europe/lukraine-doit-pouvoir-frapper-les-bases-russes-dou-sont-tires-des-missiles/2024-05-28/article/673619",
    "https://kesq.com/news/2024/05/30/biden-partially-lifts-ban-on-ukraine-using-us-arms-in-strikes-on-russian-territory-us-officials-say/",
    "https://turan.az/en/politics/following-the-united-states-germany-allowed-kiev-to-hit-russia-with-german-weapons",
    "https://news.liga.net/en/all/news/ssha-ne-ogranichivayut-udary-po-territorii-rf-tolko-harkovskim-napravleniem",
    "https://www.lbcgroup.tv/news/world-news/779701/pentagon-ukraines-use-of-us-supplied-weapons-in-russia-not-limited-to/en",
    "https://www.independent.co.uk/news/uk/home-news/storm-shadow-missile-british-russia-ukraine-b2577953.html",
    "https://www.novinite.com/view_news.php?id=227117",
    "https://adn.com/nation-world/2024/11/17/biden-approves-ukraines-use-of-long-range-us-weapons-inside-russia-reversing-policy",
    "https://euro.dayfr.com/today/amp/2386466",
    "https://www.spacewar.com/reports/Merz_says_Kyivs_key_allies_no_longer_limit_range_of_weapons_999.html",
    "https://news.liga.net/en/politics/news/merz-explained-what-he-meant-by-lifting-restrictions-on-long-range-strikes-on-ukraine",
    "https://www.nzherald.co.nz/world/trump-blocks-ukraine-missile-strikes-to-push-putin-into-peace-talks/HEGGHIRFTNCORHS6SWPZKFYEXM/",
    "https://lb.ua/world/2025/08/24/692893_wall_street_journal_pentagon_taiemno.html",
    "https://cm.asiae.co.kr/en/article/2025082910424243484",
    "https://www.novinite.com/view_news.php?id=234625",
    "https://www.business-standard.com/amp/world-news/donald-trump-denies-us-role-ukraine-long-range-missile-strikes-russia-125102300125_1.html",
}


@pytest.fixture(scope="module")
def timeline(shared):
    policy = shared / "policy"
    events = json.loads((policy / "timeline.json").read_text(encoding="utf-8"))["events"]
    added = json.loads((policy / "additions.json").read_text(encoding="utf-8"))["records"]
    return {event["id"]: event for event in (*events, *added)}


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
    assert any(not source.copy for source in regime.sources)
    for source in regime.sources:
        first = regime.start if source.date_precision == "day" else regime.start.replace(day=1)
        assert first <= source.date, (source.publisher, "dated before what it reports")
        parts = urlsplit(source.url)
        assert parts.scheme == "https"
        assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}\.?", parts.hostname)
        assert " " not in source.url
        assert source.says["en"].endswith(".")
        assert date(2024, 5, 1) <= source.date <= date(2026, 3, 31)


@pytest.mark.parametrize("name", REGIMES)
def test_an_entry_ends_only_where_its_own_government_ended_it(name):
    """What has an end has one successor, of the same grantor, which begins on that day."""
    regime = REGIMES[name]
    heirs = [other for other in REGIMES.values() if name in other.replaces]
    assert len(heirs) == (regime.until is not None)
    for heir in heirs:
        assert heir.grantor == regime.grantor
        assert (heir.start, heir.start_precision) == (regime.until, regime.until_precision)


def test_a_stance_is_what_the_government_says():
    """Golden: six refuse, two decide each time, all others permit; none is a mere proposal."""
    stance_of = {name: stance for stance, names in STANCE_OF.items() for name in names}
    assert {name: r.stance for name, r in REGIMES.items()} == {
        name: stance_of.get(name, "permits") for name in REGIMES
    }
    for country in ("IT", "BE", "ES"):
        assert {r.stance for r in REGIMES.values() if r.grantor == country} == {"refuses"}
    for country in ("SE", "DK", "NL", "CZ", "LV", "CA"):
        assert {r.stance for r in REGIMES.values() if r.grantor == country} == {"permits"}
        assert not any(r.reach_km for r in REGIMES.values() if r.grantor == country)


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


WORDS_FOR = {
    "en": {"confirmed": r"confirmed", "range": r"range"},
    "uk": {"confirmed": r"підтвердж", "range": r"дальніст"},
    "ru": {"confirmed": r"подтвержд", "range": r"дальност"},
}


@pytest.mark.parametrize("regime", [*REGIMES.values(), *load_regimes()], ids=lambda r: r.id)
def test_a_label_keeps_its_distance_from_its_status(regime):
    """A weapon's distance is called its range, at the end, and no label calls one confirmed."""
    for lang, words in WORDS_FOR.items():
        label = regime.label[lang]
        if regime.reach_km and regime.reach_of == "weapon":
            assert re.search(rf"{words['range']}\D*\d", label, re.IGNORECASE), label
            assert not re.search(words["confirmed"], label), label
            assert re.search(r"\d\W*(?:km|км)$", label), label


def test_the_catalogue_follows_the_timeline(timeline):
    """Every event has its entry or a reason; days and statuses agree with it."""
    assert set(timeline) == set(ENTRY_OF) | set(NO_POLICY)
    assert {name for names in ENTRY_OF.values() for name in names} == set(REGIMES)
    for event, names in ENTRY_OF.items():
        for name in names:
            regime = REGIMES[name]
            assert regime.start.isoformat() == OTHER_DAY.get(name, timeline[event]["date"])
            stated = timeline[event].get("range_km")
            if not stated or "exclusion" in stated["kind"]:
                assert regime.reach_km == ()
            else:
                value = stated["value"]
                assert set(value if isinstance(value, list) else [value]) <= set(regime.reach_km)
            rough = "placeholder" in timeline[event]["date_precision"]
            assert (regime.start_precision == "placeholder") == rough
            assert regime.start_precision != "about"
            listed = {source["url"] for source in timeline[event]["sources"]}
            heirs = [other for other in REGIMES.values() if name in other.replaces]
            found = {source.url for each in (regime, *heirs) for source in each.sources}
            assert (listed | FOUND_LATER) & found


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
    }
    kept_elsewhere = {"SE-2024-05-26", "DK-2024-05-28"}  # told in words, without the figures
    counted = {"11": "eleven", "13": "thirteen"}
    for event, names in entries.items():
        for conflict in () if event in kept_elsewhere else timeline[event]["conflicts"]:
            numbers = re.findall(r"\d+", re.sub(r"\(.*?\)|[12]\d Jun|\d+ mi/", "", conflict))
            for name in names:
                told = " ".join(each["en"] for each in REGIMES[name].conflicts)
                for number in numbers:
                    assert number in told or counted.get(number, number) in told, (name, conflict)


def test_every_source_is_accounted_for(timeline):
    """Its address and day are an event's, a mirror is marked as a copy; or it was looked up."""
    known = {s["url"]: s for e in reversed(timeline.values()) for s in e["sources"]}
    assert not FOUND_LATER & set(known) - {
        "https://uk.news.yahoo.com/cameron-backs-ukraine-attacks-russian-213220096.html",
        "https://news.liga.net/en/politics/news/merz-explained-what-he-meant-by-lifting-restrictions-on-long-range-strikes-on-ukraine",
    }
    for regime in [*REGIMES.values(), *load_regimes()]:
        for source in regime.sources:
            if source.url in FOUND_LATER:
                continue
            listed = known[source.url]
            day = source.date.isoformat()
            assert (day[:7] if source.date_precision == "month" else day).startswith(listed["date"])
            assert source.copy >= (listed["page_kind"] == "mirror"), source.url


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


GOVERNMENTS_OF_MAY = ("se-laws-of-war", "dk-military-targets", "fi-no-special-limits")


@pytest.mark.parametrize(
    ("day", "holds", "not_known", "not_yet_or_no_more"),
    [
        (
            "2024-05-10",
            {"gb-ukraine-decides": "permits", "it-inside-ukraine": "refuses"},
            set(),
            {"us-kharkiv-border", "fr-launch-sites"},
        ),
        (
            "2024-06-10",
            {
                "us-kharkiv-border": "permits",
                "us-near-border": "permits",
                "be-inside-ukraine": "refuses",
                **dict.fromkeys(GOVERNMENTS_OF_MAY, "permits"),
            },
            set(),
            {"us-whole-border", "us-100-km-claim", "es-not-russia"},
        ),
        (
            "2024-07-11",
            {"gb-ukraine-decides": "permits", "us-whole-border": "permits"},
            {"gb-storm-shadow-claimed", "us-100-km-claim"},
            {"gb-storm-shadow-withheld"},
        ),
        (
            "2024-08-15",
            {
                "gb-ukraine-decides": "permits",
                "gb-not-precluded": "permits",
                "gb-storm-shadow-withheld": "refuses",
                "us-kursk-incursion": "permits",
                "ca-no-geographic-limits": "permits",
            },
            {"us-100-km-claim"},
            {"gb-storm-shadow-claimed", "us-atacms-kursk"},
        ),
        (
            "2024-11-18",
            {
                "us-kharkiv-border": "permits",
                "us-whole-border": "permits",
                "us-atacms-kursk": "permits",
                "gb-storm-shadow-withheld": "refuses",
                "de-taurus-withheld": "refuses",
            },
            {"us-100-km-claim"},
            {"us-atacms-confirmed", "gb-storm-shadow-reported"},
        ),
        (
            "2024-12-01",
            {
                "us-kharkiv-border": "permits",
                "us-whole-border": "permits",
                "us-atacms-confirmed": "permits",
                "gb-storm-shadow-reported": "permits",
                "it-inside-ukraine": "refuses",
            },
            {"us-100-km-claim"},
            {"gb-storm-shadow-withheld", "us-review"},
        ),
        ("2025-06-20", {"us-whole-border": "permits"}, {"us-review", "us-atacms-confirmed"}, set()),
        (
            "2025-09-01",
            {
                "us-review": "refuses",
                "us-eram": "case-by-case",
                "gb-storm-shadow-reported": "permits",
                "de-kharkiv-border": "permits",
            },
            {"de-no-range-limit"},
            {"us-atacms-kursk", "us-atacms-confirmed", "us-storm-shadow-data"},
        ),
        (
            "2026-01-01",
            {"us-review": "refuses", "us-intelligence-energy": "permits"},
            {"us-storm-shadow-data"},
            {"us-atacms-confirmed"},
        ),
    ],
)
def test_what_is_known_of_a_day(day, holds, not_known, not_yet_or_no_more):
    """Golden: in force as far as known with its stance, not known, or neither."""
    on = date.fromisoformat(day)
    found = {regime.id: regime.stance for regime in in_force(catalogue(), on=on)}
    doubted = {regime.id for regime in in_doubt(catalogue(), on=on)}
    assert holds.items() <= found.items()
    assert not_known <= doubted
    assert not not_yet_or_no_more & (set(found) | doubted)
    assert not set(found) & doubted


def test_before_its_first_day_the_catalogue_knows_nothing():
    """The first statement is of 2 May 2024."""
    assert known_since(catalogue()) == date(2024, 5, 2)
    assert in_force(catalogue(), on=date(2024, 4, 1)) == []


@pytest.mark.parametrize(
    ("precision", "days", "doubtful"),
    [
        ("day", 0, False),
        ("about", 3, True),
        ("about", 4, False),
        ("placeholder", 31, True),
        ("placeholder", 32, False),
    ],
)
def test_a_day_is_in_doubt_near_one_that_is_not_known(precision, days, doubtful):
    """Three days around a day about known, 31 around a placeholder, before it and after."""
    regime = replace(load_regimes()[1], start_precision=precision, until=None)
    for on in (regime.start - timedelta(days=days), regime.start + timedelta(days=days)):
        assert bool(in_doubt([regime], on=on)) is doubtful


def test_a_regime_ends_on_its_last_day():
    """It is in force from its first day on, and no more on the day another takes its place."""
    exact = {"start_precision": "day", "until_precision": "day"}
    ends = {"start": date(2024, 5, 1), "until": date(2024, 6, 1)}
    regime = replace(load_regimes()[1], **ends, **exact)
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1)]
    assert [bool(in_force([regime], on=day)) for day in days] == [False, True, True, False]
