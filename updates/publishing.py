"""The office's side: a repository begun, releases added to it, moved from ring to ring, renewed, taken back.

The repository is files only, so any web server can hand it out and any stick can carry it:

    metadata/1.root.json, timestamp.json, N.snapshot.json, N.targets.json    who says what (TUF 1.0, §7)
    targets/releases/…/<digest>.0.2.0.json                                   what a release is made of
    objects/ab/<digest>.zst                                                  its files, each once

What is signed last is written last: whoever reads while something is published sees the list before.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from securesystemslib.signer import Signer
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    SPECIFICATION_VERSION,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from updates.errors import (
    KeyMissingError,
    ReleaseExistsError,
    ReleaseUnknownError,
    RepositoryBegunError,
    RepositoryMissingError,
)
from updates.manifest import Manifest, decode_manifest, encode_manifest
from updates.publisher_keys import ROOTS, ROOTS_NEEDED, KeyName, open_signer, read_public, root_signers
from updates.release import Release, Ring, System, release_from_plain, release_to_plain
from updates.version import Version

PROVISIONING: Final = "x-quancai-provisioning"  # the keys that sign profiles, inside the root
_SPEC: Final = ".".join(SPECIFICATION_VERSION)
Part = TypeVar("Part", Root, Targets, Snapshot, Timestamp)


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long each word counts. Long, because a stick takes weeks to the last village.

    The timestamp bounds for how long somebody who keeps back newer lists stays unnoticed.
    """

    root_days: int = 3 * 365
    targets_days: int = 365
    list_days: int = 90


