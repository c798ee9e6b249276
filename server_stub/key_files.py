"""Secrets in files that only their owner may read, written whole or not at all.

A missing file is an error and never a reason to make a new key: a server that
quietly becomes somebody else would cut off every device that trusts it. Where an
office has a key device instead, it stands behind `RealmKeys`, not here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from server_stub.errors import FileNotWrittenError, KeysUnavailableError
from sync.adapters.private_file import write_private_file
from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_map
from sync.errors import SyncError
from sync.keys.identity import DeviceIdentity, SigningKey, decode_identity, encode_identity

_MAX_KEY_FILE: Final = 65_536
_SIGNING_KEYS: Final = frozenset({"suite", "secret"})

Value = TypeVar("Value")


def write_private(path: Path, content: bytes) -> None:
    """Write a file nobody else may read; after a crash it is there whole or not at all.

    Raises:
        FileNotWrittenError: no room, no right, or no such place.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private_file(path, content)
    except OSError as error:
        raise FileNotWrittenError(name=path.name) from error


def read_private(path: Path, decode: Callable[[bytes], Value]) -> Value:
    """Read a key file.

    Raises:
        KeysUnavailableError: it is missing, unreadable or damaged.

    """
    try:
        content = path.read_bytes()
        if len(content) > _MAX_KEY_FILE:
            raise KeysUnavailableError(name=path.name)
        return decode(content)
    except (OSError, SyncError) as error:
        raise KeysUnavailableError(name=path.name) from error


def write_identity(path: Path, identity: DeviceIdentity) -> None:
    write_private(path, encode_identity(identity))


def read_identity(path: Path) -> DeviceIdentity:
    return read_private(path, decode_identity)


def write_signing_key(path: Path, key: SigningKey) -> None:
    write_private(path, encode_cbor({"suite": int(key.suite), "secret": key.secret}))


def read_signing_key(path: Path) -> SigningKey:
    return read_private(path, _decode_signing_key)


def _decode_signing_key(content: bytes) -> SigningKey:
    row = read_map(decode_cbor(content, limit=_MAX_KEY_FILE), keys=_SIGNING_KEYS)
    return SigningKey(read_integer(row["suite"], low=1), read_bytes(row["secret"]))
