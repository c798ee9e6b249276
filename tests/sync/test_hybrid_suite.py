"""Suite 3: both halves of the wrapped key count, and a second implementation opens it."""

from hashlib import sha256

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import NotOpenableError
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId, WrappedKey
from tests.fakes.entropy import SeededEntropy
from tests.sync.hpke_oracle import open_hybrid

SUITE = suite_by_id(SuiteId.HYBRID)
FIRST = suite_by_id(SuiteId.INTERNATIONAL)
SECRET = SUITE.new_sealing_secret(SeededEntropy("city"))
PUBLIC = SUITE.sealing_public(SECRET)
WRAPPED = SUITE.wrap(PUBLIC, bytes(range(32)), context=b"header")


def test_wrapped_key_opens_under_its_context() -> None:
    assert SUITE.unwrap(SECRET, WRAPPED, context=b"header") == bytes(range(32))


def test_the_second_implementation_opens_what_we_wrap() -> None:
    opened = open_hybrid(
        SECRET, encapsulated=WRAPPED.encapsulated, ciphertext=WRAPPED.ciphertext, info=b"header"
    )

    assert opened == bytes(range(32))


def test_sizes_are_those_of_the_two_halves() -> None:
    assert (len(SECRET), len(PUBLIC)) == (64 + 32, 1_184 + 32)
    assert (len(WRAPPED.encapsulated), len(WRAPPED.ciphertext)) == (1_088 + 32, 32 + 16)


@pytest.mark.parametrize(
    "other",
    [SECRET[:64] + bytes(range(1, 33)), bytes(range(64)) + SECRET[64:]],
    ids=["only the lattice half", "only the curve half"],
)
def test_one_half_of_the_secret_does_not_open(other: bytes) -> None:
    with pytest.raises(NotOpenableError):
        SUITE.unwrap(other, WRAPPED, context=b"header")


@given(position=st.integers(0, 1_088 + 32 + 48 - 1), bit=st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_flipped_bit_in_a_wrapped_key_is_never_accepted(position: int, bit: int) -> None:
    changed = bytearray(WRAPPED.encapsulated + WRAPPED.ciphertext)
    changed[position] ^= 1 << bit

    with pytest.raises(NotOpenableError):
        SUITE.unwrap(SECRET, WrappedKey(bytes(changed[:1_120]), bytes(changed[1_120:])), context=b"header")


def test_key_wrapped_under_one_context_does_not_open_under_another() -> None:
    with pytest.raises(NotOpenableError):
        SUITE.unwrap(SECRET, WRAPPED, context=b"another header")


@pytest.mark.parametrize(
    "public", [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\xff" * 1_216, PUBLIC[:1_184] + bytes(32)]
)
def test_key_nobody_can_seal_to_is_refused(public: bytes) -> None:
    with pytest.raises(NotOpenableError):
        SUITE.wrap(public, bytes(32), context=b"header")


@pytest.mark.parametrize("encapsulated", [b"", bytes(32), bytes(1_119), bytes(1_121)])
def test_encapsulation_of_the_wrong_size_is_refused(encapsulated: bytes) -> None:
    with pytest.raises(NotOpenableError):
        SUITE.unwrap(SECRET, WrappedKey(encapsulated, bytes(48)), context=b"header")


def test_everything_but_wrapping_is_suite_1() -> None:
    secret = SUITE.new_signing_secret(SeededEntropy("device"))

    assert SUITE.signing_public(secret) == FIRST.signing_public(secret)
    assert SUITE.sign(secret, b"work") == FIRST.sign(secret, b"work")
    assert SUITE.digest(b"work") == FIRST.digest(b"work")
    assert SUITE.wrap_algorithm != FIRST.wrap_algorithm


def test_key_id_is_the_start_of_the_cose_key_thumbprint() -> None:
    cose_key = cbor2.dumps({1: 7, 3: SUITE.wrap_algorithm, -1: PUBLIC}, canonical=True)

    assert SUITE.sealing_key_id(PUBLIC) == sha256(cose_key).digest()[:16]
