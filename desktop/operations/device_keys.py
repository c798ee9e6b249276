"""What this computer is to the city: its keys and their names, since when, and what it wishes instead."""

from dataclasses import dataclass

from store import Store
from store.first_heard import first_heard_ms
from sync.errors import NotEnrolledError
from sync.keys.identity import PublicIdentity
from sync.replica import Membership, read_member
from sync.trust_kept import read_wishes


@dataclass(frozen=True, slots=True)
class KeyName:
    """How a pair of keys is named to people: the suite, and the ids of both as hexadecimal digits."""

    suite: int
    signing: str
    sealing: str


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The keys in use and, where new ones wait to be listed, those."""

    current: KeyName
    first_heard_ms: int | None  # when the city first wrote to this identity; None: it has not yet
    since_version: int | None  # the list of the city that brought these keys; None: those it joined with
    following: KeyName | None = None  # those last wished for, while no list names them
    wished_at_ms: int | None = None
    wish_code: str | None = None  # what the city says holds that wish up
    is_refused: bool = False


def read_keys(store: Store) -> DeviceKeys | None:
    """Read how this computer is known; None before it has joined."""
    try:
        member = read_member(store)
    except NotEnrolledError:
        return None
    waiting = [one for one in read_wishes(store) if one.identity != member.identity]
    last = max(waiting, key=lambda one: one.wished_at_ms, default=None)
    return DeviceKeys(
        current=_name(member.identity.public),
        first_heard_ms=first_heard_ms(store),
        since_version=_since(member),
        following=None if last is None else _name(last.identity.public),
        wished_at_ms=None if last is None else last.wished_at_ms,
        wish_code=None if last is None else last.code,
        is_refused=last is not None and last.is_refused,
    )


def _since(member: Membership) -> int | None:
    entry = None if member.registry is None else member.registry.device(member.identity.device_id)
    return max((one.until_epoch for one in entry.former), default=None) if entry is not None else None


def _name(public: PublicIdentity) -> KeyName:
    return KeyName(int(public.suite), public.kid.hex(), public.sealing_kid.hex())
