"""Field by field against the common past: what one side changed stands, what both changed conflicts.

`merge` is the platform's: the newest revision prevails, whoever calls it local, so the
result does not depend on who merges. `rebase` is the device's while its own work is not
applied yet: the officer's words stay on screen above the platform's news. Both report
every conflict with the losing value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from sync.cbor import encode_cbor
from sync.change import FieldValue
from sync.merge.conflict import Conflict

Fields: TypeAlias = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a merge."""

    fields: Fields
    revision: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined record, and what it could not join without a loser."""

    fields: Fields
    conflicts: tuple[Conflict, ...]


class _Absent:
    """Stands for "no such field", which is not the same as an empty one."""


_ABSENT: Final = _Absent()
_Slot: TypeAlias = FieldValue | _Absent
_Preference: TypeAlias = Callable[[_Slot, _Slot], bool]


def merge(base: Fields, local: Version, remote: Version) -> Merged:
    """Join two versions; where both changed a field differently, the newer revision prevails.

    Laws (tests/sync): commutative; merging a version with itself or with the base
    gives that version; every lost value is in a conflict.
    """

    def local_is_newer(mine: _Slot, theirs: _Slot) -> bool:
        # Equal revisions with different values are a fault somewhere; any fixed order keeps us together.
        return (local.revision, _weight(mine)) > (remote.revision, _weight(theirs))

    return _join(base, local, remote, prefers_local=local_is_newer)


def rebase(base: Fields, local: Version, remote: Version) -> Merged:
    """Put local work on top of the platform's state; where both changed a field, local stays visible."""
    return _join(base, local, remote, prefers_local=lambda _mine, _theirs: True)


def _join(base: Fields, local: Version, remote: Version, *, prefers_local: _Preference) -> Merged:
    fields: dict[str, FieldValue] = {}
    conflicts: list[Conflict] = []
    for name in sorted({*base, *local.fields, *remote.fields}):
        past = base.get(name, _ABSENT)
        mine = local.fields.get(name, _ABSENT)
        theirs = remote.fields.get(name, _ABSENT)
        if _same(mine, theirs) or _same(theirs, past):
            chosen = mine
        elif _same(mine, past):
            chosen = theirs
        elif prefers_local(mine, theirs):
            chosen = mine
            conflicts.append(_conflict(name, past, (mine, local.revision), (theirs, remote.revision)))
        else:
            chosen = theirs
            conflicts.append(_conflict(name, past, (theirs, remote.revision), (mine, local.revision)))
        if not isinstance(chosen, _Absent):
            fields[name] = chosen
    return Merged(fields, tuple(conflicts))


def _conflict(name: str, past: _Slot, kept: tuple[_Slot, str], lost: tuple[_Slot, str]) -> Conflict:
    return Conflict(name, _value(past), _value(kept[0]), _value(lost[0]), kept[1], lost[1])


def _same(one: _Slot, other: _Slot) -> bool:
    # Python holds 1 and True equal; a form does not.
    return type(one) is type(other) and one == other


def _value(slot: _Slot) -> FieldValue:
    return None if isinstance(slot, _Absent) else slot


def _weight(slot: _Slot) -> bytes:
    return b"" if isinstance(slot, _Absent) else encode_cbor(slot)
