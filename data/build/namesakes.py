"""Compose lists of well-known cities, and news of small towns that have great namesakes.

`python -m data.build.namesakes` writes the three ``*-lists.txt`` and ``*-namesakes.txt`` of
``data/corpus/train`` out of sentence patterns written for it. In lists a name mostly means the
great city; in the others the words around say where the small one lies.
"""

import math
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pymorphy3

from data.build.local_news import is_alone, parts, write
from geo.gazetteer import OTHER, Candidate, any_candidates, candidates, every_place, key, labels

_SEED = 20261128
_SLOT = re.compile(r"\{(\w+)\}")
_LISTS, _LINES, _FEWEST_PEOPLE, _NEAREST = 240, 4, 15_000, 25
_NAMESAKES, _SMALLEST, _TIMES, _OFTEN = 220, 900, 4, 8
_WHOLE_CITY = 300_000
_STATES = 90
_CASES = ("loct", "accs", "gent", "datv", "ablt")
_CARE = frozenset({"UA", "RU", "BY", "PL"})
_CITIES = frozenset({"RU-MOW", "RU-SPE", "UA-30", "UA-40"})
_LANGUAGES = ("en", "uk", "ru")
_PLAIN = {"en": re.compile(r"[A-Z][A-Za-z .\-]+"), "uk": re.compile("[А-ЯІЇЄҐ][а-яіїєґ’]+")}
_PLAIN["ru"] = re.compile("[А-Я][а-яё]+")
_ADJECTIVE = re.compile(r"(?:ська|цька|зька|ская|цкая) область$")


def inflected(name: str, case: str, language: str) -> str:
    """Put a name of one word that the dictionary knows into a case; empty for others."""
    for each in _morphology(language).parse(name):
        tag = str(each.tag)
        own = "Geox" in tag or (language == "uk" and tag.startswith("NOUN,inan"))
        same = each.normal_form.replace("ё", "е") == name.lower().replace("ё", "е")
        if own and same and each.is_known and "plur" not in tag:
            form = each.inflect({case})
            return form.word.capitalize() if form else ""
    return ""


def _oblast(name: str, case: str, language: str) -> str:
    """Put "Ростовская область" into a case."""
    adjective, noun = name.split()
    feminine = next(p for p in _morphology(language).parse(adjective) if "femn" in p.tag)
    ends = {
        "uk": {"gent": "області", "loct": "області"},
        "ru": {"gent": "области", "loct": "области"},
    }
    form = feminine.inflect({case, "femn"})
    return f"{form.word.capitalize()} {ends[language].get(case, noun)}" if form else ""


@cache
def _morphology(language: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=language)


def lists(language: str) -> Iterator[str]:
    """Give texts that list well-known cities of Ukraine, Russia, Belarus and Poland."""
    rng = random.Random(f"{_SEED} {language}")  # noqa: S311 - exercises, not secrets
    patterns = parts()[f"{language} lists"]
    which = _LANGUAGES.index(language)
    cities = [
        (place, labels(place.row)[which])
        for place in every_place({"settlement"})
        if place.country in _CARE and place.population >= _FEWEST_PEOPLE
        if place.region not in _CITIES or place.population > _WHOLE_CITY
    ]
    cities = [(place, name) for place, name in cities if name and is_alone(place)]
    forms: dict[str, list[tuple[Candidate, str]]] = {}
    for case in ("nomn", *_CASES):
        for place, name in cities:
            plain = case == "nomn" or language == "en"
            form = name if plain else inflected(name, case, language)
            if form:
                marked = f"[{form}|{place.name}/{place.region}]"
                forms.setdefault(case, []).append((place, marked))
    others = {name: parts()[name] for name in ("river", "capital")}
    others["person"] = [f"{a} {b}" for a in parts()["given"] for b in parts()["surname"]]
    for number in range(_LISTS):
        told = rng.sample(patterns, _LINES)
        centre = rng.choice(forms["nomn"])[0] if number % 2 else None
        slots = others | {case: _around(centre, known) for case, known in forms.items()}
        body = [_SLOT.sub(lambda m, slots=slots: rng.choice(slots[m[1]]), line) for line in told]
        text = rng.choice((" ", "\n")).join(body).replace("⏎", "\n")
        yield f"# {language}-list-{number + 1:03} lists\n{text}\n"


def _around(centre: Candidate | None, forms: list[tuple[Candidate, str]]) -> list[str]:
    """Give the forms of the cities around one, whatever the borders between them; else of all."""
    if centre is not None:
        lat, lon, narrow = centre.lat, centre.lon, math.cos(math.radians(centre.lat))
        forms = sorted(forms, key=lambda f: math.hypot(f[0].lat - lat, (f[0].lon - lon) * narrow))[
            :_NEAREST
        ]
    return [form for _, form in forms]


