"""Say what the text itself states: each policy in a line, what is drawn, and what is not told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.boundaries import load_boundary, load_regions
from geo.errors import InputError
from geo.narrative.rows import DOUBTED
from geo.regimes import catalogue, in_language
from geo.wording import Words, printable

if TYPE_CHECKING:
    from geo.claims import Draft
    from geo.findings import Findings
    from geo.narrative.accounts import Account
    from geo.quantities import Quantity

_MOST_IN_TITLE = 2
_NO_BREAK_SPACE = "\u00a0"
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
    why
        Why it is not drawn, in a line; '' where it is.
    gaps
        What the text does not tell, in a line; '' where nothing is missing.
    known
        What the catalogue says of the same, and where the two differ; '' where it knows nothing.
    """

    regime: str
    said: str
    quote: str
    why: str
    gaps: str
    known: str


@dataclass(frozen=True, kw_only=True)
class StatedByText:
    """Hold all that is said of what the text states.

    ``distances`` are those of the text that are the reach of no policy drawn; ``summary`` says
    whose policies the map shows; ``how`` says how what is not drawn can be, '' where all is.
    """

    policies: tuple[StatedPolicy, ...]
    distances: tuple[str, ...]
    summary: str
    how: str


def stated_by_text(findings: Findings, *, lang: str) -> StatedByText:
    """Say in a language what the text states of policies, drawn or not."""
    from geo.claims import quoted, regime_id, undrawn_distances  # noqa: PLC0415 - lists of policies need not wait for it
    from geo.quantities import quantities  # noqa: PLC0415 - same

    words = Words(lang, "claims")
    names = _names(findings.claims, lang)
    left = {regime_id(each) for each in _left(findings)}
    known = catalogue() if findings.claims else []
    rest = undrawn_distances(quantities(findings.text.text), findings.claims, findings.regimes)
    return StatedByText(
        policies=tuple(
            StatedPolicy(
                regime="" if regime_id(each) in left else regime_id(each),
                said=_said(each, names, words),
                quote=quoted(each),
                why=_why(each, findings, words) if regime_id(each) in left else "",
                gaps=_gaps(each, words),
                known=_known(each, known, names, words),
            )
            for each in findings.claims
        ),
        distances=tuple(_quoted(rest, words)),
        summary=_summary(findings, words, left=bool(left)),
        how=words.say("how_to_draw") if left else "",
    )


def _quoted(distances: Sequence[Quantity], words: Words) -> dict[str, None]:
    """Give distances once each, in quotation marks, for they stay as the text has them."""
    return {words.say("as_written", text=" ".join(each.text.split())): None for each in distances}


def _left(findings: Findings) -> list[Draft]:
    """Give what the text states that is not drawn."""
    from geo.claims import regime_id  # noqa: PLC0415 - same

    drawn = {regime.id for regime in findings.regimes if regime.stated_in == "text"}
    return [each for each in findings.claims if regime_id(each) not in drawn]


def _summary(findings: Findings, words: Words, *, left: bool) -> str:
    """Say whose policies the map shows, and whether the text states any."""
    whose = {regime.stated_in for regime in findings.regimes}
    if "text" in whose:
        return words.say("drawn_part" if left else "drawn")
    if whose and "context" not in whose:
        return words.say("asked")
    places = "no_places" if findings.places.geometry.isna().all() else "places_shown"
    said = ("not_drawn" if left else "none", "context" if whose else places)
    return " ".join(words.say(key) for key in said)


def _why(each: Draft, findings: Findings, words: Words) -> str:
    """Say why a policy is not drawn: the first reason that holds."""
    pair = (findings.home_country, findings.target)
    reasons = {
        "asked": any(not regime.stated_in for regime in findings.regimes),
        "proposed": each["stance"] == "proposed",
        "status": each["status"] in DOUBTED,
        "distance": each["reach_km"] is None,
        "beyond": each["stance"] != "permits" and each["reach_of"] == "limit",
        "elsewhere": each.drawn and (each["origin"], each["target"]) != pair,
    }
    reason = next((key for key, holds in reasons.items() if holds), "unsure")
    status = words.status(each["status"]) if each["status"] else ""
    return words.say("why", reason=words.say(f"why_{reason}", status=status))


