"""KeyStore in a file under a passphrase, beside the database it opens.

Each secret is its own slot: Argon2id makes a key of the passphrase (and of a device
secret from the system keychain, where there is one), AES-GCM-SIV seals the secret
under it, bound to the slot's name. A six-digit PIN holds only together with a device
secret; without one the caller must ask for a long passphrase. The file is replaced in
one step and its previous generation is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sync.adapters.private_file import write_private_file
from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map, read_text
from sync.errors import KeyStoreUnavailableError, MessageMalformedError, SyncError
from sync.ports import Entropy
from sync.suites import at_rest
from sync.suites.at_rest import KdfCost, TypedSecret

_FILE_VERSION: Final = 1
_MAX_FILE_BYTES: Final = 65_536
_FILE_KEYS: Final = frozenset({"version", "slots"})
_SLOT_KEYS: Final = frozenset({"memory_kib", "passes", "salt", "nonce", "sealed"})


@dataclass(frozen=True, slots=True)
class _Slot:
    cost: KdfCost
    salt: bytes
    nonce: bytes
    sealed: bytes


class PassphraseKeyfile:
    """The secrets one passphrase opens."""

    def __init__(
        self,
        path: Path,
        *,
        passphrase: str,
        entropy: Entropy,
        device_secret: bytes | None = None,
        cost: KdfCost | None = None,
    ) -> None:
        self._path = path
        self._secret = TypedSecret(passphrase, device_secret)
        self._entropy = entropy
        self._cost = cost or KdfCost()

    def load(self, name: str) -> bytes | None:
        """Open one slot.

        Raises:
            PassphraseWrongError: wrong passphrase, wrong device secret, or a damaged slot.

        """
        slot = self._read_slots().get(name)
        if slot is None:
            return None
        key = self._derive(slot, name)
        return at_rest.unwrap(key, slot.sealed, nonce=slot.nonce, context=_context(name))

    def save(self, name: str, secret: bytes) -> None:
        """Seal a secret under the passphrase with a fresh salt, replacing a slot of that name."""
        salt, nonce = self._entropy.take(at_rest.SALT_BYTES), self._entropy.take(at_rest.NONCE_BYTES)
        blank = _Slot(self._cost, salt, nonce, b"")
        key = self._derive(blank, name)
        sealed = at_rest.wrap(key, secret, nonce=nonce, context=_context(name))
        slot = _Slot(blank.cost, blank.salt, blank.nonce, sealed)
        self._write_slots({**self._read_slots(), name: slot})

    def destroy(self, name: str) -> None:
        """Forget a secret in this generation of the file and the one before."""
        slots = {kept: slot for kept, slot in self._read_slots().items() if kept != name}
        self._write_slots(slots)
        self._write_slots(slots)

    def _derive(self, slot: _Slot, name: str) -> bytes:
        return at_rest.stretch(self._secret, salt=slot.salt, cost=slot.cost, context=_context(name))

    def _read_slots(self) -> Mapping[str, _Slot]:
        try:
            encoded = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise KeyStoreUnavailableError from error
        try:
            return _slots_from_bytes(encoded)
        except SyncError as error:
            raise KeyStoreUnavailableError from error

    def _write_slots(self, slots: Mapping[str, _Slot]) -> None:
        previous = self._path.with_name(self._path.name + ".previous")
        try:
            if self._path.exists():
                write_private_file(previous, self._path.read_bytes())
            write_private_file(self._path, _slots_to_bytes(slots))
        except OSError as error:
            raise KeyStoreUnavailableError from error


def _context(name: str) -> bytes:
    return b"quancai key slot 1\x00" + name.encode()


def _slots_to_bytes(slots: Mapping[str, _Slot]) -> bytes:
    rows = {
        name: {
            "memory_kib": slot.cost.memory_kib,
            "passes": slot.cost.passes,
            "salt": slot.salt,
            "nonce": slot.nonce,
            "sealed": slot.sealed,
        }
        for name, slot in slots.items()
    }
    return encode_cbor({"version": _FILE_VERSION, "slots": rows})


def _slots_from_bytes(encoded: bytes) -> Mapping[str, _Slot]:
    row = read_map(decode_cbor(encoded, limit=_MAX_FILE_BYTES), keys=_FILE_KEYS)
    read_integer(row["version"], low=_FILE_VERSION, high=_FILE_VERSION)
    slots = row["slots"]
    if not isinstance(slots, Mapping):
        raise MessageMalformedError(part="slots")
    return {read_text(name): _slot_from_plain(slot) for name, slot in slots.items()}


def _slot_from_plain(value: object) -> _Slot:
    row = read_map(value, keys=_SLOT_KEYS)
    cost = KdfCost(
        read_integer(row["memory_kib"], low=8, high=at_rest.MAX_MEMORY_KIB),
        read_integer(row["passes"], low=1, high=at_rest.MAX_PASSES),
    )
    return _Slot(
        cost=cost,
        salt=read_bytes(row["salt"], length=at_rest.SALT_BYTES),
        nonce=read_bytes(row["nonce"], length=at_rest.NONCE_BYTES),
        sealed=read_bytes(row["sealed"]),
    )
