"""A release as its signed target says it: for which computers, how far it has gone, what it can carry on.

The facts travel as custom metadata of a TUF target (specification 1.0, §4.5), so they are under the
same signatures as the digest of what they describe.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from updates.errors import ReleaseMalformedError
from updates.version import Version, parse_version

_WORD: Final = re.compile(r"[a-z0-9_]{1,32}")
WHOLE: Final = 100


class Ring(StrEnum):
    """Who gets a release first; each ring has what the ones after it have, and earlier."""

    PILOT = "pilot"
    EARLY = "early"
    ALL = "all"


_ORDER: Final = tuple(Ring)


class Kind(StrEnum):
    """What a release is put in place by."""

    PORTABLE = "portable"  # a folder of its own that is switched to
    DEB = "deb"  # one package for the system's installer


@dataclass(frozen=True, slots=True)
class System:
    """Which computers a build runs on, e.g. linux, x86_64, portable."""

    platform: str
    arch: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Release:
    """One version for one kind of computer."""

    version: Version
    system: System
    ring: Ring  # the widest ring it has reached
    share: int  # per cent of the computers of that ring; narrower rings have it whole
    carries_from: Version  # work that is unsent under an older version must go up first

    @property
    def target(self) -> str:
        """Give the path of its target in the repository."""
        system = self.system
        return f"releases/{system.platform}-{system.arch}/{system.kind}/{self.version}.json"


def is_within(ring: Ring, reached: Ring) -> bool:
    """Say whether a release that has reached one ring is for computers of another."""
    return _ORDER.index(ring) <= _ORDER.index(reached)


def release_to_plain(release: Release) -> dict[str, object]:
    return {
        "version": str(release.version),
        "platform": release.system.platform,
        "arch": release.system.arch,
        "kind": release.system.kind.value,
        "ring": release.ring.value,
        "share": release.share,
        "carries_from": str(release.carries_from),
    }


def release_from_plain(plain: object) -> Release:
    """Read a release; members nobody knows are from a newer publisher and change nothing here.

    Raises:
        ReleaseMalformedError: a member is missing or is not what it should be.

    """
    if not isinstance(plain, Mapping):
        raise ReleaseMalformedError(part="release")
    share = plain.get("share")
    if not isinstance(share, int) or isinstance(share, bool) or not 0 <= share <= WHOLE:
        raise ReleaseMalformedError(part="share")
    return Release(
        version=parse_version(_text(plain, "version")),
        system=make_system(_text(plain, "platform"), _text(plain, "arch"), _text(plain, "kind")),
        ring=read_ring(_text(plain, "ring")),
        share=share,
        carries_from=parse_version(_text(plain, "carries_from")),
    )


def make_system(platform: str, arch: str, kind: str) -> System:
    """Name a kind of computer.

    Raises:
        ReleaseMalformedError: letters, digits and underscores only, and a kind we know.

    """
    if not (_WORD.fullmatch(platform) and _WORD.fullmatch(arch)):
        raise ReleaseMalformedError(part="system")
    try:
        return System(platform, arch, Kind(kind))
    except ValueError as error:
        raise ReleaseMalformedError(part="kind") from error


def read_ring(text: str) -> Ring:
    try:
        return Ring(text)
    except ValueError as error:
        raise ReleaseMalformedError(part="ring") from error


def _text(plain: Mapping[str, object], name: str) -> str:
    value = plain.get(name)
    if not isinstance(value, str):
        raise ReleaseMalformedError(part=name)
    return value
