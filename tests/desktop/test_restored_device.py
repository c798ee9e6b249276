"""Two computers with the same work: the one that was lost and the one that went on from its copy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.copying import make_copy
from desktop.enrolment.member_runner import MemberRunner
from desktop.operations.enrolment import prepare_joining
from desktop.paths import AppPaths
from desktop.restoring import Key, restore
from desktop.unlocking import unlock
from store import DeliveryState, OutboxItem, Store, enqueue, list_items
from sync.change import Change, FilledForm
from sync.custody.secret_policy import NoKeychain
from sync.item_encoding import encode_item
from sync.progress import SyncState
from sync.suites.at_rest import KdfCost
from tests.desktop.at_the_desk import write_invitation
from tests.fakes.entropy import SeededEntropy
from tests.scenario.office import OPERATOR, SAYS_EMPLOYED, Office, Visit, open_office, prepare_office

T = TypeVar("T")
QUICK = KdfCost(memory_kib=64, passes=1)
PASSPHRASE = "象山路的榕树下有三把椅子"


@dataclass
class Computer:
    """One data folder, and the exchange of whoever it is."""

    paths: AppPaths
    office: Office
    store: Store
    runner: MemberRunner

    def run(self, operation: Callable[[Store], T]) -> T:
        return operation(self.store)

    def sync(self) -> None:
        outcome = self.runner.run_once(lambda _: None)
        assert outcome.state is SyncState.OK, outcome.code

    def join(self, folder: Path) -> None:
        invitation = write_invitation(self.office, folder / "enroll.qjy").read_text(encoding="ascii")
        joining = prepare_joining(
            invitation,
            device_name=folder.name,
            operator=OPERATOR,
            clock=self.office.clock,
            entropy=SeededEntropy(folder.name),
        )
        self.runner.join(joining)
        self.runner.run_once(lambda _: None)
        self.office.desk.run_once()
        self.sync()

    def states(self) -> list[DeliveryState]:
        return [item.state for item in list_items(self.store)]


def sit_down(folder: Path, office: Office) -> Computer:
    paths = AppPaths(folder)
    entropy = SeededEntropy(folder.name)
    store = unlock(paths, PASSPHRASE, entropy=entropy, cost=QUICK).open_writer()
    computer = Computer(paths, office, store, runner=None)  # type: ignore[arg-type]  # they know each other
    computer.runner = MemberRunner(
        computer, connect=lambda _url: office.wire, clock=office.clock, entropy=entropy
    )
    return computer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    prepare_office(tmp_path / "office")
    opened = open_office(tmp_path / "office")
    yield opened
    opened.close()


@pytest.fixture
def visit(office: Office) -> Visit:
    return office.visit(office.enrol(), SAYS_EMPLOYED)


@pytest.fixture
def lost(tmp_path: Path, office: Office, visit: Visit) -> Computer:
    """The computer that will be lost: joined, with one visit nobody has yet."""
    folder = tmp_path / "lost"
    folder.mkdir()
    computer = sit_down(folder, office)
    computer.join(folder)
    for one in (visit.form, visit.change):
        enqueue(computer.store, waiting(one, visit))
    return computer


def waiting(one: FilledForm | Change, visit: Visit) -> OutboxItem:
    change = one if isinstance(one, Change) else None
    return OutboxItem(
        id=one.id,
        kind="submission" if change is None else "change",
        submission_id=visit.form.id,
        record_kind=change.record_kind if change else None,
        record_id=change.record_id if change else None,
        payload=encode_item(one),
        state_times={DeliveryState.QUEUED: 1},
    )


def go_on_from_a_copy(lost: Computer, tmp_path: Path) -> Callable[[], Computer]:
    """Copy now; what comes back makes the new computer later."""
    (tmp_path / "stick").mkdir()
    unlocked = unlock(lost.paths, PASSPHRASE, entropy=SeededEntropy("copy"), cost=QUICK)
    made = make_copy(lost.store, unlocked, tmp_path / "stick", now_ms=lost.office.clock.now_ms())

    def begin() -> Computer:
        folder = tmp_path / "replacement"
        key = Key(None, PASSPHRASE, NoKeychain(), SeededEntropy("restore"))
        restore(made.folder, AppPaths(folder), key, now_ms=lost.office.clock.now_ms())
        computer = sit_down(folder, lost.office)
        computer.join(folder)
        return computer

    return begin


def kept_by_the_city(office: Office) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    quarantined = office.rows("SELECT digest, code FROM platform_inbox WHERE state = 'quarantined'")
    return office.rows("SELECT id, state FROM platform_items ORDER BY place"), quarantined


def test_work_that_was_nowhere_else_reaches_the_platform_from_the_new_computer(
    lost: Computer, visit: Visit, office: Office, tmp_path: Path
) -> None:
    replacement = go_on_from_a_copy(lost, tmp_path)()

    replacement.sync()
    office.desk.run_once()
    replacement.sync()

    assert replacement.states() == [DeliveryState.APPLIED, DeliveryState.APPLIED]
    assert office.record("person", visit.change.record_id).fields["emp_status"] == "2"
    assert kept_by_the_city(office)[1] == []


def test_work_the_lost_computer_delivered_after_the_copy_is_applied_once(
    lost: Computer, visit: Visit, office: Office, tmp_path: Path
) -> None:
    begin = go_on_from_a_copy(lost, tmp_path)
    lost.sync()
    office.desk.run_once()
    after_first = office.record("person", visit.change.record_id)

    replacement = begin()
    office.desk.run_once()
    replacement.sync()

    assert replacement.states() == [DeliveryState.APPLIED, DeliveryState.APPLIED]
    assert office.record("person", visit.change.record_id) == after_first
    assert kept_by_the_city(office) == (
        [(visit.form.id, "applied"), (visit.change.id, "applied")],
        [],
    )


def test_both_computers_can_go_on_and_nobody_sees_a_fork(
    lost: Computer, office: Office, tmp_path: Path
) -> None:
    replacement = go_on_from_a_copy(lost, tmp_path)()

    replacement.sync()
    office.desk.run_once()
    lost.sync()
    office.desk.run_once()
    lost.sync()
    replacement.sync()

    assert lost.states() == replacement.states() == [DeliveryState.APPLIED, DeliveryState.APPLIED]
    assert kept_by_the_city(office)[1] == []
