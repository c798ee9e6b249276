"""A version is put beside the present one, switched to whole, and taken back when it does not start."""

import shutil
import subprocess

import pytest

from tests.architecture.sources import ROOT
from tests.updates.publisher import Laptop, Office, make_program, nobody_cares
from updates.adapters.folder_source import FolderSource
from updates.adapters.system_commands import run_command
from updates.choosing import Take, Wait, Why
from updates.errors import DowngradeError, NotWellError, NoWayBackError
from updates.installed import Installation, begin_installation
from updates.release import Release
from updates.updating import bring, prepare
from updates.version import Version, parse_version

SAYS_WELL = (
    '#!/bin/sh\n[ "$1" = self-check ] && exit 0\nrm -f "$QUANCAI_INSTALLATION/unconfirmed"\necho {version}\n'
)
DIES = '#!/bin/sh\n[ "$1" = self-check ] && exit 0\nexit 1\n'
# Well when it is asked before the switch, and ends so whenever the launcher starts it.
ENDS = '#!/bin/sh\n[ -z "${{QUANCAI_RUNNING:-}}" ] && exit 0\nexit {status}\n'
NOT_WELL = "#!/bin/sh\nexit 1\n"
FIRST, SECOND, THIRD = parse_version("0.1.0"), parse_version("0.2.0"), parse_version("0.3.0")


@pytest.fixture
def installation(office: Office, laptop: Laptop) -> Installation:
    manifest = office.release("0.1.0", script=SAYS_WELL.format(version="0.1.0"))
    begun = begin_installation(laptop.folder / "program", office.folder / "build-0.1.0", FIRST, manifest)
    shutil.copy(ROOT / "resources" / "launcher" / "quancai", begun.folder / "quancai")
    return begun


