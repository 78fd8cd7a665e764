"""Compose local news that the model learns from, out of sentences written for it.

`python -m data.build.local_news` writes ``en-local.txt`` of ``data/corpus/train``. Every sentence
pattern is the project's own; the towns are drawn from the place-name index, persons and events are
made up. What a pattern leaves open stands in braces.
"""

import math
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from geo.gazetteer import OTHER, Candidate, candidates, every_place, key

TABLE = Path(__file__).resolve().parent / "tables" / "local_news.txt"
OUT = Path(__file__).resolve().parents[1] / "corpus" / "train"

_ARTICLES = 600
_SENTENCES = (5, 9)
_SEED = 20261128
_SLOT = re.compile(r"\{(\w+)\}")
_PEOPLE = {"US": (2_500, 400_000), "GB": (8_000, 400_000), "CA": (5_000, 900_000)}
_PEOPLE |= {"AU": (5_000, 400_000), "IE": (3_000, 200_000), "NZ": (5_000, 300_000)}
_WEIGHTS = {"US": 14, "GB": 4, "CA": 3, "AU": 2, "IE": 1, "NZ": 1}
_NEAR, _AROUND = 8, 24
_SHARED, _GREAT, _TIMES = 0.5, 80_000, 4
_PLAIN = re.compile(r"[A-Z][A-Za-z .-]+")


