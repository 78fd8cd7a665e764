"""Read numbers and dates in figures and in words, in English, Ukrainian and Russian."""

import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as day_of
from importlib import resources

TABLES = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
_NUMERAL = ("", "ь", "и", "ью", "ьох", "ьома", "ьма")
_NOUN = ("", "а", "я", "у", "ю", "і", "и", "е", "ею", "ей", "ам", "ям", "ами", "ями", "ах", "ях")


def _spelt(table: str, endings: Sequence[str]) -> Iterator[tuple[str, float]]:
    for value, words in TABLES[table].items():
        for word in words.split():
            for ending in endings if word.endswith("*") else ("",):
                yield word.rstrip("*") + ending, float(value)


_VALUES = dict((*_spelt("ones", _NUMERAL), *_spelt("numerals", _NUMERAL)))
_HUNDREDS = ("сот", "стах", "стам", "стами")
_VALUES |= {word + more: 100 * value for word, value in _spelt("ones", ()) for more in _HUNDREDS}
FACTORS = dict(_spelt("factors", _NOUN))
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
APOSTROPHES = str.maketrans("’ʼ`", "'''")
_COUPLES = ("couple", "пара", "пару", "пари", "пары", "парі", "паре", "парою")
_HALVES = ("half", "половиною", "половиной")
_QUARTERS = ("quarter", "quarters", "чверть", "чверті", "четверть", "четверти")
_FIGURES = r"\d{1,3}(?:[ ,.'’]\d{3}){1,3}(?:[.,]\d{1,2})?(?![\d,]\d)|\d+(?:[.,]\d{1,3})?"
_TOKEN = re.compile(
    rf"(?P<figures>(?:\d{{1,3}} )?\d{{1,2}}/\d{{1,2}}(?![\d/])|(?:{_FIGURES})(?: ?[½¼¾⅓⅔])?"
    r"|[½¼¾⅓⅔]|(?<!\w)\.\d{1,2})"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*)(?:(?<=т[иы]с)\.)?|\S"
)
_DECIMAL = re.compile(r"(\d+|\d{1,3}(?:[ ,.']\d{3})+)[.,](\d{1,2})|(0)[.,](\d+)")
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_TIMES = {"H", "T", "D"}
# A letter a word: Figures, Number, Hundred, Thousand, Dozen, Couple, half, quarter, a, &, of, with.
_LETTERS = {
    **dict.fromkeys(_VALUES, "N"),
    **{word: {_HUNDRED: "H", _THOUSAND: "T"}.get(int(n), "D") for word, n in FACTORS.items()},
    **dict.fromkeys(_COUPLES, "C"),
    **dict.fromkeys(_HALVES, "h"),
    **dict.fromkeys(_QUARTERS, "q"),
}
_BY_LENGTH = sorted(_LETTERS, key=len, reverse=True)
_LETTERS |= {"a": "a", "an": "a", "and": "&", "of": "o", "з": "w", "із": "w", "с": "w", "-": ""}
_VALUES |= FACTORS | dict.fromkeys(_COUPLES, 2.0)
_VALUES |= dict.fromkeys(_HALVES, 1 / 2) | dict.fromkeys(_QUARTERS, 1 / 4)
_NUMBER = re.compile(
    r"a?h|h(?:oa?|a)?[HTD]*|[FNa]?qo?a?|F[HTD]*(?:(?:&a|w)h)?[HT]?|a?Co?[HTD]*"
    r"|(?:N|a?[HTD])(?:[NHTD]|(?<=[HT])&N)*(?:(?:&a?|w)h)?[HT]?"
)
_MOST_WORDS, _WIDEST_GAP = 10, 2


