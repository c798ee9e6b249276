"""HPKE base mode, single shot, from RFC 9180 sections 4 and 5.1: the KEM is passed in.

Written out rather than taken from a library, because the product takes it from one.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.second_implementation.refused import Refused

Take = Callable[[int], bytes]
HKDF_SHA256 = 1
CHACHA20_POLY1305 = 3
MLKEM_PUBLIC = 1184
MLKEM_SEED = 64
MLKEM_CIPHERTEXT = 1088
XWING_LABEL = bytes.fromhex("5c2e2f2f5e5c")


@dataclass(frozen=True, slots=True)
class Kem:
    """`encapsulate` gives (shared secret, enc)."""

    number: int
    encapsulate: Callable[[bytes, Take], tuple[bytes, bytes]]
    decapsulate: Callable[[bytes, bytes], bytes]


def seal(kem: Kem, public: bytes, plaintext: bytes, *, info: bytes, take: Take) -> tuple[bytes, bytes]:
    shared, enc = kem.encapsulate(public, take)
    key, nonce = _key_schedule(kem, shared, info)
    return enc, ChaCha20Poly1305(key).encrypt(nonce, plaintext, b"")


def open_sealed(kem: Kem, secret: bytes, enc: bytes, ciphertext: bytes, *, info: bytes) -> bytes:
    try:
        key, nonce = _key_schedule(kem, kem.decapsulate(secret, enc), info)
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, b"")
    except (InvalidTag, ValueError) as error:
        raise Refused("envelope-not-openable") from error


def _key_schedule(kem: Kem, shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    numbers = (kem.number, HKDF_SHA256, CHACHA20_POLY1305)
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in numbers)
    context = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    return _expand(suite, secret, b"key", context, 32), _expand(suite, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """One block of HKDF-Expand is enough: nothing here is longer than 32 bytes."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\x01", "sha256")[:length]


def _x25519_encapsulate(public: bytes, take: Take) -> tuple[bytes, bytes]:
    ephemeral = X25519PrivateKey.from_private_bytes(take(32))
    enc = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    return _x25519_shared(shared, enc + public), enc


def _x25519_decapsulate(secret: bytes, enc: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(secret)
    shared = private.exchange(X25519PublicKey.from_public_bytes(enc))
    return _x25519_shared(shared, enc + private.public_key().public_bytes_raw())


def _x25519_shared(shared: bytes, context: bytes) -> bytes:
    suite = b"KEM" + (0x0020).to_bytes(2, "big")
    return _expand(suite, _extract(suite, b"", b"eae_prk", shared), b"shared_secret", context, 32)


def _hybrid_encapsulate(public: bytes, take: Take) -> tuple[bytes, bytes]:
    strong, ciphertext = MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC]).encapsulate()
    ephemeral = X25519PrivateKey.from_private_bytes(take(32))
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC:]))
    return _combine(strong, shared, share, public[MLKEM_PUBLIC:]), ciphertext + share


def _hybrid_decapsulate(secret: bytes, enc: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(secret[MLKEM_SEED:])
    strong = MLKEM768PrivateKey.from_seed_bytes(secret[:MLKEM_SEED]).decapsulate(enc[:MLKEM_CIPHERTEXT])
    share = enc[MLKEM_CIPHERTEXT:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(share))
    return _combine(strong, shared, share, private.public_key().public_bytes_raw())


def _combine(strong: bytes, shared: bytes, share: bytes, public: bytes) -> bytes:
    """The combiner of draft-ietf-hpke-pq (X-Wing): order of the parts and label are its own."""
    return hashlib.sha3_256(strong + shared + share + public + XWING_LABEL).digest()


X25519 = Kem(0x0020, _x25519_encapsulate, _x25519_decapsulate)
MLKEM768_X25519 = Kem(0x647A, _hybrid_encapsulate, _hybrid_decapsulate)
