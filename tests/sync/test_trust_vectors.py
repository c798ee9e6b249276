"""Registries and checkpoints signed by earlier programs; the files are added to, never changed."""

import json

import pytest

from sync.checkpoint import read_checkpoint
from sync.errors import SyncError
from sync.keys.registry import registry_digest, verify_registry
from sync.keys.rotation import read_rotation
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.story import REGISTRY, TRUST, XIANGSHAN
from tests.sync.trust_vectors import (
    DOCUMENT,
    FIRST,
    FOLDER,
    OF_SCHEMA_4,
    RENEWED,
    SECOND_CHECKPOINT,
    UNDER_NEW_ROOTS,
    checkpoint_vectors,
    keys,
    registry_vectors,
)

REGISTRIES = sorted((FOLDER / "registry").glob("refuse-*.cbor"))
CHECKPOINTS = sorted((FOLDER / "checkpoint").glob("refuse-*.cbor"))


def registry(name: str) -> bytes:
    return (FOLDER / "registry" / f"{name}.cbor").read_bytes()


def checkpoint(name: str) -> bytes:
    return (FOLDER / "checkpoint" / f"{name}.cbor").read_bytes()


def test_registry_of_schema_2_is_read_as_it_was_signed() -> None:
    signed = registry("accept-schema-2")

    assert verify_registry(signed, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS) == DOCUMENT
    assert registry_digest(signed) == FIRST.registry_digest


def test_registry_of_schema_4_is_read_with_all_devices_one_and_none() -> None:
    forms = [registry(f"accept-schema-4{form}") for form in ("", "-excerpt", "-alone")]

    read = [verify_registry(form, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS) for form in forms]

    assert read[0] == OF_SCHEMA_4
    assert [one.devices for one in read[1:]] == [OF_SCHEMA_4.devices[:1], ()]
    assert len({registry_digest(form) for form in forms}) == 1


def test_registry_under_new_roots_is_read_by_who_knows_the_old() -> None:
    signed = registry("accept-new-roots")

    assert verify_registry(signed, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS) == UNDER_NEW_ROOTS


@pytest.mark.parametrize("path", REGISTRIES, ids=lambda path: str(path.stem))
def test_bad_registry_is_refused_for_the_reason_in_its_name(path: object) -> None:
    name = str(getattr(path, "stem", ""))

    with pytest.raises(SyncError) as caught:
        verify_registry(registry(name), TRUST, newest_seen=7, now_ms=STORY_STARTS_MS, held=REGISTRY)

    assert caught.value.code == name.removeprefix("refuse-").partition("--")[0]


def test_checkpoints_are_read_and_name_each_other() -> None:
    first, second = (read_checkpoint(checkpoint(f"accept-{number}"), DOCUMENT) for number in (1, 2))

    assert (first, second) == (FIRST, SECOND_CHECKPOINT)
    assert second.previous == first.digest


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: str(path.stem))
def test_bad_checkpoint_is_refused_for_the_reason_in_its_name(path: object) -> None:
    name = str(getattr(path, "stem", ""))

    with pytest.raises(SyncError) as caught:
        read_checkpoint(checkpoint(name), DOCUMENT)

    assert caught.value.code == name.removeprefix("refuse-").partition("--")[0]


def test_rotation_statement_is_read_and_digests_are_as_written() -> None:
    written = json.loads((FOLDER / "registry" / "keys.json").read_text())
    sender = REGISTRY.sender_of(XIANGSHAN.kid)

    assert read_rotation(bytes.fromhex(written["rotation_statement"]), sender=sender) == RENEWED.public
    assert written["checkpoint_digests"] == [FIRST.digest.hex(), SECOND_CHECKPOINT.digest.hex()]


def test_every_file_is_what_its_seeds_make() -> None:
    assert {name: registry(name) for name in registry_vectors()} == registry_vectors()
    assert {name: checkpoint(name) for name in checkpoint_vectors()} == checkpoint_vectors()
    assert json.loads((FOLDER / "registry" / "keys.json").read_text()) == keys()
    assert len(REGISTRIES) == 14
    assert len(CHECKPOINTS) == 5
