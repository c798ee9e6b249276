"""What this device may hold no longer leaves it; what the city returned leaves the screen."""

from dataclasses import replace

import pytest

from store import (
    DeliveryState,
    Draft,
    count_leaving,
    discard_draft,
    list_items,
    read_record,
    record_history,
    save_draft,
)
from sync.change import RecordLeft, VerdictState
from sync.keys.registry import sign_registry
from sync.places import covers
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, ROOTS, change, state, verdict

XIANGSHAN_VILLAGE, PUZHAO_VILLAGE = "350582001014", "350582001015"


def narrow(relay: MemoryRelay, *scope: str) -> None:
    first, *others = relay.registry.devices
    narrowed = replace(first, scope=scope)
    relay.registry = replace(relay.registry, version=relay.registry.version + 1, devices=(narrowed, *others))
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:2])


def is_held(laptop: Laptop) -> bool:
    return read_record(laptop.store, "person", PERSON) is not None


def test_a_smaller_scope_erases_what_lies_outside(laptop: Laptop, relay: MemoryRelay, city: CityDesk) -> None:
    city.send(replace(state(0), place=PUZHAO_VILLAGE))
    laptop.sync()

    narrow(relay, XIANGSHAN_VILLAGE)
    laptop.sync()

    assert not is_held(laptop)
    assert record_history(laptop.store, "person", PERSON) == ()


def test_what_was_sealed_for_the_wider_scope_and_comes_later_is_erased_too(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    narrow(relay, XIANGSHAN_VILLAGE)
    laptop.sync()

    city.send(replace(state(0), place=PUZHAO_VILLAGE))
    laptop.sync()

    assert not is_held(laptop)


def test_a_smaller_scope_leaves_what_lies_inside(laptop: Laptop, relay: MemoryRelay, city: CityDesk) -> None:
    city.send(replace(state(0), place=XIANGSHAN_VILLAGE))
    laptop.sync()

    narrow(relay, XIANGSHAN_VILLAGE)
    laptop.sync()

    assert is_held(laptop)


def test_a_record_nobody_said_a_place_of_lies_in_no_smaller_scope(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(state(0))
    laptop.sync()

    narrow(relay, XIANGSHAN_VILLAGE)
    laptop.sync()

    assert not is_held(laptop)


def test_work_goes_up_and_is_answered_before_its_record_is_erased(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(replace(state(0), place=PUZHAO_VILLAGE))
    laptop.sync()
    laptop.edit(emp_status="1")
    narrow(relay, XIANGSHAN_VILLAGE)
    laptop.wire.is_connected = False
    laptop.sync()
    assert is_held(laptop)

    laptop.wire.is_connected = True
    laptop.sync()

    assert len(city.received()) == 1
    assert (is_held(laptop), laptop.item().state) == (True, DeliveryState.DELIVERED)

    city.send(verdict(VerdictState.APPLIED))
    laptop.sync()
    assert not is_held(laptop)


def test_a_draft_keeps_its_record_and_nothing_else(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(replace(state(0), place=PUZHAO_VILLAGE))
    laptop.sync()
    save_draft(laptop.store, Draft("d-1", "employment_brief", "1", PERSON, b"draft", 1))

    narrow(relay, XIANGSHAN_VILLAGE)
    laptop.sync()
    assert (is_held(laptop), count_leaving(laptop.store)) == (True, 1)

    discard_draft(laptop.store, "d-1")
    laptop.sync()
    assert not is_held(laptop)


def test_a_person_who_moved_away_is_erased_where_they_no_longer_belong(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(state(0))
    laptop.sync()

    city.send(RecordLeft("person", PERSON))
    laptop.sync()

    assert not is_held(laptop)


def test_a_person_who_comes_back_before_leaving_stays(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    save_draft(laptop.store, Draft("d-1", "employment_brief", "1", PERSON, b"draft", 1))
    city.send(RecordLeft("person", PERSON))
    laptop.sync()

    city.send(state(1))
    laptop.sync()
    discard_draft(laptop.store, "d-1")
    laptop.sync()

    assert is_held(laptop)


def test_a_returned_change_gives_the_platforms_value_back_and_keeps_ours_in_history(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    laptop.sync()
    city.send(verdict(VerdictState.RETURNED, code="person-not-acceptable"))

    laptop.sync()

    assert laptop.person().fields == state(0).fields
    assert laptop.person().revision == state(0).revision
    assert (laptop.item().state, laptop.item().code) == (DeliveryState.RETURNED, "person-not-acceptable")
    shown = [one.fields["emp_status"] for one in record_history(laptop.store, "person", PERSON)]
    assert shown == ["2", "1", "2"]


def test_a_returned_change_takes_no_other_change_with_it(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    laptop.sync()
    second = replace(change("change-2", counter=2), edits={"phone": "0595"})
    laptop.queue(second)
    laptop.sync()
    city.send(verdict(VerdictState.RETURNED, code="person-not-acceptable"))

    laptop.sync()

    assert laptop.person().fields == {**state(0).fields, "phone": "0595"}
    assert [item.state for item in list_items(laptop.store)] == [
        DeliveryState.RETURNED,
        DeliveryState.DELIVERED,
    ]


@pytest.mark.parametrize(
    ("scope", "place", "is_covered"),
    [
        (("350582001",), "350582001014", True),
        (("350582001000",), "350582001014", True),
        (("350582001014",), "350582001015", False),
        (("villages",), "350582001014", False),
        ((), "350582001014", False),
        (("350582001",), "", False),
    ],
)
def test_scope_fails_closed(scope: tuple[str, ...], place: str, is_covered: bool) -> None:
    assert covers(scope, place) is is_covered
