"""Choices once drawn, kept for as long as everything that decides them reads the same.

A key names the question, the answers that decide its list and, for the words, the
language; nothing is ever out of date, an old key is only not asked for again. A
screen draws the same lists after every keystroke, and entries of a repeat share theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from forms.views import Choice
from forms.xform.controls import Question

MAX_KEPT_CHOICES: Final = 100_000  # some 20 MB; more than any screen goes back and forth between

Deciding = tuple[tuple[str, ...], ...]  # the texts of the nodes at each deciding path
DrawnKey = tuple[Question, Deciding, str]
ValuesKey = tuple[Question, Deciding]


@dataclass(slots=True)
class KeptChoices:
    """What one filling has drawn so far."""

    drawn: dict[DrawnKey, tuple[Choice, ...]] = field(default_factory=dict)
    values: dict[ValuesKey, Mapping[str, None]] = field(default_factory=dict)
    _kept: int = 0

    def keep_drawn(self, key: DrawnKey, choices: tuple[Choice, ...]) -> None:
        self._make_room(len(choices))
        self.drawn[key] = choices

    def keep_values(self, key: ValuesKey, values: Mapping[str, None]) -> None:
        self._make_room(len(values))
        self.values[key] = values

    def _make_room(self, wanted: int) -> None:
        self._kept += wanted + 1  # an empty list takes room too
        if self._kept > MAX_KEPT_CHOICES:
            self.drawn.clear()
            self.values.clear()
            self._kept = wanted + 1
