"""Packages in a Debian with nothing in it: installed, started, updated, removed; people's data stays.

Minutes long and only with root, so `make test-packaging` runs it. Where it cannot run it fails and says so.
One system is used from the first test to the last, as one computer is.
"""

import json
import shutil
from pathlib import Path

import pytest

from installers.bill_of_materials import BILL, LICENCES
from installers.bundle import DESKTOP, Bundle
from installers.comparing import compare, hash_of
from installers.debian import debian_version
from installers.desktop_package import SETTINGS, build_desktop_deb
from installers.making import bundle_with_bills
from quancai.demo.story import PASSPHRASE
from tests.architecture.sources import ROOT
from tests.packaging.clean_debian import OFFICER, CleanDebian, copy_clean_debian
from tests.packaging.conftest import QUICKLY
from tests.packaging.old_records import bring_up_to_date, read_all, version_of
from tests.store.test_old_replicas import NUMBERS

pytestmark = [pytest.mark.installing, pytest.mark.socket, pytest.mark.timeout(2400)]
DEVICE = f"/home/{OFFICER}/journey/journey/device"
COPIES = f"/home/{OFFICER}/copies"


@pytest.fixture(scope="module")
def debian(
    older_package: Path, clean_debian: CleanDebian, tmp_path_factory: pytest.TempPathFactory
) -> CleanDebian:
    """A clean system with the older program's package, and an officer who has done a day's work with it."""
    system = copy_clean_debian(clean_debian, tmp_path_factory.mktemp("debian") / "root")
    installed = system.install(older_package)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    walked = ("quancai", "demo", "--headless", "--json", "--data", f"/home/{OFFICER}/journey")
    assert json.loads(system.must(*walked, user=OFFICER))["ok"] is True
    return system


def kept(system: CleanDebian) -> dict[str, str]:
    """What the officer's folder holds, by digest."""
    folder = system.path(DEVICE)
    return {path.name: hash_of(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def installed_version(system: CleanDebian) -> str:
    return system.must("dpkg-query", "-W", "-f", "${Version}", "quancai")


def copies(system: CleanDebian) -> str:
    """Open the officer's records with the program that is installed, and have them copied and read back."""
    system.must("mkdir", "-p", COPIES, user=OFFICER)
    asked = ("quancai", "copy", "make", COPIES, "--data", DEVICE)
    return system.must(*asked, user=OFFICER, typed=f"{PASSPHRASE}\n")


def test_the_program_works_where_nothing_else_is_installed(debian: CleanDebian) -> None:
    told = json.loads(debian.must("quancai", "self-check", "--json", user=OFFICER))

    assert [check for check in told["checks"] if not check["ok"]] == []


def test_the_menu_the_manual_and_the_kind_of_invitations_are_there(debian: CleanDebian) -> None:
    debian.must("desktop-file-validate", "/usr/share/applications/quancai.desktop")

    assert debian.path("/usr/share/mime/application/vnd.quancai.invitation.xml").is_file()
    assert debian.path("/usr/share/icons/hicolor/scalable/apps/quancai.svg").is_file()
    assert "quancai.desktop" in debian.path("/usr/share/applications/mimeinfo.cache").read_text("utf-8")
    for name in (BILL, LICENCES):
        assert debian.path(f"/usr/share/doc/quancai/{name}").stat().st_size > 10_000


def test_the_new_package_over_the_older_one_keeps_records_and_settings(
    debian: CleanDebian, billed: Bundle, package: Path, tmp_path: Path
) -> None:
    settings = debian.path(SETTINGS)
    settings.write_text("QUANCAI_LOG=debug\n", encoding="utf-8")
    before = kept(debian)
    shutil.copytree(debian.path(DEVICE), tmp_path / "device")

    updated = debian.install(package)
    after_installing, versions = kept(debian), [version_of(tmp_path / "device")]
    copies(debian)

    assert updated.returncode == 0, updated.stdout + updated.stderr
    assert installed_version(debian) == debian_version(billed.commit)
    assert settings.read_text(encoding="utf-8") == "QUANCAI_LOG=debug\n"
    assert after_installing == before
    # The program took the step the older one did not know, and whatever was there is there. Read in a copy:
    # whoever only reads leaves a log beside the records.
    shutil.copytree(debian.path(DEVICE), tmp_path / "updated")
    bring_up_to_date(tmp_path / "device")
    assert [*versions, version_of(tmp_path / "updated")] == [int(NUMBERS[-2]), int(NUMBERS[-1])]
    assert read_all(tmp_path / "updated") == read_all(tmp_path / "device")


def test_an_older_package_over_the_newer_one_is_refused_and_nothing_changes(
    debian: CleanDebian, older_package: Path, billed: Bundle
) -> None:
    before = kept(debian)

    refused = debian.install(older_package)

    assert refused.returncode != 0
    assert "没有做任何改动" in refused.stdout + refused.stderr
    assert installed_version(debian) == debian_version(billed.commit)
    assert kept(debian) == before
    assert json.loads(debian.must("quancai", "self-check", "--json", user=OFFICER))["checks"]


def test_the_older_program_leaves_the_newer_records_alone(debian: CleanDebian, older_package: Path) -> None:
    debian.extract(older_package, "/srv/older")
    before = kept(debian)

    asked = ("/srv/older/opt/quancai/quancai", "copy", "make", COPIES, "--data", DEVICE, "--language", "en")
    refused = debian.run(*asked, user=OFFICER, typed=f"{PASSPHRASE}\n")

    assert "[store-newer-version]" in refused.stderr
    assert refused.returncode != 0
    assert kept(debian) == before


def test_removing_and_purging_leave_the_records_where_they_are(debian: CleanDebian) -> None:
    before = kept(debian)

    debian.must("apt-get", "remove", "-y", "-q", "quancai")
    settings_after_removal = debian.path(SETTINGS).exists()
    said = debian.must("apt-get", "purge", "-y", "-q", "quancai")

    assert settings_after_removal
    assert not debian.path(SETTINGS).exists()
    assert not debian.path("/opt/quancai").exists()
    assert "资料没有删除" in said
    assert kept(debian) == before


def test_a_second_build_of_the_commit_is_the_same(
    billed: Bundle, package: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again, documents = bundle_with_bills(DESKTOP, ROOT, tmp_path_factory.mktemp("again"))
    made = build_desktop_deb(again, documents=documents, place=again.folder.parent, effort=QUICKLY)

    assert compare(billed.folder, again.folder) == ()
    assert hash_of(made) == hash_of(package)
