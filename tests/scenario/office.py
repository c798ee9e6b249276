"""A township office for tests: relay and city desk without a socket, and devices at its doors.

Everything is the real thing - keys in files, both databases, the form engine, the
township of the demonstration - except the wire and the clock.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select, text, update
from starlette.applications import Starlette

from employment import person_edits, shipped_rule_pack
from forms import FormSubmission
from server_stub.data_folder import load_settings, open_city, open_relay_identity
from server_stub.database import Database
from server_stub.platform.city_tables import records
from server_stub.platform.desk import CityDesk
from server_stub.platform.enrol import invite
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.orders import Order, OrderKind, keep_order
from server_stub.platform.realm_keys import make_realm_keys, open_realm_keys
from server_stub.platform.records import CityRecord, read_record, records_of
from server_stub.platform.township import load_township
from server_stub.public_files import read_relay_public
from server_stub.relay.app import close_relay, create_relay
from server_stub.settings import ServerSettings
from sync.change import (
    Change,
    FieldValue,
    FilledForm,
)
from sync.keys.enrolment import request_enrolment
from sync.keys.identity import DeviceIdentity, PublicIdentity, generate_identity
from sync.keys.registry import RegistryDocument, read_registry
from sync.merge.revision import revision_of, tick
from sync.relay_client import RelayClient
from tests.fakes.asgi_transport import AsgiTransport
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.transport import FakeTransport
from tests.scenario.door import fill_at_the_door, hand_in
from tests.scenario.field_device import FieldDevice
from tests.scenario.realm import ORG, TOWNSHIP, Device

CAI = "p-350582001014-0921-1"  # 蔡志明, insured by an employer this month
CAI_HOUSEHOLD = "h-350582001014-0921"
OPERATOR = "林秀梅"

SAYS_UNEMPLOYED = {
    "/employment_brief/who/consent": "1",
    "/employment_brief/who/phone": "16405954274",
    "/employment_brief/work/emp_status": "1",
    "/employment_brief/work/unemp_reason": "04",
    "/employment_brief/work/unemp_registered": "1",
    "/employment_brief/work/status_since": "2026-10-01",
}
SAYS_EMPLOYED = {
    "/employment_brief/who/consent": "1",
    "/employment_brief/who/phone": "16405954274",
    "/employment_brief/work/emp_status": "2",
    "/employment_brief/work/emp_form": "10",
    "/employment_brief/work/employer_name": "晋江晨汐鞋业有限公司（演示）",
    "/employment_brief/work/status_since": "2019-03-01",
}


@dataclass(frozen=True)
class Visit:
    """What one visit at the door leaves behind."""

    form: FilledForm
    change: Change


@dataclass
class Office:
    """The desk, its relay and its databases in one folder."""

    folder: Path
    settings: ServerSettings
    relay_app: Starlette
    wire: FakeTransport
    city: Database
    clock: FakeClock
    entropy: SeededEntropy
    desk: CityDesk

    def close(self) -> None:
        self.city.close()
        close_relay(self.relay_app.state.relay)

    def restart(self) -> None:
        """Begin again with nothing but what is on the disk."""
        self.city.close()
        self.city = open_city(self.settings)
        self.desk = _make_desk(self.settings, self.city, self.wire, self.clock, self.entropy)

    def registry(self) -> RegistryDocument:
        signed = self.client_of(self.desk.keys.city).fetch_registry()
        return read_registry(signed, self.desk.keys.roots)

    def client_of(self, identity: DeviceIdentity) -> RelayClient:
        transport = AsgiTransport(self.relay_app)
        return RelayClient(transport, signer=identity, clock=self.clock, entropy=self.entropy)

    def ask_to_join(
        self,
        *,
        scope: tuple[str, ...] = (TOWNSHIP,),
        code: bytes | None = None,
        name: str = "象山社区窗口",
        suite: int | None = None,
        identity: DeviceIdentity | None = None,
    ) -> FieldDevice:
        """Bring a device as far as its request; the desk has not looked yet."""
        with self.city.write() as connection:
            invitation = invite(
                connection,
                scope=scope,
                relay_url="https://relay.example",
                roots=self.desk.keys.roots,
                settings=self.settings.for_platform(),
                now_ms=self.clock.now_ms(),
                entropy=self.entropy,
                suite=suite,
            )
        identity = identity or generate_identity(invitation.suite, entropy=self.entropy, org=ORG)
        transport = AsgiTransport(self.relay_app)
        client = RelayClient(transport, signer=identity, clock=self.clock, entropy=self.entropy)
        client.post_enrolment(request_enrolment(identity, name=name, code=code or invitation.code))
        device = Device(identity, self.recipients_of(identity.suite), self.entropy)
        return FieldDevice(device, client, self.registry)

    def recipients_of(self, suite: int) -> tuple[PublicIdentity, ...]:
        """Give the city as a device of a suite seals to it."""
        return tuple(one.public for one in self.desk.keys.cities if one.suite == suite)

    def enrol(self, *, scope: tuple[str, ...] = (TOWNSHIP,), suite: int | None = None) -> FieldDevice:
        joined = self.ask_to_join(scope=scope, suite=suite)
        self.desk.run_once()
        joined.pull()
        return joined

    def revoke(self, device: FieldDevice) -> None:
        """End a device as the office does; nothing it sends from now on counts."""
        self.order(Order(OrderKind.REVOKE, device.id))
        self.desk.run_once()

    def order(self, wish: Order) -> None:
        with self.city.write() as connection:
            keep_order(connection, wish, now_ms=self.clock.now_ms())

    def record(self, kind: str, record_id: str) -> CityRecord:
        with self.city.read() as connection:
            found = read_record(connection, kind, record_id)
        assert found is not None
        return found

    def tasks(self) -> tuple[CityRecord, ...]:
        with self.city.read() as connection:
            return records_of(connection, "task")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.city.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def put_into_record(self, record_id: str, **fields: object) -> None:
        """Change what the city keeps of somebody, as nothing in the program would."""
        is_it = records.c.id == record_id
        with self.city.write() as connection:
            kept = json.loads(connection.execute(select(records.c.fields).where(is_it)).scalar_one())
            connection.execute(update(records).where(is_it).values(fields=json.dumps({**kept, **fields})))

    def visit(
        self,
        device: FieldDevice,
        answers: dict[str, str],
        *,
        person_id: str = CAI,
        base: str | None = None,
        finished: FormSubmission | None = None,
    ) -> Visit:
        """Fill the form the answers are of at the door, as the desktop does, if it is not finished."""
        finished = finished or fill_at_the_door(answers, office=self, device_id=device.id)
        form = hand_in(finished, subject_id=person_id, operator=OPERATOR, at_ms=self.clock.now_ms())
        known = device.states("person").get(person_id)
        base = base or (known.revision if known else None)
        edits = person_edits(finished.values, about=known.fields if known else {})
        return Visit(form, self.change(device, form, edits, base=base))

    def change(
        self,
        device: FieldDevice,
        form: FilledForm,
        edits: Mapping[str, FieldValue],
        *,
        base: str | None,
        kind: str = "person",
        record_id: str | None = None,
    ) -> Change:
        self.clock.advance(1)
        made_at = tick(None, wall_ms=self.clock.now_ms(), node=device.id)
        return Change(
            id=self.entropy.uuid(),
            record_kind=kind,
            record_id=record_id or form.subject_id,
            base_revision=base,
            revision=revision_of(made_at),
            edits=edits,
            made_at=made_at,
            operator=OPERATOR,
            submission_id=form.id,
        )


def prepare_office(folder: Path, *, environment: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make keys and databases with the township in them, and publish the first registry."""
    office = open_office(folder, seed="foundation", environment=environment)
    with office.city.write() as connection:
        load_township(connection, now_ms=office.clock.now_ms())
    office.desk.run_once()
    office.close()