@dataclass(frozen=True, slots=True)
class Word:
    """Hold a word and the letter of what it is within a number; None: it is in none."""

    start: int
    end: int
    said: str
    letter: str | None
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Number:
    """Hold a number, its words, and the place of its first among those of the text."""

    value: float
    words: Sequence[Word]
    first: int = 0


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Cut a stretch of a text into words, figures and signs."""
    words = []
    for match in _TOKEN.finditer(text, start, end):
        said = (match["word"] or match[0]).lower().translate(APOSTROPHES)
        if match["figures"]:
            words.append(Word(*match.span(), said, "F", _figures(said)))
        else:
            words.append(Word(*match.span(), said, _LETTERS.get(said), _VALUES.get(said, 0.0)))
    return words


def number_before(words: Sequence[Word], stop: int) -> Number | None:
    """Read the longest number that ends before the word ``stop``.

    Examples
    --------
    >>> def value(text):
    ...     words = words_of(text, 0, len(text))
    ...     return number_before(words, len(words)).value
    >>> [value(each) for each in ("1 200", "2,5", "1.500", "1'000", "1,234.5", "2½", "1,5 тыс.")]
    [1200.0, 2.5, 1500.0, 1000.0, 1234.5, 2.5, 1500.0]
    >>> [value(each) for each in ("three hundred and fifty", "двухсот пятидесяти", "дві тисячі")]
    [350.0, 250.0, 2000.0]
    """
    found, letters = None, ""
    for first in range(stop - 1, max(-1, stop - 1 - _MOST_WORDS), -1):
        word = words[first]
        gap = words[first + 1].start - word.end if first + 1 < stop else 0
        if word.letter is None or gap > _WIDEST_GAP:
            break
        letters = word.letter + letters
        value = _sum(words[first:stop]) if word.letter and _NUMBER.fullmatch(letters) else None
        if value is not None:
            found = Number(value, words[first:stop], first)
    return found


def _sum(words: Sequence[Word]) -> float | None:
    """Add up a number; None where its words do not follow each other."""
    total = group = 0.0
    least = math.inf
    for word in words:
        if word.letter in _TIMES:
            thousands = word.letter == "T"
            if total if thousands else group >= _HUNDRED:
                return None
            group, least = (group or 1) * word.value, word.value
            total, group = (group, 0.0) if thousands else (total, group)
        elif word.letter == "q":
            group = (group or 1) * word.value
        elif word.value >= least:
            return None
        elif word.value:
            group, least = group + word.value, _magnitude(word.value)
    return total + group


def _magnitude(value: float) -> int:
    """Give what the next word must stay below: 20 after it takes 1 to 9, 100 takes 1 to 99."""
    return next((size for size in (_HUNDRED, _TEN) if value % size == 0 and value != _TEN), 1)


def _figures(written: str) -> float:
    """Read figures: "1,234.5", "2½", "2 1/2"."""
    if written[-1] in _FRACTIONS:
        return _figures(written[:-1].strip() or "0") + _FRACTIONS[written[-1]]
    if "/" in written:
        whole, _, part = f"0 {written}".rpartition(" ")
        above, _, below = part.partition("/")
        return float(whole.split()[-1]) + float(above) / max(1.0, float(below))
    decimal = _DECIMAL.fullmatch(f"0{written}" if written[0] == "." else written)
    if decimal is None:
        return float(re.sub(r"\D", "", written))
    whole, part = (decimal[1], decimal[2]) if decimal[1] else (decimal[3], decimal[4])
    return float(re.sub(r"\D", "", whole) + "." + part)


def compound(before: str, start: int) -> Number | None:
    """Read the number that is one word with its unit: "двохсоткілометрова".

    Examples
    --------
    >>> compound("полуторатысяче", 0).value, compound("кілька", 0)
    (1500.0, None)
    """
    words, rest = [], before
    while rest:
        known = next((word for word in _BY_LENGTH if rest.startswith(word)), "")
        if not known:
            return None
        words.append(Word(start, start + len(before), known, _LETTERS[known], _VALUES[known]))
        rest = rest[len(known) :]
    value = _sum(words)
    return None if value is None else Number(value, words)


# "сотни километров" are no hundred, "около сотни километров" are.
_PLURAL = re.compile(
    r"(?P<one>(?:сотн|тисяч|тысяч)[иі])|(?:сотн|тисяч|тысяч|десятк)(?:ами|ями|ам|ям|ах|ях)|"
    r"сот[еи]н|сотень|тисяч|тысяч|десятк[иі]в?|десятков|т[иы]с"
)
_OF_ONE = re.compile(
    r"\b(?:до|від|от|близько|около|біля|порядка|больше|більше|более|менше|менее|меньше|свыше|із?|з|"
    r"со?|из|не\s\w+|(?:радиус|расстояни|дальност|відстан|дальніст|радіус)\w{0,2})\s\Z",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:several|few|many|кілька|декілька|багато|несколько|много)\s*(?:of\s*)?\Z", re.IGNORECASE
)
_VAGUE_LENGTH = 24


def counts(text: str, number: Number, words: Sequence[Word], done: int) -> bool:
    """Tell whether a number says how many: neither "several hundred" nor a part of another."""
    start, only = number.words[0].start, number.words[0].said
    before = text[max(0, start - _VAGUE_LENGTH) : start]
    plural = _PLURAL.fullmatch(only) if len(number.words) == 1 else None
    if plural and not (plural["one"] and _OF_ONE.search(before)):
        return False
    stroke = before[-1:] == "/" and text[done:start].strip() != "/"
    if stroke or _VAGUE.search(before) or (before and before[-1] in ".,'$€£"):
        return False
    previous = words[number.first - 1] if number.first else None
    told = previous and previous.letter and previous.letter in "NHTD"
    return not (told and number.words[0].letter != "F")


_MONTHS = (
    "january jan січень січня січні января январь январе",
    "february feb лютий лютого лютому февраля февраль феврале",
    "march mar березень березня березні марта март марте",
    "april apr квітень квітня квітні апреля апрель апреле",
    "may травень травня травні мая май мае",
    "june jun червень червня червні июня июнь июне",
    "july jul липень липня липні июля июль июле",
    "august aug серпень серпня серпні августа август августе",
    "september sept sep вересень вересня вересні сентября сентябрь сентябре",
    "october oct жовтень жовтня жовтні октября октябрь октябре",
    "november nov листопад листопада листопаді ноября ноябрь ноябре",
    "december dec грудень грудня грудні декабря декабрь декабре",
)
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ENDING = rf"\s{{1,3}}{_YEAR}(?!\d)(?:\s{{1,3}}(?:року|года|р\.|г\.))?"
_IN_FIGURES = (
    re.compile(r"(?<![\d.-])(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    re.compile(
        r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
    ),
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY_BEFORE = re.compile(r"(?<!\w)\d{1,2}(?:st|nd|rd|th)?\s{1,3}(?:of\s{1,3})?\Z", re.IGNORECASE)
_LONGEST_DAY = len("30th") + len("of") + 2 * 3
_DAY_FIRST = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?:of\s{{1,3}})?(?P<name>{_NAME})(?!\w)"
    rf"(?:\.?,?{_ENDING})?",
    re.IGNORECASE,
)
_MONTH_FIRST = (
    re.compile(
        rf"(?<!\w)(?P<name>{_NAME})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)(?:,?\s{{1,3}}{_YEAR}(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w)(?P<name>{_NAME})\.?,?{_ENDING}", re.IGNORECASE),
    re.compile(rf"(?:(?<=\b[Ii]n )|(?<=\b[вВуУ] ))(?P<name>{_NAME})(?!\w)"),
    re.compile(rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince ))(?P<name>{_NAME.title()})(?!\w)"),
)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Give start, end and ISO form of each stated date; impossible dates are none.

    A date without its year begins with two hyphens, one without its day ends after
    the month.

    Examples
    --------
    >>> [iso for _, _, iso in dates("On 17 November; Nov. 25, 2024; in March 2026; 31.02.2024")]
    ['--11-17', '2024-11-25', '2026-03']
    """
    found = [
        (match.start(), -match.end(), iso)
        for match in _matches(text)
        if (iso := _iso(match.groupdict()))
    ]
    done = 0
    for start, minus_end, iso in sorted(found):  # of two that begin together the longer comes first
        if start >= done:
            done = -minus_end
            yield start, done, iso


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Try figures everywhere, words only where a month is named."""
    for pattern in _IN_FIGURES:
        yield from pattern.finditer(text)
    for word in _WORD.finditer(text):
        if word.group().lower() in _MONTH_OF:
            at = word.start()
            before = max(0, at - _LONGEST_DAY)
            day = _DAY_BEFORE.search(text[before:at])
            tries = [pattern.match(text, at) for pattern in _MONTH_FIRST]
            tries += [_DAY_FIRST.match(text, before + day.start())] if day else []
            yield from filter(None, tries)


def _iso(parts: dict[str, str | None]) -> str:
    name = parts.get("name")
    month = _MONTH_OF[name.lower()] if name else int(parts.get("month") or 0)
    year, day = parts.get("year"), parts.get("day")
    if not day:
        return f"{year or '-'}-{month:02}"
    try:
        found = day_of(int(year or 2024), month, int(day))
    except ValueError:
        return ""
    return found.isoformat() if year else f"--{found:%m-%d}"
