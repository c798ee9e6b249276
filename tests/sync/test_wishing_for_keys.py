"""Wishes for new keys: said unasked when a suite is too weak, and again when none was granted."""

from dataclasses import replace

import pytest

from store import read_enrolment
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import EnvelopeKind
from sync.errors import SuiteUnknownError
from sync.keys.enrolment import decode_enrolment
from sync.keys.identity import DeviceIdentity, generate_service_identity
from sync.keys.registry_document import FormerKey
from sync.replica import load_membership
from sync.rotate import ask_for_new_keys
from sync.suites.suite import SuiteId
from sync.trust_kept import read_following, read_wishes
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.sync.conftest import DirectReplica, Laptop
from tests.sync.story import CITY, ORG, REALM, XIANGSHAN, change, filled_form
from tests.sync.test_trust_on_a_device import DAY_S, publish

STRONG_CITY = generate_service_identity(entropy=SeededEntropy("strong city"), org=ORG, suite=SuiteId.HYBRID)


def wishes_at(relay: MemoryRelay) -> int:
    headers = [parse_envelope(item.body).header for item in relay.mailboxes[REALM]]
    return sum(header.kind is EnvelopeKind.ROTATE for header in headers)


def ask(laptop: Laptop, seed: str) -> bool:
    member = load_membership(DirectReplica(laptop.store))
    return ask_for_new_keys(
        DirectReplica(laptop.store), member, clock=laptop.clock, entropy=SeededEntropy(seed)
    )


def raise_minimum(relay: MemoryRelay) -> None:
    publish(relay, minimum_suite=SuiteId.HYBRID, recipients=(CITY.public, STRONG_CITY.public))


def grant(relay: MemoryRelay, wished: DeviceIdentity) -> None:
    mine, theirs = relay.registry.devices
    former = (FormerKey(mine.public.verification, relay.registry.version + 1),)
    publish(relay, devices=(replace(mine, public=wished.public, former=former), theirs))


def identity(laptop: Laptop) -> DeviceIdentity:
    document = read_enrolment(laptop.store)
    assert document is not None
    return decode_enrolment(document).identity


def test_device_wishes_by_itself_for_a_suite_that_still_counts(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.queue(filled_form(), change())
    laptop.sync()
    raise_minimum(relay)
    laptop.sync()

    laptop.sync()
    laptop.sync()

    following = read_following(laptop.store)
    assert following is not None
    assert (wishes_at(relay), following.suite) == (1, SuiteId.HYBRID)


def test_granted_wish_of_a_weak_device_is_not_said_again(laptop: Laptop, relay: MemoryRelay) -> None:
    raise_minimum(relay)
    laptop.sync()
    laptop.sync()
    following = read_following(laptop.store)
    assert following is not None

    grant(relay, following)
    laptop.sync()
    laptop.clock.advance(30 * DAY_S)
    laptop.sync()

    assert (identity(laptop), wishes_at(relay)) == (following, 1)


def test_wish_nobody_granted_in_a_week_is_said_again(laptop: Laptop, relay: MemoryRelay) -> None:
    raise_minimum(relay)
    laptop.sync()
    laptop.sync()
    laptop.clock.advance(6 * DAY_S)
    laptop.sync()
    early = wishes_at(relay)

    laptop.clock.advance(2 * DAY_S)
    laptop.sync()

    assert (early, wishes_at(relay)) == (1, 2)


def test_refused_wish_does_not_block_a_later_one(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.sync()

    told = [ask(laptop, "first"), ask(laptop, "too soon")]
    laptop.clock.advance(DAY_S)
    told.append(ask(laptop, "later"))
    laptop.sync()

    assert (told, wishes_at(relay)) == ([True, False, True], 2)


def test_earlier_wish_that_is_granted_after_all_is_taken(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.sync()
    ask(laptop, "first")
    earlier = read_following(laptop.store)
    assert earlier is not None
    laptop.clock.advance(DAY_S)
    ask(laptop, "later")
    laptop.sync()

    grant(relay, earlier)
    laptop.sync()

    assert identity(laptop) == earlier
    assert len(read_wishes(laptop.store)) == 2


def test_wish_for_another_suite_is_not_blocked_by_one_that_waits(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.sync()
    ask(laptop, "same suite")
    raise_minimum(relay)
    laptop.sync()

    laptop.sync()

    assert [wish.identity.suite for wish in read_wishes(laptop.store)] == [SuiteId.HYBRID, XIANGSHAN.suite]


def test_computer_that_cannot_make_such_keys_says_so_and_goes_on_handing_in(
    laptop: Laptop, relay: MemoryRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_args: object, **_named: object) -> None:
        raise SuiteUnknownError(suite="3")

    monkeypatch.setattr("sync.rotate.renew_identity", unknown)
    raise_minimum(relay)
    laptop.sync()
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert (outcome.code, outcome.pushed) == ("suite-unknown", 2)
