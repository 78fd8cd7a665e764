"""Weigh a span's features: the probability that it names a place."""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib import resources

WEIGHTS = "model.json"


@cache
def weights() -> dict[str, float]:
    """Read the weight of every feature the model knows.

    Raises
    ------
    OSError
        When the package lacks its model.
    """
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return dict(json.loads(text)["weights"])


def probability(features: Iterable[str], known: dict[str, float]) -> float:
    """Give the probability that what has these features names a place.

    Raises
    ------
    Nothing: features without a weight count nothing.

    Examples
    --------
    >>> probability(["a", "b"], {"a": 2.0, "b": -2.0})
    0.5
    """
    total = sum(known.get(feature, 0.0) for feature in features)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
