"""Starting the server of the job, and looking from outside whether it has anything left to do."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LEFT = """
    SELECT (SELECT count(*) FROM platform_inbox WHERE state NOT IN ('applied', 'quarantined'))
         + (SELECT count(*) FROM platform_outgoing WHERE receipt IS NULL)
"""
_TAKEN = "SELECT coalesce(max(position), 0) FROM platform_inbox"
_SENT = "SELECT coalesce(max(position), 0) FROM relay_envelopes WHERE audience LIKE 'city/%'"


@dataclass(frozen=True)
class BenchServer:
    """Where the server is, what it invites, and where its databases lie."""

    folder: Path
    url: str
    invitations: list[str]

    def is_idle(self) -> bool:
        """Say whether all that was posted is merged and all answers are posted."""
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
def start_server(folder: Path, *, invitations: int) -> Iterator[BenchServer]:
    """Run relay and platform in a process of their own."""
    folder.mkdir()
    process = subprocess.Popen(  # noqa: S603 - this program
        [sys.executable, "-m", "bench.peer_bench.city", str(folder), "350582001", str(invitations)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield BenchServer(folder, said["url"], list(said["invitations"]))
    finally:
        process.terminate()
        process.wait(20)
