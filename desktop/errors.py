"""What can go wrong in the desktop itself, outside forms, replica and exchange."""

from collections.abc import Mapping
from typing import ClassVar


class DesktopError(Exception):
    """Anything the screens refuse; `parameters` hold ids and codes, never personal data."""

    code: ClassVar[str] = "desktop-failed"

    def __init__(self, **parameters: str) -> None:
        super().__init__(self.code, parameters)
        self.parameters: Mapping[str, str] = parameters


class RecordMissingError(DesktopError):
    """The record is not on this computer (any more)."""

    code = "record-missing"


class WorkerStoppedError(DesktopError):
    """The program is closing; nothing new is begun."""

    code = "worker-stopped"


class InvitationUnreadableError(DesktopError):
    """The chosen file cannot be read."""

    code = "invitation-unreadable"
