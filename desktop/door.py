"""The locked door: a first passphrase, an unlock, a lock, and what is said when it stays shut.

The passphrase goes straight to the desk, which does the slow part on the replica's
thread; nothing here keeps it.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.enrolment.joining_view import FirstPassphraseView
from desktop.error_report import report_error
from desktop.paths import AppPaths
from desktop.shell.main_window import MainWindow
from desktop.shell.unlock_presenter import Attempt, SecretKind
from desktop.shell.unlock_screen import DeviceFacts, UnlockScreen
from desktop.unlocking import is_new, unlock
from resources.words import Words
from sync.custody.secret_policy import SHORTEST_PASSPHRASE
from sync.errors import PassphraseWrongError


class Door(QObject):
    """Shows the lock screen and lets people in."""

    opened = Signal()  # the replica is open for the first time
    passed = Signal()  # somebody came in, for the first time or again

    def __init__(self, paths: AppPaths, desk: Desk, window: MainWindow, words: Words) -> None:
        super().__init__()
        self._paths, self._desk, self._window, self._words = paths, desk, window, words
        self._screen: UnlockScreen | None = None

    def show(self) -> None:
        """Close the door; a new installation is asked for a passphrase instead."""
        if is_new(self._paths):
            first = FirstPassphraseView(self._words, shortest=SHORTEST_PASSPHRASE)
            first.chosen.connect(self.try_passphrase)
            self._window.show_lock_screen(first)
            return
        screen = self._unlock_screen()
        screen.presenter.start()
        status = self._desk.status
        known = DeviceFacts(status.unsent, status.last_success_ms) if self._desk.reader else DeviceFacts()
        screen.show_facts(known, now_ms=self._desk.clock.now_ms())
        self._window.show_lock_screen(screen.view)

    def try_passphrase(self, passphrase: str) -> None:
        """Open the replica; once it is open, the passphrase only opens the door again."""
        attempt = partial(unlock, self._paths, passphrase, entropy=self._desk.entropy)
        if self._desk.reader is None:
            self._desk.open(attempt, done=self._open, failed=self._turn_away)
        else:
            self._desk.run(lambda _: attempt(), done=lambda _: self._let_in(), failed=self._turn_away)

    def _open(self) -> None:
        self._let_in()
        self.opened.emit()

    def _let_in(self) -> None:
        if self._screen is not None:
            self._screen.presenter.accepted()
        self._window.leave_lock_screen()
        self.passed.emit()

    def _turn_away(self, error: Exception) -> None:
        screen = self._unlock_screen()
        self._window.show_lock_screen(screen.view)
        if isinstance(error, PassphraseWrongError):
            screen.presenter.refused()
            return
        told = report_error(error, words=self._words, entropy=self._desk.entropy)
        screen.presenter.failed(told.in_one_line(self._words))

    def _unlock_screen(self) -> UnlockScreen:
        if self._screen is None:
            self._screen = UnlockScreen(
                self._words,
                operators=(),
                kind=SecretKind.PASSPHRASE,
                try_secret=self._try,
                clock=self._desk.clock,
            )
        return self._screen

    def _try(self, attempt: Attempt) -> None:
        self.try_passphrase(attempt.secret)