def left_undrawn(findings: Findings, *, lang: str) -> tuple[str, ...]:
    """Name each policy and reach of the text that is not drawn, as a title has room for it.

    Nothing of a text whose policies nobody asked to be drawn: the built-in brief, or a file's.
    """
    from geo.claims import as_written, reaches_untold  # noqa: PLC0415 - same
    from geo.quantities import quantities  # noqa: PLC0415 - same

    if findings.regimes and not any(regime.stated_in for regime in findings.regimes):
        return ()
    words, told = Words(lang, "claims"), []
    names = _names(findings.claims, lang)
    for each in _left(findings):
        status = each["status"]
        noun = words.messages["nouns"][each["stance"]]
        attested = words.attested(each["stance"], status) if status else noun
        before = words.say("before") if each.past else ""
        parts = (attested, before, ", ".join(each["systems"] or ()), as_written(each).get(lang, ""))
        who = names.get(each["grantor"], each["grantor"]) or words.say("somebody")
        told.append(words.say("left", who=who, said=", ".join(filter(None, parts))))
    text = findings.text.text
    rest = reaches_untold(text, quantities(text), findings.claims)
    return tuple(dict.fromkeys([*told, *_quoted(rest, words)]))


def with_undrawn(
    accounts: Sequence[Account], findings: Findings, *, lang: str
) -> tuple[Account, ...]:
    """Add to each headline what the text states and the map does not show."""
    left = left_undrawn(findings, lang=lang)
    return tuple(replace(each, headline=_titled(each.headline, left, lang)) for each in accounts)


def _titled(title: str, left: Sequence[str], lang: str) -> str:
    words = Words(lang, "claims")
    return words.say("title_left", title=title, list=_listed(left, words)) if left else title


def _listed(left: Sequence[str], words: Words) -> str:
    more = len(left) - _MOST_IN_TITLE
    kept = "; ".join(left[:_MOST_IN_TITLE])
    return words.say("left_more", list=kept, n=more) if more > 0 else kept


def places_title(findings: Findings, *, lang: str) -> str:
    """Say what the text states, or that no policy was found in it, and what places are shown."""
    words = Words(lang, "claims")
    places = findings.places
    located = places[~places.geometry.isna()]
    counted = words.counted(
        "places", len(set(zip(located["name"], located["region"], strict=True)))
    )
    countries = words.counted("countries", located["country"].dropna().nunique())
    key = "placeless_title" if located.empty else "places_title"
    left = left_undrawn(findings, lang=lang)
    if not findings.claims:
        return _titled(words.say(key, places=counted, countries=countries), left, lang)
    told = _listed(left, words)
    return words.say(f"{key}_stated", list=told, places=counted, countries=countries)


def places_alt(findings: Findings) -> str:
    """Tell in plain text what a map without any policy shows."""
    words = Words(findings.lang, "claims")
    names = findings.places.drop_duplicates(["name", "region"])["name"]
    lines = [
        places_title(findings, lang=findings.lang),
        *(undrawn_lines(findings) or [stated_by_text(findings, lang=findings.lang).summary]),
        f"{words.say('named')}: {', '.join(names)}." if len(names) else "",
        words.say("borders"),
    ]
    return "\n\n".join(one_line(line) for line in lines if line) + "\n"


def one_line(text: str) -> str:
    """Keep the spaces that hold a number and its unit together, and nothing else unseen."""
    held = text.split(_NO_BREAK_SPACE)
    return _NO_BREAK_SPACE.join(re.sub(" {2,}", " ", printable(part)) for part in held).strip()


def undrawn_lines(findings: Findings) -> list[str]:
    """Tell what the text states that is not drawn, and why, a line each; empty where all is."""
    if not left_undrawn(findings, lang=findings.lang):
        return []
    words, stated = Words(findings.lang, "claims"), stated_by_text(findings, lang=findings.lang)
    told = [
        " ".join(filter(None, (f"- {each.said}.", each.why, each.gaps)))
        for each in stated.policies
        if not each.regime
    ]
    rest = words.say("distances", list=", ".join(stated.distances)) if stated.distances else ""
    return [stated.summary, *told, rest]


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
        return names.get(code, code) if code else words.say("unnamed")

    def regions(field: str, key: str) -> str:
        codes = each[field] or ()
        return words.say(key, list=words.listing([names.get(c, c) for c in codes])) if codes else ""

    from geo.claims import as_written  # noqa: PLC0415 - same

    who = {field: words.with_article(named(field)) for field in ("grantor", "origin", "target")}
    parts = [
        words.say(f"stance_{each['stance']}", **who),
        words.say("before") if each.past else "",
        ", ".join(each["systems"] or ()),
        as_written(each).get(words.lang, ""),
        regions("scope", "scope_named"),
        regions("excluded", "scope_left_out"),
        words.status(each["status"]) if each["status"] else "",
        words.say("since", start=words.day(each["from"])) if each["from"] else "",
        words.say("until_day", day=words.day(each["until"])) if each["until"] else "",
    ]
    said = "; ".join(part for part in parts if part)
    return said[0].upper() + said[1:]


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
