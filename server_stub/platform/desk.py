"""The platform at work: pull, check, apply, answer; a step at a time, each ready to be the last.

Every step is one commit and finds its work in the database, not in memory. What the
relay must hear is kept before it is posted. The order within a round only decides
how soon something happens, never whether.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sqlalchemy import Connection

from employment import RulePack
from server_stub.database import Database
from server_stub.platform import inbox
from server_stub.platform.admitting import Admitting
from server_stub.platform.attachment_age import let_files_go
from server_stub.platform.built_in_city import BuiltInCity
from server_stub.platform.checkpoints import is_checkpoint_due, issue_checkpoint
from server_stub.platform.device_words import tell_wishes
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.enrol import renew_device_keys
from server_stub.platform.file_rounds import DEVICES_AT_ONCE, FileRounds
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.holding_back import holding_back, if_city_answers
from server_stub.platform.intake import Intake
from server_stub.platform.ledger import Ledger
from server_stub.platform.letting_go import let_bytes_go
from server_stub.platform.looking_back import LookingBack
from server_stub.platform.outgoing import Postbox, may_receive
from server_stub.platform.port import CityPlatform
from server_stub.platform.posting import Posting
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry_kept import current_registry, newest_version, note_registry_lost
from server_stub.platform.registry_posting import RegistryPosting
from server_stub.platform.restating import restate_what_waits
from server_stub.platform.retaking import Retaking
from server_stub.platform.revocation import carry_out_orders
from server_stub.platform.rule_shelf import newest_rules
from server_stub.platform.stages import Stages
from server_stub.platform.telling_anew import TellingAnew
from server_stub.settings import PlatformSettings
from sync.envelope.verifying import name_envelope
from sync.errors import KeyUnknownError, RegistryMissingError, ServerBusyError, ServerRefusedError
from sync.keys.identity import DeviceIdentity, PublicIdentity
from sync.keys.registry_document import RegistryDocument, Sender
from sync.ports import Clock, Entropy, Transport
from sync.relay_client import RelayClient
from sync.wire import MAX_POSITION, MailboxPage

logger = logging.getLogger(__name__)

_NO_SUCH_PATH: Final = 404


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
    looked_back: set[str] = field(default_factory=set, init=False)  # whose sent envelopes were compared

    def begin(self) -> None:
        """Agree with the relay on where we stand, so that devices are served; raises what a round does."""
        if self._has_begun():
            self.look_back()
        self.publish_registry(self._ask_as(self.keys.city))

    def run_once(self) -> bool:
        """Do one round; say whether to look again at once: more may have come, or some wait for documents.

        Raises:
            SyncError: the relay cannot be reached or refuses; everything is kept for the next round.
            ServerUnavailableError: the city database cannot be used.

        """
        relay = self._ask_as(self.keys.city)
        if self._has_begun():
            self.look_back()
            if_city_answers(self._files.tell_news)  # first: who joins later is given it with everything
        self.work_through()
        self.publish_registry(relay)
        if_city_answers(self.admit_devices, relay)
        if self._registries.has_unposted():
            self.publish_registry(relay)
        has_read = self.read_mailbox(relay)
        return self._answer(relay) or has_read

    def go_on(self) -> bool:
        """Look only for what came in during a round, and answer it; say whether to look again at once.

        Raises:
            SyncError, ServerUnavailableError: as in a round.

        """
        relay = self._ask_as(self.keys.city)
        if self.read_mailbox(relay):
            self._answer(relay)
            return True
        return self._deliver(relay)

    def _answer(self, relay: RelayClient) -> bool:
        if_city_answers(self.keep_trust, relay)
        self.post(relay)
        return self._deliver(relay)

    def _deliver(self, relay: RelayClient) -> bool:
        """Send published documents to the next devices; say whether more of them may be waiting."""
        delivered = self._files.deliver_documents()
        if delivered:
            self.post(relay)
        return delivered == DEVICES_AT_ONCE

    def look_back(self, *, again: bool = False) -> bool:
        """Find out, once a process and after a fork, whether our database came from a backup."""
        recalled = 0
        for identity in self.keys.cities:
            if again or identity.device_id not in self.looked_back:
                recalled += self._recall(identity)
                self.looked_back.add(identity.device_id)
        restate_what_waits(self.database, self.keys.roots, now_ms=self.clock.now_ms())
        return recalled > 0

    def _recall(self, identity: DeviceIdentity) -> int:
        asking = self._ask_as(identity)
        try:
            # Nothing lies there; the answer tells the relay's newest registry.
            self._registries.keep_up(asking, asking.fetch_sent(after=MAX_POSITION).epoch)
            with self.database.read() as connection:
                registry = current_registry(connection, self.keys.roots)
            return LookingBack(self.database, identity, registry, self.clock.now_ms()).recall(asking)
        except ServerRefusedError as refusal:
            if refusal.status != _NO_SUCH_PATH and refusal.problem_code != KeyUnknownError.code:
                raise
            # A relay of an earlier version, or an identity it does not know yet: nothing to be recalled.
            logger.info("relay does not say what was sent: %s", refusal.problem_code)
            return 0
        except ServerBusyError as busy:
            if busy.parameters["problem"] != RegistryMissingError.code:
                raise
            # A relay that has just begun, or has lost everything, waits for the registry and holds nothing.
            with self.database.write() as connection:
                note_registry_lost(connection)
            return 0

    def _ask_as(self, identity: DeviceIdentity) -> RelayClient:
        return RelayClient(self.transport, signer=identity, clock=self.clock, entropy=self.entropy)

    def publish_registry(self, relay: RelayClient) -> None:
        """Let the relay have the newest registry."""
        self._registries.publish(relay)

    def keep_trust(self, relay: RelayClient) -> None:
        """Carry out the office's orders, now that all the relay holds is read, and sign a due checkpoint."""
        now_ms = self.clock.now_ms()
        with self.database.write() as connection:
            has_changed = carry_out_orders(
                connection,
                keys=self.keys,
                settings=self.settings,
                relay=self.relay_public,
                now_ms=now_ms,
                entropy=self.entropy,
                telling=partial(self._telling, connection),
            )
            registry = current_registry(connection, self.keys.roots)
            tell_wishes(connection, registry, postbox=self._postbox(connection, registry), now_ms=now_ms)
            if is_checkpoint_due(connection, registry, settings=self.settings, now_ms=now_ms):
                postbox = self._postbox(connection, registry)
                issue_checkpoint(connection, registry, postbox=postbox, now_ms=now_ms)
                let_bytes_go(connection, before_ms=now_ms - self.settings.keep_ms)
                oldest_ms = now_ms - self.settings.attachment_ms
                let_files_go(connection, self.settings.attachments, before_ms=oldest_ms)
        if has_changed or self._registries.has_unposted():
            self.publish_registry(relay)

    @property
    def _registries(self) -> RegistryPosting:
        return RegistryPosting(self.database, self.keys, self.settings, self.relay_public, self.clock)

    def admit_devices(self, relay: RelayClient) -> None:
        """Judge who asks to join; whoever is approved gets everything of its scope."""
        Admitting(self.database, self.settings, self.keys, self.clock, self._postbox, self._city).admit(relay)

    def read_mailbox(self, relay: RelayClient) -> bool:
        """Work through everything the relay held when we first asked; say whether that was anything.

        What comes in meanwhile is for the next round, or a mailbox never empty would keep back all answers.
        """
        first = page = self.pull(relay)
        while page.items:
            self.work_through()
            if page.items[-1].position >= first.head:
                break
            page = self.pull(relay)
        return bool(first.items)

    def pull(self, relay: RelayClient) -> MailboxPage:
        """Keep the next page of the mailbox."""
        with self.database.read() as connection:
            cursor = inbox.read_cursor(connection)
        page = relay.fetch_page(after=cursor)
        self._registries.keep_up(relay, page.epoch)
        if not page.items:
            return page
        arrived = [(name_envelope(item.body), item) for item in page.items]
        cursor, now_ms = page.items[-1].position, self.clock.now_ms()
        with self.database.write() as connection:
            inbox.keep_arrived(connection, arrived, cursor=cursor, now_ms=now_ms)
        return page

    def work_through(self) -> None:
        """Take every envelope we hold through all its stages."""
        Retaking(self.database, partial(current_registry, roots=self.keys.roots)).retake()
        stages = Stages(self.database, self._intake)
        with holding_back():
            while stages.take_next():
                pass
        while self._files.shelve_attachment():
            pass

    def post(self, relay: RelayClient) -> None:
        """Hand everything sealed to the relay; where it holds another history of ours, go on after that."""
        posting = Posting(self.database, self.relay_public, self.clock.now_ms())
        if posting.post_all(relay) and self.look_back(again=True):
            if_city_answers(self.keep_trust, relay)
            posting.post_all(relay)

    def _has_begun(self) -> bool:
        with self.database.read() as connection:
            return newest_version(connection) > 0

    @property
    def _files(self) -> FileRounds:
        return FileRounds(
            self.database, self.settings, self.keys.roots, self.clock, self._postbox, self._city
        )

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
        if before is not None and not may_receive(before, registry):
            device = registry.device(sender.id)
            if device is not None:
                self._telling(connection, registry).tell(device, since_ms=0)

    def _telling(self, connection: Connection, registry: RegistryDocument) -> TellingAnew:
        return TellingAnew(connection, self._city(connection), self._postbox(connection, registry))

    def _city(self, connection: Connection) -> CityPlatform:
        if self.make_city is not None:
            return self.make_city(connection)
        now_ms = self.clock.now_ms()
        rules = newest_rules(connection, shipped=self.rules)
        ledger = Ledger(connection)
        dispatcher = Dispatcher(ledger, rules, self.settings.task_days, now_ms, self.entropy)
        return BuiltInCity(ledger, self.shelf.reading(connection), dispatcher, now_ms)

    def _postbox(self, connection: Connection, registry: RegistryDocument) -> Postbox:
        return Postbox(
            connection=connection,
            cities=self.keys.cities,
            registry=registry,
            settings=self.settings,
            now_ms=self.clock.now_ms(),
            entropy=self.entropy,
        )