def open_office(
    folder: Path, *, seed: str = "office", environment: Mapping[str, str] = MappingProxyType({})
) -> Office:
    """Open it again; another day needs another seed, or its devices would be those of the day before."""
    clock, entropy = FakeClock(), SeededEntropy(seed)
    settings = load_settings(folder, {"QUANCAI_RELAY_URL": "https://relay.example", **environment})
    make_realm_keys(settings.data_folder, org=settings.org, entropy=entropy)
    relay_identity = open_relay_identity(settings, entropy=entropy)
    roots = open_realm_keys(settings.data_folder).roots
    app = create_relay(settings.for_relay(roots), clock=clock, entropy=entropy, relay_identity=relay_identity)
    wire = FakeTransport(AsgiTransport(app).exchange)
    city = open_city(settings)
    desk = _make_desk(settings, city, wire, clock, entropy)
    return Office(folder, settings, app, wire, city, clock, entropy, desk)


def _make_desk(
    settings: ServerSettings, city: Database, wire: FakeTransport, clock: FakeClock, entropy: SeededEntropy
) -> CityDesk:
    return CityDesk(
        settings=settings.for_platform(),
        database=city,
        keys=open_realm_keys(settings.data_folder),
        relay_public=read_relay_public(settings.data_folder),
        rules=shipped_rule_pack(),
        shelf=FormShelf.shipped(clock=clock),
        transport=wire,
        clock=clock,
        entropy=entropy,
    )
