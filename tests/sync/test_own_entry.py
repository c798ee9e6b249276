"""What a device gets of the registry, its own entry, proven; and what keeping it back does not achieve."""

from dataclasses import replace

from store.enrolment import read_registry as read_kept
from sync.keys.registry_forms import RegistryExcerpt, WholeRegistry, join_registry, split_registry
from sync.progress import SyncState
from sync.replica import load_membership
from sync.standing import Standing
from sync.trust_kept import read_times
from tests.fakes.relay import MemoryRelay
from tests.sync.conftest import DirectReplica, Laptop
from tests.sync.story import XIANGSHAN
from tests.sync.test_trust_on_a_device import DAY_S, end, publish, standing


def whole(encoded: bytes) -> WholeRegistry:
    form = split_registry(encoded)
    assert isinstance(form, WholeRegistry)
    return form


def kept_form(laptop: Laptop) -> object:
    kept = read_kept(laptop.store)
    assert kept is not None
    return split_registry(kept[1])


def test_a_device_keeps_what_is_signed_and_its_own_entry(laptop: Laptop, relay: MemoryRelay) -> None:
    publish(relay)

    laptop.sync()

    registry = load_membership(DirectReplica(laptop.store)).trusted()
    assert isinstance(kept_form(laptop), RegistryExcerpt)
    assert registry.version == 8
    assert [one.device_id for one in registry.devices] == [XIANGSHAN.device_id]


def test_a_relay_that_keeps_our_revocation_back_renews_no_lease(laptop: Laptop, relay: MemoryRelay) -> None:
    publish(relay, issued_ms=laptop.clock.now_ms())
    laptop.sync()
    heard = read_times(laptop.store).signed_ms
    laptop.clock.advance(10 * DAY_S)
    end(relay)
    publish(relay, issued_ms=laptop.clock.now_ms())
    # Every signature is good, and no device stands beside it.
    relay.signed_registry = whole(relay.signed_registry).signed

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.OFFLINE, "server-answer-invalid")
    assert read_times(laptop.store).signed_ms == heard
    laptop.clock.advance(5 * DAY_S)
    laptop.sync()
    assert standing(laptop) is Standing.LEASE_OVER


def test_a_relay_cannot_put_our_old_entry_beside_a_new_version(laptop: Laptop, relay: MemoryRelay) -> None:
    publish(relay)
    laptop.sync()
    before = whole(relay.signed_registry)
    end(relay)
    mixed = replace(whole(relay.signed_registry), entries=before.entries)
    relay.signed_registry = join_registry(mixed)

    outcome = laptop.sync()

    assert outcome.code == "registry-untrusted"
    assert load_membership(DirectReplica(laptop.store)).trusted().version == 8
