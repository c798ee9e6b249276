"""Single items as bytes: one map an item, its kind under "is", strict in both directions.

The outbox keeps single items in this form, so what is queued today can be sealed by
tomorrow's program; that is why every map names its fields instead of counting them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, assert_never, cast

from sync.cbor import (
    decode_cbor,
    decode_own_cbor,
    encode_cbor,
    read_boolean,
    read_bytes,
    read_choice,
    read_integer,
    read_list,
    read_map,
    read_text,
)
from sync.change import (
    MAX_COUNTER,
    MAX_WALL_MS,
    Change,
    FieldValue,
    FilledForm,
    HybridTime,
    RecordState,
    SingleItem,
    Verdict,
    VerdictState,
)
from sync.errors import MessageMalformedError
from sync.value_columns import read_booleans, read_ids, read_integers, read_optional_ids, read_values

MAX_ITEM_BYTES: Final = 4 * 1024 * 1024
_MAX_FIELDS: Final = 2_000
_MAX_ID: Final = 128


def encode_item(item: SingleItem) -> bytes:
    return encode_cbor(item_to_plain(item))


def decode_item(encoded: bytes) -> SingleItem:
    return item_from_plain(decode_cbor(encoded, limit=MAX_ITEM_BYTES))


def decode_kept_item(encoded: bytes) -> SingleItem:
    """Read an item this program wrote into a protected place of its own.

    Ten thousand of them are read before one envelope is sealed, so what only somebody
    else could have done to the bytes - another spelling of the same value - is not looked for.
    """
    value = decode_own_cbor(encoded)
    if isinstance(value, dict) and value.get("is") == "change" and value.keys() == _CHANGE_KEYS:
        return next(_kept_changes([value]))
    return item_from_plain(value)


def decode_kept_items(encoded: Sequence[bytes]) -> list[SingleItem]:
    """Read many items as `decode_kept_item` reads one, checking values of one meaning together.

    Raises:
        MessageMalformedError: one of them is broken; reading them one by one says which.

    """
    values = list(map(decode_own_cbor, encoded))
    changes = [one for one in values if isinstance(one, dict) and one.keys() == _CHANGE_KEYS]
    if len(changes) < len(values) or any(one["is"] != "change" for one in changes):
        return [decode_kept_item(one) for one in encoded]
    return list(_kept_changes(changes))


def item_to_plain(item: SingleItem) -> dict[str, object]:
    match item:
        case Change():
            return {
                "is": "change",
                "id": item.id,
                "kind": item.record_kind,
                "record": item.record_id,
                "base": item.base_revision,
                "revision": item.revision,
                "edits": dict(item.edits),
                "made": [item.made_at.wall_ms, item.made_at.counter, item.made_at.node],
                "operator": item.operator,
                "submission": item.submission_id,
                "deletion": item.is_deletion,
            }
        case FilledForm():
            return {
                "is": "form",
                "id": item.id,
                "form": item.form_id,
                "version": item.form_version,
                "subject": item.subject_id,
                "xml": item.xml,
                "finalised_ms": item.finalised_at_ms,
                "operator": item.operator,
            }
        case RecordState():
            return {
                "is": "state",
                "kind": item.record_kind,
                "record": item.record_id,
                "revision": item.revision,
                "fields": dict(item.fields),
                "deleted": item.is_deleted,
            }
        case Verdict():
            return {
                "is": "verdict",
                "item": item.item_id,
                "state": item.state.value,
                "code": item.code,
                "at_ms": item.at_ms,
            }
        case _:
            assert_never(item)


def item_from_plain(value: object) -> SingleItem:
    kind = value.get("is") if isinstance(value, Mapping) else None
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise MessageMalformedError(part="item")
    return reader(value)


def _read_change(value: object) -> Change:
    row = read_map(value, keys=_CHANGE_KEYS)
    wall_ms, counter, node = read_list(row["made"], length=3)
    return Change(
        id=_read_id(row["id"]),
        record_kind=_read_id(row["kind"]),
        record_id=_read_id(row["record"]),
        base_revision=_read_optional_id(row["base"]),
        revision=_read_id(row["revision"]),
        edits=_read_fields(row["edits"]),
        made_at=HybridTime(
            read_integer(wall_ms, high=MAX_WALL_MS), read_integer(counter, high=MAX_COUNTER), _read_id(node)
        ),
        operator=_read_id(row["operator"]),
        submission_id=_read_optional_id(row["submission"]),
        is_deletion=read_boolean(row["deletion"]),
    )


def _kept_changes(rows: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    for name in _CHANGE_IDS:
        read_ids([row[name] for row in rows])
    for name in ("base", "submission"):
        read_optional_ids([row[name] for row in rows])
    read_booleans([row["deletion"] for row in rows])
    made = [read_list(row["made"], length=3) for row in rows]
    read_integers([one[0] for one in made], high=MAX_WALL_MS)
    read_integers([one[1] for one in made], high=MAX_COUNTER)
    read_ids([cast("str", one[2]) for one in made])
    edits = [row["edits"] for row in rows]
    if not set(map(type, edits)) <= {dict}:
        raise MessageMalformedError(part="fields")
    for names in set(map(tuple, edits)):
        read_ids(names)
    read_values(list(chain.from_iterable(map(dict.values, edits))))
    # By position: an envelope holds ten thousand of them.
    return (
        Change(
            row["id"],
            row["kind"],
            row["record"],
            row["base"],
            row["revision"],
            row["edits"],
            HybridTime(*row["made"]),
            row["operator"],
            row["submission"],
            row["deletion"],
        )
        for row in rows
    )


def _read_form(value: object) -> FilledForm:
    row = read_map(value, keys=_FORM_KEYS)
    return FilledForm(
        id=_read_id(row["id"]),
        form_id=_read_id(row["form"]),
        form_version=_read_id(row["version"]),
        subject_id=_read_id(row["subject"]),
        xml=read_bytes(row["xml"]),
        finalised_at_ms=read_integer(row["finalised_ms"]),
        operator=_read_id(row["operator"]),
    )


def _read_state(value: object) -> RecordState:
    row = read_map(value, keys=_STATE_KEYS)
    return RecordState(
        record_kind=_read_id(row["kind"]),
        record_id=_read_id(row["record"]),
        revision=_read_id(row["revision"]),
        fields=_read_fields(row["fields"]),
        is_deleted=read_boolean(row["deleted"]),
    )


def _read_verdict(value: object) -> Verdict:
    row = read_map(value, keys=_VERDICT_KEYS)
    return Verdict(
        item_id=_read_id(row["item"]),
        state=read_choice(row["state"], VerdictState),
        code=_read_optional_id(row["code"]),
        at_ms=read_integer(row["at_ms"]),
    )


def _read_id(value: object) -> str:
    return read_text(value, limit=_MAX_ID)


def _read_optional_id(value: object) -> str | None:
    return None if value is None else _read_id(value)


def _read_fields(value: object) -> Mapping[str, FieldValue]:
    if not isinstance(value, Mapping) or len(value) > _MAX_FIELDS:
        raise MessageMalformedError(part="fields")
    return {_read_id(name): _read_field(answer) for name, answer in value.items()}


def _read_field(value: object) -> FieldValue:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return read_text(value)
    return read_integer(value, low=-(2**63))


_CHANGE_KEYS: Final = frozenset(
    {"is", "id", "kind", "record", "base", "revision", "edits", "made", "operator", "submission", "deletion"}
)
_CHANGE_IDS: Final = ("id", "kind", "record", "revision", "operator")
_FORM_KEYS: Final = frozenset({"is", "id", "form", "version", "subject", "xml", "finalised_ms", "operator"})
_STATE_KEYS: Final = frozenset({"is", "kind", "record", "revision", "fields", "deleted"})
_VERDICT_KEYS: Final = frozenset({"is", "item", "state", "code", "at_ms"})
_READERS: Final[Mapping[str, Callable[[object], SingleItem]]] = {
    "change": _read_change,
    "form": _read_form,
    "state": _read_state,
    "verdict": _read_verdict,
}
