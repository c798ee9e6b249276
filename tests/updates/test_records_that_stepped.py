"""Whenever a new version is cut off, what runs next reads the records; launcher and replica are real."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from store import open_store
from store.connection import connect_encrypted
from tests.architecture.sources import ROOT
from tests.store.story import KEY
from tests.updates import stepping_program
from tests.updates.stepping_program import CUT_VARIABLE
from updates.errors import NoRoomError, RecordsNewerError, RecordsWaitError, StartAgainError
from updates.installed import Installation
from updates.launching import Launcher
from updates.machine import keep_running
from updates.small_files import write_line
from updates.version import Version, parse_version

FIRST, SECOND, THIRD = parse_version("0.1.0"), parse_version("0.2.0"), parse_version("0.3.0")
VECTORS = ROOT / "tests" / "vectors" / "store"
OLDER, NEWER = (int(path.stem) for path in sorted(VECTORS.glob("*.sqlite"))[-2:])


@dataclass
class Computer:
    """A folder of versions, and the records of somebody who works here."""

    installation: Installation
    replica: Path

    def update(self, version: Version, script: str) -> None:
        self.add(version, script)
        self.installation.switch_to(version)

    def add(self, version: Version, script: str) -> None:
        program = self.installation.place_of(version) / "quancai"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def start(self, *, cut: str = "") -> str:
        """Start the program as a person does; give what it said."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), CUT_VARIABLE: cut}
        launcher = str(self.installation.folder / "quancai")
        said = subprocess.run([launcher], capture_output=True, text=True, check=False, env=environment)
        return said.stdout

    @property
    def steps(self) -> int:
        """Give how far the records on the disk are."""
        beside = connect_encrypted(self.replica, KEY, mode="ro")
        [number] = beside.execute("PRAGMA user_version").fetchone()
        beside.close()
        return int(number)

    @property
    def stands(self) -> tuple[Version | None, int]:
        return self.installation.current, self.steps


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    installation, replica = Installation(tmp_path / "program"), tmp_path / "replica.db"
    shutil.copy(VECTORS / f"{OLDER:04d}.sqlite", replica)
    found = Computer(installation, replica)
    found.add(FIRST, "echo 0.1.0")
    write_line(installation.folder / "current", str(FIRST))
    shutil.copy(ROOT / "resources" / "launcher" / "quancai", installation.folder / "quancai")
    return found


def steps_here(computer: Computer) -> str:
    """Give the script of a version that opens the records here and takes the steps that wait."""
    return f'exec "{sys.executable}" "{stepping_program.__file__}" "{computer.replica}" {KEY.hex()}'


def keep(computer: Computer, version: Version) -> None:
    folder = str(computer.installation.folder)
    keep_running({"QUANCAI_INSTALLATION": folder, "QUANCAI_RUNNING": str(version)})


def open_under(computer: Computer, version: Version) -> None:
    open_store(computer.replica, KEY, before_steps_commit=lambda: keep(computer, version)).close()


@pytest.mark.parametrize(
    ("cut", "stands", "since"),
    [
        ("at the door", (FIRST, OLDER), None),
        ("stepped", (FIRST, OLDER), None),
        ("well", (SECOND, OLDER), None),
        ("noted", (SECOND, OLDER), SECOND),
        ("committed", (SECOND, NEWER), SECOND),
    ],
)
def test_cut_off_at_any_moment_no_older_program_is_left_with_newer_records(
    computer: Computer, cut: str, stands: tuple[Version, int], since: Version | None
) -> None:
    computer.update(SECOND, steps_here(computer))

    computer.start(cut=cut)

    assert (computer.stands, computer.installation.records_since) == (stands, since)


@pytest.mark.parametrize("cut", ["well", "noted", "committed"])
def test_a_version_cut_off_after_it_said_that_it_is_well_ends_the_step_at_the_next_start(
    computer: Computer, cut: str
) -> None:
    computer.update(SECOND, steps_here(computer))
    computer.start(cut=cut)

    computer.start()

    assert computer.stands == (SECOND, NEWER)
    assert computer.installation.records_since == SECOND


def test_a_step_that_fails_leaves_older_records_to_the_older_program(computer: Computer) -> None:
    spoilt = connect_encrypted(computer.replica, KEY, mode="rw")
    spoilt.execute("CREATE TABLE returned_put_aside (in_the_way)")
    spoilt.close()
    computer.update(SECOND, steps_here(computer))

    assert computer.start() == "0.1.0\n"
    assert computer.stands == (FIRST, OLDER)


def test_once_a_step_was_taken_nobody_goes_back_behind_it(computer: Computer) -> None:
    computer.update(SECOND, "exit 0")
    open_under(computer, SECOND)

    with pytest.raises(RecordsNewerError) as refused:
        computer.installation.roll_back()

    assert refused.value.parameters == {"version": "0.1.0", "since": "0.2.0"}
    assert computer.stands == (SECOND, NEWER)
    assert computer.installation.refused == frozenset()


