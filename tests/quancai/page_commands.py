"""The commands of a page in docs/, run as they stand there by one shell, but for folders and ports."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import ROOT

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_DONE = "@@ done"


@dataclass(frozen=True)
class Block:
    """One fenced block and the heading it stands under."""

    heading: str
    language: str
    text: str


def free_port() -> str:
    """Give a port nobody listens on, for a command that names another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    headings = [(found.start(), found.group(1)) for found in _HEADING.finditer(text)]
    return [
        Block(max(one for one in headings if one[0] < found.start())[1], found.group(1), found.group(2))
        for found in _FENCE.finditer(text)
    ]


_COMMAND = """#!/bin/bash
if [ "$2" = serve ]; then exec {python} -m quancai "$@"; fi
exec {python} -IS {warm} ask {place} "$@"
"""


class Shell:
    """A bash that stops at the first command that fails, and sees our `quancai` and nobody's settings."""

    def __init__(self, folder: Path, *, places: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._places = places
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("QUANCAI_")}
        path = f"{folder / 'bin'}:{environment.get('PATH', os.environ['PATH'])}"
        self._warm = _warm_up(folder)
        (folder / "typed").write_text("石狮码头的第七盏灯塔修好了\n" * 2, encoding="utf-8")
        self._bash = subprocess.Popen(
            ["bash", "-euo", "pipefail"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env={**inherited, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **environment, "PATH": path},
        )

    def run(self, block: Block) -> str:
        """Run one block and give what it printed; variables and servers of earlier blocks are still there."""
        assert self._bash.stdin is not None
        assert self._bash.stdout is not None
        script = self._folder / "block.sh"
        script.write_text(self._placed(block.text), encoding="utf-8")
        self._bash.stdin.write(f". {script} < {self._folder / 'typed'}\necho; echo '{_DONE}'\n")
        self._bash.stdin.flush()
        said: list[str] = []
        for line in self._bash.stdout:
            if line.rstrip("\n") == _DONE:
                return "".join(said)
            said.append(line)
        raise AssertionError(f"under “{block.heading}”:\n{block.text}\n{''.join(said)}")

    def run_all(
        self, blocks: Sequence[Block], *, before: Mapping[str, Callable[[], None]]
    ) -> Mapping[str, str]:
        """Run blocks in their order, each after what somebody else does before it; give what each printed."""
        said: dict[str, str] = {}
        for block in blocks:
            before.get(block.heading, _nothing)()
            said[block.heading] = said.get(block.heading, "") + self.run(block)
        return said

    def close(self) -> None:
        """End the shell and every server it left behind."""
        for process in (self._bash, self._warm):
            process.kill()
            process.communicate()
        for announced in self._folder.rglob("ready.json"):
            with suppress(OSError, ValueError):
                os.kill(json.loads(announced.read_bytes())["pid"], signal.SIGKILL)

    def _placed(self, text: str) -> str:
        # The longest first, or a name that begins another would take its place.
        for there in sorted(self._places, key=len, reverse=True):
            text = text.replace(there, self._places[there])
        return text


def _warm_up(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the process that is `quancai`, and put the command in its place."""
    place, warm = folder / "quancai.socket", Path(__file__).with_name("warm_program.py")
    (folder / "bin").mkdir()
    command = folder / "bin" / "quancai"
    command.write_text(_COMMAND.format(python=sys.executable, warm=warm, place=place), encoding="utf-8")
    command.chmod(0o755)
    root = {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, warm, "serve", place],
        env={**os.environ, **root},
        cwd=folder,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def _nothing() -> None:
    pass
