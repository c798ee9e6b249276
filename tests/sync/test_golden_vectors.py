"""Bytes sealed by earlier programs must open for ever; these files are added to, never changed."""

import json
from datetime import date
from pathlib import Path

import pytest

from sync.bundle_encoding import decode_bundle
from sync.change import SingleItem, VerdictState
from sync.codes.subject_code import CodeKind, SubjectCode, read_code
from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.errors import SyncError
from sync.item_encoding import decode_item, encode_item
from sync.keys.registry import verify_registry
from sync.receipt import verify_receipt
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import (
    CITY,
    ISSUER,
    REGISTRY,
    RELAY,
    TRUST,
    XIANGSHAN,
    change,
    filled_form,
    state,
    verdict,
)

FOLDER = Path(__file__).parents[1] / "vectors" / "envelope"


def vector(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def test_registry_is_read_as_it_was_signed() -> None:
    registry = verify_registry(vector("registry.cbor"), TRUST, newest_seen=0, now_ms=STORY_STARTS_MS)

    assert registry == REGISTRY


def test_uplink_is_verified_and_opened_link_by_link() -> None:
    first = verify_envelope(vector("uplink-1.cbor"), REGISTRY)
    second = verify_envelope(vector("uplink-2.cbor"), REGISTRY)

    check_successor(first.header, head=GENESIS)
    check_successor(second.header, head=first.envelope.link)
    assert decode_bundle(open_envelope(second, CITY)).items == (filled_form(), change())


def test_downlink_is_verified_and_opened() -> None:
    verified = verify_envelope(vector("downlink-1.cbor"), REGISTRY, audience=XIANGSHAN.device_id)

    items = decode_bundle(open_envelope(verified, XIANGSHAN)).items

    assert items == (verdict(VerdictState.APPLIED), state())


def test_receipt_names_the_envelope() -> None:
    receipt = verify_receipt(vector("receipt-uplink-1.cbor"), relay=RELAY.public)

    assert receipt.envelope_id == verify_envelope(vector("uplink-1.cbor"), REGISTRY).id


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("item-change.cbor", change()),
        ("item-form.cbor", filled_form()),
        ("item-state.cbor", state()),
        ("item-verdict.cbor", verdict(VerdictState.APPLIED)),
    ],
)
def test_item_has_these_bytes_and_no_others(name: str, item: SingleItem) -> None:
    assert encode_item(item) == vector(name)
    assert decode_item(vector(name)) == item


def test_printed_code_is_read() -> None:
    code = read_code(
        vector("code-household.txt").decode(), issuers=[ISSUER.verification], today=date(2026, 11, 22)
    )

    assert (code.kind, code.subject_id) == (CodeKind.HOUSEHOLD, "h-350582001014-0921")
    assert code == SubjectCode(code.kind, code.subject_id, date(2026, 11, 1), date(2028, 10, 31))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("refuse-*.cbor")), ids=lambda path: str(path.stem))
def test_bad_envelope_is_refused_for_the_reason_in_its_name(path: Path) -> None:
    with pytest.raises(SyncError) as caught:
        verify_envelope(path.read_bytes(), REGISTRY)

    assert caught.value.code == path.stem.removeprefix("refuse-")


def test_key_ids_are_what_the_keys_say() -> None:
    keys = json.loads(vector("keys.json"))["identities"]

    assert keys["xiangshan"]["kid"] == XIANGSHAN.kid.hex()
    assert keys["city"]["device"] == keys["city"]["kid"] == CITY.device_id
    assert keys["city"]["sealing_kid"] == CITY.public.sealing_kid.hex()
