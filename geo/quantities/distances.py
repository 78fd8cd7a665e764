"""Find stated distances with their number, unit and hedge, in English, Ukrainian and Russian."""

import math
import re
from collections.abc import Iterator
from itertools import chain

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
_HALVES = ("half", "половиною", "половиной")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_NUMBER_WORD = "|".join(re.escape(word) for word in sorted(_VALUES, key=len, reverse=True)).replace(
    "'", "['’ʼ`]"
)
_NEXT = (
    r"(?:[ \u00a0-]{1,2}"
    r"|\s{1,3}(?:and|із|з|с)\s{1,3}(?:(?<=hundred\sand\s)|(?=a\shalf|половино[юй])))"
)
_SUM = (
    rf"(?:(?:a\s{{1,3}})?(?:{_NUMBER_WORD})"
    rf"(?:{_NEXT}(?:{_NUMBER_WORD}|a\s{{1,3}}half|половино[юй])(?!\w)){{0,4}})"
)
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
        (*_VALUES, *_FRACTIONS, *_HALVES, "тис.", "тыс.", "тис", "тыс")
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
        elif word in _HALVES:
            total, least = total + _HALF, 0.0
        elif word not in ("a", "and", "із", "з", "с"):
            if value >= least:
                return None
            total, least = total + value, _magnitude(value)
    return float(total)


def _magnitude(value: float) -> float:
    """Give what the next word must stay below: 20 after it takes 1 to 9, 100 takes 1 to 99."""
    return next((size for size in (1000, 100, 10) if value % size == 0 and value >= size), 1)


