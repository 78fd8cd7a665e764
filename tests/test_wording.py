"""The words of the outputs: complete and alike in all three languages."""

import re
import string
from datetime import date

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from geo.boundaries import country_names, region_names
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


def said(lang):
    """Give every text of a language that is read, with its key; rules and other tables aside."""
    for key, value in flat(wording(lang)):
        if key[0] in ("names", "draft") or key[-1] in ("short", "bare", "genitive_after"):
            continue
        yield from ((key, text) for text in (value if isinstance(value, list) else [value]))


# What keeps its Latin letters: names, licences, formats, files, commands, keys of a keyboard.
LATIN = (
    "Natural Earth|Policy-range mapper|WGS 84|folium|Leaflet|Volodymyr Agafonkin|CloudMade|BSD "
    "2-Clause|PNG|SVG|CSV|GeoJSON|ID|Tab|Enter|Escape|src|geo.regimes draft|attribution|licence|"
    r"--regimes|[a-z-]+\.(?:csv|geojson|jsonl|html|alt\.txt)"
)
STRANGE = {"uk": "[ыэъёЫЭЪЁ]", "ru": "[іїєґІЇЄҐ]"}
# One word for one thing, and each by the rules of its language, not of English.
NOT_SAID = {
    "uk": r"політик|досяжності|обсяг|Відпустити|штриховк|співпада|являється|\bє частиною|Статус:",
    "ru": r"политик|досягаемост|объём|Отпустить|внутри лини|является|Статус:|"
    r"\b[Ее]ще\b|\b[Ее]е\b|отсчет|учтен\b|[Вв]одоем|темные|подтвержден\b|исключен\b|приведен\b",
}


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_texts_keep_to_the_rules_of_their_language(lang):
    """Script, quotation marks, dashes, spaces before units, ё, and one word for one thing."""
    for key, text in said(lang):
        bare = re.sub(LATIN, "", re.sub(r"\{\w+\}", "", text))
        assert not re.search("[A-Za-z]", bare), (key, text)
        assert not re.search(STRANGE[lang], text), (key, text)
        assert not re.search(NOT_SAID[lang], text), (key, text)
        assert not re.search(r"""["'“”ʼ]|  | [-–] | [,;:.)]|\w—|—\w""", text), (key, text)
        assert not re.search(r"(?:\d|\{n\}|\{km\}) (?:км|м|%|миль)\b", text), (key, text)


def test_no_slot_stands_where_its_sound_would_choose_the_word_before():
    """In Ukrainian, в or у and з or із go by the next sound, which a slot does not show."""
    assert [text for _, text in said("uk") if re.search(r"(?i)(?<!\w)[вуз] \{", text)] == []


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_counted_nouns_have_all_their_forms(lang):
    """One, few and many, and not one form for all but where the noun is left out."""
    tables = {key[:-1] for key, _ in flat(wording(lang)) if key[-1] == "few"}
    assert len(tables) > 8
    forms = dict(flat(wording(lang)))
    for table in tables:
        assert {(*table, form) in forms for form in ("one", "few", "many")} == {True}
        said = {forms[*table, form] for form in ("one", "few", "many")}
        assert len(said) > 1 or table == ("terms", "named"), table


OF_COUNTRIES = {
    "uk": {
        "UA": "України",
        "RU": "Росії",
        "KP": "Північної Кореї",
        "US": "Сполучених Штатів",
        "PL": "Польщі",
        "BY": "Білорусі",
        "KZ": "Казахстану",
        "CN": "Китаю",
        "TW": "Тайваню",
        "IL": "Ізраїлю",
        "BR": "Бразилії",
        "NL": "Нідерландів",
        "CL": "Чилі",
        "CU": "Куби",
    },
    "ru": {
        "UA": "Украины",
        "RU": "России",
        "KP": "КНДР",
        "US": "Соединённых Штатов",
        "PL": "Польши",
        "BY": "Беларуси",
        "KZ": "Казахстана",
        "CN": "Китая",
        "TW": "Тайваня",
        "IL": "Израиля",
        "BR": "Бразилии",
        "NL": "Нидерландов",
        "CL": "Чили",
        "CU": "Кубы",
    },
}


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_names_have_the_case_that_a_sentence_asks(lang):
    """Every region of Russia and Ukraine and every country of some size; a name unknown is told."""
    words = Words(lang)
    for country in ("RU", "UA"):
        for name in (each[lang] for each in region_names(country).values()):
            bent = words.of_regions([name])
            assert bent.split()[0] not in ("регіону", "региона"), bent
            if name.endswith("область"):
                assert bent.endswith(("ої області", "ой области")), bent
    for code, bent in OF_COUNTRIES[lang].items():
        assert words.of_country(country_names()[code][lang]) == bent
    unknown = words.of_regions(["Хунань", "Гуандун"])
    assert unknown in ("регіонів Хунань і Гуандун", "регионов Хунань и Гуандун")
    assert words.of_country("Науру і Ко").startswith(("країни", "страны"))


def test_a_join_goes_by_the_sounds_beside_it():
    """Between vowels Ukrainian has й, but not before one that begins with it."""
    words = Words("uk")
    assert words.listing(["Адигея", "Калмикія"]) == "Адигея й Калмикія"
    assert words.listing(["Тульська область", "Адигея"]) == "Тульська область і Адигея"
    assert words.listing(["Україна", "Японія"]) == "Україна і Японія"


@pytest.mark.parametrize(
    ("lang", "denied", "reported"),
    [
        ("en", "permission claimed for Kursk Oblast, denied", "permission reported"),
        ("uk", "заявлений дозвіл для Курської області заперечено", "повідомляли про дозвіл"),
        ("ru", "заявленное разрешение для Курской области отрицается", "сообщали о разрешении"),
    ],
)
def test_a_denial_is_of_the_claim_and_not_of_a_region(lang, denied, reported):
    """What is denied is the permission, for whatever regions it was claimed."""
    words = Words(lang)
    scope = words.of_regions([region_names("RU")["RU-KRS"][lang]])
    assert words.attested("permits", "denied", scope=scope) == denied
    assert words.attested("permits", "reported") == reported
