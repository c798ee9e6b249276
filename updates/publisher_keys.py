"""The publisher's keys, a file each, so that each can lie where its use asks for it.

    root-1.key root-2.key root-3.key   two of them say which keys count; each locked away by somebody else
    targets.key                        says what is a release; on the computer where releases are made
    snapshot.key timestamp.key         say which list is the newest; where that is renewed
    provisioning.key                   signs profiles for counties

Ed25519 (RFC 8032), PKCS#8 as PEM, readable by their owner only. Losing one is mended by the roots
(`publishing.renew_root`); losing two roots means a new root in a new installer.
"""

import json
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from securesystemslib.exceptions import Error as SecuresystemslibError
from securesystemslib.signer import CryptoSigner, Signer, SSlibKey

from updates.errors import KeyMissingError, RepositoryBegunError

_OWNER_ONLY: Final = 0o600


class KeyName(StrEnum):
    """Every key by the name of its file."""

    ROOT_1 = "root-1"
    ROOT_2 = "root-2"
    ROOT_3 = "root-3"
    TARGETS = "targets"
    SNAPSHOT = "snapshot"
    TIMESTAMP = "timestamp"
    PROVISIONING = "provisioning"


ROOTS: Final = (KeyName.ROOT_1, KeyName.ROOT_2, KeyName.ROOT_3)
ROOTS_NEEDED: Final = 2


def read_key_name(text: str) -> KeyName:
    """Read the name of a key as somebody types it.

    Raises:
        KeyMissingError: there is no such key.

    """
    try:
        return KeyName(text)
    except ValueError as error:
        raise KeyMissingError(key=text[:32]) from error


def make_keys(folder: Path, names: Sequence[KeyName] = tuple(KeyName)) -> None:
    """Make keys in a folder; none is ever written over.

    Raises:
        RepositoryBegunError: one of these keys is there already.
        OSError: the disk did not take them.

    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(_file(folder, name).exists() for name in names):
        raise RepositoryBegunError(place=folder.name)
    for name in names:
        signer = CryptoSigner.generate_ed25519()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(_file(folder, name), flags, _OWNER_ONLY), "wb") as file:
            file.write(signer.private_bytes)
        public = signer.public_key
        listed = {"keyid": public.keyid, **public.to_dict()}
        _public_file(folder, name).write_text(f"{json.dumps(listed, sort_keys=True)}\n", encoding="ascii")


def read_public(folder: Path, name: KeyName) -> SSlibKey:
    """Read the public half of a key.

    Raises:
        KeyMissingError: it is not there.

    """
    try:
        listed = json.loads(_public_file(folder, name).read_text("ascii"))
        return SSlibKey.from_dict(listed.pop("keyid"), listed)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise KeyMissingError(key=name.value) from error


def open_signer(folder: Path, name: KeyName) -> Signer:
    """Open a secret key.

    Raises:
        KeyMissingError: it does not lie here, or is no key.

    """
    public = read_public(folder, name)
    try:
        return CryptoSigner.from_priv_key_uri(f"{CryptoSigner.SCHEME}:{_file(folder, name)}", public)
    except (OSError, ValueError, SecuresystemslibError) as error:
        raise KeyMissingError(key=name.value) from error


def root_signers(folder: Path) -> list[Signer]:
    """Open the roots that lie here; two must.

    Raises:
        KeyMissingError: fewer do.

    """
    present = [name for name in ROOTS if _file(folder, name).is_file()]
    if len(present) < ROOTS_NEEDED:
        raise KeyMissingError(key="root")
    return [open_signer(folder, name) for name in present]


def _file(folder: Path, name: KeyName) -> Path:
    return folder / f"{name}.key"


def _public_file(folder: Path, name: KeyName) -> Path:
    return folder / f"{name}.pub"
