"""The base of what can go wrong on the screen's side; the words are found by code.

Failures of the replica, the forms and the exchange keep their own classes and codes.
Here are only those of the desktop itself: cameras, pictures, printers, files.
"""

from collections.abc import Mapping
from typing import ClassVar


class DesktopError(Exception):
    """Anything the desktop itself could not do; `parameters` hold names and ids, never personal data."""

    code: ClassVar[str] = "desktop-failed"

    def __init__(self, **parameters: str) -> None:
        super().__init__(self.code, parameters)
        self.parameters: Mapping[str, str] = parameters
