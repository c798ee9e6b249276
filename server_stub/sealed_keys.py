"""All key files of an installation as one sealed file, opened by a passphrase that is on no computer.

A backup lies in places with weaker locks than the server: whoever finds a stick must not find a
city's keys on it. Argon2id makes each guess slow; the sealed file says at what cost, within limits.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server_stub.data_folder import RELAY_KEYS
from server_stub.errors import KeysUnavailableError
from server_stub.key_files import read_private, write_private
from server_stub.platform.realm_keys import REALM_KEYS
from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map
from sync.custody.errors import PassphraseTooShortError
from sync.custody.secret_policy import SHORTEST_PASSPHRASE
from sync.ports import Entropy
from sync.suites.at_rest import (
    MAX_MEMORY_KIB,
    MAX_PASSES,
    NONCE_BYTES,
    SALT_BYTES,
    KdfCost,
    TypedSecret,
    stretch,
    unwrap,
    wrap,
)

SEALED_KEYS: Final = "keys.sealed"
KEY_FOLDERS: Final = (REALM_KEYS, RELAY_KEYS)
_CONTEXT: Final = b"quancai server keys 1"
_MAX_SEALED: Final = 4 * 1024 * 1024
_SEALED: Final = frozenset({"memory_kib", "passes", "salt", "nonce", "sealed"})


def require_long_enough(passphrase: str) -> None:
    """Refuse a passphrase that can be guessed.

    Raises:
        PassphraseTooShortError: too few characters.

    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShortError(shortest=str(SHORTEST_PASSPHRASE))


def read_key_folders(folder: Path) -> Mapping[str, bytes]:
    """Read every file of the key folders that are there, by path.

    Raises:
        KeysUnavailableError: one cannot be read, or there is none at all.

    """
    paths = [path for name in KEY_FOLDERS for path in sorted((folder / name).glob("*")) if path.is_file()]
    if not paths:
        raise KeysUnavailableError(name=REALM_KEYS)
    return {path.relative_to(folder).as_posix(): read_private(path, bytes) for path in paths}


def write_key_folders(files: Mapping[str, bytes], folder: Path) -> None:
    """Write key files into a folder that has none yet.

    Raises:
        KeysUnavailableError: a path leads elsewhere.
        FileNotWrittenError: no room or no right.

    """
    for name, content in files.items():
        place, _, file = name.partition("/")
        if place not in KEY_FOLDERS or not file or "/" in file or "\\" in file or file.startswith("."):
            raise KeysUnavailableError(name=SEALED_KEYS)
        write_private(folder / place / file, content)


def seal_keys(
    files: Mapping[str, bytes], passphrase: str, *, entropy: Entropy, cost: KdfCost | None = None
) -> bytes:
    """Seal key files under a passphrase.

    Raises:
        PassphraseTooShortError: it can be guessed.

    """
    require_long_enough(passphrase)
    chosen = cost or KdfCost()
    salt, nonce = entropy.take(SALT_BYTES), entropy.take(NONCE_BYTES)
    key = stretch(TypedSecret(passphrase), salt=salt, cost=chosen, context=_CONTEXT)
    sealed = wrap(key, encode_cbor(dict(files)), nonce=nonce, context=_CONTEXT)
    costs = {"memory_kib": chosen.memory_kib, "passes": chosen.passes}
    return encode_cbor({**costs, "salt": salt, "nonce": nonce, "sealed": sealed})


def open_keys(sealed: bytes, passphrase: str) -> Mapping[str, bytes]:
    """Open what `seal_keys` made.

    Raises:
        PassphraseWrongError: another passphrase, or changed bytes.
        SyncError: it is no such file.

    """
    row = read_map(decode_cbor(sealed, limit=_MAX_SEALED), keys=_SEALED)
    cost = KdfCost(
        read_integer(row["memory_kib"], low=8, high=MAX_MEMORY_KIB),
        read_integer(row["passes"], low=1, high=MAX_PASSES),
    )
    salt, nonce = read_bytes(row["salt"]), read_bytes(row["nonce"])
    key = stretch(TypedSecret(passphrase), salt=salt, cost=cost, context=_CONTEXT)
    opened = decode_cbor(
        unwrap(key, read_bytes(row["sealed"]), nonce=nonce, context=_CONTEXT), limit=_MAX_SEALED
    )
    files = read_map(opened, keys=frozenset(opened) if isinstance(opened, dict) else frozenset())
    return {name: read_bytes(content) for name, content in files.items()}
