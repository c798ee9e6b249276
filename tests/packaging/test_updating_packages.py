"""New packages from the publisher's list, put in place by the frozen program with the real apt and dpkg.

What a test without a frozen program cannot show: that the updater lives while its own files are replaced,
that apt is not handed our libraries, and that the way back gets past the package's own guard against older
versions. One system from the first test to the last, as one computer is.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from installers.bundle import Bundle
from installers.compose import copy_tree
from installers.debian import debian_version
from installers.desktop_package import SETTINGS, build_desktop_deb
from quancai.demo.story import PASSPHRASE
from sync.version import PROGRAM_VERSION
from tests.packaging.clean_debian import OFFICER, STATE, CleanDebian, copy_clean_debian
from tests.packaging.old_records import version_of
from tests.packaging.older_program import OLDER
from tests.packaging.publishers_desk import Desk
from tests.store.test_old_replicas import NUMBERS

pytestmark = [pytest.mark.installing, pytest.mark.socket, pytest.mark.timeout(2400)]
DEVICE = f"/home/{OFFICER}/journey/journey/device"
COPIES = f"/home/{OFFICER}/copies"
BROKEN = "0.9.9"
# Written down by apt before it calls dpkg.
_NOTE_ENVIRONMENT = 'DPkg::Pre-Invoke { "env > /tmp/environment-of-apt"; };\n'


@pytest.fixture(scope="module")
def desk(older_package: Path, clean_debian: CleanDebian, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An office's computer with the older program and a day's work, and a list that knows this program."""
    system = copy_clean_debian(clean_debian, tmp_path_factory.mktemp("debian") / "root")
    installed = system.install(older_package)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    walked = ("quancai", "demo", "--headless", "--json", "--data", f"/home/{OFFICER}/journey")
    assert json.loads(system.must(*walked, user=OFFICER))["ok"] is True
    system.path("/etc/apt/apt.conf.d/99-tests").write_text(_NOTE_ENVIRONMENT, encoding="utf-8")
    system.must("mkdir", COPIES, user=OFFICER)
    desk = Desk(system)
    desk.begin()
    desk.release_package(older_package, OLDER)
    return desk


@pytest.fixture(scope="module")
def broken(billed: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose program does not start at all."""
    place = tmp_path_factory.mktemp("broken")
    copy_tree(billed.folder, place / "quancai")
    for library in (place / "quancai" / "_internal").glob("libpython3*"):
        library.unlink()
    spoilt = replace(
        billed, folder=place / "quancai", commit=replace(billed.commit, version=BROKEN, id="broken")
    )
    return build_desktop_deb(spoilt, documents=[], place=place, effort=0)


def installed(system: CleanDebian) -> str:
    return system.must("dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Version}", "quancai")


def environment_of_apt(system: CleanDebian) -> Mapping[str, str]:
    rows = system.path("/tmp/environment-of-apt").read_text(encoding="utf-8").splitlines()
    return dict(row.split("=", 1) for row in rows)


def test_the_older_program_brings_the_new_package_and_work_goes_on(
    desk: Desk, billed: Bundle, package: Path
) -> None:
    system = desk.system
    settings = system.path(SETTINGS)
    settings.write_text("QUANCAI_LOG=debug\n", encoding="utf-8")
    desk.release_package(package, PROGRAM_VERSION)

    done = system.run_as_service("quancai", "update", "apply")
    copied = ("quancai", "copy", "make", COPIES, "--data", DEVICE)
    system.must(*copied, user=OFFICER, typed=f"{PASSPHRASE}\n")

    assert done.returncode == 0, done.stdout + done.stderr
    assert installed(system) == f"ii {debian_version(billed.commit)}"
    assert version_of(system.path(DEVICE)) == int(NUMBERS[-1])
    assert settings.read_text(encoding="utf-8") == "QUANCAI_LOG=debug\n"


def test_a_package_that_does_not_start_is_taken_back_by_apt_at_once(
    desk: Desk, billed: Bundle, broken: Path
) -> None:
    system = desk.system
    desk.release_package(broken, BROKEN)

    done = system.run_as_service("quancai", "--language", "en", "update", "apply")

    assert "[update-not-well]" in done.stderr, done.stdout + done.stderr
    assert f"Unpacking quancai ({BROKEN}" in done.stdout  # it had been put in place
    assert installed(system) == f"ii {debian_version(billed.commit)}"
    assert json.loads(system.must("quancai", "self-check", "--json", user=OFFICER))["commit"]
    copied = ("quancai", "copy", "make", COPIES, "--data", DEVICE)
    system.must(*copied, user=OFFICER, typed=f"{PASSPHRASE}\n")


def test_apt_is_not_handed_the_libraries_of_the_program(desk: Desk) -> None:
    environment = environment_of_apt(desk.system)

    assert environment["DEBIAN_FRONTEND"] == "noninteractive"
    assert environment["QUANCAI_ALLOW_OLDER"] == "1"  # the last it did was the way back
    assert "LD_LIBRARY_PATH" not in environment
    assert [name for name in environment if name.startswith("_PYI")] == []


def test_what_was_taken_back_is_not_tried_again_and_keeps_no_room(desk: Desk) -> None:
    again = desk.system.run_as_service("quancai", "update", "look", "--json")

    assert json.loads(again.stdout) == {"state": "newest", "version": None}
    kept = [one.name for one in desk.system.path(f"{STATE}/packages").iterdir()]
    assert kept == [PROGRAM_VERSION]


def test_by_hand_the_guard_against_older_packages_still_stands(
    desk: Desk, older_package: Path, billed: Bundle
) -> None:
    refused = desk.system.install(older_package)

    assert refused.returncode != 0
    assert "没有做任何改动" in refused.stdout + refused.stderr
    assert installed(desk.system) == f"ii {debian_version(billed.commit)}"
