"""A device through its runner: clocks, silence, revocation, the ordered wipe, new keys and alarms."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from store import InboxState, list_received, read_enrolment
from store.trust import list_alarms
from sync.change import VerdictState
from sync.checkpoint import NO_CHECKPOINT, Checkpoint, commit_heads, sign_checkpoint
from sync.envelope.header import ChainLink, EnvelopeKind
from sync.keys.enrolment import decode_enrolment
from sync.keys.registry import RegistryDocument, registry_digest, sign_registry
from sync.keys.registry_document import FormerKey
from sync.progress import SyncState
from sync.replica import load_membership
from sync.rotate import ask_for_new_keys
from sync.standing import Standing
from sync.trust_kept import read_following, read_times
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import DirectReplica, Laptop
from tests.sync.story import CITY, REGISTRY, ROOTS, XIANGSHAN, change, filled_form, state, verdict
from tests.sync.test_root_changes import SECOND, TO_SECOND

DAY_S = 86_400
DAY_MS = DAY_S * 1000


@dataclass
class SpyWipe:
    """Erases nothing, and remembers what it was asked."""

    can_export: bool = True
    exported: list[bytes] = field(default_factory=list)
    erased: int = 0

    def export(self, envelopes: Sequence[bytes]) -> bool:
        self.exported.extend(envelopes)
        return self.can_export

    def erase(self) -> None:
        self.erased += 1


def publish(relay: MemoryRelay, **changes: object) -> RegistryDocument:
    document = replace(relay.registry, version=relay.registry.version + 1, **changes)  # type: ignore[arg-type]
    relay.registry, relay.signed_registry = document, sign_registry(document, roots=ROOTS[:2])
    return document


def end(relay: MemoryRelay, *, wipe: bool = False) -> None:
    mine, theirs = relay.registry.devices
    publish(relay, devices=(replace(mine, revoked_at_seq=0, wipe_ordered=wipe), theirs))


def standing(laptop: Laptop) -> Standing:
    return load_membership(DirectReplica(laptop.store)).standing(wall_ms=laptop.clock.now_ms())


def checkpoint(laptop: Laptop, head: ChainLink, **changes: object) -> Checkpoint:
    made = Checkpoint(
        number=1,
        time_ms=laptop.clock.now_ms(),
        previous=NO_CHECKPOINT,
        registry_version=REGISTRY.version,
        registry_digest=registry_digest(sign_registry(REGISTRY, roots=ROOTS[1:])),
        heads=commit_heads({}),
        device=XIANGSHAN.device_id,
        head=head,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sent(relay: MemoryRelay) -> ChainLink:
    return relay.heads[(XIANGSHAN.device_id, REGISTRY.realm)]


def test_freeze_of_the_registry_is_not_outlived_by_a_clock_set_back(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    publish(relay, issued_ms=STORY_STARTS_MS, expires_ms=STORY_STARTS_MS + 5 * DAY_MS)
    city.send(state())
    laptop.sync()
    signed = sign_checkpoint(
        checkpoint(laptop, ChainLink(0, bytes(32)), time_ms=STORY_STARTS_MS + 6 * DAY_MS), city=CITY
    )
    city.deliver_bytes(signed, kind=EnvelopeKind.CHECKPOINT)
    laptop.sync()

    laptop.clock.advance(-30 * DAY_S)
    city.send(state(5))
    outcome = laptop.sync()

    assert outcome.code == "registry-expired"
    assert len(list_received(laptop.store, InboxState.RECEIVED)) == 1


def test_clock_a_year_ahead_does_not_hold_up_what_goes_up(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.clock.advance(366 * DAY_S)
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert outcome.pushed == 2
    assert sent(relay).sequence == 1


def test_silence_closes_the_records_and_leaves_collecting_open(laptop: Laptop, relay: MemoryRelay) -> None:
    publish(relay, issued_ms=STORY_STARTS_MS)
    laptop.clock.advance(1)
    laptop.sync()
    laptop.clock.advance(15 * DAY_S)
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert (outcome.code, outcome.pushed) == ("lease-over", 2)
    assert standing(laptop) is Standing.LEASE_OVER


def test_fresh_checkpoint_renews_the_lease(laptop: Laptop, relay: MemoryRelay, city: CityDesk) -> None:
    publish(relay, issued_ms=STORY_STARTS_MS)
    laptop.sync()
    laptop.clock.advance(15 * DAY_S)
    fresh = checkpoint(laptop, ChainLink(0, bytes(32)))
    city.deliver_bytes(sign_checkpoint(fresh, city=CITY), kind=EnvelopeKind.CHECKPOINT)

    laptop.sync()

    assert read_times(laptop.store).signed_ms == fresh.time_ms
    assert standing(laptop) is Standing.MEMBER


def test_revoked_device_learns_it_from_the_registry_and_hands_in_what_it_holds(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    end(relay)
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert (outcome.code, outcome.pushed) == ("device-revoked", 2)
    assert standing(laptop) is Standing.REVOKED


def test_wipe_order_erases_after_the_last_work_is_handed_in(laptop: Laptop, relay: MemoryRelay) -> None:
    wipe = SpyWipe()
    runner = laptop.runner_with(wipe)
    end(relay, wipe=True)
    laptop.queue(filled_form(), change())

    outcome = runner.run_once(laptop.progress.append)

    assert (outcome.code, outcome.state, outcome.pushed) == ("device-wiped", SyncState.REFUSED, 2)
    assert (wipe.erased, wipe.exported) == (1, [])


def test_wipe_order_waits_while_there_is_no_network(laptop: Laptop, relay: MemoryRelay) -> None:
    wipe = SpyWipe()
    end(relay, wipe=True)
    laptop.sync()
    laptop.queue(filled_form(), change())
    laptop.wire.is_connected = False

    laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert wipe.erased == 0
    assert standing(laptop) is Standing.WIPE_ORDERED


@pytest.mark.parametrize(
    ("can_export", "erased", "code"), [(True, 1, "device-wiped"), (False, 0, "handing-in-refused")]
)
def test_work_the_relay_refuses_is_exported_sealed_before_a_wipe(
    laptop: Laptop, relay: MemoryRelay, can_export: bool, erased: int, code: str
) -> None:
    wipe = SpyWipe(can_export)
    end(relay, wipe=True)
    relay.heads[(XIANGSHAN.device_id, REGISTRY.realm)] = ChainLink(9, b"9" * 32)  # a fork, for good
    laptop.queue(filled_form(), change())

    outcome = laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert (len(wipe.exported), wipe.erased, outcome.code) == (1, erased, code)


def test_device_asks_for_new_keys_and_uses_them_once_they_are_listed(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    replica = DirectReplica(laptop.store)
    city.send(state())
    member = load_membership(replica)
    assert ask_for_new_keys(replica, member, clock=laptop.clock, entropy=SeededEntropy("new keys"))
    assert not ask_for_new_keys(replica, member, clock=laptop.clock, entropy=SeededEntropy("again"))
    laptop.sync()
    renewed = read_following(laptop.store)
    assert renewed is not None
    mine, theirs = relay.registry.devices
    listed = replace(mine, public=renewed.public, former=(FormerKey(mine.public.verification, 8),))
    publish(relay, devices=(listed, theirs))
    city.send(verdict(VerdictState.APPLIED), state(5))  # sealed to the former key

    laptop.sync()
    laptop.queue(filled_form(), change())
    laptop.sync()

    kept = read_enrolment(laptop.store)
    assert kept is not None
    assert decode_enrolment(kept).identity == renewed
    assert laptop.codes(InboxState.QUARANTINED) == []
    assert sent(relay).sequence == 2


def test_device_keeps_to_the_new_roots_it_has_followed(laptop: Laptop, relay: MemoryRelay) -> None:
    document = replace(relay.registry, version=8, root_changes=(TO_SECOND,))
    relay.registry, relay.signed_registry = document, sign_registry(document, roots=SECOND[:2])
    laptop.sync()
    forged = replace(REGISTRY, version=9)
    relay.registry, relay.signed_registry = forged, sign_registry(forged, roots=ROOTS[:2])

    outcome = laptop.sync()

    assert outcome.code == "registry-untrusted"
    kept = load_membership(DirectReplica(laptop.store)).trusted()
    assert (kept.version, kept.root_changes) == (document.version, document.root_changes)


def test_forked_acknowledgement_is_kept_as_an_alarm_and_the_answer_is_merged(
    laptop: Laptop, city: CityDesk
) -> None:
    laptop.queue(filled_form(), change())
    laptop.sync()
    city.send(state(5), acknowledged=ChainLink(1, b"x" * 32))

    outcome = laptop.sync()

    assert outcome.code == "peer-history-differs"
    assert [(one.code, one.subject) for one in list_alarms(laptop.store)] == [("peer-history-differs", "1")]
    assert len(list_received(laptop.store, InboxState.MERGED)) == 1


def test_envelope_the_relay_hides_from_the_city_is_found_by_the_next_checkpoint(
    laptop: Laptop, city: CityDesk
) -> None:
    laptop.queue(filled_form(), change())
    laptop.sync()
    laptop.clock.advance(DAY_S)
    hidden = checkpoint(laptop, ChainLink(0, bytes(32)))
    city.deliver_bytes(sign_checkpoint(hidden, city=CITY), kind=EnvelopeKind.CHECKPOINT)

    outcome = laptop.sync()

    assert outcome.code == "delivery-withheld"
    assert [one.code for one in list_alarms(laptop.store)] == ["delivery-withheld"]


def test_relay_that_hides_the_registry_an_envelope_speaks_of_is_told(laptop: Laptop, city: CityDesk) -> None:
    city.deliver(city.seal(state(), epoch=8))

    outcome = laptop.sync()

    assert outcome.code == "epoch-unknown"
    assert len(list_received(laptop.store, InboxState.RECEIVED)) == 1


def test_checkpoint_made_for_another_device_is_set_aside(laptop: Laptop, city: CityDesk) -> None:
    theirs = checkpoint(laptop, ChainLink(0, bytes(32)), device=REGISTRY.devices[1].device_id)
    city.deliver_bytes(sign_checkpoint(theirs, city=CITY), kind=EnvelopeKind.CHECKPOINT)

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["sender-mismatch"]


def test_two_registries_of_one_version_are_found_when_the_other_is_shown(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    publish(relay)
    laptop.sync()
    other = replace(relay.registry, devices=relay.registry.devices[::-1], expires_ms=STORY_STARTS_MS + 1)
    relay.signed_registry = sign_registry(other, roots=ROOTS[1:])
    laptop.clock.advance(366 * DAY_S)

    outcome = laptop.sync()

    assert outcome.code == "registry-equivocated"
