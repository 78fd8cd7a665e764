"""Find stated distances with their unit and hedge."""

import re
from collections.abc import Iterator
from itertools import chain

_KM = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometre": 1.0, "км": 1.0, "кілометр": 1.0,
    "километр": 1.0, "mile": 1.609344, "mi": 1.609344, "мил": 1.609344, "nautical": 1.852,
    "nmi": 1.852, "морськ": 1.852, "морск": 1.852,
}  # fmt: skip
_HEDGES = {
    "about": "about around approximately roughly some nearly almost approx ~ ≈ circa близько "
    "приблизно майже біля орієнтовно около примерно почти порядка приблизительно",
    "up to": "up·to as·far·as maximum·of максимум до",
    "more than": "more·than over at·least beyond upwards·of понад більше більш·ніж щонайменше "
    "свыше более больше не·менее минимум",
    "less than": "less·than under within fewer·than below менше менш·ніж менее меньше в·пределах",
}
_WORDS = {
    "ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "hundreds": 100, "десять": 10, "двадцять": 20,
    "тридцять": 30, "сорок": 40, "п'ятдесят": 50, "п’ятдесят": 50, "шістдесят": 60,
    "сімдесят": 70, "вісімдесят": 80, "дев'яносто": 90, "дев’яносто": 90, "сто": 100, "двісті": 200,
    "триста": 300, "двадцать": 20, "тридцать": 30, "пятьдесят": 50, "шестьдесят": 60,
    "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "двести": 200,
}  # fmt: skip
_TENS = "two three four five six seven eight nine".split()  # noqa: SIM905 - numbers in their order

_NUMBER = (
    r"(?:\d{1,3}(?:[ \u00a0\u202f,]\d{3}){1,3}(?![\d,])|\d{1,6}(?:[.,]\d{1,2})?|"
    rf"(?:(?:{'|'.join(_TENS)}|a)\s{{1,3}}hundred)|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + ")"
)
_UNIT = (
    r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi|nautical\s{1,3}miles?|nmi|"
    r"км|кілометр\w{0,4}|километр\w{0,5}|мил[яіьіюеи]\w{0,3}|морськ\w{2,3}\s{1,3}мил\w|морск\w{2,3}\s{1,3}мил\w)"
)
_HEDGE = "|".join(
    re.escape(word).replace("·", r"\s{1,3}")
    for words in _HEDGES.values()
    for word in sorted(words.split(), key=len, reverse=True)
)
_SPACE = r"[ \u00a0\u202f\t\n-]{0,2}"
_DISTANCE = re.compile(
    rf"(?<![\w.,])(?:(?P<hedge>{_HEDGE})\s{{0,3}}(?:на\s{{1,3}})?)?"
    rf"(?:(?P<from>{_NUMBER}){_SPACE}(?:{_UNIT})?\s{{0,3}}(?:-|–|—|to|and|до|и|і|та)\s{{0,3}})?"
    rf"(?P<value>{_NUMBER}){_SPACE}(?P<unit>{_UNIT})(?!\w)(?!\s{{0,3}}/|\s{{1,3}}(?:per|an?\s{{1,3}}hour|h\b|на\s{{1,3}}год|в\s{{1,3}}час))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNITS_BEGIN = tuple(_KM)
_NUMBERS_END = (*_WORDS, *"0123456789")
_LONGEST_WORD = 16
_LONGEST = 120
_SQUARE = re.compile(r"(?:square|sq\.?|кв\.?|квадратн\w{2,3})\s*$", re.IGNORECASE)
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")


def distances(text: str) -> Iterator[tuple[int, int, float, float, str]]:
    """Give start, end, least and greatest kilometres, and hedge of each stated distance.

    Speeds and areas are none.

    Raises
    ------
    Nothing: any text is searched.

    Examples
    --------
    >>> [row[2:] for row in distances("від 70 до 80 км; 300-mile range; 90 km/h")]
    [(70.0, 80.0, ''), (482.8, 482.8, '')]
    """
    matches = (_DISTANCE.finditer(text, *window) for window in _windows(text))
    for match in chain.from_iterable(matches):
        if _SQUARE.search(text[max(0, match.start("unit") - 12) : match.start("unit")]):
            continue
        factor = _factor(match["unit"])
        high = _value(match["value"]) * factor
        low = _value(match["from"]) * factor if match["from"] else high
        low = min(low, high)
        yield match.start(), match.end(), round(low, 1), round(high, 1), _hedge(match["hedge"])


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches around what may be a unit with a number before it."""
    low = high = 0
    for word in _WORD.finditer(text):
        if not word.group().lower().startswith(_UNITS_BEGIN):
            continue
        before = text[max(0, word.start() - _LONGEST_WORD) : word.start()]
        if before.rstrip(" \u00a0\u202f\t\n-").lower().endswith(_NUMBERS_END):
            if word.start() - _LONGEST > high:
                yield low, high
                low = word.start() - _LONGEST
            high = word.end() + _LONGEST
    yield max(low, 0), high


def _factor(unit: str) -> float:
    low = unit.lower()
    return next(_KM[name] for name in sorted(_KM, key=len, reverse=True) if low.startswith(name))


def _value(number: str) -> float:
    low = number.lower()
    if low in _WORDS:
        return float(_WORDS[low])
    first = low.split()[0]
    if first in _TENS:
        return 100.0 * (_TENS.index(first) + 2)
    if first == "a":
        return 100.0
    if _DECIMAL.fullmatch(low):
        return float(low.replace(",", "."))
    return float(re.sub(r"\D", "", low))


def _hedge(word: str | None) -> str:
    if not word:
        return ""
    plain = "·".join(word.lower().split())
    return next((name for name, words in _HEDGES.items() if plain in words.split()), "")
