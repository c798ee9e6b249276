"""Tells the keys of a scanner gun from those of a person, by nothing but their pace.

A gun types six characters or more, each at most 35 ms after the one before, and ends with
Enter or Tab; nobody's fingers do. Until that is known a character is held, so a person's key
comes one gap late at most; it comes whole, and in the order it was pressed. A run that was
let go in part is never a scan, because half a code is worse than none. No clock and no Qt
in here: keys are whatever the caller hands in, and times are its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

GAP_MS: Final = 35
SHORTEST: Final = 6
LONGEST: Final = 4096

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Ruling(Generic[K]):
    """What is to be done about a key: `released` first, then the key itself unless it is kept back.

    `code` is what a gun read, when this key was the end of it.
    """

    released: tuple[K, ...] = ()
    is_kept_back: bool = False
    code: str = ""


@dataclass(slots=True)
class GunBurst(Generic[K]):
    """What was pressed since the last pause."""

    _held: list[K] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _last_ms: float | None = None
    _is_loose: bool = False  # a part of this run was let go already
    _ended_ms: float | None = None  # when the last scan ended

    @property
    def is_holding(self) -> bool:
        return bool(self._held)

    def character(self, key: K, text: str, *, at_ms: float) -> Ruling[K]:
        """Take a key that writes something."""
        released: Iterable[K] = ()
        if not self._follows(at_ms):
            released = self._let_go()
            self._is_loose = False
        elif self._is_loose or len(self._text) >= LONGEST:
            released = self._let_go()
            self._is_loose = True
        self._last_ms = at_ms
        if self._is_loose:
            return Ruling(tuple(released))
        self._held.append(key)
        self._text.append(text)
        return Ruling(tuple(released), is_kept_back=True)

    def accompaniment(self, key: K) -> Ruling[K]:
        """Take a key that writes nothing and may stand between two that do: Shift, or a key let go."""
        if not self._held:
            return Ruling()
        self._held.append(key)
        return Ruling(is_kept_back=True)

    def end(self, key: K, *, at_ms: float) -> Ruling[K]:
        """Take Enter or Tab: the end of a scan, or a person's."""
        del key
        if self._ended_ms is not None and at_ms - self._ended_ms <= GAP_MS:
            return Ruling(is_kept_back=True)  # some guns end with two keys
        if len(self._text) >= SHORTEST and self._follows(at_ms) and not self._is_loose:
            code = "".join(self._text)
            self._let_go()
            self._last_ms, self._ended_ms, self._is_loose = None, at_ms, False
            return Ruling(is_kept_back=True, code=code)
        return self.something_else()

    def something_else(self) -> Ruling[K]:
        """Take what must not overtake the keys held: an arrow, a click, a lost focus, a pause."""
        released = self._let_go()
        self._is_loose = bool(released) or self._is_loose
        return Ruling(released)

    def _follows(self, at_ms: float) -> bool:
        return self._last_ms is not None and 0 <= at_ms - self._last_ms <= GAP_MS

    def _let_go(self) -> tuple[K, ...]:
        released = tuple(self._held)
        self._held.clear()
        self._text.clear()
        return released
