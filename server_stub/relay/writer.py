"""One writer, many waiting requests: changes are committed in groups, answered after the commit.

A disk flush costs milliseconds and covers any number of rows, so everything that
arrives while one commit is under way goes into the next one. One writer also means
that position order is commit order: no reader can move its cursor past a row that
is not visible yet. Nobody is answered before the flush; a group that fails to
commit fails for all in it, and a single request that fails takes only itself back.
"""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from server_stub.database import Database

logger = logging.getLogger(__name__)

MAX_GROUP: Final = 64

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Waiting:
    operation: Callable[[Connection], Any]
    answer: "Future[Any]"


@dataclass(frozen=True, slots=True)
class _Outcome:
    waiting: _Waiting
    result: Any
    error: Exception | None


class GroupWriter:
    """Runs operations on one thread, up to `MAX_GROUP` of them in a commit."""

    def __init__(self, database: Database, *, thread: Executor | None = None) -> None:
        self._database = database
        self._queue: deque[_Waiting] = deque()
        self._thread = thread or ThreadPoolExecutor(max_workers=1, thread_name_prefix="relay-writer")

    def submit(self, operation: Callable[[Connection], Result]) -> "Future[Result]":
        """Queue an operation; the future is settled when its commit is on the disk."""
        answer: Future[Result] = Future()
        self._queue.append(_Waiting(operation, answer))
        # One wake-up for each request: a wake-up that finds the queue empty costs nothing.
        self._thread.submit(self._drain)
        return answer

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._thread.shutdown(wait=True)

    def _drain(self) -> None:
        group = self._take_group()
        if not group:
            return
        try:
            with self._database.write() as connection:
                outcomes = [_perform(connection, waiting) for waiting in group]
        except Exception as error:  # noqa: BLE001 - a thread's edge: the waiting requests get the error
            for waiting in group:
                waiting.answer.set_exception(error)
            return
        for outcome in outcomes:
            _settle(outcome)

    def _take_group(self) -> list[_Waiting]:
        taken: list[_Waiting] = []
        while self._queue and len(taken) < MAX_GROUP:
            waiting = self._queue.popleft()
            if waiting.answer.set_running_or_notify_cancel():
                taken.append(waiting)
        return taken


def _perform(connection: Connection, waiting: _Waiting) -> _Outcome:
    savepoint = connection.begin_nested()
    try:
        result = waiting.operation(connection)
    except Exception as error:  # noqa: BLE001 - a thread's edge: handed to the request that caused it
        savepoint.rollback()
        return _Outcome(waiting, None, error)
    savepoint.commit()
    return _Outcome(waiting, result, None)


def _settle(outcome: _Outcome) -> None:
    if outcome.error is None:
        outcome.waiting.answer.set_result(outcome.result)
    else:
        outcome.waiting.answer.set_exception(outcome.error)
