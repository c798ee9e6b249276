"""A record with the edits that stand beside each other, and what one more edit makes of it.

An edit displaces what its maker had seen, and stands beside what he had not. Which that is
follows from two facts: the city's states of a record are a line, each with a later revision, and
a device's edits arrive in the order they were made. So the maker of an edit on the city's
state `base` had seen every edit merged into it, and every earlier edit of his own - however late
or out of turn the edits of different devices arrive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    fields: Fields
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
    base_fields: Fields | None  # that state; None where the city never had it
    view: Fields  # that state under the maker's own later edits
    edits: Fields
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
    before: list[Conflict] = []
    after: list[Conflict] = []
    result = standing
    for unit in sorted({LIFE, *map(policy.unit_of, edit.edits)}):
        old, new, result = _lay_unit(result, standing, edit, unit, merged=merged, policy=policy)
        before.extend(old.conflicts)
        after.extend(new.conflicts)
    newest = {**standing.newest, edit.node: (merged, edit.revision)}
    result = replace(result, revision=merged, newest=newest)
    still = {_name(one) for one in after}
    return Laid(result, tuple(after), tuple(one for one in before if _name(one) not in still))


def _lay_unit(
    result: Standing, standing: Standing, edit: Edit, unit: str, *, merged: str, policy: KindPolicy
) -> tuple[Joined, Joined, Standing]:
    rule = policy.rule_of(unit)
    members = policy.members(unit, {*standing.fields, *edit.view, *edit.edits, unit})
    base, view, edits = _sides(edit, unit)
    past = restrict(base or {}, members)
    heads = _heads(standing, edit, unit, members, policy)
    old = join(rule, [one.write for one in heads], past=past)
    wrote = restrict({**view, **edits}, members)
    if unit != LIFE and not edit.is_decision and same_fields(wrote, restrict(view, members)):
        return old, old, result
    beside = tuple(one for one in heads if not _has_seen(edit, one))
    laid = (*beside, Head(Write(edit.revision, wrote, edit.rank), edit.node, merged))
    new = join(rule, [one.write for one in laid], past=past)
    heads_now = {**result.heads, unit: laid}
    if unit == LIFE:
        return old, new, replace(result, is_deleted=new.fields[LIFE] is True, heads=heads_now)
    others = {name: value for name, value in result.fields.items() if name not in members}
    return old, new, replace(result, fields={**others, **new.fields}, heads=heads_now)


def _sides(edit: Edit, unit: str) -> tuple[Fields | None, Fields, Fields]:
    """Give a unit's past, what the maker saw and what he wrote; every edit says that a record lives."""
    if unit == LIFE:
        return {LIFE: False}, {}, {LIFE: edit.is_deletion}
    return edit.base_fields, edit.view, edit.edits


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
