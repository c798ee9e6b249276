"""Starting the current version on Windows, and going back when a new one does not start.

There a shell script (resources/launcher/quancai) starts nothing, so the same rules stand here once more and
are frozen into a small program of their own (build-launcher.spec): it is never replaced by an update, so the
Python that takes a version back is not that version's. Standard library only, for the same reason.

A version is taken back when its window ends with an error before it has said that it is well, or was cut off
three times in a row.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from updates.small_files import read_words, write_line

MOST_STARTS: Final = 3
# STATUS_CONTROL_C_EXIT and DBG_TERMINATE_PROCESS ([MS-ERREF] 2.3): ended from outside, as at logging out.
ENDED_FROM_OUTSIDE: Final = frozenset({0xC000013A, 0x40010004})
NOTHING_TO_START: Final = 127  # as a shell says it
# Starts a program with arguments and what is added to its environment, waits, and gives its exit status.
Start = Callable[[Sequence[str], Mapping[str, str]], int]


@dataclass(frozen=True, slots=True)
class Launcher:
    """The launcher of one folder of versions; `program` is the file to start in each of them."""

    folder: Path
    program: str
    start: Start

    def run(self, arguments: Sequence[str]) -> int:
        """Start the current version to its end; give its exit status, or that of the one before it."""
        # Named once: while it runs, the program may have made a newer version current for the next start.
        version = self._word("current")
        if not _opens_window(arguments):
            # Other commands say with their status what they found, which is no word about the version.
            return self._start_one(version, arguments)
        if self._is_new(version) and self._starts() >= MOST_STARTS:
            version = self._take_back(version) or version
        self._count(version, self._starts() + 1)
        status = self._start_one(version, arguments)
        if status == 0:
            self._count(version, 0)  # closed at its door, perhaps: neither well nor cut off
        if status == 0 or status in ENDED_FROM_OUTSIDE or not self._is_new(version):
            return status
        before = self._take_back(version)
        return status if before is None else self._start_one(before, arguments)

    def _count(self, version: str, starts: int) -> None:
        """Write down how often a new version was started and did not end well."""
        if self._is_new(version):
            # Where the folder cannot be written, nobody counts, and an end with an error still tells.
            with suppress(OSError):
                write_line(self.folder / "unconfirmed", f"{version} {starts}")

    def _is_new(self, version: str) -> bool:
        """Say whether a version has not said yet that it is well."""
        return version != "" and self._word("unconfirmed") == version

    def _starts(self) -> int:
        _, count = (*read_words(self.folder / "unconfirmed"), "", "")[:2]
        return int(count) if count.isdecimal() else 0

    def _start_one(self, version: str, arguments: Sequence[str]) -> int:
        place = self._place_of(version)
        if not place.is_file():
            return NOTHING_TO_START
        told = {"QUANCAI_INSTALLATION": str(self.folder), "QUANCAI_RUNNING": version}
        try:
            return self.start([str(place), *arguments], told)
        except OSError:  # no program of this system, or forbidden
            return NOTHING_TO_START

    def _take_back(self, version: str) -> str | None:
        """Take a version back: make the one before it current and name it; None where that cannot be done."""
        before = self._word("previous")
        if before in ("", version) or not self._place_of(before).is_file():
            return None
        try:
            refused = (*read_words(self.folder / "refused"), version)
            write_line(self.folder / "refused", "\n".join(refused))
            write_line(self.folder / "current", before)
            if not self._is_new(version):
                # Another window of it said in this moment that it is well, as records took a step under it.
                write_line(self.folder / "current", version)
                return None
        except OSError:
            return None
        with suppress(OSError):
            (self.folder / "unconfirmed").unlink(missing_ok=True)
        return before

    def _place_of(self, version: str) -> Path:
        return self.folder / "versions" / version / self.program

    def _word(self, name: str) -> str:
        return (*read_words(self.folder / name), "")[0]


def _opens_window(arguments: Sequence[str]) -> bool:
    return not arguments or "app" in arguments