def namesakes(language: str) -> Iterator[str]:
    """Give texts about small towns whose names greater ones bear, too, and that say so."""
    rng = random.Random(f"{_SEED} {language} namesakes")  # noqa: S311 - exercises, not secrets
    patterns = parts()[f"{language} namesakes"]
    regions = {place.region: place for place in reversed(list(every_place({"region"})))}
    towns = _with_great_namesakes(language)
    homes = sorted(towns)
    if language == "en":  # what English papers write of
        homes += ["US"] * len(homes) + ["GB", "CA", "UA", "RU"] * _OFTEN
    written = 0
    while written < _NAMESAKES:
        town, name = rng.choice(towns[rng.choice(homes)])
        region = regions.get(town.region)
        forms = region and _forms(town, name, region, language)
        if forms:
            told = rng.choice(patterns)
            text = _SLOT.sub(lambda match, forms=forms: forms[match[1]], told)
            written += 1
            yield f"# {language}-namesake-{written:03} namesakes\n{text}\n"
    for line in (*parts().get(f"{language} senses", []), *_states(rng, language)):
        written += 1
        yield f"# {language}-namesake-{written:03} namesakes\n{line}\n"


def _states(rng: random.Random, language: str) -> Iterator[str]:
    """Give sentences in which states stand beside states, great cities and countries."""
    if language != "en":
        return
    table = parts()
    states = [
        f"[{place.name}|{place.region}]"
        for place in every_place({"region"})
        if place.region[:3] in {"US-", "CA-", "AU-"} and place.population >= _WHOLE_CITY
        if not place.name.endswith("County") and _PLAIN["en"].fullmatch(place.name)
    ]
    metros = [
        f"[{place.name}|{place.name}/{place.region}]"
        for place in every_place({"settlement"})
        if place.country == "US" and place.population >= _WHOLE_CITY and is_alone(place)
        if place.name != "New York City"
    ]
    slots = {"state": states, "metro": metros, "nation": table["nation"], "day": table["day"]}
    for _ in range(_STATES):
        told = rng.sample(table["en states"], 2)
        yield " ".join(_SLOT.sub(lambda m: rng.choice(slots[m[1]]), line) for line in told)


def _with_great_namesakes(language: str) -> dict[str, list[tuple[Candidate, str]]]:
    """Give by country the small towns whose name a town several times as large bears, too."""
    found: dict[str, list[tuple[Candidate, str]]] = defaultdict(list)
    for place in every_place({"settlement"}):
        name = labels(place.row)[_LANGUAGES.index(language)]
        eastern = language == "en" or place.country in {"UA", "RU", "BY"}
        if not (eastern and place.region and place.population >= _SMALLEST and name):
            continue
        if not (_PLAIN[language].fullmatch(name) and is_alone(place)):
            continue
        others = [c for c in candidates(key(name)) if c.kind == "settlement" and c.quality != OTHER]
        most = max((c.population for c in others), default=0)
        if most > _TIMES * place.population and any(c.row == place.row for c in others):
            found[place.country].append((place, name))
    return found


def _forms(town: Candidate, name: str, region: Candidate, language: str) -> dict[str, str] | None:
    """Give the town and what holds it in the forms that patterns ask for."""
    target = f"{town.name}/{town.region}"
    which = _LANGUAGES.index(language)
    holder = labels(region.row)[which]
    country = next(c for c in any_candidates((_country(town.country),)) if c.kind == "country")
    if language == "en":
        if not _PLAIN["en"].fullmatch(holder):
            return None
        nation = labels(country.row)[0]
        return {
            "nomn": f"[{name}|{target}]", "in": f"[{holder}|{region.region}]",
            "nation": f"[{nation}|{town.country}]",
        }  # fmt: skip
    if not _ADJECTIVE.search(holder):
        return None
    forms = {"nomn": f"[{name}|{target}]", "is": f"[{holder}|{region.region}]"}
    for case in ("gent", "loct", "accs"):
        form = inflected(name, case, language)
        if not form:
            return None
        forms[case] = f"[{form}|{target}]"
    for slot, case in (("of", "gent"), ("in", "loct")):
        forms[slot] = f"[{_oblast(holder, case, language)}|{region.region}]"
    return forms


@cache
def _country(code: str) -> str:
    return next(key(c.name) for c in every_place({"country"}) if c.country == code)


def main() -> None:
    """Write the files and say how much they hold."""
    for language in _LANGUAGES:
        write(f"{language}-lists", lists(language))
        write(f"{language}-namesakes", namesakes(language))


if __name__ == "__main__":
    main()
