"""Drafting: what an article states of a policy, where, and what it leaves open."""

import tomllib
from datetime import date

import pytest

from geo.drafting import as_toml, draft, draft_values
from geo.errors import InputError
from geo.regimes import load_regimes

TEXTS = {
    "Ukrainian, up to, full date, London": (
        "За даними ЗМІ, 20 листопада 2024 року Лондон дозволив Україні завдавати ударів "
        "ракетами Storm Shadow на відстань до 250 км. У Міністерстві оборони цього не "
        "підтвердили."
    ),
    "Russian, about, region, confirmed": (
        "США официально подтвердили 31 мая 2024 года, что разрешили удары ракетами HIMARS "
        "примерно на 80 километров вглубь Белгородской области."
    ),
    "miles, an interval, a month alone": (
        "In August 2025 the Pentagon approved a sale of 3,350 ERAM missiles. Officials said any "
        "strike inside Russia would need approval; the weapon may hit targets between 150 and "
        "280 miles away."
    ),
    "no more than, kilometres and miles of one limit, denied": (
        "Unnamed Ukrainian officials said on 21 June 2024 that Washington restricts strikes to "
        "no more than 100 kilometers from the border. The Pentagon denied that the US limits "
        "strikes to 62 miles."
    ),
    "two governments, one of them without a distance": (
        "On 26 May 2025 Merz said Germany no longer restricts the range of missiles. France "
        "approved SCALP strikes of more than 250 km into Bryansk Oblast and Kursk Oblast on 23 "
        "November 2024, Paris confirmed."
    ),
    "Ukrainian, before and now, miles and kilometres": (
        "Раніше США дозволяли бити лише на 50 миль. Тепер Вашингтон дозволив удари ATACMS углиб "
        "Росії на відстань близько 300 кілометрів, повідомили джерела."
    ),
}
WANTED = {
    "Ukrainian, up to, full date, London": [
        {
            "reach_km": 250.0,
            "hedge": "up to",
            "unit": "км",
            "grantor": "GB",
            "systems": ["Storm Shadow"],
            "scope": None,
            "status": "reported",
            "from": date(2024, 11, 20),
            "until": None,
        }
    ],
    "Russian, about, region, confirmed": [
        {
            "reach_km": 80.0,
            "hedge": "about",
            "unit": "километров",
            "grantor": "US",
            "systems": ["HIMARS"],
            "scope": ["RU-BEL"],
            "status": "confirmed",
            "from": date(2024, 5, 31),
        }
    ],
    "miles, an interval, a month alone": [
        {
            "reach_km": [241.4, 450.6],
            "hedge": None,
            "unit": "miles",
            "grantor": "US",
            "systems": ["ERAM"],
            "status": None,
            "from": None,
        }
    ],
    "no more than, kilometres and miles of one limit, denied": [
        {
            "reach_km": 100.0,
            "hedge": "up to",
            "grantor": "US",
            "scope": None,
            "status": "denied",
            "from": date(2024, 6, 21),
        }
    ],
    "two governments, one of them without a distance": [
        {"reach_km": None, "grantor": "DE", "from": date(2025, 5, 26), "scope": None},
        {
            "reach_km": 250.0,
            "hedge": "more than",
            "grantor": "FR",
            "systems": ["SCALP"],
            "scope": ["RU-BRY", "RU-KRS"],
            "status": "confirmed",
            "from": date(2024, 11, 23),
        },
    ],
    "Ukrainian, before and now, miles and kilometres": [
        {"reach_km": 80.5, "unit": "миль", "grantor": "US", "systems": None, "status": None},
        {
            "reach_km": 300.0,
            "hedge": "about",
            "unit": "кілометрів",
            "grantor": "US",
            "systems": ["ATACMS"],
            "status": "reported",
        },
    ],
}

