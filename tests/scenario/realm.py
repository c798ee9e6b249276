"""A realm for tests: three roots, the city, a relay and devices that can seal what they like."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, BundleItem
from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader, SealedEnvelope
from sync.envelope.sealing import seal
from sync.keys.identity import (
    DeviceIdentity,
    PublicIdentity,
    SigningKey,
    generate_identity,
    generate_service_identity,
    generate_signing_key,
)
from sync.keys.registry import RegistryDocument, TrustRoots, sign_registry
from sync.keys.registry_document import DeviceEntry
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy

ORG = "quanzhou"
REALM = "city/350500"
TOWNSHIP = "350582001"
MONTH_MS = 30 * 24 * 60 * 60 * 1000


@dataclass
class Device:
    """A device that keeps its own chain, as the real one does in its store."""

    identity: DeviceIdentity
    recipients: Sequence[PublicIdentity]
    entropy: SeededEntropy
    head: ChainLink = GENESIS
    epoch: int = 1

    @property
    def id(self) -> str:
        return self.identity.device_id

    def header(self, *, audience: str = REALM) -> EnvelopeHeader:
        return EnvelopeHeader(
            kid=self.identity.kid,
            org=self.identity.org,
            device=self.identity.device_id,
            sequence=self.head.sequence + 1,
            previous=self.head.digest,
            audience=audience,
            epoch=self.epoch,
            time_ms=STORY_STARTS_MS,
        )

    def seal(self, *items: BundleItem, header: EnvelopeHeader | None = None) -> SealedEnvelope:
        """Seal the next envelope of the chain; a header of its own makes a dishonest one."""
        return self.seal_bytes(encode_bundle(Bundle(items)), header=header)

    def seal_bytes(self, plaintext: bytes, *, header: EnvelopeHeader | None = None) -> SealedEnvelope:
        sealed = seal(
            plaintext,
            header=header or self.header(),
            signer=self.identity,
            recipients=self.recipients,
            entropy=self.entropy,
        )
        self.head = sealed.link
        return sealed


@dataclass
class Realm:
    """Everybody's keys, and the registry that lists them."""

    roots: tuple[SigningKey, ...]
    city: DeviceIdentity
    relay: DeviceIdentity
    entropy: SeededEntropy
    devices: list[DeviceEntry] = field(default_factory=list)
    version: int = 1

    @property
    def trust(self) -> TrustRoots:
        return TrustRoots(tuple(root.verification for root in self.roots), threshold=2)

    def join(self, name: str = "象山社区窗口", *, org: str = ORG) -> Device:
        """List a new device; publish the registry afterwards."""
        identity = generate_identity(entropy=self.entropy, org=org)
        self.devices.append(DeviceEntry(identity.device_id, name, identity.public, (TOWNSHIP,)))
        return Device(identity, (self.city.public,), self.entropy)

    def stranger(self) -> Device:
        """Make a device nobody listed."""
        identity = generate_identity(entropy=self.entropy, org=ORG)
        return Device(identity, (self.city.public,), self.entropy)

    def revoke(self, device: Device, *, after: int) -> None:
        self.devices = [
            replace(entry, revoked_at_seq=after) if entry.device_id == device.id else entry
            for entry in self.devices
        ]
        self.version += 1

    def document(self) -> RegistryDocument:
        return RegistryDocument(
            version=self.version,
            expires_ms=STORY_STARTS_MS + MONTH_MS,
            org=ORG,
            realm=REALM,
            relay=self.relay.public,
            recipients=(self.city.public,),
            devices=tuple(self.devices),
        )

    def registry(self, *, signers: int = 2) -> bytes:
        return sign_registry(self.document(), roots=self.roots[:signers])


def make_realm(seed: str = "realm") -> Realm:
    entropy = SeededEntropy(seed)
    return Realm(
        roots=tuple(generate_signing_key(entropy=entropy) for _ in range(3)),
        city=generate_service_identity(entropy=entropy, org=ORG),
        relay=generate_service_identity(entropy=entropy, org=ORG),
        entropy=entropy,
    )
