"""Train the model that tells places from what only sounds like them: one command, one file."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from data.build.corpus import Annotated, annotated
from geo.mentions import features, shared_nouns, spans, surroundings, tokens

MODEL = Path(__file__).resolve().parents[2] / "geo" / "mentions" / "model.json"
PRIOR = Path(__file__).resolve().parent / "tables" / "prior.json"

_FEWEST = 2
_PENALTY = 0.6
_DIGITS = 3
_LEAST = 0.01


def examples(texts: Sequence[Annotated]) -> Iterator[tuple[list[str], bool]]:
    """Give every span's features and whether it names a place."""
    for text in texts:
        cut = tokens(text.text)
        runs = shared_nouns(cut, list(spans(cut)))
        around = surroundings(cut)
        for span, before, after in zip(runs, [None, *runs], [*runs[1:], None], strict=False):
            start, end = cut.starts[span.first], cut.ends[span.last]
            place = any(p.start < end and start < p.end for p in text.places)
            yield features(cut, span, around, (before, after)), place


def fit(data: Sequence[tuple[list[str], bool]], prior: dict[str, float]) -> dict[str, float]:
    """Fit a logistic regression whose weights are drawn towards the prior's."""
    counts = Counter(feature for found, _ in data for feature in set(found))
    names = sorted({f for f, n in counts.items() if n >= _FEWEST} | set(prior))
    column = {name: i for i, name in enumerate(names)}
    indices, starts = [], [0]
    for found, _ in data:
        indices += sorted({column[f] for f in found if f in column})
        starts.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, starts), (len(data), len(names)))
    truth = np.array([place for _, place in data], dtype=float)
    centre = np.array([prior.get(name, 0.0) for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = matrix @ weights
        off = weights - centre
        value = np.logaddexp(0, total).sum() - truth @ total + _PENALTY * off @ off
        chance = 1 / (1 + np.exp(-total))
        return value, matrix.T @ (chance - truth) + 2 * _PENALTY * off

    found = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = {n: round(float(w), _DIGITS) for n, w in zip(names, found.x, strict=True)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= _LEAST}


def main() -> None:
    """Train on the corpus and write the model."""
    data = list(examples(list(annotated("train"))))
    prior = json.loads(PRIOR.read_text("utf-8"))
    weights = fit(data, prior)
    lines = json.dumps({"weights": weights}, ensure_ascii=False, indent=0, sort_keys=True)
    MODEL.write_text(lines + "\n", encoding="utf-8")
    right = sum(place for _, place in data)
    print(f"model: {len(data):,} spans, {right:,} places, {len(weights):,} weights")


if __name__ == "__main__":
    main()
