"""Envelopes of suite 1 cross to an independent COSE and back (cwt with pyhpke), and neither side is fooled.

`scripts/setup.sh dev` puts that implementation beside the packages of the environment; without it these tests
fail and do not skip, because a proof that quietly stops is none.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.cbor import encode_cbor
from sync.cose import sign_protected, split_message
from sync.envelope.encoding import MAX_ENVELOPE_BYTES, encode_header
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import verify_envelope
from sync.keys.identity import DeviceIdentity
from tests.sync.story import CITY, PUZHAO, REGISTRY, XIANGSHAN, sealed_uplink, uplink_header

ORACLE = Path(sys.prefix) / "oracle"
PROGRAM = Path(__file__).with_name("cose_oracle.py")

OURS = sealed_uplink(b"work of one morning")
HEADER = encode_header(uplink_header(), algorithm=-19)


def resigned(*, by: DeviceIdentity) -> bytes:
    """Keep the sealed content of an envelope under a header and a signature of somebody else."""
    payload = split_message(OURS.body, limit=MAX_ENVELOPE_BYTES).payload
    stolen = encode_header(uplink_header(sender=by), algorithm=-19)
    return sign_protected(stolen, payload=payload, signer=by)


def keys(signer: DeviceIdentity, recipient: DeviceIdentity) -> dict[str, str]:
    return {
        "kid": signer.kid.hex(),
        "signing_public": signer.public.signing_public.hex(),
        "signing_secret": signer.signing_secret.hex(),
        "sealing_kid": recipient.public.sealing_kid.hex(),
        "sealing_public": recipient.public.sealing_public.hex(),
        "sealing_secret": recipient.sealing_secret.hex(),
    }


JOBS = {
    "ours": {"do": "read", "body": OURS.body.hex(), **keys(XIANGSHAN, CITY)},
    "flipped": {
        "do": "read",
        "body": (OURS.body[:-1] + bytes([OURS.body[-1] ^ 1])).hex(),
        **keys(XIANGSHAN, CITY),
    },
    "resigned": {"do": "read", "body": resigned(by=PUZHAO).hex(), **keys(PUZHAO, CITY)},
    "elsewhere": {"do": "read", "body": OURS.body.hex(), **keys(XIANGSHAN, PUZHAO)},
    "theirs": {
        "do": "make",
        "header": HEADER.hex(),
        "plaintext": b"work made elsewhere".hex(),
        **keys(XIANGSHAN, CITY),
    },
    "other header": {
        "do": "make",
        "header": encode_header(uplink_header(2, after=OURS.link), algorithm=-19).hex(),
        "plaintext": b"work made elsewhere".hex(),
        **keys(XIANGSHAN, CITY),
    },
}


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, str]]:
    """What the other implementation says to every job, asked once."""
    assert ORACLE.is_dir(), "run scripts/setup.sh dev: the second COSE implementation is not installed"
    asked = subprocess.run(
        [sys.executable, "-P", str(PROGRAM)],
        input=json.dumps(list(JOBS.values())),
        env={**os.environ, "PYTHONPATH": str(ORACLE)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return dict(zip(JOBS, json.loads(asked.stdout), strict=True))


def test_they_verify_and_decrypt_our_envelope(answers: dict[str, dict[str, str]]) -> None:
    assert answers["ours"] == {"said": b"work of one morning".hex()}


@pytest.mark.parametrize("job", ["flipped", "resigned", "elsewhere"])
def test_they_refuse_what_we_refuse(answers: dict[str, dict[str, str]], job: str) -> None:
    assert list(answers[job]) == ["refused"]


def test_we_verify_and_open_their_envelope(answers: dict[str, dict[str, str]]) -> None:
    verified = verify_envelope(bytes.fromhex(answers["theirs"]["said"]), REGISTRY)

    assert verified.header == uplink_header()
    assert open_envelope(verified, CITY) == b"work made elsewhere"


def test_they_write_the_very_bytes_of_our_header(answers: dict[str, dict[str, str]]) -> None:
    message = split_message(bytes.fromhex(answers["theirs"]["said"]), limit=MAX_ENVELOPE_BYTES)

    assert message.protected == HEADER


def test_their_signature_under_our_payload_is_ours(answers: dict[str, dict[str, str]]) -> None:
    # Ed25519 is deterministic (RFC 8032), so the same message under the same key has one signature.
    message = split_message(bytes.fromhex(answers["other header"]["said"]), limit=MAX_ENVELOPE_BYTES)
    to_be_signed = encode_cbor(["Signature1", message.protected, b"", message.payload])

    assert message.signature == XIANGSHAN.sign(to_be_signed)
