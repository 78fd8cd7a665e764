"""Bring every way of writing a name to one key, and an inflected word back to its base forms."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Latin letters that no decomposition takes apart.
_LETTERS = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ı": "i", "ə": "e", "ħ": "h", "ŧ": "t", "ŋ": "ng", "ĸ": "k", "ё": "е", "ґ": "г", "ѓ": "г",
    "&": " and ",
}  # fmt: skip
_DROPPED = "'’‘ʼʻ`´′″ʹʺ\"“”«».,()\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SPACES = "-‐‑‒–—/\u00a0\u2007\u202f\t\n\r"
# Four romanisations of one ending: Khmelnytskyi, Khmelnytskyy, Khmelnitskiy, Khmelnickij.
_ADJECTIVES = frozenset({"yi", "yy", "iy", "ij"})
_SHORTEST_ADJECTIVE = 4
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code).lower())
        kept = "".join(c for c in base if not unicodedata.combining(c))
        if kept != chr(code):
            table[code] = kept
    for letter, plain in _LETTERS.items():
        table[ord(letter)] = plain
        if letter.upper() != letter and len(letter.upper()) == 1:
            table[ord(letter.upper())] = plain
    table.update(dict.fromkeys(map(ord, _DROPPED)))
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    table.update(dict.fromkeys((*range(0x300, 0x370), *range(0x202A, 0x202F))))
    table.update(dict.fromkeys(range(0x2066, 0x206A)))
    return table


_TABLE = _table()


def key(name: str) -> str:
    """Give the key under which a name is filed, whatever its spelling.

    Case, accents, apostrophes, stress marks and invisible characters do not
    count; hyphens are spaces; ``St.`` is ``saint``, ``Mt`` is ``mount``; the Slavic endings
    ``-yi``, ``-yy``, ``-iy`` and ``-ij`` are all ``-y``.

    Parameters
    ----------
    name
        A name as a text has it, or as a list of names has it.

    Returns
    -------
    The key; empty when nothing of the name is left.

    Examples
    --------
    >>> key("Rostov-on-Don"), key("Pryp’yat’"), key("St. Petersburg"), key("Орёл")
    ('rostov on don', 'prypyat', 'saint petersburg', 'орел')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    return " ".join([_word(word) for word in name.translate(_TABLE).lower().split()])


def _word(word: str) -> str:
    if word[-2:] in _ADJECTIVES and len(word) > _SHORTEST_ADJECTIVE:
        return word[:-2] + "y"
    return _SHORT.get(word, word)


