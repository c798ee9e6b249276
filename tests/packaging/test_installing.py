"""Packages in a Debian with nothing in it: installed, started, updated, removed; people's data stays.

Minutes long and only with root, so `make test-packaging` runs it. Where it cannot run it fails and says so.
One system is used from the first test to the last, as one computer is.
"""

import json
from dataclasses import dataclass, replace
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
from tests.packaging.clean_debian import OFFICER, CleanDebian, make_clean_debian

pytestmark = [pytest.mark.installing, pytest.mark.socket, pytest.mark.timeout(2400)]
DEVICE = f"/home/{OFFICER}/journey/journey/device"
QUICKLY = 0  # how hard to pack


@dataclass(frozen=True)
class Packages:
    """The same program as an earlier and as a later package."""

    bundle: Bundle
    earlier: Path
    later: Path


@pytest.fixture(scope="module")
def packages(billed: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Packages:
    place = tmp_path_factory.mktemp("packages")
    before = replace(billed, commit=replace(billed.commit, at_s=billed.commit.at_s - 3600, id="before"))
    earlier, later = (
        build_desktop_deb(one, documents=documents_of(billed), place=place, effort=QUICKLY)
        for one in (before, billed)
    )
    return Packages(billed, earlier, later)


def documents_of(bundle: Bundle) -> list[Path]:
    return [bundle.folder / "_internal" / "licences" / name for name in (BILL, LICENCES)]


@pytest.fixture(scope="module")
def debian(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> CleanDebian:
    """A clean system with the earlier package, and an officer who has done a day's work with it."""
    system = make_clean_debian(tmp_path_factory.mktemp("debian") / "root")
    installed = system.install(packages.earlier)
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


def opens(system: CleanDebian) -> bool:
    """Say whether the officer's secret opens the officer's records with the program that is installed."""
    asked = ("quancai", "operator", "list", "--data", DEVICE)
    return "passphrase" in system.must(*asked, user=OFFICER, typed=f"{PASSPHRASE}\n")


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


def test_an_update_keeps_records_and_settings_and_an_older_package_is_refused(
    debian: CleanDebian, packages: Packages
) -> None:
    settings = debian.path(SETTINGS)
    settings.write_text("QUANCAI_LOG=debug\n", encoding="utf-8")
    before = kept(debian)

    updated = debian.install(packages.later)
    refused = debian.install(packages.earlier)

    assert updated.returncode == 0, updated.stdout + updated.stderr
    assert refused.returncode != 0
    assert "没有做任何改动" in refused.stdout + refused.stderr
    assert installed_version(debian) == debian_version(packages.bundle.commit)
    assert settings.read_text(encoding="utf-8") == "QUANCAI_LOG=debug\n"
    assert kept(debian) == before
    settings.write_text("", encoding="utf-8")
    assert opens(debian)


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
    packages: Packages, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again, documents = bundle_with_bills(DESKTOP, ROOT, tmp_path_factory.mktemp("again"))
    package = build_desktop_deb(again, documents=documents, place=again.folder.parent, effort=QUICKLY)

    assert compare(packages.bundle.folder, again.folder) == ()
    assert hash_of(package) == hash_of(packages.later)
