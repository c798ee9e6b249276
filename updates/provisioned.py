"""What this computer was told by its machine: the order in which different words count.

Command line before machine policy before profile. The policy is what only an administrator can write: a file,
and on Windows the registry's key of policies, member by member before it. So it needs no signature and may
even name whom to believe; on Windows in the registry only, as there anybody may make the file's folder. A
profile travels by stick and mail, so it counts only as its signature does. What is refused leaves nothing of
itself behind: the program runs as if it were not there, and says why.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from updates.errors import ProfileInvalidError, ReleaseMalformedError, UpdateError
from updates.release import Ring, read_ring

if TYPE_CHECKING:
    from updates.profile import Profile

PROFILE_NAME: Final = "profile.qzp"
MAX_PROFILE_BYTES: Final = 256 * 1024
POLICY_NAME: Final = "policy.toml"
ROOT_NAME: Final = "publisher-root.json"
SEEN: Final = "seen"  # what looks remember, in the folder of what was fetched
# Whom to believe and what to run: never from a file where a registry says it under better guard.
GUARDED: Final = frozenset({"publisher_root", "authorities", "install"})
_MAX_POLICY_BYTES: Final = 64 * 1024
_MAX_ROOT_BYTES: Final = 512 * 1024
ReadValues = Callable[[], Mapping[str, object]]


class PolicyInvalidError(UpdateError):
    """The administrator's file for this machine cannot be read as one."""

    code = "policy-invalid"


class PolicyUnguardedError(UpdateError):
    """A file others than an administrator may have written says whom to believe; that does not count."""

    code = "policy-unguarded"


class MachineFileUnreadableError(UpdateError):
    """An administrator's file is there and cannot be read, so what it says is not known."""

    code = "machine-file-unreadable"


@dataclass(frozen=True, slots=True)
class Policy:
    """What an administrator decided for this machine; None where nothing was."""

    updates: bool = True  # off: somebody else brings new versions (group policy, a package server)
    source: str | None = None
    ring: Ring | None = None
    publisher_root: Path | None = None
    authorities: Path | None = None  # PEM
    install: tuple[str, ...] = ()  # the command a package is handed to


@dataclass(frozen=True, slots=True)
class Provisioned:
    """All of it together, as the program uses it."""

    policy: Policy = Policy()
    profile: "Profile | None" = None
    refused: UpdateError | None = None  # why a profile or policy that lies here does not count

    @property
    def ring(self) -> Ring:
        if self.policy.ring is not None:
            return self.policy.ring
        return Ring.ALL if self.profile is None else self.profile.ring

    @property
    def source(self) -> str | None:
        """Give where updates come from; None where nobody said, or the policy says off."""
        if not self.policy.updates:
            return None
        return self.policy.source or (None if self.profile is None else self.profile.source)


def read_provisioned(
    *,
    policies: Iterable[Path],
    profiles: Iterable[Path],
    bundled_root: Path | None,
    now: datetime,
    registry: ReadValues | None = None,
    seen: Path | None = None,
) -> Provisioned:
    """Read the first policy and the first profile that are there, in the order given.

    `registry` reads what the system itself keeps for an administrator, by the members of a policy; each of
    them counts before the file's, and where there is one, only it says whom to believe. Of the two, one that
    makes no sense leaves the other as it is. `seen` is where looks remember the publisher's roots.
    """
    policy, refused = _read_policy(policies, registry)
    profile: Profile | None = None
    try:
        encoded = _first_bytes(profiles, limit=MAX_PROFILE_BYTES + 1)
        if encoded is not None:
            profile, damage = _read_profile(encoded, read_root(policy, bundled_root), seen=seen, now=now)
            refused = refused or damage
    except UpdateError as error:
        refused = error
    return Provisioned(policy, profile, refused)


def read_root(policy: Policy, bundled: Path | None) -> bytes | None:
    """Give the publisher's root: the administrator's before the one in the bundle; None where neither is.

    Raises:
        PolicyInvalidError: the policy names one that is not there; no other stands in for it.
        MachineFileUnreadableError: it is there and cannot be read.

    """
    if policy.publisher_root is None:
        return _first_bytes([] if bundled is None else [bundled], limit=_MAX_ROOT_BYTES)
    named = _first_bytes([policy.publisher_root], limit=_MAX_ROOT_BYTES)
    if named is None:
        raise PolicyInvalidError
    return named


