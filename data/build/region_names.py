"""Name the world's first-level regions in three languages."""

import csv
import gettext
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pycountry

from data.build.context import NAMES, TABLES, country_name
from data.build.region_codes import REUSED, cldr_names, core, iso_names
from data.build.upstream import fetched, upstream

_LOOKALIKES: Final = str.maketrans("ABCEHIKMOPTXaceiopxy", "АВСЕНІКМОРТХасеіорху")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")
_LATIN: Final = re.compile(r"[A-Za-z]")
# From Ukrainian into Russian: words that differ, then endings, then letters.
_WORDS: Final = {
    "північна": "Северная", "північний": "Северный", "північне": "Северное",
    "південна": "Южная", "південний": "Южный", "південне": "Южное", "східна": "Восточная",
    "східний": "Восточный", "західна": "Западная", "західний": "Западный",
    "центральний": "Центральный", "центральна": "Центральная", "верхній": "Верхний",
    "верхня": "Верхняя", "нижній": "Нижний", "нижня": "Нижняя", "новий": "Новый", "нова": "Новая",
    "великий": "Большой", "велика": "Большая", "мала": "Малая", "малий": "Малый",
    "область": "область", "округ": "округ", "край": "край", "місто": "Город",
    "острів": "Остров", "острови": "острова", "регіон": "регион", "столичний": "Столичный",
    "автономний": "автономный", "озерний": "Озёрный", "ніл": "Нил", "та": "и", "й": "и", "і": "и",
    "провінція": "провинция",
}  # fmt: skip
_PARTS: Final = (
    (r"\bпівнічно", "северо"), (r"\bпівденно", "южно"), (r"\bсхідно", "восточно"),
    (r"\bзахідно", "западно"),
    (r"ський\b", "ский"), (r"ська\b", "ская"), (r"ське\b", "ское"), (r"цький\b", "цкий"),
    (r"цька\b", "цкая"), (r"ьо", "ё"), (r"йо", "йо"), (r"ії\b", "ии"), (r"ія\b", "ия"),
    (r"\bе", "э"), (r"\bє", "е"), (r"ї", "и"), (r"і", "и"), (r"є", "е"), (r"ґ", "г"),
    (r"[ʼ’']", "ъ"),
)  # fmt: skip


def region_names(codes: Sequence[str], natural: Mapping[str, object]) -> dict[str, list[str]]:
    """Name each region in English, Ukrainian and Russian.

    Parameters
    ----------
    codes
        ISO 3166-2 codes and keys of the project's own.
    natural
        Natural Earth's name of one shape of each region.

    Returns
    -------
    dict
        Names by ``name_en``, ``name_uk`` and ``name_ru``, in the order of the codes. A table's come
        first, then CLDR's in English, ISO's translations in the others; a Russian name that these
        lack is another list's of the same region, or the Ukrainian one spelt in Russian.
    """
    cldr, by_hand, russian = cldr_names(), _by_hand(), _russian()
    alone = Counter(code[:2] for code in codes)
    uk, ru = (
        gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language])
        for language in ("uk", "ru")
    )
    names: dict[str, list[str]] = {column: [] for column in NAMES}
    for code in codes:
        unit = pycountry.subdivisions.get(code=code)
        if unit is None:
            three = _like_country(code[:2], natural[code], alone=alone[code[:2]] == 1)
        else:
            kept = cldr.get(code, "") if code[:2] not in REUSED else ""
            ukrainian = _plain(uk.gettext(unit.name)).translate(_LOOKALIKES)
            told = _plain(ru.gettext(unit.name))
            known = told if _is_cyrillic(told) else russian.get(code)
            three = (_plain(kept or unit.name), ukrainian, known or in_russian(ukrainian))
        given = by_hand.get(code, ("", "", ""))
        three = tuple(mine or theirs for mine, theirs in zip(given, three, strict=True))
        for column, name in zip(names, three, strict=True):
            if not name:
                raise SystemExit(f"world_names.csv has no {column} of {code}")
            names[column].append(re.sub("['’]", "ʼ", name) if column == "name_uk" else name)
    for column in NAMES:
        names[column] = _told_apart(codes, names[column])
    return names


def _told_apart(codes: Sequence[str], names: Sequence[str]) -> list[str]:
    """Add the end of its code to a name that two regions of one country bear."""
    borne = Counter((code[:2], name) for code, name in zip(codes, names, strict=True))
    return [
        f"{name} ({code[3:]})" if borne[code[:2], name] > 1 else name
        for code, name in zip(codes, names, strict=True)
    ]


def _like_country(country: str, natural: object, *, alone: bool) -> tuple[str, ...]:
    """Name a region without a code: like its country if it is all of it, else in English alone."""
    if alone:
        return tuple(country_name(country, language) for language in ("en", "uk", "ru"))
    return natural if isinstance(natural, str) else "", "", ""


def _plain(name: str) -> str:
    """Leave out other names, numbers in brackets and marks of footnotes."""
    bare = re.sub(r"\s*\[[^\]]*\]|\s*\([^)]*[A-Za-z†][^)]*\)|\s*†|, [A-Z][a-z]+$|²", "", name)
    return bare.replace("&", "and").strip() or name


def _is_cyrillic(name: str) -> bool:
    return _CYRILLIC.search(name) is not None and _LATIN.search(name) is None


def _by_hand() -> dict[str, tuple[str, ...]]:
    with (TABLES / "world_names.csv").open(encoding="utf-8", newline="") as stream:
        return {row["region"]: tuple(row[name] for name in NAMES) for row in csv.DictReader(stream)}


def _russian() -> dict[str, str]:
    """Read Russian names from a list of ISO's regions, of those it calls as others do.

    The list is some years old; a code that has since been given to another region does not pass.
    """
    known: dict[str, set[str]] = defaultdict(set)
    names: Iterable[tuple[str, str]] = [*iso_names(), *cldr_names().items()]
    for code, name in names:
        if code[:2] not in REUSED:
            known[code].add(core(name))
    content = json.loads(fetched(upstream("russian-names")).read_text(encoding="utf-8"))
    found = {}
    for country, entry in content.items():
        for region in entry["regions"]:
            code = f"{country}-{region['iso']}"
            said = region.get("names", {})
            calls = {core(name) for name in (region["name"], *said.values())}
            name = str(said.get("ru", ""))
            if calls & known[code] and _is_cyrillic(name):
                found[code] = _plain(name)
    return found


def in_russian(name: str) -> str:
    """Spell a Ukrainian name of a foreign place in Russian.

    >>> in_russian("Східна Екваторія"), in_russian("Сіньчжу")
    ('Восточная Экватория', 'Синьчжу')
    """
    spelt = re.sub(r"[\wʼ’']+", lambda found: _word(found[0]), name)
    return re.sub(r"\bЮжно-(?=Вост|Запад)", "Юго-", spelt)


def _word(word: str) -> str:
    low = word.lower()
    if low in _WORDS:
        return _WORDS[low]
    for pattern, put in _PARTS:
        low = re.sub(pattern, put, low)
    return low[:1].upper() + low[1:] if word[:1].isupper() else low
