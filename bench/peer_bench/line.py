"""The wire of the job: a TCP relay in a process of its own that counts every byte, headers included.

    python -m bench.peer_bench.line PORT

The first line it prints is the port it listens on; to each line it reads it answers with
the bytes carried so far, up and down.
"""

import asyncio
import json
import sys

_CHUNK = 256 * 1024


class Line:
    """Carries connections to one port and counts what passes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.up = 0
        self.down = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join a client to the server until either hangs up."""
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(
            self._pump(reader, server_writer, is_up=True), self._pump(server_reader, writer, is_up=False)
        )

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool) -> None:
        try:
            while data := await reader.read(_CHUNK):
                self.up += len(data) if is_up else 0
                self.down += 0 if is_up else len(data)
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass  # whoever hung up has what he asked for
        finally:
            writer.close()


async def serve(port: int) -> None:
    """Carry until standard input ends."""
    line = Line(port)
    listener = await asyncio.start_server(line.carry, "127.0.0.1", 0, backlog=512)
    print(listener.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps([line.up, line.down]), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
