"""Section 7: what is inside an envelope of records, as maps of exactly the columns of the page."""

from collections.abc import Sequence
from typing import Any

from tests.second_implementation import cbor, shapes
from tests.second_implementation.columns import Room, read_answers, read_column, revision, write_answers
from tests.second_implementation.device_words import check_device_words
from tests.second_implementation.envelope import MAX_INFLATED, deflate, inflate
from tests.second_implementation.refused import insist

MAX_ITEMS = 20_000
MAX_ITEM_BYTES = 4 * 1024 * 1024
COLUMNS: dict[str, tuple[str, ...]] = {
    "change": (
        *("id", "kind", "record", "base", "revision", "edits", "wall_ms", "counter", "node", "operator"),
        *("submission", "deletion"),
    ),
    "form": ("id", "form", "version", "subject", "xml", "finalised_ms", "operator"),
    "want": ("kind", "record"),
    "blob": ("digest", "size", "offset", "media", "submission", "name", "piece"),
    "state": ("kind", "record", "revision", "fields", "deleted", "place"),
    "patch": ("kind", "record", "base", "revision", "fields", "gone", "deleted", "place"),
    "left": ("kind", "record"),
    "fill": ("step",),
    "verdict": ("item", "state", "code", "at_ms"),
    "all": ("envelope", "state", "at_ms"),
    "conflict": (
        *("kind", "record", "field", "kept_revision", "lost_revision", "found_ms", "ended_by", "ended_ms"),
        "values",
    ),
    "withdrawn": ("kind", "name", "version"),
    "report": (
        *("at_ms", "program", "system", "free_mib", "unsent", "last_sync_ms", "forms", "troubles", "order"),
        "diagnostics",
    ),
    "order": ("number", "wish", "argument"),
    "document": ("kind", "name", "version", "digest", "size", "offset", "piece"),
}
BY_NAME = {"edits", "fields", "values"}
Item = dict[str, Any]


def write_bundle(items: Sequence[Item]) -> bytes:
    """Write schema 2, one table a kind, and compress it."""
    kinds = sorted({item["is"] for item in items})
    order = bytes(kinds.index(item["is"]) for item in items)
    tables = [_write_table(kind, [item for item in items if item["is"] == kind]) for kind in kinds]
    return deflate(cbor.write({"schema": 2, "order": order, "tables": tables}))


def _write_table(kind: str, rows: list[Item]) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name in COLUMNS[kind]:
        values = [row[name] for row in rows]
        columns[name] = write_answers(values) if name in BY_NAME else values
    return {"is": kind, "rows": len(rows), "columns": columns}


def read_bundle(plaintext: bytes) -> list[Item]:
    """Read either schema; both give the items of schema 2, revisions written out."""
    content = cbor.read(inflate(plaintext), limit=MAX_INFLATED)
    insist(isinstance(content, dict) and "schema" in content, "message-malformed")
    if content["schema"] == 1:
        return _read_maps(shapes.members(content, "schema", "items")[1])
    insist(content["schema"] == 2, "schema-unknown")
    _, order, tables = shapes.members(content, "schema", "order", "tables")
    return _read_tables(shapes.octets(order), shapes.sequence(tables))


def _read_tables(order: bytes, tables: list[object]) -> list[Item]:
    insist(len(order) <= MAX_ITEMS, "message-too-large")
    room = Room()
    rows = [_read_table(table, order.count(bytes([at])), room) for at, table in enumerate(tables[:256])]
    insist(len(tables) <= 256 and sum(map(len, rows)) == len(order), "message-malformed", "order")
    following = [iter(table) for table in rows]
    return [next(following[at]) for at in order]


def _read_table(table: object, expected: int, room: Room) -> list[Item]:
    kind, rows, columns = shapes.members(table, "is", "rows", "columns")
    insist(isinstance(kind, str) and kind in COLUMNS, "schema-unknown", "an item of no known kind")
    insist(rows == expected, "message-malformed", "rows and order differ")
    shapes.members(columns, *COLUMNS[kind])
    read = {
        name: (read_answers if name in BY_NAME else read_column)(columns[name], expected, room)
        for name in COLUMNS[kind]
    }
    items = [{"is": kind} | {name: read[name][at] for name in COLUMNS[kind]} for at in range(expected)]
    return [_filled(item) for item in items]


def _filled(item: Item) -> Item:
    """Check a computer's words; fill what a change leaves out: revision from time, id from revision."""
    check_device_words(item)
    if item["is"] != "change":
        return item
    made = item["revision"] or revision(item["wall_ms"], item["counter"], item["node"])
    return item | {"revision": made, "id": item["id"] or made}


_OLD_CHANGE = (
    "id",
    "kind",
    "record",
    "base",
    "revision",
    "edits",
    "made",
    "operator",
    "submission",
    "deletion",
)
_OLD = {
    "change": _OLD_CHANGE,
    "form": COLUMNS["form"],
    "state": ("kind", "record", "revision", "fields", "deleted"),
    "verdict": COLUMNS["verdict"],
}


def _read_maps(listed: object) -> list[Item]:
    items = shapes.sequence(listed)
    insist(len(items) <= MAX_ITEMS, "message-too-large")
    return [_read_map(item) for item in items]


def read_item(encoded: bytes) -> Item:
    """Read one item of schema 1, the form an outbox keeps."""
    return _read_map(cbor.read(encoded, limit=MAX_ITEM_BYTES))


def _read_map(item: object) -> Item:
    insist(isinstance(item, dict) and item.get("is") in _OLD, "schema-unknown")
    assert isinstance(item, dict)
    shapes.members(item, "is", *_OLD[item["is"]])
    if item["is"] == "state":
        return item | {"place": ""}
    if item["is"] != "change":
        return item
    wall, counter, node = shapes.sequence(item["made"], 3)
    rest = {name: value for name, value in item.items() if name != "made"}
    return rest | {"wall_ms": wall, "counter": counter, "node": node}
