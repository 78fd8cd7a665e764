"""Text → drafts of regimes, and how they are written: as a file to be edited, as plain values."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from geo.claims.article import Article, article_of
from geo.claims.events import events_of
from geo.claims.fields import ELSEWHERE, StatedField, denied_radii, fields_of, miles_told
from geo.claims.policies import Policy, policies_of
from geo.claims.stances import PERMITS
from geo.claims.sure import Beside, is_sure
from geo.reading import Reading, language_of, normalise
from geo.wording import Words, html_table

_LONGEST_QUOTE = 160
_HELPERS = ("hedge", "unit")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Hold what a text says of one policy.

    Attributes
    ----------
    id
        A name for it.
    findings
        One per field of a regimes file, in its order, and one each for hedge and unit.
    text
        The whole text the offsets index.
    drawn
        Whether it is sure enough to be drawn without anybody's looking at it.
    miles
        The reach in miles, where the text tells it so first.
    past
        Whether the text speaks of it as of what was so before.
    sentences
        Bounds of the sentences that speak of it.
    radius_denied
        Bounds of the one that says that its distance is no radius drawn around; None of none.
    """

    id: str
    findings: tuple[StatedField, ...]
    text: str
    drawn: bool = False
    past: bool = False
    miles: tuple[float, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    radius_denied: tuple[int, int] | None = None

    def __getitem__(self, field: str) -> Any:
        """Give the value of a field, None where it is a gap."""
        for finding in self.findings:
            if finding.field == field:
                return finding.value
        raise KeyError(field)

    def _repr_html_(self) -> str:
        held = {each.field: each.value for each in self.findings}
        listed = {k: v if isinstance(v, list) else [v] for k, v in held.items() if v is not None}
        rows = [(field, ", ".join(map(str, values))) for field, values in listed.items()]
        gaps = ", ".join(field for field, value in held.items() if value is None)
        drawn = "drawn" if self.drawn else "not sure enough to be drawn"
        return html_table(f"{self.id}: {drawn}", [*rows, ("not told", gaps)])


def draft(text: str) -> list[Draft]:
    """Read the policies a text tells of; what it does not tell stays a named gap.

    A policy is a clause in which a government lets another country use arms against a third, or
    does not; what other clauses tell of the same government, countries, weapon and distance adds
    to it.

    Parameters
    ----------
    text
        An article in English, Ukrainian or Russian.

    Returns
    -------
    list of Draft
        In the order of the text; empty where no clause tells of a policy.

    Raises
    ------
    DataError
        When the packaged place names are damaged.

    Examples
    --------
    >>> found = draft("Washington allowed Ukraine strikes with HIMARS up to 50 miles into Russia.")
    >>> [(each["reach_km"], each["hedge"], each["systems"], each["grantor"]) for each in found]
    [(80.5, 'up to', ['HIMARS'], 'US')]
    >>> draft("The match ended after 90 minutes.")
    []
    """
    reading = normalise(text)
    article = article_of(reading.text)
    if not article.passages:
        return []
    policies = policies_of(article, events_of(article))
    taken: dict[str, int] = {}
    beside = Beside(policies)
    drafts = [
        _drafted(policy, article, reading, taken=taken, beside=beside)
        for policy in sorted(policies, key=lambda each: not each.past)
    ]
    return sorted(_with_ends(drafts), key=_in_time)


def _with_ends(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Let what was so before end on the day on which what holds now begins."""
    holding: dict[str | None, Draft] = {}
    for each in drafts:
        if not each.past and each["from"]:
            holding.setdefault(each["grantor"], each)
    for each in drafts:
        now = holding.get(each["grantor"]) if each.past else None
        if now is None or each["until"] or (each["from"] or date.min) >= now["from"]:
            yield each
            continue
        day = next(finding for finding in now.findings if finding.field == "from")
        until = replace(day, field="until", confidence=min(day.confidence, ELSEWHERE))
        kept = tuple(until if f.field == "until" else f for f in each.findings)
        yield replace(each, findings=kept)


def _in_time(each: Draft) -> tuple[bool, date]:
    """Put what began on a known day in order of time; what was so before stands before the rest."""
    return each["from"] is not None, each["from"] or date.min


def _as_given(field: StatedField, reading: Reading) -> StatedField:
    """Lead the offsets of a field back to the text as given."""
    if field.start is None or field.end is None or field.sentence is None:
        return field
    start, end = reading.to_given(field.start, field.end)
    return replace(field, start=start, end=end, sentence=reading.to_given(*field.sentence))


def _drafted(
    policy: Policy,
    article: Article,
    reading: Reading,
    *,
    taken: dict[str, int],
    beside: Beside,
) -> Draft:
    findings = tuple(_as_given(each, reading) for each in fields_of(policy, article))
    values = {finding.field: finding.value for finding in findings}
    denied = denied_radii(policy, article.text)
    return Draft(
        id=_identifier(values, taken),
        findings=findings,
        text=reading.given,
        drawn=is_sure(policy, values, article, beside),
        past=policy.past,
        miles=miles_told(policy),
        sentences=tuple(
            reading.to_given(*each) for each in sorted({e.sentence for e in policy.events})
        ),
        radius_denied=next((reading.to_given(*event.sentence) for _, event in denied), None),
    )


def _identifier(values: dict[str, Any], taken: dict[str, int]) -> str:
    """Name a policy by what it says; the next one that says the same gets a number."""
    reach = values["reach_km"]
    parts = [values["grantor"] or "", *(values["systems"] or [])[:1]]
    if reach is not None:
        parts.append(
            "-".join(f"{end:.0f}" for end in (reach if isinstance(reach, list) else [reach]))
        )
        parts.append("km")
    if values["stance"] not in (None, PERMITS):
        parts.append(values["stance"])
    plain = re.sub(r"[^a-z0-9-]+", "-", "-".join(p.lower() for p in parts if p)) or "policy"
    name, number = plain, taken.get(plain, 0)
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    taken[plain] = max(number, 1)
    taken.setdefault(name, 1)
    return name


def draft_values(drafts: Iterable[Draft]) -> dict[str, Any]:
    """Give drafts as plain values: fields, evidence with offsets, gaps by name.

    Returns
    -------
    dict
        ``regimes``: per draft its ``id``, ``fields`` (value, words, offsets, sentence,
        confidence) and ``gaps``.
    """
    return {
        "regimes": [
            {
                "id": each.id,
                "drawn": each.drawn,
                "fields": {
                    finding.field: _values(finding, each.text)
                    for finding in each.findings
                    if not finding.gap
                },
                "gaps": {f.field: f.gap for f in each.findings if f.gap},
            }
            for each in drafts
        ]
    }


def _values(finding: StatedField, text: str) -> dict[str, Any]:
    first, last = finding.sentence or (0, 0)
    value = finding.value.isoformat() if isinstance(finding.value, date) else finding.value
    return {
        "value": value,
        "text": text[finding.start : finding.end],
        "start": finding.start,
        "end": finding.end,
        "sentence": [first, last],
        "confidence": finding.confidence,
    }


def as_toml(drafts: Sequence[Draft], *, source_name: str) -> str:
    """Write drafts as a regimes file: values with their evidence, gaps as comments to fill in.

    A gap in a field that every regime needs keeps the file from being read until it is filled.

    Parameters
    ----------
    drafts
        What ``draft`` gave.
    source_name
        What the text is called.

    Returns
    -------
    str
        TOML; the evidence stands in comments, one line each, free of control characters.
    """
    name, words = (
        _quoted(source_name),
        Words(language_of("".join(d.text for d in drafts[:1])), "draft"),
    )
    if not drafts:
        return f"# No regime was found: nothing in {name} tells of a permission to use arms.\n"
    lines = words.say("head", name=name, n=len(drafts)).splitlines()
    for each in drafts:
        lines += ["", "[[regime]]", f'id = "{each.id}"', _label(each, words)]
        for finding in each.findings:
            lines += _lines(finding, each.text, words)
    return "\n".join(lines) + "\n"


def _label(each: Draft, words: Words) -> str:
    """Name a policy in English, which every file has, and in the language of the text."""
    values = {finding.field: finding.value for finding in each.findings}
    reach, named = values["reach_km"], values["systems"] or [values["grantor"] or "Policy"]
    ends = reach if isinstance(reach, list) else [reach]
    labels = {}
    for lang in dict.fromkeys(("en", words.lang)):
        known = Words(lang, "draft")
        distance = known.reach(ends).replace("\u00a0", " ") if reach is not None else ""
        hedged = str(known.messages["hedges"][values["hedge"] or "none"]).format(reach=distance)
        labels[lang] = ", ".join([*named, hedged if distance else ""]).strip(", ")
    said = (f"{lang} = {json.dumps(text, ensure_ascii=False)}" for lang, text in labels.items())
    return f"label = {{ {', '.join(said)} }}"


def _lines(finding: StatedField, text: str, words: Words) -> list[str]:
    evidence = []
    if finding.sentence:
        first, last = finding.sentence
        said = _quoted(text[finding.start : finding.end])
        where = words.say(
            "where", start=finding.start, end=finding.end, confidence=f"{finding.confidence:g}"
        )
        evidence = [f"# {finding.field}: {said} {where} {_quoted(text[first:last])}"]
    if finding.field in _HELPERS:
        return [] if finding.gap else [f"# {finding.field}: {finding.value}"]
    if finding.gap:
        gap = finding.gap if words.lang == "en" else words.messages["gaps"][finding.field]
        return [*evidence, f"# {words.say('gap')}, {finding.field}: {gap}"]
    value = finding.value
    written = value.isoformat() if isinstance(value, date) else json.dumps(value)
    return [*evidence, f"{finding.field} = {written}"]


def _quoted(text: str) -> str:
    """Quote outside text on one line, without what a terminal or TOML would stumble over."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    short = flat if len(flat) <= _LONGEST_QUOTE else f"{flat[: _LONGEST_QUOTE - 1]}…"
    return f"“{short}”"
