"""Makes the files in tests/vectors/registry and tests/vectors/checkpoint, from fixed seeds.

`python -m tests.sync.trust_vectors` writes what is missing and never touches what is
there: released bytes are kept for ever, and the tests hold both against each other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sync.cbor import encode_cbor
from sync.checkpoint import NO_CHECKPOINT, Checkpoint, commit_heads, sign_checkpoint
from sync.cose import Signer, sign_together
from sync.envelope.header import GENESIS, ChainLink
from sync.keys.identity import public_to_plain, renew_sealing_key, verification_to_plain
from sync.keys.registry import CONTENT_TYPE, registry_digest, sign_registry
from sync.keys.registry_document import DeviceEntry, FormerKey, RegistryDocument
from sync.keys.registry_forms import RegistryExcerpt, WholeRegistry, join_registry, split_registry
from sync.keys.rotation import renew_identity, state_rotation
from sync.suites.suite import SuiteId
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.registry_by_hand import excerpt_for, schema_2, sign_schema_2
from tests.sync.story import CITY, PUZHAO, REGISTRY, RELAY, ROOTS, STRANGER, TOWN, XIANGSHAN
from tests.sync.test_root_changes import SECOND, TO_SECOND

FOLDER = Path(__file__).parents[1] / "vectors"
DAY_MS = 86_400_000

RENEWED = renew_identity(XIANGSHAN, suite=SuiteId.INTERNATIONAL, entropy=SeededEntropy("renewed"))
SECOND_CITY = renew_sealing_key(CITY, entropy=SeededEntropy("second city"))

# Everything schema 2 can say: renewed keys, a lost device, a lease, a former suite no longer good enough.
DOCUMENT: RegistryDocument = replace(
    REGISTRY,
    version=8,
    issued_ms=STORY_STARTS_MS,
    expires_ms=STORY_STARTS_MS + 30 * DAY_MS,
    lease_ms=7 * DAY_MS,
    oldest_epoch=3,
    recipients=(SECOND_CITY.public,),
    devices=(
        DeviceEntry(
            XIANGSHAN.device_id,
            "象山社区 1 号机",
            RENEWED.public,
            (TOWN,),
            former=(FormerKey(XIANGSHAN.public.verification, 8),),
        ),
        DeviceEntry(
            PUZHAO.device_id,
            "普照社区 1 号机",
            PUZHAO.public,
            (TOWN,),
            revoked_at_seq=4,
            wipe_ordered=True,
        ),
    ),
)


def _second(document: RegistryDocument, *, roots: Sequence[Signer]) -> bytes:
    return sign_schema_2(document, roots=roots, former=[XIANGSHAN.public])


# Schema 4: the devices beside what is signed; who is new says since when.
OF_SCHEMA_4: RegistryDocument = replace(
    DOCUMENT, version=10, devices=(DOCUMENT.devices[0], replace(DOCUMENT.devices[1], since=5))
)
UNDER_NEW_ROOTS: RegistryDocument = replace(DOCUMENT, version=9, root_changes=(TO_SECOND,))
HEADS = {XIANGSHAN.device_id: ChainLink(5, b"\x05" * 32), PUZHAO.device_id: GENESIS}
FIRST = Checkpoint(
    number=1,
    time_ms=STORY_STARTS_MS,
    previous=NO_CHECKPOINT,
    registry_version=DOCUMENT.version,
    registry_digest=registry_digest(_second(DOCUMENT, roots=ROOTS[:2])),
    heads=commit_heads(HEADS),
    device=XIANGSHAN.device_id,
    head=HEADS[XIANGSHAN.device_id],
)
SECOND_CHECKPOINT = replace(FIRST, number=2, time_ms=STORY_STARTS_MS + DAY_MS, previous=FIRST.digest)


def registry_vectors() -> Mapping[str, bytes]:
    """Name each file: `accept-…` is read, `refuse-CODE--attack` is refused with that code."""
    good = _second(DOCUMENT, roots=ROOTS[:2])
    shared = (DOCUMENT.devices[0], replace(DOCUMENT.devices[1], public=XIANGSHAN.public))
    return {
        "accept-schema-2": good,
        **_of_schema_4(),
        "accept-new-roots": _second(UNDER_NEW_ROOTS, roots=SECOND[1:]),
        "refuse-registry-untrusted--one-root": _second(DOCUMENT, roots=ROOTS[:1]),
        "refuse-registry-untrusted--a-device-signs": _second(DOCUMENT, roots=[ROOTS[0], PUZHAO]),
        "refuse-registry-untrusted--mixed-roots": _second(UNDER_NEW_ROOTS, roots=[ROOTS[0], SECOND[0]]),
        "refuse-registry-untrusted--old-roots-after-the-change": _second(UNDER_NEW_ROOTS, roots=ROOTS[:2]),
        "refuse-registry-rollback--older-version": _second(replace(DOCUMENT, version=6), roots=ROOTS[:2]),
        "refuse-registry-expired--frozen": _second(
            replace(DOCUMENT, expires_ms=STORY_STARTS_MS), roots=ROOTS[:2]
        ),
        "refuse-registry-equivocated--same-version": _second(
            replace(REGISTRY, devices=REGISTRY.devices[:1]), roots=ROOTS[:2]
        ),
        "refuse-message-malformed--one-key-two-owners": _second(
            replace(DOCUMENT, devices=shared), roots=ROOTS[:2]
        ),
        "refuse-schema-unknown--schema-3": _of_schema_3(),
        "refuse-message-not-canonical--trailing-byte": good + b"\x00",
    }


def checkpoint_vectors() -> Mapping[str, bytes]:
    signed = sign_checkpoint(FIRST, city=CITY)
    return {
        "accept-1": signed,
        "accept-2": sign_checkpoint(SECOND_CHECKPOINT, city=CITY),
        "refuse-key-unknown--relay-signs": sign_checkpoint(FIRST, city=RELAY),
        "refuse-key-unknown--device-signs": sign_checkpoint(FIRST, city=PUZHAO),
        "refuse-key-unknown--stranger-signs": sign_checkpoint(FIRST, city=STRANGER),
        "refuse-signature-invalid--flipped-bit": signed[:-1] + bytes([signed[-1] ^ 1]),
        "refuse-message-malformed--cut": signed[:-1],
    }


def keys() -> Mapping[str, object]:
    """Give the public keys the files need beside those in tests/vectors/envelope/keys.json."""
    return {
        "roots": [_hex(verification_to_plain(root.verification)) for root in ROOTS],
        "second_roots": [_hex(verification_to_plain(root.verification)) for root in SECOND],
        "renewed_xiangshan": _hex(public_to_plain(RENEWED.public)),
        "second_city": _hex(public_to_plain(SECOND_CITY.public)),
        "rotation_statement": state_rotation(RENEWED, former=XIANGSHAN.kid).hex(),
        "root_change": TO_SECOND.hex(),
        "checkpoint_digests": [FIRST.digest.hex(), SECOND_CHECKPOINT.digest.hex()],
        "registry_digest": FIRST.registry_digest.hex(),
    }


def _of_schema_4() -> Mapping[str, bytes]:
    """All, one of them, nobody; and what is not among those the roots signed."""
    whole = sign_registry(OF_SCHEMA_4, roots=ROOTS[:2])
    form, mine = split_registry(whole), split_registry(excerpt_for(whole, 0))
    assert isinstance(form, WholeRegistry)
    assert isinstance(mine, RegistryExcerpt)
    return {
        "accept-schema-4": whole,
        "accept-schema-4-excerpt": join_registry(mine),
        "accept-schema-4-alone": form.signed,
        "refuse-registry-untrusted--entry-of-another": join_registry(replace(mine, entry=form.entries[1])),
        "refuse-registry-untrusted--one-device-left-out": join_registry(
            replace(form, entries=form.entries[:1])
        ),
        "refuse-registry-untrusted--path-too-long": join_registry(
            replace(mine, path=(*mine.path, bytes(32)))
        ),
        "refuse-registry-untrusted--whole-by-one-root": sign_registry(OF_SCHEMA_4, roots=ROOTS[:1]),
    }


def _of_schema_3() -> bytes:
    payload = encode_cbor({**schema_2(DOCUMENT, former=[XIANGSHAN.public]), "schema": 3})
    return sign_together(payload, content_type=CONTENT_TYPE, signers=ROOTS[:2])


def _hex(plain: list[object]) -> list[object]:
    return [part.hex() if isinstance(part, bytes) else part for part in plain]


def _write_missing() -> None:
    folders = {"registry": registry_vectors(), "checkpoint": checkpoint_vectors()}
    files = {
        FOLDER / folder / f"{name}.cbor": content
        for folder, vectors in folders.items()
        for name, content in vectors.items()
    }
    files[FOLDER / "registry" / "keys.json"] = (json.dumps(keys(), indent=1) + "\n").encode()
    for path, content in files.items():
        if not path.exists():
            path.write_bytes(content)


if __name__ == "__main__":
    _write_missing()
