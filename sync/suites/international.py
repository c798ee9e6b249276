"""Suite 1: Ed25519 signatures, HPKE over X25519, ChaCha20-Poly1305, SHA-256.

The library's HPKE is single-shot base mode without associated data, so everything
a wrapped key must be bound to goes into HPKE's `info`; COSE-HPKE's key-encryption
mode asks for exactly that. HPKE draws its ephemeral key inside the library; every
other random byte comes through the Entropy port.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM
from cryptography.hazmat.primitives.hpke import Suite as Hpke

from sync.cbor import encode_cbor
from sync.errors import NotOpenableError, SignatureInvalidError
from sync.ports import Entropy
from sync.suites.suite import Signing, SuiteId, Unwrapping, WrappedKey

_KEY_SIZE: Final = 32
_KEY_ID_SIZE: Final = 16
_COSE_OKP: Final = 1
_CURVE_ED25519: Final = 6
_CURVE_X25519: Final = 4
_HPKE: Final = Hpke(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class InternationalSuite:
    """The suite every device speaks."""

    id: SuiteId = SuiteId.INTERNATIONAL
    signature_algorithm: Final = -19  # Ed25519, fully specified (RFC 9864)
    content_algorithm: Final = 24  # ChaCha20-Poly1305
    wrap_algorithm: int = 50  # HPKE-4-KE
    content_key_size: Final = 32
    nonce_size: Final = 12

    def digest(self, message: bytes) -> bytes:
        return hashlib.sha256(message).digest()

    def authenticate(self, key: bytes, message: bytes) -> bytes:
        return hmac.digest(key, message, "sha256")

    def new_signing_secret(self, entropy: Entropy) -> bytes:
        return entropy.take(_KEY_SIZE)

    def new_sealing_secret(self, entropy: Entropy) -> bytes:
        return entropy.take(_KEY_SIZE)

    def signing_public(self, secret: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def sealing_public(self, secret: bytes) -> bytes:
        return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def signing_key_id(self, public: bytes) -> bytes:
        return _thumbprint(_CURVE_ED25519, public)

    def sealing_key_id(self, public: bytes) -> bytes:
        return _thumbprint(_CURVE_X25519, public)

    def signer(self, secret: bytes) -> Signing:
        return Ed25519PrivateKey.from_private_bytes(secret).sign

    def sign(self, secret: bytes, message: bytes) -> bytes:
        return self.signer(secret)(message)

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> None:
        try:
            _load_verifying(public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise SignatureInvalidError from error

    def wrap(self, public: bytes, content_key: bytes, *, context: bytes) -> WrappedKey:
        try:
            sealed = _HPKE.encrypt(content_key, _load_recipient(public), info=context)
        except ValueError as error:  # a public key of small order gives no secret
            raise NotOpenableError(part="recipient") from error
        return WrappedKey(encapsulated=sealed[:_KEY_SIZE], ciphertext=sealed[_KEY_SIZE:])

    def unwrapper(self, secret: bytes) -> Unwrapping:
        private = X25519PrivateKey.from_private_bytes(secret)

        def unwrap(wrapped: WrappedKey, context: bytes) -> bytes:
            if len(wrapped.encapsulated) != _KEY_SIZE:
                raise NotOpenableError(part="key")
            try:
                return _HPKE.decrypt(wrapped.encapsulated + wrapped.ciphertext, private, info=context)
            except (InvalidTag, ValueError) as error:
                raise NotOpenableError(part="key") from error

        return unwrap

    def unwrap(self, secret: bytes, wrapped: WrappedKey, *, context: bytes) -> bytes:
        return self.unwrapper(secret)(wrapped, context)

    def seal(self, content_key: bytes, plaintext: bytes, *, nonce: bytes, associated: bytes) -> bytes:
        return ChaCha20Poly1305(content_key).encrypt(nonce, plaintext, associated)

    def open(self, content_key: bytes, ciphertext: bytes, *, nonce: bytes, associated: bytes) -> bytes:
        try:
            return ChaCha20Poly1305(content_key).decrypt(nonce, ciphertext, associated)
        except (InvalidTag, ValueError) as error:
            raise NotOpenableError(part="content") from error


@lru_cache(maxsize=4_096)
def _load_verifying(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


@lru_cache(maxsize=4_096)
def _load_recipient(public: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(public)


@lru_cache(maxsize=4_096)
def _thumbprint(curve: int, public: bytes) -> bytes:
    return hashlib.sha256(encode_cbor({1: _COSE_OKP, -1: curve, -2: public})).digest()[:_KEY_ID_SIZE]
