"""Weigh a span's features: the probability that it names a place."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
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


def weigh(parts: Iterable[Sequence[str]], known: Mapping[str, float]) -> float:
    """Add up the weights of features; those without one count nothing.

    Raises
    ------
    Nothing: no features weigh 0.

    Examples
    --------
    >>> weigh([("a", "b"), ("c",)], {"a": 2.0, "b": -0.5})
    1.5
    """
    return sum(known.get(feature, 0.0) for part in parts for feature in part)


@lru_cache(maxsize=65536)
def part_weight(part: tuple[str, ...]) -> float:
    """Add up the packaged model's weights of features that often come together.

    Raises
    ------
    OSError
        When the package lacks its model.
    """
    return weigh((part,), weights())


def probability(weight: float) -> float:
    """Give the probability that what weighs so much names a place.

    Raises
    ------
    Nothing: any weight has one.

    Examples
    --------
    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, weight))))
