"""A repository on a web server, over HTTPS, or in clear on this very machine.

Redirects are refused (a hotel's log-in page is one). A server that does not know ranges sends the whole
file again, and what is here already is passed over, so an interrupted file goes on either way.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlsplit

import requests
from urllib3.exceptions import HTTPError

from updates.errors import SourceInsecureError, SourceUnreachableError
from updates.source import SourceMissingError

_TIMES: Final = (5.0, 60.0)  # seconds to connect, and between two pieces
_PIECE_BYTES: Final = 64 * 1024
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class HttpSource:
    """One address; used by one thread. `authorities` is a PEM file of who may vouch for the server."""

    def __init__(self, address: str, *, authorities: str | None = None) -> None:
        """Prepare; nothing is asked yet.

        Raises:
            SourceInsecureError: the address would ask in clear over a network.

        """
        parts = urlsplit(address)
        is_local = parts.hostname in _LOOPBACK
        if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
            raise SourceInsecureError(address=address)
        self._address = address.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = not is_local
        self._authorities = authorities

    def read(self, name: str, *, offset: int = 0) -> Iterator[bytes]:
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={offset}-"} if offset else {})
        try:
            with self._session.get(
                f"{self._address}/{quote(name)}",
                headers=headers,
                stream=True,
                timeout=_TIMES,
                allow_redirects=False,
                verify=self._authorities or True,
            ) as answer:
                yield from _body(answer, name, offset)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise SourceUnreachableError(place=self._address) from error

    def close(self) -> None:
        self._session.close()


def _body(answer: requests.Response, name: str, offset: int) -> Iterator[bytes]:
    if answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
        raise SourceMissingError(file=name[-64:])
    if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return  # everything is here already
    if answer.status_code not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        raise SourceUnreachableError(place=str(answer.status_code))
    passed_over = offset if answer.status_code == HTTPStatus.OK else 0
    for piece in answer.iter_content(_PIECE_BYTES):
        skipped = min(passed_over, len(piece))
        passed_over -= skipped
        if len(piece) > skipped:
            yield piece[skipped:]
