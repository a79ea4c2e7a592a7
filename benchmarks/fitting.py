"""Fits weights to examples by AdaGrad: the same weights each time from the same examples."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from rich.progress import track

Key = TypeVar("Key", bound=Hashable)
Example = TypeVar("Example")


def fitted(
    examples: Sequence[Example],
    slopes: Callable[[Example, Mapping[Key, float]], Mapping[Key, float]],
    decay: Mapping[Key, float],
    *,
    rounds: int,
    rate: float,
    doing: str,
) -> dict[Key, float]:
    """Key -> weight, for the keys of decay, after that many rounds through the examples.

    slopes: how the loss of one example grows with each weight that it touches. decay: the share of a weight by which
    each example that touches it draws it towards nought. doing: what the progress bar says.
    """
    weights = dict.fromkeys(decay, 0.0)
    squares = dict.fromkeys(decay, 1e-3)
    order = list(examples)
    dice = random.Random(7)  # noqa: S311 - an order, not secrets
    for _ in track(range(rounds), doing):
        dice.shuffle(order)
        for example in order:
            for key, slope in slopes(example, weights).items():
                slope += decay[key] * weights[key]
                squares[key] += slope * slope
                weights[key] -= rate * slope / math.sqrt(squares[key])
    return weights
