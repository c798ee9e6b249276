"""The thread the exchange runs on, and the timer that starts it.

A request while an exchange is running is remembered and served once afterwards, so
pressing F5 ten times costs one more exchange. Progress and outcome arrive as signals
on the window's thread. Stopping waits for the command in flight: half a command is
the one thing the replica must never see.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.errors import WorkerStoppedError
from desktop.sync_schedule import next_wait_seconds
from sync.progress import SyncOutcome, SyncProgress, SyncState


class Runner(Protocol):
    """The part of `sync.runner.SyncRunner` that is driven from here."""

    def run_once(self, progress: Callable[[SyncProgress], None]) -> SyncOutcome: ...

    def stop(self) -> None:
        """End after the command in flight; called from another thread."""
        ...


class SyncWorker(QObject):
    """Runs one exchange at a time; created and used on the window's thread."""

    started = Signal()
    progress = Signal(object)  # SyncProgress
    finished = Signal(object)  # SyncOutcome
    failed = Signal(object)  # an exception nobody expected
    between_ended = Signal(object, object)  # what came of work between two exchanges; or its exception
    _returned = Signal(object)
    _came_between = Signal(object, object)

    def __init__(self, make_runner: Callable[[], Runner], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_runner = make_runner
        self._runner: Runner | None = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync")
        self._is_running = self._is_asked_again = self._is_stopped = self._is_paused = False
        self._failures_in_a_row = self._between = 0
        self._giving_up = Event()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.request)
        self._returned.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._came_between.connect(self._settle_between, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        return self._is_running or self._between > 0

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def seconds_to_next(self) -> int:
        return max(0, self._timer.remainingTime() // 1000)

    @Slot()
    def request(self) -> None:
        """Exchange now, or once more after the exchange that is running."""
        if self._is_stopped:
            return
        if self._is_running:
            self._is_asked_again = True
            return
        self._timer.stop()
        self._is_running = True
        self.started.emit()
        self._executor.submit(self._run)

    def run_between(self, work: Callable[[Callable[[], None]], object]) -> None:
        """Run something of the same kind after the exchange in flight and before the next.

        It is given a function to call between its pieces, which raises WorkerStoppedError when it is to end.
        """
        if not self._is_stopped:
            self._between += 1
            self._giving_up.clear()
            self._executor.submit(self._run_between, work)

    def give_up_between(self) -> None:
        """Have what runs between two exchanges end after its present piece."""
        self._giving_up.set()

    def pause(self) -> None:
        """Stop starting by itself; an exchange that runs is finished."""
        self._is_paused = True
        self._timer.stop()

    def hold(self) -> None:
        """Start nothing until `resume`, and let an exchange that runs end after its command in flight."""
        self.pause()
        self._is_asked_again = False
        if self._runner is not None:
            self._runner.stop()

    def resume(self) -> None:
        self._is_paused = False
        self.request()

    def stop(self) -> None:
        """Finish the exchange in flight and start no other.

        The window waits here, so whoever calls it has already stopped the timers that
        would show something.
        """
        if not self._is_stopped:
            self._is_stopped = True
            self._timer.stop()
            self._giving_up.set()
            if self._runner is not None:
                self._runner.stop()
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        try:
            if self._runner is None:
                self._runner = self._make_runner()
            self._returned.emit(self._runner.run_once(self.progress.emit))
        except Exception as error:  # noqa: BLE001 — the edge of a thread: told to the person, never lost
            self._returned.emit(error)

    def _run_between(self, work: Callable[[Callable[[], None]], object]) -> None:
        try:
            self._came_between.emit(work(self._go_on), None)
        except Exception as error:  # noqa: BLE001 — the edge of a thread: told to the person, never lost
            self._came_between.emit(None, error)

    def _go_on(self) -> None:
        if self._giving_up.is_set():
            raise WorkerStoppedError

    @Slot(object, object)
    def _settle_between(self, result: object, error: Exception | None) -> None:
        self._between -= 1
        if not self._is_stopped:
            self.between_ended.emit(result, error)

    @Slot(object)
    def _settle(self, outcome: SyncOutcome | Exception) -> None:
        self._is_running = False
        if self._is_stopped:
            return
        wait_seconds = self._next_wait(outcome)
        if isinstance(outcome, Exception):
            self.failed.emit(outcome)
        else:
            self.finished.emit(outcome)
        if self._is_asked_again:
            self._is_asked_again = False
            self.request()
        elif not self._is_paused:
            self._timer.start(round(wait_seconds * 1000))

    def _next_wait(self, outcome: SyncOutcome | Exception) -> float:
        state = SyncState.OFFLINE if isinstance(outcome, Exception) else outcome.state
        self._failures_in_a_row = 0 if state is SyncState.OK else self._failures_in_a_row + 1
        if isinstance(outcome, SyncOutcome) and outcome.wait_seconds is not None:
            return outcome.wait_seconds
        has_moved = isinstance(outcome, SyncOutcome) and bool(outcome.pushed or outcome.pulled)
        return next_wait_seconds(state, failures_in_a_row=self._failures_in_a_row, has_moved=has_moved)
