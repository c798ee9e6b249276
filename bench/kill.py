"""Kills a real server and a real client with SIGKILL at random moments, and looks for what got lost.

    .venv/bin/python bench/kill.py --rounds 500 [--seed N] [--json]

Relay and platform are two processes of `quancai server run` on loopback, the client is
`bench/kill_client.py` over the real replica and HTTP. Each round lets all work for a moment and kills one
of them, or all. At the end they run undisturbed until the client has nothing open. Then every form whose
id the client had printed must be in the city's database exactly once, with one effect, and every photo in
its folder, bit by bit. Ends with 1 otherwise.

SIGKILL loses what is in the process; what the operating system has taken it still writes. For lost
power see `bench/simulate.py`, which tears the files themselves.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.photo_form import PHOTOS, photo_form
from quancai.demo.server_process import ServerProcess
from server_stub.demo import write_invitation
from server_stub.publishing import publish

ROOT = Path(__file__).resolve().parents[1]
SCOPE = "350582001014"
LONGEST_SECONDS = 3.0
DRAIN_SECONDS = 3_600  # a busy computer has a backlog by then
FIRST_WORD_SECONDS = 60
PAUSE_SECONDS = 0.1
VICTIMS = {"client": 5, "relay": 2, "platform": 2, "all": 1}
FORM_VERSION = "2026120101"


@dataclass(frozen=True, slots=True)
class Promised:
    """What the client said is kept: forms, and by form the digest of its photo in hexadecimal."""

    forms: frozenset[str]
    photos: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What the city's database and folder say at the end."""

    acknowledged: int
    photos: int
    lost: tuple[str, ...]
    applied_twice: tuple[str, ...]


class KilledAgain:
    """A process that is started again and again on one folder; nobody waits until it is ready."""

    def __init__(self, command: Sequence[str], *, said: Path) -> None:
        self._command = list(command)
        self._said = said
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                self._command, stdin=subprocess.PIPE, stdout=said, cwd=ROOT
            )

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process = None


