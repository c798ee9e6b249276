"""The plaintext of an envelope: canonical CBOR of all items, compressed once.

Items of one kind stand together as a table of columns, and one byte an item says from
which table the next one comes. Two caps guard the reader before a byte is inflated: the
frame must announce its inflated size, and that size must be within the limit; a third
holds what columns may grow to. Bundles of schema 1, one map an item, are read for ever.
"""

from collections.abc import Mapping
from typing import Final

import zstandard

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list, read_map
from sync.change import Bundle, BundleItem
from sync.columns import ExpansionBudget
from sync.errors import MessageMalformedError, MessageTooLargeError, SchemaUnknownError
from sync.item_encoding import item_from_plain
from sync.item_tables import pack_table, table_name, unpack_table
from sync.version import BUNDLE_SCHEMA

MAX_INFLATED_BYTES: Final = 32 * 1024 * 1024
MAX_BUNDLE_ITEMS: Final = 20_000
_MAX_TABLES: Final = 16
_LEVEL: Final = 3
_KEYS: Final = frozenset({"schema", "order", "tables"})
_FIRST_KEYS: Final = frozenset({"schema", "items"})


def encode_bundle(bundle: Bundle) -> bytes:
    """Encode and compress.

    Raises:
        MessageTooLargeError: more than a reader would accept; make two bundles.

    """
    if len(bundle.items) > MAX_BUNDLE_ITEMS:
        raise MessageTooLargeError(size=str(len(bundle.items)), limit=str(MAX_BUNDLE_ITEMS))
    groups: dict[str, list[BundleItem]] = {}
    for item in bundle.items:
        groups.setdefault(table_name(item), []).append(item)
    place = {name: number for number, name in enumerate(groups)}
    order = bytes(place[table_name(item)] for item in bundle.items)
    tables = [pack_table(name, items) for name, items in groups.items()]
    plain = encode_cbor({"schema": BUNDLE_SCHEMA, "order": order, "tables": tables})
    if len(plain) > MAX_INFLATED_BYTES:
        raise MessageTooLargeError(size=str(len(plain)), limit=str(MAX_INFLATED_BYTES))
    return zstandard.ZstdCompressor(level=_LEVEL).compress(plain)


def decode_bundle(encoded: bytes) -> Bundle:
    """Inflate within the limit and read every item, or refuse the whole bundle.

    Raises:
        MessageTooLargeError, MessageMalformedError, MessageNotCanonicalError: not a bundle of ours.
        SchemaUnknownError: a bundle of a newer program.

    """
    row = decode_cbor(_inflate(encoded), limit=MAX_INFLATED_BYTES)
    schema = read_integer(row.get("schema"), low=1) if isinstance(row, Mapping) else 0
    if schema > BUNDLE_SCHEMA:
        raise SchemaUnknownError(schema=str(schema))
    return _decode_first(row) if schema == 1 else _decode_tables(row)


def _decode_tables(row: object) -> Bundle:
    fields = read_map(row, keys=_KEYS)
    read_integer(fields["schema"], low=BUNDLE_SCHEMA, high=BUNDLE_SCHEMA)
    order = read_bytes(fields["order"])
    if len(order) > MAX_BUNDLE_ITEMS:
        raise MessageMalformedError(part="order")
    budget = ExpansionBudget(MAX_INFLATED_BYTES)
    tables = [
        unpack_table(table, rows=order.count(number), budget=budget)
        for number, table in enumerate(read_list(fields["tables"], limit=_MAX_TABLES))
    ]
    if order and max(order) >= len(tables):
        raise MessageMalformedError(part="order")
    following = [iter(table) for table in tables]
    return Bundle(tuple(next(following[place]) for place in order))


def _decode_first(row: object) -> Bundle:
    fields = read_map(row, keys=_FIRST_KEYS)
    items = read_list(fields["items"], limit=MAX_BUNDLE_ITEMS)
    return Bundle(tuple(item_from_plain(item) for item in items))


def _inflate(encoded: bytes) -> bytes:
    try:
        announced = zstandard.get_frame_parameters(encoded).content_size
        if announced in (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR):
            raise MessageMalformedError(part="compression")
        if announced > MAX_INFLATED_BYTES:
            raise MessageTooLargeError(size=str(announced), limit=str(MAX_INFLATED_BYTES))
        inflater = zstandard.ZstdDecompressor(max_window_size=MAX_INFLATED_BYTES)
        return inflater.decompress(encoded, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise MessageMalformedError(part="compression") from error