def parts() -> dict[str, list[str]]:
    """Read the table: lists of words and patterns under their headings."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("# "):
            lines = found.setdefault(line[2:].strip(), [])
        elif line.strip():
            lines.append(line.strip())
    return found


class Newsroom:
    """Hold the lists and the places that articles are composed of."""

    def __init__(self) -> None:
        """Read the table and gather the towns that have their name to themselves in their state."""
        self.rng = random.Random(_SEED)  # noqa: S311 - exercises, not secrets
        self.parts = parts()
        self.short = {
            code: name for name, code in (line.split(" = ") for line in self.parts["short"])
        }
        self.states: dict[str, Candidate] = {}
        for place in every_place({"region"}):  # states stand before their counties
            self.states.setdefault(place.region, place)
        self.towns: dict[str, list[Candidate]] = {}
        self.counties: dict[str, list[Candidate]] = {}
        for place in every_place({"settlement"}):
            low, high = _PEOPLE.get(place.country, (1, 0))
            if low <= place.population <= high and place.region and self._is_plain(place):
                self.towns.setdefault(place.region, []).append(place)
        for place in every_place({"region"}):
            if (
                place.country == "US"
                and place.name.endswith(" County")
                and _PLAIN.fullmatch(place.name)
            ):
                self.counties.setdefault(place.region, []).append(place)

    @staticmethod
    def _is_plain(place: Candidate) -> bool:
        return bool(_PLAIN.fullmatch(place.name)) and is_alone(place)

    def article(self) -> str:
        """Compose one article of a town and its surroundings."""
        country = self.rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        homes = [code for code in sorted(self.towns) if code.startswith(country)]
        homes = [code for code in homes if len(self.towns[code]) >= _NEAR]
        home = self.rng.choice(homes)
        near = self._near(home)
        slots = self._slots(home, near)
        registers = [name for name in self.parts if name.startswith("news ")]
        register = self.parts[self.rng.choice(registers)]
        least, most = _SENTENCES
        number = self.rng.randint(least, most)
        told = self.rng.sample(register, min(number - 2, len(register)))
        told += self.rng.sample(self.parts["anywhere"], 3)
        body = [self._filled(pattern, slots) for pattern in told]
        opening = self._filled(self.rng.choice(self.parts["opening"]), slots)
        return f"{opening} {' '.join(body)}"

    def _near(self, home: str) -> list[Candidate]:
        """Choose a town, often one that a city elsewhere is called like, and others near."""
        town = self.rng.choice(self.towns[home])
        shared = [place for place in self.towns[home] if _has_great_namesake(place)]
        if shared and self.rng.random() < _SHARED:
            town = self.rng.choice(shared)
        narrow = math.cos(math.radians(town.lat))
        others = sorted(
            (place for place in self.towns[home] if place is not town),
            key=lambda p: math.hypot(p.lat - town.lat, (p.lon - town.lon) * narrow),
        )
        return [town, *self.rng.sample(others[:_AROUND], _NEAR - 1)]

    def _filled(self, pattern: str, slots: dict[str, Callable[[], str]]) -> str:
        return _SLOT.sub(lambda match: slots[match[1]](), pattern)

    def _word(self, name: str) -> str:
        return self.rng.choice(self.parts[name])

    def _slots(self, home: str, near: Sequence[Candidate]) -> dict[str, Callable[[], str]]:
        """Give what fills each slot: lower-case ones are words, the others places.

        ``T`` is the town, ``U`` … ``W`` its neighbours, ``S`` the state or country they are in and
        ``A`` a neighbour with it; ``C`` is a county; ``F`` a city and ``N`` a country elsewhere. An
        ``I`` behind them marks a place's name inside another name.
        """
        rng, state = self.rng, self.states.get(home)
        country = near[0].country

        def town(place: Candidate, role: str = "") -> str:
            return f"[{place.name}|{place.name}/{place.region}{role}]"

        def region(role: str = "") -> str:
            if state is None or not state.name.isascii() or country == "IE":
                return f"[{_COUNTRIES[country]}|{country}{role}]"
            return f"[{state.name}|{state.region}{role}]"

        def short() -> str:
            return f"[{self.short[home]}|{home}]" if home in self.short else region()

        def county(role: str = "") -> str:
            known = self.counties.get(home)
            if not known:
                return town(near[3], role)
            place = rng.choice(known)
            return f"[{place.name}|{place.name}/{place.region}{role}]"

        surname = self._word("surname")
        given = self._word("given")
        far, nation = self._word("far"), self._word("nation")
        slots: dict[str, Callable[[], str]] = {
            "T": lambda: town(near[0]),
            "U": lambda: town(near[1]),
            "V": lambda: town(near[2]),
            "W": lambda: town(rng.choice(near[3:])),
            "S": region,
            "A": lambda: f"{town(rng.choice(near[1:]))}, {short()}",
            "B": short,
            "C": county,
            "F": lambda: far,
            "G": lambda: self._word("far"),
            "N": lambda: nation,
            "M": lambda: self._word("nation"),
            "TI": lambda: town(near[0], "|in"),
            "UI": lambda: town(near[1], "|in"),
            "WI": lambda: town(rng.choice(near[3:]), "|in"),
            "SI": lambda: region("|in"),
            "CI": lambda: county("|in"),
            "FI": lambda: far.replace("]", "|in]"),
            "NI": lambda: self._word("nation").replace("]", "|in]"),
            "p": lambda: f"{given} {surname}",
            "l": lambda: surname,
            "q": lambda: f"{self._word('given')} {self._word('surname')}",
            "k": lambda: self._word("surname"),
            "n": lambda: str(rng.randint(2, 98)),
            "big": lambda: f"{rng.randint(1, 9)},{rng.randint(0, 9)}00",
            "year": lambda: str(rng.randint(1951, 2026)),
        }
        words = ("day", "job", "team", "road", "paper", "trade", "dish", "weekday", "time")
        return slots | {name: self._drawn(name) for name in words}

    def _drawn(self, name: str) -> Callable[[], str]:
        return lambda: self._word(name)


_COUNTRIES = {"CA": "Canada", "AU": "Australia", "IE": "Ireland", "NZ": "New Zealand"}
_COUNTRIES |= {"US": "America", "GB": "Britain"}


def composed() -> Iterator[str]:
    """Give the articles with their heading lines, always the same."""
    room = Newsroom()
    for number in range(_ARTICLES):
        yield f"# local-{number + 1:03} local news\n{room.article()}\n"


@cache
def _has_great_namesake(place: Candidate) -> bool:
    """Tell a town whose name is that of a city several times as large."""
    options = (c for c in candidates(key(place.name)) if c.kind == "settlement")
    most = max((c.population for c in options if c.quality != OTHER), default=0)
    return most >= max(_GREAT, _TIMES * place.population)


def is_alone(place: Candidate) -> bool:
    """Tell whether a target of a place's name and region means it."""
    options = [c for c in candidates(key(place.name)) if c.region == place.region]
    ordered = sorted(options, key=lambda c: (c.kind != "settlement", c.quality, -c.population))
    return bool(ordered) and ordered[0].row == place.row


def main() -> None:
    """Write the file."""
    write("en-local", composed())


def write(name: str, texts: Iterable[str]) -> None:
    """Write a file of the corpus and say how much it holds."""
    text = "".join(texts)
    (OUT / f"{name}.txt").write_text(text, encoding="utf-8")
    plain = re.sub(r"\[([^\[\]|]+)\|[^\[\]]+\]", r"\1", text)
    print(f"{name}: {len(plain):,} characters without their marks")


if __name__ == "__main__":
    main()
