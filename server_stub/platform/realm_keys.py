"""The keys of the realm: the city's own, the roots that sign the registry, the issuer of codes.

`RealmKeys` is the port a key device implements later; the files stand in for it.
Two of three roots are enough to sign, so one may lie in another building: whichever
root files are present sign, and too few is an error, not a weaker registry.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from server_stub.errors import KeysUnavailableError
from server_stub.key_files import (
    read_identity,
    read_signing_key,
    write_identity,
    write_signing_key,
)
from server_stub.public_files import read_roots, write_roots
from sync.adapters.private_file import flush_folder
from sync.codes.subject_code import SubjectCode, issue_code
from sync.keys.identity import (
    DeviceIdentity,
    SigningKey,
    VerificationKey,
    generate_service_identity,
    generate_signing_key,
)
from sync.keys.registry import DEFAULT_THRESHOLD, TrustRoots, sign_registry
from sync.keys.registry_document import RegistryDocument
from sync.ports import Entropy

ROOT_COUNT: Final = 3
_FOLDER: Final = "realm-keys"
_ROOTS: Final = tuple(f"root-{number}.key" for number in range(1, ROOT_COUNT + 1))


class RealmKeys(Protocol):
    """What the platform asks of whatever holds the realm's keys."""

    @property
    def city(self) -> DeviceIdentity:
        """The identity that opens what devices send and signs what the city answers."""
        ...

    @property
    def roots(self) -> TrustRoots: ...

    @property
    def issuer(self) -> VerificationKey:
        """Whose signature makes a household or person code genuine."""
        ...

    def sign_registry(self, document: RegistryDocument) -> bytes: ...

    def issue_code(self, code: SubjectCode) -> str: ...


@dataclass(frozen=True, slots=True)
class KeysInFiles:
    """The keys as read from the data folder."""

    city: DeviceIdentity
    roots: TrustRoots
    root_keys: Sequence[SigningKey]
    issuer_key: SigningKey

    @property
    def issuer(self) -> VerificationKey:
        return self.issuer_key.verification

    def sign_registry(self, document: RegistryDocument) -> bytes:
        return sign_registry(document, roots=self.root_keys)

    def issue_code(self, code: SubjectCode) -> str:
        return issue_code(code, self.issuer_key)


def open_realm_keys(data_folder: Path) -> KeysInFiles:
    """Read the realm's keys.

    Raises:
        KeysUnavailableError: a file is missing or damaged, or fewer roots than it takes are here.

    """
    folder = data_folder / _FOLDER
    roots = read_roots(data_folder)
    present = [read_signing_key(folder / name) for name in _ROOTS if (folder / name).exists()]
    if len(present) < roots.threshold:
        raise KeysUnavailableError(name=_ROOTS[0])
    return KeysInFiles(
        city=read_identity(folder / "city.key"),
        roots=roots,
        root_keys=present,
        issuer_key=read_signing_key(folder / "issuer.key"),
    )


def make_realm_keys(data_folder: Path, *, org: str, entropy: Entropy) -> None:
    """Make the keys of a new realm, all or none; where a realm has begun already, nothing is touched."""
    folder = data_folder / _FOLDER
    if folder.exists():
        return
    draft = data_folder / f"{_FOLDER}.new"
    shutil.rmtree(draft, ignore_errors=True)
    roots = [generate_signing_key(entropy=entropy) for _ in _ROOTS]
    for name, root in zip(_ROOTS, roots, strict=True):
        write_signing_key(draft / name, root)
    write_signing_key(draft / "issuer.key", generate_signing_key(entropy=entropy))
    write_identity(draft / "city.key", generate_service_identity(entropy=entropy, org=org))
    write_roots(data_folder, TrustRoots(tuple(root.verification for root in roots), DEFAULT_THRESHOLD))
    draft.rename(folder)
    flush_folder(data_folder)
