"""Gather the text's distances and dates by the policy they agree with."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from geo.findings import Findings
from geo.statements import Statement
from geo.wording import Words

MOST_SENTENCES = 20

_ROOM = 240  # on either side of the first quantity in a long sentence


@dataclass(frozen=True, kw_only=True)
class Said:
    """Hold what the text states of one policy, or of none.

    ``sentences`` are the first twenty, cut into pieces: ``own`` for a distance or date that agrees,
    '' for the words between. ``left`` says how many more there are.
    """

    heading: str
    sentences: tuple[tuple[tuple[str, str], ...], ...]
    left: str


def said_of(findings: Findings, words: Words) -> tuple[Said, ...]:
    """Gather the sentences under each policy in turn, then those that agree with none."""
    headings = {
        regime.id: regime.label.get(words.lang, regime.label["en"]) for regime in findings.regimes
    }
    gathered = []
    for regime, heading in {**headings, "": words.say("statements_none")}.items():
        own = [said for said in findings.statements if regime in (said.regimes or ("",))]
        by_sentence = [
            tuple(each) for _, each in groupby(own, key=lambda said: said.quantity.sentence)
        ]
        if by_sentence:
            left = len(by_sentence) - MOST_SENTENCES
            gathered.append(
                Said(
                    heading=heading,
                    sentences=tuple(
                        _pieces(findings.text.text, each) for each in by_sentence[:MOST_SENTENCES]
                    ),
                    left=words.say("statements_left", n=words.number(left)) if left > 0 else "",
                )
            )
    return tuple(gathered)


def _pieces(text: str, own: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    begin, stop = own[0].quantity.sentence
    first = max(begin, own[0].quantity.start - _ROOM)
    last = min(stop, own[0].quantity.end + _ROOM)
    pieces = [("…" if first > begin else "", "")]
    at = first
    for said in own:
        if at <= said.quantity.start and said.quantity.end <= last:
            pieces += [(text[at : said.quantity.start], ""), (said.quantity.text, "own")]
            at = said.quantity.end
    pieces += [(text[at:last], ""), ("…" if last < stop else "", "")]
    return tuple(piece for piece in pieces if piece[0])
