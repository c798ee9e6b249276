"""Starting the server of the job and the line to it, and looking from outside at what they do."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LEFT = """
    SELECT (SELECT count(*) FROM platform_inbox WHERE state NOT IN ('applied', 'quarantined'))
         + (SELECT count(*) FROM platform_outgoing WHERE receipt IS NULL)
"""
_TAKEN = "SELECT coalesce(max(position), 0) FROM platform_inbox"
_SENT = "SELECT coalesce(max(position), 0) FROM relay_envelopes WHERE audience LIKE 'city/%'"
LOOK_AGAIN_S = 0.02


@dataclass(frozen=True)
class BenchServer:
    """Where the server is, what it invites, and where its databases lie."""

    folder: Path
    url: str  # of the counting line to it
    invitations: list[str]
    ask_city: Callable[[], object]
    ask_line: Callable[[], object]

    def cpu_s(self) -> float:
        """Give the processor seconds the server has taken, user and system."""
        return float(str(self.ask_city()))

    def bytes_carried(self) -> tuple[int, int]:
        """Give the bytes that went up and down the wire."""
        answer = self.ask_line()
        assert isinstance(answer, list)
        return int(answer[0]), int(answer[1])

    def settle(self, *, seconds: float = 600.0) -> None:
        """Wait until all that was posted is merged and all answers are posted."""
        end = time.monotonic() + seconds
        while not self._is_idle():
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(LOOK_AGAIN_S)

    def conflicts(self) -> int:
        """Count the differences the city keeps with both values."""
        with closing(self._open("city.sqlite")) as city:
            [number] = city.execute("SELECT count(*) FROM city_conflicts").fetchone()
        return int(number)

    def disk_bytes(self, name: str) -> int:
        """Give the bytes of one database with its log."""
        return sum(path.stat().st_size for path in self.folder.glob(f"{name}.sqlite*"))

    def _is_idle(self) -> bool:
        with closing(self._open("city.sqlite")) as city, closing(self._open("relay.sqlite")) as relay:
            [sent], [taken], [left] = (
                relay.execute(_SENT).fetchone(),
                city.execute(_TAKEN).fetchone(),
                city.execute(_LEFT).fetchone(),
            )
        return bool(sent <= taken and left == 0)

    def _open(self, name: str) -> sqlite3.Connection:
        return sqlite3.connect(f"{(self.folder / name).as_uri()}?mode=ro", uri=True)


@contextmanager
def start_server(folder: Path, *, scopes: list[str], profile: Path | None = None) -> Iterator[BenchServer]:
    """Run relay and platform in one process and the line in another; `profile` is where to write one."""
    folder.mkdir()
    with ExitStack() as stack:
        options = ["--profile", str(profile)] if profile else []
        city = stack.enter_context(_process("bench.peer_bench.city", str(folder), ",".join(scopes), *options))
        said = json.loads(_read(city))
        line = stack.enter_context(_process("bench.peer_bench.line", said["url"].rpartition(":")[2]))
        url = f"http://127.0.0.1:{int(_read(line))}"
        yield BenchServer(folder, url, list(said["invitations"]), lambda: _ask(city), lambda: _ask(line))


@contextmanager
def _process(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(  # noqa: S603 - this program
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _read(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _ask(process: "subprocess.Popen[str]") -> object:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    answer: object = json.loads(_read(process))
    return answer
