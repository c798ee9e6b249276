"""Bytes spelt as ours are read by where they stand; nothing passes there that decoding would refuse."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cose
from sync.cose import SignedMessage, split_message
from sync.envelope import encoding
from sync.envelope.encoding import encode_header, parse_envelope
from sync.envelope.header import ChainLink, EnvelopeHeader
from sync.envelope.header_pattern import read_written
from sync.errors import MessageNotCanonicalError, SyncError
from tests.sync.story import XIANGSHAN, sealed_uplink, uplink_header
from tests.sync.test_cbor_by_hand import headers

Read = TypeVar("Read")

BODY = sealed_uplink(b"work").body
HEADER = split_message(BODY, limit=len(BODY)).protected
HIGHEST = 2**63 - 1


def by_pattern(protected: bytes) -> tuple[int, EnvelopeHeader] | None:
    return read_written(encoding._PATTERN, protected)


def unless_refused(read: Callable[[bytes], Read], encoded: bytes) -> Read | None:
    try:
        return read(encoded)
    except SyncError:
        return None


def decoded_message(encoded: bytes) -> SignedMessage:
    return cose._split_suspiciously(encoded, limit=8_388_608)


def mangled(encoded: bytes) -> st.SearchStrategy[bytes]:
    """Put any few bytes in the place of any few others."""
    places = st.integers(0, len(encoded))
    return st.builds(
        lambda begin, length, new: encoded[:begin] + new + encoded[begin + length :],
        places,
        st.integers(0, 3),
        st.binary(max_size=3),
    )


@given(headers, st.integers(-70_010, -1))
def test_every_header_of_ours_is_read_alike_both_ways(header: EnvelopeHeader, algorithm: int) -> None:
    header = replace(header, sequence=max(1, header.sequence))
    written = encode_header(header, algorithm=algorithm)

    assert encoding._read_suspiciously(written) == (algorithm, header)
    assert by_pattern(written) in ((algorithm, header), None)


@pytest.mark.parametrize("number", [1, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, HIGHEST])
@pytest.mark.parametrize("name", ["", "a", "g" * 23, "g" * 24, "晋江" * 21])
def test_usual_header_fits_the_pattern(number: int, name: str) -> None:
    header = replace(
        uplink_header(),
        sequence=number,
        epoch=number,
        time_ms=number,
        acknowledged=ChainLink(number, bytes(32)),
        org=name,
        audience=name,
    )

    assert by_pattern(encode_header(header, algorithm=-19)) == (-19, header)
    assert by_pattern(encode_header(header, algorithm=-70_001)) == (-70_001, header)


@given(mangled(HEADER))
def test_pattern_reads_nothing_that_decoding_refuses(changed: bytes) -> None:
    assert by_pattern(changed) in (unless_refused(encoding._read_suspiciously, changed), None)


def test_no_changed_byte_of_a_header_is_read_otherwise_than_by_decoding() -> None:
    changed = [
        HEADER[:place] + bytes((value,)) + HEADER[place + 1 :]
        for place in range(len(HEADER))
        for value in range(0, 256, 5)
    ]

    read = [one for one in changed if by_pattern(one) is not None]

    assert read
    assert [one for one in read if by_pattern(one) != encoding._read_suspiciously(one)] == []


def test_text_that_holds_a_label_is_no_end_of_the_text() -> None:
    label = encoding._ENCODED_LABELS[5].decode("latin-1")
    header = replace(uplink_header(), org=f"a{label}b")

    assert parse_envelope(signed(encode_header(header, algorithm=-19))).header == header


@given(mangled(BODY))
def test_message_is_taken_apart_only_where_decoding_would(changed: bytes) -> None:
    assert cose._split_as_written(changed) in (unless_refused(decoded_message, changed), None)


@pytest.mark.parametrize("size", [0, 23, 24, 255, 256, 65_535, 65_536])
def test_message_of_ours_is_taken_apart_by_where_its_parts_stand(size: int) -> None:
    message = SignedMessage(HEADER, bytes(size), bytes(64))
    written = cose._join_message(message)

    assert cose._split_as_written(written) == message == decoded_message(written)


@pytest.mark.parametrize(
    "head", [b"\x58\x17", b"\x59\x00\x17", b"\x5a\x00\x00\x00\x17", b"\x5b" + bytes(7) + b"\x17"]
)
def test_longer_spelling_of_a_length_is_refused(head: bytes) -> None:
    written = cose._join_message(SignedMessage(HEADER, bytes(23), bytes(64)))
    longer = written.replace(b"\x57" + bytes(23), head + bytes(23))

    with pytest.raises(MessageNotCanonicalError):
        split_message(longer, limit=len(longer))


def test_message_that_ends_anywhere_too_early_is_refused() -> None:
    cut = [BODY[:length] for length in range(len(BODY))]

    assert [one for one in cut if unless_refused(parse_envelope, one) is not None] == []


def signed(protected: bytes) -> bytes:
    return cose.sign_protected(protected, payload=cbor2.dumps(b""), signer=XIANGSHAN)
