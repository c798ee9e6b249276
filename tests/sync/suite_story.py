"""The story's device and city once more, in any suite: what holds for one must hold for all three."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sync.envelope.header import GENESIS, ChainLink, EnvelopeHeader, SealedEnvelope
from sync.envelope.sealing import seal
from sync.keys.identity import (
    DeviceId,
    DeviceIdentity,
    generate_identity,
    generate_service_identity,
)
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.story import ORG, REALM

VECTORS = Path(__file__).parents[1] / "vectors" / "suites"
FAR_AHEAD_MS = STORY_STARTS_MS + 365 * 86_400_000


@dataclass(frozen=True, slots=True)
class SuiteStory:
    """Two devices and a city of one suite, and the registry that lists them."""

    device: DeviceIdentity
    neighbour: DeviceIdentity
    city: DeviceIdentity

    @property
    def registry(self) -> RegistryDocument:
        return RegistryDocument(
            version=7,
            expires_ms=FAR_AHEAD_MS,
            org=ORG,
            realm=REALM,
            relay=self.city.public,
            recipients=(self.city.public,),
            devices=tuple(
                DeviceEntry(one.device_id, name, one.public, ("350582001",))
                for one, name in ((self.device, "象山社区 1 号机"), (self.neighbour, "普照社区 1 号机"))
            ),
        )

    def header(self, sequence: int = 1, *, after: ChainLink = GENESIS) -> EnvelopeHeader:
        return EnvelopeHeader(
            kid=self.device.kid,
            org=ORG,
            device=self.device.device_id,
            sequence=sequence,
            previous=after.digest,
            audience=REALM,
            epoch=7,
            time_ms=STORY_STARTS_MS,
        )

    def uplink(self, plaintext: bytes = b"work", header: EnvelopeHeader | None = None) -> SealedEnvelope:
        return seal(
            plaintext,
            header=header or self.header(),
            signer=self.device,
            recipients=[self.city.public],
            entropy=SeededEntropy("seal"),
        )

    def downlink(self, plaintext: bytes) -> SealedEnvelope:
        header = replace(
            self.header(), kid=self.city.kid, device=self.city.device_id, audience=self.device.device_id
        )
        return seal(
            plaintext,
            header=header,
            signer=self.city,
            recipients=[self.device.public],
            entropy=SeededEntropy("seal down"),
        )


def tell(suite: int) -> SuiteStory:
    """Make everybody anew; in suite 2 the keys are other ones in every run."""
    return SuiteStory(
        device=generate_identity(suite, entropy=SeededEntropy("xiangshan"), org=ORG),
        neighbour=generate_identity(suite, entropy=SeededEntropy("puzhao"), org=ORG),
        city=generate_service_identity(suite, entropy=SeededEntropy(f"city {suite}"), org=ORG),
    )


def tell_kept(suite: int) -> SuiteStory:
    """Read the keys that the golden envelopes of this suite were made with."""
    kept = json.loads((VECTORS / str(suite) / "keys.json").read_text(encoding="utf-8"))
    return SuiteStory(**{name: identity_from(row, suite=suite) for name, row in kept.items()})


def identity_from(row: Mapping[str, str], *, suite: int) -> DeviceIdentity:
    return DeviceIdentity(
        device_id=DeviceId(row["device"]),
        org=ORG,
        suite=suite,
        signing_secret=bytes.fromhex(row["signing_secret"]),
        sealing_secret=bytes.fromhex(row["sealing_secret"]),
    )
