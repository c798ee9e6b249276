"""The city's identities as key files: one for each suite its devices have, and former sealing keys of each.

The first identity of a realm is `city.key`, those of suites added later `city-suite-N.key`.
A sealing key that was replaced stays beside it under a number, and opens what was sealed
to it, until the office has it forgotten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from server_stub.key_files import read_identity, write_identity
from sync.adapters.private_file import flush_folder
from sync.keys.identity import DeviceIdentity, KeyId, generate_service_identity, renew_sealing_key
from sync.ports import Entropy
from sync.suites.by_id import require_suite

FIRST: Final = "city"
_NAME: Final = re.compile(r"(?P<stem>city|city-suite-[0-9]+)(-former-(?P<number>[0-9]+))?\.key")


@dataclass(slots=True)
class CityFiles:
    """The identities as read; a file is written before its identity is used, and removed after."""

    folder: Path
    present: dict[str, DeviceIdentity]  # by the stem of their files, in the order they were added
    former: dict[str, DeviceIdentity]  # by whole file name, newest first

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what is there.

        Raises:
            KeysUnavailableError: the first identity is missing, or a file is damaged.
            SuiteUnknownError: an identity of suite 2, and nothing here does SM2.

        """
        named = {path.name: match for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))}
        added = sorted(one["stem"] for one in named.values() if one["number"] is None)
        stems = [FIRST, *(stem for stem in added if stem != FIRST)]
        present = {stem: read_identity(folder / f"{stem}.key") for stem in stems}
        numbered = sorted(
            ((int(one["number"]), name) for name, one in named.items() if one["number"] is not None),
            reverse=True,
        )
        former = {name: read_identity(folder / name) for _, name in numbered}
        # A crash while renewing leaves the present one twice.
        kept = {name: one for name, one in former.items() if one not in present.values()}
        for one in (*present.values(), *kept.values()):
            require_suite(one.suite)  # noticed now, and not in the middle of a round
        return cls(folder, present, kept)

    @property
    def identities(self) -> tuple[DeviceIdentity, ...]:
        """One a suite, the realm's first one first."""
        return tuple(self.present.values())

    @property
    def openers(self) -> tuple[DeviceIdentity, ...]:
        return (*self.identities, *self.former.values())

    def add(self, suite: int, *, org: str, entropy: Entropy) -> None:
        """Make an identity of a further suite; one there is already stays as it is."""
        if any(one.suite == suite for one in self.identities):
            return
        made = generate_service_identity(suite, entropy=entropy, org=org)
        stem = f"city-suite-{suite}"
        self._write(f"{stem}.key", made)
        self.present[stem] = made

    def renew(self, replaced: KeyId, entropy: Entropy) -> None:
        """Draw a new sealing key for the identity that has this one; one that nobody has changes nothing."""
        for stem, one in self.present.items():
            if one.public.sealing_kid == replaced:
                name = f"{stem}-former-{1 + max(self._numbers(stem), default=0)}.key"
                self._write(name, one)
                renewed = renew_sealing_key(one, entropy=entropy)
                self._write(f"{stem}.key", renewed)
                self.present[stem] = renewed
                self.former = {name: one, **self.former}
                return

    def forget(self, sealing_kid: KeyId) -> None:
        """Remove a former key and its file; what is sealed to it opens nowhere any more."""
        for name in [name for name, one in self.former.items() if one.public.sealing_kid == sealing_kid]:
            (self.folder / name).unlink(missing_ok=True)
            flush_folder(self.folder)
            del self.former[name]

    def _write(self, name: str, identity: DeviceIdentity) -> None:
        write_identity(self.folder / name, identity)

    def _numbers(self, stem: str) -> Iterator[int]:
        matches = (_NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return (int(one["number"]) for one in matches if one and one["stem"] == stem and one["number"])
