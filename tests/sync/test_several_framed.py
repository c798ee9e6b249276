"""The frame around several envelopes and their receipts: golden bytes, limits, nothing but strings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cbor import encode_cbor
from sync.errors import MessageMalformedError, MessageTooLargeError, SyncError
from sync.posting import (
    MAX_TOGETHER_BYTES,
    MOST_CONTENT_BYTES,
    MOST_TOGETHER,
    Posted,
    decode_envelopes,
    decode_posted,
    encode_envelopes,
    encode_posted,
)
from sync.receipt import verify_receipt
from sync.wire import decode_problem
from tests.sync.story import RELAY

VECTORS = Path(__file__).parents[1] / "vectors"
FOLDER = VECTORS / "posted"
REFUSED = sorted(FOLDER.glob("refuse-*.cbor"))
UPLINK = tuple((VECTORS / "envelope" / f"uplink-{number}.cbor").read_bytes() for number in (1, 2))

strings = st.lists(st.binary(max_size=40), min_size=1, max_size=MOST_TOGETHER)


def test_two_links_have_this_frame_and_no_other() -> None:
    framed = (FOLDER / "several.cbor").read_bytes()

    assert decode_envelopes(framed) == UPLINK
    assert encode_envelopes(UPLINK) == framed


def test_receipts_are_read_in_order() -> None:
    answer = (FOLDER / "receipts.cbor").read_bytes()

    posted = decode_posted(answer)

    assert [verify_receipt(one, relay=RELAY.public).sequence for one in posted.receipts] == [1, 2]
    assert (posted.refusal, encode_posted(posted)) == (None, answer)


def test_a_refusal_stands_behind_the_receipts_of_what_was_taken() -> None:
    posted = decode_posted((FOLDER / "receipts-refused.cbor").read_bytes())

    problem = decode_problem(posted.refusal or b"", status=409)

    assert len(posted.receipts) == 1
    assert problem is not None
    assert (problem.code, problem.details["want"]) == ("envelope-gap", 2)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: str(path.stem))
def test_bad_frame_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(SyncError) as caught:
        decode_envelopes(path.read_bytes())

    assert caught.value.code == path.stem.removeprefix("refuse-").partition("--")[0]


def test_the_largest_content_fits_its_frame() -> None:
    share = MOST_CONTENT_BYTES // MOST_TOGETHER

    framed = encode_envelopes([b"x" * share] * MOST_TOGETHER)

    assert share * MOST_TOGETHER <= len(framed) <= MAX_TOGETHER_BYTES
    assert len(decode_envelopes(framed)) == MOST_TOGETHER


def test_a_byte_more_than_the_whole_may_have_is_too_large() -> None:
    with pytest.raises(MessageTooLargeError):
        decode_envelopes(encode_envelopes([b"x" * MAX_TOGETHER_BYTES]))


def test_an_answer_without_a_receipt_is_none() -> None:
    with pytest.raises(MessageMalformedError):
        decode_posted(encode_cbor({"receipts": [], "refusal": b"{}"}))


def test_more_receipts_than_envelopes_can_be_are_refused() -> None:
    with pytest.raises(SyncError):
        decode_posted(encode_cbor({"receipts": [b"x"] * (MOST_TOGETHER + 1), "refusal": None}))


@given(bodies=strings)
def test_what_was_framed_comes_out_again(bodies: list[bytes]) -> None:
    assert decode_envelopes(encode_envelopes(bodies)) == tuple(bodies)


@given(receipts=strings, refusal=st.none() | st.binary(max_size=40))
def test_what_was_answered_comes_out_again(receipts: list[bytes], refusal: bytes | None) -> None:
    posted = Posted(tuple(receipts), refusal)

    assert decode_posted(encode_posted(posted)) == posted
