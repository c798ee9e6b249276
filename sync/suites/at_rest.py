"""What protects keys on this computer's own disk: slow derivation, key separation, wrapping.

Not a suite of envelopes: nothing made here travels, so nothing is negotiated and one
choice serves every device. Argon2id (RFC 9106) makes a guess expensive, HKDF-SHA256
(RFC 5869) gives each purpose its own key, AES-256-GCM-SIV (RFC 8452) wraps, because a
repeated nonce must not cost a key. Everything random comes from the caller.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import PassphraseWrongError
from sync.suites.at_rest_values import KEY_BYTES as KEY_BYTES
from sync.suites.at_rest_values import MAX_MEMORY_KIB as MAX_MEMORY_KIB
from sync.suites.at_rest_values import MAX_PASSES as MAX_PASSES
from sync.suites.at_rest_values import NONCE_BYTES as NONCE_BYTES
from sync.suites.at_rest_values import SALT_BYTES as SALT_BYTES
from sync.suites.at_rest_values import KdfCost as KdfCost


@dataclass(frozen=True, slots=True)
class TypedSecret:
    """What somebody typed, and the second half of it that this computer's keychain keeps, if any."""

    text: str = field(repr=False)
    device_secret: bytes | None = field(default=None, repr=False)


def stretch(secret: TypedSecret, *, salt: bytes, cost: KdfCost, context: bytes) -> bytes:
    """Make 32 bytes of a typed secret, slowly on purpose."""
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=1,
        memory_cost=cost.memory_kib,
        ad=context,
        secret=secret.device_secret,
    ).derive(secret.text.encode())


def derive(key: bytes, *, purpose: bytes) -> bytes:
    """Make the key of one purpose; keys of two purposes tell nothing about each other."""
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def wrap(key: bytes, secret: bytes, *, nonce: bytes, context: bytes) -> bytes:
    return AESGCMSIV(key).encrypt(nonce, secret, context)


def unwrap(key: bytes, wrapped: bytes, *, nonce: bytes, context: bytes) -> bytes:
    """Open what `wrap` closed.

    Raises:
        PassphraseWrongError: another key, another context, or changed bytes; nobody can tell which.

    """
    try:
        return AESGCMSIV(key).decrypt(nonce, wrapped, context)
    except (InvalidTag, ValueError) as error:
        raise PassphraseWrongError from error


def mark(key: bytes, message: bytes) -> bytes:
    """Give the tag (HMAC-SHA256, 32 bytes) that only holders of the key can make."""
    return hmac.digest(key, message, hashlib.sha256)


def is_marked(key: bytes, message: bytes, tag: bytes) -> bool:
    return hmac.compare_digest(mark(key, message), tag)
