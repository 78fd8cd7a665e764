"""Drafting: what an article states of a policy, where, and what it leaves open."""

import cProfile
import pstats
import re
import time
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.claims import CORPUS, samples, score
from geo.choice import Choice, claims_json
from geo.claims import (
    as_toml,
    draft,
    draft_values,
    quoted,
    regimes_of,
    statements,
    undrawn_distances,
)
from geo.claims.patterns import Pattern
from geo.claims.words import _table
from geo.errors import InputError
from geo.places import geocode
from geo.quantities import quantities
from geo.reading import text_of
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
    "no more than, kilometres and miles of one limit, claimed and denied": (
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
            "stance": "case-by-case",
            "grantor": "US",
            "target": "RU",
            "from": None,
        }
    ],
    "no more than, kilometres and miles of one limit, claimed and denied": [
        {
            "reach_km": 100.0,
            "hedge": "up to",
            "grantor": "US",
            "scope": None,
            "status": "disputed",
            "from": date(2024, 6, 21),
        }
    ],
    "two governments, one of them without a distance": [
        {
            "reach_km": 250.0,
            "hedge": "more than",
            "grantor": "FR",
            "systems": ["SCALP"],
            "scope": ["RU-BRY", "RU-KRS"],
            "status": "confirmed",
            "from": date(2024, 11, 23),
        },
        {"reach_km": None, "grantor": "DE", "from": date(2025, 5, 26), "scope": None},
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

UNSEEN = {
    "miles with kilometres, a decision told of afterwards, another place's distance": (
        "The United States has given Ukraine permission to fire American-made ATACMS missiles at "
        "targets some 190 miles (300 km) inside Russia, two officials familiar with the decision "
        "said on Sunday.\n\nThe decision, taken on Nov. 17, 2024, is reportedly limited for now to "
        "the Kursk region, about 330 miles southwest of Moscow. The Pentagon declined to "
        "comment.\n\nThe front line is roughly 1,000 km long."
    ),
    "an interval, an exception, a Russian missile's range": (
        "Since 30 May 2024, Ukraine has been allowed to use GMLRS rockets against forces massing "
        "across the border, but only between 60 and 80 km from the frontier, three U.S. officials "
        "said on condition of anonymity. The permission covers Belgorod region and Bryansk "
        "region. It does not cover the use of ATACMS. Russia's Iskander missiles have a range of "
        "500 kilometers."
    ),
    "a limit raised": (
        "Washington raised the limit on strikes inside Russia from 80 to 300 km, allowing ATACMS, "
        "a newspaper reported on 17 November 2024."
    ),
    "two governments in one sentence": (
        "After Washington allowed ATACMS strikes in Kursk Oblast, London approved the use of Storm "
        "Shadow missiles with a range of over 250 km."
    ),
    "governments in a row, lines broken at a width": (
        "Finland and Estonia have allowed Ukraine to use their\nweapons against targets inside "
        "Russia. The distance from the\nborder to Moscow is about 450 kilometers, as far as\nthe "
        "front line is from the sea.\n"
    ),
    "Ukrainian, numbers in words, an official denial": (
        "Представник Пентагону спростував повідомлення, нібито США дозволили Україні бити "
        "американською зброєю лише на сто кілометрів від кордону, — сказав він у п'ятницю, 21 "
        "червня 2024 року. Відстань від Харкова до Бєлгорода — 80 км."
    ),
    "Ukrainian, border districts of Kharkiv region": (
        "Німеччина дозволила використовувати надану нею зброю для захисту прикордонних районів "
        "Харківщини, ударами по позиціях у Росії, підтвердив 31 травня 2024 року речник уряду."
    ),
    "Russian, a ban beyond a distance": (
        "США запретили Украине бить дальше 80 км от границы американским оружием. Орешник летит на "
        "5500 км, Москва находится в 450 км от границы."
    ),
    "Russian, from and until, miles": (
        "Напомним, с 30 мая 2024 года по 17 ноября 2024 года Украина могла применять американские "
        "HIMARS в радиусе около 50 миль от границы, в том числе в Белгородской области."
    ),
    "a limit in a sentence without a word for arms": (
        "For most of the summer, Washington held Kyiv to a limit of roughly eighty kilometers "
        "from the border. That ceiling was confirmed by the Pentagon on 31 May 2024, when it said "
        "HIMARS rockets could be used against positions shelling Kharkiv."
    ),
    "Ukrainian, a weapon's range told sentences later": (
        "Президент США дозволив Україні застосовувати далекобійні ракети по території РФ. Про це "
        "пише Reuters із посиланням на трьох співрозмовників. За даними агентства, перший удар "
        "завдадуть ракетами ATACMS, які можуть летіти на відстань до 306 км. Раніше Вашингтон не "
        "дозволяв таких ударів."
    ),
    "Russian, the ban lifted and the bound of before": (
        "Администрация Джо Байдена отменила запрет на удары американскими ракетами вглубь "
        "российской территории, пишет Axios. Разрешение распространяется только на Курскую "
        "область. Дальнобойность ATACMS — до 300 километров. До сих пор Киев мог применять лишь "
        "HIMARS с дальностью порядка 80 километров."
    ),
    "a report that a president denies": (
        "Трамп опроверг сообщение WSJ о том, что США разрешили Украине бить ракетами Storm Shadow "
        "на 290 км вглубь России. «Это фейк», — написал он 22 октября 2025 года."
    ),
}
READ = {
    "a limit in a sentence without a word for arms": [
        {"reach_km": 80.0, "hedge": "about", "grantor": "US", "status": "confirmed"}
    ],
    "Ukrainian, a weapon's range told sentences later": [
        {
            "reach_km": 306.0,
            "hedge": "up to",
            "grantor": "US",
            "systems": ["ATACMS"],
            "scope": None,
            "status": "reported",
        }
    ],
    "Russian, the ban lifted and the bound of before": [
        {"reach_km": 80.0, "hedge": "about", "grantor": "US", "systems": ["HIMARS"]},
        {
            "reach_km": 300.0,
            "hedge": "up to",
            "grantor": "US",
            "systems": ["ATACMS"],
            "scope": ["RU-KRS"],
            "status": "reported",
        },
    ],
    "a report that a president denies": [
        {"reach_km": 290.0, "grantor": "US", "systems": ["Storm Shadow"], "status": "denied"}
    ],
    "miles with kilometres, a decision told of afterwards, another place's distance": [
        {
            "reach_km": 300.0,
            "hedge": "about",
            "grantor": "US",
            "systems": ["ATACMS"],
            "scope": ["RU-KRS"],
            "status": "reported",
            "from": date(2024, 11, 17),
        }
    ],
    "an interval, an exception, a Russian missile's range": [
        {
            "reach_km": [60.0, 80.0],
            "grantor": "US",
            "systems": ["GMLRS"],
            "scope": ["RU-BEL", "RU-BRY"],
            "status": "reported",
            "from": date(2024, 5, 30),
        }
    ],
    "a limit raised": [
        {"reach_km": 300.0, "grantor": "US", "systems": ["ATACMS"], "from": date(2024, 11, 17)}
    ],
    "two governments in one sentence": [
        {"reach_km": None, "grantor": "US", "systems": ["ATACMS"], "scope": ["RU-KRS"]},
        {"reach_km": 250.0, "grantor": "GB", "systems": ["Storm Shadow"], "scope": None},
    ],
    "governments in a row, lines broken at a width": [
        {"reach_km": None, "grantor": "EE", "scope": None},
        {"reach_km": None, "grantor": "FI", "scope": None},
    ],
    "Ukrainian, numbers in words, an official denial": [
        {"reach_km": 100.0, "grantor": "US", "status": "denied", "from": date(2024, 6, 21)}
    ],
    "Ukrainian, border districts of Kharkiv region": [
        {
            "reach_km": None,
            "grantor": "DE",
            "scope": None,
            "status": "confirmed",
            "from": date(2024, 5, 31),
        }
    ],
    "Russian, a ban beyond a distance": [
        {"reach_km": 80.0, "hedge": "up to", "grantor": "US", "systems": None}
    ],
    "Russian, from and until, miles": [
        {
            "reach_km": 80.5,
            "hedge": "about",
            "grantor": "US",
            "systems": ["HIMARS"],
            "scope": ["RU-BEL"],
            "from": date(2024, 5, 30),
            "until": date(2024, 11, 17),
        }
    ],
}

PROPOSED = {
    "a permission asked for": (
        "Kyiv has urged Washington to allow strikes with ATACMS up to 300 km inside Russia."
    ),
    "a permission foretold": (
        "The French president would allow Ukraine to strike targets in Russia with missiles at "
        "250 km."
    ),
    "a permission weighed": (
        "У Вашингтоні розглядають можливість дозволити Україні удари ATACMS на 300 кілометрів."
    ),
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
    "a missile that is able to": (
        "ATACMS missiles allow Ukraine to hit targets at up to 300 km. The US has supplied dozens."
    ),
    "the other side's decision": (
        "The Kremlin has allowed its forces to fire Oreshnik missiles at targets in Ukraine up to "
        "1,000 km away."
    ),
    "flights": "Росія обмежила польоти в радіусі 300 км від кордону через удари дронів.",
    "a race": (
        "Велопробіг Харків — Полтава завдовжки 140 км відбудеться 31 травня. Організатори "
        "дозволили участь дітям, але обмежили їхній маршрут до 20 кілометрів. США подарують "
        "шоломи. Через загрозу ракетних ударів фініш за 40 км від кордону скасували."
    ),
    "a missile that is not given": (
        "Germany will not supply Taurus missiles, Chancellor Olaf Scholz said again. The missile "
        "can strike targets 500 km away. Sweden approved a new package for Ukraine worth $1.2 "
        "billion, including rockets with a range of 50 km."
    ),
    "links above and below an article": (
        "США разрешили удары ракетами на 500 км по России\nКурс валют\nТрубопровод длиной 300 км "
        "построят в Иркутске.\n"
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_another_kind_is_read_right(name):
    """Units, languages, hedges: every value is as stated, and what is not stated is None."""
    found, wanted = draft(TEXTS[name]), WANTED[name]
    read = [{key: each[key] for key in want} for each, want in zip(found, wanted, strict=True)]
    assert read == wanted


@pytest.mark.parametrize("name", UNSEEN)
def test_a_text_full_of_other_distances_is_read_right(name):
    """Ranges, lengths and places nearby are no reach; what is told afterwards is found."""
    found, wanted = draft(UNSEEN[name]), READ[name]
    read = [{key: each[key] for key in want} for each, want in zip(found, wanted, strict=True)]
    assert read == wanted


def test_a_long_text_is_read_quickly():
    """3 MB around one article: seconds of the processor's time, and the article's policy."""
    name = "two governments in one sentence"
    filler = "The river rose by 3 km of dykes near Rostov on 17 November, officials said. " * 20_000
    text = f"{filler}\n{UNSEEN[name]}\n{filler}"
    assert len(text) > 3_000_000
    begun = time.process_time()
    found = draft(text)
    assert time.process_time() - begun < 20
    assert [each["grantor"] for each in found] == ["US", "GB"]


def test_what_cannot_be_told_is_named():
    """A week without a date, a distance no regime may have: each is a gap in words."""
    far, late = draft(
        "Canada allowed Ukraine to strike Russia with missiles at 9,000 km.\n"
        "Last week Finland allowed Ukraine to strike Russia with its weapons."
    )
    gaps = {finding.field: finding.gap for finding in late.findings}
    assert "the text has “Last week”" in gaps["from"]
    assert far["reach_km"] is None
    gaps = {finding.field: finding.gap for finding in far.findings}
    assert gaps["reach_km"] == "the text has 9000 km; a reach lies between 1 and 6000 km"


@pytest.mark.parametrize("name", PROPOSED)
def test_what_is_asked_for_weighed_or_foretold_is_proposed(name):
    """Its stance says so, and it is never drawn."""
    (found,) = draft(PROPOSED[name])
    assert (found["stance"], found.drawn) == ("proposed", False)


def test_what_is_told_of_other_countries_is_theirs():
    """Whose missiles, against whom: what is not told is a gap, and never Ukraine or Russia."""
    found = draft(
        "North Korea could allow Russia to use missiles with a range of 700 km, a spy agency said. "
        "The United States raised the limit on South Korean missiles to 800 km in 2012. Israel "
        "allowed strikes in Syria up to 80 km deep. Poland restricted flights near its border, "
        "allowing only military aircraft within 40 km of Ukraine."
    )
    read = [(e["grantor"], e["origin"], e["target"], e["reach_km"], e["stance"]) for e in found]
    assert read == [
        ("KP", "RU", None, 700.0, "proposed"),
        ("US", "KR", None, 800.0, "permits"),
        ("IL", None, "SY", 80.0, "permits"),
    ]
    assert not any(each.drawn for each in found)


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
    near = values[0]
    assert near["fields"]["reach_km"]["confidence"] > near["fields"]["target"]["confidence"]
    gaps = {"systems", "scope", "excluded", "status", "from", "until", "source"}
    assert set(near["gaps"]) == gaps
    assert [each["drawn"] for each in values] == [True, True]


def test_evidence_may_run_over_the_end_of_a_line():
    """A distance broken between two lines is quoted whole, its sentence made long enough."""
    text = "Washington allowed ATACMS strikes on Russia. The decision reaches up to\n300 km.\n"
    (found,) = draft_values(draft(text))["regimes"]
    reach = found["fields"]["reach_km"]
    assert reach["text"] == "up to\n300 km"
    assert reach["sentence"][0] <= reach["start"] < reach["end"] <= reach["sentence"][1]


def test_a_draft_becomes_a_regimes_file_once_its_gaps_are_filled(tmp_path, shared):
    """As drafted it is refused with the gap's field named; filled in, it is read."""
    text = (shared / "texts" / "article.txt").read_text(encoding="utf-8")
    written = as_toml(draft(text), source_name="article")
    assert len(tomllib.loads(written)["regime"]) == 2
    file = tmp_path / "mine.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=r"entry 1 \('us-80-km'\), field status: it is missing"):
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


POISON = st.sampled_from(
    [
        '"""',
        "'''",
        "\\",
        '\\"',
        '"\n[[regime]]\nid = "evil"\n',
        "\r\n",
        "\x1b[2J",
        "\u202e",
        "\u2028",
        "\n# x\nreach_km = 5\n",
        "]]",
        "= 3",
        "\x0b",
        "\u200b",
        "\x85",
        "999999",
        "٣٠٠",
        "ﬁ",
        "-",
        "\t",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted({*TEXTS.values(), *UNSEEN.values()})),
    st.lists(st.tuples(st.floats(0, 1), POISON), max_size=6),
    POISON,
)
def test_no_text_breaks_the_file_or_adds_to_it(tmp_path_factory, text, poison, name):
    """The file is TOML of known keys; evidence stands where it says; gaps filled, it is read."""
    for share, piece in poison:
        at = round(share * len(text))
        text = text[:at] + piece + text[at:]
    drafts = draft(text)
    written = as_toml(drafts, source_name=f"a{name}b")
    assert all(c.isprintable() or c == "\n" for c in written)
    entries = tomllib.loads(written).get("regime", [])
    assert [entry["id"] for entry in entries] == [each.id for each in drafts]
    known = {"id", "label", "reach_km", "reach_of", "grantor", "stance", "origin", "target"}
    known |= {"systems", "scope", "excluded", "status", "from", "until"}
    assert all(set(entry) <= known for entry in entries)
    for regime in draft_values(drafts)["regimes"]:
        assert not set(regime["fields"]) & set(regime["gaps"])
        for field in regime["fields"].values():
            first, last = field["sentence"]
            assert first <= field["start"] < field["end"] <= last
            assert text[field["start"] : field["end"]] == field["text"]
    file = tmp_path_factory.getbasetemp() / "filled.toml"
    for entry, block in zip(entries, written.split("[[regime]]\n")[1:], strict=True):
        file.write_text(f"[[regime]]\n{_filled(entry, block)}", encoding="utf-8")
        assert load_regimes(file)[0].id == entry["id"]


def _filled(entry, block):
    """Fill in the gaps of one entry as its comments ask for."""
    values = {"reach_km": '"none"', "grantor": '"US"', "status": '"reported"', "from": "2024-01-01"}
    lines = [f"{key} = {value}\n" for key, value in values.items() if key not in entry]
    return re.sub(r"^label = ", f"{''.join(lines)}label = ", block, count=1, flags=re.MULTILINE)


def test_the_annotated_texts_are_read_as_they_are_marked():
    """Of texts that no rule was fitted to, three in four policies; none made up or harmful."""
    texts = [s for file in sorted(CORPUS.glob("*.txt")) for s in samples(file)]
    heldout = [sample for sample in texts if int(sample.name[3:]) % 2 == 0]
    sums = score(heldout, tell=False)
    assert len(heldout) >= 200
    assert sums["matched"] >= 0.75 * sums["gold"]
    assert (sums["made up"], sums["harmful"]) == (0, 0)
    assert sums["reach right"] >= 0.95 * sums["reach stated"]
    for field, least in (("stance", 0.95), ("status", 0.85), ("grantor", 0.92), ("scope", 0.85)):
        assert sums[field] - sums[f"{field} wrong"] >= least * sums[field], field


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "London let Ukraine fire missiles 250 km into Russia. Berlin, some say, would not.",
            [("DE", "refuses", None), ("GB", "permits", 250)],
        ),
        (
            (
                "Who lets Ukraine strike Russia?\n\n| Country | Weapon | Range | Answer |\n"
                "| US | ATACMS | 300 km | yes |\n| Germany | Taurus | 500 km | no |\n"
            ),
            [("DE", "refuses", 500), ("US", "permits", 300)],
        ),
        (
            (
                "Хто що дозволяє Україні\n\nФранція: ракети SCALP, 250 км, по цілях у Росії.\n"
                "Італія: лише для захисту українського неба.\n"
            ),
            [("FR", "permits", 250), ("IT", "refuses", None)],
        ),
        (
            "Вопрос: Разрешает ли Финляндия Украине бить финским оружием по России?\nОтвет: Да.\n",
            [("FI", "permits", None)],
        ),
        ("Kyiv can hit Russia.\n\nWill London let Ukraine fire missiles 250 km into Russia?\n", []),
        ("Imagine that London let Ukraine fire missiles 250 km into Russia. What then?", []),
        ("The Kremlin claims that London let Ukraine fire missiles 250 km into Russia.", []),
        (
            "Washington's ban on Ukrainian strikes into Russia with missiles of 300 km stays.",
            [("US", "refuses", 300)],
        ),
        (
            "It was said in Prague that Washington let Ukraine fire rockets 80 km into Russia.",
            [("US", "permits", 80)],
        ),
        (
            (
                "In the truce Baku and Yerevan agreed to pull artillery back 30 km. "
                "Moscow permitted neither to fly drones in the corridor."
            ),
            [],
        ),
        (
            (
                "A year ago Paris would not hear of it. Now it has told Kyiv that SCALP missiles, "
                "which fly 250 km, can be used inside Russia."
            ),
            [("FR", "permits", 250)],
        ),
        (
            (
                "США можуть передати Україні ракети Tomahawk, які летять на 2500 км, якщо Росія не "
                "погодиться на переговори."
            ),
            [("US", "proposed", 2500)],
        ),
        (
            (
                "Washington let Ukraine fire rockets into Russia, but ATACMS, which fly 300 km, "
                "are excluded. None of Germany's missiles may be fired at Russia, Berlin said."
            ),
            [("DE", "refuses", None), ("US", "permits", None)],
        ),
        (
            (
                "Washington let Ukraine strike Russia with rockets. They have a range of 80 km. "
                "ATACMS can fly 300 km, but the White House has kept them out of it."
            ),
            [("US", "permits", 80)],
        ),
        (
            (
                "Лондон разрешил Украине удары по России. Немецкие Taurus дальностью 500 км "
                "остаются в Германии."
            ),
            [("GB", "permits", None)],
        ),
        ("Seoul scrapped the limit that kept its missiles under 800 km after talks in Kyiv.", []),
        (
            (
                "Канцлер Німеччини заявив, що обмежень для зброї, яку дають Україні Британія і США "
                "для ударів по Росії, більше немає. Taurus дальністю 500 км Берлін не передає."
            ),
            [("GB", "permits", None), ("US", "permits", None)],
        ),
        (
            (
                "London said Ukraine has that right to strike targets inside Russia with British "
                "weapons. Storm Shadow missiles (range 250 km) are excluded."
            ),
            [("GB", "permits", None)],
        ),
        (
            (
                "Washington let Ukraine fire rockets 80 km into Russia. The policy against "
                'strikes with ATACMS inside Russia, one official added, "has not changed".'
            ),
            [("US", "permits", 80), ("US", "refuses", None)],
        ),
        (
            "«Мы не даём Украине разрешения бить по России ракетами», — заявил Пентагон.",
            [("US", "refuses", None)],
        ),
        (
            "Лондон дозволив Києву бити ракетами по Курській області — на відстань до 250 км.",
            [("GB", "permits", 250)],
        ),
        (
            (
                "Вашингтон снял запрет на удары Украины ракетами вглубь России, пишет газета\n"
                "17 ноября 2024 года. Дальность ракет — около 300 км. Ранее Киеву разрешали бить "
                "не дальше 80 км."
            ),
            [("US", "permits", 80), ("US", "permits", 300)],
        ),
        (
            (
                "Norway lets Ukraine hit targets in Russia, its minister said. Denmark's foreign "
                "minister said much the same. Finland has taken the opposite view:\nits guns must "
                "not be used inside Russia, the prime minister said."
            ),
            [("DK", "permits", None), ("FI", "refuses", None), ("NO", "permits", None)],
        ),
    ],
)
def test_a_policy_is_read_in_whatever_form_it_is_told(text, told):
    """Contrasts, tables, lists, answers are read; questions, fancies, the other side's word not."""
    found = draft(text)
    assert sorted((d["grantor"], d["stance"], d["reach_km"]) for d in found) == told
    assert {d["target"] for d in found} <= {"RU", None}
    assert all(d.drawn == (d["stance"] == "permits" and bool(d["reach_km"])) for d in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Berlin let Ukraine fire German weapons into Russia. Germany has given Ukraine "
                "launchers with a range of 84 km and howitzers, which can fire 35 km."
            ),
            [("DE", "permits", False)],
        ),
        (
            "London let Ukraine strike Russia with British weapons. Storm Shadow flies 250 km.",
            [("GB", "permits", False)],
        ),
        (
            (
                "The Hague let Ukraine fly F-16 jets over Russia, a Dutch minister "
                "said. Their combat "
                "radius is 550 km."
            ),
            [("NL", "permits", False)],
        ),
        (
            (
                "Вашингтон дозволив Україні бити по Росії ракетами. Дозвіл не "
                "поширюється на ракети "
                "ATACMS, що летять на 300 км."
            ),
            [("US", "permits", False), ("US", "refuses", False)],
        ),
        ("If I were Washington, I would. Let Ukraine fire ATACMS 300 km into Russia!", []),
        ("Радник пожартував, що Вашингтон дозволив Україні бити по Росії на 300 км.", []),
        ("Вашингтон «разрешил» Украине бить по России на 300 км, считают блогеры.", []),
        (
            "Звісно, Вашингтон «ось-ось» дозволить Україні бити по Росії на 300 км.",
            [("US", "proposed", False)],
        ),
        (
            "Колишній міністр вважає, що Лондон мав би дозволити Україні бити по Росії на 250 км.",
            [("GB", "proposed", False)],
        ),
        (
            (
                "Under the MTCR countries limit missiles to 300 km. The United States "
                "has relaxed its "
                "reading of the rule for drones. Ukraine and Russia are members."
            ),
            [],
        ),
        (
            (
                "Washington does not allow Pakistan to use F-16 jets against India. "
                "The jets, with a "
                "combat radius of 550 km, are based 150 km from the border."
            ),
            [("US", "refuses", False)],
        ),
        (
            (
                "Seoul reached a deal with the United States that lets it field missiles of up to "
                "800 km against North Korea."
            ),
            [("US", "permits", True)],
        ),
        (
            "Вашингтон не дав Ізраїлю згоди на удари по базах Ірану.",
            [("US", "refuses", False)],
        ),
        (
            (
                "Asked whether Danish F-16s might be flown against bases inside "
                "Russia, the defence "
                "minister said yes. Ukraine has six of them."
            ),
            [("DK", "permits", False)],
        ),
        (
            "Чи дозволить Іспанія Україні бити її ракетами по Росії? «Ні», — сказав міністр.",
            [("ES", "refuses", False)],
        ),
        (
            (
                "США разрешили Украине удары ракетами ATACMS на 300 км вглубь России, "
                "а Великобритания "
                "— ракетами Storm Shadow на 250 км."
            ),
            [("GB", "permits", True), ("US", "permits", True)],
        ),
        (
            (
                "Ukraine may fire HIMARS rockets, but not ATACMS, at targets up to 50 miles inside "
                "Russia, the Pentagon said."
            ),
            [("US", "permits", True), ("US", "refuses", False)],
        ),
        (
            (
                "Якщо раніше США дозволяли Україні бити по Росії не далі 80 км, то тепер вона може "
                "вражати цілі на глибину до 300 км."
            ),
            [("US", "permits", True), ("US", "permits", True)],
        ),
        (
            "Київ чекає від Вашингтона дозволу бити на 300 км углиб Росії.",
            [("US", "permits", False)],
        ),
        (
            "Песков: США фактически разрешили Киеву удары по России на 300 км.",
            [("US", "permits", False)],
        ),
        (
            (
                "Iran has allowed the Houthis to strike Israel with missiles that fly 2,000 km, "
                "a US general said."
            ),
            [("IR", "permits", False)],
        ),
        (
            (
                "After London had spoken, Washington gave in: Ukraine may fire at targets up to "
                "300 km inside Russia."
            ),
            [("GB", "permits", False)],
        ),
        (
            (
                "Washington allowed Ukraine to fire ATACMS up to 300 km into Russia. In spring it "
                "stopped doing so."
            ),
            [("US", "permits", False)],
        ),
        (
            (
                "Україна може застосовувати надану Лондоном зброю на території Росії, підтвердив "
                "уряд. Винятком є Storm Shadow. Ці ракети летять на 250 км."
            ),
            [("GB", "permits", False)],
        ),
        (
            (
                "Белоруссия вправе применить переданные Россией «Искандеры» против Украины, заявил "
                "президент России. Дальность ракет до 500 км."
            ),
            [("RU", "permits", True)],
        ),
        (
            (
                "On Tuesday the United States, two officials said, quietly allowed Ukraine to fire "
                "ATACMS up to 300 km into Russia."
            ),
            [("US", "permits", True)],
        ),
        (
            (
                "Washington has allowed Ukraine to strike airfields such as Malshevo, "
                "some 150 km inside Russia."
            ),
            [("US", "permits", False)],
        ),
        (
            (
                "Germany will allow the United States to station Tomahawk missiles with a range of "
                "2,500 km, putting Moscow within reach."
            ),
            [("DE", "permits", False)],
        ),
        (
            "За фальшивим листом, Британія дозволила Україні бити Storm Shadow на 250 км по Росії.",
            [("GB", "permits", False)],
        ),
        (
            '"Biden lets Ukraine hit Russia at 300 km": that was the headline.',
            [("US", "permits", False)],
        ),
        (
            (
                "London has let Ukraine use Storm Shadow up to 250 km inside Russia, a paper says. "
                '"Simply not true," the ministry said.'
            ),
            [("GB", "permits", False)],
        ),
        (
            (
                "Sweden lets Ukraine use Swedish weapons in Russia, the minister said. "
                "Sweden's guns can hit targets 50 km away."
            ),
            [("SE", "permits", False)],
        ),
        (
            "Китай разрешил Пакистану пуск ракет по Индии на 140 км, пишет индийская пресса.",
            [("CN", "permits", True)],
        ),
        (
            (
                "⚡️Britain has allowed Ukraine to fire Storm Shadow up to 250 km into Russia — BBC"
                "\n\nSubscribe | Send us news\n"
            ),
            [("GB", "permits", True)],
        ),
        (
            (
                "Norway lets Ukraine use Norwegian weapons against Russia, the minister said. The "
                "missiles have a range of 25 km."
            ),
            [("NO", "permits", False)],
        ),
        (
            (
                "Канада підтримує право України. У парламенті в Оттаві запропонували дозволити "
                "Україні удари по Росії ракетами Storm Shadow на відстань до 250 км."
            ),
            [("CA", "proposed", False)],
        ),
        (
            (
                "Парламент Канады рекомендовал разрешить Украине удары по России ракетами "
                "дальностью 250 км."
            ),
            [("CA", "proposed", False)],
        ),
        (
            (
                "Будапешт считает, что решение США разрешить Украине удары ракетами на 300 км по "
                "территории России затянет войну."
            ),
            [("US", "permits", False)],
        ),
        (
            (
                "У 2024 році США дозволили Україні бити ATACMS на 300 км по Курській області "
                "Росії, але в серпні 2025 року Пентагон цей дозвіл призупинив."
            ),
            [("US", "permits", False)],
        ),
        (
            (
                "Paris said it had never allowed Ukraine to fire Scalp missiles, with their range "
                "of 250 km, into Russia without its consent."
            ),
            [("FR", "refuses", False)],
        ),
        (
            "Кремль отрицает, что разрешил КНДР бить ракетами на 500 км по Южной Корее.",
            [("RU", "permits", False)],
        ),
        (
            (
                "The Pentagon rejected a claim that the US had allowed Ukraine to strike Russia "
                "with ATACMS up to 300 km."
            ),
            [("US", "permits", False)],
        ),
        (
            "Washington allowed Ukraine to hit targets in Russia up to 300 km from the front.",
            [("US", "permits", False)],
        ),
        (
            (
                "Washington has its doubts. The temptation to allow Ukraine to strike Russia with "
                "ATACMS up to 300 km is great."
            ),
            [("US", "permits", False)],
        ),
        (
            (
                "Канада поддерживает Украину. Разрешить Украине удары по России ракетами на 250 км "
                "— дело чести."
            ),
            [("CA", "permits", False)],
        ),
        (
            "Officials said that the US had let Ukraine strike Russia with ATACMS up to 300 km.",
            [("US", "permits", True)],
        ),
        (
            "США вирішили дозволити Україні бити ATACMS на 300 км по Росії, повідомила преса.",
            [("US", "permits", True)],
        ),
    ],
)
def test_only_a_reach_that_is_the_permission_s_own_is_drawn(text, told):
    """Nothing is drawn whose frame (who, verb, whom, where, how far) a rival or a doubt breaks."""
    found = draft(text)
    assert sorted((d["grantor"], d["stance"], d.drawn) for d in found) == told


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Вашингтон дозволив Україні бити по Росії не далі 80 км від кордону ракетами.", "uk"),
        ("Вашингтон разрешил Украине бить по России не дальше 80 км от границы ракетами.", "ru"),
    ],
)
def test_a_draft_is_written_in_the_language_of_its_article(text, lang):
    """Labels in both languages, comments and gaps in the article's."""
    written = as_toml(draft(text), source_name="x")
    (entry,) = tomllib.loads(written)["regime"]
    assert set(entry["label"]) == {"en", lang}
    assert {"uk": "прогалина", "ru": "пробел"}[lang] in written
    assert "# gap" not in written


