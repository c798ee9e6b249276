"""An officer's laptop: the real replica and the real exchange, a clock that may be wrong, a disk, a plug."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bench.simulation.clocks import DeviceClock
from bench.simulation.disk import Disk, Files
from bench.simulation.fused_database import fuse_store
from bench.simulation.power import Fuse, PowerCut
from desktop.delivered import Delivered
from desktop.form_shelf import DeliveredFormBrokenError, FormShelf
from desktop.operations.edits import shipped_policy
from desktop.operations.enrolment import ask_to_join, keep_joining, prepare_joining, read_membership
from desktop.paths import AppPaths
from desktop.wiping import InstallationWipe, finish_wipe
from store import open_store
from store.connection import Store
from store.copies_new_device import begin_as_new_device
from store.errors import StoreUnavailableError
from sync.errors import SyncError
from sync.ports import Entropy, Transport
from sync.progress import SyncOutcome
from sync.replica import load_membership
from sync.rotate import ask_for_new_keys
from sync.runner import SyncRunner
from sync.standing import DeviceWipedError

T = TypeVar("T")
SLOTS = b"the wrapped keys of this computer's operators"
MARKER = "wipe-ordered"
KEY = bytes(range(7, 39))
REPLICA = "replica.db"
POWER_CUT = "power-cut"


@dataclass
class Laptop:
    """One physical computer; `name` is the sticker on it, the device's id is inside."""

    name: str
    disk: Disk
    clock: DeviceClock
    entropy: Entropy
    wire: Transport
    fuse: Fuse
    operator: str
    is_lost: bool = False
    is_wiped: bool = False
    is_cut_while_wiping: bool = False
    restarts: int = 0
    checkpoint_pages: int = 1000
    _store: Store | None = field(default=None)

    @property
    def forms(self) -> FormShelf:
        """Give the forms as this laptop has them; one that came and cannot be begun is a bug."""
        return FormShelf(Delivered(self.store), tell=_refuse)

    @property
    def store(self) -> Store:
        assert self._store is not None
        return self._store

    def run(self, operation: Callable[[Store], T]) -> T:
        """Run an operation of the exchange, as the store's own thread does in the program."""
        return operation(self.store)

    def turn_on(self) -> None:
        if finish_wipe(AppPaths(self.disk.folder)):
            self.is_lost = self.is_wiped = True
            return
        self._store = open_store(self.disk.folder / REPLICA, KEY)
        self._store.execute(f"PRAGMA wal_autocheckpoint={self.checkpoint_pages}")
        self.fuse.revive()
        fuse_store(self._store, self.fuse)
        self._runner = SyncRunner(
            replica=self,
            transport=self.wire,
            clock=self.clock,
            entropy=self.entropy,
            wipe=CutWhileWiping(self),
            policy=shipped_policy(),
        )

    def turn_off(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
            self.disk.forget_old()

    def survive(self, act: Callable[[], str | None]) -> str | None:
        """Do something; turn the laptop on again if the power goes, and give the code if the disk refuses."""
        try:
            return act()
        except StoreUnavailableError as error:
            return error.code
        except PowerCut:
            self.restart()
            return POWER_CUT

    def restart(self) -> None:
        self.turn_off()
        self.restarts += 1
        self.turn_on()

    def pull_the_plug(self) -> None:
        """Take the power away while nothing runs."""
        self.survive(self._cut)

    def _cut(self) -> None:
        self.fuse.cut()

    def put_back(self, files: Files) -> None:
        """Go on with a copy of some disk."""
        self.turn_off()
        self.disk.replace(files)
        self.turn_on()

    def sync(self) -> SyncOutcome:
        """Exchange once.

        Raises:
            PowerCut: on the way.

        """
        outcome = self._runner.run_once(lambda _progress: None)
        if outcome.code == DeviceWipedError.code:
            self.turn_off()
            self.is_lost = self.is_wiped = True
        return outcome

    def join(self, invitation: str) -> str | None:
        """Scan an invitation, keep the new identity and ask; give the code of what went wrong."""
        try:
            joining = prepare_joining(
                invitation,
                device_name=self.name,
                operator=self.operator,
                clock=self.clock,
                entropy=self.entropy,
            )
            keep_joining(self.store, joining)
            ask_to_join(joining, transport=self.wire, clock=self.clock, entropy=self.entropy)
        except SyncError as error:
            return error.shown_code
        return None

    def forget_identity(self) -> None:
        """Become a device that has not joined, with all its work waiting again."""
        begin_as_new_device(self.store)

    def renew_keys(self, suite: int | None = None) -> str | None:
        member = load_membership(self)
        try:
            ask_for_new_keys(self, member, clock=self.clock, entropy=self.entropy, suite=suite)
        except SyncError as error:
            return error.shown_code
        return None

    @property
    def device_id(self) -> str:
        """Who this computer is today; empty while it is nobody."""
        membership = read_membership(self.store)
        return "" if membership is None else membership.identity.device_id


@dataclass
class CutWhileWiping:
    """The program's own way to erase itself, with the power going in the middle of it if so planned."""

    laptop: Laptop

    def export(self, envelopes: Sequence[bytes]) -> bool:
        return self._program.export(envelopes)

    def erase(self) -> None:
        if self.laptop.is_cut_while_wiping:
            self.laptop.is_cut_while_wiping = False
            (self.laptop.disk.folder / MARKER).write_bytes(b"")
            self.laptop.fuse.cut()
        self._program.erase()

    @property
    def _program(self) -> InstallationWipe:
        return InstallationWipe(AppPaths(self.laptop.disk.folder))


def _refuse(broken: DeliveredFormBrokenError) -> None:
    raise broken
