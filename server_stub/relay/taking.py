"""Taking envelopes in, a group at a time, on the writer's thread and in its commit.

They were proven on arrival, under the registry this process knew. The commit asks once which
registry is the newest now: what was proven under another one is proven again, so a
device that is taken off the list at one relay hands in nothing at another.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from server_stub.relay.appending import append_together
from server_stub.relay.devices import RegistryShelf
from server_stub.relay.letting_go import let_all_read_go
from server_stub.relay.mailbox import Kept
from sync.envelope.header import SealedEnvelope
from sync.envelope.verifying import StandingError, VerifiedEnvelope, verify_envelope
from sync.errors import EnvelopeForkError, SyncError
from sync.keys.identity import DeviceIdentity
from sync.keys.registry_document import RegistryDocument, Role
from sync.ports import Clock
from sync.receipt import DeliveryReceipt, sign_receipt

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Proven:
    """An envelope that was verified, under this version of the registry or a later one."""

    verified: VerifiedEnvelope
    version: int


def verify_for_keeping(body: bytes, registry: RegistryDocument) -> VerifiedEnvelope:
    """Verify an envelope, and let one through whose sender's time is over.

    Raises:
        SyncError: the first check that failed.

    """
    try:
        return verify_envelope(body, registry)
    except StandingError as late:
        # Genuine work of a sender whose time is over is the city's to judge; the way up stays open (P9).
        logger.info("kept for review: %s %s", late.code, late.envelope.id)
        return late.envelope


@dataclass(frozen=True, slots=True)
class Taking:
    """What the writer does with envelopes."""

    shelf: RegistryShelf
    identity: DeviceIdentity
    clock: Clock
    keep_ms: int

    def take(self, connection: Connection, arrived: Sequence[Proven]) -> list[Kept | SyncError]:
        """Keep a group; the caller commits before it answers."""
        registry = self.shelf.current_in(connection)
        judged = [self._confirm(one, registry) for one in arrived]
        good = [one for one in judged if isinstance(one, VerifiedEnvelope)]
        came_of = append_together(
            connection,
            [one.envelope for one in good],
            now_ms=self.clock.now_ms(),
            make_receipt=self._make_receipt,
        )
        kept = [one for one, word in zip(good, came_of, strict=True) if isinstance(word, Kept)]
        self._let_go(connection, kept, registry)
        self._warn_of_forks(good, came_of)
        words = iter(came_of)
        return [next(words) if isinstance(one, VerifiedEnvelope) else one for one in judged]

    def _confirm(self, one: Proven, registry: RegistryDocument) -> VerifiedEnvelope | SyncError:
        if one.version == registry.version:
            return one.verified
        try:
            return verify_for_keeping(one.verified.body, registry)
        except SyncError as refusal:
            return refusal

    def _let_go(
        self, connection: Connection, kept: Sequence[VerifiedEnvelope], registry: RegistryDocument
    ) -> None:
        """Let go what these senders say they have read, of the chains that lead to them."""
        read = {chain: one.header.acknowledged.sequence for one in kept for chain in _read_by(one, registry)}
        let_all_read_go(connection, read, now_ms=self.clock.now_ms(), keep_ms=self.keep_ms)

    def _warn_of_forks(self, good: Sequence[VerifiedEnvelope], came_of: Sequence[Kept | SyncError]) -> None:
        for one, word in zip(good, came_of, strict=True):
            if isinstance(word, EnvelopeForkError):
                # The fork alarm: a copied or restored disk, or a stolen key; somebody has to look.
                logger.warning("fork in the chain of %s at %s", one.sender.id, one.header.sequence)

    def _make_receipt(self, envelope: SealedEnvelope, position: int, now_ms: int) -> bytes:
        receipt = DeliveryReceipt(
            envelope_id=envelope.id,
            sender=envelope.header.device,
            audience=envelope.header.audience,
            sequence=envelope.header.sequence,
            position=position,
            received_at_ms=now_ms,
        )
        return sign_receipt(receipt, relay=self.identity)


def _read_by(one: VerifiedEnvelope, registry: RegistryDocument) -> list[tuple[str, str]]:
    """Name the chains a sender reads, by sender and audience."""
    if one.sender.role is Role.CITY:
        return [(one.header.audience, registry.realm)]
    suite = one.sender.key.suite
    return [(city.service_id, one.header.device) for city in registry.recipients if city.suite == suite]
