"""One writer, many waiting requests: changes are committed in groups, answered after the commit.

A disk flush costs milliseconds and covers any number of rows, so everything that
arrives while one commit is under way goes into the next one. One writer also means
that position order is commit order: no reader can move its cursor past a row that
is not visible yet. Nobody is answered before the flush; a group that fails to
commit fails for all in it, and a single request that fails takes only itself back.

A thread waits for its future; an event loop is called once a group for all that wait
on it, as a call for each would cost more than what it tells.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from threading import Event, Lock
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.storage_errors import storage_errors_as_ours

logger = logging.getLogger(__name__)

MAX_GROUP: Final = 64
# After a group of more than so many, others are on their way, and waiting for some of them makes the next
# group larger and flushes fewer (PostgreSQL's `commit_delay` with `commit_siblings`). Nobody waits alone.
_A_CROWD: Final = 4
_GATHERING_SECONDS: Final = 0.004

Item = TypeVar("Item")
Result = TypeVar("Result")
# Does the same for several requests, and says for each what came of it: a result, or why it was refused.
Together = Callable[[Connection, Sequence[Item]], Sequence[Result | Exception]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    work: Together[Any, Any]
    item: Any
    weight: int
    answer: "Future[Any] | asyncio.Future[Any]"

    def begin(self) -> bool:
        """Say whether it is still wanted; what a loop asked for is, whoever hung up meanwhile."""
        return isinstance(self.answer, asyncio.Future) or self.answer.set_running_or_notify_cancel()


class GroupWriter:
    """Runs operations on one thread, up to the weight of `MAX_GROUP` in a commit."""

    def __init__(
        self,
        database: Database,
        *,
        thread: Executor | None = None,
        gather: Callable[[Event], object] = lambda closing: closing.wait(_GATHERING_SECONDS),
    ) -> None:
        """Prepare; `gather` waits for others after a crowd, unless the writer is being closed."""
        self._database = database
        self._gather = gather
        self._queue: deque[_Waiting] = deque()
        self._thread = thread or ThreadPoolExecutor(max_workers=1, thread_name_prefix="relay-writer")
        self._is_awake = False
        self._lock = Lock()
        self._closing = Event()
        self._commits = 0

    @property
    def commit_count(self) -> int:
        """Say how many groups were committed."""
        return self._commits

    def submit(self, operation: Callable[[Connection], Result]) -> "Future[Result]":
        """Queue an operation; the future is settled when its commit is on the disk."""
        return self.submit_together(_alone(operation), None)

    def submit_together(
        self, work: Together[Item, Result], item: Item, *, weight: int = 1
    ) -> "Future[Result]":
        """Queue an item; those that wait one after the other for the same work are worked on at once.

        Where the work fails for all of them, it is done for each alone: only the one to blame is refused.
        `weight` says how much of a group it fills; an item is never split.
        """
        answer: Future[Result] = Future()
        self._enqueue(_Waiting(work, item, weight, answer))
        return answer

    async def commit(self, operation: Callable[[Connection], Result]) -> Result:
        """Do what `submit` does and wait for it on an event loop.

        A sender that hangs up takes nothing back: others are committed with it.
        """
        return await self.commit_together(_alone(operation), None)

    async def commit_together(self, work: Together[Item, Result], item: Item, *, weight: int = 1) -> Result:
        """Do what `submit_together` does and wait for it on an event loop; see `commit`."""
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._enqueue(_Waiting(work, item, weight, answer))
        return await answer

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._closing.set()
        self._thread.shutdown(wait=True)

    def _enqueue(self, waiting: _Waiting) -> None:
        with self._lock:
            self._queue.append(waiting)
            is_asleep, self._is_awake = not self._is_awake, True
        if is_asleep:
            self._thread.submit(self._drain)

    def _drain(self) -> None:
        try:
            while self._goes_on():
                if group := self._take_group():
                    self._commit(group)
                if len(group) > _A_CROWD:
                    self._gather(self._closing)
        except BaseException:
            self._is_awake = False  # whoever comes next wakes it again
            raise

    def _goes_on(self) -> bool:
        with self._lock:
            self._is_awake = bool(self._queue)
            return self._is_awake

    def _commit(self, group: Sequence[_Waiting]) -> None:
        try:
            results = self._perform_in_one(group)
        except Exception as error:  # noqa: BLE001 - a thread's edge: the waiting requests get the error
            results = [error] * len(group)
        _answer(group, results)

    def _perform_in_one(self, group: Sequence[_Waiting]) -> Sequence[Any]:
        """Give what came of each once it is committed; where all wait for the same work, without savepoints.

        A savepoint keeps what others have done when one work fails. Where there is no other, the
        transaction does so, and a group that failed begins anew with each item on its own.
        """
        if len({waiting.work for waiting in group}) == 1:
            try:
                with self._database.write() as connection:
                    results = _perform_unguarded(connection, group)
            except _WorkFailedError as failed:
                if len(group) == 1:
                    return (failed.__cause__,)
            else:
                self._commits += 1
                return results
        with self._database.write() as connection:
            results = list(_perform_all(connection, group))
        self._commits += 1
        return results

    def _take_group(self) -> list[_Waiting]:
        taken: list[_Waiting] = []
        room = MAX_GROUP
        while self._queue and (not taken or self._queue[0].weight <= room):
            waiting = self._queue.popleft()
            if waiting.begin():
                taken.append(waiting)
                room -= waiting.weight
        return taken


class _WorkFailedError(Exception):
    """Takes a transaction back whose work has failed; nobody hears of it."""


def _perform_unguarded(connection: Connection, group: Sequence[_Waiting]) -> Sequence[Any]:
    try:
        with storage_errors_as_ours():
            results: Sequence[Any] = group[0].work(connection, [waiting.item for waiting in group])
    except Exception as error:
        if connection.invalidated:  # the line is gone: nothing could begin anew on it
            raise
        raise _WorkFailedError from error
    return results


def _perform_all(connection: Connection, group: Sequence[_Waiting]) -> Iterator[Any]:
    for work, waiting in groupby(group, key=lambda one: one.work):
        yield from _perform(connection, work, [one.item for one in waiting])


def _perform(connection: Connection, work: Together[Any, Any], items: Sequence[Any]) -> Sequence[Any]:
    savepoint = connection.begin_nested()
    try:
        with storage_errors_as_ours():
            results = work(connection, items)
    except Exception as error:  # a thread's edge: handed to the request that caused it
        if connection.invalidated:  # the line is gone, and what the others did with it
            raise
        savepoint.rollback()
        if len(items) == 1:
            return (error,)
        return [result for item in items for result in _perform(connection, work, [item])]
    savepoint.commit()
    return results


def _alone(operation: Callable[[Connection], Result]) -> Together[Any, Result]:
    return lambda connection, _items: (operation(connection),)


def _answer(group: Sequence[_Waiting], results: Sequence[Any]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for waiting, result in zip(group, results, strict=True):
        if isinstance(waiting.answer, asyncio.Future):
            by_loop.setdefault(waiting.answer.get_loop(), []).append((waiting.answer, result))
        else:
            _settle(waiting.answer, result)
    for loop, told in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits on it any more
            loop.call_soon_threadsafe(_settle_all, told)


def _settle_all(told: Sequence[tuple["asyncio.Future[Any]", Any]]) -> None:
    for answer, result in told:
        if not answer.done():  # whoever hung up waits no longer
            _settle(answer, result)


def _settle(answer: "Future[Any] | asyncio.Future[Any]", result: Any) -> None:
    if isinstance(result, Exception):
        answer.set_exception(result)
    else:
        answer.set_result(result)
