"""A record with the edits that stand beside each other, and what one more edit makes of it.

An edit displaces what its maker had seen, and stands beside what he had not. Which that is
follows from two facts: the city's states of a record are a line, each with a later revision, and
a device's edits arrive in the order they were made. So the maker of an edit on the city's
state `base` had seen every edit merged into it, and every earlier edit of his own - however late
or out of turn the edits of different devices arrive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sync.change import FieldValue
from sync.merge.conflict import Conflict
from sync.merge.join import CITY_NODE, Fields, Joined, Write, join, same_fields
from sync.merge.policy import LIFE, KindPolicy
from sync.merge.three_way import restrict


@dataclass(frozen=True, slots=True)
class Head:
    """An edit of a unit that nobody has changed in knowledge of it."""

    write: Write
    node: str  # whose edit
    merged: str  # the city's revision that has it first


@dataclass(frozen=True, slots=True)
class Standing:
    """The record as the city holds it, with its heads by unit and each device's newest edit."""

    revision: str  # the city's
    fields: Fields = field(repr=False)
    is_deleted: bool = False
    heads: Mapping[str, tuple[Head, ...]] = field(default_factory=dict)
    newest: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # node: city revision, own revision


@dataclass(frozen=True, slots=True)
class Edit:
    """A change, with what its maker had before him when he made it."""

    revision: str
    rank: str  # the revision it counts as: its own, unless its clock runs ahead
    node: str
    base: str | None  # the city's state it was made on; None: the maker knew no such record
    base_fields: Fields | None = field(repr=False)  # that state; None where the city never had it
    view: Fields = field(repr=False)  # that state under the maker's own later edits
    edits: Fields = field(repr=False)
    is_deletion: bool = False
    is_decision: bool = False  # an officer chose: what stands may be chosen, too


@dataclass(frozen=True, slots=True)
class Laid:
    """What the edit made of the record, the conflicts open in the units it touched, and those it ended."""

    standing: Standing
    open: tuple[Conflict, ...]
    ended: tuple[Conflict, ...]


def lay(standing: Standing, edit: Edit, *, merged: str, policy: KindPolicy) -> Laid:
    """Lay an edit beside or over what stands; `merged` is the city's revision of the result.

    Laws (tests/properties): edits of different devices made on one state give the same
    fields and the same open conflicts in whatever order they arrive, each device's own in order.
    """
    units = _touched(standing, edit, policy)
    written = {**edit.view, **edit.edits}
    fields, heads = dict(standing.fields), dict(standing.heads)
    before: list[Conflict] = []
    after: list[Conflict] = []
    is_deleted = standing.is_deleted
    for unit, members in units:
        if _is_untold(standing, unit, members):
            wrote = restrict(written, members)
            if edit.is_decision or not same_fields(wrote, restrict(edit.view, members)):
                heads[unit] = (_head(edit, wrote, merged),)
                fields.update(wrote)
            continue
        sides = _sides(edit, written, unit)
        old, new, laid = _lay_unit(standing, edit, unit, members, sides, merged=merged, policy=policy)
        before.extend(old.conflicts)
        after.extend(new.conflicts)
        if unit == LIFE:
            is_deleted = new.fields[LIFE] is True
        elif laid:
            for name in members:
                fields.pop(name, None)
            fields.update(new.fields)
        if laid:
            heads[unit] = laid
    newest = {**standing.newest, edit.node: (merged, edit.revision)}
    still = {_name(one) for one in after}
    ended = tuple(one for one in before if _name(one) not in still)
    return Laid(Standing(merged, fields, is_deleted, heads, newest), tuple(after), ended)


_NOTHING: Final = Joined({})


def _is_untold(standing: Standing, unit: str, members: frozenset[str]) -> bool:
    """Say whether nothing stands in a unit, as in every unit of a new record: there is nothing to join."""
    return unit != LIFE and unit not in standing.heads and members.isdisjoint(standing.fields)


def _head(edit: Edit, wrote: Fields, merged: str) -> Head:
    return Head(Write(edit.revision, wrote, edit.rank), edit.node, merged)


def _touched(standing: Standing, edit: Edit, policy: KindPolicy) -> Sequence[tuple[str, frozenset[str]]]:
    """Give the units an edit is about, and the life of the record, with all their fields."""
    units: dict[str, set[str]] = {policy.unit_of(name): set() for name in edit.edits}
    for name in {*standing.fields, *edit.view, *edit.edits}:
        unit = policy.unit_of(name)
        if unit in units:
            units[unit].add(name)
    units[LIFE] = {LIFE}
    return [(unit, frozenset(members)) for unit, members in sorted(units.items())]


def _lay_unit(
    standing: Standing,
    edit: Edit,
    unit: str,
    members: frozenset[str],
    sides: tuple[Fields, Fields, Fields],
    *,
    merged: str,
    policy: KindPolicy,
) -> tuple[Joined, Joined, tuple[Head, ...]]:
    """Join the unit without the edit and with it; no heads where the edit leaves the unit alone."""
    rule = policy.rule_of(unit)
    base, view, written = sides
    past, wrote = restrict(base, members), restrict(written, members)
    heads = _heads(standing, edit, unit, members, policy)
    old = join(rule, [one.write for one in heads], past=past) if heads else _NOTHING
    if unit != LIFE and not edit.is_decision and same_fields(wrote, restrict(view, members)):
        return old, old, ()
    laid = (*(one for one in heads if not _has_seen(edit, one)), _head(edit, wrote, merged))
    return old, join(rule, [one.write for one in laid], past=past), laid


def _sides(edit: Edit, written: Fields, unit: str) -> tuple[Fields, Fields, Fields]:
    """Give a unit's past, what the maker saw and what he wrote; every edit says that a record lives."""
    if unit == LIFE:
        return {LIFE: False}, {}, {LIFE: edit.is_deletion}
    return edit.base_fields or {}, edit.view, written


def _heads(
    standing: Standing, edit: Edit, unit: str, members: frozenset[str], policy: KindPolicy
) -> Sequence[Head]:
    """Give the edits that stand, or the city's own word where it has spoken over or without any."""
    stored = standing.heads.get(unit, ())
    now = _unit_now(standing, unit, members)
    if stored and same_fields(join(policy.rule_of(unit), [one.write for one in stored]).fields, now):
        return stored
    if not now or _was_seen(standing, edit, unit, now):
        return ()
    return (Head(Write(standing.revision, now), "", standing.revision),)


def _was_seen(standing: Standing, edit: Edit, unit: str, now: Fields) -> bool:
    if unit == LIFE:
        return not standing.is_deleted or (edit.base is not None and standing.revision <= edit.base)
    if edit.base is None:
        return False
    return edit.base_fields is None or same_fields(restrict(edit.base_fields, frozenset(now)), now)


def _has_seen(edit: Edit, head: Head) -> bool:
    # A base that is no state of the city says nothing of what others had done.
    knows_city = edit.base is not None and edit.base.endswith(f"-{CITY_NODE}")
    return head.node == edit.node or (knows_city and head.merged <= (edit.base or ""))


def _unit_now(standing: Standing, unit: str, members: frozenset[str]) -> Fields:
    if unit == LIFE:
        return {LIFE: standing.is_deleted}
    return restrict(standing.fields, members)


def _name(conflict: Conflict) -> tuple[str, str]:
    return conflict.field, conflict.lost_revision


def values_of(standing: Standing) -> Mapping[str, FieldValue]:
    """Give everything a unit can be made of: the fields and whether the record lives."""
    return {**standing.fields, LIFE: standing.is_deleted}