_KM = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometre": 1.0, "км": 1.0, "кілометр": 1.0,
    "километр": 1.0, "mile": 1.609344, "mi": 1.609344, "мил": 1.609344, "nautical": 1.852,
    "nmi": 1.852, "морськ": 1.852, "морск": 1.852,
}  # fmt: skip
_HEDGES = {
    "about": "about around approximately roughly some nearly almost approx ~ ≈ circa близько "
    "приблизно майже біля орієнтовно десь около примерно почти порядка приблизительно "
    "ориентировочно где-то close·to an·estimated",
    "up to": "up·to as·far·as as·much·as as·deep·as maximum·of no·more·than not·more·than "
    "no·further·than no·farther·than no·deeper·than not·exceeding at·most at·the·most "
    "as·far·out·as максимум до щонайбільше аж·до вплоть·до самое·большее "
    "не·більше не·більш не·далі не·глибше не·более не·больше не·дальше не·далее не·глубже",
    "more than": "more·than over at·least beyond upwards·of farther·than further·than deeper·than "
    "in·excess·of exceeding перевищує превышает как·минимум "
    "понад більше більш·ніж щонайменше далі глибше не·менше "
    "свыше более больше дальше далее глубже не·менее минимум",
    "less than": "less·than under within fewer·than below менше менш·ніж в·межах "
    "менее меньше в·пределах",
}
_UNIT = (
    r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi|nautical\s{1,3}miles?|nmi|"
    r"км|кілометр\w{0,6}|километр\w{0,6}|мил[яіьіюеи]\w{0,3}|морськ\w{2,3}\s{1,3}мил\w|морск\w{2,3}\s{1,3}мил\w)"
)
_HEDGE_OF = {word: name for name, words in _HEDGES.items() for word in words.split()}
_HEDGE = "|".join(
    re.escape(word).replace("·", r"\s{1,3}") for word in sorted(_HEDGE_OF, key=len, reverse=True)
)
_LINK = "than|a|an|the|distance|of|ніж|чим|чем|як|на|за|в|у"
_SPACE = r"[ \u00a0\u202f\t\n-]{0,2}"
_DISTANCE = re.compile(
    rf"(?<![\w.,/'])(?:(?P<hedge>{_HEDGE})\s{{0,3}}(?:(?:{_LINK})\s{{1,3}}){{0,2}}(?:(?P<again>{_HEDGE})\s{{1,3}})?)?"
    rf"(?:(?P<from>{NUMBER}){_SPACE}(?P<of>{_UNIT})?\s{{0,3}}(?:-|–|—|(?:to|and|до|и|і|й|та)\s)\s{{0,3}})??"
    rf"(?P<value>{NUMBER}){_SPACE}(?P<unit>{_UNIT})(?!\w)"
    r"(?!\s{0,3}/\s{0,3}[^\W\d]|\s{1,3}(?:per|an?\s{1,3}hour|h\b|на\s{1,3}год|за\s{1,3}год|в\s{1,3}час))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNITS_BEGIN = tuple(_KM)
_LONGEST_WORD = 16
_AROUND = 2 * LONGEST + 40
_SQUARE = re.compile(r"(?:square|sq\.?|кв\.?|квадратн\w{2,3})\s*$", re.IGNORECASE)
_TWICE = re.compile(
    rf"\s{{0,2}}/\s{{0,2}}(?P<value>{NUMBER}){_SPACE}(?P<unit>{_UNIT})(?!\w)", re.IGNORECASE
)
_SAME = 0.1  # 190 miles are 306 km and called 300
_VAGUE = re.compile(
    r"(?:several|few|couple|many|dozen|кілька|декілька|пару|багато|несколько|много)\s*(?:of\s*)?\Z",
    re.IGNORECASE,
)


def distances(text: str) -> Iterator[tuple[int, int, float, float, str]]:
    """Give start, end, least and greatest kilometres, and hedge of each stated distance.

    Speeds and areas are none, nor is "several hundred kilometres".

    Examples
    --------
    >>> [row[2:] for row in distances("від 70 до 80 км; 300-mile range; 90 km/h")]
    [(70.0, 80.0, ''), (482.8, 482.8, '')]
    """
    matches = (_DISTANCE.finditer(text, *window) for window in _windows(text))
    end = 0
    for match in chain.from_iterable(matches):
        if match.start() < end:
            continue
        if _SQUARE.search(text[max(0, match.start("unit") - 12) : match.start("unit")]):
            continue
        if _VAGUE.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        high = value_of(match["value"])
        low = _first_bound(match["from"], match["value"]) if match["from"] else high
        if low is None or high is None:
            continue
        high *= _factor(match["unit"])
        low *= _factor(match["of"] or match["unit"])
        end = match.end()
        again = _TWICE.match(text, end)
        said = again and value_of(again["value"])
        if again and said and math.isclose(said * _factor(again["unit"]), high, rel_tol=_SAME):
            end = again.end()
            # one distance told twice: what is told in kilometres is the rounder reading
            if _factor(again["unit"]) == 1.0 != _factor(match["unit"]):
                low = high = said
        low, high = sorted((round(low, 1), round(high, 1)))
        yield match.start(), end, low, high, _hedge(match["hedge"], match["again"])


def _first_bound(first: str, second: str) -> float | None:
    """Read the first number of a range; "200-300 thousand" has its thousands at the second."""
    low, high = value_of(first), value_of(second)
    times = multiplier(second)
    if low is None or high is None or multiplier(first) != 1 or low * times > high:
        return low
    return low * times


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches around what may be a unit with a number before it."""
    low = high = 0
    for word in _WORD.finditer(text):
        if not word.group().lower().startswith(_UNITS_BEGIN):
            continue
        before = text[max(0, word.start() - _LONGEST_WORD) : word.start()]
        if ends_in_number(before.rstrip(" \u00a0\u202f\t\n-")):
            if word.start() - _AROUND > high:
                yield low, high
                low = word.start() - _AROUND
            high = word.end() + _AROUND
    yield max(low, 0), high


def _factor(unit: str) -> float:
    low = unit.lower()
    return next(_KM[name] for name in sorted(_KM, key=len, reverse=True) if low.startswith(name))


def _hedge(word: str | None, again: str | None) -> str:
    """Name a hedge; "within about" is no more than about."""
    said = [_HEDGE_OF.get("·".join(each.lower().split()), "") for each in (word, again) if each]
    return said[-1] if said[:1] == ["less than"] else "".join(said[:1])
