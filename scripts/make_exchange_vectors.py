"""Write the golden bytes of the exchange that a second implementation must read.

Each run writes only files that are not there yet: vectors are added, never changed,
because what a released program has sealed must open for ever. HPKE draws its own
ephemeral keys, so an envelope made again has other bytes; that is another reason.

    python scripts/make_exchange_vectors.py tests/vectors/envelope
"""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from vector_files import write_missing

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sync.bundle_encoding import encode_bundle  # noqa: E402
from sync.change import VerdictState  # noqa: E402
from sync.codes.subject_code import CodeKind, SubjectCode, issue_code  # noqa: E402
from sync.item_encoding import encode_item  # noqa: E402
from sync.keys.identity import DeviceIdentity  # noqa: E402
from sync.receipt import DeliveryReceipt, sign_receipt  # noqa: E402
from tests.fakes.clock import STORY_STARTS_MS  # noqa: E402
from tests.sync import story  # noqa: E402


def vectors() -> dict[str, bytes]:
    plaintext = encode_bundle(story.bundle(story.filled_form(), story.change()))
    first = story.sealed_uplink(plaintext)
    second = story.sealed_uplink(plaintext, story.uplink_header(2, after=first.link))
    down = story.sealed_downlink(
        encode_bundle(story.bundle(story.verdict(VerdictState.APPLIED), story.state()))
    )
    elsewhere = replace(story.uplink_header(), audience="city/350200")
    receipt = DeliveryReceipt(first.id, story.XIANGSHAN.device_id, story.REALM, 1, 41, STORY_STARTS_MS)
    code = SubjectCode(CodeKind.HOUSEHOLD, "h-350582001014-0921", date(2026, 11, 1), date(2028, 10, 31))
    keys = {name: _keys(identity) for name, identity in _identities().items()}
    roots = [root.verification.public.hex() for root in story.ROOTS]
    return {
        "keys.json": _json({"identities": keys, "roots": roots, "threshold": 2}),
        "registry.cbor": story.SIGNED_REGISTRY,
        "item-change.cbor": encode_item(story.change()),
        "item-form.cbor": encode_item(story.filled_form()),
        "item-state.cbor": encode_item(story.state()),
        "item-verdict.cbor": encode_item(story.verdict(VerdictState.APPLIED)),
        "uplink-1.cbor": first.body,
        "uplink-2.cbor": second.body,
        "downlink-1.cbor": down.body,
        "receipt-uplink-1.cbor": sign_receipt(receipt, relay=story.RELAY),
        "code-household.txt": issue_code(code, story.ISSUER).encode(),
        "refuse-key-unknown.cbor": story.sealed_uplink(sender=story.STRANGER).body,
        "refuse-signature-invalid.cbor": first.body[:-1] + bytes([first.body[-1] ^ 1]),
        "refuse-audience-mismatch.cbor": story.sealed_uplink(header=elsewhere).body,
        "refuse-message-not-canonical.cbor": first.body + b"\x00",
        "refuse-epoch-unknown.cbor": story.sealed_uplink(header=replace(story.uplink_header(), epoch=8)).body,
    }


def _identities() -> dict[str, DeviceIdentity]:
    return {"xiangshan": story.XIANGSHAN, "city": story.CITY, "relay": story.RELAY}


def _keys(identity: DeviceIdentity) -> dict[str, str]:
    return {
        "device": identity.device_id,
        "kid": identity.kid.hex(),
        "sealing_kid": identity.public.sealing_kid.hex(),
        "signing_secret": identity.signing_secret.hex(),
        "sealing_secret": identity.sealing_secret.hex(),
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True) + "\n").encode()


def main() -> None:
    write_missing(Path(sys.argv[1]), vectors())


if __name__ == "__main__":
    main()
