"""A package goes to the system's installer, by whoever may; what does not run is taken back at once."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.updates.publisher import NOW, Office
from updates.asking import Asked, Asking, ask_as
from updates.choosing import Take
from updates.errors import (
    InstallerFailedError,
    NotWellError,
    NoWayBackError,
    ProgramInUseError,
    SwitchedOffError,
)
from updates.packages import CHECK, PROGRAM_PLACE
from updates.packing import pack_tree
from updates.provisioned import Policy, Provisioned
from updates.release import Kind, Release, Ring, System
from updates.version import Version, parse_version

DEB = System("linux", "x86_64", Kind.DEB)
NEW = parse_version("0.2.0")


@dataclass
class Debian:
    """A computer whose installer notes what it was given; some programs do not start here."""

    keep: Path
    office: Office
    installed: list[str] = field(default_factory=list)
    broken: frozenset[str] = frozenset()
    is_refusing: bool = False
    is_in_use: bool = False
    breaks_off_at: str = ""
    command: tuple[str, ...] = ("apt-get", "install")
    commands: list[Sequence[str]] = field(default_factory=list)

    def check(self, command: Sequence[str]) -> bool:
        assert tuple(command) == CHECK
        return self.installed[-1:] != [f"half of {self.breaks_off_at}"] and not self.broken & {
            *self.installed[-1:]
        }

    def install(self, command: Sequence[str]) -> bool:
        self.commands.append(command)
        version = Path(command[-1]).read_text(encoding="utf-8")
        breaks_off = version == self.breaks_off_at
        self.installed += [] if self.is_refusing else [f"half of {version}" if breaks_off else version]
        return not self.is_refusing and not breaks_off

    def asking(self, version: str = "0.1.0", *, required: Version | None = None) -> Asking:
        root = self.keep.parent / "root.json"
        root.write_bytes(self.office.root)
        policy = Policy(source=str(self.office.repository), publisher_root=root, install=self.command)
        return ask_as(
            Asked(keep=self.keep),
            program_version=version,
            name="3f2a9c10",
            unsent=1,
            platform="linux",
            arch="x86_64",
            now=NOW,
            required=required,
            provisioned=Provisioned(policy),
            environment={},
        )

    def update(self, version: str = "0.1.0", *, required: Version | None = None) -> Version | None:
        return self.asking(version, required=required).apply(
            run=self.check, install=self.install, is_in_use=lambda: self.is_in_use
        )


def release(office: Office, version: str) -> None:
    package = office.folder / f"quancai_{version}_amd64.deb"
    package.write_text(version, encoding="utf-8")
    manifest = pack_tree(package, office.repository)
    new = Release(parse_version(version), DEB, Ring.ALL, 100, parse_version("0.1.0"))
    office.publisher.release(new, manifest)


@pytest.fixture
def debian(office: Office, tmp_path: Path) -> Debian:
    release(office, "0.1.0")
    release(office, "0.2.0")
    return Debian(tmp_path / "state", office)


def test_a_new_package_goes_to_the_installer_and_is_kept_for_the_way_back(debian: Debian) -> None:
    assert debian.update() == NEW

    assert debian.installed == ["0.2.0"]
    assert [one.name for one in (debian.keep / "packages").iterdir()] == ["0.2.0"]
    assert list((debian.keep / "files").iterdir()) == []


def test_a_package_that_does_not_run_is_taken_back_and_not_tried_again(debian: Debian) -> None:
    debian.broken = frozenset({"0.2.0"})

    with pytest.raises(NotWellError):
        debian.update()

    assert debian.installed == ["0.2.0", "0.1.0"]
    assert [one.name for one in (debian.keep / "packages").iterdir()] == ["0.1.0"]
    assert debian.update() is None


def test_the_way_back_needs_no_list_when_the_package_before_was_kept(debian: Debian) -> None:
    debian.update()
    release(debian.office, "0.3.0")
    debian.office.publisher.withdraw(NEW, DEB)
    debian.broken = frozenset({"0.3.0"})

    with pytest.raises(NotWellError):
        debian.update("0.2.0")

    assert debian.installed == ["0.2.0", "0.3.0", "0.2.0"]


def test_without_any_package_before_it_says_that_there_is_no_way_back(debian: Debian) -> None:
    debian.office.publisher.withdraw(parse_version("0.1.0"), DEB)
    debian.broken = frozenset({"0.2.0"})

    with pytest.raises(NoWayBackError):
        debian.update()

    assert debian.installed == ["0.2.0"]


def test_an_installer_that_says_no_leaves_everything_and_is_asked_again(debian: Debian) -> None:
    debian.is_refusing = True
    with pytest.raises(InstallerFailedError):
        debian.update()
    debian.is_refusing = False

    assert debian.update() == NEW


def test_the_package_that_is_handed_over_is_the_one_that_was_signed(debian: Debian) -> None:
    debian.asking().look()
    (debian.keep / "packages" / "0.2.0").mkdir(parents=True)
    (debian.keep / "packages" / "0.2.0" / "quancai_0.2.0_amd64.deb").write_text("evil", encoding="utf-8")

    debian.update()

    assert debian.installed == ["0.2.0"]


def test_a_state_that_was_lost_costs_nothing_but_a_fetch(debian: Debian) -> None:
    debian.update()
    shutil.rmtree(debian.keep)
    release(debian.office, "0.3.0")

    assert debian.update("0.2.0") == parse_version("0.3.0")


def test_nothing_is_replaced_under_an_open_program_and_what_was_fetched_waits(debian: Debian) -> None:
    debian.is_in_use = True
    with pytest.raises(ProgramInUseError):
        debian.update()
    shutil.rmtree(debian.office.repository / "objects")
    installed_under_the_form = list(debian.installed)
    debian.is_in_use = False

    assert debian.update() == NEW
    assert installed_under_the_form == []
    assert debian.installed == ["0.2.0"]


def test_a_package_that_was_swapped_while_it_waited_is_fetched_again(debian: Debian) -> None:
    debian.is_in_use = True
    with pytest.raises(ProgramInUseError):
        debian.update()
    (debian.keep / "packages" / "0.2.0" / "quancai_0.2.0_amd64.deb").write_text("evil", encoding="utf-8")
    debian.is_in_use = False

    debian.update()

    assert debian.installed == ["0.2.0"]


def test_a_version_the_office_requires_waits_for_an_open_program_too(debian: Debian) -> None:
    debian.is_in_use = True

    with pytest.raises(ProgramInUseError):
        debian.update(required=NEW)

    assert debian.installed == []


def test_an_installation_that_broke_off_is_put_back_and_the_version_tried_again(debian: Debian) -> None:
    debian.breaks_off_at = "0.2.0"
    with pytest.raises(InstallerFailedError):
        debian.update()
    put_back = list(debian.installed)
    debian.breaks_off_at = ""

    assert debian.update() == NEW
    assert put_back == ["half of 0.2.0", "0.1.0"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("apt-get", "install", "--yes"), {"--allow-downgrades", "--reinstall"}),
        (("env", "A=b", "/usr/bin/apt", "install"), {"--allow-downgrades", "--reinstall"}),
        (("dpkg", "-i"), set()),
        (("/opt/office/put-in-place",), set()),
    ],
)
def test_only_apt_is_told_in_its_own_words_to_go_back(
    debian: Debian, command: tuple[str, ...], words: set[str]
) -> None:
    debian.command = command
    debian.broken = frozenset({"0.2.0"})

    with pytest.raises(NotWellError):
        debian.update()

    back = debian.commands[-1]
    assert set(back[:-1]) - set(command) == {"env", "QUANCAI_ALLOW_OLDER=1"} - set(command) | words


def test_the_place_that_is_asked_about_is_the_one_the_package_starts() -> None:
    starter = (ROOT / "installers" / "linux" / "quancai.sh").read_text(encoding="utf-8")

    assert f"exec {PROGRAM_PLACE}/quancai " in starter


def test_a_policy_that_leaves_updates_to_others_is_a_word_of_its_own_unless_a_source_is_named(
    debian: Debian,
) -> None:
    off = Provisioned(Policy(updates=False, source="https://relay.example/updates"))
    ask = partial(
        ask_as,
        program_version="0.1.0",
        name="3f2a9c10",
        unsent=1,
        platform="linux",
        arch="x86_64",
        now=NOW,
        provisioned=off,
        environment={},
    )
    root = debian.keep.parent / "root.json"
    root.write_bytes(debian.office.root)

    with pytest.raises(SwitchedOffError):
        ask(Asked(root=root, keep=debian.keep))
    by_hand = ask(Asked(source=str(debian.office.repository), root=root, keep=debian.keep))

    assert isinstance(by_hand.look().word, Take)
