"""How often somebody has been wrong at the door, who came in last, and how long the wrong have to wait.

A try is counted on the disk before the door is tried, so ending the program in the
middle gains nothing; after a start the whole wait begins again, which no change of the
clock shortens. This stops a colleague at the screen. It stops nobody who can write in
the data folder, or has a copy of it: against them stand the stretched passphrase and
the device secret a PIN is mixed with (docs/custody.md).
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync.adapters.private_file import write_private_file

if TYPE_CHECKING:
    from sync.ports import Clock

FREE_TRIES: Final = 5
FIRST_WAIT_S: Final = 30
LONGEST_WAIT_S: Final = 1_800
_VERSION: Final = 1
_MOST_COUNTED: Final = 1_000
_MOST_REMEMBERED: Final = 32  # as many as a key file has slots


class LockOut:
    """Counts for each operator alone; without a path it forgets when the program ends."""

    def __init__(self, path: Path | None = None, *, clock: "Clock") -> None:
        self._path, self._clock = path, clock
        self._wrong, self._recent = ({}, []) if path is None else _read(path)
        now = clock.monotonic_s()
        self._open_from_s = {one: now + wait_after(wrong) for one, wrong in self._wrong.items()}

    def note_try(self, operator: str) -> None:
        """Count a try that is about to be made."""
        self._set(operator, self._wrong.get(operator, 0) + 1)

    def take_back(self, operator: str) -> None:
        """Uncount a try that ended for another reason than a wrong secret."""
        self._set(operator, self._wrong.get(operator, 0) - 1)

    def forget(self, operator: str) -> None:
        """Begin anew: the right secret was given."""
        self._set(operator, 0)
        self._open_from_s.pop(operator, None)

    def came_in(self, operator: str) -> None:
        """Begin anew for an operator, who is the last one to have come in."""
        self._recent = [operator, *(one for one in self._recent if one != operator)][:_MOST_REMEMBERED]
        self.forget(operator)

    def place_of(self, operator: str) -> int:
        """Say how many others have come in since this operator did, for a list with the latest first."""
        return self._recent.index(operator) if operator in self._recent else len(self._recent)

    def refused(self, operator: str) -> None:
        """Let the wait for the tries counted so far begin."""
        self._open_from_s[operator] = self._clock.monotonic_s() + wait_after(self._wrong.get(operator, 0))

    def tries_left(self, operator: str) -> int:
        """Say how many tries cost no waiting; never below zero."""
        return max(0, FREE_TRIES - self._wrong.get(operator, 0))

    def seconds_left(self, operator: str) -> float:
        """Say how long the next try has to wait; zero when it may be made."""
        return max(0.0, self._open_from_s.get(operator, 0.0) - self._clock.monotonic_s())

    def _set(self, operator: str, wrong: int) -> None:
        self._wrong[operator] = min(max(wrong, 0), _MOST_COUNTED)
        counted = {one: number for one, number in self._wrong.items() if number}
        if self._path is not None:
            # A full disk must not keep anybody from their records; then it counts until the end only.
            with suppress(OSError):
                kept = {"version": _VERSION, "wrong": counted, "recent": self._recent}
                write_private_file(self._path, json.dumps(kept).encode())


def wait_after(wrong: int) -> int:
    """Give the seconds to wait after so many wrong tries: 30, then doubling up to 30 minutes."""
    if wrong < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_S, FIRST_WAIT_S << min(wrong - FREE_TRIES, 10))


def _read(path: Path) -> tuple[dict[str, int], list[str]]:
    """Read what was counted and who came in; a file that cannot be used has counted nothing."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}, []
    wrong = kept.get("wrong") if isinstance(kept, Mapping) else None
    recent = kept.get("recent") if isinstance(kept, Mapping) else None
    counted = {
        str(operator): min(number, _MOST_COUNTED)
        for operator, number in (wrong.items() if isinstance(wrong, Mapping) else ())
        if isinstance(number, int) and number > 0
    }
    return counted, [str(one) for one in recent][:_MOST_REMEMBERED] if isinstance(recent, list) else []
