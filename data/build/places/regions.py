"""Join settlements, admin-1 shapes and ISO 3166-2 codes into first-level regions."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pycountry
import shapely

from geo.gazetteer import key

# Words that say what kind of unit a name is; two sources rarely agree on them.
_TYPE = re.compile(
    r"\b(province|provincia|region|regiao|region of|oblast|raion|rayon|district|distrito|county|"
    r"state|estado|department|departement|departamento|municipality|governorate|prefecture|"
    r"canton|kanton|parish|city|okrug|krai|kray|republic|respublika|voivodeship|wojewodztwo|"
    r"avtonomnyy|autonomous|territory|emirate|muhafazat|wilaya|ostan|vilayet|ili|sheng|shi|"
    r"zizhiqu|zupanija|megye|comitatus|judetul|oblastsi|oblysy|viloyati|provinsi|changwat|tinh|"
    r"of|the|de|del|della|di|du|des|la|le|al|el|l|d|da|do|capital|metropolitan|area|division)\b"
)
# A name that says its kind means the region alone: "Акмолинская область".
_KIND_SAID = re.compile(
    r" (?:область|край|воеводство|воєводство|уезд|повіт|велаят|аймак|жупан[иі]я|район|округ|"
    r"провинция|провінція|департамент)$"
)
_CITY = "city"
_ENDING = {"oblast": ("Oblast", " область", " область"), "krai": ("Krai", " край", " край")}
# What English news calls a unit of each form, besides its own word.
_ENGLISH = {
    "oblast": ("Oblast", "oblast", "region", "Region", "province", "Province"),
    "krai": ("Krai", "krai", "Kray", "region", "Region", "Territory", "territory"),
}
_ROMANISED = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ь": "", "ъ": "", "ё": "yo",
}  # fmt: skip


@dataclass
class Region:
    """Hold one first-level or lower region on its way into the index."""

    code: str
    country: str
    name: str
    name_uk: str
    name_ru: str
    lat: float
    lon: float
    population: int = 0
    first_level: bool = True
    full: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table of the project's own."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _core(name: str) -> str:
    return " ".join(_TYPE.sub(" ", key(name)).split()) or key(name)


def _top(code: str) -> str:
    """Climb from a subdivision to the one under its country; mere groups of them do not count."""
    while (unit := pycountry.subdivisions.get(code=code)) is not None and unit.parent_code:
        parent = pycountry.subdivisions.get(code=unit.parent_code)
        if parent is not None and parent.type.startswith("Geographical"):
            break
        code = unit.parent_code
    return code


def shapes(world_map: Path, homes: Mapping[str, str] | None = None) -> gpd.GeoDataFrame:
    """Read the admin-1 layer with Crimea and Sevastopol where they belong.

    Natural Earth's admin-1 layer files both under Russia; UN General Assembly
    resolution 68/262 affirms them as Ukraine's. Shapes that it files under no country are left out
    but for those that ``homes`` gives a country, by name.
    """
    frame = gpd.read_file(world_map, layer="states_provinces")
    for name, country in (homes or {}).items():
        frame.loc[(frame["iso_a2"] == "-1") & (frame["name"] == name), "iso_a2"] = country
    ukrainian = frame["fips"].isin(["UP11", "UP20"])
    frame.loc[ukrainian, "iso_a2"] = "UA"
    frame = frame[frame["iso_a2"].str.fullmatch("[A-Z]{2}", na=False)].reset_index(drop=True)
    frame["geometry"] = shapely.make_valid(frame.geometry.values)
    return frame


def _shape_codes(frame: gpd.GeoDataFrame) -> list[str | None]:
    """Find the ISO 3166-2 code of each shape by its names, None where they do not meet."""
    by_name: dict[str, dict[str, str]] = defaultdict(dict)
    units = sorted(pycountry.subdivisions, key=lambda unit: unit.code)
    # A unit right under its country wins over a namesake below it only if it is exact.
    for unit in units:
        for name in re.split(r"[\[\]/]", unit.name):
            if name.strip():
                by_name[unit.country_code].setdefault(_core(name), unit.code)
    codes: list[str | None] = []
    for row in frame.itertuples():
        names = [row.name, row.woe_name, row.gn_name, row.woe_label]
        known = [_core(n.split(",")[0]) for n in names if isinstance(n, str)]
        table = by_name[row.iso_a2]
        codes.append(next((table[n] for n in known if n in table), None))
    return codes


def group_codes(
    frame: gpd.GeoDataFrame, shape_of: np.ndarray, groups: list[str], tables: Path
) -> dict[str, str]:
    """Give the ISO 3166-2 code of each GeoNames group ``CC.admin1``.

    Tables decide for Ukraine, Russia and Belarus, and where regions were made or renamed since the
    shapes were drawn; elsewhere GeoNames' own code where it is ISO's, else the shapes its
    settlements lie in.
    """
    fixed = {row["group"]: row["code"] for row in rows(tables / "iso_groups.csv")}
    for row in rows(tables / "east.csv"):
        fixed[f"{row['code'][:2]}.{row['geonames']}"] = row["code"]
    shape_codes = _shape_codes(frame)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for group, shape in zip(groups, shape_of, strict=True):
        if shape >= 0 and (code := shape_codes[shape]) and code[:2] == group[:2]:
            votes[group][_top(code)] += 1
    result = {}
    for group in sorted(set(groups)):
        country, _, admin1 = group.partition(".")
        direct = pycountry.subdivisions.get(code=f"{country}-{admin1}")
        if group in fixed:
            result[group] = fixed[group]
        elif direct is not None and not direct.parent_code and not admin1.isdigit():
            result[group] = direct.code
        elif votes[group]:
            result[group] = min(votes[group].items(), key=lambda item: (-item[1], item[0]))[0]
    return result


def _point(geometries: list[shapely.Geometry]) -> tuple[float, float]:
    """Give the centroid, or a point inside where the centroid is not."""
    whole = shapely.union_all(geometries)
    parts = shapely.get_parts(whole)
    largest = parts[np.argmax(shapely.area(parts))]
    point = shapely.centroid(largest)
    if not shapely.contains(largest, point):
        point = shapely.point_on_surface(largest)
    return round(point.y, 5), round(point.x, 5)


def _eastern(row: dict[str, str]) -> tuple[str, str, str, set[str], set[str]]:
    """Spell out every naming of one region of Ukraine, Russia or Belarus."""
    en, uk, ru = row["en"], row["uk"], row["ru"]
    full = {alias for alias in row["aliases"].split(";") if alias}
    bare: set[str] = set()
    if row["form"] in _ENDING:
        word, uk_word, ru_word = _ENDING[row["form"]]
        full |= {f"{en} {kind}" for kind in _ENGLISH[row["form"]]}
        full |= {f"{alias.removesuffix(' Oblast')} region" for alias in full if " Oblast" in alias}
        full |= {uk + uk_word, ru + ru_word}
        if row["form"] == "oblast":
            full |= {f"{uk} обл", f"{ru} обл", f"{_romanised(ru.removesuffix('ая'))}aya Oblast"}
        bare = {en}
        return f"{en} {word}", uk + uk_word, ru + ru_word, full, bare
    if row["form"] == _CITY:
        return en, uk, ru, set(), set()
    return en, uk, ru, full | {en, uk, ru}, bare


def _romanised(text: str) -> str:
    plain = "".join(_ROMANISED.get(c, c) for c in text.lower())
    return plain[:1].upper() + plain[1:]


def regions(
    frame: gpd.GeoDataFrame,
    *,
    shape_of: np.ndarray,
    populations: list[int],
    groups: list[str],
    codes: dict[str, str],
    tables: Path,
    translate: dict[str, dict[str, str]],
) -> list[Region]:
    """Give every region with its point and all its names, sorted by code.

    Ukrainian and Russian names of the table of names by code count, too, where they say that they
    are a region's.
    ``bare`` are the names it may share with its main town; ``full`` say that it
    is a region.
    """
    east = {row["code"]: row for row in rows(tables / "east.csv")}
    english = {row["code"]: row for row in rows(tables / "english.csv")}
    known = {
        row["region"]: (row["name_uk"], row["name_ru"])
        for row in rows(tables.parents[1] / "names" / "names.csv")
    }
    shape_codes = _shape_codes(frame)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    people_of_shape: Counter[int] = Counter()
    people_of_code: Counter[str] = Counter()
    for group, shape, people in zip(groups, shape_of.tolist(), populations, strict=True):
        people_of_code[codes.get(group, "")] += people
        people_of_shape[shape] += people
        if shape >= 0 and group in codes:
            votes[shape][codes[group]] += 1
    members: dict[str, list[int]] = defaultdict(list)
    for shape in range(len(frame)):
        found = votes[shape].most_common(1)
        own = shape_codes[shape]
        top = found[0][0] if found else (_top(own) if own else None)
        if own and _top(own) in votes[shape]:  # a region made since was drawn as part of it
            top = _top(own)
        if top:
            members[top].append(shape)
        if own and own != top:
            members[own].append(shape)
    result = []
    for code in sorted(set(members) | set(east)):
        unit = pycountry.subdivisions.get(code=code)
        if unit is None or not members[code]:
            continue
        lat, lon = _point([frame.geometry.iloc[i] for i in members[code]])
        if code in east:
            name, name_uk, name_ru, full, bare = _eastern(east[code])
        else:
            name, full, bare = _elsewhere(frame, members[code], unit, english.get(code))
            name_uk, name_ru = (translate[lang].get(unit.name, "") for lang in ("uk", "ru"))
            bare |= {n for n in (name_uk, name_ru) if n}
        said = [n if _KIND_SAID.search(n) else "" for n in known.get(code, ("", ""))]
        full |= set(filter(None, said))
        result.append(
            Region(
                code=code,
                country=code[:2],
                name=name,
                name_uk=name_uk or said[0],
                name_ru=name_ru or said[1],
                lat=lat,
                lon=lon,
                population=max(
                    people_of_code[code], sum(people_of_shape[i] for i in members[code])
                ),
                first_level=not unit.parent_code,
                full=full,
                bare=bare,
            )
        )
    return result


def _elsewhere(
    frame: gpd.GeoDataFrame, shapes_in: list[int], unit: object, english: dict[str, str] | None
) -> tuple[str, set[str], set[str]]:
    """Name a region outside the table: English first, then what its sources call it."""
    own = [part.strip() for part in re.split(r"[\[\]/]", unit.name) if part.strip()]
    names = set(own)
    if len(shapes_in) == 1:
        row = frame.iloc[shapes_in[0]]
        names |= {n for n in (row["name"], row["woe_name"], row["gn_name"]) if isinstance(n, str)}
        plain = row["name"] if isinstance(row["name"], str) else own[0]
    else:
        plain = own[0]
    if english:
        plain = english["name"]
        names |= {alias for alias in english["aliases"].split(";") if alias}
    names.add(plain)
    kind = str(unit.type).split(" ")[0].capitalize()
    words = {"Province", "State", "Region", "province", "state", "region"}
    words |= {kind} if kind.isalpha() else set()
    if unit.country_code == "US":
        words = {"state", "State"}
    core = plain.split(" (")[0]
    full = {f"{core} {word}" for word in words if not core.lower().endswith(word.lower())}
    full |= {f"{word} of {core}" for word in words if word[0].isupper()}
    return plain, full, names
