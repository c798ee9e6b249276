"""What the exchange needs from the world: time, randomness, a wire and a place for secrets.

The real ones are in `sync.adapters`, the ones for tests in `tests/fakes`; nothing
else in the package reads a clock, draws a random byte or opens a connection.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """Tells the time, for people and for measuring."""

    def now_ms(self) -> int:
        """Give the milliseconds since 1970 UTC; may jump when somebody sets the clock."""
        ...

    def monotonic_s(self) -> float:
        """Give seconds that never run backwards, from an unknown start."""
        ...


class Entropy(Protocol):
    """Draws bytes nobody can guess."""

    def take(self, count: int) -> bytes: ...

    def uuid(self) -> str:
        """Give a new identifier: 32 lower-case hexadecimal digits."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the relay; `target` is the path with its query, as it is signed."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """The relay's answer; header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Transport(Protocol):
    """Carries one request and brings its answer, or raises a `SyncError` that says whose turn it is."""

    def exchange(self, request: Request) -> Response: ...

    def close(self) -> None:
        """Let go of the line, and end an answer that another thread awaits on it."""
        ...


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer that goes on; reading on may raise a `SyncError`, and header names are lower case."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


@runtime_checkable
class OpenEndedTransport(Protocol):
    """A transport that can also keep an answer open, and read it as it comes."""

    def open(self, request: Request) -> OpenAnswer: ...


class KeyStore(Protocol):
    """Keeps short secrets by name outside the database they protect."""

    def load(self, name: str) -> bytes | None: ...

    def save(self, name: str, secret: bytes) -> None: ...

    def destroy(self, name: str) -> None:
        """Forget a secret; forgetting what is not there is no error."""
        ...
