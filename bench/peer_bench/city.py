"""The server of the job in a process of its own: the real relay and platform, with a city that takes records.

The built-in city accepts an edit only with the form it came from; the job has no forms, so
this city asks for none. Everything else - chains, merge, history, answers - is the platform's.

    python -m bench.peer_bench.city FOLDER SCOPE INVITATIONS
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from employment import shipped_rule_pack
from server_stub.data_folder import load_settings, open_city, open_relay_identity
from server_stub.http_server import bind, serve, url_of
from server_stub.platform.built_in_city import state_of
from server_stub.platform.desk import CityDesk
from server_stub.platform.enrol import invite
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.loop import PlatformLoop
from server_stub.platform.merging import merge_change
from server_stub.platform.port import CityPlatform, PlacedState
from server_stub.platform.realm_keys import make_realm_keys, open_realm_keys
from server_stub.platform.records import CityRecord, read_record, records_in, revision_fields
from server_stub.platform.scope import scope_prefixes
from server_stub.public_files import read_relay_public
from server_stub.relay.app import create_relay
from server_stub.relay.wake import WakeBell
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from sync.change import Change, FilledForm, RecordState
from sync.keys.enrolment import encode_invitation
from sync.keys.registry_document import DeviceEntry
from sync.wire import ENROLMENTS_PATH

VILLAGE = "350582001014"
_CLOCK, _ENTROPY = SystemClock(), SystemEntropy()


@dataclass(frozen=True, slots=True)
class PlainCity:
    """A city that takes any record of its one village, whoever sends it."""

    connection: Connection
    now_ms: int

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
        form: FilledForm | None,  # noqa: ARG002 - any will do
        sender: DeviceEntry,  # noqa: ARG002
    ) -> Sequence[PlacedState]:
        found = read_record(self.connection, change.record_kind, change.record_id)
        record = found or CityRecord(change.record_kind, change.record_id, "", {}, VILLAGE)
        merged = merge_change(self.connection, record, change=change, now_ms=self.now_ms)
        fields = revision_fields(self.connection, record.kind, record.id, revision=change.revision)
        made = RecordState(record.kind, record.id, change.revision, fields or {})
        return [PlacedState(state_of(merged), before=state_of(record) if found else None, made=made)]

    def find_record(self, kind: str, record_id: str) -> RecordState | None:
        record = read_record(self.connection, kind, record_id)
        return None if record is None else state_of(record)

    def snapshot(self, scope: Sequence[str]) -> Iterator[RecordState]:
        return (state_of(record) for record in records_in(self.connection, scope_prefixes(scope)))


def main(folder: Path, scope: str, invitations: int) -> None:
    """Serve until told to stop; the first line says where, the others are invitations."""
    settings = load_settings(folder, {})
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
    listener = bind("127.0.0.1", 0)
    url = url_of(listener)

    def plain_city(connection: Connection) -> CityPlatform:
        return PlainCity(connection, _CLOCK.now_ms())

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
            for _ in range(invitations)
        ]
    said = {"url": url, "invitations": [encode_invitation(one) for one in invited]}

    def ready() -> None:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()

    loop = PlatformLoop(desk, poll_seconds=settings.poll_seconds, first_round_done=ready)
    bell.listen(lambda audience: loop.wake() if audience in (settings.realm, ENROLMENTS_PATH) else None)
    try:
        serve(app, listener, started=loop.start, stopping=bell.close)
    finally:
        loop.stop()
        city.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
