"""What the relay's and the platform's computers tell each other once, on a carried file.

`public/roots` says whose signatures make a registry, `public/relay` whose receipts
count. Nothing in them is secret; that they are the right ones is checked by people.
"""

from pathlib import Path
from typing import Final

from server_stub.key_files import read_private, write_private
from sync.cbor import decode_cbor, encode_cbor, read_integer, read_list, read_map
from sync.keys.identity import (
    PublicIdentity,
    public_from_plain,
    public_to_plain,
    verification_from_plain,
    verification_to_plain,
)
from sync.keys.registry import TrustRoots

_FOLDER: Final = "public"
_MAX_FILE: Final = 65_536
_MAX_ROOTS: Final = 16


def write_roots(data_folder: Path, roots: TrustRoots) -> None:
    keys = [verification_to_plain(key) for key in roots.keys]
    write_private(data_folder / _FOLDER / "roots", encode_cbor({"roots": keys, "need": roots.threshold}))


def read_roots(data_folder: Path) -> TrustRoots:
    """Read whose signatures make a registry.

    Raises:
        KeysUnavailableError: the file is missing or damaged.

    """
    return read_private(data_folder / _FOLDER / "roots", _decode_roots)


def roots_in_file(place: Path) -> TrustRoots:
    """Read the same from the file itself, wherever it was carried.

    Raises:
        KeysUnavailableError: the file is missing or damaged.

    """
    return read_private(place, _decode_roots)


def write_relay_public(data_folder: Path, relay: PublicIdentity) -> None:
    write_private(data_folder / _FOLDER / "relay", encode_cbor(public_to_plain(relay)))


def read_relay_public(data_folder: Path) -> PublicIdentity:
    """Read whose receipts count.

    Raises:
        KeysUnavailableError: the file is missing or damaged.

    """
    return read_private(data_folder / _FOLDER / "relay", _decode_relay)


def _decode_roots(content: bytes) -> TrustRoots:
    row = read_map(decode_cbor(content, limit=_MAX_FILE), keys=frozenset({"roots", "need"}))
    keys = tuple(verification_from_plain(key) for key in read_list(row["roots"], limit=_MAX_ROOTS))
    return TrustRoots(keys, read_integer(row["need"], low=1, high=max(1, len(keys))))


def _decode_relay(content: bytes) -> PublicIdentity:
    return public_from_plain(decode_cbor(content, limit=_MAX_FILE))
