"""The city's way into a computer whose people have forgotten their secrets.

The recovery key opens every computer's slot, so it is made once, taken off the server
and locked away; the server keeps the public half and puts it into invitations. That two
people must agree before it is used is the city's procedure; a key device in place of
the file can enforce it.
"""

from pathlib import Path
from typing import Final

from server_stub.errors import PlaceTakenError, ServerError
from server_stub.key_files import read_private, write_private
from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list, read_map
from sync.custody.recovery import (
    RecoveryKey,
    RecoveryRequest,
    RecoverySecret,
    answer_recovery,
    read_recovery_request,
)
from sync.ports import Entropy
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

_PUBLIC: Final = ("public", "recovery")
_MAX_FILE_BYTES: Final = 16_384
_MAX_REQUEST_CHARACTERS: Final = 65_536
_SECRET_KEYS: Final = frozenset({"suite", "secret"})


class RecoveryKeyMadeError(ServerError):
    """A realm has one recovery key: computers that joined would not know a second."""

    code = "recovery-key-made"


def make_recovery_key(data_folder: Path, path: Path, *, entropy: Entropy) -> RecoveryKey:
    """Make the realm's recovery key: the secret half into a file to be locked away.

    Raises:
        RecoveryKeyMadeError: the realm has one already; computers that joined know no other.
        PlaceTakenError: something is at `path`.
        FileNotWrittenError: no room, no right, or no such place.

    """
    if read_recovery_key(data_folder) is not None:
        raise RecoveryKeyMadeError
    if path.exists():
        raise PlaceTakenError(name=path.name)
    suite = suite_by_id(SuiteId.INTERNATIONAL)
    secret = suite.new_sealing_secret(entropy)
    public = RecoveryKey(suite.id, suite.sealing_public(secret))
    write_private(path, encode_cbor({"suite": int(suite.id), "secret": secret}))
    write_private(data_folder.joinpath(*_PUBLIC), encode_cbor([int(suite.id), public.public]))
    return public


def read_recovery_key(data_folder: Path) -> RecoveryKey | None:
    """Give the public half, or None for a realm that has not made one.

    Raises:
        KeysUnavailableError: the file is damaged.

    """
    path = data_folder.joinpath(*_PUBLIC)
    return read_private(path, _decode_public) if path.exists() else None


def write_recovery_answer(request_path: Path, answer_path: Path, *, key_path: Path) -> RecoveryRequest:
    """Open the city's slot in a request and seal what is in it to the computer that asks.

    Gives the request, so that whoever runs this can compare the device with the paper.

    Raises:
        KeysUnavailableError: the recovery key is not there.
        RecoveryMessageInvalidError: no request.
        NotOpenableError: sealed to another recovery key, or put together from two requests.

    """
    secret = read_private(key_path, _decode_secret)
    with request_path.open("rb") as file:
        text = file.read(_MAX_REQUEST_CHARACTERS).decode("ascii", errors="replace")
    request = read_recovery_request(text)
    write_private(answer_path, answer_recovery(request, city=secret).encode("ascii"))
    return request


def _decode_public(content: bytes) -> RecoveryKey:
    suite, public = read_list(decode_cbor(content, limit=_MAX_FILE_BYTES), length=2)
    return RecoveryKey(suite_by_id(read_integer(suite)).id, read_bytes(public))


def _decode_secret(content: bytes) -> RecoverySecret:
    row = read_map(decode_cbor(content, limit=_MAX_FILE_BYTES), keys=_SECRET_KEYS)
    return RecoverySecret(suite_by_id(read_integer(row["suite"])).id, read_bytes(row["secret"]))
