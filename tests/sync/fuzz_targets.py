"""What a fuzzer may throw bytes at: each target ends quietly or with an error of ours, and nothing else.

Used by the tests of this folder with small budgets and by `scripts/fuzz.py` for as long as somebody likes. A
target signs what it is given with a true key where a signature would otherwise keep the bytes out,
because a stolen device can do that too.
"""

from collections.abc import Callable, Mapping
from typing import Final

import zstandard

from sync.bundle_encoding import decode_bundle
from sync.cose import sign_protected, split_message
from sync.envelope.encoding import MAX_ENVELOPE_BYTES, encode_header
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.errors import SyncError
from sync.keys.registry import verify_registry
from sync.receipt import verify_receipt
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import CITY, REGISTRY, RELAY, TRUST, XIANGSHAN, sealed_uplink, uplink_header

HEADER: Final = encode_header(uplink_header(), algorithm=-19)
PAYLOAD: Final = split_message(sealed_uplink().body, limit=MAX_ENVELOPE_BYTES).payload


def envelope(data: bytes) -> None:
    open_envelope(verify_envelope(data, REGISTRY), CITY)


def header(data: bytes) -> None:
    envelope(sign_protected(data, payload=PAYLOAD, signer=XIANGSHAN))


def content(data: bytes) -> None:
    envelope(sign_protected(HEADER, payload=data, signer=XIANGSHAN))


def bundle(data: bytes) -> None:
    decode_bundle(data)


def inflated_bundle(data: bytes) -> None:
    decode_bundle(zstandard.ZstdCompressor().compress(data))


def registry(data: bytes) -> None:
    verify_registry(data, TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)


def receipt(data: bytes) -> None:
    verify_receipt(data, relay=RELAY.public)


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "envelope": envelope,
    "header": header,
    "content": content,
    "bundle": bundle,
    "inflated-bundle": inflated_bundle,
    "registry": registry,
    "receipt": receipt,
}


def throw(name: str, data: bytes) -> str | None:
    """Run one target; give the code of our refusal, or None if the bytes were taken."""
    try:
        TARGETS[name](data)
    except SyncError as error:
        return error.code
    return None
