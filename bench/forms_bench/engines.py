"""The engines side by side: how each is made ready, started, and why one is left out.

Every engine runs in a process of its own with the same job. JavaRosa is the jar that
the installed pyxform carries; the web engine comes from its registry by `npm ci`.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
BUILD: Final = ROOT / "build" / "forms_bench"
_HERE: Final = Path(__file__).resolve().parent
_INSTALL_SECONDS: Final = 300
OURS: Final = "quancai"


class EngineUnavailableError(Exception):
    """This machine cannot run an engine; the text says why."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A name and the command that replays a job file given as its last argument."""

    name: str
    command: tuple[str, ...]


def prepare_ours() -> Engine:
    return Engine(OURS, (sys.executable, "-m", "bench.forms_bench.ours"))


def prepare_javarosa() -> Engine:
    java, javac = shutil.which("java"), shutil.which("javac")
    if java is None or javac is None:
        raise EngineUnavailableError("no java and javac on the path")
    found = find_spec("pyxform")
    package = Path(found.origin).parent if found is not None and found.origin is not None else Path()
    jar = package / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    if not jar.is_file():
        raise EngineUnavailableError("the installed pyxform carries no ODK_Validate.jar")
    source, classes = _HERE / "java" / "Replay.java", BUILD / "java"
    compiled = classes / "Replay.class"
    if not compiled.is_file() or compiled.stat().st_mtime < source.stat().st_mtime:
        classes.mkdir(parents=True, exist_ok=True)
        _run("javac", (javac, "-nowarn", "-cp", str(jar), "-d", str(classes), str(source)), cwd=ROOT)
    separator = ";" if sys.platform == "win32" else ":"
    return Engine("javarosa", (java, "-Xss16m", "-cp", f"{classes}{separator}{jar}", "Replay"))


def prepare_web_engine() -> Engine:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        raise EngineUnavailableError("no node on the path")
    folder = _HERE / "node"
    if not (folder / "node_modules" / "@getodk" / "xforms-engine").is_dir():
        if npm is None:
            raise EngineUnavailableError("its packages are not installed and there is no npm")
        _run("npm ci", (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"), cwd=folder)
    return Engine("xforms-engine", (node, "--expose-gc", "--stack-size=4000", str(folder / "replay.mjs")))


PREPARED: Final[Mapping[str, Callable[[], Engine]]] = {
    OURS: prepare_ours,
    "javarosa": prepare_javarosa,
    "xforms-engine": prepare_web_engine,
}


def _run(what: str, command: tuple[str, ...], *, cwd: Path) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - a command of ours
            command, cwd=cwd, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise EngineUnavailableError(f"{what} took longer than {_INSTALL_SECONDS} s") from error
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise EngineUnavailableError(f"{what} failed: {''.join(last)}")
