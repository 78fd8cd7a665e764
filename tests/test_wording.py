"""The words of the outputs: complete and alike in all three languages."""

import string
from datetime import date

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from geo.errors import InputError
from geo.wording import LANGUAGES, Words, per_cents, plural, printable, wording


def flat(table, path=()):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, (*path, key))
        else:
            yield (*path, key), value


def slots(value):
    given = value if isinstance(value, list) else [value]
    texts = [text for text in given if isinstance(text, str)]
    return [sorted(name for _, name, _, _ in string.Formatter().parse(t) if name) for t in texts]


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_every_language_says_everything(lang):
    """A message of one language is there in the others, with the same slots to fill."""
    english, other = dict(flat(wording("en"))), dict(flat(wording(lang)))
    assert english.keys() == other.keys()
    for key, value in english.items():
        if key[-1] in ("none", "one", "genitive_after"):  # a word for a number; rules of cases
            continue
        assert [set(s) for s in slots(value)] == [set(s) for s in slots(other[key])], key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plurals_months_and_signs_are_those_of_cldr(lang):
    """Babel is the oracle; a group of Russian and Ukrainian digits is kept together."""
    known, locale = wording(lang)["terms"], Locale.parse(lang)
    for count in range(1200):
        form = locale.plural_form(count).replace("other", "many")
        assert plural(count, lang=lang) == form
    for months, context in (("months", "format"), ("months_alone", "stand-alone")):
        names = get_month_names("wide", context=context, locale=locale)
        assert known[months] == [names[month] for month in range(1, 13)]
    signs = (get_decimal_symbol(locale), get_group_symbol(locale))
    assert (known["decimal"], known["thousands"]) == signs


def test_an_unknown_language_is_refused():
    """Only the three languages are known."""
    with pytest.raises(InputError, match="choose one of en, uk, ru"):
        wording("de")


ENGLISH = Words("en", "narrative")


@pytest.mark.parametrize(
    ("distance_km", "written"), [(9.94, "9.9"), (9.0, "9"), (12.3, "12"), (1234.5, "1,234")]
)
def test_distances_below_ten_kilometres_have_tenths(distance_km, written):
    """Farther ones are told in whole kilometres."""
    assert ENGLISH.km(distance_km) == f"{written}\u00a0km"


@pytest.mark.parametrize(
    ("distance_m", "decimals", "written"), [(0.91, 0, "1"), (0.104, 1, "0.2"), (0.3, 1, "0.3")]
)
def test_a_bound_in_metres_is_rounded_up(distance_m, decimals, written):
    """Rounded down it would bound nothing."""
    assert ENGLISH.metres(distance_m, decimals=decimals) == f"{written}\u00a0m"


def test_shares_go_to_the_nearest_per_cent():
    """A part is never told as nothing or as all."""
    assert per_cents([0.494, 0.495]) == "49–50"
    assert per_cents([0.0049, 0.994]) == "<1–99"
    assert per_cents([0.9951]) == ">99"


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_eleven_to_fourteen_are_many(lang):
    """In Ukrainian and Russian the teens go against their last digit."""
    assert [plural(n, lang=lang) for n in (1, 4, 11, 14, 24, 112)] == [
        *("one", "few", "many", "many", "few", "many")
    ]


def test_a_change_of_share_has_its_sign():
    """A loss has a minus, a gain a plus."""
    assert (ENGLISH.points(-23.4)[0], ENGLISH.points(7.0)[0]) == ("−", "+")


def test_a_cut_list_counts_all_that_it_leaves_out():
    """Two of five are named, three counted."""
    assert ENGLISH.listing("ABCDE", most=3) == "A, B and 3 more"
    assert ENGLISH.listing("ABC", most=3) == "A, B and C"


def test_a_day_is_told_as_well_as_it_is_known():
    """A placeholder keeps its month alone, a day about known its day."""
    when = date(2025, 6, 1)
    assert ENGLISH.dated(when, "day") == "1 June 2025"
    assert ENGLISH.dated(when, "about").endswith("1 June 2025")
    assert ENGLISH.dated(when, "placeholder").endswith("June 2025")
    assert "1" not in ENGLISH.dated(when, "placeholder")
    assert ENGLISH.published(when, "month") == "June 2025"


def test_nothing_unseen_is_passed_on():
    """Controls and signs that turn the direction of text become spaces."""
    assert printable("a\u202eb\x1bc\u2066d\ne") == "a b c d e"
