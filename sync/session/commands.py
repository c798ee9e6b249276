"""What the session asks for, one thing at a time."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FetchRegistry:
    """Get, verify and keep the registry."""


@dataclass(frozen=True, slots=True)
class Push:
    """Seal what waits, keep it, and send what has no receipt, in order."""


@dataclass(frozen=True, slots=True)
class Pull:
    """Get one page after the cursor and keep it."""


@dataclass(frozen=True, slots=True)
class Settle:
    """Verify, open and merge what is kept."""


@dataclass(frozen=True, slots=True)
class PushAttachments:
    """Seal and send some pieces of attachments; records that came meanwhile go before them."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again after a while; the code says why."""

    seconds: float
    code: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over; a code says what went wrong on the way, if anything."""

    code: str | None = None


Command: TypeAlias = FetchRegistry | Push | Pull | Settle | PushAttachments | Wait | Finish
