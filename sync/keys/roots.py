"""Whose signatures make a registry, and how that changes without anybody visiting the devices.

A change of roots is a document of its own, signed by enough of the roots before and
enough of the roots after (TUF specification, section 5.3 step 4 and section 6.1).
Every registry carries all changes there ever were, so a device that was away for
several of them walks from the roots it knows to those of today (5.3 step 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list, read_map
from sync.cose import Signer, read_signed_together, sign_together
from sync.errors import RegistryUntrustedError
from sync.keys.identity import VerificationKey, verification_from_plain, verification_to_plain
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId
from sync.version import ROOTS_SCHEMA

CONTENT_TYPE: Final = "application/vnd.quancai.roots; v=1"
DEFAULT_THRESHOLD: Final = 2
MAX_ROOTS: Final = 16
MAX_CHANGES: Final = 64
_MAX_CHANGE_BYTES: Final = 65_536
_DIGEST_BYTES: Final = 32
_KEYS: Final = frozenset({"schema", "previous", "keys", "need"})


@dataclass(frozen=True, slots=True)
class TrustRoots:
    """The keys that sign registries, and how many of them must agree."""

    keys: tuple[VerificationKey, ...]
    threshold: int = DEFAULT_THRESHOLD

    @property
    def digest(self) -> bytes:
        """Name these roots: SHA-256 over `[[[suite, public], …], need]` in deterministic CBOR."""
        plain = [[verification_to_plain(key) for key in self.keys], self.threshold]
        return suite_by_id(SuiteId.INTERNATIONAL).digest(encode_cbor(plain))


def sign_root_change(following: TrustRoots, *, present: TrustRoots, signers: Sequence[Signer]) -> bytes:
    """Make the document that hands over from the present roots to the following ones."""
    payload = encode_cbor(
        {
            "schema": ROOTS_SCHEMA,
            "previous": present.digest,
            "keys": [verification_to_plain(key) for key in following.keys],
            "need": following.threshold,
        }
    )
    return sign_together(payload, content_type=CONTENT_TYPE, signers=signers)


def follow_roots(changes: Sequence[bytes], start: TrustRoots) -> TrustRoots:
    """Walk from the roots we know along the changes; those before our time are passed over.

    Raises:
        RegistryUntrustedError: a change that continues ours lacks signatures of the old or the new roots.
        MessageMalformedError: a change is not the structure docs/protocol.md describes.

    """
    trusted = start
    for change in changes:
        payload, old_signers = _read_signers(change, trusted)
        previous, following = _decode_change(payload)
        if previous != trusted.digest:
            continue
        _, new_signers = _read_signers(change, following)
        require_threshold(trusted, old_signers)
        require_threshold(following, new_signers)
        trusted = following
    return trusted


def require_threshold(roots: TrustRoots, signers: int) -> None:
    """Count signatures; a threshold of nobody trusts nobody.

    Raises:
        RegistryUntrustedError: fewer different roots signed than must agree.

    """
    if roots.threshold < 1 or signers < roots.threshold:
        raise RegistryUntrustedError(signatures=str(signers), wanted=str(roots.threshold))


def roots_from_plain(keys: object, threshold: object) -> TrustRoots:
    found = tuple(verification_from_plain(key) for key in read_list(keys, limit=MAX_ROOTS))
    return TrustRoots(found, read_integer(threshold, low=1, high=max(1, len(found))))


def _read_signers(change: bytes, roots: TrustRoots) -> tuple[bytes, int]:
    payload, signers = read_signed_together(
        change, content_type=CONTENT_TYPE, limit=_MAX_CHANGE_BYTES, keys=roots.keys
    )
    return payload, len(signers)


def _decode_change(payload: bytes) -> tuple[bytes, TrustRoots]:
    row = read_map(decode_cbor(payload, limit=_MAX_CHANGE_BYTES), keys=_KEYS)
    read_integer(row["schema"], low=ROOTS_SCHEMA, high=ROOTS_SCHEMA)
    return read_bytes(row["previous"], length=_DIGEST_BYTES), roots_from_plain(row["keys"], row["need"])
