"""HPKE base mode written again from RFC 9180, section by section, to check the one we ship.

Receiver side with HKDF-SHA256 and ChaCha20-Poly1305: DHKEM(X25519, HKDF-SHA256), and the pair of ML-KEM-768
and X25519 of draft-ietf-hpke-pq, number 0x647a, combined as in draft-connolly-cfrg-xwing-kem, section 5.3.
"""

import hmac
from hashlib import sha3_256, sha256

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

X25519_KEM = 0x0020
HYBRID_KEM = 0x647A
XWING_LABEL = b"\\.//^\\"
LATTICE_CIPHERTEXT = 1_088


def _labeled_extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, sha256)


def _labeled_expand(suite: bytes, key: bytes, label: bytes, about: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + about
    return hmac.digest(key, labeled + b"\x01", sha256)[:length]


def open_base(secret: bytes, *, encapsulated: bytes, ciphertext: bytes, info: bytes, aad: bytes) -> bytes:
    kem = b"KEM" + X25519_KEM.to_bytes(2, "big")
    private = X25519PrivateKey.from_private_bytes(secret)
    shared_point = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    kem_context = encapsulated + private.public_key().public_bytes_raw()
    extracted = _labeled_extract(kem, b"", b"eae_prk", shared_point)
    shared = _labeled_expand(kem, extracted, b"shared_secret", kem_context, 32)
    return _open_under(shared, X25519_KEM, ciphertext, info=info, aad=aad)


def open_hybrid(secret: bytes, *, encapsulated: bytes, ciphertext: bytes, info: bytes) -> bytes:
    lattice = MLKEM768PrivateKey.from_seed_bytes(secret[:64])
    curve = X25519PrivateKey.from_private_bytes(secret[64:])
    share = encapsulated[LATTICE_CIPHERTEXT:]
    shared = sha3_256(
        lattice.decapsulate(encapsulated[:LATTICE_CIPHERTEXT])
        + curve.exchange(X25519PublicKey.from_public_bytes(share))
        + share
        + curve.public_key().public_bytes_raw()
        + XWING_LABEL
    ).digest()
    return _open_under(shared, HYBRID_KEM, ciphertext, info=info, aad=b"")


def _open_under(shared: bytes, kem: int, ciphertext: bytes, *, info: bytes, aad: bytes) -> bytes:
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (kem, 0x0001, 0x0003))
    no_psk = _labeled_extract(suite, b"", b"psk_id_hash", b"")
    context = b"\x00" + no_psk + _labeled_extract(suite, b"", b"info_hash", info)
    schedule = _labeled_extract(suite, shared, b"secret", b"")
    key = _labeled_expand(suite, schedule, b"key", context, 32)
    nonce = _labeled_expand(suite, schedule, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)
