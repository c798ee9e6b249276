"""How a device changes its keys and stays the same device.

The new keys are shown in a statement signed by the new key, which proves possession;
the statement travels as the content of an envelope of kind `rotate`, sealed and signed
by the old key, which proves that the device wishes it. The city approves by listing
the new keys in the next registry; until a device sees that registry it goes on with
the old keys, so nothing it hands in meanwhile is held up (P9).
"""

from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_map
from sync.cose import read_signed, sign_message, split_message
from sync.errors import KeyUnknownError, SenderMismatchError
from sync.keys.enrolment import require_sealable
from sync.keys.identity import (
    KEY_ID_BYTES,
    DeviceIdentity,
    KeyId,
    PublicIdentity,
    VerificationKey,
    public_from_plain,
    public_to_plain,
    read_device_id,
)
from sync.keys.registry_document import Sender
from sync.ports import Entropy
from sync.suites.by_id import suite_by_id

CONTENT_TYPE: Final = "application/vnd.quancai.rotation; v=1"
MAX_ROTATION_BYTES: Final = 16_384
_KEYS: Final = frozenset({"device", "former", "keys"})


def renew_identity(identity: DeviceIdentity, *, suite: int, entropy: Entropy) -> DeviceIdentity:
    """Draw new keys for the same device, of the same suite or another."""
    cipher = suite_by_id(suite)
    return DeviceIdentity(
        device_id=identity.device_id,
        org=identity.org,
        suite=cipher.id,
        signing_secret=cipher.new_signing_secret(entropy),
        sealing_secret=cipher.new_sealing_secret(entropy),
    )


def state_rotation(following: DeviceIdentity, *, former: KeyId) -> bytes:
    """Make the statement: which device, which key before, which keys from now on."""
    claims = {
        "device": following.device_id,
        "former": former,
        "keys": public_to_plain(following.public),
    }
    return sign_message(encode_cbor(claims), content_type=CONTENT_TYPE, signer=following)


def read_rotation(encoded: bytes, *, sender: Sender) -> PublicIdentity:
    """Read the keys a device wishes to have from now on; `sender` made the envelope around it.

    Raises:
        SenderMismatchError: the statement is about another device, or follows another key.
        KeyUnknownError, SignatureInvalidError: the new key is not in the device's hands.
        MessageMalformedError: nobody could seal to the new key.

    """
    unverified = split_message(encoded, limit=MAX_ROTATION_BYTES).payload
    row = read_map(decode_cbor(unverified, limit=MAX_ROTATION_BYTES), keys=_KEYS)
    public = public_from_plain(row["keys"])

    def own_key(kid: KeyId) -> VerificationKey:
        if kid != public.kid:
            raise KeyUnknownError(kid=kid.hex())
        return public.verification

    read_signed(encoded, content_type=CONTENT_TYPE, limit=MAX_ROTATION_BYTES, find_key=own_key)
    former = read_bytes(row["former"], length=KEY_ID_BYTES)
    if (read_device_id(row["device"]), former) != (sender.id, sender.key.kid):
        raise SenderMismatchError(sender=sender.id)
    require_sealable(public)
    return public
