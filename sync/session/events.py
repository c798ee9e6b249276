"""What the session is told: the answers of the world to its commands, as values."""

from dataclasses import dataclass
from typing import TypeAlias

from sync.errors import SyncError


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody or something asked for a sync; a registry may be missing, and attachments may wait."""

    needs_registry: bool
    has_attachments: bool = False


@dataclass(frozen=True, slots=True)
class RegistryKept:
    """A newer registry is verified and stored."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """One envelope's worth of work is with the relay, with its receipt."""

    has_more: bool


@dataclass(frozen=True, slots=True)
class Pulled:
    """One page is kept; the relay may hold more, and may know a newer registry."""

    has_more: bool
    knows_newer_registry: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """Every envelope we hold is merged, in conflict, quarantined, or waits for a newer registry."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The last command failed; its retry hint is all that is read."""

    error: SyncError
    jitter: float  # from 0 to 1, drawn by the runner


@dataclass(frozen=True, slots=True)
class StopAsked:
    """The program closes."""


Event: TypeAlias = Started | RegistryKept | Pushed | Pulled | Settled | Failed | StopAsked
