"""The exchange runs aside, one at a time, and tries again by itself."""

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.sync_schedule import (
    AFTER_MOVING_S,
    AFTER_REFUSAL_S,
    AFTER_SUCCESS_S,
    FIRST_RETRY_S,
    LONGEST_RETRY_S,
    next_wait_seconds,
)
from desktop.sync_worker import SyncWorker
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep

OK = SyncOutcome(SyncState.OK, None, pushed=2, pulled=1, at_ms=1_795_305_600_000)


class GatedRunner:
    """An exchange that stands still until the test lets it go."""

    def __init__(self, outcome: SyncOutcome | Exception = OK) -> None:
        self.outcome = outcome
        self.gate = threading.Event()
        self.runs = 0
        self.was_asked_to_stop = False
        self.threads: set[int] = set()

    def run_once(self, progress: Callable[[SyncProgress], None]) -> SyncOutcome:
        self.runs += 1
        self.threads.add(threading.get_ident())
        progress(SyncProgress(SyncStep.UPLOAD, 1, 2))
        self.gate.wait(60)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def stop(self) -> None:
        self.was_asked_to_stop = True
        self.gate.set()


@pytest.fixture
def runner() -> GatedRunner:
    return GatedRunner()


@pytest.fixture
def worker(qtbot: QtBot, runner: GatedRunner) -> Iterator[SyncWorker]:
    worker = SyncWorker(lambda: runner)
    yield worker
    worker.stop()


def test_progress_and_outcome_arrive_from_another_thread(
    worker: SyncWorker, runner: GatedRunner, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(worker.progress) as told:
        worker.request()
    with qtbot.waitSignal(worker.finished) as ended:
        runner.gate.set()

    assert told.args == [SyncProgress(SyncStep.UPLOAD, 1, 2)]
    assert ended.args == [OK]
    assert runner.threads.isdisjoint({threading.get_ident()})


def test_ten_requests_while_running_cost_one_more_exchange(
    worker: SyncWorker, runner: GatedRunner, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(worker.progress):
        worker.request()
    [worker.request() for _ in range(10)]
    with qtbot.waitSignals([worker.finished, worker.finished]):
        runner.gate.set()

    assert runner.runs == 2
    assert not worker.is_running


def test_a_mistake_of_ours_is_told_and_tried_again(
    worker: SyncWorker, runner: GatedRunner, qtbot: QtBot
) -> None:
    runner.outcome = ValueError("our mistake")
    runner.gate.set()
    with qtbot.waitSignal(worker.failed) as told:
        worker.request()

    assert isinstance(told.args[0], ValueError)
    assert 0 < worker.seconds_to_next <= FIRST_RETRY_S


def test_a_paused_worker_does_not_start_by_itself(
    worker: SyncWorker, runner: GatedRunner, qtbot: QtBot
) -> None:
    runner.gate.set()
    worker.pause()
    with qtbot.waitSignal(worker.finished):
        worker.request()

    assert worker.seconds_to_next == 0


def test_stopping_asks_the_exchange_to_end_and_waits_for_it(
    worker: SyncWorker, runner: GatedRunner, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(worker.progress):
        worker.request()
    worker.stop()
    worker.request()

    assert runner.was_asked_to_stop
    assert runner.runs == 1


def test_failures_wait_longer_each_time_but_not_for_ever() -> None:
    waits = [next_wait_seconds(SyncState.OFFLINE, failures_in_a_row=count) for count in (1, 2, 3, 50)]

    assert waits == [FIRST_RETRY_S, 2 * FIRST_RETRY_S, 4 * FIRST_RETRY_S, LONGEST_RETRY_S]


def test_a_refusal_waits_for_a_person() -> None:
    assert next_wait_seconds(SyncState.REFUSED, failures_in_a_row=1) == AFTER_REFUSAL_S


def test_the_answer_to_what_was_sent_is_fetched_within_seconds() -> None:
    assert next_wait_seconds(SyncState.OK, failures_in_a_row=0, has_moved=True) == AFTER_MOVING_S
    assert next_wait_seconds(SyncState.OK, failures_in_a_row=0, has_moved=False) == AFTER_SUCCESS_S
