"""The locked door: a first secret, an unlock, a lock, and what is said when it stays shut.

The passphrase goes straight to the desk, which does the slow part on the replica's
thread; nothing here keeps it.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.forgotten import Forgotten
from desktop.front_door import FrontDoor
from desktop.lock_out import LockOut
from desktop.operator_names import say_operator
from desktop.paths import AppPaths
from desktop.shell.main_window import MainWindow
from desktop.shell.secret_form import NewSecret
from desktop.shell.unlock_presenter import Attempt, OperatorCard
from desktop.shell.unlock_screen import DeviceFacts, UnlockScreen
from desktop.unlocking import Unlocked, unlock
from desktop.who_may_come import NAMELESS, OperatorAtTheDoor, is_new, list_operators
from resources.words import Words
from sync.custody.key_file import SecretKind
from sync.custody.secret_policy import Keychain
from sync.errors import PassphraseWrongError, SyncError


class Door(QObject):
    """Shows the lock screen and lets people in."""

    opened = Signal()  # the replica is open for the first time
    passed = Signal()  # somebody came in, for the first time or again
    first_run = Signal()  # there is no installation to open
    language_chosen = Signal(str)

    def __init__(
        self, paths: AppPaths, desk: Desk, window: MainWindow, words: Words, *, keychain: Keychain
    ) -> None:
        super().__init__()
        self._paths, self._desk, self._window, self._words = paths, desk, window, words
        self._keychain = keychain
        self._screens: dict[SecretKind, UnlockScreen] = {}
        self._kind = SecretKind.PASSPHRASE
        self._known: Sequence[OperatorAtTheDoor] = ()
        self._lock_out = LockOut(paths.tries, clock=desk.clock)
        self._forgotten = Forgotten(paths, desk, window, words, keychain=keychain, come_in=self._come_in)
        self._forgotten.left.connect(self.show)

    def show(self) -> None:
        """Close the door; without an installation there is none to close, and the first run begins."""
        if is_new(self._paths):
            self.first_run.emit()
            return
        self._look_who_may_come()
        screen = self._unlock_screen()
        if not (self._window.is_locked and screen.view.isVisible()):  # what is being typed there stays
            screen.presenter.start()
        status = self._desk.status
        known = DeviceFacts(status.unsent, status.last_success_ms) if self._desk.reader else DeviceFacts()
        screen.show_facts(known, now_ms=self._desk.clock.now_ms())
        self._window.show_lock_screen(screen.view)

    def adopt(self, front: FrontDoor) -> None:
        """Go on with the lock screen that stands already; `knock` is told what is typed there."""
        self._lock_out, self._known, self._kind = front.lock_out, front.operators, front.kind
        self._add_screen(front.kind, front.screen)

    def knock(self, attempt: Attempt) -> None:
        self.try_secret(attempt.secret, attempt.operator_id or None)

    def try_secret(self, typed: str, operator: str | None = None) -> None:
        """Open the replica, for the first time or again after a lock."""
        attempt = partial(
            unlock,
            self._paths,
            typed,
            operator=operator,
            keychain=self._keychain,
            entropy=self._desk.entropy,
        )
        self._come_in(attempt, self._turn_away)

    def install(self, secret: NewSecret, failed: Callable[[Exception], None]) -> None:
        """Make the installation of a new computer under its first secret, and open it."""
        attempt = partial(
            unlock,
            self._paths,
            secret.typed,
            kind=secret.kind,
            keychain=self._keychain,
            entropy=self._desk.entropy,
        )
        self._come_in(attempt, failed)

    def _come_in(self, attempt: Callable[[], Unlocked], failed: Callable[[Exception], None]) -> None:
        done = self._open if self._desk.reader is None else self._let_in
        self._desk.open(attempt, done=done, failed=failed)

    def _open(self) -> None:
        self._let_in()
        self.opened.emit()

    def _let_in(self) -> None:
        if self._desk.unlocked is not None:  # by way of the city nobody was tried at a screen
            self._lock_out.came_in(self._desk.unlocked.operator)
        for screen in self._screens.values():
            screen.presenter.accepted()
        self._window.leave_lock_screen()
        self._forgotten.end()
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
        """Give the screen for the chosen operator's kind of secret."""
        if self._kind not in self._screens:
            operators = self._operators()
            cards = [self._card(one) for one in operators]
            screen = UnlockScreen(
                self._words,
                operators=cards if len(cards) > 1 else (),
                kind=self._kind,
                try_secret=self.knock,
                lock_out=self._lock_out,
            )
            self._add_screen(self._kind, screen)
        return self._screens[self._kind]

    def _add_screen(self, kind: SecretKind, screen: UnlockScreen) -> None:
        screen.view.operator_chosen.connect(self._change_screen)
        screen.view.forgot_chosen.connect(partial(self._help, screen))
        screen.view.language_chosen.connect(self.language_chosen)
        self._screens[kind] = screen

    def _card(self, one: OperatorAtTheDoor) -> OperatorCard:
        name = say_operator(one.operator, self._words)
        return OperatorCard(one.operator, name, self._words.text(f"screens.unlock.{one.kind}_card"))

    def _change_screen(self, operator: str) -> None:
        """Show the way this operator comes in, a PIN or a passphrase."""
        kinds = {one.operator: one.kind for one in self._operators()}
        if kinds.get(operator, self._kind) is self._kind:
            return
        self._kind = kinds[operator]
        screen = self._unlock_screen()
        screen.presenter.start()
        screen.presenter.choose_operator(operator)
        self._window.show_lock_screen(screen.view)

    def _help(self, screen: UnlockScreen) -> None:
        """Begin a recovery, or say who can help where the city has no slot."""
        if self._forgotten.is_possible():
            self._forgotten.begin(screen.presenter.selected or self._operators()[0].operator)
        else:
            screen.presenter.explain_forgotten()

    def _look_who_may_come(self) -> None:
        operators = self._operators()
        if operators != self._known:
            self._put_away_screens()
        self._known, self._kind = operators, operators[0].kind

    def _put_away_screens(self) -> None:
        """Let go of screens that name people who are no longer those who may come."""
        screens, self._screens = self._screens, {}
        for screen in screens.values():
            screen.view.deleteLater()

    def _operators(self) -> Sequence[OperatorAtTheDoor]:
        try:
            known = list_operators(self._paths) or (NAMELESS,)
            return sorted(known, key=lambda one: self._lock_out.place_of(one.operator))
        except SyncError:  # the attempt itself will say what is wrong with the key file
            return (NAMELESS,)
