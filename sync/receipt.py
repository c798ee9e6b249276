"""The relay's signed word that it holds an envelope, durably and in its place.

Only a receipt moves a record from "on this computer" to "delivered"; a bare "200 OK"
never does, because anything between us and the relay can say that.
"""

from dataclasses import dataclass
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map, read_text
from sync.cose import Signer, read_signed, sign_message, split_message
from sync.envelope.header import DIGEST_BYTES, EnvelopeHeader, EnvelopeId
from sync.errors import KeyUnknownError, ReceiptMismatchError
from sync.keys.identity import DeviceId, KeyId, PublicIdentity, VerificationKey, read_device_id

CONTENT_TYPE: Final = "application/vnd.quancai.receipt; v=1"
MAX_RECEIPT_BYTES: Final = 4_096
_KEYS: Final = frozenset({"envelope", "sender", "audience", "sequence", "position", "received_ms"})


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """Which envelope, as which link of whose chain, and its position in the audience's mailbox."""

    envelope_id: EnvelopeId
    sender: DeviceId
    audience: str
    sequence: int
    position: int
    received_at_ms: int


def sign_receipt(receipt: DeliveryReceipt, *, relay: Signer) -> bytes:
    payload = encode_cbor(
        {
            "envelope": bytes.fromhex(receipt.envelope_id),
            "sender": receipt.sender,
            "audience": receipt.audience,
            "sequence": receipt.sequence,
            "position": receipt.position,
            "received_ms": receipt.received_at_ms,
        }
    )
    return sign_message(payload, content_type=CONTENT_TYPE, signer=relay)


def verify_receipt(encoded: bytes, *, relay: PublicIdentity) -> DeliveryReceipt:
    """Read a receipt of this relay.

    Raises:
        KeyUnknownError, SignatureInvalidError: not signed by it.

    """

    def relay_key(kid: KeyId) -> VerificationKey:
        if kid != relay.kid:
            raise KeyUnknownError(kid=kid.hex())
        return VerificationKey(relay.suite, relay.signing_public)

    return _read(read_signed(encoded, content_type=CONTENT_TYPE, limit=MAX_RECEIPT_BYTES, find_key=relay_key))


def read_kept_receipt(encoded: bytes) -> DeliveryReceipt:
    """Read a receipt that was verified before it was kept; the relay may have another key today."""
    return _read(split_message(encoded, limit=MAX_RECEIPT_BYTES).payload)


def _read(payload: bytes) -> DeliveryReceipt:
    row = read_map(decode_cbor(payload, limit=MAX_RECEIPT_BYTES), keys=_KEYS)
    return DeliveryReceipt(
        envelope_id=EnvelopeId(read_bytes(row["envelope"], length=DIGEST_BYTES).hex()),
        sender=read_device_id(row["sender"]),
        audience=read_text(row["audience"], limit=128),
        sequence=read_integer(row["sequence"], low=1),
        position=read_integer(row["position"], low=1),
        received_at_ms=read_integer(row["received_ms"]),
    )


def check_receipt_for(receipt: DeliveryReceipt, *, envelope_id: str, header: EnvelopeHeader) -> None:
    """Refuse a receipt that speaks of something else than what was sent."""
    spoken = (receipt.envelope_id, receipt.sender, receipt.audience, receipt.sequence)
    if spoken != (envelope_id, header.device, header.audience, header.sequence):
        raise ReceiptMismatchError(envelope=envelope_id)
