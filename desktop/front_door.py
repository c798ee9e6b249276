"""The lock screen before the rest of the program is there.

Loading the replica, the forms, the exchange and the cameras takes seconds on an old laptop; choosing one's
name and typing a PIN takes as long. So the window comes with its real lock screen first. What knows no Qt
is loaded on a thread, which gives way to a key within milliseconds; what makes widgets follows on the thread
of the window, piece by piece between two turns of its loop. Whoever knocks before all is there is let in as
soon as it is. The screen stays the same one: nothing typed is lost.
"""

import importlib
from collections.abc import Callable, Sequence
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.lock_out import LockOut
from desktop.operator_names import say_operator
from desktop.paths import AppPaths
from desktop.shell.main_window import MainWindow
from desktop.shell.unlock_presenter import Attempt, OperatorCard
from desktop.shell.unlock_screen import DeviceFacts, UnlockScreen
from desktop.who_may_come import NAMELESS, OperatorAtTheDoor, list_operators
from resources.words import Words
from sync.errors import SyncError

if TYPE_CHECKING:
    from sync.ports import Clock

# Without Qt, on a thread: each by itself holds the window up for as long as a tenth of a second.
LIBRARIES: Final = (
    "numpy",
    "cv2",
    "lxml.etree",
    "requests",
    "cryptography.hazmat.primitives.ciphers.aead",
    "store",
    "sync.change",
    "sync.custody.slots",
    "sync.keys.enrolment",
    "sync.runner",
    "forms.xpath.compiler",
    "forms",
    "employment",
    "sync.adapters.http_transport",
    "sync.adapters.os_keychain",
    "updates.machine",
)
# Then one a turn, what others need first; the last is the whole program.
PIECES: Final = (
    "desktop.components.focus_ring",
    "desktop.shell.frame",
    "desktop.form_shelf",
    "desktop.desk",
    "desktop.door",
    "desktop.capture.scan_screen",
    "desktop.capture.scan_page",
    "desktop.caseload.record_story",
    "desktop.caseload.caseload_page",
    "desktop.form_entry.session_views",
    "desktop.form_entry.form_view",
    "desktop.form_entry.form_page",
    "desktop.collecting",
    "desktop.settings.secret_sheet",
    "desktop.pages.this_computer",
    "desktop.gig.gig_screen",
    "desktop.pages.deciding",
    "desktop.pages.gig_counter",
    "desktop.exchange.exchange_page",
    "desktop.components.two_panes",
    "desktop.pages.work_pages",
    "desktop.program",
    "desktop.app",
)

# A screen shows a new window some frames after it was asked to; until then nothing may keep it waiting.
_UNTIL_IT_IS_SEEN_MS: Final = 60


class FrontDoor(QObject):
    """Owns the window and its lock screen until the program takes both over."""

    seen = Signal()  # the door stands on the screen
    loaded = Signal()
    piece_loaded = Signal()
    _libraries_loaded = Signal(object)  # None, or the error that stopped them; from their thread

    def __init__(self, paths: AppPaths, words: Words, *, clock: "Clock") -> None:
        super().__init__()
        self._libraries_loaded.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self.window = MainWindow(words)
        self.lock_out = LockOut(paths.tries, clock=clock)
        self.operators = sorted(_who(paths), key=lambda one: self.lock_out.place_of(one.operator))
        self.kind = self.operators[0].kind
        self._knock: Callable[[Attempt], None] | None = None
        self._waiting: Attempt | None = None
        self._pieces = list(PIECES)
        cards = [
            OperatorCard(
                one.operator,
                say_operator(one.operator, words),
                words.text(f"screens.unlock.{one.kind}_card"),
            )
            for one in self.operators
        ]
        self.screen = UnlockScreen(
            words,
            operators=cards if len(cards) > 1 else (),
            kind=self.kind,
            try_secret=self._try,
            lock_out=self.lock_out,
        )
        self._is_forgotten = False  # somebody has asked for help before anybody was there to give it
        self.screen.view.forgot_chosen.connect(self._note_forgotten)
        self.screen.show_facts(DeviceFacts(), now_ms=clock.now_ms())
        self.window.show_lock_screen(self.screen.view)

    def show(self) -> None:
        """Show the window, and load the rest once it stands there painted and answers."""
        self.window.show()
        QTimer.singleShot(_UNTIL_IT_IS_SEEN_MS, self._begin_loading)

    def take_over(self, knock: Callable[[Attempt], None]) -> None:
        """From now on attempts go to the program; one that waited goes at once."""
        self._knock, waiting = knock, self._waiting
        self._waiting = None
        self.screen.view.forgot_chosen.disconnect(self._note_forgotten)
        if waiting is not None:
            knock(waiting)
        elif self._is_forgotten:
            self.screen.view.forgot_chosen.emit()

    def _note_forgotten(self) -> None:
        self._is_forgotten = True

    def _try(self, attempt: Attempt) -> None:
        if self._knock is None:
            self._waiting = attempt
        else:
            self._knock(attempt)

    def _load_one(self) -> None:
        if not self._pieces:
            self.window.furnish()
            QTimer.singleShot(0, self._tell_loaded)
            return
        importlib.import_module(self._pieces.pop(0))
        self.piece_loaded.emit()
        QTimer.singleShot(0, self._load_one)

    def _tell_loaded(self) -> None:
        self.loaded.emit()

    def _begin_loading(self) -> None:
        self.seen.emit()
        Thread(target=self._load_libraries, name="libraries", daemon=True).start()

    def _load_libraries(self) -> None:
        error: Exception | None = None
        try:
            for name in LIBRARIES:
                importlib.import_module(name)
        except Exception as caught:  # noqa: BLE001 — a thread's edge: it is raised again on the window's
            error = caught
        self._libraries_loaded.emit(error)

    def _go_on(self, error: Exception | None) -> None:
        if error is not None:
            raise error
        self.piece_loaded.emit()
        self._load_one()


def _who(paths: AppPaths) -> Sequence[OperatorAtTheDoor]:
    try:
        return list_operators(paths) or (NAMELESS,)
    except SyncError:  # the attempt itself will say what is wrong with the key file
        return (NAMELESS,)
