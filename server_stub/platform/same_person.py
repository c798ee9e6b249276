"""What a device may say without a form when it found that two records are of one person.

Three changes, one after the other in its chain: the record that stays names the other and takes
over values, the other points at it, then it is deleted. And back: the pointer goes, which brings the
record to life, and the values return. Whether it may be is asked when it is applied, because the
changes of one envelope build on each other; until then only its shape is looked at.
"""

import json
from collections.abc import Collection, Iterator

from sqlalchemy import select

from employment.same_person import ABSORBED, MERGED_INTO, NOT_CHOSEN, absorbed_ids, may_merge
from server_stub.platform.city_tables import revisions
from server_stub.platform.ledger import Ledger
from server_stub.platform.records import CityRecord
from server_stub.platform.returned import ReturnedError
from server_stub.platform.scope import covers
from sync.change import Change, FieldValue

_PERSON = "person"


class MergeNotPossibleError(ReturnedError):
    """The two records are one already, stand the other way round, or one is not in this device's places."""

    code = "merge-not-possible"


def is_merging(change: Change) -> bool:
    """Say whether a change without a form is part of joining two records, or of parting them."""
    return not change.is_deletion and not {MERGED_INTO, ABSORBED}.isdisjoint(change.edits)


def check_merging(ledger: Ledger, record: CityRecord, change: Change, *, scope: tuple[str, ...]) -> None:
    """Hold a change against what stands now.

    Raises:
        MergeNotPossibleError: it would make a ring, lose somebody, or say what neither record ever said.

    """
    if MERGED_INTO in change.edits:
        _check_pointer(ledger, record, change, scope=scope)
    else:
        _check_survivor(ledger, record, change, scope=scope)


def check_deletion(ledger: Ledger, record: CityRecord) -> None:
    """Keep a record that others point at, unless it points on: nobody may be left without one that stands.

    Raises:
        MergeNotPossibleError: part the records first.

    """
    pointing = [one for one in absorbed_ids(record.fields) if _pointer(ledger, one) == record.id]
    if pointing and not record.fields.get(MERGED_INTO):
        raise MergeNotPossibleError(record=record.id)


def _check_pointer(ledger: Ledger, record: CityRecord, change: Change, *, scope: tuple[str, ...]) -> None:
    target = change.edits[MERGED_INTO]
    if set(change.edits) != {MERGED_INTO}:
        raise MergeNotPossibleError(record=record.id)
    if target is None:
        return  # parting: the record lives again
    survivor = ledger.read(_PERSON, target) if isinstance(target, str) else None
    if survivor is None or survivor.is_deleted or not covers(scope, survivor.village) or record.is_deleted:
        raise MergeNotPossibleError(record=record.id)
    if not may_merge(record.id, survivor.id, lambda name: _pointer(ledger, name)):
        raise MergeNotPossibleError(record=record.id)


def _check_survivor(ledger: Ledger, record: CityRecord, change: Change, *, scope: tuple[str, ...]) -> None:
    if not (set(change.edits) - {ABSORBED}).isdisjoint(NOT_CHOSEN):
        raise MergeNotPossibleError(record=record.id)  # where somebody lives is the office's to say
    named = {*absorbed_ids(record.fields), *absorbed_ids(change.edits)}
    others = [ledger.read(_PERSON, name) for name in sorted(named)]
    if record.is_deleted or any(one is None or not covers(scope, one.village) for one in others):
        raise MergeNotPossibleError(record=record.id)
    taken = {name: _text(value) for name, value in change.edits.items() if name != ABSORBED}
    said = {
        pair
        for one in (record, *others)
        if one is not None
        for pair in _ever_said(ledger, one, names=taken.keys())
    }
    if not taken.items() <= said:
        raise MergeNotPossibleError(record=record.id)


def _ever_said(ledger: Ledger, record: CityRecord, *, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give every value of these fields a record has or had; what it never had counts as no answer."""
    query = select(revisions.c.fields).where(revisions.c.kind == record.kind, revisions.c.id == record.id)
    states = [record.fields, *(json.loads(fields) for (fields,) in ledger.connection.execute(query))]
    for fields in states:
        yield from ((name, _text(fields.get(name))) for name in names)


def _pointer(ledger: Ledger, person_id: str) -> str | None:
    record = ledger.read(_PERSON, person_id)
    target = record.fields.get(MERGED_INTO) if record is not None and record.is_deleted else None
    return target if isinstance(target, str) else None


def _text(value: FieldValue) -> str:
    return json.dumps(value, ensure_ascii=False)
