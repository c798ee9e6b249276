"""Columns give back what went in, and never more than a bundle may hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cbor import decode_cbor, encode_cbor
from sync.change import HybridTime
from sync.columns import ExpansionBudget, pack_column, unpack_column
from sync.errors import MessageMalformedError, MessageTooLargeError
from sync.merge.revision import revision_of

words = st.sampled_from(["农业", "制造", "", "服务"])
revisions = st.builds(
    HybridTime, st.integers(0, 10**14 - 1), st.integers(0, 10**6 - 1), st.text(min_size=1, max_size=4)
).map(revision_of)
identifiers = st.binary(min_size=16, max_size=16).map(bytes.hex)
columns = st.one_of(
    st.lists(words),
    st.lists(revisions),
    st.lists(identifiers),
    st.lists(identifiers | st.text(max_size=33)),
    st.lists(st.none() | words),
    st.lists(st.integers(-(2**63), 2**63 - 1)),
    st.lists(st.none() | st.booleans() | st.integers(-3, 3) | words),
)


def travelled(values: list[object]) -> list[object]:
    packed = decode_cbor(encode_cbor(pack_column(values)), limit=100_000)
    return list(unpack_column(packed, rows=len(values), budget=ExpansionBudget(1_000_000)))


@given(columns)
@settings(max_examples=200, deadline=None)
def test_what_is_packed_comes_back_with_its_types(values: list[object]) -> None:
    back = travelled(values)

    assert back == values
    assert list(map(type, back)) == list(map(type, values))


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["农业"] * 500, "same"),
        (["农业", "制造"] * 250, "words"),
        ([bytes([number] * 16).hex() for number in range(200)], "hex"),
        ([revision_of(HybridTime(1_763_868_000_000 + number, 0, "n")) for number in range(500)], "time"),
        (list(range(5_000, 5_500)), "step"),
    ],
)
def test_a_column_that_repeats_itself_is_said_shorter(values: list[object], form: str) -> None:
    packed = pack_column(values)

    assert isinstance(packed, dict)
    assert form in packed
    assert len(encode_cbor(packed)) < len(encode_cbor(values)) * 0.6


@pytest.mark.parametrize(
    "packed",
    [
        ["a"],
        {"same": "a", "other": 1},
        {"words": ["a"], "at": b"\x00\x01"},
        {"words": ["a"], "at": b"\x00"},
        {"hex": b"\x00" * 31},
        {"step": [1, True]},
        {"step": [2**64, 2**64]},
        {"time": [[-1, 0], [0, 0], ["n", "n"]]},
        {"time": [[1, 0], [0, 0], [1, 2]]},
        "column",
        {},
    ],
)
def test_a_column_that_does_not_fit_its_rows_is_refused(packed: object) -> None:
    with pytest.raises(MessageMalformedError):
        unpack_column(packed, rows=2, budget=ExpansionBudget(1_000))


@pytest.mark.parametrize("packed", [{"same": "x" * 100}, {"words": ["x" * 100], "at": bytes(20)}])
def test_a_word_said_once_cannot_fill_the_memory_by_being_used_often(packed: object) -> None:
    with pytest.raises(MessageTooLargeError):
        unpack_column(packed, rows=20, budget=ExpansionBudget(1_000))