def start(installation: Installation, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Start the program the way a person does."""
    return subprocess.run(
        [str(installation.folder / "quancai"), *arguments], capture_output=True, text=True, check=False
    )


def update(office: Office, laptop: Laptop, installation: Installation, version: Version) -> Version:
    found = laptop.look(office.repository, laptop.here(str(installation.current)))
    assert isinstance(found.word, Take)
    assert found.word.release.version == version
    source = FolderSource(office.repository)
    manifest, _ = bring(found, source, keep=laptop.keep, installation=installation, progress=nobody_cares)
    prepare(found.word.release, manifest, keep=laptop.keep, installation=installation, run=run_command)
    installation.switch_to(version)
    return version


def test_a_good_update_runs_at_the_next_start(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0", script=SAYS_WELL.format(version="0.2.0"))

    update(office, laptop, installation, SECOND)

    unconfirmed = [installation.is_unconfirmed]
    assert start(installation).stdout == "0.2.0\n"
    assert [*unconfirmed, installation.is_unconfirmed] == [True, False]
    assert installation.previous == FIRST
    assert list(laptop.keep.cache.iterdir()) == []


def test_an_updated_program_is_what_was_built(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0")

    update(office, laptop, installation, SECOND)

    assert run_command(["diff", "-r", str(office.folder / "build-0.2.0"), str(installation.place_of(SECOND))])
    assert (installation.place_of(SECOND) / "_internal" / "libQt6Core.so").is_symlink()
    assert (installation.place_of(SECOND) / "quancai").stat().st_mode & 0o111


def test_a_version_that_says_it_is_not_well_is_never_switched_to(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0", script=NOT_WELL)

    with pytest.raises(NotWellError):
        update(office, laptop, installation, SECOND)

    assert installation.current == FIRST
    assert start(installation).stdout == "0.1.0\n"
    assert installation.refused == {SECOND}
    assert not installation.place_of(SECOND).exists()


def test_a_failed_first_start_rolls_back_before_the_person_notices(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0", script=DIES)
    update(office, laptop, installation, SECOND)

    said = start(installation)

    assert (said.returncode, said.stdout) == (0, "0.1.0\n")
    assert installation.current == FIRST
    assert installation.refused == {SECOND}
    word = laptop.look(office.repository, laptop.here("0.1.0", given_up=installation.refused)).word
    assert word == Wait(Why.NEWEST)


@pytest.mark.parametrize("arguments", [("update", "look"), ("self-check",), ("--version",)])
def test_what_another_command_ends_with_is_no_word_about_a_new_version(
    office: Office, laptop: Laptop, installation: Installation, arguments: tuple[str, ...]
) -> None:
    office.release("0.2.0", script=ENDS.format(status=1))
    update(office, laptop, installation, SECOND)

    ended = [start(installation, *arguments).returncode for _ in range(4)]

    assert set(ended) == {1}
    assert (installation.current, installation.is_unconfirmed) == (SECOND, True)


@pytest.mark.parametrize("status", [0, 143])
def test_a_window_closed_at_its_door_or_ended_from_outside_is_no_failed_start(
    office: Office, laptop: Laptop, installation: Installation, status: int
) -> None:
    office.release("0.2.0", script=ENDS.format(status=status))
    update(office, laptop, installation, SECOND)

    assert start(installation, "app").returncode == status
    assert (installation.current, installation.is_unconfirmed) == (SECOND, True)


def test_a_door_closed_again_and_again_takes_nothing_back(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0", script=ENDS.format(status=0))
    update(office, laptop, installation, SECOND)

    ended = [start(installation).returncode for _ in range(5)]

    assert set(ended) == {0}
    assert installation.current == SECOND


def test_a_version_cut_off_three_times_before_it_was_well_is_taken_back(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0", script=DIES)
    update(office, laptop, installation, SECOND)
    # As three power cuts leave it.
    (installation.folder / "unconfirmed").write_text("0.2.0 3\n", encoding="ascii")

    assert start(installation).stdout == "0.1.0\n"
    assert installation.current == FIRST


def test_a_confirmed_version_may_end_with_an_error_without_being_taken_back(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0", script=DIES)
    update(office, laptop, installation, SECOND)
    assert installation.confirm(SECOND)

    assert start(installation).returncode == 1
    assert installation.current == SECOND


def test_only_the_version_that_runs_can_say_that_it_is_well(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0")
    update(office, laptop, installation, SECOND)

    assert not installation.confirm(FIRST)
    assert installation.is_unconfirmed


def test_the_version_before_the_last_is_removed(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    office.release("0.2.0")
    update(office, laptop, installation, SECOND)
    assert installation.confirm(SECOND)
    office.release("0.3.0")

    update(office, laptop, installation, THIRD)

    left = {one.name for one in (installation.folder / "versions").iterdir()}
    assert left == {"0.2.0", "0.2.0.json", "0.3.0", "0.3.0.json"}


def test_a_person_can_go_back_by_hand(office: Office, laptop: Laptop, installation: Installation) -> None:
    office.release("0.2.0")
    update(office, laptop, installation, SECOND)

    assert installation.roll_back() == FIRST
    assert start(installation).stdout == "0.1.0\n"


def test_without_a_version_before_there_is_no_way_back(installation: Installation) -> None:
    with pytest.raises(NoWayBackError):
        installation.roll_back()

    assert installation.current == FIRST


def test_an_older_version_is_refused_at_the_switch(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    manifest = office.release("0.0.9")
    older = Release(parse_version("0.0.9"), laptop.here().system, laptop.here().ring, 100, FIRST)

    with pytest.raises(DowngradeError):
        prepare(older, manifest, keep=laptop.keep, installation=installation, run=run_command)
    with pytest.raises(DowngradeError):
        installation.switch_to(older.version)

    assert installation.current == FIRST


def test_a_power_cut_between_two_files_leaves_the_present_version(installation: Installation) -> None:
    # What is there when the power goes after the first of the three small files.
    (installation.folder / "unconfirmed").write_text("0.2.0 0\n", encoding="ascii")

    assert start(installation).stdout == "0.1.0\n"
    assert installation.current == FIRST
    assert not installation.is_unconfirmed


def test_arguments_and_the_exit_status_go_through_the_launcher(
    office: Office, installation: Installation
) -> None:
    place = installation.place_of(FIRST)
    shutil.rmtree(place)
    make_program(place, "0.1.0", script='#!/bin/sh\necho "$2"\nexit 4\n')

    said = start(installation, "form", "two words")

    assert (said.returncode, said.stdout) == (4, "two words\n")
    assert office.root
