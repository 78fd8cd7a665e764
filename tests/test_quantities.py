"""Quantities: distances and dates in three languages, and the regimes whose reach they name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.quantities import names_reach, quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "hedge"),
    [
        ("within a range of about 80 kilometers", 80.0, 80.0, "about"),
        ("up to 190 miles", 305.8, 305.8, "up to"),
        ("до 300 км", 300.0, 300.0, "up to"),
        ("приблизно на 80 кілометрів", 80.0, 80.0, "about"),
        ("понад 1 000 км", 1000.0, 1000.0, "more than"),
        ("between 77 and 80 km", 77.0, 80.0, ""),
        ("от 70 до 80 км", 70.0, 80.0, ""),
        ("a 300-kilometre reach", 300.0, 300.0, ""),
        ("80-кілометрова зона", 80.0, 80.0, ""),
        ("2,5 км", 2.5, 2.5, ""),
        ("twenty miles", 32.2, 32.2, ""),
        ("250 nautical miles", 463.0, 463.0, ""),
        ("триста километров", 300.0, 300.0, ""),
        ("1,5 тисячі кілометрів", 1500.0, 1500.0, ""),
        ("1,5 тыс. км", 1500.0, 1500.0, ""),
        ("200-300 тис. км", 200_000.0, 300_000.0, ""),
        ("1'000 km", 1000.0, 1000.0, ""),
        ("1’000 km", 1000.0, 1000.0, ""),
        ("1.500 km", 1500.0, 1500.0, ""),
        ("1,234.5 km", 1234.5, 1234.5, ""),
        ("0.125 km", 0.1, 0.1, ""),
        ("2½ miles", 4.0, 4.0, ""),
        ("2 1/2 miles", 4.0, 4.0, ""),
        ("300 km/190 miles", 300.0, 300.0, ""),
        ("190 miles / 300 km", 300.0, 300.0, ""),
        ("one and a half thousand kilometres", 1500.0, 1500.0, ""),
        ("полутора тысяч километров", 1500.0, 1500.0, ""),
        ("between fifty and sixty miles", 80.5, 96.6, ""),
        ("сто тринадцать километров", 113.0, 113.0, ""),
        ("дві з половиною тисячі кілометрів", 2500.0, 2500.0, ""),
        ("две с половиной тысячи километров", 2500.0, 2500.0, ""),
        ("п’ять з половиною миль", 8.9, 8.9, ""),
        ("half a kilometre", 0.5, 0.5, ""),
        ("half-mile", 0.8, 0.8, ""),
        ("three quarters of a mile", 1.2, 1.2, ""),
        ("less than a mile and a half from town", 2.4, 2.4, "less than"),
        ("a dozen kilometres", 12.0, 12.0, ""),
        ("a couple of hundred kilometres", 200.0, 200.0, "about"),
        ("two thousand five hundred kilometres", 2500.0, 2500.0, ""),
        ("two to three hundred kilometres", 200.0, 300.0, ""),
        ("between 70km and 80km", 70.0, 80.0, ""),
        ("80 or 90 km", 80.0, 90.0, ""),
        ("300+ km", 300.0, 300.0, "more than"),
        ("a 300-kilometre-range missile", 300.0, 300.0, ""),
        ("three\nhundred kilometres", 300.0, 300.0, ""),
        ("двохсоткілометрова", 200.0, 200.0, ""),
        ("двадцятип’ятикілометрова", 25.0, 25.0, ""),
        ("трёхсоткилометровый", 300.0, 300.0, ""),
        ("в полутора тысячах километров", 1500.0, 1500.0, ""),
        ("півтори тисячі кілометрів", 1500.0, 1500.0, ""),
        ("пів тисячі кілометрів", 500.0, 500.0, ""),
        ("полкилометра", 0.5, 0.5, ""),
        ("в двухстах пятидесяти километрах", 250.0, 250.0, ""),
        ("около сотни километров", 100.0, 100.0, "about"),
        ("два-три километра", 2.0, 3.0, ""),
        ("15-ти кілометрова", 15.0, 15.0, ""),
    ],
)
def test_a_distance_is_normalised(text, low, high, hedge):
    """Unit, hedge and both bounds of a stated distance are read."""
    (found,) = quantities(text)
    assert (found.low_km, found.high_km, found.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("300 km/190 miles", [("300 km/190 miles", 300.0)]),
        ("300 km (190 miles)", [("300 km (190 miles)", 300.0)]),
        ("up to 190 miles (about 300 km)", [("up to 190 miles (about 300 km)", 300.0)]),
        ("300 км, або 186 миль", [("300 км, або 186 миль", 300.0)]),
        ("2 km (1 mile)", [("2 km (1 mile)", 2.0)]),
        ("300 km/20 miles", [("300 km", 300.0), ("20 miles", 32.2)]),
        ("300 km (20 miles)", [("300 km", 300.0), ("20 miles", 32.2)]),
        ("80, 150 and 300 km", [("80", 80.0), ("150", 150.0), ("300 km", 300.0)]),
    ],
)
def test_what_is_told_twice_is_one_where_both_agree(text, told):
    """A distance in two units is one, in kilometres; no number is dropped without a word."""
    assert [(each.text, each.low_km) for each in quantities(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "100 square km",
        "90 km/h",
        "300 soldiers",
        "80 миллионов",
        "5 kmx",
        "800 кв. км",
        "90 км/год",
        "20 km²",
        "5 млн км",
        "20 km^2",
        "8 км в секунду",
        "20 miles a day",
        "hundreds of kilometres",
        "сотни километров",
        "на тисячі кілометрів",
        "багатокілометрова черга",
        "$5 a mile",
        "Mi-8 helicopters",
        "an S-300 km",
    ],
)
def test_what_is_no_distance(text):
    """Areas, speeds and counts are no distances."""
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("On 17 November", "--11-17"),
        ("Nov. 25, 2024", "2024-11-25"),
        ("17.11.2024", "2024-11-17"),
        ("2024-11-17", "2024-11-17"),
        ("17 листопада 2024 року", "2024-11-17"),
        ("25 ноября", "--11-25"),
        ("in September", "--09"),
        ("у березні 2026", "2026-03"),
        ("December 2024", "2024-12"),
    ],
)
def test_a_date_is_normalised(text, iso):
    """A date is written as far as the text says it."""
    assert [q.date for q in quantities(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "low", "high", "hedge"),
    [
        ("from 300 to 80 km", 80.0, 300.0, ""),
        ("within about 80 km", 80.0, 80.0, "about"),
        ("within 80 km", 80.0, 80.0, "less than"),
        ("250 морських миль", 463.0, 463.0, ""),
        ("250 морских миль", 463.0, 463.0, ""),
    ],
)
def test_a_distance_is_read_whatever_its_order_hedge_and_unit(text, low, high, hedge):
    """The lesser bound comes first, "within about" is about, a mile at sea is a longer one."""
    (found,) = quantities(text)
    assert (found.low_km, found.high_km, found.hedge) == (low, high, hedge)


@pytest.mark.parametrize(("text", "agrees"), [("309 km", True), ("312 km", False)])
def test_news_round_by_no_more_than_they_do(text, agrees):
    """A distance names a reach within three and a half per cent of it."""
    assert names_reach(quantities(text)[0], [300.0]) is agrees


def test_a_count_of_hundreds_is_no_distance():
    """What says how many hundreds only vaguely states nothing."""
    assert quantities("several hundred kilometres; кілька сотень кілометрів") == []


def test_the_last_of_february_needs_no_year():
    """A day of leap years is one where the year is left out, and none in another year."""
    assert [q.date for q in quantities("on 29 February")] == ["--02-29"]
    assert quantities("29.02.2023") == []


@pytest.mark.parametrize("text", ["31.02.2024", "45 November", "may be", "they march on"])
def test_what_is_no_date(text):
    """Impossible dates and verbs are no dates."""
    assert quantities(text) == []


@pytest.mark.shared
def test_the_articles_distances(shared):
    """The article states two distances, each the reach of one regime."""
    text = (shared / "texts" / "article.txt").read_text(encoding="utf-8")
    found = [q for q in quantities(text) if q.kind == "distance"]
    assert [(q.low_km, q.hedge) for q in found] == [(80.0, "about"), (300.0, "up to")]
    for quantity in found:
        assert text[slice(*quantity.sentence)].startswith("Earlier, the US allowed Ukraine")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_offsets_index_any_text(before, after):
    """Quantities stand where they say, in order."""
    text = f"{before} about 80 km on 17 November 2024 {after}"
    found = quantities(text)
    assert [q.start for q in found] == sorted(q.start for q in found)
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text
