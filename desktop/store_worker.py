"""The one thread that owns the replica.

Every operation is a function of the open `Store`; it runs on the store thread, in the
order it was asked for, and its result comes back to a slot of this object, which
lives on the window's thread. So no lock is needed and no widget is ever touched from
elsewhere. PySide runs a plain function on the thread of the sender, which is why the
results pass through a slot of a QObject. What was asked stays here until its answer is
delivered, so that the last hold on a page is never let go on the store thread.
"""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.errors import WorkerStoppedError
from store.connection import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What waits for its turn or its answer, held by the window's thread."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class _Answer:
    """How one operation ended."""

    payload: Any
    is_failure: bool


class StoreWorker(QObject):
    """Runs operations on the replica; created and used on the window's thread."""

    _finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._store: Store | None = None
        self._is_stopped = False
        self._asked: dict[int, _Asked] = {}
        self._answers: dict[int, _Answer] = {}
        self._numbers = itertools.count()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(
        self,
        opener: Callable[[], Store],
        *,
        done: Callable[[None], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Open the replica on its own thread; a replica that was open is closed first."""
        self._submit(lambda: self._replace_store(opener), done=done, failed=failed)

    def run(
        self,
        operation: Callable[[Store], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Queue an operation; `done` or `failed` is called later, on the window's thread."""
        self._submit(lambda: operation(self._opened()), done=done, failed=failed)

    def run_apart(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Queue something slow that needs no open replica, such as stretching a secret."""
        self._submit(work, done=done, failed=failed)

    def run_and_wait(self, operation: Callable[[Store], T]) -> T:
        """Queue an operation and wait for it: for the sync thread, never for the window's.

        Raises:
            WorkerStoppedError: the program is closing.

        """
        if self._is_stopped:
            raise WorkerStoppedError
        return self._executor.submit(lambda: operation(self._opened())).result()

    def shut(self) -> None:
        """Close the replica after what is queued; only `open` may follow."""
        if not self._is_stopped:
            self._executor.submit(self._close_store)

    def close(self) -> None:
        """Finish what is queued, close the replica, and take no more operations."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self._executor.submit(self._close_store)
        self._executor.shutdown(wait=True)

    def _submit(
        self, work: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        if self._is_stopped:
            failed(WorkerStoppedError())
            return

        number = next(self._numbers)
        self._asked[number] = _Asked(work, done, failed)
        self._executor.submit(self._work_on, number)

    def _work_on(self, number: int) -> None:
        try:
            self._answers[number] = _Answer(self._asked[number].work(), is_failure=False)
        except Exception as error:  # noqa: BLE001 — the edge of a thread: delivered to who asked
            self._answers[number] = _Answer(error, is_failure=True)
        # This thread holds nothing of the question any more: an error holds its frames, and they the page.
        self._finished.emit(number)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        asked, answer = self._asked.pop(number), self._answers.pop(number)
        (asked.failed if answer.is_failure else asked.done)(answer.payload)

    def _opened(self) -> Store:
        if self._store is None:  # shut meanwhile: the door was closed on whoever asked
            raise WorkerStoppedError
        return self._store

    def _replace_store(self, opener: Callable[[], Store]) -> None:
        self._close_store()
        self._store = opener()

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


class QueuedReplica:
    """The replica as the exchange sees it: each call queues on the store thread and waits."""

    def __init__(self, worker: StoreWorker) -> None:
        self._worker = worker

    def run(self, operation: Callable[[Store], T]) -> T:
        return self._worker.run_and_wait(operation)
