"""What the indicator shows while a sync runs, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum


class SyncStep(StrEnum):
    CONNECT = "connect"
    IDENTITY = "identity"
    UPLOAD = "upload"
    FIRST_FILL = "first-fill"  # everything of this device's places comes for the first time
    DOWNLOAD = "download"
    SETTLE = "settle"
    ATTACHMENTS = "attachments"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far one step is; a total of 0 means that nobody knows yet."""

    step: SyncStep
    done: int = 0
    total: int = 0


class SyncState(StrEnum):
    OK = "ok"
    OFFLINE = "offline"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """The end of one run: outbox items delivered, envelopes received, and when to try again.

    A code beside `OK` tells of something set aside on the way, not of a failure.
    """

    state: SyncState
    code: str | None
    pushed: int
    pulled: int
    at_ms: int
    wait_seconds: float | None = None
