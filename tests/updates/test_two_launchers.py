"""The launcher of Windows and the script of Linux do the same with the same folder, or one is wrong."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from updates.launching import Launcher
from updates.small_files import write_line

SMALL_FILES = ("current", "previous", "unconfirmed", "refused")


def lay_out(folder: Path, *, status: int, starts: str) -> Path:
    """Lay out an older version that is well, and a newer one that never says so and ends with a status."""
    for version, ends in (("0.1.0", 0), ("0.2.0", status)):
        program = folder / "versions" / version / "quancai"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\necho {version} "$@"\nexit {ends}\n', encoding="ascii")
        program.chmod(0o755)
    write_line(folder / "previous", "0.1.0")
    write_line(folder / "current", "0.2.0")
    write_line(folder / "unconfirmed", f"0.2.0 {starts}")
    return folder


def by_script(folder: Path, arguments: Sequence[str]) -> tuple[int, str]:
    shutil.copy(ROOT / "resources" / "launcher" / "quancai", folder / "quancai")
    said = subprocess.run([str(folder / "quancai"), *arguments], capture_output=True, text=True, check=False)
    return said.returncode, said.stdout


def by_launcher(folder: Path, arguments: Sequence[str]) -> tuple[int, str]:
    said: list[str] = []

    def start(command: Sequence[str], told: Mapping[str, str]) -> int:
        done = subprocess.run(
            list(command), capture_output=True, text=True, check=False, env={**os.environ, **told}
        )
        said.append(done.stdout)
        return done.returncode

    return Launcher(folder, "quancai", start).run(arguments), "".join(said)


def left(folder: Path) -> dict[str, str]:
    there = [name for name in SMALL_FILES if (folder / name).exists()]
    return {name: (folder / name).read_text(encoding="ascii") for name in there}


@pytest.mark.parametrize("arguments", [(), ("app",), ("--language", "en", "app"), ("form", "check")])
@pytest.mark.parametrize("starts", ["0", "2", "3", ""])
@pytest.mark.parametrize("status", [0, 1, 70])
def test_both_do_the_same(tmp_path: Path, status: int, starts: str, arguments: tuple[str, ...]) -> None:
    one = lay_out(tmp_path / "one", status=status, starts=starts)
    other = lay_out(tmp_path / "other", status=status, starts=starts)

    assert by_launcher(other, arguments) == by_script(one, arguments)
    assert left(other) == left(one)