def test_a_day_of_the_week_is_told_by_the_dateline_on_a_line_of_its_own():
    """The date below the headline is the day of the report, though it is no sentence."""
    (found,) = draft(
        "Range limits go\n\nBrussels, 5 March 2025\n\n"
        "London on Monday let Ukraine fire missiles 250 km into Russia, a minister said.\n"
    )
    assert found["from"] == date(2025, 3, 3)


def calls_of(text: str) -> Counter[str]:
    """Count the calls that reading a text's policies and tying its numbers to them takes."""
    profile = cProfile.Profile()
    with profile:
        found = draft(text)
        choice = Choice(
            regimes=tuple(regimes_of(found)),
            file=None,
            claims=tuple(found),
            distances=tuple(undrawn_distances(quantities(text), found, [])),
        )
        claims_json(text_of(text), choice, catalogue=[])
        statements(quantities(text), geocode(text), load_regimes(), found)
    calls: Counter[str] = Counter()
    for (file, _, name), (_, count, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        calls[f"{Path(file).name} {name}"] += count
    return calls


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Germany does not let Ukraine hit Russia with Taurus missiles, which fly 500 km.",
            [("DE", "refuses", 500, True)],
        ),
        (
            "Канцлер ФРН не дозволив Україні бити по Росії ракетами Taurus (500 км).",
            [("DE", "refuses", 500, True)],
        ),
        (
            "Париж не разрешает Киеву применять по целям в России ракеты SCALP дальностью 250 км.",
            [("FR", "refuses", 250, True)],
        ),
        (
            "Canberra will not let Manila fire its 300-km missiles at China, its minister said.",
            [("AU", "refuses", 300, True)],
        ),
        (
            (
                "The Pentagon decides case by case whether Ukraine may fire ERAM missiles, with a "
                "range of up to 450 km, at targets inside Russia."
            ),
            [("US", "case-by-case", 450, True)],
        ),
        (
            (
                "Berlin turned down Kyiv's request for Taurus missiles, which can fly more than "
                "500 km and could reach Moscow, and would not let it strike Russia."
            ),
            [("DE", "refuses", 500, False)],
        ),
        (
            "Washington does not support Israeli strikes on Iran's sites, some 1,500 km away.",
            [("US", "refuses", None, False)],
        ),
        (
            (
                "Washington turned down a request from Kyiv to strike targets more than 300 km "
                "inside Russia with its missiles."
            ),
            [("US", "refuses", 300, False)],
        ),
        (
            "Washington does not let Ukraine use its missiles more than 300 km inside Russia.",
            [("US", "permits", 300, False)],
        ),
    ],
)
def test_a_refusal_s_reach_is_that_of_what_is_refused(text, told):
    """A weapon's range told with it, no place's; drawn only where use is refused, not supply."""
    found = draft(text)
    assert [(d["grantor"], d["stance"], d["reach_km"], d.drawn) for d in found] == told
    if told[0][1] == "refuses":
        assert found[0].id.endswith("-refuses")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Hopes that Washington would let Ukraine strike 300 km into Russia were dashed on "
                "Thursday when the White House said its policy had not changed."
            ),
            [("refuses", False)],
        ),
        (
            (
                "Сподівання Києва, що США дозволять бити ракетами на 300 км углиб Росії, не "
                "справдилися: Білий дім заявив, що політика не змінилася."
            ),
            [("refuses", False)],
        ),
        (
            (
                "Надежды Киева на то, что Вашингтон разрешит бить на 300 км вглубь России, не "
                "оправдались: в Белом доме заявили, что позиция не изменилась."
            ),
            [("refuses", False)],
        ),
        (
            (
                "The Pentagon decides case by case whether Ukraine may fire ERAM missiles at "
                "Russia. No launch has been approved since spring."
            ),
            [("case-by-case", False)],
        ),
        (
            (
                "США дозволили Україні бити ATACMS на відстань до 300 км по території Росії, пише "
                "газета. Президент США назвав цю новину фейком."
            ),
            [("permits", False)],
        ),
    ],
)
def test_what_came_to_nothing_is_no_permission(text, told):
    """Dashed hopes are a refusal, no wish; what nobody approved, no permission; a fake, denied."""
    assert [(d["stance"], d.drawn) for d in draft(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        (
            "The US has allowed Ukraine to fire ATACMS, which have a range of 300 km, at targets "
            "in Russia's Kursk region, two officials said. Reports that a circle of 300 km had "
            "been drawn around the border are wrong, a spokesman said: “There is no such radius.”"
        ),
        (
            "США разрешили Украине применять ракеты ATACMS дальностью 300 км только в Курской "
            "области России, сообщили чиновники. В Пентагоне опровергли, что вдоль границы очерчен "
            "радиус в 300 километров."
        ),
        (
            "Вашингтон дозволив Україні застосовувати ATACMS із дальністю 300 км лише в Курській "
            "області Росії, пише газета. Чиновники заперечують, що йдеться про радіус 300 км."
        ),
    ],
)
def test_who_denies_a_radius_denies_no_permission(text):
    """The region stays the scope, the range the reach, the report a report; the denial is told."""
    (found,) = draft(text)
    assert " … " in quoted(found)
    assert (found["status"], found["scope"], found["reach_km"]) == ("reported", ["RU-KRS"], 300)
    assert found.drawn


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        (
            (
                "Kyiv has asked Germany, Italy and the United States to let it strike airfields "
                "inside Russia with their missiles."
            ),
            {"proposed"},
        ),
        (
            (
                "Вашингтон не разрешил Турции применять F-16 против отрядов в Сирии, сообщил посол "
                "США. Анкара утверждает, что согласие ей не нужно."
            ),
            {"refuses"},
        ),
        (
            "Дозволу бити ракетами SCALP по Росії Париж не підтвердив, але й не заперечив.",
            set(),
        ),
    ],
)
def test_what_is_asked_of_several_not_needed_or_not_confirmed_is_no_permission(text, stances):
    """However many governments are asked, however the leave is spoken of."""
    assert {each["stance"] for each in draft(text)} == stances


