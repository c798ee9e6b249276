"""Suite 3: suite 1 with its content keys wrapped by ML-KEM-768 and X25519 together.

What the relay stores today may be opened once somebody has a quantum computer, and identity numbers
stay sensitive for a lifetime; both halves must fall before a key wrapped here does. Signatures stay
Ed25519, because nobody can forge yesterday's. The pair is MLKEM768-X25519 of draft-ietf-hpke-pq, also called
X-Wing: public key and encapsulation are the ML-KEM part (FIPS 203), then the X25519 part; a secret is
the ML-KEM seed of 64 bytes, then the X25519 key of 32.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import Suite as Hpke

from sync.cbor import encode_cbor
from sync.errors import NotOpenableError
from sync.ports import Entropy
from sync.suites.international import InternationalSuite
from sync.suites.suite import SuiteId, Unwrapping, WrappedKey

_SEED_SIZE: Final = 64
_X25519_SIZE: Final = 32
_LATTICE_PUBLIC_SIZE: Final = 1_184
_PUBLIC_SIZE: Final = _LATTICE_PUBLIC_SIZE + _X25519_SIZE
_ENCAPSULATED_SIZE: Final = 1_088 + _X25519_SIZE
_KEY_ID_SIZE: Final = 16
_COSE_AKP: Final = 7
_HYBRID_WRAP: Final = -70005  # private use; the COSE-HPKE drafts number no hybrid yet
_HPKE: Final = Hpke(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class HybridSuite(InternationalSuite):
    """Suite 1 in everything but to whom, and how, a content key is wrapped."""

    id = SuiteId.HYBRID
    wrap_algorithm = _HYBRID_WRAP

    def new_sealing_secret(self, entropy: Entropy) -> bytes:
        return entropy.take(_SEED_SIZE + _X25519_SIZE)

    def sealing_public(self, secret: bytes) -> bytes:
        lattice = MLKEM768PrivateKey.from_seed_bytes(secret[:_SEED_SIZE])
        curve = X25519PrivateKey.from_private_bytes(secret[_SEED_SIZE:])
        return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    def sealing_key_id(self, public: bytes) -> bytes:
        return _thumbprint(public)

    def wrap(self, public: bytes, content_key: bytes, *, context: bytes) -> WrappedKey:
        if len(public) != _PUBLIC_SIZE:
            raise NotOpenableError(part="recipient")
        try:
            sealed = _HPKE.encrypt(content_key, _load_public(public), info=context)
        except ValueError as error:  # coefficients out of range, or a point of small order
            raise NotOpenableError(part="recipient") from error
        return WrappedKey(sealed[:_ENCAPSULATED_SIZE], sealed[_ENCAPSULATED_SIZE:])

    def unwrapper(self, secret: bytes) -> Unwrapping:
        private = _load_secret(secret)

        def unwrap(wrapped: WrappedKey, context: bytes) -> bytes:
            if len(wrapped.encapsulated) != _ENCAPSULATED_SIZE:
                raise NotOpenableError(part="key")
            try:
                return _HPKE.decrypt(wrapped.encapsulated + wrapped.ciphertext, private, info=context)
            except (InvalidTag, ValueError) as error:
                raise NotOpenableError(part="key") from error

        return unwrap


@lru_cache(maxsize=1_024)
def _thumbprint(public: bytes) -> bytes:
    return sha256(encode_cbor({1: _COSE_AKP, 3: _HYBRID_WRAP, -1: public})).digest()[:_KEY_ID_SIZE]


def _load_public(public: bytes) -> MLKEM768X25519PublicKey:
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_LATTICE_PUBLIC_SIZE]),
        X25519PublicKey.from_public_bytes(public[_LATTICE_PUBLIC_SIZE:]),
    )


def _load_secret(secret: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(secret[:_SEED_SIZE]),
        X25519PrivateKey.from_private_bytes(secret[_SEED_SIZE:]),
    )