# Each rule: an ending as a text has it → endings a name may have in the list, "-" for none.
# Both languages share the table, hard and soft, masculine (Курск, Харків, Ярославль, Елец),
# feminine (Москва, Прага, Тверь), neuter (Запоріжжя, Поволжье), plural (Черкаси, Сумы) and
# adjectives (Хмельницький, Рівне, Лозовая); a wrong guess finds nothing in the list of names, and
# the longest ending is tried first. Endings are those of keys: no ё, no apostrophes.
_ENDINGS = {
    "а": "- о е", "е": "- а о ь й я", "и": "ь а я ы і", "у": "- а о е ь", "ы": "а",
    "ю": "ь й я е ч р", "я": "ь й е", "і": "- а о ь я и е", "ї": "й я", "ам": "и ы а",
    "ах": "и ы а", "ая": "ий ый ой", "ев": "ы и", "ей": "а я и ь", "ем": "ий ь й е ц ч ш ж щ",
    "ему": "ий", "ею": "а я", "зі": "га г", "ии": "ия ий", "им": "ий е ое і", "их": "ие і",
    "ию": "ия ий",
    "ов": "ы и", "ое": "ой ий ый оя", "ой": "а ая ий ый", "ом": "- о ий ый ое ой", "ою": "а ий",
    "ої": "а", "ря": "р рь", "рї": "ря", "сі": "ха са сь х", "ую": "ая ий ый ой",
    "ца": "ец ць це", "це": "ец ца", "цу": "ец ца", "цю": "ець ця", "ця": "ець ць",
    "ці": "ець ця ка к кка", "чю": "ч", "чі": "ч ча", "ым": "ый ое ой", "ых": "ые", "ье": "ья",
    "ью": "ь ье ья", "ья": "ье", "ьї": "ья", "ям": "і и я ь", "ях": "і и я ь", "єм": "й",
    "єю": "я", "ів": "и і", "ій": "а я", "ім": "ий е", "ін": "ина", "ію": "ія ій", "ії": "ія",
    "їв": "ї", "ами": "и ы а", "вню": "вень", "вня": "вень", "вні": "вень", "вок": "вки",
    "ддю": "дь", "дек": "дки дьки", "дка": "док", "дке": "док", "дку": "док", "дню": "день",
    "дня": "день", "дні": "день", "док": "дки", "еба": "іб", "ебу": "іб", "ебі": "іб",
    "ева": "ів", "еву": "ів", "еві": "ів ь -", "ега": "іг", "его": "ий ее", "егу": "іг",
    "егі": "іг", "еда": "ід", "еду": "ід", "еді": "ід", "ежа": "іж", "ежу": "іж", "ежі": "іж",
    "еза": "із", "езу": "із", "езі": "із", "ека": "ік", "еку": "ік", "екі": "ік", "ела": "іл",
    "елу": "іл", "елю": "іль", "еля": "іль", "елі": "іль ель іл", "ена": "ін", "ену": "ін",
    "еню": "інь", "еня": "інь", "ені": "інь ена ень ін", "ера": "ір", "еру": "ір", "ері": "ір",
    "еса": "іс", "есу": "іс", "есі": "іс", "ета": "іт", "ету": "іт", "еті": "іт",
    "жек": "жки жьки", "жем": "ж", "жжю": "жжя", "жжі": "жжя", "ззі": "зг", "зню": "зень",
    "зня": "зень", "зні": "зень", "ией": "ия", "ими": "ие і", "ині": "ина инь", "йце": "ец",
    "кка": "кок", "кке": "кок", "кку": "кок", "лек": "лки льки", "лка": "лок", "лке": "лок",
    "лку": "лок", "ллю": "лля ль", "ллі": "лля", "лок": "лки", "ней": "няя", "нек": "нки ньки",
    "нка": "нок", "нке": "нок", "нку": "нок", "нню": "нь", "нок": "нки", "нюю": "няя",
    "нім": "нє ній", "оба": "іб", "обу": "іб", "обі": "іб", "ова": "ів ове ов", "ову": "ів ове",
    "ові": "ів ове -", "ога": "іг", "ого": "ий ый ой е ое о", "огу": "іг", "огі": "іг",
    "ода": "ід", "оду": "ід од", "оді": "ід од ода", "ожа": "іж", "ожу": "іж", "ожі": "іж",
    "оза": "із", "озу": "із", "озі": "іг ога із", "ока": "ік", "оку": "ік", "окі": "ік",
    "ола": "іл", "олу": "іл", "олю": "іль", "оля": "іль", "олі": "іль оля іл",
    "ому": "ий ый е ое ой о", "она": "ін", "ону": "ін", "оні": "ін", "ора": "ір", "ору": "ір",
    "орі": "ір", "оса": "іс", "осу": "іс", "осі": "іс", "ота": "іт", "оту": "іт", "оті": "іт",
    "оці": "ок ока", "пка": "пок", "пке": "пок", "пку": "пок", "пню": "пень", "пня": "пень",
    "пні": "пень", "пта": "пет", "пте": "пет", "пту": "пет", "пті": "пет", "рем": "р",
    "рзі": "рг", "рка": "рок", "рке": "рок", "рку": "рок", "рла": "рел", "рле": "рел",
    "рлу": "рел", "рлі": "рел", "рок": "рки", "ска": "сок", "ске": "сок", "ску": "сок",
    "сла": "сел", "сле": "сел", "слу": "сел", "ссю": "сь", "ссі": "сся", "тка": "ток",
    "тке": "ток", "тку": "ток", "тню": "тень", "тня": "тень", "тні": "тень", "ток": "тки",
    "тра": "тер", "тре": "тер", "тру": "тер", "трі": "тер", "ттю": "ття ть", "цев": "цы ец",
    "цем": "ець це ц ец", "цом": "ец", "чек": "чки чьки", "чем": "ч", "чок": "чки", "ччю": "ч",
    "шек": "шки шьки", "шем": "ш", "шок": "шки", "щем": "щ", "ыми": "ые", "ьем": "ье",
    "ьца": "ец", "ьце": "ец", "ьцу": "ец", "ями": "і и я ь", "яні": "яна янь", "єва": "їв",
    "єву": "їв", "єві": "їв й", "ією": "ія", "їни": "їна", "внем": "вень", "дком": "док",
    "днем": "день", "ебем": "іб", "ебом": "іб", "евем": "ів", "евом": "ів", "егем": "іг",
    "егом": "іг", "едем": "ід", "едом": "ід", "ежем": "іж", "ежом": "іж", "езем": "із",
    "езом": "із", "екем": "ік", "еком": "ік", "елем": "іль іл", "елом": "іл", "енем": "інь ін",
    "еном": "ін", "ерем": "ір", "ером": "ір", "есем": "іс", "есом": "іс", "етем": "іт",
    "етом": "іт", "жжям": "жжя", "знем": "зень", "кком": "кок", "леві": "ль", "лком": "лок",
    "льцю": "лець", "льця": "лець", "льці": "лець", "нком": "нок", "ньою": "ня", "ньої": "ня",
    "обом": "іб", "овом": "ів ове", "огом": "іг", "одом": "ід од", "ожом": "іж", "озом": "із",
    "оком": "ік", "олем": "іль", "олом": "іл", "оном": "ін", "ором": "ір", "осом": "іс",
    "отом": "іт", "пком": "пок", "пнем": "пень", "птом": "пет", "рком": "рок", "рлом": "рел",
    "ских": "ские", "ском": "сок", "слом": "сел", "тком": "ток", "тнем": "тень", "тром": "тер",
    "цеві": "ець ц", "ього": "ій є", "ьому": "ій", "ьцом": "ец", "євом": "їв", "вневі": "вень",
    "дневі": "день", "ебеві": "іб", "евеві": "ів", "егеві": "іг", "едеві": "ід", "ежеві": "іж",
    "езеві": "із", "екеві": "ік", "елеві": "іл", "еневі": "ін інь", "ереві": "ір", "есеві": "іс",
    "етеві": "іт", "зневі": "зень", "льцем": "лець", "нього": "ній нє", "ньому": "ній нє",
    "обові": "іб", "овові": "ів", "огові": "іг", "одові": "ід", "ожові": "іж", "озові": "із",
    "окові": "ік", "олові": "іл", "онові": "ін", "орові": "ір", "осові": "іс", "отові": "іт",
    "пневі": "пень", "птови": "пет", "птові": "пет", "тневі": "тень", "трови": "тер",
    "трові": "тер", "льцеві": "лець", "полеві": "піль",
}  # fmt: skip
# Genitive plural without an ending fits any word that ends in a consonant: a guess.
_PLURAL_ENDINGS = ("и", "ы", "і")
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщ]$")
_FLEETING = re.compile(r"[бвгджзклмнпрстфхцчшщ]{1,9}[ео][нлрк]$")
_REGION_NOUNS = (
    "область", "край", "республика", "республіка", "воеводство", "воєводство", "уезд", "повіт",
    "провинция", "провінція", "губерния", "губернія", "жупания", "жупанія", "аймак", "велаят",
    "округ", "департамент", "кантон", "регион", "регіон", "префектура", "штат", "земля",
    "графство", "район", "автономный округ", "автономний округ", "автономная область",
    "автономна область",
)  # fmt: skip
_REGION_NOUN = re.compile(
    "(област|кра|республ[иі]к|во[еє]водств|уезд|пов[иі]т|пров[иі]нц|губерн|жупан|аймак|вела[яї]т|"
    "округ|департамент|кантон|рег[иі]он|префектур|штат|земе?л|графств|район)[а-яії]{0,3}$"
)
_PLURAL = re.compile(
    "(?:[ыиії]|[ая]х|[ая]ми?|[ое]в|[іїє]в|ей|[иі]й|ств|ства|[иі]к|земель|края|округа|префектур)$"
)
_ADJECTIVE = re.compile(
    "[сцз]ь?к((?:[иі]й|[оь]?го|[оь]?му|[иыоі]м|[оаеу][йюяе]|[аеуоі]|ої|ою|их))$"
)
# Nouns that tell a river, a lake or a mountain from a town of that name. Those whose form may be
# plural, or of two cases, tell it only where the name stands undeclined: "реки Германии" does not.
_TOLD_CLEARLY = frozenset((
    "реке", "реку", "рекой", "рекою", "річці", "річку", "річкою", "ріці", "ріку", "рікою",
    "озере", "озері", "озером",
))  # fmt: skip
_TOLD = frozenset((
    "река", "реки", "річка", "річки", "ріка", "ріки", "озеро", "озера", "озеру", "водохранилище",
    "водохранилища", "водосховище", "водосховища", "залив", "залива", "заливе", "затока", "затоки",
    "затоці", "пролив", "пролива", "проливе", "протока", "протоки", "гора", "горе", "горі", "гори",
    "горы", "гору", "горой", "горою", "вулкан", "вулкана", "вулкане", "вулкані",
))  # fmt: skip
_CYRILLIC_ADJECTIVE = re.compile(r"(?:ск|цк|зк|ськ|цьк|зьк)(?:ий|ой|а)$")
_LATIN_ADJECTIVE = re.compile(r"(?:sk|tsk|zk)(?:y|i|yi|iy|oy)$")
_TOWN_ENDINGS = (
    "", "ск", "ськ", "цк", "цьк", "а", "я", "о", "е", "є", "ы", "и", "і", "ь", "ка", "ки", "ово",
    "ове", "ево", "еве", "ино", "іне", "ец", "ець", "ны", "ни", "ок", "ля", "ия", "ія",
)  # fmt: skip
_LATIN_TOWNS = ("", "sk", "tsk", "a", "o", "e", "y", "i", "ka", "ky", "ovo", "ove", "ino", "yn")
_SUFFIX = re.compile(r"(?:ин|ін|ен|ан|ян|ов|ев|ів|їв|н|ь|in|yn|an|en|ov|ev|iv)$")
_SHORTEST_ROOT = 2
_CYRILLIC = re.compile(r"[а-яєіїґ]")
_LONGEST = max(map(len, _ENDINGS))
_SHORTEST_STEM = 1
_SHORTEST_WORD = 3


