"""The power, which goes at a chosen statement or in the middle of a commit, and disks that are full there.

A `Fuse` sits between a party and its database and counts the statements. When it blows,
the disk is captured as it is at that moment; what the dying program still does to its
files (a rollback, closing them) happens to files nobody will ever look at again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bench.simulation.chance import Chance
from bench.simulation.disk import Disk, Files, tear

_LOOKING: Final = ("SELECT", "PRAGMA")
_NEEDS_NO_ROOM: Final = ("ROLLBACK", "BEGIN", "RELEASE", "SAVEPOINT")


class PowerCut(BaseException):
    """The computer is off; only its owner turns it on again."""


class Fault(StrEnum):
    """What happens at the chosen statement."""

    CUT = "cut"  # the power goes before it
    TORN = "torn"  # the power goes while the next commit is being written
    FULL = "full"  # there is no room for it


@dataclass
class Fuse:
    """Counts what one party writes; the fault strikes once and is over."""

    disk: Disk
    chance: Chance
    fault: Fault | None = None
    left: int = 0
    is_dead: bool = False
    blown: Fault | None = None
    statements: int = 0
    commits: int = 0

    def arm(self, fault: Fault, *, after: int) -> None:
        """Let the fault strike at the so-manieth statement from now that writes."""
        self.fault, self.left, self.blown = fault, after, None

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Let somebody look who is none of the schedule: a fault waits until they have."""
        fault, self.fault = self.fault, None
        yield
        self.fault = fault

    def disarm(self) -> None:
        self.fault = None

    def revive(self) -> None:
        """The computer is on again."""
        self.is_dead, self.fault = False, None

    def before(self, statement: str, *, full: Callable[[], Exception]) -> None:
        """Hear of a statement that is about to run.

        Raises:
            PowerCut: not any more.
            Exception: what `full` makes, when there is no room for it.

        """
        if self.is_dead:
            raise PowerCut
        # Between two looks at the disk nothing changes on it: only what writes is worth a cut before it. What
        # is looked up depends on what this process has in its caches, too, and no seed decides that.
        verb = statement.lstrip()[:9].upper()
        if verb.startswith(_LOOKING):
            return
        self.statements += 1
        if self.fault is None:
            return
        self.left -= 1
        if self.left > 0 or self.fault is Fault.TORN:
            return
        if self.fault is Fault.CUT:
            self.cut()
        if not verb.startswith(_NEEDS_NO_ROOM):
            self.blown, self.fault = Fault.FULL, None
            raise full()

    def around_commit(self, commit: Callable[[], object]) -> None:
        """Run a commit, or the part of it that reaches the disk."""
        if self.is_dead:
            raise PowerCut
        if self.fault is not Fault.TORN or self.left > 0:
            commit()
            self.commits += 1
            return
        before = self.disk.capture()
        commit()
        self._go_out(tear(before, self.disk.capture(), self.chance), Fault.TORN)

    def cut(self) -> None:
        """Take the power away now."""
        self._go_out(self.disk.capture(), Fault.CUT)

    def _go_out(self, files: Files, fault: Fault) -> None:
        self.is_dead, self.blown, self.fault = True, fault, None
        self.disk.replace(files)
        raise PowerCut
