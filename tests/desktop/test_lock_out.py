"""Wrong tries are remembered across restarts, and no restart or clock shortens the wait."""

from pathlib import Path

import pytest

from desktop.lock_out import LockOut, wait_after
from tests.fakes.clock import FakeClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "key.slot.tries"


def be_wrong(lock_out: LockOut, times: int, *, operator: str = "0921") -> None:
    for _ in range(times):
        lock_out.note_try(operator)
        lock_out.refused(operator)


def test_restart_does_not_give_new_free_tries(path: Path, clock: FakeClock) -> None:
    be_wrong(LockOut(path, clock=clock), 4)

    assert LockOut(path, clock=clock).tries_left("0921") == 1


def test_restart_begins_the_whole_wait_again(path: Path, clock: FakeClock) -> None:
    be_wrong(LockOut(path, clock=clock), 7)
    clock.advance(100)

    assert LockOut(path, clock=clock).seconds_left("0921") == 120


def test_clock_set_forward_shortens_nothing(path: Path, clock: FakeClock) -> None:
    be_wrong(LockOut(path, clock=clock), 5)
    clock.set_wall(clock.now_ms() + 86_400_000)

    assert LockOut(path, clock=clock).seconds_left("0921") == 30


def test_program_ended_in_the_middle_of_a_try_has_spent_it(path: Path, clock: FakeClock) -> None:
    LockOut(path, clock=clock).note_try("0921")

    assert LockOut(path, clock=clock).tries_left("0921") == 4


def test_try_that_a_full_disk_ended_is_not_counted(path: Path, clock: FakeClock) -> None:
    lock_out = LockOut(path, clock=clock)
    lock_out.note_try("0921")
    lock_out.take_back("0921")

    assert LockOut(path, clock=clock).tries_left("0921") == 5


def test_right_secret_forgets_the_wrong_ones_for_good(path: Path, clock: FakeClock) -> None:
    lock_out = LockOut(path, clock=clock)
    be_wrong(lock_out, 6)
    lock_out.forget("0921")

    assert lock_out.seconds_left("0921") == 0
    assert LockOut(path, clock=clock).tries_left("0921") == 5


def test_each_operator_is_counted_alone(path: Path, clock: FakeClock) -> None:
    be_wrong(LockOut(path, clock=clock), 5)

    assert LockOut(path, clock=clock).seconds_left("0922") == 0


def test_the_wait_doubles_up_to_half_an_hour() -> None:
    assert [wait_after(wrong) for wrong in (4, 5, 6, 7, 11, 12, 1_000)] == [
        0,
        30,
        60,
        120,
        1_800,
        1_800,
        1_800,
    ]


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"wrong": 3}', b'{"wrong": {"0921": "many"}}', b"\xff"])
def test_damaged_file_keeps_nobody_out(path: Path, clock: FakeClock, content: bytes) -> None:
    path.write_bytes(content)

    assert LockOut(path, clock=clock).tries_left("0921") == 5


def test_disk_that_takes_no_file_still_counts_until_the_end(tmp_path: Path, clock: FakeClock) -> None:
    lock_out = LockOut(tmp_path / "gone" / "key.slot.tries", clock=clock)

    be_wrong(lock_out, 5)

    assert lock_out.seconds_left("0921") == 30


def test_whoever_came_in_last_stands_first_after_a_restart(path: Path, clock: FakeClock) -> None:
    lock_out = LockOut(path, clock=clock)
    lock_out.came_in("0921")
    lock_out.came_in("0922")
    lock_out.came_in("0921")
    lock_out.came_in("1")

    known = LockOut(path, clock=clock)
    assert sorted(["0922", "0921", "1", "new"], key=known.place_of) == ["1", "0921", "0922", "new"]


def test_coming_in_ends_the_wait(path: Path, clock: FakeClock) -> None:
    lock_out = LockOut(path, clock=clock)
    be_wrong(lock_out, 6)
    lock_out.came_in("0921")

    assert LockOut(path, clock=clock).seconds_left("0921") == 0
