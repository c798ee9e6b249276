"""Several real relay processes on one PostgreSQL, and who talks to them, by the clock of this computer."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from server_stub.key_files import write_identity
from server_stub.public_files import write_roots
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import sign_registry
from sync.relay_client import RelayClient
from tests.scenario.realm import MONTH_MS, Realm

ROOT = Path(__file__).resolve().parents[2]
_CLOCK = SystemClock()


@dataclass
class RelayProcess:
    """One relay, as its operator and its senders see it."""

    process: "subprocess.Popen[str]"
    url: str = ""

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        self.url = json.loads(self.process.stdout.readline())["url"]

    def client(self, identity: DeviceIdentity) -> RelayClient:
        return RelayClient(HttpTransport(self.url), signer=identity, clock=_CLOCK, entropy=SystemEntropy())

    def kill(self) -> None:
        self.process.kill()
        self._end()

    def stop(self) -> None:
        self.process.terminate()
        self._end()

    def _end(self) -> None:
        self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()


def start_relay(folder: Path, *, realm: Realm, database: str) -> RelayProcess:
    """Start a relay with the keys of a realm; every one of them has the same, and a folder of its own."""
    write_roots(folder, realm.trust)
    write_identity(folder / "relay-keys" / "relay.key", realm.relay)
    return RelayProcess(
        subprocess.Popen(
            [sys.executable, "-m", "server_stub", "relay", "--port", "0", "--data", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "QUANCAI_RELAY_DATABASE": database},
        )
    )


def registry_of_today(realm: Realm) -> bytes:
    """Sign the registry of a realm for the month that begins now."""
    document = replace(realm.document(), expires_ms=_CLOCK.now_ms() + MONTH_MS)
    return sign_registry(document, roots=realm.roots[:2])
