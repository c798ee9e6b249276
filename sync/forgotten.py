"""What the city said of a record and no longer knows, because it was put back to a backup: told to a person.

The city's present word stands, or two ends would differ for ever; what it had said before is in
the record's history. Much of it comes back by itself, because work is read again from the relay. So
nothing is said before everything was told anew, and then only of records that still differ. What
is kept until then are digests of values: of a record that leaves meanwhile nothing may stay (P10).
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, cast

from store.connection import Store
from store.records import StoredRecord, read_records
from store.trust import Alarm, keep_trust, raise_alarm, read_trust
from sync.cbor import decode_own_cbor, encode_cbor
from sync.change import FieldValue, RecordState
from sync.errors import Retry, SyncError
from sync.merge.lines import has_forgotten, has_restored_line
from sync.merge.policy import LIFE

_SAID_BEFORE: Final = "said-before-restore"


class CityForgotError(SyncError):
    """The city was put back to a backup, and no longer knows what it had said of a record."""

    code = "city-forgot"
    retry = Retry.NEVER


def note_forgotten(replica: Store, states: Sequence[RecordState]) -> None:
    """Note what the city had said of these records and forgotten, before its present word is taken."""
    noted = _noted(replica)
    before = dict(noted)
    for kind, some in _by_kind(one for one in states if has_restored_line(one.revision)).items():
        held = read_records(replica, kind, [one.record_id for one in some])
        for state in some:
            record = held.get(state.record_id)
            if record is not None and _is_forgotten(state, record):
                noted[f"{kind} {record.id}"] = _digests(record)
    if noted != before:
        keep_trust(replica, _SAID_BEFORE, encode_cbor(noted))


def tell_forgotten(replica: Store, *, now_ms: int) -> str | None:
    """Raise an alarm for each noted record that is still another; everything was told. Give its code."""
    noted = _noted(replica)
    differing = [subject for subject, said in noted.items() if _differs(replica, subject, said)]
    for subject in differing:
        raise_alarm(replica, Alarm(CityForgotError.code, subject, now_ms))
    if noted:
        keep_trust(replica, _SAID_BEFORE, encode_cbor({}))
    return CityForgotError.code if differing else None


def _is_forgotten(state: RecordState, held: StoredRecord) -> bool:
    return held.base_revision is not None and has_forgotten(state.revision, held.base_revision)


def _differs(replica: Store, subject: str, said: Mapping[str, bytes]) -> bool:
    kind, _, record_id = subject.partition(" ")
    record = read_records(replica, kind, [record_id]).get(record_id)
    return record is not None and _digests(record) != said


def _digests(record: StoredRecord) -> dict[str, bytes]:
    """Give a digest of each value the city said last, and of whether the record lives."""
    said: Mapping[str, FieldValue] = record.fields if record.base_fields is None else record.base_fields
    values: dict[str, FieldValue] = {**said, LIFE: record.is_deleted}
    return {name: sha256(encode_cbor([name, value])).digest() for name, value in values.items()}


def _noted(replica: Store) -> dict[str, dict[str, bytes]]:
    kept = read_trust(replica, _SAID_BEFORE)
    return {} if kept is None else cast("dict[str, dict[str, bytes]]", decode_own_cbor(kept))


def _by_kind(states: Iterable[RecordState]) -> dict[str, list[RecordState]]:
    by_kind: dict[str, list[RecordState]] = {}
    for one in states:
        by_kind.setdefault(one.record_kind, []).append(one)
    return by_kind
