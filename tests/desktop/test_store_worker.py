"""The replica is touched by one thread only, and results come home to the window's."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.errors import WorkerStoppedError
from desktop.store_worker import QueuedReplica, StoreWorker
from store.connection import Store, open_store
from store.drafts import Draft, list_drafts, save_draft

KEY = bytes(range(32))
DRAFT = Draft("d-1", "employment_brief", "1", "p-350582001014-0921-1", b"half a form", 1)


class Results:
    """Collects what comes back, and on which thread."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self.threads: set[int] = set()

    def take(self, value: object) -> None:
        self.values.append(value)
        self.threads.add(threading.get_ident())


@pytest.fixture
def results() -> Results:
    return Results()


@pytest.fixture
def worker(qtbot: QtBot, tmp_path: Path, results: Results) -> Iterator[StoreWorker]:
    worker = StoreWorker()
    worker.open(lambda: open_store(tmp_path / "replica.db", KEY), done=results.take, failed=results.take)
    qtbot.waitUntil(lambda: results.values == [None])
    results.values.clear()
    yield worker
    worker.close()


def test_operations_run_in_order_on_the_thread_of_the_replica(
    worker: StoreWorker, qtbot: QtBot, results: Results
) -> None:
    worker.run(lambda store: save_draft(store, DRAFT), done=results.take, failed=results.take)
    worker.run(list_drafts, done=results.take, failed=results.take)
    worker.run(lambda _: threading.current_thread().name, done=results.take, failed=results.take)
    qtbot.waitUntil(lambda: len(results.values) == 3)

    assert results.values[:2] == [None, (DRAFT,)]
    assert str(results.values[2]).startswith("store")


def test_results_and_failures_come_back_on_the_window_s_thread(
    worker: StoreWorker, qtbot: QtBot, results: Results
) -> None:
    def broken(_: Store) -> None:
        raise ValueError("no")

    worker.run(list_drafts, done=results.take, failed=results.take)
    worker.run(broken, done=results.take, failed=results.take)
    qtbot.waitUntil(lambda: len(results.values) == 2)

    assert results.threads == {threading.get_ident()}
    assert isinstance(results.values[1], ValueError)


def test_another_thread_may_wait_for_an_operation(
    worker: StoreWorker, qtbot: QtBot, results: Results
) -> None:
    replica = QueuedReplica(worker)
    asker = threading.Thread(target=lambda: results.values.append(replica.run(list_drafts)))
    asker.start()
    qtbot.waitUntil(lambda: results.values == [()])
    asker.join()

    assert results.values == [()]


def test_what_is_asked_behind_the_closed_door_is_stopped_and_no_mistake_of_ours(
    qtbot: QtBot, worker: StoreWorker, results: Results
) -> None:
    worker.shut()
    failures: list[Exception] = []

    worker.run(list_drafts, done=results.take, failed=failures.append)

    qtbot.waitUntil(lambda: bool(failures))
    assert [type(one) for one in failures] == [WorkerStoppedError]


def test_closing_finishes_what_was_asked_and_takes_nothing_more(
    worker: StoreWorker, tmp_path: Path, results: Results
) -> None:
    worker.run(lambda store: save_draft(store, DRAFT), done=results.take, failed=results.take)
    worker.close()
    worker.run(list_drafts, done=results.take, failed=results.take)

    assert isinstance(results.values[0], WorkerStoppedError)
    reopened = open_store(tmp_path / "replica.db", KEY)
    assert list_drafts(reopened) == (DRAFT,)
    reopened.close()


class Page:
    """What an operation and its answer hold on to; tells on which thread it ended."""

    def __init__(self, ended_on: list[int]) -> None:
        self._ended_on = ended_on
        self.is_told = False

    def read(self, _store: Store) -> int:
        return 1

    def refuse(self, _store: Store) -> int:
        raise ValueError("this page cannot be read")

    def show(self, _value: object) -> None:
        self.is_told = True

    def __del__(self) -> None:
        self._ended_on.append(threading.get_ident())


@pytest.mark.parametrize("operation", ["read", "refuse"])
def test_a_page_that_only_its_question_holds_ends_on_the_windows_thread(
    worker: StoreWorker, qtbot: QtBot, operation: str
) -> None:
    ended_on: list[int] = []
    page = Page(ended_on)
    worker.run(getattr(page, operation), done=page.show, failed=page.show)

    del page
    qtbot.waitUntil(lambda: bool(ended_on))

    assert ended_on == [threading.get_ident()]
