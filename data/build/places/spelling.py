"""Spell an eastern name the other ways people write it: romanised, and in the sister language."""

import re

_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "", "ʼ": "",
}  # fmt: skip
_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ь": "", "ъ": "", "ё": "yo",
}  # fmt: skip
_TO_UKRAINIAN = (
    (r"ский\b", "ський"), (r"цкий\b", "цький"), (r"ск\b", "ськ"), (r"цк\b", "цьк"),
    (r"ская\b", "ська"), (r"ское\b", "ське"), (r"ый\b", "ий"), (r"ая\b", "а"), (r"ое\b", "е"),
    (r"ино\b", "іно"), (r"([жчшщц])и", r"\1и"), (r"ие", "іє"), (r"([аеёиоуыэюя])е", r"\1є"),
    (r"\bе", "є"), (r"ё", "йо"), (r"э", "е"), (r"\bи", "і"), (r"ъ", "'"),
)  # fmt: skip

_ADJECTIVES = {
    "нижний": "нижній", "нижняя": "нижня", "нижнее": "нижнє", "нижние": "нижні",
    "верхний": "верхній", "верхняя": "верхня", "верхнее": "верхнє", "верхние": "верхні",
    "средний": "середній", "средняя": "середня", "дальний": "дальній", "великий": "великий",
    "великая": "велика", "великие": "великі", "белый": "білий", "белая": "біла",
    "белое": "біле", "большой": "великий", "большая": "велика", "большое": "велике",
    "набережные": "набережні", "минеральные": "мінеральні", "на": "на",
}  # fmt: skip


def _capital(text: str) -> str:
    return re.sub(r"(^|[ \-])(\w)", lambda m: m[1] + m[2].upper(), text)


def romanised_ukrainian(name: str) -> str:
    """Romanise a Ukrainian name as Ukraine has done since 2010 and the UN since 2012."""
    out, start = "", True
    low = name.lower().replace("зг", "zgh")
    for letter in low:
        out += (_INITIAL.get(letter) if start else None) or _UKRAINIAN.get(letter, letter)
        start = letter in " -"
    return _capital(out)


def romanised_russian(name: str) -> str:
    """Romanise a Russian name as news agencies do: ``Staraya Toropa``, ``Shebekino``."""
    plain = re.sub(r"(ый|ий)\b", "й", name.lower())
    return _capital("".join(_RUSSIAN.get(letter, letter) for letter in plain))


def in_ukrainian(name: str) -> str:
    """Write a Russian place name as Ukrainian papers do: ``Шебекино`` → ``Шебекіно``."""
    return "".join(_word(part) for part in re.split(r"([ -])", name))


def _word(name: str) -> str:
    text = name.lower()
    if text in _ADJECTIVES:
        return _capital(_ADJECTIVES[text])
    for pattern, put in _TO_UKRAINIAN:
        text = re.sub(pattern, put, text)
    # и after a hushing sound stays, elsewhere it is і; ы becomes и
    text = re.sub(r"(?<![жчшщцґ])и(?!й\b)", "і", text)
    return _capital(text.replace("ы", "и"))
