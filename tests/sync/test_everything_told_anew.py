"""A device that joins anew or comes back after a long time asks about what nobody named to it (P10)."""

from dataclasses import replace

from store import (
    DeliveryState,
    Origin,
    StoredRecord,
    list_items,
    read_record,
    record_history,
    write_record,
)
from sync.change import EVERYTHING, FillMark, FillStep, RecordLeft, RecordState, VerdictState, Want
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, change, filled_form, state, verdict

BEGINS, ENDS = FillMark(FillStep.BEGINS), FillMark(FillStep.ENDS)
VILLAGE = "350582001014"


def somebody(name: str, counter: int = 0) -> RecordState:
    return replace(state(counter), record_id=name, place=VILLAGE)


def wants(city: CityDesk) -> list[Want]:
    return [item for item in city.received() if isinstance(item, Want)]


def is_held(laptop: Laptop, name: str) -> bool:
    return read_record(laptop.store, "person", name) is not None


def test_a_record_that_moved_away_meanwhile_is_asked_about_and_leaves(laptop: Laptop, city: CityDesk) -> None:
    city.send(somebody("p-stays"), somebody("p-moved"))
    laptop.sync()
    city.send(BEGINS, somebody("p-stays"), ENDS)
    laptop.sync()

    laptop.sync()
    city.send(RecordLeft("person", "p-moved"))
    laptop.sync()

    assert wants(city) == [Want("person", "p-moved")]
    assert (is_held(laptop, "p-stays"), is_held(laptop, "p-moved")) == (True, False)
    assert record_history(laptop.store, "person", "p-moved") == ()


def test_nothing_is_asked_before_everything_was_told(laptop: Laptop, city: CityDesk) -> None:
    city.send(somebody("p-first"), somebody("p-second"), somebody("p-moved"))
    laptop.sync()

    city.send(BEGINS, somebody("p-first"))
    laptop.sync()
    laptop.sync()
    early = wants(city)
    city.send(somebody("p-second"), ENDS)
    laptop.sync()
    laptop.sync()

    assert (early, wants(city)) == ([], [Want("person", "p-moved")])


def test_a_record_whose_page_was_lost_on_the_way_comes_again_with_its_history(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(somebody("p-lost"))
    laptop.sync()
    city.send(BEGINS)
    city.seal(somebody("p-lost", 1))  # the relay never hands it out
    city.send(ENDS)
    laptop.sync()
    laptop.sync()

    city.send(somebody("p-lost", 1))
    laptop.sync()
    laptop.sync()

    assert wants(city) == [Want(EVERYTHING, "3"), Want("person", "p-lost")]
    assert len(record_history(laptop.store, "person", "p-lost")) == 2


def test_a_device_that_holds_nothing_asks_nothing(laptop: Laptop, city: CityDesk) -> None:
    city.send(BEGINS, somebody("p-new"), ENDS)

    laptop.sync()
    laptop.sync()

    assert (is_held(laptop, "p-new"), wants(city)) == (True, [])


def test_unsent_work_about_a_record_that_moved_away_goes_up_first(laptop: Laptop, city: CityDesk) -> None:
    city.send(replace(state(0), place=VILLAGE))
    laptop.sync()
    city.send(BEGINS, ENDS)
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(RecordLeft("person", PERSON))
    laptop.wire.is_connected = False
    laptop.sync()
    assert is_held(laptop, PERSON)

    laptop.wire.is_connected = True
    laptop.sync()

    assert change().record_id in {getattr(item, "record_id", None) for item in city.received()}
    city.send(verdict(VerdictState.APPLIED))
    laptop.sync()
    assert not is_held(laptop, PERSON)


def test_a_record_made_here_that_the_city_never_spoke_of_is_not_asked_about(
    laptop: Laptop, city: CityDesk
) -> None:
    made = replace(change(), base_revision=None)
    held = StoredRecord("person", PERSON, made.revision, made.edits, None, None, 1)
    write_record(laptop.store, held, origin=Origin("device"))
    laptop.queue(filled_form(), made)
    city.send(BEGINS, ENDS)

    laptop.sync()
    laptop.sync()

    assert wants(city) == []
    assert [item.state for item in list_items(laptop.store)] == [DeliveryState.DELIVERED] * 2
