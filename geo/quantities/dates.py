"""Find stated dates and write them as ISO 8601."""

import re
from collections.abc import Iterator
from datetime import date

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
_NUMBER = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(_NUMBER, key=len, reverse=True))
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
        if word.group().lower() in _NUMBER:
            at = word.start()
            before = max(0, at - _LONGEST_DAY)
            day = _DAY_BEFORE.search(text[before:at])
            tries = [pattern.match(text, at) for pattern in _MONTH_FIRST]
            tries += [_DAY_FIRST.match(text, before + day.start())] if day else []
            yield from filter(None, tries)


def _iso(parts: dict[str, str | None]) -> str:
    name = parts.get("name")
    month = _NUMBER[name.lower()] if name else int(parts.get("month") or 0)
    year, day = parts.get("year"), parts.get("day")
    if not day:
        return f"{year or '-'}-{month:02}"
    try:
        found = date(int(year or 2024), month, int(day))
    except ValueError:
        return ""
    return found.isoformat() if year else f"--{found:%m-%d}"
