"""What a cipher suite must do, so that a national or post-quantum one fits the same envelopes.

Keys are raw bytes here; who owns them is the business of `sync.keys`. Verifying and
opening raise; there is no false to forget to check.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from sync.ports import Entropy


class SuiteId(IntEnum):
    """The numbers are on the wire and never change; a registry may ask for at least one of them."""

    INTERNATIONAL = 1  # Ed25519, HPKE over X25519, ChaCha20-Poly1305
    NATIONAL = 2  # SM2 with SM3, SM4-GCM
    HYBRID = 3  # Ed25519, HPKE over ML-KEM-768 with X25519, ChaCha20-Poly1305


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A content key only one recipient can unwrap, and the encapsulation that goes with it."""

    encapsulated: bytes
    ciphertext: bytes


Signing = Callable[[bytes], bytes]
Unwrapping = Callable[[WrappedKey, bytes], bytes]  # as `Suite.unwrap`, with the context second


class Suite(Protocol):
    """One fixed choice of algorithms; the COSE numbers are what envelopes must state."""

    @property
    def id(self) -> SuiteId: ...
    @property
    def signature_algorithm(self) -> int: ...
    @property
    def content_algorithm(self) -> int: ...
    @property
    def wrap_algorithm(self) -> int: ...
    @property
    def content_key_size(self) -> int: ...
    @property
    def nonce_size(self) -> int: ...

    def digest(self, message: bytes) -> bytes:
        """Hash for ids and chains, 32 bytes in every suite."""
        ...

    def authenticate(self, key: bytes, message: bytes) -> bytes:
        """Give the keyed hash that shows knowledge of a shared secret."""
        ...

    def new_signing_secret(self, entropy: Entropy) -> bytes: ...

    def new_sealing_secret(self, entropy: Entropy) -> bytes: ...

    def signing_public(self, secret: bytes) -> bytes: ...

    def sealing_public(self, secret: bytes) -> bytes: ...

    def signing_key_id(self, public: bytes) -> bytes:
        """Give the first 16 bytes of the COSE key thumbprint (RFC 9679)."""
        ...

    def sealing_key_id(self, public: bytes) -> bytes: ...

    def signer(self, secret: bytes) -> Signing:
        """Load a key once for many signatures; whoever keeps the result keeps the secret."""
        ...

    def sign(self, secret: bytes, message: bytes) -> bytes: ...

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> None:
        """Accept silently or raise `SignatureInvalidError`."""
        ...

    def wrap(self, public: bytes, content_key: bytes, *, context: bytes) -> WrappedKey: ...

    def unwrapper(self, secret: bytes) -> Unwrapping:
        """Load a key once for many openings; whoever keeps the result keeps the secret."""
        ...

    def unwrap(self, secret: bytes, wrapped: WrappedKey, *, context: bytes) -> bytes:
        """Give the content key or raise `NotOpenableError`; another context is another key."""
        ...

    def seal(self, content_key: bytes, plaintext: bytes, *, nonce: bytes, associated: bytes) -> bytes: ...

    def open(self, content_key: bytes, ciphertext: bytes, *, nonce: bytes, associated: bytes) -> bytes:
        """Give the plaintext or raise `NotOpenableError`."""
        ...
