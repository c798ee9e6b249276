"""Joins the unlock view to its presenter; what the composition root shows when the program is locked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.lock_out import LockOut
from desktop.moments import say_moment
from desktop.shell.unlock_presenter import (
    Attempt,
    OperatorCard,
    UnlockPresenter,
)
from desktop.shell.unlock_view import UnlockView
from resources.words import Words
from sync.custody.key_file_names import SecretKind

_SECOND_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What may be said before anybody has unlocked; None where it is not known."""

    unsent: int | None = None
    last_sync_ms: int | None = None


class UnlockScreen(QObject):
    """Owns the view; `presenter.accepted()` and `presenter.refused()` are told how an attempt went."""

    def __init__(
        self,
        words: Words,
        *,
        operators: Sequence[OperatorCard],
        kind: SecretKind,
        try_secret: Callable[[Attempt], None],
        lock_out: LockOut,
    ) -> None:
        super().__init__()
        self._words = words
        self._was_waiting = False
        self.view = UnlockView(words, kind=kind)
        self.presenter = UnlockPresenter(
            self.view,
            operators=operators,
            kind=kind,
            try_secret=try_secret,
            lock_out=lock_out,
            words=words,
        )
        self.view.operator_chosen.connect(self.presenter.choose_operator)
        self.view.digit_pressed.connect(self.presenter.press_digit)
        self.view.delete_pressed.connect(self.presenter.delete_digit)
        self.view.clear_pressed.connect(self.presenter.clear)
        self.view.passphrase_entered.connect(self.presenter.enter_passphrase)
        self.view.others_chosen.connect(self.presenter.show_others)
        self._second = QTimer(self.view)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._count_down)
        self._second.start()
        self.presenter.start()

    def _count_down(self) -> None:
        """Have the wait count down while it is looked at, and go when it is over."""
        is_waiting = self.presenter.is_waiting
        if self.view.isVisible() and (is_waiting or self._was_waiting):
            self.presenter.tick()
        self._was_waiting = is_waiting

    def show_facts(self, facts: DeviceFacts, *, now_ms: int) -> None:
        self.view.show_facts(device_sentences(facts, now_ms=now_ms, words=self._words))


def device_sentences(facts: DeviceFacts, *, now_ms: int, words: Words) -> list[tuple[str, str]]:
    """Give icon and sentence for each fact that is known; encryption is always true."""
    sentences: list[tuple[str, str]] = []
    if facts.unsent:
        sentences.append(("hard-drive-upload", words.text("screens.unlock.unsent", count=facts.unsent)))
    if facts.last_sync_ms is not None:
        moment = say_moment(facts.last_sync_ms, now_ms=now_ms, words=words)
        sentences.append(("clock", words.text("screens.unlock.last_sync", moment=moment)))
    sentences.append(("shield-check", words.text("screens.unlock.encrypted")))
    return sentences
