"""What an envelope costs beside the bare primitives: the same work without names, places, proofs or checks.

Both sides start from the same canonical CBOR of the changes, compress it with the same call, seal it to two
recipients and sign. The bare side holds its keys loaded, binds nothing to anything and reads what it
wrote itself; ours makes the whole envelope of docs/protocol.md, and opening makes every check of its list.
Encoding the changes is in neither side, because it would be the same code twice and would flatter the ratio.

Processor time of the thread is counted, rounds alternate, and the best of each side counts, so that
whatever else runs on the machine disturbs both alike and little.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sync.adapters.system import SystemEntropy
from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, Change, HybridTime
from sync.envelope.header import GENESIS, EnvelopeHeader
from sync.envelope.opening import open_envelope
from sync.envelope.sealing import seal
from sync.envelope.verifying import verify_envelope
from sync.keys.identity import DeviceIdentity, generate_identity, generate_service_identity
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from sync.suites.suite import SuiteId

REALM = "city/350500"
ORG = "quanzhou"
LEVEL = 3


@dataclass(frozen=True, slots=True)
class SealingFigures:
    """Milliseconds of processor time for one envelope, ours and bare, and its size."""

    changes: int
    seal_ms: float
    bare_seal_ms: float
    open_ms: float
    bare_open_ms: float
    envelope_bytes: int
    packed_bytes: int

    @property
    def seal_ratio(self) -> float:
        return self.seal_ms / self.bare_seal_ms

    @property
    def open_ratio(self) -> float:
        return self.open_ms / self.bare_open_ms


def measure_sealing(
    changes: int = 100, *, rounds: int = 300, suite: int = SuiteId.INTERNATIONAL
) -> tuple[float, float]:
    """Give the seal ratio and the open ratio; 1 is the least anyone could do."""
    figures = measure_envelope(changes, rounds=rounds, suite=suite)
    return round(figures.seal_ratio, 2), round(figures.open_ratio, 2)


def measure_envelope(changes: int, *, rounds: int, suite: int) -> SealingFigures:
    entropy = SystemEntropy()
    device = generate_identity(suite, entropy=entropy, org=ORG)
    cities = [generate_service_identity(suite, entropy=entropy, org=ORG) for _ in range(2)]
    registry, header = _registry(device, cities), _header(device)
    plain = zstandard.ZstdDecompressor().decompress(encode_bundle(make_bundle(changes)))
    publics = [city.public for city in cities]
    bare = _BarePrimitives()

    def seal_ours() -> bytes:
        packed = zstandard.ZstdCompressor(level=LEVEL).compress(plain)
        return seal(packed, header=header, signer=device, recipients=publics, entropy=entropy).body

    body, bare_parts = seal_ours(), bare.seal(plain)

    def open_ours() -> bytes:
        packed = open_envelope(verify_envelope(body, registry), cities[1])
        return zstandard.ZstdDecompressor().decompress(packed)

    ours_out, bare_out = best_ms(rounds, seal_ours, lambda: bare.seal(plain))
    ours_in, bare_in = best_ms(rounds, open_ours, lambda: bare.open(bare_parts))
    return SealingFigures(
        changes=changes,
        seal_ms=ours_out,
        bare_seal_ms=bare_out,
        open_ms=ours_in,
        bare_open_ms=bare_in,
        envelope_bytes=len(body),
        packed_bytes=len(bare_parts[2]),
    )


def make_bundle(size: int) -> Bundle:
    return Bundle(tuple(_change(number) for number in range(size)))


def best_ms(rounds: int, *sides: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for position, side in enumerate(sides):
            start = time.thread_time_ns()
            side()
            best[position] = min(best[position], (time.thread_time_ns() - start) / 1_000_000)
    return best


class _BarePrimitives:
    """ChaCha20-Poly1305, HPKE to two recipients, Ed25519, zstd; suite 1 whatever ours is measured with."""

    def __init__(self) -> None:
        self.signing = Ed25519PrivateKey.generate()
        self.verifying = self.signing.public_key()
        self.sealing = [X25519PrivateKey.generate() for _ in range(2)]
        self.publics = [one.public_key() for one in self.sealing]
        self.hpke = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
        self.entropy = SystemEntropy()

    def seal(self, plain: bytes) -> tuple[bytes, list[bytes], bytes, bytes]:
        key, nonce = self.entropy.take(32), self.entropy.take(12)
        packed = zstandard.ZstdCompressor(level=LEVEL).compress(plain)
        content = ChaCha20Poly1305(key).encrypt(nonce, packed, None)
        wrapped = [self.hpke.encrypt(key, one, info=b"") for one in self.publics]
        return nonce, wrapped, content, self.signing.sign(content + b"".join(wrapped))

    def open(self, parts: tuple[bytes, list[bytes], bytes, bytes]) -> bytes:
        nonce, wrapped, content, signature = parts
        self.verifying.verify(signature, content + b"".join(wrapped))
        key = self.hpke.decrypt(wrapped[1], self.sealing[1], info=b"")
        return zstandard.ZstdDecompressor().decompress(ChaCha20Poly1305(key).decrypt(nonce, content, None))


def _registry(device: DeviceIdentity, cities: list[DeviceIdentity]) -> RegistryDocument:
    return RegistryDocument(
        version=1,
        expires_ms=2**42,
        org=ORG,
        realm=REALM,
        relay=cities[0].public,
        recipients=tuple(city.public for city in cities),
        devices=(DeviceEntry(device.device_id, "bench", device.public, scope=("350582001",)),),
    )


def _header(device: DeviceIdentity) -> EnvelopeHeader:
    return EnvelopeHeader(
        kid=device.kid,
        org=ORG,
        device=device.device_id,
        sequence=1,
        previous=GENESIS.digest,
        audience=REALM,
        epoch=1,
        time_ms=1_763_800_000_000,
    )


def _change(number: int) -> Change:
    return Change(
        id=f"{number:032x}",
        record_kind="person",
        record_id=f"p-350582001006-{number:04d}-1",
        base_revision=None,
        revision=f"{number:016x}",
        edits={
            "emp_status": "1",
            "phone": f"139{number:08d}",
            "unemp_reason": "合同到期未续签",
            "note": "想在家附近找车工",
        },
        made_at=HybridTime(1_763_800_000_000 + number, 0, "a" * 32),
        operator="qz-0001",
    )
