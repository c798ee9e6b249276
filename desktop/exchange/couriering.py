"""Work carried by stick from the page 同步: out to a folder, answers back in.

It runs between two exchanges on their own thread, because both seal into the same chains.
Giving up in the middle loses nothing: a packed envelope stays waiting here until its
receipt is back, and what was taken stays taken.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.errors import DesktopError
from desktop.operations.edits import shipped_policy
from sync.courier.archive import CourierPlaceMissingError, open_parcel
from sync.courier.field import Carried, pack_work, take_answers
from sync.courier.parcel import Parcel
from sync.replica import Replica, load_membership


class CourierPlaceFullError(DesktopError):
    """There is no room left on the stick; what is on it already counts."""

    code = "courier-place-full"


class CourierPlaceReadOnlyError(DesktopError):
    """The stick, or the folder on it, cannot be written."""

    code = "courier-place-read-only"


class CourierAct(StrEnum):
    """Which way the stick goes."""

    EXPORT = "export"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class CourierReport:
    """What one visit of the stick did, and when."""

    act: CourierAct
    place: str
    at_ms: int
    carried: Carried
    had_parcel: bool = True  # something of ours lay there before


class WatchedParcel(Parcel):
    """A parcel that tells how many files it has handled, and can be stopped between two."""

    def __init__(self, place: Path, *, tick: Callable[[int, int], None]) -> None:
        super().__init__(place)
        self._tick, self._done, self._total = tick, 0, 0

    def names(self, direction: str) -> tuple[str, ...]:
        found = super().names(direction)
        self._total = max(self._total, 2 * len(found))  # each is looked at, then taken
        return found

    def pack(self, direction: str, envelope_id: str, body: bytes) -> bool:
        self._step()
        return super().pack(direction, envelope_id, body)

    def read(self, direction: str, envelope_id: str) -> bytes | None:
        self._step()
        return super().read(direction, envelope_id)

    def _step(self) -> None:
        self._done += 1
        self._tick(self._done, self._total)


class Couriering(QObject):
    """One visit of a stick at a time; lives on the window's thread."""

    progressed = Signal(int, int)  # files handled, and of how many; 0: nobody knows
    ended = Signal(object)  # CourierReport
    failed = Signal(object)  # an exception with words

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.is_running = False
        desk.between_ended.connect(self._settle)

    def start(self, act: CourierAct, place: Path) -> None:
        """Write what waits to a folder, or take what the city wrote there."""
        if self.is_running:
            return
        self.is_running = True
        self._desk.run_between(partial(self._carry, act, place))

    def cancel(self) -> None:
        """Stop after the file in hand."""
        self._desk.give_up_between()

    def _carry(
        self,
        act: CourierAct,
        place: Path,
        replica: Replica,
        go_on: Callable[[], None],
    ) -> CourierReport:
        """Run on the exchange's thread."""

        def tick(done: int, total: int) -> None:
            go_on()
            self.progressed.emit(done, total)

        clock, entropy = self._desk.clock, self._desk.entropy
        try:
            member = load_membership(replica)
            with open_parcel(place, make=partial(WatchedParcel, tick=tick)) as parcel:
                had_parcel = parcel.is_there()
                if act is CourierAct.EXPORT:
                    carried = pack_work(replica, member, parcel, clock=clock, entropy=entropy)
                else:
                    policy = shipped_policy()
                    carried = take_answers(replica, member, parcel, clock=clock, policy=policy)
        except OSError as error:
            raise _translated(error) from error
        return CourierReport(act, place.name or str(place), clock.now_ms(), carried, had_parcel)

    def _settle(self, report: CourierReport | None, error: Exception | None) -> None:
        self.is_running = False
        if error is not None:
            self.failed.emit(error)
        else:
            self.ended.emit(report)


def _translated(error: OSError) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CourierPlaceFullError()
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return CourierPlaceReadOnlyError()
    return CourierPlaceMissingError()
