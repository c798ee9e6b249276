"""Kills a server with SIGKILL while many devices post at once, and looks for what got lost or came in twice.

    .venv/bin/python bench/kill_load.py --rounds 20 [--devices N] [--a-second N] [--seed N] [--json]

Relay and platform are one process, with the city of `bench/peer_bench` that takes any record. Fifty devices,
each of a village of its own, post envelopes they sealed before. A round lets them work for a moment and kills
the server, which is started again on the same folder and port, while the devices go on trying with the
same bytes. Every digest a device has a receipt for was written down at that moment. At the end each of them
must be in the relay's log once, each chain without a gap, and each change merged by the city exactly
once. Ends with 1 otherwise.

`bench/kill.py` kills the officer's computer as well, with real forms and photos; this is about the crowd.
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
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.server_bench.fleet import Content, found_city, seal_queues, write_queues

ROOT: Final = Path(__file__).resolve().parents[1]
LONGEST_SECONDS: Final = 2.0
DRAIN_SECONDS: Final = 600.0
_ROUND_SECONDS: Final = 3.0  # with starting again, about: what the devices have to post must last
_LOOK_AGAIN_SECONDS: Final = 0.2
_WAITING: Final = """
    SELECT (SELECT count(*) FROM platform_inbox WHERE state NOT IN ('applied', 'quarantined'))
         + (SELECT count(*) FROM platform_outgoing WHERE receipt IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What the databases say at the end."""

    acknowledged: int
    lost: tuple[str, ...]  # digests
    applied_twice: tuple[str, ...]  # changes
    not_applied: int  # changes of acknowledged envelopes that never took effect
    broken_chains: tuple[str, ...]  # senders


class Server:
    """Relay and platform, killed and started again on one folder and one port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> float:
        """Start, and wait until both work; give the seconds that took."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "bench.peer_bench.city", str(self._folder), "--port", str(self.port)]
        self._process = subprocess.Popen(  # noqa: S603 - this program
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        said = json.loads(self._process.stdout.readline())
        self.port = int(said["url"].rpartition(":")[2])
        return time.perf_counter() - began

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--devices", type=int, default=50)
    parser.add_argument("--a-second", type=float, default=15.0, help="envelopes all devices offer together")
    parser.add_argument("--seed", type=int, default=0, help="decides when, not what happens then")
    parser.add_argument("--json", action="store_true", help="figures as JSON before the last line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quancai-kill-") as folder:
        found, restarts = _play(Path(folder), options)
    if options.json:
        figures = {"kills": len(restarts), "longest_restart_s": round(max(restarts, default=0.0), 2)}
        print(json.dumps({**asdict(found), **figures}))
    print(f"{len(restarts)} kills, {len(found.lost)} lost, {len(found.applied_twice)} applied twice")
    return 1 if found.lost or found.applied_twice or found.not_applied or found.broken_chains else 0


def _play(folder: Path, options: argparse.Namespace) -> tuple[Found, list[float]]:
    chance = random.Random(options.seed)
    data, queues, told = folder / "server", folder / "queues", folder / "acknowledged"
    devices = found_city(data, devices=options.devices)
    envelopes = round(options.rounds * _ROUND_SECONDS * options.a_second)
    write_queues(queues, seal_queues(devices, envelopes=envelopes, content=Content(changes=1), draw=chance))
    server, restarts = Server(data), []
    server.start()
    load = _start_load(server.port, queues, told, options.a_second)
    try:
        for _ in range(options.rounds):
            time.sleep(chance.uniform(0, LONGEST_SECONDS))
            if load.poll() is not None:
                break
            server.kill()
            restarts.append(server.start())
        if load.wait(DRAIN_SECONDS) != 0:
            raise RuntimeError("a device was refused")
        _settle(data)
    finally:
        load.kill()
        server.kill()
    return look(data, frozenset(told.read_text(encoding="ascii").split())), restarts


def _start_load(port: int, queues: Path, told: Path, a_second: float) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.server_bench.load", str(port), str(queues)]
    options = ["--a-second", str(a_second), "--acknowledged", str(told)]
    return subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603


def _settle(data: Path) -> None:
    """Wait until the city has taken everything in and its answers are posted."""
    end = time.monotonic() + DRAIN_SECONDS
    with closing(_open(data, "relay")) as relay, closing(_open(data, "city")) as city:
        [(posted,)] = relay.execute("SELECT count(*) FROM relay_envelopes WHERE audience LIKE 'city/%'")
        while time.monotonic() < end:
            [(taken,)], [(waiting,)] = (
                city.execute("SELECT count(*) FROM platform_inbox"),
                city.execute(_WAITING),
            )
            if taken >= posted and not waiting:
                return
            time.sleep(_LOOK_AGAIN_SECONDS)
    raise TimeoutError


def look(data: Path, acknowledged: frozenset[str]) -> Found:
    """Hold what devices have receipts for against the relay's log and the city's history."""
    with closing(_open(data, "relay")) as relay, closing(_open(data, "city")) as city:
        log = relay.execute(
            "SELECT digest, sender, sequence FROM relay_envelopes WHERE audience LIKE 'city/%'"
        )
        rows = [(str(digest), str(sender), int(sequence)) for digest, sender, sequence in log]
        query = "SELECT item_id FROM city_revisions WHERE source = 'merge'"
        effects = Counter(str(item) for (item,) in city.execute(query))
        envelope_of = dict(city.execute("SELECT id, envelope FROM platform_items").fetchall())
    chains: dict[str, list[int]] = {}
    for _, sender, sequence in rows:
        chains.setdefault(sender, []).append(sequence)
    broken = [
        sender for sender, numbers in chains.items() if sorted(numbers) != list(range(1, len(numbers) + 1))
    ]
    taken = {envelope_of[item] for item in effects if item in envelope_of}
    return Found(
        acknowledged=len(acknowledged),
        lost=tuple(sorted(acknowledged - {digest for digest, _, _ in rows})),
        applied_twice=tuple(sorted(item for item, times in effects.items() if times > 1)),
        not_applied=len(acknowledged - taken),
        broken_chains=tuple(sorted(broken)),
    )


def _open(data: Path, name: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{(data / f'{name}.sqlite').as_uri()}?mode=ro", uri=True)


if __name__ == "__main__":
    sys.exit(main())
