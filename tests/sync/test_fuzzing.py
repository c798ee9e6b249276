"""Bytes from nowhere, bytes that nearly fit, CBOR that means something else: only our own errors come out."""

import tracemalloc
from pathlib import Path

import cbor2
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.bundle_encoding import MAX_INFLATED_BYTES, encode_bundle
from sync.cbor import encode_cbor
from tests.sync.fuzz_targets import HEADER, PAYLOAD, TARGETS, throw
from tests.sync.story import SIGNED_REGISTRY, bundle, change, sealed_uplink, state

VECTORS = Path(__file__).parents[1] / "vectors" / "envelope"
PLAIN_BUNDLE = zstandard.ZstdDecompressor().decompress(encode_bundle(bundle(change(), state())))
GOOD = {
    "envelope": sealed_uplink().body,
    "header": HEADER,
    "content": PAYLOAD,
    "bundle": zstandard.ZstdCompressor().compress(PLAIN_BUNDLE),
    "inflated-bundle": PLAIN_BUNDLE,
    "registry": SIGNED_REGISTRY,
    "receipt": (VECTORS / "receipt-uplink-1.cbor").read_bytes(),
}
NAMES = sorted(TARGETS)
# Inside an envelope nothing is signed once more: another text in a bundle is another good bundle.
UNSIGNED = {"bundle", "inflated-bundle"}

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=12)
    | st.binary(max_size=40)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.integers(-70_200, 100) | st.text(max_size=8), inner, max_size=6)
        | st.builds(cbor2.CBORTag, st.integers(0, 300), inner)
    ),
    max_leaves=20,
)
encoded_values = st.builds(
    lambda value, canonical: cbor2.dumps(value, canonical=canonical), values, st.booleans()
)


@st.composite
def mutations(draw: st.DrawFn, good: bytes) -> bytes:
    """Cut a piece out of good bytes and put something else there."""
    start = draw(st.integers(0, len(good)))
    end = draw(st.integers(start, min(len(good), start + 12)))
    return good[:start] + draw(st.binary(max_size=12) | encoded_values) + good[end:]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_bytes_from_nowhere_are_refused(name: str, data: bytes) -> None:
    assert throw(name, data) is not None


@pytest.mark.parametrize("name", NAMES)
@given(data=encoded_values)
@settings(max_examples=80, deadline=None)
def test_cbor_that_means_something_else_is_refused(name: str, data: bytes) -> None:
    assert throw(name, data) is not None


@pytest.mark.parametrize("name", NAMES)
@given(draw=st.data())
@settings(max_examples=80, deadline=None)
def test_good_bytes_with_a_piece_exchanged_end_in_an_error_of_ours_or_are_good(
    name: str, draw: st.DataObject
) -> None:
    data = draw.draw(mutations(GOOD[name]))

    refused = throw(name, data)

    assert refused is not None or data == GOOD[name] or name in UNSIGNED


@pytest.mark.parametrize("name", NAMES)
def test_what_the_mutations_start_from_is_good(name: str) -> None:
    assert throw(name, GOOD[name]) is None


BOMBS = {
    "a list said to hold 2^60 values": ("envelope", b"\x9b\x10" + bytes(7)),
    "a byte string said to be 2^60 long": ("envelope", b"\x5b\x10" + bytes(7)),
    "lists inside lists": ("envelope", b"\x81" * 1_000_000),
    "a header of nested maps": ("header", b"\xa1\x01" * 2_000),
    "a million empty lists": (
        "content",
        b"\xd8\x60\x84\x40\xa0\x40\x9a\x00\x0f\x42\x40" + b"\x80" * 1_000_000,
    ),
    "a frame that inflates a thousandfold": (
        "bundle",
        zstandard.ZstdCompressor().compress(bytes(MAX_INFLATED_BYTES + 1)),
    ),
    "a column that repeats a long text": (
        "inflated-bundle",
        encode_cbor(
            {
                "schema": 2,
                "order": bytes(20_000),
                "tables": [{"is": "want", "rows": 20_000, "columns": {"kind": {"same": "x" * 4_000}}}],
            }
        ),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_without_taking_memory(name: str) -> None:
    target, data = BOMBS[name]
    tracemalloc.start()

    refused = throw(target, data)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused is not None
    assert peak < 48 * 1024 * 1024
