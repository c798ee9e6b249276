"""Whose turn it is: a few work at a time, and the senders that wait are heard one after the other.

Without it the writer's queue would belong to whoever fills it first. With it a device that
sends a thousand requests at once waits for its own nine hundred and ninety-nine, and a
device that sends one waits for one turn of each other. Everything is bounded: how many
work, how many of one sender wait, how many wait at all.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final

from server_stub.errors import DeviceTooBusyError, RelayFullError

_SOON_SECONDS: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """Somebody who waits, and how many pieces of work there are."""

    begins: "asyncio.Future[None]"
    count: int


class Turn:
    """One sender's turn, entered with `async with`; a class of its own, as every request has one."""

    __slots__ = ("_count", "_sender", "_turns")

    def __init__(self, turns: "FairTurns", sender: str, count: int) -> None:
        self._turns, self._sender, self._count = turns, sender, count

    async def __aenter__(self) -> None:
        """Wait for it.

        Raises:
            DeviceTooBusyError, RelayFullError: as `FairTurns.begin`.

        """
        begins = self._turns.begin(self._sender, self._count)
        if begins is not None:
            await begins

    async def __aexit__(self, *_failure: object) -> None:
        self._turns.end(self._sender, self._count)


class FairTurns:
    """Turns for work of one kind; used on one event loop."""

    def __init__(self, *, at_once: int, of_one_sender: int, waiting: int) -> None:
        self._at_once, self._of_one_sender, self._most_waiting = at_once, of_one_sender, waiting
        self._working = 0
        self._present: Counter[str] = Counter()  # working or waiting
        self._present_count = 0
        self._lanes: OrderedDict[str, deque[_Waiting]] = OrderedDict()  # next sender first

    @property
    def waiting_count(self) -> int:
        return self._present_count - self._working

    def of(self, sender: str, *, count: int = 1) -> "Turn":
        """Give what waits for a turn of this sender when it is entered, and keeps it while inside.

        `count` pieces of work take as many places; they begin together while any place is free.
        """
        return Turn(self, sender, count)

    def begin(self, sender: str, count: int) -> Awaitable[None] | None:
        """Begin a turn; give what to wait for, where it does not begin at once.

        Raises:
            DeviceTooBusyError: too much of this sender waits or works already.
            RelayFullError: too much waits altogether.

        """
        present = self._present.get(sender, 0)
        if present and present + count > self._of_one_sender:
            raise DeviceTooBusyError(retry_seconds=_SOON_SECONDS)
        if self.waiting_count >= self._most_waiting:
            raise RelayFullError
        self._enter(sender, count)
        if self._working < self._at_once:
            self._working += count
            return None
        return self._wait(sender, count)

    def end(self, sender: str, count: int) -> None:
        """Give back what `begin` gave, to whoever is next."""
        self._working -= count
        self._pass_on()
        self._enter(sender, -count)

    def _enter(self, sender: str, count: int) -> None:
        self._present_count += count
        self._present[sender] += count
        if not self._present[sender]:
            del self._present[sender]

    async def _wait(self, sender: str, count: int) -> None:
        turn = _Waiting(asyncio.get_running_loop().create_future(), count)
        self._lanes.setdefault(sender, deque()).append(turn)
        try:
            await turn.begins
        except BaseException as ended:
            if isinstance(ended, asyncio.CancelledError):
                self._leave(sender, turn)
            self._enter(sender, -count)
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

    def _leave(self, sender: str, turn: _Waiting) -> None:
        if not turn.begins.cancelled():  # the place was given just as the sender hung up
            self._working -= turn.count
            self._pass_on()
            return
        lane = self._lanes.get(sender, deque())
        if turn in lane:
            lane.remove(turn)
        if not lane:
            self._lanes.pop(sender, None)