def is_cyrillic(word: str) -> bool:
    """Tell whether a word has a Cyrillic letter of Ukrainian or Russian.

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

    Examples
    --------
    >>> "курск" in base_forms("курске"), "харків" in base_forms("харкова")
    (True, True)
    >>> "лубни" in base_forms("лубен")
    True
    >>> base_forms("kursk")
    ('kursk',)
    """
    forms = {word: None}
    if len(word) >= _SHORTEST_WORD and is_cyrillic(word):
        for size in range(min(_LONGEST, len(word) - _SHORTEST_STEM), 0, -1):
            for ending in _ENDINGS.get(word[-size:], "").split():
                forms[word[:-size] + ending.strip("-")] = None
        if _CONSONANT.search(word):
            forms.update(dict.fromkeys(word + ending for ending in _PLURAL_ENDINGS))
            if _FLEETING.search(word):  # "з Ромен": Ромни
                shorter = word[:-2] + word[-1]
                forms.update(dict.fromkeys(shorter + ending for ending in _PLURAL_ENDINGS))
    return tuple(forms)


def region_nouns(word: str, *, plural: bool = False) -> tuple[str, ...]:
    """Give the nouns for regions, as lists have them, that a word's key is a form of.

    Parameters
    ----------
    word
        The key of a Ukrainian or Russian word.
    plural
        Whether it must be a form that more than one region may have.

    Examples
    --------
    >>> region_nouns("воеводств"), region_nouns("область", plural=True)
    (('воеводство',), ())
    """
    found = _REGION_NOUN.match(word)
    if found is None or (plural and not _PLURAL.search(word)):
        return ()
    begun = found[1].replace("земел", "земл")
    return tuple(noun for noun in _REGION_NOUNS if begun in noun)


