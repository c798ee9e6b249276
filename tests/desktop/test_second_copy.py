"""Copies make themselves, and a stick that is full, gone or protected never stops anybody."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

import desktop.copying
from desktop.copying import list_copies
from desktop.paths import AppPaths
from desktop.preferences import read_preferences
from desktop.second_copy import HOUR_MS, CopyStatus, SecondCopy
from desktop.unlocking import Unlocked, unlock
from store import Draft, Store, list_drafts, save_draft
from store.copies import verify_copy
from sync.suites.at_rest import KdfCost
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy

QUICK = KdfCost(memory_kib=64, passes=1)
HOUR_S = 3_600


@dataclass
class Computer:
    """A computer somebody works at, and its stick."""

    paths: AppPaths
    store: Store
    inside: Unlocked | None
    stick: Path
    clock: FakeClock
    copies: SecondCopy
    seen: list[CopyStatus] = field(default_factory=list)

    def settle(self) -> CopyStatus:
        """Let the window's thread hear what the copying thread did."""
        loop = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: None if self.copies.status.is_running else loop.quit())
        look.start(5)
        QTimer.singleShot(60_000, loop, loop.quit)
        loop.exec()
        assert not self.copies.status.is_running
        return self.copies.status

    def count(self) -> int:
        return len(list_copies(self.stick))


@pytest.fixture
def computer(tmp_path: Path, clock: FakeClock, dressed: QApplication) -> Iterator[Computer]:
    paths, stick = AppPaths(tmp_path / "device"), tmp_path / "stick"
    stick.mkdir()
    inside = unlock(paths, "象山路的榕树下有三把椅子", entropy=SeededEntropy("copy"), cost=QUICK)
    store = inside.open_writer()
    save_draft(store, Draft("d1", "person_employment", "1", None, b"half a form", 1))
    copies = SecondCopy(paths.preferences, clock=clock, unlocked=lambda: made.inside)
    made = Computer(paths, store, inside, stick, clock, copies)
    copies.changed.connect(made.seen.append)
    yield made
    copies.close()
    store.close()


@pytest.fixture
def copied(computer: Computer) -> Computer:
    computer.copies.choose(computer.stick)
    computer.settle()
    return computer


def test_choosing_a_place_makes_the_first_copy_there(copied: Computer) -> None:
    (made,) = list_copies(copied.stick)
    assert copied.inside is not None
    verify_copy(made.folder / "replica.db", copied.inside.key)
    assert copied.copies.status == CopyStatus(copied.stick, last_ms=made.made_at_ms)
    assert [one.is_running for one in copied.seen][-2:] == [False, False]


def test_place_and_moment_are_remembered(copied: Computer) -> None:
    again = SecondCopy(copied.paths.preferences, clock=copied.clock, unlocked=lambda: None)

    assert again.status == copied.copies.status
    assert read_preferences(copied.paths.preferences).copy_folder == str(copied.stick)
    again.close()


def test_nothing_is_copied_before_a_place_is_chosen(computer: Computer) -> None:
    computer.copies.look()
    computer.copies.after_exchange()

    assert computer.settle() == CopyStatus()


def test_exchange_is_followed_by_a_copy_every_few_hours(copied: Computer) -> None:
    copied.clock.advance(3 * HOUR_S)
    copied.copies.after_exchange()
    copied.settle()
    assert copied.count() == 1

    copied.clock.advance(1 * HOUR_S)
    copied.copies.after_exchange()
    copied.settle()
    assert copied.count() == 2


def test_without_a_network_a_day_does_not_pass_without_a_copy(copied: Computer) -> None:
    copied.clock.advance(23 * HOUR_S)
    copied.copies.look()
    copied.settle()
    assert copied.count() == 1

    copied.clock.advance(1 * HOUR_S)
    copied.copies.look()
    copied.settle()
    assert copied.count() == 2


def test_clock_set_back_does_not_stop_the_copies(copied: Computer) -> None:
    copied.clock.set_wall(copied.clock.now_ms() - 300 * 24 * HOUR_MS)
    copied.copies.look()
    copied.settle()

    assert copied.count() == 2


def test_officer_writes_while_a_copy_is_made(computer: Computer) -> None:
    computer.copies.choose(computer.stick)
    save_draft(computer.store, Draft("d2", "person_employment", "1", None, b"meanwhile", 2))
    computer.settle()

    assert {draft.id for draft in list_drafts(computer.store)} == {"d1", "d2"}
    assert computer.count() == 1


def test_missing_stick_is_said_and_tried_again_when_it_is_back(copied: Computer, tmp_path: Path) -> None:
    pocket = copied.stick.rename(tmp_path / "pocket")
    copied.clock.advance(24 * HOUR_S)
    copied.copies.look()
    assert copied.settle().trouble == "copy-place-missing"
    assert not copied.stick.exists()

    pocket.rename(copied.stick)
    copied.clock.advance(HOUR_S)
    copied.copies.look()

    assert copied.settle().trouble is None
    assert copied.count() == 2


def test_missing_stick_is_not_tried_every_minute(copied: Computer, tmp_path: Path) -> None:
    pocket = copied.stick.rename(tmp_path / "pocket")
    copied.clock.advance(24 * HOUR_S)
    copied.copies.look()
    copied.settle()
    pocket.rename(copied.stick)
    copied.clock.advance(60)
    copied.copies.look()
    copied.settle()

    assert copied.count() == 1


def refuse(number: int) -> Callable[..., None]:
    def write(*_: object) -> None:
        raise OSError(number, "the stick")

    return write


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "copy-place-full"), (errno.EROFS, "copy-place-read-only")]
)
def test_full_or_protected_stick_costs_that_copy_only(
    copied: Computer, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    monkeypatch.setattr(desktop.copying, "write_private_file", refuse(number))
    copied.copies.copy_now()
    status = copied.settle()

    assert (status.trouble, status.last_ms, copied.count()) == (code, copied.clock.now_ms(), 1)
    assert [draft.id for draft in list_drafts(copied.store)] == ["d1"]
    assert list(copied.stick.rglob("*.new")) == []


def test_locking_ends_a_copy_and_blames_nobody(copied: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop.copying, "attachment_files", lambda _store: [("photo", copied.stick)])
    monkeypatch.setattr(desktop.copying, "copy_replica", lambda *_, **__: copied.copies.give_up())
    copied.copies.copy_now()
    status = copied.settle()

    assert (status.trouble, copied.count()) == (None, 1)
    assert list(copied.stick.rglob("*.new")) == []


def test_locked_computer_copies_nothing(copied: Computer) -> None:
    copied.inside = None
    copied.clock.advance(48 * HOUR_S)
    copied.copies.look()

    assert copied.settle() == CopyStatus(copied.stick, last_ms=copied.copies.status.last_ms)
    assert copied.count() == 1
