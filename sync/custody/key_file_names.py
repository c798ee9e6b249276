"""Who has a slot in a key file, and by what kind of secret: all the door of a program shows of it.

Light on purpose: a door is drawn from this alone, before it can afford what opens a slot
(`sync.custody.key_file_encoding` reads the whole file, by the same layout).
"""

from enum import StrEnum
from typing import Final

from sync.cbor import decode_cbor, read_choice, read_integer, read_list, read_map, read_text
from sync.errors import MessageMalformedError

FILE_VERSION: Final = 2
MAX_FILE_BYTES: Final = 65_536
MAX_OPERATORS: Final = 32
MAX_NAME: Final = 64
FILE_KEYS: Final = frozenset({"version", "installation", "generation", "epochs", "slots", "recovery", "tag"})
SLOT_KEYS: Final = frozenset(
    {"operator", "kind", "memory_kib", "passes", "salt", "nonce", "sealed", "public", "data_keys"}
)


class SecretKind(StrEnum):
    """What an operator types; a PIN never stands alone."""

    PIN = "pin"
    PASSPHRASE = "passphrase"  # noqa: S105 — the name of a kind, not a secret


def read_operators(encoded: bytes) -> tuple[tuple[str, SecretKind], ...]:
    """Give the name and the kind of secret of every slot, in the order of the file.

    Raises:
        SyncError: too large, not the layout of version 2, or not its one encoding.

    """
    row = read_map(decode_cbor(encoded, limit=MAX_FILE_BYTES), keys=FILE_KEYS)
    read_integer(row["version"], low=FILE_VERSION, high=FILE_VERSION)
    slots = [read_map(slot, keys=SLOT_KEYS) for slot in read_list(row["slots"], limit=MAX_OPERATORS)]
    if not slots:
        raise MessageMalformedError(part="slots")
    return tuple(
        (read_text(slot["operator"], limit=MAX_NAME), read_choice(slot["kind"], SecretKind)) for slot in slots
    )
