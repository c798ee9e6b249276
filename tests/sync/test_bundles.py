from dataclasses import replace

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.bundle_encoding import MAX_INFLATED_BYTES, decode_bundle, encode_bundle
from sync.cbor import decode_cbor, encode_cbor
from sync.change import (
    MAX_COUNTER,
    MAX_WALL_MS,
    BlobPiece,
    Bundle,
    BundleItem,
    Change,
    DocumentKind,
    DocumentPiece,
    DocumentWithdrawn,
    EnvelopeVerdict,
    FilledForm,
    FillMark,
    FillStep,
    HybridTime,
    RecordPatch,
    RecordState,
    SingleItem,
    Verdict,
    VerdictState,
    Want,
)
from sync.errors import (
    MessageMalformedError,
    MessageNotCanonicalError,
    MessageTooLargeError,
    SchemaUnknownError,
    SyncError,
)
from sync.item_encoding import decode_item, decode_kept_item, decode_kept_items, encode_item, item_to_plain
from sync.item_tables import pack_table
from tests.sync.story import bundle, change, filled_form, state, verdict

ids = st.text(min_size=1, max_size=40)
numbers = st.integers(0, 2**53)
values = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=40)
fields = st.dictionaries(ids, values, max_size=5)
items: st.SearchStrategy[SingleItem] = st.one_of(
    st.builds(
        Change,
        id=ids,
        record_kind=ids,
        record_id=ids,
        base_revision=st.none() | ids,
        revision=ids,
        edits=fields,
        made_at=st.builds(HybridTime, st.integers(0, MAX_WALL_MS), st.integers(0, MAX_COUNTER), ids),
        operator=ids,
        submission_id=st.none() | ids,
        is_deletion=st.booleans(),
    ),
    st.builds(
        FilledForm,
        id=ids,
        form_id=ids,
        form_version=ids,
        subject_id=ids,
        xml=st.binary(max_size=60),
        finalised_at_ms=numbers,
        operator=ids,
    ),
    st.builds(RecordState, ids, ids, ids, fields, st.booleans()),
    st.builds(Verdict, ids, st.sampled_from(VerdictState), st.none() | ids, numbers),
)
digests = st.binary(min_size=32, max_size=32)
carried_items: st.SearchStrategy[BundleItem] = items | st.one_of(
    st.builds(RecordPatch, ids, ids, ids, ids, fields, st.lists(ids, max_size=2).map(tuple), st.booleans()),
    st.builds(EnvelopeVerdict, digests.map(bytes.hex), st.sampled_from(VerdictState), numbers),
    st.builds(Want, ids, ids),
    st.builds(DocumentPiece, st.sampled_from(DocumentKind), ids, ids, digests, numbers, numbers, st.binary()),
    st.builds(FillMark, st.sampled_from(FillStep)),
    st.builds(DocumentWithdrawn, st.sampled_from(DocumentKind), ids, ids),
    st.builds(BlobPiece, digests, numbers, numbers, ids, ids, ids, st.binary()),
)