def places_to_look(name: str, folders: Iterable[Path | None]) -> tuple[Path, ...]:
    return tuple(folder / name for folder in folders if folder is not None)


def profile_places(
    *, asked: Path | None, installation: Path | None, program: Path | None, machine: Path
) -> tuple[Path, ...]:
    """Give where a profile may lie; the one somebody named stands alone."""
    beside = places_to_look(PROFILE_NAME, (installation, program, machine))
    return beside if asked is None else (asked,)


def _read_policy(policies: Iterable[Path], registry: ReadValues | None) -> tuple[Policy, UpdateError | None]:
    of_file, refused = _tried(partial(_first_values, policies))
    unguarded = GUARDED & of_file.keys()
    if registry is not None and unguarded:
        refused = PolicyUnguardedError(members=", ".join(sorted(unguarded)))
        of_file = {member: of_file[member] for member in of_file.keys() - unguarded}
    of_registry, wrong = _tried(registry or dict)
    return _policy_from({**of_file, **of_registry}), wrong or refused


def _tried(read: ReadValues) -> tuple[Mapping[str, object], UpdateError | None]:
    """Give what was read, and why it is not all that should be."""
    try:
        values = read()
        _policy_from(values)
    except MachineFileUnreadableError as error:
        # It may leave updates to somebody else; until it can be read, they are.
        return {"updates": False}, error
    except (TypeError, ReleaseMalformedError) as error:
        refused = PolicyInvalidError()
        refused.__cause__ = error
        return {}, refused
    except UpdateError as error:
        return {}, error
    return values, None


def _first_values(places: Iterable[Path]) -> Mapping[str, object]:
    encoded = _first_bytes(places, limit=_MAX_POLICY_BYTES)
    if encoded is None:
        return {}
    try:
        return tomllib.loads(encoded.decode("utf-8"))
    except ValueError as error:
        raise PolicyInvalidError from error


def _read_profile(
    encoded: bytes, root: bytes | None, *, seen: Path | None, now: datetime
) -> "tuple[Profile, UpdateError | None]":
    # What verifies a profile is heavy to load, and most computers of a test or a demonstration have none.
    from updates.profile import read_profile  # noqa: PLC0415
    from updates.roots import RootHistoryDamagedError, follow_roots  # noqa: PLC0415

    if root is None or seen is None:
        return read_profile(encoded, root=root, now=now), None
    followed = follow_roots(root, seen)
    damage = None if followed.is_whole else RootHistoryDamagedError()
    try:
        return read_profile(encoded, root=followed.root, now=now), damage
    except ProfileInvalidError as error:
        # A newer root, whose key may have signed it, was not come to.
        raise damage or error from error.__cause__


def _policy_from(plain: Mapping[str, object]) -> Policy:
    ring = _text(plain, "ring")
    updates = plain.get("updates", True)
    install = plain.get("install", [])
    if not isinstance(updates, bool) or not isinstance(install, list):
        raise TypeError(plain)
    if not all(isinstance(word, str) for word in install):
        raise TypeError(install)
    return Policy(
        updates=updates,
        source=_text(plain, "source"),
        ring=None if ring is None else read_ring(ring),
        publisher_root=_place(plain, "publisher_root"),
        authorities=_place(plain, "authorities"),
        install=tuple(install),
    )


def _text(plain: Mapping[str, object], name: str) -> str | None:
    value = plain.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(name)
    return value


def _place(plain: Mapping[str, object], name: str) -> Path | None:
    value = _text(plain, name)
    return None if value is None else Path(value)


def _first_bytes(places: Iterable[Path], *, limit: int) -> bytes | None:
    """Read the first file that is there; only one that is not there may be passed over."""
    for place in places:
        try:
            with place.open("rb") as file:
                return file.read(limit)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise MachineFileUnreadableError(file=place.name) from error
    return None
