"""Threads that take their time: every job of the program begins late, and its answer comes late.

A machine under load does the same, but never twice alike. Here the delays are drawn from a seed and
the name of the test, so a test that relied on who is first fails on the desk of whoever wrote it.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from desktop import second_copy, store_worker, sync_worker
from desktop.capture import capture_feed, decode_worker
from desktop.store_worker import StoreWorker
from desktop.sync_worker import Runner, SyncWorker
from sync.progress import SyncOutcome, SyncProgress

T = TypeVar("T")

LONGEST_MS = 80
_POOLS = (store_worker, sync_worker, second_copy, capture_feed, decode_worker)


class Hesitation:
    """Waits a while, each time another one."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def wait(self) -> None:
        time.sleep(self._random.uniform(0, LONGEST_MS) / 1000)

    def then_answer(self, work: Callable[..., T]) -> Callable[..., T]:
        """Hand the answer over late, whatever it is."""

        def answer_late(*arguments: Any) -> T:
            try:
                return work(*arguments)
            finally:
                self.wait()

        return answer_late


class HesitantRunner:
    """An exchange that tells late that it has ended."""

    def __init__(self, runner: Runner, hesitation: Hesitation) -> None:
        self._runner, self._hesitation = runner, hesitation

    def run_once(self, progress: Callable[[SyncProgress], None]) -> SyncOutcome:
        return self._hesitation.then_answer(self._runner.run_once)(progress)

    def stop(self) -> None:
        self._runner.stop()


def make_hesitant(patch: pytest.MonkeyPatch, hesitation: Hesitation) -> None:
    """Have the store thread, the sync thread and every pool of the desktop take their time."""
    submit, begin = StoreWorker._submit, SyncWorker.__init__

    class HesitantPool(ThreadPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            def late() -> Any:
                hesitation.wait()
                return fn(*args, **kwargs)

            return super().submit(late)

    def submit_late(worker: StoreWorker, work: Callable[[], Any], **told: Any) -> None:
        submit(worker, hesitation.then_answer(work), **told)

    def begin_late(worker: SyncWorker, make_runner: Callable[[], Runner], *rest: Any) -> None:
        begin(worker, lambda: HesitantRunner(make_runner(), hesitation), *rest)

    patch.setattr(StoreWorker, "_submit", submit_late)
    patch.setattr(SyncWorker, "__init__", begin_late)
    for module in _POOLS:
        patch.setattr(module, "ThreadPoolExecutor", HesitantPool)
