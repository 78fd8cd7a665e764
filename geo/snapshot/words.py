"""Turn numbers, dates and counts into words of one language."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.wording import wording

INSIDE_SHARE = 0.9995


@dataclass(frozen=True)
class Words:
    """Speak one language; ``table`` is its ``[snapshot]`` wording."""

    lang: str

    @property
    def table(self) -> Mapping[str, Any]:
        """Return the snapshot's own messages."""
        messages: Mapping[str, Any] = wording(self.lang)["snapshot"]
        return messages

    def say(self, key: str, **values: object) -> str:
        """Fill in the message of a key."""
        return str(self.table[key]).format(**values)

    def alt(self, key: str, **values: object) -> str:
        """Fill in a message of the text alternative."""
        return str(self.table["alt"][key]).format(**values)

    def status(self, name: str) -> str:
        """Name a permission's status."""
        return str(wording(self.lang)["status"][name])

    def origin(self, name: str, *, file: str) -> str:
        """Name what the reach is measured from."""
        known = wording(self.lang)["origin"]
        return str(known.get(name, known["file"])).format(name=file)

    def number(self, value: float) -> str:
        """Write a number with at most one decimal, thousands set apart."""
        signs = {",": self.table["thousands"], ".": self.table["decimal"]}
        return f"{value:,.1f}".removesuffix(".0").translate(str.maketrans(signs))

    def counted(self, key: str, count: int, *, shown: str | None = None) -> str:
        """Write a count with its noun in the right form; ``shown`` replaces the numeral."""
        forms: Mapping[str, str] = self.table[key]
        form = "none" if count == 0 and "none" in forms else plural(count, lang=self.lang)
        return forms[form].format(n=shown or count)

    def reach(self, ends: Sequence[float]) -> str:
        """Write a reach, or the interval where sources differ."""
        return self.say("reach", km="–".join(self.number(end) for end in ends))

    def percent(self, shares: Sequence[float]) -> str:
        """Write a share, or the interval of the two ends, in whole per cents."""
        return self.say("percent", n=per_cent(shares))

    def day(self, when: date) -> str:
        """Write a date."""
        month = self.table["months"][when.month - 1]
        return self.say("date", day=when.day, month=month, year=when.year)

    def span(self, start: date, until: date | None) -> str:
        """Write from when to when."""
        if until is None:
            return self.say("since", start=self.day(start))
        return self.say("span", start=self.day(start), until=self.day(until))

    def joined(self, names: Sequence[str]) -> str:
        """Join names as a sentence does."""
        return str(self.table["list_join"]).join(
            [", ".join(names[:-1]), names[-1]] if len(names) > 1 else names
        )

    def short(self, name: str) -> str:
        """Shorten a region's name as a map does."""
        for long, brief in self.table["short"]:
            name = name.replace(long, brief)
        return name.strip()

    def error(self, error_m: float) -> str:
        """Write a measured error, rounded up to a decimetre."""
        return self.say("error_m", n=self.number(math.ceil(error_m * 10) / 10))


def per_cent(shares: Sequence[float]) -> str:
    """Write shares in whole per cents; never 0 for a part, never 100 for less than all.

    Examples
    --------
    >>> per_cent([0.4949]), per_cent([0.002]), per_cent([0.998]), per_cent([0.19, 0.24])
    ('49', '<1', '>99', '19–24')
    """
    written = [_whole(share) for share in shares]
    return "–".join(dict.fromkeys(written))


def _whole(share: float) -> str:
    if share >= INSIDE_SHARE or share == 0:
        return "100" if share else "0"
    percents = math.floor(share * 100 + 0.5)
    return "<1" if percents == 0 else ">99" if percents == 100 else str(percents)  # noqa: PLR2004


def plural(count: int, *, lang: str) -> str:
    """Choose the grammatical number of a count: ``one``, ``few`` or ``many``.

    References
    ----------
    Unicode CLDR, Language Plural Rules (cardinals of en, uk, ru).

    Examples
    --------
    >>> [plural(n, lang="uk") for n in (1, 3, 5, 11, 21, 112)]
    ['one', 'few', 'many', 'many', 'one', 'many']
    >>> [plural(n, lang="en") for n in (1, 2)]
    ['one', 'many']
    """
    if lang == "en":
        return "one" if count == 1 else "many"
    units, tens = count % 10, count // 10 % 10
    if tens == 1 or units == 0 or units >= 5:  # noqa: PLR2004
        return "many"
    return "one" if units == 1 else "few"
