"""Read numbers as figures or as words, in English, Ukrainian and Russian."""

import math
import re

_WORDS = {
    0.5: "пів пол",
    1: "one один одна одну одного одне",
    1.5: "півтора півтори полтора полторы полутора",
    2: "two два дві двох две двух двум двома двумя",
    3: "three три трьох трех трёх трьома тремя",
    4: "four чотири чотирьох четыре четырех четырёх",
    5: "five п'ять п'яти пять пяти",
    6: "six шість шести шесть",
    7: "seven сім семи семь",
    8: "eight вісім восьми восемь",
    9: "nine дев'ять дев'яти девять девяти",
    10: "ten десять десяти",
    11: "eleven одинадцять одинадцяти одиннадцать одиннадцати",
    12: "twelve дванадцять дванадцяти двенадцать двенадцати",
    13: "thirteen тринадцять тринадцяти тринадцать тринадцати",
    14: "fourteen чотирнадцять чотирнадцяти четырнадцать четырнадцати",
    15: "fifteen п'ятнадцять п'ятнадцяти пятнадцать пятнадцати",
    16: "sixteen шістнадцять шістнадцяти шестнадцать шестнадцати",
    17: "seventeen сімнадцять сімнадцяти семнадцать семнадцати",
    18: "eighteen вісімнадцять вісімнадцяти восемнадцать восемнадцати",
    19: "nineteen дев'ятнадцять дев'ятнадцяти девятнадцать девятнадцати",
    20: "twenty двадцять двадцяти двадцать двадцати",
    30: "thirty тридцять тридцяти тридцать тридцати",
    40: "forty сорок сорока",
    50: "fifty півсотні полсотни п'ятдесят п'ятдесяти пятьдесят пятидесяти",
    60: "sixty шістдесят шістдесяти шестьдесят шестидесяти",
    70: "seventy сімдесят сімдесяти семьдесят семидесяти",
    80: "eighty вісімдесят вісімдесяти восемьдесят восьмидесяти",
    90: "ninety дев'яносто дев'яноста девяносто девяноста",
    100: "hundred сто ста сотня сотню сотнею сотні сотни сотень сотен",
    200: "двісті двохсот двести двухсот",
    300: "триста трьохсот трехсот трёхсот",
    400: "чотириста чотирьохсот четыреста четырехсот четырёхсот",
    500: "п'ятсот п'ятисот пятьсот пятисот",
    600: "шістсот шестисот шестьсот",
    700: "сімсот семисот семьсот",
    800: "вісімсот восьмисот восемьсот",
    900: "дев'ятсот дев'ятисот девятьсот девятисот",
    1000: "thousand тисяча тисячу тисячі тисяч тисячею тысяча тысячу тысячи тысяч тысячей",
}
_VALUES: dict[str, float] = {
    word: value for value, words in _WORDS.items() for word in words.split()
}
_FACTORS = (100, 1000)
_HALF = 0.5
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_WORD = "|".join(re.escape(word) for word in sorted(_VALUES, key=len, reverse=True)).replace(
    "'", "['’ʼ`]"
)
_NEXT = r"(?:[ \u00a0-]{1,2}|\s{1,3}and\s{1,3}(?:(?<=hundred\sand\s)|(?=a\shalf)))"
_SUM = rf"(?:(?:a\s{{1,3}})?(?:{_WORD})(?:{_NEXT}(?:{_WORD}|a\s{{1,3}}half)(?!\w)){{0,4}})"
_DECIMAL = re.compile(r"(\d+|\d{1,3}(?:[ \u00a0\u202f,.']\d{3})+)[.,](\d{1,2})|(0)[.,](\d+)")
_TIMES = (
    r"(?:тис|тыс)(?:\.|(?!\w))|(?:тисяч|тысяч|сотен|сотень|сотн[іи]|thousand|hundred)\w{0,2}(?!\w)"
)
_FIGURES = (
    r"\d{1,3}(?:[ \u00a0\u202f,.']\d{3}){1,3}(?:[.,]\d{1,2})?(?![\d,]\d)"
    r"|\d{1,6}(?:[.,]\d{1,2})?(?![\d/])"
)

