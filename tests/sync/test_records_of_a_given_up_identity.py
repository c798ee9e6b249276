"""A restored copy, or a computer that began anew: its records open when the office admits it, not before."""

import pytest

from store import DeliveryState, keep_enrolment
from store.copies_new_device import begin_as_new_device
from sync.change import RecordLeft
from sync.envelope.encoding import parse_envelope
from sync.keys.enrolment import Enrolment, encode_enrolment
from sync.keys.identity import generate_identity
from sync.keys.registry_document import DeviceEntry
from sync.replica import load_membership
from sync.standing import RecordsNotGivenError, Standing, require_readable
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import DirectReplica, Laptop
from tests.sync.story import ORG, PERSON, REALM, TOWN, TRUST, change, filled_form, state
from tests.sync.test_trust_on_a_device import end, publish, standing

ANEW = generate_identity(entropy=SeededEntropy("anew"), org=ORG)


def begin_anew(laptop: Laptop) -> None:
    begin_as_new_device(laptop.store)
    enrolment = Enrolment(ANEW, "http://127.0.0.1:8000", REALM, TRUST, (TOWN,), "林秀梅")
    keep_enrolment(laptop.store, encode_enrolment(enrolment))


def admit(relay: MemoryRelay) -> None:
    entry = DeviceEntry(ANEW.device_id, "象山社区 2 号机", ANEW.public, (TOWN,))
    publish(relay, devices=(*relay.registry.devices, entry))


def test_restored_records_are_closed_until_the_office_admits_the_new_identity(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(state())
    laptop.sync()
    begin_anew(laptop)

    waiting = laptop.sync()
    before = standing(laptop)
    admit(relay)
    laptop.sync()

    assert (waiting.code, before, standing(laptop)) == (
        "enrolment-pending",
        Standing.RESTORED,
        Standing.MEMBER,
    )
    with pytest.raises(RecordsNotGivenError):
        require_readable(before)


def test_revoked_device_does_not_open_its_records_by_beginning_anew(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(state())
    laptop.sync()
    end(relay)
    laptop.sync()
    ended = standing(laptop)

    begin_anew(laptop)
    begin_as_new_device(laptop.store)
    begin_anew(laptop)

    assert (ended, standing(laptop)) == (Standing.REVOKED, Standing.RESTORED)


def test_silence_beyond_the_lease_is_not_forgiven_by_beginning_anew(laptop: Laptop, city: CityDesk) -> None:
    city.send(state())
    laptop.sync()
    laptop.clock.advance(400 * 86_400)

    begin_anew(laptop)
    laptop.sync()

    assert standing(laptop) is Standing.RESTORED


def test_work_of_the_closed_computer_goes_up_once_it_is_admitted(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(state())
    laptop.sync()
    begin_anew(laptop)
    laptop.queue(filled_form(), change())
    laptop.sync()
    admit(relay)

    outcome = laptop.sync()

    assert outcome.pushed == 2
    assert len(relay.mailboxes[REALM]) == 1


def test_new_computer_that_was_never_given_records_works_while_it_waits(laptop: Laptop) -> None:
    begin_anew(laptop)
    laptop.sync()

    assert standing(laptop) is Standing.PENDING
    require_readable(standing(laptop))
    assert not load_membership(DirectReplica(laptop.store)).has_former_records


def test_receipted_work_that_the_relay_lost_comes_again_although_its_record_left(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(state())
    laptop.sync()
    laptop.edit(phone="0595")
    laptop.sync()
    city.send(RecordLeft("person", PERSON))
    laptop.sync()
    relay.mailboxes[REALM].clear()  # restored from a backup, before the city had asked for it

    begin_anew(laptop)
    admit(relay)
    laptop.sync()

    [work] = [parse_envelope(item.body).header for item in relay.mailboxes[REALM]]
    assert (work.device, laptop.item().state) == (ANEW.device_id, DeliveryState.DELIVERED)
    assert laptop.item().payload != b""
