"""Packages come out the same twice, say what they need, and never put an older program over a newer one."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from installers.bill_of_materials import write_bill, write_licences
from installers.bundle import DESKTOP, Bundle
from installers.comparing import compare
from installers.compose import pack, put, put_packed, settle
from installers.debian import Package, build_deb, debian_version
from installers.desktop_package import read
from installers.materials import Material, Origin
from installers.server_package import UnitChangedError, packaged_unit
from installers.slimming import Saved
from installers.stamp import Commit
from tests.architecture.sources import ROOT

COMMIT = Commit(id="67014ec0ff", at_s=1_795_450_000, version="0.1.0", has_more=False)
LATER = replace(COMMIT, id="0b9d87a627", at_s=COMMIT.at_s + 60)
MATERIALS = (
    Material("numpy", "2.4.6", Origin.PYTHON_PACKAGE, "BSD-3-Clause AND MIT", ()),
    Material("libglib2.0-0", "2.74.6-2", Origin.SYSTEM_PACKAGE, "", ()),
)


def lay_out(folder: Path) -> Path:
    """Give a small tree as a package has it, written in another order every time."""
    put(folder / "opt/quancai/quancai", Path("/bin/true").read_bytes(), is_program=True)
    put_packed(folder / "usr/share/man/man1/quancai.1.gz", "quancai \\- 识码速采")
    put(folder / "etc/quancai/desktop.env", "# nothing\n")
    return folder


def small_package(**scripts: str) -> Package:
    return Package(
        "quancai", "a try", ("of a package",), settings=("/etc/quancai/desktop.env",), scripts=scripts
    )


def is_newer(one: Commit, other: Commit) -> bool:
    asked = ["dpkg", "--compare-versions", debian_version(one), "gt", debian_version(other)]
    return subprocess.run(asked, check=False).returncode == 0


def test_a_package_made_twice_has_the_same_bytes(tmp_path: Path) -> None:
    made = [
        build_deb(
            small_package(), lay_out(tmp_path / name / "tree"), commit=COMMIT, place=tmp_path / name, effort=0
        )
        for name in ("one", "two")
    ]

    assert made[0].read_bytes() == made[1].read_bytes()
    assert compare(*made) == ()


def test_an_archive_made_twice_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        settle(lay_out(tmp_path / name / "quancai"), at_s=COMMIT.at_s)

    made = [
        pack(tmp_path / name / "quancai", tmp_path / f"{name}.tar.xz", at_s=COMMIT.at_s, effort=0)
        for name in ("one", "two")
    ]

    assert made[0].read_bytes() == made[1].read_bytes()


def test_a_changed_byte_a_right_and_a_missing_file_are_named(tmp_path: Path) -> None:
    one, two = lay_out(tmp_path / "one"), lay_out(tmp_path / "two")
    (two / "etc/quancai/desktop.env").write_text("# something\n")
    (two / "opt/quancai/quancai").chmod(0o644)
    (two / "usr/share/man/man1/quancai.1.gz").unlink()

    found = compare(one, two)

    assert [(one.path, one.what) for one in found] == [
        ("etc/quancai/desktop.env", "differs"),
        ("opt/quancai/quancai", "differs"),
        ("usr/share/man/man1/quancai.1.gz", "only on one side"),
    ]
    assert {one.excuse for one in found} == {""}


def test_the_control_file_says_what_the_files_need(tmp_path: Path) -> None:
    made = build_deb(small_package(), lay_out(tmp_path / "tree"), commit=COMMIT, place=tmp_path, effort=0)

    asked = ["dpkg-deb", "--field", str(made), "Depends", "Version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    listed = subprocess.run(["dpkg-deb", "-c", str(made)], capture_output=True, text=True, check=True).stdout
    assert "Depends: libc6 (>= 2." in told
    assert f"Version: 0.1.0~{COMMIT.at_s}.67014ec0ff" in told
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}


def test_versions_rise_with_every_commit_up_to_the_release() -> None:
    released = subprocess.run(
        ["dpkg", "--compare-versions", "0.1.0", "gt", debian_version(LATER)], check=False
    )

    assert is_newer(LATER, COMMIT)
    assert not is_newer(COMMIT, LATER)
    assert released.returncode == 0


@pytest.mark.parametrize(
    "over", ["upgrade", "install"]
)  # as dpkg says it of one that is there, or was removed
@pytest.mark.parametrize("part", ["desktop", "server"])
def test_an_older_package_over_a_newer_one_is_refused_with_words(
    tmp_path: Path, part: str, over: str
) -> None:
    script = put(tmp_path / "preinst", read(f"{part}.preinst").replace("@VERSION@", debian_version(COMMIT)))

    refused = subprocess.run(
        ["sh", script, over, debian_version(LATER)], capture_output=True, text=True, check=False
    )

    assert refused.returncode == 1
    assert "nothing was changed. Install" in " ".join(refused.stderr.split())


@pytest.mark.parametrize(
    "asked", [("install",), ("install", "0.0.9"), ("upgrade", debian_version(COMMIT)), ("upgrade", "0.0.9")]
)
def test_a_new_or_newer_package_goes_on(tmp_path: Path, asked: tuple[str, ...]) -> None:
    script = put(tmp_path / "preinst", read("desktop.preinst").replace("@VERSION@", debian_version(LATER)))

    assert subprocess.run(["sh", script, *asked], check=False).returncode == 0


@pytest.mark.parametrize(
    "script", sorted((ROOT / "installers/linux").glob("*.p*")), ids=lambda path: path.name
)
def test_scripts_of_packages_are_sound_shell_and_reach_no_persons_data(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert "set -e" in text
    assert "rm " not in text
    assert "/home" not in text


def test_the_servers_unit_runs_the_package_and_stays_as_closed_as_it_was() -> None:
    unit = (ROOT / "deploy/quancai-server@.service").read_text(encoding="utf-8")

    packaged = packaged_unit(unit)

    assert "ExecStart=/opt/quancai-server/quancai-server server serve %i --data /var/lib/quancai" in packaged
    assert ".venv" not in packaged
    assert [line for line in unit.splitlines() if line.startswith("Protect")] == [
        line for line in packaged.splitlines() if line.startswith("Protect")
    ]


def test_a_unit_that_changed_is_looked_at_again() -> None:
    with pytest.raises(UnitChangedError):
        packaged_unit("[Service]\nExecStart=/usr/bin/python3 -m server_stub %i\n")


def test_the_bill_names_every_material_with_its_licence_and_is_the_same_twice(tmp_path: Path) -> None:
    bundle = Bundle(DESKTOP, COMMIT, tmp_path / "quancai", Saved(0, 0, 0))

    bills = [write_bill(bundle, MATERIALS, tmp_path / name).read_bytes() for name in ("one", "two")]

    told = json.loads(bills[0])
    assert bills[0] == bills[1]
    assert (told["bomFormat"], told["metadata"]["component"]["version"]) == ("CycloneDX", "0.1.0+67014ec0ff")
    assert {one["purl"] for one in told["components"]} == {
        "pkg:pypi/numpy@2.4.6",
        "pkg:deb/debian/libglib2.0-0@2.74.6-2",
    }
    assert told["metadata"]["timestamp"].startswith("2026-11-23")


def test_the_licences_name_every_material(tmp_path: Path) -> None:
    bundle = Bundle(DESKTOP, COMMIT, tmp_path / "quancai", Saved(0, 0, 0))

    said = write_licences(bundle, MATERIALS, tmp_path).read_text(encoding="utf-8")

    assert "numpy 2.4.6 (pypi) — BSD-3-Clause AND MIT" in said
    assert "libglib2.0-0 2.74.6-2 (deb) — see below" in said
