"""A relay of its own for every test: real database, no socket, a clock that stands still."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from server_stub.database import Database
from server_stub.relay.app import create_relay
from server_stub.relay.routes import Relay
from server_stub.settings import RelaySettings
from sync.envelope.header import SealedEnvelope
from sync.request_signing import sign_request
from sync.wire import (
    ENVELOPES_PATH,
    REGISTRY_PATH,
    MailboxPage,
    decode_page,
    mailbox_target,
)
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.scenario.office import Office, open_office
from tests.scenario.office_fixtures import office, prepared_office, prepared_on_postgresql
from tests.scenario.realm import Device, Realm, make_realm

__all__ = ["office", "prepared_office", "prepared_on_postgresql"]


@dataclass
class Counter:
    """The relay as its senders see it, with a look behind for what is left there."""

    client: TestClient
    realm: Realm
    clock: FakeClock
    relay: Relay

    @property
    def database(self) -> Database:
        return self.relay.database

    def publish(self) -> None:
        assert self.client.post(REGISTRY_PATH, content=self.realm.registry()).status_code == 204

    def post(self, envelope: SealedEnvelope | bytes) -> tuple[int, bytes]:
        body = envelope if isinstance(envelope, bytes) else envelope.body
        answer = self.client.post(ENVELOPES_PATH, content=body)
        return answer.status_code, answer.content

    def refusal(self, envelope: SealedEnvelope | bytes) -> tuple[int, str]:
        body = envelope if isinstance(envelope, bytes) else envelope.body
        answer = self.client.post(ENVELOPES_PATH, content=body)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]

    def kept(self) -> list[str]:
        """Name the envelopes in the log, in order."""
        with self.database.read() as connection:
            query = "SELECT digest FROM relay_envelopes ORDER BY position"
            return [row.digest for row in connection.exec_driver_sql(query)]

    def authorization(self, asker: Device, target: str, *, method: str = "GET") -> dict[str, str]:
        signed = sign_request(
            method,
            target,
            signer=asker.identity,
            now_ms=self.clock.now_ms(),
            entropy=self.realm.entropy,
        )
        return {"authorization": signed}

    def mailbox(self, asker: Device, *, after: int = 0, limit: int = 50) -> MailboxPage:
        target = mailbox_target(after=after, limit=limit)
        answer = self.client.get(target, headers=self.authorization(asker, target))
        assert answer.status_code == 200, answer.text
        return decode_page(answer.content)

    @property
    def city(self) -> Device:
        """The city as a sender of envelopes and questions."""
        recipients = tuple(entry.public for entry in self.realm.devices)
        return Device(self.realm.city, recipients, self.realm.entropy)


@pytest.fixture
def counter(database_address: str) -> Iterator[Counter]:
    """Give a relay on each engine in turn; a test that asks for it runs on both."""
    realm, clock = make_realm(), FakeClock()
    settings = RelaySettings(database_address, realm.trust)
    app = create_relay(settings, clock=clock, entropy=SeededEntropy("relay"), relay_identity=realm.relay)
    with TestClient(app) as client:
        yield Counter(client, realm, clock, app.state.relay)


@pytest.fixture
def strict(office: Office) -> Iterator[Office]:
    """Give an office where a person lets every device in."""
    office.close()
    databases = {
        "QUANCAI_RELAY_DATABASE": office.settings.relay_database,
        "QUANCAI_CITY_DATABASE": office.settings.city_database,
    }
    opened = open_office(office.folder, environment={"QUANCAI_ENROLMENT": "review", **databases})
    yield opened
    opened.close()
