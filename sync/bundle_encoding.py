"""The plaintext of an envelope: canonical CBOR of all items, compressed once.

Two caps guard the reader: the frame must announce its inflated size and that size
must be within the limit, both before a byte is inflated. One change alone hardly
shrinks; a thousand shrink to a third, so compression is always on.
"""

from typing import Final

import zstandard

from sync.cbor import decode_cbor, encode_cbor, read_integer, read_list, read_map
from sync.change import Bundle
from sync.errors import MessageMalformedError, MessageTooLargeError, SchemaUnknownError
from sync.item_encoding import item_from_plain, item_to_plain
from sync.version import BUNDLE_SCHEMA

MAX_INFLATED_BYTES: Final = 32 * 1024 * 1024
MAX_BUNDLE_ITEMS: Final = 20_000
_LEVEL: Final = 3
_KEYS: Final = frozenset({"schema", "items"})


def encode_bundle(bundle: Bundle) -> bytes:
    """Encode and compress.

    Raises:
        MessageTooLargeError: more than a reader would accept; make two bundles.

    """
    plain = encode_cbor({"schema": BUNDLE_SCHEMA, "items": [item_to_plain(item) for item in bundle.items]})
    if len(plain) > MAX_INFLATED_BYTES or len(bundle.items) > MAX_BUNDLE_ITEMS:
        raise MessageTooLargeError(size=str(len(plain)), limit=str(MAX_INFLATED_BYTES))
    return zstandard.ZstdCompressor(level=_LEVEL).compress(plain)


def decode_bundle(encoded: bytes) -> Bundle:
    """Inflate within the limit and read every item, or refuse the whole bundle."""
    row = decode_cbor(_inflate(encoded), limit=MAX_INFLATED_BYTES)
    if isinstance(row, dict) and isinstance(row.get("schema"), int) and row["schema"] > BUNDLE_SCHEMA:
        raise SchemaUnknownError(schema=str(row["schema"]))
    fields = read_map(row, keys=_KEYS)
    read_integer(fields["schema"], low=BUNDLE_SCHEMA, high=BUNDLE_SCHEMA)
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
