"""A relay behind a real loopback socket, for what only a line can show."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from starlette.applications import Starlette

from server_stub.http_limits import DEFAULT_LIMITS, LineLimits
from server_stub.http_server import bind, make_server


@dataclass(frozen=True)
class LiveRelay:
    """Where it listens."""

    port: int

    @contextmanager
    def line(self, *, receive_buffer: int | None = None) -> Iterator[socket.socket]:
        """Open a connection by hand, with patience for a slow computer."""
        with socket.socket() as line:
            if receive_buffer is not None:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            line.settimeout(60)
            line.connect(("127.0.0.1", self.port))
            yield line


def read_all(line: socket.socket) -> bytes:
    """Read until the other end hangs up."""
    return b"".join(iter(lambda: line.recv(65_536), b""))


def read_until(line: socket.socket, end: bytes) -> bytes:
    """Read as far as these bytes."""
    read = bytearray()
    while end not in read:
        read += line.recv(65_536)
    return bytes(read)


@contextmanager
def serving(
    app: Starlette, *, limits: LineLimits = DEFAULT_LIMITS, tls: ssl.SSLContext | None = None
) -> Iterator[LiveRelay]:
    """Serve an application on a free port of this computer while inside."""
    is_up = Event()
    listener = bind("127.0.0.1", 0)
    server = make_server(app, started=is_up.set, limits=limits, tls=tls)
    thread = Thread(target=server.serve_on, args=[listener])
    thread.start()
    try:
        assert is_up.wait(60)
        yield LiveRelay(listener.getsockname()[1])
    finally:
        server.ask_to_stop()
        thread.join(60)
        listener.close()
