"""Lead an inflected Ukrainian or Russian word back to the forms it may come from."""

import re
from functools import lru_cache

# Each rule: an ending as a text has it → endings a name may have in the list. Both
# languages share the table; a wrong guess finds nothing in the list of names, and the
# longest ending is tried first. Endings are those of keys: no ё, no apostrophes.
_ENDINGS = {
    # masculine, hard: Курск, Бахмут; Ukrainian closed syllables: Харків, Київ, Львів
    "а": ("", "о", "е"), "у": ("", "а", "о", "е", "ь"), "ом": ("", "о"),
    "е": ("", "а", "о"), "і": ("", "а", "о", "ь", "я", "и", "е"), "єм": ("й",),
    "ова": ("ів", "ове", "ов"), "ову": ("ів", "ове"),  "овом": ("ів", "ове"),
    "ові": ("ів", "ове", ""), "єва": ("їв",), "єву": ("їв",), "євом": ("їв",), "єві": ("їв", "й"),
    "ева": ("ів",), "еву": ("ів",), "евом": ("ів",), "еві": ("ів", "ь", ""),
    "ога": ("іг",), "огу": ("іг",), "огом": ("іг",), "озі": ("іг", "ога"),
    "оля": ("іль",), "олю": ("іль",), "олем": ("іль",), "олі": ("іль", "оля"),
    "еня": ("інь",), "еню": ("інь",), "енем": ("інь",), "ені": ("інь", "ена", "ень"),
    "еля": ("іль",), "елю": ("іль",), "елем": ("іль",), "елі": ("іль", "ель"),
    "ода": ("ід",), "оду": ("ід", "од"), "одом": ("ід", "од"), "оді": ("ід", "од", "ода"),
    # fleeting vowels: Елец, Орел, Донець, Псел
    "ца": ("ец", "ць", "це"), "цу": ("ец", "ца"), "цом": ("ец",), "це": ("ец", "ца"),
    "ця": ("ець", "ць"), "цю": ("ець", "ця"), "цем": ("ець", "це", "ц"), "ці": ("ець", "ця", "ка"),
    "ьца": ("ец",), "ьцу": ("ец",), "ьцом": ("ец",), "ьце": ("ец",), "йце": ("ец",),
    "рла": ("рел",), "рлу": ("рел",), "рлом": ("рел",), "рле": ("рел",), "рлі": ("рел",),
    "сла": ("сел",), "слу": ("сел",), "слом": ("сел",), "сле": ("сел",),
    # soft masculine and feminine: Ярославль, Тверь, Казань, Керч
    "я": ("ь", "й", "я", "е"), "ю": ("ь", "й", "я", "е", "ч"), "ем": ("ь", "й", "е", "ц"),
    "и": ("ь", "а", "я", "ы", "і"), "ью": ("ь", "ье", "ья"), "чі": ("ч", "ча"), "чю": ("ч",),
    "ею": ("а", "я"), "ей": ("а", "я", "и", "ь"), "єю": ("я",), "їв": ("ї",),
    # feminine: Москва, Полтава; Ukrainian softening: Прага, Америка, Волноваха
    "ы": ("а",), "ой": ("а", "ая"), "ою": ("а",), "зі": ("га",), "сі": ("ха", "са", "сь"),
    "ии": ("ия", "ий"), "ию": ("ия", "ий"), "ией": ("ия",),
    "ії": ("ія",), "ію": ("ія",), "ією": ("ія",),
    "їни": ("їна",), "ині": ("ина", "инь"), "яні": ("яна", "янь"),
    # neuter: Запоріжжя, Запорожье, Поволжье, Полісся
    "ьем": ("ье",), "ья": ("ье", "ья"), "ье": ("ья",), "жжю": ("жжя",), "жжям": ("жжя",),
    "жжі": ("жжя",), "ссі": ("сся",), "ллі": ("лля",), "ллю": ("лля",), "ттю": ("ття",),
    # plural: Черкаси, Сумы, Чернівці, Саки, Нідерланди
    "ам": ("и", "ы", "а"), "ами": ("и", "ы", "а"), "ах": ("и", "ы", "а"),
    "ям": ("і", "и", "я", "ь"),
    "ями": ("і", "и", "я", "ь"), "ях": ("і", "и", "я", "ь"), "ов": ("ы", "и"), "ів": ("и", "і"),
    # adjectives: Хмельницький, Рівне, Каменское, Кремінна, Лозовая, Великие
    "ого": ("ий", "ый", "ой", "е", "ое"), "ому": ("ий", "ый", "е", "ое"),
    "им": ("ий", "е", "ое", "і"),
    "ым": ("ый", "ое", "ой"), "ім": ("ий", "е"), "его": ("ий", "ее"),
    "ьому": ("ій",), "ього": ("ій", "є"),
    "ую": ("ая",), "ої": ("а",), "ій": ("а", "я"), "их": ("ие", "і"), "ых": ("ые",),
    "ими": ("ие", "і"), "ыми": ("ые",), "нього": ("ній",), "ньої": ("ня",), "ньому": ("ній",),
    "ней": ("няя",), "нюю": ("няя",), "ньою": ("ня",),
}  # fmt: skip
# Genitive plural without an ending fits any word that ends in a consonant: a guess.
_PLURAL_ENDINGS = ("и", "ы", "і")
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")
_CYRILLIC = re.compile(r"[а-яєіїґ]")
_LONGEST = max(map(len, _ENDINGS))
_SHORTEST_STEM = 2
_SHORTEST_WORD = 3


def is_cyrillic(word: str) -> bool:
    """Tell whether a word has a Cyrillic letter of Ukrainian or Russian.

    Raises
    ------
    Nothing: any text is looked at.

    Examples
    --------
    >>> is_cyrillic("курск"), is_cyrillic("kursk")
    (True, False)
    """
    return _CYRILLIC.search(word) is not None


@lru_cache(maxsize=32768)
def base_forms(word: str) -> tuple[str, ...]:
    """Give the forms a lower-case Cyrillic word may have in a list of names.

    The word itself comes first, then the likelier guesses. What is guessed need
    not exist: the list of names decides.

    Raises
    ------
    Nothing: a word that no rule fits gives itself.

    Examples
    --------
    >>> "курск" in base_forms("курске"), "харків" in base_forms("харкова")
    (True, True)
    >>> base_forms("kursk")
    ('kursk',)
    """
    forms = {word: None}
    if len(word) >= _SHORTEST_WORD and is_cyrillic(word):
        for size in range(min(_LONGEST, len(word) - _SHORTEST_STEM), 0, -1):
            for ending in _ENDINGS.get(word[-size:], ()):
                forms[word[:-size] + ending] = None
        if _CONSONANT.search(word):
            forms.update(dict.fromkeys(word + ending for ending in _PLURAL_ENDINGS))
    return tuple(forms)