NUMBER = (
    rf"(?:(?:\d{{1,4}}[½¼¾⅓⅔]|[½¼¾⅓⅔]|(?:\d{{1,3}} )?\d/\d{{1,2}}(?![\d/])|{_FIGURES})"
    rf"(?:[ \u00a0-]{{0,2}}(?:{_TIMES}))?|{_SUM})"
)
"""Pattern of a number; ``value_of`` reads what it matched."""

LONGEST = 60
"""Characters of the longest number in words that is looked for."""


def ends_in_number(text: str) -> bool:
    """Tell whether a text ends in a figure or in a word for a number.

    Examples
    --------
    >>> ends_in_number("some eighty"), ends_in_number("some apples")
    (True, False)
    """
    plain = text.lower().translate(_APOSTROPHES)
    return plain[-1:].isdecimal() or plain.endswith(
        (*_VALUES, *_FRACTIONS, "тис.", "тыс.", "тис", "тыс")
    )


def value_of(number: str) -> float | None:
    """Read what ``NUMBER`` matched; None where its words make no number.

    Examples
    --------
    >>> [value_of(each) for each in ("1 200", "2,5", "1.500", "1'000", "1,234.5", "2½", "1,5 тыс.")]
    [1200.0, 2.5, 1500.0, 1000.0, 1234.5, 2.5, 1500.0]
    >>> [value_of(each) for each in ("three hundred and fifty", "двухсот пятидесяти", "дві тисячі")]
    [350.0, 250.0, 2000.0]
    >>> value_of("twenty thirty") is None
    True
    """
    plain = number.lower().translate(_APOSTROPHES)
    figures = re.match(r"[\d \u00a0\u202f,.'/½¼¾⅓⅔]*", plain)
    written = figures[0].strip(" \u00a0.,") if figures else ""
    if not written:
        return _sum_of(plain)
    return _figures(written) * multiplier(plain)


def multiplier(number: str) -> int:
    """Give what figures are multiplied by: 1000 in "1,5 тыс.".

    Examples
    --------
    >>> multiplier("1,5 тыс."), multiplier("three hundred")
    (1000, 1)
    """
    plain = number.lower()
    words = re.findall(r"[a-zа-яіїєґ]+", plain) if plain[:1].isdecimal() else []
    return math.prod(1000 if word[:3] in {"тис", "тыс", "tho"} else 100 for word in words)


def _figures(written: str) -> float:
    """Read figures: "1,234.5", "2½", "2 1/2"."""
    if written[-1] in _FRACTIONS:
        return float(written[:-1] or 0) + _FRACTIONS[written[-1]]
    if "/" in written:
        whole, _, part = f"0 {written}".rpartition(" ")
        above, _, below = part.partition("/")
        return float(whole.split()[-1]) + float(above) / max(1.0, float(below))
    decimal = _DECIMAL.fullmatch(written)
    if decimal is None:
        return float(re.sub(r"\D", "", written))
    whole, part = (decimal[1], decimal[2]) if decimal[1] else (decimal[3], decimal[4])
    return float(re.sub(r"\D", "", whole) + "." + part)


def _sum_of(plain: str) -> float | None:
    """Add up a number in words; None where they do not follow each other."""
    total, least = 0.0, 10_000.0
    for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", plain):
        value = _VALUES.get(word, 0)
        if value in _FACTORS and 0 < total < value:
            total, least = total * value, value
        elif word == "half":
            total, least = total + _HALF, 0.0
        elif word not in ("a", "and"):
            if value >= least:
                return None
            total, least = total + value, _magnitude(value)
    return float(total)


def _magnitude(value: float) -> float:
    """Give what the next word must stay below: 20 after it takes 1 to 9, 100 takes 1 to 99."""
    return next((size for size in (1000, 100, 10) if value % size == 0 and value >= size), 1)