class Client(KilledAgain):
    """The officer's computer."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        script = str(ROOT / "bench" / "kill_client.py")
        super().__init__([sys.executable, script, "--data", str(folder)], said=folder / "acknowledged.txt")

    def run(self, *arguments: str, seconds: float) -> None:
        """Run it to its end.

        Raises:
            subprocess.SubprocessError: it failed, or took too long.

        """
        subprocess.run([*self._command, *arguments], check=True, timeout=seconds)  # noqa: S603 - our own script

    def wait_for_first_word(self) -> None:
        """Wait until it has finished its first form: before that there is nothing to lose.

        Raises:
            TimeoutError: it finishes none.

        """
        waited_until = time.monotonic() + FIRST_WORD_SECONDS
        while not self._said.stat().st_size:
            if time.monotonic() > waited_until:
                raise TimeoutError
            time.sleep(PAUSE_SECONDS)

    def promised(self) -> Promised:
        """Say what the officer was told is kept."""
        lines = [line.split() for line in self._said.read_text(encoding="ascii").splitlines()]
        told = [words for words in lines if words and len(words[0]) == 32]
        photos = {words[0]: words[1] for words in told if len(words) == 2 and len(words[1]) == 64}
        return Promised(frozenset(words[0] for words in told), photos)


class Servers:
    """Relay and platform, each a process of its own on one folder and one address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._relay = ServerProcess(folder, role="relay")
        run = [sys.executable, "-m", "quancai", "server", "run", "--role", "platform"]
        self._platform = KilledAgain(
            [*run, "--data", str(folder), "--until-stdin-closes"], said=folder / "platform.log"
        )

    def start(self) -> None:
        self._relay.start()
        self._platform.start()

    def strike(self, victim: str) -> None:
        """Kill, and start again what was killed."""
        if victim in ("platform", "all"):
            self._platform.kill()
        if victim in ("relay", "all"):
            self._relay.kill()
            self._relay.start()
        if victim in ("platform", "all"):
            self._platform.start()

    def stop(self) -> None:
        self._platform.kill()
        self._relay.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="decides who is killed, not what happens then")
    parser.add_argument("--json", action="store_true", help="figures as JSON before the last line")
    options = parser.parse_args()
    began = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="quancai-kill-"))
    found, kills = _play(folder, rounds=options.rounds, chance=random.Random(options.seed))
    if options.json:
        figures = {"rounds": options.rounds, "seconds": round(time.perf_counter() - began, 1), "kills": kills}
        print(json.dumps({**asdict(found), **figures}))
    print(f"{options.rounds} rounds, {len(found.lost)} lost, {len(found.applied_twice)} applied twice")
    if found.lost or found.applied_twice:
        print(f"kept to be looked at: {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


def _play(folder: Path, *, rounds: int, chance: random.Random) -> tuple[Found, Mapping[str, int]]:
    client = Client(folder / "client")
    kills: Counter[str] = Counter()
    with _founded(folder / "server") as servers:
        try:
            invitation = write_invitation(servers.folder, folder / "invitation.qjy", scope=(SCOPE,))
            client.run("--join", str(invitation), seconds=60)
            client.start()
            client.wait_for_first_word()
            for _ in range(rounds):
                time.sleep(chance.uniform(0, LONGEST_SECONDS))
                [victim] = chance.choices(list(VICTIMS), weights=list(VICTIMS.values()))
                kills[victim] += 1
                _strike(victim, servers, client)
            client.kill()
            with suppress(subprocess.TimeoutExpired):  # what has no last word by then is lost, and named
                client.run("--drain", seconds=DRAIN_SECONDS)
        finally:
            client.kill()
    return look(folder / "server", client.promised()), kills


@contextmanager
def _founded(folder: Path) -> Iterator[Servers]:
    """Make keys, the demo township and a form with photos; then run relay and platform apart."""
    both = ServerProcess(folder)
    try:
        os.environ["QUANCAI_RELAY_URL"] = both.start()  # a platform alone must be told where its relay is
        os.environ["QUANCAI_POLL_SECONDS"] = "1"  # and is not woken by it
    finally:
        both.stop()
    publish(folder, [photo_form(FORM_VERSION)])
    servers = Servers(folder)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()


def _strike(victim: str, servers: Servers, client: Client) -> None:
    """Kill, and start again what was killed."""
    is_client_struck = victim in ("client", "all")
    if is_client_struck:
        client.kill()
    servers.strike(victim)
    if is_client_struck:
        client.start()


def look(folder: Path, promised: Promised) -> Found:
    """Hold what the client had been told against the city's database and its folder of files."""
    with sqlite3.connect(f"{(folder / 'city.sqlite').as_uri()}?mode=ro", uri=True) as database:
        decided = database.execute("SELECT id FROM platform_items WHERE state IN ('applied', 'returned')")
        there = {str(row[0]) for row in decided}
        forms = Counter(str(row[0]) for row in database.execute("SELECT id FROM city_submissions"))
        merges = Counter(
            str(row[0])
            for row in database.execute("SELECT item_id FROM city_revisions WHERE source = 'merge'")
        )
        shelved = (
            "SELECT submission, lower(hex(digest)) FROM city_attachments WHERE state = 'applied' AND name = ?"
        )
        files = {str(form): str(digest) for form, digest in database.execute(shelved, PHOTOS[:1])}
    twice = [name for counted in (forms, merges) for name, count in counted.items() if count > 1]
    lost = promised.forms - there
    lost |= {
        form
        for form, digest in promised.photos.items()
        if files.get(form) != digest or not _is_whole(folder / "attachments" / digest)
    }
    return Found(len(promised.forms), len(promised.photos), tuple(sorted(lost)), tuple(sorted(twice)))


def _is_whole(file: Path) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == file.name


if __name__ == "__main__":
    sys.exit(main())