@lru_cache(maxsize=32768)
def adjective_ending(word: str) -> str:
    """Give the ending of a word's key that may be an adjective of a place, else nothing.

    Examples
    --------
    >>> adjective_ending("люблинском"), adjective_ending("люблин")
    ('ом', '')
    """
    found = _ADJECTIVE.search(word)
    return found[1] if found else ""


def names_behind(adjective: str) -> Iterator[list[list[str]]]:
    """Give the names an adjective may be made of, per form: of its stem, then of a shorter root.

    Examples
    --------
    >>> any("шебекино" in names for roots in names_behind("шебекинском") for names in roots)
    True
    """
    pattern, endings = (
        (_CYRILLIC_ADJECTIVE, _TOWN_ENDINGS)
        if is_cyrillic(adjective)
        else (_LATIN_ADJECTIVE, _LATIN_TOWNS)
    )
    for form in base_forms(adjective):
        stem = pattern.sub("", form)
        if stem != form:
            longer, shorter = {stem, stem.removesuffix("й")}, {_SUFFIX.sub("", stem)}
            yield [
                [
                    root + end
                    for root in sorted(roots)
                    if len(root) > _SHORTEST_ROOT
                    for end in endings
                ]
                for roots in (longer, shorter - longer)
            ]


def told_kind(noun: str, name: str, *, filed: bool) -> str:
    """Give what the noun before a name says that it is: ``river``, ``mountain`` or nothing.

    Parameters
    ----------
    noun, name
        As a text has them: lower case, and the key.
    filed
        Whether a list has the name as it stands, undeclined.

    Examples
    --------
    >>> told_kind("реке", "волге", filed=False), told_kind("реки", "германии", filed=False)
    ('river', '')
    """
    if not (noun in _TOLD_CLEARLY or (noun in _TOLD and filed)) or name.endswith(("ии", "ії")):
        return ""
    return "mountain" if noun.startswith(("гор", "вул")) else "river"
