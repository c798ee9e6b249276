"""Suite 2: SM2 signatures with SM3, content keys wrapped by SM2, SM4-GCM, SM3 digests.

SM2 encryption has no associated data, so the wrapped plaintext is the content key and SM3 of the context
behind it, and unwrapping compares (GB/T 32918.4 for SM2, RFC 8998 for SM4-GCM). SM3 and SM4 come
from the common library; SM2 from whichever provider this computer has, asked for at its first use. So a
program without one still reads registries that list such keys, and says at the first signature what it lacks.

A secret here is the provider's handle with the public key behind it, because SM2 signs
the public key along and no provider derives it from the secret.
"""

import hmac
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from sync.cbor import encode_cbor
from sync.errors import NotOpenableError, SignatureInvalidError
from sync.ports import Entropy
from sync.suites.sm2_curve import (
    CIPHER_OVERHEAD,
    COORDINATE_BYTES,
    PUBLIC_BYTES,
    is_point,
    may_be_signature,
    sm3,
)
from sync.suites.sm2_provider import Sm2Provider, find_provider
from sync.suites.suite import Signing, SuiteId, Unwrapping, WrappedKey

_KEY_ID_SIZE: Final = 16
_TAG_SIZE: Final = 16
_COSE_EC2: Final = 2
_CURVE_SM2: Final = -70004  # private use; no COSE curve is registered for SM2


class NationalSuite:
    """The commercial algorithms of GB/T and GM/T, for cities whose assessment asks for them."""

    id: Final = SuiteId.NATIONAL
    signature_algorithm: Final = -70001
    content_algorithm: Final = -70002
    wrap_algorithm: Final = -70003
    content_key_size: Final = 16
    nonce_size: Final = 12

    def __init__(self, provider: Callable[[], Sm2Provider] = find_provider) -> None:
        self._provider = provider

    def digest(self, message: bytes) -> bytes:
        return sm3(message)

    def authenticate(self, key: bytes, message: bytes) -> bytes:
        marking = HMAC(key, SM3())
        marking.update(message)
        return marking.finalize()

    def new_signing_secret(self, entropy: Entropy) -> bytes:  # noqa: ARG002 - a key device draws its own
        return b"".join(self._provider().new_key())

    def new_sealing_secret(self, entropy: Entropy) -> bytes:
        return self.new_signing_secret(entropy)

    def signing_public(self, secret: bytes) -> bytes:
        return secret[-PUBLIC_BYTES:]

    def sealing_public(self, secret: bytes) -> bytes:
        return secret[-PUBLIC_BYTES:]

    def signing_key_id(self, public: bytes) -> bytes:
        return _thumbprint(public)

    def sealing_key_id(self, public: bytes) -> bytes:
        return self.signing_key_id(public)

    def signer(self, secret: bytes) -> Signing:
        return partial(self._provider().sign, _handle(secret), public=self.signing_public(secret))

    def sign(self, secret: bytes, message: bytes) -> bytes:
        return self.signer(secret)(message)

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> None:
        if not is_point(public) or not may_be_signature(signature):
            raise SignatureInvalidError
        if not self._provider().verify(public, message, signature=signature):
            raise SignatureInvalidError

    def wrap(self, public: bytes, content_key: bytes, *, context: bytes) -> WrappedKey:
        if not is_point(public):
            raise NotOpenableError(part="recipient")
        sealed = self._provider().encrypt(public, content_key + sm3(context))
        return WrappedKey(encapsulated=sealed[:PUBLIC_BYTES], ciphertext=sealed[PUBLIC_BYTES:])

    def unwrapper(self, secret: bytes) -> Unwrapping:
        return lambda wrapped, context: self.unwrap(secret, wrapped, context=context)

    def unwrap(self, secret: bytes, wrapped: WrappedKey, *, context: bytes) -> bytes:
        sealed = wrapped.encapsulated + wrapped.ciphertext
        bound = sm3(context)
        if len(sealed) <= CIPHER_OVERHEAD + len(bound) or not is_point(wrapped.encapsulated):
            raise NotOpenableError(part="key")
        opened = self._provider().decrypt(_handle(secret), sealed, public=self.sealing_public(secret))
        if not hmac.compare_digest(opened[-len(bound) :], bound):
            raise NotOpenableError(part="key")
        return opened[: -len(bound)]

    def seal(self, content_key: bytes, plaintext: bytes, *, nonce: bytes, associated: bytes) -> bytes:
        sealing = Cipher(SM4(content_key), GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(associated)
        return sealing.update(plaintext) + sealing.finalize() + sealing.tag

    def open(self, content_key: bytes, ciphertext: bytes, *, nonce: bytes, associated: bytes) -> bytes:
        content, tag = ciphertext[:-_TAG_SIZE], ciphertext[-_TAG_SIZE:]
        try:
            opening = Cipher(SM4(content_key), GCM(nonce, tag)).decryptor()
            opening.authenticate_additional_data(associated)
            return opening.update(content) + opening.finalize()
        except (InvalidTag, ValueError) as error:
            raise NotOpenableError(part="content") from error


@lru_cache(maxsize=1_024)
def _thumbprint(public: bytes) -> bytes:
    x, y = public[:COORDINATE_BYTES], public[COORDINATE_BYTES:]
    return sm3(encode_cbor({1: _COSE_EC2, -1: _CURVE_SM2, -2: x, -3: y}))[:_KEY_ID_SIZE]


def _handle(secret: bytes) -> bytes:
    return secret[:-PUBLIC_BYTES]
