"""The city's side of a conversation: opens what came up, seals what goes down."""

from dataclasses import dataclass, replace

from sync.bundle_encoding import decode_bundle, encode_bundle
from sync.change import BundleItem
from sync.envelope.header import GENESIS, ChainLink, EnvelopeKind, SealedEnvelope
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from tests.fakes.relay import MemoryRelay
from tests.sync.story import CITY, REALM, XIANGSHAN, bundle, downlink_header, sealed_downlink


@dataclass
class CityDesk:
    relay: MemoryRelay
    head: ChainLink = GENESIS

    def received(self) -> list[BundleItem]:
        bodies = [item.body for item in self.relay.mailboxes[REALM]]
        opened = [open_envelope(verify_envelope(body, self.relay.registry), CITY) for body in bodies]
        return [item for plaintext in opened for item in decode_bundle(plaintext).items]

    def seal(
        self, *items: BundleItem, epoch: int | None = None, acknowledged: ChainLink = GENESIS
    ) -> SealedEnvelope:
        """Seal the next link for 象山社区 without posting it."""
        header = downlink_header(self.head.sequence + 1, after=self.head)
        epoch = epoch or self.relay.registry.version
        header = replace(header, epoch=epoch, acknowledged=acknowledged)
        envelope = sealed_downlink(encode_bundle(bundle(*items)), header)
        self.head = envelope.link
        return envelope

    def send(self, *items: BundleItem, acknowledged: ChainLink = GENESIS) -> SealedEnvelope:
        envelope = self.seal(*items, acknowledged=acknowledged)
        self.deliver(envelope)
        return envelope

    def deliver_bytes(self, content: bytes, *, kind: EnvelopeKind) -> None:
        """Seal and deliver an envelope that holds no bundle."""
        header = downlink_header(self.head.sequence + 1, after=self.head)
        envelope = sealed_downlink(content, replace(header, kind=kind, epoch=self.relay.registry.version))
        self.head = envelope.link
        self.deliver(envelope)

    def deliver(self, envelope: SealedEnvelope) -> None:
        self.relay.put_in_mailbox(XIANGSHAN.device_id, envelope.body)
