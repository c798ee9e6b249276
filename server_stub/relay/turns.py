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
from typing import Final

from server_stub.errors import DeviceTooBusyError, RelayFullError

_SOON_SECONDS: Final = 1


class FairTurns:
    """Turns for work of one kind; used on one event loop."""

    def __init__(self, *, at_once: int, of_one_sender: int, waiting: int) -> None:
        self._at_once, self._of_one_sender, self._most_waiting = at_once, of_one_sender, waiting
        self._working = 0
        self._present: Counter[str] = Counter()  # working or waiting
        self._lanes: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()  # next sender first

    @property
    def waiting_count(self) -> int:
        return sum(self._present.values()) - self._working

    @asynccontextmanager
    async def of(self, sender: str) -> AsyncIterator[None]:
        """Wait for a turn of this sender and keep it while inside.

        Raises:
            DeviceTooBusyError: too much of this sender waits or works already.
            RelayFullError: too much waits altogether.

        """
        if self._present[sender] >= self._of_one_sender:
            raise DeviceTooBusyError(retry_seconds=_SOON_SECONDS)
        if self.waiting_count >= self._most_waiting:
            raise RelayFullError
        self._present[sender] += 1
        try:
            await self._begin(sender)
            try:
                yield
            finally:
                self._working -= 1
                self._pass_on()
        finally:
            self._present[sender] -= 1
            if not self._present[sender]:
                del self._present[sender]

    async def _begin(self, sender: str) -> None:
        if self._working < self._at_once:
            self._working += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._lanes.setdefault(sender, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._leave(sender, turn)
            raise

    def _pass_on(self) -> None:
        """Give a free place to the next sender, who then goes behind all others."""
        while self._lanes:
            sender, lane = self._lanes.popitem(last=False)
            turn = lane.popleft()
            if lane:
                self._lanes[sender] = lane
            if not turn.done():  # whoever hung up this very moment gives up the place by itself
                self._working += 1
                turn.set_result(None)
                return

    def _leave(self, sender: str, turn: "asyncio.Future[None]") -> None:
        if not turn.cancelled():  # the place was given just as the sender hung up
            self._working -= 1
            self._pass_on()
            return
        lane = self._lanes.get(sender, deque())
        if turn in lane:
            lane.remove(turn)
        if not lane:
            self._lanes.pop(sender, None)
