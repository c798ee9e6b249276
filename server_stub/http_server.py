"""Serving an ASGI application over HTTP until a signal says stop.

The socket is bound here, so that a taken address is an error with a code, port 0
finds a free port, and the caller knows the address before the first request. TLS is
spoken when a certificate is given; the other way is a proxy in front (deploy/).
"""

import gc
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette

from server_stub.errors import AddressUnavailableError, CertificateUnusableError
from server_stub.http_at_the_line import AT_THE_LINE, LineAnswers, line_protocol
from server_stub.http_limits import DEFAULT_LIMITS, LineLimits, fit_open_files, limited_protocol

_BACKLOG: Final = 2_048
_DRAIN_SECONDS: Final = 10
# Objects made and not let go before the interpreter looks for cycles among them. Hardly anything here makes
# any, and at its own 700 the looking took a tenth of the processor, a sixth with thousands of lines open.
_BEFORE_A_SEARCH: Final = 50_000
_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Where certificate (with its chain) and private key are, both PEM."""

    certificate: Path
    key: Path


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
    except (OSError, OverflowError) as error:  # a port above 65,535 overflows
        listener.close()
        raise AddressUnavailableError(address=f"{host}:{port}") from error
    return listener


def url_of(listener: socket.socket, *, scheme: str = "http") -> str:
    """Give the address a client on this machine uses."""
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"{scheme}://[{reachable}]:{port}" if ":" in reachable else f"{scheme}://{reachable}:{port}"


def open_tls(files: TlsFiles) -> ssl.SSLContext:
    """Read a certificate; TLS 1.2 and newer is spoken with it.

    Raises:
        CertificateUnusableError: a file cannot be read, or the two do not belong together.

    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as error:
        raise CertificateUnusableError(reason=type(error).__name__) from error
    return context


def make_server(
    app: Starlette,
    *,
    started: Callable[[], None],
    stopping: Callable[[], None] = lambda: None,
    tls: ssl.SSLContext | None = None,
    limits: LineLimits = DEFAULT_LIMITS,
) -> "HttpServer":
    """Prepare a server; `stopping` is called first, to answer what would otherwise be held for a minute."""
    answers: LineAnswers | None = getattr(app.state, AT_THE_LINE, None)
    config = uvicorn.Config(
        app,
        http=limited_protocol(limits) if answers is None else line_protocol(limits, answers),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who asks is told by signatures, never by a header
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
    )
    return HttpServer(config, started=started, stopping=stopping)


def serve(
    app: Starlette,
    listener: socket.socket,
    *,
    started: Callable[[], None],
    stopping: Callable[[], None] = lambda: None,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way and return."""
    limits = fit_open_files(DEFAULT_LIMITS)
    with cycles_searched_rarely():
        make_server(app, started=started, stopping=stopping, tls=tls, limits=limits).serve_on(listener)


@contextmanager
def cycles_searched_rarely() -> Iterator[None]:
    """Leave what the program has loaded out of the search for cycles, and search seldom, while inside."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_BEFORE_A_SEARCH, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class HttpServer(uvicorn.Server):
    """Tells when it serves, and takes a stop signal as a wish and not as a crash."""

    def __init__(
        self, config: uvicorn.Config, *, started: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._tell_started = started
        self._tell_stopping = stopping

    def serve_on(self, listener: socket.socket) -> None:
        """Serve until SIGTERM, SIGINT or `ask_to_stop`, then finish what is under way and return."""
        self.run(sockets=[listener])

    def ask_to_stop(self) -> None:
        """End soon; called from any thread."""
        self.should_exit = True

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
        with stop_signals(self.ask_to_stop):
            yield


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
