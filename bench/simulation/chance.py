"""Every decision of a schedule comes from here, so that a seed is a schedule.

Nothing that differs between two runs of one seed may reach a decision: envelopes hold
an ephemeral key of the library's own, so their bytes and ids never do; their sizes and
numbers may.
"""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


class Chance:
    """Draws that a seed decides."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """Give a whole number, both ends included."""
        return self._random.randint(low, high)

    def content(self, size: int) -> bytes:
        """Give bytes that no packing makes smaller."""
        return self._random.randbytes(size)

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return self._random.choice(choices)

    def weighted(self, weights: Mapping[Choice, float]) -> Choice:
        [chosen] = self._random.choices(list(weights), weights=list(weights.values()))
        return chosen

    def some_of(self, choices: Sequence[Choice], probability: float) -> list[Choice]:
        return [one for one in choices if self.happens(probability)]
