"""Learn how much each thing that speaks for one of several places of a name weighs.

A conditional logit over the options of every name in the project's annotated texts. What the
other names of a text say depends on how they are answered, so weights and answers are found in
turns, from a start that knows little more than that large places are named more often.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from data.build.corpus import Annotated, Annotation, annotated
from geo.gazetteer import Candidate
from geo.mentions import found_in, tokens
from geo.places import WEIGHTS, Question, advice, prepare, questions, rank
from geo.reading import normalise

MODEL = Path(__file__).resolve().parents[2] / "geo" / "places" / WEIGHTS

_PRIOR = {
    "size=settlement": 1.5, "size=region": 1.5, "size=country": 1.5, "kind=country": 1.0,
    "kind=region": -4.0, "kind=settlement": -4.5, "kind=water": 4.5, "kind=area": 4.5,
    "spelling&lat": -0.8, "spelling&cyr": -0.8, "other-name&lat": -3.5, "other-name&cyr": -3.5,
    "bare&lat": -4.0, "bare&cyr": -4.0, "bare-named": 6.0, "bare-meant": 5.0, "within": 8.0,
    "hint": 6.0, "hint-district": 6.0, "article": 4.0, "wet": 3.5, "town-sense": 3.0,
    "country": 2.5, "region": 3.0, "near": 2.5, "listed": 2.0, "rival": 4.0, "settled": 3.0,
    "own&lat": 1.2, "own&cyr": 2.0, "former": 0.7, "capital": 3.0, "part-of-city": -1.8,
    "as-written": 1.8, "lesser": -3.0,
}  # fmt: skip
_TURNS = 5
_PENALTY = 2
_DIGITS = 3
_CLOSE_DEGREES = 0.3
_SHARES = {"local news": 0.25, "lists": 0.25, "namesakes": 0.25}


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold the questions of one text, and which options of each are right."""

    questions: list[Question]
    right: list[frozenset[int]]
    share: float


def asked(text: Annotated) -> Asked:
    """Put the questions of one text and look up their answers in its marks."""
    reading = normalise(text.text)
    cut = tokens(reading.text)
    mentions = found_in(cut)
    of_mention = questions(cut, mentions)
    unique = list(dict.fromkeys(of_mention))
    prepare(unique, _PRIOR)
    marks = [mark for mark in (*text.places, *text.inside) if mark.place is not None]
    right: dict[Question, frozenset[int]] = {}
    for mention, question in zip(mentions, of_mention, strict=True):
        start, end = reading.to_given(mention.start, mention.end)
        mark = next((m for m in marks if m.start < end and start < m.end), None)
        if mark is not None:
            right[question] = _right(question, mark)
    return Asked(
        unique,
        [right.get(question, frozenset()) for question in unique],
        _SHARES.get(text.register, 1.0),
    )


def _right(question: Question, mark: Annotation) -> frozenset[int]:
    options = enumerate(question.options)
    return frozenset(i for i, option in options if mark.place and _is_same(option, mark.place))


def _is_same(one: Candidate, other: Candidate) -> bool:
    """Tell whether two entries are one place: the same, or two of a kind side by side."""
    close = abs(one.lat - other.lat) + abs(one.lon - other.lon) < _CLOSE_DEGREES
    return one.row == other.row or (one.kind == other.kind and close)


def fit(texts: Sequence[Asked]) -> dict[str, float]:
    """Find the weights, in turns with the answers they give."""
    known: Mapping[str, float] = _PRIOR
    for _ in range(_TURNS):
        known = _fit(list(_examples(texts, known)))
    return {name: weight for name, weight in sorted(known.items()) if weight}


def _examples(
    texts: Sequence[Asked], known: Mapping[str, float]
) -> Iterator[tuple[list[dict[str, float]], frozenset[int], float]]:
    """Give the features of the options of each question that has a choice and an answer."""
    for text in texts:
        rank(text.questions, known, rounds=1)
        for question, told, right in zip(
            text.questions, advice(text.questions), text.right, strict=True
        ):
            if 0 < len(right) < len(question.options):
                both = zip(question.natures, told, strict=True)
                yield [dict((*own, *others)) for own, others in both], right, text.share


def _fit(data: Sequence[tuple[list[dict[str, float]], frozenset[int], float]]) -> dict[str, float]:
    names = sorted({name for options, _, _ in data for option in options for name in option})
    column = {name: i for i, name in enumerate(names)}
    rows = [option for options, _, _ in data for option in options]
    indices = [column[name] for row in rows for name in row]
    values = [value for row in rows for value in row.values()]
    bounds = np.cumsum([0, *(len(row) for row in rows)])
    matrix = csr_matrix((values, indices, bounds), (len(rows), len(names)))
    firsts = np.cumsum([0, *(len(options) for options, _, _ in data)])[:-1]
    group = np.repeat(np.arange(len(data)), [len(options) for options, _, _ in data])
    right = np.array([i in good for options, good, _ in data for i in range(len(options))])
    share = np.array([share for _, _, share in data])

    prior = np.array([_PRIOR.get(name, 0.0) for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores, off = matrix @ weights, weights - prior
        scores -= np.maximum.reduceat(scores, firsts)[group]
        mass = np.exp(scores)
        total = np.add.reduceat(mass, firsts)
        hit = np.add.reduceat(mass * right, firsts)
        value = share @ (np.log(total) - np.log(hit + 1e-300)) + _PENALTY * off @ off
        slope = share[group] * (mass / total[group] - mass * right / (hit + 1e-300)[group])
        return value, matrix.T @ slope + 2 * _PENALTY * off

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    return {name: round(float(w), _DIGITS) for name, w in zip(names, found.x, strict=True)}


def main() -> None:
    """Train on the corpus and write the weights."""
    texts = [asked(text) for text in annotated("train")]
    known = fit(texts)
    MODEL.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    number = len(list(_examples(texts, known)))
    print(f"ranking: {number:,} names with a choice, {len(known)} weights")


if __name__ == "__main__":
    main()
