"""The stream that tells a connected client its newest cursor, as soon as there is a newer one.

It carries two numbers and no content. Each reads the log after it has begun to listen, so
nothing falls between; calls that come together are one event. A stream ends with a newer
registry, and after a while in any case: its listener proves itself anew, and one whose
time is over is told nothing more.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server_stub.errors import DeviceTooBusyError
from server_stub.relay.routes import Relay, mailbox_of
from server_stub.relay.wake import Expectation
from sync.wake_events import EVENTS_TYPE, HEARTBEAT, HEARTBEAT_SECONDS, WAKE_PATH, WakeCall, encode_wake

LONGEST_SECONDS: Final = 30 * 60
_COME_BACK_SECONDS: Final = 60
# No cache may keep it, and nginx must not gather it up.
_HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


@dataclass(frozen=True, slots=True)
class WakeStreams:
    """The endpoint and its open streams."""

    relay: Relay

    def routes(self) -> list[Route]:
        return [Route(WAKE_PATH, self.get_wake, methods=["GET"])]

    async def get_wake(self, request: Request) -> Response:
        registry, asker = await self.relay.identify(request)
        audience = mailbox_of(registry, asker)
        if not self.relay.bell.has_room(audience):
            raise DeviceTooBusyError(retry_seconds=_COME_BACK_SECONDS)
        told = self._tell(audience, epoch=registry.version)
        return StreamingResponse(told, media_type=EVENTS_TYPE, headers=_HEADERS)

    async def _tell(self, audience: str, *, epoch: int) -> AsyncIterator[bytes]:
        ends = asyncio.get_running_loop().time() + LONGEST_SECONDS
        told: WakeCall | None = None
        with self.relay.bell.expecting(audience) as expectation:
            while expectation is not None:
                call = await run_in_threadpool(self._newest, audience)
                if call != told:
                    yield encode_wake(call)
                    told = call
                if call.epoch != epoch or self.relay.bell.is_closed:
                    return
                async for beat in _silence(expectation, until=ends):
                    yield beat
                if asyncio.get_running_loop().time() >= ends:
                    return
                expectation.hear_again()

    def _newest(self, audience: str) -> WakeCall:
        return WakeCall(self.relay.newest_position(audience), self.relay.shelf.current().version)


async def _silence(expectation: Expectation, *, until: float) -> AsyncIterator[bytes]:
    """Give a sign of life now and then, until there is a call or the time is over."""
    while not await expectation.wait(HEARTBEAT_SECONDS):
        if asyncio.get_running_loop().time() >= until:
            return
        yield HEARTBEAT
