"""Items of one kind as a table of columns: what a bundle is made of since schema 2.

Reading checks a whole column at once and builds the values last, so ten thousand
records cost what a few hundred did one by one. A column nobody knows, or one that is
missing, makes the bundle one we do not understand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sync.cbor import read_integer, read_map, read_text
from sync.change import (
    MAX_COUNTER,
    MAX_WALL_MS,
    BlobPiece,
    BundleItem,
    Change,
    ConflictNotice,
    DeviceOrder,
    DeviceReport,
    DocumentKind,
    DocumentPiece,
    DocumentWithdrawn,
    EnvelopeVerdict,
    FilledForm,
    FillMark,
    FillStep,
    RecordLeft,
    RecordPatch,
    RecordState,
    Verdict,
    VerdictState,
    Want,
)
from sync.change_columns import build_change, build_conflict, pack_change, pack_conflict
from sync.columns import ExpansionBudget, pack_column, unpack_column
from sync.device_columns import (
    ORDER_COLUMNS,
    REPORT_COLUMNS,
    build_order,
    build_report,
    pack_order,
    pack_report,
)
from sync.errors import MessageMalformedError
from sync.field_columns import pack_fields, unpack_fields
from sync.value_columns import (
    read_booleans,
    read_bytes_column,
    read_choices,
    read_digests,
    read_ids,
    read_integers,
    read_name_lists,
    read_optional_ids,
)

Column = Sequence[Any]
Reader = Callable[[Column], Column]


@dataclass(frozen=True, slots=True)
class _Table:
    """How one kind of item is taken apart into columns and put together again."""

    kind: type
    pack: Callable[[Any], tuple[object, ...]]
    columns: Mapping[str, Reader]
    build: Callable[..., BundleItem]
    fields: str | None = None  # the column that holds answers by name, if any; it comes last


def pack_table(name: str, items: Sequence[BundleItem]) -> dict[str, object]:
    """Take items of one kind apart."""
    table = TABLES[name]
    rows = list(map(table.pack, items))
    columns: dict[str, object] = {
        column: pack_column(values)
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=False)
    }
    if table.fields is not None:
        columns[table.fields] = pack_fields([cast("Mapping[str, object]", row[-1]) for row in rows])
    return {"is": name, "rows": len(items), "columns": columns}


def unpack_table(value: object, *, rows: int, budget: ExpansionBudget) -> list[BundleItem]:
    """Put the items of one table together again; there must be exactly so many.

    Raises:
        MessageMalformedError: another number of items, a kind, a column or a value nobody knows.
        MessageTooLargeError: more than the budget allows.

    """
    row = read_map(value, keys=_TABLE_KEYS)
    table = TABLES.get(read_text(row["is"], limit=32))
    if table is None:
        raise MessageMalformedError(part="item")
    count = read_integer(row["rows"], low=max(rows, 1), high=rows)
    names = {*table.columns} | ({table.fields} if table.fields else set())
    packed = read_map(row["columns"], keys=frozenset(names))
    columns = [
        read(unpack_column(packed[name], rows=count, budget=budget)) for name, read in table.columns.items()
    ]
    if table.fields is not None:
        columns.append(unpack_fields(packed[table.fields], rows=count, budget=budget))
    return list(map(table.build, *columns))


def table_name(item: BundleItem) -> str:
    return _NAMES[type(item)]


def _reader(read: Callable[..., Column], **limits: Any) -> Reader:
    return lambda column: read(column, **limits)


_NATURAL: Final = _reader(read_integers)
TABLES: Final[Mapping[str, _Table]] = {
    "change": _Table(
        Change,
        pack_change,
        {
            "id": read_optional_ids,
            "kind": read_ids,
            "record": read_ids,
            "base": read_optional_ids,
            "revision": read_optional_ids,
            "wall_ms": _reader(read_integers, high=MAX_WALL_MS),
            "counter": _reader(read_integers, high=MAX_COUNTER),
            "node": read_ids,
            "operator": read_ids,
            "submission": read_optional_ids,
            "deletion": read_booleans,
        },
        build_change,
        fields="edits",
    ),
    "form": _Table(
        FilledForm,
        lambda one: (
            one.id,
            one.form_id,
            one.form_version,
            one.subject_id,
            one.xml,
            one.finalised_at_ms,
            one.operator,
        ),
        {
            "id": read_ids,
            "form": read_ids,
            "version": read_ids,
            "subject": read_ids,
            "xml": read_bytes_column,
            "finalised_ms": _NATURAL,
            "operator": read_ids,
        },
        FilledForm,
    ),
    "state": _Table(
        RecordState,
        lambda one: (one.record_kind, one.record_id, one.revision, one.is_deleted, one.place, one.fields),
        {
            "kind": read_ids,
            "record": read_ids,
            "revision": read_ids,
            "deleted": read_booleans,
            "place": read_ids,
        },
        lambda kind, record, revision, deleted, place, fields: RecordState(
            kind, record, revision, fields, deleted, place
        ),
        fields="fields",
    ),
    "patch": _Table(
        RecordPatch,
        lambda one: (
            one.record_kind,
            one.record_id,
            one.base_revision,
            one.revision,
            list(one.gone) or None,
            one.is_deleted,
            one.place,
            one.fields,
        ),
        {
            "kind": read_ids,
            "record": read_ids,
            "base": read_ids,
            "revision": read_ids,
            "gone": read_name_lists,
            "deleted": read_booleans,
            "place": read_ids,
        },
        lambda kind, record, base, revision, gone, deleted, place, fields: RecordPatch(
            kind, record, base, revision, fields, gone, deleted, place
        ),
        fields="fields",
    ),
    "verdict": _Table(
        Verdict,
        lambda one: (one.item_id, one.state.value, one.code, one.at_ms),
        {
            "item": read_ids,
            "state": _reader(read_choices, choices=VerdictState),
            "code": read_optional_ids,
            "at_ms": _NATURAL,
        },
        Verdict,
    ),
    "all": _Table(
        EnvelopeVerdict,
        lambda one: (bytes.fromhex(one.envelope_id), one.state.value, one.at_ms),
        {"envelope": read_digests, "state": _reader(read_choices, choices=VerdictState), "at_ms": _NATURAL},
        lambda envelope, state, at_ms: EnvelopeVerdict(envelope.hex(), state, at_ms),
    ),
    "want": _Table(
        Want, lambda one: (one.record_kind, one.record_id), {"kind": read_ids, "record": read_ids}, Want
    ),
    "left": _Table(
        RecordLeft,
        lambda one: (one.record_kind, one.record_id),
        {"kind": read_ids, "record": read_ids},
        RecordLeft,
    ),
    "fill": _Table(
        FillMark,
        lambda one: (one.step.value,),
        {"step": _reader(read_choices, choices=FillStep)},
        FillMark,
    ),
    "conflict": _Table(
        ConflictNotice,
        pack_conflict,
        {
            "kind": read_ids,
            "record": read_ids,
            "field": read_ids,
            "kept_revision": read_ids,
            "lost_revision": read_ids,
            "found_ms": _NATURAL,
            "ended_by": read_optional_ids,
            "ended_ms": _NATURAL,
        },
        build_conflict,
        fields="values",
    ),
    "document": _Table(
        DocumentPiece,
        lambda one: (one.kind.value, one.name, one.version, one.digest, one.size, one.offset, one.piece),
        {
            "kind": _reader(read_choices, choices=DocumentKind),
            "name": read_ids,
            "version": read_ids,
            "digest": read_digests,
            "size": _NATURAL,
            "offset": _NATURAL,
            "piece": read_bytes_column,
        },
        DocumentPiece,
    ),
    "withdrawn": _Table(
        DocumentWithdrawn,
        lambda one: (one.kind.value, one.name, one.version),
        {"kind": _reader(read_choices, choices=DocumentKind), "name": read_ids, "version": read_ids},
        DocumentWithdrawn,
    ),
    "blob": _Table(
        BlobPiece,
        lambda one: (
            one.digest,
            one.size,
            one.offset,
            one.media_type,
            one.submission_id,
            one.name,
            one.piece,
        ),
        {
            "digest": read_digests,
            "size": _NATURAL,
            "offset": _NATURAL,
            "media": read_ids,
            "submission": read_ids,
            "name": read_ids,
            "piece": read_bytes_column,
        },
        BlobPiece,
    ),
    "report": _Table(DeviceReport, pack_report, REPORT_COLUMNS, build_report),
    "order": _Table(DeviceOrder, pack_order, ORDER_COLUMNS, build_order),
}
_NAMES: Final = {table.kind: name for name, table in TABLES.items()}
_TABLE_KEYS: Final = frozenset({"is", "rows", "columns"})
