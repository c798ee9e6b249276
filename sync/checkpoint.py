"""The city's signed word about where everything stands, so that a relay cannot show two truths.

Now and then the city signs, for every device, one checkpoint: which registry holds,
how far it has read the device's chain, and a commitment to the heads of all chains.
All checkpoints of one number share a digest, and each names the digest before it, as
in an append-only log (RFC 9162, section 2.1, without its tree: a device proves nothing
about others, it compares). Its time also is the "timestamp role" of the TUF
specification, section 5.4: a device that gets none is being kept in the dark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list, read_map
from sync.cose import Signer, read_signed, sign_message
from sync.envelope.header import DIGEST_BYTES, ChainLink
from sync.errors import KeyUnknownError
from sync.keys.identity import DeviceId, KeyId, VerificationKey, read_device_id
from sync.keys.registry_document import RegistryDocument, Role
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId
from sync.version import CHECKPOINT_SCHEMA

CONTENT_TYPE: Final = "application/vnd.quancai.checkpoint; v=1"
MAX_CHECKPOINT_BYTES: Final = 4_096
NO_CHECKPOINT: Final = bytes(DIGEST_BYTES)  # the predecessor of the first
_KEYS: Final = frozenset({"schema", "number", "time_ms", "previous", "registry", "heads", "device", "head"})


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One device's copy; everything but `device` and `head` is the same for all devices."""

    number: int  # from 1
    time_ms: int
    previous: bytes  # digest of the checkpoint before
    registry_version: int
    registry_digest: bytes
    heads: bytes  # `commit_heads` of every device's chain
    device: DeviceId
    head: ChainLink  # the last link of this device's chain that the city has

    @property
    def digest(self) -> bytes:
        """Name this checkpoint: SHA-256 over the part all devices share, as an array."""
        shared = [
            self.number,
            self.time_ms,
            self.previous,
            [self.registry_version, self.registry_digest],
            self.heads,
        ]
        return _sha256(encode_cbor(shared))


def commit_heads(heads: Mapping[DeviceId, ChainLink]) -> bytes:
    """Bind the city to all heads: SHA-256 over `[[device, sequence, digest], …]`, sorted by device."""
    return _sha256(encode_cbor([[name, heads[name].sequence, heads[name].digest] for name in sorted(heads)]))


def sign_checkpoint(checkpoint: Checkpoint, *, city: Signer) -> bytes:
    payload = encode_cbor(
        {
            "schema": CHECKPOINT_SCHEMA,
            "number": checkpoint.number,
            "time_ms": checkpoint.time_ms,
            "previous": checkpoint.previous,
            "registry": [checkpoint.registry_version, checkpoint.registry_digest],
            "heads": checkpoint.heads,
            "device": checkpoint.device,
            "head": [checkpoint.head.sequence, checkpoint.head.digest],
        }
    )
    return sign_message(payload, content_type=CONTENT_TYPE, signer=city)


def read_checkpoint(encoded: bytes, registry: RegistryDocument) -> Checkpoint:
    """Read a checkpoint that the city of this registry signed.

    Raises:
        KeyUnknownError, SignatureInvalidError: not signed by the city.
        MessageMalformedError: not the structure docs/protocol.md describes.

    """

    def city_key(kid: KeyId) -> VerificationKey:
        sender = registry.sender_of(kid)
        if sender.role is not Role.CITY:
            raise KeyUnknownError(kid=kid.hex())
        return sender.key

    payload = read_signed(encoded, content_type=CONTENT_TYPE, limit=MAX_CHECKPOINT_BYTES, find_key=city_key)
    return _decode(payload)


def encode_held(checkpoint: Checkpoint) -> bytes:
    """Write what the next checkpoint is compared with: number and digest."""
    return encode_cbor([checkpoint.number, checkpoint.digest])


def decode_held(encoded: bytes) -> tuple[int, bytes]:
    number, digest = read_list(decode_cbor(encoded, limit=MAX_CHECKPOINT_BYTES), length=2)
    return read_integer(number, low=1), read_bytes(digest, length=DIGEST_BYTES)


def _decode(payload: bytes) -> Checkpoint:
    row = read_map(decode_cbor(payload, limit=MAX_CHECKPOINT_BYTES), keys=_KEYS)
    read_integer(row["schema"], low=CHECKPOINT_SCHEMA, high=CHECKPOINT_SCHEMA)
    version, registry_digest = read_list(row["registry"], length=2)
    sequence, digest = read_list(row["head"], length=2)
    return Checkpoint(
        number=read_integer(row["number"], low=1),
        time_ms=read_integer(row["time_ms"]),
        previous=read_bytes(row["previous"], length=DIGEST_BYTES),
        registry_version=read_integer(version, low=1),
        registry_digest=read_bytes(registry_digest, length=DIGEST_BYTES),
        heads=read_bytes(row["heads"], length=DIGEST_BYTES),
        device=read_device_id(row["device"]),
        head=ChainLink(read_integer(sequence), read_bytes(digest, length=DIGEST_BYTES)),
    )


def _sha256(plain: bytes) -> bytes:
    return suite_by_id(SuiteId.INTERNATIONAL).digest(plain)
