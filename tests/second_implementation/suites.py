"""Section 3: what the numbers 1, 2 and 3 stand for, behind one shape."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.second_implementation import cbor, hpke
from tests.second_implementation.hpke import Take
from tests.second_implementation.national import NationalSuite
from tests.second_implementation.refused import Refused


class Suite(Protocol):
    """Signature, key wrap, content cipher and digest of one suite, and their COSE numbers."""

    number: ClassVar[int]
    signature_algorithm: ClassVar[int]
    wrap_algorithm: ClassVar[int]
    content_algorithm: ClassVar[int]
    content_key_bytes: ClassVar[int]

    def digest(self, message: bytes) -> bytes: ...
    def sign(self, secret: bytes, message: bytes, *, take: Take) -> bytes: ...
    def verify(self, public: bytes, message: bytes, signature: bytes) -> None: ...
    def signing_public(self, secret: bytes) -> bytes: ...
    def sealing_public(self, secret: bytes) -> bytes: ...
    def signing_kid(self, public: bytes) -> bytes: ...
    def sealing_kid(self, public: bytes) -> bytes: ...
    def wrap(self, public: bytes, key: bytes, *, info: bytes, take: Take) -> tuple[bytes, bytes]: ...
    def unwrap(self, secret: bytes, enc: bytes, wrapped: bytes, *, info: bytes) -> bytes: ...
    def encrypt(self, key: bytes, nonce: bytes, plaintext: bytes, about: bytes) -> bytes: ...
    def decrypt(self, key: bytes, nonce: bytes, ciphertext: bytes, about: bytes) -> bytes: ...


class _Ed25519AndChaCha:
    signature_algorithm: ClassVar[int] = -19
    content_algorithm: ClassVar[int] = 24
    content_key_bytes: ClassVar[int] = 32

    def digest(self, message: bytes) -> bytes:
        return hashlib.sha256(message).digest()

    def sign(self, secret: bytes, message: bytes, *, take: Take) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(secret).sign(message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise Refused("signature-invalid") from error

    def signing_public(self, secret: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def signing_kid(self, public: bytes) -> bytes:
        return self.digest(cbor.write({1: 1, -1: 6, -2: public}))[:16]

    def encrypt(self, key: bytes, nonce: bytes, plaintext: bytes, about: bytes) -> bytes:
        return ChaCha20Poly1305(key).encrypt(nonce, plaintext, about)

    def decrypt(self, key: bytes, nonce: bytes, ciphertext: bytes, about: bytes) -> bytes:
        try:
            return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, about)
        except (InvalidTag, ValueError) as error:
            raise Refused("envelope-not-openable") from error


class ClassicSuite(_Ed25519AndChaCha):
    number: ClassVar[int] = 1
    wrap_algorithm: ClassVar[int] = 50

    def sealing_public(self, secret: bytes) -> bytes:
        return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def sealing_kid(self, public: bytes) -> bytes:
        return self.digest(cbor.write({1: 1, -1: 4, -2: public}))[:16]

    def wrap(self, public: bytes, key: bytes, *, info: bytes, take: Take) -> tuple[bytes, bytes]:
        return hpke.seal(hpke.X25519, public, key, info=info, take=take)

    def unwrap(self, secret: bytes, enc: bytes, wrapped: bytes, *, info: bytes) -> bytes:
        return hpke.open_sealed(hpke.X25519, secret, enc, wrapped, info=info)


class HybridSuite(_Ed25519AndChaCha):
    number: ClassVar[int] = 3
    wrap_algorithm: ClassVar[int] = -70005

    def sealing_public(self, secret: bytes) -> bytes:
        strong = MLKEM768PrivateKey.from_seed_bytes(secret[: hpke.MLKEM_SEED]).public_key()
        usual = X25519PrivateKey.from_private_bytes(secret[hpke.MLKEM_SEED :]).public_key()
        return strong.public_bytes_raw() + usual.public_bytes_raw()

    def sealing_kid(self, public: bytes) -> bytes:
        return self.digest(cbor.write({1: 7, 3: -70005, -1: public}))[:16]

    def wrap(self, public: bytes, key: bytes, *, info: bytes, take: Take) -> tuple[bytes, bytes]:
        return hpke.seal(hpke.MLKEM768_X25519, public, key, info=info, take=take)

    def unwrap(self, secret: bytes, enc: bytes, wrapped: bytes, *, info: bytes) -> bytes:
        return hpke.open_sealed(hpke.MLKEM768_X25519, secret, enc, wrapped, info=info)


_SUITES: dict[int, Suite] = {1: ClassicSuite(), 2: NationalSuite(), 3: HybridSuite()}


def suite_numbered(number: int) -> Suite:
    if number not in _SUITES:
        raise Refused("suite-unknown", str(number))
    return _SUITES[number]


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """`keys` of the page: what others know of an identity."""

    suite: int
    signing: bytes
    sealing: bytes

    @property
    def kid(self) -> bytes:
        return suite_numbered(self.suite).signing_kid(self.signing)

    @property
    def sealing_kid(self) -> bytes:
        return suite_numbered(self.suite).sealing_kid(self.sealing)

    def listed(self) -> list[object]:
        return [self.suite, self.signing, self.sealing]


@dataclass(frozen=True, slots=True)
class Secrets:
    """A whole identity: its id in text and its two private keys."""

    device: str
    suite: int
    signing: bytes
    sealing: bytes

    @property
    def public(self) -> PublicKeys:
        suite = suite_numbered(self.suite)
        return PublicKeys(self.suite, suite.signing_public(self.signing), suite.sealing_public(self.sealing))

    def sign(self, message: bytes, *, take: Take) -> bytes:
        return suite_numbered(self.suite).sign(self.signing, message, take=take)


def new_secrets(take: Take) -> Secrets:
    """A device of suite 1 with an id of its own choice."""
    return Secrets(take(16).hex(), 1, take(32), take(32))
