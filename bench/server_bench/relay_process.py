"""The relay as an office runs it, in a process of its own, and what can be seen of it from outside."""

import json
import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quancai.demo.server_process import ServerProcess

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Watched:
    """A relay that serves, and its process."""

    url: str
    pid: int

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def cpu_s(self) -> float:
        """Give the processor seconds it has taken, user and system."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS

    def rss_mb(self) -> float:
        """Give the memory it holds now, in millions of bytes."""
        rows = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        [kib] = [row.split()[1] for row in rows if row.startswith("VmRSS:")]
        return int(kib) * 1024 / 1e6

    def commits(self) -> int:
        """Give how many groups it has committed."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=30) as answer:  # noqa: S310 - loopback
            rows = answer.read().decode().splitlines()
        [count] = [row.split()[1] for row in rows if row.startswith("quancai_relay_commits ")]
        return int(float(count))


def watched(folder: Path, url: str) -> Watched:
    """Look at the server of a folder, which says there which process it is."""
    return Watched(url, int(json.loads((folder / "ready.json").read_bytes())["pid"]))


@contextmanager
def serving_relay(folder: Path) -> Iterator[Watched]:
    """Run the relay alone while inside."""
    server = ServerProcess(folder, role="relay")
    url = server.start()
    try:
        yield watched(folder, url)
    finally:
        server.stop()
