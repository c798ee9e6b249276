"""A test run under SIGKILL: its PostgreSQL ends with it, and never held what the run's reader waits for."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90
# Starts a server as the fixture of every run does, says who is there, and waits to be killed.
RUN = """
import sys
from tests.scenario.guarded_folder import guard_of
from tests.scenario.postgresql import PostgresqlServer
server = PostgresqlServer()
folder = server.cluster.folder
print(folder, guard_of(folder), (server.cluster.data / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wheel with PostgreSQL is for Linux")


@pytest.fixture
def run() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process
        process.kill()


def ended(handle: int) -> bool:
    """Wait for the end of a process that is nobody's child here."""
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    events = waiting.poll(PATIENCE_SECONDS * 1000)
    os.close(handle)
    return events != []


def opened_by(process: int) -> set[str]:
    """Name what a process holds open, pipes by their number."""
    return {str(entry.readlink()) for entry in Path(f"/proc/{process}/fd").iterdir()}


def test_a_killed_run_leaves_neither_server_nor_folder(run: "subprocess.Popen[str]") -> None:
    assert run.stdout is not None
    folder, *numbers = run.stdout.readline().split()
    report = str(Path(f"/proc/self/fd/{run.stdout.fileno()}").readlink())
    held = set.union(*(opened_by(int(number)) for number in numbers))
    guard, server = (os.pidfd_open(int(number)) for number in numbers)

    run.kill()

    assert run.stdout.read() == ""
    assert ended(server)
    assert ended(guard)
    assert not Path(folder).exists()
    assert report.startswith("pipe:")
    assert report not in held
