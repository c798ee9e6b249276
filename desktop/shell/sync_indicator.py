"""The exchange in one icon and one short phrase, always at the top right.

Offline is a calm slate colour: collecting goes on. Only what needs a person is
marked, and even that is no alarm.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.moments import say_clock
from desktop.tokens import Tone
from resources.words import Words


class Connection(StrEnum):
    """What is known of the way to the platform."""

    NEVER = "never"
    RUNNING = "running"
    OFFLINE = "offline"
    OK = "ok"
    REFUSED = "refused"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The facts the chip speaks of."""

    connection: Connection = Connection.NEVER
    unsent: int = 0
    returned: int = 0  # came back, and waits for a person
    share: float | None = None
    last_success_ms: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Indication:
    text: str
    tone: Tone
    icon: str


_LOOKS = {
    Connection.NEVER: (Tone.OFF, "cloud-upload"),
    Connection.RUNNING: (Tone.INFO, "refresh-cw"),
    Connection.OFFLINE: (Tone.OFF, "cloud-off"),
    Connection.OK: (Tone.OK, "cloud-check"),
    Connection.REFUSED: (Tone.WARN, "triangle-alert"),
    Connection.PAUSED: (Tone.OFF, "clock"),
}
# While it runs it says so, and what it is refused for comes first.
_STILL = (Connection.NEVER, Connection.OFFLINE, Connection.OK, Connection.PAUSED)


def indicate(status: SyncStatus, *, words: Words) -> Indication:
    tone, icon = _LOOKS[status.connection]
    if status.returned and status.connection in _STILL:
        tone, icon = Tone.WARN, "triangle-alert"
    return Indication(_phrase(status, words), tone, icon)


def _phrase(status: SyncStatus, words: Words) -> str:
    match status.connection:
        case Connection.RUNNING if status.share is not None:
            return words.text("screens.sync_chip.running_share", percent=round(status.share * 100))
        case Connection.OFFLINE if status.returned:
            return words.count("screens.sync_chip.offline_returned", status.returned)
        case Connection.OK | Connection.NEVER | Connection.PAUSED if status.returned:
            return words.count("screens.sync_chip.returned", status.returned)
        case Connection.OK if not status.unsent:
            at = say_clock(status.last_success_ms) if status.last_success_ms is not None else ""
            return words.text("screens.sync_chip.ok", time=at)
        case Connection.OK:
            return words.text("screens.sync_chip.ok_unsent", count=status.unsent)
        case Connection.OFFLINE if status.unsent:
            return words.text("screens.sync_chip.offline_unsent", count=status.unsent)
        case Connection.NEVER if status.unsent:
            return words.text("screens.sync_chip.never_unsent", count=status.unsent)
        case Connection.NEVER:
            return words.text("screens.sync_chip.never")
        case Connection.RUNNING:
            return words.text("screens.sync_chip.running")
        case Connection.OFFLINE:
            return words.text("screens.sync_chip.offline")
        case Connection.REFUSED:
            return words.text("screens.sync_chip.refused")
        case Connection.PAUSED:
            return words.text("screens.sync_chip.paused")
