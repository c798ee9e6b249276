"""New keys for the same device: wished by the old key, shown by the new, approved in the registry."""

from dataclasses import replace

import pytest

from sync.envelope.opening import open_with_any
from sync.envelope.verifying import KeyReplacedError, verify_envelope
from sync.errors import (
    KeyUnknownError,
    MessageMalformedError,
    NotOpenableError,
    SenderMismatchError,
    SignatureInvalidError,
)
from sync.keys.identity import DeviceIdentity
from sync.keys.registry import read_registry, sign_registry
from sync.keys.registry_document import DeviceEntry, FormerKey, RegistryDocument, Sender
from sync.keys.rotation import read_rotation, renew_identity, state_rotation
from sync.suites.suite import SuiteId
from tests.fakes.entropy import SeededEntropy
from tests.sync.story import (
    PUZHAO,
    REGISTRY,
    ROOTS,
    STRANGER,
    TRUST,
    XIANGSHAN,
    sealed_downlink,
    sealed_uplink,
    uplink_header,
)

RENEWED: DeviceIdentity = renew_identity(
    XIANGSHAN, suite=SuiteId.INTERNATIONAL, entropy=SeededEntropy("renewed")
)
OLD_SENDER: Sender = REGISTRY.sender_of(XIANGSHAN.kid)


def rotated() -> RegistryDocument:
    mine, theirs = REGISTRY.devices
    entry = DeviceEntry(
        mine.device_id,
        mine.name,
        RENEWED.public,
        mine.scope,
        former=(FormerKey(mine.public.verification, 8),),
    )
    return replace(REGISTRY, version=8, devices=(entry, theirs))


def test_new_keys_keep_the_name_of_the_device() -> None:
    assert RENEWED.device_id == XIANGSHAN.device_id
    assert RENEWED.kid != XIANGSHAN.kid


def test_statement_of_the_new_key_about_the_old_is_read() -> None:
    statement = state_rotation(RENEWED, former=XIANGSHAN.kid)

    assert read_rotation(statement, sender=OLD_SENDER) == RENEWED.public


def test_statement_without_possession_of_the_new_key_is_refused() -> None:
    statement = bytearray(state_rotation(RENEWED, former=XIANGSHAN.kid))
    statement[-1] ^= 1

    with pytest.raises(SignatureInvalidError):
        read_rotation(bytes(statement), sender=OLD_SENDER)


def test_statement_of_another_device_is_refused() -> None:
    statement = state_rotation(PUZHAO, former=XIANGSHAN.kid)

    with pytest.raises(SenderMismatchError):
        read_rotation(statement, sender=OLD_SENDER)


def test_statement_that_follows_another_key_is_refused() -> None:
    statement = state_rotation(RENEWED, former=STRANGER.kid)

    with pytest.raises(SenderMismatchError):
        read_rotation(statement, sender=OLD_SENDER)


def test_former_key_counts_for_what_was_made_before() -> None:
    before = sealed_uplink(header=uplink_header())

    assert verify_envelope(before.body, rotated()).sender.id == XIANGSHAN.device_id


def test_former_key_under_the_new_registry_waits_for_review() -> None:
    after = sealed_uplink(header=replace(uplink_header(), epoch=8))

    with pytest.raises(KeyReplacedError):
        verify_envelope(after.body, rotated())


def test_new_key_signs_from_the_registry_that_lists_it() -> None:
    header = replace(uplink_header(sender=RENEWED), epoch=8)
    body = sealed_uplink(header=header, sender=RENEWED).body

    assert verify_envelope(body, rotated()).sender.key == RENEWED.public.verification
    with pytest.raises(KeyUnknownError):
        verify_envelope(body, REGISTRY)


def test_answers_sealed_to_the_former_key_still_open() -> None:
    verified = verify_envelope(sealed_downlink(b"answer").body, REGISTRY)

    assert open_with_any(verified, (RENEWED, XIANGSHAN)) == b"answer"
    with pytest.raises(NotOpenableError):
        open_with_any(verified, (RENEWED, STRANGER))


def test_rotated_registry_comes_back_as_written() -> None:
    assert read_registry(sign_registry(rotated(), roots=ROOTS[:2]), TRUST) == rotated()


def test_former_key_of_one_device_cannot_be_the_key_of_another() -> None:
    mine, theirs = rotated().devices
    twin = replace(theirs, public=XIANGSHAN.public)

    with pytest.raises(MessageMalformedError):
        sign_registry(replace(rotated(), devices=(mine, twin)), roots=ROOTS[:2])
