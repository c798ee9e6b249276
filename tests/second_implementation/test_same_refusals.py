"""What one implementation refuses the other refuses, for the same reason, whatever was changed on the way.

Which of three words is said for bytes of the wrong structure depends on what a reader looks at
first; the page leaves that open, and so does this.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.bundle_encoding import decode_bundle
from sync.checkpoint import read_checkpoint as their_read_checkpoint
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.errors import SyncError
from sync.keys.registry import verify_registry
from sync.receipt import verify_receipt
from tests.fakes.clock import STORY_STARTS_MS
from tests.second_implementation import published
from tests.second_implementation.bundle import read_bundle
from tests.second_implementation.envelope import check, parse, unseal
from tests.second_implementation.published import REALM, octets
from tests.second_implementation.refused import Refused
from tests.second_implementation.registry import read_registry
from tests.second_implementation.statements import read_checkpoint, read_receipt
from tests.sync import story

Reader = Callable[[bytes], object]
STRUCTURE = {"message-malformed", "message-not-canonical", "message-too-large"}
ROOTS = published.first_roots()
FIRST = published.first_registry()
SECOND = read_registry(octets("registry", "accept-schema-2.cbor"), ROOTS)
THEIR_SECOND = verify_registry(
    octets("registry", "accept-schema-2.cbor"), story.TRUST, newest_seen=0, now_ms=STORY_STARTS_MS
)
CITY = published.identity("city")


def open_here(encoded: bytes) -> object:
    parsed = parse(encoded)
    return read_bundle(unseal(parsed, check(parsed, FIRST, audience=REALM), [CITY]))


def open_there(encoded: bytes) -> object:
    verified = verify_envelope(encoded, story.REGISTRY, audience=REALM)
    return decode_bundle(open_envelope(verified, story.CITY))


def registry_here(encoded: bytes) -> object:
    return read_registry(encoded, ROOTS, now_ms=STORY_STARTS_MS)


def registry_there(encoded: bytes) -> object:
    return verify_registry(encoded, story.TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def checkpoint_here(encoded: bytes) -> object:
    return read_checkpoint(encoded, SECOND, device=published.identity("xiangshan").device)


def checkpoint_there(encoded: bytes) -> object:
    return their_read_checkpoint(encoded, THEIR_SECOND)


def receipt_here(encoded: bytes) -> object:
    return read_receipt(encoded, FIRST.relay)


def receipt_there(encoded: bytes) -> object:
    return verify_receipt(encoded, relay=story.RELAY.public)


READERS = {
    "envelope/uplink-1": (open_here, open_there),
    "envelope/registry": (registry_here, registry_there),
    "registry/accept-new-roots": (registry_here, registry_there),
    "registry/accept-schema-4": (registry_here, registry_there),
    "registry/accept-schema-4-excerpt": (registry_here, registry_there),
    "checkpoint/accept-1": (checkpoint_here, checkpoint_there),
    "envelope/receipt-uplink-1": (receipt_here, receipt_there),
}


def word_of(reader: Reader, encoded: bytes) -> str:
    try:
        reader(encoded)
    except (Refused, SyncError) as refusal:
        return "structure" if refusal.code in STRUCTURE else refusal.code
    return "taken"


def changed(encoded: bytes, place: int, instead: bytes, lost: int) -> bytes:
    at = place % len(encoded)
    return encoded[:at] + instead + encoded[at + lost :]


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 16), st.binary(max_size=2), st.integers(0, 2))
def test_a_changed_message_is_judged_alike(name: str, place: int, instead: bytes, lost: int) -> None:
    folder, _, stem = name.partition("/")
    encoded = changed(octets(folder, f"{stem}.cbor"), place, instead, lost)
    here, there = READERS[name]

    words = {word_of(here, encoded), word_of(there, encoded)}

    # A signature of the wrong structure may also count as none.
    assert len(words) == 1 or words == {"structure", "registry-untrusted"}


@pytest.mark.parametrize("name", READERS)
def test_the_unchanged_message_is_taken_by_both(name: str) -> None:
    folder, _, stem = name.partition("/")
    here, there = READERS[name]

    assert {word_of(one, octets(folder, f"{stem}.cbor")) for one in (here, there)} == {"taken"}
