"""The Windows installer out of a folder PyInstaller made: NSIS, which also runs on Linux.

The program inside can only be built on Windows. Here the script is compiled against whatever folder there is,
which finds every mistake in it but those of Windows itself; docs/packaging.md says what was not run.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from installers.stamp import Commit

_SCRIPT: Final = Path(__file__).parent / "windows" / "quancai.nsi"
ICON: Final = Path(__file__).parent / "windows" / "quancai.ico"


class NoCompilerError(RuntimeError):
    """NSIS is not installed; on Debian the package is `nsis`."""


def compile_installer(source: Path, *, commit: Commit, place: Path) -> Path:
    """Pack the program in `source` into quancai-setup-<version>-<commit>.exe.

    Raises:
        NoCompilerError: makensis is not here.
        subprocess.CalledProcessError: the script is wrong; what makensis says is in its output.

    """
    compiler = shutil.which("makensis")
    if compiler is None:
        raise NoCompilerError("makensis is missing: scripts/setup.sh packaging")
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"quancai-setup-{commit.version}-{commit.id}.exe"
    named = {
        "SOURCE": source,
        "VERSION": commit.version,
        "BUILT_AT": commit.at_s,
        "TARGET": target,
        "ICON": ICON,
    }
    definitions = [f"-D{name}={value}" for name, value in named.items()]
    subprocess.run(
        [compiler, "-WX", "-V2", "-INPUTCHARSET", "UTF8", *definitions, str(_SCRIPT)],
        env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(commit.at_s), "LC_ALL": "C.UTF-8"},
        check=True,
        capture_output=True,
        text=True,
    )
    return target
