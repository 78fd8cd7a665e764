"""Say what the text itself states: each policy in a line, what is drawn, and what is not told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.boundaries import load_boundary, load_regions
from geo.errors import InputError
from geo.regimes import catalogue, in_language
from geo.wording import Words, printable

if TYPE_CHECKING:
    from geo.claims import Draft
    from geo.findings import Findings

_TOLD = ("grantor", "origin", "target", "reach_km", "status", "from")


@dataclass(frozen=True, kw_only=True)
class StatedPolicy:
    """Hold one policy that the text states, ready to read.

    Attributes
    ----------
    regime
        The id of the regime drawn of it; '' where it is not drawn.
    said
        What it says, in a line.
    quote
        The sentence.
    gaps
        What the text does not tell, in a line; '' where nothing is missing.
    known
        What the catalogue says of the same, and where the two differ; '' where it knows nothing.
    """

    regime: str
    said: str
    quote: str
    gaps: str
    known: str


@dataclass(frozen=True, kw_only=True)
class StatedByText:
    """Hold all that is said of what the text states.

    ``distances`` are those of the text that are the reach of no policy drawn; ``summary`` says in
    a sentence whose policies the map shows.
    """

    policies: tuple[StatedPolicy, ...]
    distances: tuple[str, ...]
    summary: str


def stated_by_text(findings: Findings, *, lang: str) -> StatedByText:
    """Say in a language what the text states of policies, drawn or not."""
    from geo.claims import quoted, regime_id, undrawn_distances  # noqa: PLC0415 - lists of policies need not wait for it
    from geo.quantities import quantities  # noqa: PLC0415 - same

    words = Words(lang, "claims")
    names = _names(findings.claims, lang)
    drawn = {regime.id for regime in findings.regimes if regime.stated_in == "text"}
    known = catalogue() if findings.claims else []
    rest = undrawn_distances(quantities(findings.text.text), findings.claims, findings.regimes)
    if drawn:
        summary = words.say("drawn")
    elif any(regime.stated_in == "context" for regime in findings.regimes):
        summary = words.say("context" if not findings.claims else "context_unsure")
    elif findings.regimes:
        summary = words.say("asked")
    else:
        summary = words.say("none" if not findings.claims else "none_sure")
    return StatedByText(
        policies=tuple(
            StatedPolicy(
                regime=regime_id(each) if regime_id(each) in drawn else "",
                said=_said(each, names, words),
                quote=quoted(each),
                gaps=_gaps(each, words),
                known=_known(each, known, names, words),
            )
            for each in findings.claims
        ),
        distances=tuple(dict.fromkeys(" ".join(each.text.split()) for each in rest)),
        summary=summary,
    )


def places_title(findings: Findings, *, lang: str) -> str:
    """Say what a map without any policy shows, and that the text states none that is sure."""
    words = Words(lang, "claims")
    places = findings.places
    located = places[~places.geometry.isna()]
    counted = words.counted(
        "places", len(set(zip(located["name"], located["region"], strict=True)))
    )
    countries = words.counted("countries", located["country"].dropna().nunique())
    key = "placeless_title" if located.empty else "places_title"
    key += "_unsure" if findings.claims else ""
    return words.say(key, places=counted, countries=countries)


def places_alt(findings: Findings) -> str:
    """Tell in plain text what a map without any policy shows."""
    words = Words(findings.lang, "claims")
    stated = stated_by_text(findings, lang=findings.lang)
    names = findings.places.drop_duplicates(["name", "region"])["name"]
    lines = [
        places_title(findings, lang=findings.lang),
        stated.summary,
        *(f"- {each.said}. {each.gaps}".strip() for each in stated.policies),
        words.say("distances", list=", ".join(stated.distances)) if stated.distances else "",
        f"{words.say('named')}: {', '.join(names)}." if len(names) else "",
        words.say("borders"),
    ]
    return "\n\n".join(" ".join(printable(line).split()) for line in lines if line) + "\n"


def _names(drafts: Sequence[Draft], lang: str) -> dict[str, str]:
    countries = load_boundary("countries")
    names = dict(zip(countries["country"], countries[f"name_{lang}"], strict=True))
    for target in {each["target"] for each in drafts} - {None}:
        try:
            regions = load_regions(target)
        except InputError:
            continue
        names |= dict(zip(regions["region"], regions[f"name_{lang}"], strict=True))
    return names


def _said(each: Draft, names: Mapping[str, str], words: Words) -> str:
    """Put the fields of a policy in a line, in the order one tells them."""

    def named(field: str) -> str:
        code = each[field]
        return names.get(code, code) if code else words.say("untold")

    def regions(field: str, key: str) -> str:
        codes = each[field] or ()
        return words.say(key, list=words.listing([names.get(c, c) for c in codes])) if codes else ""

    from geo.claims import as_written  # noqa: PLC0415 - same

    who = {field: named(field) for field in ("grantor", "origin", "target")}
    parts = [
        words.say(f"stance_{each['stance']}", **who),
        ", ".join(each["systems"] or ()),
        as_written(each).get(words.lang, ""),
        regions("scope", "scope_named"),
        regions("excluded", "scope_left_out"),
        words.status(each["status"]) if each["status"] else "",
        words.say("since_day", day=words.day(each["from"])) if each["from"] else "",
        words.say("until_day", day=words.day(each["until"])) if each["until"] else "",
    ]
    return "; ".join(part for part in parts if part)


def _gaps(each: Draft, words: Words) -> str:
    named = words.messages["fields"]
    missing = [named[f.field] for f in each.findings if f.gap and f.field in _TOLD]
    return words.say("gaps", list=", ".join(missing)) if missing else ""


def _known(each: Draft, known: Sequence[Any], names: Mapping[str, str], words: Words) -> str:
    """Put the catalogue's entry beside the text's."""
    from geo.claims import known_of  # noqa: PLC0415 - same

    found = known_of(each, known)
    if found is None:
        return ""
    named = words.messages["fields"]
    differ = [
        words.say(
            "differs",
            field=named[key],
            text=_plain(ours, names, words),
            other=_plain(theirs, names, words),
        )
        for key, (ours, theirs) in found.differences.items()
    ]
    label = in_language(found.regime.label, words.lang)
    return words.say("known", label=label, rest="; ".join(differ) or words.say("agrees"))


def _plain(value: Any, names: Mapping[str, str], words: Words) -> str:
    if isinstance(value, list):
        return ", ".join(names.get(each, each) for each in value)
    if value is None:
        return words.say("untold")
    statuses = ("reported", "confirmed", "denied", "disputed")
    return words.status(value) if value in statuses else str(value)
