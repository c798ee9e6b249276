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

    def take_posts(
        self, connection: Connection, posts: Sequence[Sequence[Proven]]
    ) -> list[list[Kept | SyncError]]:
        """Keep a group of posts, each up to its first envelope that is refused; the caller commits.

        For each post come the words about its envelopes in order; a refusal is the last of them.
        """
        registry = self.shelf.current_in(connection)
        judged = [self._confirm_post(post, registry) for post in posts]
        came_of = append_together(
            connection,
            [[one.envelope for one in good] for good, _ in judged],
            now_ms=self.clock.now_ms(),
            make_receipt=self._make_receipt,
        )
        # After a refusal by the chain, the words are fewer than what was good.
        told = [
            (one, word)
            for (good, _), words in zip(judged, came_of, strict=True)
            for one, word in zip(good, words, strict=False)
        ]
        self._let_go(connection, [one for one, word in told if isinstance(word, Kept)], registry)
        self._warn_of_forks(told)
        return [
            [*words, refusal]
            if refusal is not None and all(isinstance(word, Kept) for word in words)
            else words
            for (_, refusal), words in zip(judged, came_of, strict=True)
        ]

    def _confirm_post(
        self, post: Sequence[Proven], registry: RegistryDocument
    ) -> tuple[list[VerifiedEnvelope], SyncError | None]:
        """Give what is good under the newest registry, and the refusal that ends it, if one does."""
        good: list[VerifiedEnvelope] = []
        for one in post:
            confirmed = self._confirm(one, registry)
            if not isinstance(confirmed, VerifiedEnvelope):
                return good, confirmed
            good.append(confirmed)
        return good, None

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

    def _warn_of_forks(self, told: Sequence[tuple[VerifiedEnvelope, Kept | SyncError]]) -> None:
        for one, word in told:
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
