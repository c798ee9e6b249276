"""A city of three thousand computers, each with the large keys of suite 3 and with keys it had before."""

from dataclasses import replace
from functools import cache

import pytest

from sync.errors import MessageMalformedError, RegistryEquivocatedError, RegistryUntrustedError, SyncError
from sync.keys.identity import DeviceId, PublicIdentity, VerificationKey
from sync.keys.registry import read_registry, registry_digest, sign_registry, verify_registry
from sync.keys.registry_document import DeviceEntry, FormerKey, RegistryDocument
from sync.keys.registry_forms import (
    MAX_WHOLE_BYTES,
    RegistryExcerpt,
    SignedAlone,
    WholeRegistry,
    join_registry,
    split_registry,
)
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.registry_by_hand import excerpt_for, sign_schema_2
from tests.sync.story import CITY, PUZHAO, REGISTRY, ROOTS, SIGNED_REGISTRY, TOWN, TRUST, XIANGSHAN

DEVICES = 3_000
SEALING_BYTES = 1_216  # ML-KEM-768 and X25519, as suite 3 lists them
MOST_FETCHED = 4 * 1024  # by a device, for a new version


def entry(number: int) -> DeviceEntry:
    take = SeededEntropy(f"device {number}").take
    signing, former = (VerificationKey(3, take(32)) for _ in range(2))
    public = PublicIdentity(signing.kid, 3, signing.public, take(SEALING_BYTES))
    name = DeviceId(take(16).hex())
    return DeviceEntry(
        name, f"{number} 号机", public, (TOWN,), former=(FormerKey(former, 8),), since=number + 1
    )


@cache
def city() -> RegistryDocument:
    return replace(REGISTRY, version=3_001, devices=tuple(map(entry, range(DEVICES))))


@cache
def signed_city() -> bytes:
    return sign_registry(city(), roots=ROOTS[:2])


def test_three_thousand_devices_of_suite_3_with_changed_keys_are_signed_and_read_back() -> None:
    signed = signed_city()

    assert len(signed) < MAX_WHOLE_BYTES // 2
    assert verify_registry(signed, TRUST, newest_seen=3_000, now_ms=STORY_STARTS_MS) == city()


def test_a_device_fetches_a_few_kilobytes_of_it() -> None:
    fetched = excerpt_for(signed_city(), 2_345)

    shown = verify_registry(fetched, TRUST, newest_seen=3_000, now_ms=STORY_STARTS_MS)
    assert len(fetched) < MOST_FETCHED
    assert shown.devices == (city().devices[2_345],)
    assert shown.recipients == city().recipients
    assert shown.excerpt_of is not None
    assert shown.excerpt_of.size == DEVICES


def test_what_the_city_keeps_of_an_earlier_version_does_not_grow_with_it() -> None:
    assert len(split_registry(signed_city()).signed) < 2 * 1024


def test_every_form_of_a_version_has_one_digest_to_compare_in_checkpoints() -> None:
    signed = signed_city()
    forms = (signed, excerpt_for(signed, 0), split_registry(signed).signed)

    assert len({registry_digest(form) for form in forms}) == 1


def test_whole_and_excerpt_of_one_version_do_not_contradict_each_other() -> None:
    whole, shown = (read_registry(form, TRUST) for form in (SIGNED_REGISTRY, excerpt_for(SIGNED_REGISTRY, 0)))

    for_whole = verify_registry(SIGNED_REGISTRY, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS, held=shown)
    for_shown = verify_registry(
        excerpt_for(SIGNED_REGISTRY, 1), TRUST, newest_seen=7, now_ms=STORY_STARTS_MS, held=whole
    )
    assert (for_whole, for_shown.devices) == (whole, whole.devices[1:])


def test_two_lists_of_one_version_are_told_apart_by_whoever_saw_one_device_of_each() -> None:
    held = read_registry(excerpt_for(SIGNED_REGISTRY, 0), TRUST)
    other = sign_registry(replace(REGISTRY, devices=REGISTRY.devices[:1]), roots=ROOTS[1:])

    with pytest.raises(RegistryEquivocatedError):
        verify_registry(excerpt_for(other, 0), TRUST, newest_seen=7, now_ms=STORY_STARTS_MS, held=held)


def cut(place: int) -> RegistryExcerpt:
    form = split_registry(excerpt_for(SIGNED_REGISTRY, place))
    assert isinstance(form, RegistryExcerpt)
    return form


WHOLE = split_registry(SIGNED_REGISTRY)
assert isinstance(WHOLE, WholeRegistry)
OLDER = split_registry(
    sign_registry(
        replace(REGISTRY, version=6, devices=(replace(REGISTRY.devices[0], name="old"),)), roots=ROOTS
    )
)
assert isinstance(OLDER, WholeRegistry)
FALSE = {
    "another device's entry at our place": replace(cut(0), entry=cut(1).entry),
    "our entry at another place": replace(cut(0), index=1),
    "a place beyond the list": replace(cut(0), index=2),
    "an entry of an older version": replace(cut(0), entry=OLDER.entries[0]),
    "no path": replace(cut(0), path=()),
    "a path that is too long": replace(cut(0), path=(*cut(0).path, bytes(32))),
    "a path to somebody else": replace(cut(0), path=cut(1).path),
    "an inner node as an entry": replace(cut(0), entry=b"".join(cut(0).path), path=()),
    "one device fewer": replace(WHOLE, entries=WHOLE.entries[:1]),
    "one device twice": replace(WHOLE, entries=WHOLE.entries[:1] * 2),
    "the devices in another order": replace(WHOLE, entries=WHOLE.entries[::-1]),
    "nobody": replace(WHOLE, entries=()),
}


@pytest.mark.parametrize("form", FALSE.values(), ids=FALSE.keys())
def test_devices_the_roots_did_not_sign_are_refused(form: RegistryExcerpt | WholeRegistry) -> None:
    with pytest.raises(RegistryUntrustedError):
        read_registry(join_registry(form), TRUST)


def test_nothing_stands_beside_a_document_that_holds_its_devices() -> None:
    second = sign_schema_2(REGISTRY, roots=ROOTS[:2])

    with pytest.raises(MessageMalformedError):
        read_registry(join_registry(WholeRegistry(second, ())), TRUST)


def test_what_is_signed_alone_shows_no_device_and_says_so() -> None:
    alone = read_registry(join_registry(SignedAlone(WHOLE.signed)), TRUST)

    assert alone.devices == ()
    assert alone.excerpt_of is not None
    assert alone.sender_of(CITY.kid).id == CITY.device_id
    with pytest.raises(SyncError):
        alone.sender_of(XIANGSHAN.kid)


def test_excerpt_names_the_city_and_oneself_and_nobody_else() -> None:
    shown = read_registry(excerpt_for(SIGNED_REGISTRY, 0), TRUST)

    assert shown.knows_key(XIANGSHAN.kid)
    assert not shown.knows_key(PUZHAO.kid)


def test_signatures_are_checked_before_a_list_of_thousands_is_looked_at() -> None:
    stuffed = join_registry(
        WholeRegistry(
            split_registry(sign_registry(REGISTRY, roots=ROOTS[:1])).signed, (b"not a device",) * 9_999
        )
    )

    with pytest.raises(RegistryUntrustedError) as refused:
        read_registry(stuffed, TRUST)

    assert refused.value.parameters == {"signatures": "1", "wanted": "2"}
