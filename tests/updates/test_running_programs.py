"""Whether somebody has the program open, read from a /proc of our own making."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from updates.adapters.running_programs import is_running_below
from updates.errors import NotAllowedHereError

PROGRAM = Path("/opt/quancai")
UPDATER = 700


@dataclass
class Processes:
    """A folder as Linux shows processes in."""

    folder: Path

    def add(
        self, number: int, program: str, *, parent: int = 1, name: str = "quancai", told: str = ""
    ) -> Path:
        place = self.add_without_program(number, parent=parent, name=name, told=told)
        (place / "exe").symlink_to(program)
        return place

    def add_without_program(
        self, number: int, *, parent: int = 0, name: str = "kthreadd", told: str = ""
    ) -> Path:
        """Add one of the system's own threads, or one that is ending."""
        place = self.folder / str(number)
        place.mkdir()
        (place / "stat").write_text(f"{number} ({name}) S {parent} {number} 0 0", encoding="ascii")
        (place / "cmdline").write_bytes(told.encode() + b"\0app\0")
        return place

    def is_in_use(self) -> bool:
        return is_running_below(PROGRAM, own=UPDATER, processes=self.folder)


@pytest.fixture
def processes(tmp_path: Path) -> Processes:
    processes = Processes(tmp_path / "proc")
    processes.folder.mkdir()
    (processes.folder / "meminfo").touch()
    processes.add(1, "/usr/lib/systemd/systemd", parent=0, name="systemd")
    processes.add_without_program(2)
    processes.add(UPDATER, "/opt/quancai/quancai", name="quancai")
    return processes


def test_the_updater_and_what_it_started_are_no_open_program(processes: Processes) -> None:
    processes.add(701, "/usr/bin/dash", parent=UPDATER, name="sh")
    processes.add(702, "/opt/quancai/quancai", parent=701, name="odd ) R 1 (name")

    assert not processes.is_in_use()


@pytest.mark.parametrize("program", ["/opt/quancai/quancai", "/opt/quancai/quancai (deleted)"])
def test_a_window_of_anybody_is_an_open_program(processes: Processes, program: str) -> None:
    processes.add(900, "/usr/bin/gnome-shell", name="gnome-shell")
    processes.add(901, program, parent=900)

    assert processes.is_in_use()


def test_the_window_that_asked_for_the_update_is_an_open_program(processes: Processes) -> None:
    window = processes.add(650, "/opt/quancai/quancai")
    (processes.folder / str(UPDATER) / "stat").write_text(f"{UPDATER} (quancai) S 650", encoding="ascii")

    assert window.is_dir()
    assert processes.is_in_use()


def test_another_program_beside_ours_does_not_count(processes: Processes) -> None:
    processes.add(900, "/opt/quancai-portable/versions/0.9.0/quancai")

    assert not processes.is_in_use()


def test_a_process_that_ended_while_it_was_looked_at_does_not_count(processes: Processes) -> None:
    gone = processes.add_without_program(900)
    (gone / "stat").unlink()
    (gone / "cmdline").unlink()

    assert not processes.is_in_use()


@pytest.mark.parametrize(
    ("told", "is_in_use"), [("/opt/quancai/quancai", True), ("/usr/bin/bash", False), ("", False)]
)
def test_where_the_link_may_not_be_followed_the_command_line_tells(
    processes: Processes, monkeypatch: pytest.MonkeyPatch, told: str, is_in_use: bool
) -> None:
    hidden = processes.add(900, "/opt/quancai/quancai", told=told)
    follow = os.readlink

    def refuse(link: Path) -> str:
        if link == hidden / "exe":
            raise PermissionError(errno.EACCES, "ptrace")
        return follow(link)

    monkeypatch.setattr(os, "readlink", refuse)

    assert processes.is_in_use() is is_in_use


def test_a_system_that_does_not_say_who_runs_is_no_leave_to_install(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedHereError):
        is_running_below(PROGRAM, own=UPDATER, processes=tmp_path / "nowhere")


def test_the_processes_of_this_computer_can_be_read() -> None:
    assert not is_running_below(Path("/nothing/lies/here"), own=os.getpid())
