"""Kills a real server and a real client with SIGKILL at random moments, and looks for what got lost.

    .venv/bin/python bench/kill.py --rounds 500 [--seed N] [--json]

The server is `quancai server run` on loopback, the client `bench/kill_client.py` over the real
replica and HTTP. Each round lets both work for a moment and kills one of them, or both. At the end
both run undisturbed until the client has nothing open. Then every form whose id the client had
printed must be in the city's database exactly once, with one effect. Ends with 1 otherwise.

SIGKILL loses what is in the process; what the operating system has taken it still writes. For lost
power see `bench/simulate.py`, which tears the files themselves.
"""

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from quancai.demo.server_process import ServerProcess
from server_stub.demo import write_invitation

ROOT = Path(__file__).resolve().parents[1]
SCOPE = "350582001014"
LONGEST_SECONDS = 1.2
DRAIN_SECONDS = 300
VICTIMS = {"client": 6, "server": 3, "both": 1}


@dataclass(frozen=True, slots=True)
class Found:
    """What the city's database says at the end."""

    acknowledged: int
    lost: tuple[str, ...]
    applied_twice: tuple[str, ...]


class Client:
    """The client's process, started again and again on one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said = folder / "acknowledged.txt"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir()

    def run(self, *arguments: str, seconds: float) -> None:
        """Run it to its end.

        Raises:
            subprocess.SubprocessError: it failed, or took too long.

        """
        command = [*self._command(), *arguments]
        subprocess.run(command, check=True, timeout=seconds)  # noqa: S603 - our own script

    def start(self) -> None:
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(self._command(), stdout=said)  # noqa: S603 - our own script

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def acknowledged(self) -> set[str]:
        """Name the forms the officer was told are kept."""
        lines = self._said.read_text(encoding="ascii").splitlines()
        return {line for line in lines if len(line) == 32}

    def _command(self) -> list[str]:
        return [sys.executable, str(ROOT / "bench" / "kill_client.py"), "--data", str(self._folder)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="decides who is killed, not what happens then")
    parser.add_argument("--json", action="store_true", help="figures as JSON before the last line")
    options = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="quancai-kill-") as folder:
        found, kills = _play(Path(folder), rounds=options.rounds, chance=random.Random(options.seed))
    if options.json:
        figures = {"rounds": options.rounds, "seconds": round(time.perf_counter() - began, 1), "kills": kills}
        print(json.dumps({**asdict(found), **figures}))
    print(f"{options.rounds} rounds, {len(found.lost)} lost, {len(found.applied_twice)} applied twice")
    return 1 if found.lost or found.applied_twice else 0


def _play(folder: Path, *, rounds: int, chance: random.Random) -> tuple[Found, Mapping[str, int]]:
    server, client = ServerProcess(folder / "server"), Client(folder / "client")
    kills: Counter[str] = Counter()
    server.start()
    try:
        invitation = write_invitation(server.folder, folder / "invitation.qjy", scope=(SCOPE,))
        client.run("--join", str(invitation), seconds=60)
        client.start()
        for _ in range(rounds):
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
            [victim] = chance.choices(list(VICTIMS), weights=list(VICTIMS.values()))
            kills[victim] += 1
            _strike(victim, server, client)
        client.kill()
        client.run("--drain", seconds=DRAIN_SECONDS)
    finally:
        client.kill()
        server.stop()
    return look(server.folder / "city.sqlite", client.acknowledged()), kills


def _strike(victim: str, server: ServerProcess, client: Client) -> None:
    """Kill, and start again what was killed."""
    if victim in ("client", "both"):
        client.kill()
    if victim in ("server", "both"):
        server.kill()
        server.start()
    if victim in ("client", "both"):
        client.start()


def look(city: Path, acknowledged: set[str]) -> Found:
    """Hold what the client had been told against the city's database."""
    with sqlite3.connect(f"{city.as_uri()}?mode=ro", uri=True) as database:
        decided = database.execute("SELECT id FROM platform_items WHERE state IN ('applied', 'returned')")
        there = {str(row[0]) for row in decided}
        forms = Counter(str(row[0]) for row in database.execute("SELECT id FROM city_submissions"))
        merges = Counter(
            str(row[0])
            for row in database.execute("SELECT item_id FROM city_revisions WHERE source = 'merge'")
        )
    twice = [name for counted in (forms, merges) for name, count in counted.items() if count > 1]
    return Found(len(acknowledged), tuple(sorted(acknowledged - there)), tuple(sorted(twice)))


if __name__ == "__main__":
    sys.exit(main())
