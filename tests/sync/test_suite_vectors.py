"""Envelopes of suites 2 and 3 that must open for ever; files are added, never changed."""

import json
from itertools import product
from pathlib import Path

import pytest

from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.errors import SyncError
from tests.sync.suite_story import VECTORS, tell_kept

SUITES = [2, 3]
REFUSED = [
    "signature-invalid",
    "message-not-canonical",
    "audience-mismatch",
    "epoch-unknown",
]


def vector(suite: int, name: str) -> bytes:
    return Path(VECTORS / str(suite) / name).read_bytes()


@pytest.mark.parametrize("suite", SUITES)
def test_uplink_is_verified_and_opened_link_by_link(suite: int) -> None:
    story = tell_kept(suite)
    first = verify_envelope(vector(suite, "uplink-1.cbor"), story.registry)
    second = verify_envelope(vector(suite, "uplink-2.cbor"), story.registry)

    check_successor(first.header, head=GENESIS)
    check_successor(second.header, head=first.envelope.link)
    assert open_envelope(second, story.city) == "林秀梅 filled a form".encode()


@pytest.mark.parametrize("suite", SUITES)
def test_downlink_is_verified_and_opened(suite: int) -> None:
    story = tell_kept(suite)
    verified = verify_envelope(
        vector(suite, "downlink-1.cbor"), story.registry, audience=story.device.device_id
    )

    assert open_envelope(verified, story.device) == "蔡志明 has work".encode()


@pytest.mark.parametrize(("suite", "code"), list(product(SUITES, REFUSED)))
def test_bad_envelope_is_refused_for_the_reason_in_its_name(suite: int, code: str) -> None:
    with pytest.raises(SyncError) as caught:
        verify_envelope(vector(suite, f"refuse-{code}.cbor"), tell_kept(suite).registry)

    assert caught.value.code == code


@pytest.mark.parametrize("suite", SUITES)
def test_key_ids_are_what_the_keys_say(suite: int) -> None:
    kept = json.loads(vector(suite, "keys.json"))
    story = tell_kept(suite)

    assert story.device.kid.hex() == kept["device"]["kid"]
    assert story.city.device_id == kept["city"]["device"] == kept["city"]["kid"]
    assert story.city.public.sealing_kid.hex() == kept["city"]["sealing_kid"]
