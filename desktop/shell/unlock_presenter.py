"""What happens at the locked door; knows no widgets and opens nothing itself.

It collects a PIN digit by digit or a passphrase at once and hands it to whoever can
open the replica. After five wrong tries each further one has to wait, as
`desktop.lock_out` says. Nothing behind the door is ever destroyed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final, Protocol

from desktop.lock_out import LockOut
from resources.words import Words
from sync.custody.key_file_names import SecretKind

PIN_LENGTH: Final = 6
MOST_CARDS: Final = 4
_SAID_IN_MINUTES_FROM_S: Final = 120


class Mood(StrEnum):
    """How the sentence under the entry is meant."""

    QUIET = "quiet"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class OperatorCard:
    """One of the people who use this computer."""

    id: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody wants in: who, and the secret they typed."""

    operator_id: str
    secret: str

    def __repr__(self) -> str:
        return f"Attempt(operator_id={self.operator_id!r})"


class UnlockView(Protocol):
    def show_title(self, text: str) -> None: ...
    def show_operators(
        self, operators: Sequence[OperatorCard], *, selected: str, has_others: bool
    ) -> None: ...
    def show_dots(self, filled: int, *, is_wrong: bool) -> None: ...
    def show_sentence(self, text: str, mood: Mood) -> None: ...
    def show_busy(self, *, is_busy: bool) -> None: ...
    def clear_passphrase(self) -> None: ...


class UnlockPresenter:
    """Drives the unlock screen; `try_secret` opens the replica and later calls `accepted` or `refused`."""

    def __init__(
        self,
        view: UnlockView,
        *,
        operators: Sequence[OperatorCard],
        kind: SecretKind,
        try_secret: Callable[[Attempt], None],
        lock_out: LockOut,
        words: Words,
    ) -> None:
        self._view, self._words, self._lock_out = view, words, lock_out
        self._operators, self._kind, self._try_secret = tuple(operators), kind, try_secret
        self._selected = self._operators[0].id if self._operators else ""
        self._digits = ""
        self._is_busy = False
        self._first_card = 0

    @property
    def selected(self) -> str:
        return self._selected

    @property
    def is_waiting(self) -> bool:
        """Say whether the chosen operator has to wait before the next try."""
        return self._lock_out.seconds_left(self._selected) > 0

    def start(self) -> None:
        """Show the door as it stands; called whenever the program locks."""
        suffix = "_title" if len(self._operators) > 1 else "_title_one"
        self._view.show_title(self._words.text(f"screens.unlock.{self._kind}{suffix}"))
        self._show_cards()
        self._forget_entry()
        self._view.show_busy(is_busy=False)
        self._greet()

    def choose_operator(self, operator_id: str) -> None:
        self._selected = operator_id
        places = [place for place, one in enumerate(self._operators) if one.id == operator_id]
        if places:
            self._first_card = places[0] // MOST_CARDS * MOST_CARDS
        self._show_cards()
        self._forget_entry()
        self._greet()

    def show_others(self) -> None:
        """Show the next four of those who may come in, after the last the first again."""
        self._first_card += MOST_CARDS
        if self._first_card >= len(self._operators):
            self._first_card = 0
        self._show_cards()

    def tick(self) -> None:
        """Count a wait down on the screen; called every second while somebody has to wait."""
        if not self._is_busy:
            self._greet()

    def _cards(self) -> Sequence[OperatorCard]:
        return self._operators[self._first_card : self._first_card + MOST_CARDS]

    def _show_cards(self) -> None:
        has_others = len(self._operators) > MOST_CARDS
        self._view.show_operators(self._cards(), selected=self._selected, has_others=has_others)

    def press_digit(self, digit: str) -> None:
        if self._is_busy or not digit.isdigit():
            return
        if not self._digits:
            self._view.show_sentence("", Mood.QUIET)
        self._digits = (self._digits + digit)[:PIN_LENGTH]
        self._view.show_dots(len(self._digits), is_wrong=False)
        if len(self._digits) == PIN_LENGTH:
            self._attempt(self._digits)

    def delete_digit(self) -> None:
        self._digits = self._digits[:-1]
        self._view.show_dots(len(self._digits), is_wrong=False)

    def clear(self) -> None:
        self._forget_entry()

    def enter_passphrase(self, passphrase: str) -> None:
        """Try it; an empty one costs no try, and is asked for."""
        if self._is_busy:
            return
        if passphrase:
            self._attempt(passphrase)
        elif self._lock_out.seconds_left(self._selected) <= 0:
            self._view.show_sentence(self._words.text("screens.unlock.passphrase_missing"), Mood.QUIET)

    def accepted(self) -> None:
        if self._is_busy:
            self._lock_out.forget(self._selected)
        self._is_busy = False
        self._forget_entry()
        self._view.show_busy(is_busy=False)
        self._view.show_sentence("", Mood.QUIET)

    def refused(self) -> None:
        """Say that the secret was wrong, and how many tries are free."""
        self._is_busy = False
        self._lock_out.refused(self._selected)
        self._view.show_busy(is_busy=False)
        self._digits = ""
        self._view.clear_passphrase()
        self._view.show_dots(PIN_LENGTH, is_wrong=True)
        left = self._lock_out.tries_left(self._selected)
        if left > 0:
            wrong = self._words.count(f"screens.unlock.wrong_{self._kind}", left)
            self._view.show_sentence(wrong, Mood.WRONG)
        else:
            self._say_wait()

    def failed(self, sentence: str) -> None:
        """Say what else stands in the way (a full disk, a damaged file); it costs no try."""
        if self._is_busy:
            self._lock_out.take_back(self._selected)
        self._is_busy = False
        self._forget_entry()
        self._view.show_busy(is_busy=False)
        self._view.show_sentence(sentence, Mood.WRONG)

    def explain_forgotten(self) -> None:
        self._view.show_sentence(self._words.text("screens.unlock.forgot_answer"), Mood.QUIET)

    def _greet(self) -> None:
        """Say nothing, or that this operator has to wait."""
        if self._lock_out.seconds_left(self._selected) > 0:
            self._say_wait()
        else:
            self._view.show_sentence("", Mood.QUIET)

    def _attempt(self, secret: str) -> None:
        if self._lock_out.seconds_left(self._selected) > 0:
            self._forget_entry()
            self._say_wait()
            return
        self._is_busy = True
        self._lock_out.note_try(self._selected)
        self._view.show_busy(is_busy=True)
        self._view.show_sentence(self._words.text("screens.unlock.opening"), Mood.QUIET)
        self._try_secret(Attempt(self._selected, secret))

    def _say_wait(self) -> None:
        seconds = max(1, round(self._lock_out.seconds_left(self._selected)))
        if seconds < _SAID_IN_MINUTES_FROM_S:
            text = self._words.text("screens.unlock.wait", seconds=seconds)
        else:
            text = self._words.text("screens.unlock.wait_minutes", minutes=ceil(seconds / 60))
        self._view.show_sentence(text, Mood.WRONG)

    def _forget_entry(self) -> None:
        self._digits = ""
        self._view.show_dots(0, is_wrong=False)
        self._view.clear_passphrase()
