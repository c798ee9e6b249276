"""Whose turn it is: a few work at a time, and the senders that wait are heard one after the other.

Without it the writer's queue would belong to whoever fills it first. With it a device that
sends a thousand requests at once waits for its own nine hundred and ninety-nine, and a
device that sends one waits for one turn of each other. Everything is bounded: how many
work, how many of one sender wait, how many wait at all.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from server_stub.errors import DeviceTooBusyError, RelayFullError

_SOON_SECONDS: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    """Somebody who waits, and how many pieces of work there are."""

    begins: "asyncio.Future[None]"
    count: int


class FairTurns:
    """Turns for work of one kind; used on one event loop."""

    def __init__(self, *, at_once: int, of_one_sender: int, waiting: int) -> None:
        self._at_once, self._of_one_sender, self._most_waiting = at_once, of_one_sender, waiting
        self._working = 0
        self._present: Counter[str] = Counter()  # working or waiting
        self._lanes: OrderedDict[str, deque[_Turn]] = OrderedDict()  # next sender first

    @property
    def waiting_count(self) -> int:
        return sum(self._present.values()) - self._working

    @asynccontextmanager
    async def of(self, sender: str, *, count: int = 1) -> AsyncIterator[None]:
        """Wait for a turn of this sender and keep it while inside.

        `count` pieces of work take as many places; they begin together while any place is free.

        Raises:
            DeviceTooBusyError: too much of this sender waits or works already.
            RelayFullError: too much waits altogether.

        """
        present = self._present[sender]
        if present and present + count > self._of_one_sender:
            raise DeviceTooBusyError(retry_seconds=_SOON_SECONDS)
        if self.waiting_count >= self._most_waiting:
            raise RelayFullError
        self._present[sender] += count
        try:
            await self._begin(sender, count)
            try:
                yield
            finally:
                self._working -= count
                self._pass_on()
        finally:
            self._present[sender] -= count
            if not self._present[sender]:
                del self._present[sender]

    async def _begin(self, sender: str, count: int) -> None:
        if self._working < self._at_once:
            self._working += count
            return
        turn = _Turn(asyncio.get_running_loop().create_future(), count)
        self._lanes.setdefault(sender, deque()).append(turn)
        try:
            await turn.begins
        except asyncio.CancelledError:
            self._leave(sender, turn)
            raise

    def _pass_on(self) -> None:
        """Give free places to the next senders, who then go behind all others."""
        while self._lanes and self._working < self._at_once:
            sender, lane = self._lanes.popitem(last=False)
            turn = lane.popleft()
            if lane:
                self._lanes[sender] = lane
            if not turn.begins.done():  # whoever hung up this very moment gives up the place by itself
                self._working += turn.count
                turn.begins.set_result(None)

    def _leave(self, sender: str, turn: _Turn) -> None:
        if not turn.begins.cancelled():  # the place was given just as the sender hung up
            self._working -= turn.count
            self._pass_on()
            return
        lane = self._lanes.get(sender, deque())
        if turn in lane:
            lane.remove(turn)
        if not lane:
            self._lanes.pop(sender, None)
