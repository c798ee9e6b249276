"""The values of the contract as JSON, read strictly on both ends.

An item has the names and values it has on the wire to the devices (docs/protocol/bundle.md);
the XML of a form is text here. Sources of the shapes: docs/city-contract.openapi.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from server_stub.platform.port import Coming, PlacedState, SendingDevice
from sync.cbor import read_integer, read_list, read_map, read_text
from sync.change import Change, ConflictNotice, FieldValue, FilledForm, RecordState
from sync.errors import MessageMalformedError
from sync.item_encoding import item_from_plain, item_to_plain

Json = dict[str, Any]

_NOTICE: Final = frozenset(one.name for one in fields(ConflictNotice))
_PLACED: Final = frozenset({"state", "before", "made", "conflicts"})
_OUTCOME: Final = frozenset({"item", "code", "changed"})
_MAX_ITEMS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: `code` says why it is returned, `changed` which records are different now."""

    item_id: str
    code: str | None = None
    changed: tuple[PlacedState, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """A sending device as the contract names it."""

    device_id: str
    scope: tuple[str, ...]


def batch_to_json(coming: Iterable[Coming], sender: SendingDevice) -> Json:
    asked = list(coming)
    earlier = {one.form.id: one.form for one in asked if one.form is not None}
    return {
        "sender": {"device": sender.device_id, "scope": list(sender.scope)},
        "items": [item_to_json(one.item) for one in asked],
        "forms": [item_to_json(one) for one in earlier.values()],
    }


def batch_from_json(value: object) -> tuple[list[Coming], Sender]:
    """Read the question for a batch.

    Raises:
        MessageMalformedError: it is none.

    """
    row = read_map(value, keys=frozenset({"sender", "items", "forms"}))
    sender = read_map(row["sender"], keys=frozenset({"device", "scope"}))
    earlier = {one.id: one for one in map(item_from_json, _list(row["forms"])) if isinstance(one, FilledForm)}
    items = [item_from_json(one) for one in _list(row["items"])]
    coming = [
        Coming(one, earlier.get(one.submission_id or "") if isinstance(one, Change) else None)
        for one in items
    ]
    scope = tuple(read_text(one) for one in _list(sender["scope"]))
    return coming, Sender(read_text(sender["device"]), scope)


def item_to_json(item: Change | FilledForm) -> Json:
    plain = item_to_plain(item)
    xml = plain.get("xml")
    return {**plain, "xml": xml.decode("utf-8")} if isinstance(xml, bytes) else plain


def item_from_json(value: object) -> Change | FilledForm:
    if isinstance(value, Mapping) and isinstance(value.get("xml"), str):
        value = {**value, "xml": value["xml"].encode("utf-8")}
    item = item_from_plain(value)
    if not isinstance(item, Change | FilledForm):
        raise MessageMalformedError(part="item")
    return item


def state_to_json(state: RecordState) -> Json:
    return {**item_to_plain(state), "place": state.place}


def state_from_json(value: object) -> RecordState:
    if not isinstance(value, Mapping) or not isinstance(value.get("place"), str):
        raise MessageMalformedError(part="state")
    state = item_from_plain({name: one for name, one in value.items() if name != "place"})
    if not isinstance(state, RecordState):
        raise MessageMalformedError(part="state")
    return RecordState(
        state.record_kind, state.record_id, state.revision, state.fields, state.is_deleted, value["place"]
    )


def notice_to_json(notice: ConflictNotice) -> Json:
    return {"is": "conflict", **asdict(notice)}


def notice_from_json(value: object) -> ConflictNotice:
    row = read_map(value, keys=_NOTICE | {"is"})
    return ConflictNotice(
        record_kind=read_text(row["record_kind"]),
        record_id=read_text(row["record_id"]),
        field=read_text(row["field"]),
        base=_field_value(row["base"]),
        kept=_field_value(row["kept"]),
        lost=_field_value(row["lost"]),
        kept_revision=read_text(row["kept_revision"]),
        lost_revision=read_text(row["lost_revision"]),
        found_at_ms=read_integer(row["found_at_ms"]),
        chosen=_field_value(row["chosen"]),
        ended_by=None if row["ended_by"] is None else read_text(row["ended_by"]),
        ended_at_ms=read_integer(row["ended_at_ms"]),
    )


def placed_to_json(placed: PlacedState) -> Json:
    return {
        "state": state_to_json(placed.state),
        "before": None if placed.before is None else state_to_json(placed.before),
        "made": None if placed.made is None else state_to_json(placed.made),
        "conflicts": [notice_to_json(one) for one in placed.conflicts],
    }


def placed_from_json(value: object) -> PlacedState:
    row = read_map(value, keys=_PLACED)
    return PlacedState(
        state_from_json(row["state"]),
        None if row["before"] is None else state_from_json(row["before"]),
        None if row["made"] is None else state_from_json(row["made"]),
        tuple(notice_from_json(one) for one in _list(row["conflicts"])),
    )


def outcome_to_json(outcome: Outcome) -> Json:
    changed = [placed_to_json(one) for one in outcome.changed]
    return {"item": outcome.item_id, "code": outcome.code, "changed": changed}


def outcomes_from_json(value: object) -> dict[str, Outcome]:
    """Read the answer to a batch.

    Raises:
        MessageMalformedError: it is none.

    """
    rows = _list(read_map(value, keys=frozenset({"outcomes"}))["outcomes"])
    return {one.item_id: one for one in map(_outcome, rows)}


def entry_to_json(entry: RecordState | ConflictNotice) -> Json:
    return state_to_json(entry) if isinstance(entry, RecordState) else notice_to_json(entry)


def entry_from_json(value: object) -> RecordState | ConflictNotice:
    is_notice = isinstance(value, Mapping) and value.get("is") == "conflict"
    return notice_from_json(value) if is_notice else state_from_json(value)


def _outcome(value: object) -> Outcome:
    row = read_map(value, keys=_OUTCOME)
    code = None if row["code"] is None else read_text(row["code"])
    return Outcome(
        read_text(row["item"]), code, tuple(placed_from_json(one) for one in _list(row["changed"]))
    )


def _field_value(value: object) -> FieldValue:
    if value is None or isinstance(value, str | int | bool):
        return value
    raise MessageMalformedError(part="value")


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise MessageMalformedError(part="list")
    return read_list(value, length=len(value))