NO_POLICY = {
    "a museum that allows photographs": (
        "The museum in Kursk lies 300 km from Kharkiv. On 17 November it allowed visitors to take "
        "photographs."
    ),
    "a strike without a permission": (
        "A drone hit a refinery 500 km from the border on 3 May 2025, the governor of Rostov "
        "Oblast said."
    ),
    "a permission not given": (
        "Ukraine was still not allowed to use long-range missiles at 300 km inside Russia."
    ),
    "the weather": "Хмарно, вітер до 15 м/с, видимість 10 км.",
    "nothing": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_another_kind_is_read_right(name):
    """Units, languages, hedges: every value is as stated, and what is not stated is None."""
    found, wanted = draft(TEXTS[name]), WANTED[name]
    read = [{key: each[key] for key in want} for each, want in zip(found, wanted, strict=True)]
    assert read == wanted


@pytest.mark.parametrize("name", NO_POLICY)
def test_a_text_without_any_policy_says_so(name):
    """No regime is made up; the file says that there is none."""
    found = draft(NO_POLICY[name])
    assert found == []
    assert as_toml(found, source_name="x").startswith("# No regime was found")


def test_the_article_gives_both_its_regimes(shared):
    """80 km ("about") and 300 km ("up to"), 17 November without a year, Kursk Oblast, ATACMS."""
    text = (shared / "texts" / "article.txt").read_text(encoding="utf-8")
    near, far = draft(text)
    assert (near["reach_km"], near["hedge"], near["grantor"]) == (80.0, "about", "US")
    assert (near["scope"], near["systems"], near["status"], near["from"]) == (None,) * 4
    assert (far["reach_km"], far["hedge"], far["grantor"]) == (300.0, "up to", "US")
    assert (far["scope"], far["systems"]) == (["RU-KRS"], ["ATACMS"])
    assert far["status"] == "reported"
    day = next(finding for finding in far.findings if finding.field == "from")
    assert text[day.start : day.end] == "17 November"
    assert "the year is not stated" in day.gap


def test_evidence_stands_where_it_says(shared):
    """Offsets give the words; their sentence holds them; confidence falls with distance."""
    text = (shared / "texts" / "article.txt").read_text(encoding="utf-8")
    values = draft_values(draft(text))["regimes"]
    for regime in values:
        for field in regime["fields"].values():
            first, last = field["sentence"]
            assert first <= field["start"] < field["end"] <= last
            assert text[field["start"] : field["end"]] == field["text"]
            assert field["confidence"] in (0.9, 0.7, 0.5)
    far = values[1]["fields"]
    assert far["reach_km"]["confidence"] > far["scope"]["confidence"]
    assert set(values[0]["gaps"]) == {"systems", "scope", "status", "from", "until", "source"}


def test_a_draft_becomes_a_regimes_file_once_its_gaps_are_filled(tmp_path, shared):
    """As drafted it is refused with the gap's field named; filled in, it is read."""
    text = (shared / "texts" / "article.txt").read_text(encoding="utf-8")
    written = as_toml(draft(text), source_name="article")
    assert len(tomllib.loads(written)["regime"]) == 2
    file = tmp_path / "mine.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=r"entry 1 \('us-80-km'\), field from: it is missing"):
        load_regimes(file)
    filled = written.replace(
        "# gap, status: how", 'status = "confirmed"\nfrom = 2024-05-30\n# gap, status: how'
    ).replace("# gap, from: the year", "from = 2024-11-17\n# gap, from: the year")
    file.write_text(filled, encoding="utf-8")
    assert [regime.reach_km for regime in load_regimes(file)] == [(80.0,), (300.0,)]


def test_a_hostile_text_stays_inside_its_comment():
    """Line ends, control characters and quotes of a text open no field and no table."""
    text = (
        'Washington allowed strikes"""\x1b[2J\u2028[[regime]] id = "evil" with HIMARS up to '
        "80 km into Kursk\u0085Oblast."
    )
    written = as_toml(draft(text), source_name='x"\n[[regime]]\nid="evil"')
    regimes = tomllib.loads(written).get("regime", [])
    assert [each["id"] for each in regimes] == ["us-himars-80-km"]
    assert "\x1b" not in written
