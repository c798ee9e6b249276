"""What stands outside the seal, signed: who speaks, to whom, as which link of which chain.

The relay decides from these fields alone whether to take an envelope. Nothing here
says what is inside, and there is deliberately no hash of the plaintext.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

from sync.keys.identity import DeviceId, KeyId

EnvelopeId = NewType("EnvelopeId", str)  # hexadecimal digest of the whole envelope

DIGEST_BYTES: Final = 32


class EnvelopeKind(StrEnum):
    """What sort of thing is sealed, so that one sort cannot be passed off as another."""

    CHANGES = "changes"
    ACK = "ack"
    SNAPSHOT = "snapshot"
    BLOB = "blob"
    ROTATE = "rotate"
    REVOKE_ACK = "revoke-ack"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One place in a chain: the number and the digest of the envelope there."""

    sequence: int
    digest: bytes


# Before the first envelope of a chain; also "nothing seen yet" of the other direction.
GENESIS: Final = ChainLink(0, bytes(DIGEST_BYTES))


@dataclass(frozen=True, slots=True)
class EnvelopeHeader:
    """The protected header; field by field in docs/protocol/envelope.md."""

    kid: KeyId
    org: str
    device: DeviceId  # the sender: a device, or a service by its key
    sequence: int
    previous: bytes
    audience: str  # the realm, or the id of one device
    epoch: int  # the registry version the sender used
    time_ms: int  # advisory: evidence of a wrong clock, never an order
    kind: EnvelopeKind = EnvelopeKind.CHANGES
    acknowledged: ChainLink = GENESIS  # the last link the sender saw of the other direction


@dataclass(frozen=True, slots=True)
class SealedEnvelope:
    """The bytes as they travel, once and for ever, and what their header says."""

    id: EnvelopeId
    header: EnvelopeHeader
    body: bytes

    @property
    def link(self) -> ChainLink:
        """The place this envelope takes in its chain."""
        return ChainLink(self.header.sequence, bytes.fromhex(self.id))
