"""The MSI is compiled here against a fixture, and its tables are read back as Windows Installer reads them.

What it does on Windows is not shown here; docs/packaging.md says so.
"""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from installers.msi import GIVEN, GUARD, UPGRADE_CODE, compile_msi, describe_files, msi_version
from installers.nsis import NoCompilerError
from installers.stamp import Commit

pytestmark = pytest.mark.installing
COMMIT = Commit(id="67014ec0ff", at_s=1_795_450_000, version="0.1.0", has_more=False)
HOUR = 3_600


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the one PyInstaller makes on Windows."""
    folder = tmp_path_factory.mktemp("built") / "quancai"
    (folder / "_internal" / "resources").mkdir(parents=True)
    names = (
        "quancai.exe",
        "quancai-console.exe",
        "_internal/python311.dll",
        "_internal/resources/a & b.toml",
    )
    for name in names:
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.fixture(scope="module")
def made(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_msi(program, commit=COMMIT, place=tmp_path_factory.mktemp("msi"))


def table(made: Path, name: str) -> list[list[str]]:
    """Give the rows of a table, without the three lines that describe it."""
    said = subprocess.run(["msiinfo", "export", str(made), name], capture_output=True, text=True, check=True)
    return [line.split("\t") for line in said.stdout.splitlines()[3:]]


def column(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    return [row[number] for row in rows]


def properties(made: Path) -> dict[str, str]:
    return {row[0]: row[1] for row in table(made, "Property")}


def test_every_file_of_the_program_is_in_it(made: Path) -> None:
    said = subprocess.run(["msiextract", "-l", str(made)], capture_output=True, text=True, check=True)

    assert sorted(said.stdout.split("\n")[:-1]) == [
        "Quancai/_internal/python311.dll",
        "Quancai/_internal/resources/a & b.toml",
        "Quancai/quancai-console.exe",
        "Quancai/quancai.exe",
    ]


def test_it_has_a_name_a_domain_can_show(made: Path) -> None:
    assert made.name == "quancai-0.1.0-67014ec0ff.msi"
    assert properties(made)["ProductName"] == "Quancai"


def test_what_a_command_line_gives_reaches_the_half_that_has_the_rights(made: Path) -> None:
    assert set(GIVEN) <= set(properties(made)["SecureCustomProperties"].split(";"))


def test_an_invitation_and_a_profile_are_laid_where_only_administrators_write(made: Path) -> None:
    moved = table(made, "MoveFile")

    assert [(row[3], row[4], row[5], row[6]) for row in moved] == [
        ("enroll.qjy", "ENROLLFILE", "MachineFolder", "0"),
        ("profile.qzp", "PROFILEFILE", "MachineFolder", "0"),
    ]
    folders = {row[0]: (row[1], row[2]) for row in table(made, "Directory")}
    assert folders["MachineFolder"] == ("CommonAppDataFolder", "Quancai")
    assert "MoveFiles" in column(table(made, "InstallExecuteSequence"), 0)


def test_only_administrators_write_in_the_machines_folder(made: Path) -> None:
    (guard,) = table(made, "MsiLockPermissionsEx")
    protection, *rights = GUARD.split("(")

    assert guard == ["MachineFolder", "MachineFolder", "CreateFolder", GUARD, ""]
    assert ["MachineFolder", "Given"] in table(made, "CreateFolder")
    assert protection == "D:PAI"  # nothing comes down from %ProgramData%
    assert {one.rstrip(")").split(";")[-1]: one.split(";")[2] for one in rights} == {
        "BA": "FA",
        "SY": "FA",
        "BU": "0x1200a9",  # reading and no more
        "OW": "0x1200a9",
    }


def test_the_folder_is_guarded_before_anything_is_laid_there(made: Path) -> None:
    order = {row[0]: int(row[2]) for row in table(made, "InstallExecuteSequence")}

    assert order["CreateFolders"] < order["MoveFiles"] < order["InstallFinalize"]


def test_an_address_becomes_a_policy_and_stays(made: Path) -> None:
    (hub,) = [row for row in table(made, "Component") if row[0] == "Hub"]
    (written,) = [row for row in table(made, "Registry") if row[5] == "Hub"]

    assert (hub[3], hub[4]) == ("276", "HUBURL")  # permanent, 64 bits, only where an address is given
    assert written[1:5] == ["2", "Software\\Policies\\Quancai", "Source", "[HUBURL]/updates"]


def test_an_older_version_is_refused_with_words(made: Path) -> None:
    (condition,) = table(made, "LaunchCondition")
    found = {row[6]: row for row in table(made, "Upgrade")}

    assert condition[0] == "NOT WIX_DOWNGRADE_DETECTED"
    assert "nothing was changed" in condition[1]
    assert found["WIX_DOWNGRADE_DETECTED"][:3] == [UPGRADE_CODE, msi_version(COMMIT), ""]
    assert found["WIX_UPGRADE_DETECTED"][:5] == [UPGRADE_CODE, "", msi_version(COMMIT), "", "513"]


def test_nothing_of_a_person_is_named_in_it(made: Path) -> None:
    folders = column(table(made, "Directory"), 0)

    assert not [name for name in folders if name in {"LocalAppDataFolder", "AppDataFolder", "PersonalFolder"}]


def test_a_file_is_the_same_component_in_every_version(program: Path, tmp_path: Path) -> None:
    other = tmp_path / "quancai"
    subprocess.run(["cp", "-a", str(program), str(other)], check=True)

    here, there = describe_files(program), describe_files(other)

    assert here.replace(str(program)[1:], "") == there.replace(str(other)[1:], "")


def test_versions_rise_with_every_hour_and_never_fall() -> None:
    later = replace(COMMIT, at_s=COMMIT.at_s + HOUR)

    assert (msi_version(COMMIT), msi_version(later)) == ("0.1.7840", "0.1.7841")
    assert msi_version(replace(COMMIT, at_s=10**10)) == "0.1.65535"


def test_a_computer_without_the_compiler_is_told(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(NoCompilerError, match="wixl is missing"):
        compile_msi(program, commit=COMMIT, place=tmp_path)
