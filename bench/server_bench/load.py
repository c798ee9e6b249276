"""The load generator, a process of its own: many keep-alive connections on one event loop.

    python -m bench.server_bench.load PORT QUEUES [--a-second N] [--lines N] [--together N]
        [--acknowledged FILE]

A device posts its next envelope when the one before is acknowledged. Without `--a-second` all of them do so
as fast as the relay answers, at most `--lines` at a time; with it the fleet together offers that
many a second, whatever the answers take, each device in its turn. With `--together` a device posts so many
of its envelopes in one request. A refusal with Retry-After is obeyed and
counted; a line that breaks is opened anew and the same bytes are sent again. With `--acknowledged` the digest
of each acknowledged envelope is written, at once. The last line is JSON: what was accepted, in how
many seconds, and the milliseconds from the first byte of a request to the last of its receipt.
"""

import argparse
import asyncio
import gc
import hashlib
import json
import re
import resource
import socket
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

import uvloop

from bench.server_bench.fleet import read_queues
from sync.posting import SEVERAL_PATH, SEVERAL_TYPE, decode_posted, encode_envelopes
from sync.wire import ENVELOPE_TYPE, ENVELOPES_PATH

_KEPT = (b"201", b"200")
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RETRY_AFTER: Final = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)
_AFTER_A_BREAK_SECONDS = 0.05
_BROKEN = (ConnectionError, OSError)


@dataclass
class Tally:
    """What the fleet has seen so far."""

    acknowledged: TextIO | None
    seconds: list[float] = field(default_factory=list)
    told_to_wait: int = 0
    broken: int = 0

    def note(self, body: bytes, seconds: float) -> None:
        self.seconds.append(seconds)
        if self.acknowledged is not None:
            self.acknowledged.write(hashlib.sha256(body).hexdigest() + "\n")
            self.acknowledged.flush()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the relay said: head and body."""

    status: bytes
    head: bytes
    content: bytes


class Talk(asyncio.Protocol):
    """An open connection: one request, then its answer; no more of HTTP than the relay writes."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._read = b""
        self._answer: asyncio.Future[Answer] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        """Send a request; the answer fails with ConnectionResetError when the line breaks."""
        self._answer, self._read = self._loop.create_future(), b""
        if self._transport is None or self._transport.is_closing():
            self._answer.set_exception(ConnectionResetError())
        else:
            self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end < 0 or self._answer is None or self._answer.done():
            return
        head, content = self._read[:end], self._read[end + 4 :]
        length = _LENGTH.search(head)
        if len(content) >= (0 if length is None else int(length[1])):
            self._answer.set_result(Answer(head[9:12], head, content))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


@dataclass
class Line:
    """One device's connection, opened when it is needed."""

    port: int
    tally: Tally
    _talk: Talk | None = None

    async def post(self, body: bytes) -> None:
        """Post until it is acknowledged.

        Raises:
            RuntimeError: the relay refused it for good; the bench is wrong.

        """
        began = time.perf_counter()
        await self._post(_request(body, path=ENVELOPES_PATH, content_type=ENVELOPE_TYPE))
        self.tally.note(body, time.perf_counter() - began)

    async def post_together(self, bodies: Sequence[bytes]) -> None:
        """Post several in one request until each is acknowledged; each waited for all.

        Raises:
            RuntimeError: the relay refused one for good; the bench is wrong.

        """
        began, left = time.perf_counter(), list(bodies)
        while left:
            framed = encode_envelopes(left)
            answer = await self._post(_request(framed, path=SEVERAL_PATH, content_type=SEVERAL_TYPE))
            taken = len(decode_posted(answer).receipts)
            seconds = time.perf_counter() - began
            for body in left[:taken]:
                self.tally.note(body, seconds)
            left = left[taken:]

    async def _post(self, request: bytes) -> bytes:
        while isinstance(answer := await self._try(request), float):
            await asyncio.sleep(answer)
        return answer

    async def _try(self, request: bytes) -> float | bytes:
        """Give how long to wait before trying again, or the receipts when it is kept."""
        try:
            answer = await self._ask(request)
        except _BROKEN:
            self.close()
            self.tally.broken += 1
            return _AFTER_A_BREAK_SECONDS
        if answer.status in _KEPT:
            return answer.content
        retry_after = _RETRY_AFTER.search(answer.head)
        if retry_after is None:
            raise RuntimeError(answer.content.decode())
        self.tally.told_to_wait += 1
        return float(retry_after[1])

    async def _ask(self, request: bytes) -> Answer:
        if self._talk is None:
            loop = asyncio.get_running_loop()
            line = socket.socket()
            line.connect(("127.0.0.1", self.port))  # answered by the system, not the relay
            line.setblocking(False)
            _, self._talk = await loop.create_connection(lambda: Talk(loop), sock=line)
        return await self._talk.ask(request)

    def close(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None


def _request(body: bytes, *, path: str, content_type: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: relay\r\n"
        f"content-type: {content_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def flood(
    queues: Sequence[Sequence[bytes]], lines: Sequence[Line], *, at_once: int, together: int = 1
) -> None:
    """Post everything as fast as it is acknowledged, so many devices at a time, each so many in a request."""
    waiting = deque((line, queue, 0) for line, queue in zip(lines, queues, strict=True) if queue)

    async def work() -> None:
        while waiting:
            line, queue, place = waiting.popleft()
            if together > 1:
                await line.post_together(queue[place : place + together])
            else:
                await line.post(queue[place])
            if place + together < len(queue):
                waiting.append((line, queue, place + together))

    await asyncio.gather(*(work() for _ in range(at_once)))


async def pace(queues: Sequence[Sequence[bytes]], lines: Sequence[Line], *, a_second: float) -> None:
    """Offer so many a second; a device whose last one is not acknowledged yet sends after it."""
    busy = [asyncio.Lock() for _ in lines]
    began, number = time.perf_counter(), 0
    posts = []

    async def one(place: int, body: bytes) -> None:
        async with busy[place]:
            await lines[place].post(body)

    for turn in range(max(len(queue) for queue in queues)):
        for place, queue in enumerate(queues):
            await asyncio.sleep(max(0.0, began + number / a_second - time.perf_counter()))
            posts.append(asyncio.create_task(one(place, queue[turn])))
            number += 1
    await asyncio.gather(*posts)


async def run(asked: argparse.Namespace, acknowledged: TextIO | None) -> dict[str, object]:
    queues = read_queues(asked.queues)
    gc.disable()  # it makes no cycles, and looking for some is work the relay would have done meanwhile
    tally = Tally(acknowledged)
    lines = [Line(asked.port, tally) for _ in queues]
    began, cpu = time.perf_counter(), time.process_time()
    if asked.a_second:
        await pace(queues, lines, a_second=asked.a_second)
    else:
        await flood(queues, lines, at_once=asked.lines, together=asked.together)
    wall = time.perf_counter() - began
    for line in lines:
        line.close()
    return {
        "accepted": len(tally.seconds),
        "wall_s": wall,
        "cpu_s": time.process_time() - cpu,
        "told_to_wait": tally.told_to_wait,
        "broken": tally.broken,
        "ms": [round(seconds * 1000, 2) for seconds in tally.seconds],
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("queues", type=Path)
    parser.add_argument("--a-second", type=float)
    parser.add_argument("--lines", type=int, default=256)
    parser.add_argument("--together", type=int, default=1)
    parser.add_argument("--acknowledged", type=Path)
    asked = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if asked.acknowledged is None:
            figures = runner.run(run(asked, None))
        else:
            with asked.acknowledged.open("a", encoding="ascii") as file:
                figures = runner.run(run(asked, file))
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