@dataclass(frozen=True, slots=True)
class Publisher:
    """One repository and the folder of the keys an act needs; `now` dates what is signed."""

    folder: Path
    keys: Path
    now: datetime
    terms: Terms = Terms()

    def begin(self) -> bytes:
        """Begin an empty repository; give the root every bundle is to be built with.

        Raises:
            RepositoryBegunError: there is one.
            KeyMissingError: two roots and the keys for lists must lie here.

        """
        if self._metadata("1.root.json").exists():
            raise RepositoryBegunError(place=self.folder.name)
        root = self._signed_root(Root(version=1, spec_version=_SPEC, consistent_snapshot=True))
        targets = Targets(version=1, spec_version=_SPEC, expires=self._after(self.terms.targets_days))
        self._write("1.root.json", root)
        self._publish(targets, snapshot_version=1)
        return root

    def renew_root(self) -> bytes:
        """Sign the next root and the lists with the keys that lie here now; two former roots are among them.

        Raises:
            RepositoryMissingError, KeyMissingError: nothing was written.

        """
        current = self.root()
        following = self._signed_root(
            Root(version=current.version + 1, spec_version=_SPEC, consistent_snapshot=True)
        )
        try:
            for trusting in (current, Metadata[Root].from_bytes(following).signed):
                signed = Metadata[Root].from_bytes(following)
                trusting.verify_delegate(Root.type, signed.signed_bytes, signed.signatures)
        except RepositoryError as error:
            raise KeyMissingError(key="root") from error
        open_signer(self.keys, KeyName.TARGETS)  # before anything is written that only it can follow
        self._write(f"{current.version + 1}.root.json", following)
        self._change(lambda _targets: None)
        return following

    def release(self, release: Release, manifest: Manifest) -> None:
        """Add a release whose files lie in the repository (`packing.pack_tree`).

        Raises:
            ReleaseExistsError: this version was released for this system before.
            RepositoryMissingError, KeyMissingError: nothing was written.

        """
        encoded = encode_manifest(manifest)
        file = TargetFile.from_data(release.target, encoded)
        file.unrecognized_fields["custom"] = release_to_plain(release)

        def add(targets: Targets) -> None:
            if release.target in targets.targets:
                raise ReleaseExistsError(version=str(release.version))
            folder = self.folder / "targets" / Path(release.target).parent
            folder.mkdir(parents=True, exist_ok=True)
            _replace(folder / f"{file.hashes['sha256']}.{Path(release.target).name}", encoded)
            targets.targets[release.target] = file

        self._change(add)

    def promote(self, version: Version, system: System, *, ring: Ring, share: int) -> Release:
        """Let a release go as far as a ring and a share of it.

        Raises:
            ReleaseUnknownError: there is no such release.

        """
        found = self.find(version, system)
        moved = replace(found, ring=ring, share=share)

        def move(targets: Targets) -> None:
            targets.targets[found.target].unrecognized_fields["custom"] = release_to_plain(moved)

        self._change(move)
        return moved

    def withdraw(self, version: Version, system: System) -> Release:
        """Offer a release no more; where it runs already it goes on.

        Raises:
            ReleaseUnknownError: there is no such release.

        """
        found = self.find(version, system)

        def remove(targets: Targets) -> None:
            del targets.targets[found.target]

        self._change(remove)
        return found

    def renew_list(self) -> datetime:
        """Sign the present list anew before its time is over; give until when it counts now.

        What is offered has a time of its own, which only a release, or any other change of it, begins anew.
        """
        snapshot = Metadata[Snapshot].from_file(os.fspath(self._newest("snapshot"))).signed
        self._publish_snapshot(snapshot.meta["targets.json"].version, snapshot.version + 1)
        return min(self._after(self.terms.list_days), self._targets().expires)

    def releases(self) -> list[Release]:
        return [release_from_plain(file.custom) for file in self._targets().targets.values()]

    def before(self, release: Release) -> Manifest | None:
        """Give what the newest earlier release for the same computers is made of; None if there is none."""
        earlier = [
            one for one in self.releases() if one.system == release.system and one.version < release.version
        ]
        if not earlier:
            return None
        target = max(earlier, key=lambda one: one.version).target
        digest = self._targets().targets[target].hashes["sha256"]
        place = self.folder / "targets" / Path(target).parent / f"{digest}.{Path(target).name}"
        return decode_manifest(place.read_bytes())

    def find(self, version: Version, system: System) -> Release:
        for one in self.releases():
            if one.version == version and one.system == system:
                return one
        raise ReleaseUnknownError(version=str(version))

    def root(self) -> Root:
        return Metadata[Root].from_file(os.fspath(self._newest("root"))).signed

    def _signed_root(self, root: Root) -> bytes:
        root.expires = self._after(self.terms.root_days)
        for name in ROOTS:
            root.add_key(read_public(self.keys, name), Root.type)
        root.roles[Root.type].threshold = ROOTS_NEEDED
        for role, name in _ROLES.items():
            root.add_key(read_public(self.keys, name), role)
        provisioning = read_public(self.keys, KeyName.PROVISIONING)
        listed = {"keyid": provisioning.keyid, **provisioning.to_dict()}
        root.unrecognized_fields[PROVISIONING] = {"keys": [listed], "threshold": 1}
        return _signed(root, root_signers(self.keys))

    def _change(self, change: Callable[[Targets], None]) -> None:
        targets = self._targets()
        change(targets)
        targets.version += 1
        targets.expires = self._after(self.terms.targets_days)
        snapshot = Metadata[Snapshot].from_file(os.fspath(self._newest("snapshot"))).signed
        self._publish(targets, snapshot_version=snapshot.version + 1)

    def _publish(self, targets: Targets, *, snapshot_version: int) -> None:
        self._write(f"{targets.version}.targets.json", self._sign(targets, KeyName.TARGETS))
        self._publish_snapshot(targets.version, snapshot_version)

    def _publish_snapshot(self, targets_version: int, version: int) -> None:
        until = self._after(self.terms.list_days)
        snapshot = Snapshot(version, _SPEC, until, {"targets.json": MetaFile(targets_version)})
        timestamp = Timestamp(version, _SPEC, until, MetaFile(version))  # one for one, so one number
        signed = self._sign(snapshot, KeyName.SNAPSHOT), self._sign(timestamp, KeyName.TIMESTAMP)
        self._write(f"{version}.snapshot.json", signed[0])
        self._write("timestamp.json", signed[1])

    def _sign(self, part: Part, key: KeyName) -> bytes:
        return _signed(part, [open_signer(self.keys, key)])

    def _targets(self) -> Targets:
        return Metadata[Targets].from_file(os.fspath(self._newest("targets"))).signed

    def _newest(self, role: str) -> Path:
        found = sorted(
            (self.folder / "metadata").glob(f"*.{role}.json"), key=lambda one: int(one.name.split(".")[0])
        )
        if not found:
            raise RepositoryMissingError(place=self.folder.name)
        return found[-1]

    def _after(self, days: int) -> datetime:
        return self.now.replace(microsecond=0) + timedelta(days=days)

    def _metadata(self, name: str) -> Path:
        return self.folder / "metadata" / name

    def _write(self, name: str, content: bytes) -> None:
        place = self._metadata(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        _replace(place, content)


_ROLES: Final = {
    Targets.type: KeyName.TARGETS,
    Snapshot.type: KeyName.SNAPSHOT,
    Timestamp.type: KeyName.TIMESTAMP,
}


def releases_in(folder: Path) -> list[Release]:
    """List what a repository offers; as it lies there, without asking whose signature it has.

    Raises:
        RepositoryMissingError: there is none.

    """
    return Publisher(folder, folder, datetime.min.replace(tzinfo=UTC)).releases()


def _signed(part: Part, signers: list[Signer]) -> bytes:
    metadata = Metadata(part)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def _replace(place: Path, content: bytes) -> None:
    draft = place.with_name(f"{place.name}.new")
    draft.write_bytes(content)
    draft.replace(place)