@given(st.lists(carried_items, max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_encoded_comes_back(carried: list[BundleItem]) -> None:
    assert decode_bundle(encode_bundle(Bundle(tuple(carried)))) == Bundle(tuple(carried))


@given(items)
@settings(max_examples=60, deadline=None)
def test_an_item_of_the_outbox_comes_back(item: SingleItem) -> None:
    assert decode_item(encode_item(item)) == item
    assert decode_kept_item(encode_item(item)) == item


@given(st.lists(items, max_size=5))
@settings(max_examples=60, deadline=None)
def test_items_of_the_outbox_read_together_are_those_read_one_by_one(waiting: list[SingleItem]) -> None:
    assert decode_kept_items([encode_item(item) for item in waiting]) == waiting


@pytest.mark.parametrize(
    ("field", "broken"),
    [
        ("id", 1),
        ("base", "b" * 129),
        ("deletion", 0),
        ("made", [-1, 0, "a"]),
        ("made", [1, 0]),
        ("made", [1, 0, None]),
        ("edits", [1]),
        ("edits", {"wage": b"raw"}),
        ("edits", {7: "wage"}),
    ],
)
def test_one_broken_change_among_many_is_never_taken_for_whole(field: str, broken: object) -> None:
    whole = item_to_plain(change())

    with pytest.raises(MessageMalformedError):
        decode_kept_items([encode_cbor(whole), encode_cbor({**whole, field: broken}), encode_cbor(whole)])


@pytest.mark.parametrize(
    "order", [b"", b"\x00\x00", b"\x01", b"\x00\x01"], ids=["none", "twice", "elsewhere", "two"]
)
def test_an_order_that_does_not_fit_the_tables_is_refused(order: bytes) -> None:
    plain = {"schema": 2, "order": order, "tables": [pack_table("want", [Want("person", "p-1")])]}

    with pytest.raises(MessageMalformedError):
        decode_bundle(zstandard.ZstdCompressor().compress(encode_cbor(plain)))


@given(st.binary(max_size=120))
@settings(max_examples=100, deadline=None)
def test_garbage_is_an_error_of_ours_never_a_crash(garbage: bytes) -> None:
    with pytest.raises(SyncError):
        decode_bundle(zstandard.ZstdCompressor().compress(garbage))


def test_zip_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(MAX_INFLATED_BYTES + 1))

    assert len(bomb) < 10_000
    with pytest.raises(MessageTooLargeError):
        decode_bundle(bomb)


def test_frame_that_hides_its_size_is_refused() -> None:
    quiet = zstandard.ZstdCompressor(write_content_size=False).compress(b"anything")

    with pytest.raises(MessageMalformedError):
        decode_bundle(quiet)


def test_bytes_after_the_frame_are_refused() -> None:
    with pytest.raises(MessageMalformedError):
        decode_bundle(encode_bundle(bundle(verdict(VerdictState.CHECKED))) + b"x")


def test_bundle_of_a_newer_program_is_named_as_such() -> None:
    newer = zstandard.ZstdCompressor().compress(encode_cbor({"schema": 3, "things": []}))

    with pytest.raises(SchemaUnknownError):
        decode_bundle(newer)


@pytest.mark.parametrize("item", [change(), filled_form(), state(), verdict(VerdictState.APPLIED)])
def test_item_with_an_unknown_member_is_refused(item: SingleItem) -> None:
    with pytest.raises(MessageMalformedError):
        decode_item(encode_cbor({**item_to_plain(item), "extra": 1}))


def test_fraction_is_not_a_field_value() -> None:
    with pytest.raises(MessageMalformedError):
        decode_item(encode_cbor({**item_to_plain(state()), "fields": {"age": 1.5}}))


def test_fields_in_another_order_are_not_canonical() -> None:
    with pytest.raises(MessageNotCanonicalError):
        decode_cbor(b"\xa2\x61b\x01\x61a\x01", limit=100)


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("a date", "c074323032362d31312d32325430383a30303a30305a"),
        ("a big number", "c249010000000000000000"),
        ("a shared reference", "d81c81d81d00"),
        ("a pattern", "d8236161"),
        ("an endless list", "9f01ff"),
        ("a deep nest", "81" * 40 + "01"),
        ("a huge length", "9b7fffffffffffffff"),
    ],
)
def test_cbor_we_never_write_is_not_read(name: str, encoded: str) -> None:
    with pytest.raises(MessageMalformedError):
        decode_cbor(bytes.fromhex(encoded), limit=1_000)


@pytest.mark.parametrize("made", [HybridTime(MAX_WALL_MS + 1, 0, "n"), HybridTime(0, MAX_COUNTER + 1, "n")])
def test_time_that_no_revision_id_could_hold_is_refused(made: HybridTime) -> None:
    with pytest.raises(MessageMalformedError):
        decode_item(encode_item(replace(change(), made_at=made)))
