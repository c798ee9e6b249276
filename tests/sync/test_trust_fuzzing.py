"""Any bytes at all at the entrances of trust: read, or refused with an error of ours."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cbor import decode_cbor, encode_cbor
from sync.checkpoint import CONTENT_TYPE as CHECKPOINT_TYPE
from sync.checkpoint import decode_held, encode_held, read_checkpoint, sign_checkpoint
from sync.cose import sign_message, sign_together
from sync.errors import SyncError
from sync.keys.device_encoding import decode_entry
from sync.keys.device_tree import DeviceSeal, DeviceTree
from sync.keys.enrolment import (
    Invitation,
    decode_invitation,
    encode_invitation,
    read_enrolment_request,
    request_enrolment,
)
from sync.keys.registry import CONTENT_TYPE as REGISTRY_TYPE
from sync.keys.registry import read_registry, sign_registry
from sync.keys.registry_encoding import encode_registry
from sync.keys.registry_forms import RegistryExcerpt, WholeRegistry, join_registry, split_registry
from sync.keys.roots import CONTENT_TYPE as ROOTS_TYPE
from sync.keys.roots import follow_roots
from sync.keys.rotation import CONTENT_TYPE as ROTATION_TYPE
from sync.keys.rotation import read_rotation, state_rotation
from sync.lease import SeenTimes, decode_times, encode_times
from sync.receipt import CONTENT_TYPE as RECEIPT_TYPE
from sync.receipt import DeliveryReceipt, sign_receipt, verify_receipt
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import CITY, REALM, REGISTRY, RELAY, ROOTS, TRUST, XIANGSHAN, sealed_uplink
from tests.sync.test_root_changes import TO_SECOND
from tests.sync.trust_vectors import DOCUMENT, FIRST, RENEWED

Reader = Callable[[bytes], object]

RECEIPT = DeliveryReceipt(sealed_uplink().id, XIANGSHAN.device_id, REALM, 1, 41, STORY_STARTS_MS)
CODE = b"0123456789abcdef"
INVITATION = Invitation("https://relay.example", "quanzhou", REALM, TRUST, CODE, ("350582001",), 2**50)


def invited(encoded: bytes) -> object:
    return decode_invitation(encoded.decode("utf-8", "replace"), now_ms=STORY_STARTS_MS)


def rotated(encoded: bytes) -> object:
    return read_rotation(encoded, sender=REGISTRY.sender_of(XIANGSHAN.kid))


READERS: dict[str, tuple[Reader, bytes]] = {
    "registry": (lambda raw: read_registry(raw, TRUST), sign_registry(DOCUMENT, roots=ROOTS[:2])),
    "roots": (lambda raw: follow_roots([raw], TRUST), TO_SECOND),
    "checkpoint": (lambda raw: read_checkpoint(raw, REGISTRY), sign_checkpoint(FIRST, city=CITY)),
    "receipt": (
        lambda raw: verify_receipt(raw, relay=RELAY.public),
        sign_receipt(RECEIPT, relay=RELAY),
    ),
    "enrolment": (read_enrolment_request, request_enrolment(XIANGSHAN, name="窗口", code=CODE)),
    "rotation": (rotated, state_rotation(RENEWED, former=XIANGSHAN.kid)),
    "invitation": (invited, encode_invitation(INVITATION).encode()),
    "times": (decode_times, encode_times(SeenTimes(1, 2))),
    "held": (decode_held, encode_held(FIRST)),
}
WHOLE = split_registry(READERS["registry"][1])
assert isinstance(WHOLE, WholeRegistry)
EXCERPT = (WHOLE.signed, 0, WHOLE.entries[0], DeviceTree.grow(WHOLE.entries).path(0))
READERS["excerpt"] = (lambda raw: read_registry(raw, TRUST), join_registry(RegistryExcerpt(*EXCERPT)))
READERS["entry"] = (decode_entry, WHOLE.entries[0])
NAMES = sorted(READERS)

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=8)
    | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def read_or_refuse(name: str, raw: bytes) -> None:
    """Anything but an error of ours fails the test."""
    with suppress(SyncError):
        READERS[name][0](raw)


@pytest.mark.parametrize("name", NAMES)
def test_the_honest_bytes_are_read(name: str) -> None:
    reader, honest = READERS[name]

    assert reader(honest) is not None


@pytest.mark.parametrize("name", NAMES)
@given(raw=st.binary(max_size=200))
@settings(max_examples=60)
def test_noise_is_refused_with_an_error_of_ours(name: str, raw: bytes) -> None:
    read_or_refuse(name, raw)


@pytest.mark.parametrize("name", NAMES)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=120)
def test_one_flipped_bit_never_escapes_as_a_foreign_error(name: str, place: float, bit: int) -> None:
    honest = bytearray(READERS[name][1])
    honest[int(place * len(honest))] ^= 1 << bit

    read_or_refuse(name, bytes(honest))


@pytest.mark.parametrize("name", NAMES)
@given(cut=st.floats(0, 1), tail=st.binary(max_size=8))
@settings(max_examples=60)
def test_cut_or_lengthened_bytes_are_refused(name: str, cut: float, tail: bytes) -> None:
    honest = READERS[name][1]

    read_or_refuse(name, honest[: int(cut * len(honest))] + tail)


@given(value=plain)
@settings(max_examples=150)
def test_any_content_under_good_signatures_is_read_or_refused(value: object) -> None:
    payload = encode_cbor(value)

    read_or_refuse("registry", sign_together(payload, content_type=REGISTRY_TYPE, signers=ROOTS[:2]))
    read_or_refuse("roots", sign_together(payload, content_type=ROOTS_TYPE, signers=ROOTS[:2]))
    read_or_refuse("checkpoint", sign_message(payload, content_type=CHECKPOINT_TYPE, signer=CITY))
    read_or_refuse("receipt", sign_message(payload, content_type=RECEIPT_TYPE, signer=RELAY))
    read_or_refuse("rotation", sign_message(payload, content_type=ROTATION_TYPE, signer=RENEWED))


@given(
    name=st.sampled_from(
        ["version", "devices", "recipients", "relay", "root_changes", "lease_ms", "issuers"]
    ),
    value=plain,
)
@settings(max_examples=200)
def test_any_member_of_a_signed_registry_may_be_anything(name: str, value: object) -> None:
    honest = decode_cbor(encode_registry(DOCUMENT, seal=DeviceSeal(1, b"\x00" * 32)), limit=1_000_000)
    assert isinstance(honest, dict)
    payload = encode_cbor({**honest, name: value})

    read_or_refuse("registry", sign_together(payload, content_type=REGISTRY_TYPE, signers=ROOTS[:2]))


@given(place=st.integers(0, 3), value=plain)
@settings(max_examples=100)
def test_any_part_of_an_excerpt_may_be_anything(place: int, value: object) -> None:
    signed, index, entry, path = EXCERPT
    parts: list[object] = [signed, index, entry, list(path)]
    parts[place] = value

    read_or_refuse("excerpt", encode_cbor(parts))
