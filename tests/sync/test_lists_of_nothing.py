"""An empty list is one byte on the wire and seventy in memory: millions of them are counted, never built."""

import tracemalloc
from collections.abc import Callable

import pytest

from sync.bundle_encoding import MAX_INFLATED_BYTES
from sync.cbor import MAX_VALUES, decode_cbor, encode_cbor
from sync.columns import ExpansionBudget, unpack_column
from sync.envelope.encoding import MAX_ENVELOPE_BYTES, parse_content, parse_envelope
from sync.errors import MessageTooLargeError
from sync.keys.registry import MAX_REGISTRY_BYTES, read_registry
from sync.keys.registry_encoding import peek_root_changes
from sync.receipt import verify_receipt
from sync.wire import MAX_PAGE_BYTES, decode_page
from tests.sync.story import RELAY, TRUST

# A list that announces its many empty members, as large as the message may be.
HEAD_BYTES = 5


def nothings(size: int, *, tag: bytes = b"", member: bytes = b"\x80") -> bytes:
    count = (size - len(tag) - HEAD_BYTES) // len(member)
    return tag + b"\x9a" + count.to_bytes(4, "big") + member * count


def memory_of(refuse: Callable[[], object]) -> int:
    """Give the most memory the refusal took, in bytes."""
    tracemalloc.start()
    with pytest.raises(MessageTooLargeError):
        refuse()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("member", [b"\x80", b"\xa0", b"\x81\xf6", b"\x00"])
def test_envelope_of_nothings_is_refused_before_anybody_is_known(member: bytes) -> None:
    bomb = nothings(MAX_ENVELOPE_BYTES, tag=b"\xd2", member=member)

    assert memory_of(lambda: parse_envelope(bomb)) < 20_000


def test_content_of_nothings_is_refused() -> None:
    bomb = nothings(MAX_ENVELOPE_BYTES, tag=b"\xd8\x60")

    assert memory_of(lambda: parse_content(bomb)) < 20_000


def test_registry_of_nothings_from_anybody_is_refused() -> None:
    bomb = nothings(MAX_REGISTRY_BYTES, tag=b"\xd8\x62")

    assert memory_of(lambda: read_registry(bomb, TRUST)) < 20_000


def test_registry_whose_document_is_of_nothings_is_refused() -> None:
    bomb = nothings(MAX_REGISTRY_BYTES)

    assert memory_of(lambda: peek_root_changes(bomb)) < 20_000


def test_page_of_nothings_from_a_hostile_relay_is_refused() -> None:
    bomb = nothings(MAX_PAGE_BYTES)

    assert memory_of(lambda: decode_page(bomb)) < 20_000


def test_bundle_of_nothings_from_a_member_is_refused() -> None:
    bomb = nothings(MAX_INFLATED_BYTES)

    assert memory_of(lambda: decode_cbor(bomb, limit=MAX_INFLATED_BYTES)) < 20_000


def test_receipt_of_nothings_is_refused() -> None:
    bomb = nothings(4_096, tag=b"\xd2")

    assert memory_of(lambda: verify_receipt(bomb, relay=RELAY.public)) < 20_000


def test_a_string_as_long_as_the_message_is_one_value() -> None:
    encoded = encode_cbor([b"\x80" * (MAX_VALUES + 1)])

    assert decode_cbor(encoded, limit=MAX_INFLATED_BYTES) == [b"\x80" * (MAX_VALUES + 1)]


def test_as_many_values_as_there_may_be_are_read() -> None:
    encoded = encode_cbor([None] * 99)

    assert decode_cbor(encoded, limit=1_000, most_values=100) == [None] * 99


def test_one_value_more_is_refused() -> None:
    encoded = encode_cbor([None] * 100)

    with pytest.raises(MessageTooLargeError):
        decode_cbor(encoded, limit=1_000, most_values=100)


def test_a_constant_for_too_many_rows_is_refused() -> None:
    budget = ExpansionBudget(1_000)

    with pytest.raises(MessageTooLargeError):
        unpack_column({"same": None}, rows=63, budget=budget)
