"""Read numbers as figures or as words, in English, Ukrainian and Russian."""

import re

_WORDS = {
    1: "one",
    2: "two",
    3: "three",
    4: "four",
    5: "five п'ять п'яти пять пяти",
    6: "six шість шести шесть",
    7: "seven сім семи семь",
    8: "eight вісім восьми восемь",
    9: "nine дев'ять дев'яти девять девяти",
    10: "ten десять десяти",
    11: "eleven",
    12: "twelve дванадцять дванадцяти двенадцать двенадцати",
    15: "fifteen п'ятнадцять п'ятнадцяти пятнадцать пятнадцати",
    20: "twenty двадцять двадцяти двадцать двадцати",
    30: "thirty тридцять тридцяти тридцать тридцати",
    40: "forty сорок сорока",
    50: "fifty півсотні полсотни п'ятдесят п'ятдесяти пятьдесят пятидесяти",
    60: "sixty шістдесят шістдесяти шестьдесят шестидесяти",
    70: "seventy сімдесят сімдесяти семьдесят семидесяти",
    80: "eighty вісімдесят вісімдесяти восемьдесят восьмидесяти",
    90: "ninety дев'яносто дев'яноста девяносто девяноста",
    100: "hundred сто ста сотня сотню сотнею",
    200: "двісті двохсот двести двухсот",
    300: "триста трьохсот трехсот трёхсот",
    400: "чотириста чотирьохсот четыреста четырехсот четырёхсот",
    500: "п'ятсот п'ятисот пятьсот пятисот",
    600: "шістсот шестисот шестьсот",
    700: "сімсот семисот семьсот",
    800: "вісімсот восьмисот восемьсот",
    900: "дев'ятсот дев'ятисот девятьсот девятисот",
    1000: "thousand тисяча тисячу тисячі тысяча тысячу тысячи",
}
_VALUES = {word: value for value, words in _WORDS.items() for word in words.split()}
_FACTORS = ("hundred", "thousand")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_WORD = "|".join(re.escape(word) for word in sorted(_VALUES, key=len, reverse=True)).replace(
    "'", "['’ʼ`]"
)
_NEXT = r"(?:[ \u00a0-]{1,2}|\s{1,3}and\s{1,3}(?<=hundred\sand\s))"
_SUM = rf"(?:(?:a\s{{1,3}})?(?:{_WORD})(?:{_NEXT}(?:{_WORD})(?!\w)){{0,4}})"
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")

NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f,]\d{3}){1,3}(?![\d,])|\d{1,6}(?:[.,]\d{1,2})?|" + _SUM + ")"
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
    return plain[-1:].isdecimal() or plain.endswith(tuple(_VALUES))


def value_of(number: str) -> float | None:
    """Read what ``NUMBER`` matched; None where its words make no number.

    Examples
    --------
    >>> [value_of(each) for each in ("1 200", "2,5", "three hundred and fifty", "двухсот пятидесяти")]
    [1200.0, 2.5, 350.0, 250.0]
    >>> value_of("twenty thirty") is None
    True
    """  # noqa: E501 - four notations side by side
    plain = number.lower().translate(_APOSTROPHES)
    if plain[0].isdecimal():
        if _DECIMAL.fullmatch(plain):
            return float(plain.replace(",", "."))
        return float(re.sub(r"\D", "", plain))
    total, least = 0, 10_000
    for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", plain):
        value = _VALUES.get(word, 0)
        if word in _FACTORS and 0 < total < value:
            total, least = total * value, value
        elif word not in ("a", "and"):
            if value >= least:
                return None
            total, least = total + value, _magnitude(value)
    return float(total)


def _magnitude(value: int) -> int:
    """Give what the next word must stay below: 20 after it takes 1 to 9, 100 takes 1 to 99."""
    return next((size for size in (1000, 100, 10) if value % size == 0 and value >= size), 1)