def test_a_region_behind_a_dash_is_the_scope():
    """«— для Курської області» goes on with the clause; another's refusal after takes none back."""
    text = (
        "До середини листопада США дозволяли Україні бити по Росії ракетами HIMARS на відстань до "
        "80 км. Тепер Білий дім дозволив бити ракетами ATACMS дальністю 300 км — лише в Курській "
        "області. Німеччина відмовляється передати Taurus."
    )
    first, now = (each for each in draft(text) if each["stance"] == "permits")
    assert first.past
    assert now["scope"] == ["RU-KRS"]


def test_a_range_up_to_four_digits_is_no_year():
    """«до 1500 км» tells of no time before."""
    text = "Вашингтон разрешил Израилю удары по Ирану ракетами дальностью до 1500 км."
    assert [each.past for each in draft(text)] == [False]


@pytest.mark.parametrize(
    "parts",
    [
        [
            f"{grantor} has allowed Ukraine to strike up to {km} km into Russia with {arms}. "
            for km in range(100, 1000, 60)
            for grantor, arms in (("London", "Storm Shadow"), ("Washington", "ATACMS"))
        ],
        ["London refused to let Ukraine strike Russia. Officials denied an 80 km radius there.\n"],
        ["GERMANY\nallows strikes into Russia up to 70 km.\nFRANCE: no limits any more.\n"],
    ],
    ids=["many policies", "one policy over and over", "a list"],
)
def test_reading_takes_as_long_as_a_text_is(parts):
    """Four times the text takes four times the calls of every function, not sixteen."""
    texts = ["".join(parts * (n // len(parts))) for n in (60, 240)]
    calls_of(f"London allowed it. {texts[0]}")  # what is read once is read
    few, many = map(calls_of, texts)
    grown = {name: (few[name], n) for name, n in many.items() if n > 2000 and n > 9 * few[name]}
    assert not grown


@pytest.mark.parametrize("range_told", ["300 km/190 miles", "190 miles/300 km"])
def test_a_range_told_twice_is_in_the_unit_that_was_read(range_told):
    """The kilometres of both tellings are taken, and their unit with them."""
    (found,) = draft(
        f"Washington has allowed Ukraine to hit Russia with ATACMS of {range_told} range."
    )
    assert (found["reach_km"], found["unit"]) == (300.0, "km")


def test_a_word_is_found_in_a_long_text_wherever_it_is_found_in_a_short_one():
    """Only where a word of the pattern may begin is it tried; nothing is passed over so."""
    text = "".join((CORPUS / f"{lang}.txt").read_text()[-9000:] for lang in ("en", "uk", "ru"))
    text += "\n“Perm\u0131tted”, Al\u017fo \u0130nside, str\u0130\u212ae, \u1c81\u1c82зволив."
    found = 0
    for part in ("cues", "turns", "hangs", "about", "record", "echo", "entry", "time", "names"):
        for key, words in _table()[part].items():
            if words and isinstance(words[0], str):
                plain = re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)
                spans = [match.span() for match in Pattern((words,)).finditer(text)]
                assert spans == [match.span() for match in plain.finditer(text)], key
                found += len(spans)
    assert found > len(text) / 50


@pytest.mark.parametrize(
    "told",
    [
        "London did not confirm reports that it had allowed Ukraine to use",
        "Лондон не підтвердив повідомлень про те, що дозволив Україні застосовувати",
        "Лондон не подтвердил этих сообщений: он якобы разрешил Украине применять",
    ],
)
def test_what_a_government_does_not_confirm_is_reported_and_no_thing_of_the_past(told):
    """Nor is it confirmed; and "had allowed", in a report, is not "allowed before"."""
    (found,) = draft(f"{told} Storm Shadow, 250 km.")
    values = {
        name: each["value"] for name, each in draft_values([found])["regimes"][0]["fields"].items()
    }
    assert (values["stance"], values["status"], found.past) == ("permits", "reported", False)
