"""HPKE base mode written again from RFC 9180, section by section, to check the one we ship.

Only DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, receiver side.
"""

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEM_ID = b"KEM" + (0x0020).to_bytes(2, "big")
SUITE_ID = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0003))


def _labeled_extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, sha256)


def _labeled_expand(suite: bytes, key: bytes, label: bytes, about: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + about
    return hmac.digest(key, labeled + b"\x01", sha256)[:length]


def open_base(secret: bytes, *, encapsulated: bytes, ciphertext: bytes, info: bytes, aad: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(secret)
    shared_point = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    kem_context = encapsulated + private.public_key().public_bytes_raw()
    extracted = _labeled_extract(KEM_ID, b"", b"eae_prk", shared_point)
    shared = _labeled_expand(KEM_ID, extracted, b"shared_secret", kem_context, 32)

    no_psk = _labeled_extract(SUITE_ID, b"", b"psk_id_hash", b"")
    context = b"\x00" + no_psk + _labeled_extract(SUITE_ID, b"", b"info_hash", info)
    schedule = _labeled_extract(SUITE_ID, shared, b"secret", b"")
    key = _labeled_expand(SUITE_ID, schedule, b"key", context, 32)
    nonce = _labeled_expand(SUITE_ID, schedule, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)
