"""The Windows installer's script is compiled here against a fixture: each word and switch of it is parsed.

What it does on Windows is not shown here; docs/packaging.md says so.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from installers.nsis import NoCompilerError, compile_installer
from installers.stamp import Commit
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.installing
COMMIT = Commit(id="67014ec0ff", at_s=1_795_450_000, version="0.1.0", has_more=False)
SCRIPT = (ROOT / "installers/windows/quancai.nsi").read_text(encoding="utf-8")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder like the one PyInstaller makes on Windows."""
    folder = tmp_path / "quancai"
    (folder / "_internal").mkdir(parents=True)
    for name in ("quancai.exe", "quancai-console.exe", "_internal/python311.dll"):
        (folder / name).write_bytes(name.encode())
    return folder


def test_the_script_compiles_without_a_warning(program: Path, tmp_path: Path) -> None:
    made = compile_installer(program, commit=COMMIT, place=tmp_path)

    assert made.name == "quancai-setup-0.1.0-67014ec0ff.exe"
    assert made.read_bytes().startswith(b"MZ")


def test_a_mistake_in_the_script_would_be_found(program: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.nsi"
    wrong.write_text(SCRIPT.replace("SectionEnd", "SectionEndd", 1), encoding="utf-8")
    asked = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", f"-DTARGET={tmp_path / 'x.exe'}", "-DVERSION=0.1.0"]
    icon = ROOT / "installers/windows/quancai.ico"

    done = subprocess.run(
        [*asked, f"-DSOURCE={program}", "-DBUILT_AT=1", f"-DICON={icon}", str(wrong)],
        capture_output=True,
        check=False,
    )

    assert done.returncode != 0


def test_a_computer_without_the_compiler_is_told(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(NoCompilerError, match="makensis is missing"):
        compile_installer(program, commit=COMMIT, place=tmp_path)


@pytest.mark.parametrize(
    "line", ['"/HUB="', '"/ENROLL="', '"/PROFILE="', "QuietUninstallString", "RequestExecutionLevel admin"]
)
def test_what_an_administrator_relies_on_is_in_it(line: str) -> None:
    assert line in SCRIPT


def test_only_administrators_write_in_the_machines_folder_before_anything_is_laid_there() -> None:
    guarding = SCRIPT[SCRIPT.index("Function GuardMachineFolder") : SCRIPT.index("Function LayThere")]
    (granted,) = re.findall(r"/inheritance:r /grant:r (.*) /Q", guarding)
    installing = SCRIPT[SCRIPT.index('Section "Quancai"') :]

    assert dict(one.rsplit(":", 1) for one in granted.split()) == {
        "*S-1-5-32-544": "(OI)(CI)F",
        "*S-1-5-18": "(OI)(CI)F",
        "*S-1-5-32-545": "(OI)(CI)RX",
        "*S-1-3-4": "(OI)(CI)RX",
    }
    assert guarding.index("takeown") < guarding.index("/reset") < guarding.index("/inheritance:r")
    assert installing.index("Call GuardMachineFolder") < installing.index("Call LayThere")
    assert "CreateDirectory" not in installing


@pytest.mark.parametrize("code", ["StrCpy $Told 6", "StrCpy $Told 7", "SetErrorLevel $Told"])
def test_what_could_not_be_done_is_in_the_exit_code(code: str) -> None:
    assert code in SCRIPT


def test_no_address_is_written_into_a_file_it_could_break() -> None:
    assert "FileWrite" not in SCRIPT
    assert '"Software\\Policies\\Quancai" "Source" "$GivenHub/updates"' in SCRIPT


def test_uninstalling_names_no_folder_of_a_person() -> None:
    uninstalling = SCRIPT[SCRIPT.index('Section "Uninstall"') :]

    assert "$LOCALAPPDATA" not in uninstalling
    assert "$APPDATA" not in uninstalling
