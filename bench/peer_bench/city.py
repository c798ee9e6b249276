"""The server of the job in a process of its own: the real relay and platform, with a city that takes records.

    python -m bench.peer_bench.city FOLDER [SCOPE,SCOPE,...] [--port N] [--profile FILE]

The built-in city accepts an edit only with the form it came from; the job has no forms, so
this city asks for none and makes no tasks. Chains, checks, merge, history, conflicts, answers and
the databases are the platform's. The first line says where the server listens and hands out an
invitation for each scope; each line read is answered with the processor seconds taken so far.
"""

import argparse
import cProfile
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from employment import shipped_rule_pack
from server_stub.data_folder import load_settings, open_city, open_relay_identity
from server_stub.http_server import bind, serve, url_of
from server_stub.platform.built_in_city import state_of
from server_stub.platform.conflicts import open_conflicts_in
from server_stub.platform.desk import CityDesk
from server_stub.platform.enrol import invite
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.ledger import Ledger
from server_stub.platform.loop import PlatformLoop
from server_stub.platform.merging import look_ahead, merge_change
from server_stub.platform.port import CityPlatform, Coming, PlacedState, SendingDevice, Stage
from server_stub.platform.realm_keys import make_realm_keys, open_realm_keys
from server_stub.platform.records import CityRecord, records_in
from server_stub.platform.scope import scope_prefixes
from server_stub.public_files import read_relay_public
from server_stub.relay.app import create_relay
from server_stub.relay.wake import WakeBell
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.change import Change, ConflictNotice, FilledForm, RecordState
from sync.keys.enrolment import encode_invitation
from sync.keys.registry_document import DeviceEntry
from sync.wire import ENROLMENTS_PATH

_CLOCK, _ENTROPY = SystemClock(), SystemEntropy()
_VILLAGE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class PlainCity:
    """A city that takes any record from anybody and lays it where its sender works."""

    ledger: Ledger
    now_ms: int

    def look_ahead(self, coming: Sequence[Coming], *, stage: Stage, sender: SendingDevice) -> None:
        """Read the records together."""
        del stage  # both read the same
        changes = [one.item for one in coming if isinstance(one.item, Change)]
        look_ahead(self.ledger, changes, sender=sender.device_id)

    def attempt(self) -> AbstractContextManager[None]:
        """Take back what fails."""
        return self.ledger.attempt()

    def take_news(self) -> Sequence[PlacedState]:
        """Nobody else changes anything."""
        return ()

    def write_down(self) -> None:
        """Write them together."""
        self.ledger.write_down()

    def check_form(self, form: FilledForm, *, sender: DeviceEntry) -> None:
        """Take any form."""

    def check_change(self, change: Change, *, form: FilledForm | None, sender: DeviceEntry) -> None:
        """Take any change."""

    def apply_form(self, form: FilledForm, *, sender: DeviceEntry) -> None:
        """Keep nothing of it."""

    def apply_change(
        self,
        change: Change,
        *,
        form: FilledForm | None,  # noqa: ARG002 - none is asked for
        sender: DeviceEntry,
    ) -> Sequence[PlacedState]:
        found = self.ledger.read(change.record_kind, change.record_id)
        village = sender.scope[0].ljust(_VILLAGE_DIGITS, "1")
        record = found or CityRecord(change.record_kind, change.record_id, "", {}, village)
        merged = merge_change(self.ledger, record, change=change, sender=sender.device_id, now_ms=self.now_ms)
        before = state_of(found) if found else None
        made = merged.made if found is None or change.base_revision == found.revision else None
        return [PlacedState(state_of(merged.record), before, made, merged.notices)]

    def find_record(self, kind: str, record_id: str) -> RecordState | None:
        record = self.ledger.read(kind, record_id)
        return None if record is None else state_of(record)

    def snapshot(self, scope: Sequence[str]) -> Iterator[RecordState | ConflictNotice]:
        places = scope_prefixes(scope)
        yield from (state_of(record) for record in records_in(self.ledger.connection, places))
        yield from open_conflicts_in(self.ledger.connection, places)


@dataclass(frozen=True, slots=True)
class WatchedDesk:
    """The same desk, with what its time goes into written to a file after every round."""

    desk: CityDesk
    target: Path
    profile: cProfile.Profile

    def begin(self) -> None:
        self.desk.begin()

    def run_once(self) -> bool:
        return self._watched(self.desk.run_once)

    def go_on(self) -> bool:
        return self._watched(self.desk.go_on)

    def _watched(self, work: Callable[[], bool]) -> bool:
        try:
            return self.profile.runcall(work)
        finally:
            self.profile.dump_stats(self.target)


def run(folder: Path, scopes: Sequence[str], *, port: int, profile: Path | None) -> None:
    """Serve until told to stop."""
    settings = load_settings(folder)
    make_realm_keys(folder, org=settings.org, entropy=_ENTROPY)
    bell = WakeBell()
    relay_identity = open_relay_identity(settings, entropy=_ENTROPY)
    keys = open_realm_keys(folder)
    app = create_relay(
        settings.for_relay(keys.roots),
        clock=_CLOCK,
        entropy=_ENTROPY,
        relay_identity=relay_identity,
        bell=bell,
    )
    city = open_city(settings)
    listener = bind("127.0.0.1", port)
    url = url_of(listener)

    def plain_city(connection: Connection) -> CityPlatform:
        return PlainCity(Ledger(connection), _CLOCK.now_ms())

    desk = CityDesk(
        settings=settings.for_platform(),
        database=city,
        keys=keys,
        relay_public=read_relay_public(folder),
        rules=shipped_rule_pack(),
        shelf=FormShelf.shipped(clock=_CLOCK),
        transport=HttpTransport(url),
        clock=_CLOCK,
        entropy=_ENTROPY,
        make_city=plain_city,
    )
    with city.write() as connection:
        invited = [
            invite(
                connection,
                scope=(scope,),
                relay_url=url,
                roots=keys.roots,
                settings=settings.for_platform(),
                now_ms=_CLOCK.now_ms(),
                entropy=_ENTROPY,
            )
            for scope in scopes
        ]
    said = {"url": url, "invitations": [encode_invitation(one) for one in invited]}

    def ready() -> None:
        print(json.dumps(said), flush=True)

    worker = WatchedDesk(desk, profile, cProfile.Profile()) if profile else desk
    loop = PlatformLoop(worker, poll_seconds=settings.poll_seconds, ready=ready)
    bell.listen(lambda audience: loop.wake() if audience in (settings.realm, ENROLMENTS_PATH) else None)
    threading.Thread(target=tell_cpu, daemon=True).start()
    try:
        serve(app, listener, started=loop.start, stopping=bell.close)
    finally:
        loop.stop()
        city.close()


def tell_cpu() -> None:
    """Answer every line of standard input."""
    while sys.stdin.readline():
        print(time.process_time(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("scopes", nargs="?", default="")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--profile", type=Path)
    asked = parser.parse_args()
    scopes = [scope for scope in asked.scopes.split(",") if scope]
    run(asked.folder, scopes, port=asked.port, profile=asked.profile)


if __name__ == "__main__":
    main()