def test_the_command_says_why_and_what_to_do(computer: Computer, capsys: pytest.CaptureFixture[str]) -> None:
    computer.update(SECOND, "exit 0")
    open_under(computer, SECOND)

    folder = str(computer.installation.folder)
    status = run(["--language", "en", "update", "back", "--installation", folder])

    assert status == ExitCode.BAD_INPUT
    assert "[update-records-newer]" in capsys.readouterr().err
    assert computer.stands == (SECOND, NEWER)


def test_behind_a_version_that_took_no_step_the_way_back_stays_open(computer: Computer) -> None:
    computer.update(SECOND, "exit 0")
    open_under(computer, SECOND)
    computer.update(THIRD, "exit 0")
    open_under(computer, THIRD)

    assert computer.installation.roll_back() == SECOND
    assert computer.stands == (SECOND, NEWER)


def test_records_that_need_no_step_say_nothing(computer: Computer) -> None:
    open_under(computer, FIRST)  # takes it
    computer.update(SECOND, "exit 0")

    open_under(computer, SECOND)

    assert computer.installation.is_unconfirmed
    assert computer.installation.records_since == FIRST


def test_a_version_that_is_not_the_one_of_the_next_start_takes_no_step(computer: Computer) -> None:
    computer.update(SECOND, "exit 0")
    computer.update(THIRD, "exit 0")  # by an administrator, while the second stands at its door

    with pytest.raises(StartAgainError):
        open_under(computer, SECOND)

    assert computer.stands == (THIRD, OLDER)
    assert (computer.installation.previous, computer.installation.records_since) == (FIRST, None)


def test_where_it_cannot_be_noted_no_step_is_taken(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.update(SECOND, "exit 0")
    monkeypatch.setattr("updates.installed.write_line", no_room)

    with pytest.raises(RecordsWaitError) as refused:
        open_under(computer, SECOND)

    assert refused.value.parameters == {"version": "0.2.0", "reason": NoRoomError.code}
    assert computer.stands == (SECOND, OLDER)


def test_a_version_put_over_one_that_steps_at_this_moment_goes_back_to_that_one(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.update(SECOND, "exit 0")
    computer.add(THIRD, "exit 1")
    once = iter([lambda: open_under(computer, SECOND)])

    def step_first(place: Path, line: str) -> None:
        next(once, do_nothing)()
        write_line(place, line)

    # Between the look at what was well and the first file that is written.
    monkeypatch.setattr("updates.installed.write_line", step_first)
    computer.installation.switch_to(THIRD)

    assert computer.installation.previous == SECOND


def test_a_way_back_by_hand_that_meets_a_step_leaves_the_version_it_needs(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.update(SECOND, "exit 0")
    once = iter([lambda: open_under(computer, SECOND)])

    def step_first(place: Path, line: str) -> None:
        next(once, do_nothing)()
        write_line(place, line)

    monkeypatch.setattr("updates.installed.write_line", step_first)

    with pytest.raises(RecordsNewerError):
        computer.installation.roll_back()
    assert computer.stands == (SECOND, NEWER)


def test_a_launcher_that_takes_back_what_steps_at_this_moment_leaves_it(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.update(SECOND, "exit 1")
    once = iter([lambda: open_under(computer, SECOND)])

    def step_first(place: Path, line: str) -> None:
        next(once, do_nothing)()
        write_line(place, line)

    def fail(_command: Sequence[str], _told: object) -> int:
        monkeypatch.setattr("updates.launching.write_line", step_first)
        return 1

    assert Launcher(computer.installation.folder, "quancai", fail).run(()) == 1
    assert computer.stands == (SECOND, NEWER)


def test_the_script_that_takes_back_what_steps_at_this_moment_leaves_it(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.update(SECOND, "exit 1")
    shim = tmp_path / "bin" / "cat"  # the script reads what was refused just before it writes anything
    shim.parent.mkdir()
    shim.write_text('#!/bin/sh\nrm "$QUANCAI_INSTALLATION/unconfirmed"\n', encoding="ascii")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}:{os.environ['PATH']}")

    assert computer.start() == ""
    assert computer.installation.current == SECOND


def test_a_program_a_package_manager_put_here_has_nothing_to_note(computer: Computer) -> None:
    open_store(computer.replica, KEY, before_steps_commit=lambda: keep_running({})).close()

    assert computer.stands == (FIRST, NEWER)
    assert computer.installation.records_since is None


def no_room(_place: Path, _line: str) -> None:
    raise OSError(28, "No space left on device")


def do_nothing() -> None:
    """Stand for a moment in which nothing else happens."""
