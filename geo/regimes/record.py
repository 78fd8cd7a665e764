"""Say what a policy regime is: reach, scope, stance and status, each in a field of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.wording import Words, html_table

Said = str | Mapping[str, str]
"""A text in one wording for all (a name, or words of any language), or one for each language."""

STANCES = ("permits", "case-by-case", "refuses", "proposed")
STATUSES = ("reported", "confirmed", "denied", "disputed")
PRECISIONS = ("day", "about", "placeholder")
KINDS_OF_REACH = ("weapon", "limit")
LAND_BORDER = "land-border"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Stand for one public report a regime rests on.

    Attributes
    ----------
    publisher, title, url
        Who published what, and where.
    date
        The day of publication; where only the month is known, its first day, in a file
        ``"2024-11"``.
    says
        What it states, in the project's or the user's own words: a paraphrase, never a quote; one
        text, or one for each language (``en`` always).
    date_precision
        ``day`` or ``month``.
    copy
        Whether the page is a copy or digest of another outlet's report.
    """

    publisher: str
    title: str
    date: date
    url: str
    says: Said
    date_precision: str = "day"
    copy: bool = False


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Name a part of a border that a reach is measured from.

    Attributes
    ----------
    name
        ``land-border``, the code of a region of the origin, or a name that the file defines.
    label
        What a file calls it, by language; empty where the program names it.
    regions
        ISO 3166-2 codes of regions of the origin: the stretch is the border that bounds them.
    file
        A GeoJSON or GeoPackage file with the line itself.
    """

    name: str
    label: Mapping[str, str]
    regions: tuple[str, ...] = ()
    file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Regime:
    """Hold one reported policy, with reach, scope, stance and status apart.

    Attributes
    ----------
    id
        Unique name: a-z, 0-9 and '-'.
    label, note
        Text by language (``en`` always for the label; the note may be empty).
    grantor
        ISO 3166-1 alpha-2 code of the government.
    systems
        Weapon systems the reports name, or what else a rule is about; each a name, or a
        description in each language (``en`` always).
    reach_km
        One distance, or two (ascending) where sources differ; empty, in a file ``"none"``, where
        none was stated.
    scope
        ISO 3166-2 codes of the regions the policy names; empty: it names none.
    status
        ``reported``, ``confirmed``, ``denied`` or ``disputed``: of the stance, not of the reach.
    start, until
        First day, and the day on which the grantor ended or replaced it (left out: no end known).
    sources
        The reports, in the file's order.
    stance
        ``permits``; ``case-by-case``, leave asked for each time; ``refuses``; or ``proposed``,
        asked for or weighed, no rule.
    excluded
        ISO 3166-2 codes of regions the policy names as left out.
    whole
        ISO 3166-2 codes of regions inside whatever the distance.
    reach_of
        What the distance is: ``weapon``, the range a weapon is reported to have, or ``limit``, a
        limit somebody set or claimed.
    start_precision, until_precision
        How well each day is known: ``day``, ``about``, or ``placeholder`` where sources give no
        more than a month or a season.
    replaces
        Ids of the regimes that the grantor ended with this one.
    conflicts
        What sources state differently, side by side, in the project's or the user's own words;
        each one text, or one for each language (``en`` always).
    origin, target
        ISO 3166-1 alpha-2 codes: the country whose border the reach is measured from, and the
        country whose regions are judged; left out, Ukraine and Russia. One file has one of each.
    origin_part
        The part of the border that the reach is measured from; None: all of it.
    as_written
        The reach as the text at hand writes it, by language: "190 miles (306 km)"; no file has it.
    stated_in
        ``text`` where the text at hand states it, ``context`` where it is drawn beside a text that
        does not, empty where somebody asked for it; no file has it.
    """

    id: str
    label: Mapping[str, str]
    note: Mapping[str, str]
    grantor: str
    systems: tuple[Said, ...]
    reach_km: tuple[float, ...]
    scope: tuple[str, ...]
    status: str
    start: date
    until: date | None
    sources: tuple[Source, ...]
    stance: str = "permits"
    excluded: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    reach_of: str = "weapon"
    start_precision: str = "day"
    until_precision: str = "day"
    replaces: tuple[str, ...] = ()
    conflicts: tuple[Said, ...] = ()
    origin: str = "UA"
    target: str = "RU"
    origin_part: Stretch | None = None
    as_written: Said = ""
    stated_in: str = ""

    @property
    def grants(self) -> bool:
        """Say whether it permits something: always, or case by case."""
        return self.stance in ("permits", "case-by-case")

    @property
    def drawable(self) -> bool:
        """Say whether a map can show it: it states a distance and is more than a proposal."""
        return bool(self.reach_km) and self.stance != "proposed"

    @property
    def last_report(self) -> Source | None:
        """Return the latest of its sources, where it has any; of one day, the first."""
        return max(self.sources, key=lambda source: source.date, default=None)

    def _repr_html_(self) -> str:
        words = Words("en", "narrative")
        precisions = {
            "start_precision": self.start_precision,
            "until_precision": self.until_precision,
        }
        limit = self.reach_of == "limit"
        rows = [
            ("says", words.attested(self.stance, self.status, limit=limit)),
            ("of", self.grantor),
            (
                "limit" if limit else "reach",
                words.reach(self.reach_km) if self.reach_km else "none stated",
            ),
            ("names", ", ".join(self.scope) or "no region"),
            ("leaves out", ", ".join(self.excluded)),
            ("time", words.span(self.start, self.until, **precisions)),
            ("sources", str(len(self.sources) or "none")),
        ]
        return html_table(
            in_language(self.label, "en"), [("id", self.id), *(row for row in rows if row[1])]
        )


def in_language(text: Said, lang: str) -> str:
    """Give a text in a language: as it stands where it has one wording, else in English.

    Parameters
    ----------
    text
        One wording, or wordings by language.
    lang
        ``en``, ``uk`` or ``ru``.

    Returns
    -------
    str
        Empty where neither the language nor English is there, as in a note without them.

    Examples
    --------
    >>> in_language("ATACMS", "uk"), in_language({"en": "artillery", "uk": "артилерія"}, "uk")
    ('ATACMS', 'артилерія')
    >>> in_language({"en": "artillery"}, "ru")
    'artillery'
    """
    if isinstance(text, str):
        return text
    return text.get(lang, text.get("en", ""))
