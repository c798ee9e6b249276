"""Serving an ASGI application over HTTP until a signal says stop.

The socket is bound here, so that a taken address is an error with a code, port 0
finds a free port, and the caller knows the address before the first request.
"""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette

from server_stub.errors import AddressUnavailableError

_BACKLOG: Final = 2_048
_DRAIN_SECONDS: Final = 10
_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def bind(host: str, port: int) -> socket.socket:
    """Take an address.

    Raises:
        AddressUnavailableError: somebody else has it, or this machine does not.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressUnavailableError(address=f"{host}:{port}") from error
    return listener


def url_of(listener: socket.socket) -> str:
    """Give the address a client on this machine uses."""
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def serve(
    app: Starlette,
    listener: socket.socket,
    *,
    started: Callable[[], None],
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way and return.

    `stopping` is called first, to answer what would otherwise be held for a minute.
    """
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_DRAIN_SECONDS
    )
    _Server(config, started=started, stopping=stopping).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Tells when it serves, and takes a stop signal as a wish and not as a crash."""

    def __init__(
        self, config: uvicorn.Config, *, started: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._tell_started = started
        self._tell_stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._tell_stopping()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again after a clean shutdown and turn it into an error status.
        with stop_signals(self._stop):
            yield

    def _stop(self) -> None:
        self.should_exit = True


@contextmanager
def stop_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` on SIGTERM and SIGINT while inside; only the main thread can listen to signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    previous = {number: signal.signal(number, handle) for number in _STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
