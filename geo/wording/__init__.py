"""Say everything in English, Ukrainian and Russian: numbers, dates, counts; show text as text."""

import math
import re
import tomllib
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from types import MappingProxyType
from typing import Any

from markupsafe import escape

from geo.errors import InputError

LANGUAGES = ("en", "uk", "ru")
LESS_THAN_ONE, MORE_THAN_99 = "<1", ">99"
TENTHS_BELOW_KM = 10.0
_CELL = 160
NAMED = ("recognised", "land-border", "de-facto-2014")


@cache
def wording(lang: str) -> Mapping[str, Any]:
    """Return the messages of one language, by table and key.

    Parameters
    ----------
    lang
        ``en``, ``uk`` or ``ru``.

    Returns
    -------
    Mapping
        Table name to a mapping of key to text; texts with ``{names}`` are ``str.format`` patterns.

    Raises
    ------
    InputError
        When the language is none of the three.

    Examples
    --------
    >>> wording("en")["status"]["reported"]
    'reported'
    """
    if lang not in LANGUAGES:
        raise InputError(f"language {lang!r} is not known; choose one of {', '.join(LANGUAGES)}.")
    text = files("geo.wording").joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def printable(text: str) -> str:
    r"""Put a space for every character that is not seen: line ends, control and direction signs.

    What stands for a byte of a file's name that is no text goes, too.

    Examples
    --------
    >>> printable("one\n\u202etwo\udcff")
    'one  two '
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def html_table(caption: str, rows: Iterable[Sequence[object]]) -> str:
    """Write a short table for a notebook, the first row its head; whatever it holds stays text.

    Examples
    --------
    >>> html_table("a<b", [("reach", "300 km")])
    '<table><caption>a&lt;b</caption><tr><th>reach</th><th>300 km</th></tr></table>'
    """

    def cell(value: object) -> str:
        text = printable(str(value))
        return str(escape(text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"))

    marks = chain(["th"], repeat("td"))
    lines = (
        "".join(f"<{mark}>{cell(value)}</{mark}>" for value in row)
        for mark, row in zip(marks, rows, strict=False)
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><caption>{cell(caption)}</caption>{body}</table>"


@dataclass(frozen=True)
class Words:
    """Speak one language for one output.

    Attributes
    ----------
    lang
        ``en``, ``uk`` or ``ru``.
    table
        The output's own table of messages, ``page`` or ``snapshot``; what it does not hold comes
        from ``terms``, which all outputs share.
    """

    lang: str
    table: str = "terms"

    @property
    def messages(self) -> Mapping[str, Any]:
        """Return the messages by key."""
        tables = wording(self.lang)
        return ChainMap(tables[self.table], tables["terms"])

    def say(self, key: str, **values: object) -> str:
        """Fill in a message; a dot leads into a table within the table."""
        message: Any = self.messages
        for part in key.split("."):
            message = message[part]
        return str(message).format(**values)

    def status(self, status: str) -> str:
        """Name the status of a stance."""
        return str(wording(self.lang)["status"][status])

    def attested(self, stance: str, status: str, *, limit: bool = False, scope: str = "") -> str:
        """Say how sure a stance is, and for what, if it names anything: never of a distance.

        ``limit``: whether the policy is a limit that somebody set or claimed. ``scope``: the
        regions, as `of_regions` says them.
        """
        known = wording(self.lang)["attested"]
        said = str(known[stance][status])
        if limit and stance in ("permits", "case-by-case"):
            of_limit = str(known["limit"][status])
            said = of_limit if stance == "permits" else f"{self.stance(stance)}, {of_limit}"
        return said.format(scope=str(known["for_scope"]).format(scope=scope) if scope else "")

    def stance(self, stance: str) -> str:
        """Name what a government says: it permits, case by case, refuses, or it is proposed."""
        return str(wording(self.lang)["stance"][stance])

    def origin(self, origin_name: str, *, home: str) -> str:
        """Name what the reach is measured from: a border, home's by its name, a file by its own."""
        known = wording(self.lang)["origin"]
        if origin_name.startswith("border-"):
            return str(known["country"]).format(name=self.of_country(home))
        return str(known.get(origin_name, known["file"])).format(name=origin_name)

    def part(self, which: str, **values: str) -> str:
        """Name a part of a border that a reach is measured from."""
        return str(wording(self.lang)["origin"][f"part_{which}"]).format(**values)

    def with_article(self, country: str) -> str:
        """Put "the" before a country's name that has it."""
        has_one = re.match(wording(self.lang)["origin"]["with_article"], country)
        return f"the {country}" if has_one else country

    def worldview(self, origin_name: str, *, elsewhere: bool = False) -> str:
        """Say whose view of the borders is taken where the reach is measured from this.

        ``elsewhere``: whether other countries than Ukraine and Russia are measured from or judged.
        """
        known = wording(self.lang)["worldview"]
        own = origin_name in NAMED or origin_name.startswith("border-")
        if elsewhere:
            return str(known["elsewhere"] if own else known["file_elsewhere"])
        return str(known.get(origin_name, known["recognised"]) if own else known["file"])

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Write a number with the language's signs; no decimals where they are zero."""
        whole, _, rest = f"{value:,.{decimals}f}".partition(".")
        rest = rest.rstrip("0")
        signs = self.messages
        return whole.replace(",", signs["thousands"]) + (signs["decimal"] + rest if rest else "")

    def km(self, distance_km: float) -> str:
        """Write a distance in whole kilometres, below ten in tenths."""
        decimals = 1 if distance_km < TENTHS_BELOW_KM else 0
        return self.say("km", n=self.number(distance_km, decimals=decimals))

    def reach(self, reach_km: Sequence[float]) -> str:
        """Write a reach as stated; both ends where sources differ."""
        return self.say("km", n="–".join(self.number(end, decimals=1) for end in reach_km))

    def metres(self, distance_m: float, *, decimals: int = 0) -> str:
        """Write a bound in metres, rounded up so that it stays one."""
        step = 10**decimals
        bound = math.ceil(round(distance_m * step, 6)) / step
        return self.say("m", n=self.number(bound, decimals=decimals))

    def share(self, shares: Sequence[float], standings: Sequence[str] | None = None) -> str:
        """Write a share in whole per cents; both ends where they differ."""
        return self.say("percent", n=per_cents(shares, standings))

    def points(self, change: float) -> str:
        """Write a change of share in points of per cent, with its sign."""
        size = ("−" if change < 0 else "+") + self.number(abs(change), decimals=1)
        return str(wording(self.lang)["summary"]["points"]).format(n=size)

    def day(self, when: date) -> str:
        """Write a date in full, as a sentence has it."""
        return self._date("date_in_text", when)

    def _date(self, key: str, when: date) -> str:
        month = self.messages["months"][when.month - 1]
        return self.say(key, day=when.day, month=month, year=when.year)

    def dated(self, when: date, precision: str, *, months: str = "months_alone") -> str:
        """Write a date for a list as well as it is known; a placeholder has its month."""
        day = self._date("date", when)
        if precision == "day":
            return day
        month = f"{self.messages[months][when.month - 1]} {when.year}"
        return self.say("approximate", day=month if precision == "placeholder" else day)

    def published(self, when: date, precision: str) -> str:
        """Write when a report was published: the day, or the month where no more is known."""
        if precision == "month":
            return f"{self.messages['months_alone'][when.month - 1]} {when.year}"
        return self._date("date", when)

    def span(
        self,
        start: date,
        until: date | None,
        *,
        start_precision: str = "day",
        until_precision: str = "day",
    ) -> str:
        """Write from when to when, as well as it is known."""
        if start_precision == "untold":
            last = until and self.dated(until, until_precision)
            return self.say("until_untold", until=last) if last else self.say("since_untold")
        if until is None:
            return self.say("since", start=self.dated(start, start_precision, months="months"))
        first = self.dated(start, start_precision)
        return self.say("span", start=first, until=self.dated(until, until_precision))

    def counted(self, key: str, count: int, *, shown: str | None = None) -> str:
        """Write a count with its noun; ``shown`` stands in for the numeral."""
        forms: Mapping[str, str] = self.messages[key]
        form = "none" if count == 0 and "none" in forms else plural(count, lang=self.lang)
        return forms[form].format(n=shown or self.number(count))

    def listing(self, names: Sequence[str], *, most: int | None = None) -> str:
        """Join names as a sentence does; from the most-th on, only count them."""
        if most is not None and len(names) > most:
            names = [*names[: most - 1], self.say("more", n=len(names) - most + 1)]
        if len(names) < 2:  # noqa: PLR2004 - nothing to join
            return "".join(names)
        vowels = re.search(r"[аеєиіїоуюя]$", names[-2]) and not re.match(r"[ЙЄЇЮЯйєїюя]", names[-1])
        joined = self.messages["list_join_vowels" if vowels else "list_join"]
        return f"{', '.join(names[:-1])}{joined}{names[-1]}"

    def of_regions(self, names: Sequence[str], *, most: int | None = None) -> str:
        """Put regions' names in the case that follows "for", or call them regions if one has none.

        Examples
        --------
        >>> Words("uk").of_regions(["Курська область"]), Words("ru").of_regions(["Хунань"])
        ('Курської області', 'региона Хунань')
        """
        bent = [self._bent(name, "genitive") for name in names]
        if all(bent):
            return self.listing(bent, most=most)
        key = "of_region" if len(names) == 1 else "of_regions"
        said = str(wording(self.lang)["names"][key])
        return said.format(list=self.listing(names, most=most))

    def of_country(self, name: str) -> str:
        """Put a country's name in the case that follows "of".

        Examples
        --------
        >>> Words("uk").of_country("Бразилія"), Words("en").of_country("Netherlands")
        ('Бразилії', 'the Netherlands')
        """
        bent = self._bent(name, "genitive_country")
        said = str(wording(self.lang)["names"]["of_country"])
        return self.with_article(bent) if bent else said.format(name=name)

    def _bent(self, name: str, rules: str) -> str:
        """Bend a name by the first rule that fits; '' where none does."""
        for ending, bent in wording(self.lang)["names"][rules]:
            said, times = re.subn(ending, bent, name, count=1)
            if times:
                return said
        return ""

    def credited(self, credit: str) -> str:
        """Put into the language what a line of credits says beside names and licences."""
        for english, own in wording(self.lang)["names"]["credited"]:
            credit = credit.replace(english, own)
        return credit

    def short(self, name: str) -> str:
        """Shorten a region's name as a map does."""
        for long, brief in self.messages["short"]:
            name = name.replace(long, brief)
        return name.strip()


