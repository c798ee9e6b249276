"""Two versions of a record against their common past: what one side changed stands, the rest is joined.

`merge` gives both sides the same weight, whoever calls it. `rebase` is a device's while its
own work is not applied yet: the officer's words stay on screen above the platform's news,
until the city, which has both, says what stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.merge.conflict import Conflict
from sync.merge.join import Fields, Joined, Write, join, same_fields
from sync.merge.policy import ASK_ALWAYS, FieldRule, KindPolicy


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a merge."""

    fields: Fields = field(repr=False)
    revision: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined record, and what it could not join without a loser."""

    fields: Fields = field(repr=False)
    conflicts: tuple[Conflict, ...]


def merge(base: Fields, local: Version, remote: Version, *, policy: KindPolicy = ASK_ALWAYS) -> Merged:
    """Join two versions by the rules of their kind.

    Laws (tests/sync, tests/properties): commutative; merging a version with itself or with
    the base gives that version; every lost value is in a conflict or let go by its rule.
    """
    return _merged(_units(base, local, remote, policy, prefers_local=False))


def rebase(base: Fields, local: Version, remote: Version, *, policy: KindPolicy = ASK_ALWAYS) -> Merged:
    """Put local work on top of the platform's state; where an officer has to decide, local stays visible."""
    return _merged(_units(base, local, remote, policy, prefers_local=True))


_OFFICER_DECIDES = frozenset({FieldRule.ASK, FieldRule.IDENTITY})


def _units(
    base: Fields, local: Version, remote: Version, policy: KindPolicy, *, prefers_local: bool
) -> Iterator[Joined]:
    names = {*base, *local.fields, *remote.fields}
    for unit in sorted({policy.unit_of(name) for name in names}):
        members = policy.members(unit, names)
        past, mine, theirs = (restrict(one, members) for one in (base, local.fields, remote.fields))
        if same_fields(mine, theirs) or same_fields(theirs, past):
            yield Joined(mine)
        elif same_fields(mine, past):
            yield Joined(theirs)
        else:
            ours, others = Write(local.revision, mine), Write(remote.revision, theirs)
            joined = join(policy.rule_of(unit), [ours, others], past=past)
            is_ours = prefers_local and policy.rule_of(unit) in _OFFICER_DECIDES
            yield _turned(joined, ours, others, past) if is_ours else joined


def _turned(joined: Joined, ours: Write, others: Write, past: Fields) -> Joined:
    """Show what is ours, whichever of the two would stand."""
    if same_fields(joined.fields, ours.fields):
        return joined
    return join(FieldRule.ASK, [Write(ours.revision, ours.fields, rank="~"), others], past=past)


def restrict(fields: Fields, names: frozenset[str]) -> Fields:
    if len(names) == 1:
        [name] = names
        return {name: fields[name]} if name in fields else {}
    return {name: fields[name] for name in sorted(names) if name in fields}


def _merged(joined: Iterator[Joined]) -> Merged:
    units = list(joined)
    fields = {name: value for unit in units for name, value in unit.fields.items()}
    conflicts = [one for unit in units for one in unit.conflicts]
    return Merged(dict(sorted(fields.items())), tuple(sorted(conflicts, key=lambda one: one.field)))
