"""From "I forgot" at the locked door to an open one: the request, the wait, the city's answer.

What has to be stretched runs on the store thread; the pages only show. A request that waits
is shown again after days and restarts, because its code can be made anew from what is kept.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.error_report import report_error
from desktop.errors import DesktopError
from desktop.operator_names import say_operator
from desktop.paths import AppPaths
from desktop.recovering import Recovery
from desktop.shell.main_window import MainWindow
from desktop.shell.recovery_view import AnswerView, AskView
from desktop.shell.secret_form import NewSecret
from desktop.unlocking import Unlocked
from resources.words import Words
from sync.custody.errors import RecoveryMessageInvalidError
from sync.custody.secret_policy import Keychain
from sync.errors import PassphraseWrongError, SyncError

ComeIn = Callable[[Callable[[], Unlocked], Callable[[Exception], None]], None]
_LONGEST_ANSWER = 65_536


class Forgotten(QObject):
    """Shows the pages over the locked door; `come_in` opens the replica with what unlocks it."""

    left = Signal()

    def __init__(
        self,
        paths: AppPaths,
        desk: Desk,
        window: MainWindow,
        words: Words,
        *,
        keychain: Keychain,
        come_in: ComeIn,
    ) -> None:
        super().__init__()
        self._desk, self._window, self._words = desk, window, words
        self._keychain, self._come_in = keychain, come_in
        self._recovery = Recovery(paths, keychain, desk.entropy)
        self._view: AskView | AnswerView | None = None

    def is_possible(self) -> bool:
        """Say whether the city can help: it has a slot in the key file."""
        try:
            return self._recovery.is_possible()
        except (SyncError, DesktopError):  # no key file that can be read: opening will say so
            return False

    def begin(self, operator: str) -> None:
        """Show the request that waits, or ask for a new secret."""
        try:
            request = self._recovery.waiting_request()
        except SyncError:  # damaged: what waited can only be asked anew
            request = None
        if request is None:
            self._ask(operator)
        else:
            self._wait(operator, request)

    def end(self) -> None:
        """Let the page go, with what was typed in it."""
        view, self._view = self._view, None
        if view is not None:
            view.deleteLater()

    def _leave(self) -> None:
        self.left.emit()
        self.end()

    def _show(self, view: AskView | AnswerView) -> None:
        self._window.show_lock_screen(view)
        self.end()
        self._view = view

    def _ask(self, operator: str) -> None:
        name = say_operator(operator, self._words)
        view = AskView(self._words, operator=name, has_keychain=self._keychain.is_available())
        view.left.connect(self._leave)
        view.chosen.connect(lambda secret: self._write_request(view, operator, secret))
        self._show(view)

    def _write_request(self, view: AskView, operator: str, secret: NewSecret) -> None:
        def written(request: str) -> None:
            if view is self._view:  # whoever went back meanwhile finds it at the next "I forgot"
                self._wait(operator, request)

        self._desk.store_worker.run_apart(
            partial(self._recovery.ask, operator, secret.typed, kind=secret.kind),
            done=written,
            failed=partial(self._refuse, view),
        )

    def _wait(self, operator: str, request: str) -> None:
        view = AnswerView(self._words, request=request)
        view.left.connect(self._leave)
        view.asked_again.connect(lambda: self._ask(operator))
        view.answered.connect(lambda path, typed: self._take(view, path, typed))
        self._show(view)

    def _take(self, view: AnswerView, path: Path, typed: str) -> None:
        def unlock() -> Unlocked:
            return self._recovery.accept(_read_answer(path), typed)

        self._come_in(unlock, partial(self._refuse, view))

    def _refuse(self, view: AskView | AnswerView, error: Exception) -> None:
        if view is not self._view:
            return
        is_other = isinstance(error, PassphraseWrongError)  # than the one chosen with the request
        view.refuse(self._words.text("screens.recovery.wrong_secret") if is_other else self._tell(error))

    def _tell(self, error: Exception) -> str:
        return report_error(error, words=self._words, entropy=self._desk.entropy).in_one_line(self._words)


def _read_answer(path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            return file.read(_LONGEST_ANSWER).strip()
    except (OSError, ValueError) as error:
        raise RecoveryMessageInvalidError from error