def per_cents(shares: Sequence[float], standings: Sequence[str] | None = None) -> str:
    """Write shares in whole per cents: never 0 for a part, never 100 for less than all.

    ``standings``: where the region stands at each end of a reach, which a share rounded to nought
    cannot tell; left out, as the shares have it. Two are joined where they are written differently.

    Examples
    --------
    >>> per_cents([0.4949]), per_cents([0.002]), per_cents([0.998]), per_cents([0.19, 0.24])
    ('49', '<1', '>99', '19–24')
    >>> per_cents([0.0], ["partly"]), per_cents([0.9996], ["inside"])
    ('<1', '100')
    """
    told = standings or ["outside" if s == 0 else "inside" if s == 1 else "partly" for s in shares]
    return "–".join(dict.fromkeys(map(_per_cent, shares, told)))


def _per_cent(share: float, standing: str) -> str:
    if standing != "partly":
        return "100" if standing == "inside" else "0"
    nearest = math.floor(share * 100 + 0.5)
    if nearest < 1:
        return LESS_THAN_ONE
    return MORE_THAN_99 if nearest > 99 else str(nearest)  # noqa: PLR2004 - all


def plural(count: int, *, lang: str) -> str:
    """Choose the grammatical number of a count by CLDR's rules: ``one``, ``few`` or ``many``.

    English has ``one`` and ``many`` only.

    Examples
    --------
    >>> [plural(n, lang="uk") for n in (1, 3, 5, 11, 21, 112)]
    ['one', 'few', 'many', 'many', 'one', 'many']
    >>> [plural(n, lang="en") for n in (1, 2, 21)]
    ['one', 'many', 'many']
    """
    if lang == "en":
        return "one" if count == 1 else "many"
    units, tens = count % 10, count // 10 % 10
    if tens == 1 or units == 0 or units >= 5:  # noqa: PLR2004 - the rule's own numbers
        return "many"
    return "one" if units == 1 else "few"
