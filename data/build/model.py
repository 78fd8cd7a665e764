"""Train the model that tells places from what only sounds like them: one command, one file."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from data.build.corpus import Annotated, Annotation, annotated
from geo.mentions import (
    Span,
    Tokens,
    described,
    probability,
    second_look,
    shared_nouns,
    spans,
    tokens,
    weigh,
)
from geo.reading import normalise, sentence_starts

MODEL = Path(__file__).resolve().parents[2] / "geo" / "mentions" / "model.json"
PRIOR = Path(__file__).resolve().parent / "tables" / "prior.json"

_FEWEST = 2
_PENALTY = 1.0
_DIGITS = 3
_LEAST = 0.01
_FOLDS = 5
_SMALL_WORD = 3
_AGAIN = 2.0
_SHARES = {"local news": 0.12, "lists": 0.25, "en lists": 0.15, "namesakes": 0.04}


@dataclass(frozen=True, slots=True)
class Examples:
    """Hold one text's spans, the features of each, and whether each names a place."""

    cut: Tokens
    runs: list[Span]
    features: list[list[str]]
    truth: list[bool]
    inside: list[bool | None]
    """Whether each stands inside another name; None where the text does not say."""
    share: float
    """How much the text counts: composed ones are many and much alike."""


def examples(text: Annotated) -> Examples:
    """Read the examples of one text."""
    reading = normalise(text.text)
    cut = tokens(reading.text)
    runs = shared_nouns(cut, list(spans(cut)))
    extents = [reading.to_given(cut.starts[span.first], cut.ends[span.last]) for span in runs]
    truth = [_meets(text.places, extent) for extent in extents]
    within = [
        False if place else _meets(text.inside, extent) if text.inside else None
        for place, extent in zip(truth, extents, strict=True)
    ]
    features = [[name for part in parts for name in part] for parts in described(cut, runs)]
    return Examples(
        cut,
        runs,
        features,
        truth,
        within,
        _SHARES.get(f"{text.language} {text.register}", _SHARES.get(text.register, 1.0)),
    )


def _meets(marked: Sequence[Annotation], extent: tuple[int, int]) -> bool:
    start, end = extent
    return any(each.start < end and start < each.end for each in marked)


def in_capitals(texts: Sequence[Annotated]) -> Iterator[Annotated]:
    """Set some texts as headlines, a sentence a line, and others all in capitals."""
    for number, text in enumerate(texts):
        if number % 3 == 0 and text.language == "en":
            set_anew = _as_headlines(text.text)
        elif number % 3 == 1:
            set_anew = text.text.upper()
        else:
            continue
        if len(set_anew) == len(text.text):  # the capital of ß is two letters
            yield replace(text, text=set_anew)


def _as_headlines(text: str) -> str:
    starts = set(sentence_starts(text))
    lines = "".join("\n" if n + 1 in starts else char for n, char in enumerate(text))
    words = lines.split(" ")
    return " ".join(
        word[:1].upper() + word[1:] if len(word) > _SMALL_WORD else word for word in words
    )


def fit(
    data: Sequence[tuple[Mapping[str, float], bool]],
    prior: Mapping[str, float],
    *,
    known: Sequence[float] | None = None,
    shares: Sequence[float] | None = None,
) -> dict[str, float]:
    """Fit a logistic regression whose weights are drawn towards the prior's.

    ``known`` is what each example weighs already, before any of these weights; ``shares`` how much
    each counts.
    """
    counts = Counter(feature for found, _ in data for feature in found)
    names = sorted({f for f, n in counts.items() if n >= _FEWEST} | set(prior))
    column = {name: i for i, name in enumerate(names)}
    values: list[float] = []
    indices: list[int] = []
    starts = [0]
    for found, _ in data:
        kept = sorted((column[f], value) for f, value in found.items() if f in column)
        indices += [index for index, _ in kept]
        values += [value for _, value in kept]
        starts.append(len(indices))
    matrix = csr_matrix((values, indices, starts), (len(data), len(names)))
    truth = np.array([place for _, place in data], dtype=float)
    centre = np.array([prior.get(name, 0.0) for name in names])
    share = np.ones(len(data)) if shares is None else np.array(shares)
    offset = np.zeros(len(data)) if known is None else np.array(known)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = matrix @ weights + offset
        off = weights - centre
        value = share @ (np.logaddexp(0, total) - truth * total) + _PENALTY * off @ off
        chance = 1 / (1 + np.exp(-total))
        return value, matrix.T @ (share * (chance - truth)) + 2 * _PENALTY * off

    found = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = {n: round(float(w), _DIGITS) for n, w in zip(names, found.x, strict=True)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= _LEAST}


def first_sight(data: Sequence[Examples], prior: Mapping[str, float]) -> dict[str, float]:
    """Fit the weights of what stands at and around each span."""
    return fit(
        [
            (dict.fromkeys(features, 1.0), place)
            for each in data
            for features, place in zip(each.features, each.truth, strict=True)
        ],
        prior,
        shares=[each.share for each in data for _ in each.truth],
    )


def second_sight(data: Sequence[Examples], prior: Mapping[str, float]) -> dict[str, float]:
    """Fit the weights of what the rest of a text says, above what was known at first sight.

    That a name mostly keeps its sense is set by hand: the corpus is full of texts in which it
    does not.

    What is known of a text at first sight is weighed by a model that never saw the text.
    """
    looks: list[tuple[Mapping[str, float], bool]] = []
    known: list[float] = []
    for fold in range(_FOLDS):
        weights = first_sight([each for n, each in enumerate(data) if n % _FOLDS != fold], prior)
        for each in data[fold::_FOLDS]:
            sums = [weigh((features,), weights) for features in each.features]
            seen = second_look(each.cut, each.runs, [probability(total) for total in sums])
            for look, total, place in zip(seen, sums, each.truth, strict=True):
                known.append(total + _AGAIN * look.pop("again", 0.0))
                looks.append((look, place))
    return fit(looks, {}, known=known) | {"again": _AGAIN}


def inside_names(data: Sequence[Examples]) -> dict[str, float]:
    """Fit the weights by which a place's name inside another name is told from other words."""
    return fit(
        [
            (dict.fromkeys(features, 1.0), inside)
            for each in data
            for features, inside in zip(each.features, each.inside, strict=True)
            if inside is not None
        ],
        {},
    )


def main() -> None:
    """Train on the corpus and write the model."""
    texts = list(annotated("train"))
    data = [examples(text) for text in (*texts, *in_capitals(texts))]
    prior = json.loads(PRIOR.read_text("utf-8"))
    weights = first_sight(data, prior) | second_sight(data, prior)
    inside = inside_names(data)
    lines = json.dumps(
        {"inside": inside, "weights": weights}, ensure_ascii=False, indent=0, sort_keys=True
    )
    MODEL.write_text(lines + "\n", encoding="utf-8")
    number = sum(len(each.truth) for each in data)
    right = sum(sum(each.truth) for each in data)
    print(f"model: {number:,} spans, {right:,} places, {len(weights):,} weights")


if __name__ == "__main__":
    main()
