"""Transport over HTTPS with `requests`, turning each of its errors into one of ours.

Answers are read within a limit and never inflated, redirects are refused (a hotel's log-in page is one),
and plain HTTP is spoken with this very machine only: envelopes are sealed anyway, but
who asks, when and how much is nobody else's business. An answer that drips is given up:
its headers have a time together, and every byte after them must be worth its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ProtocolError

from sync.adapters.hurried_answers import HurriedAdapter
from sync.adapters.system import SystemClock
from sync.errors import ServerAnswerInvalidError, ServerInsecureError, ServerUnreachableError
from sync.ports import Clock, OpenAnswer, Request, Response
from sync.wake_events import HEARTBEAT_SECONDS
from sync.wire import MAX_PAGE_BYTES

_CONNECT_SECONDS: Final = 5.0
_READ_SECONDS: Final = 60.0
# A stream gives a sign of life more often than this; one that does not is held back on the way.
_SILENCE_SECONDS: Final = 1.5 * HEARTBEAT_SECONDS
_CHUNK_BYTES: Final = 65_536
# An answer has this long and a second more for each kilobyte that came: slower than any line we know.
_LEAST_SECONDS: Final = 60.0
_BYTES_A_SECOND: Final = 1_024
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class HttpTransport:
    """One relay, with its connection kept open between questions; used by one thread."""

    def __init__(
        self,
        base_url: str,
        *,
        session: requests.Session | None = None,
        clock: Clock | None = None,
        authorities: str | None = None,
    ) -> None:
        """Prepare; nothing is sent yet. `authorities` is a PEM file of who may vouch for the server, alone.

        Raises:
            ServerInsecureError: the address would send in clear over a network.

        """
        parts = urlsplit(base_url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ServerInsecureError(address=base_url)
        self._base_url = base_url.rstrip("/")
        self._is_local = parts.hostname in _LOOPBACK
        self._authorities = authorities
        self._clock = clock or SystemClock()
        self._session = session or _hurried_session(self._clock)
        if self._is_local:
            # A proxy of the office must not be asked for this machine's own address.
            self._session.trust_env = False
        self._answer: requests.Response | None = None
        self._has_line = False  # an answer came, so the connection may have been kept
        self._is_closed = False

    def exchange(self, request: Request) -> Response:
        if self._is_closed:
            raise ServerUnreachableError
        with _errors_translated(), self._send_surely(request) as answer:
            self._answer, self._has_line = answer, True
            try:
                return Response(
                    status=answer.status_code,
                    headers={name.lower(): value for name, value in answer.headers.items()},
                    body=self._read_within_limits(answer),
                )
            finally:
                self._answer = None

    def open(self, request: Request) -> OpenAnswer:
        """Ask for an answer that goes on, until it is closed here or there or says nothing for too long."""
        if self._is_closed:
            raise ServerUnreachableError
        with _errors_translated():
            answer = self._answer = self._send(request, read_seconds=_SILENCE_SECONDS)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return OpenAnswer(answer.status_code, headers, self._read_as_it_comes(answer))

    def _read_as_it_comes(self, answer: requests.Response) -> Iterator[bytes]:
        try:
            with _errors_translated(), answer:
                while chunk := answer.raw.read1(_CHUNK_BYTES, decode_content=False):
                    yield chunk
        finally:
            self._answer = None

    def close(self) -> None:
        """Let go of the connection; from another thread it also ends an answer that is awaited."""
        self._is_closed = True
        answer = self._answer
        if answer is not None:
            # Closing alone would leave the other thread reading; shutting the socket wakes it.
            with suppress(OSError, ValueError, RuntimeError):  # it may have ended this very moment
                answer.raw.shutdown()
        self._session.close()

    def _read_within_limits(self, answer: requests.Response) -> bytes:
        body = bytearray()
        began = self._clock.monotonic_s()
        # One read is one arrival: waiting for a full chunk would hand the clock to whoever drips.
        while chunk := answer.raw.read1(_CHUNK_BYTES, decode_content=False):
            body += chunk
            if len(body) > MAX_PAGE_BYTES:
                raise ServerAnswerInvalidError(status=str(answer.status_code))
            if self._clock.monotonic_s() - began > _LEAST_SECONDS + len(body) / _BYTES_A_SECOND:
                raise ServerUnreachableError
        return bytes(body)

    def _send_surely(self, request: Request) -> requests.Response:
        """Ask again, once, where a server hung up a kept connection just as we asked.

        Nothing was answered, and what proves itself has one effect however often it arrives (P3).
        A signed question is heard once only, so its asker must sign another one.
        """
        has_line, self._has_line = self._has_line, False
        try:
            return self._send(request)
        except requests.ConnectionError as error:
            may_repeat = has_line and not self._is_closed and "authorization" not in request.headers
            if not may_repeat or not _was_hung_up(error):
                raise
        return self._send(request)

    def _send(self, request: Request, *, read_seconds: float = _READ_SECONDS) -> requests.Response:
        return self._session.request(
            request.method,
            self._base_url + request.target,
            headers={**request.headers, "accept-encoding": "identity"},
            auth=_signed_already,
            verify=self._authorities,
            data=request.body or None,
            timeout=(_CONNECT_SECONDS, read_seconds),
            allow_redirects=False,
            stream=True,
        )


def _hurried_session(clock: Clock) -> requests.Session:
    session = requests.Session()
    adapter = HurriedAdapter(clock)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _signed_already(request: requests.PreparedRequest) -> requests.PreparedRequest:
    # Without an `auth` of ours, requests would put a password from ~/.netrc over the signature.
    return request


def _was_hung_up(error: requests.ConnectionError) -> bool:
    # urllib3 names the error of the socket second; a refused or slow connection comes as something else.
    cause = error.args[0] if error.args else None
    return isinstance(cause, ProtocolError) and any(isinstance(one, ConnectionError) for one in cause.args)


@contextmanager
def _errors_translated() -> Iterator[None]:
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise ServerInsecureError from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise ServerUnreachableError from error
    except requests.exceptions.ChunkedEncodingError as error:
        raise ServerUnreachableError from error
    except requests.RequestException as error:
        raise ServerAnswerInvalidError(status="0") from error
    except (HTTPError, OSError) as error:  # the raw reads below `requests` raise what lies below it
        raise ServerUnreachableError from error
