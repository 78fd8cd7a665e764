"""What the packaged regimes say in Ukrainian and Russian: all of it, and what the English says."""

import re
from itertools import chain
from pathlib import Path

import pytest

from geo.regimes import catalogue, load_regimes

KOREA = Path(__file__).resolve().parents[1] / "docs" / "examples" / "korea.toml"
REGIMES = [*load_regimes(), *catalogue(), *load_regimes(KOREA)]
NAMES = {"ATACMS", "ERAM", "F-16", "HIMARS (GMLRS)", "SCALP", "Storm Shadow", "Taurus"}

# Latin letters may only spell names, the same ones the English text has.
LATIN = re.compile(r"[A-Za-z]+")
FOREIGN = {"uk": re.compile(r"[ыэъё]", re.IGNORECASE), "ru": re.compile(r"[іїєґ]", re.IGNORECASE)}
USAGE = {
    "uk": re.compile(r"\bна Україні\b|Києв(?!а|у|і|ом)"),
    "ru": re.compile(r"\bна Украине|Кыив|Киів"),
}

# A word of status or of evidence in English, and how each language has it.
EXACT = {
    r"\bconfirm": {"uk": "підтвер", "ru": "подтвер"},
    r"\b(?:denied|denial)\b": {"uk": "запереч", "ru": "отриц|отрица"},
    r"\bdisputed\b": {"uk": "оспор", "ru": "оспор|оспар"},
    r"\bclaim": {"uk": "тверд", "ru": "утвержд"},
    r"\breport(?:s|ed)?\b": {"uk": "повідом|стат", "ru": "сообщ|стат"},
    r"\b[Uu]nnamed\b": {"uk": "неназван", "ru": "неназван"},
    r"\bannounced?\b": {"uk": "оголо", "ru": "объяв"},
}


def texts(regime):
    """Give every text of a regime but its label and note."""
    return [*regime.systems, *regime.conflicts, *(source.says for source in regime.sources)]


TOLD = {
    text["en"]: text
    for text in chain.from_iterable(map(texts, REGIMES))
    if not isinstance(text, str)
}


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.id)
def test_everything_but_names_stands_in_three_languages(regime):
    """A text in one wording is a weapon's name; any other has all three languages."""
    for text in texts(regime):
        if isinstance(text, str):
            assert text in NAMES
        else:
            assert set(text) == {"en", "uk", "ru"}
            assert all(each and each == each.strip() for each in text.values())
    assert not any(isinstance(text, str) for text in regime.conflicts)
    assert not any(isinstance(source.says, str) for source in regime.sources)


def test_one_english_text_is_translated_in_one_way():
    """A source that stands in several entries says the same in each of them."""
    for text in chain.from_iterable(map(texts, REGIMES)):
        assert isinstance(text, str) or text == TOLD[text["en"]]


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_every_text_is_in_its_own_script(lang):
    """Cyrillic without the letters of the other language; Latin only in names the English has."""
    every = [*TOLD.values(), *(regime.label for regime in REGIMES), *(r.note for r in REGIMES)]
    for text in filter(None, every):
        assert re.search("[а-яіїєґ]", text[lang]), text
        assert not FOREIGN[lang].search(text[lang]), text
        assert not USAGE[lang].search(text[lang]), text
        assert set(LATIN.findall(text[lang])) <= set(LATIN.findall(text["en"])), text


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_every_figure_is_kept(lang):
    """Distances, days and years are those of the English text, each as often."""

    def figures(text):
        return sorted(re.findall(r"\d+", text.replace(",", "").replace("–", " ")))

    for text in filter(None, [*TOLD.values(), *(r.note for r in REGIMES)]):
        assert figures(text[lang]) == figures(text["en"]), text


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_words_of_status_are_exact(lang):
    """Reported, confirmed, denied, disputed, claimed: each where the English has it, not else."""
    for english, own in EXACT.items():
        for text in TOLD.values():
            if re.search(english, text["en"]):
                assert re.search(own[lang], text[lang], re.IGNORECASE), (english, text)
    for status in (r"\bconfirm", r"\bdisputed\b", r"\b[Uu]nnamed\b"):
        for text in TOLD.values():
            if re.search(EXACT[status][lang], text[lang], re.IGNORECASE):
                assert re.search(status, text["en"]), (status, text)


def test_the_checks_above_find_what_is_wrong():
    """Negative controls: letters, figures and usages that are not right are seen."""
    assert FOREIGN["uk"].search("Объявлено")
    assert FOREIGN["ru"].search("Київ")
    assert USAGE["uk"].search("під Києвом") is None
    assert USAGE["ru"].search("применение на Украине")
    assert not USAGE["ru"].search("применение в Украине")
