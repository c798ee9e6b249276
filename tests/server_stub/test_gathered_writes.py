"""An answer leaves a line in one piece, whole before the line closes, and a long one does not pile up."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from server_stub.gathered_writes import GatheredWrites


class Line(asyncio.Transport):
    """A transport that notes what reaches it, piece by piece."""

    def __init__(self) -> None:
        super().__init__({"sslcontext": "tls", "peername": ("192.0.2.7", 4711), "socket": object()})
        self.pieces: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.pieces.append(bytes(data))

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.pieces.append(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_closed = True


def after(story: Callable[[GatheredWrites], object]) -> Line:
    line = Line()

    async def run() -> None:
        story(GatheredWrites(line, asyncio.get_running_loop()))
        turn_over = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(turn_over.set_result, None)
        await turn_over

    asyncio.run(run())
    return line


def test_what_is_written_in_one_turn_leaves_in_one_piece() -> None:
    def answer(writes: GatheredWrites) -> None:
        writes.write(b"head ")
        writes.write(b"body")

    assert after(answer).pieces == [b"head body"]


def test_line_closes_after_what_was_written() -> None:
    def answer_and_close(writes: GatheredWrites) -> None:
        writes.write(b"last word")
        writes.close()

    line = after(answer_and_close)

    assert (line.pieces, line.is_closed) == ([b"last word"], True)


def test_nothing_is_written_on_a_line_that_was_cut() -> None:
    def answer_and_cut(writes: GatheredWrites) -> None:
        writes.write(b"nobody hears this")
        writes.abort()

    line = after(answer_and_cut)

    assert (line.pieces, line.is_closed) == ([], True)


def test_long_answer_goes_out_while_it_is_written() -> None:
    seen: list[int] = []

    def answer(writes: GatheredWrites) -> None:
        writes.write(bytes(60_000))
        writes.write(bytes(60_000))
        seen.append(len(line_of(writes).pieces))
        writes.write(b"end")

    assert [len(piece) for piece in after(answer).pieces] == [120_000, 3]
    assert seen == [1]


def test_address_of_the_other_end_is_not_told() -> None:
    told: list[Any] = []

    def ask(writes: GatheredWrites) -> None:
        told.extend(writes.get_extra_info(name) for name in ("peername", "sockname", "socket", "sslcontext"))

    after(ask)

    assert told == [None, None, None, "tls"]


def line_of(writes: GatheredWrites) -> Line:
    line = writes._transport
    assert isinstance(line, Line)
    return line
