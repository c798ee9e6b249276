"""The one thread that owns the replica.

Every operation is a function of the open `Store`; it runs on the store thread, in the
order it was asked for, and its result comes back to a slot of this object, which
lives on the window's thread. So no lock is needed and no widget is ever touched from
elsewhere. PySide runs a plain function on the thread of the sender, which is why the
results pass through a slot of a QObject.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.errors import WorkerStoppedError
from store.connection import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One finished operation on its way back; exactly one of result and error counts."""

    deliver: Callable[[Any], None]
    payload: Any


class StoreWorker(QObject):
    """Runs operations on the replica; created and used on the window's thread."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._store: Store | None = None
        self._is_stopped = False
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

        def bring_back(future: Future[T]) -> None:
            error = future.exception()
            if error is None:
                self._finished.emit(_Outcome(done, future.result()))
            else:
                self._finished.emit(_Outcome(failed, error))

        self._executor.submit(work).add_done_callback(bring_back)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        outcome.deliver(outcome.payload)

    def _opened(self) -> Store:
        if self._store is None:
            raise RuntimeError("open() comes before the first operation")
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
