"""What came while this program was too old for it is kept, and read by the program that comes after."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from store import InboxState, read_record
from store.missing_links import list_holes
from store.trust import list_alarms
from store.wants import unasked_wants
from sync.change import RecordLeft
from sync.envelope.header import SealedEnvelope
from sync.version import ENVELOPE_VERSION
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, state


@contextmanager
def too_old(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a program that knows nothing after the first bundles."""
    with monkeypatch.context() as earlier:
        earlier.setattr("sync.bundle_encoding.BUNDLE_SCHEMA", 1)
        earlier.setattr("sync.retaking.BUNDLE_SCHEMA", 1)
        yield


def arrive(city: CityDesk, laptop: Laptop, *envelopes: SealedEnvelope) -> None:
    for one in envelopes:
        city.deliver(one)
    laptop.sync()


def test_records_of_a_newer_format_are_there_after_the_upgrade(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = city.seal(state(0)), city.seal(state(1, phone="0595"))
    with too_old(monkeypatch):
        arrive(city, laptop, first, second)
        held = read_record(laptop.store, "person", PERSON)
        codes = laptop.codes(InboxState.QUARANTINED)

    outcome = laptop.sync()

    assert (held, codes) == (None, ["schema-unknown", "schema-unknown"])
    assert outcome.code is None
    assert laptop.person().fields["phone"] == "0595"
    assert laptop.codes(InboxState.MERGED) == [None, None]


def test_what_came_later_and_was_understood_is_not_undone(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = city.seal(state(0, phone="1"), RecordLeft("person", PERSON))
    with too_old(monkeypatch):
        arrive(city, laptop, early)
        with monkeypatch.context() as understood:
            understood.setattr("sync.bundle_encoding.BUNDLE_SCHEMA", 2)
            arrive(city, laptop, city.seal(state(5, phone="0595")))

    laptop.sync()

    assert laptop.person().fields["phone"] == "0595"
    assert unasked_wants(laptop.store, 5) == (("person", PERSON),)


def test_the_same_program_does_not_try_again(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = city.seal(state(0))
    with too_old(monkeypatch):
        arrive(city, laptop, early)
        with monkeypatch.context() as understood:
            understood.setattr("sync.bundle_encoding.BUNDLE_SCHEMA", 2)
            laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["schema-unknown"]


@pytest.mark.expects_warning
def test_any_other_program_reads_again_what_met_a_mistake_of_ours(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as buggy:
        buggy.setattr("sync.settle.accept_items", trip)
        arrive(city, laptop, city.seal(state(0)))
    arrive(city, laptop, city.seal(state(1, phone="0595")))
    stuck = laptop.codes(InboxState.QUARANTINED)
    monkeypatch.setattr("sync.retaking.PROGRAM_VERSION", "0.1.1")

    outcome = laptop.sync()

    assert (stuck, outcome.code) == (["unexpected"], None)
    assert laptop.codes(InboxState.QUARANTINED) == []
    assert laptop.person().fields["phone"] == "0595"


@pytest.mark.expects_warning
def test_a_bug_met_while_checking_stops_nothing_and_is_mended_by_the_next_program(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_args: object, **_named: object) -> None:
        raise RecursionError

    with monkeypatch.context() as buggy:
        buggy.setattr("sync.settle.verify_envelope", trip)
        arrive(city, laptop, city.seal(state(0)))
    monkeypatch.setattr("sync.retaking.PROGRAM_VERSION", "0.1.1")
    laptop.sync()

    arrive(city, laptop, city.seal(state(1, phone="0595")))

    assert laptop.codes(InboxState.MERGED) == [None, None]
    assert (list_holes(laptop.store), list_alarms(laptop.store)) == ((), ())


def test_envelopes_of_a_later_version_take_their_place_in_the_chain_once_they_can_be_read(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = ENVELOPE_VERSION + 1
    with monkeypatch.context() as newer:
        newer.setattr("sync.envelope.encoding.ENVELOPE_VERSION", later)
        first = city.seal(state(0))
    arrive(city, laptop, first)
    codes = laptop.codes(InboxState.QUARANTINED)

    monkeypatch.setattr("sync.retaking.ENVELOPE_VERSION", later)
    monkeypatch.setattr("sync.envelope.encoding.ENVELOPE_VERSION", later)
    arrive(city, laptop, city.seal(state(1, phone="0595")))

    assert codes == ["schema-unknown"]
    assert laptop.codes(InboxState.MERGED) == [None, None]
    assert list_holes(laptop.store) == ()
