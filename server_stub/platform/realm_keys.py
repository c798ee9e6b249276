"""The keys of the realm: the city's own, the roots that sign the registry, the issuer of codes.

`RealmKeys` is the port a key device implements later; the files stand in for it.
Two of three roots are enough to sign, so one may lie in another building: whichever
root files are present sign, and too few is an error, not a weaker registry. The city has
one identity for each suite of its devices; former keys open what was sealed to them until
nothing of that kind can arrive, and the roots of today are those the registry's chain of
changes leads to.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from server_stub.errors import KeysUnavailableError
from server_stub.key_files import read_signing_key, write_identity, write_signing_key
from server_stub.platform.city_files import FIRST, CityFiles
from server_stub.public_files import read_roots, write_roots
from sync.adapters.private_file import flush_folder
from sync.codes.subject_code import SubjectCode, issue_code
from sync.keys.identity import (
    DeviceIdentity,
    KeyId,
    SigningKey,
    VerificationKey,
    generate_service_identity,
    generate_signing_key,
)
from sync.keys.registry import DEFAULT_THRESHOLD, TrustRoots, sign_registry
from sync.keys.registry_document import RegistryDocument
from sync.keys.roots import follow_roots, sign_root_change
from sync.ports import Entropy

ROOT_COUNT: Final = 3
REALM_KEYS: Final = "realm-keys"
_FIRST_ROOT: Final = "root-1.key"


class RealmKeys(Protocol):
    """What the platform asks of whatever holds the realm's keys."""

    @property
    def city(self) -> DeviceIdentity:
        """The realm's first identity; it asks the relay."""
        ...

    @property
    def cities(self) -> tuple[DeviceIdentity, ...]:
        """One identity a suite, the first one first; each speaks with the devices of its suite."""
        ...

    @property
    def former(self) -> tuple[DeviceIdentity, ...]:
        """The city's identities with sealing keys they had before, newest first."""
        ...

    @property
    def openers(self) -> tuple[DeviceIdentity, ...]:
        """Whatever something for the city may be sealed to: present keys, then former ones."""
        ...

    @property
    def roots(self) -> TrustRoots:
        """The first roots of the realm; those of today follow from the registry."""
        ...

    @property
    def issuer(self) -> VerificationKey:
        """Whose signature makes a household or person code genuine."""
        ...

    def sign_registry(self, document: RegistryDocument) -> bytes:
        """Sign with those roots that are roots under this document's changes."""
        ...

    def add_city(self, suite: int, entropy: Entropy) -> None:
        """Make the city's identity of a further suite; one there is already stays.

        Raises:
            SuiteUnknownError: nothing here does this suite; nothing was made.

        """
        ...

    def renew_city(self, replaced: KeyId, entropy: Entropy) -> None:
        """Draw a new sealing key in the place of this one, which goes on opening."""
        ...

    def forget_former(self, sealing_kid: KeyId) -> None:
        """Destroy a former sealing key; what is sealed to it opens nowhere any more."""
        ...

    def hand_over_roots(self, present: TrustRoots, entropy: Entropy) -> bytes:
        """Draw new roots and give the change to them, signed by the present and the new ones."""
        ...

    def issue_code(self, code: SubjectCode) -> str: ...


@dataclass(slots=True)
class KeysInFiles:
    """The keys as read from the data folder; renewing one writes its file before it is used."""

    folder: Path
    city_files: CityFiles = field(repr=False)
    roots: TrustRoots
    root_keys: Sequence[SigningKey] = field(repr=False)
    issuer_key: SigningKey = field(repr=False)

    @property
    def city(self) -> DeviceIdentity:
        return self.cities[0]

    @property
    def cities(self) -> tuple[DeviceIdentity, ...]:
        return self.city_files.identities

    @property
    def former(self) -> tuple[DeviceIdentity, ...]:
        return tuple(self.city_files.former.values())

    @property
    def openers(self) -> tuple[DeviceIdentity, ...]:
        return self.city_files.openers

    @property
    def issuer(self) -> VerificationKey:
        return self.issuer_key.verification

    def sign_registry(self, document: RegistryDocument) -> bytes:
        return sign_registry(document, roots=self._signers(follow_roots(document.root_changes, self.roots)))

    def add_city(self, suite: int, entropy: Entropy) -> None:
        self.city_files.add(suite, org=self.city.org, entropy=entropy)

    def renew_city(self, replaced: KeyId, entropy: Entropy) -> None:
        self.city_files.renew(replaced, entropy)

    def forget_former(self, sealing_kid: KeyId) -> None:
        self.city_files.forget(sealing_kid)

    def hand_over_roots(self, present: TrustRoots, entropy: Entropy) -> bytes:
        following = [generate_signing_key(entropy=entropy) for _ in range(ROOT_COUNT)]
        taken = len(list(self.folder.glob("root-*.key")))
        for number, root in enumerate(following, start=taken + 1):
            write_signing_key(self.folder / f"root-{number}.key", root)
        signers = [*self._signers(present), *following]
        self.root_keys = (*self.root_keys, *following)
        trust = TrustRoots(tuple(root.verification for root in following), DEFAULT_THRESHOLD)
        return sign_root_change(trust, present=present, signers=signers)

    def issue_code(self, code: SubjectCode) -> str:
        return issue_code(code, self.issuer_key)

    def _signers(self, roots: TrustRoots) -> list[SigningKey]:
        """Give those of our root keys that are roots now.

        Raises:
            KeysUnavailableError: fewer than must agree are here.

        """
        signers = [key for key in self.root_keys if key.verification in roots.keys]
        if len(signers) < roots.threshold:
            raise KeysUnavailableError(name=_FIRST_ROOT)
        return signers


def open_realm_keys(data_folder: Path) -> KeysInFiles:
    """Read the realm's keys.

    Raises:
        KeysUnavailableError: a file is missing or damaged, or fewer roots than it takes are here.
        SuiteUnknownError: the city has an identity of suite 2, and nothing here does SM2.

    """
    folder = data_folder / REALM_KEYS
    roots = read_roots(data_folder)
    present = [read_signing_key(path) for path in sorted(folder.glob("root-*.key"))]
    if len(present) < roots.threshold:
        raise KeysUnavailableError(name=_FIRST_ROOT)
    return KeysInFiles(
        folder=folder,
        city_files=CityFiles.read(folder),
        roots=roots,
        root_keys=present,
        issuer_key=read_signing_key(folder / "issuer.key"),
    )


def make_realm_keys(data_folder: Path, *, org: str, entropy: Entropy) -> None:
    """Make the keys of a new realm, all or none; where a realm has begun already, nothing is touched."""
    folder = data_folder / REALM_KEYS
    if folder.exists():
        return
    draft = data_folder / f"{REALM_KEYS}.new"
    shutil.rmtree(draft, ignore_errors=True)
    roots = [generate_signing_key(entropy=entropy) for _ in range(ROOT_COUNT)]
    for number, root in enumerate(roots, start=1):
        write_signing_key(draft / f"root-{number}.key", root)
    write_signing_key(draft / "issuer.key", generate_signing_key(entropy=entropy))
    write_identity(draft / f"{FIRST}.key", generate_service_identity(entropy=entropy, org=org))
    write_roots(data_folder, TrustRoots(tuple(root.verification for root in roots), DEFAULT_THRESHOLD))
    draft.rename(folder)
    flush_folder(data_folder)
