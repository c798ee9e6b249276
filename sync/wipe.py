"""The last thing a lost device does for the office: hand in its work, then erase itself.

Erasing binds only our program; whoever holds the disk is kept out by the key slots. But
an honest finder, or a colleague who gets the device back, must not read on. No order
destroys work that nobody else has (P8): it goes to the relay first, or, where the
relay will not take it, as sealed envelopes to a place the office can fetch it from.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Wipe(Protocol):
    """What the program around the replica does when a device is to erase itself."""

    def export(self, envelopes: Sequence[bytes]) -> bool:
        """Put sealed envelopes where the office can fetch them; False where there is no place for them."""
        ...

    def erase(self) -> None:
        """Destroy key slots and keychain secret, then the replica; after a crash, go on at the next start."""
        ...


class WipeStep(StrEnum):
    WAIT = "wait"
    EXPORT = "export"
    ERASE = "erase"


def next_wipe_step(*, unsent: int, is_refused: bool) -> WipeStep:
    """Decide from what nobody else has yet, and whether the relay refused to take it for good."""
    if unsent == 0:
        return WipeStep.ERASE
    return WipeStep.EXPORT if is_refused else WipeStep.WAIT
