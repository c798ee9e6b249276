"""The launcher of Windows follows the rules of the shell script, and here programs are functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from updates.installed import Installation
from updates.launching import ENDED_FROM_OUTSIDE, NOTHING_TO_START, Launcher
from updates.small_files import write_line
from updates.version import parse_version

PROGRAM = "quancai.exe"
FIRST, SECOND = "0.1.0", "0.2.0"


@dataclass
class Computer:
    """A folder of versions, and what each of them does when it is started."""

    folder: Path
    does: dict[str, Callable[[], int]] = field(default_factory=dict)
    started: list[tuple[str, ...]] = field(default_factory=list)
    told: list[Mapping[str, str]] = field(default_factory=list)

    def start(self, command: Sequence[str], told: Mapping[str, str]) -> int:
        version = Path(command[0]).parent.name
        self.started.append((version, *command[1:]))
        self.told.append(told)
        return self.does[version]()

    def add(self, version: str, does: Callable[[], int]) -> None:
        place = self.folder / "versions" / version
        place.mkdir(parents=True)
        (place / PROGRAM).write_bytes(b"MZ")
        self.does[version] = does

    def run(self, *arguments: str) -> int:
        return Launcher(self.folder, PROGRAM, self.start).run(arguments)

    @property
    def installation(self) -> Installation:
        return Installation(self.folder)


def well() -> int:
    return 0


def dies() -> int:
    return 1


def no_program() -> int:
    raise OSError(193, "%1 is not a valid Win32 application")


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    found = Computer(tmp_path)
    found.add(FIRST, well)
    write_line(tmp_path / "current", FIRST)
    return found


def update(computer: Computer, does: Callable[[], int]) -> None:
    computer.add(SECOND, does)
    computer.installation.switch_to(parse_version(SECOND))


def test_the_current_version_is_started_with_its_arguments_and_told_who_started_it(
    computer: Computer,
) -> None:
    assert computer.run("form", "two words") == 0

    assert computer.started == [(FIRST, "form", "two words")]
    assert computer.told == [{"QUANCAI_INSTALLATION": str(computer.folder), "QUANCAI_RUNNING": FIRST}]


def test_a_good_update_runs_at_the_next_start_and_says_that_it_is_well(computer: Computer) -> None:
    update(computer, lambda: 0 if computer.installation.confirm(parse_version(SECOND)) else 1)

    assert (computer.run(), computer.run()) == (0, 1)  # to say it twice is no news
    assert [one[0] for one in computer.started] == [SECOND, SECOND]
    assert computer.installation.current == parse_version(SECOND)


@pytest.mark.parametrize("failure", [dies, no_program])
def test_a_failed_first_start_rolls_back_before_the_person_notices(
    computer: Computer, failure: Callable[[], int]
) -> None:
    update(computer, failure)

    assert computer.run("app") == 0

    assert computer.started == [(SECOND, "app"), (FIRST, "app")]
    assert computer.installation.current == parse_version(FIRST)
    assert computer.installation.refused == {parse_version(SECOND)}
    assert not computer.installation.is_unconfirmed


def test_a_version_cut_off_three_times_before_it_was_well_is_taken_back(computer: Computer) -> None:
    update(computer, lambda: next(iter(ENDED_FROM_OUTSIDE)))
    runs = [computer.run(), computer.run(), computer.run(), computer.run()]

    assert (set(runs[:3]), runs[3]) == ({next(iter(ENDED_FROM_OUTSIDE))}, 0)
    assert [one[0] for one in computer.started] == [SECOND, SECOND, SECOND, FIRST]
    assert computer.installation.refused == {parse_version(SECOND)}


def test_a_door_closed_again_and_again_takes_nothing_back(computer: Computer) -> None:
    update(computer, well)

    runs = [computer.run() for _ in range(5)]

    assert set(runs) == {0}
    assert {one[0] for one in computer.started} == {SECOND}


def test_what_another_command_ends_with_is_no_word_about_a_new_version(computer: Computer) -> None:
    update(computer, dies)

    runs = [computer.run("update", "look") for _ in range(4)]

    assert set(runs) == {1}
    assert computer.installation.current == parse_version(SECOND)
    assert computer.installation.is_unconfirmed


def test_a_confirmed_version_may_end_with_an_error_without_being_taken_back(computer: Computer) -> None:
    update(computer, dies)
    assert computer.installation.confirm(parse_version(SECOND))

    assert computer.run() == 1
    assert computer.installation.current == parse_version(SECOND)


def test_an_error_of_a_program_that_made_a_newer_version_current_is_not_laid_to_the_newer_one(
    computer: Computer,
) -> None:
    def updates_and_dies() -> int:
        update(computer, well)
        return 1

    computer.does[FIRST] = updates_and_dies

    assert computer.run() == 1
    assert computer.installation.current == parse_version(SECOND)
    assert computer.installation.refused == frozenset()


def test_an_earlier_refusal_stays_when_another_version_is_taken_back(computer: Computer) -> None:
    write_line(computer.folder / "refused", "0.1.5")
    update(computer, dies)

    computer.run()

    assert computer.installation.refused == {parse_version("0.1.5"), parse_version(SECOND)}


def test_without_a_version_before_there_is_no_way_back(computer: Computer) -> None:
    computer.does[FIRST] = dies
    write_line(computer.folder / "unconfirmed", f"{FIRST} 0")

    assert computer.run() == 1
    assert computer.installation.current == parse_version(FIRST)


@pytest.mark.parametrize("current", ["", "0.9.9"], ids=["nobody", "somebody who is gone"])
def test_a_folder_without_its_version_starts_nothing_and_says_so(computer: Computer, current: str) -> None:
    write_line(computer.folder / "current", current)

    assert computer.run() == NOTHING_TO_START
    assert computer.started == []


def test_a_power_cut_between_two_files_leaves_the_present_version(computer: Computer) -> None:
    write_line(computer.folder / "unconfirmed", f"{SECOND} 0")

    assert computer.run() == 0
    assert [one[0] for one in computer.started] == [FIRST]


@pytest.mark.parametrize("count", ["", "many", "-1"])
def test_a_count_that_makes_no_sense_counts_as_none(computer: Computer, count: str) -> None:
    update(computer, lambda: next(iter(ENDED_FROM_OUTSIDE)))
    (computer.folder / "unconfirmed").write_text(f"{SECOND} {count}\n", encoding="ascii")

    computer.run()

    assert computer.started == [(SECOND,)]
    assert (computer.folder / "unconfirmed").read_text(encoding="ascii") == f"{SECOND} 1\n"
