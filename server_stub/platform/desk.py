"""The platform at work: pull, check, apply, answer; a step at a time, each ready to be the last.

Every step is one commit and finds its work in the database, not in memory. What the
relay must hear is kept before it is posted. The order within a round only decides
how soon something happens, never whether.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import Connection

from employment import RulePack
from server_stub.database import Database
from server_stub.errors import ServerUnavailableError
from server_stub.platform import inbox
from server_stub.platform.built_in_city import BuiltInCity
from server_stub.platform.checkpoints import is_checkpoint_due, issue_checkpoint
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.enrol import judge_request, renew_device_keys
from server_stub.platform.file_rounds import FileRounds
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.inbox import Arrived, InboxState
from server_stub.platform.intake import Intake
from server_stub.platform.outgoing import Postbox, may_receive
from server_stub.platform.port import CityPlatform
from server_stub.platform.posting import Posting
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry import (
    current_registry,
    ensure_registry,
    note_registry_posted,
    unposted_registry,
)
from server_stub.platform.registry_recovery import is_behind_relay, take_over_registry
from server_stub.platform.revocation import carry_out_orders
from server_stub.platform.rule_shelf import newest_rules
from server_stub.platform.telling_anew import TellingAnew, cut_off
from server_stub.settings import PlatformSettings
from sync.envelope.header import EnvelopeKind
from sync.envelope.verifying import name_envelope
from sync.errors import ServerRefusedError
from sync.keys.identity import PublicIdentity
from sync.keys.registry_document import RegistryDocument, Sender
from sync.ports import Clock, Entropy, Transport
from sync.relay_client import RelayClient

logger = logging.getLogger(__name__)

UNEXPECTED: Final = "unexpected"


@dataclass(frozen=True, slots=True)
class CityDesk:
    """Everything the platform works with; built by a composition root."""

    settings: PlatformSettings
    database: Database
    keys: RealmKeys
    relay_public: PublicIdentity
    rules: RulePack
    shelf: FormShelf
    transport: Transport
    clock: Clock
    entropy: Entropy
    make_city: Callable[[Connection], CityPlatform] | None = None  # a city's own in the built-in one's place

    def run_once(self) -> None:
        """Do one round.

        Raises:
            SyncError: the relay cannot be reached or refuses; everything is kept for the next round.
            ServerUnavailableError: the city database cannot be used.

        """
        relay = RelayClient(self.transport, signer=self.keys.city, clock=self.clock, entropy=self.entropy)
        self.work_through()
        self.publish_registry(relay)
        self.admit_devices(relay)
        self.publish_registry(relay)
        while self.pull(relay):
            self.work_through()
        self.keep_trust(relay)
        self.post(relay)
        while self._files.deliver_documents():
            self.post(relay)

    def publish_registry(self, relay: RelayClient) -> None:
        now_ms = self.clock.now_ms()
        with self.database.write() as connection:
            ensure_registry(
                connection, self.keys, settings=self.settings, relay=self.relay_public, now_ms=now_ms
            )
            waiting = unposted_registry(connection)
        if waiting is not None:
            version, signed = waiting
            try:
                relay.post_registry(signed)
            except ServerRefusedError as refusal:
                return self._catch_up(relay, refusal)
            with self.database.write() as connection:
                note_registry_posted(connection, version, now_ms=now_ms)
        return None

    def keep_trust(self, relay: RelayClient) -> None:
        """Carry out the office's orders, now that all the relay holds is read, and sign a due checkpoint."""
        now_ms = self.clock.now_ms()
        with self.database.write() as connection:
            before = current_registry(connection, self.keys.roots)
            has_changed = carry_out_orders(
                connection,
                keys=self.keys,
                settings=self.settings,
                relay=self.relay_public,
                now_ms=now_ms,
                entropy=self.entropy,
            )
            registry = current_registry(connection, self.keys.roots)
            if registry.minimum_suite > before.minimum_suite:
                for device in cut_off(registry):
                    self._telling_anew(connection, registry).tell(device, since_ms=0)
            if is_checkpoint_due(connection, registry, settings=self.settings, now_ms=now_ms):
                postbox = self._postbox(connection, registry)
                issue_checkpoint(connection, registry, postbox=postbox, now_ms=now_ms)
        if has_changed or self._has_unposted_registry():
            self.publish_registry(relay)

    def _catch_up(self, relay: RelayClient, refusal: ServerRefusedError) -> None:
        """Go above a relay that knows a newer registry than we: our database came from a backup."""
        if not is_behind_relay(refusal):
            raise refusal
        signed = relay.fetch_registry()
        with self.database.write() as connection:
            take_over_registry(
                connection, signed, keys=self.keys, settings=self.settings, now_ms=self.clock.now_ms()
            )
            waiting = unposted_registry(connection)
        if waiting is not None:
            version, merged = waiting
            relay.post_registry(merged)
            with self.database.write() as connection:
                note_registry_posted(connection, version, now_ms=self.clock.now_ms())

    def _has_unposted_registry(self) -> bool:
        with self.database.read() as connection:
            return unposted_registry(connection) is not None

    def admit_devices(self, relay: RelayClient) -> None:
        """Judge who asks to join; whoever is approved gets everything of its scope."""
        for body in relay.fetch_enrolments():
            with self.database.write() as connection:
                now_ms = self.clock.now_ms()
                approved = judge_request(
                    connection, body, keys=self.keys, settings=self.settings, now_ms=now_ms
                )
                if approved is not None:
                    everything = self._city(connection).snapshot(approved.device.scope)
                    postbox = self._postbox(connection, approved.registry)
                    postbox.send(approved.device, everything, kind=EnvelopeKind.SNAPSHOT)

    def pull(self, relay: RelayClient) -> bool:
        """Keep the next page of the mailbox; say whether there was one."""
        with self.database.read() as connection:
            cursor = inbox.read_cursor(connection)
        page = relay.fetch_page(after=cursor)
        if not page.items:
            return False
        arrived = [(name_envelope(item.body), item) for item in page.items]
        with self.database.write() as connection:
            inbox.keep_arrived(
                connection, arrived, cursor=page.items[-1].position, now_ms=self.clock.now_ms()
            )
        return True

    def work_through(self) -> None:
        """Take every envelope we hold through its next stage, oldest first.

        What is checked is applied before anything else is checked: work that comes again in another
        envelope then meets a last word, and its new sender hears it.
        """
        stages = (
            (InboxState.CHECKED, Intake.apply),
            (InboxState.ACCEPTED, Intake.admit),
            (InboxState.RECEIVED, Intake.check),
        )
        while any(self._take(state, stage) for state, stage in stages):
            pass
        while self._files.shelve_attachment():
            pass

    def post(self, relay: RelayClient) -> None:
        """Hand everything sealed to the relay."""
        Posting(self.database, self.relay_public).post_all(relay)

    def _take(self, state: InboxState, stage: Callable[[Intake, Arrived], None]) -> bool:
        with self.database.read() as connection:
            arrived = inbox.first_in(connection, state)
        if arrived is None:
            return False
        try:
            with self.database.write() as connection:
                stage(self._intake(connection), arrived)
        except ServerUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one envelope's bug must not stop the others (P5)
            # The kind only: a message may quote what was in the envelope.
            logger.error(  # noqa: TRY400
                "envelope %s failed: %s", arrived.digest, type(error).__name__
            )
            with self.database.write() as connection:
                inbox.settle(connection, arrived.digest, InboxState.QUARANTINED, code=UNEXPECTED)
        return True

    @property
    def _files(self) -> FileRounds:
        return FileRounds(self.database, self.settings, self.keys.roots, self.clock, self._postbox)

    def _intake(self, connection: Connection) -> Intake:
        registry = current_registry(connection, self.keys.roots)
        return Intake(
            connection=connection,
            openers=self.keys.openers,
            renew_keys=partial(self._renew_keys, connection),
            reviews_keys=self.settings.reviews_new_keys,
            registry=registry,
            city=self._city(connection),
            postbox=self._postbox(connection, registry),
            now_ms=self.clock.now_ms(),
        )

    def _renew_keys(self, connection: Connection, statement: bytes, sender: Sender) -> None:
        before = current_registry(connection, self.keys.roots).device(sender.id)
        registry = renew_device_keys(
            connection,
            statement,
            sender=sender,
            keys=self.keys,
            settings=self.settings,
            now_ms=self.clock.now_ms(),
        )
        device = registry.device(sender.id)
        if before is not None and device is not None and not may_receive(before, registry):
            self._telling_anew(connection, registry).tell(device, since_ms=0)

    def _telling_anew(self, connection: Connection, registry: RegistryDocument) -> TellingAnew:
        return TellingAnew(connection, self._city(connection), self._postbox(connection, registry))

    def _city(self, connection: Connection) -> CityPlatform:
        if self.make_city is not None:
            return self.make_city(connection)
        now_ms = self.clock.now_ms()
        rules = newest_rules(connection, shipped=self.rules)
        dispatcher = Dispatcher(connection, rules, self.settings.task_days, now_ms, self.entropy)
        return BuiltInCity(connection, self.shelf.reading(connection), dispatcher, now_ms)

    def _postbox(self, connection: Connection, registry: RegistryDocument) -> Postbox:
        return Postbox(
            connection=connection,
            cities=self.keys.cities,
            registry=registry,
            settings=self.settings,
            now_ms=self.clock.now_ms(),
            entropy=self.entropy,
        )
