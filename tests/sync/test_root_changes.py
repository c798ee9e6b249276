"""The roots hand over to new roots: with both thresholds, step by step, and never back."""

from dataclasses import replace

import pytest

from sync.cbor import encode_cbor
from sync.cose import sign_together
from sync.errors import MessageMalformedError, RegistryRollbackError, RegistryUntrustedError
from sync.keys.identity import SigningKey, generate_signing_key
from sync.keys.registry import RegistryDocument, sign_registry, verify_registry
from sync.keys.roots import TrustRoots, follow_roots, sign_root_change
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.story import REGISTRY, ROOTS, SIGNED_REGISTRY, TRUST, XIANGSHAN


def three(name: str) -> tuple[SigningKey, ...]:
    return tuple(generate_signing_key(entropy=SeededEntropy(f"{name} {number}")) for number in range(3))


def trust(keys: tuple[SigningKey, ...]) -> TrustRoots:
    return TrustRoots(tuple(key.verification for key in keys), 2)


SECOND, THIRD = three("second root"), three("third root")
TO_SECOND = sign_root_change(trust(SECOND), present=TRUST, signers=[*ROOTS[:2], *SECOND[:2]])
TO_THIRD = sign_root_change(trust(THIRD), present=trust(SECOND), signers=[*SECOND[1:], *THIRD[1:]])
NEXT = replace(REGISTRY, version=8, root_changes=(TO_SECOND,))


def verify(
    document: RegistryDocument, signers: tuple[SigningKey, ...], *, roots: TrustRoots = TRUST
) -> RegistryDocument:
    signed = sign_registry(document, roots=signers)
    return verify_registry(signed, roots, newest_seen=7, now_ms=STORY_STARTS_MS)


def test_device_follows_the_roots_to_their_successors() -> None:
    assert verify(NEXT, SECOND[:2]) == NEXT


def test_device_that_slept_through_two_changes_walks_both() -> None:
    later = replace(REGISTRY, version=9, root_changes=(TO_SECOND, TO_THIRD))

    assert verify(later, THIRD[:2]) == later
    assert follow_roots(later.root_changes, TRUST) == trust(THIRD)


def test_device_that_knows_the_new_roots_passes_over_the_old_change() -> None:
    assert verify(NEXT, SECOND[:2], roots=trust(SECOND)) == NEXT


def test_old_roots_sign_nothing_after_they_handed_over() -> None:
    with pytest.raises(RegistryUntrustedError):
        verify(NEXT, ROOTS[:2])


def test_old_roots_cannot_hide_the_hand_over_from_who_has_seen_it() -> None:
    with pytest.raises(RegistryUntrustedError):
        verify(replace(REGISTRY, version=99), ROOTS[:2], roots=trust(SECOND))


def test_mixed_roots_one_old_and_one_new_are_not_two() -> None:
    with pytest.raises(RegistryUntrustedError):
        verify(NEXT, (ROOTS[0], SECOND[0]))


def test_change_signed_by_the_old_roots_only_is_refused() -> None:
    change = sign_root_change(trust(SECOND), present=TRUST, signers=ROOTS[:2])

    with pytest.raises(RegistryUntrustedError):
        verify(replace(NEXT, root_changes=(change,)), SECOND[:2])


def test_change_signed_by_the_new_roots_only_is_refused() -> None:
    change = sign_root_change(trust(SECOND), present=TRUST, signers=SECOND)

    with pytest.raises(RegistryUntrustedError):
        verify(replace(NEXT, root_changes=(change,)), SECOND[:2])


def test_change_with_one_old_root_below_the_threshold_is_refused() -> None:
    change = sign_root_change(trust(SECOND), present=TRUST, signers=[ROOTS[0], *SECOND[:2]])

    with pytest.raises(RegistryUntrustedError):
        verify(replace(NEXT, root_changes=(change,)), SECOND[:2])


def test_change_from_other_roots_is_not_ours_and_moves_nothing() -> None:
    assert follow_roots([TO_THIRD], TRUST) == TRUST


def test_change_for_another_use_is_refused_by_its_content_type() -> None:
    signed = sign_together(encode_cbor({}), content_type="application/other", signers=ROOTS[:2])

    with pytest.raises(MessageMalformedError):
        follow_roots([signed], TRUST)


def test_registry_of_before_the_change_is_a_rollback_for_who_has_seen_the_next() -> None:
    with pytest.raises(RegistryRollbackError):
        verify_registry(SIGNED_REGISTRY, TRUST, newest_seen=8, now_ms=STORY_STARTS_MS)


def test_devices_key_is_nobodys_root() -> None:
    signed = sign_registry(NEXT, roots=[XIANGSHAN, SECOND[0]])

    with pytest.raises(RegistryUntrustedError):
        verify_registry(signed, TRUST, newest_seen=7, now_ms=STORY_STARTS_MS)
