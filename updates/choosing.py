"""Which release a computer takes, decided by values alone: its ring, its share, its unsent work.

The share is drawn by the name of the computer and the version together, so it is the same at every
look, and the next release begins with other computers. A release that could not carry work
begun under the version here waits until that work has gone up, or is come to by a version between (P9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from updates.release import WHOLE, Release, Ring, System, is_within
from updates.version import Version


@dataclass(frozen=True, slots=True)
class Here:
    """The computer that asks."""

    version: Version
    system: System
    ring: Ring
    name: str  # of this computer, for its share
    unsent: int  # pieces of work nobody else has yet; drafts are not among them, every version reads them
    required: Version | None = None  # the office wants this version or a newer one here, whatever the ring
    given_up: frozenset[Version] = frozenset()  # did not start here; only a newer one is tried


class Why(StrEnum):
    """Why nothing is taken now."""

    NEWEST = "newest"  # nothing newer is published for this kind of computer
    RING = "ring"  # something newer is, for others first
    UNSENT = "unsent"  # something newer waits until the work here has gone up


@dataclass(frozen=True, slots=True)
class Take:
    """This release is for this computer, now."""

    release: Release


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to take; `release` is what waits, if anything does."""

    why: Why
    release: Release | None = None


def choose(releases: Iterable[Release], here: Here) -> Take | Wait:
    """Choose the newest release that is for this computer and can carry what it holds."""
    newer = sorted(
        (
            one
            for one in releases
            if one.system == here.system and one.version > here.version and one.version not in here.given_up
        ),
        key=lambda one: one.version,
        reverse=True,
    )
    if not newer:
        return Wait(Why.NEWEST)
    reached = [one for one in newer if is_for(one, here)]
    if not reached:
        return Wait(Why.RING, newer[0])
    safe = [one for one in reached if can_carry(one, here)]
    return Take(safe[0]) if safe else Wait(Why.UNSENT, reached[0])


def is_for(release: Release, here: Here) -> bool:
    """Say whether a release has reached a computer, by its ring, its share or the office's word."""
    if here.required is not None and here.version < here.required <= release.version:
        return True
    if not is_within(here.ring, release.ring):
        return False
    return here.ring is not release.ring or place_in_share(here.name, release.version) < release.share


def can_carry(release: Release, here: Here) -> bool:
    """Say whether nothing that waits here to go up would be stranded by a release."""
    return here.unsent == 0 or release.carries_from <= here.version


def place_in_share(name: str, version: Version) -> int:
    """Give where a computer stands among a hundred, 0 to 99, for one version."""
    digest = sha256(f"{version}\n{name}".encode()).digest()
    return int.from_bytes(digest[:8]) % WHOLE
