"""Transport over HTTPS with `requests`, turning each of its errors into one of ours.

Answers are read within a limit and never inflated, redirects are refused (a hotel's log-in page is one),
and plain HTTP is spoken with this very machine only: envelopes are sealed anyway, but
who asks, when and how much is nobody else's business.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import requests

from sync.errors import ServerAnswerInvalidError, ServerInsecureError, ServerUnreachableError
from sync.ports import Request, Response
from sync.wire import MAX_PAGE_BYTES

_CONNECT_SECONDS: Final = 5.0
_READ_SECONDS: Final = 60.0
_CHUNK_BYTES: Final = 65_536
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class HttpTransport:
    """One relay, with its connection kept open between questions; used by one thread."""

    def __init__(self, base_url: str, *, session: requests.Session | None = None) -> None:
        """Prepare; nothing is sent yet.

        Raises:
            ServerInsecureError: the address would send in clear over a network.

        """
        parts = urlsplit(base_url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ServerInsecureError(address=base_url)
        self._base_url = base_url.rstrip("/")
        self._session = session or requests.Session()
        self._is_local = parts.hostname in _LOOPBACK

    def exchange(self, request: Request) -> Response:
        with _errors_translated(), self._send(request) as answer:
            return Response(
                status=answer.status_code,
                headers={name.lower(): value for name, value in answer.headers.items()},
                body=_read_within_limit(answer),
            )

    def close(self) -> None:
        self._session.close()

    def _send(self, request: Request) -> requests.Response:
        # A proxy of the office must not be asked for this machine's own address.
        proxies = {"http": "", "https": ""} if self._is_local else None
        return self._session.request(
            request.method,
            self._base_url + request.target,
            headers={**request.headers, "accept-encoding": "identity"},
            auth=_signed_already,
            data=request.body or None,
            timeout=(_CONNECT_SECONDS, _READ_SECONDS),
            allow_redirects=False,
            stream=True,
            proxies=proxies,
        )


def _signed_already(request: requests.PreparedRequest) -> requests.PreparedRequest:
    # Without an `auth` of ours, requests would put a password from ~/.netrc over the signature.
    return request


def _read_within_limit(answer: requests.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > MAX_PAGE_BYTES:
            raise ServerAnswerInvalidError(status=str(answer.status_code))
    return bytes(body)


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
